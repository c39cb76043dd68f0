"""Pooling: the squares of a small map, and what three pools keep of a picture."""

import numpy as np
from matplotlib import pyplot as plt
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from solutions.figures.style import BLUE, GREEN, ORANGE, RED, cells, frame, note, place, scene
from solutions.pooling import max_pool, mean_pool, min_pool

# The lesson page works through the same numbers.
IMAGE = np.array([[1.0, 3, 2, 0, 9], [5, 3, 0, 2, 9], [4, 0, 1, 2, 9], [0, 0, 1, 5, 9]])
CELL = 0.55


def draw() -> Figure:
    """Above: four squares and their maximum, minimum, mean. Below: a picture, pooled by 6."""
    figure = plt.figure(figsize=(9.2, 5.7))
    _numbers(figure)
    _pictures(figure)
    return figure


def _numbers(figure: Figure) -> None:
    bottom = 2.65
    panel = place(figure, 0.35, bottom - 4 * CELL, 5 * CELL, 4 * CELL)
    cells(panel, IMAGE, "four squares of size 2", limits=(0, 5))
    panel.add_patch(
        Rectangle((3.5, -0.5), 1, 4, facecolor="white", edgecolor="#BBBBBB", hatch="////", alpha=1)
    )
    for row in range(4):
        box = {"facecolor": "white", "edgecolor": "none", "pad": 1.5}
        panel.text(4, row, f"{IMAGE[row, 4]:g}", ha="center", va="center", bbox=box)
    note(figure, 0.35 + 4.5 * CELL, bottom + 0.2, "left over")

    colors = ((RED, BLUE), (GREEN, ORANGE))
    squares = [(row, column) for row in range(2) for column in range(2)]
    for row, column in squares:
        frame(panel, 2 * row, 2 * column, 2, 2, colors[row][column], inset=0.05)
    for number, (pool, name) in enumerate(
        ((max_pool, "max"), (min_pool, "min"), (mean_pool, "mean"))
    ):
        kept = pool(IMAGE[..., None])[..., 0]
        small = place(figure, 4.3 + 1.7 * number, bottom - 3 * CELL, 2 * CELL, 2 * CELL)
        cells(small, kept, name, limits=(0, 5))
        for row, column in squares:
            frame(small, row, column, 1, 1, colors[row][column], inset=0.05)


def _pictures(figure: Figure) -> None:
    picture = scene()
    shows = (
        (picture, "picture (96, 96, 3)"),
        (max_pool(picture, 6), "max, size 6: (16, 16, 3)"),
        (min_pool(picture, 6), "min"),
        (mean_pool(picture, 6), "mean"),
    )
    side = 2.08
    for number, (pixels, title) in enumerate(shows):
        panel = place(figure, 0.2 + number * (side + 0.16), 3.45, side, side)
        panel.imshow(pixels)
        panel.set_title(title, fontsize=11)
