"""Lesson pages: their paragraphs, and which of them a sentence about a mistake belongs to."""

import math
import re
from pathlib import Path

import msgspec

from . import files, lab

HEADING = re.compile(r"^#{2,3} (.+)$")
NO_HELP = ("Try it", "Your task")  # of a page's sections: they explain nothing
IN_HEADING = 2.0  # as much more a word counts that stands in the heading itself
LEAST = 4.5  # for less than this, no paragraph is pointed to
CLEARLY = 1.3  # times as much as for any other


class Paragraph(msgspec.Struct, frozen=True):
    """What stands below one heading; `line` is the heading's, counted from 1."""

    heading: str
    line: int
    text: str


def paragraphs(exercise: str, folder: Path = lab.EXERCISES) -> list[Paragraph]:
    """All paragraphs of a lesson page that explain something."""
    found: list[Paragraph] = []
    for number, line in enumerate(
        files.read(folder / f"{exercise}.md").decode("utf-8").splitlines(), 1
    ):
        match = HEADING.match(line)
        if match:
            found.append(Paragraph(match[1], number, ""))
        elif found:
            found[-1] = msgspec.structs.replace(found[-1], text=f"{found[-1].text}{line}\n")
    return [each for each in found if each.heading not in NO_HELP and each.text.strip()]


def place(exercise: str, heading: str) -> str:
    """Where a paragraph stands, for people and for terminals that can be clicked."""
    for each in paragraphs(exercise):
        if each.heading == heading:
            return f"{heading} (exercises/{exercise}.md:{each.line})"
    return ""


def about(exercise: str, function: str, sentence: str) -> str:
    """Heading of the paragraph that shares most rare words with a sentence; "" for none."""
    pages = paragraphs(exercise)
    contents = [(_words(each.heading), _words(f"{each.heading} {each.text}")) for each in pages]
    counts: dict[str, int] = {}
    for _, words in contents:
        for word in words:
            counts[word] = counts.get(word, 0) + 1
    asked = _words(sentence)

    def score(index: int) -> float:
        heading, words = contents[index]
        rarity = {w: math.log(1 + len(pages) / counts[w]) for w in asked & words}
        found = sum(value * (IN_HEADING if w in heading else 1) for w, value in rarity.items())
        named = f"`{function}" in pages[index].text
        return found / (1 + 0.1 * math.log(len(words))) + named

    scores = sorted(((score(index), -index) for index in range(len(pages))), reverse=True)
    if not scores or scores[0][0] < LEAST:
        return ""
    if len(scores) > 1 and scores[0][0] < CLEARLY * scores[1][0]:
        return ""
    return pages[-scores[0][1]].heading


def _words(text: str) -> set[str]:
    """Words without their endings, which differ between a mistake and its explanation."""
    return {
        re.sub(r"(ing|ped|ed|es|s)$", "", word)
        for word in re.findall(r"[a-z_0-9]{3,}", text.lower())
    }
