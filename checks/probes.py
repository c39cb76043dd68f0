"""Inputs that tell mistakes apart, for functions whose checks' inputs are too large to be kept.

A function EXERCISE_FUNCTION(workbench) gives probes, the same ones each time.
"""

import functools
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from checks.figures import changes, rows_of, words
from checks.oracles import augmentation as augmented
from checks.oracles import dataset as right
from checks.oracles import importance as explained
from checks.oracles.feature_maps import Layers
from checks.test_activation_maximization import DEEP, Ascent, weights_of
from checks.test_augmentation import LARGER, SMALLER, rimmed
from checks.test_dataset import numbered, shows
from checks.test_dataset import shows as shows_image
from checks.test_feature_maps import shows as shows_map
from checks.test_filtering import answers
from checks.test_importance import CLASSES, Predictor
from checks.test_improved import BASIC, MORE, MOST, is_convolution
from checks.test_network import LAST_BIASES, random_weights, zero_weights
from checks.test_results import (
    ANIMALS,
    along,
    in_the_grid,
    named,
    nearest,
    softmax,
    titled_the_other_way,
)
from checks.test_transfer import (
    IMAGE,
    Network,
    alike,
    flattened,
    misfit,
    pictures,
    pooled,
    same,
    separable,
    steps_of,
)
from grading.behaviour import TOLERANCE, Probe
from grading.models import Model, Workbench
from grading.worker.schema import Figure

PATTERNS: Layers = [
    ("Conv2D", {"filters": 3, "kernel_size": (2, 3), "activation": "relu", "name": "patterns"}),
    ("Flatten", {}),
    ("Dense", {"units": 4, "activation": "softmax", "name": "classes"}),
]
CHANGES: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "": lambda image: image,
    "other colours": lambda image: image[:, :, ::-1],
    "turned": lambda image: image.swapaxes(0, 1),
}
FAULTLESS = {
    "own labels": [True, True],
    "twice": [False, False],
    "both": "none",
    "share": "fraction",
    "as before": [],
}
CREATURES = ["giraffe", "octopus", "penguin", "squirrel"]
NAMES = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]


def filtering_edge_kernels(workbench: Workbench) -> Iterator[Probe]:
    """Many kernels see edges: what tells is where they answer, and how strongly."""
    step = np.repeat([[0.0, 0.0, 0.0, 1.0, 1.0, 1.0]], 5, axis=0)

    def about(kernel: Any, own: np.ndarray) -> Any:
        if isinstance(kernel, list):
            return "a list"
        if not isinstance(kernel, np.ndarray) or kernel.shape != (3, 3):
            return kernel
        constant, along, across = (
            float(np.abs(answers(image, kernel.astype(float))).max())
            for image in (np.ones((4, 5)), own.T, own)
        )
        return {
            "silent where constant": constant < 1e-5,
            "silent along a step": along < 1e-5,
            "across a step": "silent" if across < 1e-5 else "weak" if across < 1 else "strong",
            "turns into itself": np.allclose(kernel, kernel[::-1, ::-1]),
            "unsigned": kernel.dtype.kind == "u",
        }

    def tell(got: Any) -> Any:
        if not isinstance(got, (tuple, list, np.ndarray)) or len(got) != 2:
            return got
        return [about(kernel, own) for kernel, own in zip(got, (step, step.T), strict=True)]

    yield Probe(tell=tell)


def dense_dropout(workbench: Workbench) -> Iterator[Probe]:
    """A mask may be drawn in many ways: what tells is which values drop, and what others become."""
    x = np.random.default_rng(3).permutation(np.arange(1.0, 2401.0)).reshape(12, 10, 20)
    masks: list[np.ndarray] = []
    exact: list[bool] = []
    for rate, seed, training in (
        (0.25, 1, True),
        (0.25, 1, True),
        (0.25, 2, True),
        (0.8, 3, True),
        (0.25, 4, False),
        (0.8, 5, False),
        (0.0, 6, True),
        (1.0, 7, True),
        (1.5, 7, True),
        (-0.25, 7, True),
    ):

        def tell(got: Any, rate: float = rate) -> Any:
            if not isinstance(got, np.ndarray) or got.shape != x.shape:
                return "another shape" if isinstance(got, np.ndarray) else got
            kept = got != 0
            told = {
                "dropped": _share(1 - float(kept.mean()), rate),
                "factor": _factor(got[kept] / x[kept], rate, kept),
                "alike along": [bool((kept == kept.take([0], i)).all()) for i in range(x.ndim)],
            }
            if 0 < kept.mean() < 1:
                exact.append(abs(kept.sum() - (1 - rate) * kept.size) < 1)
                told["as before"] = [bool((kept == mask).all()) for mask in masks]
                told["always as many"] = len(exact) > 3 and all(exact)
                masks.append(kept)
            return told

        options = {} if training else {"training": False}
        rng = np.random.default_rng(seed)
        yield Probe((x, rate, rng), options, tell=tell, refused=not 0 <= rate < 1)


def _share(dropped: float, rate: float) -> str | float:
    named = {"none": 0.0, "all": 1.0, "rate": rate, "1 - rate": 1 - rate, "half": 0.5}
    near = {"none": 0.0, "all": 0.0}  # the others but for chance
    return next((n for n, share in named.items() if abs(dropped - share) <= near.get(n, 0.03)),
                round(dropped, 1))  # fmt: skip


