"""Training the models, judging them, and the report on one."""

import math
from pathlib import Path
from typing import Annotated

import typer

from .. import lab
from ..errors import Problem
from .options import (
    FAILED,
    INTERRUPTED,
    PASSED,
    CheckpointName,
    InProcess,
    Submission,
    given,
    shown_path,
)


def register(app: typer.Typer) -> None:
    app.command()(train)
    app.command()(evaluate)
    app.command()(report)


def train(
    name: CheckpointName,
    submission: Submission = "exercises",
    data: Annotated[str, typer.Option(help="cifar10 or shapes.")] = "cifar10",
    epochs: Annotated[
        int | None, typer.Option(min=1, help="How often all pictures are seen.")
    ] = None,
    batch_size: Annotated[int | None, typer.Option(min=1, help="Pictures a step (basic).")] = None,
    learning_rate: Annotated[float | None, typer.Option(help="Of Adam (basic).")] = None,
    seed: Annotated[int, typer.Option(help="Of all random numbers of ours.")] = 0,
    precision: Annotated[
        str, typer.Option(help="float32; mixed_bfloat16 or mixed_float16 can be faster.")
    ] = "float32",
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Begin anew; keep the rest aside.")
    ] = False,
) -> None:
    """Train a model with your own functions; stopped, it goes on where it was."""
    from .. import train as training
    from ..reports import checkpoints as shown
    from ..reports import terminal
    from ..submission import find

    the_lab = lab.read()
    checkpoint = the_lab.get_checkpoint(name)
    if checkpoint.batch_size is None and (batch_size or learning_rate):
        raise Problem(f"train {name} takes neither: train_improved decides on them itself.")
    if learning_rate is not None and not 0 < learning_rate < math.inf:
        raise Problem(f"--learning-rate {learning_rate:g}: it has to be above 0, such as 0.001.")
    settings = training.Settings(
        data,
        epochs or checkpoint.epochs,
        batch_size or checkpoint.batch_size,
        learning_rate or checkpoint.learning_rate,
        seed,
        precision,
    )
    if precision not in training.PRECISIONS:
        raise Problem(f"--precision {precision}: it is one of {', '.join(training.PRECISIONS)}.")
    folder = find(submission)
    out = terminal.console()
    out.print(f"{checkpoint.title}: training on {data}", style="bold")
    where = training.FOLDER / f"{name}-{data}"
    out.print(
        f"TensorFlow is loaded first. Ctrl-C stops at any time, and nothing is lost. The curves "
        f"meanwhile: {shown_path(where / 'curves.png')}",
        style="dim",
        soft_wrap=True,
    )
    again = " ".join(["python grader.py train", *given(name, submission, data)])
    try:
        with shown.Training(out, settings.epochs) as live:
            done = training.train(
                the_lab, checkpoint, folder, settings, fresh, live.show, live.tell
            )
    except KeyboardInterrupt:
        out.print(f"\nStopped. What was saved is kept; go on with: {again}", soft_wrap=True)
        raise typer.Exit(INTERRUPTED) from None
    out.print(
        f"Trained in {shown.spoken(done.seconds)}; {done.history['val_accuracy'][-1]:.1%} of the "
        f"validation pictures are recognised. The model: {shown_path(done.folder)}",
        soft_wrap=True,
    )
    if done.replaced:
        out.print(f"The one before is kept in {shown_path(done.replaced)}", soft_wrap=True)
    out.print(f"The learning curves: {shown_path(where / 'curves.png')}", soft_wrap=True)
    out.print(" ".join(["Next: python grader.py evaluate", *given(name, submission, data)]))


def evaluate(
    name: Annotated[str | None, typer.Argument(metavar="[NAME]", help="basic or improved.")] = None,
    submission: Submission = "exercises",
    data: Annotated[str, typer.Option(help="cifar10 or shapes.")] = "cifar10",
    in_process: InProcess = False,
) -> None:
    """Count how many test pictures a trained model recognises."""
    from .. import evaluate as judging
    from .. import progress
    from ..reports import checkpoints as shown
    from ..reports import terminal
    from ..submission import find

    the_lab = lab.read()
    chosen = [the_lab.get_checkpoint(name)] if name else the_lab.checkpoint
    folder = find(submission)
    out = terminal.console()
    passed = True
    for checkpoint in chosen:
        out.print(f"{checkpoint.title}: loading TensorFlow and the model", style="bold")
        try:
            with shown.predicting(out) as bar:
                task = bar.add_task("predicting", total=None)
                found = judging.evaluate(
                    the_lab, checkpoint, folder, data, in_process,
                    lambda done, of, bar=bar, task=task: bar.update(  # type: ignore[misc]
                        task, completed=done, total=of
                    ),
                )  # fmt: skip
        except judging.Unusable as problem:
            out.print(f"{problem}", soft_wrap=True)
            passed = False
            continue
        shown.evaluation(out, checkpoint, found)
        out.print()
        passed &= found.points == found.max_points or data != "cifar10"
        progress.remember_evaluation(found)
    raise typer.Exit(PASSED if passed else FAILED)


def report(
    submission: Submission = "exercises",
    data: Annotated[
        str | None, typer.Option(help="cifar10 or shapes; without it, cifar10 if it is there.")
    ] = None,
    checkpoint: Annotated[
        str | None, typer.Option(help="basic or improved; without it, the best there is.")
    ] = None,
    out: Annotated[str | None, typer.Option(metavar="FILE", help="Where the page goes.")] = None,
) -> None:
    """One HTML page: progress, accuracy, and what your own functions show of your network."""
    from .. import choice, progress
    from .. import report as reporting
    from ..reports import terminal

    chosen = choice.choose(lab.read(), submission, data, checkpoint)
    console = terminal.console()
    console.print(f"A report on {submission}, with {chosen.shown} on {chosen.data}", style="bold")
    found = reporting.gather(
        chosen, lambda title: console.print(f"  {title}", style="dim", soft_wrap=True)
    )
    target = Path(out) if out else progress.FOLDER / "report.html"
    size = reporting.write(found, target)
    console.print(
        f"The report, {size / 1e6:.2f} MB, to open in a browser: {shown_path(target)}",
        soft_wrap=True,
    )
