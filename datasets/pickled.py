"""Reads the pickled batch files of the official CIFAR-10 archive without running a pickle.

A pickle is a program, and `pickle.load` runs whatever a file says. These files need two dozen of
its instructions, so this is an interpreter for those alone, on data that do nothing: a global stays
the name it is, a call stays a record of what was to be called, and any other instruction is refused
before its argument is even looked at. An Unpickler with its own `find_class` would be shorter but
starts from the dangerous side: it makes real calls, and registered extension codes pass it by. Here
there is nothing to pass by, for nothing is ever imported or called.

What each instruction means is told in CPython's Lib/pickletools.py.
"""

import io
import pickle
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from datasets.data import Bytes, DataError

ROW = 3 * 32 * 32

# An official batch takes about 30,000 steps. The bound keeps a file from asking for hours.
_MOST_STEPS = 100_000
_LONGEST_NAME = 80

_RECONSTRUCT = "numpy.core.multiarray _reconstruct"
_NDARRAY = "numpy ndarray"
_DTYPE = "numpy dtype"


@dataclass(frozen=True, eq=False)
class _Name:
    """A global that the pickle names: "module name" as text, never looked up."""

    text: str


@dataclass(eq=False)
class _Call:
    """A call that the pickle asks for, and the state it would then set; never made."""

    of: _Name
    arguments: tuple[object, ...]
    state: object = None


def read_batch(pickled: bytes, source: str) -> tuple[Bytes, npt.NDArray[np.int64]]:
    """Take the pictures and the labels out of one official batch file.

    `pickled` is the file's content; `source` is what to call it in an error. Returns rows
    (N, 3072) uint8, each a picture's red plane, then its green and its blue one, row by row
    (https://www.cs.toronto.edu/~kriz/cifar.html), and labels (N,) int64, not yet held to 0 to 9.

    Raises DataError where the content is anything else, hostile or just damaged.
    """
    try:
        batch = _interpret(pickled)
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


def _interpret(pickled: bytes) -> object:
    """Follow the instructions of Python 2's cPickle, protocol 2, and return what they leave.

    Its strings are bytes here. A stack or a memo that lacks what an instruction takes from it shows
    as IndexError or KeyError, anything else that is wrong as ValueError.
    """
    stream = io.BytesIO(pickled)

    def take(count: int) -> bytes:
        taken = stream.read(count)
        if len(taken) < count:
            raise ValueError("it ends too early")
        return taken

    def number(count: int, signed: bool = False) -> int:
        return int.from_bytes(take(count), "little", signed=signed)

    memo: dict[int, object] = {}
    waiting: list[list[object]] = []
    stack: list[object] = []
    for _ in range(_MOST_STEPS):
        match take(1):
            case pickle.PROTO:
                take(1)
            case pickle.NONE:
                stack.append(None)
            case pickle.NEWTRUE:
                stack.append(True)
            case pickle.NEWFALSE:
                stack.append(False)
            case pickle.BININT1:
                stack.append(number(1))
            case pickle.BININT2:
                stack.append(number(2))
            case pickle.BININT:
                stack.append(number(4, signed=True))
            case pickle.SHORT_BINSTRING:
                stack.append(take(number(1)))
            case pickle.BINSTRING:
                stack.append(take(number(4)))
            case pickle.EMPTY_LIST:
                stack.append([])
            case pickle.EMPTY_DICT:
                stack.append({})
            case pickle.BINPUT:
                memo[number(1)] = stack[-1]
            case pickle.LONG_BINPUT:
                memo[number(4)] = stack[-1]
            case pickle.BINGET:
                stack.append(memo[number(1)])
            case pickle.LONG_BINGET:
                stack.append(memo[number(4)])
            case pickle.MARK:
                waiting.append(stack)
                stack = []
            case pickle.TUPLE:
                items, stack = stack, waiting.pop()
                stack.append(tuple(items))
            case pickle.TUPLE1:
                stack.append(tuple(_pop(stack, 1)))
            case pickle.TUPLE2:
                stack.append(tuple(_pop(stack, 2)))
            case pickle.TUPLE3:
                stack.append(tuple(_pop(stack, 3)))
            case pickle.APPEND:
                items = _pop(stack, 1)
                _fill(stack[-1], items)
            case pickle.SETITEM:
                items = _pop(stack, 2)
                _fill(stack[-1], items)
            case pickle.APPENDS | pickle.SETITEMS:
                items, stack = stack, waiting.pop()
                _fill(stack[-1], items)
            case pickle.GLOBAL:
                stack.append(_name(stream.readline(_LONGEST_NAME), stream.readline(_LONGEST_NAME)))
            case pickle.REDUCE:
                called, arguments = _pop(stack, 2)
                if not isinstance(called, _Name) or not isinstance(arguments, tuple):
                    raise ValueError("it calls something that is not a function")
                stack.append(_Call(called, arguments))
            case pickle.BUILD:
                (state,) = _pop(stack, 1)
                made = stack[-1]
                if not isinstance(made, _Call):
                    raise ValueError("it sets the state of something that has none")
                made.state = state
            case pickle.STOP:
                return stack.pop()
            case other:
                raise ValueError(f"it holds the instruction {other!r}, which pictures do not need")
    raise ValueError(f"it takes more than {_MOST_STEPS} steps")


def _pop(stack: list[object], count: int) -> list[object]:
    if len(stack) < count:
        raise IndexError
    items = stack[-count:]
    del stack[-count:]
    return items


def _name(module: bytes, name: bytes) -> _Name:
    text = f"{module.decode('latin-1').rstrip()} {name.decode('latin-1').rstrip()}"
    if text not in (_RECONSTRUCT, _NDARRAY, _DTYPE):
        raise ValueError(f"it asks for {text!r}, which pictures do not need")
    return _Name(text)


def _fill(target: object, items: list[object]) -> None:
    """Add to a list, or to a dictionary as key, value, key, value ..."""
    if isinstance(target, list):
        target.extend(items)
    elif isinstance(target, dict) and len(items) % 2 == 0:
        for key, value in zip(items[::2], items[1::2], strict=True):
            # Strings alone: hashing a deeply nested key would exhaust the stack.
            if not isinstance(key, bytes):
                raise ValueError("it has a dictionary key that is not a string")
            target[key] = value
    else:
        raise ValueError("it adds to something that is neither list nor dictionary")


def _rows(array: object) -> Bytes:
    """Make the array whose making `array` records, if that is one of N rows of 3072 bytes."""
    if not isinstance(array, _Call) or array.of.text != _RECONSTRUCT:
        raise ValueError("its data are no array")
    state = array.state
    if not isinstance(state, tuple) or len(state) != 5:
        raise ValueError("its array has no content")
    _, shape, dtype, by_columns, content = state
    if not isinstance(dtype, _Call) or dtype.of.text != _DTYPE or dtype.arguments[:1] != (b"u1",):
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
