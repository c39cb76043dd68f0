"""Checks of the exercise `importance`.

The predictors are the check's own: their answers are known, and their calls are counted.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from checks.oracles import importance as oracle
from checks.strategies import pixels, sizes
from checks.test_dataset import shows
from grading.expect import Expectation, expect, points

CLASSES = 3


class Predictor:
    """Probabilities that depend on the image by a known formula, and a count of the calls."""

    def __init__(
        self, probability: Callable[[np.ndarray], float], label: int, shape: tuple[int, ...]
    ) -> None:
        self.probability = probability
        self.label = label
        self.shape = shape
        self.calls = 0
        self.images = 0

    def __call__(self, images: np.ndarray) -> np.ndarray:
        """Give (B, CLASSES); images (B, *shape), a batch axis is required."""
        images = np.asarray(images, float)
        if images.shape[1:] != self.shape:
            raise ValueError(f"a batch of images {self.shape} is wanted, not {images.shape}")
        self.calls += 1
        self.images += len(images)
        answers = np.empty((len(images), CLASSES))
        for row, image in zip(answers, images, strict=True):
            row[:] = (1 - self.probability(image)) / (CLASSES - 1)
            row[self.label] = self.probability(image)
        return answers


class Case(NamedTuple):
    """An image, and weights of its pixels in the probability of one class."""

    image: np.ndarray
    weights: np.ndarray
    label: int
    size: int
    value: float


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Small images of eighths in float32 or float64, and squares that fit."""
    height, width, channels = draw(sizes(5, 2)), draw(sizes(6, 2)), draw(sizes(2))
    width += height == width
    image = draw(pixels((height, width, channels))) % 9 / 8
    weights = (draw(pixels(image.shape)) % 9 - 4) / (64.0 * image.size)
    return Case(
        image.astype(np.float32) if draw(st.booleans()) else image,
        weights,
        draw(st.integers(0, CLASSES - 1)),
        draw(sizes(min(height, width))),
        draw(st.sampled_from([0.5, 0.0, 1.0])),
    )


@points(1)
@given(case=cases(), row=st.integers(0, 4), column=st.integers(0, 4))
def test_occlude(importance: Any, case: Case, row: int, column: int) -> None:
    """occlude covers a square in a copy of the image, cut off at the border."""
    row, column = row % case.image.shape[0], column % case.image.shape[1]
    got = importance.occlude(case.image, row, column, case.size, case.value)
    expect(got).to_match(oracle.occlude(case.image, row, column, case.size, case.value))


@points(1)
@settings(max_examples=25)
@given(case=cases())
def test_importance_map(importance: Any, case: Case) -> None:
    """Each pixel of importance_map holds the mean drop over the squares that cover it."""
    # the label's class is not the most probable one: the others have about 0.4 each
    shape = case.image.shape
    predict = Predictor(lambda image: 0.2 + float((image * case.weights).sum()), case.label, shape)
    got = importance.importance_map(predict, case.image, case.label, case.size, case.value)
    expected = oracle.importance_map(predict.probability, case.image, case.size, case.value)
    # the drops are small: some thousandths, of which 32 bits leave a few millionths
    expect(got).to_match(expected, tolerance=2e-6)


@points(1)
def test_batches_and_plot(importance: Any) -> None:
    """The copies go through predict in batches, and plot_importance shows image and map."""
    image = np.random.default_rng(1).random((9, 8, 3))
    bright = Predictor(lambda image: float(image[2:5, 3:6].mean() * 0.9), 1, image.shape)
    got = importance.importance_map(bright, image, 1)
    squares = len(oracle.corners(image.shape, 5))
    judge_calls(expect(got), bright, squares)
    expect(got).to_match(oracle.importance_map(bright.probability, image), tolerance=1e-6)

    picture = np.random.default_rng(2).random((6, 7, 3))
    drops = np.zeros((6, 7))
    drops[1:3, 4:6], drops[4, 0] = 0.4, -0.2
    judge_plot(importance, picture, drops)


