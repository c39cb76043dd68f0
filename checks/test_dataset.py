"""Checks of the exercise `dataset`."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from checks.figures import in_rows
from checks.oracles import dataset as oracle
from checks.strategies import pixels, seeds, sizes
from grading.expect import Expectation, expect, points

FRACTIONS = st.sampled_from([0.5, 0.25, 0.75, 0.3, 0.4])


class Case(NamedTuple):
    """Images that are all different, labels of two or three classes, and one of these."""

    images: np.ndarray
    labels: np.ndarray
    label: int


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Labels (N,) or (N, 1); the class that is asked for has an image."""
    count, classes = draw(sizes(9)), draw(sizes(3, 2))
    labels = draw(pixels((count,))).astype(np.int64) % classes
    label = int(labels[draw(st.integers(0, count - 1))])
    images = numbered(count, (draw(sizes(2)), draw(sizes(3)), draw(sizes(2))))
    return Case(images, labels[:, None] if draw(st.booleans()) else labels, label)


@st.composite
def split_cases(draw: st.DrawFn) -> Case:
    """As above, with a class so large that neither part is empty, however shares are rounded."""
    images, labels, label = draw(cases())
    labels = np.concatenate([labels, np.full((4, *labels.shape[1:]), label)])
    return Case(numbered(len(labels), images.shape[1:]), labels, label)


def numbered(count: int, shape: tuple[int, ...]) -> np.ndarray:
    """Images that tell which one they are: each begins where the one before it ends."""
    values = np.arange(count * int(np.prod(shape)))
    return values.reshape(count, *shape).astype(np.uint8 if values.size <= 256 else np.float32)


@points(1)
def test_class_names(dataset: Any) -> None:
    """CLASS_NAMES holds the ten names of the classes in label order."""
    got = dataset.CLASS_NAMES
    names = expect(got).to_be_sequence(10, "a tuple or list of ten names")
    for label, name in enumerate(oracle.CLASS_NAMES):
        expect(got).to_hold(
            isinstance(names[label], str) and names[label] == name,
            f"label {label} to be {name!r}",
        )


@points(1)
@given(case=cases(), num_classes=sizes(5, 3))
def test_one_class(dataset: Any, case: Case, num_classes: int) -> None:
    """class_counts counts the images of every class, and images_of_class picks those of one."""
    images, labels, label = case
    got = dataset.class_counts(labels, num_classes)
    expect(got).to_match(oracle.class_counts(labels, num_classes), dtype="number")
    got = dataset.images_of_class(images, labels, label)
    expect(got).to_match(oracle.images_of_class(images, labels, label), dtype="number")


@points(1)
@given(case=split_cases(), fraction=FRACTIONS, seed=seeds())
def test_split(dataset: Any, case: Case, fraction: float, seed: int) -> None:
    """train_validation_split loses no image or label, and takes the same share of each class."""
    images, labels, _ = case
    rng = np.random.default_rng(seed)
    got = dataset.train_validation_split(images, labels, fraction, rng)
    judge_split(expect(got), images, labels, fraction)


@points(1)
def test_plot_images(dataset: Any) -> None:
    """plot_images draws every image under the name of its class, and leaves other places blank."""
    rng = np.random.default_rng(1)
    images = rng.integers(0, 256, (4, 4, 5, 3), np.uint8)
    images[:, 0, 0], images[:, -1, -1] = 0, 255
    labels = np.array([2, 0, 3, 2])
    animals = ["giraffe", "octopus", "penguin", "squirrel"]
    for given_images, given_labels, columns in (
        (images[:3], labels[:3], {"columns": 2}),
        (np.maximum(images[2:], 3) / 255, labels[2:, None].astype(np.uint8), {}),
        (images[1:2], labels[1:2], {"columns": 1}),
        (images[1:3], labels[1:3], {"columns": 1}),
    ):
        got = dataset.plot_images(given_images, given_labels, animals, **columns)
        names = [animals[label] for label in given_labels.ravel()]
        judge_plot(expect(got), given_images, names, animals, columns.get("columns", 5))


