"""The checks: solutions pass all of them, stubs none, every known wrong version loses points."""

import ast
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from grading import catalogue, lab, misconceptions
from tests.helpers import check

LAB = lab.read()
FUNCTIONS = {
    name: [
        statement.name
        for statement in ast.parse((lab.SOLUTIONS / f"{name}.py").read_text("utf-8")).body
        if isinstance(statement, ast.FunctionDef) and not statement.name.startswith("_")
    ]
    for name in LAB.names
}
WRONG = [wrong for name in LAB.names for wrong in misconceptions.known(name)]


@pytest.mark.parametrize("in_process", [False, True])
def test_solutions_get_every_point(in_process: bool) -> None:
    result = check(lab.SOLUTIONS, in_process=in_process)
    assert result.passed
    assert result.score == result.max_score == 50


def test_stubs_are_not_started(tmp_path: Path) -> None:
    for name in LAB.names:
        (tmp_path / f"{name}.py").write_bytes((lab.STUBS / f"{name}.py").read_bytes())
    result = check(tmp_path)
    assert result.score == 0
    assert {c.state for e in result.exercises for c in e.checks} == {"not started"}


def test_points_are_counted_without_running() -> None:
    result = check(lab.SOLUTIONS)
    counted = {exercise.name: exercise.max_score for exercise in result.exercises}
    assert counted == {name: catalogue.points(name).total for name in LAB.names}


@pytest.mark.parametrize("name", LAB.names)
def test_every_exercise_has_visible_and_hidden_points(name: str) -> None:
    points = catalogue.points(name)
    assert points.visible > points.hidden > 0


@pytest.mark.parametrize("name", LAB.names)
def test_every_function_has_known_wrong_versions(name: str) -> None:
    known = [wrong.function for wrong in misconceptions.known(name)]
    few = {f: known.count(f) for f in FUNCTIONS[name] if known.count(f) < 5}
    assert not few
    sentences = [wrong.sentence for wrong in misconceptions.known(name)]
    assert all(sentence.endswith(".") and len(sentence) > 20 for sentence in sentences)


def test_a_counterexample_does_not_depend_on_what_else_is_checked() -> None:
    """Alone, after other checks, in a worker or in process, in a process of its own: the same."""
    program = (
        "import sys; from grading import lab, run; lab = lab.read();"
        "found = run.run(lab, sys.argv[1], sys.argv[3:], sys.argv[2] == 'True').exercises[-1];"
        "print([(c.state, c.message) for c in found.checks])"
    )
    wrong = next(w for w in WRONG if w.function == "max_pool")
    told = set()
    with tempfile.TemporaryDirectory() as folder:
        misconceptions.submission(wrong, Path(folder))
        for names in (["pooling"], ["filtering", "activations", "pooling"]):
            for in_process in (False, True):
                command = [sys.executable, "-c", program, folder, str(in_process), *names]
                run = subprocess.run(
                    command, cwd=lab.ROOT, capture_output=True, encoding="utf-8", check=True
                )
                told.add(run.stdout)
    assert len(told) == 1
    assert "wrong" in told.pop()


@pytest.mark.parametrize("wrong", WRONG, ids=lambda wrong: f"{wrong.exercise}.{wrong.name}")
def test_every_known_wrong_version_loses_points(
    wrong: misconceptions.Misconception, tmp_path: Path
) -> None:
    folder = misconceptions.submission(wrong, tmp_path)
    result = check(folder, wrong.exercise)
    assert result.score < result.max_score
    states = {c.state for e in result.exercises for c in e.checks}
    assert "fault" not in states
    assert states & {"wrong", "error"}
