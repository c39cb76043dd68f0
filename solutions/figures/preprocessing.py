"""Preprocessing: pixel values before and after, and the way that training takes downhill."""

import numpy as np
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from datasets import shapes
from solutions.figures.style import BLUE, GREEN, GREY, INK, ORANGE, RED
from solutions.preprocessing import channel_statistics, standardize

CHANNELS = (("red", RED, "-"), ("green", GREEN, "--"), ("blue", BLUE, ":"))
# Contrast and brightness of the channels: pictures as if taken in evening light.
CONTRAST = np.array([0.35, 0.30, 0.20])
BRIGHTNESS = np.array([150.0, 75.0, 15.0])
STEPS = 12


def draw() -> Figure:
    """Left: pixels as they come. Right: standardized. Above: values. Below: gradient descent."""
    pictures, _ = shapes.draw(20, seed=(3, 1))
    images = pictures * CONTRAST + BRIGHTNESS
    prepared = standardize(images, *channel_statistics(images))
    figure, panels = plt.subplots(2, 2, figsize=(9, 7), height_ratios=(3, 4))
    figure.subplots_adjust(left=0.08, right=0.97, top=0.94, bottom=0.05, wspace=0.18, hspace=0.42)
    _values(panels[0, 0], images, (0, 255), "pixels as they come")
    _values(panels[0, 1], prepared, (-3, 3), "the same pixels, standardized")
    _descent(panels[1, 0], images)
    _descent(panels[1, 1], prepared)
    return figure


def _values(panel: Axes, images: np.ndarray, ends: tuple[int, int], title: str) -> None:
    """How often each value occurs, channel by channel."""
    edges = np.linspace(*ends, 41)
    for channel, (name, color, line) in enumerate(CHANNELS):
        counts, _ = np.histogram(images[..., channel], edges)
        panel.plot(edges[:-1], counts, color=color, linestyle=line, linewidth=2.2, label=name)
    panel.margins(y=0.3)
    panel.set(title=title, xlim=ends, xlabel="value of a pixel")
    panel.set_ylim(bottom=0)
    panel.set_yticks([])
    panel.set_ylabel("how many")
    panel.legend(frameon=False, loc="upper center", ncols=3)


def _descent(panel: Axes, images: np.ndarray) -> None:
    """Gradient descent of one neuron, without a bias, with weights for red and blue.

    Its loss is the mean square of its error, a bowl whose bottom is put at (0, 0). The step is
    0.3 of the longest that does not run away, by the same rule for both kinds of pixels.
    """
    pixels = images[..., [0, 2]].reshape(-1, 2).astype(float)
    bowl = pixels.T @ pixels / len(pixels)
    step = 0.6 / np.linalg.eigvalsh(bowl).max()
    path = [np.array([-0.85, 0.75])]
    for _ in range(STEPS):
        path.append(path[-1] - step * bowl @ path[-1])
    ways = np.array(path)

    side = np.linspace(-1.05, 1.05, 201)
    weights = np.stack(np.meshgrid(side, side), axis=-1)
    loss = np.einsum("yxi,ij,yxj->yx", weights, bowl, weights)
    levels = loss.max() * np.array([0.01, 0.05, 0.15, 0.3, 0.5, 0.75, 1.0])
    greys = [str(grey) for grey in np.linspace(0.6, 0.98, len(levels))]
    panel.contourf(side, side, loss, levels=[0, *levels], colors=greys)
    panel.plot(*ways.T, "o-", color=INK, markersize=6, linewidth=1.5)
    panel.plot(*ways[0], "s", color=BLUE, markersize=11, label="start")
    panel.plot(0, 0, "*", color=ORANGE, markersize=18, markeredgecolor=INK, label="best weights")
    panel.set(xlabel="weight of red", ylabel="weight of blue", xticks=[], yticks=[])
    left = np.hypot(*ways[-1]) / np.hypot(*ways[0])
    panel.set_title(f"after {STEPS} steps, {left:.0%} of the way is left")
    panel.spines[:].set(visible=True, color=GREY)
    panel.legend(loc="lower right", edgecolor=GREY, fancybox=False)
