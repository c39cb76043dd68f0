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


def uneven(filters=(32, 32, 64, 64), **options):
    """The two blocks, with an option that is another one for the second convolution of each."""
    made = []
    for first, second in (filters[:2], filters[2:]):
        own, other = ({name: pair[i] for name, pair in options.items()} for i in (0, 1))
        made.append([block(first, **own)[0], *block(second, **other)[1:]])
    return made


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
    "FC 256 has weights for 64 values, one of each map: Flatten hands it all values of all maps.",
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


@misconception("build_basic_model", "FC 256 has another number of units: it has 256.")
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
    "compile_model",
    "The model given was not compiled: call model.compile on it, and not on a copy.",
)
def copy_compiled(model, learning_rate=1e-3):
    copied = keras.models.clone_model(model)
    right_compile(copied, learning_rate)
    return copied


@misconception(
    "compile_model",
    "The model given was not compiled: call model.compile on it, and not on a copy.",
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
    "The weights are not in the folder: what the model has learned is in them, so save them there "
    "too.",
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
    "Dropout is missing after one of the pools: one layer of it stands after each pool, and one "
    "after FC 256.",
)
def no_dropout_after_the_first_pool(input_shape=(32, 32, 3), num_classes=10):
    return stacked(input_shape, block(32)[:3], block(64), head(num_classes))


