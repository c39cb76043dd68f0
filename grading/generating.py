"""Hypothesis, as the checks use it: the same inputs every time, and every failure remembered."""

import contextlib
import functools
from collections.abc import Callable
from typing import Any

import hypothesis

from . import proxy
from .errors import StudentError
from .expect import Mismatch

hypothesis.settings.register_profile(
    "convlab",
    max_examples=60,  # a check may ask for another number with a `settings` of its own
    deadline=None,  # calls have time limits of their own
    database=None,
    derandomize=True,  # where no seed is given, as in the lab's own tests
    report_multiple_bugs=False,
    print_blob=False,
    phases=[hypothesis.Phase.explicit, hypothesis.Phase.generate, hypothesis.Phase.shrink],
    suppress_health_check=list(hypothesis.HealthCheck),
)


def prepare() -> None:
    """Set Hypothesis up; before any check is imported, as it reads its settings then."""
    hypothesis.settings.load_profile("convlab")
    _draw_the_same_whatever_is_loaded()


def seed(function: Any, value: str) -> None:
    """Draw a property's inputs from this seed; a check without a property stays as it is."""
    if not hasattr(function, "hypothesis"):
        return
    hypothesis.seed(value)(function)
    inner = function.hypothesis.inner_test
    if not hasattr(inner, "remembers"):
        function.hypothesis.inner_test = _remember_failure(inner)


def _draw_the_same_whatever_is_loaded() -> None:
    """Keep Hypothesis from drawing constants that it finds in the modules that are loaded.

    It would give one check other inputs when another check, or with --in-process a student's
    module, has been imported before it; and write a folder of its own. There is no public switch.
    """
    with contextlib.suppress(ImportError):
        from hypothesis.internal.conjecture import providers
        from hypothesis.internal.constants_ast import Constants

        providers.HypothesisProvider._local_constants = Constants()  # type: ignore


def _remember_failure(inner: Callable[..., Any]) -> Callable[..., Any]:
    """Let the running check know of every failing example, to keep the latest and smallest."""

    @functools.wraps(inner)
    def remembering(*args: Any, **kwargs: Any) -> Any:
        try:
            return inner(*args, **kwargs)
        except (Mismatch, StudentError) as problem:
            problem.calls = list(proxy.current.calls)  # type: ignore[union-attr]
            proxy.current.failed(problem)
            raise

    remembering.remembers = True  # type: ignore[attr-defined]
    return remembering
