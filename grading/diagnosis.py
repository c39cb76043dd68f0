"""What is amiss with a training while it runs, from what is told of it; each said once.

Plain functions over plain data: they know nothing of how a model is trained, and never stop it.
"""

import math
from collections.abc import Iterator

import msgspec

GUESSING = 0.03  # so close to the accuracy of guessing, nothing has been learned
STEPS = 150  # that a training is given before its loss is judged within an epoch
FALLEN = 0.985  # share of the loss of guessing below which a loss has begun to fall
PATIENCE = 4  # epochs since the best validation loss
WORSE = 1.08  # times the best validation loss
NEAR = 0.03  # of the accuracy on the way to the bar


class Prepared(msgspec.Struct):
    """What was found of the data and the model before the first step.

    low, high  of the prepared pictures
    mean, std  over all of them
    sums       smallest and largest sum of a row of the prepared labels; None if they have no rows
    kept       share of pictures that still have their own label; None where that is not known
    outputs    smallest and largest sum of a row that the model gives
    classes    that there are
    """

    low: float
    high: float
    mean: float
    std: float
    sums: tuple[float, float] | None
    kept: float | None
    outputs: tuple[float, float] | None
    classes: int


class Finding(msgspec.Struct, frozen=True):
    """Something amiss; `name` stands for the lesson that explains it, in lab.toml."""

    name: str
    sentence: str


def at_the_start(found: Prepared) -> Iterator[Finding]:
    """What data and model tell before the first step."""
    if not all(map(math.isfinite, (found.low, found.high, found.mean, found.std))):
        yield Finding("pictures", "The prepared pictures hold NaN or infinity: look at the std.")
    elif found.high > 20 or found.low < -20:
        yield Finding(
            "pictures",
            f"The pictures go from {found.low:.0f} to {found.high:.0f}: they are not scaled, and "
            "networks learn badly from such large numbers.",
        )
    elif found.std < 0.02:
        yield Finding(
            "pictures",
            f"The pictures hardly differ (standard deviation {found.std:.4f}): were they divided "
            "twice?",
        )
    if found.sums is None:
        yield Finding(
            "labels",
            "The labels are numbers and not rows: categorical cross-entropy wants one_hot of them.",
        )
    elif max(abs(found.sums[0] - 1), abs(found.sums[1] - 1)) > 1e-3:
        yield Finding(
            "labels",
            f"Rows of the labels add up to {found.sums[0]:g} and to {found.sums[1]:g}: a one-hot "
            "row has a single 1.",
        )
    if found.kept is not None and found.kept < 0.9:
        yield Finding(
            "shuffled",
            f"Only {found.kept:.0%} of the pictures have the label that they came with: pictures "
            "and labels were put into different orders.",
        )
    if found.outputs and max(abs(found.outputs[0] - 1), abs(found.outputs[1] - 1)) > 1e-2:
        yield Finding(
            "outputs",
            f"What the model gives adds up to {found.outputs[0]:.3g} and not to 1: without a "
            "softmax at its end the loss takes scores for probabilities.",
        )


def while_running(
    history: dict[str, list[float]], steps: int, now: dict[str, float], classes: int
) -> Iterator[Finding]:
    """What losses and accuracies tell.

    history  one value for each epoch that has ended
    steps    made in all runs
    now      loss and accuracy of the epoch so far
    """
    guessing, chance = math.log(classes), 1 / classes
    losses, accuracies = history["loss"], history["accuracy"]
    if not losses and steps >= STEPS and now.get("loss", 0.0) > 2 * guessing:
        yield Finding(
            "falling",
            f"The loss stands at {now['loss']:.3g}, far above the {guessing:.2f} of guessing: the "
            "learning rate is too high, or the pictures are not prepared.",
        )
    if losses and all(math.isfinite(loss) for loss in losses):
        stuck = max(accuracies) < chance + GUESSING
        if stuck:
            yield Finding(
                "chance",
                f"After {_epochs(len(losses))} the accuracy is {accuracies[-1]:.1%}, as by "
                "guessing: try a tenth of the learning rate, then look at pictures and labels "
                "after your preparation.",
            )
        elif losses[-1] > FALLEN * guessing:
            yield Finding(
                "falling",
                f"After {_epochs(len(losses))} the loss is {losses[-1]:.2f}, and {guessing:.2f} by "
                "guessing: it does not fall. Is the learning rate too small, or far too high?",
            )
    yield from _overfitting(history)


def _overfitting(history: dict[str, list[float]]) -> Iterator[Finding]:
    losses, validation = history["loss"], history["val_loss"]
    if len(validation) <= PATIENCE or not all(map(math.isfinite, validation)):
        return
    best = min(range(len(validation)), key=lambda epoch: validation[epoch])
    recent = validation[-PATIENCE:]
    if (
        len(validation) - 1 - best >= PATIENCE
        and min(recent) > WORSE * validation[best]
        and losses[-1] < losses[best]
    ):
        yield Finding(
            "overfitting",
            f"The validation loss was lowest after epoch {best + 1} and rises since, while that of "
            "the training falls: the model learns its pictures by heart.",
        )


def on_the_way(accuracy: float, done: int, epochs: int, way: list[float], bar: float) -> str | None:
    """Whether a training is on its way to the bar; None where it is too early, or too late to say.

    accuracy  of validation, after `done` of `epochs` epochs
    way       validation accuracies of a training that has reached its goal, after each tenth of
              its epochs; one that ends above the bar is lowered to end there
    """
    share = done / epochs
    if len(way) < 2 or done < 2 or not 0.2 <= share < 1:
        return None
    place = share * len(way) - 1  # the first value is that after one tenth
    below = max(0, min(len(way) - 2, int(place)))
    part = min(1.0, max(0.0, place - below))
    wanted = way[below] + part * (way[below + 1] - way[below]) - max(0.0, way[-1] - bar)
    if accuracy >= wanted - NEAR:
        return f"On its way to the bar of {bar:.0%}: {accuracy:.1%} after {_epochs(done)}."
    return (
        f"Below the way to the bar of {bar:.0%}: {accuracy:.1%} after {_epochs(done)}, where about "
        f"{wanted:.0%} lead there."
    )


def _epochs(count: int) -> str:
    return f"{count} epoch{'s' * (count != 1)}"
