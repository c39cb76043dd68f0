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
    "The means were put into an array of the image's dtype, which cuts them to whole numbers.",
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
