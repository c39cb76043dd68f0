"""Watching the exercises: every save is judged, and a key brings the rest."""

import contextlib
import copy
import os
import queue
import signal
import time
from typing import TYPE_CHECKING, Annotated

import typer

from .. import lab
from ..errors import Problem
from . import looking
from .options import PASSED, Fresh

if TYPE_CHECKING:
    from ..counterexample import Counterexample
    from ..reports.watch import Screen
    from ..result import CheckResult, ExerciseResult
    from ..watch import Desk, Event, Over, Runner, Saved

PATIENCE = 0.04  # seconds that a first failure waits for the others, so that nothing flickers
BUSY = 0.4  # seconds after which it is said that checks are running


def register(app: typer.Typer) -> None:
    app.command()(watch)


def watch(
    names: Annotated[list[str] | None, typer.Argument(metavar="[NAME]...")] = None,
    plain: Annotated[
        bool, typer.Option("--plain", help="No keys, and nothing is ever cleared.")
    ] = False,
    fresh: Fresh = False,
) -> None:
    """Judge what you have just saved, again and again."""
    the_lab = lab.read()
    chosen = [the_lab.get(name).name for name in names] if names else the_lab.names
    chosen = [name for name in the_lab.names if name in chosen]

    from .. import keys, progress
    from .. import watch as watching
    from ..reports import terminal
    from ..reports.watch import Screen

    if fresh:
        progress.forget(chosen)
    out = terminal.console()
    keyed = not plain and keys.available() and out.is_terminal
    events: queue.Queue[Event] = queue.Queue()
    screen = Screen(out, the_lab, chosen, plain, keyed)
    runner = watching.Runner(the_lab, events.put)
    session = Session(the_lab, watching.Desk(the_lab, chosen), screen, runner)
    if os.name == "posix":
        signal.signal(signal.SIGTERM, lambda number, frame: raise_exit())
    with contextlib.ExitStack() as stack:
        stack.callback(runner.close)
        stack.callback(screen.quiet)
        stack.enter_context(watching.watching(chosen, events.put))
        if keyed:
            stack.enter_context(keys.listening(lambda key: events.put(watching.Pressed(key))))
        session.begin()
        while not (session.over or out.quiet):  # quiet: nobody reads it any more
            with contextlib.suppress(queue.Empty):
                session.take(events.get(timeout=session.patience()))
            session.tick()
    raise typer.Exit(PASSED)


def raise_exit() -> None:
    raise SystemExit(128 + signal.SIGTERM)


