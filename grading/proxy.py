"""What a check sees of a student's module: an object whose functions can be called.

    filtering.apply_filter(image, kernel, bias=1.0)

runs wherever the submission lives, and leaves a record from which a failure can be explained.
"""

import copy
import difflib
import math
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal, Protocol

import msgspec

from .errors import CheckEnded, CodeFailed, NotStarted, StudentError, TooSlow
from .outcome import Outcome

AGAIN_LIMIT = 1.0  # seconds for a function that once did not answer at all
# How long Hypothesis looks for a smaller counterexample: a number of calls, so that the message
# does not depend on how busy the machine is, and seconds for functions that are slow.
SHRINKING_CALLS = 200
SHRINKING_LIMIT = 10.0
CALLS_KEPT = 64
# Hypothesis lets an object with these methods run a property's examples, and takes the first
# argument of a check for such an object. A submission that defines them must not be asked.
RUNNER_NAMES = frozenset({"execute_example", "setup_example", "teardown_example"})


class Host(Protocol):
    """Where a submission lives: `remote.Remote` or `direct.Direct`.

    life  another number once models that were kept are gone
    """

    folder: Path
    level: str
    life: int

    def start(self) -> None: ...
    def load(self, module: str) -> Outcome: ...
    def get(self, module: str, name: str, limit: float) -> Outcome: ...
    def call(
        self, module: str, name: str, args: tuple[Any, ...], kwargs: dict[str, Any], limit: float
    ) -> Outcome: ...
    def close(self) -> None: ...


class CallRecord(msgspec.Struct):
    """One call of a student's function; `outcome` is None where it did not return."""

    module: str
    function: str
    parameters: list[str] | None  # None where a value was read
    line: int
    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    outcome: Outcome | None = None


class Described(msgspec.Struct, frozen=True):
    """What a worker says of one name of a module; it need not be true."""

    kind: Literal["function", "value", "unwritten"]
    parameters: list[str] = []
    line: int = 0


class Check:
    """The check that is running: its latest calls, the time it has left, its latest failure.

    Once it has failed, it has only a little time to find a smaller counterexample; when that is
    over, the next call ends it, and its latest failure is the one that counts.
    """

    def __init__(self, limit: float) -> None:
        self.calls: list[CallRecord] = []
        self.deadline = time.monotonic() + limit
        self.limit = limit
        self.failure: Exception | None = None
        self.calls_left = math.inf

    def record(self, call: CallRecord) -> None:
        self.calls = [*self.calls[1 - CALLS_KEPT :], call]

    def failed(self, problem: Exception) -> None:
        if self.failure is None:
            self.deadline = min(self.deadline, time.monotonic() + SHRINKING_LIMIT)
            self.calls_left = SHRINKING_CALLS
        self.failure = problem

    def time_left(self) -> float:
        left = self.deadline - time.monotonic()
        self.calls_left -= 1
        if left <= 0 or self.calls_left < 0:
            raise TooSlow(f"All calls together took more than {self.limit:g} seconds.")
        return left


# One check runs at a time in a process: this is the one, for `expect` and for every module.
current = Check(limit=60.0)


def begin(limit: float) -> Check:
    """Start a check that may take `limit` seconds."""
    global current
    current = Check(limit)
    return current


class Module:
    """A student's module. It is imported at the first use; a failure is remembered.

    limit  seconds that one call may take
    """

    # Keeps Hypothesis from taking a module for the object that a check belongs to.
    hypothesis_internal_is_this_a_mock_check = True

    def __init__(self, host: Host, name: str, limit: float) -> None:
        self._host = host
        self._name = name
        self._limit = limit
        self._names: dict[str, Described] | None = None
        self._failure: BaseException | None = None
        self._slow: set[str] = set()

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") or name in RUNNER_NAMES:
            raise AttributeError(name)
        described = self._describe()
        if name not in described:
            raise CodeFailed(_missing(self._name, name, described))
        if described[name].kind == "unwritten":
            raise NotStarted(f"{name} is not written yet.")
        if described[name].kind == "value":
            return self._get(name)
        return self._function(name, described[name])

    def _describe(self) -> dict[str, Described]:
        if self._failure:
            raise self._failure
        if self._names is None:
            try:
                self._names = msgspec.convert(
                    self._host.load(self._name).value, dict[str, Described]
                )
            except msgspec.ValidationError as problem:
                self._failure = CodeFailed(f"{self._name}.py cannot be read: {problem}.")
                raise self._failure from None
            except (StudentError, CheckEnded) as problem:
                self._failure = _import_failed(self._name, problem)
                raise self._failure from None
        return self._names

    def _get(self, name: str) -> Any:
        record = CallRecord(self._name, name, None, 0, (), {})
        current.record(record)
        record.outcome = self._host.get(self._name, name, self._limit)
        return record.outcome.value

    def _function(self, name: str, described: Described) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            record = CallRecord(
                self._name,
                name,
                described.parameters,
                described.line,
                tuple(map(_as_given, args)),
                {key: _as_given(value) for key, value in kwargs.items()},
            )
            current.record(record)
            limit = min(AGAIN_LIMIT if name in self._slow else self._limit, current.time_left())
            try:
                record.outcome = self._host.call(self._name, name, args, kwargs, limit)
            except TooSlow:
                self._slow.add(name)
                raise
            return record.outcome.value

        return call


def _as_given(value: Any) -> Any:
    """An argument as it is before the call: a generator is moved on by it."""
    return copy.deepcopy(value) if type(value).__name__ == "Generator" else value


def _import_failed(module: str, problem: BaseException) -> BaseException:
    """An exception while importing ends every check of the exercise at once."""
    if isinstance(problem, StudentError):
        return CodeFailed(f"{module}.py cannot be imported. {problem}", problem.frames)
    if isinstance(problem, TooSlow):
        return TooSlow(f"{module}.py cannot be imported: there was no end to it.")
    return problem


def _missing(module: str, name: str, described: dict[str, Described]) -> str:
    found = [key for key, value in described.items() if value.kind != "value"]
    near = difflib.get_close_matches(name, found, 1)
    hint = f" Should {near[0]} be called so?" if near else ""
    return f"{module}.py has no {name}.{hint} Names and arguments are fixed."
