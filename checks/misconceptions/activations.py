"""What goes wrong in the functions between the layers."""

import math

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
    "sigmoid",
    "The argument was overwritten: build a new array, as `-x` does.",
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


@misconception(
    "relu",
    "Large numbers were cut off: relu has no upper end.",
)
def capped_at_one(x):
    return np.clip(x, 0, 1)


@misconception(
    "relu",
    "Large numbers were cut off: relu has no upper end.",
)
def capped_at_255(x):
    return np.clip(x, 0, 255)


@misconception(
    "relu",
    "Large numbers were cut off: relu has no upper end.",
)
def capped_at_100(x):
    return np.clip(x, 0, 100)


@misconception(
    "relu",
    "Negative numbers were kept, made smaller: that is the leaky ReLU.",
)
def leaky_in_floats(x):
    return np.where(x > 0, x, 0.01 * x)


@misconception(
    "relu",
    "Negative numbers were kept, made smaller: that is the leaky ReLU.",
)
def leaky_by_a_tenth(x):
    return np.where(x > 0, x, 0.1 * x)


@misconception(
    "relu",
    "Negative numbers were kept, made smaller: that is the leaky ReLU.",
)
def leaky_by_a_fifth(x):
    return np.where(x > 0, x, 0.2 * x)


@misconception(
    "relu",
    "The shape of x was lost: the result has the same shape, as np.maximum(x, 0) gives it.",
)
def flat_list(x):
    return [max(value, 0) for value in x.flatten()]


@misconception(
    "relu",
    "The shape of x was lost: the result has the same shape, as np.maximum(x, 0) gives it.",
)
def flat_array(x):
    return np.maximum(x, 0).reshape(-1)


@misconception(
    "relu",
    "A list was returned: an array is wanted, as np.maximum(x, 0) gives it.",
)
def nested_lists(x):
    return np.maximum(x, 0).tolist()


@misconception(
    "relu",
    "Only an array with one axis was thought of: np.maximum(x, 0) takes any shape.",
)
def one_axis_only(x):
    return np.array([value if value > 0 else 0 for value in x], x.dtype)


@misconception(
    "relu",
    "Only an array with one axis was thought of: np.maximum(x, 0) takes any shape.",
)
def one_axis_in_floats(x):
    result = np.zeros(x.shape)
    for index in range(len(x)):
        if x[index] > 0:
            result[index] = x[index]
    return result


@misconception(
    "relu",
    "Only an array with one axis was thought of: np.maximum(x, 0) takes any shape.",
)
def one_axis_of_list(x):
    return [max(0, value) for value in x]


@misconception(
    "relu",
    "Only an array with one axis was thought of: np.maximum(x, 0) takes any shape.",
)
def two_axes_only(x):
    rows, columns = x.shape
    return np.array([[max(0, x[i, j]) for j in range(columns)] for i in range(rows)], x.dtype)


@misconception(
    "relu",
    "The array was compared as if it were one number, by max or `if`: np.maximum(x, 0) "
    "compares each.",
)
def taken_for_a_number(x):
    return x if x > 0 else 0


@misconception(
    "relu",
    "The array was compared as if it were one number, by max or `if`: np.maximum(x, 0) "
    "compares each.",
)
def taken_for_a_number_of_its_dtype(x):
    return x if x > 0 else np.zeros_like(x)


@misconception(
    "relu",
    "np.max(x, 0) finds the largest number along axis 0: np.maximum(x, 0) compares each with 0.",
)
def largest_along_first_axis(x):
    return np.max(x, 0)


@misconception(
    "relu",
    "This is the softplus, a smooth curve: relu has a corner at 0.",
)
def smooth(x):
    return np.log1p(np.exp(-np.abs(x))) + np.maximum(x, 0)


@misconception(
    "relu",
    "Nothing is below 1 here: negative numbers become 0, and all others stay as they are.",
)
def at_least_one(x):
    return np.maximum(x, 1)


