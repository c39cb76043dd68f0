"""What goes wrong when pixels and labels are prepared for a network."""

import numpy as np

from checks.misconceptions import misconception
from solutions.preprocessing import (
    channel_statistics,
    one_hot,
    scale_pixels,
    scale_symmetric,
    standardize,
)

# in a submission the names of the solution stand for the wrong versions
right_scale, right_symmetric, right_statistics = scale_pixels, scale_symmetric, channel_statistics
right_standardize, right_one_hot = standardize, one_hot


@misconception("scale_pixels", "The pixels were divided by 256: the largest is 255, and becomes 1.")
def divided_by_256(images):
    return images.astype(np.float32) / 256


@misconception(
    "scale_pixels",
    "The pixels were divided by the largest of these images: divide by 255, so that all images "
    "are scaled alike.",
)
def divided_by_largest(images):
    return images.astype(np.float32) / max(1, images.max())


@misconception(
    "scale_pixels",
    "The images were stretched between their smallest and largest pixel: divide by 255, so that "
    "all images are scaled alike.",
)
def stretched(images):
    low, high = int(images.min()), int(images.max())
    return ((images.astype(float) - low) / max(1, high - low)).astype(np.float32)


@misconception(
    "scale_pixels", "`//` divides whole numbers and drops what is left: `/` gives the fractions."
)
def whole_division(images):
    return (images // 255).astype(np.float32)


@misconception("scale_pixels", "The result is float64, twice as much memory: float32 is wanted.")
def double_precision(images):
    return images / 255


@misconception(
    "scale_pixels",
    "The scaled pixels were put back into uint8, where only 0 and 1 are left of them: return "
    "float32.",
)
def kept_as_uint8(images):
    return (images / 255).astype(np.uint8)


@misconception("scale_pixels", "Only the dtype was changed: divide by 255 too.")
def not_divided(images):
    return images.astype(np.float32)


@misconception(
    "scale_pixels", "The computation in float16 has three digits only: change to float32 first."
)
def half_precision(images):
    return (images.astype(np.float16) / np.float16(255)).astype(np.float32)


@misconception(
    "scale_symmetric",
    "128 was subtracted and divided by, so that 255 becomes 0.992: the middle of 0..255 is 127.5.",
)
def around_128(images):
    return (images.astype(np.float32) - 128) / 128


@misconception(
    "scale_symmetric",
    "Divided by 127 the brightest pixel comes out above 1: half of 255 is 127.5.",
)
def divided_by_127(images):
    return images.astype(np.float32) / 127 - 1


@misconception(
    "scale_symmetric", "The range is 0..1 here: -1..1 is wanted, so double it and subtract 1."
)
def from_0_to_1(images):
    return right_scale(images)


@misconception(
    "scale_symmetric",
    "The range is -0.5..0.5 here: -1..1 is wanted, so divide by 127.5 and not by 255.",
)
def half_the_range(images):
    return (images.astype(np.float32) - 127.5) / 255


@misconception(
    "scale_symmetric",
    "Something was subtracted while the pixels were uint8, where numbers below 0 begin again at "
    "255: change to float32 first.",
)
def wrapped(images):
    return (images - np.uint8(127)).astype(np.float32) / np.float32(127.5)


@misconception("scale_symmetric", "The result is float64, twice as much memory: float32 is wanted.")
def symmetric_double_precision(images):
    return images / 127.5 - 1


@misconception("scale_symmetric", "Bright and dark changed places: 0 becomes -1 and 255 becomes 1.")
def inverted(images):
    return -right_symmetric(images)


@misconception(
    "channel_statistics",
    "Mean and standard deviation are single numbers here: each channel has its own, so leave its "
    "axis standing.",
)
def over_everything(images):
    return images.mean(), images.std()


@misconception(
    "channel_statistics",
    "There is a mean for every pixel here: take it over images, rows and columns, axis=(0, 1, 2).",
)
def for_every_pixel(images):
    return images.mean(axis=0), images.std(axis=0)


@misconception(
    "channel_statistics",
    "There are statistics for every image: take them over all images, axis=(0, 1, 2).",
)
def for_every_image(images):
    return images.mean(axis=(1, 2)), images.std(axis=(1, 2))


@misconception(
    "channel_statistics",
    "The variance was returned: the standard deviation is its square root.",
)
def variance(images):
    return images.mean(axis=(0, 1, 2)), images.var(axis=(0, 1, 2))


@misconception(
    "channel_statistics",
    "The squares were divided by one less than their number (ddof 1): divide by their number.",
)
def sample_deviation(images):
    ddof = 1 if images[..., 0].size > 1 else 0
    return images.mean(axis=(0, 1, 2)), images.std(axis=(0, 1, 2), ddof=ddof)


@misconception(
    "channel_statistics",
    "The standard deviations of the images were averaged: take it once, over all pixels of the "
    "channel.",
)
def averaged_deviations(images):
    return images.mean(axis=(0, 1, 2)), images.std(axis=(1, 2)).mean(axis=0)


@misconception(
    "channel_statistics",
    "The sums were kept in float32, which has seven digits: ask for dtype=float, or change the "
    "images to float64 first.",
)
def single_precision(images):
    small = images.astype(np.float32)
    return small.mean(axis=(0, 1, 2)), small.std(axis=(0, 1, 2))


@misconception(
    "channel_statistics",
    "The statistics were cut to whole numbers: they are floating point, for uint8 images too.",
)
def whole_numbers(images):
    return tuple(part.astype(int).astype(float) for part in right_statistics(images))


@misconception("channel_statistics", "The order is another one: (mean, std).")
def deviation_first(images):
    return right_statistics(images)[::-1]


@misconception(
    "channel_statistics",
    "The axes of length 1 were kept: each of the two has shape (C,), so leave out keepdims.",
)
def axes_kept(images):
    return images.mean(axis=(0, 1, 2), keepdims=True), images.std(axis=(0, 1, 2), keepdims=True)


@misconception(
    "channel_statistics",
    "The sums were made in uint8, where 255 is followed by 0: change to floating point first.",
)
def sums_wrap_around(images):
    count = images[..., 0].size
    mean = images.sum(axis=(0, 1, 2), dtype=images.dtype) / count
    return mean, images.std(axis=(0, 1, 2))


@misconception(
    "standardize",
    "The statistics were taken from these images: use those of the training set, which are given.",
)
def own_statistics(images, mean, std):
    return right_standardize(images, *right_statistics(images))


@misconception("standardize", "The mean was subtracted, but nothing divided: divide by std too.")
def centred_only(images, mean, std):
    return (images - mean).astype(np.float32)


@misconception("standardize", "The mean was not subtracted: do it before dividing by std.")
def divided_only(images, mean, std):
    return right_standardize(images, 0 * mean, std)


@misconception(
    "standardize",
    "The mean was divided too, and not subtracted from the images first: (images - mean) / std.",
)
def brackets_forgotten(images, mean, std):
    return np.where(std != 0, images - mean / np.where(std != 0, std, 1), 0).astype(np.float32)


@misconception("standardize", "It was divided by the variance: std is the standard deviation.")
def divided_by_variance(images, mean, std):
    return right_standardize(images, mean, std**2)


@misconception("standardize", "It was multiplied by std: divide by it.")
def multiplied(images, mean, std):
    return ((images - mean) * std).astype(np.float32)


@misconception(
    "standardize",
    "A channel that does not vary was divided by 0, which gives infinity or NaN: put 0 there.",
)
def divided_by_zero(images, mean, std):
    with np.errstate(all="ignore"):
        return ((images - mean) / std).astype(np.float32)


@misconception(
    "standardize",
    "A small number was added to std, so that a channel that does not vary gets huge values: it "
    "comes out as 0, whatever its pixels are.",
)
def epsilon(images, mean, std):
    return ((images - mean) / (std + 1e-7)).astype(np.float32)


@misconception(
    "standardize",
    "Where std is 0 the centred value was kept: a channel that does not vary comes out as 0.",
)
def divided_by_one(images, mean, std):
    return ((images - mean) / np.where(std == 0, 1, std)).astype(np.float32)


@misconception("standardize", "The result is float64, twice as much memory: float32 is wanted.")
def standardized_double_precision(images, mean, std):
    return right_standardize(images, mean, std).astype(float)


@misconception(
    "standardize",
    "The mean was changed to the dtype of the images, which cuts off its fractions: change the "
    "images to floating point instead.",
)
def mean_cut_off(images, mean, std):
    return right_standardize(images, mean.astype(int), std)


@misconception(
    "standardize",
    "The mean of all channels was used: each channel has its own, and broadcasting along the last "
    "axis takes it.",
)
def one_mean_for_all(images, mean, std):
    return right_standardize(images, np.full_like(mean, mean.mean()), std)


@misconception("standardize", "The caller's images were changed: images -= mean writes into them.")
def in_place(images, mean, std):
    if images.dtype.kind != "f":
        return right_standardize(images, mean, std)
    images -= mean.astype(images.dtype)
    return right_standardize(images, 0 * mean, std)


@misconception("one_hot", "Labels count from 0: label 0 has its 1 at the first place.")
def counted_from_one(labels, num_classes=10):
    return np.roll(right_one_hot(labels, num_classes), -1, axis=1)


@misconception(
    "one_hot", "The rows are as long as the largest label asks for: num_classes says how long."
)
def as_wide_as_labels(labels, num_classes=10):
    right_one_hot(labels, num_classes)
    return np.eye(int(labels.max()) + 1, dtype=np.float32)[labels.ravel()]


@misconception("one_hot", "There are ten columns whatever is asked for: num_classes says how many.")
def always_ten(labels, num_classes=10):
    right_one_hot(labels, num_classes)
    return right_one_hot(labels, 10)


@misconception(
    "one_hot",
    "Labels (N, 1) gave a row too many around each row: np.ravel makes (N,) of both forms.",
)
def axis_too_many(labels, num_classes=10):
    right_one_hot(labels, num_classes)
    return np.eye(num_classes, dtype=np.float32)[labels]


@misconception("one_hot", "The result is float64, twice as much memory: float32 is wanted.")
def double_precision_rows(labels, num_classes=10):
    return right_one_hot(labels, num_classes).astype(float)


@misconception(
    "one_hot", "The result holds whole numbers: float32 is wanted, as networks compute in it."
)
def whole_rows(labels, num_classes=10):
    return right_one_hot(labels, num_classes).astype(int)


@misconception(
    "one_hot", "Rows and columns changed places: each label has its row, (N, num_classes)."
)
def turned(labels, num_classes=10):
    return right_one_hot(labels, num_classes).T


@misconception(
    "one_hot",
    "A negative label was counted from the end, as NumPy does: refuse it with a ValueError.",
)
def negative_labels(labels, num_classes=10):
    flat = labels.ravel()
    if labels.dtype.kind == "f" or (flat >= num_classes).any():
        raise ValueError(f"labels up to {flat.max()}, dtype {labels.dtype}")
    return np.eye(num_classes, dtype=np.float32)[flat]


@misconception(
    "one_hot",
    "A label beyond the classes raised an IndexError: look at the labels first, and raise a "
    "ValueError that names the bad one.",
)
def index_error(labels, num_classes=10):
    if labels.dtype.kind == "f":
        raise ValueError(f"labels of dtype {labels.dtype}")
    if (labels < 0).any():
        raise ValueError(f"labels from {labels.min()}")
    return np.eye(num_classes, dtype=np.float32)[labels.ravel()]


@misconception(
    "one_hot",
    "A label that no class has gave a row of zeros: refuse it with a ValueError.",
)
def row_of_zeros(labels, num_classes=10):
    if labels.dtype.kind == "f":
        raise ValueError(f"labels of dtype {labels.dtype}")
    return (labels.reshape(-1, 1) == np.arange(num_classes)).astype(np.float32)


@misconception(
    "one_hot",
    "Labels of a floating dtype were taken for whole numbers: refuse them with a ValueError.",
)
def floats_taken(labels, num_classes=10):
    return right_one_hot(labels.astype(int), num_classes)


@misconception("one_hot", "The label itself was written into its place: a 1 belongs there.")
def label_for_one(labels, num_classes=10):
    return right_one_hot(labels, num_classes) * labels.reshape(-1, 1).astype(np.float32)


@misconception(
    "one_hot",
    "num_classes itself was let through as a label: labels go from 0 to num_classes - 1.",
)
def one_label_too_many(labels, num_classes=10):
    if labels.dtype.kind == "f":
        raise ValueError(f"labels of dtype {labels.dtype}")
    if (labels < 0).any() or (labels > num_classes).any():
        raise ValueError(f"labels outside 0 to {num_classes}")
    return (labels.reshape(-1, 1) == np.arange(num_classes)).astype(np.float32)


@misconception(
    "scale_pixels",
    "The result was rounded to a few decimals: leave it as it is.",
)
def two_decimals(images):
    return np.round(right_scale(images), 2)


@misconception(
    "scale_pixels",
    "The result was rounded to a few decimals: leave it as it is.",
)
def three_decimals(images):
    return np.round(right_scale(images), 3)


@misconception(
    "scale_symmetric",
    "The range is 0..2 here: -1..1 is wanted, so subtract 1.",
)
def from_0_to_2(images):
    return images.astype(np.float32) / np.float32(127.5)


@misconception(
    "scale_symmetric",
    "The pixels were doubled while still uint8, where 255 is followed by 0: change to "
    "float32 first.",
)
def doubled_in_uint8(images):
    return ((images * np.uint8(2)) / 255 - 1).astype(np.float32)


@misconception(
    "scale_symmetric",
    "The mean of these images was subtracted: the middle of the range is always 127.5.",
)
def around_own_mean(images):
    scaled = images.astype(np.float32) / np.float32(127.5)
    return (scaled - scaled.mean()).astype(np.float32)


@misconception(
    "channel_statistics",
    "Mean and standard deviation are single numbers here: each channel has its own, so "
    "leave its axis standing.",
)
def same_for_all_channels(images):
    channels = images.shape[-1]
    exact = images.astype(float)
    return np.full(channels, exact.mean()), np.full(channels, exact.std())


@misconception(
    "channel_statistics",
    "The squares were made in uint8, where 255 is followed by 0: change to floating point first.",
)
def squares_wrap(images):
    mean = images.mean(axis=(0, 1, 2), dtype=float)
    squares = (images**2).mean(axis=(0, 1, 2), dtype=float)
    return mean, np.sqrt(np.abs(squares - mean**2))


@misconception(
    "standardize",
    "The caller's std was changed: write what replaces its zeros into an array of your own.",
)
def std_changed(images, mean, std):
    result = right_standardize(images, mean, std)
    std[std == 0] = 1
    return result


@misconception(
    "standardize",
    "The mean was subtracted after dividing: subtract it first, as it is in the units of "
    "the pixels.",
)
def divided_first(images, mean, std):
    safe = np.where(std > 0, std, 1)
    return ((images / safe - mean) * (std > 0)).astype(np.float32)


@misconception(
    "standardize",
    "The mean was changed to the dtype of the images, and the difference wraps around: "
    "change the images to floating point instead.",
)
def difference_wraps(images, mean, std):
    safe = np.where(std > 0, std, 1)
    return ((images - mean.astype(images.dtype)) / safe * (std > 0)).astype(np.float32)


@misconception(
    "one_hot",
    "The result is float64, twice as much memory: float32 is wanted.",
)
def zeros_of_doubles(labels, num_classes=10):
    right_one_hot(labels, num_classes)
    return np.eye(num_classes)[labels.ravel()]


@misconception(
    "one_hot",
    "Labels of another whole dtype than int64 were refused: those of CIFAR-10 are uint8, "
    "so take every whole dtype.",
)
def only_int64(labels, num_classes=10):
    if labels.dtype != np.int64:
        raise ValueError(f"labels of dtype {labels.dtype}")
    return right_one_hot(labels, num_classes)


@misconception(
    "one_hot",
    "Labels of a small dtype were refused: those of CIFAR-10 are uint8, so take every whole dtype.",
)
def only_signed(labels, num_classes=10):
    if labels.dtype.kind != "i":
        raise ValueError(f"labels of dtype {labels.dtype}")
    return right_one_hot(labels, num_classes)


@misconception(
    "one_hot",
    "0 and 1 changed places: the label's place holds the 1, all others 0.",
)
def zero_for_one(labels, num_classes=10):
    return 1 - right_one_hot(labels, num_classes)
