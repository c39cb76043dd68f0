"""What a student sees in the terminal: a line an exercise, the first failure, one next step.

States are told by symbol and word, never by colour alone; where the terminal has no Unicode the
symbols are ASCII; a narrow terminal loses titles before it loses anything else.
"""

import os
import re
import sys
import textwrap
from collections.abc import Collection, Mapping
from types import TracebackType
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.text import Text

from ..lab import Lab
from ..progress import Done
from ..result import INDENT, CheckResult, ExerciseResult, State, SubmissionResult
from ..words import say

if TYPE_CHECKING:
    from ..counterexample import Counterexample

SYMBOLS: dict[State, tuple[str, str, str]] = {
    "passed": ("✓", "+", "green"),
    "wrong": ("✗", "x", "red"),
    "error": ("✗", "x", "red"),
    "too slow": ("✗", "x", "red"),
    "fault": ("!", "!", "magenta"),
    "waiting": ("·", "-", "yellow"),
    "not started": ("○", "o", "dim"),
}
LABEL = re.compile(
    r"^(Called|Read|Expected|Returned|Raised|Error|Too slow|To do|Printed|  at)(?=  )"
)
NOTE = re.compile(rf"^ {{{INDENT}}}[a-z]")  # a row of words, and not of an array
TITLE = 34  # columns of an exercise's title, at most
FAILED = ("wrong", "error", "too slow", "fault")


class _Console(Console):
    """Speaks the language that is asked for, and goes on in silence when the reader of a pipe,
    such as head, has seen enough.
    """

    def print(self, *objects: Any, **options: Any) -> None:
        super().print(*map(_said, objects), **options)

    def on_broken_pipe(self) -> None:
        self.quiet = True
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _said(printed: Any) -> Any:
    """A message in another language; anything that is more than a plain text as it is."""
    if isinstance(printed, str):
        return say(printed)
    if isinstance(printed, Text) and not printed.spans and (said := say(printed.plain)) != printed:
        return Text(said, printed.style)
    return printed


def console(quiet: bool = False) -> Console:
    """The console for all that is printed; a character that it lacks becomes a question mark."""
    reconfigure = getattr(sys.stdout, "reconfigure", None)
    if reconfigure:
        reconfigure(errors="replace")
    return _Console(highlight=False, markup=False, emoji=False, quiet=quiet, soft_wrap=False)


class Progress:
    """Prints every exercise as its result becomes final, and meanwhile what is being checked."""

    def __init__(
        self, out: Console, lab: Lab, names: list[str], unchanged: Collection[str] = ()
    ) -> None:
        self.out = out
        self.unchanged = unchanged
        self.lab = lab
        self.width = max(map(len, names), default=0)
        self.part = 0
        self.loading = False
        self.status = out.status("", spinner="dots" if unicode(out) else "line")

    def __enter__(self) -> "Progress":
        if self.out.is_terminal:
            self.status.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.status.stop()

    def check(self, exercise: str, title: str) -> None:
        if not self.loading and self._needs_keras(exercise):
            self.loading = True
            self.out.print(Text("  TensorFlow is loaded now: some seconds", "dim"))
        if self.out.is_terminal:
            room = max(10, self.out.width - self.width - 8)
            self.status.update(Text(f"{exercise}  {cut(title, room)}", style="dim"))

    def _needs_keras(self, exercise: str) -> bool:
        return any(e.name == exercise and e.needs == "keras" for e in self.lab.exercise)

    def checkpoint(self, result: ExerciseResult) -> None:
        """Print a checkpoint, which is judged after all exercises."""
        if self.part:
            self.part = 0
            self.out.print(Text("Checkpoints", style="bold"))
        self.out.print(line(self.out, result, max(self.width, len(result.name))))

    def exercise(self, result: ExerciseResult) -> None:
        part = self.lab.get(result.name).part
        if part != self.part:
            self.part = part
            dot = "·" if unicode(self.out) else "-"
            self.out.print(Text(f"Part {part} {dot} {self.lab.parts[part - 1]}", style="bold"))
        note = "unchanged" if result.name in self.unchanged else ""
        self.out.print(line(self.out, result, self.width, note))


