"""Part 5, transfer: what a network has learned from one task serves another."""

from __future__ import annotations

import keras
import numpy as np
from keras import layers


def feature_extractor(model: keras.Model) -> keras.Model:
    """Cut a trained model after its flattened or globally pooled features.

    model  a classifier of images; it predicts the same afterwards

    Returns a model from images (B, H, W, C) to features (B, D), whose weights are not trainable.
    """
    features = next(layer.output for layer in model.layers if len(layer.output.shape) == 2)
    part = keras.Model(model.inputs[0], features)
    extractor = keras.models.clone_model(part)  # a copy: freezing it leaves the model alone
    extractor.set_weights(part.get_weights())
    extractor.trainable = False
    return extractor


def extract_features(
    extractor: keras.Model, images: np.ndarray, batch_size: int = 256
) -> np.ndarray:
    """Give the features of images, worked out in batches.

    images  (N, H, W, C), prepared as for the extractor's own training

    Returns (N, D), in the order of the images.
    """
    return extractor.predict(images, batch_size=batch_size, verbose=0)


def build_head(num_features: int, num_classes: int) -> keras.Model:
    """Build a small classifier of features: (B, num_features) to (B, num_classes), softmax last."""
    return keras.Sequential(
        [keras.Input((num_features,)), layers.Dense(num_classes, activation="softmax")]
    )


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
    images, labels = train_data
    head.compile(keras.optimizers.Adam(1e-3), "categorical_crossentropy", metrics=["accuracy"])
    # the extractor does not change: once through it is enough for all epochs
    head.fit(extract_features(extractor, images), labels, epochs=epochs, verbose=0)
    inputs = keras.Input(extractor.input_shape[1:])
    return keras.Model(inputs, head(extractor(inputs, training=False)))
