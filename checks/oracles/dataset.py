"""Counting, picking and splitting a data set, image by image."""

import math
from collections.abc import Iterator
from fractions import Fraction

import numpy as np

MANY = 10  # times as many images as were given: more are not looked at
CLASS_NAMES = ["airplane", "automobile", "bird", "cat", "deer"]
CLASS_NAMES += ["dog", "frog", "horse", "ship", "truck"]


def label_of(labels: np.ndarray, index: int) -> int:
    """The label of one image, from labels (N,) or (N, 1)."""
    return int(labels.ravel()[index])


def places_of(labels: np.ndarray, label: int) -> list[int]:
    """Indices of the images of one class, in order."""
    return [index for index in range(len(labels)) if label_of(labels, index) == label]


def class_counts(labels: np.ndarray, num_classes: int = 10) -> np.ndarray:
    """How many images each class has."""
    return np.array([len(places_of(labels, label)) for label in range(num_classes)])


def images_of_class(images: np.ndarray, labels: np.ndarray, label: int) -> np.ndarray:
    """The images of one class, in order."""
    picked = [images[index] for index in places_of(labels, label)]
    return np.array(picked, images.dtype).reshape(len(picked), *images.shape[1:])


def share(count: int, fraction: float) -> range:
    """The sizes that a validation part may have: within one of the exact share of `count`."""
    exact = Fraction(fraction).limit_denominator(1000) * count
    return range(max(0, math.ceil(exact - 1)), min(count, math.floor(exact + 1)) + 1)


def identities(images: np.ndarray, given: np.ndarray) -> Iterator[int | None]:
    """For each image, which of those given (all different) it is; None for none of them.

    Of far more images than were given, the first are looked at, and then there is a None.
    """
    known = {image.astype(float).tobytes(): index for index, image in enumerate(given)}
    for image in images[: MANY * len(given)]:
        yield known.get(image.astype(float).tobytes())
    if len(images) > MANY * len(given):
        yield None
