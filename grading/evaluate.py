"""Judge a checkpoint: its model predicts in a worker, and the grading process counts.

The labels never enter the worker. `checks.checkpoints` says what a model has to be, and some of its
predictions are compared with a forward pass of our own. Some of the pictures are asked for a second
time, changed by chance: a network hardly notices, and a table of memorised pictures falls behind.
All of them come in an order that nobody can know: no answer follows from a picture's place.
None of it proves how a model was trained: for that, `grade --train` trains it.
"""

import importlib
import math
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from . import checkpoints, hosts, proxy, remote
from .checkpoints import Evaluation
from .errors import CheckEnded, CodeFailed, NotStarted, Problem, StudentError, TooSlow
from .feedback import clean
from .lab import Checkpoint, Lab
from .models import Model
from .result import CheckResult, ExerciseResult, State
from .sandbox import Sandbox

CHUNK = 1000  # pictures that are sent at a time
CHANGED = 2500  # pictures that are asked for in the second form
COMPARED = 10  # pictures of a chunk whose predictions are compared with a forward pass of our own
ROUNDING = 0.02  # by which probabilities may differ there: GPUs may compute in TF32
# By which the accuracy of the second form may fall behind; what is more does not count. Our own
# models lose 0.029 (basic, which sees mirrored pictures when it is trained) and 0.007 (improved);
# one that never saw any changed picture may lose twice as much, and has to keep its points.
GAP = 0.08
LIMIT = 120.0  # seconds that a chunk may take
LONGEST = 2000  # characters of a message: much of it may be the model's own
# The second form: in what it differs.
MOVED = 2  # pixels at most, in each direction
CONTRAST = (0.8, 1.2)
BRIGHTER = 20  # of 255, at most


class Unusable(Exception):
    """The checkpoint cannot be judged; the message says why, and the state is that of a check."""

    def __init__(self, state: State, message: str) -> None:
        super().__init__(clean(message, LONGEST))
        self.state: State = state


def evaluate(
    the_lab: Lab,
    checkpoint: Checkpoint,
    submission: Path,
    data: str = "cifar10",
    in_process: bool = False,
    on_progress: Callable[[int, int], None] = lambda done, of: None,
    sandbox: Sandbox | None = None,
    budget: float = math.inf,
    shown: str | None = None,
) -> Evaluation:
    """Judge one checkpoint of a submission.

    on_progress  called with pictures predicted so far, and pictures in all
    sandbox      where the model predicts; None for a plain process
    budget       seconds that this may take
    shown        the folder that messages point into, where that is not `submission`

    Raises Problem where the data are missing, Unusable where the checkpoint is.
    """
    where = checkpoints.folder(submission, checkpoint.name, data)
    named = Path(shown) / where.relative_to(submission) if shown else where
    if not checkpoints.present(where):
        raise Unusable("not started", f"{named} holds no model: it is trained with train.")
    check_sizes(where)
    try:
        recipe = checkpoints.read_recipe(where)
    except Problem as problem:
        raise Unusable("error", str(problem).replace(str(where), str(named))) from None
    images, labels, statistics = test_data(data, recipe)
    digest = checkpoints.digest(where)
    moved, chosen = second_form(images, digest)
    host: proxy.Host
    if in_process:
        host = hosts.start(the_lab, submission, in_process=True)
    else:
        host = remote.Remote(submission, the_lab.names, sandbox, [where.name], budget)
    proxy.begin(limit=24 * 3600.0)
    try:
        host.start()
        model = loaded(host, where)
        # points are at stake: it has to be the model that they are given for
        forward = required(checkpoint.name)(model) if data == "cifar10" else None
        prepare = preparation(host, checkpoint.name, statistics)
        asked = np.concatenate([images, moved])
        order = np.random.default_rng().permutation(len(asked))
        answers = np.empty(len(asked), np.int64)
        answers[order] = _predict(
            model, prepare, forward, asked[order], lambda done: on_progress(done, len(asked))
        )
        predicted, again = np.split(answers, [len(images)])
    except NotStarted as problem:
        raise Unusable("not started", str(problem)) from None
    except TooSlow as problem:
        raise Unusable("too slow", str(problem)) from None
    except (StudentError, CodeFailed) as problem:
        raise Unusable("error", told(problem, named)) from None
    except CheckEnded as problem:
        raise Unusable("error", str(problem)) from None
    finally:
        host.close()
    return _counted(checkpoint, data, predicted, again, labels, chosen, digest)


