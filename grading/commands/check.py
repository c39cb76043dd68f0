"""Checking exercises, all of them or some."""

import contextlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .. import lab
from ..errors import Problem
from . import looking
from .options import (
    FAILED,
    FAULT,
    INTERRUPTED,
    PASSED,
    AllFailures,
    Fresh,
    InProcess,
    Json,
    Submission,
)

if TYPE_CHECKING:
    from ..counterexample import Counterexample
    from ..reports import terminal
    from ..result import SubmissionResult


def register(app: typer.Typer) -> None:
    app.callback(invoke_without_command=True)(everything)
    app.command()(check)


def everything(
    context: typer.Context,
    submission: Submission = "exercises",
    all_failures: AllFailures = False,
    json: Json = None,
    in_process: InProcess = False,
    fresh: Fresh = False,
) -> None:
    if context.invoked_subcommand is None:
        _check([], submission, all_failures, json, in_process, fresh)
    elif submission != "exercises" or all_failures or json or in_process or fresh:
        raise Problem(
            f"Options go behind the command: python grader.py {context.invoked_subcommand} ..."
        )


def check(
    names: Annotated[list[str] | None, typer.Argument(metavar="[NAME]...")] = None,
    submission: Submission = "exercises",
    all_failures: AllFailures = False,
    json: Json = None,
    in_process: InProcess = False,
    fresh: Fresh = False,
) -> None:
    """Check these exercises, or all of them."""
    _check(names or [], submission, all_failures, json, in_process, fresh)


def _check(
    names: list[str],
    submission: str,
    all_failures: bool,
    json: str | None,
    in_process: bool,
    fresh: bool,
) -> None:
    from ..reports import terminal

    the_lab = lab.read()
    chosen = [the_lab.get(name).name for name in names] if names else the_lab.names
    chosen = [name for name in the_lab.names if name in chosen]  # once each, in the lab's order
    out = terminal.console(quiet=json == "-")
    where = submission.rstrip("/\\")
    out.print(f"{the_lab.title}: checking {where}", style="bold", soft_wrap=True)

    from .. import files, memory, result
    from .. import submission as submissions
    from ..run import Interrupted, run

    # With --in-process, prints of the student's code come here: standard output is the JSON's.
    examples: dict[str, Counterexample] = {}
    aside = contextlib.redirect_stdout(sys.stderr) if json == "-" else contextlib.nullcontext()
    own = submissions.find(submission) == lab.EXERCISES
    sources, keys, known = memory.recall(the_lab, chosen, fresh) if own else ({}, {}, {})
    if in_process:  # for a debugger, which wants to see the code run
        keys, known = {}, {}
    with aside, terminal.Progress(out, the_lab, chosen, known) as live:
        try:
            found = run(
                the_lab, submission, chosen, in_process, live.exercise, live.check, known=known,
                on_failure=lambda each: examples.update({each.check: each}),
            )  # fmt: skip
            interrupted = False
            note = "" if names else _add_checkpoints(found, the_lab, submission, in_process, live)
        except Interrupted as ended:
            found, interrupted = ended.result, True
    if interrupted:
        out.print("Interrupted. What had been checked until then is above.")
        raise typer.Exit(INTERRUPTED)
    terminal.summary(out, the_lab, found, all_failures, where, examples)
    looking.keep(found, examples)
    if note:
        out.print(note, style="dim", soft_wrap=True)
    if json == "-":
        sys.stdout.buffer.write(result.encode(found))
        sys.stdout.buffer.flush()
    elif json:
        files.write(Path(json), result.encode(found))
    if own:
        memory.keep(the_lab, found, sources, keys)
    states = {exercise.state for exercise in found.exercises}
    raise typer.Exit(FAULT if "fault" in states else PASSED if found.passed else FAILED)


def _add_checkpoints(
    found: "SubmissionResult",
    the_lab: lab.Lab,
    submission: str,
    in_process: bool,
    live: "terminal.Progress",
) -> str:
    """Judge the checkpoints too, where CIFAR-10 is at hand; otherwise returns what to say."""
    import datasets

    from .. import evaluate as judging
    from .. import progress
    from .. import submission as submissions

    most = sum(checkpoint.points for checkpoint in the_lab.checkpoint)
    if not most:
        return ""
    if not datasets.describe("cifar10")[0]:
        return (
            f"{most} more points are for trained models, which are judged on CIFAR-10: it is not "
            "on this machine yet, and the first `python grader.py train basic` brings it."
        )
    folder = submissions.find(submission)
    for checkpoint in the_lab.checkpoint:
        live.check(checkpoint.result_name, "predicting the test pictures")
        result, made = judging.judge(
            the_lab, checkpoint, folder, progress.read().evaluations, in_process
        )
        if made:
            progress.remember_evaluation(made)
        live.checkpoint(result)
        found.exercises.append(result)
        found.score += result.score
        found.max_score += result.max_score
    return ""
