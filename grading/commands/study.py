"""What a student reads and looks at: the list, lessons, hints, pictures."""

from typing import Annotated

import typer

from .. import lab
from .options import Name, Submission

CHANGED, SEEN = "changed since", "solution seen"


def register(app: typer.Typer) -> None:
    app.command("list")(list_)
    app.command()(lesson)
    app.command()(hint)
    app.command()(show)


def list_() -> None:
    """All exercises with points and states."""
    from .. import catalogue, progress
    from .. import submission as files
    from ..reports import terminal

    the_lab, done = lab.read(), progress.read()
    out = terminal.console()
    hashes = files.hashes(lab.EXERCISES, the_lab.names)
    names = [*the_lab.names, *(checkpoint.result_name for checkpoint in the_lab.checkpoint)]
    width = max(map(len, names))
    longest = len(f"{CHANGED}, {SEEN}" if done.given_up else CHANGED)
    total = earned = 0
    for number, title in enumerate(the_lab.parts, 1):
        dot = "·" if terminal.unicode(out) else "-"
        out.print(f"Part {number} {dot} {title}", style="bold")
        for exercise in the_lab.exercise:
            if exercise.part != number:
                continue
            known = done.exercises.get(exercise.name)
            most = catalogue.points(exercise.name).total
            changed = known is not None and known.hash != hashes.get(f"{exercise.name}.py", "")
            seen = exercise.name in done.given_up
            note = ", ".join([CHANGED] * changed + [SEEN] * seen)
            out.print(
                terminal.tree_line(
                    out, exercise.name, exercise.title, known, most, note, width, longest
                )
            )
            total += most
            earned += known.score if known else 0
        for checkpoint in the_lab.checkpoint:
            if checkpoint.part == number:
                name, most = checkpoint.result_name, checkpoint.points
                known = done.exercises.get(name)
                out.print(
                    terminal.tree_line(out, name, checkpoint.title, known, most, "", width, longest)
                )
                total += most
                earned += known.score if known else 0
    out.print(f"{earned} of {total} points when last checked", style="bold")


def lesson(name: Name) -> None:
    """Read the lesson page of an exercise."""
    from rich.markdown import Markdown

    from .. import files
    from ..reports import terminal

    exercise = lab.read().get(name)
    page = lab.EXERCISES / f"{exercise.name}.md"
    out = terminal.console()
    out.print(Markdown(files.read(page).decode("utf-8"), hyperlinks=False))
    out.print()
    picture = lab.EXERCISES / "figures" / f"{exercise.name}.png"
    if picture.exists():
        out.print(f"The picture: {picture.relative_to(lab.ROOT)}", style="dim", soft_wrap=True)
    out.print(f"The page:    {page.relative_to(lab.ROOT)}", style="dim", soft_wrap=True)


def hint(name: Name) -> None:
    """One more of three hints."""
    from .. import progress
    from ..reports import terminal

    exercise = lab.read().get(name)
    most = len(exercise.hints)
    seen = progress.next_hint(exercise.name, most)
    out = terminal.console()
    out.print(f"Hint {seen} of {most} for {exercise.name}", style="bold")
    out.print(exercise.hints[seen - 1])
    if seen == most:
        out.print("That was the last hint; the lesson has the whole idea: ", end="", style="dim")
        out.print(f"python grader.py lesson {exercise.name}", style="dim")


def show(
    name: Name,
    submission: Submission = "exercises",
    data: Annotated[
        str | None, typer.Option(help="cifar10 or shapes; without it, cifar10 if it is there.")
    ] = None,
) -> None:
    """Save a picture that is made with your own functions."""
    from .. import progress
    from .. import show as showing
    from ..reports import terminal

    the_lab = lab.read()
    exercise = the_lab.get(name)
    out = terminal.console()
    target = progress.FOLDER / "pictures" / f"{exercise.name}.png"
    path, said = showing.show(the_lab, exercise.name, submission, data, target)
    out.print(f"{said} The picture: {path.relative_to(lab.ROOT)}", soft_wrap=True)
