"""Dense: one image laid out in a row, one unit's answer to it, and dropout tossing its coins."""

import numpy as np
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from solutions.dense import dense, dropout, flatten
from solutions.figures.style import BLUE, GREY, INK, cells, frame

# The lesson page works through the same numbers: axes (row, column, channel).
IMAGE = np.array([[[1.0, 5.0], [2.0, 6.0]], [[3.0, 7.0], [4.0, 8.0]]])
UNIT = np.array([[[1.0, 0.0], [0.0, 1.0]], [[0.0, -1.0], [-1.0, 0.0]]])
BIAS = 5.0

# Everything is placed in inches, so that all cells have one size.
SIZE = (9.0, 6.5)
CELL = 0.58
LEFT, CHANNEL_STEP, ROW_LEFT = 0.35, 1.5, 4.0


def draw() -> Figure:
    """Left: the image and the unit's weights as they lie in space. Right: the same in a row."""
    row, weights = flatten(IMAGE), flatten(UNIT)
    answer = dense(row, weights[:, None], np.array([BIAS]))[0]
    dropped = dropout(row, 0.5, np.random.default_rng(47))
    figure = plt.figure(figsize=SIZE)

    for channel, panel in enumerate(_pair(figure, 4.72, IMAGE, "image (2, 2, 2)", (1, 8))):
        frame(panel, 0, 1, 1, 1)
        panel.set_xlabel(f"channel {channel}", labelpad=4)
    flat = _block(figure, ROW_LEFT, 5.01, row[None], "flattened (8,)", (1, 8))
    frame(flat, 0, 2, 1, 2)
    _line(figure, 4.35)

    _pair(figure, 2.74, UNIT, "weights of one unit, as a filter", (-2, 2))
    _block(figure, ROW_LEFT, 3.32, weights[None], "the same weights (8,)", (-2, 2))
    _block(figure, ROW_LEFT, 2.27, (row * weights)[None], "flattened times weights", (-8, 8))
    sentence = f"sum of the products {answer - BIAS:g}, plus the bias {BIAS:g}, makes {answer:g}"
    _text(figure, ROW_LEFT, 1.96, sentence, BLUE, "bold")
    _line(figure, 1.7)

    _block(figure, ROW_LEFT, 0.6, dropped[None], "after dropout, rate 0.5", (0, 16))
    _text(figure, ROW_LEFT, 0.29, f"sum before {row.sum():g}, after {dropped.sum():g}", BLUE)
    _text(figure, LEFT, 1.0, "dropout on the flattened row:")
    _text(figure, LEFT, 0.75, "a coin for every value,")
    _text(figure, LEFT, 0.5, "what is kept is doubled")
    return figure


def _pair(
    figure: Figure, bottom: float, values: np.ndarray, title: str, limits: tuple[float, float]
) -> list[Axes]:
    """The two channels of an array side by side, under one title."""
    titles = (title, "")
    return [
        _block(
            figure,
            LEFT + channel * CHANNEL_STEP,
            bottom,
            values[..., channel],
            titles[channel],
            limits,
        )
        for channel in (0, 1)
    ]


def _block(
    figure: Figure,
    left: float,
    bottom: float,
    values: np.ndarray,
    title: str,
    limits: tuple[float, float],
) -> Axes:
    height, width = values.shape
    panel = figure.add_axes(
        (left / SIZE[0], bottom / SIZE[1], width * CELL / SIZE[0], height * CELL / SIZE[1])
    )
    cells(panel, values, limits=limits)
    panel.set_title(title, loc="left")
    panel.spines[:].set(visible=True, color=GREY)
    for edge in range(1, width):
        panel.axvline(edge - 0.5, color="white", linewidth=1.5)
    for edge in range(1, height):
        panel.axhline(edge - 0.5, color="white", linewidth=1.5)
    return panel


def _text(
    figure: Figure, x: float, y: float, text: str, color: str = INK, weight: str = "normal"
) -> None:
    figure.text(x / SIZE[0], y / SIZE[1], text, color=color, weight=weight)


def _line(figure: Figure, y: float) -> None:
    """Keep the three parts apart."""
    height = y / SIZE[1]
    ends = (LEFT / SIZE[0], 1 - LEFT / SIZE[0])
    figure.add_artist(Line2D(ends, (height, height), color=GREY, linewidth=0.6))
