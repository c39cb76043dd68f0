"""Part 5, improved: a network of your own, trained on pictures that change in every epoch."""

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
    model = keras.Sequential([keras.Input(input_shape), layers.Rescaling(4.0, offset=-2.0)])
    for layer in _convolution(32):
        model.add(layer)
    for filters in (64, 128, 256):
        for layer in [*_convolution(filters, pool=True), *_convolution(filters)]:
            model.add(layer)
    model.add(layers.GlobalAveragePooling2D())
    model.add(layers.Dropout(0.2))
    # probabilities in 32 bits also where the rest is computed in fewer
    model.add(layers.Dense(num_classes, activation="softmax", dtype="float32"))
    return model


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
    model.compile(
        keras.optimizers.AdamW(4e-3, weight_decay=0.06),
        keras.losses.CategoricalCrossentropy(label_smoothing=0.1),
        metrics=["accuracy"],
    )
    return _train(model, train_data, validation_data, epochs, 128, folder, _vary)


def _vary(images: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Augment, and cover a random square of every image with grey.

    A network that cannot count on any one part learns to look at all of them ("Cutout"; DeVries
    and Taylor, 2017).
    """
    images = augment(images, rng)
    count, height, width = images.shape[:3]
    size = height // 4
    top = rng.integers(0, height - size + 1, (count, 1))
    left = rng.integers(0, width - size + 1, (count, 1))
    rows, columns = np.arange(height) - top, np.arange(width) - left
    inside_rows, inside_columns = (rows >= 0) & (rows < size), (columns >= 0) & (columns < size)
    images[inside_rows[:, :, np.newaxis] & inside_columns[:, np.newaxis]] = 0.5
    return images


def _convolution(filters: int, pool: bool = False) -> list[keras.Layer]:
    """A 3x3 convolution with batch normalisation and ReLU; the pool goes where it saves work."""
    return [
        layers.Conv2D(filters, 3, padding="same", use_bias=False),
        *([layers.MaxPooling2D(2)] if pool else []),
        layers.BatchNormalization(),
        layers.Activation("relu"),
    ]
