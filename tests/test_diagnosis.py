"""What is said of a training while it runs: by hand-made reports, and by real wrong trainings."""

import dataclasses
import io
import json
import math
import re
import time
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest
from rich.console import Console

from grading import checkpoints, diagnosis, lab
from grading import train as training
from grading.diagnosis import Facts, Finding, Seen
from grading.errors import Problem
from grading.reports import checkpoints as shown
from grading.worker import observed
from tests.helpers import ROOT, append, command, compose, copy_lab

LAB = lab.read()
BASIC = LAB.get_checkpoint("basic")
# A training as it should be.
FINE = Facts(
    low=-2.1, high=2.1, spread=1.0, finite=True, labels="float32 (47500, 10)", one_hot=True,
    paired=1.0, fed_paired=1.0, leaked=0.004, classes=10, probabilities=True, alike=False,
    loss="categorical_crossentropy", learning_rate=1e-3, first=2.31,
)  # fmt: skip
# Validation accuracies of the basic model with the classic recipe (Adam at a constant 1e-3, batches
# of 128, no mirroring) on CIFAR-10 stored as JPEG.
CLASSIC: list[float] = []


def seen(facts: Facts = FINE, epochs: int = 28, **more: Any) -> Seen:
    history = more.pop("history", None) or {name: [] for name in checkpoints.COLUMNS[1:]}
    steps = more.pop("steps", 742 * len(history["loss"]))
    return Seen(facts, history, epochs, steps, pictures=(47_500, 2_500), bar=0.8, **more)


def but(**changes: Any) -> Facts:
    """The facts of a training as it should be, but for these."""
    return msgspec.structs.replace(FINE, **changes)


def history(loss: list[float], accuracy: float | list[float], **val: Any) -> dict[str, list[float]]:
    """Some epochs; an accuracy that is one number stays as it is."""
    constant = [accuracy] * len(loss) if isinstance(accuracy, float) else accuracy
    return {
        "loss": loss,
        "accuracy": constant,
        "val_loss": val.get("val_loss", loss),
        "val_accuracy": val.get("val_accuracy", constant),
    }


def names(one: Seen) -> list[str]:
    return [finding.name for finding in diagnosis.findings(one)]


# Healthy trainings


@pytest.mark.parametrize("name", ["basic", "improved"])
def test_a_healthy_training_hears_nothing(name: str) -> None:
    """The trainings of the solutions, looked at after each of their epochs."""
    checkpoint = LAB.get_checkpoint(name)
    whole = checkpoints.read_history(ROOT / "solutions" / "checkpoints" / name / "history.csv")
    told = []
    for epoch in range(1, checkpoint.epochs + 1):
        part = {column: values[:epoch] for column, values in whole.items()}
        one = seen(epochs=checkpoint.epochs, history=part, step=700, loss=part["loss"][-1])
        one.bar = checkpoint.full
        assert not names(one), epoch
        way = diagnosis.outlook(part, checkpoint.epochs, checkpoint.full, checkpoint.curve)
        assert way is None or way.way != "below", epoch
        found = diagnosis.on_the_way(one, checkpoint.curve, told)
        told += [found.name] if found else []
    assert told == ["way-on"]


def test_warming_up_is_no_trouble() -> None:
    """The solutions on the shapes, 119 steps an epoch: told to take 28, they begin slowly."""
    slow = history([2.296, 1.756], [0.115, 0.327], val_accuracy=[0.185, 0.543])
    assert names(seen(history={k: v[:1] for k, v in slow.items()}, steps=119)) == []
    assert names(seen(history=slow, steps=238)) == []


def test_a_resumed_training_is_not_taken_for_a_fresh_one() -> None:
    """Its first batch has a loss of its own, and need not be worse than the mean that follows."""
    first = but(first=0.61)
    running = {"steps": 9000, "step": 400, "loss": 0.62}
    assert names(seen(first, resumed=True, **running)) == []
    assert names(seen(first, **running)) == ["loss"]


