"""What goes wrong in a model of one's own, and in training it on augmented pictures."""

import shutil
import warnings
from pathlib import Path

import keras
import numpy as np
from augmentation import augment
from keras import layers
from training import _train

from checks.misconceptions import misconception
from solutions.improved import _vary, build_improved_model, train_improved

right_model, right_train = build_improved_model, train_improved


def small_model(input_shape, outputs, filters=(16, 16, 32, 32, 64, 64)):
    """A plain network of so many convolutions, and what ends it."""
    model = keras.Sequential([keras.Input(input_shape)])
    for number in filters:
        model.add(layers.Conv2D(number, 3, padding="same", activation="relu"))
    model.add(layers.GlobalAveragePooling2D())
    for layer in outputs:
        model.add(layer)
    return model


def saves(folder):
    """What the solution has saved, the oldest first."""
    return sorted(Path(folder).glob("epoch-*")) if folder else []


def compiled(model):
    model.compile("adam", "categorical_crossentropy", metrics=["accuracy"])


@misconception(
    "build_improved_model",
    "There is one convolution more than in the basic model: at least two more are wanted.",
)
def five_convolutions(input_shape=(32, 32, 3), num_classes=10):
    end = [layers.Dense(num_classes, activation="softmax")]
    return small_model(input_shape, end, (32, 32, 64, 64, 64))


@misconception(
    "build_improved_model",
    "The model has as many convolutions as the basic one, four: at least two more are wanted.",
)
def wider_basic_model(input_shape=(32, 32, 3), num_classes=10):
    end = [layers.Dense(512, activation="relu"), layers.Dense(num_classes, activation="softmax")]
    return small_model(input_shape, end, (32, 32, 64, 64))


@misconception(
    "build_improved_model",
    "The model is too large: a dense layer behind a flatten of large maps has most of the "
    "parameters; pool more before it, or use a global pool.",
)
def too_many_parameters(input_shape=(32, 32, 3), num_classes=10):
    model = keras.Sequential([keras.Input(input_shape)])
    for _ in range(6):
        model.add(layers.Conv2D(32, 3, padding="same", activation="relu"))
    model.add(layers.MaxPooling2D(2))
    model.add(layers.Flatten())
    model.add(layers.Dense(640, activation="relu"))
    model.add(layers.Dense(num_classes, activation="softmax"))
    return model


@misconception(
    "build_improved_model",
    "There is no softmax at the end: the model gives scores, which do not add up to 1.",
)
def no_softmax(input_shape=(32, 32, 3), num_classes=10):
    return small_model(input_shape, [layers.Dense(num_classes)])


@misconception(
    "build_improved_model",
    "A sigmoid ends the model: each class is judged for itself, and the row does not add up to 1.",
)
def sigmoid_at_the_end(input_shape=(32, 32, 3), num_classes=10):
    return small_model(input_shape, [layers.Dense(num_classes, activation="sigmoid")])


@misconception(
    "build_improved_model",
    "The last layer always has ten units: take num_classes.",
)
def always_ten(input_shape=(32, 32, 3), num_classes=10):
    return right_model(input_shape, 10)


@misconception(
    "build_improved_model",
    "The input always has shape (32, 32, 3): take input_shape.",
)
def always_colour(input_shape=(32, 32, 3), num_classes=10):
    return right_model((32, 32, 3), num_classes)


@misconception(
    "build_improved_model",
    "The model was built and not returned: end with `return model`.",
)
def model_forgotten(input_shape=(32, 32, 3), num_classes=10):
    right_model(input_shape, num_classes)


@misconception(
    "build_improved_model",
    "ReLU stands behind the last layer instead of softmax: negative scores are lost, and nothing "
    "adds up to 1.",
)
def relu_at_the_end(input_shape=(32, 32, 3), num_classes=10):
    return small_model(input_shape, [layers.Dense(num_classes, activation="relu")])


@misconception(
    "train_improved",
    "The pictures are the same in every epoch: augment them.",
)
def not_augmented(model, train_data, validation_data, epochs, folder=None):
    compiled(model)
    return _train(
        model, train_data, validation_data, epochs, 128, folder, lambda images, rng: images
    )


