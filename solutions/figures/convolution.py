"""Convolution: what four filters of one layer answer, and where "same" padding puts its zeros."""

import numpy as np
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from solutions.convolution import conv2d
from solutions.figures.style import BLUE, INK, RED, cells, frame, note, place, scene
from solutions.filtering import edge_kernels

# The lesson page works through the same numbers.
IMAGE = np.arange(1.0, 17).reshape(4, 4)
CELL = 0.5


def draw() -> Figure:
    """Above: a picture and four feature maps. Below: "same" padding with a stride of 2."""
    figure = plt.figure(figsize=(9.2, 6.1))
    _feature_maps(figure)
    _same_padding(figure)
    return figure


def _feature_maps(figure: Figure) -> None:
    picture = scene()
    kernels = np.zeros((3, 3, 3, 4))
    kernels[..., 0] = 1 / 27  # the mean of all 27 numbers: a soft grey picture
    kernels[..., 1], kernels[..., 2] = (kernel[..., None] / 3 for kernel in edge_kernels())
    kernels[1, 1, :, 3] = 1, 0, -1
    maps = conv2d(picture, kernels, np.zeros(4))

    side, gap, top = 1.66, 0.13, 0.85
    first = place(figure, 0.15, top, side, side)
    first.imshow(picture)
    first.set_title("image")
    names = ("brightness", "vertical edges", "horizontal edges", "red minus blue")
    for number, name in enumerate(names):
        panel = place(figure, 0.15 + (number + 1) * (side + gap), top, side, side)
        low = 0.0 if number == 0 else -1.0
        panel.imshow(maps[..., number], cmap="Greys_r", vmin=low, vmax=1)
        panel.set_title(name)
    note(figure, 0.15 + side / 2, 0.28, "(96, 96, 3)")
    middle = 0.15 + side + gap + (4 * side + 3 * gap) / 2
    note(
        figure, middle, 0.28, "one layer with four filters: feature maps (94, 94, 4)", weight="bold"
    )


def _same_padding(figure: Figure) -> None:
    kernels = np.zeros((3, 3, 1, 1))
    kernels[1, 1] = 1
    answers = conv2d(IMAGE[..., None], kernels, np.zeros(1), stride=2, padding="same")[..., 0]
    padded = np.pad(IMAGE, (0, 1))

    bottom = 5.85
    image = place(figure, 0.9, bottom - 5 * CELL, 5 * CELL, 5 * CELL)
    cells(image, padded, 'image, padding "same", stride 2')
    for zero in range(5):
        _zero(image, 4, zero)
        _zero(image, zero, 4)
    kernel = place(figure, 4.5, bottom - 4 * CELL, 3 * CELL, 3 * CELL)
    cells(kernel, kernels[..., 0, 0], "kernel")
    feature_map = place(figure, 7.1, bottom - 3.5 * CELL, 2 * CELL, 2 * CELL)
    cells(feature_map, answers, "feature map")
    for row, column, color in ((0, 0, RED), (2, 2, BLUE)):
        frame(image, row, column, 3, 3, color)
        frame(feature_map, row // 2, column // 2, 1, 1, color)


def _zero(panel: Axes, row: int, column: int) -> None:
    """Draw one cell of padding: white, hatched, with a 0."""
    corner = (column - 0.5, row - 0.5)
    panel.add_patch(Rectangle(corner, 1, 1, facecolor="white", edgecolor="#D8D8D8", hatch="////"))
    box = {"facecolor": "white", "edgecolor": "none", "pad": 1.5}
    panel.text(column, row, "0", ha="center", va="center", color=INK, bbox=box)
