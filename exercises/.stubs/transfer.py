"""Part 5, transfer: what a network has learned from one task serves another.

Read transfer.md first; `python grader.py check transfer` says how far you are.
"""

from __future__ import annotations

import keras
import numpy as np
from keras import layers


def feature_extractor(model: keras.Model) -> keras.Model:
    """Cut a trained model after its flattened or globally pooled features.

    model  a classifier of images; it predicts the same afterwards

    Returns a model from images (B, H, W, C) to features (B, D), whose weights are not trainable.
    """
    raise NotImplementedError  # write this function


def extract_features(
    extractor: keras.Model, images: np.ndarray, batch_size: int = 256
) -> np.ndarray:
    """Give the features of images, worked out in batches.

    images  (N, H, W, C), prepared as for the extractor's own training

    Returns (N, D), in the order of the images.
    """
    raise NotImplementedError  # write this function


def build_head(num_features: int, num_classes: int) -> keras.Model:
    """Build a small classifier of features: (B, num_features) to (B, num_classes), softmax last."""
    raise NotImplementedError  # write this function


def fine_tune(
    extractor: keras.Model,
    head: keras.Model,
    train_data: tuple[np.ndarray, np.ndarray],
    epochs: int,
) -> keras.Model:
    """Train the head, and the head alone, on the features of new images.

    train_data  (x, y): images (N, H, W, C), one-hot labels (N, num_classes)
    epochs      how often the head sees all of them

    Returns extractor and head as one model of images. The extractor's weights stay bit for bit
    what they were.
    """
    raise NotImplementedError  # write this function
