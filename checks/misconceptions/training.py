"""What goes wrong when accuracy is counted, and when a model is trained, saved and resumed."""

import json
import shutil
import warnings
from pathlib import Path

import keras
import numpy as np

from checks.misconceptions import misconception
from solutions.training import _empty, _resume, _save, accuracy, train

# in a submission the names of the solution stand for the wrong versions
right_accuracy, right_train = accuracy, train


@misconception("accuracy", "The hits were counted: divide by the number of rows.")
def hits(probabilities, one_hot_labels):
    return int((probabilities.argmax(axis=1) == one_hot_labels.argmax(axis=1)).sum())


@misconception("accuracy", "The accuracy is in percent: leave it between 0 and 1.")
def percent(probabilities, one_hot_labels):
    return 100 * right_accuracy(probabilities, one_hot_labels)


@misconception(
    "accuracy",
    "argmax looked down the columns: the classes of one image lie along the last axis.",
)
def along_images(probabilities, one_hot_labels):
    return float(np.mean(probabilities.argmax(axis=0) == one_hot_labels.argmax(axis=0)))


@misconception(
    "accuracy",
    "A class counts as predicted only from 0.5 on: the most probable one is the prediction, "
    "however small its probability is.",
)
def at_least_half(probabilities, one_hot_labels):
    return float(np.mean(((probabilities > 0.5) == one_hot_labels).all(axis=1)))


@misconception(
    "accuracy",
    "Every number was compared, the many right zeros too: a row is right or wrong as a whole.",
)
def zeros_counted(probabilities, one_hot_labels):
    return float(np.mean((probabilities > 0.5) == one_hot_labels))


@misconception(
    "accuracy",
    "The mean probability of the right class was returned: accuracy counts hits, however sure "
    "they are.",
)
def mean_probability(probabilities, one_hot_labels):
    return float((probabilities * one_hot_labels).sum(axis=1).mean())


@misconception("accuracy", "The error rate was returned: accuracy is 1 minus that.")
def errors(probabilities, one_hot_labels):
    return 1 - right_accuracy(probabilities, one_hot_labels)


@misconception(
    "accuracy", "Every single row was returned: the mean of right and wrong is one number."
)
def each_row(probabilities, one_hot_labels):
    return probabilities.argmax(axis=1) == one_hot_labels.argmax(axis=1)


def looped(
    model, train_data, validation_data, until, batch_size, folder, load=_resume, save=_save,
    ends=lambda history: False, **fit,
):  # fmt: skip
    """An epoch at a time, with something else in place of a part of it."""
    history = load(model, Path(folder)) if folder else _empty()
    for epoch in range(len(history["loss"]), until):
        options = {"batch_size": batch_size, "validation_data": validation_data, "verbose": 0}
        ran = model.fit(*train_data, **(options | fit))
        for name, values in history.items():
            values.append(float(ran.history[name][0]))
        if folder:
            save(model, history, Path(folder) / f"epoch-{epoch + 1:04d}")
        if ends(history):
            break
    return history


@misconception("train", "batch_size was left unused: fit takes 32 if nothing is said.")
def own_batch_size(model, train_data, validation_data, epochs, batch_size=128, folder=None):
    return looped(model, train_data, validation_data, epochs, 32, folder)


@misconception(
    "train",
    "If nothing is said, 128 images make a step, and here 32 did: hand batch_size to fit, and "
    "leave its default.",
)
def other_default(model, train_data, validation_data, epochs, batch_size=32, folder=None):
    return right_train(model, train_data, validation_data, epochs, batch_size, folder)


@misconception(
    "train", "The images of the last, smaller batch were left out: they count like all others."
)
def last_batch_dropped(model, train_data, validation_data, epochs, batch_size=128, folder=None):
    whole = len(train_data[0]) // batch_size * batch_size
    kept = tuple(array[:whole] for array in train_data)
    return looped(model, kept, validation_data, epochs, batch_size, folder)


@misconception(
    "train", "A copy was trained: the model given must be the one that has learned afterwards."
)
def copy_trained(model, train_data, validation_data, epochs, batch_size=128, folder=None):
    copied = keras.models.clone_model(model)
    copied.set_weights(model.get_weights())
    copied.compile("adam", "categorical_crossentropy", metrics=["accuracy"])
    return right_train(copied, train_data, validation_data, epochs, batch_size, folder)


@misconception(
    "train",
    "The validation images were learned from as well: they can judge a model only as long as it "
    "has not seen them.",
)
def learns_from_validation(model, train_data, validation_data, epochs, batch_size=128, folder=None):
    both = tuple(map(np.concatenate, zip(train_data, validation_data, strict=True)))
    return looped(model, both, validation_data, epochs, batch_size, folder)


