"""What goes wrong in the functions between the layers."""

import numpy as np

from checks.misconceptions import misconception
from solutions.activations import relu, sigmoid, softmax

# in a submission the names of the solution stand for the wrong versions
right_relu, right_sigmoid, right_softmax = relu, sigmoid, softmax


@misconception("relu", "The argument was overwritten: build a new array.")
def overwritten(x):
    x[x < 0] = 0
    return x


@misconception("relu", "Negative numbers changed their sign: they become 0.")
def absolute(x):
    return np.abs(x)


@misconception("relu", "Negative numbers were kept, made smaller: that is the leaky ReLU.")
def leaky(x):
    return np.where(x > 0, x, 0.01 * x).astype(x.dtype)


@misconception(
    "relu", "Whole numbers became floats: np.maximum(x, 0), with the int 0, keeps the dtype."
)
def floats_of_integers(x):
    return np.maximum(x, 0.0)


@misconception(
    "relu",
    "Small numbers were widened: the result has the dtype of x, float32 or uint8 too.",
)
def widened(x):
    return right_relu(x.astype(np.int64 if x.dtype.kind in "iu" else np.float64))


@misconception("relu", "The negative part was kept: it is the positive part that stays.")
def negative_part(x):
    return np.minimum(x, 0)


@misconception("relu", "Positive numbers became 1: they stay what they are.")
def step(x):
    return (x > 0).astype(x.dtype)


@misconception("relu", "What is not positive was removed: it becomes 0 and keeps its place.")
def removed(x):
    return x[x > 0]


@misconception("relu", "One number came out: np.max finds the largest, np.maximum compares each.")
def largest(x):
    return max(x.max(), 0)


@misconception("relu", "Large numbers were cut off: relu has no upper end.")
def capped(x):
    return np.clip(x, 0, 6)


@misconception("sigmoid", "The minus is missing: it is exp(-x), so that large x come near 1.")
def no_minus(x):
    return 1 - right_sigmoid(x)


@misconception(
    "sigmoid",
    "exp overflows for large negative x: for those use exp(x) / (1 + exp(x)), which does not.",
)
def overflowing(x):
    return 1 / (1 + np.exp(-np.asarray(x, float)))


@misconception(
    "sigmoid",
    "np.where works out both sides for every x, so that one of them overflows: make the argument "
    "of exp harmless first.",
)
def both_sides(x):
    x = np.asarray(x, float)
    return np.where(x >= 0, 1 / (1 + np.exp(-x)), np.exp(x) / (1 + np.exp(x)))


@misconception("sigmoid", "This is tanh, which runs from -1 to 1: the sigmoid runs from 0 to 1.")
def hyperbolic(x):
    return np.tanh(np.asarray(x, float))


@misconception(
    "sigmoid",
    "This is the hard sigmoid, made of straight lines: the sigmoid is 1 / (1 + exp(-x)).",
)
def straight_lines(x):
    return np.clip(0.2 * np.asarray(x, float) + 0.5, 0, 1)


@misconception(
    "sigmoid", "The result was rounded to 0 or 1: keep the fraction, it is a probability."
)
def rounded(x):
    return np.round(right_sigmoid(x))


@misconception(
    "sigmoid",
    "The fractions were written into an array of the dtype of x: in whole numbers they are cut to "
    "0. The result is floating point.",
)
def in_own_dtype(x):
    return right_sigmoid(x).astype(x.dtype)


@misconception(
    "sigmoid", "The argument was overwritten: `x *= -1` changes the caller's array, `-x` does not."
)
def argument_negated(x):
    x *= -1
    return right_sigmoid(-x.astype(float))


@misconception(
    "softmax", "exp overflows for large scores: subtract the largest score of the row first."
)
def exp_overflow(x):
    powers = np.exp(np.asarray(x, float))
    return powers / powers.sum(axis=-1, keepdims=True)


@misconception("softmax", "The first axis was taken: the classes lie along the last axis.")
def first_axis(x):
    x = np.asarray(x, float)
    powers = np.exp(x - x.max(axis=0, keepdims=True))
    return powers / powers.sum(axis=0, keepdims=True)


@misconception("softmax", "Axis 1 was taken: the last axis, -1, is right for one row and for many.")
def axis_one(x):
    x = np.asarray(x, float)
    axis = min(1, x.ndim - 1)
    powers = np.exp(x - x.max(axis=axis, keepdims=True))
    return powers / powers.sum(axis=axis, keepdims=True)


@misconception(
    "softmax",
    "The whole array was divided by one sum: each row has to add up to 1 by itself.",
)
def one_sum(x):
    x = np.asarray(x, float)
    powers = np.exp(x - x.max())
    return powers / powers.sum()


@misconception(
    "softmax",
    "One maximum was subtracted from all rows, and a row far below it becomes 0 / 0: subtract "
    "from each row its own maximum.",
)
def one_maximum(x):
    x = np.asarray(x, float)
    powers = np.exp(x - x.max())
    return powers / powers.sum(axis=-1, keepdims=True)


@misconception(
    "softmax",
    "The sum has lost its axis, and does not stand beside its row: use keepdims=True.",
)
def sum_without_axis(x):
    x = np.asarray(x, float)
    powers = np.exp(x - x.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1)


@misconception("softmax", "The scores were divided by their sum: take exp of each first.")
def without_exp(x):
    x = np.asarray(x, float)
    x = x - x.min(axis=-1, keepdims=True) + 1
    return x / x.sum(axis=-1, keepdims=True)


@misconception(
    "softmax",
    "The scores were divided by the largest: subtract it, only differences keep the result.",
)
def divided_by_largest(x):
    x = np.asarray(x, float)
    most = np.abs(x).max(axis=-1, keepdims=True)
    return right_softmax(x / np.where(most > 0, most, 1))


