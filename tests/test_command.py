"""The command as a student uses it: its statuses, its JSON, hints, reset and undo, its memory."""

import io
import json
import subprocess
import sys
from importlib import metadata
from pathlib import Path
from typing import get_args

import msgspec
import pytest
from rich.console import Console

from grading import doctor, lab, progress, stubs
from grading.errors import Problem
from grading.reports import terminal
from grading.result import ExerciseResult, State, SubmissionResult
from tests import toy
from tests.helpers import command, environment

RESULT = {
    "score", "max_score", "isolation", "seconds", "versions", "hashes", "exercises",
}  # fmt: skip
EXERCISE = {"name", "title", "state", "score", "max_score", "checks"}
CHECK = {
    "id", "title", "state", "score", "max_score", "hidden", "seconds", "message",
    "misconception", "where", "lesson",
}  # fmt: skip
WRONG = "print('hello')\n\n\ndef double(values):\n    print('now')\n    return 3 * values\n"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A copied toy lab of stubs."""
    return toy.copy(tmp_path / "lab")


def remembered(place: Path) -> progress.Progress:
    return progress.read(place / ".grader")


# Checking


def test_states_and_statuses(place: Path) -> None:
    """Stubs, then a mistake, then a mistake mended, then everything."""
    run = command(cwd=place)
    assert run.returncode == 1
    assert "0 of 10 points" in run.stdout
    assert "Next: python grader.py lesson first" in run.stdout
    (place / "exercises" / "first.py").write_text(WRONG, "utf-8")
    run = command(cwd=place)
    assert run.returncode == 1
    assert "first.double  wrong  0 of 3 points  exercises/first.py:4" in run.stdout
    assert "1 more failed: --all-failures" in run.stdout
    assert "Next: fix double, then run  python grader.py check first" in run.stdout
    assert run.stdout.count("Expected") == 1
    assert command("--all-failures", cwd=place).stdout.count("Expected") == 2
    toy.solve(place, "first")
    run = command("check", "first", cwd=place)
    assert (run.returncode, run.stderr) == (0, "")
    assert "3 of 3 points" in run.stdout
    assert "Next: python grader.py\n" in run.stdout
    toy.solve(place, *toy.NAMES)
    run = command("check", "third", "exercises/first.py", "second", "first", cwd=place)
    assert run.returncode == 0
    assert "10 of 10 points" in run.stdout
    assert run.stdout.index("first") < run.stdout.index("second") < run.stdout.index("third")
    assert run.stdout.count("3 of 3") == 2
    assert {name: done.score for name, done in remembered(place).exercises.items()} == {
        "first": 3,
        "second": 3,
        "third": 4,
    }


@pytest.mark.parametrize("args", [[], ["--in-process"]], ids="".join)
def test_json_to_standard_output(place: Path, args: list[str]) -> None:
    """One object with the agreed keys, and nothing else, whatever the student prints."""
    (place / "exercises" / "first.py").write_text(WRONG, "utf-8")
    run = command("--json", "-", *args, cwd=place)
    assert run.returncode == 1
    assert args or not run.stderr
    result = json.loads(run.stdout)
    assert set(result) == RESULT
    assert set(result["versions"]) >= {"python", "numpy", "hypothesis", "pytest"}
    assert set(result["hashes"]) == {"first.py", "second.py", "third.py", "checks"}
    assert all(len(digest) == 64 for digest in result["hashes"].values())
    assert result["isolation"] == ("in-process" if args else "none")
    assert [each["name"] for each in result["exercises"]] == list(toy.NAMES)
    for each in result["exercises"]:
        assert set(each) == EXERCISE
        assert each["score"] == sum(check["score"] for check in each["checks"])
        assert each["max_score"] == sum(check["max_score"] for check in each["checks"])
        for check in each["checks"]:
            assert set(check) == CHECK
            assert check["misconception"] is None
    assert result["score"] == sum(each["score"] for each in result["exercises"]) == 0
    assert result["max_score"] == 10
    first = result["exercises"][0]["checks"]
    assert [check["id"] for check in first] == ["first.test_double", "first.test_double_by_name"]
    assert [check["hidden"] for check in first] == [False, True]
    assert first[0]["where"] == "exercises/first.py:4"
    assert msgspec.json.decode(run.stdout, type=SubmissionResult).max_score == 10


def test_json_to_a_file(place: Path) -> None:
    """The same object, and the terminal is told as always."""
    toy.solve(place, "first")
    run = command("check", "first", "--json", "result.json", cwd=place)
    assert run.returncode == 0
    assert "3 of 3 points" in run.stdout
    result = json.loads((place / "result.json").read_text("utf-8"))
    assert set(result) == RESULT
    assert [each["name"] for each in result["exercises"]] == ["first"]
    assert set(result["hashes"]) == {"first.py", "checks"}


def test_from_another_folder(place: Path, tmp_path: Path) -> None:
    """`python /path/to/grader.py` checks the lab's exercises, wherever one stands."""
    toy.solve(place, *toy.NAMES)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()

    def run(*args: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, str(place / "grader.py"), *args],
            cwd=elsewhere,
            env=environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            timeout=120,
        )

    checked = run()
    assert checked.returncode == 0, checked.stderr
    assert "10 of 10 points" in checked.stdout
    assert remembered(place).exercises["first"].score == 3
    assert run("list").stdout.count("3 of 3") == 2
    toy.write_submission(elsewhere / "mine")
    assert run("check", "first", "--submission", "mine").returncode == 0
    assert [path.name for path in elsewhere.iterdir()] == ["mine"]