@misconception(
    "train",
    "The model was validated on images of train_data: hand validation_data to fit.",
)
def validates_on_training(model, train_data, validation_data, epochs, batch_size=128, folder=None):
    return looped(model, train_data, train_data, epochs, batch_size, folder)


@misconception(
    "train", "What fit returns was returned: the dict is in the .history of that object."
)
def history_object(model, train_data, validation_data, epochs, batch_size=128, folder=None):
    return model.fit(*train_data, batch_size, epochs, 0, validation_data=validation_data)


@misconception("train", "val_loss and val_accuracy are missing: hand validation_data to fit.")
def without_validation(model, train_data, validation_data, epochs, batch_size=128, folder=None):
    history = right_train(model, train_data, validation_data, epochs, batch_size, folder)
    return {name: history[name] for name in ("loss", "accuracy")}


@misconception("train", "One epoch too few was trained: range(epochs) has epochs of them.")
def one_epoch_less(model, train_data, validation_data, epochs, batch_size=128, folder=None):
    return right_train(model, train_data, validation_data, epochs - 1, batch_size, folder)


@misconception(
    "train",
    "The model was not trained at all, only judged, epoch after epoch: fit makes the steps.",
)
def only_judged(model, train_data, validation_data, epochs, batch_size=128, folder=None):
    loss, hits = model.evaluate(*train_data, verbose=0)
    val_loss, val_hits = model.evaluate(*validation_data, verbose=0)
    rows = {"loss": loss, "accuracy": hits, "val_loss": val_loss, "val_accuracy": val_hits}
    return {name: [value] * epochs for name, value in rows.items()}


@misconception(
    "train",
    "The images were shuffled without their labels: draw one order, and pick both with it.",
)
def shuffled_apart(model, train_data, validation_data, epochs, batch_size=128, folder=None):
    x, y = train_data
    mixed = x[np.random.default_rng(0).permutation(len(x))]
    return looped(model, (mixed, y), validation_data, epochs, batch_size, folder)


@misconception(
    "train",
    "The caller's images were shuffled in place: make a shuffled copy, or let fit do it.",
)
def shuffled_in_place(model, train_data, validation_data, epochs, batch_size=128, folder=None):
    for array in train_data:
        np.random.default_rng(0).shuffle(array)
    return right_train(model, train_data, validation_data, epochs, batch_size, folder)


@misconception(
    "train",
    "Saves were written, and found again, where nobody asked for a folder: None means none.",
)
def folder_of_its_own(model, train_data, validation_data, epochs, batch_size=128, folder=None):
    return right_train(
        model, train_data, validation_data, epochs, batch_size, folder or "own-saves"
    )


@misconception(
    "train",
    "There is a save only at the end of the run: after Ctrl-C, all of its epochs are lost. Save "
    "after every epoch.",
)
def saved_at_the_end(model, train_data, validation_data, epochs, batch_size=128, folder=None):
    def last(model, history, target):
        if len(history["loss"]) == epochs:
            _save(model, history, target)

    return looped(model, train_data, validation_data, epochs, batch_size, folder, save=last)


@misconception(
    "train", "There is a save only after every second epoch: each of them ends with one."
)
def every_second(model, train_data, validation_data, epochs, batch_size=128, folder=None):
    def even(model, history, target):
        if len(history["loss"]) in (epochs, *range(0, epochs, 2)):
            _save(model, history, target)

    return looped(model, train_data, validation_data, epochs, batch_size, folder, save=even)


@misconception(
    "train",
    "Every older save was removed: keep at least the one before, for when the newest cannot be "
    "read.",
)
def newest_kept_alone(model, train_data, validation_data, epochs, batch_size=128, folder=None):
    def save(model, history, target):
        for older in target.parent.glob("epoch-*"):
            shutil.rmtree(older)
        _save(model, history, target)

    return looped(model, train_data, validation_data, epochs, batch_size, folder, save=save)


def newest_text(folder):
    """The save whose name comes last in the order of letters."""
    return sorted(Path(folder).glob("save-*"), reverse=True)


