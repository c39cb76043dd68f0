"""What goes wrong when the basic model is built, compiled, saved and loaded."""

import pickle
from pathlib import Path

import keras
import numpy as np
from keras import layers

from checks.misconceptions import misconception
from solutions.model import build_basic_model, compile_model, load_model, save_model

# in a submission the names of the solution stand for the wrong versions
right_build, right_compile = build_basic_model, compile_model
right_save, right_load = save_model, load_model


def block(filters, pool=None, rate=0.25, **options):
    """Two convolutions, a pool and dropout, with something else in place of one of them."""
    options = {"activation": "relu", "kernel_size": 3} | options
    return [
        layers.Conv2D(filters, **options),
        layers.Conv2D(filters, **options),
        layers.MaxPooling2D(2) if pool is None else pool,
        layers.Dropout(rate),
    ]


def head(num_classes, units=256, hidden="relu", last="softmax", rate=0.5):
    """Flatten and the two fully connected layers."""
    return [
        layers.Flatten(),
        layers.Dense(units, activation=hidden),
        layers.Dropout(rate),
        layers.Dense(num_classes, activation=last),
    ]


def stacked(input_shape, *parts):
    return keras.Sequential(
        [keras.Input(input_shape), *(layer for part in parts for layer in part)]
    )


@misconception(
    "build_basic_model",
    'The convolutions keep the size of the map: padding is "valid", which Keras takes by itself.',
)
def padded(input_shape=(32, 32, 3), num_classes=10):
    blocks = [*block(32, padding="same"), *block(64, padding="same")]
    return stacked(input_shape, blocks, head(num_classes))


@misconception(
    "build_basic_model",
    "The convolutions have no activation: without ReLU between them two layers in a row are one.",
)
def convolutions_without_relu(input_shape=(32, 32, 3), num_classes=10):
    blocks = [*block(32, activation=None), *block(64, activation=None)]
    return stacked(input_shape, blocks, head(num_classes))


@misconception("build_basic_model", "FC 256 has no activation: ReLU follows it too.")
def hidden_without_relu(input_shape=(32, 32, 3), num_classes=10):
    return stacked(input_shape, block(32), block(64), head(num_classes, hidden=None))


@misconception(
    "build_basic_model",
    "The last layer gives scores: softmax has to make probabilities of them.",
)
def without_softmax(input_shape=(32, 32, 3), num_classes=10):
    return stacked(input_shape, block(32), block(64), head(num_classes, last=None))


@misconception(
    "build_basic_model",
    "The last layer ends with a sigmoid, which looks at each class alone: softmax makes the ten "
    "add up to 1.",
)
def sigmoid_last(input_shape=(32, 32, 3), num_classes=10):
    return stacked(input_shape, block(32), block(64), head(num_classes, last="sigmoid"))


@misconception("build_basic_model", "The pools take the mean: MaxPooling2D takes the maximum.")
def mean_pools(input_shape=(32, 32, 3), num_classes=10):
    blocks = [block(f, pool=layers.AveragePooling2D(2)) for f in (32, 64)]
    return stacked(input_shape, *blocks, head(num_classes))


@misconception(
    "build_basic_model",
    "The pools overlap: their stride is the size, 2, which Keras takes by itself.",
)
def overlapping_pools(input_shape=(32, 32, 3), num_classes=10):
    blocks = [block(f, pool=layers.MaxPooling2D(3, strides=2, padding="same")) for f in (32, 64)]
    return stacked(input_shape, *blocks, head(num_classes))


@misconception(
    "build_basic_model",
    'The pools keep what is left over at the far edge: their padding is "valid" too.',
)
def pools_padded(input_shape=(32, 32, 3), num_classes=10):
    blocks = [block(f, pool=layers.MaxPooling2D(2, padding="same")) for f in (32, 64)]
    return stacked(input_shape, *blocks, head(num_classes))


