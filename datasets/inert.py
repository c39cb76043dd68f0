"""An interpreter for the few pickle instructions that CIFAR-10's files need, which runs nothing.

A pickle is a program, and `pickle.load` runs whatever a file says. Here the instructions work on
data that do nothing: a global stays the name it is, a call stays a record of what was to be called,
and any instruction but these two dozen is refused before its argument is even looked at. An
Unpickler with its own `find_class` would be shorter but starts from the dangerous side: it makes
real calls, and registered extension codes pass it by. Here there is nothing to pass by, for nothing
is ever imported or called.

What each instruction means is told in CPython's Lib/pickletools.py.
"""

import io
import pickle
from dataclasses import dataclass

RECONSTRUCT = "numpy.core.multiarray _reconstruct"
NDARRAY = "numpy ndarray"
DTYPE = "numpy dtype"

# An official batch takes about 30,000 steps. The bound keeps a file from asking for hours.
_MOST_STEPS = 100_000
_LONGEST_NAME = 80


@dataclass(frozen=True, eq=False)
class Name:
    """A global that the pickle names: "module name" as text, never looked up."""

    text: str


@dataclass(eq=False)
class Call:
    """A call that the pickle asks for, and the state it would then set; never made."""

    of: Name
    arguments: tuple[object, ...]
    state: object = None


def interpret(pickled: bytes) -> object:
    """Follow the instructions of Python 2's cPickle, protocol 2, and give what they leave.

    Its strings are bytes here, its globals and calls Name and Call. Raises ValueError, which says
    why, where the pickle asks for more than it may, and IndexError or KeyError where it takes from
    its stack or memo what is not there.
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
                if not isinstance(called, Name) or not isinstance(arguments, tuple):
                    raise ValueError("it calls something that is not a function")
                stack.append(Call(called, arguments))
            case pickle.BUILD:
                (state,) = _pop(stack, 1)
                made = stack[-1]
                if not isinstance(made, Call):
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


def _name(module: bytes, name: bytes) -> Name:
    text = f"{module.decode('latin-1').rstrip()} {name.decode('latin-1').rstrip()}"
    if text not in (RECONSTRUCT, NDARRAY, DTYPE):
        raise ValueError(f"it asks for {text!r}, which pictures do not need")
    return Name(text)


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
