"""Generated inputs: small and lopsided, so that a counterexample can be read.

Values are whole numbers and halves held as floats: sums of their products are exact, and a
difference is never a matter of rounding. All strategies shrink towards zeros and small shapes.
"""

import math

import numpy as np
from hypothesis import strategies as st

# Order of shrinking: 0 first, then 1, -1, 2, … A byte of raw data picks one of them.
_SMALL = np.array([0, 1, -1, 2, -2, 3, -3, 0.5, -0.5, 1.5, -1.5, 2.5, -2.5])

_DRAW = 32  # bytes


def small_values(shape: tuple[int, ...]) -> st.SearchStrategy[np.ndarray]:
    """Arrays of the numbers -3, -2.5 … 3; float64."""
    return _bytes(shape).map(lambda raw: _SMALL[raw % len(_SMALL)])


def pixels(shape: tuple[int, ...]) -> st.SearchStrategy[np.ndarray]:
    """Arrays of 0 … 255; uint8, in which careless sums overflow."""
    return _bytes(shape)


def sizes(most: int = 6, least: int = 1) -> st.SearchStrategy[int]:
    """Lengths of an axis."""
    return st.integers(least, most)


def seeds() -> st.SearchStrategy[int]:
    """Seeds for `numpy.random.default_rng`, where a check wants much data and a small example."""
    return st.integers(0, 2**16)


def _bytes(shape: tuple[int, ...]) -> st.SearchStrategy[np.ndarray]:
    # One draw for all the values: a hundred times faster than a draw for each. It is longer than
    # needed, so that a shape can shrink while the draw stays valid.
    count = math.prod(shape)
    length = -(-count // _DRAW) * _DRAW
    return st.binary(min_size=length, max_size=length).map(
        lambda raw: np.frombuffer(raw, np.uint8)[:count].reshape(shape).copy()
    )
