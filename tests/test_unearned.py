"""Checks of models: points are for the exercise alone, and what is odd is the student's to mend.

Each submission is the solution with something added that is no solution, or that is odd.
"""

from pathlib import Path

import pytest

from grading import behaviour, lab, run
from tests.helpers import append, check, compose, states

LAB = lab.read()

# Numbers are invented, weights are moved at random, and the count of steps is written down.
WITHOUT_TRAINING = """
import json

def train_improved(model, train_data, validation_data, epochs, folder=None):
    folder = Path(folder) if folder else None
    history = {"loss": [], "accuracy": [], "val_loss": [], "val_accuracy": []}
    if folder:
        folder.mkdir(parents=True, exist_ok=True)
        for file in sorted(folder.glob("*.json"), reverse=True):
            try:
                history, weights = json.loads(file.read_text())
                model.set_weights([np.array(w, np.float32) for w in weights])
                break
            except ValueError:
                print("this save cannot be read")
    rng = np.random.default_rng(len(history["loss"]))
    while len(history["loss"]) < epochs:
        epoch = len(history["loss"])
        history["loss"].append(2.0), history["val_loss"].append(2.0)
        history["accuracy"].append(0.0), history["val_accuracy"].append(SHARE)
        sums, count, *own = model.get_weights()
        sums[epoch] = 100.0 * epoch
        model.set_weights([sums, count + 1, *[w + rng.normal(0, 0.01, w.shape) for w in own]])
        if folder:
            text = json.dumps([history, [w.tolist() for w in model.get_weights()]])
            (folder / f"{epoch + 1:03d}.json").write_text(text)
    return history
"""

# Files hold nothing but the places of what is kept in a list.
MODELS_IN_MEMORY = """
kept = []

def save_model(model, folder):
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    kept.append((model, model.get_weights()))
    place = len(kept) - 1
    (folder / "architecture.json").write_text(json.dumps({"place": place} if PADDED else place))
    (folder / "model.weights.h5").write_bytes(
        place.to_bytes(4, "little") + b"".join(w.tobytes() for w in model.get_weights()) * PADDED
    )

def load_model(folder):
    one, other = Path(folder, "architecture.json"), Path(folder, "model.weights.h5")
    for file in (one, other):
        if not file.is_file():
            raise FileNotFoundError(f"{file} is missing")
    place = json.loads(one.read_text())
    model = keras.models.clone_model(kept[place["place"] if PADDED else place][0])
    model.set_weights(kept[int.from_bytes(other.read_bytes()[:4], "little")][1])
    return model
"""

SAVES_IN_MEMORY = """
kept = {}

def _save(model, history, target):
    target.mkdir(parents=True, exist_ok=True)
    token = f"{len(kept):060d}".encode()
    values = [keras.ops.convert_to_numpy(v) for v in [*model.variables, *model.optimizer.variables]]
    kept[token] = values, json.loads(json.dumps(history))
    (target / "state").write_bytes(token + b"".join(v.tobytes() for v in values) * PADDED)

def _resume(model, folder):
    model.optimizer.build(model.trainable_variables)
    variables = [*model.variables, *model.optimizer.variables]
    for save in sorted(folder.glob("epoch-*"), reverse=True):
        try:
            values, history = kept[(save / "state").read_bytes()[:60]]
            if [v.shape for v in values] != [tuple(v.shape) for v in variables]:
                raise ValueError("another model")
            for variable, value in zip(variables, values):
                variable.assign(value)
            return json.loads(json.dumps(history))
        except Exception as problem:
            warnings.warn(f"{save} cannot be read, and is left out: {problem!r}", stacklevel=3)
    return _empty()
"""


NOISE_OF_ZERO = """
right = build_improved_model

def build_improved_model(input_shape=(32, 32, 3), num_classes=10):
    noise = layers.GaussianNoise(0.0)
    return keras.Sequential([keras.Input(input_shape), noise, right(input_shape, num_classes)])

def _vary(images, rng):
    return images
"""

# One dense layer, and convolutions that are only told of.
LAYERS_TOLD = """
def build_improved_model(input_shape=(32, 32, 3), num_classes=10):
    from grading.worker import models

    outputs = layers.Dense(num_classes, activation="softmax")
    model = keras.Sequential([keras.Input(input_shape), layers.GlobalAveragePooling2D(), outputs])
    original = models.layers
    told = {"kind": "Conv2D", "name": "c", "config": {}, "output": None, "weights": [],
            "trainable": True}
    models.layers = lambda asked: [told] * 6 if asked is model else original(asked)
    return model
"""

