"""Looking at a counterexample: as a picture, term by term, and once more."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated

import typer

from .. import lab
from ..errors import Problem
from .options import FAILED, PASSED, Submission, shown_path

if TYPE_CHECKING:
    from ..counterexample import Counterexample
    from ..result import SubmissionResult

AnyName = Annotated[
    str | None, typer.Argument(metavar="[NAME]", help="An exercise; without it, the latest.")
]


def register(app: typer.Typer) -> None:
    app.command()(picture)
    app.command()(trace)
    app.command()(replay)


def keep(found: "SubmissionResult", examples: Mapping[str, "Counterexample"]) -> None:
    """Keep the first counterexample of every exercise, and forget those that are over."""
    from .. import counterexample

    for exercise in reversed(found.exercises):  # so that the first to be mended is the latest
        failed = [examples[check.id] for check in exercise.checks if check.id in examples]
        if failed:
            counterexample.keep(failed[0])
        elif exercise.state == "passed":
            counterexample.forget(exercise.name)


def picture(name: AnyName = None) -> None:
    """Draw the latest counterexample as a picture: inputs, expected, yours, difference."""
    from .. import files, progress
    from ..reports import drawing, terminal

    found = _recalled(name)
    out = terminal.console()
    if not drawing.panels(found):
        raise Problem(f"{found.check} failed on something that is no array: see the message of it.")
    target = progress.FOLDER / "pictures" / f"{found.module}.{found.function}.png"
    data = drawing.png(found)
    files.write(target, data)
    drawing.inline(out, data)
    out.print(f"{found.title} The picture: {shown_path(target)}", soft_wrap=True)


def trace(
    name: AnyName = None,
    cell: Annotated[
        str | None, typer.Option(metavar="1,0", help="Of the result; else the first that differs.")
    ] = None,
    submission: Submission = "exercises",
) -> None:
    """The arithmetic of one value of a result, term by term, and what yours comes to."""
    from .. import counterexample, tracing
    from ..reports import terminal

    the_lab = lab.read()
    name = the_lab.get(name).name if name else counterexample.latest()
    if not name:
        raise Problem("Which exercise? python grader.py trace filtering, for example.")
    place = _numbers(cell) if cell else None
    tracing.print_trace(terminal.console(), the_lab, name, place, submission)


def replay(
    name: AnyName = None,
    submission: Submission = "exercises",
    pdb: Annotated[
        bool, typer.Option("--pdb", help="In a debugger, from the function's first line.")
    ] = False,
) -> None:
    """Run the latest counterexample again, with your code as it is now."""
    from .. import replaying
    from ..reports import terminal

    found = _recalled(name)
    if pdb:
        replaying.debug(found, submission)
        return
    passes = replaying.replay(terminal.console(), lab.read(), found, submission)
    raise typer.Exit(PASSED if passes else FAILED)


def _recalled(name: str | None) -> "Counterexample":
    """The latest counterexample, or that of an exercise."""
    from .. import counterexample

    exercise = lab.read().get(name).name if name else counterexample.latest()
    found = counterexample.recall(exercise) if exercise else None
    if found is None:
        whose = f" of {exercise}" if exercise else ""
        check = f"python grader.py check {exercise}" if exercise else "python grader.py"
        raise Problem(
            f"There is no counterexample{whose} to look at: run  {check}  first. What is checked "
            "on models or with functions of the check is run again by pytest, with --in-process "
            "--pdb."
        )
    return found


def _numbers(cell: str) -> tuple[int, ...]:
    try:
        return tuple(int(part) for part in cell.strip("[]() ").split(","))
    except ValueError:
        raise Problem(f"--cell {cell}: numbers with commas are wanted, such as 1,0.") from None