def _factor(ratios: np.ndarray, rate: float, kept: np.ndarray) -> str | float:
    """By what the values that were kept have been multiplied."""
    if not ratios.size:
        return "nothing kept"
    if np.ptp(ratios) > 1e-5 * np.abs(ratios).max():
        return "several"
    named = {"1": 1.0, "1 - rate": 1 - rate, "rate": rate, "1 / share kept": 1 / kept.mean()}
    named |= {"1 / (1 - rate)": 1 / (1 - rate)} if rate != 1 else {}
    named |= {"1 / rate": 1 / rate} if rate else {}
    found = [name for name, value in named.items() if abs(ratios[0] - value) < 1e-5 * value]
    return " or ".join(found) or round(float(ratios[0]), 3)


def dataset_images_of_class(workbench: Workbench) -> Iterator[Probe]:
    """A sort may keep the order or not, by chance where images are few: many of them tell it."""
    few = np.array([7, 2, 2, 9, 0, 7, 7], np.uint8)
    many = np.random.default_rng(4).integers(0, 3, 240)
    images = numbered(7, (2, 1, 3))
    for given, labels, label in (
        (images, few, 7),
        (images, few[:, None], 7),
        (images / 256, few.astype(np.int64), 2),
        (images, few, 9),
        (images, few[:, None].astype(np.int32), 0),
        (images, few, 0),
        (images, few, 3),
        (images, few[:, None], 3),
        (images[:1], np.array([[0]]), 0),
        (images[:1] / 256, np.array([0]), 1),
        (numbered(240, (1, 2, 1)), many, 1),
        (numbered(240, (1, 1, 1)), many[:, None].astype(np.uint8), 2),
    ):
        wanted = right.images_of_class(given, labels, label)
        ordered = len(given) > len(few)

        def tell(got: Any, wanted: np.ndarray = wanted, ordered: bool = ordered) -> Any:
            if not _of_numbers(got) or got.shape != wanted.shape or np.array_equal(got, wanted):
                return got
            if sorted(got.astype(float).tolist()) != sorted(wanted.astype(float).tolist()):
                return got
            return "another order" if ordered else wanted

        yield Probe((given, labels, label), tell=tell)


def dataset_train_validation_split(workbench: Workbench) -> Iterator[Probe]:
    """Images may be drawn in many ways: what tells is what became of those of each class."""
    rng = np.random.default_rng(8)
    large = rng.permutation(np.repeat([0, 2, 5, 7, 12, 14], [40, 20, 40, 20, 20, 20]))
    small = rng.permutation(np.repeat([1, 3, 4, 6, 9], [1, 2, 30, 2, 1]))
    drawn: list[set[int]] = []
    exact: list[bool] = []
    faults: list[Any] = []
    for labels, fraction, seed in (
        (large[:, None].astype(np.uint8), 0.25, 1),
        (large[:, None].astype(np.uint8), 0.25, 1),
        (large[:, None].astype(np.uint8), 0.25, 2),
        (large, 0.4, 3),
        (small.astype(np.int16), 0.2, 4),
    ):
        images = numbered(len(labels), (2, 1, 3))
        whole = images.copy(), labels.copy()

        def tell(
            got: Any,
            whole: tuple[np.ndarray, np.ndarray] = whole,
            fraction: float = fraction,
            last: bool = len(labels) == len(small),
        ) -> Any:
            if last and faults:  # chance decides about classes so small
                return all(exact)
            parts = list(got) if isinstance(got, (tuple, list)) else []
            kinds = [_kind(part, *whole) for part in parts[:5]]
            if kinds != ["images", "labels"] * 2:
                faults.append(kinds)
                return kinds if parts or got is None else _kind(got, *whole)
            told = _become(parts, *whole)
            if isinstance(told, dict):
                chosen = set(told.pop("chosen"))
                there = [n for n, how in enumerate(told["lost"]) if how != "all"]
                told["share"] = _share_of_classes(parts[3], chosen, whole[1], fraction, there)
                exact.append(abs(len(chosen) - fraction * len(whole[0])) < 1)
                if not last:
                    told["as before"] = [chosen == other for other in drawn]
                    drawn.append(chosen)
                if told | {"as before": []} != FAULTLESS | {"lost": ["none"] * len(told["lost"])}:
                    faults.append(told)
            else:
                faults.append(told)
            return told

        yield Probe((images, labels, fraction, np.random.default_rng(seed)), tell=tell)


def _of_numbers(value: Any) -> bool:
    return isinstance(value, np.ndarray) and value.dtype.kind in "iuf"


def _kind(part: Any, images: np.ndarray, labels: np.ndarray) -> str:
    """What one of the parts of a split is."""
    if isinstance(part, (tuple, list)):
        return f"{len(part)} in a row" if len(part) < 5 else "many in a row"
    if not isinstance(part, np.ndarray):
        return "something else"
    if part.dtype.kind not in "iuf":
        return "no numbers"
    if part.shape[1:] == images.shape[1:]:
        return "images"
    if part.shape[1:] == labels.shape[1:] and part.ndim:
        return "labels" if part.dtype.kind in "iu" else "fractions"
    return {1: "flat labels", 2: "labels in a column"}.get(part.ndim, "another shape")


