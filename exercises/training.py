"""Part 3, training: epochs, accuracy, and saves that a long training can go on from.

Read training.md first; `python grader.py check training` says how far you are.
"""

from __future__ import annotations

import json
import shutil
import warnings
from collections.abc import Callable
from pathlib import Path

import keras
import numpy as np


def accuracy(probabilities: np.ndarray, one_hot_labels: np.ndarray) -> float:
    """Give the share of images whose most probable class is the right one, from 0 to 1.

    probabilities   (N, num_classes)
    one_hot_labels  (N, num_classes), 1 at the right class and 0 elsewhere
    """
    raise NotImplementedError  # write this function


def train(
    model: keras.Model,
    train_data: tuple[np.ndarray, np.ndarray],
    validation_data: tuple[np.ndarray, np.ndarray],
    epochs: int,
    batch_size: int = 128,
    folder: str | Path | None = None,
) -> dict[str, list[float]]:
    """Train a compiled model, save after every epoch, and go on where a former run ended.

    model            is trained itself, not a copy
    train_data       (x, y): prepared images (N, H, W, C), one-hot labels (N, num_classes)
    validation_data  (x, y) likewise; nothing is learned from them
    epochs           how often all images are seen, counted from the first run
    batch_size       images a step; the last, smaller batch counts too
    folder           where saves are kept; None for no saves

    Returns the history: {"loss": [...], "accuracy": [...], "val_loss": [...],
    "val_accuracy": [...]}, one value an epoch, counted from the first run.

    With a folder, every epoch ends with a save: complete in files or a folder of its own that is
    numbered by the epoch. Called again, training goes on from the newest save: with its weights,
    its optimizer state and its history. Where nothing is left to train, these are still loaded.
    A save that cannot be read is reported, and the one before it used.
    """
    raise NotImplementedError  # write this function
