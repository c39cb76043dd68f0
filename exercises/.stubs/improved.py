"""Part 5, improved: a network of your own, trained on pictures that change in every epoch.

Read improved.md first; `python grader.py check improved` says how far you are.
"""

from __future__ import annotations

from pathlib import Path

import keras
import numpy as np
from augmentation import augment
from keras import layers
from training import _train


def build_improved_model(
    input_shape: tuple[int, int, int] = (32, 32, 3), num_classes: int = 10
) -> keras.Model:
    """Build a model of your own that does better than the basic one.

    input_shape  (H, W, C) of one image; its values are from 0 to 1
    num_classes  units of the last layer, which softmax follows

    It has at least two convolutions more than the basic model, and at most 5 million parameters.
    """
    raise NotImplementedError  # write this function


def train_improved(
    model: keras.Model,
    train_data: tuple[np.ndarray, np.ndarray],
    validation_data: tuple[np.ndarray, np.ndarray],
    epochs: int,
    folder: str | Path | None = None,
) -> dict[str, list[float]]:
    """Train the improved model, on pictures that are augmented anew in every epoch.

    train_data       (x, y): images (N, H, W, C) from 0 to 1, one-hot labels (N, num_classes)
    validation_data  (x, y) likewise; these are not augmented
    epochs, folder   as `training.train` has them

    Compiles the model as it likes. Returns the same history, and saves and resumes by the same
    rules, as `training.train`.
    """
    raise NotImplementedError  # write this function