def _become(parts: list[np.ndarray], images: np.ndarray, labels: np.ndarray) -> Any:
    """What became of the images and the labels in a split: which are lost, are there twice, …"""
    x_train, y_train, x_val, y_val = parts
    if len(x_train) != len(y_train) or len(x_val) != len(y_val):
        return "other numbers of images than of labels"
    found = [list(right.identities(x, images)) for x in (x_train, x_val)]
    train, val = ([place for place in places if place is not None] for places in found)
    if [train, val] != found:
        return "other images"
    flat = labels.ravel()
    both = set(train) & set(val)
    lost: Counter[int] = Counter(flat[sorted(set(range(len(flat))) - {*train, *val})].tolist())
    return {
        "chosen": val,
        "own labels": [
            bool((y.ravel() == flat[places]).all())
            for y, places in ((y_train, train), (y_val, val))
        ],
        "lost": [
            "all" if lost[label] == count else {0: "none", 1: "one"}.get(lost[label], "some")
            for label, count in sorted(Counter(flat.tolist()).items())
        ],
        "twice": [len(set(places)) < len(places) for places in (train, val)],
        "both": "none" if not both else "all" if both == set(val) else "some",
    }


def _share_of_classes(
    y_val: np.ndarray, chosen: set[int], labels: np.ndarray, fraction: float, there: list[int]
) -> Any:
    """Which share of each class is in validation; where chance decides, where its images lie.

    there  which classes are not lost altogether
    """
    sizes = Counter(labels.ravel().tolist())
    got = Counter(y_val.ravel().tolist())
    classes = sorted(sizes)
    counts = {classes[n]: got[classes[n]] for n in there}

    def holds(share: float) -> bool:
        return all(count in right.share(sizes[c], share) for c, count in counts.items())

    if holds(fraction):
        return "fraction"
    if min(sizes.values()) == 1:
        return [got[label] for label in classes if sizes[label] == 2]
    if holds(1 - fraction):
        return "the rest"
    if len(set(counts.values())) == 1 < len(counts) and min(counts.values()):
        return "as many"
    mean = sum(counts.values()) / max(1, sum(sizes[label] for label in counts))
    if all(abs(count - mean * sizes[label]) <= 1 for label, count in counts.items()):
        return round(20 * mean) / 20
    ends = [sorted(places) for places in (chosen, [len(labels) - 1 - i for i in chosen])]
    for name, places in zip(("first", "last"), ends, strict=True):
        if places == list(range(len(places))):
            return name
    return "near the beginning" if max(chosen, default=0) < max(sizes.values()) else "anywhere"


def dataset_plot_images(workbench: Workbench) -> Iterator[Probe]:
    """A plot may look as one likes: what tells is which image is where, and under which name."""
    rng = np.random.default_rng(9)
    pictures = rng.integers(0, 256, (7, 4, 5, 3), np.uint8)
    pictures[:, 0, 0], pictures[:, -1, -1] = 0, 255
    labels = np.array([2, 0, 3, 2, 1, 0, 1])
    for places, columns, column in (
        (slice(0, 3), 2, False),
        (slice(2, 4), None, True),
        (slice(1, 2), 1, False),
        (slice(1, 3), 1, False),
        (slice(0, 7), 3, False),
        (slice(0, 4), 2, True),
    ):
        images, own = pictures[places], labels[places]
        given_labels = own[:, None].astype(np.uint8) if column else own
        given = images / 300 if column else images.copy()

        def tell(got: Any, images: np.ndarray = images) -> Any:
            if got is None:
                return None
            if not isinstance(got, Figure):
                return f"no figure in {len(got)}" if isinstance(got, tuple) else "no figure"
            drawn = [panel for panel in got.panels if panel["images"]]
            others = [panel for panel in got.panels if not panel["images"]]
            rows = list(rows_of(drawn))
            ordered = [panel for row in rows for panel in row]
            return {
                "rows": [len(row) for row in rows],
                "pictures": [_shown(panel["images"], images) for panel in ordered],
                "titles": [_name_in(panel["title"]) for panel in ordered],
                "names below": any(_name_in(panel["xlabel"]) for panel in ordered),
                "not blank": any(p["visible"] or p["has_data"] or p["title"] for p in others),
            }

        options = {} if columns is None else {"columns": columns}
        yield Probe((given, given_labels, CREATURES), options, tell=tell)


def _shown(drawn: list[Any], images: np.ndarray) -> str | int:
    """Which image a panel shows."""
    if len(drawn) > 1:
        return "several"
    (picture,) = drawn
    if not _of_numbers(picture) or not picture.size:
        return "another picture"
    if picture.ndim == 2:
        return "a single channel"
    for name, change in CHANGES.items():
        for place, image in enumerate(images):
            if shows(picture, change(image)):
                return name or place
    return "a single colour" if picture.min() == picture.max() else "another picture"


def _name_in(title: str) -> str | int:
    """What the title of a panel tells, however it is worded."""
    found = [place for place, name in enumerate(CREATURES) if name in title.lower()]
    if found:
        return found[0] if len(found) == 1 else "several names"
    if any(name in title.lower() for name in right.CLASS_NAMES):
        return "a name of CIFAR-10"
    return "a number" if any(map(str.isdigit, title)) else "other words" if title.strip() else ""


def augmentation_augment(workbench: Workbench) -> Iterator[Probe]:
    """Choices may be drawn in any order: what tells are images that no choice should change."""
    shades = np.linspace(0.1, 0.9, 6)
    for dtype in (np.float32, np.float64):
        plain = np.broadcast_to(shades[:, None, None, None], (6, 5, 7, 3)).astype(dtype)

        def tell(got: Any, plain: np.ndarray = plain) -> Any:
            if not isinstance(got, np.ndarray):
                return got if got is None else ["no array", type(got).__name__]
            if got.shape != plain.shape or got.dtype != plain.dtype:
                return [list(got.shape), str(got.dtype)]
            if np.allclose(got, plain, atol=1e-4):
                return "right"
            means = np.sort(got.mean(axis=(1, 2, 3)))
            if np.allclose(means, shades, atol=1e-4):
                return "another order"
            middle = np.allclose(got[:, 2, 3], plain[:, 2, 3], atol=1e-4)
            noisy = (got != plain).mean() > 0.9 and np.ptp(got, axis=(1, 2, 3)).min() > 1e-3
            return "other edges" if middle else "noise" if noisy else "other values"

        yield Probe((plain, np.random.default_rng(5)), tell=tell)


