"""Inputs that a property has passed on are drawn once: the next run in this process takes them.

Drawing takes Hypothesis longer than most functions take to answer. While everything passes, what
it draws depends on the seed alone; as soon as anything fails, Hypothesis itself runs the property
from its start, and so finds and tells what it would in a fresh process.
"""

import contextlib
import copy
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from . import proxy
from .errors import CheckEnded

Example = dict[str, Any]


class Examples:
    """A pytest plugin that keeps the inputs of properties from one session to the next."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, Any], list[Example]] = {}
        self._functions: dict[str, tuple[Any, tuple[str, ...]]] = {}

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        for item in session.items:
            function: Any = getattr(item, "obj", None)
            if hasattr(function, "hypothesis") and isinstance(item, pytest.Function):
                names = tuple(item._fixtureinfo.argnames)
                self._functions[item.nodeid] = function, names

    @pytest.hookimpl(tryfirst=True)
    def pytest_pyfunc_call(self, pyfuncitem: pytest.Function) -> object | None:
        """Run a property on the inputs that are kept; None has Hypothesis run it."""
        function: Any = pyfuncitem.obj
        examples = self._kept.get(_key(pyfuncitem.nodeid, function))
        if examples is None:
            return None
        check, names = proxy.current, pyfuncitem._fixtureinfo.argnames
        modules = {name: pyfuncitem.funcargs[name] for name in names}
        inner = function.hypothesis.inner_test
        inner = getattr(inner, "__wrapped__", inner)  # the failure is Hypothesis' to remember
        try:
            for example in examples:
                inner(**modules, **copy.deepcopy(example))
        except CheckEnded:
            raise  # as it would end the check in a fresh process, at the same call
        except Exception:
            check.calls = []
            return None
        return True

    def draw(self, wanted: Callable[[], bool] = lambda: True) -> None:
        """Draw the inputs of properties that have not kept any yet, as long as that is wanted."""
        for nodeid, (function, names) in list(self._functions.items()):
            key = _key(nodeid, function)
            if key not in self._kept and wanted():
                with _recording(function, names) as found:
                    function(**dict.fromkeys(names))
                self._kept[key] = found


def _key(nodeid: str, function: Any) -> tuple[str, Any]:
    return nodeid, getattr(function, "_hypothesis_internal_use_seed", None)


@contextlib.contextmanager
def _recording(function: Any, names: tuple[str, ...]) -> Iterator[list[Example]]:
    """Have a property's inputs noted, and nothing else done with them.

    names  of its other arguments: the modules that are checked
    """
    found: list[Example] = []
    before = function.hypothesis.inner_test

    def record(**drawn: Any) -> None:
        for name in names:
            del drawn[name]
        found.append(copy.deepcopy(drawn))

    function.hypothesis.inner_test = record
    try:
        yield found
    finally:
        function.hypothesis.inner_test = before
