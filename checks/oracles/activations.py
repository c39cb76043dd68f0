"""Activation functions read literally, number by number, in decimals that do not overflow."""

from collections.abc import Iterable
from decimal import Decimal

import numpy as np
import numpy.typing as npt


def relu(x: np.ndarray) -> np.ndarray:
    """The number itself where it is positive, 0 elsewhere; in the dtype of x."""
    return _array([value if value > 0 else 0 for value in x.ravel().tolist()], x, x.dtype)


def sigmoid(x: np.ndarray) -> np.ndarray:
    """1 / (1 + exp(-x))."""
    return _array([1 / (1 + (-Decimal(value)).exp()) for value in x.ravel().tolist()], x)


def softmax(x: np.ndarray) -> np.ndarray:
    """exp(x) / sum(exp(x)), each row along the last axis by itself."""
    probabilities = []
    for row in x.reshape(-1, x.shape[-1]).tolist():
        powers = [Decimal(value).exp() for value in row]
        probabilities += [power / sum(powers) for power in powers]
    return _array(probabilities, x)


def _array(
    values: Iterable[float | Decimal], x: np.ndarray, dtype: npt.DTypeLike = float
) -> np.ndarray:
    return np.array(list(values), dtype).reshape(x.shape)
