"""Checks of the exercise `training`.

The models are of the check's own making, the pictures are small and the same when they are
mirrored: whoever mirrors them at random, shuffles or changes the learning rate while training is
as right as everybody else.
"""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from checks.oracles import training as oracle
from checks.oracles.model import dense_forward
from checks.strategies import seeds, sizes
from grading import feedback
from grading.errors import StudentError
from grading.expect import Expectation, expect, points
from grading.models import Model, Workbench
from grading.proxy import CallRecord

SHAPE = (3, 4, 1)
LAYERS = [("Flatten", {}), ("Dense", {"units": 2, "activation": "softmax"})]
LEAST = 2  # bytes that a number of 32 bits takes in a file, however it is written
ROWS = ("loss", "accuracy", "val_loss", "val_accuracy")
Data = tuple[np.ndarray, np.ndarray]


class Case(NamedTuple):
    probabilities: np.ndarray
    one_hot_labels: np.ndarray


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Probabilities without ties, and labels of which some are predicted."""
    count, classes = draw(sizes(8)), draw(sizes(5, 2))
    rng = np.random.default_rng(draw(seeds()))
    scores = np.array([rng.permutation(classes) for _ in range(count)]) + 1.0
    labels = np.where(rng.random(count) < 0.5, scores.argmax(axis=1), rng.integers(classes))
    kinds = (np.float32, np.float64)
    probabilities = (scores / scores.sum(axis=1, keepdims=True)).astype(kinds[count % 2])
    return Case(probabilities, np.eye(classes, dtype=kinds[classes % 2])[labels])


def data(count: int, seed: int = 0, turned: bool = False) -> Data:
    """Pictures of two classes: bright in the middle, or bright at both sides.

    turned  each with the label of the other class
    """
    rng = np.random.default_rng(seed)
    labels = rng.permutation(count) % 2
    half = rng.uniform(0, 0.3, (count, 3, 2, 1))
    half[np.arange(count), :, labels] += 0.7
    x = np.concatenate([half, half[:, :, ::-1]], axis=2).astype(np.float32)
    return x, np.eye(2, dtype=np.float32)[labels ^ turned]


def steady(label: int, count: int = 12) -> Data:
    """Pictures that all have one label."""
    return data(count)[0], np.eye(2, dtype=np.float32)[[label] * count]


# A model that is sure of the wrong class, and one that is sure of class 0 whatever it sees.
MISTAKEN = [
    np.tile(np.array([[-0.6, 0.6], [0.6, -0.6], [0.6, -0.6], [-0.6, 0.6]], np.float32), (3, 1)),
    np.zeros(2, np.float32),
]
SURE = [np.full((12, 2), 0.01, np.float32), np.array([9.0, -9.0], np.float32)]


def new_model(
    workbench: Workbench, weights: list[np.ndarray], rate: float, eager: bool = True
) -> Model:
    model = workbench.build(LAYERS, SHAPE, weights, eager=eager)
    workbench.compile(model, rate)
    return model


def history(got: Any, epochs: int) -> dict[str, np.ndarray]:
    """The four rows of a history, one number for each epoch."""
    expectation = expect(got)
    if not isinstance(got, dict):
        note = "did you forget `return`?" if got is None else "what fit returns has it in .history"
        expectation.fail(f"a dict with the lists {', '.join(ROWS)}", feedback.value(got), note)
    found = {}
    for name in ROWS:
        if name not in got:
            expectation.fail(f"{name!r} in the history", f"a dict with {', '.join(map(str, got))}")
        part = expectation.part(got[name])
        if isinstance(got[name], (int, float, np.number)):
            part.fail(f"{name}: {epochs} values, one for each epoch", "a single number")
        values = part.to_be_sequence(epochs, f"{name}: {epochs} values, one for each epoch")
        for value in values:
            part.to_hold(
                isinstance(value, (float, int, np.floating)) and bool(np.isfinite(value)),
                f"{name}: a list of numbers",
            )
        found[name] = np.array(values, float)
    return found


def count_steps(expectation: Expectation, model: Model, wanted: int, why: str) -> None:
    """Require so many steps by the count of the model's own optimizer."""
    how = model.compiled()
    made = how.iterations if how else 0
    if made != wanted:
        expectation.fail(
            f"{wanted} steps of the optimizer of the model given: {why}", f"{made} steps"
        )


def close(a: np.ndarray, b: np.ndarray) -> bool:
    return a.shape == b.shape and bool((np.abs(a - b) <= 1e-4 * (1 + np.abs(b))).all())


