"""Part 1, pooling: make a feature map smaller by letting each small square speak with one value."""

import numpy as np


def max_pool(image: np.ndarray, size: int = 2) -> np.ndarray:
    """Keep the largest value of every square, channel by channel.

    image  (H, W, C), uint8 or floating point
    size   side of the squares; they lie side by side, so the stride is the size too

    Returns (H // size, W // size, C), floating point. Rows and columns left over at the far edge
    are dropped.
    Raises ValueError, naming size, if it is below 1 or larger than either side of the image.
    """
    return _squares(image, size).max(axis=(1, 3))


def min_pool(image: np.ndarray, size: int = 2) -> np.ndarray:
    """Keep the smallest value of every square, channel by channel.

    Arguments, result and errors as for max_pool.
    """
    return _squares(image, size).min(axis=(1, 3))


def mean_pool(image: np.ndarray, size: int = 2) -> np.ndarray:
    """Keep the mean of every square, channel by channel.

    Arguments, result and errors as for max_pool. The mean of 1 and 2 is 1.5, for uint8 too.
    """
    return _squares(image, size).mean(axis=(1, 3))


def _squares(image: np.ndarray, size: int) -> np.ndarray:
    """Cut the image into squares: (H // size, size, W // size, size, C), floating point."""
    height, width, channels = image.shape
    if not 1 <= size <= min(height, width):
        raise ValueError(f"size must be from 1 to {min(height, width)}, not {size}")
    rows, columns = height // size, width // size
    kept = image[: rows * size, : columns * size].astype(float)
    return kept.reshape(rows, size, columns, size, channels)
