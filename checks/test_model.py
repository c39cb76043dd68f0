"""Checks of the exercise `model`.

A model is judged by what it computes: with weights of ours, it has to predict what our own
forward pass predicts.
"""

import itertools
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from checks.oracles import model as oracle
from checks.oracles import training as judge
from grading.errors import StudentError
from grading.expect import expect, points, refuses
from grading.models import Model, Workbench

PARAMETERS = 477_994
FILES = ("architecture.json", "model.weights.h5")
LEAST = 2  # bytes that a weight of 32 bits takes in a file, however it is written
# A share of coins is judged by this many standard deviations: fair coins miss it once in 10^11.
DEVIATIONS = 7

# What becomes of a value 1 on its way through 1 + 0.5 * value twice, where dropout stands before
# each time and behind: FC 256 drops it, the second pool does, the first one does, none of them.
SCORES = 2 * np.array([0, 1, 1 + 0.5 * 4 / 3, 1 + 0.5 * 4 / 3 * (1 + 0.5 * 4 / 3)])

# A picture size at which no two layers have the same shapes, and every pool drops something.
LOPSIDED = (21, 18, 1)


def random_weights(shapes: Sequence[tuple[int, ...]], seed: int) -> list[np.ndarray]:
    """Kernels, each with its biases, under which values neither fade nor explode."""
    rng = np.random.default_rng(seed)
    arrays = []
    for number, shape in enumerate(shapes, 1):
        # twice the variance of 1 / inputs makes up for what ReLU takes away (He and others, 2015)
        scale = np.sqrt((2 if number < len(shapes) else 0.5) / np.prod(shape[:-1]))
        arrays += [rng.normal(0, scale, shape), rng.normal(0, 0.3, shape[-1])]
    return [array.astype(np.float32) for array in arrays]


def built(
    model: Any, input_shape: tuple[int, int, int], num_classes: int, default: bool = False
) -> Model:
    """The student's model, if its weights have the right shapes."""
    got = model.build_basic_model(*() if default else (input_shape, num_classes))
    handle = expect(got).to_be_model()
    weights = handle.weights()
    wanted = sum(int(np.prod(s)) + s[-1] for s in oracle.shapes(input_shape, num_classes))
    count = sum(array.size for array in weights)
    if count != wanted:
        expect(got).fail(
            f"a model with {wanted:,} parameters",
            f"one with {count:,} parameters",
            f"its weights are {_shapes(weights)}"
            if weights
            else "begin with keras.Input(input_shape), so that Keras can make the weights",
        )
    told = handle.input_shape()
    if told not in (None, input_shape):
        expect(got).fail(f"a model of images of shape {input_shape}", f"one of images {told}")
    if oracle.parts(weights, input_shape, num_classes) is None:
        shapes = ", ".join(map(str, oracle.shapes(input_shape, num_classes)))
        expect(got).fail(f"kernels {shapes}, each with biases", f"weights {_shapes(weights)}")
    return handle


def use_weights(
    handle: Model,
    weights: list[np.ndarray],
    input_shape: tuple[int, int, int],
    num_classes: int,
) -> None:
    """Give the model weights in the order of the layers, whatever its own order is."""
    own = handle.weights()
    parts = oracle.parts(own, input_shape, num_classes)
    assert parts is not None
    places = [next(n for n, part in enumerate(parts) if part is array) for array in own]
    handle.set_weights([weights[place] for place in places])


def _shapes(weights: list[np.ndarray]) -> str:
    shown = [str(array.shape) for array in weights[:14]]
    more = [f"and {len(weights) - 14} more"] if len(weights) > 14 else []
    return ", ".join(shown + more)


@points(1)
def test_basic_model(model: Any) -> None:
    """build_basic_model gives the 477,994 parameters of the basic model, and computes with them."""
    for input_shape, num_classes, default in (((32, 32, 3), 10, True), (LOPSIDED, 4, False)):
        handle = built(model, input_shape, num_classes, default)
        weights = random_weights(oracle.shapes(input_shape, num_classes), seed=1)
        assert not default or sum(array.size for array in weights) == PARAMETERS
        use_weights(handle, weights, input_shape, num_classes)
        images = np.random.default_rng(2).normal(0, 1, (3, *input_shape)).astype(np.float32)
        want = oracle.forward(images, weights)
        # none so small or so large that a mistake would hide in it, and no picture like another
        assert 1e-3 < want.min() < want.max() < 0.95
        assert np.ptp(want, axis=0).max() > 0.05
        compare(handle, images, want, "as the basic model's layers give")


