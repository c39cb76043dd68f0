"""What is remembered between two commands: passes, what passed, what was seen."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from grading import compare, lab, memory, progress
from grading.errors import Problem
from grading.reports import terminal
from tests import toy
from tests.helpers import command

WRONG = "def double(values):\n    return 3 * values\n"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A copied toy lab, solved and checked once."""
    place = toy.copy(tmp_path / "lab")
    toy.solve(place, *toy.NAMES)
    assert command(cwd=place).returncode == 0
    return place


def write(place: Path, name: str, text: str) -> None:
    (place / "exercises" / f"{name}.py").write_text(text, "utf-8")


def add(place: Path, path: str, text: str = "\n# more\n") -> None:
    with (place / path).open("a", encoding="utf-8") as file:
        file.write(text)


def unchanged(place: Path, *args: str) -> list[str]:
    """Exercises that a run of the command says to be unchanged."""
    run = command(*args, cwd=place)
    assert run.stderr == ""
    return [line.split()[1] for line in run.stdout.splitlines() if line.endswith("unchanged")]


def result(place: Path, *args: str) -> Any:
    run = command("check", *args, "--json", "-", cwd=place)
    found = json.loads(run.stdout)
    found.pop("seconds")
    for exercise in found["exercises"]:
        for check in exercise["checks"]:
            check.pop("seconds")
    return found


# Passes


def test_what_passed_is_not_run_again(place: Path) -> None:
    """It counts as in a run, and the object that programs read is the same."""
    first = result(place, "--fresh")
    assert unchanged(place) == list(toy.NAMES)
    assert result(place) == first
    assert command(cwd=place).stdout.count("10 of 10 points") == 1


def test_a_change_reaches_what_depends_on_it(place: Path) -> None:
    """The third exercise imports the first."""
    add(place, "exercises/first.py")
    assert unchanged(place) == ["second"]
    assert unchanged(place) == list(toy.NAMES)
    write(place, "first", WRONG)
    run = command(cwd=place)
    assert run.returncode == 1
    assert "3 of 10 points" in run.stdout
    toy.solve(place, "first")  # as it was when it was checked before the last time
    assert unchanged(place) == ["second"]


def test_what_failed_is_never_remembered(place: Path) -> None:
    write(place, "second", "def total(values):\n    return 1.0\n")
    assert command(cwd=place).returncode == 1
    assert unchanged(place) == ["first", "third"]
    assert command("check", "second", cwd=place).returncode == 1


@pytest.mark.parametrize(
    "path", ["checks/test_second.py", "grading/expect.py", "datasets/shapes.py"]
)
def test_whatever_judges_is_part_of_it(place: Path, path: str) -> None:
    add(place, path)
    assert unchanged(place) == []


def test_fresh_forgets(place: Path) -> None:
    assert unchanged(place, "check", "first", "--fresh") == []
    known = progress.read(place / ".grader").passed
    assert all(known[name].key for name in toy.NAMES)
    assert unchanged(place, "--fresh") == []
    assert unchanged(place) == list(toy.NAMES)


def test_only_of_ones_own_exercises_in_a_worker(place: Path) -> None:
    """Nobody else's, and never where a debugger wants to see the code run."""
    shutil.copytree(place / "exercises", place / "theirs")
    assert unchanged(place, "--submission", "theirs") == []
    assert unchanged(place, "--in-process") == []
    assert unchanged(place) == list(toy.NAMES)


def test_a_forged_memory_is_no_result(place: Path) -> None:
    """A damaged one is kept aside; one of an older lab is read."""
    file = place / ".grader" / "progress.json"
    file.write_text("{}", "utf-8")
    assert unchanged(place) == []
    file.write_text('{"passed": 3}', "utf-8")
    assert unchanged(place) == []
    assert unchanged(place) == list(toy.NAMES)


def keys(**changes: str) -> dict[str, str]:
    return memory.keys(toy.describe(), {**toy.SOLUTIONS, **changes}, toy.NAMES)


def differing(**changes: str) -> set[str]:
    before, after = keys(), keys(**changes)
    return {name for name in toy.NAMES if before[name] != after[name]}


def test_keys_follow_imports(monkeypatch: pytest.MonkeyPatch) -> None:
    """Those that are seen; where a file might import anything, all of them."""
    assert differing() == set()
    assert differing(second="pass") == {"second"}
    assert differing(first="pass") == {"first", "third"}
    importing = {"second": "from exercises.third import quadruple"}
    assert memory.depends_on(toy.describe(), {**toy.SOLUTIONS, **importing}, "second") == {
        "first",
        "third",
    }
    hidden = {**toy.SOLUTIONS, "second": "__import__('fi' + 'rst')"}
    assert memory.depends_on(toy.describe(), hidden, "second") == {"first", "third"}
    assert memory.imported(toy.describe(), "def (") == set()
    before = keys()
    monkeypatch.setenv("KERAS_BACKEND", "jax")
    assert not set(before.values()) & set(keys().values())
    assert len(set(before.values())) == 3