@misconception(
    "train_improved",
    "Every epoch sees the same changed pictures: augment inside the loop over epochs, with one "
    "generator for all of them or another seed for each.",
)
def augmented_once(model, train_data, validation_data, epochs, folder=None):
    compiled(model)
    images = augment(train_data[0], np.random.default_rng(0))
    return _train(
        model, (images, train_data[1]), validation_data, epochs, 128, folder, lambda x, rng: x
    )


@misconception(
    "train_improved",
    "Every epoch sees the same changed pictures: augment inside the loop over epochs, with one "
    "generator for all of them or another seed for each.",
)
def same_seed_in_every_epoch(model, train_data, validation_data, epochs, folder=None):
    compiled(model)
    x, y = train_data
    same = augment(x, np.random.default_rng(7))
    return _train(
        model, (same, y), validation_data, epochs, 128, folder, lambda images, rng: images
    )


@misconception(
    "train_improved",
    "The folder was not used: hand it on, so that training is saved and goes on.",
)
def folder_ignored(model, train_data, validation_data, epochs, folder=None):
    return right_train(model, train_data, validation_data, epochs)


@misconception(
    "train_improved",
    "The history holds the epochs of this run alone: it is counted from the first run.",
)
def history_of_this_run(model, train_data, validation_data, epochs, folder=None):
    before = len(saves(folder))
    history = right_train(model, train_data, validation_data, epochs, folder)
    return {name: values[before:] for name, values in history.items()}


@misconception(
    "train_improved",
    "Keras' History object came back: the dict is in its .history.",
)
def history_object(model, train_data, validation_data, epochs, folder=None):
    compiled(model)
    x, y = train_data
    return model.fit(
        augment(x, np.random.default_rng(1)), y, epochs=epochs, validation_data=validation_data,
        verbose=0,
    )  # fmt: skip


@misconception(
    "train_improved",
    "There is nothing on validation in the history: give fit the validation_data.",
)
def no_validation(model, train_data, validation_data, epochs, folder=None):
    history = right_train(model, train_data, validation_data, epochs, folder)
    return {name: history[name] for name in ("loss", "accuracy")}


@misconception(
    "train_improved",
    "The given pictures were changed: augment gives new ones, so leave x as it is.",
)
def pictures_overwritten(model, train_data, validation_data, epochs, folder=None):
    x, y = train_data
    x[:] = _vary(x, np.random.default_rng(0))
    return right_train(model, (x, y), validation_data, epochs, folder)


@misconception(
    "train_improved",
    "Not every epoch has its save: save inside the loop, in files or a folder that the number of "
    "the epoch names, so that none replaces another.",
)
def saved_at_the_end(model, train_data, validation_data, epochs, folder=None):
    history = right_train(model, train_data, validation_data, epochs, folder)
    for save in saves(folder)[:-1]:
        shutil.rmtree(save)
    return history


