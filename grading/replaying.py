"""Run a counterexample again: in a worker, or in this process under a debugger."""

import pdb
import sys
from typing import Any

import numpy as np
from rich.console import Console

from . import counterexample, feedback, hosts, lab, proxy, submission
from .counterexample import Counterexample
from .errors import CheckEnded, Problem, StudentError
from .reports import drawing
from .worker import modules


def replay(out: Console, the_lab: lab.Lab, found: Counterexample, path: str) -> bool:
    """Call the function with the same arguments; print what comes of it, and say if it is right."""
    host = hosts.start(the_lab, submission.find(path))
    limit = the_lab.get(found.module).call_limit
    check = proxy.begin(limit=60.0)
    problem: BaseException | None = None
    returned: Any = None
    try:
        function = getattr(proxy.Module(host, found.module, limit), found.function)
        returned = function(*found.args, **found.kwargs)
    except (StudentError, CheckEnded) as ended:
        problem = ended
    finally:
        host.close()
    out.print(found.title, soft_wrap=True)
    if problem is not None:
        out.print(feedback.explain(problem, check.calls)[0], soft_wrap=True)
        if found.expected is None and found.wanted.startswith(getattr(problem, "type", "?")):
            out.print("That is what the check wants.")
            return True
        return False
    rows = [*counterexample.called(found)]
    if found.wanted:
        rows.append(("Expected", found.wanted))
    rows.append(("Returned", feedback.value(returned)))
    now = _with(found, returned)
    if not out.is_terminal or not drawing.draw(out, now):
        out.print(feedback.message(rows), soft_wrap=True)
    if found.expected is None:
        out.print(f"Whether that is right, the check says: python grader.py check {found.module}")
        return False
    passes = _same(now)
    again = f"python grader.py check {found.module}"
    out.print(f"Now it is as expected. The whole exercise: {again}" if passes else "It differs.")
    return passes


def _with(found: Counterexample, returned: Any) -> Counterexample:
    import msgspec

    return msgspec.structs.replace(found, returned=returned)


def _same(found: Counterexample) -> bool:
    """Whether the values are those that were expected."""
    got = found.returned
    if found.part is not None and isinstance(got, (tuple, list)) and found.part < len(got):
        got = got[found.part]
    wrong = counterexample.differing(got, found.expected, found.tolerance)
    if wrong is not None:
        return isinstance(got, np.ndarray) == isinstance(found.expected, np.ndarray) and (
            not wrong.any()
        )
    return (
        type(got) is type(found.expected)
        and not isinstance(got, np.ndarray)
        and (got == found.expected)
    )


def debug(found: Counterexample, path: str) -> None:
    """Step through the function with the same arguments, from its first line, in this process."""
    folder = submission.find(path)
    modules.prepare(folder)
    try:
        module = modules.load(folder, found.module)
        function = getattr(module, found.function, None)
        if not callable(function):
            raise Problem(f"{found.module}.py has no function {found.function} any more.")
        print(feedback.message(counterexample.called(found)))
        print("n goes on, s steps into a call, p NAME prints, c runs to the end, q quits.")
        returned = pdb.Pdb().runcall(function, *found.args, **found.kwargs)
        print(feedback.message([("Returned", feedback.value(returned))]))
        if found.wanted:
            print(feedback.message([("Expected", found.wanted)]))
    except Problem:
        raise
    except Exception as problem:
        print(f"{type(problem).__name__}: {problem}", file=sys.stderr)
    finally:
        modules.forget()
