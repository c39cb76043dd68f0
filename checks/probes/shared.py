"""What probes of several exercises tell of an answer."""

from typing import Any

import numpy as np

from checks.test_transfer import (
    misfit,
)
from grading.models import Model

NAMES = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]


def seen(drawn: Any) -> Any:
    """A picture that is none of those expected, but for its scale."""
    if not isinstance(drawn, np.ndarray) or not np.isfinite(drawn.astype(float)).all():
        return "something else"
    values = drawn.astype(float)
    return "one colour" if not np.ptp(values) else (values - values.min()) / np.ptp(values)


def ending(model: Any, inputs: np.ndarray) -> Any:
    """What a classifier's last layers make, whatever comes before them."""
    if not isinstance(model, Model):
        return no_model(model)
    if (taken := misfit(model, inputs)) is not None:
        return list(taken)
    rng = np.random.default_rng(4)
    if own := model.weights():  # one that was not built yet, or is not to learn, has none
        *drawn, bias = (weights_for(rng, array) for array in own)
        model.set_weights([*drawn, bias * 0 if bias.ndim == 1 else bias])
    got = model.predict(inputs).astype(float)
    far = model.predict(100 * inputs).astype(float)
    sums, size = got.sum(axis=1), np.abs(got).max()
    alone = np.abs(model.predict(inputs[:1]) - got[:1]).max() < 0.05 * size
    if own:  # where all scores are 0, nothing adds up to 1 by being 0 or 1
        model.set_weights([*drawn[:-1], *(array * 0 for array in [*drawn[-1:], bias])])
        sums = np.append(sums, model.predict(inputs).astype(float).sum(axis=1))
    return {
        "shape": list(got.shape),
        "from 0": bool((got >= 0).all()),
        "to 1": bool((got <= 1.0001).all() and (far <= 1.0001).all()),
        "growing": bool(np.abs(far).max() > 10 * size),
        "rows": got.ndim == 2 and bool(np.allclose(sums, 1, atol=1e-3)),
        "each alone": bool(alone),
    }


def no_figure(value: Any) -> str | None:
    if value is None:
        return None
    parts = value if isinstance(value, (list, tuple)) else [value]
    panels = any(
        "ndarray" in getattr(part, "description", "") or "Axes" in getattr(part, "description", "")
        for part in parts
    )
    return "axes" if panels else "no figure"


def no_model(value: Any) -> str | None:
    return None if value is None else "no model"


def weights_for(rng: np.random.Generator, array: np.ndarray) -> np.ndarray:
    """Weights for a place: those with a single axis are above 0, as a variance has to be.

    A number alone, such as a count of what was seen, stays what it is.
    """
    if not array.ndim:
        return array
    drawn = rng.normal(0, 8 / np.sqrt(max(1, array[..., 0].size)), array.shape)
    return (drawn if array.ndim > 1 else np.abs(drawn) + 0.1).astype(array.dtype)
