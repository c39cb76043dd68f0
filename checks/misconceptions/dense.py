"""What goes wrong in fully connected layers and in dropout."""

import numpy as np

from checks.misconceptions import misconception
from solutions.dense import dense, dropout, flatten

# in a submission the names of the solution stand for the wrong versions
right_flatten, right_dense, right_dropout = flatten, dense, dropout


@misconception(
    "flatten",
    "The first axis runs fastest here: C order, which NumPy takes by itself, has the last axis "
    "run fastest.",
)
def fortran_order(x):
    return x.reshape(-1, order="F")


@misconception(
    "flatten",
    "The channels come one after the other: all channels of the first pixel come first, then all "
    "of the pixel to its right, so leave the axes in their order.",
)
def channel_by_channel(x):
    return np.moveaxis(x, -1, 0).reshape(-1)


@misconception(
    "flatten",
    "The first axis was left standing, as for a batch: one image becomes one row of values (N,).",
)
def batch_kept(x):
    return x.reshape(len(x), -1)


@misconception(
    "flatten",
    "The row got an axis too many: (N,) is wanted, which reshape(-1) gives, and not (1, N).",
)
def row_matrix(x):
    return x.reshape(1, -1)


@misconception("flatten", "A list was returned: an array is wanted, as x.reshape(-1) gives.")
def flat_list(x):
    return x.ravel().tolist()


@misconception("flatten", "The values were sorted or thinned out: all are kept, in their order.")
def distinct_values(x):
    return np.unique(x)


@misconception(
    "flatten",
    "The result of reshape was thrown away: it does not change x itself, so return what it gives.",
)
def reshape_forgotten(x):
    x.reshape(-1)
    return x


@misconception(
    "dense", "The biases were left out: add one to each output, after the sum of products."
)
def no_biases(x, weights, biases):
    return x.astype(float) @ weights


@misconception(
    "dense",
    "The weights were turned round: they are stored as (N, M), a column for each output, so x "
    "stands on their left, x @ weights.",
)
def transposed(x, weights, biases):
    return x.astype(float) @ weights.T + biases


@misconception(
    "dense",
    "The weights were read row after row as if they were stored as (M, N): they are (N, M), one "
    "column for each output.",
)
def rows_for_outputs(x, weights, biases):
    return x.astype(float) @ weights.reshape(weights.shape[::-1]).T + biases


@misconception(
    "dense",
    "Values and weights were multiplied, but not added up: an output is the sum of its products, "
    "which `@` gives.",
)
def not_summed(x, weights, biases):
    return x.astype(float)[..., None] * weights + biases


@misconception(
    "dense",
    "The biases were added before the products were summed, and so counted once for each input: "
    "add them once, at the end.",
)
def biases_in_every_product(x, weights, biases):
    return x.astype(float) @ weights + x.shape[-1] * biases


@misconception(
    "dense", "Only one row was thought of: a batch (B, N) gives (B, M), a row for each of its rows."
)
def one_row_only(x, weights, biases):
    outputs = np.array(biases, float)
    for n in range(len(x)):
        outputs += float(x[n]) * weights[n]
    return outputs


@misconception(
    "dense", "Only the first row of a batch was taken: every row of it gets a row of outputs."
)
def first_row_of_batch(x, weights, biases):
    return right_dense(x if x.ndim == 1 else x[0], weights, biases)


@misconception(
    "dense",
    "A row came back as a batch of one: from x (N,) the result is (M,), without another axis.",
)
def always_a_batch(x, weights, biases):
    return np.atleast_2d(x).astype(float) @ weights + biases


@misconception(
    "dense",
    "Axes of length 1 were removed: a layer with one output gives (1,), a batch of one (1, M).",
)
def squeezed(x, weights, biases):
    return np.squeeze(right_dense(x, weights, biases))


@misconception(
    "dense",
    "The result was put into an array of the dtype of x, which cuts off halves and signs where x "
    "holds whole numbers: let it be floating point.",
)
def dtype_of_the_input(x, weights, biases):
    return right_dense(x, weights, biases).astype(np.int64).astype(x.dtype)


@misconception(
    "dense",
    "ReLU was applied as well: a fully connected layer gives its sums as they are, and the "
    "activation comes after it.",
)
def with_relu(x, weights, biases):
    return np.maximum(right_dense(x, weights, biases), 0)


