"""A student's Keras model as a check sees it: a handle on what stays in the worker.

    model = ...build_basic_model()
    model.layers()      plain data about every layer, nested ones included
    model.weights()     arrays
    model.predict(x)    an array

Whatever a worker says of a model is a claim. A check believes it only where predictions bear it
out: a forward pass of our own on the reported weights must give the reported predictions.
"""

from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np

from .errors import CodeFailed, StudentError
from .worker import schema

if TYPE_CHECKING:
    from .proxy import Host

TOOLS = ":models"
LIMIT = 20.0  # seconds that one question about a model may take


class Layer(msgspec.Struct, frozen=True):
    """One layer, as the worker describes it; layers of nested models stand in their places.

    kind     name of the Keras class that it is, or is derived from: "Conv2D", "Dropout", ...
    name     its own
    config   what Keras says of it: numbers, texts and lists of them
    output   shape of its output without the batch axis; None where it is not known
    weights  shapes of its weights
    """

    kind: str
    name: str
    config: dict[str, Any]
    output: list[int | None] | None
    weights: list[list[int]]
    trainable: bool


class Compiled(msgspec.Struct, frozen=True):
    """How a model is compiled; `optimizer` names the class and all that it is derived from."""

    optimizer: list[str]
    learning_rate: float | None
    iterations: int


class Model(schema.Handle):
    """A model in a worker. Its life is the worker's."""

    def __init__(self, host: "Host", number: int, description: str) -> None:
        self._host = host
        self._life = host.life
        self._number = number
        self.description = description

    @property
    def number(self) -> int:  # type: ignore[override]
        """Under which the worker keeps it; CodeFailed where that worker is gone."""
        if self._host.life != self._life:
            raise CodeFailed("The process that ran the code has ended, and the model with it.")
        return self._number

    def layers(self) -> list[Layer]:
        """Describe all layers in order, those of nested models included."""
        found: list[Layer] = self._told("layers", list[Layer])
        return found

    def compiled(self) -> Compiled | None:
        """Describe how the model is compiled; None where it is not."""
        found: Compiled | None = self._told("compiled", Compiled | None)
        return found

    def shapes(self) -> tuple[list[int | None], list[int | None]]:
        """Shapes of the one input and the one output, with the batch axis as None."""
        found: tuple[list[int | None], list[int | None]] = self._told(
            "shapes", tuple[list[int | None], list[int | None]]
        )
        return found

    def input_shape(self) -> tuple[int | None, ...] | None:
        """Shape of one input; None where the model cannot tell, such as one not built yet."""
        try:
            return tuple(self.shapes()[0][1:])
        except (StudentError, CodeFailed):
            return None

    def weights(self) -> list[np.ndarray]:
        """Give all weights, in the order of `model.get_weights()`."""
        return self._arrays("weights")

    def set_weights(self, weights: list[np.ndarray]) -> None:
        """Replace all weights."""
        self._ask("set_weights", weights)

    def optimizer_state(self) -> dict[str, Any]:
        """Give what the optimizer remembers: an array for every variable, by its path."""
        found: dict[str, Any] = self._told("optimizer_state", dict[str, Any])
        return found

    def predict(self, images: np.ndarray, training: bool = False) -> np.ndarray:
        """Predict a batch in one forward pass."""
        got = self._ask("predict", images, training=training)
        if not isinstance(got, np.ndarray):
            raise CodeFailed("The model does not predict an array.")
        return got

    def predict_batches(self, images: np.ndarray) -> np.ndarray:
        """Predict many images, in batches."""
        got = self._ask("predict_batches", images)
        if not isinstance(got, np.ndarray):
            raise CodeFailed("The model does not predict an array.")
        return got

    def predictor(self) -> schema.Predictor:
        """Give what a student's function that takes a `predict` may be given: it runs there."""
        return schema.Predictor(self.number)

    def answers(self, layer_name: str, image: np.ndarray) -> np.ndarray:
        """Give the mean answer of every filter or unit of a layer to one image."""
        got = self._ask("answers", layer_name, image)
        if not isinstance(got, np.ndarray):
            raise CodeFailed(f"The answers of the layer {layer_name} are no array.")
        return got

    def evaluate(self, x: np.ndarray, y: np.ndarray) -> dict[str, float]:
        """Evaluate the compiled model; gives loss and metrics by name."""
        found: dict[str, float] = self._told("evaluate", dict[str, float], x, y)
        return found

    def _arrays(self, name: str) -> list[np.ndarray]:
        got = self._ask(name)
        if not isinstance(got, list) or not all(isinstance(item, np.ndarray) for item in got):
            raise CodeFailed(f"The {name} of the model are no arrays.")
        return got

    def _told(self, name: str, kind: Any, *args: Any) -> Any:
        """Ask for plain data of a certain form; anything else is no answer."""
        try:
            return msgspec.convert(self._ask(name, *args), kind)
        except msgspec.ValidationError as problem:
            raise CodeFailed(f"The {name} of the model cannot be read: {problem}.") from None

    def _ask(self, name: str, *args: Any, **kwargs: Any) -> Any:
        return self._host.call(TOOLS, name, (self, *args), kwargs, LIMIT).value


