"""Checks of the exercise `results`."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from checks.figures import Change, changes, words
from checks.oracles import results as oracle
from checks.strategies import pixels, sizes
from checks.test_dataset import shows
from grading.expect import Expectation, expect, points
from grading.worker.schema import Figure

# None of these is part of another one, or of "true", "predicted" and the like.
ANIMALS = ["goat", "wolf", "hare", "crow", "mole", "lynx", "swan"]


class Case(NamedTuple):
    """What a network answered to a few images, and what would have been right."""

    probabilities: np.ndarray
    labels: np.ndarray
    predictions: np.ndarray
    names: Sequence[str]
    k: int


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Two to five classes, of which some may not occur; no two are equally probable."""
    count, classes = draw(sizes(8)), draw(sizes(5, 2))
    # the second term keeps the scores of one image apart: ties are open
    scores = 8 * draw(pixels((count, classes))).astype(int) + np.arange(classes)
    probabilities = scores / scores.sum(axis=1, keepdims=True)
    labels = draw(pixels((count,))).astype(np.int64) % classes
    names = ANIMALS[:classes]
    return Case(
        probabilities,
        labels,
        oracle.predicted_labels(probabilities),
        tuple(names) if draw(st.booleans()) else names,
        draw(sizes(classes)),
    )


def softmax(scores: np.ndarray) -> np.ndarray:
    """Probabilities from scores, a row for each image."""
    powers = np.exp(scores)
    return powers / powers.sum(axis=1, keepdims=True)


@points(1)
@given(case=cases())
def test_numbers(results: Any, case: Case) -> None:
    """The four functions without a plot say what was predicted, how surely, and what was wrong."""
    probabilities, labels, predictions, names, k = case
    expect(results.predicted_labels(probabilities)).to_match(predictions, dtype="integer")
    judge_top(results, probabilities[0], names, k)
    got = results.confusion_matrix(labels, predictions, len(names))
    expect(got).to_match(oracle.confusion_matrix(labels, predictions, len(names)), dtype="integer")
    judge_wrong(results, labels, predictions)


@points(1)
def test_plots(results: Any) -> None:
    """plot_predictions shows images and predicted names, plot_confusion_matrix counts by class."""
    rng = np.random.default_rng(1)
    images = rng.integers(0, 256, (4, 4, 5, 3), np.uint8)
    images[:, 0, 0], images[:, -1, -1] = 0, 255
    labels = np.array([3, 1, 3, 0])
    # right, taken for goat, right, taken for hare; the second best is another class each time
    scores = np.array([[0.0, 1, -1, 3], [2, 1, 0, -1], [0, -1, 1, 2], [1, 0, 4, -2.0]])
    judge_predictions(results, images, labels, softmax(scores), ANIMALS[:4])
    judge_predictions(results, images[1:] / 255, labels[1:], softmax(scores[1:]), ANIMALS[:4])

    matrix = np.array([[20, 3, 5, 4], [2, 17, 8, 3], [1, 6, 25, 2], [7, 4, 1, 22]])
    judge_matrix_plot(results, matrix, ANIMALS[:4], ((0, 2), (3, 1)))


