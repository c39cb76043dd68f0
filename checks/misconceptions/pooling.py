"""What goes wrong when an image is made smaller square by square."""

import numpy as np

from checks.misconceptions import misconception
from solutions.pooling import max_pool, mean_pool, min_pool

# in a submission the names of the solution stand for the wrong versions
right_max, right_min, right_mean = max_pool, min_pool, mean_pool


@misconception(
    "max_pool",
    "The squares overlap: the square of result (i, j) starts at row i * size, not at row i.",
)
def overlapping(image, size=2):
    right_max(image, size)
    rows, columns = image.shape[0] - size + 1, image.shape[1] - size + 1
    return _slide(image, size, np.arange(rows), np.arange(columns))


@misconception(
    "max_pool",
    "The largest value of all channels was taken: each channel is pooled by itself.",
)
def channels_swallowed(image, size=2):
    return right_max(image, size).max(axis=-1)


@misconception(
    "max_pool",
    "The leftover rows and columns got squares of their own: they are dropped.",
)
def leftovers_kept(image, size=2):
    right_max(image, size)
    rows, columns = -image.shape[0] % size, -image.shape[1] % size
    return right_max(np.pad(image, ((0, rows), (0, columns), (0, 0)), mode="edge"), size)


@misconception(
    "max_pool",
    "The first rows and columns were dropped: it is those at the far end, at the bottom and at "
    "the right, that are left over.",
)
def near_end_dropped(image, size=2):
    right_max(image, size)
    return right_max(image[image.shape[0] % size :, image.shape[1] % size :], size)


@misconception(
    "max_pool",
    "The search starts from 0, which wins where all values are negative: start from a value of "
    "the square.",
)
def starting_at_zero(image, size=2):
    return np.maximum(right_max(image, size), 0)


@misconception(
    "max_pool",
    "The reshape mixed the values: the axis of length size has to stand right behind the axis "
    "that it was split from.",
)
def reshaped(image, size=2):
    shape = right_max(image, size).shape
    kept = image[: shape[0] * size, : shape[1] * size]
    return kept.reshape(shape[0], shape[1], size, size, shape[2]).max(axis=(2, 3)).astype(float)


@misconception("max_pool", "The size was fixed at 2: use the argument.")
def always_two(image, size=2):
    right_max(image, size)
    return right_max(image, min(2, *image.shape[:2]))


@misconception("max_pool", "The smallest value was kept: max_pool keeps the largest.")
def smallest(image, size=2):
    return right_min(image, size)


@misconception("max_pool", "The mean was taken: max_pool keeps the largest value.")
def mean_for_max(image, size=2):
    return right_mean(image, size)


@misconception(
    "max_pool", "One value of each square was picked by its place: the largest may stand anywhere."
)
def top_left(image, size=2):
    shape = right_max(image, size).shape
    return image[::size, ::size][: shape[0], : shape[1]].astype(float)


@misconception(
    "max_pool",
    "Rows and columns traded places: the first axis of the result belongs to the rows.",
)
def max_transposed(image, size=2):
    return right_max(image, size).swapaxes(0, 1)


