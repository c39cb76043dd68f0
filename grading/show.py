"""Pictures made with a student's own functions: what the lab offers, run in a worker.

The lab brings `checks/pictures.py` with a function `show_NAME(module, pictures)` for each exercise
that has something to show; it is given the student's module and a `Pictures`, and returns a
Matplotlib figure, or one that the student's function drew.
"""

import importlib
import io
from pathlib import Path
from typing import Any

from . import files, hosts, lab, proxy, submission
from .errors import CheckEnded, Problem, StudentError
from .feedback import explain
from .worker import schema


def available() -> list[str]:
    """Exercises that have something to show, in alphabetical order."""
    pictures = importlib.import_module("checks.pictures")
    return sorted(n.removeprefix("show_") for n in vars(pictures) if n.startswith("show_"))


def show(
    the_lab: lab.Lab, name: str, path: str, data: str | None, target: Path
) -> tuple[Path, str]:
    """Draw what an exercise shows with the submission in `path`, and save it as a PNG.

    data  name of a data set; None for photographs if they are on this machine

    Returns the file, and a sentence that says whose pictures these are. Raises Problem with the
    student's own error where their functions fail.
    """
    if name not in available():
        raise Problem(
            f"There is nothing to show for {name}. There is for: {', '.join(available())}."
        )
    draw = getattr(importlib.import_module("checks.pictures"), f"show_{name}")
    pictures, said = _pictures(data)
    host = hosts.start(the_lab, submission.find(path))
    check = proxy.begin(limit=120.0)
    try:
        figure = draw(proxy.Module(host, name, the_lab.get(name).call_limit), pictures)
    except (StudentError, CheckEnded, AssertionError) as problem:
        told, _ = explain(problem, check.calls)
        raise Problem(f"There is no picture of {name} yet:\n{told}") from None
    finally:
        host.close()
    files.write(target, _png(figure))
    return target, said


def _pictures(data: str | None) -> tuple[Any, str]:
    import datasets

    if data is None:
        data = "cifar10" if datasets.describe("cifar10")[0] else "shapes"
    try:
        _, (images, labels) = datasets.load(data, download=False)
    except datasets.DataError as problem:
        raise Problem(str(problem)) from None
    pictures = importlib.import_module("checks.pictures")
    said = {"cifar10": "Photographs of CIFAR-10.", "shapes": "Pictures of the built-in shapes."}[
        data
    ]
    return pictures.Pictures(images, labels.ravel(), datasets.class_names(data)), said


def _png(figure: Any) -> bytes:
    if isinstance(figure, schema.Figure):
        return figure.png
    stream = io.BytesIO()
    figure.savefig(stream, format="png", dpi=120)
    return stream.getvalue()
