"""Checks of the exercise `transfer`, on small networks of the check's own.

A correct `fine_tune` may train end to end through the frozen extractor or on features that were
extracted once, with any optimizer: that the loss falls is asked for, and not how far.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from checks.oracles import transfer as oracle
from checks.oracles.model import dense_forward
from grading.expect import Expectation, expect, points
from grading.models import Model, Workbench

IMAGE = (7, 6, 2)
EPOCHS = 12


class Network(NamedTuple):
    """A trained classifier: its layers as the workbench has them, its weights, itself."""

    layers: list[tuple[str, dict[str, Any]]]
    weights: list[np.ndarray]
    model: Model

    def features(self, images: np.ndarray) -> np.ndarray:
        return oracle.features(self.layers, self.weights, images)


def flattened(workbench: Workbench) -> Network:
    """Two dense layers behind a Flatten of 3 * 2 * 3 values; Sequential."""
    layers: list[tuple[str, dict[str, Any]]] = [
        ("Conv2D", {"filters": 3, "kernel_size": 2}),
        ("MaxPooling2D", {}),
        ("Flatten", {}),
        ("Dense", {"units": 5, "activation": "relu"}),
        ("Dense", {"units": 4, "activation": "softmax"}),
    ]
    return network(workbench, layers, [(2, 2, 2, 3), (3,), (18, 5), (5,), (5, 4), (4,)], False)


def pooled(workbench: Workbench, kind: str, functional: bool, hidden: int | None = None) -> Network:
    """Batch normalisation in between, a global pool, and dropout before the last layer.

    hidden  units of a dense layer between the two
    """
    layers: list[tuple[str, dict[str, Any]]] = [
        ("Conv2D", {"filters": 4, "kernel_size": (3, 2), "padding": "same"}),
        ("BatchNormalization", {}),
        ("ReLU", {}),
        ("Conv2D", {"filters": 5, "kernel_size": 2}),
        ("Dropout", {"rate": 0.3}),
        (kind, {}),
        ("Dropout", {"rate": 0.4}),
        ("Dense", {"units": 3, "activation": "softmax"}),
    ]
    shapes = [(3, 2, 2, 4), (4,), (4,), (4,), (4,), (4,), (2, 2, 4, 5), (5,)]
    if hidden is not None:
        layers.insert(-2, ("Dense", {"units": hidden, "activation": "relu"}))
        shapes += [(5, hidden), (hidden,)]
    return network(workbench, layers, [*shapes, (hidden or 5, 3), (3,)], functional)


def network(
    workbench: Workbench,
    layers: list[tuple[str, dict[str, Any]]],
    shapes: list[tuple[int, ...]],
    functional: bool,
) -> Network:
    rng = np.random.default_rng(len(layers))
    weights = [
        # a variance has to be above 0, whichever of the four of a normalisation it is
        np.abs(rng.normal(0.5, 0.3, shape)).astype(np.float32) + np.float32(0.1)
        if shape == (4,)
        else rng.normal(0, 0.6, shape).astype(np.float32)
        for shape in shapes
    ]
    # features around 0 that vary by about 1: a head that normalises them learns like any other
    last = max(i for i, array in enumerate(weights) if array.ndim == 4)
    rows = oracle.features(layers, weights, pictures(64, 1)).reshape(-1, weights[last].shape[-1])
    deviation = rows.std(axis=0).astype(np.float32)
    weights[last] /= deviation
    weights[last + 1] = (weights[last + 1] - rows.mean(axis=0).astype(np.float32)) / deviation
    return Network(layers, weights, workbench.build(layers, IMAGE, weights, functional))


def pictures(count: int, seed: int) -> np.ndarray:
    return np.random.default_rng(seed).random((count, *IMAGE)).astype(np.float32)


def separable(given: Network, count: int, classes: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Images, and one-hot labels that a single layer can learn from their features."""
    images = pictures(count, seed)
    features = given.features(images)
    centred = features - features.mean(axis=0)
    scores = centred @ np.random.default_rng(seed + 1).normal(size=(features.shape[1], classes))
    return images, np.eye(classes, dtype=np.float32)[scores.argmax(axis=1)]


