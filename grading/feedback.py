"""From a failure to what a student reads: values in full where they are small, never an ellipsis.

An ellipsis could be data. So arrays of a few rows are written out; of larger ones the shape, the
dtype and the range are told, and for a difference its first place and their number.
"""

import re
import textwrap
from collections.abc import Sequence
from pathlib import PurePath
from typing import Any

import numpy as np

from .errors import CodeFailed, NotStarted, StudentError, TooSlow
from .models import Folder
from .proxy import CallRecord
from .result import INDENT
from .worker.schema import Figure, Frame, Handle, Opaque

SIDE = 6  # most rows of an array that is written out
COLUMNS = 10  # and most columns: a row of ten class probabilities is read at one glance
ROW = 24  # most values of an array with one axis
CELLS = 108  # most values of an array that is written out
ONE_LINE = 58  # characters of an array that stays on one line
LISTED = 4  # most arrays of a list that are written out
ENTRIES = 16  # most entries of a list that are shown
DEPTH = 3  # most lists in lists that are shown
TEXT = 300  # characters of a text that are shown
# Python's own words for a call that does not suit a function's first line.
UNFIT = re.compile(
    r"TypeError: \w+\(\) (got an unexpected keyword argument|missing \d+ required positional|"
    r"takes \d+ positional arguments? but)"
)
SIGNATURE = "Leave the names and the defaults of the arguments as the exercise has them."
COLOURS = re.compile(r"\x1b\[[0-9;]*m")  # of Keras' messages, among others


def message(rows: Sequence[tuple[str, str]]) -> str:
    """Lay out (label, text) rows, the labels in a column of their own.

    What is not printable is written as its escape: a student's text must not move the cursor,
    change colours, or clear what the grader has said.
    """
    lines = []
    for label, text in rows:
        first, *rest = [printable(line) for line in text.split("\n")]
        lines.append(f"{label:<{INDENT}}{first}".rstrip())
        lines += [f"{'':<{INDENT}}{line}".rstrip() for line in rest]
    return "\n".join(lines)


def value(got: Any, *, kernels: bool = False, depth: int = 0) -> str:
    """Write a value: shape and numbers of an array, a short repr of anything else.

    kernels  an array with four axes holds kernels (kh, kw, C, F), and not images (N, H, W, C)
    depth    of the lists and tuples that it lies in; deep down only their lengths are told
    """
    if isinstance(got, np.ndarray):
        return _array(got, kernels) if got.ndim else value(got[()])
    if isinstance(got, np.generic):
        return f"{got.item():.7g}" if isinstance(got, np.floating) else str(got.item())
    if isinstance(got, float):
        return f"{got:.7g}"
    if isinstance(got, Opaque):
        return f"a value of type {got.description}"
    if isinstance(got, Figure):
        return f"a figure with {len(got.panels)} panels"
    if isinstance(got, np.random.Generator):
        return "a random generator"
    if isinstance(got, Handle):
        return f"a model ({got.description})"
    if isinstance(got, (list, tuple)):
        return _sequence(got, depth)
    if callable(got):
        return "a function of the check"
    try:
        return clip(repr(got))
    except RecursionError:
        return f"a {type(got).__name__} of {len(got)}"


def _sequence(got: list[Any] | tuple[Any, ...], depth: int) -> str:
    kind = f"a {type(got).__name__} of {len(got)}"
    if depth >= DEPTH:
        return kind
    texts = [value(item, depth=depth + 1) for item in got[:ENTRIES]]
    left, right = "[]" if isinstance(got, list) else "()"
    inner = ", ".join(texts)
    if len(got) <= ENTRIES and len(inner) <= TEXT and "\n" not in inner:
        return f"{left}{inner}{right}"
    more = [f"and {len(got) - ENTRIES} more"] if len(got) > ENTRIES else []
    return "\n".join([kind, *(f"{index}: {text}" for index, text in enumerate(texts)), *more])


def clip(text: str) -> str:
    """Shorten a text, saying so."""
    if len(text) <= TEXT:
        return text
    return f"{text[:TEXT]} (and {len(text) - TEXT} more characters)"


