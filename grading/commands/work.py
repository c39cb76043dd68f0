"""A student's own files and machine: handing in, back to the stub, what is missing."""

from pathlib import Path
from typing import Annotated

import typer

from .. import lab
from .options import PASSED, USAGE, Name, Submission


def register(app: typer.Typer) -> None:
    app.command()(submit)
    app.command()(reset)
    app.command()(undo)
    app.command()(doctor)


def submit(
    submission: Submission = "exercises",
    out: Annotated[Path, typer.Option(metavar="ZIP", help="Where the zip goes.")] = Path(
        "submission.zip"
    ),
) -> None:
    """Pack what you hand in."""
    from .. import submit as packing
    from ..submission import find

    done = packing.submit(lab.read(), find(submission), out)
    for note in done.notes:
        print(note)
    print(f"{out}, {done.size / 1e6:.1f} MB, {len(done.names)} files: hand it in.")


def reset(name: Name) -> None:
    """Back to the stub of an exercise; what you wrote is kept."""
    from .. import progress

    print(progress.reset(lab.read().get(name).name))


def undo() -> None:
    """Take the latest reset back."""
    from .. import progress

    print(progress.undo())


def doctor() -> None:
    """What this machine has and lacks, and what to do about it."""
    from .. import doctor as examination
    from ..reports import terminal

    out = terminal.console()
    findings = examination.examine()
    for finding in findings:
        symbol, style = ("ok", "green") if finding.fine else ("!!", "yellow")
        out.print(f"{symbol} ", style=style, end="")
        out.print(f"{finding.subject:<11}{finding.text}", soft_wrap=True)
    raise typer.Exit(PASSED if all(f.fine or not f.needed for f in findings) else USAGE)
