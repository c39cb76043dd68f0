"""What need not be run again: exercises that passed, told by a hash of all that judged them.

Only of a student's own `exercises/`, in a worker. A grade never rests on it.
"""

import ast
import functools
import hashlib
import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

import msgspec

from . import files, lab, progress
from .result import ExerciseResult, SubmissionResult
from .run import checks_hash, versions

# Code that can reach another module without an import that is seen from outside.
HIDDEN_IMPORT = re.compile(r"\b(importlib|__import__|exec|eval|open|runpy)\b")


def keys(the_lab: lab.Lab, sources: Mapping[str, str], names: Iterable[str]) -> dict[str, str]:
    """A key for each exercise: as long as it stays the same, so does what its checks find.

    sources  of the submission's exercise files, by exercise

    It covers the file, those of the lab that it imports or builds on, the checks, the engine (and
    with it the seed), and the versions.
    """
    found = {}
    for name in names:
        exercise = the_lab.get(name)
        parts = [
            checks_hash(), engine_hash(), os.environ.get("KERAS_BACKEND", ""),
            msgspec.json.encode(exercise).decode(),
            msgspec.json.encode(versions({exercise.needs})).decode(),
        ]  # fmt: skip
        for each in sorted(depends_on(the_lab, sources, name) | {name}):
            parts += [each, sources.get(each, "")]
        digest = hashlib.sha256()
        for part in parts:
            digest.update(hashlib.sha256(part.encode("utf-8", "surrogateescape")).digest())
        found[name] = digest.hexdigest()
    return found


def unchanged(
    the_lab: lab.Lab, now: Mapping[str, str], folder: Path | None = None
) -> dict[str, ExerciseResult]:
    """The exercises that have passed under the keys that they have now."""
    known = progress.read(folder or progress.FOLDER).passed
    return {
        name: ExerciseResult.of(name, the_lab.get(name).title, known[name].checks)
        for name, key in now.items()
        if name in known and known[name].key == key and known[name].checks
    }


Recalled = tuple[dict[str, str], dict[str, str], dict[str, ExerciseResult]]


def recall(the_lab: lab.Lab, names: list[str], fresh: bool = False) -> Recalled:
    """The sources of the student's exercises, their keys, and what is known to pass.

    names  of those that are to be checked; with `fresh` what is known of them is forgotten
    """
    sources = read(lab.EXERCISES, the_lab.names)
    if fresh:
        progress.forget(names)
    now = keys(the_lab, sources, {*names, *the_lab.builds_on(names)} & sources.keys())
    known = unchanged(the_lab, now)
    return sources, now, {name: known[name] for name in the_lab.names if name in known}


def keep(
    the_lab: lab.Lab, found: SubmissionResult, sources: dict[str, str], now: dict[str, str]
) -> None:
    """Remember what a run found, and as passed only what is still as it was when it began."""
    after = read(lab.EXERCISES, the_lab.names)
    same = {name: key for name, key in now.items() if _as_before(the_lab, name, sources, after)}
    kept = {name: source for name, source in sources.items() if after.get(name) == source}
    progress.remember(found.exercises, found.hashes, sources=kept, keys=same)


def _as_before(the_lab: lab.Lab, name: str, before: dict[str, str], after: dict[str, str]) -> bool:
    files_ = depends_on(the_lab, before, name) | {name}
    return all(before.get(each) == after.get(each) for each in files_)


def read(folder: Path, names: Iterable[str]) -> dict[str, str]:
    """The text of every exercise file that is there; bytes that are no text are kept apart."""
    return {
        name: files.read(file).decode("utf-8", "surrogateescape")
        for name in names
        if (file := folder / f"{name}.py").is_file()
    }


def depends_on(the_lab: lab.Lab, sources: Mapping[str, str], name: str) -> set[str]:
    """Exercises whose files can change what one does: imported, directly or not, or built on."""
    found = set(the_lab.builds_on([name]))
    waiting = [name, *found]
    while waiting:
        new = imported(the_lab, sources.get(waiting.pop(), "")) - found
        found |= new
        waiting += new
    return found - {name}


def dependants(the_lab: lab.Lab, sources: Mapping[str, str], name: str) -> list[str]:
    """Exercises that depend on one, in the lab's order."""
    return [each for each in the_lab.names if name in depends_on(the_lab, sources, each)]


def imported(the_lab: lab.Lab, source: str) -> set[str]:
    """Exercises that a file imports; all of them where that cannot be told."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError):
        return set()  # it does not run
    if HIDDEN_IMPORT.search(source):
        return set(the_lab.names)
    words: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            words.update(word for alias in node.names for word in alias.name.split("."))
        elif isinstance(node, ast.ImportFrom):
            words.update((node.module or "").split("."))
            words.update(alias.name for alias in node.names)
    return words & set(the_lab.names)


@functools.cache
def engine_hash() -> str:
    """SHA-256 over the engine and the pictures that checks are made with."""
    digest = hashlib.sha256()
    for folder in (Path(__file__).parent, lab.ROOT / "datasets"):
        for file in sorted(folder.rglob("*.py")):
            digest.update(file.relative_to(folder).as_posix().encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()
