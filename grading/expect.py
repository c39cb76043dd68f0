"""What checks are written with: `points`, `expect` and `refuses`.

    @points(2)
    @given(case=filter_cases())
    def test_sum_of_products(filtering, case):
        \"\"\"Every output value is the sum of products under the kernel, plus the bias.\"\"\"
        got = filtering.apply_filter(case.image, case.kernel, case.bias)
        expect(got).to_match(oracle.apply_filter(case.image, case.kernel, case.bias))

`expect` stops at the first difference, in this order: type, shape, dtype, finite, values,
arguments changed. Values are compared with our own arrays by our own code; NaN equals nothing.
"""

import contextlib
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Literal, NoReturn, TypeVar

import numpy as np

from . import feedback, proxy
from .errors import StudentError
from .models import Model
from .worker.schema import Figure, Opaque

TOLERANCE = 1e-5  # relative to the largest expected value, or to 1 where all are smaller
DTypes = Literal["floating", "integer", "number"] | type[np.generic] | np.dtype[Any]
Test = TypeVar("Test", bound=Callable[..., Any])


class Mismatch(AssertionError):
    """A result is not what it should be.

    call  the call that gave it, where there was one
    rows  (label, text) pairs, such as ("Expected", "(2, 1) [[1], [1]]")
    expected, got  the values, where one was compared with another
    tolerance  relative to the largest expected value
    """

    def __init__(self, rows: list[tuple[str, str]], call: proxy.CallRecord | None) -> None:
        super().__init__("\n".join(f"{label}: {text}" for label, text in rows))
        self.rows = rows
        self.call = call
        self.expected: Any = None
        self.got: Any = None
        self.tolerance = TOLERANCE


def points(number: int, *, hidden: bool = False) -> Callable[[Test], Test]:
    """Say how many points a check is worth; `hidden` keeps it out of what students receive."""

    def mark(test: Test) -> Test:
        test.points = number  # type: ignore[attr-defined]
        test.hidden = hidden  # type: ignore[attr-defined]
        return test

    return mark


def expect(got: Any) -> "Expectation":
    """Begin an expectation on a value that a student's function returned."""
    return Expectation(got)


