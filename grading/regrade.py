"""What a second grading changed: results before and after, and why they differ.

RESULTS/<submission>/before.json    the result before the latest regrading
RESULTS/regrading                   is there while a regrading has not come to its end
"""

import contextlib
from pathlib import Path

import msgspec

from . import files
from .batch import BEFORE, REGRADING, RESULT
from .result import Graded


def set_aside(results: Path) -> dict[str, Graded]:
    """Keep the results of before, and give them; once, also if the regrading is interrupted."""
    if not (results / REGRADING).exists():
        for file in sorted(results.glob(f"*/{RESULT}")):
            files.write(file.with_name(BEFORE), files.read(file))
        files.write(results / REGRADING, b"")
    found = {}
    for file in sorted(results.glob(f"*/{BEFORE}")):
        with contextlib.suppress(*files.DAMAGED):
            found[file.parent.name] = msgspec.json.decode(files.read(file), type=Graded)
    return found


def settled(results: Path) -> None:
    """A regrading has come to its end."""
    (results / REGRADING).unlink(missing_ok=True)


def changes(results: Path, before: dict[str, Graded]) -> list[tuple[Graded, Graded, list[str]]]:
    """Every submission whose score has changed: the result before, the one now, and why."""
    found = []
    for name, old in before.items():
        file = results / name / RESULT
        new = msgspec.json.decode(files.read(file), type=Graded)
        if old.score != new.score or old.max_score != new.max_score:
            found.append((old, new, _why(old, new)))
    return found


def _why(old: Graded, new: Graded) -> list[str]:
    """What has changed from one result to the next, a sentence each."""
    why = []
    if old.status != new.status:
        why.append(f"{old.status} before, {new.status} now")
    checks = [{c.id: c for e in each.exercises for c in e.checks} for each in (old, new)]
    for name in dict.fromkeys([*checks[0], *checks[1]]):
        was, now = (found.get(name) for found in checks)
        if was is None or now is None:
            known = now or was
            assert known
            word = "new" if was is None else "gone"
            why.append(f"{name}: {word}, {known.score} of {known.max_score} points")
        elif (was.score, was.max_score, was.state) != (now.score, now.max_score, now.state):
            why.append(f"{name}: {was.state} before, {now.state} now, {was.score} -> {now.score}")
    for package in sorted({*old.versions, *new.versions}):
        versions = old.versions.get(package, "none"), new.versions.get(package, "none")
        if versions[0] != versions[1]:
            why.append(f"{package} {versions[0]} before, {versions[1]} now")
    if old.max_score != new.max_score:
        why.append(f"{new.max_score} points can be had now, {old.max_score} before")
    ours = ("checks", "asked")
    theirs = [
        {key: value for key, value in each.hashes.items() if key not in ours} for each in (old, new)
    ]
    if theirs[0] != theirs[1]:
        why.append("its files have changed")
    return why