@misconception(
    "train",
    "The saves were ordered as text, in which 10 comes before 9: turn the number in the name "
    "into an int, or write it with leading zeros.",
)
def ordered_as_text(model, train_data, validation_data, epochs, batch_size=128, folder=None):
    def load(model, folder):
        model.optimizer.build(model.trainable_variables)
        for save in newest_text(folder):
            try:
                model.load_weights(save / "state.weights.h5")
                return json.loads((save / "history.json").read_text())
            except Exception as problem:
                warnings.warn(f"{save} cannot be read: {problem}", stacklevel=2)
        return _empty()

    def save(model, history, target):
        number = len(history["loss"])
        _save(model, history, target.with_name(f"save-{number}"))

    return looped(model, train_data, validation_data, epochs, batch_size, folder, load, save)


@misconception(
    "train",
    "Every save replaces the one before it: each epoch needs files or a folder of its own, so "
    "that there is another one when the newest cannot be read.",
)
def one_save(model, train_data, validation_data, epochs, batch_size=128, folder=None):
    def load(model, folder):
        history = folder / "history.json"
        if not history.is_file():
            return _empty()
        model.optimizer.build(model.trainable_variables)
        model.load_weights(folder / "state.weights.h5")
        return json.loads(history.read_text())

    def save(model, history, target):
        model.save_weights(target.with_name("state.weights.h5"))
        target.with_name("history.json").write_text(json.dumps(history))

    return looped(model, train_data, validation_data, epochs, batch_size, folder, load, save)


@misconception(
    "train",
    "Nothing was loaded: called again, train goes on from the newest save in the folder.",
)
def always_from_the_start(model, train_data, validation_data, epochs, batch_size=128, folder=None):
    def load(model, folder):
        return _empty()

    return looped(model, train_data, validation_data, epochs, batch_size, folder, load)


@misconception(
    "train",
    "The oldest save was loaded: go through them from the newest to the oldest.",
)
def oldest_loaded(model, train_data, validation_data, epochs, batch_size=128, folder=None):
    def load(model, folder):
        saves = sorted(folder.glob("epoch-*"))
        if not saves:
            return _empty()
        model.optimizer.build(model.trainable_variables)
        model.load_weights(saves[0] / "state.weights.h5")
        return json.loads((saves[0] / "history.json").read_text())

    return looped(model, train_data, validation_data, epochs, batch_size, folder, load)


@misconception(
    "train",
    "The optimizer's state was lost: save it with the weights, call model.optimizer.build(...) "
    "before you load it, and do not compile the model again.",
)
def optimizer_not_built(model, train_data, validation_data, epochs, batch_size=128, folder=None):
    def load(model, folder):
        for save in sorted(folder.glob("epoch-*"), reverse=True):
            try:
                model.load_weights(save / "state.weights.h5")
                return json.loads((save / "history.json").read_text())
            except Exception as problem:
                warnings.warn(f"{save} cannot be read: {problem}", stacklevel=2)
        return _empty()

    return looped(model, train_data, validation_data, epochs, batch_size, folder, load)


@misconception(
    "train",
    "Only the optimizer's count of steps came back, and not its memory of the gradients: load all "
    "of its variables.",
)
def only_steps_restored(model, train_data, validation_data, epochs, batch_size=128, folder=None):
    def load(model, folder):
        history = _resume(model, folder)
        for variable in model.optimizer.variables:
            if "velocity" in variable.path or "momentum" in variable.path:
                variable.assign(keras.ops.zeros_like(variable))
        return history

    return looped(model, train_data, validation_data, epochs, batch_size, folder, load)


@misconception(
    "train", "The weights were not loaded: history alone does not make the model know what it knew."
)
def weights_not_loaded(model, train_data, validation_data, epochs, batch_size=128, folder=None):
    def load(model, folder):
        fresh = model.get_weights()
        history = _resume(model, folder)
        model.set_weights(fresh)
        return history

    return looped(model, train_data, validation_data, epochs, batch_size, folder, load)


@misconception(
    "train",
    "epochs was counted from where this run began: it is the number of all epochs, those of "
    "former runs included.",
)
def so_many_more(model, train_data, validation_data, epochs, batch_size=128, folder=None):
    done = len(_resume(model, Path(folder))["loss"]) if folder else 0
    return right_train(model, train_data, validation_data, done + epochs, batch_size, folder)


@misconception(
    "train",
    "The history holds the epochs of this run alone: it begins with those of the save.",
)
def history_of_this_run(model, train_data, validation_data, epochs, batch_size=128, folder=None):
    done = len(_resume(model, Path(folder))["loss"]) if folder else 0
    history = right_train(model, train_data, validation_data, epochs, batch_size, folder)
    return {name: values[done:] for name, values in history.items()}