class Folder(str):
    """Path of a folder in the worker; messages do not show it, since it is another each time."""


class Workbench:
    """What a check may ask of a worker: models of its own making, folders, files in them.

    Everything here runs beside the student's code, and is as untrusted as that.
    """

    def __init__(self, host: "Host") -> None:
        self._host = host

    def build(
        self,
        layers: list[tuple[str, dict[str, Any]]],
        input_shape: tuple[int, ...],
        weights: list[np.ndarray] | None = None,
        functional: bool = False,
        eager: bool = False,
    ) -> Model:
        """Make a model of Keras layers, each given as (class name, arguments).

        functional  as `keras.Model(inputs, outputs)`; otherwise as `keras.Sequential`
        eager       whoever compiles it, it runs without tracing, which takes longer than a few
                    steps do

        Beside Keras' own classes there are two that hand their input on. "Count" counts how
        often it is run: its one weight is the count. "Record" keeps one number for each batch
        that it is trained with: its weights are the numbers (1024,), and how many there are.
        """
        model: Model = self._ask("build", layers, input_shape, functional, eager)
        if weights is not None:
            model.set_weights(weights)
        return model

    def compile(self, model: Model, learning_rate: float = 1e-3) -> None:
        """Compile with Adam, categorical cross-entropy and accuracy."""
        self._ask("compile_", model, learning_rate)

    def run_eagerly(self, model: Model) -> None:
        """Have a model run without tracing, whoever compiles it: a few steps are quicker so."""
        self._ask("run_eagerly", model)

    def freeze(self, model: Model) -> None:
        """Make all weights of a model untrainable."""
        self._ask("freeze", model)

    def step(self, model: Model, x: np.ndarray, y: np.ndarray) -> None:
        """Make one step of a compiled model's optimizer, on one batch."""
        self._ask("step", model, x, y)

    def folder(self) -> Folder:
        """Make an empty folder that the student's code may write to."""
        return Folder(self._ask("new_folder"))

    def files(self, folder: str) -> dict[str, int]:
        """Give size and path (with forward slashes) of every file in a folder and below."""
        try:
            return msgspec.convert(self._ask("files", folder), dict[str, int])
        except msgspec.ValidationError as problem:
            raise CodeFailed(f"The files in the folder cannot be read: {problem}.") from None

    def read(self, folder: str, name: str) -> bytes:
        """Read a file; b"" where there is none."""
        got = self._ask("read", folder, name)
        return got if isinstance(got, bytes) else b""

    def write(self, folder: str, name: str, data: bytes) -> None:
        """Write a file, its folders included."""
        self._ask("write", folder, name, data)

    def remove(self, folder: str, name: str) -> None:
        """Remove a file, or a folder with all that is in it."""
        self._ask("remove", folder, name)

    def interrupted(
        self, module: str, function: str, after: int, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> str:
        """Call a training function, and press Ctrl-C once its model has made `after` steps.

        The model is the first argument. Returns "interrupted" or "finished".
        """
        return str(self._ask("interrupted", module, function, after, args, kwargs))

    def _ask(self, name: str, *args: Any) -> Any:
        return self._host.call(TOOLS, name, args, {}, LIMIT).value