def test_a_file_that_changes_during_a_run_is_not_remembered(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """What was judged is then not what lies there."""
    the_lab = toy.install(monkeypatch, tmp_path)
    mine = toy.write_submission(tmp_path / "mine")
    monkeypatch.setattr(lab, "EXERCISES", mine)
    grader = tmp_path / ".grader"
    monkeypatch.setattr(progress, "FOLDER", grader)
    monkeypatch.setattr(
        progress.remember, "__defaults__", (grader, *(progress.remember.__defaults__ or ())[1:])
    )
    sources, now, known = memory.recall(the_lab, list(toy.NAMES))
    assert not known
    found = toy.check(the_lab, mine)
    (mine / "first.py").write_text(WRONG, "utf-8")
    memory.keep(the_lab, found, sources, now)
    passed = progress.read(grader).passed
    assert {name: bool(each.key) for name, each in passed.items()} == {
        "second": True,
        "third": False,  # it imports the first
    }


# What has changed since


def test_changes(place: Path) -> None:
    run = command("changes", "first", cwd=place)
    assert (run.returncode, run.stdout.count("\n")) == (0, 1)
    assert "as it was when it last passed" in run.stdout
    source = toy.SOLUTIONS["first"].replace("return 2 * values", "return 3 * values")
    write(place, "first", f"{source}\n\ndef other():\n    pass\n")
    run = command("changes", "exercises/first.py", cwd=place)
    assert "-    return 2 * values\n+    return 3 * values\n" in run.stdout
    assert "+def other():" in run.stdout
    command("check", "first", cwd=place)  # it fails, so what passed stays what it was
    run = command("changes", "first.double", cwd=place)
    assert "-    return 2 * values\n+    return 3 * values\n" in run.stdout
    assert "other" not in run.stdout


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("first.duble", "Did you mean double?"),
        ("frist", "Did you mean first?"),
        ("second.total", "is no Python at the moment"),
        ("third", "exercises/third.py is missing"),
    ],
)
def test_changes_of_what_is_not_there(place: Path, name: str, said: str) -> None:
    write(place, "second", "def (")
    (place / "exercises" / "third.py").unlink()
    run = command("changes", name, cwd=place)
    assert (run.returncode, run.stdout) == (4, "")
    assert said in run.stderr
    assert run.stderr.count("\n") == 1


def test_what_a_student_writes_does_not_move_the_cursor(capsys: pytest.CaptureFixture[str]) -> None:
    out = terminal.console()
    assert compare.difference(out, "x = 1\n", "x = '\x1b[2J'\t# \x07\n", ("a", "b"))
    printed = capsys.readouterr().out
    assert "\x1b" not in printed
    assert "\x07" not in printed


def test_function_with_its_decorators() -> None:
    source = "A = 1\n\n\n@cache\ndef f():\n    return 1\n\n\nasync_ = 2\n"
    assert compare.function(source, "f", "x.py") == "@cache\ndef f():\n    return 1\n"
    assert compare.function(source, "A", "x.py") == "A = 1\n"
    with pytest.raises(Problem, match="There are: A, f, async_"):
        compare.function(source, "zzz", "x.py")


# Solutions


def test_solution_after_a_pass(place: Path) -> None:
    """Also when it has been changed since; a pass is no giving up."""
    assert "return 2 * values" in command("solution", "first", cwd=place).stdout
    write(place, "first", WRONG)
    command("check", "first", cwd=place)
    run = command("solution", "first", "--diff", cwd=place)
    assert "-    return 3 * values" in run.stdout
    assert "+    return 2 * values" in run.stdout
    wide = command("solution", "first", "--diff", cwd=place, env={"COLUMNS": "130"}).stdout
    assert any("- " in line and "+ " in line for line in wide.splitlines())
    assert max(map(len, wide.splitlines())) <= 130
    assert "solution seen" not in command("list", cwd=place).stdout


def test_solution_before_a_pass(tmp_path: Path) -> None:
    """Only if asked for by name, and then it is noted."""
    place = toy.copy(tmp_path / "lab")
    run = command("solution", "third", "--diff", cwd=place)
    assert (run.returncode, run.stdout) == (4, "")
    assert "--give-up" in run.stderr
    assert "hint third" in run.stderr
    run = command("solution", "third", "--give-up", cwd=place)
    assert run.returncode == 0
    assert "return double(double(values))" in run.stdout
    assert progress.read(place / ".grader").given_up == ["third"]
    listed = [line for line in command("list", cwd=place).stdout.splitlines() if "seen" in line]
    assert [line.split()[1] for line in listed] == ["third"]
    assert command("solution", "third", cwd=place).returncode == 0  # it has been seen
    shutil.rmtree(place / "solutions")
    run = command("solution", "third", "--give-up", cwd=place)
    assert (run.returncode, run.stdout) == (4, "")
    assert "your instructor has them" in run.stderr
    assert [file.name for file in (place / ".grader").iterdir()] == ["progress.json"]
