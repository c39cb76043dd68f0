"""Ascent as its definition reads: one number after the other, slopes found by trying out."""

import math
from collections.abc import Callable, Sequence

import numpy as np

from checks.oracles import feature_maps

NUDGE = 1e-4


def displayable(image: np.ndarray) -> np.ndarray:
    """What the values are before they become whole numbers, 0 to 255."""
    values = [float(value) for value in image.ravel()]
    mean = math.fsum(values) / len(values)
    deviation = math.sqrt(math.fsum((value - mean) ** 2 for value in values) / len(values))
    if min(values) == max(values):
        return np.full(image.shape, 127.5)
    moved = [0.5 + 0.1 * (value - mean) / deviation for value in values]
    return np.array([255 * min(max(value, 0.0), 1.0) for value in moved]).reshape(image.shape)


def climb(
    gradient: Callable[[np.ndarray], np.ndarray], start: np.ndarray, steps: int, step_size: float
) -> list[np.ndarray]:
    """All images on the way: the start, and the one after each step."""
    images = [start.astype(float)]
    for _ in range(steps):
        slope = gradient(images[-1]).astype(float)
        length = math.sqrt(math.fsum(float(s) ** 2 for s in slope.ravel()) / slope.size)
        step = [step_size * float(s) / (length + 1e-5) for s in slope.ravel()]
        images.append(images[-1] + np.array(step).reshape(slope.shape))
    return images


def answer(
    layers: feature_maps.Layers, weights: Sequence[np.ndarray], unit: int, image: np.ndarray
) -> float:
    """The mean of a feature map of the last of these layers, or the answer of its unit."""
    got = feature_maps.outputs(layers, weights, image)[-1][..., unit].ravel().tolist()
    return math.fsum(got) / len(got)


def slope(
    layers: feature_maps.Layers, weights: Sequence[np.ndarray], unit: int, image: np.ndarray
) -> np.ndarray:
    """How much the answer grows for each value of the image: nudge it up and down, and look."""
    found = np.empty(image.shape)
    for place in np.ndindex(image.shape):
        nudge = np.zeros(image.shape)
        nudge[place] = NUDGE
        up, down = (answer(layers, weights, unit, image + sign * nudge) for sign in (1, -1))
        found[place] = (up - down) / (2 * NUDGE)
    return found
