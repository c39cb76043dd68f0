"""For those who write exercises."""

from typing import Annotated

import typer

from .. import lab
from .options import require_authors


def register(app: typer.Typer) -> None:
    author = typer.Typer(help="For those who write exercises.", no_args_is_help=True)
    app.add_typer(author, name="author")
    author.command()(stubs)
    author.command()(record)
    author.command()(messages)


def stubs(
    names: Annotated[list[str] | None, typer.Argument(metavar="[NAME]...")] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Also over exercises that somebody has begun.")
    ] = False,
) -> None:
    """Write the stubs in exercises/ from solutions/."""
    require_authors()
    from .. import stubs as making

    the_lab = lab.read()
    chosen = [the_lab.get(name).name for name in names] if names else the_lab.names
    for file in making.write(chosen, force):
        print(file.relative_to(lab.ROOT))


def record(
    names: Annotated[list[str] | None, typer.Argument(metavar="[NAME]...")] = None,
    fresh: Annotated[bool, typer.Option("--fresh", help="Also where nothing has changed.")] = False,
) -> None:
    """Record how known wrong versions behave, so that mistakes can be named."""
    require_authors()
    from .. import behaviour
    from .. import recording as making

    the_lab = lab.read()
    for name in [the_lab.get(name).name for name in names] if names else the_lab.names:
        if not fresh and behaviour.is_made_of(name, making.made_of(name)):
            continue
        file = making.record(the_lab, name, lambda version: None)
        print(f"{file.relative_to(lab.ROOT)}, {file.stat().st_size / 1e3:.0f} kB", flush=True)


def messages(
    language: Annotated[str, typer.Argument(metavar="LANGUAGE", help="Such as de.")],
) -> None:
    """Write or complete the file in which all messages are translated."""
    from .. import words

    file, count, done = words.complete(language)
    print(f"{file.relative_to(lab.ROOT)}: {done} of {count} messages are translated.")