def call_rows(call: CallRecord) -> list[tuple[str, str]]:
    """Write a call: short arguments where they stand, arrays by name below."""
    if call.parameters is None:
        return [("Read", call.function)]
    arguments, arrays = [], []
    for index, argument in enumerate(call.args):
        name = argument_name(call, str(index))
        if isinstance(argument, np.ndarray):
            arguments.append(name)
            arrays.append((name, argument))
        else:
            text = _short(argument, name, arrays)
            arguments.append(text if text.startswith(name) else f"{name}={text}")
    for name, argument in call.kwargs.items():
        if isinstance(argument, np.ndarray):
            arrays.append((name, argument))
            arguments.append(f"{name}={name}")
        else:
            arguments.append(f"{name}={_short(argument, name, arrays)}")
    rows = [("Called", f"{call.function}({', '.join(arguments)})")]
    for name, argument in arrays:
        if argument.ndim > 3 and name.endswith("]"):  # images of one of several sets of data
            text = _summary(argument)
        else:
            text = value(argument, kernels=name.startswith("kernel"))
        rows.append(("", f"{name} {text}"))
    return rows


def argument_name(call: CallRecord, key: str) -> str:
    """Name of an argument that was given by position ("0") or by name."""
    if not key.isdigit():
        return key
    index, names = int(key), call.parameters or []
    return names[index] if index < len(names) else f"argument {index + 1}"


def difference(got: np.ndarray, want: np.ndarray, wrong: np.ndarray) -> str:
    """Say where two arrays of one shape differ."""
    if not wrong.ndim:
        return ""
    first = tuple(int(i) for i in np.argwhere(wrong)[0])
    place = list(first)
    if _fits(want):
        return f"first difference at {place}"
    both = f"expected {value(want[first])}, returned {value(got[first])}"
    count = f"{np.count_nonzero(wrong)} of {wrong.size} values differ"
    return f"first difference at {place}: {both}; {count}"


def explain(problem: BaseException, calls: Sequence[CallRecord]) -> tuple[str, int]:
    """Give the rows of a failed check as one text, and the line of the student's file or 0."""
    last = calls[-1] if calls else None
    call = getattr(problem, "call", last)
    rows: list[tuple[str, str]] = []
    line = call.line if call else 0
    if call and not isinstance(problem, (CodeFailed, NotStarted)):
        rows += call_rows(call)
    if isinstance(problem, StudentError):
        rows.append(("Raised", clip(str(problem))))
        rows += frame_rows(problem.frames)
        advice = problem.advice or (SIGNATURE if UNFIT.match(str(problem)) else "")
        rows += [("", advice)] if advice else []
        line = problem.frames[-1].line if problem.frames else line
    elif isinstance(problem, CodeFailed):
        rows.append(("Error", clip(str(problem))))
        rows += frame_rows(problem.frames)
        line = problem.frames[-1].line if problem.frames else line
    elif isinstance(problem, TooSlow):
        rows.append(("Too slow", str(problem)))
        rows.append(("", "Is there a loop that never ends?"))
    elif isinstance(problem, NotStarted):
        rows.append(("To do", str(problem)))
    else:
        rows += getattr(problem, "rows", [("Error", str(problem))])
    printed = call.outcome.printed if call and call.outcome else ""
    if printed.strip():
        rows.append(("Printed", _prints(printed)))
    return message(rows), line


def frame_rows(frames: Sequence[Frame]) -> list[tuple[str, str]]:
    """The student's own lines of a traceback."""
    return [
        ("  at" if not index else "", f"{frame.file}:{frame.line}  {frame.text}".rstrip())
        for index, frame in enumerate(reversed(frames[-3:]))
    ]


def printable(text: str) -> str:
    """A text without anything that would move a cursor or change a colour."""
    text = COLOURS.sub("", text)
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def _short(argument: Any, name: str, arrays: list[tuple[str, np.ndarray]]) -> str:
    """An argument in the brackets of a call; a list of arrays is written below it."""
    hidden = (np.random.Generator, Handle, Folder, PurePath)
    if isinstance(argument, hidden) or callable(argument):
        return name
    if isinstance(argument, (list, tuple)) and any(isinstance(a, np.ndarray) for a in argument):
        if len(argument) > LISTED:
            return f"{name} ({len(argument)} arrays)"
        arrays += [(f"{name}[{index}]", item) for index, item in enumerate(argument)]
        return name
    return value(argument)