def validated(
    expectation: Expectation, rows: dict[str, np.ndarray], model: Model, validation: Data
) -> None:
    """Require the last validation values to be those of the model as it is now."""
    probabilities = dense_forward(validation[0], model.weights())
    for name, want in (
        ("val_loss", oracle.loss(probabilities, validation[1])),
        ("val_accuracy", oracle.accuracy(probabilities, validation[1])),
    ):
        if not close(rows[name][-1:], np.array([want])):
            expectation.fail(
                f"as last {name} that of the trained model on the validation data: {want:.4f}",
                f"{rows[name][-1]:.4f}",
            )


# more hits than fit into 8 bits, as sums of small integers may have
MANY = Case(
    np.tile(np.array([[0.75, 0.25]], np.float32), (280, 1)), np.eye(2)[[0] * 270 + [1] * 10]
)


@points(1)
@example(case=MANY)
@given(case=cases())
def test_accuracy(training: Any, case: Case) -> None:
    """accuracy is the share of rows whose largest probability stands where the label has its 1."""
    expect(training.accuracy(*case)).to_match(oracle.accuracy(*case))


@points(1)
def test_train(training: Any, workbench: Workbench) -> None:
    """train teaches the model given, batch by batch, and tells loss and accuracy of every epoch."""
    x, y = data(22)
    # as validation, the very opposite: whoever learns from it learns nothing
    validation = data(9, seed=1, turned=True)
    model = new_model(workbench, MISTAKEN, 0.1, eager=False)
    got = training.train(model, (x, y), validation, 6, batch_size=8)
    rows, result = history(got, 6), expect(got)
    count_steps(result, model, 18, "6 epochs of 8, 8 and 6 images")
    accuracy = oracle.accuracy(dense_forward(x, model.weights()), y)
    if not (rows["loss"][-1] < 0.7 * rows["loss"][0] and accuracy >= 0.9):
        result.fail(
            "a loss that falls, and a model that has learned its 22 training images",
            f"loss {told(rows['loss'])}; accuracy afterwards {accuracy:.2f}",
        )
    result.to_hold(
        bool((rows["accuracy"] >= 0).all() and (rows["accuracy"] <= 1).all())
        and rows["accuracy"][-1] >= 0.75,
        "accuracy as a share of the training images, which rises to nearly 1",
    )
    validated(result, rows, model, validation)
    result.to_leave_arguments()

    # one of 16 images is of the class that the model is sure of, whichever batch that is in
    x, y = steady(1, 16)
    y[5] = y[5, ::-1].copy()
    model = new_model(workbench, SURE, 1e-4)
    got = training.train(model, (x, y), validation, 1, batch_size=8)
    rows = history(got, 1)
    expect(got).to_hold(
        abs(rows["accuracy"][0] - 1 / 16) < 1e-3,
        "accuracy as the share of all 16 images that the model is right about: 1 of them",
        note=f"it is {rows['accuracy'][0]:.4f}, as if not all batches counted",
    )

    x, y = data(150, seed=2)
    validation = data(5, seed=3)
    model = new_model(workbench, MISTAKEN, 0.01)
    got = training.train(model, (x, y), validation, 1)
    count_steps(expect(got), model, 2, "1 epoch of 128 and 22 images")
    validated(expect(got), history(got, 1), model, validation)


def told(values: np.ndarray) -> str:
    return ", ".join(f"{value:.3f}" for value in values)