def judge(
    the_lab: Lab,
    checkpoint: Checkpoint,
    submission: Path,
    remembered: dict[str, Evaluation],
    in_process: bool = False,
    sandbox: Sandbox | None = None,
    budget: float = math.inf,
    shown: str | None = None,
) -> tuple[ExerciseResult, Evaluation | None]:
    """Judge a checkpoint as one more exercise of a run.

    remembered  what is known already, by digest: to predict all pictures takes a while

    Returns its result, and the evaluation if there was one to make.
    """
    started = time.monotonic()
    digest = checkpoints.digest(checkpoints.folder(submission, checkpoint.name))
    found: Evaluation | Unusable
    try:
        found = remembered.get(digest) or evaluate(
            the_lab, checkpoint, submission, in_process=in_process, sandbox=sandbox,
            budget=budget, shown=shown,
        )  # fmt: skip
    except Unusable as problem:
        found = problem
    made = found if isinstance(found, Evaluation) and digest not in remembered else None
    return _result(checkpoint, found, time.monotonic() - started), made


def second_form(images: np.ndarray, digest: str) -> tuple[np.ndarray, np.ndarray]:
    """Change some of the pictures, each in a way of its own that nobody knows beforehand.

    digest  of the checkpoint, from which all choices follow: so it is judged the same each time,
            and what is asked for is known only once the model is finished

    Moved by up to two pixels in each direction, mirrored or not, with up to a fifth more or less
    contrast and somewhat brighter or darker. Edge pixels are repeated.

    Returns these pictures, and their places among `images`.
    """
    rng = np.random.default_rng(int(digest, 16))
    count, (height, width) = min(CHANGED, len(images)), images.shape[1:3]
    chosen = rng.permutation(len(images))[:count]
    edges = ((0, 0), (MOVED, MOVED), (MOVED, MOVED), (0, 0))
    padded = np.pad(images[chosen], edges, mode="edge")
    moved = np.empty((count, *images.shape[1:]), np.float32)
    for picture, source, (down, right), turned in zip(
        moved, padded, rng.integers(0, 2 * MOVED + 1, (count, 2)), rng.random(count) < 0.5,
        strict=True,
    ):  # fmt: skip
        part = source[down : down + height, right : right + width]
        picture[:] = part[:, ::-1] if turned else part
    contrast = rng.uniform(*CONTRAST, (count, 1, 1, 1))
    brightness = rng.uniform(-BRIGHTER, BRIGHTER, (count, 1, 1, 1))
    lit = (moved - 127.5) * contrast + 127.5 + brightness
    return np.clip(lit, 0, 255).round().astype(images.dtype), chosen


def _result(checkpoint: Checkpoint, found: Evaluation | Unusable, seconds: float) -> ExerciseResult:
    """The evaluation as a result among those of the exercises."""
    if isinstance(found, Evaluation):
        state: State = "passed" if found.points == found.max_points else "wrong"
        score, message = found.points, None if state == "passed" else sentence(found, checkpoint)
    else:
        state, score, message = found.state, 0, str(found)
    check = CheckResult(
        f"{checkpoint.result_name}.accuracy",
        f"{checkpoint.title}: {checkpoint.full:.0%} of the CIFAR-10 test pictures are recognised.",
        state, score, checkpoint.points, False, round(seconds, 4), message,
    )  # fmt: skip
    return ExerciseResult.of(checkpoint.result_name, checkpoint.title, [check])


def sentence(found: Evaluation, checkpoint: Checkpoint) -> str:
    """What the accuracy means for the points."""
    said = (
        f"{found.counted:.1%} of {found.pictures:,} pictures are recognised. Points begin at "
        f"{checkpoint.zero:.0%}, and all of them are given from {checkpoint.full:.0%} on, less one "
        f"standard error ({checkpoints.standard_error(checkpoint.full, found.pictures):.1%})."
    )
    if found.counted != found.accuracy:
        said += (
            f" Of the pictures as they are it is {found.accuracy:.1%}, and {found.changed:.1%} of "
            "those that were moved, mirrored, brighter or darker: of the difference, what is more "
            f"than {GAP:.0%} does not count."
        )
    return said


def check_sizes(where: Path) -> None:
    for name in checkpoints.MODEL_FILES:
        file = where / name
        if file.is_file() and file.stat().st_size > checkpoints.LARGEST:
            raise Unusable(
                "error",
                f"{file} is larger than {checkpoints.LARGEST >> 20} MiB: no such model fits.",
            )


def test_data(
    name: str, recipe: checkpoints.Recipe | None
) -> tuple[np.ndarray, np.ndarray, tuple[np.ndarray, np.ndarray]]:
    """Test pictures, their labels, and the statistics that prepare them."""
    import datasets

    try:
        (x_train, _), (images, labels) = datasets.load(name, download=False)
    except datasets.DataError as problem:
        raise Problem(str(problem)) from None
    if recipe is not None:
        return images, labels.ravel(), (np.array(recipe.mean), np.array(recipe.std))
    pixels = x_train.reshape(-1, 3)
    return images, labels.ravel(), (pixels.mean(0), pixels.std(0))