@points(1, hidden=True)
def test_labels(dataset: Any) -> None:
    """Counting and picking hold for classes without images, any integer dtype, and many images."""
    for dtype in (np.uint8, np.int8, np.uint16, np.int32, np.int64):
        for shape in ((-1,), (-1, 1)):
            labels = np.array([7, 2, 2, 9, 0, 7, 7], dtype).reshape(shape)
            got = dataset.class_counts(labels)
            expect(got).to_match(oracle.class_counts(labels), dtype="number")
            images = numbered(7, (2, 1, 3)).astype(np.float32 if dtype is np.int8 else np.uint8)
            for label in (7, 9, 3):
                got = dataset.images_of_class(images, labels, label)
                expect(got).to_match(oracle.images_of_class(images, labels, label), dtype="number")
    for labels in (np.array([[0]]), np.zeros(300, np.uint8), np.repeat([1, 0], [200, 100])):
        for num_classes in (2, 12):
            got = dataset.class_counts(labels, num_classes=num_classes)
            expect(got).to_match(oracle.class_counts(labels, num_classes), dtype="number")
        images = numbered(len(labels), (1, 1, 1))
        got = dataset.images_of_class(images, labels, 0)
        expect(got).to_match(oracle.images_of_class(images, labels, 0), dtype="number")
    image, only = np.full((1, 1, 1, 3), 0.5), np.array([[0]], np.uint8)
    for wanted in (0, 1):
        got = dataset.images_of_class(image, only, wanted)
        expect(got).to_match(oracle.images_of_class(image, only, wanted))


@points(1, hidden=True)
def test_split_at_random(dataset: Any) -> None:
    """train_validation_split draws from every class with rng, whatever the size of the class."""
    labels = np.tile(np.arange(10, dtype=np.uint8), 40)[:, None]
    images = numbered(400, (2, 1, 1))
    parts = []
    for seed in (1, 1, 2):
        rng = np.random.default_rng(seed)
        got = dataset.train_validation_split(images, labels, 0.5, rng)
        judge_split(expect(got), images, labels, 0.5)
        parts.append((got, set(oracle.identities(got[2], images))))
    (first, chosen), (again, _), (other, chosen_otherwise) = parts
    if not all(np.array_equal(a, b) for a, b in zip(first, again, strict=True)):
        expect(again).fail(
            "the same parts for two generators of the same seed",
            "other parts for the second one",
            "take all random numbers from rng, and from nowhere else",
        )
    for label in range(10):
        members = set(oracle.places_of(labels, label))
        if chosen & members == chosen_otherwise & members:
            expect(other).fail(
                f"other images of class {label} put aside when the seed of rng is another",
                "the same images for seed 1 and seed 2",
                "draw with rng which images of a class go into validation",
            )

    # classes of 1, 2, 7 and 23 images, none of them class 0, one of them beyond ten
    labels = np.repeat(np.array([5, 1, 4, 12], np.int16), [1, 2, 7, 23])
    images = numbered(33, (1, 2, 3)) / 256  # which float32 holds exactly
    for fraction in (0.2, 0.9, 0.5):
        got = dataset.train_validation_split(images, labels, fraction, np.random.default_rng(3))
        judge_split(expect(got), images, labels, fraction)


def judge_split(
    expectation: Expectation, images: np.ndarray, labels: np.ndarray, fraction: float
) -> None:
    """Require a split that keeps all that is promised; which images go where is left open."""
    names = ("x_train", "y_train", "x_val", "y_val")
    parts = expectation.to_be_sequence(4, f"four arrays, ({', '.join(names)})")
    for name, part, whole in zip(names, parts, (images, labels) * 2, strict=True):
        _judge_part(expectation, name, part, whole)
    x_train, y_train, x_val, y_val = parts

    chosen: list[int] = []
    for x, y, which in ((x_train, y_train, "train"), (x_val, y_val, "val")):
        expectation.to_hold(
            len(x) == len(y),
            f"as many images as labels: x_{which} has {len(x)}, y_{which} {len(y)}",
        )
        for place, index in enumerate(oracle.identities(x, images)):
            if index is None:
                expectation.fail(
                    "images as they were given", f"x_{which}[{place}] is none of those given"
                )
            if oracle.label_of(y, place) != oracle.label_of(labels, index):
                expectation.fail(
                    f"every image with its own label: x_{which}[{place}] is images[{index}], "
                    f"whose label is {oracle.label_of(labels, index)}",
                    f"y_{which}[{place}] is {oracle.label_of(y, place)}",
                )
            chosen.append(index)

    for index in range(len(images)):
        times = chosen.count(index)
        if times != 1:
            both = index in chosen[: len(x_train)] and index in chosen[len(x_train) :]
            expectation.fail(
                "every image once, in one of the two parts",
                f"images[{index}] is in {'both' if both else 'neither' if not times else 'one'}"
                + (f", {times} times" if times > 1 and not both else ""),
            )

    for label in sorted(set(labels.ravel().tolist())):
        count = len(oracle.places_of(labels, label))
        allowed = oracle.share(count, fraction)
        validated = len(oracle.places_of(y_val, label))
        if validated not in allowed:
            expectation.fail(
                f"{allowed[0]} to {allowed[-1]} of the {count} images of class {label} in "
                f"validation: {fraction:g} of them, give or take one",
                f"{validated} of them",
            )
    expectation.to_leave_arguments()


