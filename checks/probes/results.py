"""Probes of the exercise `results`."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from checks.figures import changes, rows_of, words
from checks.probes.shared import NAMES, no_figure, seen
from checks.test_dataset import shows as shows_image
from checks.test_results import (
    ANIMALS,
    along,
    in_the_grid,
    named,
    nearest,
    softmax,
    titled_the_other_way,
)
from grading.behaviour import Probe
from grading.models import Workbench
from grading.worker.schema import Figure


def plot_predictions(workbench: Workbench) -> Iterator[Probe]:
    """A plot may look in many ways: what tells is which images are seen, and which names beside."""
    rng = np.random.default_rng(10)
    names = ANIMALS[:5]
    for count, dtype in ((2, "uint8"), (7, "float32"), (1, "uint8"), (12, "float64")):
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
                return no_figure(got)
            drawn = [panel for panel in got.panels if panel["images"]]
            beside = [panel for panel in got.panels if panel["has_data"] and not panel["images"]]
            texts = {id(panel): words(panel) for panel in drawn}
            if len(beside) == len(drawn):  # a chart for each of them
                for panel, chart in zip(drawn, beside, strict=True):
                    texts[id(panel)] += " " + words(chart)
            panels = [panel for row in rows_of(drawn) for panel in row]
            places = [_image_in(panel, images) for panel in panels]
            told = [
                _names_in(texts[id(panel)], labels[place], predicted[place])
                if isinstance(place, int)
                else "?"
                for panel, place in zip(panels, places, strict=True)
            ]
            first = places == list(range(len(places))) and 1 < len(places) < len(images)
            return {
                "images": "some rows of them" if first else places,
                "names": "right" if set(told) == {"right"} else told,
            }

        yield Probe((images, labels, softmax(scores), names), tell=tell)


def _image_in(panel: dict[str, Any], images: np.ndarray) -> Any:
    """The place of the image that a panel shows; else what is seen there."""
    if len(panel["images"]) > 1:
        return "several"
    drawn = panel["images"][0]
    return next((i for i, image in enumerate(images) if shows_image(drawn, image)), seen(drawn))


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
    number = re.search(rf"\b{predicted}\b", text)
    if found and not (number and label != predicted):
        return "the true one"
    return "numbers" if number else "nothing"


def plot_confusion_matrix(workbench: Workbench) -> Iterator[Probe]:
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
                return no_figure(got)
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