@pytest.mark.parametrize("encoding", ["utf-8", "ascii"])
def test_states_are_told_by_symbol_and_word(encoding: str) -> None:
    """Never by colour alone: every state is another word, and a line has no other colour."""
    out = Console(file=io.TextIOWrapper(io.BytesIO(), encoding), width=80)
    lines = []
    for state, (symbol, ascii_symbol, _) in terminal.SYMBOLS.items():
        line = terminal.line(out, ExerciseResult("first", "Doubling", state, 1, 3, []), 5).plain
        assert line.split()[0] == (symbol if encoding == "utf-8" else ascii_symbol)
        assert line.endswith("of 3" if state == "passed" else state)
        line.encode(encoding)
        lines.append(line)
    assert len(set(lines)) == len(terminal.SYMBOLS) == len(get_args(State))


# Progress


def test_progress_is_only_of_ones_own_exercises(place: Path) -> None:
    assert command("--submission", "solutions", cwd=place).returncode == 0
    assert not (place / ".grader").exists()
    assert command("--submission", "./exercises/", cwd=place).returncode == 1
    assert set(remembered(place).exercises) == set(toy.NAMES)


def test_progress_is_merged(place: Path) -> None:
    """A run adds what it has found, and takes nothing away."""
    toy.solve(place, "first", "second")
    command("hint", "second", cwd=place)
    command("check", "first", cwd=place)
    command("check", "second", cwd=place)
    known = remembered(place)
    assert {name: done.score for name, done in known.exercises.items()} == {"first": 3, "second": 3}
    assert known.hints == {"second": 1}


def test_list(place: Path) -> None:
    """Every exercise with its points and its state when last checked, and whether it changed."""
    lines = command("list", cwd=place).stdout.splitlines()
    assert [line.split()[1] for line in lines if line.startswith("  ")] == list(toy.NAMES)
    assert lines[-1] == "0 of 10 points when last checked"
    toy.solve(place, "first")
    command("check", "first", "second", cwd=place)
    listed = command("list", cwd=place).stdout
    assert "3 of 3" in listed
    assert "3 of 10 points when last checked" in listed
    assert "changed since" not in listed
    with (place / "exercises" / "first.py").open("a", encoding="utf-8") as file:
        file.write("# more\n")
    (place / "exercises" / "second.py").unlink()
    lines = command("list", cwd=place).stdout.splitlines()
    changed = [line.split()[1] for line in lines if line.endswith("changed since")]
    assert changed == ["first", "second"]


# Lessons, hints, the machine


def test_lesson(place: Path) -> None:
    (place / "exercises" / "figures").mkdir()
    (place / "exercises" / "figures" / "first.png").write_bytes(b"")
    run = command("lesson", "first", cwd=place)
    assert run.returncode == 0
    assert "First" in run.stdout
    assert "exercises/first.md" in run.stdout
    assert "exercises/figures/first.png" in run.stdout
    assert command("lesson", "first.md", cwd=place).stdout == run.stdout
    (place / "exercises" / "first.md").unlink()
    run = command("lesson", "first", cwd=place)
    assert run.returncode == 4
    assert "first.md cannot be read" in run.stderr


