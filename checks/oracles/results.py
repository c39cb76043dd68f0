"""Reading predictions, image by image and class by class."""

import numpy as np


def predicted_labels(probabilities: np.ndarray) -> np.ndarray:
    """For each image, the class that no other class beats."""
    return np.array([ranking(row)[0] for row in probabilities])


def ranking(probabilities: np.ndarray) -> list[int]:
    """The classes of one image, the most probable first."""
    return sorted(range(len(probabilities)), key=lambda label: -float(probabilities[label]))


def confusion_matrix(
    labels: np.ndarray, predictions: np.ndarray, num_classes: int = 10
) -> np.ndarray:
    """For each pair of classes, how many images are of the one and were taken for the other."""
    pairs = list(zip(labels.tolist(), predictions.tolist(), strict=True))
    classes = range(num_classes)
    return np.array([[pairs.count((true, taken)) for taken in classes] for true in classes])


def wrong_predictions(labels: np.ndarray, predictions: np.ndarray) -> np.ndarray:
    """The indices at which the two differ."""
    both = enumerate(zip(labels.tolist(), predictions.tolist(), strict=True))
    return np.array([index for index, (true, taken) in both if true != taken], int)
