"""Filtering: one answer worked out cell by cell, and what two edge kernels see in a picture."""

import numpy as np
from matplotlib import pyplot as plt
from matplotlib.figure import Figure

from solutions.figures.style import BLUE, RED, cells, frame, note, place, scene
from solutions.filtering import apply_filter, edge_kernels

# The lesson page works through the same numbers.
IMAGE = np.array([[1.0, 2, 0, 1], [3, 1, 1, 0], [0, 2, 4, 1]])
KERNEL = np.array([[1.0, 2], [0, -1]])
CELL = 0.66


def draw() -> Figure:
    """Above: image, kernel and feature map as numbers. Below: a picture and its two edge maps."""
    figure = plt.figure(figsize=(9, 6.6))
    _numbers(figure)
    _edges(figure)
    return figure


def _numbers(figure: Figure) -> None:
    answers = apply_filter(IMAGE[..., None], KERNEL[..., None])
    left, bottom = 0.7, 2.4
    panels = []
    for values, title in ((IMAGE, "image"), (KERNEL, "kernel"), (answers, "feature map")):
        height, width = values.shape
        panel = place(figure, left, bottom - CELL * height, CELL * width, CELL * height)
        cells(panel, values, f"{title} ({height}, {width})")
        panels.append(panel)
        left += CELL * width + 0.9
    for row, column, color, x, sum_of_products in (
        (0, 0, RED, 2.45, "top left:  1·1 + 2·2 + 3·0 + 1·(-1) = 4"),
        (1, 2, BLUE, 6.55, "bottom right:  1·1 + 0·2 + 4·0 + 1·(-1) = 0"),
    ):
        frame(panels[0], row, column, 2, 2, color)
        frame(panels[2], row, column, 1, 1, color)
        note(figure, x, 2.72, sum_of_products, color, "bold")


def _edges(figure: Figure) -> None:
    grey = scene().mean(axis=-1, keepdims=True)
    vertical, horizontal = (apply_filter(grey, kernel[..., None]) for kernel in edge_kernels())
    shows = (
        (grey[..., 0], "a grey picture", 0.0, 1.0),
        (vertical, "answers of the vertical kernel", -1.5, 1.5),
        (horizontal, "answers of the horizontal kernel", -1.5, 1.5),
    )
    side = 2.7
    for number, (values, title, low, high) in enumerate(shows):
        panel = place(figure, 0.25 + number * (side + 0.2), 3.45, side, side)
        panel.imshow(values, cmap="Greys_r", vmin=low, vmax=high)
        panel.set_title(title, fontsize=11)
    note(figure, 5.95, 6.36, "grey: 0   ·   white: positive   ·   black: negative")