def test_hints(place: Path) -> None:
    """One more each time; the last one stays, and each exercise has its own."""
    shown = [command("hint", "first", cwd=place).stdout for _ in range(4)]
    for number, (text, hint) in enumerate(zip(shown, ["Look.", "Think.", "Write."], strict=False)):
        assert f"Hint {number + 1} of 3" in text
        assert hint in text
    assert shown[3] == shown[2]
    assert "lesson first" in shown[2]
    assert "lesson first" not in shown[1]
    assert "Look." in command("hint", "second", cwd=place).stdout


def test_doctor(place: Path) -> None:
    run = command("doctor", cwd=place)
    subjects = ["Python", "Packages", "Exercises", "Memory", "Disk", "CIFAR-10", "Isolation"]
    for subject in [*subjects, "Terminal"]:
        assert subject in run.stdout
    assert run.returncode == (4 if "pip install" in run.stdout else 0)
    assert "all there" in run.stdout
    (place / "exercises" / "second.py").unlink()
    run = command("doctor", cwd=place)
    assert run.returncode == 4
    assert "missing: second" in run.stdout


def test_doctor_tells_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    def version(name: str) -> str:
        if name == "rich":
            raise metadata.PackageNotFoundError
        return "0.1" if name == "numpy" else "100.0rc1"

    monkeypatch.setattr(metadata, "version", version)
    (packages,) = [each for each in doctor.examine() if each.subject == "Packages"]
    assert not packages.fine
    assert packages.needed
    assert packages.text.startswith("numpy is 0.1, 2.0 is needed; rich is missing: run")


# Reset and undo


class Desk:
    """A stub and a student's file; `undo` and `reset` on them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.file = folder / "first.py"
        (folder / ".stubs").mkdir(parents=True)
        for name in ("first", "second"):
            (folder / ".stubs" / f"{name}.py").write_text("stub", "utf-8")
        self.write("stub")

    def write(self, text: str) -> None:
        self.file.write_text(text, "utf-8")

    def reset(self, name: str = "first") -> str:
        return progress.reset(name, self.folder, self.folder / ".grader")

    def undo(self) -> str:
        return progress.undo(self.folder, self.folder / ".grader")

    @property
    def text(self) -> str:
        return self.file.read_text("utf-8")

    @property
    def kept(self) -> set[str]:
        """Everything that any file still holds."""
        return {file.read_text("utf-8") for file in self.folder.rglob("*.py")}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "exercises")


def test_reset_and_undo(desk: Desk) -> None:
    desk.write("mine")
    assert "undo" in desk.reset()
    assert desk.text == "stub"
    desk.undo()
    assert desk.text == "mine"


def test_reset_twice_undo_twice(desk: Desk) -> None:
    for text in ("one", "two", "three"):
        desk.write(text)
        desk.reset()
    for text in ("three", "two", "one"):
        assert text in desk.kept
        desk.undo()
        assert desk.text == text
    with pytest.raises(Problem, match="no reset to undo"):
        desk.undo()


def test_undo_keeps_what_was_written_since(desk: Desk) -> None:
    """Whatever is reset, written and undone in whatever order, nothing is ever lost."""
    desk.write("one")
    desk.reset()
    desk.write("two")
    assert "kept" in desk.undo()
    assert desk.text == "one"
    assert "two" in desk.kept
    desk.reset()
    desk.write("three")
    desk.undo()
    desk.reset()
    desk.write("four")
    desk.undo()
    assert desk.text == "one"
    assert {"one", "two", "three", "four"} <= desk.kept


def test_more_than_nine_thousand_resets(desk: Desk) -> None:
    """Backups are put in order by number, not by name."""
    backups = desk.folder / ".grader" / "backups"
    backups.mkdir(parents=True)
    (backups / "9999-first.py").write_text("old", "utf-8")
    desk.write("new")
    desk.reset()
    desk.undo()
    assert desk.text == "new"
    assert "old" in desk.kept


def test_reset_of_a_stub(desk: Desk) -> None:
    assert "nothing to do" in desk.reset()
    assert not (desk.folder / ".grader").exists()


def test_reset_of_a_missing_file(desk: Desk) -> None:
    desk.file.unlink()
    assert "missing" in desk.reset()
    assert desk.text == "stub"


def test_reset_of_an_empty_file(desk: Desk) -> None:
    desk.write("")
    desk.reset()
    assert desk.text == "stub"
    desk.undo()
    assert desk.text == ""


def test_reset_keeps_bytes(desk: Desk) -> None:
    desk.file.write_bytes(b"\xff\r\n\x00")
    desk.reset()
    desk.undo()
    assert desk.file.read_bytes() == b"\xff\r\n\x00"


def test_undo_where_the_file_is_gone(desk: Desk) -> None:
    desk.write("mine")
    desk.reset()
    desk.file.unlink()
    desk.undo()
    assert desk.text == "mine"


def test_reset_without_a_stub(desk: Desk) -> None:
    desk.write("mine")
    (desk.folder / ".stubs" / "first.py").unlink()
    with pytest.raises(Problem, match=r"first\.py cannot be read"):
        desk.reset()
    assert desk.text == "mine"


def test_undo_takes_back_the_latest_reset(desk: Desk) -> None:
    """Whichever exercise it was of."""
    second = desk.folder / "second.py"
    second.write_text("second", "utf-8")
    desk.write("mine")
    desk.reset("first")
    desk.reset("second")
    assert "second.py" in desk.undo()
    assert second.read_text("utf-8") == "second"
    assert desk.text == "stub"


def test_reset_and_undo_by_command(place: Path) -> None:
    (place / "exercises" / "first.py").write_text(WRONG, "utf-8")
    run = command("reset", "first", cwd=place)
    assert (run.returncode, run.stderr) == (0, "")
    assert "exercises/first.py" in run.stdout
    assert "python grader.py undo" in run.stdout
    assert (place / "exercises" / "first.py").read_text("utf-8") != WRONG
    assert command("undo", cwd=place).returncode == 0
    assert (place / "exercises" / "first.py").read_text("utf-8") == WRONG


# Stubs


@pytest.mark.parametrize("name", lab.read().names)
def test_stub_is_made_of_the_solution(name: str) -> None:
    """Run `python grader.py author stubs` after a change of solutions/."""
    made = stubs.stub((lab.SOLUTIONS / f"{name}.py").read_text("utf-8"), name)
    assert (lab.STUBS / f"{name}.py").read_text("utf-8") == made
    assert (lab.EXERCISES / f"{name}.py").read_text("utf-8") == made
    compile(made, name, "exec")


def test_no_stub_or_page_too_many() -> None:
    names = lab.read().names
    for folder, ending in ((lab.STUBS, ".py"), (lab.EXERCISES, ".py"), (lab.EXERCISES, ".md")):
        assert sorted(file.stem for file in folder.glob(f"*{ending}")) == sorted(names)


SOURCE = '''\
"""Part 1, first: something."""

import numpy as np

from second import total

NAMES = ("a", "b")
SIZE: int = 3
_SECRET = 7


def public(x: np.ndarray, *, scale: float = 2.0) -> float:
    """What it does.

    x  something
    """
    # how it is done
    return _private(x) * scale * _SECRET


def _private(x: np.ndarray) -> float:
    """Not for students."""
    return total(x)
'''

STUB = '''\
"""Part 1, first: something.

