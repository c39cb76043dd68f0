"""Reads the pickled batch files of the official CIFAR-10 archive, hostile ones without harm.

`datasets.inert` says how that is: what comes from it are plain data, and records of calls that were
never made. Of those this module knows the one that makes an array, and makes that itself.
"""

import numpy as np
import numpy.typing as npt

from datasets import inert
from datasets.data import Bytes, DataError

ROW = 3 * 32 * 32


def read_batch(pickled: bytes, source: str) -> tuple[Bytes, npt.NDArray[np.int64]]:
    """Take the pictures and the labels out of one official batch file.

    `pickled` is the file's content; `source` is what to call it in an error. Returns rows
    (N, 3072) uint8, each a picture's red plane, then its green and its blue one, row by row
    (https://www.cs.toronto.edu/~kriz/cifar.html), and labels (N,) int64, not yet held to 0 to 9.

    Raises DataError where the content is anything else, hostile or just damaged.
    """
    try:
        batch = inert.interpret(pickled)
        if not isinstance(batch, dict):
            raise ValueError("it holds no dictionary")
        rows = _rows(batch.get(b"data"))
        labels = _labels(batch.get(b"labels"))
        if len(rows) != len(labels):
            raise ValueError(f"it holds {len(rows)} pictures but {len(labels)} labels")
    except (IndexError, KeyError):
        reason = "its instructions do not fit together"
    except ValueError as error:
        reason = str(error)
    else:
        return rows, labels
    raise DataError(f"{source} is not a batch file of the official CIFAR-10 archive ({reason})")


def _rows(array: object) -> Bytes:
    """Make the array whose making `array` records, if that is one of N rows of 3072 bytes."""
    if not isinstance(array, inert.Call) or array.of.text != inert.RECONSTRUCT:
        raise ValueError("its data are no array")
    state = array.state
    if not isinstance(state, tuple) or len(state) != 5:
        raise ValueError("its array has no content")
    _, shape, dtype, by_columns, content = state
    if (
        not isinstance(dtype, inert.Call)
        or dtype.of.text != inert.DTYPE
        or dtype.arguments[:1] != (b"u1",)
    ):
        raise ValueError("its array is not of unsigned bytes")
    if not isinstance(content, bytes) or not isinstance(by_columns, bool):
        raise ValueError("its array has no content")
    count = len(content) // ROW
    if len(content) != count * ROW or shape != (count, ROW):
        raise ValueError(f"its array is not of rows of {ROW} bytes")
    values = np.frombuffer(content, np.uint8)
    return values.reshape((count, ROW), order="F" if by_columns else "C")


def _labels(labels: object) -> npt.NDArray[np.int64]:
    if not isinstance(labels, list):
        raise ValueError("its labels are no list")
    # Not isinstance, for which True and False are whole numbers too.
    if not all(type(label) is int for label in labels):
        raise ValueError("its labels are not whole numbers")
    return np.array(labels, np.int64)
