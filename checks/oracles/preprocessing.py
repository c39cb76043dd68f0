"""Pixels and labels for a network, number by number."""

import math

import numpy as np


def scale(images: np.ndarray, low: float, high: float) -> np.ndarray:
    """Put 0 at low, 255 at high, and what lies between in equal steps."""
    step = (high - low) / 255
    return np.array([low + step * pixel for pixel in images.ravel().tolist()]).reshape(images.shape)


def channel_statistics(images: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Mean, and root of the mean squared distance from it, of each channel; sums are exact."""
    means, deviations = [], []
    for channel in range(images.shape[-1]):
        values = [float(value) for value in images[..., channel].ravel().tolist()]
        mean = math.fsum(values) / len(values)
        means.append(mean)
        squares = [(value - mean) ** 2 for value in values]
        deviations.append(math.sqrt(math.fsum(squares) / len(values)))
    return np.array(means), np.array(deviations)


def standardize(images: np.ndarray, mean: np.ndarray, std: np.ndarray) -> np.ndarray:
    """How many standard deviations each value lies above its channel's mean."""
    result = np.zeros(images.shape)
    for place in np.ndindex(images.shape):
        channel = place[-1]
        if std[channel] != 0:
            result[place] = (float(images[place]) - float(mean[channel])) / float(std[channel])
    return result


def one_hot(labels: np.ndarray, num_classes: int = 10) -> np.ndarray:
    """A 1 in the column of each row's label."""
    columns = range(num_classes)
    flat = labels.ravel().tolist()
    return np.array([[1.0 if column == label else 0.0 for column in columns] for label in flat])