@misconception("softmax", "The logarithm was returned: softmax gives the probabilities.")
def logarithm(x):
    x = np.asarray(x, float)
    shifted = x - x.max(axis=-1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))


@misconception("softmax", "The largest score got 1 and all others 0: softmax gives each its share.")
def winner_takes_all(x):
    best = np.argmax(x, axis=-1)[..., np.newaxis]
    return (np.arange(x.shape[-1]) == best).astype(float)


@misconception(
    "softmax", "Each score was put through the sigmoid: a row of them does not add up to 1."
)
def sigmoids(x):
    return right_sigmoid(x)


@misconception(
    "softmax",
    "The scores were clipped to keep exp from overflowing, and their differences are lost: "
    "subtract the largest score instead.",
)
def clipped(x):
    return right_softmax(np.clip(np.asarray(x, float), -500, 500))


@misconception(
    "softmax",
    "The argument was overwritten: `x -= ...` changes the caller's array, `x = x - ...` does not.",
)
def argument_shifted(x):
    if x.dtype.kind == "f":
        x -= x.max(axis=-1, keepdims=True)
    return right_softmax(x)


@misconception("softmax", "Softmax was taken twice: the scores go through it once.")
def twice(x):
    return right_softmax(right_softmax(x))


@misconception(
    "relu",
    "The numbers were cut to whole ones: the positive ones stay as they are.",
)
def whole_numbers(x):
    return right_relu(x).astype(np.int64)


@misconception(
    "relu",
    "The smallest number was subtracted from all: only negative numbers change, to 0.",
)
def moved_up(x):
    return x - min(0, x.min()) if x.size else x


@misconception(
    "relu",
    "Negative numbers were let down to -1: that is another function, ELU; here they become 0.",
)
def exponential(x):
    return np.where(x > 0, x, np.expm1(np.minimum(x, 0.0)))


@misconception(
    "sigmoid",
    "exp(x) overflows for large x, and infinity / infinity is NaN: use 1 / (1 + exp(-x)) there.",
)
def infinity_over_infinity(x):
    with np.errstate(all="ignore"):
        grown = np.exp(np.asarray(x, float))
        return grown / (1 + grown)


@misconception(
    "sigmoid",
    "The numbers were cut off too early to keep exp from overflowing, and the result is "
    "no longer exact.",
)
def clipped_at_five(x):
    return right_sigmoid(np.clip(np.asarray(x, float), -5, 5))


@misconception(
    "sigmoid",
    "The numbers were cut off too early to keep exp from overflowing, and the result is "
    "no longer exact.",
)
def clipped_at_six(x):
    return right_sigmoid(np.clip(np.asarray(x, float), -6, 6))


@misconception(
    "sigmoid",
    "The numbers were cut off too early to keep exp from overflowing, and the result is "
    "no longer exact.",
)
def clipped_at_ten(x):
    return right_sigmoid(np.clip(np.asarray(x, float), -10, 10))


@misconception(
    "sigmoid",
    "The absolute value was taken for all: where x is negative, exp(x) / (1 + exp(x)) is wanted.",
)
def mirrored(x):
    return right_sigmoid(np.abs(np.asarray(x, float)))


@misconception(
    "sigmoid",
    "The x was not halved: the sigmoid is (1 + tanh(x / 2)) / 2.",
)
def tanh_not_halved(x):
    return (1 + np.tanh(np.asarray(x, float))) / 2


@misconception(
    "sigmoid",
    "The result was rounded to a few decimals: leave it as it is.",
)
def two_decimals(x):
    return np.round(right_sigmoid(x), 2)


@misconception(
    "sigmoid",
    "The result was rounded to a few decimals: leave it as it is.",
)
def three_decimals(x):
    return np.round(right_sigmoid(x), 3)


@misconception(
    "sigmoid",
    "The result was rounded to a few decimals: leave it as it is.",
)
def four_decimals(x):
    return np.round(right_sigmoid(x), 4)


@misconception(
    "sigmoid",
    "The slope was returned, s * (1 - s): the sigmoid s itself is wanted.",
)
def slope(x):
    return right_sigmoid(x) * (1 - right_sigmoid(x))


@misconception(
    "softmax",
    "The whole array was divided by one sum: each row has to add up to 1 by itself.",
)
def one_sum_of_own_maxima(x):
    powers = np.exp(x - x.max(axis=-1, keepdims=True).astype(float))
    return powers / powers.sum()


@misconception(
    "softmax",
    "The argument was overwritten: `x -= ...` changes the caller's array, `x = x - ...` does not.",
)
def shifted_and_raised_in_place(x):
    x = x if x.dtype.kind == "f" else x.astype(float)
    x -= x.max(axis=-1, keepdims=True)
    np.exp(x, out=x)
    return x / x.sum(axis=-1, keepdims=True)


@misconception(
    "softmax",
    "Each score was put through the sigmoid first: take exp of the scores themselves.",
)
def sigmoids_shared(x):
    each = right_sigmoid(x)
    return each / each.sum(axis=-1, keepdims=True)


@misconception(
    "softmax",
    "The sign was turned, so that the smallest score gets the largest share.",
)
def sign_turned(x):
    return right_softmax(-np.asarray(x, float))


@misconception(
    "softmax",
    "Powers of 2 were taken: softmax takes those of e, np.exp.",
)
def powers_of_two(x):
    return right_softmax(np.asarray(x, float) * np.log(2))


@misconception(
    "softmax",
    "The result was rounded to a few decimals: leave it as it is.",
)
def softmax_rounded(x):
    return np.round(right_softmax(x), 3)
