"""The instructor's commands: grading a class, and what comes before and after it."""

import hashlib
import math
import shlex
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer

from .. import lab
from ..errors import Problem
from .options import INTERRUPTED, require_authors

if TYPE_CHECKING:
    from .. import batch

Results = Annotated[Path, typer.Argument(metavar="RESULTS", help="What grade has written.")]
Isolation = Annotated[
    str | None,
    typer.Option(help="Level of isolation; without it, the best that holds on this machine."),
]
Cluster = Annotated[
    str | None, typer.Option(metavar="ADDRESS", help="Dask scheduler, such as tcp://host:8786.")
]
Jobs = Annotated[int | None, typer.Option(min=1, help="Submissions graded side by side.")]


def register(app: typer.Typer) -> None:
    """Add the instructor's commands."""
    app.command()(grade)
    app.command()(regrade)
    app.command()(export)
    app.command()(release)
    app.command()(gradescope)
    app.command()(similarity)


def grade(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Of folders and zips.")],
    out: Annotated[Path, typer.Option(metavar="RESULTS", help="Where the results go.")],
    only: Annotated[str, typer.Option(metavar="NAMES", help="Exercises, with commas.")] = "",
    isolation: Isolation = None,
    jobs: Jobs = None,
    roster: Annotated[Path | None, typer.Option(help="CSV: submission, name, id, email.")] = None,
    checkpoints: Annotated[
        bool, typer.Option("--checkpoints/--no-checkpoints", help="Judge trained models too.")
    ] = True,
    train: Annotated[
        str, typer.Option(metavar="NAMES", help="Train these from each submission's own code.")
    ] = "",
    train_limit: Annotated[float, typer.Option(help="Seconds that a training may take.")] = 3600,
    limit: Annotated[float, typer.Option(help="Seconds that a submission's calls may take.")] = 900,
    device: Annotated[
        list[str] | None, typer.Option(help="Device file that trainings may use: /dev/nvidia0.")
    ] = None,
    seed: Annotated[str, typer.Option(help="Of the generated inputs.")] = "",
    cluster: Cluster = None,
) -> None:
    """Grade a class: every folder and zip in FOLDER."""
    from .. import batch

    for option, seconds in (("--limit", limit), ("--train-limit", train_limit)):
        if not 0 < seconds < math.inf:
            raise Problem(f"{option} {seconds:g} is no time: seconds above 0 are wanted.")
    the_lab = lab.read()
    names = [the_lab.get(name.strip()).name for name in only.split(",") if name.strip()]
    trained = [
        the_lab.get_checkpoint(name.strip()).name for name in train.split(",") if name.strip()
    ]
    data = test_data(checkpoints and not names)
    if trained and not data:
        raise Problem("--train wants CIFAR-10, and all exercises: see python grader.py doctor.")
    asked = batch.Wish(
        names=[name for name in the_lab.names if name in names],
        isolation=level(isolation),
        limit=limit,
        seed=seed,
        data=data,
        train=trained,
        train_limit=train_limit,
        devices=device or [],
    )
    _grade(folder, out, roster, asked, jobs, cluster)


def _grade(
    folder: Path,
    out: Path,
    roster: Path | None,
    asked: "batch.Wish",
    jobs: int | None,
    cluster: str | None,
) -> None:
    from .. import batch
    from ..feedback import printable
    from ..reports import batch as shown
    from ..reports import terminal

    console = terminal.console()
    given, said = batch.tasks(folder, out, asked, roster)
    more = [task.source.path for task in given] + ([roster] if roster else [])
    require_closed(asked, folder, out, more)
    for sentence in said:
        console.print(printable(sentence), style="dim", soft_wrap=True, markup=False)
    whose = str(roster.resolve()) if roster else ""
    batch.remember(out, batch.Run(str(folder.resolve()), whose, asked))
    todo = []
    for task in given:
        if known := batch.done(task):
            batch.set_person(task, known)
        else:
            todo.append(task)
    done = len(given) - len(todo)
    again = f", {done} of which are graded already" if done else ""
    console.print(f"{len(given)} submissions{again}; isolation: {asked.isolation}", style="bold")
    try:
        with (
            batch.executor(jobs, cluster, bool(asked.train)) as (make, at_once),
            shown.Grading(console, len(given), done) as live,
        ):
            batch.grade(todo, make, at_once, live.begins, live.ends)
    except KeyboardInterrupt:
        console.print("Interrupted. The results so far are kept; the same command goes on.")
        raise typer.Exit(INTERRUPTED) from None
    console.print(f"The results: {out}", soft_wrap=True)


def regrade(
    results: Results,
    diff: Annotated[bool, typer.Option("--diff", help="List every changed score and why.")] = False,
    jobs: Jobs = None,
    cluster: Cluster = None,
) -> None:
    """Grade the same submissions again, with today's checks."""
    from .. import batch
    from .. import regrade as changes
    from ..reports import batch as shown
    from ..reports import terminal

    known = batch.recall(results)
    level(known.asked.isolation)  # that it still holds
    before = changes.set_aside(results)
    asked = msgspec.structs.replace(known.asked, data=test_data(bool(known.asked.data)))
    roster = Path(known.roster) if known.roster else None
    _grade(Path(known.folder), results, roster, asked, jobs, cluster)
    changed = changes.changes(results, before)
    changes.settled(results)
    console = terminal.console()
    console.print(f"{len(changed)} of {len(before)} scores have changed.", style="bold")
    if diff:
        shown.changes(console, changed)


