"""Checks of the exercise `preprocessing`."""

from typing import Any, NamedTuple

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from checks.oracles import preprocessing as oracle
from checks.strategies import pixels, sizes, small_values
from grading.expect import Mismatch, expect, points, refuses


class Pictures(NamedTuple):
    """Images, and statistics of some training set that they are not from."""

    images: np.ndarray
    mean: np.ndarray
    std: np.ndarray


class Labels(NamedTuple):
    """Labels of a number of classes, and the same with one that no class has."""

    labels: np.ndarray
    num_classes: int
    wrong: np.ndarray


@st.composite
def pictures(draw: st.DrawFn) -> Pictures:
    """uint8 or floating point; no std is 0."""
    count, height, width, channels = (draw(sizes(3)) for _ in range(4))
    values = pixels if draw(st.booleans()) else small_values
    images = draw(values((count, height, width, channels)))
    std = 2.0 ** (draw(pixels((channels,))) % 5).astype(int) / 2
    return Pictures(images, draw(small_values((channels,))), std)


@st.composite
def labels_and_classes(draw: st.DrawFn) -> Labels:
    """Labels (N,) or (N, 1)."""
    count, num_classes = draw(sizes(6)), draw(sizes(5))
    labels = draw(pixels((count,))).astype(np.int64) % num_classes
    wrong = labels.copy()
    wrong[draw(st.integers(0, count - 1))] = draw(st.sampled_from([num_classes, -1, 100]))
    shape = (-1, 1) if draw(st.booleans()) else (-1,)
    return Labels(labels.reshape(shape), num_classes, wrong.reshape(shape))


@points(1)
def test_scaling(preprocessing: Any) -> None:
    """scale_pixels brings 0..255 to 0..1 and scale_symmetric to -1..1, both as float32."""
    few = np.array([10, 20, 51, 102, 200, 0], np.uint8).reshape(1, 6, 1, 1)
    every = np.arange(256, dtype=np.uint8).reshape(4, 8, 4, 2)
    dark = few % np.uint8(2)  # 0 and 1 are pixels like others
    for images in (few, few + np.uint8(37), every, every[0], dark):
        got = preprocessing.scale_pixels(images)
        expect(got).to_match(oracle.scale(images, 0, 1), dtype=np.float32)
        got = preprocessing.scale_symmetric(images)
        expect(got).to_match(oracle.scale(images, -1, 1), dtype=np.float32)


@points(1)
@given(case=pictures())
def test_standardizing(preprocessing: Any, case: Pictures) -> None:
    """channel_statistics gives mean and std of each channel; standardize uses those it is given."""
    got = preprocessing.channel_statistics(case.images)
    judge_statistics(got, case.images)
    got = preprocessing.standardize(*case)
    expect(got).to_match(oracle.standardize(*case), dtype=np.float32)


@points(1)
@given(case=labels_and_classes())
def test_one_hot(preprocessing: Any, case: Labels) -> None:
    """one_hot puts a single 1 at each label's place, and refuses labels that no class has."""
    labels, num_classes, wrong = case
    got = preprocessing.one_hot(labels, num_classes)
    expect(got).to_match(oracle.one_hot(labels, num_classes), dtype=np.float32)
    bad = next(label for label in wrong.ravel().tolist() if not 0 <= label < num_classes)
    with refuses(ValueError, naming=("labels", "label", "Label", str(bad))):
        preprocessing.one_hot(wrong, num_classes)
    words = ("labels", "label", "Label", "dtype", "float", "integer")
    with refuses(ValueError, naming=words, why="these labels are of dtype float64"):
        preprocessing.one_hot(labels.astype(float), num_classes)


@points(1, hidden=True)
def test_exact_statistics(preprocessing: Any) -> None:
    """Statistics are exact in 64 bits, and a channel that does not vary is standardized to 0."""
    rng = np.random.default_rng(1)
    flat = rng.integers(0, 256, (2, 3, 1, 3), np.uint8)
    flat[..., 1] = 200
    # In float32, sums of such values lose more than the mean of what is left when they cancel.
    half = rng.normal(0, 1e5, (6, 5, 4, 2)).astype(np.float32)
    wide = np.concatenate([half, -half, np.full((1, 5, 4, 2), 3, np.float32)])
    wide = rng.permutation(wide.reshape(-1, 2)).reshape(wide.shape)
    mean_and_std = oracle.channel_statistics(wide)
    assert abs(wide.mean(axis=(0, 1, 2)) - mean_and_std[0]).min() > 1e-4
    for images in (
        np.array([[[[7]]]], np.uint8),
        np.array([0.25, 0.5], np.float32).reshape(1, 2, 1, 1),
        flat,
        np.full((3, 9, 8, 1), 255, np.uint8),
        wide,
    ):
        judge_statistics(preprocessing.channel_statistics(images), images)

    for images in (flat, flat / 255, (flat / 255).astype(np.float32)):
        for kind in (np.float64, np.float32):
            mean = np.array([120.5, 90.0, 0.25], kind)
            std = np.array([60.0, 0.0, 0.5], kind)
            got = preprocessing.standardize(images, mean, std)
            expect(got).to_match(oracle.standardize(images, mean, std), dtype=np.float32)


@points(1, hidden=True)
def test_any_labels(preprocessing: Any) -> None:
    """one_hot takes labels of any integer dtype, and refuses the same ones in all of them."""
    for dtype in (np.uint8, np.int8, np.uint16, np.int16, np.int32, np.uint32, np.int64):
        labels = np.array([[9], [0], [3], [3]], dtype)
        for given_labels in (labels, labels[:, 0], labels[:1]):
            got = preprocessing.one_hot(given_labels)
            expect(got).to_match(oracle.one_hot(given_labels), dtype=np.float32)
            got = preprocessing.one_hot(given_labels, num_classes=12)
            expect(got).to_match(oracle.one_hot(given_labels, 12), dtype=np.float32)
        limits = np.iinfo(dtype)
        for num_classes in (200, 300):  # in eight bits the last label would be another one
            if num_classes - 1 <= limits.max:
                labels = np.array([num_classes - 1, 0, 5], dtype)
                got = preprocessing.one_hot(labels, num_classes)
                expect(got).to_match(oracle.one_hot(labels, num_classes), dtype=np.float32)
        # 258 and -254 would be 2 in eight bits
        for label in (10, 127, 258, -1, -10, -254):
            if not limits.min <= label <= limits.max:
                continue
            with refuses(ValueError, naming=("labels", "label", "Label", str(label))):
                preprocessing.one_hot(np.array([3, label], dtype))
    for values, kind in (([1.5, 2.0], np.float32), ([2.0, 1.0], np.float32), ([0.0, 1.0], float)):
        floating = np.array(values, kind).reshape(2, -1)
        with refuses(ValueError, naming=("labels", "label", "Label", "dtype", "float", "integer")):
            preprocessing.one_hot(floating)


def judge_statistics(got: Any, images: np.ndarray) -> None:
    """Require the mean and the standard deviation of every channel."""
    parts = expect(got).to_be_sequence(2, "two arrays, (mean, std)")
    wanted = oracle.channel_statistics(images)
    for name, part, right in zip(("mean", "std"), parts, wanted, strict=True):
        try:
            expect(got).part(part).to_match(right)
        except Mismatch as problem:
            problem.rows.append(("", f"of the two results, this is {name}"))
            raise