def _prints(printed: str) -> str:
    lines = printed.strip().splitlines()
    shown = [textwrap.shorten(line, 100, placeholder=" (cut)") for line in lines[:5]]
    more = len(lines) - len(shown)
    return "\n".join(shown + ([f"and {more} more lines"] if more else []))


def _fits(array: np.ndarray) -> bool:
    """Whether an array is small enough to be written out."""
    if array.ndim < 2:
        return array.size <= ROW
    return array.size <= CELLS and array.shape[0] <= SIDE and max(array.shape) <= COLUMNS


def _form(array: np.ndarray) -> str:
    """Shape, and the dtype where it is none of the two most common ones."""
    shape = f"({', '.join(map(str, array.shape))}{',' if array.ndim == 1 else ''})"
    return shape if array.dtype in (np.float64, np.int64) else f"{shape} {array.dtype}"


def _summary(array: np.ndarray) -> str:
    return f"{_form(array)}, values from {value(array.min())} to {value(array.max())}"


def _array(array: np.ndarray, kernels: bool) -> str:
    form = _form(array)
    if not array.size:
        return f"{form}, empty"
    if not _fits(array):
        return _summary(array)
    numbers = _numbers(array)
    # A single channel, or filter, is told by the shape, and need not be read again.
    if array.ndim > 2 and set(array.shape[2:]) == {1}:
        numbers = numbers.reshape(array.shape[:2])
    if numbers.ndim >= 3:
        return f"{form}\n" + "\n".join(_slices(numbers, kernels))
    line = _nested(numbers)
    if len(line) <= ONE_LINE:
        return f"{form} {line}"
    return f"{form}\n{_matrix(numbers)}"


def _numbers(array: np.ndarray) -> np.ndarray:
    """The values as texts, short but never equal where the values differ to 7 digits."""
    as_text = [
        str(item) if array.dtype.kind in "biu" else f"{item:.7g}" for item in array.ravel().tolist()
    ]
    return np.array(as_text, object).reshape(array.shape)


def _nested(numbers: np.ndarray | str) -> str:
    if isinstance(numbers, str):
        return numbers
    return f"[{', '.join(_nested(item) for item in numbers)}]"


def _matrix(numbers: np.ndarray) -> str:
    """Rows below one another, the columns aligned; a long single row is wrapped."""
    if numbers.ndim == 1:
        return "\n".join(textwrap.wrap(_nested(numbers), ONE_LINE, break_long_words=False))
    width = max(map(len, numbers.ravel()))
    rows = [f"[{', '.join(f'{text:>{width}}' for text in row)}]" for row in numbers]
    return "[" + ",\n ".join(rows) + "]"


def _slices(numbers: np.ndarray, kernels: bool) -> list[str]:
    """The matrices of rows and columns that an array is made of, each by its slice.

    [:, :, c] of an image (H, W, C), [n, :, :, c] of images (N, H, W, C), [:, :, c, f] of kernels
    """
    lines = []
    rest = numbers.shape[2:] if numbers.ndim == 3 or kernels else _outer(numbers.shape)
    for place in np.ndindex(*rest):
        index: list[Any] = [*place]
        at = 0 if numbers.ndim == 3 or kernels else numbers.ndim - 3
        index[at:at] = [slice(None), slice(None)]
        name = f"[{', '.join(':' if isinstance(i, slice) else str(i) for i in index)}]"
        matrix = numbers[tuple(index)]
        line = _nested(matrix)
        if len(name) + len(line) < ONE_LINE + 10:
            lines.append(f"{name} {line}")
        else:
            lines += [name, textwrap.indent(_matrix(matrix), "  ")]
    return lines


def _outer(shape: tuple[int, ...]) -> tuple[int, ...]:
    """All axes but height and width, the two before the last."""
    return *shape[:-3], shape[-1]


def clean(text: str, most: int = 300) -> str:
    """Text of the student's on one line, without characters that steer a terminal or a page."""
    line = "".join(c if c.isprintable() else " " for c in text)
    line = " ".join(line.split())
    return line if len(line) <= most else f"{line[:most]} ..."
