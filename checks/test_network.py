"""Checks of the exercise `network`.

Written in plain loops, one forward pass takes many seconds: a check makes do with one or two.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from checks.oracles import network as oracle
from grading.expect import expect, points

# Of the basic model's kernels and weights, in their order; each is followed by its biases.
SHAPES = ((3, 3, 3, 32), (3, 3, 32, 32), (3, 3, 32, 64), (3, 3, 64, 64), (1600, 256), (256, 10))
LAST_BIASES = (0.5, -1.0, 0.0, 2.0, -3.0, 1.0, 0.25, -0.5, 1.5, -2.0)


def zero_weights(last_biases: Sequence[float]) -> list[np.ndarray]:
    """Weights of a model that has made up its mind before it sees an image."""
    arrays = [np.zeros(part, np.float32) for shape in SHAPES for part in (shape, shape[-1:])]
    return [*arrays[:-1], np.array(last_biases, np.float32)]


def random_weights(seed: int, spread: float = 0.3) -> list[np.ndarray]:
    """Weights under which values neither fade nor explode, and biases that matter.

    spread  of the biases around 0
    """
    rng = np.random.default_rng(seed)
    arrays: list[np.ndarray] = []
    for shape in SHAPES:
        # twice the variance of 1 / inputs makes up for what ReLU takes away (He and others, 2015)
        scale = np.sqrt((2 if shape[-1] != 10 else 0.5) / np.prod(shape[:-1]))
        arrays.append(rng.normal(0, scale, shape).astype(np.float32))
        arrays.append(rng.normal(0, spread, shape[-1]).astype(np.float32))
    return arrays


def judged(image: np.ndarray, weights: list[np.ndarray]) -> np.ndarray:
    """The right probabilities, none so small or so large that a mistake would hide in it."""
    probabilities = oracle.forward(image, weights)
    assert 1e-3 < probabilities.min() < probabilities.max() < 0.8
    return probabilities


@points(1)
def test_last_biases(network: Any) -> None:
    """If all weights but the last biases are 0, forward gives the softmax of these biases."""
    image = np.random.default_rng(1).random((32, 32, 3))
    weights = zero_weights(LAST_BIASES)
    expect(network.forward(image, weights)).to_match(judged(image, weights))


@points(1)
def test_forward(network: Any) -> None:
    """forward gives the probabilities of the basic model, step by step as Keras computes them."""
    image = np.random.default_rng(2).random((32, 32, 3))
    weights = random_weights(3)
    expect(network.forward(image, weights)).to_match(judged(image, weights))


@points(1)
def test_classify(network: Any) -> None:
    """classify gives the name and the probability of the most probable class."""
    foods = ["fig", "bread", "jam", "egg", "apple", "dates", "honey", "grape", "icing", "cheese"]
    image = np.random.default_rng(4).random((32, 32, 3))
    for weights, names, label in (
        (zero_weights(np.roll(LAST_BIASES, 6).tolist()), foods, 9),
        (random_weights(5), tuple(reversed(foods)), 0),
    ):
        probabilities = judged(image, weights)
        assert np.sort(probabilities)[-2] < probabilities[label] - 0.01
        got = network.classify(image, weights, names)
        name, probability = expect(got).to_be_sequence(2, "two values, (name, probability)")
        expect(got).to_hold(
            isinstance(name, str) and name == names[label],
            f"first the name of the most probable class, {names[label]!r} (label {label})",
        )
        expect(got).part(probability).to_match(float(probabilities[label]))


@points(1, hidden=True)
def test_other_weights(network: Any) -> None:
    """forward holds for other weights and images, with negative values and in 32 bits too."""
    rng = np.random.default_rng(6)
    weights = random_weights(7, spread=1.0)
    weights[-1] -= 5  # all scores below 0: softmax does not care, a ReLU in its place would
    narrow = rng.uniform(-1, 1, (32, 32, 3)).astype(np.float32)
    assert (oracle.scores(narrow, weights) < 0).all()
    expect(network.forward(narrow, weights)).to_match(judged(narrow, weights))

    wide = [array.astype(np.float64) for array in random_weights(8, spread=0.1)]
    image = rng.normal(0, 0.8, (32, 32, 3))
    expect(network.forward(image, wide)).to_match(judged(image, wide))