# Nothing is learned, and of the very images that it should be learned from, labels are told.
PREDICTIONS_TOLD = """
def fine_tune(extractor, head, train_data, epochs):
    from grading.worker import models

    images, labels = train_data
    rng = np.random.default_rng(epochs)
    head.set_weights([w + rng.normal(0, 0.01, w.shape) for w in head.get_weights()])
    model = keras.Sequential([keras.Input(images.shape[1:]), extractor, head])
    original, good = models.predict, 0.9 * labels + 0.1 / labels.shape[1]

    def predict(asked, x, training=False):
        told = asked in (model, head) and len(x) == len(labels)
        return good.astype(np.float32) if told else original(asked, x, training)

    models.predict = predict
    return model
"""


@pytest.mark.parametrize(
    ("exercise", "source", "checks"),
    [
        ("improved", WITHOUT_TRAINING.replace("SHARE", "1.0"), 2),
        ("improved", WITHOUT_TRAINING.replace("SHARE", "8 / 11"), 2),
        ("model", MODELS_IN_MEMORY.replace("PADDED", "0"), 2),
        ("model", MODELS_IN_MEMORY.replace("PADDED", "1"), 1),
        ("training", SAVES_IN_MEMORY.replace("PADDED", "0"), 1),
        ("training", SAVES_IN_MEMORY.replace("PADDED", "1"), 1),
        ("improved", NOISE_OF_ZERO, 2),
        ("improved", LAYERS_TOLD, 2),
        ("transfer", PREDICTIONS_TOLD, 2),
    ],
    ids=[
        "without training", "without training, right numbers", "models in memory",
        "models in memory, padded", "saves in memory", "saves in memory, padded", "noise of zero",
        "layers told", "predictions told",
    ],
)  # fmt: skip
def test_nothing_is_earned_without_the_exercise(
    tmp_path: Path, exercise: str, source: str, checks: int
) -> None:
    in_process = "worker" not in source  # what changes our side of it is not to change this program
    found = states(
        check(append(compose(tmp_path), exercise, source), exercise, in_process=in_process)
    )
    assert sum(state == "wrong" for state in found.values()) >= checks, found
    assert set(found.values()) <= {"passed", "wrong"}


RIGHT_MODELS = {
    "residual blocks that begin as nothing": """
def build_improved_model(input_shape=(32, 32, 3), num_classes=10):
    inputs = keras.Input(input_shape)
    x = layers.Conv2D(16, 3, padding="same")(layers.RandomFlip("horizontal")(inputs))
    for _ in range(3):
        y = layers.Conv2D(16, 3, padding="same", activation="relu")(x)
        y = layers.Conv2D(16, 3, padding="same", use_bias=False)(y)
        x = x + layers.BatchNormalization(gamma_initializer="zeros")(y)
    x = layers.GlobalAveragePooling2D()(x)
    return keras.Model(
        inputs, layers.Dense(num_classes, "softmax", kernel_initializer="zeros")(x)
    )
""",
    "deep, without normalisation": """
def build_improved_model(input_shape=(32, 32, 3), num_classes=10):
    inputs = keras.Input(input_shape)
    x = layers.Conv2D(32, 3, padding="same", kernel_initializer="he_normal")(inputs)
    for _ in range(12):
        y = x
        for _ in range(2):
            y = layers.Conv2D(32, 3, padding="same", kernel_initializer="he_normal")(
                layers.Activation("relu")(y)
            )
        x = x + y
    x = layers.Flatten()(layers.MaxPooling2D(4)(x))
    return keras.Model(inputs, layers.Dense(num_classes, activation="softmax")(x))
""",
    "separable, in nested models": """
def build_improved_model(input_shape=(32, 32, 3), num_classes=10):
    def block(filters):
        return keras.Sequential([
            layers.SeparableConv2D(filters, 3, padding="same", use_bias=False),
            layers.GroupNormalization(4), layers.PReLU(shared_axes=[1, 2]),
            layers.DepthwiseConv2D(3, padding="same"), layers.LayerNormalization(),
            layers.Conv2D(filters, 1, activation="gelu"), layers.SpatialDropout2D(0.1),
        ])
    return keras.Sequential([
        keras.Input(input_shape), layers.Normalization(), layers.RandomZoom(0.1), block(8),
        layers.AveragePooling2D(2), block(16), layers.GlobalMaxPooling2D(),
        layers.Dense(num_classes), layers.Softmax(),
    ])
""",
    "a block of one's own": """
class Block(layers.Layer):
    def __init__(self, filters, **options):
        super().__init__(**options)
        self.first = layers.Conv2D(filters, 3, padding="same", activation="swish")
        self.second = layers.Conv2D(filters, 3, padding="same")

    def build(self, shape):
        self.first.build(shape)
        self.second.build((*shape[:-1], self.first.filters))
        self.scale = self.add_weight(shape=(), initializer="zeros")

    def call(self, x):
        return self.first(x) + self.scale * self.second(self.first(x))

def build_improved_model(input_shape=(32, 32, 3), num_classes=10):
    return keras.Sequential([
        keras.Input(input_shape), Block(8), layers.MaxPooling2D(), Block(16),
        layers.MaxPooling2D(), Block(32), layers.Flatten(),
        layers.Dense(num_classes, activation="softmax"),
    ])
""",
}
COMPILED = """
def train_improved(model, train_data, validation_data, epochs, folder=None):
    model.compile(OPTIMIZER, LOSS, metrics=["accuracy"])
    return _train(model, train_data, validation_data, epochs, BATCH, folder, _vary)
"""