@misconception(
    "train",
    "When nothing was left to train, the weights were left alone: load them all the same, as the "
    "caller wants the trained model.",
)
def nothing_left(model, train_data, validation_data, epochs, batch_size=128, folder=None):
    newest = Path(folder or "") / f"epoch-{epochs:04d}" / "history.json"
    if folder and newest.is_file():
        return json.loads(newest.read_text())
    return right_train(model, train_data, validation_data, epochs, batch_size, folder)


@misconception(
    "train",
    "A save that cannot be read ended the training: catch the error, tell of it, and take the "
    "save before.",
)
def trusting(model, train_data, validation_data, epochs, batch_size=128, folder=None):
    def load(model, folder):
        saves = sorted(folder.glob("epoch-*"))
        if not saves:
            return _empty()
        model.optimizer.build(model.trainable_variables)
        model.load_weights(saves[-1] / "state.weights.h5")
        return json.loads((saves[-1] / "history.json").read_text())

    return looped(model, train_data, validation_data, epochs, batch_size, folder, load)


@misconception(
    "train",
    "Only some errors were caught: what a damaged or foreign save raises may be of any kind.",
)
def few_errors_caught(model, train_data, validation_data, epochs, batch_size=128, folder=None):
    def load(model, folder):
        model.optimizer.build(model.trainable_variables)
        for save in sorted(folder.glob("epoch-*"), reverse=True):
            try:
                history = json.loads((save / "history.json").read_text())
                model.load_weights(save / "state.weights.h5")
                return history
            except OSError as problem:
                warnings.warn(f"{save} cannot be read: {problem}", stacklevel=2)
        return _empty()

    return looped(model, train_data, validation_data, epochs, batch_size, folder, load)


@misconception(
    "train",
    "A save that cannot be read was passed over in silence: whoever trains should hear of it.",
)
def silent(model, train_data, validation_data, epochs, batch_size=128, folder=None):
    def load(model, folder):
        with warnings.catch_warnings(record=True):
            return _resume(model, folder)

    return looped(model, train_data, validation_data, epochs, batch_size, folder, load)


@misconception(
    "train",
    "Training began anew when the newest save could not be read: the one before it is there too.",
)
def anew_after_damage(model, train_data, validation_data, epochs, batch_size=128, folder=None):
    def load(model, folder):
        saves = sorted(folder.glob("epoch-*"))
        if not saves:
            return _empty()
        try:
            history = json.loads((saves[-1] / "history.json").read_text())
            model.optimizer.build(model.trainable_variables)
            model.load_weights(saves[-1] / "state.weights.h5")
            return history
        except Exception as problem:
            warnings.warn(f"{saves[-1]} cannot be read: {problem}", stacklevel=2)
            return _empty()

    return looped(model, train_data, validation_data, epochs, batch_size, folder, load)


@misconception(
    "train",
    "The history of all epochs is in a single file beside the saves: with a save of its own for "
    "each epoch it goes back as far as the weights do.",
)
def shared_history(model, train_data, validation_data, epochs, batch_size=128, folder=None):
    def load(model, folder):
        model.optimizer.build(model.trainable_variables)
        for save in sorted(folder.glob("epoch-*"), reverse=True):
            try:
                model.load_weights(save)
                return json.loads((folder / "history.json").read_text())
            except Exception as problem:
                warnings.warn(f"{save} cannot be read: {problem}", stacklevel=2)
        return _empty()

    def save(model, history, target):
        model.save_weights(target.with_name(f"{target.name}.weights.h5"))
        (target.parent / "history.json").write_text(json.dumps(history))

    return looped(model, train_data, validation_data, epochs, batch_size, folder, load, save)


@misconception(
    "train",
    "On Ctrl-C the half-trained epoch was saved as a whole one: its steps would be missing, or "
    "made twice. Let the saves of whole epochs be enough.",
)
def half_epoch_saved(model, train_data, validation_data, epochs, batch_size=128, folder=None):
    history = _resume(model, Path(folder)) if folder else _empty()
    try:
        for epoch in range(len(history["loss"]), epochs):
            ran = model.fit(
                *train_data, batch_size, validation_data=validation_data, verbose=0, shuffle=False
            )
            for name, values in history.items():
                values.append(float(ran.history[name][0]))
            if folder:
                _save(model, history, Path(folder) / f"epoch-{epoch + 1:04d}")
    except KeyboardInterrupt:
        for values in history.values():
            values.append(values[-1])
        _save(model, history, Path(folder) / f"epoch-{len(history['loss']):04d}")
    return history


@misconception(
    "train",
    "An empty history came back where nothing was left to train: load the newest save all"
    " the same.",
)
def nothing_left_nothing_loaded(
    model, train_data, validation_data, epochs, batch_size=128, folder=None
):
    if folder and len(list(Path(folder).glob("epoch-*"))) >= epochs:
        return _empty()
    return right_train(model, train_data, validation_data, epochs, batch_size, folder)