@misconception(
    "build_basic_model",
    "The maps were averaged to one number each: Flatten keeps all of their values.",
)
def averaged_maps(input_shape=(32, 32, 3), num_classes=10):
    ending = [layers.GlobalAveragePooling2D(), *head(num_classes)[1:]]
    return stacked(input_shape, block(32), block(64), ending)


@misconception("build_basic_model", "The kernels are 5x5: here they are 3x3.")
def large_kernels(input_shape=(32, 32, 3), num_classes=10):
    blocks = [block(f, kernel_size=5) for f in (32, 64)]
    return stacked(input_shape, *blocks, head(num_classes))


@misconception(
    "build_basic_model", "There is one convolution before each pool: there should be two."
)
def one_convolution_each(input_shape=(32, 32, 3), num_classes=10):
    return stacked(input_shape, block(32)[1:], block(64)[1:], head(num_classes))


@misconception("build_basic_model", "The first hidden layer has 128 units: FC 256 has 256.")
def fewer_units(input_shape=(32, 32, 3), num_classes=10):
    return stacked(input_shape, block(32), block(64), head(num_classes, units=128))


@misconception("build_basic_model", "The convolutions have no biases: each filter owns one.")
def without_biases(input_shape=(32, 32, 3), num_classes=10):
    blocks = [block(f, use_bias=False) for f in (32, 64)]
    return stacked(input_shape, *blocks, head(num_classes))


@misconception(
    "build_basic_model",
    "Batch normalization was added: it is a fine idea for the improved model, and none of the "
    "basic one.",
)
def normalized(input_shape=(32, 32, 3), num_classes=10):
    return stacked(
        input_shape, block(32), [layers.BatchNormalization()], block(64), head(num_classes)
    )


@misconception(
    "build_basic_model", "input_shape was left unused: hand it to keras.Input as it comes."
)
def fixed_input(input_shape=(32, 32, 3), num_classes=10):
    return right_build((32, 32, 3), num_classes)


@misconception(
    "build_basic_model", "There are always ten classes: the last layer has num_classes units."
)
def fixed_classes(input_shape=(32, 32, 3), num_classes=10):
    return right_build(input_shape)


@misconception(
    "build_basic_model",
    "The model does not know its input yet, and so has no weights: begin with "
    "keras.Input(input_shape).",
)
def not_built(input_shape=(32, 32, 3), num_classes=10):
    return keras.Sequential([*block(32), *block(64), *head(num_classes)])


@misconception("build_basic_model", "Layers were returned: keras.Sequential makes a model of them.")
def list_of_layers(input_shape=(32, 32, 3), num_classes=10):
    return [*block(32), *block(64), *head(num_classes)]


@misconception("build_basic_model", "There is no dropout: three layers of it belong to the model.")
def without_dropout(input_shape=(32, 32, 3), num_classes=10):
    kept = [part[:3] for part in (block(32), block(64))]
    flat, hidden, _, last = head(num_classes)
    return stacked(input_shape, *kept, [flat, hidden, last])


@misconception(
    "build_basic_model",
    "The rates of dropout changed places: 0.25 stands after the pools, 0.5 after FC 256.",
)
def rates_swapped(input_shape=(32, 32, 3), num_classes=10):
    blocks = [block(f, rate=0.5) for f in (32, 64)]
    return stacked(input_shape, *blocks, head(num_classes, rate=0.25))


@misconception(
    "build_basic_model",
    "The share that is kept was given as the rate: 0.25 is the share that is dropped.",
)
def shares_kept(input_shape=(32, 32, 3), num_classes=10):
    blocks = [block(f, rate=0.75) for f in (32, 64)]
    return stacked(input_shape, *blocks, head(num_classes))


@misconception(
    "build_basic_model",
    "Dropout stands before the pools, which look for the largest value and rarely miss one that "
    "was dropped: put it after them.",
)
def dropout_before_pools(input_shape=(32, 32, 3), num_classes=10):
    blocks = [[a, b, drop, pool] for a, b, pool, drop in (block(32), block(64))]
    return stacked(input_shape, *blocks, head(num_classes))


