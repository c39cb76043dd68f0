"""Part 4, importance: cover an image piece by piece, and see which piece the answer needs."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_BATCH = 256  # copies that go through predict at once


def occlude(image: np.ndarray, row: int, column: int, size: int, value: float) -> np.ndarray:
    """Copy an image, and cover a square of the copy with one value.

    image   (H, W, C), floating point
    row     of the square's top left corner
    column  likewise
    size    side of the square; what would lie beyond the image's border is left out
    value   what the square holds, in all channels

    Returns (H, W, C); the image given stays as it is.
    """
    covered = image.copy()
    covered[row : row + size, column : column + size] = value
    return covered


def importance_map(
    predict: Callable[[np.ndarray], np.ndarray],
    image: np.ndarray,
    label: int,
    size: int = 5,
    value: float = 0.5,
) -> np.ndarray:
    """Find out how much of a class's probability each pixel holds up.

    predict  takes a batch (B, H, W, C) and gives probabilities (B, num_classes)
    image    (H, W, C), floating point
    label    the class whose probability is watched
    size     side of the squares; at most the image's shorter side
    value    what a covered square holds

    A square is put on every position where it lies wholly inside the image. Its drop is the
    label's probability for the image, minus that for the image with the square covered.

    Returns (H, W): for each pixel the mean drop over all squares that cover it. The covered
    copies go through predict in batches, not one by one.
    Method: Zeiler and Fergus (2014), "Visualizing and Understanding Convolutional Networks".
    """
    height, width, _ = image.shape
    rows, columns = height - size + 1, width - size + 1
    corners = list(np.ndindex(rows, columns))
    left = []  # of the label's probability, square by square
    for start in range(0, len(corners), _BATCH):
        copies = [
            occlude(image, row, column, size, value)
            for row, column in corners[start : start + _BATCH]
        ]
        left.append(predict(np.stack(copies))[:, label])
    drops = predict(image[np.newaxis])[0, label] - np.concatenate(left).reshape(rows, columns)

    # A pixel (i, j) of the square at (row, column) is pixel (row + i, column + j) of the image:
    # moved down and right by (i, j), the drops lie on the pixels that they belong to.
    total, squares = np.zeros((2, height, width))
    for i, j in np.ndindex(size, size):
        total[i : i + rows, j : j + columns] += drops
        squares[i : i + rows, j : j + columns] += 1
    return total / squares


def plot_importance(image: np.ndarray, importance: np.ndarray) -> Figure:
    """Show an image and what in it is important.

    image       (H, W, C), floating point from 0 to 1
    importance  (H, W), as importance_map gives it

    Returns a Matplotlib figure that shows the image and the map: side by side, or one over the
    other.
    """
    # Matplotlib takes half a second to import, and only this function needs it.
    from matplotlib import pyplot as plt

    figure, (left, right) = plt.subplots(1, 2, figsize=(7.4, 3.6), layout="constrained")
    left.imshow(image)
    left.set_title("image")
    # the same strength either way, so that no drop is white: the middle of the colours
    most = np.abs(importance).max() or 1.0
    drawn = right.imshow(importance, cmap="RdBu_r", vmin=-most, vmax=most)
    right.set_title("importance")
    figure.colorbar(drawn, ax=right, label="mean drop in probability", shrink=0.8)
    for panel in (left, right):
        panel.axis("off")
    return figure
