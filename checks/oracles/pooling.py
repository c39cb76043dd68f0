"""Pooling, written as its definition reads: the values of a square, and what becomes of them."""

from collections.abc import Callable

import numpy as np


def max_pool(image: np.ndarray, size: int = 2) -> np.ndarray:
    """The last of the square's values in ascending order."""
    return _pool(image, size, lambda values: sorted(values)[-1])


def min_pool(image: np.ndarray, size: int = 2) -> np.ndarray:
    """The first of the square's values in ascending order."""
    return _pool(image, size, lambda values: sorted(values)[0])


def mean_pool(image: np.ndarray, size: int = 2) -> np.ndarray:
    """The sum of the square's values, divided by their number."""
    return _pool(image, size, lambda values: sum(values) / len(values))


def _pool(image: np.ndarray, size: int, choose: Callable[[list[float]], float]) -> np.ndarray:
    height, width, channels = image.shape
    pooled = np.empty((height // size, width // size, channels))
    for i, j, c in np.ndindex(pooled.shape):
        pooled[i, j, c] = choose(
            [
                float(image[row, column, c])
                for row in range(i * size, (i + 1) * size)
                for column in range(j * size, (j + 1) * size)
            ]
        )
    return pooled
