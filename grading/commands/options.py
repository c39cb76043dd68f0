"""What several commands share: exit codes, options, and what is said again."""

from pathlib import Path
from typing import Annotated

import typer

from .. import lab
from ..errors import Problem

PASSED, FAILED, INTERRUPTED, FAULT, USAGE, NOTHING = range(6)  # pytest's

Submission = Annotated[
    str, typer.Option("--submission", metavar="FOLDER", help="Whose work is checked.")
]
InProcess = Annotated[
    bool, typer.Option("--in-process", help="Run the code in this process, for a debugger.")
]
AllFailures = Annotated[bool, typer.Option("--all-failures", help="Show every failure in full.")]
Json = Annotated[
    str | None,
    typer.Option("--json", metavar="FILE", help="Write the result as JSON; - for standard output."),
]
Fresh = Annotated[
    bool, typer.Option("--fresh", help="Forget what has passed before, and check it again.")
]
Name = Annotated[str, typer.Argument(metavar="NAME", help="An exercise.")]
CheckpointName = Annotated[str, typer.Argument(metavar="NAME", help="basic or improved.")]


def given(name: str, submission: str, data: str) -> list[str]:
    """The options that say again what was asked for."""
    return [
        name,
        *(["--submission", submission] if submission != "exercises" else []),
        *(["--data", data] if data != "cifar10" else []),
    ]


def shown_path(file: Path) -> Path:
    return file.relative_to(lab.ROOT) if file.is_relative_to(lab.ROOT) else file


def require_authors() -> None:
    """Refuse a command that needs the solutions where there are none."""
    if not lab.SOLUTIONS.is_dir():
        raise Problem("This is a students' kit: the command is for the whole lab.")