@misconception(
    "build_basic_model",
    "Dropout follows every convolution as well: there are three layers of it in all.",
)
def dropout_everywhere(input_shape=(32, 32, 3), num_classes=10):
    (a, b, *c), (d, e, *f) = block(32), block(64)
    more = [layers.Dropout(0.25) for _ in range(2)]
    return stacked(input_shape, [a, more[0], b, *c, d, more[1], e, *f], head(num_classes))


@misconception(
    "build_basic_model",
    "Whole feature maps are dropped by one coin: keras.layers.Dropout tosses one for each value.",
)
def maps_dropped(input_shape=(32, 32, 3), num_classes=10):
    blocks = [[*block(f)[:3], layers.SpatialDropout2D(0.25)] for f in (32, 64)]
    return stacked(input_shape, *blocks, head(num_classes))


@misconception(
    "compile_model", "Another optimizer was chosen: here it is Adam, keras.optimizers.Adam."
)
def gradient_descent(model, learning_rate=1e-3):
    optimizer = keras.optimizers.SGD(learning_rate)
    model.compile(optimizer, "categorical_crossentropy", metrics=["accuracy"])


@misconception(
    "compile_model",
    "AdamW also makes all weights a little smaller in every step: Adam alone is asked for.",
)
def adam_with_decay(model, learning_rate=1e-3):
    optimizer = keras.optimizers.AdamW(learning_rate, weight_decay=0.01)
    model.compile(optimizer, "categorical_crossentropy", metrics=["accuracy"])


@misconception(
    "compile_model",
    'The learning rate was not handed on: "adam" alone means 0.001, whatever was asked for.',
)
def rate_forgotten(model, learning_rate=1e-3):
    model.compile("adam", "categorical_crossentropy", metrics=["accuracy"])


@misconception("compile_model", "If nothing is said, the learning rate should be 0.001.")
def other_default(model, learning_rate=1e-2):
    right_compile(model, learning_rate)


@misconception(
    "compile_model",
    "The loss waits for labels as whole numbers: one-hot labels want categorical_crossentropy, "
    "without sparse.",
)
def sparse(model, learning_rate=1e-3):
    optimizer = keras.optimizers.Adam(learning_rate)
    model.compile(optimizer, "sparse_categorical_crossentropy", metrics=["accuracy"])


@misconception(
    "compile_model",
    "The loss takes the probabilities for scores and puts a second softmax on them: leave "
    "from_logits out, the model has its softmax already.",
)
def from_scores(model, learning_rate=1e-3):
    loss = keras.losses.CategoricalCrossentropy(from_logits=True)
    model.compile(keras.optimizers.Adam(learning_rate), loss, metrics=["accuracy"])


@misconception(
    "compile_model",
    "The squared error was taken: categorical cross-entropy is the loss for probabilities of "
    "classes.",
)
def squared_error(model, learning_rate=1e-3):
    model.compile(keras.optimizers.Adam(learning_rate), "mse", metrics=["accuracy"])


@misconception(
    "compile_model",
    "Each class was judged by itself: binary cross-entropy is for questions of yes or no, one of "
    "several classes wants the categorical one.",
)
def binary(model, learning_rate=1e-3):
    optimizer = keras.optimizers.Adam(learning_rate)
    model.compile(optimizer, "binary_crossentropy", metrics=["categorical_accuracy"])


@misconception("compile_model", 'No metric was asked for: metrics=["accuracy"] adds it.')
def without_accuracy(model, learning_rate=1e-3):
    model.compile(keras.optimizers.Adam(learning_rate), "categorical_crossentropy")


@misconception(
    "compile_model", "A copy was compiled: the model that was given is to be ready for training."
)
def copy_compiled(model, learning_rate=1e-3):
    copied = keras.models.clone_model(model)
    right_compile(copied, learning_rate)
    return copied