def augmentation_zoom(workbench: Workbench) -> Iterator[Probe]:
    """Values tell where all ways to zoom agree; elsewhere, whether they exceed those given."""
    rng = np.random.default_rng(3)
    single: list[bool] = []  # whether pixels were copied so far
    agreed = [(np.round(rng.random((*shape, 2)) * 8) / 8, factor) for shape, factor in LARGER]
    agreed += [(rimmed(rng, *shape), factor) for shape, factor in SMALLER]
    agreed += [(rng.random((5, 4, 3)).astype(np.float32), 1.0)]
    for image, factor in agreed:

        def tell(got: Any, image: np.ndarray = image, factor: float = factor) -> Any:
            if (other := _resized(got, image, factor)) is not None:
                return other
            error = np.abs(got - augmented.zoom(image, factor)).max()
            if error < 1e-4:
                return "right"
            if _whole(got * 255.0) and error < 0.01:
                return "8 bits"
            if np.array_equal(got, image):
                return "as given"
            single.append(_whole(got * 8.0) and all(single))
            return "single pixels" if single[-1] else got.astype(np.float32)

        yield Probe((image, factor), tell=tell)
    for factor in (0.9, 0.55, 1.25):
        image = np.round(rng.random((9, 7, 2)) * 8) / 8

        def within(got: Any, image: np.ndarray = image, factor: float = factor) -> Any:
            if (other := _resized(got, image, factor)) is not None:
                return other
            return "beyond" if got.min() < -1e-5 or got.max() > 1 + 1e-5 else "within"

        yield Probe((image, factor), tell=within)
    for factor in (0, -0.5):
        yield Probe(
            (image, factor),
            tell=lambda got: got if got is None else "no error",
            refused=True,
        )


def _resized(got: Any, image: np.ndarray, factor: float) -> Any:
    """What tells of a zoomed image that is none, or of another size; None for one as wanted."""
    if not isinstance(got, np.ndarray):
        return ["no array", type(got).__name__]
    height, width, channels = image.shape
    if got.shape == image.shape:
        whole = got.dtype.kind in "iu" and got.max(initial=0) > 1
        return "not finite" if not np.isfinite(got).all() else "whole numbers" if whole else None
    larger = got.ndim == 3 and got.shape[2] == channels and factor != 1
    size = abs(got.shape[0] - height * factor) <= 1 and abs(got.shape[1] - width * factor) <= 1
    return "larger or smaller" if larger and size else list(got.shape)


def _whole(numbers: np.ndarray) -> bool:
    return bool(np.abs(numbers - np.rint(numbers)).max() < 1e-3)


def network_forward(workbench: Workbench) -> Iterator[Probe]:
    for image, weights in _networks():
        yield Probe((image, weights))


def network_classify(workbench: Workbench) -> Iterator[Probe]:
    for image, weights in _networks():
        yield Probe((image, weights, NAMES))


def _networks() -> Iterator[tuple[np.ndarray, list[np.ndarray]]]:
    yield np.random.default_rng(1).random((32, 32, 3)), zero_weights(LAST_BIASES)
    for seed in (11, 12):
        yield np.random.default_rng(seed).random((32, 32, 3)), random_weights(seed)


class _Lenient(Predictor):
    """Gives NaN for an image without a batch axis, as an error could be due to anything."""

    def __call__(self, images: np.ndarray) -> np.ndarray:
        bare = np.ndim(images) == 3
        return np.full((1, CLASSES), np.nan) if bare else super().__call__(images)


def importance_importance_map(workbench: Workbench) -> Iterator[Probe]:
    for seed, (height, width, channels), size, value, usual in (
        (1, (4, 6, 1), 2, 0.5, 0.5),
        (2, (5, 4, 3), 3, 0.0, 0.5),
        (3, (3, 5, 2), 1, 0.25, 0.5),
        (4, (4, 5, 1), 4, 0.5, 0.5),
        (5, (6, 5, 3), 2, 1.0, 0.1),  # the label is not the most probable class
    ):
        rng = np.random.default_rng(seed)
        image = rng.random((height, width, channels))
        weights = rng.normal(0, 0.1 / image.size, image.shape)
        predict = _Lenient(
            lambda picture, w=weights, p=usual: p + float((picture * w).sum()),  # type: ignore[misc]
            seed % 3,
            image.shape,
        )
        yield Probe((predict, image, seed % 3, size, value))
    large = np.random.default_rng(6).random((19, 20, 1))  # more squares than a batch may hold
    predict = _Lenient(lambda picture: 0.2 + 0.5 * float(picture.mean()), 1, large.shape)
    right = explained.importance_map(predict.probability, large, 3, 0.5)

    def tell(got: Any) -> Any:
        if not isinstance(got, np.ndarray) or got.shape != right.shape:
            return "no map"
        rows = np.isclose(got, right, atol=2e-6).all(axis=1)
        some = "right at the top" if rows[:4].all() else "wrong"
        return "right" if rows.all() else some if got.any() else "zeros"

    yield Probe((predict, large, 1, 3, 0.5), tell=tell)


