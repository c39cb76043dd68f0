"""What goes wrong with a training, each thing in one sentence: from plain numbers, while it runs.

    findings()  all that is wrong by now; whoever tells them remembers what was told
    outlook()   whether the accuracy is on its way to the bar
    on_the_way()  the same in a sentence, at a few epochs of a training

A healthy training hears nothing: every threshold here lies well outside of what the two trainings
in `solutions/checkpoints/` and the solutions on the shapes have shown, epoch by epoch
(`tests/test_diagnosis.py` holds them to that).
"""

import math
from collections.abc import Iterator, Sequence
from typing import Literal

import msgspec

ENOUGH = 300  # steps before a loss or an accuracy means something
FALLEN, ROUGHLY = 0.98, 0.95  # of the first batch's loss: a mean above this has not fallen
WINDOW = 3  # epochs that are averaged, so that one odd epoch says nothing
HIGH_RATE, LOW_RATE = 0.01, 2e-5  # learning rates outside of which Adam hardly ever learns
BRIGHT, DARK = 20.0, 0.02  # a pixel beyond the first, or a spread below the second, is not scaled
PAIRED = 0.98  # of a sample: pictures that look alike may have another's label
LEAKED = 0.05  # CIFAR-10 itself holds some pictures twice
RESTS = 0.995  # of the epochs before: a loss above this has not fallen
RISEN = 1.08  # of the best validation loss
GAP, WIDE_GAP = 0.05, 0.20  # of training accuracy above validation's

History = dict[str, list[float]]


class Facts(msgspec.Struct, frozen=True):
    """What the worker has seen of data and model; None where it could not look.

    low, high, spread  of the numbers of a sample of pictures, as the model is given them
    finite         whether all of these are numbers
    labels         dtype and shape of the prepared labels
    one_hot        whether they are one-hot
    paired         share of the pictures that still have their own label after the split
    fed_paired     the same of what the first `fit` was given
    leaked         share of the validation pictures that are among the training pictures
    classes        answers that the model gives for a picture
    probabilities  whether these are at least 0 and sum to 1
    alike          whether all pictures get the same answers
    loss           name of the loss that the model was compiled with
    from_logits    whether that takes scores and makes probabilities of them itself
    learning_rate  of the optimizer when it was last looked at
    first          loss of the very first batch
    """

    low: float | None = None
    high: float | None = None
    spread: float | None = None
    finite: bool | None = None
    labels: str | None = None
    one_hot: bool | None = None
    paired: float | None = None
    fed_paired: float | None = None
    leaked: float | None = None
    classes: int | None = None
    probabilities: bool | None = None
    alike: bool | None = None
    loss: str = ""
    from_logits: bool = False
    learning_rate: float | None = None
    first: float | None = None


class Finding(msgspec.Struct, frozen=True):
    """One thing to be said of a training.

    wrong  False for good news
    read   where to read more, and how
    """

    name: str
    sentence: str
    wrong: bool = True
    read: str = ""


class Seen(msgspec.Struct):
    """A training as far as it has come.

    history   loss, accuracy, val_loss, val_accuracy: one value an epoch, of all runs
    epochs    wanted, in all
    steps     that were made in all, and step of the epoch that is running
    loss      mean of the epoch that is running, None before its first step
    resumed   whether an earlier run has trained the model
    pictures  for training, for validation
    bar       accuracy that is wanted
    """

    facts: Facts
    history: History
    epochs: int
    steps: int = 0
    step: int = 0
    loss: float | None = None
    resumed: bool = False
    pictures: tuple[int, int] = (0, 0)
    bar: float = 1.0


def findings(seen: Seen) -> list[Finding]:
    """All that is wrong by now, causes before what they lead to."""
    causes = [*_of_data(seen.facts), *_of_model(seen.facts)]
    falling = list(_of_loss(seen, bool(causes)))
    chance = _of_chance(seen, bool(causes or falling))
    return [*causes, *falling, *chance, *_overfitting(seen)]


