"""Watch the exercises, and judge again what was just saved and what depends on it.

Three threads and a queue: one waits for saves, one for keys, one runs checks; the main thread alone
decides and prints. A save that comes while checks run ends them, by ending their worker.
"""

import contextlib
import re
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec

from . import lab, memory, progress, submission
from .boxes import Stoppable, Warm
from .counterexample import Counterexample
from .drawn import Examples
from .errors import Problem
from .result import CheckResult, ExerciseResult, SubmissionResult
from .run import Interrupted, run
from .second import Second, share

STEP = 10  # milliseconds of silence after which a save counts as finished
LOOK = 250  # milliseconds after which the files are looked at, whatever is told
GONE = 0.3  # seconds for a file that an editor takes away to come back
ENDING = 10.0  # seconds for a run that was stopped to end
HEAVY = re.compile(r"^[ \t]*(?:import|from)[ \t]+(?:tensorflow|keras)\b", re.MULTILINE)


class Saved(msgspec.Struct, frozen=True):
    """Files have changed, or seem to have."""

    names: frozenset[str]
    when: float


class Pressed(msgspec.Struct, frozen=True):
    """A key."""

    key: str


class Began(msgspec.Struct, frozen=True):
    """A check begins; the number tells one run from the next."""

    run: int
    exercise: str
    title: str


class Checked(msgspec.Struct, frozen=True):
    """A check has run."""

    run: int
    check: CheckResult
    example: Counterexample | None = None


class Over(msgspec.Struct, frozen=True):
    """A run is over; `problem` says why it found nothing."""

    run: int
    found: SubmissionResult | None
    problem: str = ""
    examples: dict[str, Counterexample] = {}  # by the ids of checks


Event = Saved | Pressed | Began | Checked | Over


class Runner:
    """Runs checks in a thread, one run at a time, and puts what they find into a queue."""

    def __init__(self, the_lab: lab.Lab, put: Callable[[Event], None]) -> None:
        self._lab = the_lab
        self._put = put
        self.warm = Warm()
        self._examples = Examples()
        self._failed: set[str] = set()  # ids of checks that failed when they last ran
        self._seconds: dict[str, dict[str, float]] = {}  # that checks of exercises took, by id
        self._second = Second()
        self._number = 0
        self._thread: threading.Thread | None = None
        self._box: Stoppable | None = None

    def start(self, names: Sequence[str]) -> int:
        """Begin to check exercises, after what is running has been stopped; the run's number."""
        self.stop()
        self._number += 1
        self._box = Stoppable()
        self._thread = threading.Thread(
            target=self._run, args=(self._number, list(names), self._box), daemon=True
        )
        self._thread.start()
        return self._number

    def prepare(self, name: str) -> None:
        """Load what an exercise will be judged with, and draw its inputs, before it is saved."""
        self.stop()
        self._box = Stoppable()
        self._thread = threading.Thread(target=self._prepare, args=(name, self._box), daemon=True)
        self._thread.start()

    def _prepare(self, name: str, box: Stoppable) -> None:
        with contextlib.suppress(Exception, KeyboardInterrupt):
            box.inner = self.warm.get(False)
            # stubs are not run, so that nothing of the student's is needed, or told
            run(self._lab, lab.STUBS, [name], sandbox=box, plugins=[self._examples])
            if self._lab.get(name).needs == "keras":
                self.warm.ahead(True)
            self._share_in_time(name, heavy=self._lab.get(name).needs == "keras")
            self._examples.draw(lambda: not box.stopped)

    def stop(self) -> None:
        """End the run, if there is one, and its worker."""
        if self._box:
            self._box.stop()
        self._second.stop()
        if self._thread:
            self._thread.join(ENDING)

    def close(self) -> None:
        self.stop()
        self._second.close()
        self.warm.close()

    def _run(self, number: int, names: list[str], box: Stoppable) -> None:
        found: SubmissionResult | None = None
        problem = ""
        examples: dict[str, Counterexample] = {}
        heavy = False
        try:
            sources, keys, known = memory.recall(self._lab, names)
            heavy = self.heavy(names, sources)
            box.inner = self.warm.get(heavy)
            shared = self._share(names)
            if shared:
                self._second.start(names[0], shared, heavy, frozenset(self._failed))
            found = run(
                self._lab,
                lab.EXERCISES,
                names,
                on_check=lambda exercise, title: self._put(Began(number, exercise, title)),
                on_checked=lambda check: self._put(Checked(number, check, examples.get(check.id))),
                on_failure=lambda each: examples.update({each.check: each}),
                sandbox=box,
                shown="exercises",
                known=known,
                first=frozenset(self._failed),
                elsewhere=self._second if shared else None,
                plugins=[self._examples],
            )
            if box.stopped:  # in its last call: what a killed worker left unsaid was no mistake
                return
            memory.keep(self._lab, found, sources, keys)
        except (Interrupted, KeyboardInterrupt):
            return  # by a save or a key, which is what is told next
        except Exception as trouble:  # told where the student looks; the watch goes on
            ours = not isinstance(trouble, (Problem, OSError))
            problem = f"{'A fault of ours: ' if ours else ''}{trouble}"
        if found:
            checks = [check for exercise in found.exercises for check in exercise.checks]
            self._failed -= {check.id for check in checks}
            self._failed |= {check.id for check in checks if check.state != "passed"}
            for exercise in found.exercises:
                took = self._seconds.setdefault(exercise.name, {})
                # one that fails is over sooner, or later, than one that passes
                took |= {
                    check.id: check.seconds
                    for check in exercise.checks
                    if check.state == "passed" or check.id not in took
                }
        self._put(Over(number, found, problem, examples))
        with contextlib.suppress(Exception, KeyboardInterrupt):  # while the student reads
            if box.inner:
                box.inner.warm()
            if len(names) == 1:
                self._share_in_time(names[0], heavy)
            self._examples.draw(lambda: not box.stopped)

    def _share(self, names: Sequence[str]) -> frozenset[str]:
        """The checks that the second process is to run; none where that is not worth it."""
        if len(names) != 1:
            return frozenset()
        if names[0] not in self._seconds:
            passed = progress.read().passed.get(names[0])
            checks = passed.checks if passed else []
            self._seconds[names[0]] = {check.id: check.seconds for check in checks}
        return share(self._seconds[names[0]], self._failed)

    def _share_in_time(self, name: str, heavy: bool) -> None:
        """Have the second process ready for what it would run of an exercise.

        What it has just run, it is ready for.
        """
        shared = self._share([name])
        if shared and shared != self._second.checks:
            self._second.get_ready(name, shared, heavy)

    def heavy(self, names: Sequence[str], sources: dict[str, str]) -> bool:
        """Whether TensorFlow is needed for exercises, or for what they import."""
        wanted = {
            each
            for name in names
            for each in {name, *memory.depends_on(self._lab, sources, name)}
            if not submission.untouched(lab.EXERCISES, each)
        }
        return any(HEAVY.search(sources.get(name, "")) for name in wanted)


