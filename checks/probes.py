"""Inputs that tell mistakes apart, for functions whose checks' inputs are too large to be kept.

A function EXERCISE_FUNCTION(workbench) gives lists of arguments, the same ones each time.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np

from checks.oracles.feature_maps import Layers
from checks.test_activation_maximization import DEEP, Ascent, weights_of
from checks.test_importance import Predictor
from checks.test_network import LAST_BIASES, random_weights, zero_weights
from grading.behaviour import Way
from grading.models import Workbench

PATTERNS: Layers = [
    ("Conv2D", {"filters": 3, "kernel_size": (2, 3), "activation": "relu", "name": "patterns"}),
    ("Flatten", {}),
    ("Dense", {"units": 4, "activation": "softmax", "name": "classes"}),
]
NAMES = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]


def network_forward(workbench: Workbench) -> Iterator[tuple[Any, ...]]:
    yield from _networks()


def network_classify(workbench: Workbench) -> Iterator[tuple[Any, ...]]:
    for image, weights in _networks():
        yield image, weights, NAMES


def _networks() -> Iterator[tuple[np.ndarray, list[np.ndarray]]]:
    yield np.random.default_rng(1).random((32, 32, 3)), zero_weights(LAST_BIASES)
    for seed in (11, 12):
        yield np.random.default_rng(seed).random((32, 32, 3)), random_weights(seed)


def importance_importance_map(workbench: Workbench) -> Iterator[tuple[Any, ...]]:
    for seed, (height, width, channels), size, value, usual in (
        (1, (4, 6, 1), 2, 0.5, 0.5),
        (2, (5, 4, 3), 3, 0.0, 0.5),
        (3, (3, 5, 2), 1, 0.25, 0.5),
        (4, (4, 5, 1), 4, 0.5, 0.5),
        (5, (6, 5, 3), 2, 1.0, 0.1),  # the label is not the most probable class
    ):
        rng = np.random.default_rng(seed)
        image = rng.random((height, width, channels))
        weights = rng.normal(0, 0.1 / image.size, image.shape)
        predict = Predictor(
            lambda picture, w=weights, p=usual: p + float((picture * w).sum()),  # type: ignore[misc]
            seed % 3,
        )
        yield predict, image, seed % 3, size, value


def activation_maximization_gradient_ascent(workbench: Workbench) -> Iterator[tuple[Any, ...]]:
    for seed, shape, steps, step_size in (
        (1, (2, 3, 1), 1, 1.0),
        (2, (3, 2, 2), 2, 0.5),
        (3, (1, 4, 3), 3, 1.0),
        (4, (2, 2, 1), 0, 1.0),
        (5, (3, 4, 1), 4, 0.25),
    ):
        rng = np.random.default_rng(seed)
        start, peak, slant = (rng.normal(0, 2, shape) for _ in range(3))
        ascent = Ascent(start, peak, slant, 0.25, steps, step_size)
        yield ascent.gradient, start, steps, step_size


def feature_maps_layer_outputs(workbench: Workbench) -> Iterator[tuple[Any, ...]]:
    layers: list[tuple[str, dict[str, Any]]] = [
        ("Conv2D", {"filters": 3, "kernel_size": (2, 3), "activation": "relu", "name": "edges"}),
        ("MaxPooling2D", {"pool_size": 2, "name": "smaller"}),
        ("Flatten", {"name": "row"}),
        ("Dense", {"units": 4, "activation": "softmax", "name": "classes"}),
    ]
    rng = np.random.default_rng(6)
    weights = [rng.normal(0, 0.5, s) for s in ((2, 3, 2, 3), (3,), (12, 4), (4,))]
    model = workbench.build(layers, (5, 6, 2), weights)
    for names in (["smaller", "edges", "classes"], ["edges"], ["row", "smaller"]):
        yield model, names, rng.random((5, 6, 2))


def activation_maximization_maximize_activation(workbench: Workbench) -> Iterator[Way]:
    for layers, shape, seed, places in (
        (PATTERNS, (5, 4, 2), 1, (("patterns", 2, 3, 0.5), ("classes", 3, 2, 1.0))),
        (DEEP, (6, 7, 1), 4, (("later", 1, 2, 2.0), ("scores", 4, 1, 0.25))),
    ):
        model = workbench.build(list(layers), shape, weights_of(layers, shape, seed))
        for name, unit, steps, step_size in places:
            rngs = np.random.default_rng(7), np.random.default_rng(7)
            yield Way(
                (model, name, unit, steps, step_size, rngs[0]),
                (model, name, unit, 0, step_size, rngs[1]),
            )
