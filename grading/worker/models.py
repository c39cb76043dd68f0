"""What the grading process may ask of Keras models and files in a worker: plain data only.

Imported for the first such question, and with it TensorFlow. Nothing here is a promise to the
grading process: all of it lies in the hands of the student's code.
"""

import _thread
import contextlib
import functools
import importlib
import json
import shutil
import signal
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import keras
import numpy as np

from . import kept, modules

POLL = 0.003  # seconds between two looks at an optimizer's count of steps
AGAIN = 5  # steps after which Ctrl-C is pressed again, should the training just go on

if keras.backend.backend() == "tensorflow":
    import tensorflow as tf

    # Some GPUs would multiply with 10 bits: too coarse to compare with a forward pass of our own.
    tf.config.experimental.enable_tensor_float_32_execution(False)

    class Untuned(tf.data.Options):
        """Options of data sets that do not tune themselves: to end that takes longer than to read
        a few arrays, and a `fit` waits for it."""

        def __init__(self) -> None:
            super().__init__()
            self.autotune.enabled = False

    TUNED = tf.data.Options


def prepare(small: bool) -> None:
    """Set TensorFlow up for small models that run a few times, as in checks, or for large ones.

    What makes a training of an hour faster takes half of the time of one that is over at once:
    rewriting traced functions, and tuning how data sets are read.
    """
    if keras.backend.backend() == "tensorflow":
        tf.config.optimizer.set_experimental_options({"disable_meta_optimizer": small})
        tf.data.Options = Untuned if small else TUNED
        _read_arrays(small)


def _read_arrays(small: bool) -> None:
    """Have Keras read arrays without tracing a function for each of its data sets, or with.

    That takes more than half of a `fit` that is over at once. There is no public switch; where
    Keras is another, it reads as it always does.
    """
    with contextlib.suppress(ImportError, AttributeError):
        from keras.src.trainers.data_adapters.array_data_adapter import ArrayDataAdapter

        usual = getattr(ArrayDataAdapter.get_tf_dataset, "usual", ArrayDataAdapter.get_tf_dataset)

        @functools.wraps(usual)
        def plain(self: Any) -> Any:
            """The same batches: all rows in order or shuffled, the last of what is left."""
            arrays = self._inputs
            if self._shuffle == "batch" or not (
                isinstance(arrays, tuple) and all(isinstance(a, np.ndarray) for a in arrays)
            ):
                return usual(self)
            as_kept = keras.config.floatx()
            data = tf.data.Dataset.from_tensor_slices(
                tuple(a.astype(as_kept, copy=False) if a.dtype.kind == "f" else a for a in arrays)
            )
            if self._shuffle:
                data = data.shuffle(self._num_samples)
            return data.batch(self._batch_size)

        plain.usual = usual  # type: ignore[attr-defined]
        ArrayDataAdapter.get_tf_dataset = plain if small else usual


prepare(small=True)


def layers(model: Any) -> list[dict[str, Any]]:
    """Describe all layers, those of nested models in their places."""
    return [_layer(layer) for layer in _flat(model)]


def _flat(model: Any) -> list[Any]:
    """All layers in order: in the place of a nested model those that it is made of, behind a
    layer that holds others (a wrapper, a block of the student's own) these others."""
    found = []
    for layer in model.layers:
        if isinstance(layer, keras.Model):
            found += _flat(layer)
        else:
            found += [layer, *layer._flatten_layers(include_self=False)]
    return found


def _layer(layer: Any) -> dict[str, Any]:
    return {
        "kind": _kind(layer),
        "name": layer.name,
        "config": _plain(layer.get_config()),
        "output": _shape(layer),
        "weights": [list(map(int, weight.shape)) for weight in layer.weights],
        "trainable": bool(layer.trainable),
    }


def _kind(layer: Any) -> str:
    """The Keras class, also of a class that a student has derived from it: "Layer" of their own."""
    for kind in type(layer).__mro__:
        if getattr(keras.layers, kind.__name__, None) is kind:
            return str(kind.__name__)
    return type(layer).__name__


def _shape(layer: Any) -> list[int | None] | None:
    try:
        return list(layer.output.shape[1:])
    except Exception:  # used more than once, or not at all as a symbol
        return None


def _plain(config: Any) -> Any:
    """A configuration as numbers, texts, lists and dicts; anything else as its text."""
    return json.loads(json.dumps(keras.saving.serialize_keras_object(config), default=str))