@points(1)
def test_resume(training: Any, workbench: Workbench) -> None:
    """With a folder, train goes on from the newest save: weights, optimizer state and history."""
    x, y = data(10)
    validation = data(6, seed=1)
    folder = workbench.folder()
    model = new_model(workbench, MISTAKEN, 0.02)
    got = training.train(model, (x, y), validation, 2, batch_size=4, folder=folder)
    first, saved = history(got, 2), workbench.files(folder)
    count_steps(expect(got), model, 6, "2 epochs of 4, 4 and 2 images")
    numbered(expect(got), set(saved), 2)
    weights, energy = model.weights(), velocity(model)
    if not energy.min() > 0:
        how = model.compiled()
        expect(got).fail(
            "the model trained by the optimizer that it was compiled with, Adam",
            f"one by {how.optimizer[0] if how else 'none'}, or without gradients for some weights",
            "train takes a compiled model: do not compile it again",
        )

    # from pictures without light no weight but the biases learns
    dark = np.zeros_like(x)
    model = new_model(workbench, [array + 3 for array in MISTAKEN], 0.02)
    got = training.train(model, (dark, y), validation, 4, batch_size=4, folder=Path(folder))
    rows, result = history(got, 4), expect(got)
    _expect_start(result, rows, first)
    count_steps(result, model, 12, "4 epochs, two of them in the run before")
    after, energy_after = model.weights(), velocity(model)
    if np.abs(after[0] - weights[0]).max() > 0.5:
        result.fail("training that goes on from the saved weights", "weights far from those")
    if not (energy_after >= 0.98 * energy).all():
        result.fail(
            "training that goes on with the optimizer's state of the save",
            "an optimizer that has forgotten the gradients of the run before",
            "it has no variables to load into before its first step or its build(...)",
        )
    validated(result, rows, model, validation)
    files = workbench.files(folder)
    newer = set(files) - set(saved)
    numbered(result, newer, 4)
    least = LEAST * sum(array.size for array in after) * 3  # Adam keeps two numbers of each
    if sum(files[name] for name in newer) < 2 * least:
        result.fail(
            "two saves that hold the weights and what the optimizer remembers of them",
            f"files of {sum(files[name] for name in newer)} bytes in all",
        )

    model = new_model(workbench, MISTAKEN, 0.02)
    got = training.train(model, (x, y), validation, 4, batch_size=4, folder=folder)
    result = expect(got)
    if not all(close(history(got, 4)[name], rows[name]) for name in ROWS):
        result.fail("the history of all four epochs, when nothing is left to train", _short(got))
    if not all(map(close, model.weights(), after)):
        given = all(map(close, model.weights(), MISTAKEN))
        result.fail(
            "the weights of epoch 4 loaded, when nothing is left to train",
            "the weights that the model was given with" if given else "other weights",
        )
    count_steps(result, model, 12, "all of them in the runs before")

    # what lies in the saves counts: also where that is other weights
    where, others = workbench.folder(), after[0] + np.float32(1)
    contents = {name: workbench.read(folder, name) for name in files}
    for name, content in contents.items():
        workbench.write(where, name, content.replace(after[0].tobytes(), others.tobytes()))
    if not any(after[0].tobytes() in content for content in contents.values()):
        return  # written otherwise
    model = new_model(workbench, MISTAKEN, 0.02)
    try:
        got = training.train(model, (x, y), validation, 4, batch_size=4, folder=where)
    except StudentError:  # it was found to be damaged, by its checksum: another check is on that
        return
    if close(model.weights()[0], after[0]):
        expect(got).fail(
            "the weights that are in the newest save, which are others now",
            "the weights that were trained in the run before",
            "load all that training goes on from out of the folder",
        )


def velocity(model: Model) -> np.ndarray:
    """What Adam remembers of the squared gradients of the (12, 2) weights."""
    found = [
        array
        for name, array in model.optimizer_state().items()
        if isinstance(array, np.ndarray) and array.shape == (12, 2) and "velocity" in name
    ]
    return found[0] if found else np.zeros((12, 2))


def _short(rows: dict[str, Any]) -> str:
    return "; ".join(f"{name} {told(np.array(rows[name], float))}" for name in ROWS)


def _expect_start(
    result: Expectation, rows: dict[str, np.ndarray], first: dict[str, np.ndarray]
) -> None:
    for name in ROWS:
        count = len(first[name])
        if not close(rows[name][:count], first[name]):
            result.fail(
                f"{name} that begins with the epochs of the run before: {told(first[name])}",
                told(rows[name]),
            )


def numbers_in(names: Iterable[str]) -> set[int]:
    """Numbers in the names of files and their folders; that of .h5 is none."""
    paths = [name.removesuffix(".h5") for name in names]
    return {int(number) for path in paths for number in re.findall(r"\d+", path)}


def numbered(result: Expectation, names: set[str], epoch: int) -> None:
    """Require a save of its own for an epoch, counted from 1 or from 0, among these files."""
    if not numbers_in(names) & {epoch, epoch - 1}:
        result.fail(
            f"a save of epoch {epoch} in files or a folder of its own, with its number in the name",
            f"as new files: {', '.join(sorted(names)) or 'none'}",
        )


@points(1, hidden=True)
def test_interrupted(training: Any, workbench: Workbench) -> None:
    """After a Ctrl-C in the twelfth epoch, the eleven before it are not lost."""
    folder = workbench.folder()
    model = new_model(workbench, SURE, 1e-4)
    workbench.interrupted(
        "training",
        "train",
        23,
        (model, steady(0, 7), steady(0, 4), 20),
        {"batch_size": 4, "folder": folder},
    )
    saved = set(workbench.files(folder))
    model = new_model(workbench, SURE, 1e-4)
    # what is always right in the first run is always wrong in the second
    got = training.train(model, steady(0, 7), steady(1, 4), 12, batch_size=4, folder=folder)
    result = expect(got)
    losses = got.get("loss") if isinstance(got, dict) else None
    length = len(losses) if isinstance(losses, (list, tuple)) else 12
    length = losses.size if isinstance(losses, np.ndarray) else length
    rows = history(got, max(12, length))  # a machine may be slow to press
    kept = int(rows["val_accuracy"].sum())
    if kept < 11:
        result.fail(
            "the first eleven epochs of the run that Ctrl-C ended in its twelfth",
            f"a history with {kept} of them",
            "save at the end of every epoch, and go on from the newest save: 10 comes after 9",
        )
    expected = np.arange(len(rows["loss"])) < kept
    result.to_hold(
        bool((rows["val_accuracy"] == expected).all()),
        "the epochs of the first run first, then those of the second",
    )
    count_steps(result, model, 2 * len(rows["loss"]), "2 in each epoch of the history")
    if kept < len(rows["loss"]):
        numbered(result, set(workbench.files(folder)) - saved, len(rows["loss"]))