@points(1, hidden=True)
def test_other_results(results: Any) -> None:
    """All holds for any integer dtype, many images, classes that do not occur, and one image."""
    rng = np.random.default_rng(2)
    for first, second, classes in (
        (np.uint8, np.uint8, 20),
        (np.int8, np.int8, 13),
        (np.uint8, np.int64, 10),
        (np.int32, np.uint16, 11),
    ):
        # far more images of one pair than eight bits can count
        labels = np.concatenate([rng.integers(0, classes, 60), np.full(300, classes - 1)])
        predictions = np.concatenate([rng.integers(0, classes, 60), np.full(300, classes - 2)])
        order = rng.permutation(len(labels))
        labels, predictions = labels[order].astype(first), predictions[order].astype(second)
        expected = oracle.confusion_matrix(labels, predictions, classes)
        got = results.confusion_matrix(labels, predictions, classes)
        expect(got).to_match(expected, dtype="integer")
        judge_wrong(results, labels, predictions)
    few = np.array([2, 0, 2, 5], np.uint8)
    for predictions in (few, np.array([0, 0, 2, 1])):
        got = results.confusion_matrix(few, predictions)
        expect(got).to_match(oracle.confusion_matrix(few, predictions), dtype="integer")
        judge_wrong(results, few, predictions)
    for one in (np.array([3]), np.array([1])):
        got = results.confusion_matrix(one, np.array([3]), num_classes=4)
        expected = oracle.confusion_matrix(one, np.array([3]), 4)
        expect(got).to_match(expected, dtype="integer")
        judge_wrong(results, one, np.array([3]))

    probabilities = softmax(rng.normal(0, 2, (300, 7))).astype(np.float32)
    expected = oracle.predicted_labels(probabilities)
    expect(results.predicted_labels(probabilities)).to_match(expected, dtype="integer")
    expect(results.predicted_labels(probabilities[:1])).to_match(expected[:1], dtype="integer")
    for k in (1, 7, None):
        judge_top(results, probabilities[3], ANIMALS, k)
    many = [f"class {number}" for number in range(1000)]
    judge_ties(results, rng.multinomial(2000, [0.001] * 1000) / 2000, many)

    images = rng.random((11, 5, 4, 3)).astype(np.float32)
    images[:, 0, 0], images[:, -1, -1] = 0, 1
    wrong = (expected[:11] + 1 + np.arange(11) % 3) % 7
    judge_predictions(results, images, wrong.astype(np.uint8), probabilities[:11], ANIMALS)
    judge_predictions(results, images[2:3], wrong[2:3], probabilities[2:3], tuple(ANIMALS))
    matrix = rng.integers(1, 9, (6, 6)) + 20 * np.eye(6, dtype=int)
    matrix[4] = 0  # a class without an image
    judge_matrix_plot(results, matrix, tuple(ANIMALS[1:]), ((5, 2), (0, 3)))


def judge_top(results: Any, probabilities: np.ndarray, names: Sequence[str], k: int | None) -> None:
    """Require the k best pairs in order; k is 3 where none is given."""
    arguments = {} if k is None else {"k": k}
    wanted = 3 if k is None else k
    got = results.top_predictions(probabilities, names, **arguments)
    pairs = expect(got).to_be_sequence(wanted, f"a list of {wanted} pairs (name, probability)")
    for place, label in enumerate(oracle.ranking(probabilities)[:wanted]):
        each = expect(got).part(pairs[place])
        name, probability = each.to_be_sequence(2, f"a pair (name, probability) at place {place}")
        expect(got).to_hold(
            isinstance(name, str) and name == names[label],
            f"{names[label]!r} at place {place} of the list: the best one comes first",
        )
        each.part(probability).to_match(float(probabilities[label]))
    expect(got).to_leave_arguments()


def judge_ties(results: Any, probabilities: np.ndarray, names: Sequence[str]) -> None:
    """Require each class once, with its own probability, whichever equal one comes first."""
    got = results.top_predictions(probabilities, names, len(names))
    pairs = expect(got).to_be_sequence(len(names), f"a list of {len(names)} pairs")
    found = [
        expect(got).part(pair).to_be_sequence(2, "a pair (name, probability)") for pair in pairs
    ]
    expect(got).to_hold(
        sorted(str(name) for name, _ in found) == sorted(names),
        "each class once, also where two are equally probable",
    )
    given = dict(zip(names, probabilities.tolist(), strict=True))
    for name, probability in found:
        expect(got).part(probability).to_match(given[name])


def judge_wrong(results: Any, labels: np.ndarray, predictions: np.ndarray) -> None:
    """Require the indices of wrong predictions; an empty array may be of any dtype."""
    expected = oracle.wrong_predictions(labels, predictions)
    got = results.wrong_predictions(labels, predictions)
    expect(got).to_match(expected, dtype="integer" if expected.size else "number")


def judge_predictions(
    results: Any,
    images: np.ndarray,
    labels: np.ndarray,
    probabilities: np.ndarray,
    names: Sequence[str],
) -> None:
    """Require every image in a panel, and the name of the class predicted for it beside it."""
    got = results.plot_predictions(images, labels, probabilities, names)
    expectation = expect(got)
    panels = expectation.to_be_figure().panels
    pictures = [panel for panel in panels if panel["images"]]
    beside = [panel for panel in panels if panel["has_data"] and not panel["images"]]
    for index, (image, row) in enumerate(zip(images, probabilities, strict=True)):
        name = names[oracle.ranking(row)[0]]
        places = [
            place
            for place, panel in enumerate(pictures)
            if any(shows(drawn, image) for drawn in panel["images"])
        ]
        if not places:
            expectation.fail(
                f"{len(images)} panels, one for each image, which shows it as it is",
                f"{len(pictures)} panels with a picture, none of them images[{index}]",
            )
        read = " ".join(words(pictures[place]) for place in places)
        if len(beside) == len(pictures):  # a chart of the probabilities for each picture
            read += " " + " ".join(words(beside[place]) for place in places)
        if name not in read:
            expectation.fail(
                f"{name!r}, the class predicted for images[{index}], in the title of its panel",
                f"{read!r}" if read else "nothing to read there",
            )
    expectation.to_leave_arguments()