class Expectation:
    """A value that a student's function returned, and the call that it came from."""

    def __init__(self, got: Any) -> None:
        self.got = got
        self.call = _origin(got)

    def to_match(
        self,
        expected: Any,
        *,
        dtype: DTypes = "floating",
        tolerance: float = TOLERANCE,
        quiet: bool = False,
    ) -> None:
        """Require the expected array or number.

        expected   an array; or a Python or NumPy number, for which either kind will do
        dtype      "floating" (32 or 64 bits), "integer", "number" (any of these), or one dtype;
                   it does not matter where a number is expected
        tolerance  relative to the largest expected value; 0 for equal
        quiet      require that the call gave no warning
        """
        want = np.asarray(expected)
        try:
            if isinstance(expected, np.ndarray):
                array = self._array(expected)
                self._shape(array, want)
                self._dtype(array, dtype, want)
            else:
                array = self._number(expected)
            self._values(array, want, tolerance)
        except Mismatch as problem:
            problem.expected, problem.got, problem.tolerance = expected, self.got, float(tolerance)
            raise
        self.to_leave_arguments()
        if quiet:
            self._without_warning()

    def to_have_shape(self, shape: tuple[int, ...]) -> np.ndarray:
        """Require an array of this shape, and give it."""
        if not isinstance(self.got, np.ndarray):
            self._no_array(f"a NumPy array of shape {shape}")
        if self.got.shape != shape:
            self.fail(f"an array of shape {shape}", f"shape {self.got.shape}")
        return self.got

    def to_hold(self, holds: bool, wanted: str, *, note: str = "") -> None:
        """Require what the check has found out by itself; `wanted` says what it should be."""
        if not holds:
            self.fail(wanted, feedback.value(self.got), note)

    def to_be_finite(self) -> None:
        """Require numbers without NaN or infinity."""
        array = np.asarray(self.got)
        if array.dtype.kind in "fc" and not np.isfinite(array).all():
            bad = np.argwhere(~np.isfinite(array))[0]
            self.fail(
                "finite numbers",
                feedback.value(self.got),
                f"{_at(bad, array)} is {array[tuple(bad)]}",
            )

    def to_leave_arguments(self) -> None:
        """Require that the call has left its arguments as they were."""
        if self.call and self.call.outcome and self.call.outcome.changed:
            names = [feedback.argument_name(self.call, key) for key in self.call.outcome.changed]
            self.fail(
                f"{' and '.join(names)} left as given",
                f"{' and '.join(names)} was changed by the call"
                if len(names) == 1
                else f"{' and '.join(names)} were changed by the call",
                "work on a copy",
            )

    def to_be_figure(self) -> Figure:
        """Require a Matplotlib figure, and give it as data."""
        if not isinstance(self.got, Figure):
            self.fail("a Matplotlib figure", feedback.value(self.got), _forgotten(self.got))
        return self.got

    def to_be_model(self) -> Model:
        """Require a Keras model, and give its handle."""
        if not isinstance(self.got, Model):
            self.fail("a Keras model", feedback.value(self.got), _forgotten(self.got))
        return self.got

    def to_be_sequence(self, length: int, what: str) -> Any:
        """Require a tuple, list or array with `length` entries, and give it."""
        got = self.got
        if not isinstance(got, (tuple, list)) and not (isinstance(got, np.ndarray) and got.ndim):
            self.fail(what, feedback.value(got), _forgotten(got))
        if len(got) != length:
            self.fail(what, f"{len(got)} of them: {feedback.value(got)}")
        return got

    def part(self, got: Any) -> "Expectation":
        """An expectation on a part of this value, such as one array of a returned tuple."""
        part = Expectation(got)
        part.call = self.call
        return part

    def fail(self, wanted: str, returned: str, note: str = "") -> NoReturn:
        """End the check: this was wanted, that was returned."""
        rows = [("Expected", wanted), ("Returned", returned)]
        raise Mismatch(rows + ([("", note)] if note else []), self.call)

    def _array(self, expected: np.ndarray) -> np.ndarray:
        if not isinstance(self.got, np.ndarray):
            self._no_array(f"a NumPy array {feedback.value(expected)}")
        return self.got

    def _no_array(self, wanted: str) -> NoReturn:
        self.fail(wanted, feedback.value(self.got), _forgotten(self.got))

    def _number(self, expected: Any) -> np.ndarray:
        got = self.got
        if isinstance(got, (bool, int, float, np.number, np.bool_)) or (
            isinstance(got, np.ndarray) and got.ndim == 0
        ):
            return np.asarray(got)
        self.fail(f"one number, {feedback.value(expected)}", feedback.value(got), _forgotten(got))

    def _shape(self, got: np.ndarray, want: np.ndarray) -> None:
        if got.shape != want.shape:
            self.fail(feedback.value(want), feedback.value(got), "the shape differs")

    def _dtype(self, got: np.ndarray, dtype: DTypes, want: np.ndarray) -> None:
        if isinstance(dtype, str):
            fits = {
                "floating": got.dtype in (np.float32, np.float64),
                "integer": got.dtype.kind in "iu",
                "number": got.dtype.kind in "iuf",
            }[dtype]
            wanted = {"floating": "dtype float32 or float64", "integer": "integers"}.get(
                dtype, "numbers"
            )
        else:
            fits, wanted = got.dtype == dtype, f"dtype {np.dtype(dtype)}"
        if not fits:
            self.fail(wanted, f"dtype {got.dtype}: {feedback.value(got)}")

    def _values(self, got: np.ndarray, want: np.ndarray, tolerance: float) -> None:
        if got.dtype.kind == "c":
            self.fail(feedback.value(want), "complex numbers")
        self.to_be_finite()
        scale = float(np.max(np.abs(want.astype(float)), initial=1.0))
        # "not <=": a comparison with NaN must count as a difference
        error = np.abs(got.astype(float) - want.astype(float))
        wrong = ~(error <= tolerance * scale)
        if wrong.any():
            self.fail(
                feedback.value(want),
                feedback.value(got),
                feedback.difference(got, want, wrong),
            )

    def _without_warning(self) -> None:
        """Numbers out of range are a RuntimeWarning; what a library has to say is another's."""
        warnings = self.call.outcome.warnings if self.call and self.call.outcome else []
        for warning in warnings:
            if warning.startswith("RuntimeWarning"):
                self.fail("a result without a warning", f"a warning: {warning}")


@contextlib.contextmanager
def refuses(error: type[Exception], *, naming: Sequence[str] = (), why: str = "") -> Iterator[None]:
    """Require that the call inside raises `error`, with a message that holds one of `naming`.

    why  what is wrong with the input, where that cannot be seen from it
    """
    try:
        yield
    except StudentError as problem:
        call = proxy.current.calls[-1]
        wanted = f"{error.__name__}" + (f" that names {naming[0]}" if naming else "")
        if error.__name__ not in problem.bases:
            problem.advice = f"Here the function should raise {wanted}."
            raise
        if naming and not any(word in problem.message for word in naming):
            rows = [("Expected", wanted), ("Raised", feedback.clip(str(problem)))]
            raise Mismatch(rows, call) from None
        return
    call = proxy.current.calls[-1]
    returned = feedback.value(call.outcome.value) if call.outcome else "nothing"
    wanted = f"{error.__name__}: {why}" if why else error.__name__
    raise Mismatch([("Expected", wanted), ("Returned", returned)], call)


@contextlib.contextmanager
def goes_on(advice: str) -> Iterator[None]:
    """Where the call inside raises an error, say that here the function should do otherwise."""
    try:
        yield
    except StudentError as problem:
        problem.advice = f"Here the function should {advice}."
        raise


def _origin(got: Any) -> proxy.CallRecord | None:
    """The call that gave this very object; if it was computed from one, the latest call."""
    calls = proxy.current.calls
    for call in reversed(calls):
        if call.outcome is not None and call.outcome.value is got:
            return call
    return calls[-1] if calls else None


def _forgotten(got: Any) -> str:
    """What a value of a wrong type is most likely due to."""
    if got is None:
        return "did you forget `return`?"
    if isinstance(got, list):
        return "np.array(...) makes an array of a list"
    if isinstance(got, Opaque) and "tensor" in got.description.lower():
        return "a tensor's .numpy() gives the array"
    return ""


def _at(index: np.ndarray, array: np.ndarray) -> str:
    return f"the value at {list(map(int, index))}" if array.ndim else "the value"
