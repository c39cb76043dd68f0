"""Training and evaluation as a student sees them in the terminal."""

import datetime
import math
import textwrap
import time

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn
from rich.table import Table
from rich.text import Text

from .. import checkpoints
from ..checkpoints import Evaluation
from ..diagnosis import Finding
from ..evaluate import CHANGED
from ..lab import Checkpoint
from ..train import Progress as Report
from . import terminal

# Where accuracies on CIFAR-10 stand, and whose they are.
LANDMARKS = (
    (0.10, "guessing"),
    (0.80, "the bar of the basic model"),
    (0.85, "the bar of the improved model"),
    (0.94, "a person with some practice (Andrej Karpathy's own count, 2011)"),
    (0.955, "the winner at Kaggle, 2014 (Ben Graham's DeepCNet, 95.53 %)"),
)
STEADY = (20, 2.0)  # steps and seconds after the first step before a time can be told
WORTH_IT = 20.0  # seconds left from which on their end is told
SCALE = 50  # columns of the scale from 0 to 100 %


class Training:
    """A line an epoch, and below them a bar of the epoch that is running."""

    def __init__(self, out: Console, epochs: int) -> None:
        self.out = out
        self.epochs = epochs
        self.width = len(str(epochs))
        self.printed: int | None = None
        self.stage = ""
        spinner = "dots" if terminal.unicode(out) else "line"
        self.bar = Progress(
            SpinnerColumn(spinner),
            TextColumn("{task.description}"),
            BarColumn(24),
            TextColumn("{task.fields[said]}"),
            console=out,
            transient=True,
            disable=not out.is_terminal,
        )
        self.task = self.bar.add_task("starting", total=None, said="")
        self._began: tuple[float, int, int] | None = None  # when, at which step, in which epoch
        self._estimated = False

    def __enter__(self) -> "Training":
        self.bar.start()
        return self

    def __exit__(self, *problem: object) -> None:
        self.bar.stop()

    def show(self, now: Report, history: dict[str, list[float]]) -> None:
        """Take what is known now; an epoch that has ended is printed once."""
        done = len(history["loss"])
        if now.stage != self.stage:
            self.stage = now.stage
            if not self.out.is_terminal and now.stage:
                self.out.print(Text(now.stage, "dim"))
        if not now.epochs:
            self.bar.update(self.task, description=now.stage, total=None)
            return
        if self.printed is None:
            self.printed = done - len(now.rows)
            if self.printed:
                self.out.print(f"Going on after epoch {self.printed}.")
        left = self._left(done, now)
        for epoch in range(self.printed, done):
            self.out.print(self._line(epoch, history, left if epoch + 1 == done else None))
        self.printed = max(self.printed, done)
        if left is not None and not self._estimated:
            self._estimated = True
            if left > WORTH_IT:
                self.out.print(Text(_finished(left), "dim"))
        if now.stage != "training":
            self.bar.update(self.task, description=now.stage, total=None, said="")
            return
        of = now.of or 0
        said = "  ".join(
            [f"{name} {now.now[name]:.3f}" for name in ("loss", "accuracy") if name in now.now]
            + ([] if left is None else [f"{spoken(left)} left"])
        )
        self.bar.update(
            self.task,
            description=f"epoch {min(done + 1, self.epochs):>{self.width}} of {self.epochs}",
            total=of or None,
            completed=min(now.step, of),
            said=said,
        )

    def tell(self, finding: Finding) -> None:
        """Print what was found, and below it what to read."""
        mark = "!" if finding.wrong else ">"
        width = max(20, self.out.width - 1)
        for begin, text in ((f"{mark} ", finding.sentence), ("  ", finding.read)):
            for line in textwrap.wrap(
                text, width, initial_indent=begin, subsequent_indent="  ",
                break_long_words=False, break_on_hyphens=False,
            ):  # fmt: skip
                style = "dim" if text == finding.read else "yellow" if finding.wrong else "green"
                self.out.print(Text(line, style), soft_wrap=True)

    def _line(self, epoch: int, history: dict[str, list[float]], left: float | None) -> str:
        values = [
            f"loss {history['loss'][epoch]:.3f}",
            f"accuracy {history['accuracy'][epoch]:.1%}",
            f"validation {history['val_accuracy'][epoch]:.1%}",
        ]
        if left is not None and not self.out.is_terminal:
            values.append(f"{spoken(left)} left")
        return f"epoch {epoch + 1:>{self.width}} of {self.epochs}  " + "  ".join(values)

    def _left(self, done: int, now: Report) -> float | None:
        """Seconds that the remaining steps will take, as those after the first one did.

        The first step waits for the model to be compiled, as the first validation does, and they
        say nothing of the others: an epoch that is over too soon to tell is not counted.
        """
        if not now.of:
            return None
        place = len(now.rows) * now.of + now.step
        if self._began is None or (len(now.rows) > self._began[2] == 0 and not self._estimated):
            if now.step:
                self._began = time.monotonic(), place, len(now.rows)
            return None
        began, first, _ = self._began
        seconds, steps = time.monotonic() - began, place - first
        if steps < STEADY[0] or seconds < STEADY[1]:
            return None
        return seconds / steps * max(0, (self.epochs - done) * now.of - now.step)


