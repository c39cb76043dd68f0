"""Results: a confusion matrix of made-up answers, and four shapes with what was predicted."""

import numpy as np
from matplotlib import pyplot as plt
from matplotlib.figure import Figure
from matplotlib.patches import Circle, Ellipse, Polygon, Rectangle

from solutions.figures.style import BLUE, GREY, INK, RED

NAMES = ("circle", "oval", "square", "triangle", "cross")
MATRIX = np.array(
    [[19, 1, 0, 0, 0], [9, 10, 1, 0, 0], [0, 1, 18, 1, 0], [0, 0, 2, 17, 1], [0, 0, 1, 2, 17]]
)


def draw() -> Figure:
    """Left: the matrix, darker where the row has more. Right: shapes, one of them mistaken."""
    figure = plt.figure(figsize=(9.2, 4.6))
    panel = figure.add_axes((0.1, 0.12, 0.44, 0.74))
    panel.imshow(MATRIX / MATRIX.sum(axis=1, keepdims=True), cmap="Greys", vmin=0, vmax=1)
    for (row, column), count in np.ndenumerate(MATRIX):
        color = "white" if count > 9 else INK
        panel.text(column, row, str(count), ha="center", va="center", color=color)
    panel.set_xticks(range(5), NAMES)
    panel.set_yticks(range(5), NAMES)
    panel.set_xlabel("predicted class")
    panel.set_ylabel("true class")
    panel.tick_params(length=0)
    panel.set_title(f"{np.trace(MATRIX)} of {MATRIX.sum()} right")
    answers = (("circle", 0.93, ""), ("circle", 0.58, "true: oval"), ("square", 0.88, ""),
               ("cross", 0.71, ""))  # fmt: skip
    for place, (name, probability, wrong) in enumerate(answers):
        corner = (0.62 + 0.19 * (place % 2), 0.55 - 0.46 * (place // 2), 0.15, 0.3)
        picture = figure.add_axes(corner)
        picture.set_xlim(-1, 1)
        picture.set_ylim(-1, 1)
        picture.set_aspect("equal")
        picture.set_xticks([])
        picture.set_yticks([])
        picture.spines[:].set(visible=True, color=GREY)
        shapes = (
            [Circle((0.05, 0), 0.6, color=BLUE)],
            [Ellipse((0, 0.05), 1.35, 1.05, color=BLUE)],
            [Polygon([(-0.6, -0.4), (0.5, -0.6), (0.65, 0.5), (-0.45, 0.65)], color=BLUE)],
            [Rectangle((-0.65, -0.2), 1.3, 0.4, color=BLUE),
             Rectangle((-0.2, -0.65), 0.4, 1.3, color=BLUE)],
        )[place]  # fmt: skip
        for shape in shapes:
            picture.add_patch(shape)
        picture.set_title(f"{name} {probability:.0%}" + (f"\n{wrong}" if wrong else ""),
                          color=RED if wrong else INK, fontsize=11)  # fmt: skip
    return figure