@pytest.mark.parametrize("name", ["basic", "improved"])
def test_the_curve_is_that_of_the_committed_training(name: str) -> None:
    checkpoint = LAB.get_checkpoint(name)
    file = ROOT / "solutions" / "checkpoints" / name / "history.csv"
    values = checkpoints.read_history(file)["val_accuracy"]
    parts = [round(len(values) * eighth / 8) for eighth in range(1, 9)]
    expected = [diagnosis._level(values[:part]) for part in parts]
    assert checkpoint.curve == pytest.approx(expected, abs=1e-3)


# Wrong ones, by their numbers

GUESSING = [2.31, 2.303, 2.303]
MEMORISING = history(
    [1.4, 1.1, 0.9, 0.7, 0.5, 0.4, 0.3, 0.2],
    [0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.93],
    val_loss=[1.3, 1.1, 1.0, 1.0, 1.1, 1.2, 1.3, 1.5],
    val_accuracy=[0.52, 0.6, 0.65, 0.66, 0.66, 0.66, 0.65, 0.65],
)
RESTING = [1.9, 1.85, 1.86, 1.87, 1.85, 1.88]
WRONG: dict[str, tuple[Seen, list[str], str]] = {
    "not scaled": (seen(but(low=0.0, high=255.0, spread=64.0)), ["pictures"], "from 0 to 255"),
    "scaled twice": (seen(but(low=0.0, high=0.0039, spread=0.001)), ["pictures"], "to 0.0039"),
    "not finite": (seen(but(finite=False, low=None)), ["pictures"], "division by 0"),
    "not one-hot": (seen(but(one_hot=False, labels="uint8 (9, 1)")), ["labels"], "uint8 (9, 1)"),
    "split apart": (seen(but(paired=0.1, fed_paired=1.0)), ["pairs"], "10% still have their own"),
    "shuffled apart": (seen(but(fed_paired=0.1)), ["fed"], "before fit is given them"),
    "leaked": (seen(but(leaked=1.0)), ["leak"], "100% of the validation pictures"),
    "no softmax": (seen(but(probabilities=False)), ["softmax"], "softmax is missing"),
    "softmax twice": (seen(but(from_logits=True)), ["softmax"], "from_logits=True"),
    "does not fall": (
        seen(but(learning_rate=1e-7), step=400, steps=400, loss=2.32), ["loss"], "likely too low",
    ),
    "rises": (seen(but(learning_rate=0.5), step=400, steps=400, loss=49.0), ["loss"], "too high"),
    "rests": (seen(history=history(RESTING, 0.3)), ["loss"], "1.87, 1.85, 1.88, after 1.87"),
    "chance": (seen(history=history([2.2] * 2, 0.101)), ["chance"], "10.1%, where guessing has 10"),
    "dead": (
        seen(but(alike=True, learning_rate=0.4), history=history([2.2] * 2, 0.1)),
        ["chance"], "same answers, as from ReLUs that are all at 0",
    ),
    "chance, and why": (
        seen(but(one_hot=False), history=history([2.2], 0.1)), ["labels", "chance"], "said above",
    ),
    "by heart": (seen(history=MEMORISING), ["overfitting"], "from 1.00 after epoch 3 to 1.50"),
    "for long": (
        seen(
            history=history(
                [2.6 - 0.15 * epoch for epoch in range(14)],
                [0.1 + 0.05 * epoch for epoch in range(14)],
                val_loss=[2.6, 2.4, 2.3, 2.29] + [2.3 + 0.001 * epoch for epoch in range(10)],
                val_accuracy=[0.2] * 14,
            )
        ),
        ["overfitting"], "Changed copies",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_found(case: str) -> None:
    one, expected, said = WRONG[case]
    assert names(one) == expected
    assert said in " ".join(finding.sentence for finding in diagnosis.findings(one))


def test_one_odd_epoch_is_no_overfitting() -> None:
    odd = {**MEMORISING, "val_loss": [1.3, 1.1, 1.0, 0.9, 0.8, 0.75, 1.3, 0.7]}
    assert names(seen(history=odd)) == []


def test_scores_are_fine_where_the_loss_takes_them() -> None:
    assert names(seen(but(probabilities=False, from_logits=True))) == []


def test_every_finding_has_a_lesson() -> None:
    """Each name that a finding can have stands in lab.toml, with a heading that is there."""
    source = Path(diagnosis.__file__).read_text("utf-8")
    known = set(re.findall(r'yield Finding\(\s*"(\w+)"', source)) | {"nan", "way-below"}
    assert {name for _, expected, _ in WRONG.values() for name in expected} <= known
    assert known == set(LAB.diagnosis)
    for lesson, heading in LAB.diagnosis.values():
        page = (lab.EXERCISES / f"{lesson}.md").read_text("utf-8")
        assert re.search(rf"(?m)^##+ {re.escape(heading)}$", page), (lesson, heading)


# The way to the bar


def at(values: list[float], epochs: int, told: tuple[str, ...] = ()) -> Finding | None:
    one = seen(epochs=epochs, history=history([1.0] * len(values), values))
    return diagnosis.on_the_way(one, BASIC.curve, told)


def test_the_way_is_told_where_it_means_something_and_once() -> None:
    good = checkpoints.read_history(ROOT / "solutions/checkpoints/basic/history.csv")
    values = good["val_accuracy"]
    assert at(values[:13], 28) is None  # no quarter of them
    found = at(values[:14], 28)
    assert found and (found.name, found.wrong) == ("way-on", False)
    assert found.sentence == "After 14 of 28 epochs this is on its way to 80%."
    assert at(values[:14], 28, ("pictures", "way-on")) is None
    assert at(values[:14], 28, ("way-on", "way-below")) is not None
    assert at(values[:2], 4) is None  # too few to say anything


def test_what_falls_short_is_told_from_a_quarter_on() -> None:
    poor = [0.25, 0.31, 0.35, 0.38, 0.41, 0.42, 0.44]
    found = at(poor, 28)
    assert found and found.name == "way-below" and found.wrong
    assert "below the way to 80%" in found.sentence
    ahead = [0.54, 0.60, 0.68, 0.71, 0.70, 0.73, 0.74]  # the curve alone is no proof
    assert at(ahead, 28) is None


# Told once


def watched(folder: Path, data: str = "cifar10") -> tuple[training._Watch, list[Finding]]:
    """What takes a worker's reports, as `train` makes it, and what it has told."""
    told: list[Finding] = []
    settings = training.Settings(data, 28, 64, 1e-3, 0)
    run = training._begun(folder, settings)
    before = training._no_history()
    watch = training._Watch(
        LAB, BASIC, folder, run, before, 50_000, lambda *_: None, told.append
    )  # fmt: skip
    return watch, told


def report(facts: Facts = FINE, rows: int = 0, **more: Any) -> dict[str, Any]:
    """A report as the worker makes it."""
    row = {"accuracy": 0.5, "val_loss": 1.0, "val_accuracy": 0.44}
    told = [{"loss": 1.5 - 0.1 * epoch} | row for epoch in range(rows)]
    state = {"stage": "training", "epochs": 28, "steps": 743 * rows, "rows": told}
    return state | {"facts": msgspec.to_builtins(facts)} | more


def test_each_thing_is_told_once_a_training(tmp_path: Path) -> None:
    watch, told = watched(tmp_path)
    wrong = but(one_hot=False, leaked=0.5)
    watch.tell(report())
    watch.tell(report(wrong))
    watch.tell(report(wrong, rows=1))
    assert [finding.name for finding in told] == ["labels", "leak"]
    assert told[0].read == 'Read "One-hot labels": python grader.py lesson preprocessing'
    assert json.loads((tmp_path / "run.json").read_bytes())["told"] == ["labels", "leak"]
    again, more = watched(tmp_path)  # the next run
    again.tell(report(but(one_hot=False, leaked=0.5, from_logits=True)))
    assert [finding.name for finding in more] == ["softmax"]


def test_the_bar_is_for_cifar10_alone(tmp_path: Path) -> None:
    for data, expected in (("cifar10", ["way-below"]), ("shapes", [])):
        watch, told = watched(tmp_path / data, data)
        (tmp_path / data).mkdir()
        watch.tell(report(rows=7))
        assert [finding.name for finding in told] == expected


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        (but(finite=False), "look for a division by 0"),
        (but(low=0.0, high=255.0, spread=60.0), "not scaled: they go from 0 to 255"),
        (but(learning_rate=3.0), "The learning rate, 3, is too high"),
        (FINE, "Often the learning rate is too high"),
    ],
)
def test_nan_ends_a_training_within_an_epoch(tmp_path: Path, facts: Facts, why: str) -> None:
    watch, _ = watched(tmp_path)
    with pytest.raises(Problem, match=re.escape(why)) as caught:
        watch.tell(report(facts, step=5, now={"loss": math.nan}))
    assert "(NaN) in epoch 1" in str(caught.value)
    assert "lesson model" in str(caught.value)