@misconception(
    "relu",
    "Negative numbers became NaN: they become 0.",
)
def negative_to_nan(x):
    return np.where(x > 0, x, np.nan)


@misconception(
    "relu",
    "Negative numbers became -1: they become 0.",
)
def sign_kept(x):
    return np.maximum(x, -1)


@misconception(
    "relu",
    "The result always had 32 bits, float32: it has the dtype of x.",
)
def always_float32(x):
    return np.maximum(x, 0).astype(np.float32)


@misconception(
    "relu",
    "The result was not returned: end the function with `return`.",
)
def relu_not_returned(x):
    np.maximum(x, 0)


@misconception(
    "relu",
    "The result was printed and not returned: end the function with `return`.",
)
def relu_printed(x):
    print(np.maximum(x, 0))


@misconception(
    "sigmoid",
    "The result was not returned: end the function with `return`.",
)
def sigmoid_not_returned(x):
    right_sigmoid(x)


@misconception(
    "sigmoid",
    "The result was printed and not returned: end the function with `return`.",
)
def sigmoid_printed(x):
    print(right_sigmoid(x))


@misconception(
    "softmax",
    "The result was not returned: end the function with `return`.",
)
def softmax_not_returned(x):
    right_softmax(x)


@misconception(
    "softmax",
    "The result was printed and not returned: end the function with `return`.",
)
def softmax_printed(x):
    print(right_softmax(x))


@misconception(
    "sigmoid",
    "The numbers were kept in float16, which has three digits only: keep them in 32 or 64 bits.",
)
def half_precision(x):
    return right_sigmoid(x).astype(np.float16)


@misconception(
    "softmax",
    "The numbers were kept in float16, which has three digits only: keep them in 32 or 64 bits.",
)
def softmax_half_precision(x):
    return right_softmax(x).astype(np.float16)


@misconception(
    "sigmoid",
    "A list was returned: an array of the shape of x is wanted.",
)
def sigmoid_as_list(x):
    return right_sigmoid(x).tolist()


@misconception(
    "softmax",
    "A list was returned: an array of the shape of x is wanted.",
)
def softmax_as_list(x):
    return right_softmax(x).tolist()


@misconception(
    "sigmoid",
    "Brackets are missing: 1 / 1 + exp(-x) is 1 + exp(-x), so write 1 / (1 + exp(-x)).",
)
def without_brackets(x):
    return 1 / 1 + np.exp(-np.asarray(x, float))


@misconception(
    "sigmoid",
    "Brackets are missing: exp(x) / 1 + exp(x) is 2 * exp(x), so write exp(x) / (1 + exp(x)).",
)
def fraction_without_brackets(x):
    return np.exp(np.asarray(x, float)) / 1 + np.exp(np.asarray(x, float))


@misconception(
    "sigmoid",
    "The minus is missing: it is exp(-x), so that large x come near 1.",
)
def no_minus_and_overflowing(x):
    return 1 / (1 + np.exp(np.asarray(x, float)))


@misconception(
    "sigmoid",
    "The result runs from 1 down to 0: large x come near 1, as in 1 / (1 + exp(-x)).",
)
def turned_fraction(x):
    powers = np.exp(-np.asarray(x, float))
    return powers / (1 + powers)


@misconception(
    "sigmoid",
    "exp(-x) was subtracted from 1: it is added, 1 / (1 + exp(-x)).",
)
def subtracted(x):
    return 1 / (1 - np.exp(-np.asarray(x, float)))


@misconception(
    "sigmoid",
    "exp(x) overflows for large x, and infinity / infinity is NaN: use 1 / (1 + exp(-x)) there.",
)
def overflow_over_overflow(x):
    grown = np.exp(np.asarray(x, float))
    return grown / (1 + grown)