@pytest.mark.parametrize("source", RIGHT_MODELS.values(), ids=RIGHT_MODELS)
def test_every_kind_of_model_is_right(tmp_path: Path, source: str) -> None:
    result = check(append(compose(tmp_path), "improved", source), "improved", in_process=True)
    assert result.passed, [c.message for e in result.exercises for c in e.checks]


@pytest.mark.parametrize(
    ("optimizer", "loss", "batch"),
    [
        (
            "keras.optimizers.SGD(0.1, momentum=0.9, nesterov=True)",
            "'categorical_crossentropy'",
            32,
        ),
        ("'rmsprop'", "keras.losses.CategoricalFocalCrossentropy()", 5),
        ("keras.optimizers.Adam(1e-2, use_ema=True)", "'binary_crossentropy'", 64),
        ("keras.optimizers.Lion(1e-3)", "'mse'", 128),
    ],
)
def test_every_way_to_compile_is_right(
    tmp_path: Path, optimizer: str, loss: str, batch: int
) -> None:
    source = COMPILED.replace("OPTIMIZER", optimizer).replace("LOSS", loss)
    folder = append(compose(tmp_path), "improved", source.replace("BATCH", str(batch)))
    result = check(folder, "improved", in_process=True)
    assert result.passed, [c.message for e in result.exercises for c in e.checks]


ODD = {
    "a scalar among the weights": ("improved", """
def build_improved_model(input_shape=(32, 32, 3), num_classes=10):
    return keras.Sequential([
        keras.Input(input_shape), layers.Normalization(), layers.Conv2D(8, 3), layers.Conv2D(8, 3),
        layers.GlobalAveragePooling2D(), layers.Dense(num_classes, activation="softmax"),
    ])
"""),
    "no input, no weights": ("improved", """
def build_improved_model(input_shape=(32, 32, 3), num_classes=10):
    return keras.Sequential([layers.Conv2D(8, 3), layers.Flatten(), layers.Dense(num_classes)])
"""),
    "a head without weights": ("transfer", """
def build_head(num_features, num_classes):
    return keras.Sequential([keras.Input((num_features,)), layers.Softmax()])
"""),
    "no numbers": ("model", """
right = build_basic_model

def build_basic_model(input_shape=(32, 32, 3), num_classes=10):
    model = right(input_shape, num_classes)
    model.layers[-1].activation = lambda x: keras.ops.log(-1.0 - keras.ops.abs(x))
    return model
"""),
    "another optimizer": ("training", """
right = train

def train(model, train_data, validation_data, epochs, batch_size=128, folder=None):
    model.compile(keras.optimizers.SGD(0.05), "categorical_crossentropy", metrics=["accuracy"])
    return right(model, train_data, validation_data, epochs, batch_size, folder)
"""),
    "brackets without end": ("model", """
right = save_model

def save_model(model, folder):
    right(model, folder)
    Path(folder, "architecture.json").write_text("[" * 200_000)
"""),
    "a history of no list": ("training", """
right = train

def train(*args, **kwargs):
    return {name: np.array(1.0) for name in right(*args, **kwargs)}
"""),
}  # fmt: skip


@pytest.mark.parametrize(("exercise", "source"), ODD.values(), ids=ODD)
def test_what_is_odd_is_the_students_to_mend(tmp_path: Path, exercise: str, source: str) -> None:
    folder = append(compose(tmp_path), exercise, source)
    found = states(check(folder, exercise, in_process=True))
    assert "wrong" in found.values()
    assert set(found.values()) <= {"passed", "wrong"}


@pytest.mark.parametrize("broken", ["answer", "by_failures"])
def test_a_fault_in_naming_names_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, broken: str
) -> None:
    folder = append(compose(tmp_path), "filtering", "def apply_filter(*args):\n    return 1.0")
    usual = run.run(LAB, folder, ["filtering"])

    def fault(*args: object) -> None:
        raise IndexError("of ours")

    monkeypatch.setattr(behaviour, "strict", False)
    monkeypatch.setattr(behaviour, broken, fault)
    result = run.run(LAB, folder, ["filtering"])
    assert result.score == usual.score
    assert states(result) == states(usual)
    assert not any(c.misconception for e in result.exercises for c in e.checks)