def activation_maximization_displayable(workbench: Workbench) -> Iterator[Probe]:
    """Values may be rounded or cut, and mid-grey be 127 or 128."""
    rng = np.random.default_rng(8)
    spiked = rng.normal(1, 2, (8, 8, 2))
    spiked[1, 2, 0], spiked[4, 3, 1] = 40, -40
    for image in (
        spiked,
        rng.normal([-100, 0, 300], 20, (4, 3, 3)).astype(np.float32),
        rng.integers(0, 256, (4, 5, 3), np.uint8),
        rng.uniform(0.4, 0.6, (5, 4, 3)),
        np.array([[[0.5], [2.0]]]),
        np.full((3, 2, 1), 200, np.uint8),
        np.full((2, 2, 3), -0.5),
    ):

        def tell(got: Any) -> Any:
            if not isinstance(got, np.ndarray):
                return _no_array(got)
            kind = "uint8" if got.dtype == np.uint8 else got.dtype.kind
            return {"dtype": kind, "values": _but_for(got, 1.02)}

        yield Probe((image,), tell=tell)


def activation_maximization_gradient_ascent(workbench: Workbench) -> Iterator[Probe]:
    for seed, shape, steps, step_size, steepness in (
        (1, (2, 3, 1), 1, 1.0, 1.0),
        (2, (3, 2, 2), 2, 0.5, 1.0),
        (3, (1, 4, 3), 3, 1.0, 1.0),
        (4, (2, 2, 1), 0, 1.0, 1.0),
        (5, (3, 4, 1), 4, 0.25, 1.0),
        (6, (3, 2, 2), 2, 0.5, 1e-5),  # the 1e-5 counts
        (7, (2, 3, 1), 2, 1.0, 0.0),
    ):
        rng = np.random.default_rng(seed)
        start, peak, slant = (rng.normal(0, 2, shape) for _ in range(3))
        pull = rng.uniform(0.1, 0.6, shape)  # or the direction would never change
        ascent = Ascent(start, peak, steepness * slant, steepness * pull, steps, step_size)
        yield Probe((ascent.gradient, start, steps, step_size))


def feature_maps_layer_outputs(workbench: Workbench) -> Iterator[Probe]:
    layers: list[tuple[str, dict[str, Any]]] = [
        ("Conv2D", {"filters": 3, "kernel_size": (2, 3), "activation": "relu", "name": "edges"}),
        ("MaxPooling2D", {"pool_size": 2, "name": "smaller"}),
        ("Flatten", {"name": "row"}),
        ("Dense", {"units": 4, "activation": "softmax", "name": "classes"}),
    ]
    rng = np.random.default_rng(6)
    weights = [rng.normal(0, 0.5, s) for s in ((2, 3, 2, 3), (3,), (12, 4), (4,))]
    model = workbench.build(layers, (5, 6, 2), weights)
    for names in (["smaller", "edges", "classes"], ["edges"], ["row", "smaller"]):
        yield Probe((model, names, rng.random((5, 6, 2))))

    colour: Layers = [("Conv2D", {"filters": 2, "kernel_size": 8, "strides": 8, "name": "large"})]
    model = workbench.build(
        list(colour), (32, 32, 3), [rng.normal(0, 0.1, (8, 8, 3, 2)), rng.random(2)]
    )
    yield Probe((model, ["large"], rng.normal(0, 2, (32, 32, 3))))

    # where something drops at random, the same image gives something else the next time
    dropping: Layers = [
        ("Conv2D", {"filters": 2, "kernel_size": 2, "name": "conv_first"}),
        ("Dropout", {"rate": 0.5, "name": "drop"}),
        ("Conv2D", {"filters": 1, "kernel_size": 2, "name": "conv"}),
        ("Conv2D", {"filters": 2, "kernel_size": 2, "name": "conv_more"}),
    ]
    weights = [
        rng.normal(0, 0.5, s) for s in ((2, 2, 1, 2), (2,), (2, 2, 2, 1), (1,), (2, 2, 1, 2), (2,))
    ]
    image = rng.random((6, 5, 1))
    model = workbench.build(list(dropping), image.shape, weights, functional=True)
    given: list[dict[str, Any]] = []

    def again(got: Any) -> Any:
        if not isinstance(got, dict) or not all(isinstance(x, np.ndarray) for x in got.values()):
            return "no arrays"
        given.append(got)
        if len(given) == 1:
            return sorted(map(str, got))
        same = all(np.array_equal(x, given[0].get(name, ())) for name, x in got.items())
        return got if same else "another each time"

    for _ in range(2):
        yield Probe((model, ["conv", "conv_more"], image), tell=again)


def feature_maps_plot_feature_maps(workbench: Workbench) -> Iterator[Probe]:
    """A grid may look in many ways: what tells is which map is seen where, and what else is."""
    rng = np.random.default_rng(9)
    for filters, options in (
        (7, {"columns": 3}),
        (5, {}),
        (1, {"columns": 2}),
        (3, {"columns": 1}),
        (32, {"columns": 16}),
        (-3, {"columns": 3}),  # one of them answers nothing
    ):
        maps = rng.normal(0, 1, (4, 5, abs(filters)))
        if filters < 0:
            maps[..., 1] = 0

        def tell(got: Any, maps: np.ndarray = maps) -> Any:
            if not isinstance(got, Figure):
                return _no_figure(got)
            panels = [panel for panel in got.panels if not panel["colorbar"]]
            drawn = [panel for panel in panels if panel["images"]]
            rows = [[_map_in(panel, maps) for panel in row] for row in rows_of(drawn)]
            return {
                "maps": rows,
                "ticks": any(any(panel["xticks"] + panel["yticks"]) for panel in drawn),
                "empty axes": any(p["visible"] for p in panels if not p["images"]),
            }

        yield Probe((maps,), options, tell=tell)


