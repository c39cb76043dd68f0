"""Part 4, results: read what a network answers, and find out where it goes wrong."""

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
    return probabilities.argmax(axis=1)


def top_predictions(
    probabilities: np.ndarray, class_names: Sequence[str], k: int = 3
) -> list[tuple[str, float]]:
    """List the k most probable classes of one image, the best first.

    probabilities  (num_classes,), of one image
    class_names    names in label order
    k              how many are wanted; 1 <= k <= num_classes

    Returns a list of k pairs (name, probability).
    """
    best = np.argsort(probabilities)[::-1][:k]
    return [(class_names[label], float(probabilities[label])) for label in best]


def confusion_matrix(
    labels: np.ndarray, predictions: np.ndarray, num_classes: int = 10
) -> np.ndarray:
    """Count how often each class was taken for each other one.

    labels       (N,), any integer dtype: the true classes
    predictions  (N,), likewise: the predicted ones

    Returns (num_classes, num_classes), integers: the entry in row t and column p is the number of
    images of class t that were predicted to be p. The diagonal holds what was right.
    """
    matrix = np.zeros((num_classes, num_classes), int)
    np.add.at(matrix, (labels, predictions), 1)
    return matrix


def wrong_predictions(labels: np.ndarray, predictions: np.ndarray) -> np.ndarray:
    """Find the images whose prediction is not their label.

    labels       (N,), integers
    predictions  (N,), integers

    Returns (n,), the indices of these images in ascending order; n is 0 where all are right.
    """
    return np.flatnonzero(labels != predictions)


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
    # Matplotlib takes half a second to import, and only the plots need it.
    from matplotlib import pyplot as plt

    columns = min(5, len(images))
    rows = -(-len(images) // columns)
    figure, panels = plt.subplots(
        rows, columns, figsize=(1.9 * columns, 2.3 * rows), squeeze=False, layout="constrained"
    )
    for panel in panels.flat:
        panel.axis("off")
    for panel, image, label, row in zip(panels.flat, images, labels, probabilities, strict=False):
        (name, probability), *_ = top_predictions(row, class_names, k=1)
        right = name == class_names[label]
        verdict = "" if right else f"\ntrue: {class_names[label]}"
        panel.imshow(image)
        panel.set_title(
            f"{name} {100 * probability:.0f} %{verdict}", color="black" if right else "red"
        )
    return figure


def plot_confusion_matrix(matrix: np.ndarray, class_names: Sequence[str]) -> Figure:
    """Draw a confusion matrix: the darker a square, the larger its share of the row.

    matrix       (num_classes, num_classes), as confusion_matrix gives it
    class_names  names in label order

    Returns a Matplotlib figure that shows the matrix, with the true classes' names at its rows
    and the predicted ones' at its columns.
    """
    from matplotlib import pyplot as plt

    shares = matrix / np.maximum(matrix.sum(axis=1, keepdims=True), 1)
    places = range(len(class_names))
    side = 2.0 + 0.55 * len(class_names)
    figure, panel = plt.subplots(figsize=(side, side), layout="constrained")
    panel.imshow(shares, cmap="Blues", vmin=0, vmax=1)
    panel.set_xticks(places, class_names, rotation=45, ha="right", rotation_mode="anchor")
    panel.set_yticks(places, class_names)
    panel.set(xlabel="predicted class", ylabel="true class")
    for (row, column), count in np.ndenumerate(matrix):
        color = "white" if shares[row, column] > 0.5 else "black"
        panel.text(column, row, count, ha="center", va="center", color=color)
    return figure