def no_number(facts: Facts, epoch: int) -> str:
    """Why a loss may be no number any more, and what to do."""
    rate = facts.learning_rate
    if facts.finite is False:
        why = "The prepared pictures themselves hold what is no number: look for a division by 0."
    elif facts.high is not None and _unscaled(facts):
        why = f"The pictures are not scaled: they go from {facts.low:g} to {facts.high:g}."
    elif rate is not None and rate >= HIGH_RATE:
        why = f"The learning rate, {rate:.2g}, is too high."
    else:
        why = "Often the learning rate is too high, or the model ends with something else than "
        why += "softmax."
    return (
        f"The loss is no number any more (NaN) in epoch {epoch}, and training was stopped. {why} "
        "Mend it, then begin anew with --fresh."
    )


def _of_data(facts: Facts) -> Iterator[Finding]:
    if facts.finite is False:
        yield Finding(
            "pictures",
            "The prepared pictures hold what is no number (NaN or infinite): look for a division "
            "by 0.",
        )
    elif _unscaled(facts):
        yield Finding(
            "pictures",
            f"The pictures are not scaled as a network learns best: their numbers go from "
            f"{facts.low:.3g} to {facts.high:.3g}, where about -2 to 2, or 0 to 1, is usual.",
        )
    if facts.one_hot is False:
        yield Finding(
            "labels",
            f"The prepared labels ({facts.labels}) are not one-hot: softmax with categorical "
            "cross-entropy needs a row with a single 1 for each picture.",
        )
    if facts.paired is not None and facts.paired < PAIRED:
        yield Finding(
            "pairs",
            f"The split has parted pictures from their labels: of a sample, {facts.paired:.0%} "
            "still have their own. One order has to be used for both.",
        )
    elif facts.fed_paired is not None and facts.fed_paired < PAIRED:
        yield Finding(
            "fed",
            f"Pictures and labels are shuffled apart before fit is given them: of a sample, "
            f"{facts.fed_paired:.0%} still have their own label. One order has to be used for "
            "both.",
        )
    if facts.leaked is not None and facts.leaked > LEAKED:
        yield Finding(
            "leak",
            f"{facts.leaked:.0%} of the validation pictures are training pictures too, so that "
            "validation says nothing about pictures that the model has never seen.",
        )


def _unscaled(facts: Facts) -> bool:
    if facts.low is None or facts.high is None or facts.spread is None:
        return False
    return max(-facts.low, facts.high) > BRIGHT or facts.spread < DARK


def _of_model(facts: Facts) -> Iterator[Finding]:
    if not _cross_entropy(facts):
        return
    if facts.probabilities is False and not facts.from_logits:
        yield Finding(
            "softmax",
            "The model's answers are no probabilities, and the loss takes them for some: softmax "
            "is missing at the end of the model.",
        )
    elif facts.probabilities and facts.from_logits:
        yield Finding(
            "softmax",
            "The model ends with softmax, and the loss (from_logits=True) applies another one: "
            "one of them has to go.",
        )


def _cross_entropy(facts: Facts) -> bool:
    return "crossentropy" in facts.loss.replace("_", "").lower()


ABOVE = "What was said above is the likely reason."


