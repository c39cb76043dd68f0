"""The command: reads what is asked for, hands it on, and turns problems into one sentence.

Exit codes are pytest's: 0 all that was asked for passed, 1 some did not, 2 interrupted, 3 our
own fault, 4 usage or environment, 5 nothing matched.
"""

import contextlib
import math
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from . import instructor, lab
from .errors import Problem

if TYPE_CHECKING:
    from .reports import terminal
    from .result import SubmissionResult

PASSED, FAILED, INTERRUPTED, FAULT, USAGE, NOTHING = range(6)

app = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="Write a convolutional network, function by function. Without a command, "
    "everything is checked.",
)
# Typer's own: a wrong option, a missing argument. It would exit with 2, which here is Ctrl-C.
_USAGE_ERRORS: Any = next(c for c in typer.BadParameter.__mro__ if c.__name__ == "ClickException")
author = typer.Typer(help="For those who write exercises.", no_args_is_help=True)
app.add_typer(author, name="author")
instructor.register(app)

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
Name = Annotated[str, typer.Argument(metavar="NAME", help="An exercise.")]
CheckpointName = Annotated[str, typer.Argument(metavar="NAME", help="basic or improved.")]


def main() -> None:
    """Run the command; every foreseeable problem ends in one clear sentence."""
    sys.path[:0] = [] if str(lab.ROOT) in sys.path else [str(lab.ROOT)]
    with _problems_told():
        status = app(prog_name="python grader.py", standalone_mode=False)
        if status == 130:  # what typer makes of Ctrl-C
            raise KeyboardInterrupt
        sys.exit(status or PASSED)


@app.callback(invoke_without_command=True)
def everything(
    context: typer.Context,
    submission: Submission = "exercises",
    all_failures: AllFailures = False,
    json: Json = None,
    in_process: InProcess = False,
) -> None:
    if context.invoked_subcommand is None:
        _check([], submission, all_failures, json, in_process)
    elif submission != "exercises" or all_failures or json or in_process:
        raise Problem(
            f"Options go behind the command: python grader.py {context.invoked_subcommand} ..."
        )


@app.command()
def check(
    names: Annotated[list[str] | None, typer.Argument(metavar="[NAME]...")] = None,
    submission: Submission = "exercises",
    all_failures: AllFailures = False,
    json: Json = None,
    in_process: InProcess = False,
) -> None:
    """Check these exercises, or all of them."""
    _check(names or [], submission, all_failures, json, in_process)


@app.command("list")
def list_() -> None:
    """All exercises with points and states."""
    from . import catalogue, progress
    from . import submission as files
    from .reports import terminal

    the_lab, done = lab.read(), progress.read()
    out = terminal.console()
    hashes = files.hashes(lab.EXERCISES, the_lab.names)
    names = [*the_lab.names, *(checkpoint.result_name for checkpoint in the_lab.checkpoint)]
    width = max(map(len, names))
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
            out.print(
                terminal.tree_line(out, exercise.name, exercise.title, known, most, changed, width)
            )
            total += most
            earned += known.score if known else 0
        for checkpoint in the_lab.checkpoint:
            if checkpoint.part == number:
                name, most = checkpoint.result_name, checkpoint.points
                known = done.exercises.get(name)
                out.print(
                    terminal.tree_line(out, name, checkpoint.title, known, most, False, width)
                )
                total += most
                earned += known.score if known else 0
    out.print(f"{earned} of {total} points when last checked", style="bold")


@app.command()
def lesson(name: Name) -> None:
    """Read the lesson page of an exercise."""
    from rich.markdown import Markdown

    from . import files
    from .reports import terminal

    exercise = lab.read().get(name)
    page = lab.EXERCISES / f"{exercise.name}.md"
    out = terminal.console()
    out.print(Markdown(files.read(page).decode("utf-8"), hyperlinks=False))
    out.print()
    picture = lab.EXERCISES / "figures" / f"{exercise.name}.png"
    if picture.exists():
        out.print(f"The picture: {picture.relative_to(lab.ROOT)}", style="dim", soft_wrap=True)
    out.print(f"The page:    {page.relative_to(lab.ROOT)}", style="dim", soft_wrap=True)


