"""The outputs of a small network, layer by layer, each written as its definition reads."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from checks.oracles.convolution import conv2d

Layers = Sequence[tuple[str, dict[str, Any]]]


def outputs(
    layers: Layers, weights: Sequence[np.ndarray], image: np.ndarray
) -> dict[str, np.ndarray]:
    """What every named layer puts out for one image; layers as `Workbench.build` takes them."""
    left = list(weights)
    value = np.array(image, dtype=np.float64)
    found = {}
    for kind, options in layers:
        if kind == "Conv2D":
            value = conv2d(value, left.pop(0), left.pop(0), padding=options.get("padding", "valid"))
        elif kind == "Dense":
            matrix, biases = left.pop(0), left.pop(0)
            value = np.array([(value * column).sum() for column in matrix.T]) + biases
        elif kind == "MaxPooling2D":
            value = pooled(value)
        elif kind == "Flatten":
            value = np.array(value.ravel().tolist())
        elif kind == "Count":
            left.pop(0)
        else:
            assert kind in ("Dropout", "Activation", "ReLU"), kind
        value = activated(value, "relu" if kind == "ReLU" else options.get("activation"))
        if "name" in options:
            found[options["name"]] = value
    return found


def pooled(maps: np.ndarray) -> np.ndarray:
    """The largest value of every 2 by 2 square; what is left over at the far edges is dropped."""
    height, width, filters = maps.shape
    answers = np.empty((height // 2, width // 2, filters))
    for i, j, f in np.ndindex(answers.shape):
        answers[i, j, f] = max(maps[2 * i + y, 2 * j + x, f] for y in (0, 1) for x in (0, 1))
    return answers


def activated(value: np.ndarray, name: str | None) -> np.ndarray:
    """What an activation function makes of a layer's sums."""
    if name == "relu":
        return np.array([max(v, 0.0) for v in value.ravel()]).reshape(value.shape)
    if name == "softmax":
        powers = np.exp(value - value.max())
        return powers / powers.sum()
    assert name is None, name
    return value