def export(
    results: Results,
    format_: Annotated[
        str,
        typer.Option(
            "--format",
            help="csv, json, junit, gradescope, classroom, canvas, moodle or html.",
        ),
    ],
    out: Annotated[
        Path | None, typer.Option(metavar="PATH", help="File or folder; else standard output.")
    ] = None,
    template: Annotated[
        Path | None, typer.Option(help="Your own gradebook, to be filled in: canvas, moodle.")
    ] = None,
    column: Annotated[str, typer.Option(help="Of the gradebook.")] = "",
) -> None:
    """Turn results into a format that other programs and people read."""
    from .. import results as reading
    from ..reports import exports

    found, damaged = reading.read(results)
    done = exports.export(found, format_, out, template, column)
    sys.stdout.buffer.write(done.data)
    sys.stdout.buffer.flush()
    for sentence in [*damaged, *done.notes]:
        print(sentence, file=sys.stderr)
    if done.written:
        shown = done.written[0] if len(done.written) == 1 else out
        print(f"{len(done.written)} written: {shown}")


def release(
    out: Annotated[Path, typer.Option(metavar="KIT", help="A new folder for it.")],
) -> None:
    """What students receive: no solutions, no hidden checks; and proof of it."""
    require_authors()
    from .. import release as making

    done = making.release(out)
    print(
        f"{out}: {done.files} files; {len(done.hidden)} checks with {done.points} points are held "
        "back. Nothing of them, of the solutions or of known wrong versions was found in it; its "
        "exercises are not started, and its commands work."
    )


def gradescope(
    out: Annotated[Path, typer.Option(metavar="ZIP", help="The archive to upload.")],
) -> None:
    """The autograder archive for Gradescope."""
    require_authors()
    from .. import autograder

    size = autograder.build(out)
    print(f"{out}, {size / 1e6:.1f} MB: upload it as the autograder of your assignment.")


def similarity(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Of folders and zips.")],
    least: Annotated[float, typer.Option(help="Share from which a pair is told.")] = 0.3,
) -> None:
    """Which submissions look alike: a reason to look, no proof."""
    from .. import batch, intake
    from .. import similarity as comparing
    from ..feedback import printable
    from ..reports import batch as shown
    from ..reports import terminal

    console = terminal.console()
    pairs, large = comparing.compare(folder, least)
    for pair in pairs:
        console.print(shown.pair(pair), soft_wrap=True)
    console.print(f"{len(pairs)} pairs share {least:.0%} or more.", style="bold")
    if large:
        console.print(
            f"Not compared, as larger than {comparing.LARGEST // 1000} kB, or with lines of more "
            f"than {comparing.LONGEST} characters: "
            f"{printable(intake.some(large, batch.SHOWN))}",
            soft_wrap=True,
            markup=False,
        )


def level(isolation: str | None) -> str:
    """The level that is asked for, if it holds, or the best there is; `none` only by name."""
    from ..sandbox import levels

    if isolation is not None:
        found = levels.find(isolation)
        why = levels.fault(found) if found else ""
        if why:
            raise Problem(f"Isolation {isolation} cannot be had here: {why}.")
        return isolation
    faults: list[str] = []
    best = levels.best(lambda name, why: faults.append(f"  {name}: {why}"))
    if best == levels.NONE:
        raise Problem(
            "No sealed level holds on this machine, and strangers' code would run unprotected:\n"
            + "\n".join(faults)
            + "\nMend one of these, or say --isolation none, which every result will tell."
        )
    return best


def require_closed(asked: "batch.Wish", folder: Path, out: Path, more: Sequence[Path] = ()) -> None:
    """Where workers may read what all users may read, refuse a class, results and pictures that
    are among that; RESULTS is made where it is missing, closed to others.

    more  submissions, which may be links to elsewhere, and the roster
    """
    import datasets

    from .. import batch
    from ..sandbox import levels, sealed

    level = levels.find(asked.isolation)
    if level is None or not level.open:
        return
    out.mkdir(mode=0o700, parents=True, exist_ok=True)
    places = [folder, out, *(datasets.files("cifar10") if asked.data else [])]
    found = [str(place.resolve()) for place in places if sealed.open_to_all(place)]
    if not found:  # what lies in a closed folder is closed
        found = [str(place.resolve()) for place in more if sealed.open_to_all(place)][: batch.SHOWN]
    if found:
        raise Problem(
            f"At the level {level.name}, students' code reads what all users may read, and that "
            f"includes {', '.join(found)}: chmod -R o-rwx {' '.join(map(shlex.quote, found))}"
        )


def test_data(wanted: bool) -> str:
    """SHA-256 of the pictures that checkpoints are judged with; "" where they are not."""
    import datasets

    if not wanted or not datasets.describe("cifar10")[0]:
        return ""
    try:
        images, labels = datasets.load("cifar10", download=False)[1]
    except datasets.DataError as problem:
        raise Problem(str(problem)) from None
    return hashlib.sha256(images.tobytes() + labels.tobytes()).hexdigest()
