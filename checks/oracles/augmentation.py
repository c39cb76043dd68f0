"""Augmentation, pixel by pixel: from which place of the old picture each new pixel comes."""

import math

import numpy as np


def flip_horizontal(images: np.ndarray) -> np.ndarray:
    """What lies so many columns from the left comes to lie so many from the right."""
    answers = np.empty_like(images)
    width = images.shape[2]
    for column in range(width):
        answers[:, :, width - 1 - column] = images[:, :, column]
    return answers


def shift(images: np.ndarray, rows: int, columns: int) -> np.ndarray:
    """Each pixel comes from `rows` above and `columns` to the left; from the edge beyond it."""
    count, height, width, _ = images.shape
    answers = np.empty_like(images)
    for n, i, j in np.ndindex(count, height, width):
        row = min(max(i - rows, 0), height - 1)
        column = min(max(j - columns, 0), width - 1)
        answers[n, i, j] = images[n, row, column]
    return answers


def zoom(image: np.ndarray, factor: float) -> np.ndarray:
    """Each pixel is read at its distance from the centre divided by the factor."""
    height, width, _ = image.shape
    answers = np.empty(image.shape)
    for i, j in np.ndindex(height, width):
        answers[i, j] = between(
            image,
            (i - (height - 1) / 2) / factor + (height - 1) / 2,
            (j - (width - 1) / 2) / factor + (width - 1) / 2,
        )
    return answers


def between(image: np.ndarray, row: float, column: float) -> np.ndarray:
    """The value at a place between pixels: four neighbours, each by the area opposite to it."""
    height, width, _ = image.shape
    row, column = min(max(row, 0.0), height - 1.0), min(max(column, 0.0), width - 1.0)
    top, left = math.floor(row), math.floor(column)
    total = np.zeros(image.shape[2])
    for i, down in ((top, 1 - (row - top)), (top + 1, row - top)):
        for j, right in ((left, 1 - (column - left)), (left + 1, column - left)):
            if down * right > 0:  # else the neighbour may lie outside
                total += down * right * image[i, j].astype(float)
    return total
