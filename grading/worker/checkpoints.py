"""Train a checkpoint with the student's own functions, and load one: in the worker.

Imported for these alone, and with it Keras. What goes on meanwhile is told to the grading process
by a thread of its own, so that it comes from every style of training: from `fit`, which also tells
its losses, and from loops that only an optimizer's count of steps gives away.
"""

import contextlib
import functools
import inspect
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import keras
import numpy as np

from . import models, modules, observed

EVERY = 0.5  # seconds between two reports
LOOKS = 3  # epochs after which the model is asked whether it tells pictures apart
ROWS = ("loss", "accuracy", "val_loss", "val_accuracy")


class Unfit(Exception):
    """What a function of the student's gives cannot be trained or used; the message says why."""


def load(name: str) -> Any:
    """Load a checkpoint of the submission with the student's `model.load_model`."""
    models.prepare(small=False)
    folder = Path(sys.modules[modules.PACKAGE].__path__[0])
    with contextlib.suppress(Exception):  # where layers of their own would be registered
        _own("improved")
    return _fitting(_own("model").load_model(folder / "checkpoints" / name), "load_model")


def train(
    name: str,
    images: np.ndarray,
    labels: np.ndarray,
    settings: dict[str, Any],
    saves: Path,
    target: Path,
    report: Callable[[dict[str, Any]], Any],
) -> dict[str, Any]:
    """Train "basic" or "improved" from its stubs' solutions to a saved model.

    images, labels  uint8 (N, 32, 32, 3) and (N, 1), as the data set gives them
    settings        epochs, seed, share (of validation), precision (Keras' dtype policy); of
                    "basic" also batch_size, learning_rate
    saves           folder for the saves of `train`, which a later call goes on from
    target          folder that the trained model is saved to; it must not exist
    report          is called with what is going on, twice a second

    Returns history, mean and std (of the channels), parameters, sizes (pictures for
    training, for validation).
    """
    models.prepare(small=False)
    keras.utils.set_random_seed(settings["seed"])
    with _told(report) as state:
        state["stage"] = "preparing the pictures"
        dataset, preprocessing = _own("dataset"), _own("preprocessing")
        rng = np.random.default_rng(settings["seed"])
        known = observed.keys(images, labels)
        x, y, x_val, y_val = dataset.train_validation_split(images, labels, settings["share"], rng)
        _note(state, observed.split, known, x, y, x_val)
        mean, std = map(np.asarray, preprocessing.channel_statistics(x))
        if name == "basic":
            prepare = functools.partial(preprocessing.standardize, mean=mean, std=std)
        else:
            prepare = preprocessing.scale_pixels
        data = prepare(x), preprocessing.one_hot(y)
        validation = prepare(x_val), preprocessing.one_hot(y_val)
        _note(state, observed.pictures, data[0])
        _note(state, observed.labels, data[1])
        known = {}
        with contextlib.suppress(Exception):  # pictures or labels that will not do
            known = observed.keys(data[0], data[1])
        del x, x_val

        state["stage"] = "building the model"
        build = _builder(name)
        bare = _fitting(build(), build.__name__)  # first, for the plainest names of layers
        keras.utils.set_random_seed(settings["seed"])
        keras.config.set_dtype_policy(settings["precision"])  # not of the one that is saved
        model = build()
        run: Callable[..., Any]
        if name == "basic":
            _own("model").compile_model(model, settings["learning_rate"])
            if getattr(model, "optimizer", None) is None:
                raise Unfit("compile_model has not compiled the model that it was given")
            run = functools.partial(_own("training").train, batch_size=settings["batch_size"])
        else:
            run = _own("improved").train_improved

        _note(state, observed.answers, model, validation[0])
        _note(state, observed.compiled, model)
        state.update(stage="training", epochs=settings["epochs"])
        with _watched(model, state, known, validation[0]):
            history = run(model, data, validation, settings["epochs"], folder=saves)

        state["stage"] = "saving"
        _save(model, bare, target)
    return {
        "history": {row: [float(value) for value in history[row]] for row in ROWS},
        "mean": mean.tolist(),
        "std": std.tolist(),
        "parameters": int(model.count_params()),
        "sizes": [len(data[0]), len(validation[0])],
    }


def _own(module: str) -> ModuleType:
    """A module of the submission."""
    return modules.load(Path(sys.modules[modules.PACKAGE].__path__[0]), module)


def _builder(name: str) -> Callable[[], Any]:
    """The student's function that builds a checkpoint's model."""
    module, function = {
        "basic": ("model", "build_basic_model"),
        "improved": ("improved", "build_improved_model"),
    }[name]
    build: Callable[[], Any] = getattr(_own(module), function)
    return build


