"""Make text that strangers have written fit to be shown, to be a cell, and to be a file's name."""

import re
import unicodedata

from ..result import CheckResult, Graded

# Characters that turn the direction of what stands beside them, or that nobody sees.
# Joiners (U+200C, U+200D) stay: Persian names and many emoji are written with them.
_UNSEEN = re.compile("[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
# CSI and OSC sequences, as a program prints them to colour a terminal.
_ESCAPES = re.compile("\x1b(?:\\[[0-?]*[ -/]*[@-~]|\\][^\x07\x1b]*(?:\x07|\x1b\\\\))")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_FORMULA = tuple("=+-@\t\r\uff1d\uff0b\uff0d\uff20")  # and their full-width twins
# Names that Windows keeps for devices, whatever the ending.
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)

# What a status means for somebody who waits for a mark.
STATUSES = {
    "graded": "The submission has been graded.",
    "empty": "The submission holds no work: every file in it is missing or still a stub.",
    "other": "No file of this lab is in the submission.",
    "refused": "The submission could not be taken in.",
    "fault": "The grader has failed. That is no fault of the submission.",
}


def block(text: str) -> str:
    """Text of several lines, without anything that is not seen; tabs and line ends stay."""
    text = _ESCAPES.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return _CONTROLS.sub("", _UNSEEN.sub("", text))


def line(text: str) -> str:
    """Text as one line: line ends, tabs and runs of spaces become a space."""
    return " ".join(block(text).split())


def cell(text: str) -> str:
    """Text for a cell of a table: a spreadsheet must not take it for a formula."""
    clean = line(text)
    return f"'{clean}" if text.startswith(_FORMULA) or clean.startswith(_FORMULA) else clean


def slug(text: str) -> str:
    """Letters, digits and hyphens of a text, for the name of a file; "submission" if none."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain)[:40].strip("-") or "submission"


def file_stem(text: str, number: int) -> str:
    """The text itself if every system takes it as a file's name; else its slug and the number."""
    if re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}(?<!\.)", text) and not _DEVICE.match(text):
        return text
    return f"{slug(text)}-{number:03}"


def number(value: float) -> str:
    """A score with at most two decimals: 7, 7.5, 7.25."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def who(result: Graded) -> str:
    """Whose result it is: the submission, and the student where a roster tells."""
    name, submission = line(result.name), line(result.submission)
    return f"{name} ({submission})" if name and name != submission else submission or "?"


def told(check: CheckResult) -> str:
    """All that there is to tell on a check: its message, what it looks like, and where to look."""
    said = [block(check.message or "").strip("\n")]
    if check.misconception:
        said.append(f"Looks like: {line(check.misconception)}")
    if check.lesson:
        said.append(f"Lesson: {line(check.lesson)}")
    if check.where:
        said.append(f"Look at: {line(check.where)}")
    return "\n".join(part for part in said if part)


def why(result: Graded) -> str:
    """What became of the submission, in a paragraph: its status, and what was found in it."""
    return " ".join([STATUSES[result.status], *(line(note) for note in result.notes)])