@misconception(
    "sigmoid",
    "Powers of 2 were taken: the sigmoid takes those of e, np.exp.",
)
def sigmoid_of_two(x):
    return right_sigmoid(np.asarray(x, float) * np.log(2))


@misconception(
    "sigmoid",
    "The minus stands in front of the fraction: it belongs to x, 1 / (1 + exp(-x)).",
)
def negative_sigmoid(x):
    return -right_sigmoid(x)


@misconception(
    "sigmoid",
    "The logarithm was returned: the sigmoid itself is wanted.",
)
def logarithm_of_sigmoid(x):
    return np.log(right_sigmoid(x))


@misconception(
    "sigmoid",
    "This is x / (1 + |x|), which is no sigmoid: that is 1 / (1 + exp(-x)).",
)
def soft_sign(x):
    return np.asarray(x, float) / (1 + np.abs(np.asarray(x, float)))


@misconception(
    "sigmoid",
    "This is x / (1 + |x|), which is no sigmoid: that is 1 / (1 + exp(-x)).",
)
def soft_sign_from_zero_to_one(x):
    return 0.5 + np.asarray(x, float) / (1 + np.abs(np.asarray(x, float))) / 2


@misconception(
    "sigmoid",
    "The numbers were made to add up to 1: that is softmax, while the sigmoid takes each by "
    "itself.",
)
def softmax_for_sigmoid(x):
    x = np.asarray(x, float)
    powers = np.exp(x - x.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


@misconception(
    "sigmoid",
    "np.where works out both sides for every x, so that one of them overflows: make the "
    "argument of exp harmless first.",
)
def both_sides_in_own_dtype(x):
    return np.where(x >= 0, 1 / (1 + np.exp(-x)), np.exp(x) / (np.exp(x) + 1.0))


@misconception(
    "sigmoid",
    "np.where works out both sides for every x, so that one of them overflows: make the "
    "argument of exp harmless first.",
)
def mirrored_where(x):
    x = np.asarray(x, float)
    return np.where(x >= 0, 1 / (1 + np.exp(-x)), 1 - 1 / (1 + np.exp(x)))


@misconception(
    "sigmoid",
    "Negative x got 0: the sigmoid of a negative number is small, but not 0.",
)
def zero_where_negative(x):
    return np.where(np.asarray(x) >= 0, right_sigmoid(x), 0.0)


@misconception(
    "sigmoid",
    "The numbers were cut off too early to keep exp from overflowing, and the result is no "
    "longer exact.",
)
def clipped_at_one(x):
    return right_sigmoid(np.clip(np.asarray(x, float), -1, 1))


@misconception(
    "sigmoid",
    "The numbers were cut off too early to keep exp from overflowing, and the result is no "
    "longer exact.",
)
def clipped_at_three(x):
    return right_sigmoid(np.clip(np.asarray(x, float), -3, 3))


@misconception(
    "sigmoid",
    "The numbers were cut off too early to keep exp from overflowing, and the result is no "
    "longer exact.",
)
def clipped_at_eight(x):
    return right_sigmoid(np.clip(np.asarray(x, float), -8, 8))


@misconception(
    "sigmoid",
    "The result was rounded to a few decimals: leave it as it is.",
)
def one_decimal(x):
    return np.round(right_sigmoid(x), 1)


@misconception(
    "sigmoid",
    "Only an array with one axis was thought of: np.exp takes any shape.",
)
def sigmoid_of_one_axis(x):
    return np.array([1 / (1 + np.exp(-v)) if v >= 0 else np.exp(v) / (1 + np.exp(v)) for v in x])


@misconception(
    "sigmoid",
    "Only an array with one axis was thought of: np.exp takes any shape.",
)
def sigmoid_of_one_axis_overflowing(x):
    return np.array([1 / (1 + math.exp(-value)) for value in x])


@misconception(
    "sigmoid",
    "The argument was overwritten: build a new array, as `-x` does.",
)
def overwritten_by_sigmoid(x):
    x[...] = right_sigmoid(x)
    return x


@misconception(
    "softmax",
    "A small number was added to the sum, so that the shares no longer add up to 1: leave it "
    "out, as the sum is at least 1 once the largest score is subtracted.",
)
def thousandth_added(x):
    powers = np.exp(x - x.max(axis=-1, keepdims=True).astype(float))
    return powers / (powers.sum(axis=-1, keepdims=True) + 1e-3)


@misconception(
    "softmax",
    "A small number was added to the sum, so that the shares no longer add up to 1: leave it "
    "out, as the sum is at least 1 once the largest score is subtracted.",
)
def ten_thousandth_added(x):
    powers = np.exp(x - x.max(axis=-1, keepdims=True).astype(float))
    return powers / (powers.sum(axis=-1, keepdims=True) + 1e-4)


@misconception(
    "softmax",
    "A small number was added to the sum, so that the shares no longer add up to 1: leave it "
    "out, as the sum is at least 1 once the largest score is subtracted.",
)
def hundredth_added(x):
    powers = np.exp(x - x.max(axis=-1, keepdims=True).astype(float))
    return powers / (powers.sum(axis=-1, keepdims=True) + 1e-2)


@misconception(
    "softmax",
    "1 was added to the sum, as in the sigmoid: divide by the sum of the powers alone.",
)
def one_added(x):
    powers = np.exp(x - x.max(axis=-1, keepdims=True).astype(float))
    return powers / (powers.sum(axis=-1, keepdims=True) + 1)


@misconception(
    "softmax",
    "The largest scores along the first axis were subtracted: subtract from each row its own, "
    "along the last axis.",
)
def maxima_of_columns(x):
    powers = np.exp(x - np.max(x, axis=0).astype(float))
    return powers / powers.sum(axis=-1, keepdims=True)


@misconception(
    "softmax",
    "The mean was subtracted, and exp overflows for scores far above it: subtract the largest "
    "score of the row.",
)
def mean_subtracted(x):
    powers = np.exp(x - np.mean(x, axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


@misconception(
    "softmax",
    "The smallest score was subtracted, and exp overflows for the others: subtract the largest.",
)
def smallest_subtracted(x):
    powers = np.exp(x - np.min(x, axis=-1, keepdims=True).astype(float))
    return powers / powers.sum(axis=-1, keepdims=True)


@misconception(
    "softmax",
    "The largest score was looked for without its sign: where all are negative, everything "
    "becomes 0 / 0. Subtract x.max.",
)
def largest_without_sign(x):
    powers = np.exp(x - np.abs(x).max(axis=-1, keepdims=True).astype(float))
    return powers / powers.sum(axis=-1, keepdims=True)


@misconception(
    "softmax",
    "The largest score was added: it is subtracted, so that no power is above 1.",
)
def largest_added(x):
    powers = np.exp(x + x.max(axis=-1, keepdims=True).astype(float))
    return powers / powers.sum(axis=-1, keepdims=True)


@misconception(
    "softmax",
    "The largest score has lost its axis, and does not stand beside its row: use keepdims=True.",
)
def maximum_without_axis(x):
    powers = np.exp(x - x.max(axis=-1).astype(float))
    return powers / powers.sum(axis=-1, keepdims=True)


@misconception(
    "softmax",
    "Largest score and sum have lost their axis, and do not stand beside their row: use "
    "keepdims=True.",
)
def both_without_axis(x):
    powers = np.exp(x - x.max(axis=-1).astype(float))
    return powers / powers.sum(axis=-1)


@misconception(
    "softmax",
    "The sum has lost its axis, and does not stand beside its row: use keepdims=True.",
)
def sum_without_axis_overflowing(x):
    powers = np.exp(np.asarray(x, float))
    return powers / powers.sum(axis=-1)


@misconception(
    "softmax",
    "The sum has lost its axis, and does not stand beside its row: use keepdims=True.",
)
def sum_without_axis_of_one_maximum(x):
    powers = np.exp(x - x.max().astype(float))
    return powers / powers.sum(axis=-1)


@misconception(
    "softmax",
    "The array was taken apart along its first axis, which is right for two axes alone: take "
    "largest score and sum along the last, axis -1.",
)
def row_by_row(x):
    powers = [np.exp(row - np.max(row).astype(float)) for row in x]
    return np.array([row / row.sum() for row in powers])


@misconception(
    "softmax",
    "The array was taken apart along its first axis, which is right for two axes alone: take "
    "largest score and sum along the last, axis -1.",
)
def row_by_row_unless_one(x):
    if x.ndim == 1:
        return right_softmax(x)
    powers = [np.exp(row - np.max(row).astype(float)) for row in x]
    return np.array([row / row.sum() for row in powers])


@misconception(
    "softmax",
    "The array was taken apart along its first axis, which is right for two axes alone: take "
    "largest score and sum along the last, axis -1.",
)
def row_by_row_with_max(x):
    powers = [np.exp(row - max(row).astype(float)) for row in x]
    return np.array([row / sum(row) for row in powers])


@misconception(
    "softmax",
    "The array was taken apart along its first axis, which is right for two axes alone: take "
    "largest score and sum along the last, axis -1.",
)
def two_axes_of_scores(x):
    rows, _ = x.shape
    return np.array([right_softmax(x[row]) for row in range(rows)])


@misconception(
    "softmax",
    "Axis 1 was taken: the last axis, -1, is right for one row and for many.",
)
def axis_one_always(x):
    powers = np.exp(x - x.max(axis=1, keepdims=True).astype(float))
    return powers / powers.sum(axis=1, keepdims=True)


@misconception(
    "softmax",
    "Axis 1 was taken: the last axis, -1, is right for one row and for many.",
)
def axis_one_overflowing(x):
    powers = np.exp(np.asarray(x, float))
    return powers / powers.sum(axis=1, keepdims=True)


@misconception(
    "softmax",
    "One sum was taken of the whole array, and exp overflows for large scores: take the sum of "
    "each row, and subtract its largest score first.",
)
def one_sum_overflowing(x):
    powers = np.exp(np.asarray(x, float))
    return powers / powers.sum()


@misconception(
    "softmax",
    "The first axis was taken: the classes lie along the last axis.",
)
def first_axis_overflowing(x):
    powers = np.exp(np.asarray(x, float))
    return powers / powers.sum(axis=0)


@misconception(
    "softmax",
    "The first axis was taken: the classes lie along the last axis.",
)
def sum_along_first_axis(x):
    powers = np.exp(x - x.max(axis=-1, keepdims=True).astype(float))
    return powers / powers.sum(axis=0)


@misconception(
    "softmax",
    "The scores were divided by their sum: take exp of each first.",
)
def scores_divided_by_sum(x):
    return x / x.sum(axis=-1, keepdims=True)


@misconception(
    "softmax",
    "The scores were divided by their sum: take exp of each first.",
)
def scores_divided_by_one_sum(x):
    return x / x.sum()


@misconception(
    "softmax",
    "The scores were divided by their sum: take exp of each first.",
)
def sizes_divided_by_sum(x):
    return np.abs(x) / np.abs(x).sum(axis=-1, keepdims=True)


@misconception(
    "softmax",
    "The scores were divided by their sum: take exp of each first.",
)
def shifted_divided_by_sum(x):
    shifted = x - x.min(axis=-1, keepdims=True) + 1e-9
    return shifted / shifted.sum(axis=-1, keepdims=True)


@misconception(
    "softmax",
    "The scores were divided by their sum: take exp of each first.",
)
def distances_divided_by_sum(x):
    shifted = x - x.min(axis=-1, keepdims=True).astype(float)
    return shifted / shifted.sum(axis=-1, keepdims=True)


@misconception(
    "softmax",
    "The powers were not divided by their sum: only then do they add up to 1.",
)
def powers_alone(x):
    return np.exp(x - x.max(axis=-1, keepdims=True).astype(float))


@misconception(
    "softmax",
    "The powers were not divided by their sum: only then do they add up to 1.",
)
def powers_overflowing(x):
    return np.exp(np.asarray(x, float))


@misconception(
    "softmax",
    "The powers were divided by the largest one: divide them by their sum, so that they add up "
    "to 1.",
)
def powers_divided_by_largest(x):
    powers = np.exp(np.asarray(x, float))
    return powers / powers.max(axis=-1, keepdims=True)


@misconception(
    "softmax",
    "The place of the largest score was returned: softmax gives each class its share.",
)
def place_of_largest(x):
    return np.argmax(x, axis=-1)


@misconception(
    "softmax",
    "The fractions were written into an array of the dtype of x: in whole numbers they are cut "
    "to 0. The result is floating point.",
)
def shares_in_own_dtype(x):
    return right_softmax(x).astype(x.dtype)


@misconception(
    "softmax",
    "The result was rounded to a few decimals: leave it as it is.",
)
def softmax_with_two_decimals(x):
    return np.round(right_softmax(x), 2)


@misconception(
    "softmax",
    "The result was rounded to a few decimals: leave it as it is.",
)
def softmax_with_four_decimals(x):
    return np.round(right_softmax(x), 4)


@misconception(
    "softmax",
    "The result was rounded to a few decimals: leave it as it is.",
)
def softmax_with_one_decimal(x):
    return np.round(right_softmax(x), 1)


@misconception(
    "softmax",
    "The scores were clipped to keep exp from overflowing, and their differences are lost: "
    "subtract the largest score instead.",
)
def clipped_at_20(x):
    return right_softmax(np.clip(np.asarray(x, float), -20, 20))


@misconception(
    "softmax",
    "The scores were clipped to keep exp from overflowing, and their differences are lost: "
    "subtract the largest score instead.",
)
def clipped_at_50(x):
    return right_softmax(np.clip(np.asarray(x, float), -50, 50))


@misconception(
    "softmax",
    "The scores were clipped to keep exp from overflowing, and their differences are lost: "
    "subtract the largest score instead.",
)
def clipped_at_100(x):
    return right_softmax(np.clip(np.asarray(x, float), -100, 100))


@misconception(
    "softmax",
    "The scores were clipped to keep exp from overflowing, and their differences are lost: "
    "subtract the largest score instead.",
)
def clipped_at_700(x):
    return right_softmax(np.clip(np.asarray(x, float), -700, 700))


@misconception(
    "softmax",
    "The sign was turned, so that the smallest score gets the largest share.",
)
def exp_of_minus(x):
    powers = np.exp(-np.asarray(x, float))
    return powers / powers.sum(axis=-1, keepdims=True)


@misconception(
    "sigmoid",
    "math.exp takes a single number: np.exp takes whole arrays.",
)
def math_exp(x):
    return 1 / (1 + math.exp(-x))


@misconception(
    "sigmoid",
    "An array has no method exp: np.exp(x) takes the powers of all its numbers.",
)
def exp_method(x):
    return 1 / (1 + (-x).exp())


@misconception(
    "softmax",
    "math.exp takes a single number: np.exp takes whole arrays.",
)
def softmax_by_math_exp(x):
    return math.exp(x) / np.sum(math.exp(x))


@misconception(
    "softmax",
    "An array has no method exp: np.exp(x) takes the powers of all its numbers.",
)
def softmax_by_exp_method(x):
    return x.exp() / x.exp().sum()


@misconception(
    "relu",
    "x + |x| was worked out in the dtype of x, which may be too small for it: np.maximum(x, 0) "
    "needs no sum.",
)
def half_of_sum_with_size(x):
    doubled = x + np.abs(x)
    return doubled // 2 if x.dtype.kind in "iu" else doubled * x.dtype.type(0.5)


@misconception(
    "sigmoid",
    "`if x >= 0` asks about a single number: np.where chooses for each number of an array.",
)
def sigmoid_of_a_number(x):
    if x >= 0:
        return 1 / (1 + np.exp(-x))
    return np.exp(x) / (1 + np.exp(x))


@misconception(
    "sigmoid",
    "NaN was replaced by 0, and it stood where x is large and the sigmoid near 1: keep exp from "
    "overflowing instead.",
)
def nan_to_zero(x):
    with np.errstate(all="ignore"):
        e = np.exp(x.astype(float))
        return np.nan_to_num(e / (1 + e))


@misconception(
    "softmax",
    "NaN was replaced by another number: keep exp from overflowing instead, and subtract the "
    "largest score of the row first.",
)
def softmax_nan_to_zero(x):
    with np.errstate(all="ignore"):
        powers = np.exp(x.astype(float))
        return np.nan_to_num(powers / powers.sum(axis=-1, keepdims=True))


@misconception(
    "relu",
    "Whole numbers became floats: np.maximum(x, 0), with the int 0, keeps the dtype.",
)
def always_in_float64(x):
    return right_relu(x).astype(float)


@misconception(
    "sigmoid",
    "Brackets are missing: 1 / 1 + exp(-x) is 1 + exp(-x), so write 1 / (1 + exp(-x)).",
)
def clipped_without_brackets(x):
    return 1 / 1 + np.exp(-np.clip(np.asarray(x, float), -500, 500))


@misconception(
    "softmax",
    "The scores were divided by the largest: subtract it, only differences keep the result.",
)
def divided_by_largest_of_row(x):
    powers = np.exp(x / x.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


@misconception(
    "softmax",
    "The scores were divided by the largest: subtract it, only differences keep the result.",
)
def divided_by_largest_of_all(x):
    powers = np.exp(x / x.max())
    return powers / powers.sum(axis=-1, keepdims=True)


@misconception(
    "softmax",
    "The scores were divided by the largest: subtract it, only differences keep the result.",
)
def divided_by_largest_without_sign(x):
    powers = np.exp(x / np.abs(x).max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


@misconception(
    "softmax",
    "The argument was overwritten: `x -= ...` changes the caller's array, `x = x - ...` does not.",
)
def float64_shifted_in_place(x):
    x = np.asarray(x, float)
    x -= x.max(axis=-1, keepdims=True)
    return right_softmax(x)


@misconception(
    "sigmoid",
    "Positive and negative x were mixed up: np.minimum(-x, 0) is 0 for all negative x, whose "
    "sigmoid is exp(x) / (1 + exp(x)).",
)
def never_below_a_half(x):
    return right_sigmoid(np.maximum(np.asarray(x, float), 0))


@misconception(
    "sigmoid",
    "This is the softplus, log(1 + exp(x)): the sigmoid is 1 / (1 + exp(-x)).",
)
def soft_plus(x):
    return np.logaddexp(0, np.asarray(x, float))


@misconception(
    "sigmoid",
    "This is the hard sigmoid, made of straight lines: the sigmoid is 1 / (1 + exp(-x)).",
)
def clipped_from_0_to_1(x):
    return np.clip(np.asarray(x, float), 0, 1)


@misconception(
    "softmax",
    "The powers were divided by their number: divide them by their sum, so that they add up to 1.",
)
def divided_by_number(x):
    return np.exp(x - x.max(axis=-1, keepdims=True).astype(float)) / x.shape[-1]


@misconception(
    "softmax",
    "Squares were taken instead of powers of e: np.exp keeps the order of negative scores too.",
)
def squares_shared(x):
    squares = np.asarray(x, float) ** 2
    return squares / squares.sum(axis=-1, keepdims=True)