@points(1, hidden=True)
def test_unreadable_saves(training: Any, workbench: Workbench) -> None:
    """A newest save that is cut off, incomplete or foreign is told of, and the one before used."""
    folder = workbench.folder()

    def run(model: Model, label: int, epochs: int, where: str) -> Any:
        options = {"batch_size": 12, "folder": where}
        return training.train(model, steady(0), steady(label), epochs, **options)

    run(new_model(workbench, SURE, 1e-4), 0, 1, folder)
    before = {name: workbench.read(folder, name) for name in workbench.files(folder)}
    clean = expect(run(new_model(workbench, SURE, 1e-4), 0, 2, folder))
    after = {name: workbench.read(folder, name) for name in workbench.files(folder)}
    newest = sorted(set(after) - set(before), key=lambda name: len(after[name]))
    numbered(clean, set(newest), 2)
    foreign = _foreign(training, workbench)
    largest, smallest = newest[-1], newest[0]
    for what, damage in (
        ("whose largest file is cut off", {largest: after[largest][: len(after[largest]) // 2]}),
        ("that is of another model", dict(zip(newest, foreign, strict=False))),
        ("whose smallest file is garbage", {smallest: b"\x00no save\xff" * 9}),
        ("whose largest file is missing", {largest: None}),
    ):
        where = workbench.folder()
        for name, content in (after | damage).items():
            if content is not None:
                workbench.write(where, name, content)
        model = new_model(workbench, SURE, 1e-4)
        try:
            got = run(model, 1, 2, where)
        except StudentError as problem:
            if "is not compatible with provided weight shape" in problem.message:
                continue  # it could be read: that it does not fit was found by `set_weights`
            problem.advice = f"Here the function should go on from the save before one {what}."
            raise
        rows, result = history(got, 2), expect(got)
        if set(damage) == {smallest} != {largest} and rows["val_accuracy"].tolist() == [1, 1]:
            continue  # a file that the save can do without, such as a mark that it is complete
        if rows["val_accuracy"].tolist() != [1, 0]:
            if gone := sorted(set(before) - set(after)):
                result.fail(
                    f"the save of epoch 1 kept, for when that of epoch 2 is one {what}",
                    f"a folder without {', '.join(gone)}",
                )
            result.fail(
                f"training that goes on from the save of epoch 1, after one of epoch 2 {what}",
                f"a history in which {_kept(rows)} come from saves",
            )
        count_steps(result, model, 2, "1 in each of 2 epochs, that of the save included")
        # a file that was never finished may have been passed over by design
        if None not in damage.values() and not _reported(result.call, clean.call):
            result.fail(
                f"a warning, a print or a log that tells of the save of epoch 2, {what}",
                "no word about it",
            )


def _kept(rows: dict[str, np.ndarray]) -> str:
    count = int(rows["val_accuracy"].sum())
    return f"{count or 'no'} epoch{'s' * (count != 1)}"


def _foreign(training: Any, workbench: Workbench) -> list[bytes]:
    """Files of a second save as the student's own train makes it, of a model of another shape."""
    x = np.zeros((6, 2, 2, 3), np.float32)
    y = np.eye(3, dtype=np.float32)[[0, 1, 2] * 2]
    folder = workbench.folder()
    model = workbench.build(
        [("Flatten", {}), ("Dense", {"units": 3, "activation": "softmax"})], (2, 2, 3), eager=True
    )
    workbench.compile(model)
    names = []
    for epochs in (1, 2):
        training.train(model, (x, y), (x, y), epochs, batch_size=6, folder=folder)
        names.append(set(workbench.files(folder)))
    sizes = workbench.files(folder)
    newest = sorted(names[1] - names[0], key=lambda name: sizes[name])
    return [workbench.read(folder, name) for name in newest]


def _reported(call: CallRecord | None, clean: CallRecord | None) -> bool:
    """Whether a call said something that one without damage did not say."""
    return bool(_words(call) - _words(clean))


def _words(call: CallRecord | None) -> set[str]:
    if call is None or call.outcome is None:
        return set()
    said = "\n".join([call.outcome.printed, *call.outcome.warnings])
    return set(re.findall(r"[^\W\d_]{3,}", said))
