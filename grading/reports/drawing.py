"""A counterexample, drawn: inputs, what was expected, what came back, and the difference.

In the terminal as cells with numbers, coloured where there are colours; a cell that differs stands
in brackets, so that it is seen without them. As a PNG with the same panels.
"""

import base64
import io
import os
import sys
from typing import NamedTuple

import numpy as np
from rich.console import Console
from rich.style import Style
from rich.text import Text

from ..counterexample import Counterexample, differing
from ..feedback import value as told

ROWS, COLUMNS = 8, 10  # of a panel; of a larger array, what lies around the first difference
GAP = 3  # columns between two panels
CHANNELS = 3  # of an input that are all drawn: what went wrong may come from any of them
IN_A_ROW = 4  # panels of a picture; where there are more, the results stand below the inputs
MIDDLE, LOW, HIGH = (247, 247, 247), (33, 102, 172), (217, 95, 14)  # told apart by everyone
RESULTS = ("expected", "yours", "difference")
FRAME = "#b2182b"
CELL = 0.55  # inches


class Panel(NamedTuple):
    """A matrix with a title; `wrong` marks cells that differ."""

    title: str
    values: np.ndarray
    wrong: np.ndarray
    scale: float


def panels(found: Counterexample) -> list[Panel]:
    """What there is to draw: of each result the matrix of the first difference, and of each input
    that matrix, or all of them where it has few channels."""
    expected, returned = found.expected, _part(found)
    cell = _cell(returned, expected, found.tolerance)
    channel = _telling_channel(found)
    drawn: list[Panel] = []
    for name, array in found.arrays:
        index = _slice_of_input(name, array, expected, cell, channel)
        for number, each in enumerate(_channels(name, array, index)):
            drawn += _panel(name if not number else "", array, each, None)
    both = [np.asarray(a) for a in (expected, returned) if _drawable(a)]
    scale = max((_largest(array) for array in both), default=1.0)
    wrong = differing(returned, expected, found.tolerance)
    if wrong is not None:
        index = _leading(wrong.ndim, cell)
        a, b = np.asarray(expected), np.asarray(returned)
        drawn += _panel("expected", a, index, wrong, scale)
        drawn += _panel("yours", b, index, wrong, scale)
        drawn += _panel("difference", b.astype(float) - a, index, wrong)
    else:
        for name, value in (("expected", expected), ("yours", returned)):
            if _drawable(value):
                drawn += _panel(name, np.asarray(value), (), None, scale)
    return drawn


def _part(found: Counterexample) -> object:
    if found.part is not None and isinstance(found.returned, (tuple, list)):
        return found.returned[found.part]
    return found.returned


def _drawable(value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, (int, float, np.ndarray, np.generic)):
        return False
    return np.asarray(value).dtype.kind in "biuf"


def _cell(got: object, expected: object, tolerance: float) -> tuple[int, ...]:
    wrong = differing(got, expected, tolerance)
    if wrong is None or not wrong.any():
        return ()
    return tuple(int(i) for i in np.argwhere(wrong)[0])


def _leading(axes: int, cell: tuple[int, ...]) -> tuple[int | slice, ...]:
    """Index of the matrix that a cell lies in: all but height and width are fixed."""
    if axes < 3:
        return ()
    at = cell or (0,) * axes
    if axes == 3:  # (H, W, C)
        return slice(None), slice(None), at[2]
    return *at[: axes - 3], slice(None), slice(None), at[-1]


def _telling_channel(found: Counterexample) -> int:
    """The channel in which most happens, where channels are summed."""
    most = np.ones(1)
    for name, array in found.arrays:
        if array.size and (array.ndim == 3 or (array.ndim == 4 and name.startswith("kernel"))):
            sizes = np.abs(np.moveaxis(array.astype(float), 2, 0)).reshape(array.shape[2], -1)
            if len(most) in (1, len(sizes)):
                most = most * sizes.max(axis=1)
    return int(most.argmax())


