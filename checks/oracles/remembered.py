"""What an oracle has said is kept: in a class, every submission is asked the same."""

import functools
from collections.abc import Callable
from typing import Any

import numpy as np

MOST = 4096  # answers of one oracle, after which it forgets all of them


def remembered(oracle: Callable[..., np.ndarray]) -> Callable[..., np.ndarray]:
    """Decorate a slow oracle of arrays, numbers, and lists and dicts of numbers and texts."""
    known: dict[Any, np.ndarray] = {}

    @functools.wraps(oracle)
    def answer(*args: Any, **kwargs: Any) -> np.ndarray:
        key = _key((args, kwargs))
        if key not in known:
            if len(known) == MOST:
                known.clear()
            known[key] = oracle(*args, **kwargs)
        return known[key].copy()

    return answer


def _key(value: Any) -> Any:
    if isinstance(value, np.ndarray):
        return value.shape, value.dtype.str, value.tobytes()
    if isinstance(value, (list, tuple)):
        return tuple(map(_key, value))
    if isinstance(value, dict):
        return tuple((name, _key(item)) for name, item in value.items())
    return value