@misconception(
    "build_basic_model",
    "Dropout is missing after one of the pools: one layer of it stands after each pool, and one "
    "after FC 256.",
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


@misconception(
    "build_basic_model",
    "Another activation was chosen: it is ReLU after each convolution and after FC 256.",
)
def tanh_in_the_convolutions(input_shape=(32, 32, 3), num_classes=10):
    blocks = [block(f, activation="tanh") for f in (32, 64)]
    return stacked(input_shape, *blocks, head(num_classes))


@misconception(
    "build_basic_model",
    "Another activation was chosen: it is ReLU after each convolution and after FC 256.",
)
def tanh_everywhere(input_shape=(32, 32, 3), num_classes=10):
    blocks = [block(f, activation="tanh") for f in (32, 64)]
    return stacked(input_shape, *blocks, head(num_classes, hidden="tanh"))


@misconception(
    "build_basic_model",
    "Another activation was chosen: it is ReLU after each convolution and after FC 256.",
)
def sigmoid_in_the_convolutions(input_shape=(32, 32, 3), num_classes=10):
    blocks = [block(f, activation="sigmoid") for f in (32, 64)]
    return stacked(input_shape, *blocks, head(num_classes))


@misconception(
    "build_basic_model",
    "Another activation was chosen: it is ReLU after each convolution and after FC 256.",
)
def sigmoid_everywhere(input_shape=(32, 32, 3), num_classes=10):
    blocks = [block(f, activation="sigmoid") for f in (32, 64)]
    return stacked(input_shape, *blocks, head(num_classes, hidden="sigmoid"))


@misconception(
    "build_basic_model",
    "Another activation was chosen: it is ReLU after each convolution and after FC 256.",
)
def leaky_everywhere(input_shape=(32, 32, 3), num_classes=10):
    blocks = [block(f, activation="leaky_relu") for f in (32, 64)]
    return stacked(input_shape, *blocks, head(num_classes, hidden="leaky_relu"))


@misconception(
    "build_basic_model",
    "Another activation was chosen: it is ReLU after each convolution and after FC 256.",
)
def leaky_in_the_convolutions(input_shape=(32, 32, 3), num_classes=10):
    blocks = [block(f, activation="leaky_relu") for f in (32, 64)]
    return stacked(input_shape, *blocks, head(num_classes))


@misconception(
    "build_basic_model",
    "Another activation was chosen: it is ReLU after each convolution and after FC 256.",
)
def tanh_in_the_hidden_layer(input_shape=(32, 32, 3), num_classes=10):
    return stacked(input_shape, block(32), block(64), head(num_classes, hidden="tanh"))


@misconception(
    "build_basic_model",
    "Another activation was chosen: it is ReLU after each convolution and after FC 256.",
)
def softmax_in_the_hidden_layer(input_shape=(32, 32, 3), num_classes=10):
    return stacked(input_shape, block(32), block(64), head(num_classes, hidden="softmax"))


@misconception(
    "build_basic_model",
    "There is no ReLU at all: it follows each convolution, and FC 256.",
)
def without_any_relu(input_shape=(32, 32, 3), num_classes=10):
    blocks = [block(f, activation=None) for f in (32, 64)]
    return stacked(input_shape, *blocks, head(num_classes, hidden=None))


@misconception(
    "build_basic_model",
    "Some of the convolutions have no activation: ReLU follows each of the four.",
)
def second_of_each_block_without_relu(input_shape=(32, 32, 3), num_classes=10):
    return stacked(input_shape, *uneven(activation=["relu", None]), head(num_classes))


@misconception(
    "build_basic_model",
    "Some of the convolutions have no activation: ReLU follows each of the four.",
)
def first_of_each_block_without_relu(input_shape=(32, 32, 3), num_classes=10):
    return stacked(input_shape, *uneven(activation=[None, "relu"]), head(num_classes))


@misconception(
    "build_basic_model",
    "Some of the convolutions have no activation: ReLU follows each of the four.",
)
def first_block_without_relu(input_shape=(32, 32, 3), num_classes=10):
    return stacked(input_shape, block(32, activation=None), block(64), head(num_classes))


@misconception(
    "build_basic_model",
    "Some of the convolutions have no activation: ReLU follows each of the four.",
)
def second_block_without_relu(input_shape=(32, 32, 3), num_classes=10):
    return stacked(input_shape, block(32), block(64, activation=None), head(num_classes))


@misconception(
    "build_basic_model",
    "Some of the convolutions have no activation: ReLU follows each of the four.",
)
def last_convolution_without_relu(input_shape=(32, 32, 3), num_classes=10):
    *_, pool, drop = block(64)
    last = [layers.Conv2D(64, 3, activation="relu"), layers.Conv2D(64, 3), pool, drop]
    return stacked(input_shape, block(32), last, head(num_classes))


@misconception(
    "build_basic_model",
    'Some of the convolutions keep the size of the map: padding is "valid" in all four.',
)
def first_of_each_block_padded(input_shape=(32, 32, 3), num_classes=10):
    return stacked(input_shape, *uneven(padding=["same", "valid"]), head(num_classes))


@misconception(
    "build_basic_model",
    'Some of the convolutions keep the size of the map: padding is "valid" in all four.',
)
def second_of_each_block_padded(input_shape=(32, 32, 3), num_classes=10):
    return stacked(input_shape, *uneven(padding=["valid", "same"]), head(num_classes))


@misconception(
    "build_basic_model",
    'Some of the convolutions keep the size of the map: padding is "valid" in all four.',
)
def first_block_padded(input_shape=(32, 32, 3), num_classes=10):
    return stacked(input_shape, block(32, padding="same"), block(64), head(num_classes))


@misconception(
    "build_basic_model",
    'Some of the convolutions keep the size of the map: padding is "valid" in all four.',
)
def second_block_padded(input_shape=(32, 32, 3), num_classes=10):
    return stacked(input_shape, block(32), block(64, padding="same"), head(num_classes))


@misconception(
    "build_basic_model",
    "The convolutions have other numbers of filters: they are 32, 32, 64 and 64.",
)
def always_32_filters(input_shape=(32, 32, 3), num_classes=10):
    blocks = [block(f) for f in (32, 32)]
    return stacked(input_shape, *blocks, head(num_classes))


@misconception(
    "build_basic_model",
    "The convolutions have other numbers of filters: they are 32, 32, 64 and 64.",
)
def always_64_filters(input_shape=(32, 32, 3), num_classes=10):
    blocks = [block(f) for f in (64, 64)]
    return stacked(input_shape, *blocks, head(num_classes))


@misconception(
    "build_basic_model",
    "The convolutions have other numbers of filters: they are 32, 32, 64 and 64.",
)
def more_filters_first(input_shape=(32, 32, 3), num_classes=10):
    blocks = [block(f) for f in (64, 32)]
    return stacked(input_shape, *blocks, head(num_classes))


@misconception(
    "build_basic_model",
    "The convolutions have other numbers of filters: they are 32, 32, 64 and 64.",
)
def twice_the_filters(input_shape=(32, 32, 3), num_classes=10):
    blocks = [block(f) for f in (64, 128)]
    return stacked(input_shape, *blocks, head(num_classes))


@misconception(
    "build_basic_model",
    "The convolutions have other numbers of filters: they are 32, 32, 64 and 64.",
)
def filters_doubled_early(input_shape=(32, 32, 3), num_classes=10):
    return stacked(input_shape, *uneven([32, 64, 64, 64]), head(num_classes))


@misconception(
    "build_basic_model",
    "The convolutions have other numbers of filters: they are 32, 32, 64 and 64.",
)
def filters_doubled_each_time(input_shape=(32, 32, 3), num_classes=10):
    return stacked(input_shape, *uneven([32, 64, 128, 256]), head(num_classes))


@misconception(
    "build_basic_model",
    "The convolutions have other numbers of filters: they are 32, 32, 64 and 64.",
)
def filters_doubled_late(input_shape=(32, 32, 3), num_classes=10):
    return stacked(input_shape, *uneven([32, 32, 32, 64]), head(num_classes))


@misconception(
    "build_basic_model",
    "The convolutions have other numbers of filters: they are 32, 32, 64 and 64.",
)
def filters_in_turn(input_shape=(32, 32, 3), num_classes=10):
    return stacked(input_shape, *uneven([32, 64, 32, 64]), head(num_classes))


@misconception(
    "build_basic_model",
    "The convolutions have other numbers of filters: they are 32, 32, 64 and 64.",
)
def filters_up_to_128(input_shape=(32, 32, 3), num_classes=10):
    return stacked(input_shape, *uneven([32, 64, 64, 128]), head(num_classes))


@misconception(
    "build_basic_model",
    "There is one pool, at the end: each pair of convolutions is followed by one.",
)
def second_pool_alone(input_shape=(32, 32, 3), num_classes=10):
    a, b, _, drop = block(32)
    return stacked(input_shape, [a, b, drop], block(64), head(num_classes))


@misconception(
    "build_basic_model",
    "There is one pool, after the first pair of convolutions: the second pair is followed by one "
    "as well.",
)
def first_pool_alone(input_shape=(32, 32, 3), num_classes=10):
    a, b, _, drop = block(64)
    return stacked(input_shape, block(32), [a, b, drop], head(num_classes))


@misconception(
    "build_basic_model",
    "There are no pools: each pair of convolutions is followed by one.",
)
def without_pools(input_shape=(32, 32, 3), num_classes=10):
    blocks = [[a, b, drop] for a, b, _, drop in (block(32), block(64))]
    return stacked(input_shape, *blocks, head(num_classes))


@misconception(
    "build_basic_model",
    "The pools take squares of 3x3: here they are 2x2.",
)
def larger_pools(input_shape=(32, 32, 3), num_classes=10):
    blocks = [block(f, pool=layers.MaxPooling2D(3)) for f in (32, 64)]
    return stacked(input_shape, *blocks, head(num_classes))


@misconception(
    "build_basic_model",
    "The pools overlap: their stride is the size, 2, which Keras takes by itself.",
)
def pools_of_stride_one(input_shape=(32, 32, 3), num_classes=10):
    blocks = [block(f, pool=layers.MaxPooling2D(2, strides=1)) for f in (32, 64)]
    return stacked(input_shape, *blocks, head(num_classes))


@misconception(
    "build_basic_model",
    "The pools overlap: their stride is the size, 2, which Keras takes by itself.",
)
def pools_of_three_at_stride_two(input_shape=(32, 32, 3), num_classes=10):
    blocks = [block(f, pool=layers.MaxPooling2D(3, strides=2)) for f in (32, 64)]
    return stacked(input_shape, *blocks, head(num_classes))


@misconception(
    "build_basic_model",
    "Strides of 2 took the place of the pools: convolutions have strides of 1 here, and "
    "MaxPooling2D makes the maps smaller.",
)
def strides_for_pools(input_shape=(32, 32, 3), num_classes=10):
    blocks = [
        [
            layers.Conv2D(filters, 3, activation="relu"),
            layers.Conv2D(filters, 3, strides=2, activation="relu"),
            layers.Dropout(0.25),
        ]
        for filters in (32, 64)
    ]
    return stacked(input_shape, *blocks, head(num_classes))


@misconception(
    "build_basic_model",
    "FC 256 has weights for 64 values, one of each map: Flatten hands it all values of all maps.",
)
def largest_of_each_map(input_shape=(32, 32, 3), num_classes=10):
    ending = [layers.GlobalMaxPooling2D(), *head(num_classes)[1:]]
    return stacked(input_shape, block(32), block(64), ending)


@misconception(
    "build_basic_model",
    "FC 256 has weights for 64 values, one of each map: Flatten hands it all values of all maps.",
)
def without_flatten(input_shape=(32, 32, 3), num_classes=10):
    return stacked(input_shape, block(32), block(64), head(num_classes)[1:])


@misconception(
    "build_basic_model",
    "FC 256 stands before Flatten, and sees the maps at one place at a time: Flatten comes first.",
)
def flattened_late(input_shape=(32, 32, 3), num_classes=10):
    flat, hidden, drop, last = head(num_classes)
    return stacked(input_shape, block(32), block(64), [hidden, flat, drop, last])


@misconception(
    "build_basic_model",
    "FC 256 is missing: it stands between Flatten and the last layer.",
)
def without_the_hidden_layer(input_shape=(32, 32, 3), num_classes=10):
    flat, _, drop, last = head(num_classes)
    return stacked(input_shape, block(32), block(64), [flat, drop, last])


@misconception(
    "build_basic_model",
    "There is one dense layer too many: FC 256 and the last layer are all.",
)
def one_dense_layer_more(input_shape=(32, 32, 3), num_classes=10):
    flat, hidden, drop, last = head(num_classes)
    more = layers.Dense(256, activation="relu")
    return stacked(input_shape, block(32), block(64), [flat, hidden, more, drop, last])


@misconception(
    "build_basic_model",
    "There is one dense layer too many: FC 256 and the last layer are all.",
)
def a_smaller_dense_layer_more(input_shape=(32, 32, 3), num_classes=10):
    flat, hidden, drop, last = head(num_classes)
    more = layers.Dense(128, activation="relu")
    return stacked(input_shape, block(32), block(64), [flat, hidden, drop, more, last])


@misconception(
    "build_basic_model",
    "FC 256 has another number of units: it has 256.",
)
def twice_the_units(input_shape=(32, 32, 3), num_classes=10):
    return stacked(input_shape, block(32), block(64), head(num_classes, units=512))


@misconception(
    "build_basic_model",
    "FC 256 has another number of units: it has 256.",
)
def few_units(input_shape=(32, 32, 3), num_classes=10):
    return stacked(input_shape, block(32), block(64), head(num_classes, units=64))


@misconception(
    "build_basic_model",
    "FC 256 has another number of units: it has 256.",
)
def many_units(input_shape=(32, 32, 3), num_classes=10):
    return stacked(input_shape, block(32), block(64), head(num_classes, units=1024))


@misconception(
    "build_basic_model",
    "The kernels are 2x2: here they are 3x3.",
)
def small_kernels(input_shape=(32, 32, 3), num_classes=10):
    blocks = [block(f, kernel_size=2) for f in (32, 64)]
    return stacked(input_shape, *blocks, head(num_classes))


@misconception(
    "build_basic_model",
    "The kernels are 1x1: here they are 3x3.",
)
def single_value_kernels(input_shape=(32, 32, 3), num_classes=10):
    blocks = [block(f, kernel_size=1) for f in (32, 64)]
    return stacked(input_shape, *blocks, head(num_classes))


@misconception(
    "build_basic_model",
    "Some of the kernels are 5x5: all of them are 3x3.",
)
def large_kernels_first(input_shape=(32, 32, 3), num_classes=10):
    return stacked(input_shape, block(32, kernel_size=5), block(64), head(num_classes))


@misconception(
    "build_basic_model",
    "ReLU stands before the softmax: it takes away how scores below 0 differ, so hand softmax the "
    "scores as they are.",
)
def relu_before_softmax(input_shape=(32, 32, 3), num_classes=10):
    ending = [*head(num_classes, last="relu"), layers.Softmax()]
    return stacked(input_shape, block(32), block(64), ending)


@misconception(
    "build_basic_model",
    "ReLU ends the model: softmax has to make probabilities of the scores.",
)
def relu_last(input_shape=(32, 32, 3), num_classes=10):
    return stacked(input_shape, block(32), block(64), head(num_classes, last="relu"))


@misconception(
    "build_basic_model",
    "The softmax was taken twice: the second one makes all classes nearly equal.",
)
def softmax_twice(input_shape=(32, 32, 3), num_classes=10):
    return stacked(input_shape, block(32), block(64), [*head(num_classes), layers.Softmax()])


@misconception(
    "build_basic_model",
    "The last layer gives logarithms: softmax, without log, gives the probabilities.",
)
def logarithms(input_shape=(32, 32, 3), num_classes=10):
    return stacked(input_shape, block(32), block(64), head(num_classes, last="log_softmax"))


@misconception(
    "build_basic_model",
    "The model divides its images by 255: they come prepared, and none of its layers does that.",
)
def rescaled(input_shape=(32, 32, 3), num_classes=10):
    scaling = [layers.Rescaling(1 / 255)]
    return stacked(input_shape, scaling, block(32), block(64), head(num_classes))


@misconception(
    "build_basic_model",
    "Batch normalization was added: it is a fine idea for the improved model, and none of the "
    "basic one.",
)
def normalized_after_each_convolution(input_shape=(32, 32, 3), num_classes=10):
    norm = layers.BatchNormalization
    blocks = [[a, norm(), b, norm(), *rest] for a, b, *rest in (block(32), block(64))]
    return stacked(input_shape, *blocks, head(num_classes))


@misconception(
    "build_basic_model",
    "Batch normalization was added: it is a fine idea for the improved model, and none of the "
    "basic one.",
)
def normalized_before_each_pool(input_shape=(32, 32, 3), num_classes=10):
    norm = layers.BatchNormalization
    blocks = [[a, b, norm(), *rest] for a, b, *rest in (block(32), block(64))]
    return stacked(input_shape, *blocks, head(num_classes))


@misconception(
    "build_basic_model",
    "Batch normalization was added: it is a fine idea for the improved model, and none of the "
    "basic one.",
)
def normalized_everywhere(input_shape=(32, 32, 3), num_classes=10):
    norm = layers.BatchNormalization
    blocks = [[a, norm(), b, norm(), *rest] for a, b, *rest in (block(32), block(64))]
    flat, hidden, drop, last = head(num_classes)
    return stacked(input_shape, *blocks, [flat, hidden, norm(), drop, last])


@misconception(
    "build_basic_model",
    "Dropout at rate 0.5 stands at another place: it follows FC 256, and comes before the last "
    "layer.",
)
def dropout_before_the_hidden_layer(input_shape=(32, 32, 3), num_classes=10):
    flat, hidden, drop, last = head(num_classes)
    return stacked(input_shape, block(32), block(64), [flat, drop, hidden, last])


@misconception(
    "build_basic_model",
    "Dropout at rate 0.5 stands at another place: it follows FC 256, and comes before the last "
    "layer.",
)
def dropout_before_flatten(input_shape=(32, 32, 3), num_classes=10):
    flat, hidden, drop, last = head(num_classes)
    return stacked(input_shape, block(32), block(64), [drop, flat, hidden, last])


@misconception(
    "build_basic_model",
    "Dropout at rate 0.5 stands at another place: it follows FC 256, and comes before the last "
    "layer.",
)
def dropout_at_the_end(input_shape=(32, 32, 3), num_classes=10):
    flat, hidden, drop, last = head(num_classes)
    return stacked(input_shape, block(32), block(64), [flat, hidden, last, drop])


@misconception(
    "build_basic_model",
    "Dropout has one rate everywhere: it is 0.25 after the pools, and 0.5 after FC 256.",
)
def a_quarter_everywhere(input_shape=(32, 32, 3), num_classes=10):
    blocks = [block(f, rate=0.25) for f in (32, 64)]
    return stacked(input_shape, *blocks, head(num_classes, rate=0.25))


@misconception(
    "build_basic_model",
    "Dropout has one rate everywhere: it is 0.25 after the pools, and 0.5 after FC 256.",
)
def a_half_everywhere(input_shape=(32, 32, 3), num_classes=10):
    blocks = [block(f, rate=0.5) for f in (32, 64)]
    return stacked(input_shape, *blocks, head(num_classes, rate=0.5))


@misconception(
    "build_basic_model",
    "Dropout has one rate everywhere: it is 0.25 after the pools, and 0.5 after FC 256.",
)
def a_fifth_everywhere(input_shape=(32, 32, 3), num_classes=10):
    blocks = [block(f, rate=0.2) for f in (32, 64)]
    return stacked(input_shape, *blocks, head(num_classes, rate=0.2))


@misconception(
    "build_basic_model",
    "There is dropout after FC 256 alone: one layer of it stands after each pool, too.",
)
def no_dropout_after_pools(input_shape=(32, 32, 3), num_classes=10):
    blocks = [block(f)[:3] for f in (32, 64)]
    return stacked(input_shape, *blocks, head(num_classes))


@misconception(
    "build_basic_model",
    "The model was built and not returned: end the function with return model.",
)
def model_forgotten(input_shape=(32, 32, 3), num_classes=10):
    right_build(input_shape, num_classes)


@misconception(
    "compile_model",
    "Another optimizer was chosen: here it is Adam, keras.optimizers.Adam.",
)
def with_rmsprop(model, learning_rate=1e-3):
    optimizer = keras.optimizers.RMSprop(learning_rate)
    model.compile(optimizer, "categorical_crossentropy", metrics=["accuracy"])


@misconception(
    "compile_model",
    "Another optimizer was chosen: here it is Adam, keras.optimizers.Adam.",
)
def with_nadam(model, learning_rate=1e-3):
    optimizer = keras.optimizers.Nadam(learning_rate)
    model.compile(optimizer, "categorical_crossentropy", metrics=["accuracy"])


@misconception(
    "compile_model",
    "Another optimizer was chosen: here it is Adam, keras.optimizers.Adam.",
)
def with_adamax(model, learning_rate=1e-3):
    optimizer = keras.optimizers.Adamax(learning_rate)
    model.compile(optimizer, "categorical_crossentropy", metrics=["accuracy"])


@misconception(
    "compile_model",
    "Another optimizer was chosen: here it is Adam, keras.optimizers.Adam.",
)
def with_adagrad(model, learning_rate=1e-3):
    optimizer = keras.optimizers.Adagrad(learning_rate)
    model.compile(optimizer, "categorical_crossentropy", metrics=["accuracy"])


@misconception(
    "compile_model",
    'The metric goes by another name: with metrics=["accuracy"] the history has accuracy and '
    "val_accuracy.",
)
def categorical_for_accuracy(model, learning_rate=1e-3):
    optimizer = keras.optimizers.Adam(learning_rate)
    model.compile(optimizer, "categorical_crossentropy", metrics=["categorical_accuracy"])


@misconception(
    "compile_model",
    'The metric goes by another name: with metrics=["accuracy"] the history has accuracy and '
    "val_accuracy.",
)
def short_for_accuracy(model, learning_rate=1e-3):
    optimizer = keras.optimizers.Adam(learning_rate)
    model.compile(optimizer, "categorical_crossentropy", metrics=["acc"])


@misconception(
    "compile_model",
    'The metric goes by another name: with metrics=["accuracy"] the history has accuracy and '
    "val_accuracy.",
)
def binary_name_for_accuracy(model, learning_rate=1e-3):
    optimizer = keras.optimizers.Adam(learning_rate)
    model.compile(optimizer, "categorical_crossentropy", metrics=["binary_accuracy"])


@misconception(
    "compile_model",
    'Every number was compared, the many right zeros too: "accuracy" compares the most probable '
    "class with the right one.",
)
def binary_accuracy(model, learning_rate=1e-3):
    metric = keras.metrics.BinaryAccuracy(name="accuracy")
    model.compile(
        keras.optimizers.Adam(learning_rate), "categorical_crossentropy", metrics=[metric]
    )


@misconception(
    "compile_model",
    "The absolute error was taken: categorical cross-entropy is the loss for probabilities of "
    "classes.",
)
def absolute_error(model, learning_rate=1e-3):
    model.compile(keras.optimizers.Adam(learning_rate), "mae", metrics=["accuracy"])


@misconception(
    "compile_model",
    "The errors of a batch were added up: the loss is their mean, which Keras takes by itself.",
)
def errors_added_up(model, learning_rate=1e-3):
    loss = keras.losses.CategoricalCrossentropy(reduction="sum")
    model.compile(keras.optimizers.Adam(learning_rate), loss, metrics=["accuracy"])


@misconception(
    "compile_model",
    "If nothing is said, the learning rate should be 0.001.",
)
def slow_by_default(model, learning_rate=1e-4):
    right_compile(model, learning_rate)


@misconception(
    "compile_model",
    "If nothing is said, the learning rate should be 0.001.",
)
def fast_by_default(model, learning_rate=0.1):
    right_compile(model, learning_rate)


@misconception(
    "compile_model",
    "Adam was changed besides its learning rate: leave its other arguments as they are.",
)
def other_memory(model, learning_rate=1e-3):
    optimizer = keras.optimizers.Adam(learning_rate, epsilon=0.1)
    model.compile(optimizer, "categorical_crossentropy", metrics=["accuracy"])


@misconception(
    "save_model",
    "Another file was written: the names are architecture.json and model.weights.h5.",
)
def model_json(model, folder):
    Path(folder).mkdir(parents=True, exist_ok=True)
    (Path(folder) / "model.json").write_text(model.to_json())
    model.save_weights(Path(folder) / "model.weights.h5")


@misconception(
    "save_model",
    "Another file was written: the names are architecture.json and model.weights.h5.",
)
def both_renamed(model, folder):
    Path(folder).mkdir(parents=True, exist_ok=True)
    (Path(folder) / "model.json").write_text(model.to_json())
    model.save_weights(Path(folder) / "weights.weights.h5")


@misconception(
    "save_model",
    "Another file was written: the names are architecture.json and model.weights.h5.",
)
def architecture_renamed(model, folder):
    Path(folder).mkdir(parents=True, exist_ok=True)
    (Path(folder) / "architecture.txt").write_text(model.to_json())
    model.save_weights(Path(folder) / "model.weights.h5")


@misconception(
    "save_model",
    "The folder given is empty: put it before the names of the files, as in "
    'Path(folder) / "architecture.json".',
)
def saved_elsewhere(model, folder):
    Path(folder).mkdir(parents=True, exist_ok=True)
    right_save(model, "saved")


@misconception(
    "save_model",
    'The JSON was added to the end of the file that was there: "w" in place of "a" replaces it.',
)
def json_appended(model, folder):
    Path(folder).mkdir(parents=True, exist_ok=True)
    with Path(folder, "architecture.json").open("a") as file:
        file.write(model.to_json())
    model.save_weights(Path(folder) / "model.weights.h5")


@misconception(
    "load_model",
    "A missing file raised another error: FileNotFoundError is the one that says what it is.",
)
def any_error(folder):
    try:
        return right_load(folder)
    except FileNotFoundError as problem:
        raise Exception(str(problem)) from None


@misconception(
    "load_model",
    "A missing file raised another error: FileNotFoundError is the one that says what it is.",
)
def os_error(folder):
    try:
        return right_load(folder)
    except FileNotFoundError as problem:
        raise OSError(str(problem)) from None


@misconception(
    "load_model",
    "The error names architecture.json where the weights are missing: name the file that is not "
    "there.",
)
def wrong_file_named(folder):
    try:
        return right_load(folder)
    except FileNotFoundError:
        raise FileNotFoundError(f"{Path(folder, 'architecture.json')} is missing") from None


@misconception(
    "compile_model",
    'What comes third in compile are loss_weights: name the metrics, metrics=["accuracy"].',
)
def metrics_third(model, learning_rate=1e-3):
    optimizer = keras.optimizers.Adam(learning_rate)
    model.compile(optimizer, "categorical_crossentropy", ["accuracy"])


@misconception(
    "build_basic_model",
    "The pools overlap: their stride is the size, 2, which Keras takes by itself.",
)
def second_pool_of_stride_one(input_shape=(32, 32, 3), num_classes=10):
    second = block(64, pool=layers.MaxPooling2D(2, strides=1))
    return stacked(input_shape, block(32), second, head(num_classes))


@misconception(
    "build_basic_model",
    "The pools overlap: their stride is the size, 2, which Keras takes by itself.",
)
def first_pool_of_stride_one(input_shape=(32, 32, 3), num_classes=10):
    first = block(32, pool=layers.MaxPooling2D(2, strides=1))
    return stacked(input_shape, first, block(64), head(num_classes))


def one_padded(input_shape, num_classes, place):
    """One of the four convolutions keeps the size of the map."""
    filters = (32, 32, 64, 64)
    kept = ["same" if each == place else "valid" for each in range(4)]
    a, b, c, d = (block(f, padding=p)[0] for f, p in zip(filters, kept, strict=True))
    blocks = [a, b, *block(32)[2:]], [c, d, *block(64)[2:]]
    return stacked(input_shape, *blocks, head(num_classes))


@misconception(
    "build_basic_model",
    'Some of the convolutions keep the size of the map: padding is "valid" in all four.',
)
def first_alone_padded(input_shape=(32, 32, 3), num_classes=10):
    return one_padded(input_shape, num_classes, 0)


@misconception(
    "build_basic_model",
    'Some of the convolutions keep the size of the map: padding is "valid" in all four.',
)
def second_alone_padded(input_shape=(32, 32, 3), num_classes=10):
    return one_padded(input_shape, num_classes, 1)


@misconception(
    "build_basic_model",
    'Some of the convolutions keep the size of the map: padding is "valid" in all four.',
)
def third_alone_padded(input_shape=(32, 32, 3), num_classes=10):
    return one_padded(input_shape, num_classes, 2)


@misconception(
    "build_basic_model",
    'Some of the convolutions keep the size of the map: padding is "valid" in all four.',
)
def fourth_alone_padded(input_shape=(32, 32, 3), num_classes=10):
    return one_padded(input_shape, num_classes, 3)


@misconception(
    "build_basic_model",
    "There is one convolution before one of the pools: there should be two before each.",
)
def one_convolution_in_the_first_block(input_shape=(32, 32, 3), num_classes=10):
    return stacked(input_shape, block(32)[1:], block(64), head(num_classes))


@misconception(
    "build_basic_model",
    "There is one convolution before one of the pools: there should be two before each.",
)
def one_convolution_in_the_second_block(input_shape=(32, 32, 3), num_classes=10):
    return stacked(input_shape, block(32), block(64)[1:], head(num_classes))


@misconception(
    "compile_model",
    "The model was frozen, so that nothing can learn: compile it, and leave trainable alone.",
)
def frozen(model, learning_rate=1e-3):
    model.trainable = False
    right_compile(model, learning_rate)


@misconception(
    "save_model",
    "Another file was written: the names are architecture.json and model.weights.h5.",
)
def whole_model_and_architecture(model, folder):
    Path(folder).mkdir(parents=True, exist_ok=True)
    Path(folder, "architecture.json").write_text(model.to_json(), encoding="utf-8")
    model.save(Path(folder) / "model.keras")


@misconception(
    "save_model",
    "What was there before was kept: a save replaces both files.",
)
def first_architecture_kept(model, folder):
    file = Path(folder, "architecture.json")
    before = file.read_text(encoding="utf-8") if file.exists() else None
    right_save(model, folder)
    if before is not None:
        file.write_text(before, encoding="utf-8")
