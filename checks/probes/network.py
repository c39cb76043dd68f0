"""Probes of the exercise `network`."""

from collections.abc import Iterator

import numpy as np

from checks.probes.shared import NAMES
from checks.test_network import LAST_BIASES, random_weights, zero_weights
from grading.behaviour import Probe
from grading.models import Workbench


def forward(workbench: Workbench) -> Iterator[Probe]:
    for image, weights in _networks():
        yield Probe((image, weights))


def classify(workbench: Workbench) -> Iterator[Probe]:
    for image, weights in _networks():
        yield Probe((image, weights, NAMES))


def _networks() -> Iterator[tuple[np.ndarray, list[np.ndarray]]]:
    yield np.random.default_rng(1).random((32, 32, 3)), zero_weights(LAST_BIASES)
    for seed in (11, 12):
        yield np.random.default_rng(seed).random((32, 32, 3)), random_weights(seed)
