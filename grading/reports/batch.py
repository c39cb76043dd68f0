"""A class being graded, as the instructor sees it in the terminal."""

import time

from rich.console import Console, Group
from rich.live import Live
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from ..feedback import clean
from ..result import Graded
from ..similarity import Pair
from . import terminal
from .checkpoints import spoken

NAME = 28  # columns of a submission's name, at most


class Grading:
    """A line for each submission that is done, and below them what is being graded."""

    def __init__(self, out: Console, total: int, done: int) -> None:
        self.out = out
        self.total = total
        self.done = done
        self._first = done
        self._running: dict[str, float] = {}
        self._began = time.monotonic()
        self._live = Live(
            console=out, refresh_per_second=4, transient=True, get_renderable=self._table
        )

    def __enter__(self) -> "Grading":
        if self.out.is_terminal:
            self._live.start()
        return self

    def __exit__(self, *problem: object) -> None:
        self._live.stop()

    def begins(self, name: str) -> None:
        self._running[name] = time.monotonic()

    def ends(self, result: Graded) -> None:
        self._running.pop(result.submission, None)
        self.done += 1
        self.out.print(line(self.out, result))

    def _table(self) -> Group:
        spent = time.monotonic() - self._began
        graded = self.done - self._first
        left = (self.total - self.done) * spent / graded if graded else None
        said = f"{self.done} of {self.total} submissions"
        said += f", {spoken(left)} left" if left is not None else ""
        table = Table.grid(padding=(0, 2))
        table.add_row(ProgressBar(self.total, self.done, width=30), Text(said))
        for name, since in self._running.items():
            row = Text(_short(name), style="dim")
            table.add_row(row, Text(f"{time.monotonic() - since:.0f} s", style="dim"))
        return Group(table)


def line(out: Console, result: Graded) -> Text:
    """One submission on one line, and what was noted of it below."""
    graded = result.status == "graded"
    good, bad = ("✓", "!") if terminal.unicode(out) else ("+", "!")
    text = Text("  ")
    text.append(good if graded else bad, "green" if graded else "yellow")
    text.append(f" {_short(result.submission):<{NAME}}  ")
    text.append(f"{result.score:>3} of {result.max_score}")
    for name, accuracy in result.accuracies.items():
        text.append(f"  {name} {accuracy:.1%}", "cyan")
    if graded:
        text.append(f"  {result.seconds:.0f} s", "dim")
    else:
        text.append(f"  {result.status}", "yellow")
    for note in result.notes:
        text.append(f"\n      {clean(note)}", "dim")
    return text


def _short(name: str) -> str:
    """A name as one word of at most so many columns; it may be anybody's text."""
    name = " ".join(clean(name).split())
    return name if len(name) <= NAME else f"{name[: NAME - 3]}..."


def pair(found: Pair) -> Text:
    """Two submissions that look alike, and where."""
    text = Text(f"  {found.share:>4.0%}  {_short(found.one)} and {_short(found.other)}")
    where = ", ".join(f"{name} {share:.0%}" for name, share in found.exercises[:6])
    text.append(f"\n        {where}", "dim")
    return text


def changes(out: Console, changed: list[tuple[Graded, Graded, list[str]]]) -> None:
    """Every score that a second grading changed, and the checks that did it."""
    for old, new, why in changed:
        most = f" of {old.max_score}", f" of {new.max_score}"
        first, then = most if old.max_score != new.max_score else ("", "")
        scores = f"{old.score:>3}{first} -> {new.score:>3}{then}"
        out.print(Text(f"  {_short(new.submission):<{NAME}}  {scores}"))
        for sentence in why:
            out.print(Text(f"      {clean(sentence)}", "dim"), soft_wrap=True)