def compare(handle: Model, images: np.ndarray, want: np.ndarray, what: str) -> None:
    """Require these predictions, within rounding in 32 bits."""
    got = handle.predict(images)
    if got.shape != want.shape:
        expect(handle).fail(
            f"predictions of shape {want.shape} for {len(images)} images", f"shape {got.shape}"
        )
    if not np.isfinite(got).all():
        place = np.argwhere(~np.isfinite(got))[0]
        expect(handle).fail(
            f"predictions {what}",
            f"predictions that are no finite numbers: class {place[1]} of image {place[0]} gets "
            f"{got[tuple(place)]}",
            "a logarithm of 0 or less, or a division by 0, makes such numbers",
        )
    off = np.abs(got - want).max()
    if not off <= 1e-5:
        place = np.unravel_index(np.abs(got - want).argmax(), want.shape)
        expect(handle).fail(
            f"predictions {what}",
            f"predictions that differ by up to {off:.2g}: class {place[1]} of image {place[0]} "
            f"gets {got[place]:.5f}, not {want[place]:.5f}",
            "compare activations, padding, pools and their order with the lesson, layer by layer",
        )


@points(1, hidden=True)
def test_dropout(model: Any) -> None:
    """Dropout at rate 0.25 follows each pool, at rate 0.5 FC 256, and acts in training alone."""
    input_shape, num_classes, rows = (24, 20, 2), 7, 400
    handle = built(model, input_shape, num_classes)
    image, weights = _telltale(input_shape, num_classes)
    use_weights(handle, weights, input_shape, num_classes)
    images = np.repeat(image[None], rows, axis=0)
    want = oracle.forward(images[:2], weights)
    compare(handle, images[:2], want, "without dropout when training=False")

    def fail(found: str) -> None:
        dropouts = [
            f"{layer.kind} {layer.config.get('rate', '')}".strip()
            for layer in handle.layers()
            if "Dropout" in layer.kind
        ]
        expect(handle).fail(
            "dropout at rate 0.25 after each pool and 0.5 after FC 256, and nowhere else",
            found,
            f"its dropout layers are: {', '.join(dropouts) or 'none'}",
        )

    got = handle.predict(images, training=True)
    with np.errstate(all="ignore"):
        scores = np.log(got[:, :-1] / got[:, -1:])
    if np.ptp(scores, axis=0).max() < 1e-3:
        fail("a model that computes the same with training=True each time")
    distances = np.abs(scores[..., None] - SCORES)
    if not (distances.min(axis=-1) < 1e-3).all():
        fail("a model whose values with training=True are not those of this dropout")
    fate = distances.argmin(axis=-1)
    for stage, (rate, where) in enumerate(
        ((0.5, "after FC 256"), (0.25, "after the second pool"), (0.25, "after the first pool"))
    ):
        reached, dropped = fate >= stage, fate == stage
        slack = DEVIATIONS * (rate * (1 - rate) / max(1, reached.sum())) ** 0.5
        share = dropped.sum() / max(1, reached.sum())
        if abs(share - rate) > slack:
            part = f"{100 * share:.0f} %" if share > 0.02 else "hardly any"
            fail(f"a model that drops {part} of the values {where}")
        for one, other in itertools.combinations(range(num_classes - 1), 2):
            seen = reached[:, one] & reached[:, other]
            if (dropped[seen, one] == dropped[seen, other]).all():
                fail(f"a model that drops several values {where} by one coin")