def line(
    out: Console, result: ExerciseResult, width: int, note: str = "", longest: int = 0
) -> Text:
    """One exercise on one line: symbol, name, title, points, state, and a note.

    longest  of the notes below one another
    """
    symbol, style = _symbol(out, result.state)
    points = f"{result.score:>2} of {result.max_score:<2}"
    state = "" if result.state == "passed" else result.state
    room = min(TITLE, out.width - width - len(points) - longest - 21)
    title = f"{cut(result.title, room):<{room}}  " if room >= 12 else ""
    text = Text("  ")
    text.append(symbol, style)
    text.append(f" {result.name:<{width}}  ")
    text.append(title, "dim")
    text.append(points)
    text.append(f"  {state}", style)
    text.append(f"  {note}" if state else note, "dim" if note == "unchanged" else "yellow")
    text.rstrip()
    return text


def tree_line(
    out: Console,
    name: str,
    title: str,
    done: Done | None,
    most: int,
    note: str,
    width: int,
    longest: int,
) -> Text:
    """One exercise or checkpoint in the list of all, as it was when it was last checked.

    width    of the longest name
    longest  of the notes
    """
    state: State = done.state if done else "not started"
    score = done.score if done else 0
    result = ExerciseResult(name, title, state, score, most, [])
    return line(out, result, width, note, longest + 2)


def failure(
    out: Console,
    exercise: ExerciseResult,
    check: CheckResult,
    found: "Counterexample | None" = None,
    points: bool = True,
) -> None:
    """One failed check in full; its counterexample is drawn where people look.

    points  whether they are known yet
    """
    symbol, style = _symbol(out, check.state)
    head = Text()
    head.append(f"{symbol} ", style)
    head.append(_function(exercise, check), "bold")
    head.append(f"  {check.state}", style)
    if points:
        head.append(f"  {exercise.score} of {exercise.max_score} points", "dim")
    if check.where:
        head.append(f"  {check.where}", "cyan")
    out.print()
    out.print(head, soft_wrap=True)  # editors find file and line in it
    out.print(Text(_wrapped(f"  {say(check.title)}", out.width, 2)), soft_wrap=True)
    rows = (check.message or "").splitlines()
    if found and out.is_terminal:
        from . import drawing

        first = next((row for row in rows if row.startswith("Called")), "")
        out.print(Text(_wrapped(f"  {first}", out.width)), soft_wrap=True)
        if drawing.draw(out, found):
            rows = [row for row in _after(rows, "Returned") if NOTE.match(row)]
        else:
            rows = rows[1:] if first else rows
    for row in rows:
        match = LABEL.match(row)
        label, rest = (row[:INDENT], row[INDENT:]) if match or row[:INDENT].isspace() else ("", row)
        text = Text(_wrapped(f"  {say(label):<{len(label)}}{say(rest)}", out.width))
        if match:
            text.stylize("bold", 2, 2 + INDENT)
        out.print(text, soft_wrap=True)
    if check.misconception:
        named = f"  {say('Looks like'):<{INDENT}}  {say(check.misconception)}"
        out.print(Text(_wrapped(named, out.width, INDENT + 4), "yellow"), soft_wrap=True)
    if check.lesson:
        read = f"  {say('Lesson'):<{INDENT}}  {check.lesson}"
        out.print(Text(_wrapped(read, out.width, INDENT + 4)), soft_wrap=True)
    if found and found.expected is not None:
        again = f"python grader.py picture {exercise.name}  (also: trace, replay)"
        out.print(Text(f"  {say('Picture'):<{INDENT}}  {again}", "dim"), soft_wrap=True)