@misconception(
    "train_improved",
    "The optimizer began anew: compile before the save is loaded, and load its variables too.",
)
def optimizer_forgotten(model, train_data, validation_data, epochs, folder=None):
    before = len(saves(folder))
    history = right_train(model, train_data, validation_data, epochs, folder)
    steps = int(model.optimizer.iterations)
    model.optimizer.iterations.assign(steps * (epochs - before) // epochs)
    return history


@misconception(
    "train_improved",
    "A save that cannot be read ended the training: catch what it raises, and use the one before.",
)
def damage_not_caught(model, train_data, validation_data, epochs, folder=None):
    for save in saves(folder):
        model.load_weights(save / "state.weights.h5")
    return right_train(model, train_data, validation_data, epochs, folder)


@misconception(
    "train_improved",
    "Another model was trained than the one that was given.",
)
def another_model(model, train_data, validation_data, epochs, folder=None):
    copy = keras.models.clone_model(model)
    return right_train(copy, train_data, validation_data, epochs, folder)


@misconception(
    "train_improved",
    "Every call trains `epochs` more: it goes on from the newest save up to `epochs` in all.",
)
def as_many_again(model, train_data, validation_data, epochs, folder=None):
    before = len(saves(folder))
    return right_train(model, train_data, validation_data, before + epochs, folder)


@misconception(
    "train_improved",
    "The model was not compiled: model.compile(...) comes before fit.",
)
def not_compiled(model, train_data, validation_data, epochs, folder=None):
    x, y = train_data
    images = augment(x, np.random.default_rng(1))
    return model.fit(images, y, epochs=epochs, validation_data=validation_data, verbose=0).history


@misconception(
    "train_improved",
    "Saves are written and never read: load the newest one before fit.",
)
def never_resumed(model, train_data, validation_data, epochs, folder=None):
    if saves(folder):
        shutil.rmtree(folder)
        model.set_weights([array * 0.9 for array in model.get_weights()])  # as chance would have it
    return right_train(model, train_data, validation_data, epochs, folder)


@misconception(
    "build_improved_model",
    "The softmax runs over the wrong axis: over the classes of one image, not over the images.",
)
def softmax_over_the_batch(input_shape=(32, 32, 3), num_classes=10):
    return small_model(input_shape, [layers.Dense(num_classes), layers.Softmax(axis=0)])


@misconception(
    "build_improved_model",
    "The input always has three channels: take the whole of input_shape.",
)
def always_three_channels(input_shape=(32, 32, 3), num_classes=10):
    return right_model((*input_shape[:2], 3), num_classes)


@misconception(
    "train_improved",
    "Nothing was returned: end the function with return history.",
)
def history_forgotten(model, train_data, validation_data, epochs, folder=None):
    right_train(model, train_data, validation_data, epochs, folder)


@misconception(
    "train_improved",
    "The model was returned: it has learned anyway, and the history is wanted.",
)
def model_returned(model, train_data, validation_data, epochs, folder=None):
    right_train(model, train_data, validation_data, epochs, folder)
    return model


@misconception(
    "build_improved_model",
    "The softmax stands in the middle: it belongs to the last layer, where the classes are.",
)
def softmax_in_the_middle(input_shape=(32, 32, 3), num_classes=10):
    return small_model(input_shape, [layers.Dense(64, activation="softmax"),
                                     layers.Dense(num_classes)])  # fmt: skip


@misconception(
    "train_improved",
    "The history holds the last epoch alone: append the values of each to those before.",
)
def last_epoch_alone(model, train_data, validation_data, epochs, folder=None):
    history = right_train(model, train_data, validation_data, epochs, folder)
    return {name: values[-1] for name, values in history.items()}


@misconception(
    "build_improved_model",
    "Dropout stands behind the softmax, so that rows no longer add up to 1 while training: it "
    "belongs before the last layer.",
)
def dropout_at_the_end(input_shape=(32, 32, 3), num_classes=10):
    end = [layers.Dense(num_classes, activation="softmax"), layers.Dropout(0.5)]
    return small_model(input_shape, end)


@misconception(
    "train_improved",
    "The validation images were augmented as well: they tell how well the model does on images "
    "as they are.",
)
def validation_augmented(model, train_data, validation_data, epochs, folder=None):
    x, y = validation_data
    varied = augment(x, np.random.default_rng(1))
    return right_train(model, train_data, (varied, y), epochs, folder)


@misconception(
    "train_improved",
    "The training images were taken for validation too: give fit the validation_data.",
)
def validated_on_the_training_images(model, train_data, validation_data, epochs, folder=None):
    return right_train(model, train_data, train_data, epochs, folder)


@misconception(
    "train_improved",
    "With nothing left to train the history came back at once: load the weights as well.",
)
def history_loaded_alone(model, train_data, validation_data, epochs, folder=None):
    if len(saves(folder)) >= epochs:
        model = keras.models.clone_model(model)
    return right_train(model, train_data, validation_data, epochs, folder)


@misconception(
    "train_improved",
    "The pictures were divided by 255 once more: they come from 0 to 1.",
)
def divided_by_255(model, train_data, validation_data, epochs, folder=None):
    x, y = train_data
    compiled(model)
    return _train(model, (x / 255, y), validation_data, epochs, 128, folder, augment)


@misconception(
    "train_improved",
    "Pictures were shuffled without their labels: take one permutation for both.",
)
def labels_left_behind(model, train_data, validation_data, epochs, folder=None):
    x, y = train_data
    order = np.random.default_rng(3).permutation(len(x))
    return right_train(model, (x[order], y), validation_data, epochs, folder)


@misconception(
    "train_improved",
    "A save that cannot be read was left out without a word: say so, with warnings.warn or print.",
)
def damage_not_reported(model, train_data, validation_data, epochs, folder=None):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return right_train(model, train_data, validation_data, epochs, folder)
