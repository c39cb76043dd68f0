"""Probes of the exercise `augmentation`."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from checks.oracles import augmentation as augmented
from checks.test_augmentation import LARGER, SMALLER, rimmed
from grading.behaviour import Probe
from grading.models import Workbench


def augment(workbench: Workbench) -> Iterator[Probe]:
    """Choices may be drawn in any order: what tells are images that no choice should change."""
    shades = np.linspace(0.1, 0.9, 6)
    for dtype in (np.float32, np.float64):
        plain = np.broadcast_to(shades[:, None, None, None], (6, 5, 7, 3)).astype(dtype)

        def tell(got: Any, plain: np.ndarray = plain) -> Any:
            if not isinstance(got, np.ndarray):
                return got if got is None else ["no array", type(got).__name__]
            if got.shape != plain.shape or got.dtype != plain.dtype:
                return [list(got.shape), str(got.dtype)]
            if np.allclose(got, plain, atol=1e-4):
                return "right"
            means = np.sort(got.mean(axis=(1, 2, 3)))
            if np.allclose(means, shades, atol=1e-4):
                return "another order"
            middle = np.allclose(got[:, 2, 3], plain[:, 2, 3], atol=1e-4)
            noisy = (got != plain).mean() > 0.9 and np.ptp(got, axis=(1, 2, 3)).min() > 1e-3
            return "other edges" if middle else "noise" if noisy else "other values"

        yield Probe((plain, np.random.default_rng(5)), tell=tell)


def zoom(workbench: Workbench) -> Iterator[Probe]:
    """Values tell where all ways to zoom agree; elsewhere, whether they exceed those given."""
    rng = np.random.default_rng(3)
    single: list[bool] = []  # whether pixels were copied so far
    agreed = [(np.round(rng.random((*shape, 2)) * 8) / 8, factor) for shape, factor in LARGER]
    agreed += [(rimmed(rng, *shape), factor) for shape, factor in SMALLER]
    agreed += [(rng.random((5, 4, 3)).astype(np.float32), 1.0)]
    for image, factor in agreed:

        def tell(got: Any, image: np.ndarray = image, factor: float = factor) -> Any:
            if (other := _resized(got, image, factor)) is not None:
                return other
            error = np.abs(got - augmented.zoom(image, factor)).max()
            if error < 1e-4:
                return "right"
            if _whole(got * 255.0) and error < 0.01:
                return "8 bits"
            if np.array_equal(got, image):
                return "as given"
            single.append(_whole(got * 8.0) and all(single))
            return "single pixels" if single[-1] else got.astype(np.float32)

        yield Probe((image, factor), tell=tell)
    for factor in (0.9, 0.55, 1.25):
        image = np.round(rng.random((9, 7, 2)) * 8) / 8

        def within(got: Any, image: np.ndarray = image, factor: float = factor) -> Any:
            if (other := _resized(got, image, factor)) is not None:
                return other
            return "beyond" if got.min() < -1e-5 or got.max() > 1 + 1e-5 else "within"

        yield Probe((image, factor), tell=within)
    for factor in (0, -0.5):
        yield Probe(
            (image, factor),
            tell=lambda got: got if got is None else "no error",
            refused=True,
        )


def _resized(got: Any, image: np.ndarray, factor: float) -> Any:
    """What tells of a zoomed image that is none, or of another size; None for one as wanted."""
    if not isinstance(got, np.ndarray):
        return ["no array", type(got).__name__]
    height, width, channels = image.shape
    if got.shape == image.shape:
        whole = got.dtype.kind in "iu" and got.max(initial=0) > 1
        return "not finite" if not np.isfinite(got).all() else "whole numbers" if whole else None
    larger = got.ndim == 3 and got.shape[2] == channels and factor != 1
    size = abs(got.shape[0] - height * factor) <= 1 and abs(got.shape[1] - width * factor) <= 1
    return "larger or smaller" if larger and size else list(got.shape)


def _whole(numbers: np.ndarray) -> bool:
    return bool(np.abs(numbers - np.rint(numbers)).max() < 1e-3)
