"""One page on a student's network, as plain data: what is known, and what their functions draw.

Every section says in a sentence what it shows and how it is read. The student's functions run in
a worker; what one of them does not give costs its own section only, which then says what to do.
`reports/page.py` makes HTML of it.
"""

import contextlib
from collections.abc import Callable
from importlib import metadata
from pathlib import Path

import numpy as np

from . import (
    catalogue,
    checkpoints,
    curves,
    evaluate,
    files,
    inside,
    lab,
    progress,
    submission,
    workroom,
)
from .checkpoints import Evaluation, Recipe
from .choice import Choice
from .errors import Problem
from .reports import page
from .reports.parts import Gallery, Note, Picture, Report, Row, Scale, Section, States, Trouble

PACKAGES = ("numpy", "matplotlib", "tensorflow", "keras")


def gather(choice: Choice, on_section: Callable[[str], None] = lambda title: None) -> Report:
    """Make all sections.

    on_section  called with the title of every section that begins
    """
    done = progress.read()
    recipe = None
    with contextlib.suppress(Problem):  # the section on accuracy says what is wrong with it
        recipe = checkpoints.read_recipe(choice.where)
    sections = []
    for make in (_progress, _accuracy, _curves):
        section = make(choice, done)
        on_section(section.title)
        sections.append(section)
    sections += inside.sections(choice, on_section)
    return Report(
        choice.the_lab.title,
        choice.folder.name,
        _facts(choice, done, sections[0]),
        sections,
        _made(choice, recipe),
    )


def _progress(choice: Choice, done: progress.Progress) -> Section:
    """Points and states of every exercise and checkpoint, as they were when last checked."""
    section = Section(
        "progress",
        "Progress",
        "Every exercise with its state and its points when it was last checked, part by part.",
    )
    hashes = submission.hashes(choice.folder, choice.the_lab.names)
    parts = []
    for number, title in enumerate(choice.the_lab.parts, 1):
        rows = [
            _exercise(exercise, done, hashes.get(f"{exercise.name}.py", ""))
            for exercise in choice.the_lab.exercise
            if exercise.part == number
        ]
        rows += [
            _checkpoint(choice, checkpoint, done)
            for checkpoint in choice.the_lab.checkpoint
            if checkpoint.part == number
        ]
        if rows:
            parts.append((f"Part {number} · {title}", rows))
    section.parts.append(States(parts))
    exercises = [row for _, rows in parts for row in rows if row.name in choice.the_lab.names]
    open_ = [row for row in exercises if row.state != "passed"]
    if any(row.state == "not checked" for row in exercises):
        said, command = "Some of this is not known, or not up to date.", choice.command("check")
        section.parts.append(Trouble(said, command))
    elif open_:
        word = "lesson" if open_[0].state == "not started" else "check"
        command = choice.command(word, open_[0].name)
        section.parts.append(Trouble(f"Next: {open_[0].name}.", command))
    return section


def _exercise(exercise: lab.Exercise, done: progress.Progress, now: str) -> Row:
    """Compare an exercise's file with what is remembered of it."""
    known = done.exercises.get(exercise.name)
    most = catalogue.points(exercise.name).total
    if known and known.hash == now:
        return Row(exercise.name, exercise.title, known.state, known.score, most)
    stub = submission.hashes(lab.STUBS, [exercise.name]).get(f"{exercise.name}.py", "")
    if now in ("", stub):
        return Row(exercise.name, exercise.title, "not started", 0, most)
    remark = f"{known.state}, {known.score} of {most}, before the file was changed" if known else ""
    return Row(exercise.name, exercise.title, "not checked", 0, most, remark)


def _checkpoint(choice: Choice, checkpoint: lab.Checkpoint, done: progress.Progress) -> Row:
    """What a trained model is worth, for the data that give points."""
    where = checkpoints.folder(choice.folder, checkpoint.name)
    found = _evaluated(where, done)
    state = "not started"
    if checkpoints.present(where):
        state = "not checked"
    if found:
        state = "passed" if found.points == checkpoint.points else "wrong"
    points = min(found.points, checkpoint.points) if found else 0
    said = f"{found.counted:.1%}" if found else ""
    return Row(
        f"{checkpoint.name} model",
        checkpoint.title,
        _reached(state),
        points,
        checkpoint.points,
        said,
    )


def _reached(state: str) -> str:
    """An accuracy below the bar is not wrong."""
    return "below the bar" if state == "wrong" else state


def _evaluated(where: Path, done: progress.Progress) -> Evaluation | None:
    """The evaluation of exactly these files."""
    if not checkpoints.present(where):
        return None
    try:
        return done.evaluations.get(checkpoints.digest(where))
    except Problem:
        return None