@misconception(
    "compile_model", "Nothing was compiled: model.compile takes optimizer, loss and metrics."
)
def prepared_only(model, learning_rate=1e-3):
    return keras.optimizers.Adam(learning_rate), "categorical_crossentropy", ["accuracy"]


@misconception(
    "save_model", "The folder was not made: mkdir(parents=True, exist_ok=True) makes it."
)
def folder_not_made(model, folder):
    folder = Path(folder)
    (folder / "architecture.json").write_text(model.to_json(), encoding="utf-8")
    model.save_weights(folder / "model.weights.h5")


@misconception(
    "save_model", "Only the last folder was made: parents=True makes those above it too."
)
def parents_not_made(model, folder):
    Path(folder).mkdir(exist_ok=True)
    right_save(model, folder)


@misconception(
    "save_model",
    "A folder that is there already was refused: exist_ok=True lets a new save replace the old.",
)
def only_once(model, folder):
    Path(folder).mkdir(parents=True)
    right_save(model, folder)


@misconception(
    "save_model",
    "What was there before was kept: a save replaces both files.",
)
def first_save_kept(model, folder):
    if not Path(folder, "architecture.json").exists():
        right_save(model, folder)


@misconception(
    "save_model", "The weights alone were saved: architecture.json says how to build the model."
)
def weights_only(model, folder):
    Path(folder).mkdir(parents=True, exist_ok=True)
    model.save_weights(Path(folder) / "model.weights.h5")


@misconception(
    "save_model",
    "The architecture alone was saved: what the model has learned is in its weights.",
)
def architecture_only(model, folder):
    Path(folder).mkdir(parents=True, exist_ok=True)
    Path(folder, "architecture.json").write_text(model.to_json(), encoding="utf-8")


@misconception(
    "save_model",
    "Another file was written: the names are architecture.json and model.weights.h5.",
)
def whole_model(model, folder):
    Path(folder).mkdir(parents=True, exist_ok=True)
    model.save(Path(folder) / "model.keras")


@misconception(
    "save_model",
    "What stands in architecture.json is no JSON: model.to_json() gives the text to write.",
)
def no_json(model, folder):
    right_save(model, folder)
    Path(folder, "architecture.json").write_bytes(pickle.dumps(model.get_config()))


@misconception(
    "save_model",
    "The table of model.summary was saved, from which no model can be built: use model.to_json().",
)
def summary(model, folder):
    right_save(model, folder)
    lines = []
    model.summary(print_fn=lambda line, **_: lines.append(line))
    Path(folder, "architecture.json").write_text("\n".join(lines), encoding="utf-8")


@misconception(
    "save_model",
    "The architecture of the basic model was written, whatever model was given.",
)
def always_basic_saved(model, folder):
    right_save(model, folder)
    Path(folder, "architecture.json").write_text(right_build().to_json(), encoding="utf-8")


@misconception(
    "load_model", "The weights were not loaded: a model built from JSON has fresh, random ones."
)
def weights_not_loaded(folder):
    right_load(folder)
    text = Path(folder, "architecture.json").read_text(encoding="utf-8")
    return keras.models.model_from_json(text)


@misconception(
    "load_model",
    "The basic model was built, whatever was saved: build what architecture.json says.",
)
def always_basic_loaded(folder):
    for name in ("architecture.json", "model.weights.h5"):
        if not Path(folder, name).is_file():
            raise FileNotFoundError(name)
    model = right_build()
    model.load_weights(Path(folder) / "model.weights.h5")
    return model


@misconception(
    "load_model",
    "Nothing was returned: load_weights gives back None, so end with a line, return model.",
)
def nothing_returned(folder):
    right_load(folder)


@misconception(
    "load_model",
    "Nothing was returned: load_weights gives back None, so end with a line, return model.",
)
def result_of_load_weights(folder):
    text = Path(folder, "architecture.json").read_text(encoding="utf-8")
    return keras.models.model_from_json(text).load_weights(Path(folder) / "model.weights.h5")


