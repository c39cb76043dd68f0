"""Probes of the exercise `dense`."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from grading.behaviour import Probe
from grading.models import Workbench


def dropout(workbench: Workbench) -> Iterator[Probe]:
    """A mask may be drawn in many ways: what tells is which values drop, and what others become."""
    x = np.random.default_rng(3).permutation(np.arange(1.0, 2401.0)).reshape(12, 10, 20)
    masks: list[np.ndarray] = []
    exact: list[bool] = []
    for rate, seed, training in (
        (0.25, 1, True),
        (0.25, 1, True),
        (0.25, 2, True),
        (0.8, 3, True),
        (0.25, 4, False),
        (0.8, 5, False),
        (0.0, 6, True),
        (1.0, 7, True),
        (1.5, 7, True),
        (-0.25, 7, True),
        (1.5, 7, False),
        (-0.25, 7, False),
    ):

        def tell(got: Any, rate: float = rate) -> Any:
            if not isinstance(got, np.ndarray) or got.shape != x.shape:
                return "another shape" if isinstance(got, np.ndarray) else got
            kept = got != 0
            told = {
                "dropped": _share(1 - float(kept.mean()), rate),
                "factor": _factor(got[kept] / x[kept], rate, kept),
                "alike along": [bool((kept == kept.take([0], i)).all()) for i in range(x.ndim)],
            }
            if 0 < kept.mean() < 1:
                exact.append(abs(kept.sum() - (1 - rate) * kept.size) < 1)
                told["as before"] = [bool((kept == mask).all()) for mask in masks]
                told["always as many"] = len(exact) > 3 and all(exact)
                masks.append(kept)
            return told

        options = {} if training else {"training": False}
        rng = np.random.default_rng(seed)
        yield Probe((x, rate, rng), options, tell=tell, refused=not 0 <= rate < 1)


def _share(dropped: float, rate: float) -> str | float:
    named = {"none": 0.0, "all": 1.0, "rate": rate, "1 - rate": 1 - rate, "half": 0.5}
    near = {"none": 0.0, "all": 0.0}  # the others but for chance
    return next((n for n, share in named.items() if abs(dropped - share) <= near.get(n, 0.03)),
                round(dropped, 1))  # fmt: skip


def _factor(ratios: np.ndarray, rate: float, kept: np.ndarray) -> str | float:
    """By what the values that were kept have been multiplied."""
    if not ratios.size:
        return "nothing kept"
    if np.ptp(ratios) > 1e-5 * np.abs(ratios).max():
        return "several"
    named = {"1": 1.0, "1 - rate": 1 - rate, "rate": rate, "1 / share kept": 1 / kept.mean()}
    named |= {"1 / (1 - rate)": 1 / (1 - rate)} if rate != 1 else {}
    named |= {"1 / rate": 1 / rate} if rate else {}
    found = [name for name, value in named.items() if abs(ratios[0] - value) < 1e-5 * value]
    return " or ".join(found) or round(float(ratios[0]), 3)