@misconception(
    "train",
    "fit was told where to end and not where to begin, and trains from epoch 0 each time:"
    " epochs=1 for one epoch, or initial_epoch.",
)
def ends_without_beginnings(
    model, train_data, validation_data, epochs, batch_size=128, folder=None
):
    history = _resume(model, Path(folder)) if folder else _empty()
    for epoch in range(len(history["loss"]), epochs):
        ran = model.fit(
            *train_data, batch_size=batch_size, epochs=epoch + 1, validation_data=validation_data,
            verbose=0,
        )  # fmt: skip
        for name, values in history.items():
            values.append(float(ran.history[name][-1]))
        if folder:
            _save(model, history, Path(folder) / f"epoch-{epoch + 1:04d}")
    return history


@misconception(
    "train",
    "Saves are numbered from where this run began, and replace those of the run before: "
    "count epochs from the first run.",
)
def numbered_anew(model, train_data, validation_data, epochs, batch_size=128, folder=None):
    done = len(list(Path(folder).glob("epoch-*"))) if folder else 0

    def save(model, history, target):
        target = target.with_name(f"epoch-{len(history['loss']) - done:04d}")
        shutil.rmtree(target, ignore_errors=True)
        _save(model, history, target)

    return looped(model, train_data, validation_data, epochs, batch_size, folder, save=save)


@misconception(
    "train",
    "Training ended early, when the validation loss rose: all epochs are wanted.",
)
def stopped_early(model, train_data, validation_data, epochs, batch_size=128, folder=None):
    def ends(history):
        return len(history["val_loss"]) > 1 and history["val_loss"][-1] > history["val_loss"][-2]

    return looped(model, train_data, validation_data, epochs, batch_size, folder, ends=ends)


@misconception(
    "train",
    "The history has names of its own: loss, accuracy, val_loss and val_accuracy are wanted.",
)
def names_of_its_own(model, train_data, validation_data, epochs, batch_size=128, folder=None):
    history = right_train(model, train_data, validation_data, epochs, batch_size, folder)
    return {name.replace("accuracy", "acc"): values for name, values in history.items()}


@misconception(
    "accuracy",
    "argmax without an axis gives one place in the whole array: axis=-1 gives a class for each "
    "row.",
)
def argmax_of_all(probabilities, one_hot_labels):
    return float(np.mean(probabilities.argmax() == one_hot_labels.argmax()))


@misconception(
    "accuracy",
    "Hits were divided with //, which leaves 0 of everything below 1: divide with /.",
)
def divided_whole(probabilities, one_hot_labels):
    count = len(probabilities)
    return round(right_accuracy(probabilities, one_hot_labels) * count) // count


@misconception(
    "accuracy",
    "Numbers of classes were compared with one-hot labels: take the argmax of the labels as well.",
)
def compared_with_one_hot(probabilities, one_hot_labels):
    return float(np.mean(probabilities.argmax(axis=1)[:, np.newaxis] == one_hot_labels))


@misconception(
    "accuracy",
    "Hits were divided by 10,000, the size of the test set: divide by the number of rows.",
)
def divided_by_ten_thousand(probabilities, one_hot_labels):
    return right_accuracy(probabilities, one_hot_labels) * len(probabilities) / 10_000


@misconception(
    "accuracy",
    "Hits were divided by the number of classes: divide by the number of rows.",
)
def divided_by_classes(probabilities, one_hot_labels):
    count, classes = probabilities.shape
    return right_accuracy(probabilities, one_hot_labels) * count / classes


@misconception(
    "accuracy",
    "Hits were divided by how many numbers there are: divide by the number of rows.",
)
def divided_by_all(probabilities, one_hot_labels):
    return right_accuracy(probabilities, one_hot_labels) / probabilities.shape[1]


@misconception(
    "accuracy",
    "Probabilities were compared with the labels, and hardly ever equal them: compare the argmax "
    "of both.",
)
def numbers_compared(probabilities, one_hot_labels):
    return float(np.mean(probabilities == one_hot_labels))


@misconception(
    "accuracy",
    "Probabilities were compared with the labels, and hardly ever equal them: compare the argmax "
    "of both.",
)
def rows_compared(probabilities, one_hot_labels):
    return float(np.mean((probabilities == one_hot_labels).all(axis=1)))


@misconception(
    "accuracy",
    "The accuracy was rounded: return it as it is.",
)
def rounded(probabilities, one_hot_labels):
    return round(right_accuracy(probabilities, one_hot_labels), 2)