# What the worker sees


@dataclasses.dataclass
class Data:
    images: np.ndarray
    labels: np.ndarray


@pytest.fixture
def data() -> Data:
    rng = np.random.default_rng(0)
    return Data(
        rng.integers(0, 256, (900, 12, 10, 3), np.uint8), rng.integers(0, 10, (900, 1), np.uint8)
    )


def test_pairs_are_known_again(data: Data) -> None:
    known = observed.keys(data.images, data.labels)
    order = np.random.default_rng(1).permutation(900)
    moved, own = data.images[order].copy(), data.labels[order]
    moved[::2] = moved[::2, :, ::-1]  # mirrored
    assert observed.paired(known, moved, own) == 1.0
    assert observed.paired(known, moved, np.eye(10)[own[:, 0]]) == 1.0
    assert (observed.paired(known, moved, data.labels) or 0) < 0.3
    assert observed.paired(known, moved // 2, own) is None  # pictures that were changed
    assert observed.paired(known, moved, own[1:]) is None


def test_leaks_are_seen(data: Data) -> None:
    known = observed.keys(data.images, data.labels)
    x, y = data.images, data.labels
    assert observed.split(known, x[90:], y[90:], x[:90]) == {"paired": 1.0, "leaked": 0.0}
    assert observed.split(known, x, y, x[:90])["leaked"] == 1.0


def test_pictures_and_labels_are_looked_at(data: Data) -> None:
    assert observed.pictures(data.images)["high"] == 255
    assert observed.pictures(np.full((9, 4, 4, 3), np.nan)) == {"finite": False}
    one_hot = np.eye(10, dtype=np.float32)[data.labels[:, 0]]
    assert observed.labels(one_hot) == {"labels": "float32 (900, 10)", "one_hot": True}
    for other in (data.labels, one_hot * 0, one_hot + 1, one_hot * 2, data.labels[:, 0]):
        assert not observed.labels(other)["one_hot"]


# Real trainings

SMALL = """
def build_basic_model(input_shape=(32, 32, 3), num_classes=10):
    return keras.Sequential([
        keras.Input(input_shape), layers.AveragePooling2D(4), layers.Flatten(),
        layers.Dense(64, activation="relu"),
        layers.Dense(num_classes{softmax}),
    ])
"""
SPLIT = """
_split = train_validation_split
def train_validation_split(images, labels, fraction, rng):
    x, y, x_val, y_val = _split(images, labels, fraction, rng)
    return rng.permutation(x), y, x[:400], y[:400]
"""
UNSCALED = "def standardize(images, mean, std):\n    return images.astype(np.float32)"
ONES = "def one_hot(labels, num_classes=10):\n    return np.ones((len(labels), num_classes), 'f4')"
APART = """
_good = train
def train(model, train_data, validation_data, epochs, batch_size=128, folder=None):
    x, y = train_data
    order = np.random.default_rng(0).permutation(len(x))
    return _good(model, (x[order], y), validation_data, epochs, batch_size, folder)
"""


def place(folder: Path, softmax: str = ', activation="softmax"', **wrong: str) -> Path:
    """A copied lab whose submission trains a small model, and is wrong somewhere."""
    copy_lab(folder)
    append(compose(folder / "work"), "model", SMALL.format(softmax=softmax))
    for module, source in wrong.items():
        append(folder / "work", module, source)
    return folder


def said(place: Path, *options: str, env: dict[str, str] | None = None) -> str:
    options = ("--data", "shapes", "--submission", "work", *options)
    run = command("train", "basic", *options, cwd=place, env=env)
    assert run.returncode == 0, run.stderr
    return run.stdout


def test_a_healthy_training_on_shapes_hears_nothing(tmp_path: Path) -> None:
    out = said(place(tmp_path / "lab"), "--epochs", "6")
    assert "\n!" not in out and "Read " not in out, out


def test_wrong_data_is_told_and_told_once(tmp_path: Path) -> None:
    """On a terminal that knows ASCII alone; stopped and gone on with, nothing is said again."""
    wrong = place(tmp_path / "lab", dataset=SPLIT, preprocessing=f"{UNSCALED}\n{ONES}", softmax="")
    out = said(wrong, "--epochs", "4", env={"PYTHONIOENCODING": "ascii", "NO_COLOR": "1"})
    for sentence in (
        "! The pictures are not scaled", "! The prepared labels (float32 (7600, 10)) are not",
        "! The split has parted pictures from their labels", "! 100% of the validation pictures",
        "! The model's answers are no probabilities",
        'Read "One-hot labels": python grader.py lesson preprocessing',
    ):  # fmt: skip
        assert out.count(sentence) == 1, out
    assert out.isascii() and "\x1b" not in out
    assert max(len(line) for line in out.splitlines() if line[:2] in ("! ", "  ")) <= 80
    assert "! " not in said(wrong, "--epochs", "5")


def test_a_training_that_learns_nothing_is_told_why(tmp_path: Path) -> None:
    out = said(place(tmp_path / "lab", training=APART), "--epochs", "4", "--learning-rate", "1e-7")
    assert out.count("! Pictures and labels are shuffled apart before fit is given them") == 1
    assert out.count("! After ") == out.count("! The accuracy is stuck at chance") == 1, out


# In the terminal


def terminal(width: int) -> tuple[shown.Training, io.StringIO]:
    text = io.StringIO()
    out = Console(file=text, width=width, highlight=False, markup=False, emoji=False)
    return shown.Training(out, 28), text


@pytest.mark.parametrize("width", [30, 80])
def test_a_finding_keeps_to_the_terminal(width: int) -> None:
    live, text = terminal(width)
    (finding,) = diagnosis.findings(WRONG["dead"][0])
    live.tell(msgspec.structs.replace(finding, read='Read "x": python grader.py lesson x'))
    lines = text.getvalue().splitlines()
    assert lines[0].startswith("! The accuracy")
    assert all(line.startswith("  ") for line in lines[1:])
    assert max(map(len, lines)) < width
    assert finding.sentence in " ".join(line.strip() for line in lines).removeprefix("! ")


def test_the_end_is_told_from_the_first_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first step takes ten seconds, and is not counted; the others take a tenth each."""
    live, text = terminal(80)
    clock = [100.0]
    monkeypatch.setattr(time, "monotonic", lambda: clock[0])
    for step in (0, 1, 11, 21, 31, 41):
        clock[0] = 110 + 0.1 * (step - 1) if step else 100
        now = training.Progress("training", 28, step, step, 300, {"loss": 2.0})
        live.show(now, training._no_history())
    assert text.getvalue().count("left") == 1
    assert re.search(r"About 14 min left: over at about ([A-Z]\w+, )?\d\d:\d\d\.", text.getvalue())


def test_an_epoch_too_short_to_tell_is_not_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its validation is compiled for seconds; what follows takes a second an epoch."""
    live, text = terminal(80)
    clock = [0.0]
    monkeypatch.setattr(time, "monotonic", lambda: clock[0])
    row = dict.fromkeys(checkpoints.COLUMNS[1:], 0.5)
    for when, rows, step in ((0, 0, 1), (1, 0, 60), (9, 1, 1), (10, 2, 1), (11.5, 3, 31)):
        clock[0] = when
        past = {name: [0.5] * rows for name in row}
        now = training.Progress("training", 28, 0, step, 60, {}, [row] * rows)
        live.show(now, past)
    assert "About 24 s left" in text.getvalue()
