"""Part 4, results: read what a network answers, and find out where it goes wrong.

Read results.md first; `python grader.py check results` says how far you are.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def predicted_labels(probabilities: np.ndarray) -> np.ndarray:
    """Pick the most probable class of every image.

    probabilities  (N, num_classes)

    Returns (N,), integers.
    """
    raise NotImplementedError  # write this function


def top_predictions(
    probabilities: np.ndarray, class_names: Sequence[str], k: int = 3
) -> list[tuple[str, float]]:
    """List the k most probable classes of one image, the best first.

    probabilities  (num_classes,), of one image
    class_names    names in label order
    k              how many are wanted; 1 <= k <= num_classes

    Returns a list of k pairs (name, probability).
    """
    raise NotImplementedError  # write this function


def confusion_matrix(
    labels: np.ndarray, predictions: np.ndarray, num_classes: int = 10
) -> np.ndarray:
    """Count how often each class was taken for each other one.

    labels       (N,), any integer dtype: the true classes
    predictions  (N,), likewise: the predicted ones

    Returns (num_classes, num_classes), integers: the entry in row t and column p is the number of
    images of class t that were predicted to be p. The diagonal holds what was right.
    """
    raise NotImplementedError  # write this function


def wrong_predictions(labels: np.ndarray, predictions: np.ndarray) -> np.ndarray:
    """Find the images whose prediction is not their label.

    labels       (N,), integers
    predictions  (N,), integers

    Returns (n,), the indices of these images in ascending order; n is 0 where all are right.
    """
    raise NotImplementedError  # write this function


def plot_predictions(
    images: np.ndarray, labels: np.ndarray, probabilities: np.ndarray, class_names: Sequence[str]
) -> Figure:
    """Draw the images, each with the name of the class that was predicted for it.

    images         (N, H, W, C), uint8, or floating point from 0 to 1
    labels         (N,), integers
    probabilities  (N, num_classes)
    class_names    names in label order

    Returns a Matplotlib figure with one panel an image, the predicted name in its title or beside
    it. Where the prediction is wrong, say what would have been right too.
    """
    raise NotImplementedError  # write this function


def plot_confusion_matrix(matrix: np.ndarray, class_names: Sequence[str]) -> Figure:
    """Draw a confusion matrix: the darker a square, the larger its share of the row.

    matrix       (num_classes, num_classes), as confusion_matrix gives it
    class_names  names in label order

    Returns a Matplotlib figure that shows the matrix, with the true classes' names at its rows
    and the predicted ones' at its columns.
    """
    raise NotImplementedError  # write this function
