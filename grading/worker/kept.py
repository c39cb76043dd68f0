"""Models that a worker keeps for the grading process, which speaks of them by their numbers."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from . import schema

_kept: list[Any] = []
room: Path | None = None  # for the folders of checks; None for beside the copy of the submission


def keep(model: Any) -> schema.Handle:
    """Keep a model, and give the handle to speak of it; the same model has one handle."""
    for number, known in enumerate(_kept):
        if known is model:
            return schema.Handle(number, _described(model))
    _kept.append(model)
    return schema.Handle(len(_kept) - 1, _described(model))


def get(number: int, description: str = "") -> Any:
    """Give the model of a handle."""
    return _kept[number]


def predictor(number: int) -> Callable[[Any], Any]:
    """Give a function that predicts batches of any size with a model."""
    from . import models  # and with it Keras, which whoever keeps a model has imported

    return models.predictor(get(number))


def forget() -> None:
    """Keep none of them any longer."""
    _kept.clear()


def _described(model: Any) -> str:
    kind = type(model).__name__
    try:
        return f"{kind} with {model.count_params():,} parameters"[:200]
    except Exception:  # not built yet, or the student's own class
        return kind[:200]