@misconception(
    "accuracy",
    "The least probable class was taken for the prediction: argmax finds the most probable one.",
)
def least_probable(probabilities, one_hot_labels):
    return float(np.mean(probabilities.argmin(axis=1) == one_hot_labels.argmax(axis=1)))


@misconception(
    "accuracy",
    "Only the first row was looked at: `return` stands inside the loop.",
)
def first_row(probabilities, one_hot_labels):
    return float(probabilities[0].argmax() == one_hot_labels[0].argmax()) / len(probabilities)


@misconception(
    "accuracy",
    "Nothing was returned: end the function with return.",
)
def nothing_returned(probabilities, one_hot_labels):
    right_accuracy(probabilities, one_hot_labels)


@misconception(
    "train",
    "Each round of the loop trained all epochs once more: fit makes a single one there, or stands "
    "outside of the loop.",
)
def all_epochs_in_each(model, train_data, validation_data, epochs, batch_size=128, folder=None):
    return looped(model, train_data, validation_data, epochs, batch_size, folder, epochs=epochs)


@misconception(
    "train",
    "The model was compiled again, which gives it a new optimizer: it comes compiled, so leave "
    "that out.",
)
def compiled_in_the_loop(model, train_data, validation_data, epochs, batch_size=128, folder=None):
    history = _resume(model, Path(folder)) if folder else _empty()
    for epoch in range(len(history["loss"]), epochs):
        model.compile(keras.optimizers.Adam(), "categorical_crossentropy", metrics=["accuracy"])
        ran = model.fit(*train_data, batch_size, validation_data=validation_data, verbose=0)
        for name, values in history.items():
            values.append(float(ran.history[name][0]))
        if folder:
            _save(model, history, Path(folder) / f"epoch-{epoch + 1:04d}")
    return history


@misconception(
    "train",
    "The model was compiled again, which gives it a new optimizer: it comes compiled, so leave "
    "that out.",
)
def compiled_at_first(model, train_data, validation_data, epochs, batch_size=128, folder=None):
    model.compile(keras.optimizers.Adam(), "categorical_crossentropy", metrics=["accuracy"])
    return looped(model, train_data, validation_data, epochs, batch_size, folder)


@misconception(
    "train",
    "The optimizer's state was lost: save it with the weights, call model.optimizer.build(...) "
    "before you load it, and do not compile the model again.",
)
def compiled_after_loading(model, train_data, validation_data, epochs, batch_size=128, folder=None):
    def load(model, folder):
        history = _resume(model, folder)
        model.compile(keras.optimizers.Adam(), "categorical_crossentropy", metrics=["accuracy"])
        return history

    return looped(model, train_data, validation_data, epochs, batch_size, folder, load)


@misconception(
    "train",
    "A part of the training images was set aside to validate with: hand validation_data to fit, "
    "and train on all of train_data.",
)
def training_images_set_aside(
    model, train_data, validation_data, epochs, batch_size=128, folder=None
):
    return looped(model, train_data, None, epochs, batch_size, folder, validation_split=0.2)


@misconception(
    "train",
    "The model was validated on images of train_data: hand validation_data to fit.",
)
def few_training_images_set_aside(
    model, train_data, validation_data, epochs, batch_size=128, folder=None
):
    return looped(model, train_data, None, epochs, batch_size, folder, validation_split=0.1)


@misconception(
    "train",
    "The history holds the last epoch alone: append the values of each to those before.",
)
def history_replaced(model, train_data, validation_data, epochs, batch_size=128, folder=None):
    history = _resume(model, Path(folder)) if folder else _empty()
    for epoch in range(len(history["loss"]), epochs):
        options = {"batch_size": batch_size, "validation_data": validation_data, "verbose": 0}
        history = model.fit(*train_data, **options).history
        if folder:
            _save(model, history, Path(folder) / f"epoch-{epoch + 1:04d}")
    return history


@misconception(
    "train",
    "The values of the history are lists: fit gives a list for each name, of which an epoch is one "
    "value, [0].",
)
def lists_in_the_history(model, train_data, validation_data, epochs, batch_size=128, folder=None):
    history = right_train(model, train_data, validation_data, epochs, batch_size, folder)
    return {name: [[value] for value in values] for name, values in history.items()}


@misconception(
    "train",
    "Only epochs that are better than those before were saved: save after each of them.",
)
def best_saved(model, train_data, validation_data, epochs, batch_size=128, folder=None):
    def save(model, history, target):
        *before, now = history["val_accuracy"]
        if now > max(before, default=0):
            _save(model, history, target)

    return looped(model, train_data, validation_data, epochs, batch_size, folder, save=save)


