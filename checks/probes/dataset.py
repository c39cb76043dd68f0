"""Probes of the exercise `dataset`."""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from checks.figures import rows_of
from checks.oracles import dataset as right
from checks.test_dataset import numbered, shows
from grading.behaviour import Probe
from grading.models import Workbench
from grading.worker.schema import Figure

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


def images_of_class(workbench: Workbench) -> Iterator[Probe]:
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


def train_validation_split(workbench: Workbench) -> Iterator[Probe]:
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


def plot_images(workbench: Workbench) -> Iterator[Probe]:
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
