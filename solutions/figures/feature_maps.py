"""Feature maps: a drawing on its way through two layers of hand-made filters and a pool."""

import numpy as np
from matplotlib import pyplot as plt
from matplotlib.figure import Figure

from solutions.activations import relu
from solutions.convolution import conv2d
from solutions.figures.style import INK, RED, note, place, scene
from solutions.pooling import max_pool

RIGHT = np.array([[-1.0, 0, 1], [-2, 0, 2], [-1, 0, 1]]) / 4
BELOW, EVEN = RIGHT.T, np.full((3, 3), 1 / 9)
POINTS = np.array([[-1.0, -1, -1], [-1, 8, -1], [-1, -1, -1]]) / 8
GREY = np.array([1.0, 1.0, 1.0]) / 3
DEAD = "dead"
# Filters of the first layer: what they look for, their pattern, how much each colour counts, bias.
FIRST = (
    ("lighter\nto the right", RIGHT, GREY, 0.0),
    ("darker\nto the right", -RIGHT, GREY, 0.0),
    ("lighter\nbelow", BELOW, GREY, 0.0),
    ("darker\nbelow", -BELOW, GREY, 0.0),
    ("points", POINTS, GREY, 0.0),
    ("blue", EVEN, np.array([-1.0, 0.0, 1.0]), 0.0),
    ("red", EVEN, np.array([1.0, -1.0, 0.0]), 0.0),
    (DEAD, POINTS, GREY, -3.0),
)
# Filters of the second: what they look for, the numbers of the first that they add up, bias.
SECOND = (
    ("corner ┌", (1, 3), -0.4),
    ("corner ┐", (0, 3), -0.4),
    ("corner └", (1, 2), -0.4),
    ("corner ┘", (0, 2), -0.4),
    ("upright", (0, 1), 0.0),
    ("level", (2, 3), 0.0),
    ("edge, blue", (0, 1, 2, 3, 5), -0.45),
    ("edge, red", (0, 1, 2, 3, 6), -0.45),
)


def draw() -> Figure:
    """The picture, and three rows of eight maps that come from it."""
    picture = scene(64)
    first = np.stack([np.multiply.outer(pattern, colors) for _, pattern, colors, _ in FIRST], -1)
    second = np.zeros((3, 3, len(FIRST), len(SECOND)))
    for number, (_, parts, _) in enumerate(SECOND):
        second[:, :, parts, number] = EVEN[..., None]
    edges = relu(conv2d(picture, first, np.array([bias for *_, bias in FIRST])))
    pooled = max_pool(edges)
    corners = relu(conv2d(pooled, second, np.array([bias for *_, bias in SECOND])))

    figure = plt.figure(figsize=(9.2, 4.45))
    panel = place(figure, 0.15, 0.7, 1.25, 1.25)
    panel.imshow(picture)
    panel.set_title("picture\n(64, 64, 3)", fontsize=10)
    _row(figure, 0.7, "CONV 8", edges, [name for name, *_ in FIRST])
    _row(figure, 1.95, "POOL", pooled, [])
    _row(figure, 3.4, "CONV 8", corners, [name for name, *_ in SECOND])
    return figure


def _row(figure: Figure, top: float, layer: str, maps: np.ndarray, names: list[str]) -> None:
    """Eight maps side by side, each in greys of its own; above them what the filters look for."""
    side, left = 0.81, 2.38
    note(figure, 1.9, top + side / 2 - 0.1, layer, weight="bold")
    note(figure, 1.9, top + side / 2 + 0.12, str(maps.shape))
    for number in range(maps.shape[-1]):
        panel = place(figure, left + number * (side + 0.025), top, side, side)
        panel.imshow(maps[..., number], cmap="gray")
        if names:
            panel.set_title(names[number], fontsize=9, color=RED if names[number] == DEAD else INK)