@misconception(
    "train",
    "The folder was left unused: with one, save after every epoch, and go on from the newest save.",
)
def folder_unused(model, train_data, validation_data, epochs, batch_size=128, folder=None):
    return right_train(model, train_data, validation_data, epochs, batch_size)


@misconception(
    "train",
    "Nothing was loaded: called again, train goes on from the newest save in the folder.",
)
def weights_saved_and_never_loaded(
    model, train_data, validation_data, epochs, batch_size=128, folder=None
):
    def load(model, folder):
        folder.mkdir(parents=True, exist_ok=True)
        return _empty()

    def save(model, history, target):
        model.save_weights(target.with_name(f"{target.name}.weights.h5"))

    return looped(model, train_data, validation_data, epochs, batch_size, folder, load, save)


@misconception(
    "train",
    "The history holds the epochs of this run alone: it begins with those of the save.",
)
def history_not_saved(model, train_data, validation_data, epochs, batch_size=128, folder=None):
    done = 0

    def load(model, folder):
        nonlocal done
        model.optimizer.build(model.trainable_variables)
        for save in sorted(folder.glob("epoch-*"), reverse=True):
            try:
                model.load_weights(save)
            except Exception as problem:
                warnings.warn(f"{save} cannot be read: {problem}", stacklevel=2)
            else:
                done = int(save.name[6:10])
                break
        return {name: [0.0] * done for name in _empty()}

    def save(model, history, target):
        model.save_weights(target.with_name(f"{target.name}.weights.h5"))

    history = looped(model, train_data, validation_data, epochs, batch_size, folder, load, save)
    return {name: values[done:] for name, values in history.items()}


@misconception(
    "train",
    "The save was loaded as a new model, and that one trained: load weights into the model given.",
)
def new_model_loaded(model, train_data, validation_data, epochs, batch_size=128, folder=None):
    folder = folder and Path(folder)
    history = _empty()
    for save in sorted(folder.glob("epoch-*.keras"), reverse=True) if folder else []:
        try:
            history = json.loads(save.with_suffix(".json").read_text())
            model = keras.models.load_model(save)
            break
        except Exception as problem:
            warnings.warn(f"{save} cannot be read: {problem}", stacklevel=2)

    def save_model(model, history, target):
        model.save(target.with_suffix(".keras"))
        target.with_suffix(".json").write_text(json.dumps(history))

    return looped(
        model, train_data, validation_data, epochs, batch_size, folder,
        lambda model, folder: history, save_model,
    )  # fmt: skip


@misconception(
    "train",
    "epochs was counted from where this run began: it is the number of all epochs, those of "
    "former runs included.",
)
def all_epochs_again(model, train_data, validation_data, epochs, batch_size=128, folder=None):
    def load(model, folder):
        model.optimizer.build(model.trainable_variables)
        for save in sorted(folder.glob("epoch-*"), reverse=True):
            try:
                history = json.loads((save / "history.json").read_text())
                model.load_weights(save / "state.weights.h5")
                return history
            except Exception as problem:
                warnings.warn(f"{save} cannot be read: {problem}", stacklevel=2)
        return _empty()

    history = load(model, Path(folder)) if folder else _empty()
    for epoch in range(epochs):
        ran = model.fit(*train_data, batch_size, validation_data=validation_data, verbose=0)
        for name, values in history.items():
            values.append(float(ran.history[name][0]))
        if folder:
            _save(model, history, Path(folder) / f"epoch-{epoch + 1:04d}")
    return history


@misconception(
    "train",
    "epochs and batch_size changed places: fit takes batch_size first, so name both.",
)
def epochs_and_batch_size_swapped(
    model, train_data, validation_data, epochs, batch_size=128, folder=None
):
    return right_train(model, train_data, validation_data, batch_size, epochs, folder)


@misconception(
    "train",
    "Nothing was returned: end the function with return history.",
)
def history_forgotten(model, train_data, validation_data, epochs, batch_size=128, folder=None):
    right_train(model, train_data, validation_data, epochs, batch_size, folder)


@misconception(
    "train",
    "The model was returned: it has learned anyway, and the history is wanted.",
)
def model_returned(model, train_data, validation_data, epochs, batch_size=128, folder=None):
    right_train(model, train_data, validation_data, epochs, batch_size, folder)
    return model


@misconception(
    "train",
    "Training and validation images changed places: the model learns from train_data.",
)
def data_swapped(model, train_data, validation_data, epochs, batch_size=128, folder=None):
    return looped(model, validation_data, train_data, epochs, batch_size, folder)


