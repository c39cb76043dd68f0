"""The basic model as one formula after another, in 64 bits.

Its sums run over the nine places of a kernel: as slow as loops over pixels is too slow here.
"""

from collections.abc import Sequence

import numpy as np


def scores(image: np.ndarray, weights: Sequence[np.ndarray]) -> np.ndarray:
    """What goes into softmax: (10,)."""
    arrays = [np.array(array, dtype=np.float64) for array in weights]
    kernel_1, bias_1, kernel_2, bias_2, kernel_3, bias_3, kernel_4, bias_4 = arrays[:8]
    weights_5, bias_5, weights_6, bias_6 = arrays[8:]

    maps = np.array(image, dtype=np.float64)  # 32
    maps = positive(convolution(maps, kernel_1, bias_1))  # 30
    maps = positive(convolution(maps, kernel_2, bias_2))  # 28
    maps = largest_of_four(maps)  # 14
    maps = positive(convolution(maps, kernel_3, bias_3))  # 12
    maps = positive(convolution(maps, kernel_4, bias_4))  # 10
    maps = largest_of_four(maps)  # 5
    row = np.concatenate([maps[i, j] for i in range(5) for j in range(5)])
    hidden = positive((row[:, None] * weights_5).sum(axis=0) + bias_5)
    return (hidden[:, None] * weights_6).sum(axis=0) + bias_6


def forward(image: np.ndarray, weights: Sequence[np.ndarray]) -> np.ndarray:
    """Probabilities: powers of e, divided by their sum."""
    powers = np.array([np.exp(score) for score in scores(image, weights)])
    return powers / powers.sum()


def convolution(image: np.ndarray, kernels: np.ndarray, biases: np.ndarray) -> np.ndarray:
    """The image moved to each place of the kernel, times the weights there, added up."""
    height, width, _ = image.shape
    rows, columns = kernels.shape[:2]
    high, wide = height - rows + 1, width - columns + 1
    total = np.zeros((high, wide, kernels.shape[3])) + biases
    for i in range(rows):
        for j in range(columns):
            total += image[i : i + high, j : j + wide] @ kernels[i, j]
    return total


def positive(maps: np.ndarray) -> np.ndarray:
    """What is below 0 becomes 0."""
    return np.where(maps > 0, maps, 0.0)


def largest_of_four(maps: np.ndarray) -> np.ndarray:
    """The largest of each 2 by 2 square; the maps here have even sides."""
    upper = np.maximum(maps[0::2, 0::2], maps[0::2, 1::2])
    lower = np.maximum(maps[1::2, 0::2], maps[1::2, 1::2])
    return np.maximum(upper, lower)
