"""The checks: solutions pass all of them, stubs none, every known wrong version loses points."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from grading import catalogue, counterexample, lab, misconceptions, proxy, run
from grading.plugin import DID_NOT_RUN
from grading.sandbox import Sandbox, sealed, warm
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
    assert result.score == result.max_score == 80


def test_the_lab_and_its_checkpoints_are_worth_a_hundred_points() -> None:
    exercises = {e.name: catalogue.points(e.name).total for e in LAB.exercise}
    first = sum(exercises[e.name] for e in LAB.exercise if e.part < 3)
    checkpoints = sum(checkpoint.points for checkpoint in LAB.checkpoint)
    assert (first, checkpoints, sum(exercises.values()) + checkpoints) == (50, 20, 100)


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
    assert points.visible >= points.hidden > 0


@pytest.mark.parametrize("name", LAB.names)
def test_every_function_has_known_wrong_versions(name: str) -> None:
    known = [wrong.function for wrong in misconceptions.known(name)]
    few = {f: known.count(f) for f in FUNCTIONS[name] if known.count(f) < 5}
    assert not few
    sentences = [wrong.sentence for wrong in misconceptions.known(name)]
    assert all(sentence.endswith(".") and len(sentence) > 20 for sentence in sentences)


def test_inputs_do_not_depend_on_what_else_is_loaded(tmp_path: Path) -> None:
    """Hypothesis would draw from the numbers that it finds in the modules of this program."""
    (tmp_path / "numbers_of_mine.py").write_text(f"MINE = {list(range(1000, 1300))}\n", "utf-8")
    program = f"""
import sys
sys.path[:0] = [{str(lab.ROOT)!r}, {str(tmp_path)!r}]
import hypothesis
from hypothesis import strategies as st
from grading import direct, lab, plugin
plugin.Run(lab.read(), "solutions", host=direct.Direct(lab.SOLUTIONS))
if sys.argv[1:]:
    import numbers_of_mine
drawn = []
@hypothesis.seed("one")
@hypothesis.settings(max_examples=500)
@hypothesis.given(st.integers(0, 10**6))
def test(number):
    drawn.append(number)
test()
print(drawn)
"""
    told = {
        subprocess.run(
            [sys.executable, "-c", program, *arguments],
            cwd=tmp_path,
            capture_output=True,
            encoding="utf-8",
            check=True,
        ).stdout
        for arguments in ([], ["loaded"])
    }
    assert len(told) == 1
    assert not (tmp_path / ".hypothesis").exists()


@pytest.fixture(scope="module")
def box() -> Iterator[Sandbox]:
    """Workers that start within hundredths of a second: there are very many wrong versions."""
    found = warm.open_warm(sealed.NUMPY)
    yield found
    found.close()


@pytest.mark.parametrize("wrong", WRONG, ids=lambda wrong: f"{wrong.exercise}.{wrong.name}")
def test_every_known_wrong_version_loses_points(
    wrong: misconceptions.Misconception,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    box: Sandbox,
) -> None:
    """Those of Keras run in this process, where TensorFlow is loaded once for all of them."""
    monkeypatch.setattr(proxy, "SHRINKING_CALLS", 0)  # that it fails is enough, however large
    monkeypatch.chdir(tmp_path)  # some write where they should not
    folder = misconceptions.submission(wrong, tmp_path)
    in_process = LAB.get(wrong.exercise).needs == "keras"
    result = run.run(
        LAB, folder, [wrong.exercise], in_process, stop_early=True, sandbox=box,
        on_failure=lambda found: counterexample.keep(found, tmp_path),  # whatever it is made of
    )  # fmt: skip
    assert result.score < result.max_score
    states = [c.state for e in result.exercises for c in e.checks if c.message != DID_NOT_RUN]
    assert set(states) <= {"passed", "wrong", "error"}
    assert {"wrong", "error"} & set(states)
    others = {w.sentence for w in WRONG if w.function != wrong.function}
    named = {c.misconception for e in result.exercises for c in e.checks} - {None} - others
    assert named <= {wrong.sentence}
