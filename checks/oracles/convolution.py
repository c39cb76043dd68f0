"""A convolutional layer, written as its definition reads: one sum for every position and filter."""

import math

import numpy as np

from checks.oracles.remembered import remembered


@remembered
def conv2d(
    image: np.ndarray,
    kernels: np.ndarray,
    biases: np.ndarray,
    stride: int = 1,
    padding: str = "valid",
) -> np.ndarray:
    """The answer of filter f at a position is the sum of products there, plus biases[f].

    There are no padded images here: what a kernel covers outside of the image counts 0.
    """
    height, width, channels = image.shape
    kernel_height, kernel_width, _, filters = kernels.shape
    rows = starts(height, kernel_height, stride, padding)
    columns = starts(width, kernel_width, stride, padding)
    answers = np.empty((len(rows), len(columns), filters))
    pixels, weights = image.tolist(), kernels.tolist()
    for i, j, f in np.ndindex(answers.shape):
        total = float(biases[f])
        for y in range(kernel_height):
            for x in range(kernel_width):
                row, column = rows[i] + y, columns[j] + x
                if 0 <= row < height and 0 <= column < width:
                    for c in range(channels):
                        total += float(pixels[row][column][c]) * float(weights[y][x][c][f])
        answers[i, j, f] = total
    return answers


def starts(size: int, kernel: int, stride: int, padding: str) -> list[int]:
    """Where the kernel starts along one axis, the image's first pixel being 0.

    As TensorFlow has it: https://www.tensorflow.org/api_docs/python/tf/nn#notes_on_padding_2
    """
    if padding == "valid":
        return [start for start in range(0, size, stride) if start + kernel <= size]
    unpadded = [number * stride for number in range(math.ceil(size / stride))]
    missing = max(unpadded[-1] + kernel - size, 0)
    return [start - missing // 2 for start in unpadded]


def count_parameters(kernel_size: tuple[int, int], channels: int, filters: int) -> int:
    """Count one by one: for each filter its weights, place by place and channel by channel."""
    count = 0
    for _ in range(filters):
        for _ in range(kernel_size[0]):
            for _ in range(kernel_size[1]):
                count += channels
        count += 1
    return count
