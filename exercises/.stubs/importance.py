"""Part 4, importance: cover an image piece by piece, and see which piece the answer needs.

Read importance.md first; `python grader.py check importance` says how far you are.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def occlude(image: np.ndarray, row: int, column: int, size: int, value: float) -> np.ndarray:
    """Copy an image, and cover a square of the copy with one value.

    image   (H, W, C), floating point
    row     of the square's top left corner
    column  likewise
    size    side of the square; what would lie beyond the image's border is left out
    value   what the square holds, in all channels

    Returns (H, W, C); the image given stays as it is.
    """
    raise NotImplementedError  # write this function


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
    raise NotImplementedError  # write this function


def plot_importance(image: np.ndarray, importance: np.ndarray) -> Figure:
    """Show an image and what in it is important.

    image       (H, W, C), floating point from 0 to 1
    importance  (H, W), as importance_map gives it

    Returns a Matplotlib figure that shows the image and the map: side by side, or one over the
    other.
    """
    raise NotImplementedError  # write this function