def compiled(model: Any) -> dict[str, Any] | None:
    """Describe how a model is compiled; None where it is not."""
    optimizer = getattr(model, "optimizer", None)
    if optimizer is None:
        return None
    try:
        rate = float(np.asarray(keras.ops.convert_to_numpy(optimizer.learning_rate)))
    except Exception:  # no number, but a schedule of the student's own
        rate = None
    return {
        "optimizer": [kind.__name__ for kind in type(optimizer).__mro__],
        "learning_rate": rate,
        "iterations": int(np.asarray(optimizer.iterations)),
    }


def shapes(model: Any) -> tuple[list[int | None], list[int | None]]:
    """Shapes of input and output, the batch axis included."""
    return list(model.input_shape), list(model.output_shape)


def weights(model: Any) -> list[np.ndarray]:
    return [np.asarray(array) for array in model.get_weights()]


def set_weights(model: Any, arrays: list[np.ndarray]) -> None:
    model.set_weights(arrays)


def optimizer_state(model: Any) -> dict[str, np.ndarray]:
    """Give every variable of the optimizer by its path."""
    return {
        variable.path: np.asarray(keras.ops.convert_to_numpy(variable))
        for variable in model.optimizer.variables
    }


def predict(model: Any, images: np.ndarray, training: bool = False) -> np.ndarray:
    """Predict in one forward pass; `model.predict` costs a tenth of a second each time."""
    return np.asarray(keras.ops.convert_to_numpy(model(images, training=training)))


def predict_batches(model: Any, images: np.ndarray, batch_size: int = 500) -> np.ndarray:
    """Predict many images."""
    return np.asarray(model.predict(images, batch_size=batch_size, verbose=0))


def predictor(model: Any, batch_size: int = 500) -> Callable[[np.ndarray], np.ndarray]:
    """Give the predictions of a model as a function of a batch (B, H, W, C) of any size."""

    def predict_all(images: np.ndarray) -> np.ndarray:
        parts = range(0, max(1, len(images)), batch_size)
        return np.concatenate([predict(model, images[at : at + batch_size]) for at in parts])

    return predict_all


def answers(model: Any, layer_name: str, image: np.ndarray) -> np.ndarray:
    """Mean answer of every filter or unit of a layer to one image (H, W, C)."""
    partial = keras.Model(model.inputs[0], model.get_layer(layer_name).output)
    output = predict(partial, image[np.newaxis])
    means: np.ndarray = output.reshape(-1, output.shape[-1]).mean(axis=0)
    return means


def evaluate(model: Any, x: np.ndarray, y: np.ndarray) -> dict[str, float]:
    """Loss and metrics of a compiled model by name, of one batch."""
    with _eager(model):
        got = model.test_on_batch(x, y, return_dict=True)
    return {name: float(value) for name, value in got.items()}


@contextlib.contextmanager
def _eager(model: Any) -> Iterator[None]:
    """Have a compiled model run without tracing meanwhile: for one batch that takes longer."""
    before = model.run_eagerly
    model.run_eagerly = True
    try:
        yield
    finally:
        model.run_eagerly = before
        model.train_function = model.test_function = None  # made for the other way of running


@keras.saving.register_keras_serializable("convlab")
class Count(keras.layers.Layer):
    """Hands its input on, and counts how often it is run."""

    def build(self, input_shape: Any) -> None:
        self.count = self.add_weight(shape=(), initializer="zeros", trainable=False)

    def call(self, inputs: Any) -> Any:
        self.count.assign_add(1.0)
        return inputs

    def compute_output_shape(self, input_shape: Any) -> Any:
        return input_shape


@keras.saving.register_keras_serializable("convlab")
class Record(keras.layers.Layer):
    """Hands its input on, and keeps one number for each batch that it is trained with.

    The number is the sum of all inputs, each times a fixed weight of its own place: the order of
    the images does not change the sum of an epoch, any change of a picture does.
    """

    def build(self, input_shape: Any) -> None:
        shape = tuple(input_shape[1:])
        fixed = np.random.default_rng(0).normal(size=shape).astype(np.float32)
        self.fixed = keras.ops.convert_to_tensor(fixed)
        self.sums = self.add_weight(shape=(1024,), initializer="zeros", trainable=False)
        self.count = self.add_weight(shape=(), initializer="zeros", trainable=False, dtype="int32")

    def call(self, inputs: Any, training: bool = False) -> Any:
        if training:
            seen = keras.ops.sum(keras.ops.cast(inputs, "float32") * self.fixed)
            self.sums.assign_add(keras.ops.one_hot(self.count, 1024) * seen)
            self.count.assign_add(1)
        return inputs

    def compute_output_shape(self, input_shape: Any) -> Any:
        return input_shape