@app.command()
def hint(name: Name) -> None:
    """One more of three hints."""
    from . import progress
    from .reports import terminal

    exercise = lab.read().get(name)
    most = len(exercise.hints)
    seen = progress.next_hint(exercise.name, most)
    out = terminal.console()
    out.print(f"Hint {seen} of {most} for {exercise.name}", style="bold")
    out.print(exercise.hints[seen - 1])
    if seen == most:
        out.print("That was the last hint; the lesson has the whole idea: ", end="", style="dim")
        out.print(f"python grader.py lesson {exercise.name}", style="dim")


@app.command()
def show(
    name: Name,
    submission: Submission = "exercises",
    data: Annotated[
        str | None, typer.Option(help="cifar10 or shapes; without it, cifar10 if it is there.")
    ] = None,
) -> None:
    """Save a picture that is made with your own functions."""
    from . import progress
    from . import show as showing
    from .reports import terminal

    the_lab = lab.read()
    exercise = the_lab.get(name)
    out = terminal.console()
    target = progress.FOLDER / "pictures" / f"{exercise.name}.png"
    path, said = showing.show(the_lab, exercise.name, submission, data, target)
    out.print(f"{said} The picture: {path.relative_to(lab.ROOT)}", soft_wrap=True)


@app.command()
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
    from . import train as training
    from .reports import checkpoints as shown
    from .reports import terminal
    from .submission import find

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
        f"meanwhile: {_shown(where / 'curves.png')}",
        style="dim",
        soft_wrap=True,
    )
    again = " ".join(["python grader.py train", *_given(name, submission, data)])
    try:
        with shown.Training(out, settings.epochs) as live:
            done = training.train(the_lab, checkpoint, folder, settings, fresh, live.show)
    except KeyboardInterrupt:
        out.print(f"\nStopped. What was saved is kept; go on with: {again}", soft_wrap=True)
        raise typer.Exit(INTERRUPTED) from None
    out.print(
        f"Trained in {shown.spoken(done.seconds)}; {done.history['val_accuracy'][-1]:.1%} of the "
        f"validation pictures are recognised. The model: {_shown(done.folder)}",
        soft_wrap=True,
    )
    if done.replaced:
        out.print(f"The one before is kept in {_shown(done.replaced)}", soft_wrap=True)
    out.print(f"The learning curves: {_shown(where / 'curves.png')}", soft_wrap=True)
    out.print(" ".join(["Next: python grader.py evaluate", *_given(name, submission, data)]))


@app.command()
def evaluate(
    name: Annotated[str | None, typer.Argument(metavar="[NAME]", help="basic or improved.")] = None,
    submission: Submission = "exercises",
    data: Annotated[str, typer.Option(help="cifar10 or shapes.")] = "cifar10",
    in_process: InProcess = False,
) -> None:
    """Count how many test pictures a trained model recognises."""
    from . import evaluate as judging
    from . import progress
    from .reports import checkpoints as shown
    from .reports import terminal
    from .submission import find

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


@app.command()
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
    from . import choice, progress
    from . import report as reporting
    from .reports import terminal

    chosen = choice.choose(lab.read(), submission, data, checkpoint)
    console = terminal.console()
    console.print(f"A report on {submission}, with {chosen.shown} on {chosen.data}", style="bold")
    found = reporting.gather(
        chosen, lambda title: console.print(f"  {title}", style="dim", soft_wrap=True)
    )
    target = Path(out) if out else progress.FOLDER / "report.html"
    size = reporting.write(found, target)
    console.print(
        f"The report, {size / 1e6:.2f} MB, to open in a browser: {_shown(target)}", soft_wrap=True
    )


def _given(name: str, submission: str, data: str) -> list[str]:
    """The options that say again what was asked for."""
    return [
        name,
        *(["--submission", submission] if submission != "exercises" else []),
        *(["--data", data] if data != "cifar10" else []),
    ]


def _shown(file: Path) -> Path:
    return file.relative_to(lab.ROOT) if file.is_relative_to(lab.ROOT) else file


@app.command()
def submit(
    submission: Submission = "exercises",
    out: Annotated[Path, typer.Option(metavar="ZIP", help="Where the zip goes.")] = Path(
        "submission.zip"
    ),
) -> None:
    """Pack what you hand in."""
    from . import submit as packing
    from .submission import find

    done = packing.submit(lab.read(), find(submission), out)
    for note in done.notes:
        print(note)
    print(f"{out}, {done.size / 1e6:.1f} MB, {len(done.names)} files: hand it in.")


