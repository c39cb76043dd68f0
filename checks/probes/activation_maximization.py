"""Probes of the exercise `activation_maximization`."""

import functools
from collections.abc import Iterator
from typing import Any

import numpy as np

from checks.oracles.feature_maps import Layers
from checks.test_activation_maximization import DEEP, Ascent, weights_of
from grading.behaviour import TOLERANCE, Probe
from grading.models import Workbench

PATTERNS: Layers = [
    ("Conv2D", {"filters": 3, "kernel_size": (2, 3), "activation": "relu", "name": "patterns"}),
    ("Flatten", {}),
    ("Dense", {"units": 4, "activation": "softmax", "name": "classes"}),
]


def displayable(workbench: Workbench) -> Iterator[Probe]:
    """Values may be rounded or cut, and mid-grey be 127 or 128."""
    rng = np.random.default_rng(8)
    spiked = rng.normal(1, 2, (8, 8, 2))
    spiked[1, 2, 0], spiked[4, 3, 1] = 40, -40
    for image in (
        spiked,
        rng.normal([-100, 0, 300], 20, (4, 3, 3)).astype(np.float32),
        rng.integers(0, 256, (4, 5, 3), np.uint8),
        rng.uniform(0.4, 0.6, (5, 4, 3)),
        np.array([[[0.5], [2.0]]]),
        np.full((3, 2, 1), 200, np.uint8),
        np.full((2, 2, 3), -0.5),
    ):

        def tell(got: Any) -> Any:
            if not isinstance(got, np.ndarray):
                return _no_array(got)
            kind = "uint8" if got.dtype == np.uint8 else got.dtype.kind
            return {"dtype": kind, "values": _but_for(got, 1.02)}

        yield Probe((image,), tell=tell)


def gradient_ascent(workbench: Workbench) -> Iterator[Probe]:
    for seed, shape, steps, step_size, steepness in (
        (1, (2, 3, 1), 1, 1.0, 1.0),
        (2, (3, 2, 2), 2, 0.5, 1.0),
        (3, (1, 4, 3), 3, 1.0, 1.0),
        (4, (2, 2, 1), 0, 1.0, 1.0),
        (5, (3, 4, 1), 4, 0.25, 1.0),
        (6, (3, 2, 2), 2, 0.5, 1e-5),  # the 1e-5 counts
        (7, (2, 3, 1), 2, 1.0, 0.0),
    ):
        rng = np.random.default_rng(seed)
        start, peak, slant = (rng.normal(0, 2, shape) for _ in range(3))
        pull = rng.uniform(0.1, 0.6, shape)  # or the direction would never change
        ascent = Ascent(start, peak, steepness * slant, steepness * pull, steps, step_size)
        yield Probe((ascent.gradient, start, steps, step_size))


class Ways:
    """Ways that lead from noise, which each student draws in another way."""

    def __init__(self) -> None:
        self.starts: dict[tuple[int, ...], np.ndarray] = {}
        self.firsts: list[np.ndarray] = []
        self.corners: set[tuple[int, int]] = set()
        self.steady = True

    def start(self, got: Any, shape: tuple[int, ...], seed: int) -> Any:
        """Whether it is noise, and the same for the same seed alone."""
        if not isinstance(got, np.ndarray) or got.dtype.kind != "f":
            return _no_array(got)
        first = self.starts.setdefault((seed, *shape), got)
        others = [x for (of, *_), x in self.starts.items() if of != seed]
        self.steady &= np.array_equal(first, got)
        return {
            "shape": list(got.shape),
            "noise": bool(np.ptp(got) > 0),
            "steady": self.steady,
            "as another": any(np.array_equal(other, got) for other in others),
        }

    def way(self, got: Any, shape: tuple[int, ...], seed: int, twice: bool) -> Any:
        """Where it leads; `twice` if only the second of two like calls tells."""
        if not isinstance(got, np.ndarray) or got.dtype.kind != "f":
            return _no_array(got)
        start = self.starts.get((seed, *shape))
        if not self.steady or start is None or start.shape != got.shape:
            return "from another start"
        way = got.astype(float) - start
        if twice:
            self.firsts.append(way)
            if len(self.firsts) % 2:
                return "once"
            if not np.allclose(self.firsts[-2], way, atol=1e-3):
                return "another each time"
        exact = 1e-4 * max(1.0, float(np.abs(way).max()))
        told = _but_for(way, exact)
        if way.ndim != 3 or not way.any():
            return told
        moved = np.argwhere(np.abs(way).max(axis=2) > 1e-3 * np.abs(way).max())
        (top, left), (bottom, right) = moved.min(axis=0).tolist(), moved.max(axis=0).tolist()
        part = way[top : bottom + 1, left : right + 1]
        if part.shape == way.shape:
            return told
        if twice:
            return "a part of the image"
        self.corners.add((top, left))  # another one for other noise?
        return {"part": _but_for(part, exact), "moving": len(self.corners) > 1}


def maximize_activation(workbench: Workbench) -> Iterator[Probe]:
    large: Layers = [("Conv2D", {"filters": 3, "kernel_size": (2, 3), "name": "large"})]
    ways = Ways()
    for layers, shape, seed, starts, places, twice in (
        (large, (9, 8, 2), 3, (7, 7, 8, 9), [("large", 1, 1, 0.5, s) for s in (7, 8, 9)], False),
        (PATTERNS, (5, 4, 2), 1, (7,), [("classes", 3, 2, 1.0, 7)], False),
        # here places drop at random, if the network runs as in training
        (
            DEEP,
            (6, 7, 1),
            4,
            (7,),
            2 * [("later", 1, 2, 2.0, 7)] + 2 * [("scores", 4, 1, 0.25, 7)],
            True,
        ),
    ):
        model = workbench.build(list(layers), shape, weights_of(layers, shape, seed))
        name, unit, *_ = places[0]
        for of in starts:
            yield Probe(
                (model, name, unit, 0, 1.0, np.random.default_rng(of)),
                tell=functools.partial(ways.start, shape=shape, seed=of),
            )
        for name, unit, steps, step_size, of in places:
            yield Probe(
                (model, name, unit, steps, step_size, np.random.default_rng(of)),
                tell=functools.partial(ways.way, shape=shape, seed=of, twice=twice),
            )
    yield Probe((model, name, unit, 0), tell=lambda got: list(getattr(got, "shape", ())))


def _but_for(values: np.ndarray, far: float) -> np.ndarray:
    """Values that are as good as others that are up to so far from them.

    Arrays are compared relative to their largest value: another one is put beside them.
    """
    return np.append(values.astype(float), far / TOLERANCE)


def _no_array(value: Any) -> Any:
    """What is told of something else than the array of numbers that is wanted."""
    if isinstance(value, np.ndarray):
        return f"{value.dtype.kind} {value.shape}"
    return None if value is None else "no array"
