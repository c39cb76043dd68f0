"""Model: the basic model as a stack of Keras layers, its loss, and three learning rates."""

from typing import Any

import numpy as np
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from solutions.figures.style import BLUE, GREEN, GREY, INK, ORANGE, RED

KINDS = {
    "Conv2D": ("CONV", BLUE),
    "MaxPooling2D": ("POOL", GREEN),
    "Flatten": ("flatten", GREY),
    "Dense": ("FC", ORANGE),
    "Dropout": ("drop", GREY),
}
# Of the lesson's example: what three pictures' right classes get.
RIGHT = (0.7, 0.25, 0.9)


def draw() -> Figure:
    """Above: the layers in order. Below: the loss of one picture, and Adam on a bowl."""
    figure = plt.figure(figsize=(9.6, 6.4))
    above, below = figure.subfigures(2, 1, squeeze=False, height_ratios=(8, 11)).flat
    stack = above.subplots()
    above.subplots_adjust(left=0.01, right=0.99, top=0.99, bottom=0.02)
    _stack(stack)
    loss, rates = below.subplots(1, 2)
    below.subplots_adjust(left=0.08, right=0.985, top=0.9, bottom=0.15, wspace=0.2)
    _loss(loss)
    _rates(rates)
    return figure


def _stack(panel: Axes) -> None:
    from solutions.model import build_basic_model

    layers = build_basic_model().layers
    for place, layer in enumerate(layers):
        _layer(panel, place, layer)
    for height, name in ((1.62, "layer"), (-0.32, "output"), (-0.88, "parameters")):
        panel.text(-0.55, height, name, ha="right", va="center", fontsize=10, weight="bold")
    panel.set(xlim=(-1.75, len(layers) - 0.4), ylim=(-1.1, 1.8))
    panel.axis("off")


def _layer(panel: Axes, place: int, layer: Any) -> None:
    kind, color = KINDS[type(layer).__name__]
    drop = kind == "drop"
    panel.add_patch(
        Rectangle(
            (place - 0.43, 0),
            0.86,
            1.4,
            facecolor="white" if drop or kind == "flatten" else color,
            edgecolor=color,
            linestyle="--" if drop else "-",
            linewidth=2,
            alpha=1,
        )
    )
    filled = kind in ("CONV", "POOL", "FC")
    config = layer.get_config()
    number = config.get("filters") or config.get("units") or config.get("rate") or ""
    lines = [kind, str(number), config.get("activation", "")]
    panel.text(
        place, 0.7, "\n".join(lines).rstrip(), ha="center", va="center", linespacing=1.6,
        color="white" if filled and color != ORANGE else INK, fontsize=9.5,
        weight="bold" if filled else "normal",
    )  # fmt: skip
    shape = "\n".join(map(str, layer.output.shape[1:])) if not drop else ""
    panel.text(place, 1.62, str(place), ha="center", va="center", fontsize=10, color=INK)
    panel.text(place, -0.1, shape, ha="center", va="top", fontsize=9, linespacing=1.2)
    if layer.count_params():
        panel.text(place, -0.88, f"{layer.count_params():,}", ha="center", va="center", fontsize=10)


def _loss(panel: Axes) -> None:
    p = np.linspace(0.03, 1, 200)
    panel.plot(p, -np.log(p), color=BLUE, linewidth=2)
    for right in RIGHT:
        panel.plot([right, right, 0], [0, -np.log(right), -np.log(right)], color=GREY, linewidth=1)
        panel.plot(right, -np.log(right), "o", color=ORANGE, markersize=9, markeredgecolor=INK)
        panel.text(right + 0.02, -np.log(right) + 0.14, f"{right:g}: {-np.log(right):.3f}")
    panel.plot(0.1, np.log(10), "s", color="white", markersize=9, markeredgecolor=INK)
    panel.text(0.13, np.log(10) + 0.1, "one of ten, guessed: 2.303")
    panel.set(xlim=(0, 1.03), ylim=(0, 3.5), xlabel="probability of the right class")
    panel.set_ylabel("loss")
    panel.set_title("the loss of one picture: -ln p")


def _rates(panel: Axes) -> None:
    steps = 60
    for rate, style, color, name in (
        (0.002, ":", INK, "0.002: too small"),
        (0.05, "-", BLUE, "0.05: fine"),
        (0.8, "--", RED, "0.8: too large"),
    ):
        panel.plot(_adam(rate, steps), style, color=color, linewidth=2, label=name)
    panel.legend(loc="upper right", frameon=False)
    panel.set(xlim=(0, steps), ylim=(0, 1.75), xlabel="step", yticks=[0, 0.5, 1])
    panel.set_ylabel("loss")
    panel.set_title("Adam in a bowl, with three learning rates")


def _adam(rate: float, steps: int) -> list[float]:
    """Losses w * w on the way from w = 1 (Kingma and Ba, 2015, algorithm 1).

    As with batches, each step sees the slope only roughly.
    """
    rng = np.random.default_rng(0)
    weight, mean, square = 1.0, 0.0, 0.0
    losses = [weight**2]
    for step in range(1, steps + 1):
        slope = 2 * weight + rng.normal(0, 1)
        mean = 0.9 * mean + 0.1 * slope
        square = 0.999 * square + 0.001 * slope**2
        corrected = mean / (1 - 0.9**step), square / (1 - 0.999**step)
        weight -= rate * corrected[0] / (corrected[1] ** 0.5 + 1e-7)
        losses.append(weight**2)
    return losses