@points(1)
def test_from_features_to_a_new_classifier(transfer: Any, workbench: Workbench) -> None:
    """A flattened network gives features, and a new head on them learns new classes."""
    given = flattened(workbench)
    trained = judge_all(transfer, given, classes=3, count=24, batch_size=5)
    after, many = trained.head.weights(), steps_of(trained.model, trained.head)
    trained.head.set_weights(trained.fresh)
    workbench.run_eagerly(trained.head)
    got = transfer.fine_tune(trained.extractor, trained.head, trained.data, 1)
    if all(map(np.allclose, after, trained.head.weights())):
        expect(got).fail(
            f"a head that learns longer in {EPOCHS} epochs than in one",
            "the same weights after both",
            "hand epochs on to fit",
        )
    few = steps_of(expect(got).to_be_model(), trained.head)
    if many and few and many > EPOCHS * few:
        expect(got).fail(
            f"{EPOCHS} times as many steps in {EPOCHS} epochs as in one",
            f"{many} steps in {EPOCHS} epochs, and {few} in one",
            "fit makes all epochs by itself; in a loop over epochs it makes one",
        )


def steps_of(*models: Model) -> int:
    """How many steps the optimizer has made that one of the models was compiled with."""
    return max((how.iterations for how in (each.compiled() for each in models) if how), default=0)


@points(1, hidden=True)
def test_other_networks(transfer: Any, workbench: Workbench) -> None:
    """The same holds for networks that end in a global pool, with batch normalisation inside."""
    given = pooled(workbench, "GlobalAveragePooling2D", True)
    judge_all(transfer, given, classes=4, count=30, batch_size=64, workbench=workbench)
    given = pooled(workbench, "GlobalMaxPooling2D", False, hidden=6)
    extractor = judge_extractor(transfer, given)
    workbench.run_eagerly(extractor)
    images = pictures(4, 8)
    got = transfer.extract_features(extractor, images, batch_size=4)
    expect(got).to_match(given.features(images), tolerance=1e-4)
    got = transfer.extract_features(extractor, images[:1])
    expect(got).to_match(given.features(images[:1]), tolerance=1e-4)
    for features, classes in ((6, 2), (3, 11)):
        judge_head(transfer, features, classes)


class Trained(NamedTuple):
    """What went into `fine_tune`, and the model that came out of it.

    The head is trained since, from `fresh` weights.
    """

    model: Model
    extractor: Model
    head: Model
    fresh: list[np.ndarray]
    data: tuple[np.ndarray, np.ndarray]


def judge_all(
    transfer: Any,
    given: Network,
    classes: int,
    count: int,
    batch_size: int,
    workbench: Workbench | None = None,
) -> Trained:
    """Go the whole way: extractor, features, head, the two trained as one.

    workbench  where another head than the student's is to be made and trained
    """
    images, labels = separable(given, count, classes, seed=5)
    before = given.model.predict(images)
    extractor = judge_extractor(transfer, given)
    features = given.features(images)
    got = transfer.extract_features(extractor, images, batch_size=batch_size)
    expect(got).to_match(features, tolerance=1e-4)
    head = judge_head(transfer, features.shape[1], classes)
    if workbench is not None:
        head = workbench.build(
            [("Dense", {"units": classes, "activation": "softmax"})], (features.shape[1],)
        )
    # one that favours no class: whatever it learns from wrong labels makes it worse
    weights = head.weights()
    head.set_weights([*weights[:-2], *(array * 0.02 for array in weights[-2:])])

    frozen, fresh = extractor.weights(), head.weights()
    before_training = head.predict(features.astype(np.float32))
    loss = oracle.cross_entropy(before_training, labels)
    own = linear(features, fresh, classes)
    plain = own is not None and alike(before_training, own, 1e-4)
    got = transfer.fine_tune(extractor, head, (images, labels), EPOCHS)
    expectation = expect(got)
    model = expectation.to_be_model()
    expectation.to_leave_arguments()
    if not same(extractor.weights(), frozen):
        expectation.fail(
            "the extractor's weights bit for bit as they were",
            "they have changed",
            "only the head is trained: an extractor whose trainable is False stays as it is",
        )
    if same(head.weights(), fresh):
        expectation.fail(
            "the head that was given, trained", "its weights are what they were before"
        )
    predicted = judge_predictions(expectation, model, images, classes)
    through = head.predict(extractor.predict(images))
    if plain and (own := linear(features, head.weights(), classes)) is not None:
        through = own
    if not alike(predicted, through, 1e-4):
        expectation.fail(
            "one model of images, that gives what the head gives for the extractor's features",
            "it predicts something else than head(extractor(images))",
        )
    after = oracle.cross_entropy(predicted, labels)
    if not after < loss:
        expectation.fail(
            f"a loss that falls in {EPOCHS} epochs of {count} images; before it was {loss:.3f}",
            f"a loss of {after:.3f}",
        )
    if not alike(given.model.predict(images), before):
        expectation.fail(
            "the model that the features were taken from to predict what it predicted before",
            "it predicts something else now",
        )
    return Trained(model, extractor, head, fresh, (images, labels))


