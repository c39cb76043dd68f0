"""Checks of the exercise `improved`.

The student's model is judged by what is promised of it, and `train_improved` on a small model of
the check's own, whose first layer keeps a number for each batch that it sees. Augmentation may also
sit in layers of the student's model: then the small model sees plain pictures, and that is right.
"""

from typing import Any

import numpy as np

from checks.test_training import ROWS, _reported, history, numbers_in, told
from checks.test_transfer import judge_input
from grading.expect import Expectation, expect, goes_on, points
from grading.models import Layer, Model, Workbench

BASIC = 4  # convolutions of the basic model
MORE = 2
MOST = 5_000_000  # parameters
IMAGES, CLASSES = 20, 10
RIGHT, WRONG = 8, 3  # validation images that a model of the check is right and wrong about
ALONG = 0.5  # of what weights have changed, the share that has to make the loss smaller
CONVOLUTIONS = {
    "Conv1D", "Conv2D", "Conv3D", "SeparableConv1D", "SeparableConv2D", "DepthwiseConv1D",
    "DepthwiseConv2D", "Conv1DTranspose", "Conv2DTranspose", "Conv3DTranspose",
}  # fmt: skip
AUGMENTING = ("Random", "Aug", "RandAugment", "MixUp", "CutMix", "GaussianNoise", "Equalization")
SMALL: list[tuple[str, dict[str, Any]]] = [
    ("Record", {}),
    ("AveragePooling2D", {"pool_size": 8}),
    ("Flatten", {}),
    ("Dense", {"units": CLASSES, "activation": "softmax"}),
]


@points(1)
def test_model_and_training(improved: Any, workbench: Workbench) -> None:
    """The model has six convolutions or more and ends in softmax; it is trained, and goes on."""
    expectation = expect(improved.build_improved_model())
    model = expectation.to_be_model()
    judge_model(expectation, model, (32, 32, 3), 10)
    layers = model.layers()

    train, validation = mistaught(IMAGES, seed=1), mostly_right()
    folder = workbench.folder()
    small, weights = build(workbench, sure=True)
    got = improved.train_improved(small, train, validation, 2, folder)
    first = judge_history(expect(got), 2)
    if np.array_equal(small.weights()[-2], weights[-2]):
        expect(got).fail("the model that was given, trained", "its weights are what they were")
    judge_variety(expect(got), layers, small, train[0], 2)
    judge_learning(expect(got), small, weights, first)

    again, _ = build(workbench)  # other weights than the first: what it needs is in the save
    got = improved.train_improved(again, train, validation, 3, folder)
    resumed = judge_history(expect(got), 3)
    for key in ROWS:
        if not np.allclose(resumed[key][:2], first[key], rtol=1e-5):
            expect(got).fail(
                f"{key} that begins with the two epochs of the first run, {told(first[key])}, "
                f"and not with {told(resumed[key][:2])}",
                "a history that begins anew",
                "called again with its folder, training goes on from the newest save",
            )
    judge_steps(expect(got), again)