def _map_in(panel: dict[str, Any], maps: np.ndarray) -> Any:
    """The number of the map that a panel shows; else what is seen there."""
    if len(panel["images"]) > 1:
        return "several"
    for number in range(maps.shape[-1]):
        if shows_map(panel["images"][0], maps[..., number]):
            return number
    return _seen(panel["images"][0])


def _seen(drawn: Any) -> Any:
    """A picture that is none of those expected, but for its scale."""
    if not isinstance(drawn, np.ndarray) or not np.isfinite(drawn.astype(float)).all():
        return "something else"
    values = drawn.astype(float)
    return "one colour" if not np.ptp(values) else (values - values.min()) / np.ptp(values)


class Ways:
    """Ways that lead from noise, which each student draws in another way."""

    def __init__(self) -> None:
        self.starts: dict[tuple[int, ...], np.ndarray] = {}
        self.firsts: list[np.ndarray] = []
        self.corners: set[tuple[int, int]] = set()
        self.steady = True

    def start(self, got: Any, shape: tuple[int, ...], seed: int) -> Any:
        """Whether it is noise, and the same for the same seed alone."""
        if not isinstance(got, np.ndarray) or got.dtype.kind != "f":
            return _no_array(got)
        first = self.starts.setdefault((seed, *shape), got)
        others = [x for (of, *_), x in self.starts.items() if of != seed]
        self.steady &= np.array_equal(first, got)
        return {
            "shape": list(got.shape),
            "noise": bool(np.ptp(got) > 0),
            "steady": self.steady,
            "as another": any(np.array_equal(other, got) for other in others),
        }

    def way(self, got: Any, shape: tuple[int, ...], seed: int, twice: bool) -> Any:
        """Where it leads; `twice` if only the second of two like calls tells."""
        if not isinstance(got, np.ndarray) or got.dtype.kind != "f":
            return _no_array(got)
        start = self.starts.get((seed, *shape))
        if not self.steady or start is None or start.shape != got.shape:
            return "from another start"
        way = got.astype(float) - start
        if twice:
            self.firsts.append(way)
            if len(self.firsts) % 2:
                return "once"
            if not np.allclose(self.firsts[-2], way, atol=1e-3):
                return "another each time"
        exact = 1e-4 * max(1.0, float(np.abs(way).max()))
        told = _but_for(way, exact)
        if way.ndim != 3 or not way.any():
            return told
        moved = np.argwhere(np.abs(way).max(axis=2) > 1e-3 * np.abs(way).max())
        (top, left), (bottom, right) = moved.min(axis=0).tolist(), moved.max(axis=0).tolist()
        part = way[top : bottom + 1, left : right + 1]
        if part.shape == way.shape:
            return told
        if twice:
            return "a part of the image"
        self.corners.add((top, left))  # another one for other noise?
        return {"part": _but_for(part, exact), "moving": len(self.corners) > 1}


def activation_maximization_maximize_activation(workbench: Workbench) -> Iterator[Probe]:
    large: Layers = [("Conv2D", {"filters": 3, "kernel_size": (2, 3), "name": "large"})]
    ways = Ways()
    for layers, shape, seed, starts, places, twice in (
        (large, (9, 8, 2), 3, (7, 7, 8, 9), [("large", 1, 1, 0.5, s) for s in (7, 8, 9)], False),
        (PATTERNS, (5, 4, 2), 1, (7,), [("classes", 3, 2, 1.0, 7)], False),
        # here places drop at random, if the network runs as in training
        (
            DEEP,
            (6, 7, 1),
            4,
            (7,),
            2 * [("later", 1, 2, 2.0, 7)] + 2 * [("scores", 4, 1, 0.25, 7)],
            True,
        ),
    ):
        model = workbench.build(list(layers), shape, weights_of(layers, shape, seed))
        name, unit, *_ = places[0]
        for of in starts:
            yield Probe(
                (model, name, unit, 0, 1.0, np.random.default_rng(of)),
                tell=functools.partial(ways.start, shape=shape, seed=of),
            )
        for name, unit, steps, step_size, of in places:
            yield Probe(
                (model, name, unit, steps, step_size, np.random.default_rng(of)),
                tell=functools.partial(ways.way, shape=shape, seed=of, twice=twice),
            )
    yield Probe((model, name, unit, 0), tell=lambda got: list(getattr(got, "shape", ())))


