"""A submission's checkpoints: where they lie, how they were made, what accuracy is worth.

SUBMISSION/checkpoints/NAME/architecture.json    the model, as `model.save_model` saves it
                            model.weights.h5
                            recipe.json          how it was trained: for people, and for the
                                                 statistics that prepare its pictures
                            history.csv          losses and accuracies, one line an epoch
"""

import csv
import hashlib
import io
import math
from pathlib import Path

import msgspec

from . import files
from .errors import Problem
from .lab import Checkpoint

MODEL_FILES = ("architecture.json", "model.weights.h5")
LARGEST = 64 << 20  # bytes of a model's file: 5 million weights of 32 bits are 20 MB
COLUMNS = ("epoch", "loss", "accuracy", "val_loss", "val_accuracy")


class Recipe(msgspec.Struct):
    """How a checkpoint was made. A student's file: nothing in it is worth a point.

    mean, std  of the channels of the training pictures, scaled as the student's function does
    pictures   for training, for validation
    accuracy   on the validation pictures after the last epoch, from 0 to 1
    seconds    of training, in all runs together
    """

    checkpoint: str
    data: str
    epochs: int
    batch_size: int | None
    learning_rate: float | None
    seed: int
    mean: list[float]
    std: list[float]
    pictures: list[int]
    parameters: int
    accuracy: float
    seconds: float
    machine: str
    versions: dict[str, str]
    precision: str = "float32"
    note: str = ""


class Evaluation(msgspec.Struct):
    """What a checkpoint is worth.

    accuracy  on the test set, from 0 to 1
    changed   on pictures in the second form
    counted   the accuracy that points are given for: less where that of the second form falls far
              behind
    """

    checkpoint: str
    data: str
    accuracy: float
    changed: float
    counted: float
    standard_error: float
    pictures: int
    points: int
    max_points: int
    digest: str


def folder(submission: Path, name: str, data: str = "cifar10") -> Path:
    """Folder of a checkpoint; one trained on other data than CIFAR-10 says so in its name."""
    return submission / "checkpoints" / (name if data == "cifar10" else f"{name}-{data}")


def present(where: Path) -> bool:
    """Whether somebody has put a model there, complete or not."""
    return any((where / file).exists() for file in MODEL_FILES)


def digest(where: Path) -> str:
    """SHA-256 over the model's files, what prepares its pictures, and the code that is run."""
    submission = where.parents[1]
    found = hashlib.sha256()
    for file in (
        *(where / name for name in (*MODEL_FILES, "recipe.json")),
        *(submission / f"{name}.py" for name in ("preprocessing", "model", "improved")),
    ):
        found.update(hashlib.sha256(files.read(file)).digest() if file.is_file() else b"none")
    return found.hexdigest()


def read_recipe(where: Path) -> Recipe | None:
    """Read how a checkpoint was made; None where nobody says so."""
    file = where / "recipe.json"
    if not file.is_file():
        return None
    try:
        return msgspec.json.decode(files.read(file), type=Recipe)
    except files.DAMAGED as problem:
        raise Problem(
            f"{file} is damaged ({problem}): bring it back, or take it away; without it, pictures "
            "are prepared with the statistics of all training pictures."
        ) from None


def write_history(history: dict[str, list[float]], file: Path) -> None:
    """Write losses and accuracies as CSV, one line an epoch."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    columns = [history[name] for name in COLUMNS[1:]]
    for epoch, row in enumerate(zip(*columns, strict=True), 1):
        writer.writerow([epoch, *(f"{value:.6g}" for value in row)])
    files.write(file, text.getvalue().encode())


def read_history(file: Path) -> dict[str, list[float]]:
    """Read what `write_history` has written; no epochs where the file is missing or damaged."""
    history: dict[str, list[float]] = {name: [] for name in COLUMNS[1:]}
    if file.is_file():
        rows = csv.DictReader(io.StringIO(files.read(file).decode("utf-8", "replace")))
        try:
            for row in rows:
                values = [float(row[name]) for name in history]
                for name, value in zip(history, values, strict=True):
                    history[name].append(value)
        except (KeyError, TypeError, ValueError, csv.Error):
            pass  # the rest was not written
    return history


def standard_error(accuracy: float, pictures: int) -> float:
    """Standard error of an accuracy that was counted on so many pictures (binomial)."""
    return math.sqrt(accuracy * (1 - accuracy) / pictures)


def points(checkpoint: Checkpoint, accuracy: float, pictures: int) -> int:
    """Whole points for an accuracy: none at `zero`, all at `full`, and in between in proportion.

    All of them from one standard error below `full` on: that much is the luck of which pictures
    are in the test set.
    """
    if accuracy >= checkpoint.full - standard_error(checkpoint.full, pictures):
        return checkpoint.points
    share = (accuracy - checkpoint.zero) / (checkpoint.full - checkpoint.zero)
    return max(0, math.floor(checkpoint.points * share + 1e-9))  # 70 % is half of the way