@points(1, hidden=True)
def test_other_shapes_and_nothing_left(improved: Any, workbench: Workbench) -> None:
    """Other pictures and classes are fine; with nothing left to train, saves are still loaded."""
    expectation = expect(improved.build_improved_model((40, 32, 1), 7))
    judge_model(expectation, expectation.to_be_model(), (40, 32, 1), 7)
    expectation = expect(improved.build_improved_model(num_classes=12))
    model = expectation.to_be_model()
    judge_model(expectation, model, (32, 32, 3), 12)
    layers = model.layers()

    train, validation = data(3, IMAGES), data(4, 8)
    folder = workbench.folder()
    small, _ = build(workbench)
    got = improved.train_improved(small, train, validation, 2, folder=folder)
    first = judge_history(expect(got), 2)
    judge_variety(expect(got), layers, small, train[0], 2)
    steps = steps_of(small)
    other, _ = build(workbench)
    got = improved.train_improved(other, train, validation, 2, folder=folder)
    clean = expect(got).call
    second = judge_history(expect(got), 2)
    if any(not np.allclose(second[key], first[key], rtol=1e-5) for key in ROWS):
        expect(got).fail("the history of the first run, since nothing is left to train", "another")
    images = train[0][:5]
    if not np.allclose(other.predict(images), small.predict(images), atol=1e-5):
        expect(got).fail(
            "a model that predicts what the trained one does",
            "it predicts something else",
            "also when nothing is left to train, the weights are loaded from the newest save",
        )

    judge_saves(expect(got), set(workbench.files(folder)))
    damage(workbench, folder)
    third, _ = build(workbench)
    with goes_on("go on from the save before the newest one, which was damaged"):
        got = improved.train_improved(third, train, validation, 2, folder=folder)
    resumed = judge_history(expect(got), 2)
    if any(not np.allclose(resumed[key][:1], first[key][:1], rtol=1e-5) for key in ROWS):
        expect(got).fail(
            "the first epoch from the save before the newest one, which was damaged",
            "a history that begins with another epoch",
            "a save that cannot be read is reported, and the one before it used",
        )
    if not _reported(expect(got).call, clean):
        expect(got).fail(
            "a warning, a print or a log that tells of the newest save, which was damaged",
            "no word about it",
        )

    alone, weights = build(workbench, sure=True)
    got = improved.train_improved(alone, mistaught(IMAGES), mostly_right(), 2)
    rows = judge_history(expect(got), 2)
    if np.array_equal(alone.weights()[-2], weights[-2]) or steps_of(alone) != steps:
        expect(got).fail(
            "two epochs of training without a folder, of as many steps as with one",
            f"{steps_of(alone)} steps, and with a folder {steps}",
        )
    judge_learning(expect(got), alone, weights, rows)


def judge_learning(
    expectation: Expectation,
    model: Model,
    before: list[np.ndarray],
    rows: dict[str, np.ndarray],
) -> None:
    """Require numbers that are those of the model, and weights that learned from its mistakes.

    The model was sure of class 0 for red and of class 1 for blue, and was taught the opposite:
    whatever is optimized, and by what, it begins to doubt both.
    """
    if not np.allclose(rows["val_accuracy"], RIGHT / (RIGHT + WRONG), atol=1e-3):
        expectation.fail(
            f"val_accuracy {RIGHT / (RIGHT + WRONG):.3f} in every epoch, and not "
            f"{told(rows['val_accuracy'])}: the model is sure of {RIGHT} of {RIGHT + WRONG} "
            "validation images as they are, and wrong about the others",
            "that of other images"
            if rows["val_accuracy"].any()
            else "0, which is that of the training images",
            "the validation images are neither those of training nor augmented",
        )
    if rows["accuracy"].max() > 0.25:  # by chance it would be a half
        expectation.fail(
            f"accuracy 0 and 0, and not {told(rows['accuracy'])}: the model is sure of another "
            "class for every training image",
            "that of images with labels of others",
            "images and labels are shuffled together, by one permutation",
        )
    moved = (model.weights()[-2] - before[-2]).astype(float).reshape(-1, 3, CLASSES)
    mistakes = np.array([moved[:, 0, 0], moved[:, 2, 1]])
    # some optimizers move all weights of a colour, and those of its mistake less
    apart = mistakes - np.array([moved[:, 2, 0], moved[:, 0, 1]])
    if not any(-way.sum() > ALONG * np.abs(way).sum() for way in (mistakes, apart)):
        expectation.fail(
            "a model that has learned from the training images and their labels",
            "weights that have changed, and not by steps that make the loss smaller",
        )


def judge_steps(expectation: Expectation, model: Model) -> None:
    """Require an optimizer that has gone on where it was; every batch of the model is a step."""
    how = model.compiled()
    if how and 0 < how.iterations < steps_of(model):
        expectation.fail(
            "an optimizer that goes on from the save, as weights and history do",
            f"one of {how.iterations} steps, for {steps_of(model)} batches in all epochs",
            "compile first, and load the optimizer's variables then",
        )