def judge_matrix_plot(
    results: Any, matrix: np.ndarray, names: Sequence[str], pairs: Sequence[tuple[int, int]]
) -> None:
    """Require a drawing that changes where a count does: in the right row, the right column."""
    first = results.plot_confusion_matrix(matrix, names)
    before = expect(first).to_be_figure()
    expect(first).to_leave_arguments()
    if not any(named(panel, names) for panel in before.panels):
        expect(first).fail(
            "the class names at the ticks of both axes",
            "no panel in which all of them can be read along both axes",
            "ax.set_xticks(places, names), and the same for y",
        )
    for true, taken in pairs:
        more = matrix.copy()
        more[true, taken] += 17  # still below the largest count of all
        got = results.plot_confusion_matrix(more, names)
        after = expect(got).to_be_figure()
        _judge_change(expect(got), before, after, names, names[true], names[taken])


def _judge_change(
    expectation: Expectation,
    before: Figure,
    after: Figure,
    names: Sequence[str],
    true: str,
    taken: str,
) -> None:
    seen = [
        change
        for change in changes(before, after)
        if named(change.panel, names) and (change.spots or in_the_grid(change, names))
    ]
    wanted = f"the count of {true!r} taken for {taken!r} in row {true!r}, column {taken!r}"
    for change in seen:
        found = [_names_at(change.panel, place, names) for place in change.places]
        if not any(true in row and taken in column for row, column in found):
            (row, column), *_ = found
            what = "the square is" if change.spots else "the number stands"
            expectation.fail(
                wanted,
                f"{what} in row {' or '.join(map(repr, row))}, "
                f"column {' or '.join(map(repr, column))}",
                "rows are the true classes; each name's tick stands at its row and at its column",
            )
    if not seen and before.png == after.png:
        expectation.fail(wanted, "the same figure as with another count there")


def named(panel: dict[str, Any], names: Sequence[str]) -> bool:
    """Whether all names can be read along both axes."""
    return all({name for _, name in along(panel, axis, names)} == set(names) for axis in "xy")


def along(panel: dict[str, Any], axis: str, names: Sequence[str]) -> list[tuple[float, str]]:
    """Places of the names along an axis: those of ticks, or of texts that stand for ticks."""
    ticks = list(zip(panel[f"{axis}tick_places"], panel[f"{axis}ticks"], strict=True))
    texts = [(place["xy".index(axis)], text) for place, text in _texts(panel)]
    for labels in (ticks, texts):
        found = [(at, name) for at, text in labels for name in names if name in text.lower()]
        if found:
            return found
    return []


def _texts(panel: dict[str, Any]) -> list[tuple[tuple[float, float], str]]:
    return list(zip(panel["text_places"], panel["texts"], strict=True))


def in_the_grid(change: Change, names: Sequence[str]) -> bool:
    """Whether these numbers stand where a row and a column cross, and not beside them all."""
    for axis in "xy":
        places = np.unique([at for at, _ in along(change.panel, axis, names)])
        reach = 0.6 * np.diff(places).max(initial=0.0)
        at = np.array([place["xy".index(axis)] for place in change.places])
        if not np.any((at > places[0] - reach) & (at < places[-1] + reach)):
            return False
    return True


def _names_at(
    panel: dict[str, Any], place: tuple[float, float], names: Sequence[str]
) -> tuple[set[str], set[str]]:
    """The names of the true and of the predicted class at a place; two where it lies between."""
    column, row = (
        nearest(along(panel, axis, names), at) for axis, at in zip("xy", place, strict=True)
    )
    return (column, row) if titled_the_other_way(panel) else (row, column)


def titled_the_other_way(panel: dict[str, Any]) -> bool:
    """Whether the axes' titles say that rows are the predicted classes."""
    true = any(word in panel["xlabel"].lower() for word in ("true", "actual", "label"))
    return true and "pred" in panel["ylabel"].lower()


def nearest(labels: list[tuple[float, str]], at: float) -> set[str]:
    distances = [abs(place - at) for place, _ in labels]
    reach = min(distances) + 1e-6 * (1 + max(distances))
    return {name for (_, name), far in zip(labels, distances, strict=True) if far <= reach}