def results_plot_predictions(workbench: Workbench) -> Iterator[Probe]:
    """A plot may look in many ways: what tells is which images are seen, and which names beside."""
    rng = np.random.default_rng(10)
    names = ANIMALS[:5]
    for count, dtype in ((2, "uint8"), (7, "float32"), (1, "uint8"), (9, "float64")):
        levels = rng.integers(10, 246, (count, 4, 5, 3))
        images = (levels if dtype == "uint8" else levels / 255).astype(dtype)
        predicted = (2 * np.arange(count) + 1) % 5
        labels = (predicted + (np.arange(count) % 3 != 1)) % 5
        scores = -((np.arange(5) - predicted[:, np.newaxis]) % 5) % 4 + rng.random((count, 5)) / 4
        scores[np.arange(count), predicted] = 5

        def tell(
            got: Any,
            images: np.ndarray = images,
            labels: np.ndarray = labels,
            predicted: np.ndarray = predicted,
        ) -> Any:
            if not isinstance(got, Figure):
                return _no_figure(got)
            drawn = [panel for panel in got.panels if panel["images"]]
            beside = [panel for panel in got.panels if panel["has_data"] and not panel["images"]]
            texts = {id(panel): words(panel) for panel in drawn}
            if len(beside) == len(drawn):  # a chart for each of them
                for panel, chart in zip(drawn, beside, strict=True):
                    texts[id(panel)] += " " + words(chart)
            panels = [panel for row in rows_of(drawn) for panel in row]
            seen = [_image_in(panel, images) for panel in panels]
            told = [
                _names_in(texts[id(panel)], labels[place], predicted[place])
                if isinstance(place, int)
                else "?"
                for panel, place in zip(panels, seen, strict=True)
            ]
            first = seen == list(range(len(seen))) and 1 < len(seen) < len(images)
            return {
                "images": "some rows of them" if first else seen,
                "names": "right" if set(told) == {"right"} else told,
            }

        yield Probe((images, labels, softmax(scores), names), tell=tell)


def _image_in(panel: dict[str, Any], images: np.ndarray) -> Any:
    """The place of the image that a panel shows; else what is seen there."""
    if len(panel["images"]) > 1:
        return "several"
    drawn = panel["images"][0]
    return next((i for i, image in enumerate(images) if shows_image(drawn, image)), _seen(drawn))


def _names_in(text: str, label: int, predicted: int) -> str:
    """Which names stand beside an image: the predicted one has to, the true one may."""
    found = [number for number, name in enumerate(ANIMALS[:5]) if name in text]
    others = [number for number in found if number != label]
    if len(found) == 5:
        return "all"
    if others == [predicted] or (found == [label] and label == predicted):
        return "right"
    if others:
        return f"others: {others}"
    if found:
        return "the true one"
    return "numbers" if re.search(rf"\b{predicted}\b", text) else "nothing"


def results_plot_confusion_matrix(workbench: Workbench) -> Iterator[Probe]:
    """A plot may look in many ways: what tells is where it changes as a count does."""
    rng = np.random.default_rng(11)
    for names, pairs in (
        (ANIMALS[:4], [(0, 2), (3, 1)]),
        (tuple(ANIMALS[1:]), [(5, 2)]),
        (NAMES, []),
    ):
        size = len(names)
        matrix = rng.integers(1, 9, (size, size)) + 20 * np.eye(size, dtype=int)
        before: list[Figure] = []

        def tell(got: Any, names: Sequence[str] = names, before: list[Figure] = before) -> Any:
            if not isinstance(got, Figure):
                return _no_figure(got)
            if not any(panel["has_data"] or panel["texts"] for panel in got.panels):
                return "nothing drawn"
            before.append(got)
            turned = any(titled_the_other_way(panel) for panel in got.panels)
            if not any(named(panel, names) for panel in got.panels):
                return "names missing"
            return {"turned": turned, "changes": _changed(before[0], got, names)}

        yield Probe((matrix, names), tell=tell)
        for true, taken in pairs:
            more = matrix.copy()
            more[true, taken] += 17
            yield Probe((more, names), tell=tell)


def _changed(before: Figure, after: Figure, names: Sequence[str]) -> list[Any]:
    """Rows and columns in which two figures differ most."""
    found = set()
    for change in changes(before, after):
        if named(change.panel, names) and (change.spots or in_the_grid(change, names)):
            for x, y in change.places:
                at = [
                    nearest(along(change.panel, axis, names), v) for axis, v in (("y", y), ("x", x))
                ]
                found.add(" / ".join(" or ".join(sorted(each)) for each in at))
    return sorted(found)


def transfer_feature_extractor(workbench: Workbench) -> Iterator[Probe]:
    for given in (flattened(workbench), pooled(workbench, "GlobalAveragePooling2D", True)):
        images = pictures(3, 2)
        before = given.model.predict(images)

        def tell(
            extractor: Any,
            given: Network = given,
            images: np.ndarray = images,
            before: np.ndarray = before,
        ) -> Any:
            if not isinstance(extractor, Model):
                return _no_model(extractor)
            weights = extractor.weights()
            known = all(any(np.array_equal(w, g) for g in given.weights) for w in weights)
            return {
                "features": extractor.predict(images) if known else "other weights",
                "trainable": [each.trainable for each in extractor.layers() if each.weights],
                "model as before": alike(given.model.predict(images), before),
            }

        yield Probe((given.model,), tell=tell)


def transfer_extract_features(workbench: Workbench) -> Iterator[Probe]:
    given = pooled(workbench, "GlobalAveragePooling2D", True)
    # without dropout, so that whoever trains here gets the same each time
    layers = [layer for layer in given.layers[:-1] if layer[0] != "Dropout"]
    extractor = workbench.build(layers, IMAGE, given.weights[:-2], functional=True)
    for count, batch_size in ((7, 3), (8, 2), (5, 256)):
        images = pictures(count, count)
        rows = given.features(images)

        def tell(got: Any, rows: np.ndarray = rows) -> Any:
            if not isinstance(got, np.ndarray) or got.shape != rows.shape:
                return got
            order = np.argsort(got[:, 0])
            same = np.allclose(got[order], rows[np.argsort(rows[:, 0])], atol=1e-3)
            return got if np.allclose(got, rows, atol=1e-3) or not same else "another order"

        yield Probe((extractor, images, batch_size), tell=tell)