@misconception(
    "train",
    "The optimizer's state was lost: save it with the weights, call model.optimizer.build(...) "
    "before you load it, and do not compile the model again.",
)
def optimizer_not_saved(model, train_data, validation_data, epochs, batch_size=128, folder=None):
    def load(model, folder):
        for save in sorted(folder.glob("epoch-*.npz"), reverse=True):
            try:
                with np.load(save) as arrays:
                    model.set_weights([arrays[f"arr_{i}"] for i in range(len(model.weights))])
                    return json.loads(str(arrays["history"]))
            except Exception as problem:
                warnings.warn(f"{save} cannot be read: {problem}", stacklevel=2)
        return _empty()

    def save(model, history, target):
        target.parent.mkdir(parents=True, exist_ok=True)
        file = target.with_suffix(".npz")
        np.savez(file, *model.get_weights(), history=json.dumps(history))

    return looped(model, train_data, validation_data, epochs, batch_size, folder, load, save)


@misconception(
    "train",
    "Only epochs that are better than those before were saved: save after each of them.",
)
def better_ones_saved(model, train_data, validation_data, epochs, batch_size=128, folder=None):
    def save(model, history, target):
        *before, now = history["val_accuracy"]
        if now > max(before, default=-1):
            _save(model, history, target)

    return looped(model, train_data, validation_data, epochs, batch_size, folder, save=save)


@misconception(
    "accuracy",
    "The hits were added in 8 bits, which begin at 0 again after 255: let NumPy choose the type.",
)
def added_in_eight_bits(probabilities, one_hot_labels):
    right = probabilities.argmax(axis=-1) == one_hot_labels.argmax(axis=-1)
    return float(right.astype(np.uint8).sum(dtype=np.uint8)) / len(probabilities)


@misconception(
    "train",
    "What fit returns was returned: the dict is in the .history of that object.",
)
def history_object_of_all_epochs(
    model, train_data, validation_data, epochs, batch_size=128, folder=None
):
    found = keras.callbacks.History()
    found.history = right_train(model, train_data, validation_data, epochs, batch_size, folder)
    return found


@misconception(
    "train",
    "Where nothing was left to train, the history came back alone: load the weights of the newest "
    "save all the same.",
)
def nothing_left_weights_not_loaded(
    model, train_data, validation_data, epochs, batch_size=128, folder=None
):
    before = model.get_weights()
    left = epochs - (len(list(Path(folder).glob("epoch-*"))) if folder else 0)
    history = right_train(model, train_data, validation_data, epochs, batch_size, folder)
    if left <= 0:
        model.set_weights(before)
    return history


@misconception(
    "train",
    "Only epochs that are better than those before were saved: save after each of them.",
)
def as_good_ones_saved(model, train_data, validation_data, epochs, batch_size=128, folder=None):
    def save(model, history, target):
        if history["val_accuracy"][-1] >= max(history["val_accuracy"]):
            _save(model, history, target)

    return looped(model, train_data, validation_data, epochs, batch_size, folder, save=save)


@misconception(
    "train",
    "An empty history came back where nothing was left to train: load the newest save all"
    " the same.",
)
def nothing_left_history_empty(
    model, train_data, validation_data, epochs, batch_size=128, folder=None
):
    if folder and len(_resume(model, Path(folder))["loss"]) >= epochs:
        return _empty()
    return right_train(model, train_data, validation_data, epochs, batch_size, folder)


@misconception(
    "train",
    "The weights were saved before the epoch that they are named after was trained: save when it"
    " is over.",
)
def saved_before_trained(model, train_data, validation_data, epochs, batch_size=128, folder=None):
    history = _resume(model, Path(folder)) if folder else _empty()
    model.optimizer.build(model.trainable_variables)
    for epoch in range(len(history["loss"]), epochs):
        target = Path(folder or "") / f"epoch-{epoch + 1:04d}"
        if folder:
            _save(model, history, target)
        ran = model.fit(
            *train_data, batch_size=batch_size, validation_data=validation_data, verbose=0
        )
        for name, values in history.items():
            values.append(float(ran.history[name][0]))
        if folder:
            (target / "history.json").write_text(json.dumps(history))
    return history


@misconception(
    "train",
    "Only the values of the last epoch came back: return lists with one value for each epoch.",
)
def last_values(model, train_data, validation_data, epochs, batch_size=128, folder=None):
    history = right_train(model, train_data, validation_data, epochs, batch_size, folder)
    return {name: values[-1] for name, values in history.items()}
