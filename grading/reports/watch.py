"""What `watch` shows: one exercise at a time, its first failure, and the keys that work now."""

import os

from rich.console import Console, Group
from rich.text import Text

from ..counterexample import Counterexample
from ..lab import Lab
from ..result import CheckResult, ExerciseResult
from . import terminal

KEYS = {
    "h": "hint",
    "l": "lesson",
    "p": "picture",
    "d": "what changed",
    "f": "all failures",
    "n": "next",
    "q": "quit",
}


class Screen:
    """A terminal that is cleared for every verdict; or plain lines, one after another.

    keyed  whether keys are read
    """

    def __init__(self, out: Console, lab: Lab, names: list[str], plain: bool, keyed: bool) -> None:
        self.out = out
        self.lab = lab
        self.clears = out.is_terminal and not plain and os.environ.get("TERM") != "dumb"
        self.keyed = keyed
        some = f"{len(names)} exercises" if names == lab.names else ", ".join(names)
        self.head = f"{lab.title}: watching {some}"
        self.width = max(map(len, names))
        self.status = out.status("", spinner="dots" if terminal.unicode(out) else "line")
        self._busy = False
        if not self.clears:
            self.out.print(self.head, style="bold", soft_wrap=True)

    def fresh(self) -> None:
        """Begin anew: an empty screen with its first line, or an empty line."""
        self.quiet()
        if self.clears:
            self.out.clear()
            self.out.print(self._fit(self.head), style="bold")
        else:
            self.out.print()

    def busy(self, text: str) -> None:
        """Say that something takes its time."""
        if not self.clears:
            if not self._busy:
                self.out.print(self._fit(f"  {text}"), style="dim")
        else:
            self.status.update(Text(self._fit(text, 4), style="dim"))
            if not self._busy:
                self.status.start()
        self._busy = True

    def quiet(self) -> None:
        if self._busy and self.clears:
            self.status.stop()
        self._busy = False

    def exercise(self, result: ExerciseResult, note: str = "") -> None:
        self.quiet()
        self.out.print(terminal.line(self.out, result, self.width))
        if note:
            self.out.print(f"    {note}", style="dim")

    def failure(
        self,
        exercise: ExerciseResult,
        check: CheckResult,
        found: Counterexample | None,
        points: bool = True,
    ) -> None:
        self.quiet()
        terminal.failure(self.out, exercise, check, found, points)

    def say(self, text: str, style: str = "") -> None:
        self.quiet()
        self.out.print(text, style=style or None, soft_wrap=not self.clears)

    def keys(self, working: str) -> None:
        """The keys that do something now, on as many lines as they need."""
        if not self.keyed:
            return
        self.quiet()
        line, lines = Text(), []
        for key in working:
            if line and len(line) + len(KEYS[key]) + 4 > self.out.width:
                lines.append(line)
                line = Text()
            line.append("  " if line else "")
            line.append(key, "bold")
            line.append(f" {KEYS[key]}", "dim")
        self.out.print()
        self.out.print(Group(*lines, line))

    def _fit(self, text: str, less: int = 0) -> str:
        return terminal.cut(text, self.out.width - less) if self.clears else text
