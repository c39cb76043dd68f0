"""Train a checkpoint with a student's own functions, so that nothing is lost when it is stopped.

    .grader/training/NAME-DATA/saves/         what the student's `train` saves, and goes on from
                               history.csv    one line an epoch, while it runs
                               curves.png     the learning curves so far
                               run.json       settings, and the seconds of all runs

The finished model goes to the submission's `checkpoints/`.
"""

import contextlib
import itertools
import math
import os
import platform
import shutil
import signal
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from . import checkpoints, curves, diagnosis, files, lab, proxy, remote
from .diagnosis import Facts, Finding, Seen
from .errors import CheckEnded, NotStarted, Problem, StudentError
from .run import versions
from .sandbox import Sandbox
from .worker import rooms

PRECISIONS = ("float32", "mixed_bfloat16", "mixed_float16")  # dtype policies of Keras
SHARE = 0.05  # of the training pictures that validate
LIMIT = 1e6  # seconds that a training may take: eleven days
FOLDER = lab.ROOT / ".grader" / "training"
DRAW_EVERY = 15.0  # seconds between two drawings of the curves


class Settings(msgspec.Struct, frozen=True):
    """What a training is done with."""

    data: str
    epochs: int
    batch_size: int | None
    learning_rate: float | None
    seed: int
    precision: str = "float32"


class Progress(msgspec.Struct):
    """What is going on, as the worker tells it.

    stage   in words
    epochs  wanted, in all
    steps   that the optimizer has made, in all runs
    step, of  of the epoch that is running, where `fit` tells
    now     loss and accuracy of the epoch so far, where `fit` tells
    rows    of the epochs of this run that have ended, where `fit` tells
    facts   of data and model
    """

    stage: str = "starting"
    epochs: int = 0
    steps: int = 0
    step: int = 0
    of: int | None = None
    now: dict[str, float] = {}
    rows: list[dict[str, float]] = []
    facts: Facts = Facts()


class Run(msgspec.Struct):
    """A training that has begun: its settings, the seconds that all its runs have taken, and the
    names of the findings that were told."""

    settings: Settings
    seconds: float = 0.0
    told: list[str] = []


class Trained(msgspec.Struct):
    """A training that has ended."""

    folder: Path
    history: dict[str, list[float]]
    seconds: float
    replaced: Path | None  # where the checkpoint that stood there before is now


def train(
    the_lab: lab.Lab,
    checkpoint: lab.Checkpoint,
    submission: Path,
    settings: Settings,
    fresh: bool = False,
    on_progress: Callable[[Progress, dict[str, list[float]]], None] = lambda now, history: None,
    on_finding: Callable[[Finding], None] = lambda finding: None,
    where: Path | None = None,
    sandbox: Sandbox | None = None,
    limit: float = LIMIT,
) -> Trained:
    """Train, or go on with a training that was stopped.

    fresh        begin anew; what was saved is kept aside
    on_progress  called twice a second, with the history of all epochs so far
    on_finding   called with what is found wrong, and whether it is on its way to the bar; with
                 each thing once in a training, however often that is stopped
    where        folder that the training is kept in; None for the one of its name in FOLDER
    sandbox      where the code runs; None for a plain process
    limit        seconds that it may take

    Raises Problem for what the person at the keyboard can mend.
    """
    images, labels = _pictures(settings.data)
    where = where or FOLDER / f"{checkpoint.name}-{settings.data}"
    if fresh:
        _set_aside(where)
    run = _begun(where, settings)
    before = checkpoints.read_history(where / "history.csv") if run.seconds else _no_history()
    unfinished = where / "finished"
    clear(unfinished)
    (where / "saves").mkdir(parents=True, exist_ok=True)

    host = remote.Remote(submission, the_lab.names, sandbox, budget=limit)
    proxy.begin(limit=limit)
    watch = _Watch(the_lab, checkpoint, where, run, before, len(images), on_progress, on_finding)
    try:
        host.start()
        arguments = msgspec.to_builtins(settings) | {"share": SHARE}
        answer = host.call(
            ":checkpoints",
            "train",
            (checkpoint.name, images, labels, arguments, where / "saves", unfinished, watch.tell),
            {},
            LIMIT,
        ).value
        if watch.problem:
            raise watch.problem
        found = _believed(answer)
    except (StudentError, CheckEnded) as problem:
        raise watch.problem or _explained(problem, checkpoint, settings) from None
    finally:
        host.close()
        watch.keep()
    return _finish(checkpoint, submission, settings, run, found, where)


