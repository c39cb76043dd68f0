"""Features of images: the layers of a small network up to its only row of values, in 64 bits."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from checks.oracles.convolution import conv2d
from checks.oracles.remembered import remembered

EPSILON = 1e-3  # that Keras adds to a variance when it normalises


@remembered
def features(
    layers: Sequence[tuple[str, dict[str, Any]]],
    weights: Sequence[np.ndarray],
    images: np.ndarray,
) -> np.ndarray:
    """(N, D), where the maps of every image have become one row; layers as the workbench has them.

    All weights of the model may be given: those of later layers are not looked at.
    """
    return np.array([_row(layers, list(weights), image) for image in images])


def _row(
    layers: Sequence[tuple[str, dict[str, Any]]], left: list[np.ndarray], image: np.ndarray
) -> np.ndarray:
    maps = np.array(image, dtype=np.float64)
    for kind, options in layers:
        if kind == "Conv2D":
            maps = conv2d(maps, left.pop(0), left.pop(0), padding=options.get("padding", "valid"))
        elif kind == "BatchNormalization":
            scale, shift, mean, variance = (left.pop(0) for _ in range(4))
            maps = (maps - mean) / np.sqrt(variance + EPSILON) * scale + shift
        elif kind == "MaxPooling2D":
            height, width, filters = maps.shape
            smaller = np.empty((height // 2, width // 2, filters))
            for i, j, f in np.ndindex(smaller.shape):
                smaller[i, j, f] = maps[2 * i : 2 * i + 2, 2 * j : 2 * j + 2, f].max()
            maps = smaller
        elif kind == "Flatten":
            return np.array(maps.ravel().tolist())
        elif kind == "GlobalAveragePooling2D":
            return np.array([maps[..., f].mean() for f in range(maps.shape[-1])])
        elif kind == "GlobalMaxPooling2D":
            return np.array([maps[..., f].max() for f in range(maps.shape[-1])])
        else:
            assert kind in ("ReLU", "Dropout"), kind
        if kind == "ReLU" or options.get("activation") == "relu":
            maps = np.where(maps > 0, maps, 0.0)
    raise AssertionError("no layer makes a row of the maps")


def cross_entropy(probabilities: np.ndarray, one_hot: np.ndarray) -> float:
    """Mean of minus the logarithm of the right class's probability."""
    right = [float(row[want.argmax()]) for row, want in zip(probabilities, one_hot, strict=True)]
    return float(np.mean([-np.log(max(p, 1e-12)) for p in right]))
