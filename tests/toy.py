"""A lab of three tiny exercises: what the engine does, apart from what this lab teaches."""

import itertools
import json
import shutil
from pathlib import Path

import msgspec
import pytest

from grading import lab, run, stubs
from grading.result import CheckResult, SubmissionResult
from tests.helpers import copy_lab

NAMES = ("first", "second", "third")

HEAD = """\
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from grading.expect import expect, points, refuses

arrays = st.lists(st.integers(-9, 9), min_size=1, max_size=4).map(lambda v: np.array(v, float))


"""

CHECKS = {
    "first": '''\
@points(2)
@given(values=arrays)
def test_double(first, values):
    """double gives every value twice."""
    expect(first.double(values)).to_match(2 * values)


@points(1, hidden=True)
def test_double_by_name(first):
    """double takes its argument by name."""
    expect(first.double(values=np.ones(2))).to_match(np.full(2, 2.0))
''',
    "second": '''\
@points(3)
def test_total(second):
    """total adds the values up."""
    expect(second.total(np.arange(4.0))).to_match(6.0)
''',
    "third": '''\
@points(4)
def test_quadruple(third):
    """quadruple gives every value four times."""
    expect(third.quadruple(np.arange(3.0))).to_match(np.array([0.0, 4.0, 8.0]))
''',
}

SOLUTIONS = {
    "first": '''\
"""Part 1, first: doubling."""

import numpy as np


def double(values: np.ndarray) -> np.ndarray:
    """Every value twice."""
    return 2 * values
''',
    "second": '''\
"""Part 1, second: adding up."""

import numpy as np


def total(values: np.ndarray) -> float:
    """All the values together."""
    return float(values.sum())
''',
    "third": '''\
"""Part 2, third: doubling twice."""

import numpy as np
from first import double


def quadruple(values: np.ndarray) -> np.ndarray:
    """Every value four times."""
    return double(double(values))
''',
}


def describe(call_limit: float = 5.0) -> lab.Lab:
    """The toy lab; its third exercise builds on the first."""
    hints = ["Look.", "Think.", "Write."]
    exercises = [
        lab.Exercise("first", "Doubling", 1, hints, call_limit=call_limit),
        lab.Exercise("second", "Adding up", 1, hints, call_limit=call_limit),
        lab.Exercise("third", "Doubling twice", 2, hints, after=["first"], call_limit=call_limit),
    ]
    return lab.Lab("Toy", ["Once", "Twice"], exercises)


def write_checks(folder: Path, **checks: str) -> Path:
    """Write the check files; `checks` replaces the checks of the exercises named."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, source in {**CHECKS, **checks}.items():
        (folder / f"test_{name}.py").write_text(HEAD + source, "utf-8")
    return folder


def write_submission(folder: Path, **changes: str | bytes | None) -> Path:
    """Write the solutions; `changes` replaces whole modules, or leaves them out."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, source in {**SOLUTIONS, **changes}.items():
        if source is not None:
            data = source if isinstance(source, bytes) else source.encode()
            (folder / f"{name}.py").write_bytes(data)
    return folder


_numbers = itertools.count()


def install(
    monkeypatch: pytest.MonkeyPatch, folder: Path, call_limit: float = 5.0, **checks: str
) -> lab.Lab:
    """Have runs in this process find the toy lab's checks."""
    # A name of its own each time, as pytest imports a module of the same name only once.
    checks_folder = write_checks(folder / f"checks{next(_numbers)}", **checks)
    monkeypatch.setattr(lab, "CHECKS", checks_folder)
    # Outside of its root folder, pytest would give tests of one name in two files the same id.
    options = [o for o in run._PYTEST_OPTIONS if not o.startswith("--rootdir=")]
    monkeypatch.setattr(run, "_PYTEST_OPTIONS", [*options, f"--rootdir={folder}"])
    return describe(call_limit)


def check(the_lab: lab.Lab, path: Path, *names: str, in_process: bool = False) -> SubmissionResult:
    """Check exercises of a submission, or all of them, in this process."""
    return run.run(the_lab, path, list(names) or None, in_process)


def found(result: SubmissionResult) -> dict[str, CheckResult]:
    """Every check of a result, by its id."""
    return {check.id: check for each in result.exercises for check in each.checks}


def copy(target: Path, **checks: str) -> Path:
    """A copy of the repository whose lab is the toy one, for commands; everything is a stub."""
    copy_lab(target)
    for name in ("exercises", "checks", "solutions"):
        shutil.rmtree(target / name)
    write_checks(target / "checks", **checks)
    write_submission(target / "solutions")
    for name, source in SOLUTIONS.items():
        stub = stubs.stub(source, name).encode()
        for folder in (target / "exercises", target / "exercises" / ".stubs"):
            folder.mkdir(parents=True, exist_ok=True)
            (folder / f"{name}.py").write_bytes(stub)
        page = f"# {name.title()}\n\nWrite it.\n"
        (target / "exercises" / f"{name}.md").write_text(page, "utf-8")
    (target / "exercises" / "lab.toml").write_text(_toml(describe()), "utf-8")
    return target


def solve(place: Path, *names: str) -> None:
    """Put solutions into a copied lab's own exercises."""
    for name in names:
        shutil.copyfile(place / "solutions" / f"{name}.py", place / "exercises" / f"{name}.py")


def _toml(the_lab: lab.Lab) -> str:
    """A lab's description as a file; texts, numbers and lists look in TOML as in JSON."""

    def table(fields: dict[str, object]) -> str:
        return "".join(f"{key} = {json.dumps(value)}\n" for key, value in fields.items())

    head = table({"title": the_lab.title, "parts": the_lab.parts})
    exercises = map(msgspec.to_builtins, the_lab.exercise)
    return head + "".join(f"\n[[exercise]]\n{table(exercise)}" for exercise in exercises)
