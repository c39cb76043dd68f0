"""Checks of the exercise `pooling`."""

from typing import Any, NamedTuple

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from checks.oracles import pooling as oracle
from checks.strategies import pixels, sizes, small_values
from grading.expect import DTypes, expect, points, refuses


class Case(NamedTuple):
    """An image, and the side of squares of which one at least fits into it."""

    image: np.ndarray
    size: int


@st.composite
def cases(draw: st.DrawFn, uint8: bool = False) -> Case:
    size = draw(sizes(3))
    height, width = (size * draw(sizes(3)) + draw(sizes(size - 1, 0)) for _ in range(2))
    shape = height, width, draw(sizes(3))
    return Case(draw(pixels(shape) if uint8 else small_values(shape)), size)


@points(1)
@given(case=cases())
def test_max(pooling: Any, case: Case) -> None:
    """max_pool keeps the largest value of every square, channel by channel."""
    got = pooling.max_pool(case.image, case.size)
    expect(got).to_match(oracle.max_pool(*case))


@points(1)
@given(case=cases())
def test_min(pooling: Any, case: Case) -> None:
    """min_pool keeps the smallest value of every square, channel by channel."""
    got = pooling.min_pool(case.image, case.size)
    expect(got).to_match(oracle.min_pool(*case))


@points(1)
@given(case=cases())
def test_mean(pooling: Any, case: Case) -> None:
    """mean_pool keeps the mean of every square, channel by channel."""
    got = pooling.mean_pool(case.image, case.size)
    expect(got).to_match(oracle.mean_pool(*case))


@points(1)
def test_refusals(pooling: Any) -> None:
    """A size below 1, or larger than a side of the image, is refused with a ValueError."""
    for pool in (pooling.max_pool, pooling.min_pool, pooling.mean_pool):
        pool(np.ones((4, 6, 1)), 2)  # which is not to be refused
        for shape, size in (
            ((4, 6, 1), 0),
            ((4, 6, 1), -1),
            ((4, 6, 1), -2),
            ((4, 6, 1), 5),
            ((5, 3, 1), 4),
            ((2, 2, 3), 3),
        ):
            with refuses(ValueError, naming=("size", "Size", str(size))):
                pool(np.ones(shape), size)


@points(1, hidden=True)
def test_corners(pooling: Any) -> None:
    """Pools hold for size 1, size 2 by default, one square, leftovers, channels, large values."""
    values = np.arange(0.0, 175.0).reshape(5, 7, 5) * 37 % 101 - 50
    for image, size in (
        (values[:1, :1, :1], 1),
        (values, 1),
        (values, 2),
        (values[:4, :6, :1], 2),
        (values[:3, :, :2], 3),
        (values[:, :4], 4),
        (values, 5),
        (values[:2, :2] * 1e10 - 1e12, 2),
        (values[:2, :2] * 1e10 + 1e12, 2),
    ):
        arguments = (image,) if size == 2 else (image, size)
        expect(pooling.max_pool(*arguments)).to_match(oracle.max_pool(image, size))
        expect(pooling.min_pool(*arguments)).to_match(oracle.min_pool(image, size))
        expect(pooling.mean_pool(*arguments)).to_match(oracle.mean_pool(image, size))


@points(1, hidden=True)
@given(case=cases(uint8=True))
def test_types(pooling: Any, case: Case) -> None:
    """Pools take uint8 and float32 images; the mean has its decimals, and nothing overflows."""
    for image in (case.image, case.image.astype(np.float32)):
        # the extremes of whole numbers may stay whole numbers
        dtype: DTypes = "number" if image.dtype == np.uint8 else "floating"
        got = pooling.max_pool(image, size=case.size)
        expect(got).to_match(oracle.max_pool(image, case.size), dtype=dtype)
        got = pooling.min_pool(image, size=case.size)
        expect(got).to_match(oracle.min_pool(image, case.size), dtype=dtype)
        got = pooling.mean_pool(image, size=case.size)
        expect(got).to_match(oracle.mean_pool(image, case.size))