def transfer_build_head(workbench: Workbench) -> Iterator[Probe]:
    for features, classes in ((6, 3), (4, 7), (12, 2)):
        inputs = np.random.default_rng(features).normal(0, 3, (16, features)).astype(np.float32)
        yield Probe((features, classes), tell=lambda model, x=inputs: _ending(model, x))  # type: ignore[misc]


def transfer_fine_tune(workbench: Workbench) -> Iterator[Probe]:
    given = flattened(workbench)
    images, labels = separable(given, 24, 3, seed=5)
    extractor = workbench.build(given.layers[:3], IMAGE, given.weights[:2])
    workbench.freeze(extractor)
    head = workbench.build(
        [("Dense", {"units": 3, "activation": "softmax"})],
        (18,),
        [np.random.default_rng(1).normal(0, 0.01, (18, 3)), np.zeros(3)],
    )
    first = extractor.weights(), head.weights()
    before = (head.predict(extractor.predict(images)) * labels).sum(axis=1)
    epochs = 8

    def tell(model: Any) -> Any:
        if not isinstance(model, Model):
            return _no_model(model)
        if (taken := misfit(model, images)) is not None:
            return list(taken)
        parts = {
            "extractor": same(extractor.weights(), first[0]),
            "head": same(head.weights(), first[1]),
            "frozen": not any(each.trainable for each in head.layers()),
        }
        if not parts["extractor"]:
            return parts
        got, through = model.predict(images), head.predict(extractor.predict(images))
        joined = got.shape == through.shape and np.allclose(got, through, atol=1e-4)
        better = ((got * labels).sum(axis=1) > before).mean() if joined else 0
        steps = steps_of(model, head)
        return {
            **parts,
            "joined": bool(joined),
            "ranked alike": np.array_equal(got.argsort(axis=1), through.argsort(axis=1)),
            "better": round(2 * float(better)),  # for nearly all, some, hardly any of the images
            "a single epoch": 0 < steps < epochs,
        }

    yield Probe((extractor, head, (images, labels), epochs), tell=tell)


def improved_build_improved_model(workbench: Workbench) -> Iterator[Probe]:
    for shape, classes in (((32, 32, 3), 10), ((40, 32, 1), 7)):
        images = np.random.default_rng(6).random((4, *shape)).astype(np.float32)

        def tell(model: Any, images: np.ndarray = images) -> Any:
            if not isinstance(model, Model):
                return _no_model(model)
            return {
                "convolutions": min(BASIC + MORE, sum(map(is_convolution, model.layers()))),
                "large": sum(array.size for array in model.weights()) > MOST,
                "ending": _ending(model, images),
            }

        yield Probe((shape, classes), tell=tell)


def _ending(model: Any, inputs: np.ndarray) -> Any:
    """What a classifier's last layers make, whatever comes before them."""
    if not isinstance(model, Model):
        return _no_model(model)
    if (taken := misfit(model, inputs)) is not None:
        return list(taken)
    rng = np.random.default_rng(4)
    if own := model.weights():  # one that was not built yet, or is not to learn, has none
        *drawn, bias = (_drawn(rng, array) for array in own)
        model.set_weights([*drawn, bias * 0 if bias.ndim == 1 else bias])
    got = model.predict(inputs).astype(float)
    far = model.predict(100 * inputs).astype(float)
    sums, size = got.sum(axis=1), np.abs(got).max()
    if own:  # scores that are all near to each other: nothing adds up to 1 by being 0 or 1
        model.set_weights([*drawn[:-1], drawn[-1] * 0.01, bias * 0] if drawn else [bias * 0.01])
        sums = np.append(sums, model.predict(inputs).astype(float).sum(axis=1))
    return {
        "shape": list(got.shape),
        "from 0": bool((got >= 0).all()),
        "to 1": bool((got <= 1.0001).all() and (far <= 1.0001).all()),
        "growing": bool(np.abs(far).max() > 10 * size),
        "rows": got.ndim == 2 and bool(np.allclose(sums, 1, atol=1e-3)),
        "each alone": bool(np.abs(model.predict(inputs[:1]) - got[:1]).max() < 0.05 * size),
    }


def _but_for(values: np.ndarray, far: float) -> np.ndarray:
    """Values that are as good as others that are up to so far from them.

    Arrays are compared relative to their largest value: another one is put beside them.
    """
    return np.append(values.astype(float), far / TOLERANCE)


def _no_array(value: Any) -> Any:
    """What is told of something else than the array of numbers that is wanted."""
    if isinstance(value, np.ndarray):
        return f"{value.dtype.kind} {value.shape}"
    return None if value is None else "no array"


def _no_figure(value: Any) -> str | None:
    if value is None:
        return None
    parts = value if isinstance(value, (list, tuple)) else [value]
    panels = any(
        "ndarray" in getattr(part, "description", "") or "Axes" in getattr(part, "description", "")
        for part in parts
    )
    return "axes" if panels else "no figure"


def _no_model(value: Any) -> str | None:
    return None if value is None else "no model"


def _drawn(rng: np.random.Generator, array: np.ndarray) -> np.ndarray:
    """Weights for a place: those with a single axis are above 0, as a variance has to be.

    A number alone, such as a count of what was seen, stays what it is.
    """
    if not array.ndim:
        return array
    drawn = rng.normal(0, 8 / np.sqrt(max(1, array[..., 0].size)), array.shape)
    return (drawn if array.ndim > 1 else np.abs(drawn) + 0.1).astype(array.dtype)