@misconception(
    "load_model",
    "A model once loaded was kept, and given again after another save: read the files.",
)
def remembered(folder):
    if str(folder) not in _loaded:
        _loaded[str(folder)] = right_load(folder)
    return _loaded[str(folder)]


_loaded: dict[str, keras.Model] = {}


@misconception(
    "load_model",
    "Missing weights were passed over: a model that knows nothing is worse than an error, so "
    "raise FileNotFoundError.",
)
def weights_optional(folder):
    if Path(folder, "model.weights.h5").is_file():
        return right_load(folder)
    text = Path(folder, "architecture.json").read_text(encoding="utf-8")
    return keras.models.model_from_json(text)


@misconception("load_model", "None was returned where a file is missing: raise FileNotFoundError.")
def none_for_missing(folder):
    try:
        return right_load(folder)
    except FileNotFoundError:
        return None


@misconception(
    "load_model",
    "A missing file raised another error: FileNotFoundError is the one that says what it is.",
)
def other_error(folder):
    try:
        return right_load(folder)
    except FileNotFoundError as problem:
        raise ValueError(str(problem)) from None


@misconception(
    "load_model", "The error does not say what is missing: put the file's name into its message."
)
def error_without_name(folder):
    try:
        return right_load(folder)
    except FileNotFoundError:
        raise FileNotFoundError("there is no model") from None


@misconception(
    "load_model", "The weights came back in another order: load_weights knows where each belongs."
)
def weights_reversed(folder):
    model = right_load(folder)
    weights = model.get_weights()
    model.set_weights([np.flip(array) for array in weights])
    return model


@misconception(
    "build_basic_model",
    "There is no dropout after the first pool: one layer of it stands after each pool, "
    "and one after FC 256.",
)
def no_dropout_after_the_first_pool(input_shape=(32, 32, 3), num_classes=10):
    return stacked(input_shape, block(32)[:3], block(64), head(num_classes))


@misconception(
    "build_basic_model",
    "There is no dropout after the second pool: one layer of it stands after each pool, "
    "and one after FC 256.",
)
def no_dropout_after_the_second_pool(input_shape=(32, 32, 3), num_classes=10):
    return stacked(input_shape, block(32), block(64)[:3], head(num_classes))


@misconception(
    "build_basic_model",
    "There is no dropout after FC 256: one layer of it stands after each pool, and one there.",
)
def no_dropout_after_the_hidden_layer(input_shape=(32, 32, 3), num_classes=10):
    flat, hidden, _, last = head(num_classes)
    return stacked(input_shape, block(32), block(64), [flat, hidden, last])


@misconception(
    "build_basic_model",
    "The first convolution has no biases: all layers have them.",
)
def first_layer_without_biases(input_shape=(32, 32, 3), num_classes=10):
    first = layers.Conv2D(32, 3, activation="relu", use_bias=False)
    return stacked(input_shape, [first, *block(32)[1:]], block(64), head(num_classes))


@misconception(
    "compile_model",
    "The metric compares numbers one by one, and probabilities hardly ever equal labels: "
    '"accuracy" compares the classes.',
)
def equal_numbers(model, learning_rate=1e-3):
    metric = keras.metrics.Accuracy(name="accuracy")
    model.compile(
        keras.optimizers.Adam(learning_rate), "categorical_crossentropy", metrics=[metric]
    )


@misconception(
    "compile_model",
    "The labels were smoothed in the loss: that is for the improved model.",
)
def smoothed(model, learning_rate=1e-3):
    loss = keras.losses.CategoricalCrossentropy(label_smoothing=0.1)
    model.compile(keras.optimizers.Adam(learning_rate), loss, metrics=["accuracy"])


@misconception(
    "save_model",
    "Another file was written: the names are architecture.json and model.weights.h5.",
)
def other_names(model, folder):
    Path(folder).mkdir(parents=True, exist_ok=True)
    (Path(folder) / "architecture.json").write_text(model.to_json())
    model.save_weights(Path(folder) / "weights.weights.h5")
