"""Functions of a check that are given to the student's: called with what keeps the grader busy."""

import resource
import sys
import time
from pathlib import Path

import pytest

from grading import lab
from grading.run import run
from tests import helpers

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="measured on POSIX systems")
LAB = lab.read()

PREDICT = """

def importance_map(predict, image, label, size=5, value=0.5):
    try:
        predict({given})
    except ValueError:
        pass
    return np.zeros(image.shape[:2])
"""
GIVEN = {
    "no pixel": "np.empty((60_000, 1, 1, 0), np.float32)",
    "a pixel": "np.zeros((60_000, 1, 1, 1), np.float32)",
    "more than a frame of them may hold": "np.empty((2_000_000, 1, 1, 0), np.float32)",
    "half a gigabyte": "np.zeros(500 << 20, np.uint8)",
}


@pytest.mark.parametrize("case", GIVEN)
def test_pictures_without_end_are_not_looked_at(tmp_path: Path, case: str) -> None:
    folder = helpers.compose(tmp_path)
    helpers.append(folder, "importance", PREDICT.format(given=GIVEN[case]))
    before = time.monotonic()
    result = run(LAB, folder, ["importance"])
    assert helpers.states(result)["importance.test_importance_map"] in ("wrong", "error"), result
    assert time.monotonic() - before < 40
    (found,) = result.exercises
    assert found.score == 1, found  # occlude is right


ASCENT = """

def gradient_ascent(gradient, start, steps=40, step_size=1.0):
    big = np.zeros((900, 65_000), np.uint8)
    for _ in range(40):
        try:
            gradient(big)
        except ValueError:
            {then}
    return start
"""


@pytest.mark.parametrize("then", ["pass", "raise"])
def test_arrays_for_a_gradient_are_not_kept(tmp_path: Path, then: str) -> None:
    """Forty of them would be gigabytes in the grading process."""
    folder = helpers.compose(tmp_path)
    helpers.append(folder, "activation_maximization", ASCENT.format(then=then))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    result = run(LAB, folder, ["activation_maximization"])
    unit = 1 if sys.platform == "darwin" else 1024
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * unit
    assert grown < 600 << 20, f"{grown >> 20} MiB"
    states = helpers.states(result)
    assert states["activation_maximization.test_tools"] in ("wrong", "error"), states
    if then == "raise":
        (found,) = result.exercises
        (check,) = [each for each in found.checks if each.id.endswith("test_tools")]
        assert "gradient wants an image of shape" in (check.message or ""), check
        assert "called with an array of shape (900, 65000)" in (check.message or "")


SPLIT = """

def train_validation_split(images, labels, fraction, rng):
    many = 2_000_000
    return np.repeat(images[:1], many, 0), np.repeat(labels[:1], many, 0), images[:0], labels[:0]
"""


def test_a_split_without_end_is_not_looked_at_to_its_end(tmp_path: Path) -> None:
    """Each image by itself would take the grading process hours, whatever calls may take."""
    folder = helpers.compose(tmp_path)
    helpers.append(folder, "dataset", SPLIT)
    result = run(LAB, folder, ["dataset"])
    (found,) = result.exercises
    (check,) = [each for each in found.checks if each.id.endswith("test_split")]
    assert check.state == "wrong"
    assert check.seconds < 30


def test_pictures_whose_places_are_not_told_are_no_answer(tmp_path: Path) -> None:
    """A worker may say of a figure what it likes."""
    folder = helpers.compose(tmp_path)
    helpers.append(folder, "results", """
from grading.worker import figures

told = figures.panels

def panels(figure):
    found = told(figure)
    for panel in found:
        panel["image_places"] = [(np.zeros(0), np.array(1.0)) for _ in panel["images"]]
    return found

figures.panels = panels
""")  # fmt: skip
    states = helpers.states(run(LAB, folder, ["results"]))
    assert "fault" not in states.values(), states
    assert states["results.test_plots"] == "error"


HUGE = """
from grading.worker import figures

told = figures.panels

def panels(figure):
    found = told(figure)
    for panel in found:
        if [image.ndim for image in panel["images"]] == [2]:  # of a matrix
            panel["images"] = [np.full(({side}, {side}), float(np.std(panel["images"][0])))]
            panel["image_places"] = [(np.zeros({side}), np.zeros({side}))]
            panel["texts"], panel["text_places"] = [], []
    return found

figures.panels = panels
"""


@pytest.mark.parametrize("side", [3000, 6000])
def test_pictures_without_end_in_a_figure_take_no_memory(tmp_path: Path, side: int) -> None:
    """All of their values change from one figure to the next, and each would be listed."""
    folder = helpers.compose(tmp_path)
    helpers.append(folder, "results", HUGE.format(side=side))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    states = helpers.states(run(LAB, folder, ["results"]))
    unit = 1 if sys.platform == "darwin" else 1024
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * unit
    assert "fault" not in states.values(), states
    assert grown < 900 << 20, f"{grown >> 20} MiB"