def _slice_of_input(
    name: str, array: np.ndarray, expected: object, cell: tuple[int, ...], channel: int
) -> tuple[int | slice, ...]:
    """The matrix of an input that a cell of the result comes from, as far as that can be told."""
    axes = array.ndim
    if axes < 3:
        return ()
    result = np.asarray(expected).ndim if _drawable(expected) else 0
    last = cell[-1] if cell and result >= 3 else 0
    if axes == 3:
        if result < 3 or np.asarray(expected).shape[2] != array.shape[2]:
            last = channel  # they are summed
        return slice(None), slice(None), min(last, array.shape[2] - 1)
    if name.startswith("kernel"):  # (kh, kw, C, F)
        return slice(None), slice(None), channel, min(last, array.shape[3] - 1)
    first = cell[0] if cell and result == axes else 0  # (N, H, W, C)
    fixed = (min(first, array.shape[0] - 1), *(0,) * (axes - 4))
    return *fixed, slice(None), slice(None), min(last, array.shape[-1] - 1)


def _channels(
    name: str, array: np.ndarray, index: tuple[int | slice, ...]
) -> list[tuple[int | slice, ...]]:
    """The matrices of all channels instead of the one, where there are few."""
    axis = 2 if name.startswith("kernel") else array.ndim - 1
    if not index or not 1 < array.shape[axis] <= CHANNELS:
        return [index]
    return [(*index[:axis], channel, *index[axis + 1 :]) for channel in range(array.shape[axis])]


def _panel(
    name: str,
    array: np.ndarray,
    index: tuple[int | slice, ...],
    wrong: np.ndarray | None,
    scale: float | None = None,
) -> list[Panel]:
    if not array.size or array.dtype.kind not in "biuf":
        return []
    shape = f"({', '.join(map(str, array.shape))}{',' if array.ndim == 1 else ''})"
    title = f"{name} {shape}" if array.ndim and name else name
    matrix = np.atleast_2d(array[index] if index else array)
    mask = np.zeros(matrix.shape, bool) if wrong is None else np.atleast_2d(wrong[index])
    if index and array[index].size < array.size:
        which = f"[{', '.join(':' if isinstance(i, slice) else str(i) for i in index)}]"
        title = f"{title} {which}".lstrip()
    rows, columns = (
        _window(*pair) for pair in zip(matrix.shape, (ROWS, COLUMNS), _at(mask), strict=True)
    )
    if (rows, columns) != (slice(0, matrix.shape[0]), slice(0, matrix.shape[1])):
        title += f", rows {rows.start}-{rows.stop - 1}, columns {columns.start}-{columns.stop - 1}"
    return [Panel(title, matrix[rows, columns], mask[rows, columns], scale or _largest(array))]


def _at(mask: np.ndarray) -> tuple[int, int]:
    row, column = np.argwhere(mask)[0] if mask.any() else (0, 0)
    return int(row), int(column)