def _of_loss(seen: Seen, explained: bool) -> Iterator[Finding]:
    """A loss that does not fall: at the beginning, or later, over epochs.

    explained  whether something was found already that leads to this
    """
    facts, losses = seen.facts, seen.history["loss"]
    now = seen.loss if seen.step >= ENOUGH else losses[-1] if losses else None
    why = ABOVE if explained else _rate(facts)
    guess = math.log(facts.classes) if facts.classes and _cross_entropy(facts) else None
    begun = not seen.resumed and seen.steps >= ENOUGH
    if begun and facts.first and now is not None:
        # one batch is a rough measure: who guesses, and no better than that, has not learned
        limit = FALLEN * facts.first
        if now > limit or (guess and now > max(guess, ROUGHLY * facts.first)):
            beside = f", where guessing has {guess:.2f}" if guess else ""
            yield Finding(
                "loss",
                f"After {seen.steps} steps the loss does not fall: it began at {facts.first:.2f} "
                f"and is {now:.2f}{beside}. {why}",
            )
            return
    # later, with much left to do and to learn: at the end of a training a loss may rest
    before, last = losses[-2 * WINDOW : -WINDOW], losses[-WINDOW:]
    if (
        len(before) == WINDOW
        and _mean(last) > RESTS * _mean(before)
        and seen.history["accuracy"][-1] < seen.bar
        and len(losses) < 0.75 * seen.epochs
    ):
        yield Finding(
            "loss",
            f"The loss has not fallen for {WINDOW} epochs: "
            f"{', '.join(f'{loss:.2f}' for loss in last)}, after {_mean(before):.2f} before. "
            f"{why}",
        )


def _rate(facts: Facts) -> str:
    """What the learning rate may have to do with it."""
    rate = facts.learning_rate
    if rate is None:
        return "Often the learning rate is too high or too low."
    if rate >= HIGH_RATE:
        return f"The learning rate, {rate:.2g}, is likely too high."
    if rate <= LOW_RATE:
        return f"The learning rate, {rate:.2g}, is likely too low."
    return f"Often the learning rate (here {rate:.2g}) is too high or too low."


def _of_chance(seen: Seen, explained: bool) -> Iterator[Finding]:
    """Accuracies within the noise of guessing, of training and of validation alike.

    explained  whether something was found already that leads to this
    """
    facts, history = seen.facts, seen.history
    if not history["loss"] or seen.steps < ENOUGH or not facts.classes:
        return
    chance = 1 / facts.classes
    for name, pictures in zip(("accuracy", "val_accuracy"), seen.pictures, strict=True):
        noise = math.sqrt(chance * (1 - chance) / max(1, pictures))
        if not history[name][-1] < max(1.2 * chance, chance + 3 * noise):
            return
    if explained:
        why = ABOVE
    elif facts.alike:
        why = "Every picture gets the same answers, as from ReLUs that are all at 0 after steps "
        why += f"that were too large. {_rate(facts)}"
    elif facts.learning_rate and not LOW_RATE < facts.learning_rate < HIGH_RATE:
        why = _rate(facts)
    else:
        why = "Often train shuffles pictures and labels apart, or the learning rate is far off."
    yield Finding(
        "chance",
        f"The accuracy is stuck at chance: {history['accuracy'][-1]:.1%}, where guessing has "
        f"{chance:.0%}. {why}",
    )


def _overfitting(seen: Seen) -> Iterator[Finding]:
    """Validation loss that has risen from its best, by far or for long, while training loss falls.

    A rise alone is none: without dropout in the last epochs, validation loss rises a little while
    accuracy still grows (the basic model of `solutions/checkpoints/`: by 2 %, in four epochs, with
    8 points between the accuracies).
    """
    losses = seen.history["val_loss"]
    if len(losses) < 2 * WINDOW:
        return
    means = {name: _windows(values) for name, values in seen.history.items()}
    earlier = means["val_loss"][:-WINDOW]
    best = min(range(len(earlier)), key=earlier.__getitem__)
    rise = means["val_loss"][-1] / earlier[best]
    gap = means["accuracy"][-1] - means["val_accuracy"][-1]
    far = rise > RISEN and gap > GAP
    long = rise > 1 and gap > WIDE_GAP and len(earlier) - best > WINDOW
    if (
        (far or long)
        and min(losses[-WINDOW:]) > earlier[best]
        and means["loss"][-1] < 0.95 * means["loss"][best]
    ):
        epoch = losses.index(min(losses)) + 1
        yield Finding(
            "overfitting",
            f"Overfitting: the training loss still falls, to {seen.history['loss'][-1]:.2f}, and "
            f"the validation loss has risen from {losses[epoch - 1]:.2f} after epoch {epoch} to "
            f"{losses[-1]:.2f}. Changed copies of the pictures or more dropout help.",
        )