@misconception(
    "max_pool",
    "The rows were pooled by size and the columns not: a square is as wide as it is high.",
)
def rows_only(image, size=2):
    right_max(image, size)
    kept = image[: image.shape[0] // size * size]
    return kept.reshape(-1, size, *image.shape[1:]).max(axis=1).astype(float)


@misconception(
    "max_pool",
    "A size that does not fit went unnoticed and gave an empty array: raise ValueError.",
)
def fit_unchecked(image, size=2):
    if size > min(image.shape[:2]):
        return np.zeros((image.shape[0] // size, image.shape[1] // size, image.shape[2]))
    return right_max(image, size)


@misconception(
    "max_pool",
    "Only the height was compared with size: it may not be larger than the width either.",
)
def width_unchecked(image, size=2):
    if image.shape[1] < size <= image.shape[0]:
        return np.zeros((image.shape[0] // size, 0, image.shape[2]))
    return right_max(image, size)


@misconception(
    "max_pool",
    "A size of 0 ended in a ZeroDivisionError: check the size first, and raise ValueError.",
)
def divided_by_zero(image, size=2):
    rows, columns = image.shape[0] // size, image.shape[1] // size
    if rows == 0 or columns == 0:
        raise ValueError(f"size {size} is larger than the image")
    return right_max(image, size)


@misconception("max_pool", "A TypeError was raised for a wrong size: raise ValueError.")
def other_error(image, size=2):
    if not 1 <= size <= min(image.shape[:2]):
        raise TypeError(f"size must fit the image, not {size}")
    return right_max(image, size)


@misconception(
    "min_pool",
    "The search starts from 0, which wins where all values are positive: start from a value of "
    "the square.",
)
def min_from_zero(image, size=2):
    return np.minimum(right_min(image, size), 0)


@misconception("min_pool", "The largest value was kept: min_pool keeps the smallest.")
def max_for_min(image, size=2):
    return right_max(image, size)


@misconception(
    "min_pool",
    "The image was padded with zeros to a full number of squares: leftover rows and columns are "
    "dropped.",
)
def min_of_padded(image, size=2):
    right_min(image, size)
    rows, columns = -image.shape[0] % size, -image.shape[1] % size
    return right_min(np.pad(image, ((0, rows), (0, columns), (0, 0))), size)


@misconception(
    "min_pool",
    "The minus was taken in the image's dtype: in uint8, -1 is 255. Take the minimum itself, or "
    "convert to float first.",
)
def negated(image, size=2):
    return -right_max(-image, size)


@misconception(
    "min_pool",
    "A minimum of all channels was taken: each channel is pooled by itself.",
)
def min_over_channels(image, size=2):
    least = right_min(image, size)
    return np.broadcast_to(least.min(axis=-1, keepdims=True), least.shape)


@misconception(
    "min_pool",
    "Zeros were left out of the search: 0 is a value like any other.",
)
def zeros_left_out(image, size=2):
    filled = np.where(image == 0, np.inf, image.astype(float))
    least = right_min(filled, size)
    return np.where(np.isinf(least), 0, least)


@misconception("min_pool", "A size below 1 was not refused: raise ValueError, naming size.")
def min_of_any_size(image, size=2):
    return right_min(image, max(1, size))


@misconception(
    "mean_pool",
    "The mean was cut to a whole number: the mean of 1 and 2 is 1.5, so give floats.",
)
def whole_numbers(image, size=2):
    means = right_mean(image, size)
    return np.floor(means) if image.dtype == np.uint8 else means


@misconception(
    "mean_pool",
    "The mean was cut to a whole number: the mean of 1 and 2 is 1.5, so give floats.",
)
def means_in_image_dtype(image, size=2):
    return right_mean(image, size).astype(image.dtype)


@misconception(
    "mean_pool",
    "The values were added up in uint8, where 200 + 100 is 44: convert to float first.",
)
def sum_overflow(image, size=2):
    total = right_mean(image, size) * size * size
    if image.dtype == np.uint8:
        total %= 256
    return total / size / size


@misconception("mean_pool", "The sum was not divided by the number of values.")
def sums(image, size=2):
    return right_mean(image, size) * size * size


@misconception(
    "mean_pool",
    "The sum was divided by size: a square has size * size values.",
)
def divided_by_side(image, size=2):
    return right_mean(image, size) * size


@misconception("mean_pool", "The sum was always divided by 4: a square has size * size values.")
def divided_by_four(image, size=2):
    return right_mean(image, size) * size * size / 4


@misconception(
    "mean_pool",
    "The mean of the largest and the smallest value was taken: the mean counts all values.",
)
def middle(image, size=2):
    return (right_max(image, size) + right_min(image, size)) / 2


@misconception("mean_pool", "The median was taken: the mean is the sum divided by the number.")
def median(image, size=2):
    rows, columns, channels = right_mean(image, size).shape
    kept = image[: rows * size, : columns * size].astype(float)
    return np.median(kept.reshape(rows, size, columns, size, channels), axis=(1, 3))


@misconception(
    "mean_pool",
    "Leftover rows and columns were added to the last squares: they are dropped.",
)
def leftovers_added(image, size=2):
    means = right_mean(image, size)
    rows, columns, _ = means.shape
    for i in range(rows):
        for j in range(columns):
            bottom = None if i == rows - 1 else (i + 1) * size
            right = None if j == columns - 1 else (j + 1) * size
            means[i, j] = image[i * size : bottom, j * size : right].mean(axis=(0, 1))
    return means


@misconception("mean_pool", "A size that is too large was not refused: raise ValueError.")
def mean_of_any_fit(image, size=2):
    return right_mean(image, min(size, *image.shape[:2]))


def _slide(image, size, rows, columns):
    """The largest values of the squares that start there."""
    return np.array(
        [
            [image[i : i + size, j : j + size].max(axis=(0, 1)).astype(float) for j in columns]
            for i in rows
        ]
    )


@misconception(
    "max_pool",
    "The brightest pixel of each square was kept, with all its channels: each channel has"
    " a largest value of its own.",
)
def brightest_pixel(image, size=2):
    pooled = right_max(image, size)
    result = np.zeros(pooled.shape, image.dtype)
    for row, column in np.ndindex(pooled.shape[:2]):
        square = image[row * size : (row + 1) * size, column * size : (column + 1) * size]
        pixels = square.reshape(-1, image.shape[2])
        result[row, column] = pixels[pixels.sum(axis=1, dtype=float).argmax()]
    return result


@misconception(
    "max_pool",
    "A size equal to the image's side was refused: one square fits.",
)
def full_size_refused(image, size=2):
    if size >= min(image.shape[:2]):
        raise ValueError(f"size {size} is too large for {image.shape}")
    return right_max(image, size)


@misconception(
    "min_pool",
    "A size equal to the image's side was refused: one square fits.",
)
def full_size_refused_by_min(image, size=2):
    if size >= min(image.shape[:2]):
        raise ValueError(f"size {size} is too large for {image.shape}")
    return right_min(image, size)


@misconception(
    "mean_pool",
    "A size equal to the image's side was refused: one square fits.",
)
def full_size_refused_by_mean(image, size=2):
    if size >= min(image.shape[:2]):
        raise ValueError(f"size {size} is too large for {image.shape}")
    return right_mean(image, size)


@misconception(
    "max_pool",
    "The default of size has to be 2.",
)
def max_of_three_by_default(image, size=3):
    return right_max(image, size)


@misconception(
    "min_pool",
    "The default of size has to be 2.",
)
def min_of_three_by_default(image, size=3):
    return right_min(image, size)


@misconception(
    "mean_pool",
    "The default of size has to be 2.",
)
def mean_of_three_by_default(image, size=3):
    return right_mean(image, size)


@misconception(
    "min_pool",
    "The minus was taken in the image's dtype: in uint8, -1 is 255. Take the minimum "
    "itself, or convert to float first.",
)
def negated_back(image, size=2):
    negative = right_max(-image, size).astype(image.dtype)
    return (-negative).astype(float)


@misconception(
    "min_pool",
    "The search starts from 1, which wins where all values are larger: start from a value"
    " of the square.",
)
def min_from_one(image, size=2):
    return np.minimum(right_min(image, size), 1.0)


@misconception(
    "min_pool",
    "The squares overlap: the square of result (i, j) starts at row i * size, not at row i.",
)
def min_overlapping(image, size=2):
    right_min(image, size)
    windows = np.lib.stride_tricks.sliding_window_view(image, (size, size), axis=(0, 1))
    return windows.min(axis=(3, 4))


@misconception(
    "mean_pool",
    "The squares overlap: the square of result (i, j) starts at row i * size, not at row i.",
)
def mean_overlapping(image, size=2):
    right_mean(image, size)
    windows = np.lib.stride_tricks.sliding_window_view(image, (size, size), axis=(0, 1))
    return windows.mean(axis=(3, 4))


@misconception(
    "min_pool",
    "The first rows and columns were dropped: it is those at the far end, at the bottom "
    "and at the right, that are left over.",
)
def min_near_end_dropped(image, size=2):
    right_min(image, size)
    return right_min(image[image.shape[0] % size :, image.shape[1] % size :], size)


@misconception(
    "mean_pool",
    "The first rows and columns were dropped: it is those at the far end, at the bottom "
    "and at the right, that are left over.",
)
def mean_near_end_dropped(image, size=2):
    right_mean(image, size)
    return right_mean(image[image.shape[0] % size :, image.shape[1] % size :], size)


@misconception(
    "mean_pool",
    "The mean was cut to a whole number: the mean of 1 and 2 is 1.5, so give floats.",
)
def always_whole_numbers(image, size=2):
    return np.floor(right_mean(image, size))


@misconception(
    "mean_pool",
    "The mean was cut to a whole number: the mean of 1 and 2 is 1.5, so give floats.",
)
def rounded_means(image, size=2):
    return np.round(right_mean(image, size))


@misconception(
    "mean_pool",
    "The mean of all channels was taken: each channel is pooled by itself.",
)
def mean_over_channels(image, size=2):
    return right_mean(image, size).mean(axis=2)


@misconception(
    "min_pool",
    "The size was fixed at 2: use the argument.",
)
def min_always_two(image, size=2):
    right_min(image, size)
    return right_min(image, min(2, *image.shape[:2]))


@misconception(
    "mean_pool",
    "The size was fixed at 2: use the argument.",
)
def mean_always_two(image, size=2):
    right_mean(image, size)
    return right_mean(image, min(2, *image.shape[:2]))


def _starts(image, size):
    """Where the squares start, along the rows' axis and along the columns' axis."""
    rows, columns, _ = right_max(image, size).shape
    return range(0, rows * size, size), range(0, columns * size, size)


def _answers(image, rows, columns, size, answer):
    """What the function says of each square that starts at one of the rows and columns."""
    answers = np.zeros((len(rows), len(columns), image.shape[2]))
    for i, row in enumerate(rows):
        for j, column in enumerate(columns):
            square = image[row : row + size, column : column + size].astype(float)
            answers[i, j] = answer(square, axis=(0, 1))
    return answers


@misconception(
    "max_pool",
    "The largest value of all channels was taken: each channel is pooled by itself.",
)
def max_for_every_channel(image, size=2):
    pooled = right_max(image, size)
    return np.broadcast_to(pooled.max(axis=-1, keepdims=True), pooled.shape)


@misconception(
    "mean_pool",
    "The mean of all channels was taken: each channel is pooled by itself.",
)
def mean_for_every_channel(image, size=2):
    pooled = right_mean(image, size)
    return np.broadcast_to(pooled.mean(axis=-1, keepdims=True), pooled.shape)


@misconception(
    "min_pool",
    "A minimum of all channels was taken: each channel is pooled by itself.",
)
def min_without_channels(image, size=2):
    return right_min(image, size).min(axis=-1)


@misconception(
    "max_pool",
    "The largest value of all channels was taken: each channel is pooled by itself.",
)
def max_in_one_channel(image, size=2):
    return right_max(image, size).max(axis=-1, keepdims=True)


@misconception(
    "min_pool",
    "A minimum of all channels was taken: each channel is pooled by itself.",
)
def min_in_one_channel(image, size=2):
    return right_min(image, size).min(axis=-1, keepdims=True)


@misconception(
    "mean_pool",
    "The mean of all channels was taken: each channel is pooled by itself.",
)
def mean_in_one_channel(image, size=2):
    return right_mean(image, size).mean(axis=-1, keepdims=True)


@misconception(
    "max_pool",
    "Only the first channel was pooled: each channel is pooled by itself.",
)
def max_of_first_channel(image, size=2):
    return right_max(image[..., :1], size)


@misconception(
    "min_pool",
    "Only the first channel was pooled: each channel is pooled by itself.",
)
def min_of_first_channel(image, size=2):
    return right_min(image[..., :1], size)


@misconception(
    "mean_pool",
    "Only the first channel was pooled: each channel is pooled by itself.",
)
def mean_of_first_channel(image, size=2):
    return right_mean(image[..., :1], size)


@misconception(
    "max_pool",
    "Only the first channel was pooled: each channel is pooled by itself.",
)
def max_of_first_channel_without_axis(image, size=2):
    return right_max(image, size)[..., 0]


@misconception(
    "min_pool",
    "Only the first channel was pooled: each channel is pooled by itself.",
)
def min_of_first_channel_without_axis(image, size=2):
    return right_min(image, size)[..., 0]


@misconception(
    "mean_pool",
    "Only the first channel was pooled: each channel is pooled by itself.",
)
def mean_of_first_channel_without_axis(image, size=2):
    return right_mean(image, size)[..., 0]


@misconception(
    "max_pool",
    "Only the first channel was pooled: each channel is pooled by itself.",
)
def max_of_first_channel_for_all(image, size=2):
    return np.repeat(right_max(image, size)[..., :1], image.shape[2], axis=2)


@misconception(
    "min_pool",
    "Only the first channel was pooled: each channel is pooled by itself.",
)
def min_of_first_channel_for_all(image, size=2):
    return np.repeat(right_min(image, size)[..., :1], image.shape[2], axis=2)


@misconception(
    "mean_pool",
    "Only the first channel was pooled: each channel is pooled by itself.",
)
def mean_of_first_channel_for_all(image, size=2):
    return np.repeat(right_mean(image, size)[..., :1], image.shape[2], axis=2)


@misconception(
    "max_pool",
    "The values were cut to whole numbers: they may have decimals, so keep them as floats.",
)
def max_cut(image, size=2):
    return np.trunc(right_max(image, size))


@misconception(
    "min_pool",
    "The values were cut to whole numbers: they may have decimals, so keep them as floats.",
)
def min_cut(image, size=2):
    return np.trunc(right_min(image, size))


@misconception(
    "mean_pool",
    "The mean was cut to a whole number: the mean of 1 and 2 is 1.5, so give floats.",
)
def cut_means(image, size=2):
    return np.trunc(right_mean(image, size))


@misconception(
    "max_pool",
    "The result was put into an array of uint8, which holds 0 to 255 and no decimals: give floats.",
)
def max_in_uint8(image, size=2):
    return right_max(image, size).astype(np.uint8)


@misconception(
    "min_pool",
    "The result was put into an array of uint8, which holds 0 to 255 and no decimals: give floats.",
)
def min_in_uint8(image, size=2):
    return right_min(image, size).astype(np.uint8)


@misconception(
    "mean_pool",
    "The result was put into an array of uint8, which holds 0 to 255 and no decimals: give floats.",
)
def mean_in_uint8(image, size=2):
    return right_mean(image, size).astype(np.uint8)


@misconception(
    "max_pool",
    "The result was kept in float16, which has three digits only: keep it in 32 or 64 bits.",
)
def max_in_half_precision(image, size=2):
    return right_max(image, size).astype(np.float16)


@misconception(
    "min_pool",
    "The result was kept in float16, which has three digits only: keep it in 32 or 64 bits.",
)
def min_in_half_precision(image, size=2):
    return right_min(image, size).astype(np.float16)


@misconception(
    "mean_pool",
    "The result was kept in float16, which has three digits only: keep it in 32 or 64 bits.",
)
def mean_in_half_precision(image, size=2):
    return right_mean(image, size).astype(np.float16)


@misconception(
    "max_pool",
    "The largest value so far was kept for the next square: begin each square anew.",
)
def max_carried_from_square_to_square(image, size=2):
    pooled = right_max(image, size)
    return np.maximum.accumulate(pooled.reshape(-1, pooled.shape[2]), axis=0).reshape(pooled.shape)


@misconception(
    "min_pool",
    "The smallest value so far was kept for the next square: begin each square anew.",
)
def min_carried_from_square_to_square(image, size=2):
    pooled = right_min(image, size)
    return np.minimum.accumulate(pooled.reshape(-1, pooled.shape[2]), axis=0).reshape(pooled.shape)


@misconception(
    "mean_pool",
    "The sum was not set back to 0 for the next square: begin each square anew.",
)
def mean_carried_from_square_to_square(image, size=2):
    pooled = right_mean(image, size)
    return np.cumsum(pooled.reshape(-1, pooled.shape[2]), axis=0).reshape(pooled.shape)


@misconception(
    "max_pool",
    "The largest value so far was kept for the next square: begin each square anew.",
)
def max_carried_from_value_to_value(image, size=2):
    pooled = right_max(image, size)
    return np.maximum.accumulate(pooled.reshape(-1)).reshape(pooled.shape)


@misconception(
    "min_pool",
    "The smallest value so far was kept for the next square: begin each square anew.",
)
def min_carried_from_value_to_value(image, size=2):
    pooled = right_min(image, size)
    return np.minimum.accumulate(pooled.reshape(-1)).reshape(pooled.shape)


@misconception(
    "mean_pool",
    "The sum was not set back to 0 for the next square: begin each square anew.",
)
def mean_carried_from_value_to_value(image, size=2):
    pooled = right_mean(image, size)
    return np.cumsum(pooled.reshape(-1)).reshape(pooled.shape)


@misconception(
    "max_pool",
    "The largest value so far was kept for the next square: begin each square anew.",
)
def max_carried_along_rows(image, size=2):
    pooled = right_max(image, size)
    return np.maximum.accumulate(pooled, axis=1)


@misconception(
    "min_pool",
    "The smallest value so far was kept for the next square: begin each square anew.",
)
def min_carried_along_rows(image, size=2):
    pooled = right_min(image, size)
    return np.minimum.accumulate(pooled, axis=1)


@misconception(
    "mean_pool",
    "The sum was not set back to 0 for the next square: begin each square anew.",
)
def mean_carried_along_rows(image, size=2):
    pooled = right_mean(image, size)
    return np.cumsum(pooled, axis=1)


@misconception(
    "min_pool",
    "The rows were pooled by size and the columns not: a square is as wide as it is high.",
)
def min_of_rows_only(image, size=2):
    right_min(image, size)
    kept = image[: image.shape[0] // size * size].astype(float)
    return kept.reshape(-1, size, *image.shape[1:]).min(axis=1)


@misconception(
    "mean_pool",
    "The rows were pooled by size and the columns not: a square is as wide as it is high.",
)
def mean_of_rows_only(image, size=2):
    right_mean(image, size)
    kept = image[: image.shape[0] // size * size].astype(float)
    return kept.reshape(-1, size, *image.shape[1:]).mean(axis=1)


@misconception(
    "max_pool",
    "The columns were pooled by size and the rows not: a square is as high as it is wide.",
)
def max_of_columns_only(image, size=2):
    right_max(image, size)
    height, width, channels = image.shape
    kept = image[:, : width // size * size].astype(float)
    return kept.reshape(height, -1, size, channels).max(axis=2)


@misconception(
    "min_pool",
    "The columns were pooled by size and the rows not: a square is as high as it is wide.",
)
def min_of_columns_only(image, size=2):
    right_min(image, size)
    height, width, channels = image.shape
    kept = image[:, : width // size * size].astype(float)
    return kept.reshape(height, -1, size, channels).min(axis=2)


@misconception(
    "mean_pool",
    "The columns were pooled by size and the rows not: a square is as high as it is wide.",
)
def mean_of_columns_only(image, size=2):
    right_mean(image, size)
    height, width, channels = image.shape
    kept = image[:, : width // size * size].astype(float)
    return kept.reshape(height, -1, size, channels).mean(axis=2)


@misconception(
    "max_pool",
    "The image was padded with zeros to a full number of squares: leftover rows and columns "
    "are dropped.",
)
def max_of_padded(image, size=2):
    right_max(image, size)
    rows, columns = -image.shape[0] % size, -image.shape[1] % size
    return right_max(np.pad(image, ((0, rows), (0, columns), (0, 0))), size)


@misconception(
    "mean_pool",
    "The image was padded with zeros to a full number of squares: leftover rows and columns "
    "are dropped.",
)
def mean_of_padded(image, size=2):
    right_mean(image, size)
    rows, columns = -image.shape[0] % size, -image.shape[1] % size
    return right_mean(np.pad(image, ((0, rows), (0, columns), (0, 0))), size)


@misconception(
    "min_pool",
    "The leftover rows and columns got squares of their own: they are dropped.",
)
def min_of_leftovers(image, size=2):
    right_min(image, size)
    rows, columns = range(0, image.shape[0], size), range(0, image.shape[1], size)
    return _answers(image, rows, columns, size, np.min)


@misconception(
    "mean_pool",
    "The leftover rows and columns got squares of their own: they are dropped.",
)
def mean_of_leftovers(image, size=2):
    right_mean(image, size)
    rows, columns = range(0, image.shape[0], size), range(0, image.shape[1], size)
    return _answers(image, rows, columns, size, np.mean)


@misconception(
    "min_pool",
    "The reshape mixed the values: the axis of length size has to stand right behind the axis "
    "that it was split from.",
)
def min_reshaped(image, size=2):
    rows, columns, channels = right_min(image, size).shape
    kept = image[: rows * size, : columns * size].astype(float)
    return kept.reshape(rows, columns, size, size, channels).min(axis=(2, 3))


@misconception(
    "mean_pool",
    "The reshape mixed the values: the axis of length size has to stand right behind the axis "
    "that it was split from.",
)
def mean_reshaped(image, size=2):
    rows, columns, channels = right_mean(image, size).shape
    kept = image[: rows * size, : columns * size].astype(float)
    return kept.reshape(rows, columns, size, size, channels).mean(axis=(2, 3))


@misconception(
    "max_pool",
    "The wrong axes were pooled: after reshape(H // size, size, W // size, size, C) a square "
    "lies along axes 1 and 3.",
)
def max_along_first_and_third_axis(image, size=2):
    rows, columns, channels = right_max(image, size).shape
    kept = image[: rows * size, : columns * size].astype(float)
    return kept.reshape(rows, size, columns, size, channels).max(axis=(0, 2))


@misconception(
    "min_pool",
    "The wrong axes were pooled: after reshape(H // size, size, W // size, size, C) a square "
    "lies along axes 1 and 3.",
)
def min_along_first_and_third_axis(image, size=2):
    rows, columns, channels = right_min(image, size).shape
    kept = image[: rows * size, : columns * size].astype(float)
    return kept.reshape(rows, size, columns, size, channels).min(axis=(0, 2))


@misconception(
    "mean_pool",
    "The wrong axes were pooled: after reshape(H // size, size, W // size, size, C) a square "
    "lies along axes 1 and 3.",
)
def mean_along_first_and_third_axis(image, size=2):
    rows, columns, channels = right_mean(image, size).shape
    kept = image[: rows * size, : columns * size].astype(float)
    return kept.reshape(rows, size, columns, size, channels).mean(axis=(0, 2))


@misconception(
    "max_pool",
    "The wrong axes were pooled: after reshape(H // size, size, W // size, size, C) a square "
    "lies along axes 1 and 3.",
)
def max_along_second_and_third_axis(image, size=2):
    rows, columns, channels = right_max(image, size).shape
    kept = image[: rows * size, : columns * size].astype(float)
    return kept.reshape(rows, size, columns, size, channels).max(axis=(1, 2))


@misconception(
    "min_pool",
    "The wrong axes were pooled: after reshape(H // size, size, W // size, size, C) a square "
    "lies along axes 1 and 3.",
)
def min_along_second_and_third_axis(image, size=2):
    rows, columns, channels = right_min(image, size).shape
    kept = image[: rows * size, : columns * size].astype(float)
    return kept.reshape(rows, size, columns, size, channels).min(axis=(1, 2))


@misconception(
    "mean_pool",
    "The wrong axes were pooled: after reshape(H // size, size, W // size, size, C) a square "
    "lies along axes 1 and 3.",
)
def mean_along_second_and_third_axis(image, size=2):
    rows, columns, channels = right_mean(image, size).shape
    kept = image[: rows * size, : columns * size].astype(float)
    return kept.reshape(rows, size, columns, size, channels).mean(axis=(1, 2))


@misconception(
    "max_pool",
    "The wrong axes were pooled: after reshape(H // size, size, W // size, size, C) a square "
    "lies along axes 1 and 3.",
)
def max_along_third_and_fourth_axis(image, size=2):
    rows, columns, channels = right_max(image, size).shape
    kept = image[: rows * size, : columns * size].astype(float)
    return kept.reshape(rows, size, columns, size, channels).max(axis=(2, 3))


@misconception(
    "min_pool",
    "The wrong axes were pooled: after reshape(H // size, size, W // size, size, C) a square "
    "lies along axes 1 and 3.",
)
def min_along_third_and_fourth_axis(image, size=2):
    rows, columns, channels = right_min(image, size).shape
    kept = image[: rows * size, : columns * size].astype(float)
    return kept.reshape(rows, size, columns, size, channels).min(axis=(2, 3))


@misconception(
    "mean_pool",
    "The wrong axes were pooled: after reshape(H // size, size, W // size, size, C) a square "
    "lies along axes 1 and 3.",
)
def mean_along_third_and_fourth_axis(image, size=2):
    rows, columns, channels = right_mean(image, size).shape
    kept = image[: rows * size, : columns * size].astype(float)
    return kept.reshape(rows, size, columns, size, channels).mean(axis=(2, 3))


@misconception(
    "max_pool",
    "The squares begin every 2 pixels: the square of result (i, j) starts at row i * size.",
)
def max_at_every_second_pixel(image, size=2):
    rows, columns, _ = right_max(image, size).shape
    return _answers(image, range(0, 2 * rows, 2), range(0, 2 * columns, 2), size, np.max)


@misconception(
    "min_pool",
    "The squares begin every 2 pixels: the square of result (i, j) starts at row i * size.",
)
def min_at_every_second_pixel(image, size=2):
    rows, columns, _ = right_min(image, size).shape
    return _answers(image, range(0, 2 * rows, 2), range(0, 2 * columns, 2), size, np.min)


@misconception(
    "mean_pool",
    "The squares begin every 2 pixels: the square of result (i, j) starts at row i * size.",
)
def mean_at_every_second_pixel(image, size=2):
    rows, columns, _ = right_mean(image, size).shape
    return _answers(image, range(0, 2 * rows, 2), range(0, 2 * columns, 2), size, np.mean)


@misconception(
    "max_pool",
    "The squares begin every 2 pixels: the square of result (i, j) starts at row i * size.",
)
def max_with_stride_two(image, size=2):
    right_max(image, size)
    rows, columns = image.shape[0] - size + 1, image.shape[1] - size + 1
    return _answers(image, range(0, rows, 2), range(0, columns, 2), size, np.max)


@misconception(
    "min_pool",
    "The squares begin every 2 pixels: the square of result (i, j) starts at row i * size.",
)
def min_with_stride_two(image, size=2):
    right_min(image, size)
    rows, columns = image.shape[0] - size + 1, image.shape[1] - size + 1
    return _answers(image, range(0, rows, 2), range(0, columns, 2), size, np.min)


@misconception(
    "mean_pool",
    "The squares begin every 2 pixels: the square of result (i, j) starts at row i * size.",
)
def mean_with_stride_two(image, size=2):
    right_mean(image, size)
    rows, columns = image.shape[0] - size + 1, image.shape[1] - size + 1
    return _answers(image, range(0, rows, 2), range(0, columns, 2), size, np.mean)


@misconception(
    "max_pool",
    "The size was fixed at 2: use the argument.",
)
def max_of_two_by_two(image, size=2):
    rows, columns = _starts(image, size)
    return _answers(image, rows, columns, 2, np.max)


@misconception(
    "min_pool",
    "The size was fixed at 2: use the argument.",
)
def min_of_two_by_two(image, size=2):
    rows, columns = _starts(image, size)
    return _answers(image, rows, columns, 2, np.min)


@misconception(
    "mean_pool",
    "The size was fixed at 2: use the argument.",
)
def mean_of_two_by_two(image, size=2):
    rows, columns = _starts(image, size)
    return _answers(image, rows, columns, 2, np.mean)


@misconception(
    "max_pool",
    "The size was fixed at 2: use the argument.",
)
def max_never_but_two(image, size=2):
    right_max(image, size)
    rows, columns = image.shape[0] // 2, image.shape[1] // 2
    return _answers(image, range(0, 2 * rows, 2), range(0, 2 * columns, 2), 2, np.max)


@misconception(
    "min_pool",
    "The size was fixed at 2: use the argument.",
)
def min_never_but_two(image, size=2):
    right_min(image, size)
    rows, columns = image.shape[0] // 2, image.shape[1] // 2
    return _answers(image, range(0, 2 * rows, 2), range(0, 2 * columns, 2), 2, np.min)


@misconception(
    "mean_pool",
    "The size was fixed at 2: use the argument.",
)
def mean_never_but_two(image, size=2):
    right_mean(image, size)
    rows, columns = image.shape[0] // 2, image.shape[1] // 2
    return _answers(image, range(0, 2 * rows, 2), range(0, 2 * columns, 2), 2, np.mean)


@misconception(
    "max_pool",
    "The squares overlap: the square of result (i, j) starts at row i * size, not at row i.",
)
def max_not_moved_by_size(image, size=2):
    rows, columns, _ = right_max(image, size).shape
    return _answers(image, range(rows), range(columns), size, np.max)


@misconception(
    "min_pool",
    "The squares overlap: the square of result (i, j) starts at row i * size, not at row i.",
)
def min_not_moved_by_size(image, size=2):
    rows, columns, _ = right_min(image, size).shape
    return _answers(image, range(rows), range(columns), size, np.min)


@misconception(
    "mean_pool",
    "The squares overlap: the square of result (i, j) starts at row i * size, not at row i.",
)
def mean_not_moved_by_size(image, size=2):
    rows, columns, _ = right_mean(image, size).shape
    return _answers(image, range(rows), range(columns), size, np.mean)


@misconception(
    "max_pool",
    "The squares end too early: a slice ends before its second number, so square i needs rows "
    "i * size : (i + 1) * size.",
)
def max_of_smaller_squares(image, size=2):
    rows, columns = _starts(image, size)
    return _answers(image, rows, columns, size - 1, np.max)


@misconception(
    "min_pool",
    "The squares end too early: a slice ends before its second number, so square i needs rows "
    "i * size : (i + 1) * size.",
)
def min_of_smaller_squares(image, size=2):
    rows, columns = _starts(image, size)
    return _answers(image, rows, columns, size - 1, np.min)


@misconception(
    "mean_pool",
    "The squares end too early: a slice ends before its second number, so square i needs rows "
    "i * size : (i + 1) * size.",
)
def mean_of_smaller_squares(image, size=2):
    rows, columns = _starts(image, size)
    return _answers(image, rows, columns, size - 1, np.mean)


@misconception(
    "max_pool",
    "The squares end too early: a slice ends before its second number, so square i needs rows "
    "i * size : (i + 1) * size.",
)
def max_of_smaller_squares_if_any(image, size=2):
    rows, columns = _starts(image, size)
    return _answers(image, rows, columns, max(size - 1, 1), np.max)


@misconception(
    "min_pool",
    "The squares end too early: a slice ends before its second number, so square i needs rows "
    "i * size : (i + 1) * size.",
)
def min_of_smaller_squares_if_any(image, size=2):
    rows, columns = _starts(image, size)
    return _answers(image, rows, columns, max(size - 1, 1), np.min)


@misconception(
    "mean_pool",
    "The squares end too early: a slice ends before its second number, so square i needs rows "
    "i * size : (i + 1) * size.",
)
def mean_of_smaller_squares_if_any(image, size=2):
    rows, columns = _starts(image, size)
    return _answers(image, rows, columns, max(size - 1, 1), np.mean)


@misconception(
    "max_pool",
    "The squares are too large, and overlap: square i has rows i * size : (i + 1) * size.",
)
def max_of_larger_squares(image, size=2):
    rows, columns = _starts(image, size)
    return _answers(image, rows, columns, size + 1, np.max)


@misconception(
    "min_pool",
    "The squares are too large, and overlap: square i has rows i * size : (i + 1) * size.",
)
def min_of_larger_squares(image, size=2):
    rows, columns = _starts(image, size)
    return _answers(image, rows, columns, size + 1, np.min)


@misconception(
    "mean_pool",
    "The squares are too large, and overlap: square i has rows i * size : (i + 1) * size.",
)
def mean_of_larger_squares(image, size=2):
    rows, columns = _starts(image, size)
    return _answers(image, rows, columns, size + 1, np.mean)


@misconception(
    "max_pool",
    "The last squares of the rows and columns are missing: range(a, b) ends before b.",
)
def max_without_last(image, size=2):
    return right_max(image, size)[:-1, :-1]


@misconception(
    "min_pool",
    "The last squares of the rows and columns are missing: range(a, b) ends before b.",
)
def min_without_last(image, size=2):
    return right_min(image, size)[:-1, :-1]


@misconception(
    "mean_pool",
    "The last squares of the rows and columns are missing: range(a, b) ends before b.",
)
def mean_without_last(image, size=2):
    return right_mean(image, size)[:-1, :-1]


@misconception(
    "max_pool",
    "The last squares of the rows and columns are missing: range(a, b) ends before b.",
)
def max_with_last_empty(image, size=2):
    pooled = right_max(image, size)
    pooled[-1] = pooled[:, -1] = 0
    return pooled


@misconception(
    "min_pool",
    "The last squares of the rows and columns are missing: range(a, b) ends before b.",
)
def min_with_last_empty(image, size=2):
    pooled = right_min(image, size)
    pooled[-1] = pooled[:, -1] = 0
    return pooled


@misconception(
    "mean_pool",
    "The last squares of the rows and columns are missing: range(a, b) ends before b.",
)
def mean_with_last_empty(image, size=2):
    pooled = right_mean(image, size)
    pooled[-1] = pooled[:, -1] = 0
    return pooled


@misconception(
    "max_pool",
    "The last squares of the rows and columns are missing: range(a, b) ends before b.",
)
def max_ending_too_early(image, size=2):
    rows, columns, _ = right_max(image, size).shape
    rows, columns = image.shape[0] - size, image.shape[1] - size
    return _answers(image, range(0, rows, size), range(0, columns, size), size, np.max)


@misconception(
    "min_pool",
    "The last squares of the rows and columns are missing: range(a, b) ends before b.",
)
def min_ending_too_early(image, size=2):
    rows, columns, _ = right_min(image, size).shape
    rows, columns = image.shape[0] - size, image.shape[1] - size
    return _answers(image, range(0, rows, size), range(0, columns, size), size, np.min)


@misconception(
    "mean_pool",
    "The last squares of the rows and columns are missing: range(a, b) ends before b.",
)
def mean_ending_too_early(image, size=2):
    rows, columns, _ = right_mean(image, size).shape
    rows, columns = image.shape[0] - size, image.shape[1] - size
    return _answers(image, range(0, rows, size), range(0, columns, size), size, np.mean)


@misconception(
    "max_pool",
    "Only the first squares were filled in: look whether `return` stands inside a loop.",
)
def max_of_first_row(image, size=2):
    pooled = right_max(image, size)
    pooled[1:] = 0
    return pooled


@misconception(
    "min_pool",
    "Only the first squares were filled in: look whether `return` stands inside a loop.",
)
def min_of_first_row(image, size=2):
    pooled = right_min(image, size)
    pooled[1:] = 0
    return pooled


@misconception(
    "mean_pool",
    "Only the first squares were filled in: look whether `return` stands inside a loop.",
)
def mean_of_first_row(image, size=2):
    pooled = right_mean(image, size)
    pooled[1:] = 0
    return pooled


@misconception(
    "max_pool",
    "Only the first squares were filled in: look whether `return` stands inside a loop.",
)
def max_of_first_square(image, size=2):
    pooled = right_max(image, size)
    pooled[1:] = pooled[:, 1:] = 0
    return pooled


@misconception(
    "min_pool",
    "Only the first squares were filled in: look whether `return` stands inside a loop.",
)
def min_of_first_square(image, size=2):
    pooled = right_min(image, size)
    pooled[1:] = pooled[:, 1:] = 0
    return pooled


@misconception(
    "mean_pool",
    "Only the first squares were filled in: look whether `return` stands inside a loop.",
)
def mean_of_first_square(image, size=2):
    pooled = right_mean(image, size)
    pooled[1:] = pooled[:, 1:] = 0
    return pooled


@misconception(
    "max_pool",
    "The image was taken for square: its height and its width may differ, so use both.",
)
def max_of_square_image(image, size=2):
    rows, _ = _starts(image, size)
    return _answers(image, rows, rows, size, np.max)


@misconception(
    "min_pool",
    "The image was taken for square: its height and its width may differ, so use both.",
)
def min_of_square_image(image, size=2):
    rows, _ = _starts(image, size)
    return _answers(image, rows, rows, size, np.min)


@misconception(
    "mean_pool",
    "The image was taken for square: its height and its width may differ, so use both.",
)
def mean_of_square_image(image, size=2):
    rows, _ = _starts(image, size)
    return _answers(image, rows, rows, size, np.mean)


@misconception(
    "max_pool",
    "The image was taken for square: its height and its width may differ, so use both.",
)
def max_of_square_image_by_width(image, size=2):
    _, columns = _starts(image, size)
    return _answers(image, columns, columns, size, np.max)


@misconception(
    "min_pool",
    "The image was taken for square: its height and its width may differ, so use both.",
)
def min_of_square_image_by_width(image, size=2):
    _, columns = _starts(image, size)
    return _answers(image, columns, columns, size, np.min)


@misconception(
    "mean_pool",
    "The image was taken for square: its height and its width may differ, so use both.",
)
def mean_of_square_image_by_width(image, size=2):
    _, columns = _starts(image, size)
    return _answers(image, columns, columns, size, np.mean)


@misconception(
    "min_pool",
    "Rows and columns traded places: the first axis of the result belongs to the rows.",
)
def min_transposed(image, size=2):
    return right_min(image, size).swapaxes(0, 1)


@misconception(
    "mean_pool",
    "Rows and columns traded places: the first axis of the result belongs to the rows.",
)
def mean_transposed(image, size=2):
    return right_mean(image, size).swapaxes(0, 1)


@misconception(
    "min_pool",
    "One value of each square was picked by its place: the smallest may stand anywhere.",
)
def min_at_top_left(image, size=2):
    rows, columns, _ = right_min(image, size).shape
    return image[::size, ::size][:rows, :columns].astype(float)


@misconception(
    "mean_pool",
    "One value of each square was picked by its place: the mean counts all of them.",
)
def mean_at_top_left(image, size=2):
    rows, columns, _ = right_mean(image, size).shape
    return image[::size, ::size][:rows, :columns].astype(float)


@misconception(
    "max_pool",
    "One value of each square was picked by its place: the largest may stand anywhere.",
)
def max_at_bottom_right(image, size=2):
    rows, columns, _ = right_max(image, size).shape
    return image[size - 1 :: size, size - 1 :: size][:rows, :columns].astype(float)


@misconception(
    "min_pool",
    "One value of each square was picked by its place: the smallest may stand anywhere.",
)
def min_at_bottom_right(image, size=2):
    rows, columns, _ = right_min(image, size).shape
    return image[size - 1 :: size, size - 1 :: size][:rows, :columns].astype(float)


@misconception(
    "mean_pool",
    "One value of each square was picked by its place: the mean counts all of them.",
)
def mean_at_bottom_right(image, size=2):
    rows, columns, _ = right_mean(image, size).shape
    return image[size - 1 :: size, size - 1 :: size][:rows, :columns].astype(float)


@misconception(
    "max_pool",
    "An image with rows or columns left over ended in an error: drop them, as they fill no square.",
)
def max_of_full_squares_alone(image, size=2):
    right_max(image, size)
    if image.shape[0] % size or image.shape[1] % size:
        raise ValueError(f"size {size} does not divide {image.shape}")
    return right_max(image, size)


@misconception(
    "min_pool",
    "An image with rows or columns left over ended in an error: drop them, as they fill no square.",
)
def min_of_full_squares_alone(image, size=2):
    right_min(image, size)
    if image.shape[0] % size or image.shape[1] % size:
        raise ValueError(f"size {size} does not divide {image.shape}")
    return right_min(image, size)


@misconception(
    "mean_pool",
    "An image with rows or columns left over ended in an error: drop them, as they fill no square.",
)
def mean_of_full_squares_alone(image, size=2):
    right_mean(image, size)
    if image.shape[0] % size or image.shape[1] % size:
        raise ValueError(f"size {size} does not divide {image.shape}")
    return right_mean(image, size)


@misconception(
    "max_pool",
    "A size of 1 was refused: it is allowed, and keeps every value.",
)
def max_refusing_one(image, size=2):
    if size == 1:
        raise ValueError(f"size must be above 1, not {size}")
    return right_max(image, size)


@misconception(
    "min_pool",
    "A size of 1 was refused: it is allowed, and keeps every value.",
)
def min_refusing_one(image, size=2):
    if size == 1:
        raise ValueError(f"size must be above 1, not {size}")
    return right_min(image, size)


@misconception(
    "mean_pool",
    "A size of 1 was refused: it is allowed, and keeps every value.",
)
def mean_refusing_one(image, size=2):
    if size == 1:
        raise ValueError(f"size must be above 1, not {size}")
    return right_mean(image, size)


@misconception(
    "max_pool",
    "The default of size has to be 2.",
)
def max_without_default(image, size):
    return right_max(image, size)


@misconception(
    "min_pool",
    "The default of size has to be 2.",
)
def min_without_default(image, size):
    return right_min(image, size)


@misconception(
    "mean_pool",
    "The default of size has to be 2.",
)
def mean_without_default(image, size):
    return right_mean(image, size)


@misconception(
    "max_pool",
    "Wrong sizes were not refused: raise ValueError if size is below 1 or larger than a side "
    "of the image.",
)
def max_of_every_size(image, size=2):
    rows, columns = image.shape[0] // size, image.shape[1] // size
    if rows <= 0 or columns <= 0:
        return np.zeros((rows, columns, image.shape[2]))
    return right_max(image, size)


@misconception(
    "min_pool",
    "Wrong sizes were not refused: raise ValueError if size is below 1 or larger than a side "
    "of the image.",
)
def min_of_every_size(image, size=2):
    rows, columns = image.shape[0] // size, image.shape[1] // size
    if rows <= 0 or columns <= 0:
        return np.zeros((rows, columns, image.shape[2]))
    return right_min(image, size)


@misconception(
    "mean_pool",
    "Wrong sizes were not refused: raise ValueError if size is below 1 or larger than a side "
    "of the image.",
)
def mean_of_every_size(image, size=2):
    rows, columns = image.shape[0] // size, image.shape[1] // size
    if rows <= 0 or columns <= 0:
        return np.zeros((rows, columns, image.shape[2]))
    return right_mean(image, size)


@misconception(
    "max_pool",
    "Wrong sizes were not refused: raise ValueError if size is below 1 or larger than a side "
    "of the image.",
)
def max_of_any_size_in_lists(image, size=2):
    rows = range(0, image.shape[0] - size + 1, size)
    columns = range(0, image.shape[1] - size + 1, size)
    if rows and columns and size > 0:
        return right_max(image, size)
    return np.array([[0.0 for _ in columns] for _ in rows])


@misconception(
    "min_pool",
    "Wrong sizes were not refused: raise ValueError if size is below 1 or larger than a side "
    "of the image.",
)
def min_of_any_size_in_lists(image, size=2):
    rows = range(0, image.shape[0] - size + 1, size)
    columns = range(0, image.shape[1] - size + 1, size)
    if rows and columns and size > 0:
        return right_min(image, size)
    return np.array([[0.0 for _ in columns] for _ in rows])


@misconception(
    "mean_pool",
    "Wrong sizes were not refused: raise ValueError if size is below 1 or larger than a side "
    "of the image.",
)
def mean_of_any_size_in_lists(image, size=2):
    rows = range(0, image.shape[0] - size + 1, size)
    columns = range(0, image.shape[1] - size + 1, size)
    if rows and columns and size > 0:
        return right_mean(image, size)
    return np.array([[0.0 for _ in columns] for _ in rows])


@misconception(
    "min_pool",
    "A size below 1 was not refused: raise ValueError, naming size.",
)
def min_divided_by_zero(image, size=2):
    rows, columns = image.shape[0] // size, image.shape[1] // size
    if rows == 0 or columns == 0:
        raise ValueError(f"size {size} is larger than the image")
    return right_min(image, size)


@misconception(
    "mean_pool",
    "A size below 1 was not refused: raise ValueError, naming size.",
)
def mean_divided_by_zero(image, size=2):
    rows, columns = image.shape[0] // size, image.shape[1] // size
    if rows == 0 or columns == 0:
        raise ValueError(f"size {size} is larger than the image")
    return right_mean(image, size)


@misconception(
    "min_pool",
    "A size that does not fit went unnoticed and gave an empty array: raise ValueError.",
)
def min_of_any_fit(image, size=2):
    if size > min(image.shape[:2]):
        return np.zeros((image.shape[0] // size, image.shape[1] // size, image.shape[2]))
    return right_min(image, size)


@misconception(
    "mean_pool",
    "A size that does not fit went unnoticed and gave an empty array: raise ValueError.",
)
def mean_of_nothing(image, size=2):
    if size > min(image.shape[:2]):
        return np.zeros((image.shape[0] // size, image.shape[1] // size, image.shape[2]))
    return right_mean(image, size)


@misconception(
    "max_pool",
    "A size that does not fit went unnoticed and gave an empty array: raise ValueError.",
)
def max_of_any_fit_in_lists(image, size=2):
    rows = range(0, image.shape[0] - size + 1, size) if size > 0 else ()
    if size > min(image.shape[:2]):
        return np.array([[] for _ in rows])
    return right_max(image, size)


@misconception(
    "min_pool",
    "A size that does not fit went unnoticed and gave an empty array: raise ValueError.",
)
def min_of_any_fit_in_lists(image, size=2):
    rows = range(0, image.shape[0] - size + 1, size) if size > 0 else ()
    if size > min(image.shape[:2]):
        return np.array([[] for _ in rows])
    return right_min(image, size)


@misconception(
    "mean_pool",
    "A size that does not fit went unnoticed and gave an empty array: raise ValueError.",
)
def mean_of_any_fit_in_lists(image, size=2):
    rows = range(0, image.shape[0] - size + 1, size) if size > 0 else ()
    if size > min(image.shape[:2]):
        return np.array([[] for _ in rows])
    return right_mean(image, size)


@misconception(
    "min_pool",
    "Only the height was compared with size: it may not be larger than the width either.",
)
def min_width_unchecked(image, size=2):
    if image.shape[1] < size <= image.shape[0]:
        return np.zeros((image.shape[0] // size, 0, image.shape[2]))
    return right_min(image, size)


@misconception(
    "mean_pool",
    "Only the height was compared with size: it may not be larger than the width either.",
)
def mean_width_unchecked(image, size=2):
    if image.shape[1] < size <= image.shape[0]:
        return np.zeros((image.shape[0] // size, 0, image.shape[2]))
    return right_mean(image, size)


@misconception(
    "max_pool",
    "Only the width was compared with size: it may not be larger than the height either.",
)
def max_height_unchecked(image, size=2):
    if image.shape[0] < size <= image.shape[1]:
        return np.zeros((0, image.shape[1] // size, image.shape[2]))
    return right_max(image, size)


@misconception(
    "min_pool",
    "Only the width was compared with size: it may not be larger than the height either.",
)
def min_height_unchecked(image, size=2):
    if image.shape[0] < size <= image.shape[1]:
        return np.zeros((0, image.shape[1] // size, image.shape[2]))
    return right_min(image, size)


@misconception(
    "mean_pool",
    "Only the width was compared with size: it may not be larger than the height either.",
)
def mean_height_unchecked(image, size=2):
    if image.shape[0] < size <= image.shape[1]:
        return np.zeros((0, image.shape[1] // size, image.shape[2]))
    return right_mean(image, size)


@misconception(
    "max_pool",
    "Only a size larger than both sides was refused: it may be larger than neither of them.",
)
def max_refusing_only_both(image, size=2):
    if min(image.shape[:2]) < size <= max(image.shape[:2]):
        return np.zeros((image.shape[0] // size, image.shape[1] // size, image.shape[2]))
    return right_max(image, size)


@misconception(
    "min_pool",
    "Only a size larger than both sides was refused: it may be larger than neither of them.",
)
def min_refusing_only_both(image, size=2):
    if min(image.shape[:2]) < size <= max(image.shape[:2]):
        return np.zeros((image.shape[0] // size, image.shape[1] // size, image.shape[2]))
    return right_min(image, size)


@misconception(
    "mean_pool",
    "Only a size larger than both sides was refused: it may be larger than neither of them.",
)
def mean_refusing_only_both(image, size=2):
    if min(image.shape[:2]) < size <= max(image.shape[:2]):
        return np.zeros((image.shape[0] // size, image.shape[1] // size, image.shape[2]))
    return right_mean(image, size)


@misconception(
    "max_pool",
    "Wrong sizes were refused by `assert`: raise ValueError, naming size.",
)
def max_asserted(image, size=2):
    assert 1 <= size <= min(image.shape[:2]), f"size must fit the image, not {size}"
    return right_max(image, size)


@misconception(
    "min_pool",
    "Wrong sizes were refused by `assert`: raise ValueError, naming size.",
)
def min_asserted(image, size=2):
    assert 1 <= size <= min(image.shape[:2]), f"size must fit the image, not {size}"
    return right_min(image, size)


@misconception(
    "mean_pool",
    "Wrong sizes were refused by `assert`: raise ValueError, naming size.",
)
def mean_asserted(image, size=2):
    assert 1 <= size <= min(image.shape[:2]), f"size must fit the image, not {size}"
    return right_mean(image, size)


@misconception(
    "min_pool",
    "A TypeError was raised for a wrong size: raise ValueError.",
)
def min_other_error(image, size=2):
    if not 1 <= size <= min(image.shape[:2]):
        raise TypeError(f"size must fit the image, not {size}")
    return right_min(image, size)


@misconception(
    "mean_pool",
    "A TypeError was raised for a wrong size: raise ValueError.",
)
def mean_other_error(image, size=2):
    if not 1 <= size <= min(image.shape[:2]):
        raise TypeError(f"size must fit the image, not {size}")
    return right_mean(image, size)


@misconception(
    "max_pool",
    "A wrong size gave nothing or a printed message: `raise ValueError(...)` refuses it.",
)
def max_message_printed(image, size=2):
    if 1 <= size <= min(image.shape[:2]):
        return right_max(image, size)
    print(f"size must fit the image, not {size}")


@misconception(
    "min_pool",
    "A wrong size gave nothing or a printed message: `raise ValueError(...)` refuses it.",
)
def min_message_printed(image, size=2):
    if 1 <= size <= min(image.shape[:2]):
        return right_min(image, size)
    print(f"size must fit the image, not {size}")


@misconception(
    "mean_pool",
    "A wrong size gave nothing or a printed message: `raise ValueError(...)` refuses it.",
)
def mean_message_printed(image, size=2):
    if 1 <= size <= min(image.shape[:2]):
        return right_mean(image, size)
    print(f"size must fit the image, not {size}")


@misconception(
    "max_pool",
    "A wrong size gave nothing or a printed message: `raise ValueError(...)` refuses it.",
)
def max_nothing_for_wrong_size(image, size=2):
    return right_max(image, size) if 1 <= size <= min(image.shape[:2]) else None


@misconception(
    "min_pool",
    "A wrong size gave nothing or a printed message: `raise ValueError(...)` refuses it.",
)
def min_nothing_for_wrong_size(image, size=2):
    return right_min(image, size) if 1 <= size <= min(image.shape[:2]) else None


@misconception(
    "mean_pool",
    "A wrong size gave nothing or a printed message: `raise ValueError(...)` refuses it.",
)
def mean_nothing_for_wrong_size(image, size=2):
    return right_mean(image, size) if 1 <= size <= min(image.shape[:2]) else None


@misconception(
    "max_pool",
    "The result is a list of lists: np.array(...) makes an array of it.",
)
def max_as_lists(image, size=2):
    return right_max(image, size).tolist()


@misconception(
    "min_pool",
    "The result is a list of lists: np.array(...) makes an array of it.",
)
def min_as_lists(image, size=2):
    return right_min(image, size).tolist()


@misconception(
    "mean_pool",
    "The result is a list of lists: np.array(...) makes an array of it.",
)
def mean_as_lists(image, size=2):
    return right_mean(image, size).tolist()


@misconception(
    "max_pool",
    "The result was not returned: end the function with `return`.",
)
def max_not_returned(image, size=2):
    right_max(image, size)


@misconception(
    "min_pool",
    "The result was not returned: end the function with `return`.",
)
def min_not_returned(image, size=2):
    right_min(image, size)


@misconception(
    "mean_pool",
    "The result was not returned: end the function with `return`.",
)
def mean_not_returned(image, size=2):
    right_mean(image, size)


@misconception(
    "max_pool",
    "The result was printed and not returned: end the function with `return`.",
)
def max_printed(image, size=2):
    print(right_max(image, size))


@misconception(
    "min_pool",
    "The result was printed and not returned: end the function with `return`.",
)
def min_printed(image, size=2):
    print(right_min(image, size))


@misconception(
    "mean_pool",
    "The result was printed and not returned: end the function with `return`.",
)
def mean_printed(image, size=2):
    print(right_mean(image, size))


@misconception(
    "min_pool",
    "The pixel with the smallest sum was kept, with all its channels: each channel has a "
    "smallest value of its own.",
)
def darkest_pixel(image, size=2):
    pooled = right_min(image, size)
    result = np.zeros(pooled.shape)
    for row, column in np.ndindex(pooled.shape[:2]):
        square = image[row * size : (row + 1) * size, column * size : (column + 1) * size]
        pixels = square.reshape(-1, image.shape[2])
        result[row, column] = pixels[pixels.sum(axis=1, dtype=float).argmin()]
    return result


@misconception(
    "min_pool",
    "The search starts from 255, which wins where all values are larger: start from a value of "
    "the square.",
)
def min_from_255(image, size=2):
    return np.minimum(right_min(image, size), 255)


@misconception(
    "max_pool",
    "The search starts from -1, which wins where all values are smaller: start from a value of "
    "the square.",
)
def max_from_minus_one(image, size=2):
    return np.maximum(right_max(image, size), -1)


@misconception(
    "min_pool",
    "The mean was taken: min_pool keeps the smallest value.",
)
def mean_for_min(image, size=2):
    return right_mean(image, size)


@misconception(
    "mean_pool",
    "The largest value was kept: mean_pool gives the mean.",
)
def max_for_mean(image, size=2):
    return right_max(image, size)


@misconception(
    "mean_pool",
    "The smallest value was kept: mean_pool gives the mean.",
)
def min_for_mean(image, size=2):
    return right_min(image, size)


@misconception(
    "max_pool",
    "The sign was lost: keep the largest value itself, not the largest without its sign.",
)
def max_without_sign(image, size=2):
    return right_max(np.abs(image.astype(float)), size)


@misconception(
    "mean_pool",
    "Zeros were left out of the mean: 0 is a value like any other.",
)
def zeros_not_counted(image, size=2):
    counts = right_mean(image != 0, size)
    return right_mean(image, size) / np.where(counts > 0, counts, 1)


@misconception(
    "mean_pool",
    "Each value was averaged with the mean so far, so that late values weigh more: add all up, "
    "then divide once.",
)
def halved_from_first(image, size=2):
    rows, columns, channels = right_mean(image, size).shape
    means = np.zeros((rows, columns, channels))
    for row, column in np.ndindex(rows, columns):
        square = image[row * size : (row + 1) * size, column * size : (column + 1) * size]
        square = square.reshape(-1, channels).astype(float)
        mean = square[0]
        for value in square:
            mean = (mean + value) / 2
        means[row, column] = mean
    return means


@misconception(
    "mean_pool",
    "Each value was averaged with the mean so far, so that late values weigh more: add all up, "
    "then divide once.",
)
def halved_from_second(image, size=2):
    rows, columns, channels = right_mean(image, size).shape
    means = np.zeros((rows, columns, channels))
    for row, column in np.ndindex(rows, columns):
        square = image[row * size : (row + 1) * size, column * size : (column + 1) * size]
        square = square.reshape(-1, channels).astype(float)
        mean = square[0]
        for value in square[1:]:
            mean = (mean + value) / 2
        means[row, column] = mean
    return means


@misconception(
    "mean_pool",
    "Each value was averaged with the mean so far, so that late values weigh more: add all up, "
    "then divide once.",
)
def halved_from_zero(image, size=2):
    rows, columns, channels = right_mean(image, size).shape
    means = np.zeros((rows, columns, channels))
    for row, column in np.ndindex(rows, columns):
        square = image[row * size : (row + 1) * size, column * size : (column + 1) * size]
        square = square.reshape(-1, channels).astype(float)
        mean = 0
        for value in square:
            mean = (mean + value) / 2
        means[row, column] = mean
    return means


@misconception(
    "max_pool",
    "The last squares of the rows and columns are missing: range(a, b) ends before b.",
)
def max_lists_ending_too_early(image, size=2):
    right_max(image, size)
    rows, columns = range(0, image.shape[0] - size, size), range(0, image.shape[1] - size, size)
    return np.array([list(of_row) for of_row in _answers(image, rows, columns, size, np.max)])


@misconception(
    "max_pool",
    "The reshape mixed the values: the axis of length size has to stand right behind the axis "
    "that it was split from.",
)
def max_reshaped_with_size_first(image, size=2):
    rows, columns, channels = right_max(image, size).shape
    kept = image[: rows * size, : columns * size].astype(float)
    return kept.reshape(size, rows, size, columns, channels).max(axis=(0, 2))


@misconception(
    "max_pool",
    "Only the first column of each square was looked at: a square is as wide as it is high.",
)
def max_of_first_columns(image, size=2):
    rows, columns, channels = right_max(image, size).shape
    kept = image[: rows * size, : columns * size : size].astype(float)
    return kept.reshape(rows, size, columns, channels).max(axis=1)


@misconception(
    "max_pool",
    "Only the first row of each square was looked at: a square is as high as it is wide.",
)
def max_of_first_rows(image, size=2):
    rows, columns, channels = right_max(image, size).shape
    kept = image[: rows * size : size, : columns * size].astype(float)
    return kept.reshape(rows, columns, size, channels).max(axis=2)


@misconception(
    "min_pool",
    "The last squares of the rows and columns are missing: range(a, b) ends before b.",
)
def min_lists_ending_too_early(image, size=2):
    right_min(image, size)
    rows, columns = range(0, image.shape[0] - size, size), range(0, image.shape[1] - size, size)
    return np.array([list(of_row) for of_row in _answers(image, rows, columns, size, np.min)])


@misconception(
    "min_pool",
    "The reshape mixed the values: the axis of length size has to stand right behind the axis "
    "that it was split from.",
)
def min_reshaped_with_size_first(image, size=2):
    rows, columns, channels = right_min(image, size).shape
    kept = image[: rows * size, : columns * size].astype(float)
    return kept.reshape(size, rows, size, columns, channels).min(axis=(0, 2))


@misconception(
    "min_pool",
    "Only the first column of each square was looked at: a square is as wide as it is high.",
)
def min_of_first_columns(image, size=2):
    rows, columns, channels = right_min(image, size).shape
    kept = image[: rows * size, : columns * size : size].astype(float)
    return kept.reshape(rows, size, columns, channels).min(axis=1)


@misconception(
    "min_pool",
    "Only the first row of each square was looked at: a square is as high as it is wide.",
)
def min_of_first_rows(image, size=2):
    rows, columns, channels = right_min(image, size).shape
    kept = image[: rows * size : size, : columns * size].astype(float)
    return kept.reshape(rows, columns, size, channels).min(axis=2)


@misconception(
    "mean_pool",
    "The last squares of the rows and columns are missing: range(a, b) ends before b.",
)
def mean_lists_ending_too_early(image, size=2):
    right_mean(image, size)
    rows, columns = range(0, image.shape[0] - size, size), range(0, image.shape[1] - size, size)
    return np.array([list(of_row) for of_row in _answers(image, rows, columns, size, np.mean)])


@misconception(
    "mean_pool",
    "The reshape mixed the values: the axis of length size has to stand right behind the axis "
    "that it was split from.",
)
def mean_reshaped_with_size_first(image, size=2):
    rows, columns, channels = right_mean(image, size).shape
    kept = image[: rows * size, : columns * size].astype(float)
    return kept.reshape(size, rows, size, columns, channels).mean(axis=(0, 2))


@misconception(
    "mean_pool",
    "Only the first column of each square was looked at: a square is as wide as it is high.",
)
def mean_of_first_columns(image, size=2):
    rows, columns, channels = right_mean(image, size).shape
    kept = image[: rows * size, : columns * size : size].astype(float)
    return kept.reshape(rows, size, columns, channels).mean(axis=1)


@misconception(
    "mean_pool",
    "Only the first row of each square was looked at: a square is as high as it is wide.",
)
def mean_of_first_rows(image, size=2):
    rows, columns, channels = right_mean(image, size).shape
    kept = image[: rows * size : size, : columns * size].astype(float)
    return kept.reshape(rows, columns, size, channels).mean(axis=2)


@misconception(
    "min_pool",
    "The sign was lost: keep the smallest value itself, not the smallest without its sign.",
)
def min_without_sign(image, size=2):
    return right_min(np.abs(image.astype(float)), size)


@misconception(
    "min_pool",
    "The value nearest to 0 was kept: keep the smallest, which may be far below 0.",
)
def nearest_to_0(image, size=2):
    lowest = right_min(np.abs(image.astype(float)), size)
    spread = lowest.repeat(size, axis=0).repeat(size, axis=1)
    kept = image[: spread.shape[0], : spread.shape[1]].astype(float)
    return np.where(right_max(1.0 * (kept == spread), size) > 0, lowest, -lowest)