def saves(names: Sequence[str], put: Callable[[Event], None], over: threading.Event) -> None:
    """Put a `Saved` into the queue for every change of an exercise's file, until it is over.

    Now and then all of them are named, and the files looked at: not every file system tells of
    changes, and none did before the first look.
    """
    import watchfiles

    wanted = {f"{name}.py" for name in names}

    def of_the_lab(change: Any, path: str) -> bool:
        return Path(path).name in wanted

    polling: bool | None = None
    while not over.is_set():
        try:
            for changes in watchfiles.watch(
                lab.EXERCISES,
                watch_filter=of_the_lab,
                debounce=5 * STEP,
                step=STEP,
                stop_event=over,
                rust_timeout=LOOK,
                yield_on_timeout=True,
                raise_interrupt=False,
                recursive=False,
                force_polling=polling,
                poll_delay_ms=50,
            ):
                found = [Path(path).stem for _, path in changes]
                put(Saved(frozenset(found or names), time.monotonic()))
            return
        except OSError:  # no more watches to be had from the system, or the folder is gone
            polling = True
            over.wait(1)


@contextlib.contextmanager
def watching(names: Sequence[str], put: Callable[[Event], None]) -> Iterator[None]:
    """Tell of saves until the end of the block."""
    over = threading.Event()
    thread = threading.Thread(target=saves, args=(names, put, over), daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join(2)


class Desk:
    """What is watched, and which of it counts now: the decisions, without a screen.

    names   exercises that are watched
    now     the one that was saved last, or that the student went on to
    result  what its checks found; None while they have not run
    """

    def __init__(self, the_lab: lab.Lab, names: Sequence[str]) -> None:
        self.lab = the_lab
        self.names = list(names)
        self.texts = memory.read(lab.EXERCISES, self.names)
        self.now = self._first_open()
        self.result: ExerciseResult | None = None

    def _first_open(self) -> str:
        done = progress.read().exercises
        open_ = [n for n in self.names if n not in done or done[n].state != "passed"]
        return (open_ or self.names)[0]

    def next(self) -> str | None:
        """The exercise after this one that has not passed; None if there is none."""
        done = progress.read().exercises
        at = self.names.index(self.now)
        order = [*self.names[at + 1 :], *self.names[:at]]
        return next((n for n in order if n not in done or done[n].state != "passed"), None)

    def changed(self, names: frozenset[str]) -> list[str]:
        """Those of these files that hold something else than before; a missing one holds None."""
        found = []
        for name in sorted(names & set(self.names), key=self.names.index):
            try:
                text = memory.read(lab.EXERCISES, [name]).get(name)
            except Problem:  # between two steps of an editor
                text = None
            if text != self.texts.get(name):
                found.append(name)
        return found

    def take(self, name: str) -> bool:
        """Look at a file again; False if it is missing."""
        text = memory.read(lab.EXERCISES, [name]).get(name)
        self.texts.pop(name, None)
        if text is not None:
            self.texts[name] = text
        return text is not None

    def dependants(self) -> list[str]:
        """What depends on the exercise that has just passed, and had passed or waited before."""
        done = progress.read()
        sources = memory.read(lab.EXERCISES, self.lab.names)
        after = [n for n in memory.dependants(self.lab, sources, self.now) if n in self.names]
        before = [n for n in after if n in done.exercises]
        stale = [n for n in before if done.exercises[n].state in ("passed", "waiting")]
        keys = memory.keys(self.lab, sources, [n for n in stale if n in sources])
        known = memory.unchanged(self.lab, keys)
        return [name for name in stale if name not in known and name in sources]