Read first.md first; `python grader.py check first` says how far you are.
"""

import numpy as np

from second import total

NAMES = ...
SIZE: int = ...


def public(x: np.ndarray, *, scale: float = 2.0) -> float:
    """What it does.

    x  something
    """
    raise NotImplementedError  # write this function
'''


def test_stub() -> None:
    assert stubs.stub(SOURCE, "first") == STUB


def test_author_stubs(place: Path) -> None:
    """It writes stubs over stubs, and over begun work only when told to."""
    (place / "solutions" / "first.py").write_text(SOURCE, "utf-8")
    run = command("author", "stubs", "first", cwd=place)
    assert run.returncode == 0
    assert run.stdout.splitlines() == ["exercises/first.py", "exercises/.stubs/first.py"]
    for folder in ("exercises", "exercises/.stubs"):
        assert (place / folder / "first.py").read_text("utf-8") == STUB
    second = (place / "exercises" / "second.py").read_bytes()
    (place / "exercises" / "first.py").write_text(WRONG, "utf-8")
    (place / "exercises" / "second.py").unlink()
    run = command("author", "stubs", cwd=place)
    assert run.returncode == 4
    assert "first" in run.stderr
    assert "--force" in run.stderr
    assert (place / "exercises" / "first.py").read_text("utf-8") == WRONG
    assert not (place / "exercises" / "second.py").exists()
    assert command("author", "stubs", "--force", cwd=place).returncode == 0
    assert (place / "exercises" / "first.py").read_text("utf-8") == STUB
    assert (place / "exercises" / "second.py").read_bytes() == second
