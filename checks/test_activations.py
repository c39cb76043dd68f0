"""Checks of the exercise `activations`."""

from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from checks.oracles import activations as oracle
from checks.strategies import pixels, sizes, small_values
from grading.expect import expect, points


@st.composite
def arrays(draw: st.DrawFn, scale: int = 1, uint8: bool = False) -> np.ndarray:
    """One to three axes of up to four values, from -3 to 3 times the scale."""
    shape = tuple(draw(st.lists(sizes(4), min_size=1, max_size=3)))
    return draw(pixels(shape)) if uint8 else draw(small_values(shape)) * scale


@points(1)
@given(x=arrays(), dtype=st.sampled_from([np.float64, np.int64]))
def test_relu(activations: Any, x: np.ndarray, dtype: type[np.generic]) -> None:
    """relu keeps what is positive, gives 0 for all else, and leaves the dtype as it is."""
    x = x.astype(dtype)
    expect(activations.relu(x)).to_match(oracle.relu(x), dtype=x.dtype)


@points(1)
@given(x=arrays(scale=2))
def test_sigmoid(activations: Any, x: np.ndarray) -> None:
    """sigmoid gives 1 / (1 + exp(-x)) for every number."""
    expect(activations.sigmoid(x)).to_match(oracle.sigmoid(x))


@points(1)
@given(x=arrays())
def test_softmax(activations: Any, x: np.ndarray) -> None:
    """softmax makes probabilities of the scores along the last axis."""
    expect(activations.softmax(x)).to_match(oracle.softmax(x))


@points(1)
def test_extremes(activations: Any) -> None:
    """All three are right, and without a warning, at 1e4 and at -1e4."""
    for scores in ([1e4, -1e4, 0.0, 3.0], [1e4, 9999.0, 1e4, 9998.5], [-1e4, -9999.0, -9998.5]):
        x = np.array(scores)
        expect(activations.relu(x)).to_match(oracle.relu(x), quiet=True)
        expect(activations.sigmoid(x)).to_match(oracle.sigmoid(x), quiet=True)
        expect(activations.softmax(x)).to_match(oracle.softmax(x), quiet=True)


@points(1, hidden=True)
@given(x=arrays(uint8=True))
def test_types(activations: Any, x: np.ndarray) -> None:
    """relu keeps every dtype; sigmoid and softmax give fractions of whole numbers too."""
    signed = x.view(np.int8)
    for given_x in (x, signed, signed.astype(np.float32)):
        expect(activations.relu(given_x)).to_match(oracle.relu(given_x), dtype=given_x.dtype)
    for small in ((x % 9).astype(np.int64) - 4, (x % 9).astype(np.float32) / 2):
        expect(activations.sigmoid(small)).to_match(oracle.sigmoid(small))
        expect(activations.softmax(small)).to_match(oracle.softmax(small))


@points(1, hidden=True)
def test_corners(activations: Any) -> None:
    """All three hold for one value, one class, four axes and rows that lie far apart."""
    for x in (
        np.array([-2.5]),
        np.array([[4.0], [0.0], [-4.0]]),
        np.array([[5000.0, 5001.0, 4999.0], [0.5, 1.0, -2.0], [-5000.0, -5001.0, -5000.5]]),
        np.array([[-1e4, 1e4], [-1e4, -1e4], [1e4, 1e4]], np.float32),
        np.arange(-60.0, 60.0).reshape(2, 3, 4, 5) / 4,
        np.arange(-12.0, 12.0).reshape(3, 2, 4, 1),
    ):
        quiet = x.shape[-1] > 1  # of a single class Keras says that it makes no sense
        expect(activations.relu(x)).to_match(oracle.relu(x), dtype=x.dtype, quiet=quiet)
        expect(activations.sigmoid(x)).to_match(oracle.sigmoid(x), quiet=quiet)
        expect(activations.softmax(x)).to_match(oracle.softmax(x), quiet=quiet)
