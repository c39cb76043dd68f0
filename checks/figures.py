"""What a figure shows, told by what changes in it when one number of its data is another.

Colours, scales and arrangement of a plot are the student's choice. But where one pixel or one
count has changed, there the drawing has to change as well, and most of all there.
"""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np

from grading.expect import Expectation
from grading.worker.schema import Figure

NUMBER = re.compile(r"-?\d*\.?\d+")
ALIKE = 0.99  # changes of this share of the largest one are as large
MANY = 10_000  # places of changes that are looked at


class Change(NamedTuple):
    """One image, mesh or set of numbers that has changed, and where it has changed most.

    panel   that it belongs to
    places  (x, y) in the panel's data coordinates; several if they changed alike
    spots   the same as shares of the height and of the width, counted from the first row and
            the first column; none for numbers
    """

    panel: dict[str, Any]
    places: list[tuple[float, float]]
    spots: list[tuple[float, float]]


def changes(before: Figure, after: Figure) -> Iterator[Change]:
    """All that differs between two figures that one function has drawn."""
    for old, new in zip(before.panels, after.panels, strict=False):
        arrays = zip(old["images"], new["images"], new["image_places"], strict=False)
        for first, second, (x, y) in arrays:
            most = [(int(i), int(j)) for i, j in _most_changed(first, second)]
            if most:
                rows, columns = second.shape[:2]
                yield Change(
                    new,
                    [(float(x[j]), float(y[i])) for i, j in most],
                    [((i + 0.5) / rows, (j + 0.5) / columns) for i, j in most],
                )
        texts = [number(text) for text in old["texts"]], [number(text) for text in new["texts"]]
        changed = [index for (index,) in _most_changed(*map(np.array, texts))]
        if changed:
            yield Change(new, [new["text_places"][index] for index in changed], [])


def number(text: str) -> float:
    """The first number in a text; NaN if there is none."""
    found = NUMBER.search(text)
    return float(found[0]) if found else np.nan


def words(panel: dict[str, Any]) -> str:
    """All that can be read in a panel, in small letters."""
    parts = [panel["title"], panel["xlabel"], panel["ylabel"]]
    parts += [*panel["texts"], *panel["xticks"], *panel["yticks"]]
    return " ".join(" ".join(parts).lower().split())


def _most_changed(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Indices of the pixels, cells or numbers that changed most; none where nothing did.

    Of very many, some from all over.
    """
    if first.shape != second.shape or not first.size:
        return np.empty((0, 1), int)
    change = np.abs(np.nan_to_num(second.astype(float)) - np.nan_to_num(first.astype(float)))
    if change.ndim == 3:
        change = change.sum(axis=2)
    if not change.max() > 0:
        return np.empty((0, 1), int)
    found = np.argwhere(change >= ALIKE * change.max())
    return found[:: 1 + len(found) // MANY]


def in_rows(
    expectation: Expectation, drawn: list[dict[str, Any]], columns: int
) -> list[list[dict[str, Any]]]:
    """Require panels in rows of so many, the last one of what is left; gives the rows."""
    rows = list(rows_of(drawn))
    wanted = [min(columns, len(drawn) - first) for first in range(0, len(drawn), columns)]
    if (found := [len(row) for row in rows]) != wanted:
        expectation.fail(f"rows of {columns}: {told(wanted)}", f"{told(found)}, from top to bottom")
    return rows


def told(rows: list[int]) -> str:
    """How many panels the rows have, in words."""
    return f"{len(rows)} row{'s' * (len(rows) != 1)} of {', '.join(map(str, rows))}"


def rows_of(panels: list[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    """Panels as they are seen: rows from top to bottom, each from left to right."""
    left = sorted(panels, key=lambda panel: middle(panel)[1])
    while left:
        first, *others = left
        _, top, _, bottom = first["box"]
        beside = [panel for panel in others if top < middle(panel)[1] < bottom]
        left = [panel for panel in others if not top < middle(panel)[1] < bottom]
        yield sorted([first, *beside], key=lambda panel: middle(panel)[0])


def middle(panel: dict[str, Any]) -> tuple[float, float]:
    """Where the middle of a panel lies, from the left and from the top."""
    left, top, right, bottom = panel["box"]
    return (left + right) / 2, (top + bottom) / 2
