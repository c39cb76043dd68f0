"""Known wrong versions of every function, each with the sentence that explains it.

One module an exercise. A wrong version is a function of any name with the signature of the one
that it stands for:

    @misconception("apply_filter", "The kernel was flipped: a network slides it as it is.")
    def flipped(image, kernel, bias=0.0): …

They prove the checks: in place of the right version, each must lose points. One that builds on
the right version binds it to another name first (`right_filter = apply_filter`), as its own takes
the place of that name.
"""

from collections.abc import Callable
from typing import Any, TypeVar

Function = TypeVar("Function", bound=Callable[..., Any])


def misconception(function: str, sentence: str) -> Callable[[Function], Function]:
    """Mark a wrong version: of which function, and what a student should be told."""

    def mark(wrong: Function) -> Function:
        wrong.misconception = (function, sentence)  # type: ignore[attr-defined]
        return wrong

    return mark
