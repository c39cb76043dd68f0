"""The basic model for pictures of any size, and two smaller ones, in 64 bits."""

from collections.abc import Sequence

import numpy as np

from .network import convolution, positive

Weights = Sequence[np.ndarray]


def parts(
    weights: Weights, input_shape: tuple[int, int, int], num_classes: int
) -> list[np.ndarray] | None:
    """Kernels and biases in the order of the layers, found by their shapes; None where one lacks.

    A model may name its layers, and so order its weights, as it likes; a bias follows its kernel.
    """
    left = list(zip(weights[0::2], weights[1::2], strict=False))
    found: list[np.ndarray] = []
    for shape in shapes(input_shape, num_classes):
        fitting = [n for n, (w, b) in enumerate(left) if (w.shape, b.shape) == (shape, shape[-1:])]
        if not fitting:
            return None
        found += left.pop(fitting[0])
    return found if len(found) == len(weights) else None


def shapes(input_shape: tuple[int, int, int], num_classes: int) -> list[tuple[int, ...]]:
    """Shapes of the six kernels: a convolution takes 2 off each side, a pool halves it."""
    height, width, channels = input_shape
    for _ in range(2):
        height, width = (height - 4) // 2, (width - 4) // 2
    convolutions = [(3, 3, channels, 32), (3, 3, 32, 32), (3, 3, 32, 64), (3, 3, 64, 64)]
    return [*convolutions, (height * width * 64, 256), (256, num_classes)]


def forward(images: np.ndarray, weights: Weights) -> np.ndarray:
    """Probabilities (N, classes) of images (N, H, W, C), one image after the other."""
    arrays = [np.array(array, dtype=np.float64) for array in weights]
    return np.array([_forward(np.array(image, dtype=np.float64), arrays) for image in images])


def _forward(image: np.ndarray, weights: Weights) -> np.ndarray:
    kernel_1, bias_1, kernel_2, bias_2, kernel_3, bias_3, kernel_4, bias_4 = weights[:8]
    weights_5, bias_5, weights_6, bias_6 = weights[8:]
    maps = positive(convolution(image, kernel_1, bias_1))
    maps = positive(convolution(maps, kernel_2, bias_2))
    maps = largest_of_four(maps)
    maps = positive(convolution(maps, kernel_3, bias_3))
    maps = positive(convolution(maps, kernel_4, bias_4))
    maps = largest_of_four(maps)
    hidden = positive(row(maps) @ weights_5 + bias_5)
    return shares(hidden @ weights_6 + bias_6)


def small_forward(images: np.ndarray, weights: Weights) -> np.ndarray:
    """A model of one convolution with ReLU and one fully connected layer with softmax."""
    kernel_1, bias_1, weights_2, bias_2 = [np.array(array, dtype=np.float64) for array in weights]
    answers = [positive(convolution(image, kernel_1, bias_1)) for image in images]
    return np.array([shares(row(maps) @ weights_2 + bias_2) for maps in answers])


def dense_forward(images: np.ndarray, weights: Weights) -> np.ndarray:
    """A model of one fully connected layer with softmax."""
    matrix, biases = [np.array(array, dtype=np.float64) for array in weights]
    return np.array([shares(row(image) @ matrix + biases) for image in images])


def largest_of_four(maps: np.ndarray) -> np.ndarray:
    """The largest of each 2 by 2 square; a row or column left over is dropped."""
    height, width = maps.shape[0] // 2, maps.shape[1] // 2
    pooled = [
        [maps[2 * i : 2 * i + 2, 2 * j : 2 * j + 2].max(axis=(0, 1)) for j in range(width)]
        for i in range(height)
    ]
    return np.array(pooled)


def row(maps: np.ndarray) -> np.ndarray:
    """All values, pixel after pixel."""
    return np.concatenate([pixel for line in maps for pixel in line])


def shares(scores: np.ndarray) -> np.ndarray:
    """Softmax: powers of e, divided by their sum."""
    powers = np.exp(scores - scores.max())
    return powers / powers.sum()