@misconception(
    "dropout",
    "What is kept was not scaled: divide it by 1 - rate, and the sum stays the same on average.",
)
def not_scaled(x, rate, rng, training=True):
    if not 0 <= rate < 1:
        raise ValueError(f"rate {rate}")
    return np.where(rng.random(x.shape) >= rate, x, 0.0) if training else x


@misconception(
    "dropout",
    "What is kept was divided by the rate: the probability of being kept is 1 - rate, and that is "
    "what to divide by.",
)
def divided_by_rate(x, rate, rng, training=True):
    if not 0 <= rate < 1:
        raise ValueError(f"rate {rate}")
    if not training or rate == 0:
        return x
    return np.where(rng.random(x.shape) >= rate, x / rate, 0.0)


@misconception(
    "dropout",
    "What is kept was multiplied by 1 - rate: that makes it smaller still, so divide instead.",
)
def multiplied(x, rate, rng, training=True):
    if not 0 <= rate < 1:
        raise ValueError(f"rate {rate}")
    return np.where(rng.random(x.shape) >= rate, x * (1 - rate), 0.0) if training else x


@misconception(
    "dropout",
    "The share that should be dropped was kept: rate is the probability of being dropped.",
)
def rate_kept(x, rate, rng, training=True):
    if not 0 <= rate < 1:
        raise ValueError(f"rate {rate}")
    if not training or rate == 0:
        return x
    return np.where(rng.random(x.shape) < rate, x / (1 - rate), 0.0)


@misconception(
    "dropout",
    "Values are dropped outside training too: with training=False the result equals the input.",
)
def training_ignored(x, rate, rng, training=True):
    return right_dropout(x, rate, rng)


@misconception(
    "dropout",
    "Outside training the values were scaled: kept ones are scaled during training already, so "
    "nothing is left to do.",
)
def scaled_outside_training(x, rate, rng, training=True):
    return right_dropout(x, rate, rng) if training else x * (1 - rate)


@misconception(
    "dropout",
    "One coin was tossed for all values: draw as many random numbers as there are values, with "
    "rng.random(x.shape).",
)
def one_coin(x, rate, rng, training=True):
    if not 0 <= rate < 1:
        raise ValueError(f"rate {rate}")
    if not training:
        return x
    return x / (1 - rate) if rng.random() >= rate else np.zeros_like(x)


@misconception(
    "dropout",
    "The images of a batch share their coins: draw as many random numbers as there are values, "
    "with rng.random(x.shape).",
)
def coins_shared_along_batch(x, rate, rng, training=True):
    if not 0 <= rate < 1:
        raise ValueError(f"rate {rate}")
    if not training:
        return x
    return np.where(rng.random(x.shape[1:]) >= rate, x / (1 - rate), 0.0)


@misconception(
    "dropout",
    "Exactly the share `rate` was dropped in every call: with a coin for each value the number "
    "differs from call to call.",
)
def exact_share(x, rate, rng, training=True):
    if not 0 <= rate < 1:
        raise ValueError(f"rate {rate}")
    if not training:
        return x
    result = x.reshape(-1) / (1 - rate)
    result[rng.permutation(x.size)[: round(rate * x.size)]] = 0
    return result.reshape(x.shape)


@misconception(
    "dropout",
    "A generator of its own was made in the function, so that every call drops the same places: "
    "use rng.",
)
def own_generator(x, rate, rng, training=True):
    return right_dropout(x, rate, np.random.default_rng(0), training)


@misconception(
    "dropout",
    "The random numbers came from np.random, whose hidden state all code shares: use rng, so that "
    "the same seed gives the same result.",
)
def hidden_generator(x, rate, rng, training=True):
    if not 0 <= rate < 1:
        raise ValueError(f"rate {rate}")
    return np.where(np.random.rand(*x.shape) >= rate, x / (1 - rate), 0.0) if training else x


@misconception(
    "dropout", "The input was changed: x[...] = 0 writes into the caller's array. Make a new one."
)
def in_place(x, rate, rng, training=True):
    if not 0 <= rate < 1:
        raise ValueError(f"rate {rate}")
    if training:
        x[rng.random(x.shape) < rate] = 0
        x /= 1 - rate
    return x


