"""Call a student's function and tell, as data, all that happened.

Beside the result: which arguments were changed, the states of random generators, warnings,
prints, and for an exception its type, its message and the student's own lines.
"""

import contextlib
import io
import linecache
import os
import sys
import traceback
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from . import kept, packing, schema

PRINTED_KEPT = 8 << 10  # bytes of prints that are reported
PRINTED_LIMIT = 1 << 20  # bytes after which a call is ended
FRAMES_KEPT = 6
WARNINGS_KEPT = 5


class PrintedTooMuch(Exception):
    """The student's code printed without an end."""


class _Printed:
    """Keeps the first prints of a call, and ends a call that prints for ever.

    limit  bytes after which it is ended; None for a call that may take, and print, as long as it
           likes
    """

    def __init__(self, limit: int | None) -> None:
        self.limit = limit
        self.kept = bytearray()
        self.size = 0

    def write(self, data: Any) -> int:
        self.size += len(data)
        self.kept += bytes(data[: max(0, PRINTED_KEPT - len(self.kept))])
        if self.limit is not None and self.size > self.limit:
            raise PrintedTooMuch(f"printed more than {self.limit >> 20} MiB in one call")
        return len(data)

    def text(self) -> str:
        return self.kept.decode("utf-8", "replace")


class _Stream(io.RawIOBase):
    """Hands on what is written to the call that runs now, also where an earlier one opened it.

    Whoever keeps `sys.stderr` when a module is imported, as `logging` does, writes to it later.
    """

    now: _Printed | None = None

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        return len(data) if _Stream.now is None else _Stream.now.write(data)


class _Copied:
    """A stream that works as ever, and hands what is written to the call that runs now as well."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        if _Stream.now is not None:
            _Stream.now.write(text.encode("utf-8", "backslashreplace"))
        return int(self._stream.write(text))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


@contextlib.contextmanager
def captured(capture: bool, limit: int | None) -> Iterator[_Printed]:
    """Collect what is printed meanwhile; with `capture=False` it also goes where prints go."""
    printed = _Printed(limit if capture else None)
    out: Any = _Copied(sys.stdout)
    err: Any = _Copied(sys.stderr)
    if capture:
        out = err = io.TextIOWrapper(
            _Stream(), encoding="utf-8", errors="backslashreplace", write_through=True
        )
    _Stream.now = printed
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            yield printed
    finally:
        _Stream.now = None


def run(
    call_id: int,
    function: Callable[[], Any],
    folder: Path,
    args: list[Any],
    kwargs: dict[str, Any],
    generators: list[np.random.Generator],
    capture: bool = True,
    limit: int | None = PRINTED_LIMIT,
) -> tuple[schema.Returned | schema.Raised, packing.Packer, BaseException | None]:
    """Run `function()`, which was given args and kwargs, and describe how it went.

    Returns the message for the grading process, the packer that holds its arrays, and the
    exception itself for a debugger in the same process.
    """
    before = {name: _copy(value) for name, value in _named(args, kwargs)}
    packer = packing.Packer(keep=kept.keep)
    with captured(capture, limit) as printed:
        try:
            with warnings.catch_warnings(record=True) as caught:
                warnings.simplefilter("always")
                value = packer.pack(function())
        except BaseException as problem:
            return raised(call_id, problem, folder, printed.text()), packing.Packer(), problem
    after = dict(_named(args, kwargs))
    returned = schema.Returned(
        call_id,
        value,
        [name for name, value in before.items() if not _same(value, after[name])],
        [
            node
            for g in generators
            if isinstance(node := packing.generator_node(g), schema.GeneratorNode)
        ],
        list(dict.fromkeys(map(_told, caught)))[:WARNINGS_KEPT],
        printed.text(),
    )
    return returned, packer, None


def raised(call_id: int, problem: BaseException, folder: Path, printed: str = "") -> schema.Raised:
    """Describe an exception; one whose own `__str__` fails included."""
    try:
        message = str(problem).encode("utf-8", "backslashreplace").decode()
    except BaseException:
        message = ""
    message = message.replace(f"{folder}{os.sep}", "")  # where the copy lies tells nobody anything
    frames = _own_frames(problem, folder)
    innermost = traceback.extract_tb(problem.__traceback__)[-1:]
    unwritten = (
        type(problem) is NotImplementedError
        and bool(innermost)
        and _inside(innermost[0].filename, folder)
    )
    bases = [base.__name__[:200] for base in type(problem).__mro__]
    return schema.Raised(call_id, bases[0], bases, message[:4000], frames, unwritten, printed)


def _own_frames(problem: BaseException, folder: Path) -> list[schema.Frame]:
    """The lines of the traceback that are the student's, a syntax error's own line included."""
    entries = [
        (entry.filename, entry.lineno or 0, entry.name)
        for entry in traceback.extract_tb(problem.__traceback__, limit=-200)
    ]
    if isinstance(problem, SyntaxError) and problem.filename:
        entries.append((problem.filename, problem.lineno or 0, ""))
    own = [
        schema.Frame(
            Path(file).name[:200],
            line,
            name[:200],
            linecache.getline(file, line).strip()[:200],
        )
        for file, line, name in entries
        if _inside(file, folder)
    ]
    return own if len(own) <= FRAMES_KEPT else own[:1] + own[-(FRAMES_KEPT - 1) :]


def _told(warning: warnings.WarningMessage) -> str:
    """A warning as text; one whose own `__str__` fails included."""
    try:
        text = f"{warning.category.__name__}: {warning.message}"
    except BaseException:
        text = warning.category.__name__
    return text.encode("utf-8", "backslashreplace").decode()[:200]


def _inside(file: str, folder: Path) -> bool:
    return Path(file).parent == folder


def _named(args: list[Any], kwargs: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    yield from ((str(index), value) for index, value in enumerate(args))
    yield from kwargs.items()


def _copy(value: Any) -> Any:
    """A copy to compare with later; of what cannot be changed, the value itself."""
    if isinstance(value, np.ndarray):
        return value.copy()
    if isinstance(value, (list, tuple)):
        return type(value)(map(_copy, value))
    if isinstance(value, dict):
        return {key: _copy(item) for key, item in value.items()}
    return value


def _same(before: Any, after: Any) -> bool:
    """Whether an argument still holds what it held, to the last bit."""
    if isinstance(before, np.ndarray):
        return (
            isinstance(after, np.ndarray)
            and before.shape == after.shape
            and before.dtype == after.dtype
            and before.tobytes() == after.tobytes()
        )
    if isinstance(before, (list, tuple)):
        return (
            type(before) is type(after)
            and len(before) == len(after)
            and all(map(_same, before, after))
        )
    if isinstance(before, dict):
        return before.keys() == after.keys() and all(_same(before[k], after[k]) for k in before)
    return True