def _finished(left: float) -> str:
    """When a training will be over, in words."""
    now = datetime.datetime.now()
    end = now + datetime.timedelta(seconds=left)
    day = "" if end.date() == now.date() else f"{end:%A}, "
    return f"About {spoken(left)} left: over at about {day}{end:%H:%M}."


def spoken(seconds: float) -> str:
    """A time that is easy to read: 40 s, 12 min, 1 h 5 min."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60} min"


def predicting(out: Console) -> Progress:
    """A bar for pictures that are predicted."""
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(24),
        MofNCompleteColumn(),
        console=out,
        transient=True,
        disable=not out.is_terminal,
    )


def evaluation(out: Console, checkpoint: Checkpoint, found: Evaluation) -> None:
    """The accuracy on its scale, what it is worth, and where others stand."""
    plus = "±" if terminal.unicode(out) else "+-"
    out.print()
    out.print(
        Text.assemble(
            (f"{found.accuracy:.2%}", "bold"),
            f" {plus} {found.standard_error:.2%} of {found.pictures:,} {_data(found.data)} "
            "test pictures are recognised",
        ),
        soft_wrap=True,
    )
    out.print(
        f"{found.changed:.1%} of {CHANGED:,} that were moved, mirrored, brighter or darker",
        style="dim",
    )
    if found.data == "cifar10":
        out.print()
        out.print(scale(out, checkpoint, found))
        line = checkpoint.full - checkpoints.standard_error(checkpoint.full, found.pictures)
        out.print(
            f"{found.points} of {found.max_points} points. The bar is {checkpoint.full:.0%}; one "
            f"standard error less, {line:.1%}, passes."
        )
        if found.counted != found.accuracy:
            out.print(
                f"Counted is {found.counted:.1%}: pictures that are moved or mirrored are "
                "recognised far less often, as by a table of memorised answers.",
                style="yellow",
            )
        out.print()
        out.print("Where that stands:")
        out.print(_landmarks(out, found))
    else:
        out.print("Points are given for CIFAR-10 alone: train with --data cifar10.")


def scale(out: Console, checkpoint: Checkpoint, found: Evaluation) -> Text:
    """A line from 0 to 100 %: what is reached, where points begin, where the bar is."""
    full, empty = ("█", "·") if terminal.unicode(out) else ("#", "-")
    columns = min(SCALE, max(10, out.width - 10))
    filled = round(found.counted * columns)
    text = Text("0 % ")
    passed = found.points == found.max_points
    text.append(full * filled, "green" if passed else "yellow")
    text.append(empty * (columns - filled), "dim")
    text.append(" 100 %")
    below = ""
    for share in (checkpoint.zero, checkpoint.full):
        below = f"{below:<{4 + math.floor(share * columns)}}^ {share:.0%}"
    text.append(f"\n{below}")
    return text


def _landmarks(out: Console, found: Evaluation) -> Table:
    table = Table(box=None, show_header=False, padding=(0, 1))
    own = (found.counted, "yours")
    for accuracy, whose in sorted([*LANDMARKS, own]):
        style = "bold" if (accuracy, whose) == own else ""
        table.add_row(Text(f"{accuracy:>6.1%}", style), Text(whose, style))
    return table


def _data(name: str) -> str:
    return "CIFAR-10" if name == "cifar10" else name
