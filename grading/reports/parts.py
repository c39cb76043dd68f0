"""What a report is made of: sections of plain data and pictures, whoever turns them into a page."""

from typing import ClassVar

import msgspec


class Picture(msgspec.Struct, frozen=True):
    """A PNG; `narrow` is the same drawn for a phone, if it was drawn twice.

    alt      what there is to see, in words
    caption  lines below it
    """

    png: bytes
    alt: str
    caption: list[str] = []
    narrow: bytes | None = None


class Gallery(msgspec.Struct, frozen=True):
    """Pictures side by side: plots in columns, or pixels enlarged in tiles."""

    kind: ClassVar[str] = "gallery"
    pictures: list[Picture]
    layout: str = "plots"  # or "pairs" of plots, or "tiles"
    title: str = ""


class Note(msgspec.Struct, frozen=True):
    """A sentence on what is to be seen here."""

    kind: ClassVar[str] = "note"
    text: str


class Trouble(msgspec.Struct, frozen=True):
    """Why something is not shown, and the command that helps."""

    kind: ClassVar[str] = "trouble"
    message: str
    command: str


class Matrix(msgspec.Struct, frozen=True):
    """Counts by true class (rows) and predicted class (columns)."""

    kind: ClassVar[str] = "matrix"
    caption: str
    names: list[str]
    counts: list[list[int]]


class Row(msgspec.Struct, frozen=True):
    """One exercise or checkpoint: its state in a word, its points, and a remark."""

    name: str
    title: str
    state: str
    score: int
    max_score: int
    remark: str = ""


class States(msgspec.Struct, frozen=True):
    """Exercises and checkpoints, part by part."""

    kind: ClassVar[str] = "states"
    parts: list[tuple[str, list[Row]]]


class Scale(msgspec.Struct, frozen=True):
    """An accuracy beside the bar, from 0 to 1; None where it is not known, for the reason given.

    zero, full  accuracies where points begin, and where all of them are given; None where the data
                give no points
    """

    kind: ClassVar[str] = "scale"
    title: str
    state: str
    said: str
    accuracy: float | None = None
    zero: float | None = None
    full: float | None = None
    command: str = ""


Part = Gallery | Note | Trouble | Matrix | States | Scale


class Section(msgspec.Struct):
    """One section; `name` is its anchor, `about` says what is shown and how it is read."""

    name: str
    title: str
    about: str
    parts: list[Part] = []


class Report(msgspec.Struct):
    """The page. facts are what stands at its head, as (figure, what it is); made tells how."""

    title: str
    whose: str
    facts: list[tuple[str, str]]
    sections: list[Section]
    made: list[str]
