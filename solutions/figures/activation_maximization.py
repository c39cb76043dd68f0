"""Activation maximization: one climb in five pictures, and what six hand-made filters look for.

The network is written here, in NumPy: two layers of filters whose taste is known beforehand, so
that the pictures can be compared with it.
"""

import numpy as np
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.lib.stride_tricks import sliding_window_view

from solutions.activation_maximization import displayable, gradient_ascent
from solutions.figures.style import INK, note, place

SIDE = 44  # of the pictures
ANGLES = np.arange(8) * np.pi / 8  # of the stripes that the first layer looks for
GREY, ORANGE_BLUE = np.array([1.0, 1.0, 1.0]), np.array([1.2, 0.35, -0.8])


def draw() -> Figure:
    """Above: from noise to stripes. Below: three filters of each layer, and their pictures."""
    figure = plt.figure(figsize=(9.2, 5.25))
    _climb(figure)
    _tastes(figure)
    return figure


def stripes(angle: float, color: np.ndarray, wave: float = 4.0) -> np.ndarray:
    """A (5, 5, 3) kernel for stripes that run at an angle, one `wave` of pixels apart."""
    down, right = np.mgrid[-2:3, -2:3]
    across = right * np.sin(angle) + down * np.cos(angle)
    kernel = np.cos(2 * np.pi * across / wave) * np.exp(-(down**2 + right**2) / 5)
    return (kernel - kernel.mean())[..., None] * color


def first_layer() -> np.ndarray:
    """(5, 5, 3, 10): grey stripes at eight angles, stripes of two colours, and checks."""
    down, right = np.mgrid[-2:3, -2:3]
    checks = (
        np.cos(np.pi * down / 2) * np.cos(np.pi * right / 2) * np.exp(-(down**2 + right**2) / 5)
    )
    kernels = [stripes(angle, GREY) for angle in ANGLES]
    kernels += [stripes(np.pi / 4, ORANGE_BLUE, 5.0), (checks - checks.mean())[..., None] * GREY]
    return np.stack(kernels, axis=-1)


def second_layer() -> np.ndarray:
    """(7, 7, 10, 3): rings, a lattice, and zigzags, made of the stripes of the first layer."""
    down, right = np.mgrid[-3:4, -3:4]
    weights = np.zeros((7, 7, 10, 3))
    distance = np.hypot(down, right)
    for number, angle in enumerate(ANGLES):
        # a ring's line runs at right angles to the way from its middle
        along = np.abs(np.cos(np.arctan2(down, right) + angle - np.pi / 2))
        weights[:, :, number, 0] = np.exp(-((distance - 3) ** 2)) * (along**8 - 0.35)
    weights[:, :, 0, 1] = weights[:, :, 4, 1] = np.exp(-(distance**2) / 4)
    weights[:, :, [2, 6], 1] = -0.6 * np.exp(-(distance**2) / 4)[..., None]
    weights[:3, :, 2, 2] = weights[4:, :, 6, 2] = 1.0
    weights[:3, :, 6, 2] = weights[4:, :, 2, 2] = -1.0
    return weights


def convolve(maps: np.ndarray, kernels: np.ndarray) -> np.ndarray:
    """One layer without biases, (H, W, C) to (H', W', F)."""
    windows = sliding_window_view(maps, kernels.shape[:2], axis=(0, 1))
    return np.einsum("ijcyx,yxcf->ijf", windows, kernels, optimize=True)


def back(slopes: np.ndarray, kernels: np.ndarray) -> np.ndarray:
    """From slopes of a layer's outputs (H', W', F) to slopes of its inputs (H, W, C)."""
    high, wide = kernels.shape[0] - 1, kernels.shape[1] - 1
    padded = np.pad(slopes, ((high, high), (wide, wide), (0, 0)))
    return convolve(padded, kernels[::-1, ::-1].swapaxes(2, 3))


def answer_and_slope(image: np.ndarray, layers: list[np.ndarray]) -> tuple[float, np.ndarray]:
    """The mean of the one map of the last layer after ReLU, and its gradient."""
    sums, maps = [], image
    for kernels in layers:
        sums.append(convolve(maps, kernels))
        maps = np.maximum(sums[-1], 0)
    slopes = np.full(maps.shape, 1 / maps.size)
    for before, kernels in zip(reversed(sums), reversed(layers), strict=True):
        slopes = back(slopes * (before > 0), kernels)
    return float(maps.mean()), slopes


def picture(layers: list[np.ndarray], steps: int = 40, step_size: float = 1.0) -> np.ndarray:
    """The image after so many steps, from the same grey noise each time."""
    start = np.random.default_rng(0).uniform(0.4, 0.6, (SIDE, SIDE, 3))
    return gradient_ascent(
        lambda image: answer_and_slope(image, layers)[1], start, steps, step_size
    )


def _climb(figure: Figure) -> None:
    layers = [first_layer()[..., [2]]]
    side, gap, top = 1.6, 0.16, 0.35
    for number, steps in enumerate((0, 2, 4, 8, 40)):
        left = 0.28 + number * (side + gap)
        image = picture(layers, steps, step_size=0.02)
        panel = place(figure, left, top, side, side)
        panel.imshow(displayable(image))
        panel.set_title(f"{steps} steps" if steps else "grey noise")
        answer = answer_and_slope(image, layers)[0]
        note(figure, left + side / 2, top + side + 0.16, f"answer {answer:.2f}")


def _tastes(figure: Figure) -> None:
    first, second = first_layer(), second_layer()
    side, gap, top = 1.32, 0.12, 2.78
    small = 0.62
    shown = (
        ("upright", [first[..., [4]]]),
        ("orange, blue", [first[..., [8]]]),
        ("checks", [first[..., [9]]]),
        ("rings", [first, second[..., [0]]]),
        ("a lattice", [first, second[..., [1]]]),
        ("zigzags", [first, second[..., [2]]]),
    )
    for number, (title, layers) in enumerate(shown):
        left = 0.28 + number * (side + gap) + (0.12 if number > 2 else 0)
        panel = place(figure, left, top, side, side)
        panel.imshow(displayable(picture(layers)))
        panel.set_title(title)
        below = place(figure, left + (side - small) / 2, top + side + 0.14, small, small)
        if len(layers) == 1:
            below.imshow(displayable(layers[0][..., 0]))
        else:
            _strokes(below, layers[1][..., 0])
    note(
        figure,
        0.28 + 1.5 * side + gap,
        top + side + small + 0.3,
        "first layer: its kernels (5, 5, 3)",
    )
    note(
        figure,
        0.4 + 4.5 * side + 4 * gap,
        top + side + small + 0.3,
        "second layer: which stripes it wants where",
    )


def _strokes(panel: Axes, weights: np.ndarray) -> None:
    """The stripes that a kernel of the second layer adds up most, drawn where it looks for them."""
    for row, column, number in np.argwhere(weights[..., : len(ANGLES)] > 0.5 * weights.max()):
        angle = ANGLES[number]
        reach = 0.62 * np.array([np.cos(angle), -np.sin(angle)])
        panel.plot(
            column + reach[0] * np.array([-1, 1]),
            row + reach[1] * np.array([-1, 1]),
            color=INK,
            linewidth=1.3,
            solid_capstyle="round",
        )
    panel.set(xlim=(-1, 7), ylim=(7, -1), aspect="equal")
