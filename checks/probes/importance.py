"""Probes of the exercise `importance`."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from checks.oracles import importance as explained
from checks.test_importance import CLASSES, Predictor
from grading.behaviour import Probe
from grading.models import Workbench


class _Lenient(Predictor):
    """Gives NaN for an image without a batch axis, as an error could be due to anything."""

    def __call__(self, images: np.ndarray) -> np.ndarray:
        bare = np.ndim(images) == 3
        return np.full((1, CLASSES), np.nan) if bare else super().__call__(images)


def importance_map(workbench: Workbench) -> Iterator[Probe]:
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
        predict = _Lenient(
            lambda picture, w=weights, p=usual: p + float((picture * w).sum()),  # type: ignore[misc]
            seed % 3,
            image.shape,
        )
        yield Probe((predict, image, seed % 3, size, value))
    large = np.random.default_rng(6).random((19, 20, 1))  # more squares than a batch may hold
    predict = _Lenient(lambda picture: 0.2 + 0.5 * float(picture.mean()), 1, large.shape)
    right = explained.importance_map(predict.probability, large, 3, 0.5)

    def tell(got: Any) -> Any:
        if not isinstance(got, np.ndarray) or got.shape != right.shape:
            return "no map"
        rows = np.isclose(got, right, atol=2e-6).all(axis=1)
        some = "right at the top" if rows[:4].all() else "wrong"
        return "right" if rows.all() else some if got.any() else "zeros"

    yield Probe((predict, large, 1, 3, 0.5), tell=tell)