def _judge_part(expectation: Expectation, name: str, part: Any, whole: np.ndarray) -> None:
    if not isinstance(part, np.ndarray):
        expectation.fail(f"{name} to be a NumPy array", f"{name} is a {type(part).__name__}")
    if not part.size:
        return  # an empty part has nothing that could be wrong, and may have any shape
    if part.shape[1:] != whole.shape[1:] or part.ndim == 0:
        each = str(("n", *whole.shape[1:])).replace("'", "")
        expectation.fail(f"{name} of shape {each}", f"{name} has shape {part.shape}")
    kinds = "iu" if name.startswith("y") else "iuf"
    if part.dtype.kind not in kinds:
        expectation.fail(f"{name} of dtype {whole.dtype}", f"{name} has dtype {part.dtype}")


def judge_plot(
    expectation: Expectation,
    images: np.ndarray,
    names: Sequence[str],
    class_names: Sequence[str],
    columns: int,
) -> None:
    """Require one panel an image, in order, and nothing to be seen in any other."""
    panels = expectation.to_be_figure().panels
    drawn = [panel for panel in panels if panel["images"]]
    if len(drawn) != len(images):
        expectation.fail(
            f"{len(images)} panels with a picture, one for each image",
            f"{len(drawn)} panels with a picture",
        )
    rows = in_rows(expectation, drawn, columns)
    drawn = [panel for row in rows for panel in row]
    for place, (panel, image, name) in enumerate(zip(drawn, images, names, strict=True)):
        if len(panel["images"]) != 1 or not shows(panel["images"][0], image):
            expectation.fail(
                f"images[{place}] in panel {place + 1}, once and as it is", "another picture"
            )
        if [known for known in class_names if known in panel["title"].lower()] != [name]:
            expectation.fail(
                f"{name!r} in the title of panel {place + 1}", f"the title {panel['title']!r}"
            )
    for place, panel in enumerate(panels):
        if not panel["images"] and (panel["visible"] or panel["has_data"] or panel["title"]):
            expectation.fail(
                "nothing in places without an image",
                f"panel {place + 1} has no image, but a frame, ticks or a title",
                "ax.axis('off') makes a place blank",
            )
    places = (len(images) // columns + 1) * columns
    expectation.to_hold(
        len(panels) <= places,
        f"no more than {places} places for {len(images)} images, {columns} in a row",
    )
    expectation.to_leave_arguments()


def shows(drawn: Any, image: np.ndarray) -> bool:
    """Whether a picture shows this image: as it is, or with all values scaled alike."""
    if not isinstance(drawn, np.ndarray) or drawn.shape[:2] != image.shape[:2]:
        return False
    if drawn.ndim != 3 or drawn.shape[2] not in (3, 4):
        return False
    got = drawn[:, :, :3].astype(float)
    spread, wanted = np.ptp(got), image.astype(float) - image.min()
    if not np.isfinite(spread) or spread == 0:
        return False
    # a scale with 256 steps may round by half a step, or cut off a whole one
    return bool(np.allclose((got - got.min()) / spread, wanted / wanted.max(), atol=1.1 / 255))