@misconception(
    "dropout",
    "A rate of 1 was let through: it would drop everything and divide by 0, so raise a ValueError.",
)
def rate_one_allowed(x, rate, rng, training=True):
    if not 0 <= rate <= 1:
        raise ValueError(f"rate {rate}")
    return np.zeros_like(x) if rate == 1 else right_dropout(x, rate, rng, training)


@misconception(
    "dropout", "A rate that makes no sense raised nothing: raise ValueError unless 0 <= rate < 1."
)
def no_refusal(x, rate, rng, training=True):
    if not training:
        return x
    with np.errstate(all="ignore"):
        return np.where(rng.random(x.shape) >= rate, x / (1 - rate), 0.0)


@misconception(
    "dropout", "`assert` raises an AssertionError: raise ValueError(...) for a wrong argument."
)
def asserted(x, rate, rng, training=True):
    assert 0 <= rate < 1, f"rate {rate}"
    return right_dropout(x, rate, rng, training)


@misconception("dropout", "A rate of 0 was refused: it is allowed, and drops nothing.")
def rate_zero_refused(x, rate, rng, training=True):
    if not 0 < rate < 1:
        raise ValueError(f"rate {rate}")
    return right_dropout(x, rate, rng, training)


@misconception(
    "dropout",
    "A mask was returned: multiply x by it, and return that.",
)
def mask_only(x, rate, rng, training=True):
    return (right_dropout(np.ones(x.shape), rate, rng, training) > 0).astype(float)


@misconception(
    "flatten",
    "The shape of the caller's array was changed: x.reshape(-1) leaves it alone.",
)
def argument_reshaped(x):
    x.shape = (x.size,)
    return x


@misconception(
    "flatten",
    "Only the first two axes were joined: all of them become a single one.",
)
def two_axes_joined(x):
    return x.reshape(-1, *x.shape[2:]) if x.ndim > 1 else x


@misconception(
    "flatten",
    "Axes of length 1 were removed, but the values were not laid out in a row: "
    "x.reshape(-1) does that.",
)
def squeezed_only(x):
    return x.squeeze()


@misconception(
    "dense",
    "The weights were turned round: they are stored as (N, M), a column for each output, "
    "so x stands on their left, x @ weights.",
)
def square_transposed(x, weights, biases):
    square = weights.shape[0] == weights.shape[1]
    return right_dense(x, weights.T if square else weights, biases)


@misconception(
    "dense",
    "Every output got the mean of the biases: each has a bias of its own.",
)
def mean_of_biases(x, weights, biases):
    return right_dense(x, weights, np.full(len(biases), biases.mean()))


@misconception(
    "dense",
    "Every output got the sum of the biases: each has a bias of its own.",
)
def sum_of_biases(x, weights, biases):
    return right_dense(x, weights, np.full(len(biases), biases.sum()))


@misconception(
    "dense",
    "The result was put into an array of the dtype of x, which cuts off halves and signs "
    "where x holds whole numbers: let it be floating point.",
)
def stored_in_dtype_of_x(x, weights, biases):
    return (x.astype(float) @ weights + biases).astype(x.dtype)


@misconception(
    "dense",
    "The biases were subtracted: one is added to each output.",
)
def biases_subtracted(x, weights, biases):
    return right_dense(x, weights, -biases)


@misconception(
    "dropout",
    "The share that should be dropped was kept: rate is the probability of being dropped.",
)
def rate_kept_and_divided_by(x, rate, rng, training=True):
    if not 0 <= rate < 1:
        raise ValueError(f"rate {rate}")
    if not training or rate == 0:
        return x
    return np.where(rng.random(x.shape) < rate, x / rate, 0.0)


@misconception(
    "dropout",
    "The share that should be dropped was kept: rate is the probability of being dropped.",
)
def rate_kept_not_scaled(x, rate, rng, training=True):
    if not 0 <= rate < 1:
        raise ValueError(f"rate {rate}")
    return np.where(rng.random(x.shape) < rate, x, 0.0) if training else x


@misconception(
    "dropout",
    "The input was changed: x[...] = 0 writes into the caller's array. Make a new one.",
)
def dropped_in_place(x, rate, rng, training=True):
    if not 0 <= rate < 1:
        raise ValueError(f"rate {rate}")
    if not training:
        return x
    x[rng.random(x.shape) < rate] = 0
    return x / (1 - rate)
