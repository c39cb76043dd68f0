"""Part 2, dataset: get to know the pictures before teaching them to a network.

Read dataset.md first; `python grader.py check dataset` says how far you are.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from matplotlib.figure import Figure

# The ten class names of CIFAR-10 in label order, from airplane (label 0) to truck (label 9).
CLASS_NAMES: Sequence[str] = ...


def class_counts(labels: np.ndarray, num_classes: int = 10) -> np.ndarray:
    """Count how many images each class has.

    labels  (N,) or (N, 1), integers

    Returns (num_classes,), whole numbers; a class without an image counts 0.
    """
    raise NotImplementedError  # write this function


def images_of_class(images: np.ndarray, labels: np.ndarray, label: int) -> np.ndarray:
    """Pick the images of one class, in the order in which they come.

    images  (N, H, W, C)
    labels  (N,) or (N, 1), integers
    label   the class wanted

    Returns (n, H, W, C); n is 0 where the class has no image.
    """
    raise NotImplementedError  # write this function


def train_validation_split(
    images: np.ndarray, labels: np.ndarray, fraction: float, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Put a part of the images aside for validation, the same share of every class.

    images    (N, H, W, C)
    labels    (N,) or (N, 1), integers
    fraction  the share that goes into validation, from 0 to 1
    rng       where the random numbers come from

    Returns (x_train, y_train, x_val, y_val). Together the two parts are the input: each image
    once, with its own label; which ones go into validation is drawn at random. In every class,
    validation has its share within one image. Labels keep their shape.
    """
    raise NotImplementedError  # write this function


def plot_images(
    images: np.ndarray, labels: np.ndarray, class_names: Sequence[str], columns: int = 5
) -> Figure:
    """Draw the images in a grid, each under the name of its class.

    images       (N, H, W, C), uint8, or floating point from 0 to 1
    labels       (N,) or (N, 1), integers
    class_names  names in label order
    columns      pictures in a row

    Returns a Matplotlib figure with one panel an image, the class name as its title. Places of
    the grid that are left over stay blank.
    """
    raise NotImplementedError  # write this function
