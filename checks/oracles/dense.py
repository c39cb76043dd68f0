"""Fully connected layers and dropout, written as their definitions read: one number at a time."""

import numpy as np


def flatten(x: np.ndarray) -> np.ndarray:
    """The values in the order in which their indices count up, the last index fastest."""
    return np.array([x[place] for place in np.ndindex(x.shape)])


def unit(x: np.ndarray, weights: np.ndarray, bias: float) -> float:
    """One unit: the sum of x[n] * weights[n] over all n, plus the bias."""
    total = float(bias)
    for value, weight in zip(x.tolist(), weights.tolist(), strict=True):
        total += float(value) * float(weight)
    return total


def dense(x: np.ndarray, weights: np.ndarray, biases: np.ndarray) -> np.ndarray:
    """A unit for every column of the weights; a batch is a row for each of its rows."""
    if x.ndim == 2:
        return np.array([dense(row, weights, biases) for row in x])
    columns = range(weights.shape[1])
    return np.array([unit(x, weights[:, m], biases[m]) for m in columns])


def survivors(x: np.ndarray, rate: float) -> np.ndarray:
    """What dropout makes of the values that it keeps: each divided by 1 - rate."""
    return np.array([float(value) / (1.0 - rate) for value in x.ravel()]).reshape(x.shape)
