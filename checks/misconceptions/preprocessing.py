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
    "scale_pixels",
    "The fractions were cut off, by // or by a whole dtype: divide with / and return float32.",
)
def whole_division(images):
    return (images // 255).astype(np.float32)


@misconception("scale_pixels", "The result is float64, twice as much memory: float32 is wanted.")
def double_precision(images):
    return images / 255


@misconception(
    "scale_pixels",
    "The fractions were cut off, by // or by a whole dtype: divide with / and return float32.",
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
    "Black and white do not come out as -1 and 1: subtract 127.5, and divide by 127.5.",
)
def around_128(images):
    return (images.astype(np.float32) - 128) / 128


@misconception(
    "scale_symmetric",
    "Black and white do not come out as -1 and 1: subtract 127.5, and divide by 127.5.",
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
    "A small number stands for a std of 0, so that a channel that does not vary gets huge values: "
    "it comes out as 0, whatever its pixels are.",
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


@misconception("standardize", "The caller's images were changed: work on an array of your own.")
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
    "Labels (N, 1) were not thought of: np.ravel makes (N,) of both forms.",
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


@misconception(
    "scale_pixels",
    "The fractions were cut off, by // or by a whole dtype: divide with / and return float32.",
)
def cut_off_and_float(images):
    return (images / 255).astype(int).astype(np.float32)


@misconception(
    "scale_pixels",
    "The mean was subtracted too: dividing by 255 is all that is wanted.",
)
def centred(images):
    scaled = right_scale(images)
    return scaled - scaled.mean()


@misconception(
    "scale_pixels",
    "Mean and deviation were made 0 and 1: dividing by 255 is all that is wanted.",
)
def standardized(images):
    scaled = right_scale(images)
    return (scaled - scaled.mean()) / scaled.std()


@misconception(
    "scale_pixels",
    "The range is -1..1 here: 0..1 is wanted, so divide by 255 and subtract nothing.",
)
def from_minus_1_to_1(images):
    return right_symmetric(images)


@misconception(
    "scale_pixels",
    "The pixels were clipped to 0..1, and nearly all became 1: divide by 255.",
)
def clipped(images):
    return np.clip(images, 0, 1).astype(np.float32)


@misconception(
    "scale_pixels",
    "Bright and dark changed places: 0 stays 0, and 255 becomes 1.",
)
def negative(images):
    return 1 - right_scale(images)


@misconception(
    "scale_pixels",
    "The pixels were divided by the largest of these images: divide by 255, so that all images "
    "are scaled alike.",
)
def divided_by_largest_of_each(images):
    largest = images.max(axis=(1, 2, 3), keepdims=True)
    return images.astype(np.float32) / largest


@misconception(
    "scale_pixels",
    "Images of four axes only were thought of: any shape is scaled alike, without a loop.",
)
def four_axes_only(images):
    count, height, width, channels = images.shape
    return right_scale(images).reshape(count, height, width, channels)


@misconception(
    "scale_symmetric",
    "Black and white do not come out as -1 and 1: subtract 127.5, and divide by 127.5.",
)
def middle_128_half_127_5(images):
    return (images.astype(np.float32) - 128) / np.float32(127.5)


@misconception(
    "scale_symmetric",
    "Black and white do not come out as -1 and 1: subtract 127.5, and divide by 127.5.",
)
def middle_128_half_127(images):
    return (images.astype(np.float32) - 128) / np.float32(127)


@misconception(
    "scale_symmetric",
    "Black and white do not come out as -1 and 1: subtract 127.5, and divide by 127.5.",
)
def middle_127_half_128(images):
    return (images.astype(np.float32) - 127) / np.float32(128)


@misconception(
    "scale_symmetric",
    "Black and white do not come out as -1 and 1: subtract 127.5, and divide by 127.5.",
)
def middle_127_half_127_5(images):
    return (images.astype(np.float32) - 127) / np.float32(127.5)


@misconception(
    "scale_symmetric",
    "Black and white do not come out as -1 and 1: subtract 127.5, and divide by 127.5.",
)
def middle_127_5_half_127(images):
    return (images.astype(np.float32) - 127.5) / np.float32(127)


@misconception(
    "scale_symmetric",
    "Black and white do not come out as -1 and 1: subtract 127.5, and divide by 127.5.",
)
def middle_127_5_half_128(images):
    return (images.astype(np.float32) - 127.5) / np.float32(128)


@misconception(
    "scale_symmetric",
    "Something was subtracted while the pixels were uint8, where numbers below 0 begin again at "
    "255: change to float32 first.",
)
def wrapped_128_by_128(images):
    return (images - np.uint8(128)).astype(np.float32) / np.float32(128)


@misconception(
    "scale_symmetric",
    "Something was subtracted while the pixels were uint8, where numbers below 0 begin again at "
    "255: change to float32 first.",
)
def wrapped_128_by_127_5(images):
    return (images - np.uint8(128)).astype(np.float32) / np.float32(127.5)


@misconception(
    "scale_symmetric",
    "Something was subtracted while the pixels were uint8, where numbers below 0 begin again at "
    "255: change to float32 first.",
)
def wrapped_127_by_128(images):
    return (images - np.uint8(127)).astype(np.float32) / np.float32(128)


@misconception(
    "scale_symmetric",
    "Something was subtracted while the pixels were uint8, where numbers below 0 begin again at "
    "255: change to float32 first.",
)
def wrapped_127_by_127(images):
    return (images - np.uint8(127)).astype(np.float32) / np.float32(127)


@misconception(
    "scale_symmetric",
    "Something was subtracted while the pixels were uint8, where numbers below 0 begin again at "
    "255: change to float32 first.",
)
def wrapped_128_by_127(images):
    return (images - np.uint8(128)).astype(np.float32) / np.float32(127)


@misconception(
    "scale_symmetric",
    "Something was subtracted while the pixels were uint8, where numbers below 0 begin again at "
    "255: change to float32 first.",
)
def wrapped_and_moved_by_half(images):
    return (images - np.uint8(127)).astype(np.float32) / np.float32(127.5) - np.float32(1 / 255)


@misconception(
    "scale_symmetric",
    "The pixels were put into int8, which ends at 127: change to float32 first.",
)
def eight_bits_with_sign(images):
    return images.astype(np.int8).astype(np.float32) / 128


@misconception(
    "scale_symmetric",
    "The range is -0.5..1.5 here: -1..1 is wanted, so subtract 1.",
)
def one_half_subtracted(images):
    return right_scale(images) * 2 - np.float32(0.5)


@misconception(
    "scale_symmetric",
    "The range is -1..0 here: -1..1 is wanted, so double it before subtracting 1.",
)
def from_minus_1_to_0(images):
    return right_scale(images) - 1


@misconception(
    "scale_symmetric",
    "The range is -2..0 here: -1..1 is wanted, so double it before subtracting 1.",
)
def from_minus_2_to_0(images):
    return 2 * (right_scale(images) - 1)


@misconception(
    "scale_symmetric",
    "The images were stretched between their smallest and largest pixel: use 0 and 255, so that "
    "all images are scaled alike.",
)
def symmetric_stretched(images):
    low, high = float(images.min()), float(images.max())
    return (2 * (images.astype(np.float32) - low) / max(1.0, high - low) - 1).astype(np.float32)


@misconception(
    "scale_symmetric",
    "The pixels were divided by the largest of these images: use 255, so that all images are "
    "scaled alike.",
)
def symmetric_by_largest(images):
    return (2 * images.astype(np.float32) / float(images.max()) - 1).astype(np.float32)


@misconception(
    "scale_symmetric",
    "The mean of these images was subtracted: the middle of the range is always 127.5.",
)
def scaled_around_own_mean(images):
    scaled = right_scale(images)
    return scaled - scaled.mean()


@misconception(
    "scale_symmetric",
    "Mean and deviation of these images were used: the range 0..255 becomes -1..1.",
)
def symmetric_standardized(images):
    scaled = right_scale(images)
    return (scaled - scaled.mean()) / scaled.std()


@misconception(
    "scale_symmetric",
    "The fractions were cut off, by // or by a whole dtype: divide with / and return float32.",
)
def symmetric_cut_off(images):
    return (images // 127.5 - 1).astype(np.float32)


@misconception(
    "scale_symmetric",
    "The fractions were cut off, by // or by a whole dtype: divide with / and return float32.",
)
def symmetric_result_cut_off(images):
    return right_symmetric(images).astype(int).astype(np.float32)


@misconception(
    "scale_symmetric",
    "The fractions were cut off, by // or by a whole dtype: divide with / and return float32.",
)
def symmetric_whole_division(images):
    return (2 * (images // 255).astype(np.float32) - 1).astype(np.float32)


@misconception(
    "scale_symmetric",
    "Only the dtype was changed: divide by 127.5 and subtract 1.",
)
def symmetric_not_divided(images):
    return images.astype(np.float32)


@misconception(
    "scale_symmetric",
    "The middle was subtracted, but nothing divided: divide by 127.5 too.",
)
def symmetric_only_centred(images):
    return images.astype(np.float32) - np.float32(127.5)


@misconception(
    "channel_statistics",
    "The pixels were divided by 255 first: the statistics are those of the images as given.",
)
def of_scaled_pixels(images):
    return right_statistics(images / 255)


@misconception(
    "channel_statistics",
    "Distances from the mean were averaged: the standard deviation is the root of the mean of "
    "their squares.",
)
def mean_distance(images):
    mean = images.mean(axis=(0, 1, 2), dtype=float)
    return mean, np.abs(images - mean).mean(axis=(0, 1, 2))


@misconception(
    "channel_statistics",
    "The mean was not subtracted before squaring: std is the root mean square around the mean.",
)
def root_mean_square(images):
    mean, std = right_statistics(images)
    return mean, np.sqrt(std**2 + mean**2)


@misconception(
    "channel_statistics",
    "There are statistics for every image: take them over all images, axis=(0, 1, 2).",
)
def one_number_for_every_image(images):
    return images.mean(axis=(1, 2, 3)), images.std(axis=(1, 2, 3))


@misconception(
    "channel_statistics",
    "There are statistics for every column: take them over it too, axis=(0, 1, 2).",
)
def for_every_column(images):
    return images.mean(axis=(0, 1)), images.std(axis=(0, 1))


@misconception(
    "channel_statistics",
    "The channels were averaged: they are the last axis, so leave it, and take axis=(0, 1, 2).",
)
def over_channels(images):
    return images.mean(axis=-1), images.std(axis=-1)


@misconception(
    "channel_statistics",
    "Axis 1 are the rows: the channels are the last axis, so take axis=(0, 1, 2).",
)
def channels_first(images):
    return images.mean(axis=(0, 2, 3)), images.std(axis=(0, 2, 3))


@misconception(
    "channel_statistics",
    "There are three channels here whatever the images have: images.shape[-1] says how many.",
)
def three_channels(images):
    channels = [images[..., channel] for channel in range(3)]
    return np.array([c.mean() for c in channels]), np.array([c.std() for c in channels])


@misconception(
    "channel_statistics",
    "The standard deviation is that of the images' means: take it once, over all pixels of the "
    "channel.",
)
def deviation_of_means(images):
    return images.mean(axis=(0, 1, 2), dtype=float), images.mean(axis=(1, 2)).std(axis=0)


@misconception(
    "channel_statistics",
    "The sums were divided by the number of images: divide by that of the pixels, N * H * W.",
)
def sums_by_images(images):
    return images.sum(axis=(0, 1, 2)) / len(images), images.std(axis=(0, 1, 2), dtype=float)


@misconception(
    "channel_statistics",
    "The sums were divided by the number of images: divide by that of the pixels, N * H * W.",
)
def all_sums_by_images(images):
    mean = images.sum(axis=(0, 1, 2)) / len(images)
    return mean, np.sqrt(((images - mean) ** 2).sum(axis=(0, 1, 2)) / len(images))


@misconception(
    "channel_statistics",
    "The sums were kept in float32, which has seven digits: ask for dtype=float, or change the "
    "images to float64 first.",
)
def single_precision_by_channel(images):
    channels = [images[..., channel] for channel in range(images.shape[-1])]
    return np.array([c.mean() for c in channels]), np.array([c.std() for c in channels])


@misconception(
    "channel_statistics",
    "The sums were kept in float32, which has seven digits: ask for dtype=float, or change the "
    "images to float64 first.",
)
def single_precision_in_rows(images):
    rows = images.reshape(-1, images.shape[-1])
    return rows.mean(axis=0), rows.std(axis=0)


@misconception(
    "channel_statistics",
    "The sums were kept in float32, which has seven digits: ask for dtype=float, or change the "
    "images to float64 first.",
)
def single_precision_of_floats(images):
    return images.mean(axis=(0, 1, 2)), images.std(axis=(0, 1, 2))


@misconception(
    "channel_statistics",
    "The sums were kept in float32, which has seven digits: ask for dtype=float, or change the "
    "images to float64 first.",
)
def single_precision_mean(images):
    return images.mean(axis=(0, 1, 2)), images.std(axis=(0, 1, 2), dtype=float)


@misconception(
    "channel_statistics",
    "The squares were divided by one less than their number (ddof 1): divide by their number.",
)
def sample_deviation_of_one(images):
    with np.errstate(all="ignore"):
        return images.mean(axis=(0, 1, 2)), images.std(axis=(0, 1, 2), ddof=1)


@misconception(
    "channel_statistics",
    "The squares were divided by one less than their number (ddof 1): divide by their number.",
)
def sample_deviation_with_warning(images):
    return images.mean(axis=(0, 1, 2)), images.std(axis=(0, 1, 2), ddof=1)


@misconception(
    "channel_statistics",
    "The squares were divided by one less than their number (ddof 1): divide by their number.",
)
def sample_deviation_in_float64(images):
    mean = images.mean(axis=(0, 1, 2), dtype=float)
    return mean, images.std(axis=(0, 1, 2), ddof=1, dtype=float)


@misconception(
    "channel_statistics",
    "Lists were returned: two arrays (C,) are wanted.",
)
def lists_of_statistics(images):
    mean, std = right_statistics(images)
    return mean.tolist(), std.tolist()


@misconception(
    "channel_statistics",
    "The variance was returned: the standard deviation is its square root.",
)
def exact_variance(images):
    mean, std = right_statistics(images)
    return mean, std**2


def divided(images, mean, std):
    """Without a thought of what is divided by 0, and without a warning."""
    with np.errstate(all="ignore"):
        return ((images - mean) / std).astype(np.float32)


@misconception(
    "standardize",
    "A channel that does not vary was divided by 0, which gives infinity or NaN: put 0 there.",
)
def divided_by_zero_with_warning(images, mean, std):
    return ((images - mean) / std).astype(np.float32)


@misconception(
    "standardize",
    "A channel that does not vary was divided by 0, which gives infinity or NaN: put 0 there.",
)
def only_nan_replaced(images, mean, std):
    with np.errstate(all="ignore"):
        return np.nan_to_num((images - mean) / std).astype(np.float32)


@misconception(
    "standardize",
    "A channel that does not vary was divided by 0, which gives infinity or NaN: put 0 there.",
)
def only_nan_replaced_with_warning(images, mean, std):
    return np.nan_to_num((images - mean) / std).astype(np.float32)


@misconception(
    "standardize",
    "A channel that does not vary was divided by 0, which gives infinity or NaN: put 0 there.",
)
def only_nan_replaced_in_float32(images, mean, std):
    return np.nan_to_num(divided(images, mean, std))


@misconception(
    "standardize",
    "The result is float64, twice as much memory: float32 is wanted.",
)
def doubles_divided_by_zero(images, mean, std):
    return (images - mean) / std


@misconception(
    "standardize",
    "The result is float64, twice as much memory: float32 is wanted.",
)
def doubles_divided_by_one(images, mean, std):
    return (images.astype(float) - mean) / np.where(std == 0, 1.0, std)


@misconception(
    "standardize",
    "A small number stands for a std of 0, so that a channel that does not vary gets huge values: "
    "it comes out as 0, whatever its pixels are.",
)
def small_1e_3(images, mean, std):
    return ((images - mean) / (std + 1e-3)).astype(np.float32)


@misconception(
    "standardize",
    "A small number stands for a std of 0, so that a channel that does not vary gets huge values: "
    "it comes out as 0, whatever its pixels are.",
)
def small_1e_4(images, mean, std):
    return ((images - mean) / (std + 1e-4)).astype(np.float32)


@misconception(
    "standardize",
    "A small number stands for a std of 0, so that a channel that does not vary gets huge values: "
    "it comes out as 0, whatever its pixels are.",
)
def small_1e_5(images, mean, std):
    return ((images - mean) / (std + 1e-5)).astype(np.float32)


@misconception(
    "standardize",
    "A small number stands for a std of 0, so that a channel that does not vary gets huge values: "
    "it comes out as 0, whatever its pixels are.",
)
def small_1e_6(images, mean, std):
    return ((images - mean) / (std + 1e-6)).astype(np.float32)


@misconception(
    "standardize",
    "A small number stands for a std of 0, so that a channel that does not vary gets huge values: "
    "it comes out as 0, whatever its pixels are.",
)
def small_1e_8(images, mean, std):
    return ((images - mean) / (std + 1e-8)).astype(np.float32)


@misconception(
    "standardize",
    "A small number stands for a std of 0, so that a channel that does not vary gets huge values: "
    "it comes out as 0, whatever its pixels are.",
)
def small_1e_10(images, mean, std):
    return ((images - mean) / (std + 1e-10)).astype(np.float32)


@misconception(
    "standardize",
    "A small number stands for a std of 0, so that a channel that does not vary gets huge values: "
    "it comes out as 0, whatever its pixels are.",
)
def small_1e_12(images, mean, std):
    return ((images - mean) / (std + 1e-12)).astype(np.float32)


@misconception(
    "standardize",
    "A small number stands for a std of 0, so that a channel that does not vary gets huge values: "
    "it comes out as 0, whatever its pixels are.",
)
def at_least_1e_8(images, mean, std):
    return ((images - mean) / np.maximum(std, 1e-8)).astype(np.float32)


@misconception(
    "standardize",
    "A small number stands for a std of 0, so that a channel that does not vary gets huge values: "
    "it comes out as 0, whatever its pixels are.",
)
def at_least_1e_7(images, mean, std):
    return ((images - mean) / np.maximum(std, 1e-7)).astype(np.float32)


@misconception(
    "standardize",
    "A small number stands for a std of 0, so that a channel that does not vary gets huge values: "
    "it comes out as 0, whatever its pixels are.",
)
def at_least_1e_6(images, mean, std):
    return ((images - mean) / np.maximum(std, 1e-6)).astype(np.float32)


@misconception(
    "standardize",
    "A small number stands for a std of 0, so that a channel that does not vary gets huge values: "
    "it comes out as 0, whatever its pixels are.",
)
def at_least_1e_5(images, mean, std):
    return ((images - mean) / np.maximum(std, 1e-5)).astype(np.float32)


@misconception(
    "standardize",
    "A small number stands for a std of 0, so that a channel that does not vary gets huge values: "
    "it comes out as 0, whatever its pixels are.",
)
def at_least_1e_3(images, mean, std):
    return ((images - mean) / np.maximum(std, 1e-3)).astype(np.float32)


@misconception(
    "standardize",
    "A small number stands for a std of 0, so that a channel that does not vary gets huge values: "
    "it comes out as 0, whatever its pixels are.",
)
def small_variance_1e_3(images, mean, std):
    return ((images - mean) / np.sqrt(std**2 + 1e-3)).astype(np.float32)


@misconception(
    "standardize",
    "A small number stands for a std of 0, so that a channel that does not vary gets huge values: "
    "it comes out as 0, whatever its pixels are.",
)
def small_variance_1e_5(images, mean, std):
    return ((images - mean) / np.sqrt(std**2 + 1e-5)).astype(np.float32)


@misconception(
    "standardize",
    "A small number stands for a std of 0, so that a channel that does not vary gets huge values: "
    "it comes out as 0, whatever its pixels are.",
)
def small_variance_1e_7(images, mean, std):
    return ((images - mean) / np.sqrt(std**2 + 1e-7)).astype(np.float32)


@misconception(
    "standardize",
    "A small number stands for a std of 0, so that a channel that does not vary gets huge values: "
    "it comes out as 0, whatever its pixels are.",
)
def small_variance_1e_8(images, mean, std):
    return ((images - mean) / np.sqrt(std**2 + 1e-8)).astype(np.float32)


@misconception(
    "standardize",
    "One channel that does not vary made all of them 0: only that channel is 0.",
)
def all_channels_0(images, mean, std):
    if (std == 0).any():
        return np.zeros(images.shape, np.float32)
    return right_standardize(images, mean, std)


@misconception(
    "standardize",
    "The caller's images were changed: work on an array of your own.",
)
def in_place_channel_by_channel(images, mean, std):
    for channel in range(images.shape[-1]):
        if std[channel] == 0:
            images[..., channel] = 0
        else:
            centred = images[..., channel] - mean[channel]
            images[..., channel] = centred / std[channel]
    return images.astype(np.float32)


@misconception(
    "standardize",
    "The caller's images were changed: work on an array of your own.",
)
def in_place_refused_by_uint8(images, mean, std):
    images -= mean
    images /= np.where(std == 0, 1, std)
    images *= std != 0
    return images.astype(np.float32)


@misconception(
    "standardize",
    "The caller's images were changed: work on an array of your own.",
)
def in_place_with_zeros(images, mean, std):
    images -= mean
    images /= std
    return images.astype(np.float32)


@misconception(
    "standardize",
    "The caller's images were changed: work on an array of your own.",
)
def float32_in_place(images, mean, std):
    work = np.asarray(images, np.float32)
    work[...] = right_standardize(work, mean, std)
    return work


@misconception(
    "standardize",
    "The caller's std was changed: write what replaces its zeros into an array of your own.",
)
def std_changed_and_kept_centred(images, mean, std):
    std[std == 0] = 1
    return ((images - mean) / std).astype(np.float32)


@misconception(
    "standardize",
    "The statistics were taken from these images: use those of the training set, which are given.",
)
def own_statistics_with_zeros(images, mean, std):
    return divided(images, *right_statistics(images))


@misconception(
    "standardize",
    "The statistics were taken from these images: use those of the training set, which are given.",
)
def own_statistics_with_warning(images, mean, std):
    own_mean, own_std = right_statistics(images)
    return ((images - own_mean) / own_std).astype(np.float32)


@misconception(
    "standardize",
    "The statistics were taken from these images: use those of the training set, which are given.",
)
def own_statistics_over_everything(images, mean, std):
    own = images.astype(float)
    return ((own - own.mean()) / own.std()).astype(np.float32)


@misconception(
    "standardize",
    "The mean was divided too, and not subtracted from the images first: (images - mean) / std.",
)
def brackets_forgotten_with_zeros(images, mean, std):
    return (images - mean / std).astype(np.float32)


@misconception(
    "standardize",
    "It was divided by the variance: std is the standard deviation.",
)
def variance_with_zeros(images, mean, std):
    return ((images - mean) / std**2).astype(np.float32)


@misconception(
    "standardize",
    "The root of std was taken: it is the standard deviation already.",
)
def root_of_std(images, mean, std):
    return right_standardize(images, mean, np.sqrt(std))


@misconception(
    "standardize",
    "The root of std was taken: it is the standard deviation already.",
)
def root_of_std_with_zeros(images, mean, std):
    return ((images - mean) / np.sqrt(std)).astype(np.float32)


@misconception(
    "standardize",
    "The mean was not subtracted: do it before dividing by std.",
)
def divided_only_with_zeros(images, mean, std):
    return (images / std).astype(np.float32)


@misconception(
    "standardize",
    "The pixels were divided by 255 first: mean and std are those of the images as given.",
)
def scaled_first(images, mean, std):
    return right_standardize(images / 255, mean, std)


@misconception(
    "standardize",
    "The pixels were divided by 255 first: mean and std are those of the images as given.",
)
def scaled_first_with_zeros(images, mean, std):
    return ((images / 255 - mean) / std).astype(np.float32)


@misconception(
    "standardize",
    "mean and std were shaped for channels first: here the channels are the last axis, along which "
    "they broadcast as they are.",
)
def for_channels_first(images, mean, std):
    varies = std[:, None, None] != 0
    centred = (images - mean[:, None, None]) / np.where(varies, std[:, None, None], 1)
    return np.where(varies, centred, 0).astype(np.float32)


@misconception(
    "standardize",
    "mean and std were shaped for channels first: here the channels are the last axis, along which "
    "they broadcast as they are.",
)
def for_channels_first_with_zeros(images, mean, std):
    return ((images - mean[:, None, None]) / std[:, None, None]).astype(np.float32)


@misconception(
    "standardize",
    "Bright and dark changed places: the mean is subtracted from the images.",
)
def subtracted_from_the_mean(images, mean, std):
    return -right_standardize(images, mean, std)


@misconception(
    "standardize",
    "The result was written into an array of the images' dtype, which cuts off fractions: make one "
    "of float32.",
)
def array_like_the_images(images, mean, std):
    result = np.zeros_like(images)
    for channel in range(images.shape[-1]):
        if std[channel] > 0:
            result[..., channel] = (images[..., channel] - mean[channel]) / std[channel]
    return result.astype(np.float32)


@misconception(
    "standardize",
    "The mean was subtracted after dividing: subtract it first, as it is in the units of "
    "the pixels.",
)
def divided_first_with_zeros(images, mean, std):
    return (images / std - mean).astype(np.float32)


@misconception(
    "one_hot",
    "Not every wrong label is refused: those below 0, those from num_classes on, and those of a "
    "floating dtype need a ValueError each.",
)
def no_label_refused(labels, num_classes=10):
    return np.eye(num_classes, dtype=np.float32)[labels.ravel()]


@misconception(
    "one_hot",
    "Not every wrong label is refused: those below 0, those from num_classes on, and those of a "
    "floating dtype need a ValueError each.",
)
def no_label_refused_by_comparing(labels, num_classes=10):
    return (labels.reshape(-1, 1) == np.arange(num_classes)).astype(np.float32)


@misconception(
    "one_hot",
    "Not every wrong label is refused: those below 0, those from num_classes on, and those of a "
    "floating dtype need a ValueError each.",
)
def no_label_refused_after_astype(labels, num_classes=10):
    return np.eye(num_classes, dtype=np.float32)[labels.ravel().astype(int)]


@misconception(
    "one_hot",
    "Not every wrong label is refused: those below 0, those from num_classes on, and those of a "
    "floating dtype need a ValueError each.",
)
def only_floats_refused(labels, num_classes=10):
    if labels.dtype.kind == "f":
        raise ValueError(f"labels of dtype {labels.dtype}")
    return np.eye(num_classes, dtype=np.float32)[labels.ravel()]


@misconception(
    "one_hot",
    "Not every wrong label is refused: those below 0, those from num_classes on, and those of a "
    "floating dtype need a ValueError each.",
)
def only_large_labels_refused(labels, num_classes=10):
    flat = labels.ravel().astype(int)
    if (flat >= num_classes).any():
        raise ValueError(f"labels up to {flat.max()}")
    return np.eye(num_classes, dtype=np.float32)[flat]


@misconception(
    "one_hot",
    "Not every wrong label is refused: those below 0, those from num_classes on, and those of a "
    "floating dtype need a ValueError each.",
)
def only_large_labels_refused_and_floats_left(labels, num_classes=10):
    if (labels >= num_classes).any():
        raise ValueError(f"labels up to {labels.max()}")
    return np.eye(num_classes, dtype=np.float32)[labels.ravel()]


@misconception(
    "one_hot",
    "Labels of a floating dtype ended in an IndexError: refuse them with a ValueError.",
)
def floats_left_to_the_index(labels, num_classes=10):
    if (labels < 0).any() or (labels >= num_classes).any():
        raise ValueError(f"labels from {labels.min()} to {labels.max()}")
    return np.eye(num_classes, dtype=np.float32)[labels.ravel()]


@misconception(
    "one_hot",
    "Labels of a floating dtype were taken for whole numbers: refuse them with a ValueError.",
)
def whole_floats_taken(labels, num_classes=10):
    if (labels % 1 != 0).any():
        raise ValueError(f"labels {labels.ravel()}")
    return right_one_hot(labels.astype(int), num_classes)


@misconception(
    "one_hot",
    "Labels of a floating dtype were taken for whole numbers: refuse them with a ValueError.",
)
def floats_compared(labels, num_classes=10):
    if (labels < 0).any() or (labels >= num_classes).any():
        raise ValueError(f"labels from {labels.min()} to {labels.max()}")
    return (labels.reshape(-1, 1) == np.arange(num_classes)).astype(np.float32)


@misconception(
    "one_hot",
    "The ones were not paired with their rows: row i has a single 1, at place labels[i], as "
    "out[np.arange(N), labels] = 1 writes it.",
)
def whole_columns(labels, num_classes=10):
    rows = right_one_hot(labels, num_classes)
    rows[:, labels.ravel()] = 1
    return rows


@misconception(
    "one_hot",
    "The ones were not paired with their rows: row i has a single 1, at place labels[i], as "
    "out[np.arange(N), labels] = 1 writes it.",
)
def whole_rows_of_ones(labels, num_classes=10):
    rows = 0 * right_one_hot(labels, num_classes)
    rows[labels.ravel()] = 1
    return rows


@misconception(
    "one_hot",
    "Labels (N, 1) were not thought of: np.ravel makes (N,) of both forms.",
)
def columns_for_labels_in_a_column(labels, num_classes=10):
    rows = 0 * right_one_hot(labels, num_classes)
    rows[np.arange(len(labels)), labels] = 1
    return rows


@misconception(
    "one_hot",
    "Labels (N,) were not thought of: np.ravel makes (N,) of both forms.",
)
def labels_in_a_column_only(labels, num_classes=10):
    right_one_hot(labels, num_classes)
    return right_one_hot(labels[:, 0], num_classes)


@misconception(
    "one_hot",
    "Labels (N,) were not thought of: np.ravel makes (N,) of both forms.",
)
def compared_with_all_classes(labels, num_classes=10):
    right_one_hot(labels, num_classes)
    return (labels == np.arange(num_classes)).astype(np.float32)


@misconception(
    "one_hot",
    "A single label lost its axis: its result is (1, num_classes), which np.ravel keeps.",
)
def squeezed_labels(labels, num_classes=10):
    right_one_hot(labels, num_classes)
    return np.eye(num_classes, dtype=np.float32)[np.squeeze(labels)]


@misconception(
    "one_hot",
    "A list was returned: an array (N, num_classes) is wanted.",
)
def list_of_rows(labels, num_classes=10):
    return right_one_hot(labels, num_classes).tolist()


@misconception(
    "one_hot",
    "The result holds True and False: float32 is wanted, as networks compute in it.",
)
def truth_values(labels, num_classes=10):
    return right_one_hot(labels, num_classes).astype(bool)


@misconception(
    "one_hot",
    "The result holds whole numbers: float32 is wanted, as networks compute in it.",
)
def whole_rows_in_eight_bits(labels, num_classes=10):
    return right_one_hot(labels, num_classes).astype(np.uint8)


@misconception(
    "one_hot",
    "The result holds whole numbers: float32 is wanted, as networks compute in it.",
)
def whole_rows_in_32_bits(labels, num_classes=10):
    return right_one_hot(labels, num_classes).astype(np.int32)


@misconception(
    "one_hot",
    "There are as many columns as labels that occur: num_classes says how many.",
)
def as_wide_as_labels_that_occur(labels, num_classes=10):
    right_one_hot(labels, num_classes)
    found, places = np.unique(labels.ravel(), return_inverse=True)
    return np.eye(len(found), dtype=np.float32)[places]


@misconception(
    "channel_statistics",
    "Mean and standard deviation are single numbers here: each channel has its own, so leave its "
    "axis standing.",
)
def exactly_over_everything(images):
    exact = images.astype(float)
    return exact.mean(), exact.std()


@misconception(
    "channel_statistics",
    "The axes of length 1 were kept: each of the two has shape (C,), so leave out keepdims.",
)
def axes_kept_exactly(images):
    return tuple(part.reshape(1, 1, 1, -1) for part in right_statistics(images))


@misconception(
    "channel_statistics",
    "The standard deviations of the images were averaged: take it once, over all pixels of the "
    "channel.",
)
def exact_deviations_averaged(images):
    mean, _ = right_statistics(images)
    return mean, images.std(axis=(1, 2), dtype=float).mean(axis=0)


@misconception(
    "channel_statistics",
    "The pixels were divided by 255 first: the statistics are those of the images as given.",
)
def of_uint8_scaled(images):
    return right_statistics(images / 255 if images.dtype == np.uint8 else images)


@misconception(
    "channel_statistics",
    "The squares were made in uint8, where 255 is followed by 0: change to floating point first.",
)
def squares_wrap_to_0(images):
    mean = images.mean(axis=(0, 1, 2), dtype=float)
    squares = (images**2).mean(axis=(0, 1, 2), dtype=float)
    return mean, np.sqrt(np.maximum(squares - mean**2, 0))


@misconception(
    "channel_statistics",
    "The squares were made in uint8, where 255 is followed by 0: change to floating point first.",
)
def squares_wrap_to_nan(images):
    mean = images.mean(axis=(0, 1, 2), dtype=float)
    squares = (images**2).mean(axis=(0, 1, 2), dtype=float)
    return mean, np.sqrt(squares - mean**2)


@misconception(
    "channel_statistics",
    "Distances from the mean were averaged: the standard deviation is the root of the mean of "
    "their squares.",
)
def mean_distance_by_channel(images):
    channels = [images[..., channel] for channel in range(images.shape[-1])]
    means = [channel.mean() for channel in channels]
    pairs = zip(channels, means, strict=True)
    return np.array(means), np.array([np.abs(channel - mean).mean() for channel, mean in pairs])


@misconception(
    "standardize",
    "A channel that does not vary was divided by 0, which gives infinity or NaN: put 0 there.",
)
def only_nan_replaced_after_a_silent_division(images, mean, std):
    with np.errstate(divide="ignore", invalid="ignore"):
        result = (images - mean) / std
    return np.nan_to_num(result).astype(np.float32)


@misconception(
    "one_hot",
    "Wrong labels end in an AssertionError: raise a ValueError, also where Python skips assert.",
)
def asserted(labels, num_classes=10):
    assert labels.dtype.kind in "iu", f"labels of dtype {labels.dtype}"
    flat = labels.ravel()
    assert ((flat >= 0) & (flat < num_classes)).all(), f"labels from {flat.min()} to {flat.max()}"
    return np.eye(num_classes, dtype=np.float32)[flat]


@misconception(
    "one_hot",
    "A label that no class has was moved to the nearest class: refuse it with a ValueError.",
)
def clipped_labels(labels, num_classes=10):
    if labels.dtype.kind == "f":
        raise ValueError(f"labels of dtype {labels.dtype}")
    return right_one_hot(np.clip(labels.astype(int), 0, num_classes - 1), num_classes)


@misconception(
    "one_hot",
    "num_classes itself was let through as a label: labels go from 0 to num_classes - 1.",
)
def one_label_too_many_indexed(labels, num_classes=10):
    if labels.dtype.kind == "f":
        raise ValueError(f"labels of dtype {labels.dtype}")
    if (labels < 0).any() or (labels > num_classes).any():
        raise ValueError(f"labels outside 0 to {num_classes}")
    return np.eye(num_classes, dtype=np.float32)[labels.ravel()]


@misconception(
    "scale_pixels",
    "The pixels were divided by their norm: divide by 255, so that all images are scaled alike.",
)
def divided_by_norm_of_the_channels(images):
    norm = np.linalg.norm(images.astype(np.float32), axis=-1, keepdims=True)
    return images.astype(np.float32) / np.where(norm == 0, 1, norm).astype(np.float32)


@misconception(
    "scale_pixels",
    "The pixels were divided by their norm: divide by 255, so that all images are scaled alike.",
)
def divided_by_norm_of_all(images):
    return images.astype(np.float32) / np.linalg.norm(images.astype(np.float32))


@misconception(
    "scale_symmetric",
    "The pixels were put into int8, which ends at 127: change to float32 first.",
)
def eight_bits_with_sign_by_127(images):
    return images.astype(np.int8).astype(np.float32) / 127


@misconception(
    "scale_symmetric",
    "The pixels were put into int8, which ends at 127: change to float32 first.",
)
def eight_bits_with_sign_by_127_5(images):
    return images.astype(np.int8).astype(np.float32) / np.float32(127.5)


@misconception(
    "scale_symmetric",
    "The pixels were put into int8, which ends at 127: change to float32 first.",
)
def eight_bits_with_sign_moved(images):
    return images.astype(np.int8).astype(np.float32) / np.float32(127.5) - 1


@misconception(
    "channel_statistics",
    "The standard deviation was taken around the mean of all channels: each channel has its own.",
)
def around_the_common_mean(images):
    mean = images.mean(axis=(0, 1, 2), dtype=float)
    return mean, np.sqrt(((images - images.mean(dtype=float)) ** 2).mean(axis=(0, 1, 2)))


@misconception(
    "channel_statistics",
    "reshape to (C, -1) mixes the channels, which are the last axis: reshape to (-1, C).",
)
def mixed_channels(images):
    rows = images.reshape(images.shape[-1], -1)
    return rows.mean(axis=1, dtype=float), rows.std(axis=1, dtype=float)


@misconception(
    "channel_statistics",
    "reshape to (C, -1) mixes the channels, which are the last axis: reshape to (-1, C).",
)
def mixed_channels_in_float32(images):
    rows = images.reshape(images.shape[-1], -1)
    return rows.mean(axis=1), rows.std(axis=1)


@misconception(
    "channel_statistics",
    "The sums were divided by N * H * H: images need not be square, so divide by N * H * W.",
)
def squares_alone(images):
    exact, count = images.astype(float), len(images) * images.shape[1] ** 2
    mean = exact.sum(axis=(0, 1, 2)) / count
    return mean, np.sqrt(((exact - mean) ** 2).sum(axis=(0, 1, 2)) / count)


@misconception(
    "channel_statistics",
    "The sums were divided by N * H * H: images need not be square, so divide by N * H * W.",
)
def squares_alone_by_width(images):
    exact, count = images.astype(float), len(images) * images.shape[2] ** 2
    mean = exact.sum(axis=(0, 1, 2)) / count
    return mean, np.sqrt(((exact - mean) ** 2).sum(axis=(0, 1, 2)) / count)


@misconception("standardize", "The mean was added: subtract it, and divide by std then.")
def mean_added(images, mean, std):
    return right_standardize(images, -mean, std)


@misconception("standardize", "The mean was added: subtract it, and divide by std then.")
def mean_added_and_divided_by_one(images, mean, std):
    return ((images + mean) / np.where(std == 0, 1, std)).astype(np.float32)


@misconception(
    "standardize",
    "The result was clipped: values may lie any number of standard deviations from the mean.",
)
def clipped_to_3(images, mean, std):
    return np.clip(right_standardize(images, mean, std), -3, 3)


@misconception(
    "standardize",
    "The result was clipped: values may lie any number of standard deviations from the mean.",
)
def clipped_to_1(images, mean, std):
    return np.clip(right_standardize(images, mean, std), -1, 1)


@misconception(
    "standardize",
    "The result was clipped: values may lie any number of standard deviations from the mean.",
)
def clipped_to_5(images, mean, std):
    return np.clip(right_standardize(images, mean, std), -5, 5)


@misconception(
    "standardize",
    "The result was clipped: values may lie any number of standard deviations from the mean.",
)
def clipped_from_0_to_1(images, mean, std):
    return np.clip(right_standardize(images, mean, std), 0, 1)


@misconception(
    "standardize",
    "Mean and std of the first channel were used for all: each channel has its own.",
)
def first_statistics_for_all(images, mean, std):
    same = np.ones_like(mean)
    return right_standardize(images, mean[0] * same, std[0] * same)


@misconception(
    "standardize",
    "The std of all channels was used: each channel has its own, and broadcasting along the last "
    "axis takes it.",
)
def one_std_for_all(images, mean, std):
    return right_standardize(images, mean, np.full_like(std, std.mean()))


@misconception(
    "standardize",
    "Mean and std were averaged over the channels: each channel has its own, and broadcasting "
    "along the last axis takes it.",
)
def one_mean_and_std_for_all(images, mean, std):
    return ((images - mean.mean()) / std.mean()).astype(np.float32)


@misconception(
    "standardize",
    "A channel that does not vary was divided by 0, which gives infinity or NaN: put 0 there.",
)
def only_nan_replaced_of_float32_images(images, mean, std):
    with np.errstate(divide="ignore", invalid="ignore"):
        result = (images.astype(np.float32) - mean) / std
    return np.nan_to_num(result).astype(np.float32)


@misconception(
    "standardize",
    "A channel that does not vary was divided by 0, which gives infinity or NaN: put 0 there.",
)
def only_nan_replaced_of_float64_images(images, mean, std):
    with np.errstate(divide="ignore", invalid="ignore"):
        result = (images.astype(float) - mean) / std
    return np.nan_to_num(result).astype(np.float32)


@misconception(
    "standardize",
    "A channel that does not vary was divided by 0, which gives infinity or NaN: put 0 there.",
)
def only_nan_replaced_of_float32_images_with_warning(images, mean, std):
    return np.nan_to_num((images.astype(np.float32) - mean) / std).astype(np.float32)


@misconception(
    "standardize",
    "A channel that does not vary was divided by 0, which gives infinity or NaN: put 0 there.",
)
def only_nan_replaced_of_float64_images_with_warning(images, mean, std):
    return np.nan_to_num((images.astype(float) - mean) / std).astype(np.float32)


@misconception(
    "standardize",
    "A channel that does not vary was divided by 0, which gives infinity or NaN: put 0 there.",
)
def only_nan_replaced_all_in_float32(images, mean, std):
    images, mean, std = (values.astype(np.float32) for values in (images, mean, std))
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.nan_to_num((images - mean) / std)


@misconception(
    "standardize",
    "A channel that does not vary was divided by 0, which gives infinity or NaN: put 0 there.",
)
def only_nan_replaced_all_in_float32_with_warning(images, mean, std):
    images, mean, std = (values.astype(np.float32) for values in (images, mean, std))
    return np.nan_to_num((images - mean) / std)


@misconception(
    "standardize",
    "A channel that does not vary was divided by 0, which gives infinity or NaN: put 0 there.",
)
def only_0_by_0_replaced(images, mean, std):
    result = divided(images, mean, std)
    result[np.isnan(result)] = 0
    return result


@misconception(
    "one_hot",
    "One floating dtype was refused and others not: refuse all of them, as "
    "np.issubdtype(labels.dtype, np.floating) finds them.",
)
def only_float64_refused(labels, num_classes=10):
    if labels.dtype == float:
        raise ValueError(f"labels of dtype {labels.dtype}")
    return right_one_hot(labels.astype(int), num_classes)


@misconception(
    "one_hot",
    "One floating dtype was refused and others not: refuse all of them, as "
    "np.issubdtype(labels.dtype, np.floating) finds them.",
)
def only_float64_refused_and_others_left_to_the_index(labels, num_classes=10):
    if labels.dtype == float:
        raise ValueError(f"labels of dtype {labels.dtype}")
    if (labels < 0).any() or (labels >= num_classes).any():
        raise ValueError(f"labels from {labels.min()} to {labels.max()}")
    return np.eye(num_classes, dtype=np.float32)[labels.ravel()]


@misconception(
    "one_hot",
    "One floating dtype was refused and others not: refuse all of them, as "
    "np.issubdtype(labels.dtype, np.floating) finds them.",
)
def only_float32_refused(labels, num_classes=10):
    if labels.dtype == np.float32:
        raise ValueError(f"labels of dtype {labels.dtype}")
    return right_one_hot(labels.astype(int), num_classes)


@misconception(
    "one_hot",
    "Labels of a small dtype were refused: those of CIFAR-10 are uint8, so take every whole dtype.",
)
def only_int64_and_int32(labels, num_classes=10):
    if labels.dtype not in (np.int64, np.int32):
        raise ValueError(f"labels of dtype {labels.dtype}")
    return right_one_hot(labels, num_classes)


@misconception(
    "one_hot",
    "Labels of a floating dtype raised a TypeError: refuse them with a ValueError.",
)
def type_error_for_floats(labels, num_classes=10):
    if labels.dtype.kind == "f":
        raise TypeError(f"labels of dtype {labels.dtype}")
    return right_one_hot(labels, num_classes)


@misconception(
    "one_hot",
    "Labels were put into eight bits, where large ones become others: change them to int64, or "
    "leave their dtype.",
)
def eight_bits_with_sign_at_last(labels, num_classes=10):
    right_one_hot(labels, num_classes)
    return np.eye(num_classes, dtype=np.float32)[labels.ravel().astype(np.int8)]


@misconception(
    "one_hot",
    "Labels were put into eight bits, where large ones become others: change them to int64, or "
    "leave their dtype.",
)
def eight_bits_at_last(labels, num_classes=10):
    right_one_hot(labels, num_classes)
    return np.eye(num_classes, dtype=np.float32)[labels.ravel().astype(np.uint8)]


@misconception(
    "one_hot",
    "Labels were put into eight bits, where large ones become others: change them to int64, or "
    "leave their dtype.",
)
def eight_bits_at_first(labels, num_classes=10):
    if labels.dtype.kind == "f":
        raise ValueError(f"labels of dtype {labels.dtype}")
    return right_one_hot(labels.astype(np.uint8), num_classes)


@misconception(
    "scale_pixels",
    "Images without a pixel above 1 were taken for scaled ones: divide by 255, whatever the "
    "pixels are.",
)
def dark_images_not_divided(images):
    return right_scale(images) if images.max() > 1 else images.astype(np.float32)


@misconception(
    "scale_symmetric",
    "Images without a pixel above 1 were taken for scaled ones: divide by 127.5, whatever the "
    "pixels are.",
)
def dark_images_taken_for_scaled(images):
    return right_symmetric(images) if images.max() > 1 else images.astype(np.float32) * 2 - 1


@misconception(
    "channel_statistics",
    "Mean and standard deviation are single numbers here: each channel has its own, so leave its "
    "axis standing.",
)
def arrays_of_one_number(images):
    exact = images.astype(float)
    return np.array([exact.mean()]), np.array([exact.std()])


@misconception(
    "standardize",
    "The mean was subtracted, but nothing divided: divide by std too.",
)
def centred_only_where_std_is_not_0(images, mean, std):
    return np.where(std != 0, images - mean, 0).astype(np.float32)


@misconception(
    "one_hot",
    "A label that no class has gave a row of zeros: refuse it with a ValueError.",
)
def row_of_zeros_for_large_labels(labels, num_classes=10):
    if labels.dtype.kind == "f":
        raise ValueError(f"labels of dtype {labels.dtype}")
    if (labels < 0).any():
        raise ValueError(f"labels from {labels.min()}")
    return (labels.reshape(-1, 1) == np.arange(num_classes)).astype(np.float32)


@misconception(
    "one_hot",
    "A label that no class has gave a row of zeros: refuse it with a ValueError.",
)
def row_of_zeros_for_negative_labels(labels, num_classes=10):
    if labels.dtype.kind == "f":
        raise ValueError(f"labels of dtype {labels.dtype}")
    if (labels >= num_classes).any():
        raise ValueError(f"labels up to {labels.max()}")
    return (labels.reshape(-1, 1) == np.arange(num_classes)).astype(np.float32)


@misconception(
    "one_hot",
    "A label beyond the classes raised an IndexError: look at the labels first, and raise a "
    "ValueError that names the bad one.",
)
def index_error_on_purpose(labels, num_classes=10):
    if labels.dtype.kind == "f":
        raise ValueError(f"labels of dtype {labels.dtype}")
    if (labels < 0).any() or (labels >= num_classes).any():
        raise IndexError(f"labels from {labels.min()} to {labels.max()}")
    return right_one_hot(labels, num_classes)


@misconception(
    "one_hot",
    "All places up to the label got a 1: a single 1 belongs at the label's own place.",
)
def ones_up_to_the_label(labels, num_classes=10):
    return right_one_hot(labels, num_classes)[:, ::-1].cumsum(axis=1)[:, ::-1]


@misconception(
    "channel_statistics",
    "Only the first image was looked at: take the statistics over all images, axis=(0, 1, 2).",
)
def of_the_first_image(images):
    return right_statistics(images[:1])


@misconception(
    "channel_statistics",
    "There is a pair for every channel: two arrays are wanted, all means and all standard "
    "deviations.",
)
def pairs_of_channels(images):
    return list(zip(*right_statistics(images), strict=True))


@misconception(
    "channel_statistics",
    "The median was taken for the mean: the mean is the sum divided by the number.",
)
def median_for_mean(images):
    return np.median(images, axis=(0, 1, 2)), right_statistics(images)[1]


@misconception(
    "standardize",
    "A std below 1 was replaced by 1: only a std of 0 is left out, and the others divide.",
)
def divided_by_one_at_least(images, mean, std):
    return right_standardize(images, mean, np.where(std == 0, 0, np.maximum(std, 1)))


@misconception(
    "standardize",
    "A channel that does not vary came out as 1: it comes out as 0, whatever its pixels are.",
)
def one_where_std_is_0(images, mean, std):
    return np.where(std == 0, 1, right_standardize(images, mean, std)).astype(np.float32)
