"""Show the arithmetic of one value of a result, with what the student's function comes to.

The terms come from the lab, `checks/traces.py`; this lays them out.
"""

import importlib
from typing import Any, NamedTuple

import numpy as np
from rich.console import Console
from rich.text import Text

from . import counterexample, feedback, hosts, lab, proxy, submission
from .errors import CheckEnded, Problem, StudentError

MOST = 60  # terms that are printed; of more, the first and the last


class Term(NamedTuple):
    """One term: what it is, with numbers put in, and its value."""

    name: str
    numbers: str
    value: float


class Trace(NamedTuple):
    """Terms, and what is made of them: "sum", "mean", "largest", "smallest", or in words.

    result  where it is none of these
    """

    terms: list[Term]
    how: str
    result: float | None = None

    @property
    def total(self) -> float:
        values = [term.value for term in self.terms]
        make = {"sum": sum, "largest": max, "smallest": min, "mean": np.mean}.get(self.how)
        return float(make(values)) if make else float(self.result or 0.0)  # type: ignore[operator]


def print_trace(
    out: Console, the_lab: lab.Lab, name: str, cell: tuple[int, ...] | None, path: str
) -> None:
    """Trace a value of the latest counterexample of an exercise, or of a small example.

    cell  index in the result; None for the first value that differs, or the first of all
    """
    traces = importlib.import_module("checks.traces")
    found = counterexample.recall(name)
    make = getattr(traces, f"{name}_{found.function}", None) if found else None
    if found and make:
        function, args, kwargs, where = found.function, found.args, found.kwargs, found.cell
        whose = "of the latest counterexample"
    elif name in traces.EXAMPLES:
        function, args = traces.EXAMPLES[name]
        make, kwargs, where, whose = (
            getattr(traces, f"{name}_{function}"),
            {},
            None,
            "of an example",
        )
    else:
        can = ", ".join(traces.EXAMPLES)
        raise Problem(f"There is nothing to trace in {name}; there is in {can}.")
    yours = _yours(the_lab, name, function, args, kwargs, path)
    if cell is None:
        shape = yours.shape if isinstance(yours, np.ndarray) else ()
        cell = where if where is not None else (0,) * len(shape)
    try:
        traced: Trace = make(cell, *args, **kwargs)
    except (IndexError, ValueError, TypeError):
        raise Problem(f"--cell {_place(cell)}: the result has no such place.") from None
    record = proxy.CallRecord(name, function, None, 0, (), {})
    record.parameters = _parameters(make)
    record.args, record.kwargs = args, kwargs
    out.print(f"{function}{_place(cell)}, {whose}", style="bold")
    out.print(feedback.message(feedback.call_rows(record)), soft_wrap=True)
    out.print()
    for line in lines(traced, out.width):
        out.print(line, soft_wrap=True)
    _print_yours(out, traced, yours, cell)


def lines(traced: Trace, width: int) -> list[Text]:
    """The terms below one another, their values in a column; and what they come to."""
    terms = traced.terms
    shown = terms if len(terms) <= MOST else [*terms[: MOST - 10], *terms[-10:]]
    values = [feedback.value(term.value) for term in shown]
    first = max(len(term.name) for term in shown)
    second = max(len(term.numbers) for term in shown)
    last = max([*map(len, values), len(feedback.value(traced.total))])
    narrow = first + second + last + 9 > width
    made = []
    for index, (term, value) in enumerate(zip(shown, values, strict=True)):
        if len(shown) < len(terms) and index == MOST - 10:
            made.append(Text(f"  and {len(terms) - len(shown)} more terms", "dim"))
        middle = "" if narrow else f"  {term.numbers:<{second}}"
        made.append(Text(f"  {term.name:<{first}}{middle}  = {value:>{last}}"))
    indent = first + (0 if narrow else second + 2) + 6
    made.append(Text(f"  {'-' * (indent + last - 2)}"))
    made.append(Text(f"{traced.how:>{indent - 2}}  {feedback.value(traced.total):>{last}}", "bold"))
    return made


def _print_yours(out: Console, traced: Trace, yours: Any, cell: tuple[int, ...]) -> None:
    if isinstance(yours, str):
        out.print(f"Yours     {yours}", soft_wrap=True)
        return
    try:
        value = float(yours[cell]) if isinstance(yours, np.ndarray) else float(yours)
    except (IndexError, ValueError, TypeError):
        shape = f" of shape {yours.shape}" if isinstance(yours, np.ndarray) else ""
        out.print(f"Yours     has no value at {_place(cell)}: a result{shape}", soft_wrap=True)
        return
    near = abs(value - traced.total) <= 1e-5 * max(1.0, abs(traced.total))
    said = "the same" if near else f"differs by {feedback.value(value - traced.total)}"
    out.print(Text(f"Yours     {feedback.value(value)}, {said}", "green" if near else "red"))


def _yours(
    the_lab: lab.Lab, name: str, function: str, args: tuple[Any, ...], kwargs: Any, path: str
) -> Any:
    """What the student's function gives; a sentence where it gives nothing."""
    host = hosts.start(the_lab, submission.find(path))
    proxy.begin(limit=60.0)
    try:
        return getattr(proxy.Module(host, name, 10.0), function)(*args, **kwargs)
    except StudentError as problem:
        return f"raised {feedback.clip(str(problem))}"
    except CheckEnded as problem:
        return str(problem)
    finally:
        host.close()


def _parameters(make: Any) -> list[str]:
    import inspect

    return list(inspect.signature(make).parameters)[1:]


def _place(cell: tuple[int, ...]) -> str:
    return f"[{', '.join(map(str, cell))}]" if cell else ""