@app.command()
def reset(name: Name) -> None:
    """Back to the stub of an exercise; what you wrote is kept."""
    from . import progress

    print(progress.reset(lab.read().get(name).name))


@app.command()
def undo() -> None:
    """Take the latest reset back."""
    from . import progress

    print(progress.undo())


@app.command()
def doctor() -> None:
    """What this machine has and lacks, and what to do about it."""
    from . import doctor as examination
    from .reports import terminal

    out = terminal.console()
    findings = examination.examine()
    for finding in findings:
        symbol, style = ("ok", "green") if finding.fine else ("!!", "yellow")
        out.print(f"{symbol} ", style=style, end="")
        out.print(f"{finding.subject:<11}{finding.text}", soft_wrap=True)
    raise typer.Exit(PASSED if all(f.fine or not f.needed for f in findings) else USAGE)


@author.command()
def stubs(
    names: Annotated[list[str] | None, typer.Argument(metavar="[NAME]...")] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Also over exercises that somebody has begun.")
    ] = False,
) -> None:
    """Write the stubs in exercises/ from solutions/."""
    if not lab.SOLUTIONS.is_dir():
        raise Problem("This is a students' kit: the command is for the whole lab.")
    from . import stubs as making

    the_lab = lab.read()
    chosen = [the_lab.get(name).name for name in names] if names else the_lab.names
    for file in making.write(chosen, force):
        print(file.relative_to(lab.ROOT))


def _check(
    names: list[str], submission: str, all_failures: bool, json: str | None, in_process: bool
) -> None:
    from .reports import terminal

    the_lab = lab.read()
    chosen = [the_lab.get(name).name for name in names] if names else the_lab.names
    chosen = [name for name in the_lab.names if name in chosen]  # once each, in the lab's order
    out = terminal.console(quiet=json == "-")
    where = submission.rstrip("/\\")
    out.print(f"{the_lab.title}: checking {where}", style="bold", soft_wrap=True)

    from . import files, progress, result
    from . import submission as submissions
    from .run import Interrupted, run

    # With --in-process, prints of the student's code come here: standard output is the JSON's.
    aside = contextlib.redirect_stdout(sys.stderr) if json == "-" else contextlib.nullcontext()
    with aside, terminal.Progress(out, the_lab, chosen) as live:
        try:
            found = run(the_lab, submission, chosen, in_process, live.exercise, live.check)
            interrupted = False
            note = "" if names else _add_checkpoints(found, the_lab, submission, in_process, live)
        except Interrupted as ended:
            found, interrupted = ended.result, True
    if interrupted:
        out.print("Interrupted. What had been checked until then is above.")
        raise typer.Exit(INTERRUPTED)
    terminal.summary(out, the_lab, found, all_failures, where)
    if note:
        out.print(note, style="dim", soft_wrap=True)
    if json == "-":
        sys.stdout.buffer.write(result.encode(found))
        sys.stdout.buffer.flush()
    elif json:
        files.write(Path(json), result.encode(found))
    if submissions.find(submission) == lab.EXERCISES:
        progress.remember(found.exercises, found.hashes)
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

    from . import evaluate as judging
    from . import progress
    from . import submission as submissions

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


@contextlib.contextmanager
def _problems_told() -> Iterator[None]:
    """End with a sentence and an exit code where something went wrong."""
    try:
        yield
    except Problem as problem:
        print(problem, file=sys.stderr)
        sys.exit(USAGE)
    except _USAGE_ERRORS as problem:
        problem.show()
        sys.exit(USAGE)
    except (KeyboardInterrupt, typer.Abort):
        print("\nInterrupted.", file=sys.stderr)
        sys.exit(INTERRUPTED)
    except BrokenPipeError:  # the reader of a pipe, such as head, has seen enough
        sys.stderr.close()
        sys.exit(FAILED)
    except OSError as problem:
        print(f"The system refused: {problem}. Nothing was lost.", file=sys.stderr)
        sys.exit(USAGE)
    except Exception as problem:
        print(
            f"A fault of ours, not of your code: {type(problem).__name__}: {problem}\n"
            "Please report it; `python grader.py doctor` says what to add.",
            file=sys.stderr,
        )
        sys.exit(FAULT)
