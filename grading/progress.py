"""What a student has done so far, kept in `.grader/`: results, hints seen, backups of resets."""

import contextlib
import threading
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import msgspec

from . import files, lab
from .checkpoints import Evaluation
from .errors import Problem
from .result import CheckResult, ExerciseResult, State

FOLDER = lab.ROOT / ".grader"
_writing = threading.Lock()  # `watch` takes keys while checks run


class Done(msgspec.Struct):
    """An exercise when it was last checked, and the SHA-256 of its file then."""

    state: State
    score: int
    max_score: int
    hash: str


class Passed(msgspec.Struct):
    """An exercise when it last passed; its file then is kept beside, in `passed/`.

    key  of `memory.keys`: while it stays the same, the checks need not run again; "" if they must
    """

    key: str
    checks: list[CheckResult]


class Progress(msgspec.Struct):
    """Everything that is remembered.

    given_up  exercises whose solution was shown before they had passed
    """

    version: int = 1
    exercises: dict[str, Done] = {}
    hints: dict[str, int] = {}
    evaluations: dict[str, Evaluation] = {}  # of checkpoints, by the digest of their files
    passed: dict[str, Passed] = {}
    given_up: list[str] = []


def read(folder: Path = FOLDER) -> Progress:
    """Read the progress; a damaged file is kept aside, and a new one begins."""
    file = folder / "progress.json"
    if not file.exists():
        return Progress()
    try:
        return msgspec.json.decode(files.read(file), type=Progress)
    except msgspec.MsgspecError:
        number = 1
        while (aside := folder / f"progress.damaged-{number}.json").exists():
            number += 1
        with contextlib.suppress(OSError):
            file.replace(aside)
        return Progress()


def remember(
    results: list[ExerciseResult],
    hashes: dict[str, str],
    folder: Path = FOLDER,
    sources: Mapping[str, str] | None = None,
    keys: Mapping[str, str] | None = None,
) -> None:
    """Add the results of a run to what is known.

    sources  the files that were checked, by exercise; those that passed are kept
    keys     under which their passes hold; none for exercises that changed meanwhile
    """
    sources, keys = sources or {}, keys or {}
    with _changing(folder) as progress:
        for result in results:
            name, known = result.name, progress.passed.get(result.name)
            digest = hashes.get(f"{name}.py", "")
            progress.exercises[name] = Done(result.state, result.score, result.max_score, digest)
            if result.state == "passed" and name in sources:
                if name in keys or known is None:
                    progress.passed[name] = Passed(keys.get(name, ""), result.checks)
            elif known and known.key == keys.get(name):
                known.key = ""  # what passed then has not passed now
    for result in results:
        if result.state == "passed" and result.name in sources:
            _keep_passed(result.name, sources[result.name], folder)


def passed_source(name: str, folder: Path = FOLDER) -> str | None:
    """The file of an exercise as it was when it last passed; None if it never has."""
    file = folder / "passed" / f"{name}.py"
    return files.read(file).decode("utf-8", "surrogateescape") if file.exists() else None


def _keep_passed(name: str, source: str, folder: Path) -> None:
    if passed_source(name, folder) != source:
        data = source.encode("utf-8", "surrogateescape")
        files.write(folder / "passed" / f"{name}.py", data)


def forget(names: Iterable[str], folder: Path = FOLDER) -> None:
    """Have the checks of these exercises run again, changed or not."""
    with _changing(folder) as progress:
        for name in set(names) & progress.passed.keys():
            progress.passed[name].key = ""


def give_up(name: str, folder: Path = FOLDER) -> None:
    """Note that the solution of an exercise was shown before it had passed."""
    with _changing(folder) as progress:
        if name not in progress.given_up:
            progress.given_up.append(name)


def remember_evaluation(found: Evaluation, folder: Path = FOLDER) -> None:
    """Keep what a checkpoint is worth: to predict all pictures again takes a while."""
    with _changing(folder) as progress:
        progress.evaluations[found.digest] = found


def next_hint(name: str, most: int, folder: Path = FOLDER) -> int:
    """Count one more hint of an exercise as seen; returns how many are seen now."""
    with _changing(folder) as progress:
        progress.hints[name] = min(progress.hints.get(name, 0) + 1, most)
        return progress.hints[name]


def reset(name: str, exercises: Path = lab.EXERCISES, folder: Path = FOLDER) -> str:
    """Bring an exercise's stub back, and keep what was there; says what was done."""
    file, stub = exercises / f"{name}.py", files.read(exercises / ".stubs" / f"{name}.py")
    if not file.exists():
        files.write(file, stub)
        return f"{_shown(file)} was missing: the stub is back."
    if files.read(file) == stub:
        return f"{_shown(file)} is the stub already: nothing to do."
    backup = folder / "backups" / f"{_next_number(folder):04d}-{name}.py"
    files.write(backup, files.read(file))
    files.write(file, stub)
    return (
        f"{_shown(file)} is the stub again; yours is kept: `python grader.py undo` brings it back."
    )


def undo(exercises: Path = lab.EXERCISES, folder: Path = FOLDER) -> str:
    """Take the latest reset back; what was written since is kept too. Says what was done."""
    backups = sorted((folder / "backups").glob("*.py"), key=_number)
    if not backups:
        raise Problem("There is no reset to undo.")
    backup = backups[-1]
    name = backup.stem.partition("-")[2]
    file = exercises / f"{name}.py"
    kept = ""
    if file.exists() and files.read(file) != files.read(exercises / ".stubs" / f"{name}.py"):
        aside = folder / "undone" / f"{_next_number(folder):04d}-{name}.py"
        files.write(aside, files.read(file))
        kept = f" What it held until now is kept in {_shown(aside)}."
    files.write(file, files.read(backup))
    backup.unlink()
    return f"{_shown(file)} is what it was before the reset.{kept}"


def _next_number(folder: Path) -> int:
    """A number that no kept file has, so that none is ever written over."""
    kept = [*(folder / "backups").glob("*.py"), *(folder / "undone").glob("*.py")]
    return max(map(_number, kept), default=0) + 1


def _number(backup: Path) -> int:
    digits = backup.stem.partition("-")[0]
    return int(digits) if digits.isdigit() else 0


def _shown(file: Path) -> str:
    return file.relative_to(lab.ROOT).as_posix() if file.is_relative_to(lab.ROOT) else str(file)


@contextlib.contextmanager
def _changing(folder: Path) -> Iterator[Progress]:
    """Give what is remembered, and write what has become of it; for one thread at a time."""
    with _writing:
        progress = read(folder)
        before = msgspec.json.encode(progress)
        yield progress
        after = msgspec.json.encode(progress)
        if after != before:
            files.write(folder / "progress.json", msgspec.json.format(after))