def _windows(values: Sequence[float]) -> list[float]:
    """Means of every few epochs in a row."""
    return [_mean(values[end - WINDOW : end]) for end in range(WINDOW, len(values) + 1)]


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


# The way to the bar

EARLY, HALF = 0.25, 0.5  # shares of the epochs from which the two guesses below are believed
CLOSE = 0.02  # below the bar: what 2,500 validation pictures and a guess of the rest cannot tell


class Outlook(msgspec.Struct, frozen=True):
    """Where a training will end, as far as its own pace tells.

    way       "on" the way to the bar, "close" to it, or "below" it
    accuracy  that is likely at the end
    """

    way: Literal["on", "close", "below"]
    accuracy: float


def outlook(history: History, epochs: int, bar: float, curve: Sequence[float]) -> Outlook | None:
    """Say whether validation accuracy is on its way to the bar; None where that means nothing yet.

    curve  validation accuracies of a training that reached the bar, at even shares of its epochs

    Two guesses of the error that will be left, and the worse one counts. By the curve: it still
    falls by the same factor as there, which knows what a falling learning rate brings at the end.
    By the training's own pace: it falls on as a power of the epochs, as in the later half so far,
    which sees a training level off that was ahead of the curve. Neither is sure early on: a
    quarter through, only what falls short even by the curve is said to.
    """
    done = len(history["val_accuracy"])
    if not curve or done < 2 * WINDOW or done < EARLY * epochs:
        return None
    level = [_level(history["val_accuracy"][:end]) for end in range(1, done + 1)]
    now, before = 1 - level[-1], 1 - level[done // 2 - 1]
    if not 0 < now < 1:
        return None
    guess = now * (1 - curve[-1]) / (1 - _between(curve, done / epochs))
    if done >= HALF * epochs:
        power = math.log(max(1.0, before / now)) / math.log(done / (done // 2))
        guess = max(guess, now * (epochs / done) ** -power)
    elif 1 - guess >= bar - CLOSE:
        return None
    accuracy = 1 - guess
    return Outlook(
        "on" if accuracy >= bar else "close" if accuracy >= bar - CLOSE else "below", accuracy
    )


def _level(values: Sequence[float]) -> float:
    """Where an accuracy stands, whatever an odd epoch says: mean of the best three of five."""
    return _mean(sorted(values[-5:])[-WINDOW:])


def _between(curve: Sequence[float], share: float) -> float:
    """A curve's value at a share of the training, the first value being that of the first share."""
    place = min(max(0.0, share * len(curve) - 1), len(curve) - 1)
    low = min(math.floor(place), len(curve) - 2)
    return curve[low] + (place - low) * (curve[low + 1] - curve[low])


def on_the_way(seen: Seen, curve: Sequence[float], told: Sequence[str]) -> Finding | None:
    """What there is to be said of the way to the bar; None where nothing is, or nothing new.

    told  names of what was said before, the latest last

    Once at a quarter, at half and at three quarters of the epochs: a word that changes with every
    epoch helps nobody.
    """
    done = len(seen.history["val_accuracy"])
    if done not in {math.ceil(seen.epochs * part / 4) for part in (1, 2, 3)}:
        return None
    found = outlook(seen.history, seen.epochs, seen.bar, curve)
    before = [name for name in told if name.startswith("way-")]
    if not found or before[-1:] == [f"way-{found.way}"]:
        return None
    after = f"After {done} of {seen.epochs} epochs"
    end = f"about {math.floor(100 * found.accuracy)}% of the validation pictures at the end"
    sentence = {
        "on": f"{after} this is on its way to {seen.bar:.0%}.",
        "close": f"{after} {seen.bar:.0%} is close, and not sure: {end}, at this pace.",
        "below": f"{after} this is below the way to {seen.bar:.0%}: {end}, at this pace. More "
        "epochs, or a learning rate that falls towards the end, help.",
    }
    return Finding(f"way-{found.way}", sentence[found.way], wrong=found.way == "below")
