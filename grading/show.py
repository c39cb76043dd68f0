"""Pictures made with a student's own functions: what the lab offers, run in a worker.

The lab brings `checks/pictures.py` with a function `show_NAME(module, images)` for each exercise
that has something to show; it is given the student's module and some pictures as uint8 arrays,
and returns a Matplotlib figure.
"""

import importlib
from pathlib import Path
from typing import Any

from . import files, lab, plugin, proxy, submission
from .errors import CheckEnded, Problem, StudentError
from .feedback import explain


def available() -> list[str]:
    """Exercises that have something to show, in alphabetical order."""
    pictures = importlib.import_module("checks.pictures")
    return sorted(n.removeprefix("show_") for n in vars(pictures) if n.startswith("show_"))


def show(the_lab: lab.Lab, name: str, path: str, images: Any, target: Path) -> Path:
    """Draw what an exercise shows with the submission in `path`, and save it as a PNG.

    Raises Problem with the student's own error where their functions fail.
    """
    if name not in available():
        raise Problem(f"There is nothing to show for {name}. There is for: {', '.join(available())}.")
    draw = getattr(importlib.import_module("checks.pictures"), f"show_{name}")
    host = plugin.open_host(the_lab, submission.find(path))
    check = proxy.begin(limit=120.0)
    try:
        figure = draw(proxy.Module(host, name, the_lab.get(name).call_limit), images)
    except (StudentError, CheckEnded, AssertionError) as problem:
        told, _ = explain(problem, check.calls)
        raise Problem(f"There is no picture of {name} yet:\n{told}") from None
    finally:
        host.close()
    return save(figure, target)


def save(figure: Any, target: Path) -> Path:
    """Save a figure as a PNG, atomically."""
    import io

    stream = io.BytesIO()
    figure.savefig(stream, format="png", dpi=120)
    files.write(target, stream.getvalue())
    return target