def _fitting(model: Any, function: str) -> Any:
    """Require a model of 32x32 colour pictures and ten classes."""
    if not isinstance(model, keras.Model):
        raise Unfit(f"{function} gives a {type(model).__name__}, and no Keras model")
    try:
        got = np.asarray(
            keras.ops.convert_to_numpy(model(np.zeros((2, 32, 32, 3), np.float32), training=False))
        )
    except Exception as problem:
        raise Unfit(
            f"the model of {function} does not take pictures of shape (2, 32, 32, 3): {problem}"
        ) from None
    if got.shape != (2, 10):
        raise Unfit(
            f"the model of {function} makes {got.shape} of two pictures; it should be (2, 10)"
        )
    return model


def _save(model: Any, bare: Any, target: Path) -> None:
    """Save a model that has only weights: an optimizer's state would make it three times larger."""
    try:
        bare.set_weights(model.get_weights())
    except Exception:  # a builder that gives another model each time
        bare = model
    _own("model").save_model(bare, target)


@contextlib.contextmanager
def _told(report: Callable[[dict[str, Any]], Any]) -> Iterator[dict[str, Any]]:
    """Tell what a dict holds, again and again, until the block ends."""
    state: dict[str, Any] = {"facts": {}}
    over = threading.Event()

    def tell() -> None:
        while not over.wait(EVERY):
            with contextlib.suppress(Exception):
                report(_now(state))

    teller = threading.Thread(target=tell, daemon=True)
    teller.start()
    try:
        yield state
    finally:
        over.set()
        teller.join()
        with contextlib.suppress(Exception):
            report(_now(state))  # the last epoch may have ended since


def _now(state: dict[str, Any]) -> dict[str, Any]:
    """The state as plain data, with the steps that the optimizer has made."""
    now = {key: value for key, value in dict(state).items() if key != "model"}
    optimizer = getattr(state.get("model"), "optimizer", None)
    if optimizer is not None:
        with contextlib.suppress(Exception):
            now["steps"] = int(np.asarray(optimizer.iterations))
    return now | {"rows": list(state.get("rows", []))}


def _note(state: dict[str, Any], look: Callable[..., observed.Facts], *at: Any) -> None:
    """Add to the facts what a look at data or model gives; a look that fails gives nothing."""
    with contextlib.suppress(Exception):
        state["facts"] = state["facts"] | look(*at)


class _Watch(keras.callbacks.Callback):
    """Notes steps, losses and epochs of one `fit`, and whether the model tells pictures apart."""

    def __init__(self, state: dict[str, Any], images: np.ndarray) -> None:
        super().__init__()
        self.state = state
        self.images = images

    def on_train_batch_end(self, batch: int, logs: Any = None) -> None:
        self.state["step"] = batch + 1
        if "first" not in self.state["facts"] and "loss" in (logs or {}):
            _note(self.state, lambda: {"first": float(logs["loss"])})
        self.state["now"] = {key: float(value) for key, value in (logs or {}).items()}

    def on_epoch_begin(self, epoch: int, logs: Any = None) -> None:
        self.state["of"] = self.params.get("steps")
        self.state["step"] = 0

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
        self.state["step"] = 0
        if len(self.state.setdefault("rows", [])) < LOOKS:
            _note(self.state, _told_apart, self.model, self.images)
        self.state["rows"].append({key: float(value) for key, value in (logs or {}).items()})


def _told_apart(model: Any, images: np.ndarray) -> observed.Facts:
    return {"alike": observed.answers(model, images)["alike"]}


def _fed(given: dict[str, Any], known: observed.Keys) -> dict[str, Any]:
    """What there is to be said of the arguments of the first `fit`."""
    found = observed.compiled(given["self"])
    x, y = given.get("x"), given.get("y")
    if isinstance(x, np.ndarray):
        found |= observed.pictures(x)
    if isinstance(x, np.ndarray) and isinstance(y, np.ndarray):
        found["fed_paired"] = observed.paired(known, x, y)
    return found


@contextlib.contextmanager
def _watched(
    model: Any, state: dict[str, Any], known: observed.Keys, images: np.ndarray
) -> Iterator[None]:
    """Have every `fit` of this process watched: the model may be part of another one by then.

    known   the labels of the pictures that the student's function was given
    images  that the model is asked about
    """
    original = keras.Model.fit
    signature = inspect.signature(original)

    @functools.wraps(original)
    def fit(*args: Any, **kwargs: Any) -> Any:
        given = signature.bind(*args, **kwargs)
        callbacks = given.arguments.get("callbacks")
        if callbacks is None or isinstance(callbacks, (list, tuple)):
            given.arguments["callbacks"] = [*(callbacks or []), _Watch(state, images)]
        if not state.get("rows"):
            _note(state, _fed, given.arguments, known)
        return original(*given.args, **given.kwargs)

    state["model"] = model
    keras.Model.fit = fit
    try:
        yield
    finally:
        keras.Model.fit = original