OWN: dict[str, Any] = {"Count": Count, "Record": Record}


def build(
    kinds: list[tuple[str, dict[str, Any]]],
    input_shape: tuple[int, ...],
    functional: bool,
    eager: bool,
) -> Any:
    """Make a model of layers that are given as (class name, arguments).

    eager  whoever compiles it, it runs without tracing, which takes longer than a few steps do
    """
    made = [
        (OWN.get(kind) or getattr(keras.layers, kind))(**arguments) for kind, arguments in kinds
    ]
    if functional:
        inputs = outputs = keras.Input(tuple(input_shape))
        for layer in made:
            outputs = layer(outputs)
        model = keras.Model(inputs, outputs)
    else:
        model = keras.Sequential([keras.Input(tuple(input_shape)), *made])
    if eager:
        run_eagerly(model)
    return model


def run_eagerly(model: Any) -> None:
    """Have a model run without tracing from now on, whoever compiles it."""
    model.run_eagerly = True
    model.compile = functools.partial(model.compile, run_eagerly=True)


def compile_(model: Any, learning_rate: float) -> None:
    model.compile(
        keras.optimizers.Adam(learning_rate), "categorical_crossentropy", metrics=["accuracy"]
    )


def freeze(model: Any) -> None:
    model.trainable = False


def step(model: Any, x: np.ndarray, y: np.ndarray) -> None:
    with _eager(model):
        model.train_on_batch(x, y)


def new_folder() -> str:
    """An empty folder, which is removed with the worker's own."""
    return tempfile.mkdtemp(prefix="folder-", dir=kept.room or Path.cwd())


def files(folder: str) -> dict[str, int]:
    """Size of every file below a folder, by its path with forward slashes."""
    root = Path(folder)
    return {
        file.relative_to(root).as_posix(): file.stat().st_size
        for file in sorted(root.rglob("*"))
        if file.is_file()
    }


def read(folder: str, name: str) -> bytes | None:
    file = Path(folder, name)
    return file.read_bytes() if file.is_file() else None


def write(folder: str, name: str, data: bytes) -> None:
    file = Path(folder, name)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)


def remove(folder: str, name: str) -> None:
    path = Path(folder, name)
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def interrupted(
    module: str, function: str, after: int, args: tuple[Any, ...], kwargs: dict[str, Any]
) -> str:
    """Call a student's training function, and press Ctrl-C after so many steps of its model."""
    model = args[0]
    over, pressed, counting = threading.Event(), threading.Event(), threading.Event()
    step, at = model.optimizer.apply, after

    def press_when_due() -> None:
        nonlocal at
        if int(np.asarray(model.optimizer.iterations)) >= at:
            pressed.set()
            at += AGAIN  # one that comes while Python cleans up is lost
            _thread.interrupt_main()

    def counted(*args: Any, **kwargs: Any) -> None:
        """One step, and Ctrl-C at once when it is the one: whatever the machine is busy with."""
        step(*args, **kwargs)
        if keras.backend.backend() == "tensorflow" and not tf.inside_function():
            counting.set()
            press_when_due()

    def watch() -> None:
        """For steps in a graph, of which Python sees nothing: as soon as it is seen."""
        while not over.wait(POLL):
            if not counting.is_set():
                press_when_due()

    model.optimizer.apply = counted
    called = getattr(importlib.import_module(f"{modules.PACKAGE}.{module}"), function)
    watcher = threading.Thread(target=watch, daemon=True)
    # a grader in the background of a script was started with Ctrl-C left out
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    watcher.start()
    try:
        try:
            called(*args, **kwargs)
        finally:
            over.set()
            watcher.join()
            time.sleep(0)  # a Ctrl-C that came last of all is taken here
            signal.signal(signal.SIGINT, before)
    except BaseException:  # a library may make an error of its own out of a Ctrl-C
        if pressed.is_set():
            return "interrupted"
        raise
    return "finished"