class _Watch:
    """Takes the worker's reports, keeps what they say of the epochs, and tells what is wrong."""

    def __init__(
        self,
        the_lab: lab.Lab,
        checkpoint: lab.Checkpoint,
        where: Path,
        run: Run,
        before: dict[str, list[float]],
        images: int,
        on_progress: Callable[[Progress, dict[str, list[float]]], None],
        on_finding: Callable[[Finding], None],
    ) -> None:
        self.lessons = the_lab.diagnosis
        self.checkpoint = checkpoint
        self.where = where
        self.run = run
        self.before = before
        self.pictures = (round(images * (1 - SHARE)), round(images * SHARE))
        self.batches = math.ceil(images * (1 - SHARE) / (run.settings.batch_size or 128))
        self.on_progress = on_progress
        self.on_finding = on_finding
        self.history = before
        self.problem: Problem | None = None
        self._spent = run.seconds
        self._started = time.monotonic()
        self._drawn = -math.inf
        self._seen = 0

    def tell(self, report: Any) -> None:
        """Take one report; a loss that is NaN ends the training."""
        now = msgspec.convert(report, Progress)
        if len(now.rows) > self._seen:
            self._seen = len(now.rows)
            self._epoch_ended(now)
        self.on_progress(now, self.history)
        self._diagnose(now)
        if self.problem:
            raise self.problem

    def _diagnose(self, now: Progress) -> None:
        """Tell what is wrong and was not told yet; a loss that is NaN ends the training."""
        seen = Seen(
            now.facts, self.history, self.run.settings.epochs, now.steps, now.step,
            now.now.get("loss"), bool(self.before["loss"]), self.pictures, self.checkpoint.full,
        )  # fmt: skip
        found = diagnosis.findings(seen)
        # the bar is one for CIFAR-10, and for validation that means something
        if self.run.settings.data == "cifar10" and "leak" not in self.run.told:
            way = diagnosis.on_the_way(seen, self.checkpoint.curve, self.run.told)
            found += [way] if way else []
        new = [finding for finding in found if finding.name not in self.run.told]
        for finding in new:
            self.run.told.append(finding.name)
            self.on_finding(msgspec.structs.replace(finding, read=self._lesson(finding.name)))
        if new:
            self.keep()
        losses = [*self.history["loss"], now.now.get("loss", 0.0)]
        lost = [epoch for epoch, loss in enumerate(losses, 1) if math.isnan(loss)]
        if lost and not self.problem:
            said = diagnosis.no_number(now.facts, lost[0])
            self.problem = Problem("\n".join(filter(None, (said, self._lesson("nan")))))

    def _lesson(self, name: str) -> str:
        if name not in self.lessons:
            return ""
        lesson, heading = self.lessons[name]
        return f'Read "{heading}": python grader.py lesson {lesson}'

    def _epoch_ended(self, now: Progress) -> None:
        # a resumed training tells its own epochs only: the steps say how many went before
        done = round(now.steps / self.batches) if self.run.settings.batch_size else 0
        earlier = max(0, done - len(now.rows)) if done else len(self.before["loss"])
        self.history = {
            name: self.before[name][:earlier] + [row.get(name, math.nan) for row in now.rows]
            for name in self.before
        }
        self.keep()

    def keep(self) -> None:
        """Write down what is known so far."""
        with _undisturbed():
            self.run.seconds = self._spent + time.monotonic() - self._started
            files.write(self.where / "run.json", msgspec.json.encode(self.run))
            if self.history["loss"]:
                checkpoints.write_history(self.history, self.where / "history.csv")
                if time.monotonic() - self._drawn > DRAW_EVERY:
                    files.write(self.where / "curves.png", curves.draw(self.history))
                    self._drawn = time.monotonic()


@contextlib.contextmanager
def _undisturbed() -> Iterator[None]:
    """Let a Ctrl-C wait until the block has ended.

    One in the first import of Matplotlib would leave half a library behind, which the last drawing
    then stumbles over.
    """
    if threading.current_thread() is not threading.main_thread():  # Ctrl-C goes to another
        yield
        return
    pressed: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, frame: pressed.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if pressed:
        raise KeyboardInterrupt


def _no_history() -> dict[str, list[float]]:
    return {name: [] for name in checkpoints.COLUMNS[1:]}


def _pictures(data: str) -> tuple[Any, Any]:
    import datasets

    try:
        return datasets.load(data)[0]
    except datasets.DataError as problem:
        raise Problem(str(problem)) from None


def _begun(where: Path, settings: Settings) -> Run:
    """The training that is going on in a folder; other settings are refused, but more epochs."""
    file = where / "run.json"
    if not file.is_file():
        return Run(settings)
    try:
        run = msgspec.json.decode(files.read(file), type=Run)
    except files.DAMAGED:
        return Run(settings)
    old, new = msgspec.to_builtins(run.settings), msgspec.to_builtins(settings)
    for name in ("batch_size", "learning_rate", "seed", "precision", "epochs"):
        if old[name] != new[name] and not (name == "epochs" and new[name] > old[name]):
            option = name.replace("_", "-")
            raise Problem(
                f"The training that was stopped had --{option} {old[name]}, not {new[name]}: "
                f"go on with --{option} {old[name]}, or begin anew with --fresh."
            )
    run.settings = settings
    return run