def judge_saves(expectation: Expectation, names: set[str]) -> None:
    """Require a save for each of two epochs, counted from 0 or from 1."""
    numbers = numbers_in(names)
    if not numbers & {1} or not numbers & {0, 2}:
        expectation.fail(
            "a save after every epoch, in files or a folder of its own that its number names",
            f"as new files: {', '.join(sorted(names)[:6]) or 'none'}",
        )


def damage(workbench: Workbench, folder: str) -> None:
    """Cut off the files of the newest save of two."""
    found = workbench.files(folder)
    numbers = {name: max(numbers_in([name]), default=-1) for name in found}
    for name, number in numbers.items():
        if number == max(numbers.values()):
            content = workbench.read(folder, name)
            workbench.write(folder, name, content[: len(content) // 2])


def build(workbench: Workbench, sure: bool = False) -> tuple[Model, list[np.ndarray]]:
    """The small model, always with the same weights; not compiled.

    sure  that red is of class 0 and blue of class 1, and so is green on the left and on the right
    """
    model = workbench.build(SMALL, (32, 32, 3), eager=True)
    rng = np.random.default_rng(5)
    weights = [rng.normal(0, 0.1, w.shape).astype(np.float32) for w in model.weights()[-2:]]
    if sure:
        first = np.zeros((4, 4, 3), np.float32)  # rows, columns, channels of the pool
        first[..., 0], first[..., 2] = 0.5, -0.5
        first[:, :2, 1], first[:, 2:, 1] = 1, -1
        weights = [np.zeros((first.size, CLASSES), np.float32), np.zeros(CLASSES, np.float32)]
        weights[0][:, 0], weights[0][:, 1] = first.ravel(), -first.ravel()
    model.set_weights([*(np.zeros_like(w) for w in model.weights()[:-2]), *weights])
    return model, model.weights()


def data(seed: int, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Prepared pictures from 0 to 1, smooth enough to be moved and zoomed, and one-hot labels."""
    rng = np.random.default_rng(seed)
    coarse = rng.random((count, 8, 8, 3))
    images = coarse.repeat(4, axis=1).repeat(4, axis=2).astype(np.float32)
    return images, np.eye(CLASSES, dtype=np.float32)[rng.integers(0, CLASSES, count)]


def mistaught(count: int, seed: int | None = None) -> tuple[np.ndarray, np.ndarray]:
    """Red pictures of class 1 and blue ones of class 0: no move, turn or zoom changes that.

    seed  of a little green here and there, by which a move can be seen
    """
    labels = np.arange(count) % 2
    images = np.zeros((count, 32, 32, 3), np.float32)
    images[labels == 1, ..., 0] = images[labels == 0, ..., 2] = 1
    if seed is not None:
        images[..., 1] = 0.2 * data(seed, count)[0][..., 1]
    return images, np.eye(CLASSES, dtype=np.float32)[labels]


def mostly_right() -> tuple[np.ndarray, np.ndarray]:
    """Pictures of class 0 that are green on the left; and red ones of a class of their own."""
    images = np.zeros((RIGHT + WRONG, 32, 32, 3), np.float32)
    images[:RIGHT, :, :16, 1] = 1
    images[RIGHT:, ..., 0] = 1
    return images, np.eye(CLASSES, dtype=np.float32)[[0] * RIGHT + [5] * WRONG]


def steps_of(model: Model) -> int:
    """Batches that the small model was trained with."""
    return round(float(model.weights()[1]))


def recorded(images: np.ndarray) -> float:
    """What the layer Record sums up in an epoch of these images."""
    fixed = np.random.default_rng(0).normal(size=images.shape[1:])
    return float((images * fixed).sum())


def judge_model(
    expectation: Expectation, model: Model, shape: tuple[int, ...], classes: int
) -> None:
    """Require enough convolutions, not too many parameters, and a softmax at the end."""
    images = np.random.default_rng(6).random((3, *shape)).astype(np.float32)
    judge_input(expectation, model, images)
    predicted = model.predict(images)
    if predicted.shape != (3, classes):
        expectation.fail(
            f"a model that makes (3, {classes}) of images {images.shape}", f"{predicted.shape}"
        )
    sums = predicted.astype(float).sum(axis=1)
    if not ((predicted >= 0).all() and np.allclose(sums, 1, atol=1e-3)):
        expectation.fail(
            "probabilities: a softmax at the end makes every row add up to 1",
            f"rows that add up to {sums.min():.3f} to {sums.max():.3f}",
        )
    training = model.predict(images, training=True).astype(float).sum(axis=1)
    if not np.allclose(training, 1, atol=1e-3):
        expectation.fail(
            "a softmax at the very end: also while training, every row adds up to 1",
            f"rows that add up to {training.min():.3f} to {training.max():.3f} in training",
            "dropout and the like stand before the last layer",
        )
    weights = model.weights()
    found = convolutions(model, weights)
    if found < BASIC + MORE:
        expectation.fail(
            f"{BASIC + MORE} convolutions or more: the basic model has {BASIC}",
            f"{found} convolutions",
        )
    parameters = sum(array.size for array in weights)
    if parameters > MOST:
        expectation.fail(f"at most {MOST:,} parameters", f"{parameters:,} parameters")


def convolutions(model: Model, weights: list[np.ndarray]) -> int:
    """How many convolutions a model has: those that its layers tell, and has kernels of."""
    return min(sum(map(is_convolution, model.layers())), sum(map(is_kernel, weights)))


def is_convolution(layer: Layer) -> bool:
    """One of Keras; or a layer of the student's own with a kernel of four axes."""
    own = layer.kind not in CONVOLUTIONS and not layer.config.get("layer")
    return layer.kind in CONVOLUTIONS or (
        own and layer.kind == "Layer" and any(len(shape) == 4 for shape in layer.weights)
    )


def is_kernel(array: np.ndarray) -> bool:
    """Whether weights may be those of a convolution: places, channels and filters."""
    return array.ndim >= 3


def augments(layer: Layer) -> bool:
    """Whether a layer may change pictures while training; one of the student's own may."""
    strengths = [
        value
        for key, value in layer.config.items()
        if key == "stddev" or (key.endswith("factor") and value is not None)
    ]
    return layer.kind == "Layer" or (
        layer.kind.startswith(AUGMENTING)
        and not (strengths and all(value in (0, [0, 0]) for value in strengths))
    )


def judge_history(expectation: Expectation, epochs: int) -> dict[str, np.ndarray]:
    """Require the four rows with a finite number for each epoch."""
    expectation.to_leave_arguments()
    return history(expectation.got, epochs)


def judge_variety(
    expectation: Expectation, layers: list[Layer], small: Model, images: np.ndarray, epochs: int
) -> None:
    """Require pictures that change from epoch to epoch, here or by layers of the model."""
    if any(map(augments, layers)):
        return
    batches = steps_of(small)
    if not batches or batches % epochs:
        expectation.fail(f"as many steps in each of {epochs} epochs", f"{batches} steps in all")
    sums = small.weights()[0][:batches].astype(float).reshape(epochs, -1).sum(axis=1)
    if np.abs(sums).max() < abs(recorded(images)) / 100:
        expectation.fail(
            "pictures from 0 to 1, as they were given",
            "pictures whose values are far smaller in every epoch",
        )
    if np.ptp(sums) < 0.05:  # rounding is less, and a shift of a single picture is more
        same = abs(sums[0] - recorded(images)) < 0.05
        expectation.fail(
            "pictures that are augmented anew in every epoch",
            f"the {'pictures as they are' if same else 'same changed pictures'} in every epoch",
            "augment in the loop over epochs, or by layers such as RandomFlip in the model",
        )
