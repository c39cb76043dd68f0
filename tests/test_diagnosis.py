"""A training with a doctor: what is amiss is said once, and a healthy training is left alone."""

import math
from pathlib import Path

import pytest

from grading import checkpoints, diagnosis, lab
from grading.diagnosis import Prepared
from tests.helpers import append, command, compose, copy_lab

LAB = lab.read()
FINE = Prepared(-1.9, 2.1, 0.0, 1.0, (1.0, 1.0), 1.0, (1.0, 1.0), 10)
SMALL = """
def build_basic_model(input_shape=(32, 32, 3), num_classes=10):
    return keras.Sequential([
        keras.Input(input_shape), layers.AveragePooling2D(8), layers.Flatten(),
        layers.Dense(num_classes, activation="softmax"),
    ])
"""


def changed(**values: object) -> list[str]:
    import msgspec

    return [f.name for f in diagnosis.at_the_start(msgspec.structs.replace(FINE, **values))]


def told(loss: list[float], accuracy: list[float], val_loss: list[float]) -> list[str]:
    history = {"loss": loss, "accuracy": accuracy, "val_loss": val_loss, "val_accuracy": accuracy}
    return [f.name for f in diagnosis.while_running(history, 10_000, {}, 10)]


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"low": 0.0, "high": 255.0, "std": 62.0}, "pictures"),
        ({"low": 0.0, "high": 0.004, "std": 0.001}, "pictures"),
        ({"std": math.nan}, "pictures"),
        ({"sums": None}, "labels"),
        ({"sums": (0.0, 9.0)}, "labels"),
        ({"kept": 0.1}, "shuffled"),
        ({"outputs": (-0.3, 1.4)}, "outputs"),
    ],
)
def test_what_data_and_model_tell(values: dict[str, object], name: str) -> None:
    assert changed(**values) == [name]


def test_nothing_is_amiss_with_what_is_right() -> None:
    assert changed() == []
    assert changed(low=0.0, high=1.0, std=0.25, kept=None) == []


def test_what_losses_tell() -> None:
    assert told([2.3], [0.1], [2.3]) == ["chance"]
    assert told([2.29], [0.15], [2.3]) == ["falling"]
    assert told([1.9], [0.3], [1.8]) == []
    rising = [1.0, 0.8, 0.9, 1.0, 1.1, 1.2]
    assert told([1.5, 1.2, 0.9, 0.6, 0.4, 0.2], [0.9] * 6, rising) == ["overfitting"]
    assert told([1.5, 1.2, 1.3, 1.2, 1.3, 1.3], [0.9] * 6, rising) == []  # nothing is learned
    high = diagnosis.while_running(
        {name: [] for name in checkpoints.COLUMNS[1:]}, 200, {"loss": 40.0}, 10
    )
    assert [f.name for f in high] == ["falling"]


@pytest.mark.parametrize("name", ["basic", "improved"])
def test_our_own_trainings_are_healthy_and_on_their_way(name: str) -> None:
    folder = lab.SOLUTIONS / "checkpoints" / name
    history = checkpoints.read_history(folder / "history.csv")
    checkpoint = LAB.get_checkpoint(name)
    epochs = len(history["loss"])
    for done in range(1, epochs + 1):
        so_far = {key: values[:done] for key, values in history.items()}
        assert not list(diagnosis.while_running(so_far, done * 700, {}, 10)), done
        said = diagnosis.on_the_way(
            so_far["val_accuracy"][-1], done, epochs, checkpoint.way, checkpoint.full
        )
        # one epoch of the improved model's, the 16th, falls far out of the row
        assert said is None or said.startswith("On its way") or (name, done) == ("improved", 16)


def test_a_training_that_stays_behind_is_told_so() -> None:
    basic = LAB.get_checkpoint("basic")
    said = diagnosis.on_the_way(0.55, 14, 28, basic.way, basic.full)
    assert said and said.startswith("Below the way to the bar of 80%: 55.0% after 14 epochs")
    assert diagnosis.on_the_way(0.55, 1, 28, basic.way, basic.full) is None
    assert diagnosis.on_the_way(0.55, 14, 28, [], basic.full) is None


def test_every_finding_has_a_lesson() -> None:
    named = {"pictures", "labels", "shuffled", "outputs", "falling", "chance", "overfitting"}
    assert set(LAB.diagnosis) == named
    assert set(LAB.diagnosis.values()) <= set(LAB.names)


@pytest.mark.parametrize(
    ("module", "source", "said"),
    [
        (
            "preprocessing",
            "def standardize(images, mean, std):\n    return images.astype('float32')",
            "they are not scaled",
        ),
        (
            "dataset",
            "_split = train_validation_split\n"
            "def train_validation_split(*args):\n"
            "    x, y, x_val, y_val = _split(*args)\n"
            "    return x, y[::-1], x_val, y_val",
            "were put into different orders",
        ),
        (
            "model",
            SMALL.replace(', activation="softmax"', ""),
            "without a softmax",
        ),
    ],
)
def test_a_wrong_training_is_told_what_is_amiss(
    tmp_path: Path, module: str, source: str, said: str
) -> None:
    place = copy_lab(tmp_path / "lab")
    append(compose(place / "work"), "model", SMALL)
    append(place / "work", module, source)
    options = ("--data", "shapes", "--submission", "work", "--epochs", "2")
    run = command("train", "basic", *options, cwd=place)
    assert run.stdout.count(said) == 1, run.stdout + run.stderr
    lesson = next(line for line in run.stdout.splitlines() if said in line)
    assert "python grader.py lesson " in lesson