def _set_aside(where: Path) -> None:
    if where.exists():
        where.rename(_free(where))


def clear(folder: Path) -> None:
    """Remove a folder that students' code has written to, whatever lies in it, if it is there."""
    with contextlib.suppress(OSError):
        rooms.remove(folder)


def _free(path: Path) -> Path:
    """The same name with the first number that is not taken."""
    number = 1
    while (numbered := path.with_name(f"{path.name}.{number}")).exists():
        number += 1
    return numbered


class _Answer(msgspec.Struct):
    """What the worker says of a training that has ended."""

    history: dict[str, list[float]]
    mean: list[float]
    std: list[float]
    parameters: int
    sizes: list[int]


def _believed(answer: Any) -> _Answer:
    try:
        found = msgspec.convert(answer, _Answer)
    except msgspec.ValidationError as problem:
        raise Problem(f"The training ended with something that is no result ({problem}).") from None
    lengths = {name: len(found.history.get(name, [])) for name in checkpoints.COLUMNS[1:]}
    if len(set(lengths.values())) != 1 or 0 in lengths.values():
        raise Problem(
            f"The history that train returned has {lengths} values; each should have one an epoch."
        )
    numbers = [*found.mean, *found.std, *itertools.chain(*found.history.values())]
    if not all(map(math.isfinite, numbers)):
        raise Problem(
            "The history that train returned, or the statistics of the pictures, are not all "
            "finite numbers: look at what preprocessing makes of the pictures."
        )
    return found


def _explained(
    problem: StudentError | CheckEnded, checkpoint: lab.Checkpoint, settings: Settings
) -> Problem:
    """One sentence on why a training stopped, and what to do."""
    again = f"python grader.py train {checkpoint.name}" + (
        "" if settings.data == "cifar10" else f" --data {settings.data}"
    )
    if isinstance(problem, NotStarted):
        needs = " ".join(checkpoint.after)
        return Problem(f"{problem} Training needs it: python grader.py check {needs}")
    if not isinstance(problem, StudentError):
        return Problem(f"Training stopped. {problem} What was saved is kept; go on with: {again}")
    if problem.type == "Unfit":
        return Problem(f"Training cannot begin: {problem.message}.")
    frame = problem.frames[-1] if problem.frames else None
    where = f" at {frame.file}:{frame.line}" if frame else ""
    said = " ".join(problem.message.split())[:400]
    return Problem(
        f"Training stopped{where} with {problem.type}: {said}\n"
        f"What was saved is kept; once that is mended, go on with: {again}"
    )


def _finish(
    checkpoint: lab.Checkpoint,
    submission: Path,
    settings: Settings,
    run: Run,
    found: _Answer,
    where: Path,
) -> Trained:
    """Put the trained model and how it was made where checkpoints lie."""
    unfinished = where / "finished"
    made = {name: unfinished / name for name in checkpoints.MODEL_FILES}
    missing = [name for name, file in made.items() if file.is_symlink() or not file.is_file()]
    if missing:
        raise Problem(f"save_model did not write {' and '.join(missing)}: mend it, and go on.")
    recipe = checkpoints.Recipe(
        checkpoint=checkpoint.name,
        data=settings.data,
        epochs=len(found.history["loss"]),
        batch_size=settings.batch_size,
        learning_rate=settings.learning_rate,
        seed=settings.seed,
        precision=settings.precision,
        mean=found.mean,
        std=found.std,
        pictures=found.sizes,
        parameters=found.parameters,
        accuracy=round(found.history["val_accuracy"][-1], 4),
        seconds=round(run.seconds, 1),
        machine=_machine(),
        versions=versions({"numpy", "keras"}),
    )
    encoded = msgspec.json.format(msgspec.json.encode(recipe), indent=2)
    checkpoints.write_history(found.history, where / "history.csv")
    files.write(where / "curves.png", curves.draw(found.history))
    target = checkpoints.folder(submission, checkpoint.name, settings.data)
    replaced = _free(where / "checkpoint") if target.exists() else None
    if replaced:
        shutil.move(target, replaced)
    target.mkdir(parents=True)
    for name, file in made.items():  # and nothing else of what save_model may have left there
        shutil.move(file, target / name)
    files.write(target / "recipe.json", encoded + b"\n")
    checkpoints.write_history(found.history, target / "history.csv")
    clear(unfinished)
    return Trained(target, found.history, run.seconds, replaced)


def _machine() -> str:
    """Processor, cores and backend of this machine, for people to compare times."""
    name = platform.processor() or platform.machine()
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
        name = next(line for line in lines if line.startswith("model name")).split(":")[1].strip()
    except (OSError, StopIteration, IndexError):
        pass
    return f"{name}, {os.cpu_count()} cores, {os.environ.get('KERAS_BACKEND', 'tensorflow')}"