def loaded(host: proxy.Host, where: Path) -> Model:
    model = host.call(":checkpoints", "load", (where.name,), {}, LIMIT).value
    if not isinstance(model, Model):
        raise CodeFailed("load_model does not give a Keras model.")
    return model


def preparation(
    host: proxy.Host, name: str, statistics: tuple[np.ndarray, np.ndarray]
) -> Callable[[np.ndarray], Any]:
    """The student's own function that the pictures were prepared with for training."""
    preprocessing = proxy.Module(host, "preprocessing", LIMIT)
    if name == "basic":
        return lambda images: preprocessing.standardize(images, *statistics)
    return lambda images: preprocessing.scale_pixels(images)


def required(name: str) -> Callable[[Model], Callable[[np.ndarray], np.ndarray] | None]:
    """What the lab says that a checkpoint has to be: raises Unusable, or gives the forward pass
    that its predictions have to agree with."""
    found: Any = getattr(importlib.import_module("checks.checkpoints"), name, None)
    return found or (lambda model: None)


def by_value(images: np.ndarray, prepared: Any) -> np.ndarray:
    """Prepared pictures in which a value is made of one value of the picture and its channel alone.

    A function that looks at whole pictures could recognise them, and write the answer there.
    """
    fits = isinstance(prepared, np.ndarray) and prepared.shape == images.shape
    if fits and prepared.dtype.kind in "iuf":
        table = np.zeros((256, images.shape[-1]), prepared.dtype)
        channels = np.arange(images.shape[-1])
        table[images, channels] = prepared
        made: np.ndarray = table[images, channels]
        if np.allclose(made, prepared, rtol=0, atol=1e-4 * max(1e-9, float(np.ptp(table)))):
            return made
    raise Unusable(
        "wrong",
        "The pictures cannot be prepared: what your function in preprocessing makes of a pixel has "
        "to be numbers that depend on this pixel's values alone, in pictures of the same shape.",
    )


def _predict(
    model: Model,
    prepare: Callable[[np.ndarray], Any],
    forward: Callable[[np.ndarray], np.ndarray] | None,
    images: np.ndarray,
    on_progress: Callable[[int], None],
) -> np.ndarray:
    """Labels that a model predicts; anything but ten finite numbers a picture ends it.

    forward  what it has to predict, compared for some of the pictures: nobody knows which
    """
    labels = []
    chance = np.random.default_rng()
    for begin in range(0, len(images), CHUNK):
        chunk = images[begin : begin + CHUNK]
        prepared = by_value(chunk, prepare(chunk))
        got = model.predict_batches(prepared)
        if got.shape != (len(chunk), 10) or got.dtype.kind != "f" or not np.isfinite(got).all():
            raise CodeFailed(
                f"The model makes {got.shape} of {len(chunk)} pictures; it should be ten finite "
                "probabilities for each."
            )
        if forward:
            some = chance.choice(len(chunk), min(COMPARED, len(chunk)), replace=False)
            off = float(np.abs(forward(prepared[some]) - got[some]).max())
            if not off <= ROUNDING:
                raise Unusable(
                    "wrong",
                    "The model does not predict what its weights give in the layers that it should "
                    f"have: probabilities differ by up to {off:.2g}. Train what your own function "
                    "builds once its exercise has passed.",
                )
        labels.append(got.argmax(axis=1))
        on_progress(begin + len(chunk))
    return np.concatenate(labels)


def _counted(
    checkpoint: Checkpoint,
    data: str,
    predicted: np.ndarray,
    again: np.ndarray,
    labels: np.ndarray,
    chosen: np.ndarray,
    digest: str,
) -> Evaluation:
    accuracy = float(np.mean(predicted == labels))
    first = float(np.mean(predicted[chosen] == labels[chosen]))
    changed = float(np.mean(again == labels[chosen]))
    counted = max(0.0, accuracy - max(0.0, first - changed - GAP))
    return Evaluation(
        checkpoint.name,
        data,
        accuracy,
        changed,
        counted,
        checkpoints.standard_error(accuracy, len(labels)),
        len(labels),
        checkpoints.points(checkpoint, counted, len(labels)) if data == "cifar10" else 0,
        checkpoint.points,
        digest,
    )


def told(problem: StudentError | CodeFailed, where: Path) -> str:
    """Why a checkpoint cannot be judged, and what to do about it."""
    if isinstance(problem, StudentError) and problem.type == "Unfit":
        return f"{problem.message[:1].upper()}{problem.message[1:]}."
    again = f"train it again: python grader.py train {where.name.partition('-')[0]} --fresh"
    if isinstance(problem, StudentError):
        said = f"{problem.type}: {' '.join(problem.message.split())[:300]}"
        return f"The model in {where} cannot be used ({said}): {again}"
    return f"{problem} If the files in {where} are damaged, {again}"
