"""Part 3, training: epochs, accuracy, and saves that a long training can go on from."""

from __future__ import annotations

import json
import shutil
import warnings
from collections.abc import Callable
from pathlib import Path

import keras
import numpy as np

# A small network underfits under so much dropout: at the end it learns more without
# (early dropout; Liu and others, "Dropout Reduces Underfitting", 2023).
_WITHOUT_DROPOUT = 4  # last epochs, in which all values are kept

_Data = tuple[np.ndarray, np.ndarray]
_History = dict[str, list[float]]


def accuracy(probabilities: np.ndarray, one_hot_labels: np.ndarray) -> float:
    """Give the share of images whose most probable class is the right one, from 0 to 1.

    probabilities   (N, num_classes)
    one_hot_labels  (N, num_classes), 1 at the right class and 0 elsewhere
    """
    return float(np.mean(probabilities.argmax(axis=-1) == one_hot_labels.argmax(axis=-1)))


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
    return _train(model, train_data, validation_data, epochs, batch_size, folder, _mirror)


def _train(
    model: keras.Model,
    train_data: _Data,
    validation_data: _Data,
    epochs: int,
    batch_size: int,
    folder: str | Path | None,
    vary: Callable[[np.ndarray, np.random.Generator], np.ndarray],
) -> _History:
    """Train as `train` does, with images that `vary` changes anew in every epoch."""
    x, y = train_data
    peak = float(model.optimizer.learning_rate)
    rates = {layer: layer.rate for layer in model.layers if isinstance(layer, keras.layers.Dropout)}
    history = _resume(model, Path(folder)) if folder else _empty()
    try:
        for epoch in range(len(history["loss"]), epochs):
            if epoch >= epochs - _WITHOUT_DROPOUT:
                _set_rates(model, dict.fromkeys(rates, 0.0))
            # a generator an epoch: a resumed training sees the same pictures as a straight one
            rng = np.random.default_rng(epoch)
            order = rng.permutation(len(x))
            model.optimizer.learning_rate = peak * _share_of_peak(epoch, epochs)
            ran = model.fit(
                vary(x[order], rng),
                y[order],
                batch_size=batch_size,
                shuffle=False,
                validation_data=validation_data,
                verbose=0,
            )
            for name, values in history.items():
                values.append(float(ran.history[name][0]))
            if folder:
                _save(model, history, Path(folder) / f"epoch-{epoch + 1:04d}")
    finally:
        model.optimizer.learning_rate = peak
        _set_rates(model, rates)
    return history


def _set_rates(model: keras.Model, rates: dict[keras.layers.Dropout, float]) -> None:
    """Change the rates of dropout layers."""
    if any(layer.rate != rate for layer, rate in rates.items()):
        for layer, rate in rates.items():
            layer.rate = rate
        model.make_train_function(force=True)  # the compiled one keeps the rates of its making


def _share_of_peak(epoch: int, epochs: int) -> float:
    """Learning rate of an epoch: up over the first eighth, then along a cosine down to nothing."""
    middle = epoch + 0.5
    return min(1.0, middle / (epochs / 8)) * 0.5 * (1 + float(np.cos(np.pi * middle / epochs)))


def _mirror(images: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Turn left and right of about half of the images, in place."""
    if images.ndim == 4:
        turned = rng.random(len(images)) < 0.5
        images[turned] = images[turned, :, ::-1]
    return images


def _empty() -> _History:
    return {"loss": [], "accuracy": [], "val_loss": [], "val_accuracy": []}


def _save(model: keras.Model, history: _History, target: Path) -> None:
    """Save all of it under another name first: a save that has its name is complete."""
    unfinished = target.with_name(f"unfinished-{target.name}")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True)
    model.save_weights(unfinished / "state.weights.h5")  # of the optimizer too
    (unfinished / "history.json").write_text(json.dumps(history), encoding="utf-8")
    if target.exists():  # one that could not be read
        aside = target.with_name(f"unreadable-{target.name}")
        shutil.rmtree(aside, ignore_errors=True)
        target.rename(aside)
    unfinished.rename(target)


def _resume(model: keras.Model, folder: Path) -> _History:
    """Load the newest save that can be read; gives its history, or an empty one."""
    # before its first step an optimizer has no variables that could be loaded
    model.optimizer.build(model.trainable_variables)
    variables = [*model.variables, *model.optimizer.variables]
    fresh = [keras.ops.convert_to_numpy(variable) for variable in variables]
    for save in sorted(folder.glob("epoch-*"), reverse=True):
        try:
            history: _History = json.loads((save / "history.json").read_text(encoding="utf-8"))
            lengths = {len(history[name]) for name in _empty()}
            if lengths != {int(save.name.removeprefix("epoch-"))}:
                raise ValueError("its history is of another length")
            model.load_weights(save / "state.weights.h5")
            return history
        except Exception as problem:
            warnings.warn(f"{save} cannot be read, and is left out: {problem}", stacklevel=3)
    for variable, value in zip(variables, fresh, strict=True):  # what was loaded by halves
        variable.assign(value)
    return _empty()
