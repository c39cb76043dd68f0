"""Looking back: what has changed since an exercise passed, and how we have solved it."""

from typing import Annotated

import typer

from .. import lab
from ..errors import Problem


def register(app: typer.Typer) -> None:
    app.command()(changes)
    app.command()(solution)


def changes(
    name: Annotated[str, typer.Argument(metavar="NAME", help="An exercise, or EXERCISE.FUNCTION.")],
) -> None:
    """What has changed in an exercise since it last passed."""
    from .. import compare, memory, progress
    from ..reports import terminal

    exercise, function = _split(name)
    file = f"exercises/{exercise}.py"
    before = progress.passed_source(exercise)
    if before is None:
        raise Problem(
            f"{exercise} has not passed yet, so there is nothing to compare with: "
            f"python grader.py check {exercise}"
        )
    now = memory.read(lab.EXERCISES, [exercise]).get(exercise)
    if now is None:
        raise Problem(f"{file} is missing: python grader.py reset {exercise} brings its stub.")
    what = file
    if function:
        what = f"{exercise}.{function}"
        before = compare.function(before, function, f"{file} as it passed")
        now = compare.function(now, function, file)
    out = terminal.console()
    if not compare.difference(out, before, now, (f"{what}, as it last passed", f"{what}, now")):
        out.print(f"{what} is as it was when it last passed.", soft_wrap=True)


def solution(
    name: Annotated[str, typer.Argument(metavar="NAME", help="An exercise.")],
    diff: Annotated[bool, typer.Option("--diff", help="Beside your own.")] = False,
    give_up: Annotated[
        bool, typer.Option("--give-up", help="Before it has passed; this is noted.")
    ] = False,
) -> None:
    """How we have solved an exercise; after yours has passed."""
    from .. import compare, files, memory, progress
    from ..reports import terminal

    exercise = lab.read().get(name).name
    source = lab.SOLUTIONS / f"{exercise}.py"
    if not source.is_file():
        raise Problem("There are no solutions in this kit: your instructor has them.")
    known = progress.read()
    done = known.exercises.get(exercise)
    passed = exercise in known.passed or (done is not None and done.state == "passed")
    if not passed and not give_up and exercise not in known.given_up:
        raise Problem(
            f"{exercise} has not passed yet. A hint may be enough: python grader.py hint "
            f"{exercise}. To see the solution all the same, which is noted: "
            f"python grader.py solution {exercise} --give-up"
        )
    ours = files.read(source).decode("utf-8")
    theirs = memory.read(lab.EXERCISES, [exercise]).get(exercise, "")
    if not passed:
        progress.give_up(exercise)
    out = terminal.console()
    if diff:
        compare.beside(out, theirs, ours, (f"exercises/{exercise}.py", f"solutions/{exercise}.py"))
    else:
        compare.listing(out, ours)
    if not passed:
        out.print(f"Noted: the solution of {exercise} was seen before it passed.", style="dim")


def _split(name: str) -> tuple[str, str]:
    """Exercise and function that a name means; an exercise may be given as its file too."""
    last = name.replace("\\", "/").rpartition("/")[2]
    exercise, _, function = last.partition(".")
    return lab.read().get(exercise).name, "" if function in ("py", "md") else function
