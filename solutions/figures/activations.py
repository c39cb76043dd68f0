"""Activations: ReLU and its relatives, the sigmoid, and softmax before and after a shift."""

from math import erf

import numpy as np
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine

from solutions.activations import relu, sigmoid, softmax
from solutions.figures.style import BLUE, GREEN, GREY, INK, ORANGE, RED

# The lesson page works through the same scores.
SCORES = np.array([2.0, 1.0, -1.0])


def draw() -> Figure:
    """Two panels of curves above, two of softmax bars below."""
    layout = ConstrainedLayoutEngine(w_pad=0.12, h_pad=0.12, hspace=0.06, wspace=0.06)
    figure, panels = plt.subplots(2, 2, figsize=(9, 6.6), layout=layout)
    _relatives(panels[0, 0])
    _sigmoid(panels[0, 1])
    _bars(panels[1, 0], SCORES, "three scores", "{:g}")
    _bars(panels[1, 1], softmax(SCORES), "their softmax, which adds up to 1", "{:.3f}")
    panels[1, 0].set_ylim(-1.5, 2.5)
    panels[1, 1].set_ylim(0, 0.85)
    return figure


def _relatives(panel: Axes) -> None:
    """ReLU and its relatives, by the formulas of the lesson page."""
    x = np.linspace(-4, 2, 601)
    phi = np.array([(1 + erf(value / 2**0.5)) / 2 for value in x])
    panel.axhline(0, color=GREY, linewidth=1)
    panel.axvline(0, color=GREY, linewidth=1)
    for y, name, color, line in (
        (x * phi, "GELU", GREEN, (0, (1, 1))),
        (np.where(x > 0, x, np.expm1(x)), "ELU, a = 1", BLUE, (0, (5, 2))),
        (np.where(x > 0, x, 0.1 * x), "leaky ReLU, slope 0.1", ORANGE, (0, (5, 1, 1, 1))),
        (relu(x), "ReLU", INK, "solid"),
    ):
        panel.plot(x, y, color=color, linestyle=line, linewidth=2.4, label=name)
    handles, names = panel.get_legend_handles_labels()
    panel.legend(handles[::-1], names[::-1], frameon=False, loc="upper left", handlelength=3)
    panel.set(xlim=(-4, 2), ylim=(-1.1, 2.1), yticks=[-1, 0, 1, 2])
    panel.set_title("ReLU and its relatives")


def _sigmoid(panel: Axes) -> None:
    x = np.linspace(-6, 7, 401)
    panel.axhline(0, color=GREY, linewidth=1)
    panel.plot(x, sigmoid(x), color=INK, linewidth=2.4)
    for value in (-2.0, 0.0, 2.0):
        y = float(sigmoid(np.array(value)))
        panel.plot(value, y, "o", color=RED, markersize=7)
        panel.annotate(
            f"sigmoid({value:g}) = {y:.3f}",
            (value, y),
            xytext=(10, -4),
            textcoords="offset points",
            va="top",
        )
    panel.axhline(1, color=GREY, linewidth=1, linestyle=":")
    panel.set(xlim=(-6, 7), ylim=(-0.05, 1.1), xticks=range(-6, 7, 2), yticks=[0, 0.5, 1])
    panel.set_title("sigmoid")


def _bars(panel: Axes, values: np.ndarray, title: str, form: str) -> None:
    names = ("cat", "dog", "frog")
    panel.bar(names, values, color=[BLUE, ORANGE, GREEN], edgecolor=INK, width=0.6)
    for number, value in enumerate(values):
        panel.annotate(
            form.format(value),
            (number, value),
            xytext=(0, 5 if value > 0 else -5),
            textcoords="offset points",
            ha="center",
            va="bottom" if value > 0 else "top",
        )
    panel.axhline(0, color=INK, linewidth=1)
    panel.spines[["left", "bottom"]].set_visible(False)
    panel.set_yticks([])
    panel.tick_params(axis="x", length=0, pad=8)
    panel.set_title(title)
