"""A folder of static pages: the class at a glance, and one page a student with what they may see.

Every text is escaped, and the pages forbid themselves scripts and the network: names and messages
come from files and code that nobody has read.
"""

from collections import Counter
from pathlib import Path

import msgspec
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from ..result import CheckResult, Graded, Status
from . import texts
from .page import SIGNS

SHOWN = 30  # checks that most have missed
BINS = 10  # columns of the distribution
# The drawing, in its own units: as wide as a phone, so that its letters can be read there.
WIDTH, HEIGHT, FOOT, HEAD = 380, 200, 34, 18
# A sign beside each word for a status: neither depends on colour.
STATUS_SIGNS = {
    "graded": ("✓", "good"),
    "empty": ("○", "open"),
    "other": ("?", "fair"),
    "refused": ("✗", "bad"),
    "fault": ("!", "bad"),
}
WORDS: dict[Status, str] = {
    "graded": "graded",
    "empty": "without work",
    "other": "of something else",
    "refused": "not taken in",
    "fault": "to be graded again",
}


class Bar(msgspec.Struct, frozen=True):
    """One column of the distribution, in units of the drawing."""

    label: str
    count: int
    x: float
    y: float
    width: float
    height: float


class Missed(msgspec.Struct, frozen=True):
    """A check that some have not passed; `how` tells the states, most frequent first."""

    exercise: str
    title: str
    hidden: bool
    missed: int
    of: int
    how: str


class Row(msgspec.Struct, frozen=True):
    """A submission in the table, and the file of its page."""

    file: str
    who: str
    id: str
    result: Graded
    share: str


def pages(results: list[Graded], title: str = "Convlab") -> dict[str, bytes]:
    """Make `index.html` and the students' pages, by their files' names.

    The name of a student's page is a slug and a number, whatever the submission is called. It has
    no link to the index, so that it can be handed out.
    """
    environment = _environment()
    rows = [_row(result, number) for number, result in enumerate(results, start=1)]
    graded = [result for result in results if result.status == "graded"]
    shares = sorted(result.score / result.max_score for result in graded if result.max_score > 0)
    made = {
        "index.html": environment.get_template("class.html.j2").render(
            title=title,
            rows=rows,
            facts=_facts(results, shares),
            bars=bars(shares),
            said=_said(shares),
            missed=missed(graded),
            shown=SHOWN,
            width=WIDTH,
            height=HEIGHT,
            foot=FOOT,
        )
    }
    student = environment.get_template("student.html.j2")
    for row in rows:
        made[row.file] = student.render(title=title, row=row, result=row.result)
    return {file: text.encode() for file, text in made.items()}


def bars(shares: list[float]) -> list[Bar]:
    """The distribution: how many have which share of the points, from 0 to 1."""
    counts = Counter(min(int(share * BINS), BINS - 1) for share in shares)
    most, step = max(counts.values(), default=1), WIDTH / BINS
    drawn = []
    for place in range(BINS):
        count = counts[place]
        height = round((HEIGHT - FOOT - HEAD) * count / most, 2)
        last = 100 if place == BINS - 1 else (place + 1) * 100 // BINS - 1
        label = f"{place * 100 // BINS}-{last}"
        x, y = round(place * step + 2, 2), round(HEIGHT - FOOT - height, 2)
        drawn.append(Bar(label, count, x, y, round(step - 4, 2), height))
    return drawn


def missed(graded: list[Graded]) -> list[Missed]:
    """Checks that were not passed, those that most have missed first."""
    states: dict[str, Counter[str]] = {}
    seen: dict[str, tuple[str, CheckResult]] = {}
    for result in graded:
        for exercise in result.exercises:
            for check in exercise.checks:
                states.setdefault(check.id, Counter())[check.state] += 1
                seen.setdefault(check.id, (exercise.name, check))
    found = []
    for id_, counts in states.items():
        exercise_name, first = seen[id_]
        count = counts.total() - counts["passed"]
        if count:
            how = [f"{n} {state}" for state, n in counts.most_common() if state != "passed"]
            name, title = texts.line(exercise_name), texts.line(first.title)
            hidden, of = first.hidden, counts.total()
            found.append(Missed(name, title, hidden, count, of, ", ".join(how)))
    return sorted(found, key=lambda one: -one.missed)


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "line": texts.line,
        "told": texts.told,
        "why": texts.why,
        "percent": _percent,
        "accuracy": _accuracy,
    }
    environment.globals |= {"signs": SIGNS, "status_signs": STATUS_SIGNS}
    return environment


def _row(result: Graded, number: int) -> Row:
    name = texts.line(result.name) or texts.line(result.submission)
    share = _percent(result.score / result.max_score) if result.max_score > 0 else ""
    file = f"{texts.slug(name)}-{number:03}.html"
    return Row(file, texts.who(result), texts.line(result.id), result, share)


def _facts(results: list[Graded], shares: list[float]) -> list[tuple[str, str]]:
    """What stands at the head of the page, as (figure, what it is)."""
    facts = [(str(len(results)), "submissions")]
    states = Counter(result.status for result in results)
    facts += [(str(states[status]), word) for status, word in WORDS.items() if states[status]]
    if shares:
        middle = len(shares) // 2
        median = shares[middle] if len(shares) % 2 else sum(shares[middle - 1 : middle + 1]) / 2
        facts.append((_percent(median), "of the points, median of the graded"))
    return facts


def _said(shares: list[float]) -> str:
    """The distribution in words, for those who do not see it."""
    counts = [f"{bar.count} with {bar.label} percent" for bar in bars(shares) if bar.count]
    return f"Submissions by their share of the points: {', '.join(counts) or 'none'}."


def _percent(share: float) -> str:
    """A share of 1 in whole percent; it never seems to be all of it where it is not."""
    return f"{min(round(share * 100), 99) if share < 1 else 100} %"


def _accuracy(share: float) -> str:
    return f"{share:.2%}".replace("%", " %")
