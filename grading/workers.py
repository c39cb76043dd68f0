"""What a grading process of `grade` keeps from one submission to the next: its sandboxes."""

import contextlib
import functools
import os
import signal
import socket
import tempfile
import threading
import time
import warnings
from collections.abc import Iterator
from concurrent import futures
from multiprocessing import get_context
from pathlib import Path

from . import checkpoints, lab, train
from .drawn import Examples
from .errors import Problem
from .result import Graded
from .sandbox import Sandbox, levels, plain, sealed
from .worker import rooms

TRAINING = {"DATA": 24 << 30, "FSIZE": 512 << 20}  # limits of a training, beside those in seconds

NUMBERS = 900  # users that workers may be
_claims: list[socket.socket] = []
_sandboxes: dict[tuple[str, bool, bool], Sandbox] = {}
examples = Examples()  # inputs of properties, which are the same for every submission


def sandbox(level: str, heavy: bool, small: bool = True) -> Sandbox:
    """The sandbox of this process for a level.

    heavy  where TensorFlow is needed
    small  for checks; not for models that predict thousands of pictures
    """
    if (level, heavy, small) not in _sandboxes:
        _sandboxes[level, heavy, small] = levels.open_sandbox(
            level, preload=sealed.KERAS if heavy else sealed.NUMPY, number=_number(), small=small
        )
    return _sandboxes[level, heavy, small]


def pool(processes: int, per_process: int, scratch: str) -> futures.Executor:
    """Make an executor of grading processes, which end with this one, however it ends.

    scratch  folder for all that they write meanwhile, which outlives them
    """
    return futures.ProcessPoolExecutor(
        processes,
        mp_context=get_context("spawn"),
        initializer=_follow,
        initargs=(os.getpid(), scratch),
        max_tasks_per_child=per_process,
    )


def _follow(parent: int, scratch: str) -> None:
    """End this process when the one that started it is gone, or leaves it to die."""
    tempfile.tempdir = scratch
    # what NumPy thinks of an answer while it is compared is not for the table on the terminal
    warnings.simplefilter("ignore")
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the one that started it

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(0.5)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


@functools.cache
def _number() -> int:
    """A number that no other grading process of this machine has while this one lives.

    Workers of another number are another user's. It is claimed by the name of a socket, which the
    system gives back at the end of a process, however it ends.
    """
    for step in range(NUMBERS):
        number = (os.getpid() + step) % NUMBERS
        claim = socket.socket(socket.AF_UNIX)
        try:
            claim.bind(f"\0convlab-grading-{number}")
        except OSError:
            claim.close()
            continue
        _claims.append(claim)
        return number
    raise Problem(f"More than {NUMBERS} grading processes run on this machine: end some of them.")


@contextlib.contextmanager
def folder_of(files: dict[str, bytes]) -> Iterator[Path]:
    """A folder with a submission's files, for as long as it is graded."""
    with tempfile.TemporaryDirectory(prefix="convlab-", ignore_cleanup_errors=True) as folder:
        plain.write(Path(folder), files)
        try:
            yield Path(folder)
        finally:
            with contextlib.suppress(OSError):
                rooms.empty(Path(folder))


def train_checkpoint(
    the_lab: lab.Lab,
    checkpoint: lab.Checkpoint,
    folder: Path,
    result: Graded,
    where: Path,
    limit: float,
    devices: list[str],
) -> str:
    """Train a checkpoint with a submission's own code; returns what went wrong, "" for nothing.

    folder  of the submission; what lies there of this checkpoint gives way to what is trained
    result  of its checks: nothing is trained unless the exercises that it needs have passed
    where   the training is kept there, and goes on from there; once it has ended, its saves are
            not; where RESULTS has to be closed to the user that the code runs as, nothing is kept
    limit   seconds that it may take
    """
    target = checkpoints.folder(folder, checkpoint.name)
    for name in (*checkpoints.MODEL_FILES, "recipe.json", "history.csv"):
        (target / name).unlink(missing_ok=True)
    passed = {exercise.name for exercise in result.exercises if exercise.state == "passed"}
    missing = [name for name in checkpoint.after if name not in passed]
    if missing:
        return f"{checkpoint.name} was not trained: {', '.join(missing)} must pass first."
    found = levels.find(result.isolation)
    with contextlib.ExitStack() as stack:
        if found and found.open:
            where = stack.enter_context(folder_of({}))
        where.mkdir(parents=True, exist_ok=True)
        return _trained(the_lab, checkpoint, folder, result.isolation, where, limit, devices)


def _trained(
    the_lab: lab.Lab,
    checkpoint: lab.Checkpoint,
    folder: Path,
    level: str,
    where: Path,
    limit: float,
    devices: list[str],
) -> str:
    """Train in a sandbox that may write to a folder; returns what went wrong, "" for nothing."""
    settings = train.Settings(
        "cifar10", checkpoint.epochs, checkpoint.batch_size, checkpoint.learning_rate, 0
    )
    target = checkpoints.folder(folder, checkpoint.name)
    box = levels.open_sandbox(
        level,
        limits={**TRAINING, "CPU": int(limit) * (os.cpu_count() or 1)},
        number=_number(),
        writable=where,
        devices=devices,
        threads=os.cpu_count() or 1,
    )
    try:
        with contextlib.suppress(OSError):
            target.rmdir()  # empty now, or it was never there
        train.train(the_lab, checkpoint, folder, settings, where=where, sandbox=box, limit=limit)
    except Problem as problem:
        box.close()
        if rooms.is_larger([where], sealed.WRITABLE_SIZE, sealed.ROOM_ENTRIES):
            train.clear(where)
            return f"{checkpoint.name} was not trained: it saved more than there is room for."
        return f"{checkpoint.name} was not trained to its end: {problem}"
    finally:
        box.close()
    train.clear(where / "saves")
    (where / "run.json").unlink(missing_ok=True)  # another training begins anew
    return ""


def close() -> None:
    """End the sandboxes of this process."""
    for box in _sandboxes.values():
        box.close()
    _sandboxes.clear()