def linear(features: np.ndarray, weights: list[np.ndarray], classes: int) -> np.ndarray | None:
    """What a head of a single layer with softmax gives; None for weights of another one."""
    if [array.shape for array in weights] != [(features.shape[1], classes), (classes,)]:
        return None
    return dense_forward(features[:, np.newaxis, np.newaxis], weights)


def judge_extractor(transfer: Any, given: Network) -> Model:
    """Require the features of our own forward pass, nothing trainable, the model left alone."""
    images = pictures(3, 2)
    before = given.model.predict(images)
    expectation = expect(transfer.feature_extractor(given.model))
    extractor = expectation.to_be_model()
    expectation.part(extractor.predict(images)).to_match(given.features(images), tolerance=1e-4)
    loose = [layer.name for layer in extractor.layers() if layer.weights and layer.trainable]
    if loose:
        expectation.fail(
            "an extractor that is not trainable",
            f"{len(loose)} of its layers are trainable: {', '.join(loose[:3])}",
            "extractor.trainable = False freezes all of them",
        )
    if not alike(given.model.predict(images), before):
        expectation.fail("the model given to predict the same", "it predicts something else now")
    return extractor


def judge_head(transfer: Any, num_features: int, num_classes: int) -> Model:
    """Require a classifier of features with a softmax at its end."""
    expectation = expect(transfer.build_head(num_features, num_classes))
    head = expectation.to_be_model()
    features = np.random.default_rng(3).normal(0, 3, (5, num_features)).astype(np.float32)
    judge_predictions(expectation, head, features, num_classes)
    weights = head.weights()
    sums = head.predict(features, training=True).astype(float).sum(axis=1)
    head.set_weights(weights)  # a normalisation has seen these features
    if not np.allclose(sums, 1, atol=1e-3):
        expectation.fail(
            "a softmax at the very end: also while training every row adds up to 1, and not to "
            f"{sums.min():.3f} to {sums.max():.3f}",
            "rows that do not while training",
            "dropout and the like stand before the last layer",
        )
    return head


def judge_predictions(
    expectation: Expectation, model: Model, inputs: np.ndarray, classes: int
) -> np.ndarray:
    """Require a row of probabilities for every input."""
    judge_input(expectation, model, inputs)
    got = model.predict(inputs)
    if got.shape != (len(inputs), classes):
        expectation.fail(
            f"a model that makes ({len(inputs)}, {classes}) of {inputs.shape}", f"{got.shape}"
        )
    sums = got.astype(float).sum(axis=1)
    if not (np.isfinite(got).all() and (got >= 0).all() and np.allclose(sums, 1, atol=1e-4)):
        expectation.fail(
            "probabilities: a softmax at the end makes every row add up to 1",
            f"rows that add up to {sums.min():.3f} to {sums.max():.3f}",
        )
    return got


def judge_input(expectation: Expectation, model: Model, inputs: np.ndarray) -> None:
    """Require a model that takes such inputs."""
    if (taken := misfit(model, inputs)) is not None:
        expectation.fail(
            f"a model of inputs {axes(inputs.shape[1:])}", f"one of inputs {axes(taken)}"
        )


def misfit(model: Model, inputs: np.ndarray) -> tuple[int | None, ...] | None:
    """The shape of one input that a model takes, where it does not take these inputs."""
    taken = model.input_shape()
    fits = taken is None or (
        len(taken) == inputs.ndim - 1
        and all(a is None or a == b for a, b in zip(taken, inputs.shape[1:], strict=True))
    )
    return None if fits else taken


def axes(shape: Sequence[int | None]) -> str:
    """Inputs of this shape in a batch: (18,) as "(B, 18)"."""
    return f"({', '.join(['B', *('any' if axis is None else str(axis) for axis in shape)])})"


def alike(one: np.ndarray, other: np.ndarray, tolerance: float = 1e-5) -> bool:
    return one.shape == other.shape and np.allclose(one, other, atol=tolerance)


def same(one: list[np.ndarray], other: list[np.ndarray]) -> bool:
    return len(one) == len(other) and all(map(np.array_equal, one, other))