def _window(length: int, most: int, at: int) -> slice:
    begin = max(0, min(at - most // 2, length - most))
    return slice(begin, min(length, begin + most))


def _largest(array: object) -> float:
    numbers = np.abs(np.asarray(array, float))
    finite = numbers[np.isfinite(numbers)]
    return float(finite.max(initial=0.0)) or 1.0


# In the terminal


def draw(out: Console, found: Counterexample) -> bool:
    """Print the panels, side by side as far as they fit; False where there is nothing to draw."""
    drawn = panels(found)
    results = [panel for panel in drawn if panel.title.startswith(RESULTS)]
    inputs = [panel for panel in drawn if not panel.title.startswith(RESULTS)]
    if not results:
        return False
    blocks = [_block(panel) for panel in inputs + results]
    if sum(_width(block) + GAP for block in blocks) + 2 <= out.width:
        _print(out, blocks)
        return True
    for group in (blocks[: len(inputs)], blocks[len(inputs) :]):
        row: list[list[Text]] = []
        for block in group:
            if row and sum(_width(b) + GAP for b in row) + _width(block) + 2 > out.width:
                _print(out, row)
                row = []
            row.append(block)
        _print(out, row)
    return True


def _print(out: Console, row: list[list[Text]]) -> None:
    for number in range(max(map(len, row), default=0)):
        line = Text("  ")
        for place, block in enumerate(row):
            part = block[number] if number < len(block) else Text("")
            line.append_text(part)
            if place < len(row) - 1:
                line.append(" " * (_width(block) - part.cell_len + GAP))
        line.rstrip()
        out.print(line, soft_wrap=True)


def _width(block: list[Text]) -> int:
    return max(line.cell_len for line in block)


def _block(panel: Panel) -> list[Text]:
    """A title, and a line for every row."""
    texts = [[told(value) for value in row] for row in panel.values.tolist()]
    width = max(len(text) for row in texts for text in row)
    lines = [Text(panel.title, "bold")]
    for row, numbers, marks in zip(texts, panel.values, panel.wrong, strict=True):
        line = Text()
        for text, number, mark in zip(row, numbers, marks, strict=True):
            cell = f"[{text:>{width}}]" if mark else f" {text:>{width}} "
            line.append(cell, _style(float(number), panel.scale, bool(mark)))
        lines.append(line)
    return lines


def _style(value: float, scale: float, wrong: bool) -> Style:
    colour = _colour(value, scale)
    return Style(
        color="#ffffff" if _is_dark(colour) else "#000000",
        bgcolor="#" + "".join(f"{part:02x}" for part in colour),
        bold=wrong,
        underline=wrong,
    )


def _colour(value: float, scale: float) -> tuple[int, int, int]:
    """Blue below 0, orange above, pale near it."""
    if not np.isfinite(value):
        return 0, 0, 0
    share = min(1.0, abs(value) / scale)
    end = HIGH if value > 0 else LOW
    red, green, blue = (round(m + (e - m) * share) for m, e in zip(MIDDLE, end, strict=True))
    return red, green, blue


def _is_dark(colour: tuple[int, int, int]) -> bool:
    red, green, blue = colour
    return 0.299 * red + 0.587 * green + 0.114 * blue < 140


# As a picture


def png(found: Counterexample) -> bytes:
    """The panels as a PNG; cells that differ have a thick frame."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure
    from matplotlib.patches import Rectangle

    drawn = panels(found)
    inputs = [panel for panel in drawn if not panel.title.startswith(RESULTS)]
    apart = len(drawn) > IN_A_ROW
    rows = [inputs, drawn[len(inputs) :]] if apart else [drawn]
    places, most, below = [], 0.0, 0.0  # of the panels, in cells
    for row in rows:
        right = 0.0
        for panel in row:
            titles = panel.title.replace(" [", "\n[").replace(", rows", "\nrows")
            width = max(panel.values.shape[1], 0.16 * max(map(len, titles.split("\n"))))
            places.append((panel, titles, right + (width - panel.values.shape[1]) / 2, below))
            right += width + 0.8
        most = max(most, right)
        below += max((panel.values.shape[0] for panel in row), default=1) + 1.6
    height = below - 1.6
    figure = Figure(figsize=(most * CELL, (height + 2.2) * CELL))
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_xlim(-0.4, most - 0.4)
    axes.set_ylim(height + 0.3, -1.9)
    axes.axis("off")
    axes.text(0, -1.5, f"{found.module}.{found.function}", fontsize=11, fontweight="bold")
    for panel, titles, left, top in places:
        middle = left + panel.values.shape[1] / 2
        axes.text(middle, top - 0.15, titles, ha="center", va="bottom", fontsize=8)
        for (row, column), number in np.ndenumerate(panel.values):
            colour = _colour(float(number), panel.scale)
            wrong = bool(panel.wrong[row, column])
            axes.add_patch(
                Rectangle(
                    (left + column + 0.03, top + row + 0.03), 0.94, 0.94,
                    facecolor=[part / 255 for part in colour],
                    edgecolor=FRAME if wrong else "#bbbbbb",
                    linewidth=3.5 if wrong else 0.5,
                )
            )  # fmt: skip
            axes.text(
                left + column + 0.5, top + row + 0.5, told(number.item()), ha="center", va="center",
                fontsize=9, color="white" if _is_dark(colour) else "black",
                fontweight="bold" if wrong else "normal",
            )  # fmt: skip
    target = io.BytesIO()
    figure.savefig(target, format="png", dpi=120)
    return target.getvalue()


def inline(out: Console, data: bytes) -> bool:
    """Show a PNG in the terminal itself, where it can; says whether it did."""
    if not out.is_terminal:
        return False
    text = base64.b64encode(data).decode()
    if os.environ.get("TERM_PROGRAM") in ("iTerm.app", "WezTerm"):
        sequence = f"\x1b]1337;File=inline=1;size={len(data)}:{text}\a\n"
    elif os.environ.get("KITTY_WINDOW_ID") or "kitty" in os.environ.get("TERM", ""):
        parts = [text[i : i + 4096] for i in range(0, len(text), 4096)]
        sequence = "".join(
            f"\x1b_G{'a=T,f=100,' if not i else ''}m={int(i < len(parts) - 1)};{part}\x1b\\"
            for i, part in enumerate(parts)
        )
        sequence += "\n"
    else:
        return False
    sys.stdout.write(sequence)
    sys.stdout.flush()
    return True
