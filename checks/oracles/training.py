"""Loss and accuracy, picture by picture."""

import math

import numpy as np


def loss(probabilities: np.ndarray, one_hot_labels: np.ndarray) -> float:
    """Categorical cross-entropy: the mean of -log of the right class's probability."""
    each = [
        -math.log(row[right_class(label)])
        for row, label in zip(probabilities.tolist(), one_hot_labels, strict=True)
    ]
    return sum(each) / len(each)


def accuracy(probabilities: np.ndarray, one_hot_labels: np.ndarray) -> float:
    """The share of pictures whose right class is more probable than every other."""
    hits = 0
    for row, label in zip(probabilities.tolist(), one_hot_labels, strict=True):
        right = right_class(label)
        hits += all(row[right] > p for place, p in enumerate(row) if place != right)
    return hits / len(probabilities)


def right_class(label: np.ndarray) -> int:
    """Where the 1 stands."""
    return label.tolist().index(1)