def _accuracy(choice: Choice, done: progress.Progress) -> Section:
    """Every checkpoint's accuracy on its scale."""
    points = choice.data == "cifar10"
    section = Section(
        "accuracy",
        "Accuracy against the bar",
        "How many test pictures each trained model recognises, out of all of them: the filled "
        "part of the line is the accuracy"
        + (", and the marks on it say where points begin and where the bar is." if points else "."),
    )
    for checkpoint in choice.the_lab.checkpoint:
        where = checkpoints.folder(choice.folder, checkpoint.name, choice.data)
        found = _evaluated(where, done)
        if found:
            passed = found.points == checkpoint.points
            state = ("passed" if passed else "below the bar") if points else "evaluated"
            said = evaluate.sentence(found, checkpoint) if points else (
                f"{found.accuracy:.1%} of {found.pictures:,} pictures are recognised; points are "
                "given for CIFAR-10 alone."
            )  # fmt: skip
            accuracy = min(1.0, max(0.0, found.counted))
        else:
            trained = checkpoints.present(where)
            state = "not evaluated" if trained else "not trained"
            said = "This model is not evaluated yet." if trained else "There is no such model yet."
            accuracy = None
        word = "evaluate" if state == "not evaluated" else "train"
        section.parts.append(
            Scale(
                checkpoint.title,
                state,
                said,
                accuracy,
                checkpoint.zero if points else None,
                checkpoint.full if points else None,
                "" if found else choice.command(word, checkpoint.name, data=True),
            )
        )
    return section


def _curves(choice: Choice, done: progress.Progress) -> Section:
    """Loss and accuracy of every epoch, as `history.csv` of the checkpoint keeps them."""
    section = Section(
        "curves",
        "Learning curves",
        "Loss (lower is better) and accuracy (higher is better) after every epoch: where the "
        "dashed line of validation stays behind while the solid line of training goes on, the "
        "network learns its training pictures by heart.",
    )
    file = choice.where / "history.csv"
    try:
        history = checkpoints.read_history(file)
        epochs = len(history["loss"])
        if not epochs:
            raise ValueError("no epochs")
        wide, narrow = curves.draw(history), curves.draw(history, stacked=True)
    except (Problem, ValueError, OverflowError):
        train = choice.command("train", choice.checkpoint.name, data=True)
        if file.exists():
            said = f"{choice.shown / file.name} cannot be read as a history of epochs."
        elif checkpoints.present(choice.where):
            said = f"The model came without the history of its training ({file.name})."
        else:
            said = "There is no history of a training yet."
        section.parts.append(Trouble(said, train))
        return section
    best = int(np.nanargmax([*history["val_accuracy"], -1.0]))
    last = (
        f"{history['accuracy'][-1]:.1%} in training and {history['val_accuracy'][-1]:.1%} in "
        "validation"
    )
    alt = f"Two line plots over {_epochs(epochs)}, loss and accuracy; accuracy at the end: {last}."
    section.parts.append(Gallery([Picture(wide, alt, narrow=narrow)]))
    said = f"{choice.checkpoint.title}: after {_epochs(epochs)} the accuracy is {last}."
    if best < epochs - 1:
        said += f" Validation was best after epoch {best + 1}: {history['val_accuracy'][best]:.1%}."
    section.parts.append(Note(said))
    return section


def _epochs(count: int) -> str:
    return "1 epoch" if count == 1 else f"{count} epochs"


def _facts(choice: Choice, done: progress.Progress, states: Section) -> list[tuple[str, str]]:
    """The few figures at the head of the page."""
    rows = [
        row
        for part in states.parts
        if isinstance(part, States)
        for _, group in part.parts
        for row in group
    ]
    models = {f"{checkpoint.name} model" for checkpoint in choice.the_lab.checkpoint}
    exercises = [row for row in rows if row.name not in models]
    trained = [row for row in rows if row.name in models]
    found = _evaluated(choice.where, done)
    return [
        (_points(exercises), "points for exercises"),
        (_points(trained), "points for trained models"),
        (
            f"{sum(row.state == 'passed' for row in exercises)} of {len(exercises)}",
            "exercises passed",
        ),
        (
            f"{found.accuracy:.1%}" if found else "unknown",
            f"accuracy of the {choice.checkpoint.name} model",
        ),
    ]


def _points(rows: list[Row]) -> str:
    return f"{sum(row.score for row in rows)} of {sum(row.max_score for row in rows)}"


def _made(choice: Choice, recipe: Recipe | None) -> list[str]:
    """Data, model and versions: what makes another report look different."""
    pictures = {"cifar10": "CIFAR-10 (Krizhevsky, 2009)", "shapes": "the built-in shapes"}
    said = [
        f"Pictures: the first {workroom.LOOKED_AT:,} test pictures of {pictures[choice.data]}.",
        f"Model: {choice.shown}"
        + (
            f", SHA-256 {checkpoints.digest(choice.where)[:12]}."
            if checkpoints.present(choice.where)
            else ", which is not there yet."
        ),
    ]
    if recipe:
        said.append(
            f"Its recipe says: {_epochs(recipe.epochs)} on {sum(recipe.pictures[:1]):,} pictures, "
            f"{recipe.parameters:,} parameters."
        )
    versions = [f"{name} {_version(name)}" for name in PACKAGES]
    said.append(f"Versions: {', '.join(versions)}.")
    return said


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "missing"


def write(report: Report, target: Path) -> int:
    """Write the page; gives its size in bytes."""
    data = page.render(report)
    files.write(target, data)
    return len(data)
