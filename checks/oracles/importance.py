"""Occlusion square by square, and importance pixel by pixel, as their definitions read."""

from collections.abc import Callable

import numpy as np


def occlude(image: np.ndarray, row: int, column: int, size: int, value: float) -> np.ndarray:
    """The image, with the value at each pixel that lies in the square."""
    covered = np.array(image, dtype=np.float64)
    for i, j in np.ndindex(covered.shape[:2]):
        if row <= i < row + size and column <= j < column + size:
            covered[i, j] = value
    return covered


def corners(shape: tuple[int, ...], size: int) -> list[tuple[int, int]]:
    """Where the squares lie that fit into an image (H, W, C)."""
    return [
        (row, column)
        for row in range(shape[0])
        for column in range(shape[1])
        if row + size <= shape[0] and column + size <= shape[1]
    ]


def importance_map(
    probability: Callable[[np.ndarray], float], image: np.ndarray, size: int = 5, value: float = 0.5
) -> np.ndarray:
    """For each pixel, the mean of the drops of the squares in which it lies.

    probability  of the label in question, of one image
    """
    whole = probability(np.array(image, dtype=np.float64))
    drops = {
        corner: whole - probability(occlude(image, *corner, size, value))
        for corner in corners(image.shape, size)
    }
    result = np.empty(image.shape[:2])
    for i, j in np.ndindex(result.shape):
        covering = [
            drop
            for (row, column), drop in drops.items()
            if row <= i < row + size and column <= j < column + size
        ]
        result[i, j] = sum(covering) / len(covering)
    return result