@points(1, hidden=True)
def test_one_pixel_and_many_squares(importance: Any) -> None:
    """A single pixel that decides is found, whatever the size of the squares; large images too."""
    image = np.full((7, 10, 1), 0.25, np.float32)
    image[2, 6] = 1.0
    for size, value in ((1, 0.0), (3, 0.5), (7, 0.75)):
        decided = Predictor(lambda image: 0.05 + 0.9 * float(image[2, 6, 0]), 2, image.shape)
        got = importance.importance_map(decided, image, 2, size=size, value=value)
        expected = oracle.importance_map(decided.probability, image, size, value)
        expect(got).to_match(expected, tolerance=1e-6)
    large = np.random.default_rng(3).normal(size=(26, 22, 3))
    edges = Predictor(
        lambda image: 1 / (1 + float(np.exp(-image[0, 0, 0] - image[-1, -1, 2]))), 0, large.shape
    )
    got = importance.importance_map(edges, large, 0, 4, -0.5)
    squares = len(oracle.corners(large.shape, 4))
    judge_calls(expect(got), edges, squares)
    expected = oracle.importance_map(edges.probability, large, 4, -0.5)
    expect(got).to_match(expected, tolerance=1e-6)
    grey = np.random.default_rng(4).random((5, 8, 3)).astype(np.float32)
    judge_plot(importance, grey, np.random.default_rng(5).normal(0, 0.1, (5, 8)))


def judge_calls(expectation: Expectation, predict: Predictor, squares: int) -> None:
    """Require batches: far fewer calls than squares, and no square left out."""
    if predict.calls > 2 + squares / 4:
        expectation.fail(
            f"the {squares} occluded copies to go through predict in batches",
            f"predict was called {predict.calls} times",
            "np.stack makes a batch of many copies",
        )


def judge_plot(importance: Any, picture: np.ndarray, drops: np.ndarray) -> None:
    """Require the image and the map, side by side or one over the other."""
    got = importance.plot_importance(picture, drops)
    expectation = expect(got)
    panels = expectation.to_be_figure().panels
    drawn = [image for panel in panels for image in panel["images"]]
    white = np.clip(255 * picture.astype(float), 0, 1)  # as Matplotlib cuts it off
    for image in drawn:
        if image.shape == picture.shape and np.allclose(np.clip(image, 0, 1), white, atol=1e-3):
            expectation.fail(
                "the image in the figure, from 0 to 1",
                "255 times the image in floating point",
                "imshow cuts floating point off at 1, so that all is white",
            )
    if not any(shows(image, picture) or _in_grey(image, picture) for image in drawn):
        expectation.fail(
            "the image in the figure", f"{len(drawn)} pictures, and it is none of them"
        )
    if not any(_holds(image, drops) for image in drawn):
        expectation.fail(
            f"the importance map, of shape {drops.shape}, in the figure",
            f"{len(drawn)} pictures, and it is none of them",
        )
    expectation.to_leave_arguments()


def _in_grey(image: np.ndarray, picture: np.ndarray) -> bool:
    """Whether it is the picture in shades of grey, as below a map that lies over it."""
    if image.shape[:2] != picture.shape[:2]:
        return False
    grey = image.astype(float)
    grey = grey[..., :3].mean(axis=-1) if grey.ndim == 3 else grey
    wanted = picture.mean(axis=-1)
    return bool(np.ptp(grey) > 0 and np.corrcoef(grey.ravel(), wanted.ravel())[0, 1] > 0.9)


def _holds(image: np.ndarray, drops: np.ndarray) -> bool:
    """Whether these are the drops: as they are, scaled, positive ones only, sizes, or coloured."""
    if image.shape[:2] != drops.shape:
        return False
    values = image.astype(float)
    candidates = [values] if values.ndim == 2 else [values[..., c] for c in range(values.shape[2])]
    wanted = (drops, np.maximum(drops, 0), np.abs(drops))
    return any(
        np.ptp(found) > 0 and abs(np.corrcoef(found.ravel(), want.ravel())[0, 1]) > 0.8
        for found in candidates
        for want in wanted
    )
