"""Part 3, model: the basic model in Keras, built, compiled, saved and loaded again."""

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
    return keras.Sequential(
        [
            keras.Input(input_shape),
            layers.Conv2D(32, 3, activation="relu"),
            layers.Conv2D(32, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Dropout(0.25),
            layers.Conv2D(64, 3, activation="relu"),
            layers.Conv2D(64, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Dropout(0.25),
            layers.Flatten(),
            layers.Dense(256, activation="relu"),
            layers.Dropout(0.5),
            layers.Dense(num_classes, activation="softmax"),
        ]
    )


def compile_model(model: keras.Model, learning_rate: float = 1e-3) -> None:
    """Make a model ready for training: Adam, categorical cross-entropy, accuracy.

    model          is compiled; nothing else of it changes. It ends with softmax, and its labels
                   are one-hot. The metric is named "accuracy".
    learning_rate  of Adam
    """
    model.compile(
        optimizer=keras.optimizers.Adam(learning_rate),
        loss="categorical_crossentropy",
        metrics=["accuracy"],
    )


def save_model(model: keras.Model, folder: str | Path) -> None:
    """Save what makes a model: its architecture and its weights.

    folder  is made, and all folders above it, where it is missing

    Writes the architecture as JSON to `architecture.json` and the weights to
    `model.weights.h5`; both replace what was there.
    """
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    architecture = json.loads(model.to_json())
    architecture.pop("compile_config", None)  # who predicts needs no optimizer
    text = json.dumps(architecture, indent=1)
    (folder / "architecture.json").write_text(text, encoding="utf-8")
    model.save_weights(folder / "model.weights.h5", overwrite=True)


def load_model(folder: str | Path) -> keras.Model:
    """Load a model that `save_model` has saved; it predicts the same, and need not be compiled.

    Raises FileNotFoundError, naming the file, where one of the two is missing.
    """
    architecture, weights = Path(folder, "architecture.json"), Path(folder, "model.weights.h5")
    for file in (architecture, weights):
        if not file.is_file():
            raise FileNotFoundError(f"{file} is missing")
    model = keras.models.model_from_json(architecture.read_text(encoding="utf-8"))
    model.load_weights(weights)
    return model
