"""What the sections of a report share: a worker, the trained model, pictures, and distrust.

Whatever a student's function gives is looked at before it is used; what cannot be is `Amiss`.
"""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

import datasets

from . import checkpoints, evaluate, proxy, remote
from .choice import Choice
from .errors import CheckEnded, CodeFailed, NotStarted, Problem, StudentError, TooSlow
from .feedback import clean
from .models import Layer, Model
from .reports.parts import Picture
from .worker import schema

LOOKED_AT = 2000  # test pictures of confusion matrix and predictions
CALL_LIMIT = 20.0  # seconds, also where the lab allows more
LARGEST = 500_000  # bytes of one figure, of which a page has nine: with these it can still be sent

Answer = TypeVar("Answer")


class Amiss(Exception):
    """A section cannot go on; the message says why, and `command` what helps."""

    def __init__(self, message: str, command: str) -> None:
        super().__init__(message)
        self.command = command


class Work:
    """What the sections share: a worker with the student's functions, the model, some pictures."""

    def __init__(self, choice: Choice) -> None:
        self.choice = choice
        self._modules: dict[str, proxy.Module] = {}
        self._model: Model | None = None
        self._life = 0
        self._probabilities: np.ndarray | None = None
        self._amiss: Amiss | None = None  # of the model: it is loaded in vain only once
        self._recipe: checkpoints.Recipe | None = None
        self._read()
        self.host = remote.Remote(
            choice.folder, choice.the_lab.names, checkpoints=[choice.where.name]
        )

    def _read(self) -> None:
        """Read test pictures, and how the model's pictures were prepared."""
        try:
            self._recipe = checkpoints.read_recipe(self.choice.where)
        except Problem as problem:
            self._amiss = Amiss(clean(str(problem)), self._again())
        images, labels, self.statistics = evaluate.test_data(self.choice.data, self._recipe)
        self.images, self.labels = images[:LOOKED_AT], labels[:LOOKED_AT].astype(np.int64)
        self.names = list(datasets.class_names(self.choice.data))

    def module(self, name: str) -> Any:
        """A module of the student's."""
        if name not in self._modules:
            self._modules[name] = proxy.Module(self.host, name, CALL_LIMIT)
        return self._modules[name]

    def model(self) -> Model:
        """The trained model; loaded again where the worker that had it is gone."""
        if self._amiss:
            raise self._amiss
        if self._model is None or self._life != self.host.life:
            try:
                self._model = self._loaded()
            except Amiss as amiss:
                self._amiss = amiss
                raise
            self._life = self.host.life
        return self._model

    def _loaded(self) -> Model:
        choice = self.choice
        if not checkpoints.present(choice.where):
            raise Amiss(
                f"There is no trained model in {choice.shown} yet.",
                choice.command("train", choice.checkpoint.name, data=True),
            )
        try:
            evaluate.check_sizes(choice.where)
            return evaluate.loaded(self.host, choice.where)
        except NotStarted as problem:
            raise Amiss(clean(str(problem)), choice.command("lesson", "model")) from None
        except evaluate.Unusable as problem:
            raise Amiss(clean(str(problem)), self._again()) from None
        except (StudentError, CodeFailed) as problem:
            said = clean(evaluate.told(problem, Path(choice.shown)))
            raise Amiss(said, choice.command("check", "model")) from None
        except CheckEnded as problem:
            raise Amiss(
                f"load_model: {clean(str(problem))}", choice.command("check", "model")
            ) from None

    def _again(self) -> str:
        return self.choice.command("train", self.choice.checkpoint.name, "--fresh", data=True)

    def prepared(self, images: np.ndarray) -> np.ndarray:
        """Prepare pictures as for training, with the student's own function."""
        prepare = evaluate.preparation(self.host, self.choice.checkpoint.name, self.statistics)
        try:
            return array(prepare(images), "The prepared pictures", images.shape)
        except (StudentError, CheckEnded, Amiss) as problem:
            raise Amiss(
                f"The pictures cannot be prepared. {told(problem)}",
                self.choice.command("check", "preprocessing"),
            ) from None

    def probabilities(self) -> np.ndarray:
        """What the model says of every test picture, (N, 10)."""
        if self._probabilities is None:
            model, images = self.model(), self.prepared(self.images)
            shape = len(self.images), len(self.names)
            self._probabilities = self._asked(
                lambda: array(model.predict_batches(images), "Its prediction", shape)
            )
        return self._probabilities

    def layers(self) -> list[Layer]:
        """The model's layers, those of nested models in their places."""
        return self._asked(self.model().layers)

    def _asked(self, question: Callable[[], Answer]) -> Answer:
        """Ask the model, not a function of the student's."""
        try:
            return question()
        except (StudentError, CheckEnded, Amiss) as problem:
            said = f"The model in {self.choice.shown} is of no use. {clean(str(problem))}"
            raise Amiss(said, self.choice.command("check", "model")) from None


def array(got: Any, what: str, shape: tuple[int | None, ...], kinds: str = "f") -> np.ndarray:
    """Require finite numbers of a shape, where None is any length."""
    fits = (
        isinstance(got, np.ndarray)
        and got.dtype.kind in kinds
        and got.ndim == len(shape)
        and all(want in (None, has) for want, has in zip(shape, got.shape, strict=True))
    )
    if not fits:
        wanted = ", ".join("any" if length is None else str(length) for length in shape)
        raise Amiss(
            f"{what} is {kind(got)}, where {_KINDS[kinds]} of shape ({wanted}) are expected.", ""
        )
    if not np.isfinite(got).all():
        raise Amiss(f"{what} holds numbers that are not finite.", "")
    return np.asarray(got)


_KINDS = {"f": "floating point numbers", "iu": "whole numbers", "u": "uint8 values"}


def kind(got: Any) -> str:
    """Say in a few words what was given."""
    if isinstance(got, np.ndarray):
        return f"an array of shape {got.shape} and dtype {got.dtype}"
    if isinstance(got, schema.Opaque):
        return clean(got.description)
    return f"a value of type {type(got).__name__}"


def picture(figure: Any, function: str, alt: str, caption: list[str] | None = None) -> Picture:
    """A figure that the student's function drew."""
    if not isinstance(figure, schema.Figure):
        raise Amiss(f"{function} gives {kind(figure)}, where a figure is expected.", "")
    if not figure.png.startswith(b"\x89PNG\r\n\x1a\n"):
        raise Amiss(f"{function} gives a figure that is no picture.", "")
    if len(figure.png) > LARGEST:
        raise Amiss(
            f"The figure of {function} has {len(figure.png) / 1e6:.1f} MB, too many for this page; "
            "a smaller figsize or dpi will do.",
            "",
        )
    return Picture(figure.png, alt, caption or [])


def pixels(image: np.ndarray) -> bytes:
    """An image (H, W, C) uint8 as a PNG of so many pixels."""
    from matplotlib.image import imsave

    target = io.BytesIO()
    imsave(target, image, format="png")
    return target.getvalue()


def told(problem: BaseException) -> str:
    """One sentence on why a function of the student's gave nothing."""
    name = proxy.current.calls[-1].function if proxy.current.calls else ""
    if isinstance(problem, StudentError):
        frame = problem.frames[-1] if problem.frames else None
        where = f" ({clean(frame.file)}:{frame.line})" if frame else ""
        return f"{name or 'The code'} raised {clean(str(problem)).rstrip('.')}{where}."
    if isinstance(problem, TooSlow):
        return f"{name or 'The code'} was too slow. {clean(str(problem))}"
    return clean(str(problem))
