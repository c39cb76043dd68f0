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
    "A rate that makes no sense was let through: raise ValueError unless 0 <= rate < 1, so for "
    "1 as well.",
)
def rate_one_allowed(x, rate, rng, training=True):
    if not 0 <= rate <= 1:
        raise ValueError(f"rate {rate}")
    return np.zeros_like(x) if rate == 1 else right_dropout(x, rate, rng, training)


@misconception(
    "dropout",
    "A rate that makes no sense was let through: raise ValueError unless 0 <= rate < 1, so for "
    "1 as well.",
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


@misconception(
    "flatten",
    "The row got an axis too many: (N,) is wanted, which reshape(-1) gives, and not (N, 1).",
)
def column(x):
    return x.reshape(-1, 1)


@misconception(
    "flatten",
    "Exactly three axes were expected: an array of any shape can be laid out, as x.reshape(-1) "
    "does.",
)
def three_axes_only(x):
    height, width, channels = x.shape
    return x.reshape(height * width * channels)


@misconception(
    "flatten",
    "Exactly two axes were expected: an array of any shape can be laid out, as x.reshape(-1) does.",
)
def two_axes_only(x):
    rows, columns = x.shape
    return x.reshape(rows * columns)


@misconception(
    "flatten",
    "Columns were run through before rows: row by row is right, the last axis running fastest.",
)
def columns_first(x):
    return x.reshape(-1) if x.ndim < 2 else x.swapaxes(0, 1).reshape(-1)


@misconception(
    "flatten",
    "Columns were run through before rows: row by row is right, the last axis running fastest.",
)
def columns_of_each_channel(x):
    return x.reshape(-1) if x.ndim < 2 else x.swapaxes(-1, -2).reshape(-1)


@misconception(
    "flatten",
    "The place in the row was worked out with the height: pixel (i, j) stands at i * W + j, so "
    "that values do not overwrite each other.",
)
def wrong_places(x):
    if x.ndim != 3:
        return x.reshape(-1)
    height, _, channels = x.shape
    row = np.zeros(x.size, x.dtype)
    for i, j, k in np.ndindex(x.shape):
        row[((i * height + j) * channels + k) % x.size] = x[i, j, k]
    return row


@misconception(
    "flatten",
    "The place in the row was worked out with the height: pixel (i, j) stands at i * W + j, so "
    "that values do not overwrite each other.",
)
def wrong_places_outside(x):
    height, _, channels = x.shape
    row = np.zeros(x.size, x.dtype)
    for i, j, k in np.ndindex(x.shape):
        row[(i * height + j) * channels + k] = x[i, j, k]
    return row


@misconception(
    "flatten",
    "The numbers were cut to whole ones: keep them as they are.",
)
def whole_numbers(x):
    return x.reshape(-1).astype(int)


@misconception(
    "flatten",
    "The numbers were cut to whole ones: keep them as they are.",
)
def in_uint8(x):
    return x.reshape(-1).astype(np.uint8)


@misconception(
    "flatten",
    "The values were sorted or thinned out: all are kept, in their order.",
)
def sorted_values(x):
    return np.sort(x, axis=None)


@misconception(
    "flatten",
    "The order was turned round: the first value stays the first.",
)
def backwards(x):
    return x.reshape(-1)[::-1]


@misconception(
    "flatten",
    "The row was not returned: end the function with `return`.",
)
def flat_not_returned(x):
    x.reshape(-1)


@misconception(
    "flatten",
    "The row was printed and not returned: end the function with `return`.",
)
def flat_printed(x):
    print(x.reshape(-1))


@misconception(
    "flatten",
    "The axes were joined in part only, by hstack or concatenate: all of them become a single one.",
)
def stacked_sideways(x):
    return np.hstack(x)


@misconception(
    "flatten",
    "The number of values was returned: the values themselves are wanted, in one row.",
)
def size_alone(x):
    return x.size


@misconception(
    "flatten",
    "The values were added up along an axis: flatten keeps every one of them.",
)
def summed(x):
    return x.sum(axis=-1)


@misconception(
    "flatten",
    "The values were added up along an axis: flatten keeps every one of them.",
)
def averaged(x):
    return x.mean(axis=-1)


@misconception(
    "flatten",
    "The last axis was left standing: all axes become a single one.",
)
def last_axis_kept(x):
    return x.reshape(-1, x.shape[-1])


@misconception(
    "flatten",
    "Only the first row was returned: look whether `return` stands inside a loop.",
)
def first_row_alone(x):
    return x[0].reshape(-1)


@misconception(
    "dense",
    "The biases were changed: `result = biases` is no copy, and += writes into it. Begin with "
    "zeros.",
)
def biases_summed_up(x, weights, biases):
    if x.ndim == 2:
        return right_dense(x, weights, biases)
    result = biases
    for n in range(len(x)):
        result += (x[n] * weights[n]).astype(result.dtype)
    return result


@misconception(
    "dense",
    "The biases were changed: `result = biases` is no copy, and += writes into it. Begin with "
    "zeros.",
)
def biases_summed_up_over_rows(x, weights, biases):
    if x.ndim == 2:
        return np.array([biases_summed_up_over_rows(row, weights, biases) for row in x])
    result = biases
    for n in range(len(x)):
        result += (x[n] * weights[n]).astype(result.dtype)
    return result


@misconception(
    "dense",
    "The biases were changed: `result = biases` is no copy, and += writes into it. "
    "Begin with zeros.",
)
def float_biases_summed_up_over_rows(x, weights, biases):
    if x.ndim == 2:
        return np.array([float_biases_summed_up_over_rows(row, weights, biases) for row in x])
    result = biases.astype(float, copy=False)
    for n in range(len(x)):
        result += x[n] * weights[n]
    return result


@misconception(
    "dense",
    "The biases were changed: `result = biases` is no copy, and += writes into it. Begin with "
    "zeros.",
)
def biases_summed_up_for_one_row(x, weights, biases):
    result = biases
    for n in range(len(weights)):
        result += (x[..., n : n + 1] * weights[n]).astype(result.dtype)
    return result


@misconception(
    "dense",
    "The biases were changed: `result = biases` is no copy, and += writes into it. Begin with "
    "zeros.",
)
def products_added_to_biases(x, weights, biases):
    biases += (x.astype(float) @ weights).astype(biases.dtype)
    return biases


@misconception(
    "dense",
    "The weights were converted to the dtype of x, which cuts off their halves and signs where "
    "x holds whole numbers: convert x to float.",
)
def weights_in_dtype_of_x(x, weights, biases):
    return x @ weights.astype(x.dtype) + biases


@misconception(
    "dense",
    "The weights were converted to the dtype of x, which cuts off their halves and signs where "
    "x holds whole numbers: convert x to float.",
)
def weights_in_dtype_of_x_alone(x, weights, biases):
    return (x.astype(float) @ weights.astype(x.dtype)) + biases


@misconception(
    "dense",
    "The weights were turned round: they are stored as (N, M), a column for each output, so x "
    "stands on their left, x @ weights.",
)
def weights_on_the_left(x, weights, biases):
    return weights.astype(float) @ x + biases


@misconception(
    "dense",
    "The weights were turned round: they are stored as (N, M), a column for each output, so x "
    "stands on their left, x @ weights.",
)
def rows_of_weights(x, weights, biases):
    if x.ndim == 2:
        return np.array([rows_of_weights(row, weights, biases) for row in x])
    return np.array([np.sum(x.astype(float) * weights[m]) + biases[m] for m in range(len(biases))])


@misconception(
    "dense",
    "The weights were turned round: they are stored as (N, M), a column for each output, so x "
    "stands on their left, x @ weights.",
)
def rows_of_weights_one_by_one(x, weights, biases):
    outputs = [float(bias) for bias in biases[: len(weights)]]
    for m in range(len(weights)):
        outputs[m] += sum(float(x[n]) * weights[m, n] for n in range(len(x)))
    return np.array(outputs)


@misconception(
    "dense",
    "Only one row was thought of: a batch (B, N) gives (B, M), a row for each of its rows.",
)
def transposed_weights_on_the_left(x, weights, biases):
    return weights.T.astype(float) @ x + biases


@misconception(
    "dense",
    "Only one row was thought of: a batch (B, N) gives (B, M), a row for each of its rows.",
)
def flattened_first(x, weights, biases):
    return x.reshape(-1).astype(float) @ weights + biases


@misconception(
    "dense",
    "Only one row was thought of: a batch (B, N) gives (B, M), a row for each of its rows.",
)
def first_axis_summed(x, weights, biases):
    return np.sum(x.astype(float)[:, np.newaxis] * weights, axis=0) + biases


@misconception(
    "dense",
    "The outputs of a batch were added up to one row: each row of the batch has a row of its own.",
)
def batch_summed(x, weights, biases):
    return np.atleast_2d(right_dense(x, weights, 0 * biases)).sum(axis=0) + biases


@misconception(
    "dense",
    "The outputs of a batch were added up to one row: each row of the batch has a row of its own.",
)
def batch_averaged(x, weights, biases):
    return np.atleast_2d(right_dense(x, weights, biases)).mean(axis=0)


@misconception(
    "dense",
    "The outputs of a batch stand in columns: row b of the result belongs to row b of x.",
)
def batch_transposed(x, weights, biases):
    return right_dense(x, weights, biases).T


@misconception(
    "dense",
    "The outputs of a batch stand in one row: (B, M) is wanted, a row for each of its rows.",
)
def batch_flattened(x, weights, biases):
    return right_dense(x, weights, biases).reshape(-1)


@misconception(
    "dense",
    "The biases were made a column: they are a row (M,), which NumPy adds to every row by itself.",
)
def biases_as_column(x, weights, biases):
    return right_dense(x, weights, 0 * biases) + biases.reshape(-1, 1)


@misconception(
    "dense",
    "The biases were made a column: they are a row (M,), which NumPy adds to every row by itself.",
)
def biases_as_column_of_matrix(x, weights, biases):
    return np.atleast_2d(x).astype(float) @ weights + biases.reshape(-1, 1)


@misconception(
    "dense",
    "The last input was left out: range(n) ends before n by itself.",
)
def last_input_left_out(x, weights, biases):
    return right_dense(x[..., :-1], weights[:-1], biases)


@misconception(
    "dense",
    "The last output was left out: range(n) ends before n by itself.",
)
def last_output_left_out(x, weights, biases):
    return right_dense(x, weights[:, :-1], biases[:-1])


@misconception(
    "dense",
    "The last output was left out: range(n) ends before n by itself.",
)
def last_output_zero(x, weights, biases):
    outputs = right_dense(x, weights, biases)
    outputs[..., -1] = 0
    return outputs


@misconception(
    "dense",
    "The products were averaged: an output is their sum, however many they are.",
)
def averaged_products(x, weights, biases):
    return right_dense(x, weights / len(weights), biases)


@misconception(
    "dense",
    "The products were averaged: an output is their sum, however many they are.",
)
def averaged_with_bias(x, weights, biases):
    return right_dense(x, weights, biases) / len(weights)


@misconception(
    "dense",
    "The products were summed over the outputs: an output is the sum over the inputs, axis -2 "
    "of x[..., None] * weights.",
)
def summed_over_outputs(x, weights, biases):
    return (x.astype(float)[..., np.newaxis] * weights).sum(axis=-1) + biases


@misconception(
    "dense",
    "All products were added up: an output is the sum of those with its own column of weights.",
)
def all_products(x, weights, biases):
    return np.sum(x.astype(float)[..., np.newaxis] * weights) + biases


@misconception(
    "dense",
    "All products were added up: an output is the sum of those with its own column of weights.",
)
def all_products_of_row(x, weights, biases):
    return (x.astype(float)[..., np.newaxis] * weights).sum(axis=(-1, -2))[..., np.newaxis] + biases


@misconception(
    "dense",
    "`x * weights` does not give the outputs: x @ weights multiplies and sums over the inputs.",
)
def multiplied_only(x, weights, biases):
    return x.astype(float) * weights + biases


@misconception(
    "dense",
    "`x * weights` does not give the outputs: x @ weights multiplies and sums over the inputs.",
)
def multiplied_and_summed(x, weights, biases):
    return np.sum(x.astype(float) * weights, axis=0) + biases


@misconception(
    "dense",
    "`x * weights` does not give the outputs: x @ weights multiplies and sums over the inputs.",
)
def multiplied_and_all_summed(x, weights, biases):
    return np.sum(x.astype(float) * weights) + biases


@misconception(
    "dense",
    "Every output got the first bias: each has a bias of its own.",
)
def first_bias(x, weights, biases):
    return right_dense(x, weights, np.full(len(biases), biases[0]))


@misconception(
    "dense",
    "The outputs were multiplied by the biases: one is added to each output.",
)
def biases_multiplied(x, weights, biases):
    return right_dense(x, weights, 0 * biases) * biases


@misconception(
    "dense",
    "The outputs were cut to whole numbers: let them be floating point.",
)
def outputs_cut(x, weights, biases):
    return np.trunc(right_dense(x, weights, biases))


@misconception(
    "dense",
    "The outputs were cut to whole numbers: let them be floating point.",
)
def outputs_rounded(x, weights, biases):
    return np.round(right_dense(x, weights, biases))


@misconception(
    "dense",
    "Weights were cut to whole numbers: keep them as floats.",
)
def whole_weights(x, weights, biases):
    return right_dense(x, np.trunc(weights), biases)


@misconception(
    "dense",
    "A list was returned: an array is wanted, as x @ weights gives it.",
)
def outputs_as_list(x, weights, biases):
    return right_dense(x, weights, biases).tolist()


@misconception(
    "dense",
    "The outputs were not returned: end the function with `return`.",
)
def outputs_not_returned(x, weights, biases):
    right_dense(x, weights, biases)


@misconception(
    "dense",
    "The outputs were printed and not returned: end the function with `return`.",
)
def outputs_printed(x, weights, biases):
    print(right_dense(x, weights, biases))


@misconception(
    "dense",
    "A sigmoid was applied as well: a fully connected layer gives its sums as they are, and "
    "the activation comes after it.",
)
def with_sigmoid(x, weights, biases):
    return 1 / (1 + np.exp(-right_dense(x, weights, biases)))


@misconception(
    "dense",
    "Softmax was applied as well: a fully connected layer gives its sums as they are, and the "
    "activation comes after it.",
)
def with_softmax(x, weights, biases):
    outputs = right_dense(x, weights, biases)
    powers = np.exp(outputs - outputs.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


@misconception(
    "dense",
    "The sums were carried over from one output to the next: begin each with 0 again.",
)
def sums_carried_over(x, weights, biases):
    return np.cumsum(right_dense(x, weights, 0 * biases), axis=-1) + biases


@misconception(
    "dense",
    "Only the first output was worked out: look whether `return` stands inside a loop.",
)
def first_output_only(x, weights, biases):
    outputs = right_dense(x, weights, biases)
    outputs[..., 1:] = 0
    return outputs


@misconception(
    "dense",
    "Only the first output was worked out: look whether `return` stands inside a loop.",
)
def first_output_alone(x, weights, biases):
    return right_dense(x, weights, biases)[..., 0]


@misconception(
    "dense",
    "Only the first row of a batch was taken: every row of it gets a row of outputs.",
)
def first_row_as_batch(x, weights, biases):
    return right_dense(x if x.ndim == 1 else x[:1], weights, biases)


@misconception(
    "dense",
    "Only the first row of a batch was taken: every row of it gets a row of outputs.",
)
def other_rows_zero(x, weights, biases):
    outputs = right_dense(x, weights, biases)
    if x.ndim == 2:
        outputs[1:] = 0
    return outputs


@misconception(
    "dropout",
    "Half of the values were dropped, whatever the rate: drop each with the probability `rate`.",
)
def fair_coins(x, rate, rng, training=True):
    if not 0 <= rate < 1:
        raise ValueError(f"rate {rate}")
    if not training:
        return x
    return x * rng.integers(0, 2, x.shape) / (1 - rate)


@misconception(
    "dropout",
    "Half of the values were dropped, whatever the rate: drop each with the probability `rate`.",
)
def fair_coins_unless_zero(x, rate, rng, training=True):
    if not 0 <= rate < 1:
        raise ValueError(f"rate {rate}")
    if not training or rate == 0:
        return x
    return x * rng.integers(0, 2, x.shape) / (1 - rate)


@misconception(
    "dropout",
    "Half of the values were dropped, whatever the rate: drop each with the probability `rate`.",
)
def fair_coins_doubled(x, rate, rng, training=True):
    if not 0 <= rate < 1:
        raise ValueError(f"rate {rate}")
    if not training or rate == 0:
        return x
    return x * rng.integers(0, 2, x.shape) * 2


@misconception(
    "dropout",
    "What is kept was divided by the share that chance has kept: divide it by 1 - rate, in "
    "every call.",
)
def divided_by_kept_share(x, rate, rng, training=True):
    if not 0 <= rate < 1:
        raise ValueError(f"rate {rate}")
    if not training:
        return x
    kept = rng.random(x.shape) >= rate
    return x * kept / kept.mean()


@misconception(
    "dropout",
    "The coins follow a bell curve: only rng.random, even from 0 to 1, is below `rate` with "
    "that probability.",
)
def bell_curve(x, rate, rng, training=True):
    if not 0 <= rate < 1:
        raise ValueError(f"rate {rate}")
    if not training:
        return x
    return x * (rng.normal(size=x.shape) > rate) / (1 - rate)


@misconception(
    "dropout",
    "The coins follow a bell curve: only rng.random, even from 0 to 1, is below `rate` with "
    "that probability.",
)
def bell_curve_unless_zero(x, rate, rng, training=True):
    if not 0 <= rate < 1:
        raise ValueError(f"rate {rate}")
    if not training or rate == 0:
        return x
    return x * (rng.normal(size=x.shape) > rate) / (1 - rate)


@misconception(
    "dropout",
    "Outside training nothing came back: return the input there.",
)
def nothing_outside_training(x, rate, rng, training=True):
    if not 0 <= rate < 1:
        raise ValueError(f"rate {rate}")
    return right_dropout(x, rate, rng) if training else None


@misconception(
    "dropout",
    "Outside training zeros came back: with training=False the result equals the input.",
)
def zeros_outside_training(x, rate, rng, training=True):
    if not 0 <= rate < 1:
        raise ValueError(f"rate {rate}")
    return right_dropout(x, rate, rng) if training else np.zeros_like(x)


@misconception(
    "dropout",
    "The test of `training` is the wrong way round: values are dropped in training, and "
    "nowhere else.",
)
def training_turned_round(x, rate, rng, training=True):
    if not 0 <= rate < 1:
        raise ValueError(f"rate {rate}")
    return right_dropout(x, rate, rng, not training)


@misconception(
    "dropout",
    "The default of training has to be True.",
)
def not_training_by_default(x, rate, rng, training=False):
    return right_dropout(x, rate, rng, training)


@misconception(
    "dropout",
    "Dropped values were taken out of the array: they become 0 and keep their places.",
)
def values_removed(x, rate, rng, training=True):
    if not 0 <= rate < 1:
        raise ValueError(f"rate {rate}")
    if not training:
        return x
    return x[rng.random(x.shape) >= rate] / (1 - rate)


@misconception(
    "dropout",
    "Dropped values were taken out of the array: they become 0 and keep their places.",
)
def values_removed_unless_zero(x, rate, rng, training=True):
    if not 0 <= rate < 1:
        raise ValueError(f"rate {rate}")
    if not training or rate == 0:
        return x
    return x[rng.random(x.shape) >= rate] / (1 - rate)


@misconception(
    "dropout",
    "Whole rows were dropped: draw as many random numbers as there are values, with "
    "rng.random(x.shape).",
)
def coin_for_each_row(x, rate, rng, training=True):
    if not 0 <= rate < 1:
        raise ValueError(f"rate {rate}")
    if not training:
        return x
    coins = rng.random((len(x), *[1] * (x.ndim - 1)))
    return np.where(coins >= rate, x / (1 - rate), 0.0)


@misconception(
    "dropout",
    "The values along the last axis share their coin: draw as many random numbers as there are "
    "values, with rng.random(x.shape).",
)
def coin_for_last_axis(x, rate, rng, training=True):
    if not 0 <= rate < 1:
        raise ValueError(f"rate {rate}")
    if not training:
        return x
    coins = rng.random((*x.shape[:-1], 1))
    return np.where(coins >= rate, x / (1 - rate), 0.0)


@misconception(
    "dropout",
    "The share that should be dropped was kept: rate is the probability of being dropped.",
)
def rate_kept_at_zero_too(x, rate, rng, training=True):
    if not 0 <= rate < 1:
        raise ValueError(f"rate {rate}")
    if not training:
        return x
    return np.where(rng.random(x.shape) < rate, x / (1 - rate), 0.0)


@misconception(
    "dropout",
    "The share that should be dropped was kept: rate is the probability of being dropped.",
)
def rate_kept_and_divided_by_at_zero_too(x, rate, rng, training=True):
    if not 0 <= rate < 1:
        raise ValueError(f"rate {rate}")
    if not training:
        return x
    return np.where(rng.random(x.shape) < rate, x / max(rate, 1e-9), 0.0)


@misconception(
    "dropout",
    "A rate that makes no sense was let through: raise ValueError unless 0 <= rate < 1, so for "
    "1 as well.",
)
def no_refusal_unless_zero(x, rate, rng, training=True):
    if not training or rate == 0:
        return x
    with np.errstate(all="ignore"):
        return np.where(rng.random(x.shape) < 1 - rate, np.divide(x, 1 - rate), 0.0)


@misconception(
    "dropout",
    "A rate that makes no sense was let through: raise ValueError unless 0 <= rate < 1, so for "
    "1 as well.",
)
def negative_rate_allowed(x, rate, rng, training=True):
    if rate >= 1:
        raise ValueError(f"rate {rate}")
    return right_dropout(x, max(rate, 0), rng, training)


@misconception(
    "dropout",
    "A TypeError was raised for a wrong rate: raise ValueError.",
)
def type_error(x, rate, rng, training=True):
    if not 0 <= rate < 1:
        raise TypeError(f"rate {rate}")
    return right_dropout(x, rate, rng, training)


@misconception(
    "dropout",
    "A wrong rate gave nothing or a printed message: `raise ValueError(...)` refuses it.",
)
def message_printed(x, rate, rng, training=True):
    if 0 <= rate < 1:
        return right_dropout(x, rate, rng, training)
    print(f"rate {rate} is wrong")


@misconception(
    "dropout",
    "A wrong rate gave nothing or a printed message: `raise ValueError(...)` refuses it.",
)
def nothing_for_wrong_rate(x, rate, rng, training=True):
    return right_dropout(x, rate, rng, training) if 0 <= rate < 1 else None


@misconception(
    "dropout",
    "A rate that makes no sense was let through: raise ValueError unless 0 <= rate < 1, so for "
    "1 as well.",
)
def input_for_wrong_rate(x, rate, rng, training=True):
    return right_dropout(x, rate, rng, training) if 0 <= rate < 1 else x


@misconception(
    "dropout",
    "The result was not returned: end the function with `return`.",
)
def dropped_not_returned(x, rate, rng, training=True):
    right_dropout(x, rate, rng, training)


@misconception(
    "dropout",
    "Places were drawn with repetition, so that too few values are dropped: toss a coin for "
    "each value.",
)
def drawn_with_repetition(x, rate, rng, training=True):
    if not 0 <= rate < 1:
        raise ValueError(f"rate {rate}")
    if not training:
        return x
    result = x.reshape(-1) / (1 - rate)
    result[rng.integers(0, x.size, round(rate * x.size))] = 0
    return result.reshape(x.shape)


@misconception(
    "dropout",
    "Outside training the values were scaled: kept ones are scaled during training already, so "
    "nothing is left to do.",
)
def divided_outside_training(x, rate, rng, training=True):
    if not 0 <= rate < 1:
        raise ValueError(f"rate {rate}")
    return right_dropout(x, rate, rng) if training else x / (1 - rate)


@misconception(
    "dropout",
    "That is the older dropout: here what is kept is divided by 1 - rate in training, so that "
    "nothing is left to do outside of it.",
)
def scaled_outside_training_only(x, rate, rng, training=True):
    if not 0 <= rate < 1:
        raise ValueError(f"rate {rate}")
    return np.where(rng.random(x.shape) >= rate, x, 0.0) if training else x * (1 - rate)


@misconception(
    "dense",
    "Whether x is a batch was told by its first length: a batch may have as many rows as there "
    "are inputs, so ask for x.ndim.",
)
def batch_told_by_length(x, weights, biases):
    if x.shape[0] == weights.shape[0]:
        return np.tensordot(x, weights, axes=(0, 0)) + biases
    return right_dense(x, weights, biases)


@misconception(
    "dense",
    "The biases were added to the weights: add one to each output, x @ weights + biases.",
)
def biases_added_to_weights(x, weights, biases):
    return x.astype(float) @ (weights + biases)


@misconception(
    "dense",
    "The biases were added to the inputs: add one to each output, x @ weights + biases.",
)
def biases_added_to_inputs(x, weights, biases):
    return (x + biases) @ weights


@misconception(
    "dropout",
    "The rate was looked at in training only: refuse a wrong one before asking for training.",
)
def checked_in_training_only(x, rate, rng, training=True):
    return right_dropout(x, rate, rng) if training else x


@misconception(
    "dropout",
    "A rate that makes no sense was let through: raise ValueError unless 0 <= rate < 1, so for 1 "
    "as well.",
)
def no_refusal_of_a_product(x, rate, rng, training=True):
    return x * (rng.random(x.shape) >= rate) / (1 - rate) if training else x


@misconception(
    "dropout",
    "A rate that makes no sense was let through: raise ValueError unless 0 <= rate < 1, so for 1 "
    "as well.",
)
def rate_brought_into_range(x, rate, rng, training=True):
    return right_dropout(x, min(max(rate, 0.0), 0.99), rng, training)


@misconception(
    "dropout",
    "Dropped values became NaN: they become 0.",
)
def dropped_to_nan(x, rate, rng, training=True):
    if not 0 <= rate < 1:
        raise ValueError(f"rate {rate}")
    return np.where(rng.random(x.shape) >= rate, x / (1 - rate), np.nan) if training else x


@misconception(
    "dense",
    "The outputs for one input stand in a column: from x (N,) the result is (M,), without another "
    "axis.",
)
def column_for_one_input(x, weights, biases):
    outputs = right_dense(x, weights, biases)
    return outputs[:, np.newaxis] if x.ndim == 1 else outputs


@misconception(
    "dense",
    "The outputs were added up: each of them is a number of its own, (M,).",
)
def outputs_added_up(x, weights, biases):
    return right_dense(x, weights, biases).sum(axis=-1)
