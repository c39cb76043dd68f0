"""Part 3, model: the basic model in Keras, built, compiled, saved and loaded again.

Read model.md first; `python grader.py check model` says how far you are.
"""

from __future__ import annotations

import json
from pathlib import Path

import keras
from keras import layers


def build_basic_model(
    input_shape: tuple[int, int, int] = (32, 32, 3), num_classes: int = 10
) -> keras.Model:
    """Build the basic model: CONV 32, CONV 32, POOL, CONV 64, CONV 64, POOL, FC 256, FC 10.

    input_shape  (H, W, C) of one image
    num_classes  units of the last layer

    All convolutions are 3x3 with "valid" padding and ReLU, all pools take the maximum of 2x2
    squares; ReLU follows FC 256, softmax ends the model. Dropout at rate 0.25 follows each pool,
    at rate 0.5 FC 256. At the defaults it has 477,994 parameters.
    """
    raise NotImplementedError  # write this function


def compile_model(model: keras.Model, learning_rate: float = 1e-3) -> None:
    """Make a model ready for training: Adam, categorical cross-entropy, accuracy.

    model          is compiled; nothing else of it changes. It ends with softmax, and its labels
                   are one-hot. The metric is named "accuracy".
    learning_rate  of Adam
    """
    raise NotImplementedError  # write this function


def save_model(model: keras.Model, folder: str | Path) -> None:
    """Save what makes a model: its architecture and its weights.

    folder  is made, and all folders above it, where it is missing

    Writes the architecture as JSON to `architecture.json` and the weights to
    `model.weights.h5`; both replace what was there.
    """
    raise NotImplementedError  # write this function


def load_model(folder: str | Path) -> keras.Model:
    """Load a model that `save_model` has saved; it predicts the same, and need not be compiled.

    Raises FileNotFoundError, naming the file, where one of the two is missing.
    """
    raise NotImplementedError  # write this function