def _after(rows: list[str], label: str) -> list[str]:
    """The rows that follow the one with a label."""
    index = next((i for i, row in enumerate(rows) if row.startswith(label)), len(rows))
    return rows[index + 1 :]


def summary(
    out: Console,
    lab: Lab,
    result: SubmissionResult,
    everything: bool,
    folder: str,
    examples: "Mapping[str, Counterexample] | None" = None,
) -> None:
    """Details of the first failure, or of all; the sum; and what to do next.

    examples  counterexamples by the ids of checks
    """
    failed = [
        (exercise, check)
        for exercise in result.exercises
        for check in exercise.checks
        if check.state in FAILED
    ]
    told: set[tuple[str, str | None]] = set()
    for exercise, check in failed if everything else failed[:1]:
        # An import that fails is told once, not for every check of its exercise.
        if (exercise.name, check.message) not in told:
            failure(out, exercise, check, (examples or {}).get(check.id))
        told.add((exercise.name, check.message))
    out.print()
    out.print(Text(f"{result.score} of {result.max_score} points", "bold"))
    if len(failed) > 1 and not everything:
        out.print(Text(f"{len(failed) - 1} more failed: --all-failures shows them.", "dim"))
    out.print(Text(next_step(lab, result, folder)), soft_wrap=True)


def next_step(lab: Lab, result: SubmissionResult, folder: str = "exercises") -> str:
    """The one line that says what to do now."""
    failing = next((e for e in result.exercises if any(c.state in FAILED for c in e.checks)), None)
    open_ = next((e for e in result.exercises if e.state != "passed"), None)
    if open_ is None:
        rest = [e for e in lab.exercise if e.name not in {r.name for r in result.exercises}]
        return "Next: python grader.py" if rest else "Everything passes. Well done!"
    exercise = failing or open_
    checkpoint = next((c for c in lab.checkpoint if c.result_name == exercise.name), None)
    if checkpoint:
        return f"Next: python grader.py train {checkpoint.name}{_from(folder)}"
    command = f"python grader.py check {exercise.name}{_from(folder)}"
    if failing is None and exercise.score == 0:
        first = f"Next: python grader.py lesson {exercise.name}"
        return f"{first}\n      then write {folder}/{exercise.name}.py, run  {command}"
    check = next(
        c for c in exercise.checks if c.state in (FAILED if failing else ("not started", "waiting"))
    )
    what = _function(exercise, check).removeprefix(f"{exercise.name}.")
    what = f"{folder}/{exercise.name}.py" if what == "py" else what
    if check.state == "fault":
        return f"Next: this check is broken, which is our fault. Please report {check.id}."
    verb = "write" if failing is None else "fix"
    hint = f"(a hint: python grader.py hint {exercise.name})"
    return f"Next: {verb} {what}, then run  {command}\n      {hint}"


def _from(folder: str) -> str:
    return "" if folder == "exercises" else f" --submission {folder}"


def unicode(out: Console) -> bool:
    return not out.options.ascii_only


def _function(exercise: ExerciseResult, check: CheckResult) -> str:
    """Name of the function that a failed check is about, as far as its message tells."""
    match = re.search(r"^(?:Called|Read|To do) +(\w+)", check.message or "", re.MULTILINE)
    return f"{exercise.name}.{match[1]}" if match else f"{exercise.name}.py"


def _symbol(out: Console, state: State) -> tuple[str, str]:
    symbol, ascii_symbol, style = SYMBOLS[state]
    return (symbol if unicode(out) else ascii_symbol), style


def _wrapped(row: str, width: int, column: int = INDENT + 2) -> str:
    """Break a row that is too long between words, and keep what follows under its column."""
    if len(row) <= width:
        return row
    indent = " " * min(column, width // 3)
    lines = textwrap.wrap(
        row, width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )
    return "\n".join(lines)


def cut(text: str, room: int) -> str:
    return text if len(text) <= room else text[: max(0, room - 2)].rstrip() + ".."