class Session:
    """Takes one event after another, and decides what is run and what is shown."""

    def __init__(self, the_lab: lab.Lab, desk: "Desk", screen: "Screen", runner: "Runner") -> None:
        self.lab = the_lab
        self.desk = desk
        self.screen = screen
        self.runner = runner
        self.over = False
        self._run = 0  # number of the run that counts; what others say is past
        self._names: list[str] = []  # that it judges
        self._depend = False  # they only depend on what was saved
        self._since = 0.0  # when the save was noticed
        self._early: CheckResult | None = None  # the first failure, while others still run
        self._early_at = 0.0  # when it was known
        self._early_shown = False
        self._examples: dict[str, Counterexample] = {}
        self._title = ""
        self._gone: dict[str, float] = {}  # files that are missing, and until when they may be

    def begin(self) -> None:
        self._judge([self.desk.now], time.monotonic())

    def patience(self) -> float:
        """Seconds until `tick` has something to do."""
        if self._early and not self._early_shown and self._run:
            return max(0.0, self._early_at + PATIENCE - time.monotonic())
        return 0.1 if self._run or self._gone else 0.4

    def tick(self) -> None:
        now = time.monotonic()
        for name in [name for name, until in self._gone.items() if now > until]:
            del self._gone[name]
            self._missing(name)
        if not self._run:
            return
        if self._early and not self._early_shown:
            if now >= self._early_at + PATIENCE:
                self._show_early()
        elif now > self._since + BUSY and self._title:
            self.screen.busy(self._title)

    def take(self, event: "Event") -> None:
        from .. import watch as watching

        if isinstance(event, watching.Saved):
            self._saved(event)
        elif isinstance(event, watching.Pressed):
            self._pressed(event.key)
        elif event.run != self._run:
            return
        elif isinstance(event, watching.Began):
            self._title = f"{event.exercise}: {event.title}"
        elif isinstance(event, watching.Checked):
            self._checked(event.check, event.example)
        else:
            self._over(event)

    # Saves

    def _saved(self, event: "Saved") -> None:
        from .. import watch as watching

        present = []
        for name in self.desk.changed(event.names):
            if self.desk.take(name):
                self._gone.pop(name, None)
                present.append(name)
            else:
                self._gone.setdefault(name, time.monotonic() + watching.GONE)
        if present:
            self._judge(present, event.when)

    def _missing(self, name: str) -> None:
        if self.desk.take(name):
            self._judge([name], time.monotonic())
            return
        self._stop()
        self.screen.fresh()
        self.desk.now, self.desk.result = name, None
        self.screen.say(
            f"exercises/{name}.py is missing: python grader.py reset {name} brings its stub."
        )
        self._keys()

    def _judge(self, names: list[str], since: float, depend: bool = False) -> None:
        from .. import submission

        if not depend:
            self.desk.now, self.desk.result = names[0], None
            self._early, self._early_shown = None, False
        self._names, self._depend, self._since, self._title = names, depend, since, ""
        if not depend and len(names) == 1:
            if not (lab.EXERCISES / f"{names[0]}.py").is_file():
                self._missing(names[0])
                return
            if submission.untouched(lab.EXERCISES, names[0]):
                self._stub(names[0])
                return
        self._run = self.runner.start(names)

    def _stop(self) -> None:
        self._run = 0
        self.runner.stop()

    def _stub(self, name: str) -> None:
        self._run = 0
        self.runner.prepare(name)
        exercise = self.lab.get(name)
        self.screen.fresh()
        self.screen.say(f"  {name}: {exercise.title}")
        lesson = "l shows" if self.screen.keyed else f"python grader.py lesson {name} shows"
        self.screen.say(
            f"  exercises/{name}.py is still the stub: {lesson} its lesson. "
            "Write, save, and it is judged."
        )
        self._keys()

    # What a run finds

    def _checked(self, check: "CheckResult", example: "Counterexample | None") -> None:
        """Keep the first failure, if it cannot turn out to be another exercise's."""
        from ..reports.terminal import FAILED

        name = check.id.split(".")[0]
        if self._early or self._depend or check.state not in FAILED or name not in self._names:
            return
        if self._settled(name):
            self._early = copy.copy(check)  # what it says may still change
            self._examples = {check.id: example} if example else {}
            self._early_at = time.monotonic()

    def _settled(self, name: str) -> bool:
        """Whether everything that an exercise builds on is known to pass."""
        from .. import progress

        done = progress.read().exercises
        return all(n in done and done[n].state == "passed" for n in self.lab.builds_on([name]))

    def _show_early(self) -> None:
        from ..result import ExerciseResult

        assert self._early
        name = self._early.id.split(".")[0]
        result = ExerciseResult.of(name, self.lab.get(name).title, [self._early])
        with self.screen.out:  # all at once
            self.screen.fresh()
            example = self._examples.get(self._early.id)
            self.screen.failure(result, self._early, example, points=False)
            self._told(time.monotonic() - self._since, "so far; the other checks still run")
        self._early_shown = True

    def _over(self, event: "Over") -> None:
        self._run = 0
        if event.problem or event.found is None:
            self.screen.fresh()
            self.screen.say(event.problem)
            self._keys()
            return
        results = event.found.exercises
        looking.keep(event.found, event.examples)
        if self._depend:
            self._dependants(results)
            return
        seconds = time.monotonic() - self._since
        self._examples = event.examples
        result = next((r for r in results if r.state != "passed"), results[-1])
        self.desk.now, self.desk.result = result.name, result
        with self.screen.out:  # all at once
            if self.screen.clears or not self._early_shown:
                self.screen.fresh()
            for each in results:
                self.screen.exercise(each)
            self._details(result, seconds)
        depending = self.desk.dependants() if result.state == "passed" else []
        if depending:
            self._judge(depending, time.monotonic(), depend=True)
        else:
            self._end()

    def _details(self, result: "ExerciseResult", seconds: float) -> None:
        """The first failure; the one that has been shown already, if it still fails."""
        failed = failures(result)
        if failed:
            early = self._early.id if self._early and self._early_shown else ""
            check = next((check for check in failed if check.id == early), failed[0])
            if self.screen.clears or not early:
                self.screen.failure(result, check, self._examples.get(check.id))
            elif check.misconception:  # which is known once all checks have run
                self.screen.say(f"  Looks like  {check.misconception}", "yellow")
            more = sum(check.state not in ("not started", "waiting") for check in failed) - 1
            if more > 0:
                self.screen.say(f"  {more} more failed.", "dim")
        self._told(seconds, "")

    def _told(self, seconds: float, note: str) -> None:
        self.screen.say(f"  judged in {seconds:.2f} s{', ' if note else ''}{note}", "dim")

    def _dependants(self, results: "list[ExerciseResult]") -> None:
        self.screen.say(f"What depends on {self.desk.now}:")
        for result in results:
            self.screen.exercise(result)
        self._end()

    def _end(self) -> None:
        """Say what is next; it is only said, never begun."""
        result = self.desk.result
        if result and result.state == "passed":
            name = self.desk.next()
            if name is None:
                self.screen.say("Everything that is watched passes. Well done!")
            else:
                self.runner.warm.ahead(self.lab.get(name).needs == "keras")
                how = "(n)" if self.screen.keyed else f"python grader.py lesson {name}"
                self.screen.say(f"Next: {name}  {how}")
        elif result and not self.screen.keyed:
            self.screen.say(f"Mend it and save. A hint: python grader.py hint {result.name}")
        self._keys()

    # Keys

    def _keys(self) -> None:
        self.screen.keys(self._working())

    def _working(self) -> str:
        """The keys that do something now."""
        from .. import progress

        result = self.desk.result
        passed = result is not None and result.state == "passed"
        before = progress.passed_source(self.desk.now)
        changed = before is not None and before != self.desk.texts.get(self.desk.now)
        more = result is not None and len(failures(result)) > 1
        working = {
            "h": not passed,
            "l": True,
            "p": result is not None and (bool(self._examples) or _has_picture(self.desk.now)),
            "d": changed,
            "f": more,
            "n": passed and self.desk.next() is not None,
            "q": True,
        }
        return "".join(key for key, works in working.items() if works)

    def _pressed(self, key: str) -> None:
        if key == "q":
            self.over = True
            return
        if key not in self._working():
            return
        if key == "n":
            name = self.desk.next()
            if name:
                self._judge([name], time.monotonic())
            return
        self.screen.quiet()
        self.screen.out.print()
        try:
            self._ask(key)
        except Problem as problem:
            self.screen.say(str(problem))
        self._keys()

    def _ask(self, key: str) -> None:
        from . import review, study

        name = self.desk.now
        if key == "h":
            study.hint(name)
        elif key == "l":
            study.lesson(name)
        elif key == "p":
            self.runner.stop()  # it may be drawing inputs: one at a time calls what is checked
            if any(each.expected is not None for each in self._examples.values()):
                looking.picture(name)
            else:
                study.show(name, "exercises", None)
        elif key == "d":
            review.changes(name)
        elif key == "f" and self.desk.result:
            for check in failures(self.desk.result):
                self.screen.failure(self.desk.result, check, self._examples.get(check.id))


def _has_picture(name: str) -> bool:
    """Whether `show` has something to show; asked without importing what draws it."""
    file = lab.CHECKS / "pictures.py"
    return file.is_file() and f"def show_{name}(" in file.read_text("utf-8")


def failures(result: "ExerciseResult") -> "list[CheckResult]":
    """Checks that have not passed: first those that tell what is wrong."""
    from ..reports.terminal import FAILED

    failed = [check for check in result.checks if check.state in FAILED]
    return failed + [c for c in result.checks if c.state not in (*FAILED, "passed")]
