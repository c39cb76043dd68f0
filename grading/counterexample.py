"""The inputs on which a check has failed, kept so that they can be drawn and run again.

    .grader/counterexamples/EXERCISE.bin    of the first check of an exercise that failed

Only calls whose arguments are plain data can be kept; a check that works on models or with
functions of its own is run again as a whole, by pytest.
"""

import contextlib
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from . import bundle, feedback, files, lab, proxy
from .worker import packing, schema

FOLDER = lab.ROOT / ".grader" / "counterexamples"
PLAIN = (bool, int, float, str, np.ndarray, np.generic, np.random.Generator)
LARGEST = 8 << 20  # bytes of arrays that are kept


class Counterexample(msgspec.Struct):
    """A call that did not give what it should.

    check     id of the check
    title     the check's docstring
    parameters  names of the function's arguments
    expected  what it should give; None where that is not one value
    returned  what it gave; None where it raised an exception
    wanted    what was expected, in words
    tolerance  relative to the largest expected value
    part      index of the result, where the function gives several; None for all of it
    """

    check: str
    title: str
    module: str
    function: str
    parameters: list[str]
    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    expected: Any
    returned: Any
    wanted: str
    tolerance: float = 1e-5
    part: int | None = None

    @property
    def arrays(self) -> list[tuple[str, np.ndarray]]:
        """Arguments that are arrays, by their names."""
        names = [
            self.parameters[i] if i < len(self.parameters) else f"argument {i + 1}"
            for i in range(len(self.args))
        ]
        given = [*zip(names, self.args, strict=True), *self.kwargs.items()]
        return [(name, value) for name, value in given if isinstance(value, np.ndarray)]

    @property
    def wrong(self) -> np.ndarray | None:
        """Where the values differ; None where that cannot be said, as shapes differ."""
        return differing(self.returned, self.expected, self.tolerance)

    @property
    def cell(self) -> tuple[int, ...] | None:
        """Index of the first value that differs."""
        wrong = self.wrong
        if wrong is None or not wrong.any():
            return None
        return tuple(int(i) for i in np.argwhere(wrong)[0])


class _Kept(msgspec.Struct, array_like=True):
    """A counterexample in a file."""

    texts: list[str]  # check, title, module, function, wanted
    parameters: list[str]
    args: list[schema.Node]
    kwargs: dict[str, schema.Node]
    expected: schema.Node
    returned: schema.Node
    tolerance: float
    part: int | None


def differing(got: Any, expected: Any, tolerance: float) -> np.ndarray | None:
    """Mask of the values that differ; None where shapes do, or one of the two is no array."""
    if not _is_numbers(got) or not _is_numbers(expected):
        return None
    a, b = np.asarray(got), np.asarray(expected)
    if a.shape != b.shape:
        return None
    a, b = a.astype(float), b.astype(float)
    with np.errstate(invalid="ignore"):
        scale = float(np.max(np.abs(b), initial=1.0))
        wrong: np.ndarray = ~(np.abs(a - b) <= tolerance * scale)
    return wrong


def _is_numbers(value: Any) -> bool:
    return isinstance(value, (bool, int, float, np.ndarray, np.generic)) and (
        np.asarray(value).dtype.kind in "biuf"
    )


def of(problem: BaseException, check: proxy.Check, id_: str, title: str) -> Counterexample | None:
    """The counterexample of a failed check; None where its call cannot be kept."""
    call = getattr(problem, "call", None) or (check.calls[-1] if check.calls else None)
    if call is None or call.parameters is None:
        return None
    if not all(map(is_plain, [*call.args, *call.kwargs.values()])):
        return None
    returned = call.outcome.value if call.outcome else None
    expected = getattr(problem, "expected", None)
    rows = dict(getattr(problem, "rows", []))
    return Counterexample(
        id_, title, call.module, call.function, call.parameters, call.args, call.kwargs,
        expected, returned if is_plain(returned) else None,
        rows.get("Expected", ""), getattr(problem, "tolerance", 1e-5),
        _part(returned, getattr(problem, "got", None)),
    )  # fmt: skip


def _part(returned: Any, got: Any) -> int | None:
    """Which of several results was looked at."""
    if not isinstance(returned, (tuple, list)):
        return None
    return next((index for index, value in enumerate(returned) if value is got), None)


def is_plain(value: Any) -> bool:
    """Whether it is data that can be kept: no model, no function."""
    if isinstance(value, (list, tuple)):
        return all(map(is_plain, value))
    return value is None or isinstance(value, PLAIN)


def keep(found: Counterexample, folder: Path = FOLDER) -> None:
    """Keep it as the latest one of its exercise."""
    packer = packing.Packer()
    kept = _Kept(
        [found.check, found.title, found.module, found.function, found.wanted],
        found.parameters,
        [packer.pack(value) for value in found.args],
        {name: packer.pack(value) for name, value in found.kwargs.items()},
        packer.pack(found.expected),
        packer.pack(found.returned),
        found.tolerance,
        found.part,
    )
    body = packer.body()
    if len(body) <= LARGEST:
        files.write(folder / f"{found.module}.bin", bundle.encode(kept, body))


def forget(exercise: str, folder: Path = FOLDER) -> None:
    """Forget an exercise's counterexample: its checks pass."""
    with contextlib.suppress(OSError):
        (folder / f"{exercise}.bin").unlink(missing_ok=True)


def recall(exercise: str, folder: Path = FOLDER) -> Counterexample | None:
    """The latest counterexample of an exercise; None where there is none, or it is damaged."""
    try:
        kept, body = bundle.decode((folder / f"{exercise}.bin").read_bytes(), _Kept)
        unpacker = packing.Unpacker(body)
        check, title, module, function, wanted = kept.texts
        return Counterexample(
            check, title, module, function, kept.parameters,
            tuple(unpacker.unpack(node) for node in kept.args),
            {name: unpacker.unpack(node) for name, node in kept.kwargs.items()},
            unpacker.unpack(kept.expected), unpacker.unpack(kept.returned), wanted,
            kept.tolerance, kept.part,
        )  # fmt: skip
    except (OSError, *bundle.DAMAGED):
        return None


def latest(folder: Path = FOLDER) -> str:
    """Exercise of the counterexample that was kept last; "" where there is none."""
    kept = sorted(folder.glob("*.bin"), key=lambda file: file.stat().st_mtime)
    return kept[-1].stem if kept else ""


def called(found: Counterexample) -> list[tuple[str, str]]:
    """The call as rows of a message."""
    record = proxy.CallRecord(
        found.module, found.function, found.parameters, 0, found.args, found.kwargs
    )
    return feedback.call_rows(record)
