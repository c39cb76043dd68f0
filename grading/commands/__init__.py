"""The commands, a room for each kind: every module's `register` adds its own."""

import typer

from . import author, check, checkpoints, instructor, looking, review, study, watching, work


def register(app: typer.Typer) -> None:
    """Add all commands, in the order in which they are needed."""
    for room in (check, watching, looking, study, review, checkpoints, work, instructor, author):
        room.register(app)