def _telltale(
    input_shape: tuple[int, int, int], num_classes: int
) -> tuple[np.ndarray, list[np.ndarray]]:
    """An image and weights under which each score but the last tells the fate of three values.

    One value after the first pool leads to one after the second, this to one unit of FC 256, and
    this to one score. Pools and biases are such that `SCORES` are all that can come of it.
    """
    shapes = oracle.shapes(input_shape, num_classes)
    kernels = [np.zeros(shape, np.float32) for shape in shapes]
    biases = [np.zeros(shape[-1], np.float32) for shape in shapes]
    channels = (0, 1, 2)
    for number, kernel in enumerate(kernels[:4]):
        for channel in channels:
            kernel[1, 1, channel if number else 0, channel] = 1 if number < 3 else 0.5
    biases[3][:] = 1
    height, width = (((side - 4) // 2 - 4) // 2 for side in input_shape[:2])
    assert height * width * 64 == shapes[4][0]
    image = np.zeros(input_shape, np.float32)
    unit = 0
    for row, column in ((0, 0), (height - 1, width - 1)):
        # a whole square of the first pool, and one of the four places of a square of the second
        image[4 * row + 6 : 4 * row + 8, 4 * column + 6 : 4 * column + 8, 0] = 1
        for channel in channels:
            hidden = 40 * unit + 7
            kernels[4][(row * width + column) * 64 + channel, hidden] = 0.5
            biases[4][hidden] = 1
            kernels[5][hidden, unit] = 1
            unit += 1
    assert unit == num_classes - 1
    return image, [array for pair in zip(kernels, biases, strict=True) for array in pair]


@points(1)
def test_compile(model: Any, workbench: Workbench) -> None:
    """compile_model prepares the model given: Adam, categorical cross-entropy, accuracy."""
    rng = np.random.default_rng(3)
    x = rng.normal(0, 1, (9, 2, 3, 2)).astype(np.float32)
    y = np.eye(3, dtype=np.float32)[rng.integers(0, 3, 9)]
    for functional, rate in ((False, None), (True, 0.02)):
        weights = random_weights([(12, 3)], seed=4)
        handle = workbench.build(
            # what comes last shows probabilities, and hides that they are from a softmax
            [("Flatten", {}), ("Dense", {"units": 3, "activation": "softmax"}), ("Flatten", {})],
            x.shape[1:],
            weights,
            functional=functional,
        )
        got = model.compile_model(handle, **({} if rate is None else {"learning_rate": rate}))
        rate = 1e-3 if rate is None else rate
        result = expect(got)
        how = handle.compiled()
        if how is None:
            result.fail("the model given to be compiled", "it is not", "call model.compile(...)")
        same = all(map(np.array_equal, handle.weights(), weights))
        result.to_hold(same, "the weights left as they were")
        if "Adam" not in how.optimizer or "AdamW" in how.optimizer:  # which Keras derives from Adam
            result.fail("the optimizer Adam", how.optimizer[0])
        if how.learning_rate is None or abs(how.learning_rate - rate) > 1e-5 * rate:
            result.fail(f"a learning rate of {rate:g}", f"one of {how.learning_rate}")

        try:
            told = handle.evaluate(x, y)
        except StudentError as problem:
            result.fail(
                "a loss and a metric for one-hot labels",
                f"model.evaluate raised {problem}",
                'give them by name, metrics=["accuracy"]: compile takes loss_weights in third place'
                if "dtype='string'" in str(problem)
                else "",
            )
        predicted = oracle.dense_forward(x, weights)
        _told(result, told, "loss", judge.loss(predicted, y), "the categorical cross-entropy")
        _told(result, told, "accuracy", judge.accuracy(predicted, y), "the metric accuracy")

        workbench.step(handle, x, y)
        slope = x.reshape(9, 12).T @ (predicted - y) / 9
        moved = handle.weights()[0] - weights[0]
        clear = np.abs(slope) > 1e-3
        if not moved.any():
            result.fail(
                "a model whose weights change in a step of training",
                "one whose weights stay as they are",
                "compile leaves model.trainable as it is",
            )
        off = np.abs(moved + rate * np.sign(slope))[clear].max() / rate
        if off > 0.01:
            result.fail(
                f"a first step of {rate:g} for each weight, against its slope, as Adam makes it",
                f"steps that differ from that by up to {off:.0%}",
            )


def _told(result: Any, told: dict[str, Any], name: str, want: float, what: str) -> None:
    """Require one of the numbers that `model.evaluate` gives."""
    if name not in told:
        result.fail(f"{what}, called {name!r}", f"model.evaluate gives {', '.join(sorted(told))}")
    if not abs(told[name] - want) <= 1e-4:
        result.fail(
            f"{what}: {want:.4f} for probabilities and one-hot labels of the check",
            f"{name} {told[name]:.4f}",
        )


SMALL = [
    ("Conv2D", {"filters": 3, "kernel_size": (2, 3), "activation": "relu"}),
    ("Flatten", {}),
    ("Dense", {"units": 4, "activation": "softmax"}),
]
SMALL_INPUT = (5, 6, 2)
SMALL_SHAPES = [(2, 3, 2, 3), (48, 4)]
LINEAR = [("Flatten", {}), ("Dense", {"units": 3, "activation": "softmax"})]
LINEAR_INPUT = (2, 3, 2)
LINEAR_SHAPES = [(12, 3)]


def pictures(shape: tuple[int, ...]) -> np.ndarray:
    return np.random.default_rng(5).normal(0, 1, (4, *shape)).astype(np.float32)


def _sorted(weights: list[np.ndarray]) -> np.ndarray:
    return np.sort(np.concatenate([array.ravel() for array in weights]))


def predicts(got: Any, images: np.ndarray, want: np.ndarray, saved: list[np.ndarray]) -> None:
    """Require that load_model gave a model with these predictions.

    saved  its weights, which say what to mend where the predictions are others
    """
    handle = expect(got).to_be_model()
    predictions, weights = handle.predict(images), handle.weights()
    built = [array.shape for array in weights] == [array.shape for array in saved]
    off = built and predictions.shape == want.shape and np.abs(predictions - want).max() > 1e-5
    if off and not all(map(np.array_equal, weights, saved)):
        expect(handle).fail(
            "the weights that were saved",
            "the right weights at the wrong places"
            if np.array_equal(_sorted(weights), _sorted(saved))
            else "weights that are not in the save",
        )
    compare(handle, images, want, "as before it was saved")


@points(1)
def test_save_and_load(model: Any, workbench: Workbench) -> None:
    """save_model writes architecture and weights; load_model makes the same model of them."""
    images = pictures(SMALL_INPUT)
    weights = random_weights(SMALL_SHAPES, seed=6)
    saved = workbench.build(SMALL, SMALL_INPUT, weights, functional=True)
    folder = f"{workbench.folder()}/runs/first"
    got = model.save_model(saved, folder)
    _expect_files(expect(got), workbench, folder)
    same = all(map(np.array_equal, saved.weights(), weights))
    expect(got).to_hold(same, "the weights of the model left as they were")
    size = workbench.files(folder)[FILES[1]]
    if size < LEAST * sum(array.size for array in weights):
        expect(got).fail(f"the weights of the model in {FILES[1]}", f"a file of {size} bytes")
    want = oracle.small_forward(images, weights)
    predicts(model.load_model(folder), images, want, weights)
    # what was saved says all: also where the two files lie elsewhere, and hold other weights
    moved = _moved(workbench, folder, folder)
    content = workbench.read(moved, FILES[1])
    others = random_weights(SMALL_SHAPES, seed=10)
    if all(content.count(array.tobytes()) == 1 for array in weights):  # else written otherwise
        for array, other in zip(weights, others, strict=True):
            content = content.replace(array.tobytes(), other.tobytes())
        workbench.write(moved, FILES[1], content)
        want, weights = oracle.small_forward(images, others), others
    predicts(model.load_model(moved), images, want, weights)


def _expect_files(result: Any, workbench: Workbench, folder: str) -> None:
    found = workbench.files(folder)
    for name in FILES:
        if not found.get(name):
            names = ", ".join(sorted(found)) or "no files"
            others = set(found) - set(FILES)
            result.fail(
                f"a file {name} in the folder",
                f"a folder without it: it has {names}" if others else f"a folder with {names}",
            )
    try:
        architecture = json.loads(workbench.read(folder, "architecture.json"))
    except (ValueError, RecursionError) as problem:
        if "Extra data" in str(problem):
            result.fail(
                "JSON in architecture.json",
                "JSON with something behind it",
                'a save replaces the one before: open the file with "w"',
            )
        result.fail("JSON in architecture.json", f"something else: {problem}")
    if not isinstance(architecture, (dict, list, str)):
        result.fail("the layers of the model in architecture.json", f"{architecture}")


def _moved(workbench: Workbench, architecture: str, weights: str) -> str:
    """A folder of its own with copies of two files, each from a save."""
    target = workbench.folder()
    for name, folder in zip(FILES, (architecture, weights), strict=True):
        workbench.write(target, name, workbench.read(folder, name))
    return target


@points(1, hidden=True)
def test_saves(model: Any, workbench: Workbench) -> None:
    """Saves of other models hold too, replace what was there, and a missing file is named."""
    images = pictures(LINEAR_INPUT)
    first, second = (random_weights(LINEAR_SHAPES, seed) for seed in (7, 8))
    folder = workbench.folder()
    other = workbench.build(SMALL, SMALL_INPUT, random_weights(SMALL_SHAPES, 9))
    model.save_model(other, Path(folder))
    before = {name: workbench.read(folder, name) for name in workbench.files(folder)}
    trained = workbench.build(LINEAR, LINEAR_INPUT, first)
    workbench.compile(trained, 0.1)
    workbench.step(trained, images, np.eye(3, dtype=np.float32)[[0, 1, 2, 0]])
    now = trained.weights()
    got = model.save_model(trained, folder)
    _expect_files(expect(got), workbench, folder)
    for name in FILES:
        if workbench.read(folder, name) == before.get(name):
            expect(got).fail(
                f"a new {name} in place of that of another model",
                "the file as it was before",
            )
    predicts(model.load_model(Path(folder)), images, oracle.dense_forward(images, now), now)
    model.save_model(workbench.build(LINEAR, LINEAR_INPUT, first), folder)  # saved and loaded again
    predicts(model.load_model(Path(folder)), images, oracle.dense_forward(images, first), first)

    elsewhere = workbench.folder()
    model.save_model(workbench.build(LINEAR, LINEAR_INPUT, second), elsewhere)
    mixed = _moved(workbench, folder, elsewhere)
    predicts(model.load_model(mixed), images, oracle.dense_forward(images, second), second)

    for name in FILES:
        incomplete = _moved(workbench, folder, elsewhere)
        workbench.remove(incomplete, name)
        with refuses(FileNotFoundError, naming=(name,)):
            model.load_model(incomplete)
    with refuses(FileNotFoundError, naming=(*FILES, "nowhere")):
        model.load_model(f"{workbench.folder()}/nowhere")
