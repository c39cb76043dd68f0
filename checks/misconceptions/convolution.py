"""What goes wrong in a convolutional layer."""

import numpy as np

from checks.misconceptions import misconception
from solutions.convolution import conv2d, count_parameters

# in a submission the names of the solution stand for the wrong versions
right_layer, right_count = conv2d, count_parameters


@misconception("conv2d", "The kernels were flipped: a network slides them as they are.")
def flipped(image, kernels, biases, stride=1, padding="valid"):
    return right_layer(image, kernels[::-1, ::-1], biases, stride, padding)


@misconception("conv2d", "The biases were left out: add one to every answer of its filter.")
def no_biases(image, kernels, biases, stride=1, padding="valid"):
    return right_layer(image, kernels, np.zeros(len(biases)), stride, padding)


@misconception(
    "conv2d",
    "The bias was added once for each channel: add it once to each answer, after the sum.",
)
def bias_for_each_channel(image, kernels, biases, stride=1, padding="valid"):
    return right_layer(image, kernels, biases * image.shape[2], stride, padding)


@misconception(
    "conv2d", "All filters got the first bias: filter f has a bias of its own, biases[f]."
)
def first_bias(image, kernels, biases, stride=1, padding="valid"):
    return right_layer(image, kernels, np.full(len(biases), biases[0]), stride, padding)


@misconception("conv2d", "The stride was ignored: move the kernels by `stride` pixels.")
def stride_ignored(image, kernels, biases, stride=1, padding="valid"):
    return right_layer(image, kernels, biases, 1, padding)


@misconception(
    "conv2d",
    "The kernels move by the stride in one direction only: the stride goes down and across.",
)
def stride_down_only(image, kernels, biases, stride=1, padding="valid"):
    return right_layer(image, kernels, biases, 1, padding)[::stride]


@misconception(
    "conv2d",
    "With a stride, answer i was taken from row i: its patch starts at row i * stride.",
)
def patches_not_moved(image, kernels, biases, stride=1, padding="valid"):
    shape = right_layer(image, kernels, biases, stride, padding).shape
    return right_layer(image, kernels, biases, 1, padding)[: shape[0], : shape[1]]


@misconception(
    "conv2d",
    "One row and one column of answers are missing under a stride: there are "
    "(H - kh) // stride + 1 rows, not (H - kh) // stride.",
)
def one_answer_short(image, kernels, biases, stride=1, padding="valid"):
    answers = right_layer(image, kernels, biases, stride, padding)
    return answers[:-1, :-1] if stride > 1 and padding == "valid" else answers


@misconception(
    "conv2d",
    'The odd row and column of zeros were put at the top and at the left: with "same" they belong '
    "at the bottom and at the right.",
)
def zeros_at_the_near_end(image, kernels, biases, stride=1, padding="valid"):
    if padding == "same":
        rows, columns = _missing(image, kernels, stride)
        image = np.pad(
            image, ((rows - rows // 2, rows // 2), (columns - columns // 2, columns // 2), (0, 0))
        )
    return right_layer(image, kernels, biases, stride)


@misconception(
    "conv2d",
    "The padding forgets the stride: kh - 1 rows of zeros are right for stride 1 only. First find "
    "the number of answers, then the zeros that they need.",
)
def padding_for_stride_one(image, kernels, biases, stride=1, padding="valid"):
    return right_layer(image, kernels, biases, 1, padding)[::stride, ::stride]


@misconception(
    "conv2d",
    "All zeros were put at the far end: half of them, rounded down, belong at the top and left.",
)
def zeros_at_the_far_end(image, kernels, biases, stride=1, padding="valid"):
    if padding == "same":
        rows, columns = _missing(image, kernels, stride)
        image = np.pad(image, ((0, rows), (0, columns), (0, 0)))
    return right_layer(image, kernels, biases, stride)


@misconception(
    "conv2d",
    "kh // 2 zeros were put on every side: for an even kernel this is one row too many.",
)
def zeros_on_every_side(image, kernels, biases, stride=1, padding="valid"):
    if padding == "same":
        rows, columns = kernels.shape[0] // 2, kernels.shape[1] // 2
        image = np.pad(image, ((rows, rows), (columns, columns), (0, 0)))
    return right_layer(image, kernels, biases, stride)


@misconception(
    "conv2d",
    "The padding repeats the pixels at the edge: put zeros around the image.",
)
def edge_repeated(image, kernels, biases, stride=1, padding="valid"):
    if padding == "same":
        rows, columns = _missing(image, kernels, stride)
        sides = ((rows // 2, rows - rows // 2), (columns // 2, columns - columns // 2), (0, 0))
        image = np.pad(image, sides, mode="edge")
    return right_layer(image, kernels, biases, stride)


@misconception(
    "conv2d",
    "Rows and columns got the same number of zeros: work them out separately, each with its own "
    "size of image and kernel.",
)
def padding_taken_for_square(image, kernels, biases, stride=1, padding="valid"):
    if padding == "same":
        rows, _ = _missing(image, kernels, stride)
        sides = (rows // 2, rows - rows // 2)
        image = np.pad(image, (sides, sides, (0, 0)))
    return right_layer(image, kernels, biases, stride)


@misconception("conv2d", 'The padding was ignored: with "same", put zeros around the image.')
def padding_ignored(image, kernels, biases, stride=1, padding="valid"):
    return right_layer(image, kernels, biases, stride)


@misconception("conv2d", 'The default of padding has to be "valid": no zeros unless asked for.')
def same_by_default(image, kernels, biases, stride=1, padding="same"):
    return right_layer(image, kernels, biases, stride, padding)


@misconception(
    "conv2d",
    "The kernels were brought into another order by reshape, which mixes filters and channels: "
    "kernels[..., f] is the kernel of filter f.",
)
def kernels_reshaped(image, kernels, biases, stride=1, padding="valid"):
    height, width, channels, filters = kernels.shape
    mixed = kernels.reshape(filters, height, width, channels).transpose(1, 2, 3, 0)
    return right_layer(image, mixed, biases, stride, padding)


@misconception(
    "conv2d",
    "Rows and columns of the kernels traded places: their shape is (height, width, channels, "
    "filters).",
)
def kernels_transposed(image, kernels, biases, stride=1, padding="valid"):
    if kernels.shape[0] != kernels.shape[1]:
        return right_layer(image, kernels, biases, stride, padding)
    return right_layer(image, kernels.swapaxes(0, 1), biases, stride, padding)


@misconception(
    "conv2d",
    "The filters' maps stand on the first axis: they belong on the last, (H', W', F).",
)
def filters_first(image, kernels, biases, stride=1, padding="valid"):
    return np.moveaxis(right_layer(image, kernels, biases, stride, padding), -1, 0)


@misconception(
    "conv2d",
    "The answers of all filters were added up: every filter has a feature map of its own.",
)
def filters_summed(image, kernels, biases, stride=1, padding="valid"):
    return right_layer(image, kernels, biases, stride, padding).sum(axis=-1)


@misconception(
    "conv2d",
    "Only the first channel was looked at: each answer sums over all channels.",
)
def first_channel(image, kernels, biases, stride=1, padding="valid"):
    return right_layer(image[..., :1], kernels[:, :, :1], biases, stride, padding)


@misconception(
    "conv2d",
    "The number of channels was fixed at 3: take it from the shape of the image.",
)
def three_channels(image, kernels, biases, stride=1, padding="valid"):
    return right_layer(image[..., :3], kernels[:, :, :3], biases, stride, padding)


@misconception(
    "conv2d",
    "The kernels were converted to the image's dtype: in uint8 their halves and negative weights "
    "are lost. Convert the image to float instead.",
)
def weights_in_image_dtype(image, kernels, biases, stride=1, padding="valid"):
    return right_layer(image, kernels.astype(image.dtype), biases, stride, padding)


@misconception(
    "conv2d",
    "The answers were written into an array of the image's dtype: in uint8 they wrap around at "
    "255. Make the feature maps an array of floats.",
)
def maps_in_image_dtype(image, kernels, biases, stride=1, padding="valid"):
    answers = right_layer(image, kernels, biases, stride, padding)
    return answers.astype(np.int64).astype(image.dtype) if image.dtype == np.uint8 else answers


@misconception(
    "conv2d", "Negative answers were replaced by 0: ReLU is a function of its own, which follows."
)
def positive_only(image, kernels, biases, stride=1, padding="valid"):
    return np.maximum(right_layer(image, kernels, biases, stride, padding), 0)


@misconception("conv2d", "The feature maps were not returned: end the function with `return`.")
def nothing_returned(image, kernels, biases, stride=1, padding="valid"):
    right_layer(image, kernels, biases, stride, padding)


@misconception(
    "count_parameters",
    "Every filter was given a bias for each channel: it has one bias, whatever the channels.",
)
def bias_per_channel(kernel_size, channels, filters):
    return (kernel_size[0] * kernel_size[1] + 1) * channels * filters


@misconception("count_parameters", "The biases were left out: every filter has one.")
def weights_only(kernel_size, channels, filters):
    return kernel_size[0] * kernel_size[1] * channels * filters


@misconception(
    "count_parameters",
    "One bias was counted for the whole layer: every filter has one of its own.",
)
def one_bias(kernel_size, channels, filters):
    return kernel_size[0] * kernel_size[1] * channels * filters + 1


@misconception(
    "count_parameters",
    "The channels were left out: a filter has weights for every channel of the image.",
)
def channels_forgotten(kernel_size, channels, filters):
    return (kernel_size[0] * kernel_size[1] + 1) * filters


@misconception(
    "count_parameters",
    "The biases were counted per channel of the input: there is one for every filter.",
)
def biases_of_channels(kernel_size, channels, filters):
    return kernel_size[0] * kernel_size[1] * channels * filters + channels


@misconception(
    "count_parameters",
    "The kernel was taken for square: kernel_size is (height, width), and they may differ.",
)
def square_kernel(kernel_size, channels, filters):
    return (kernel_size[0] ** 2 * channels + 1) * filters


@misconception(
    "count_parameters",
    "The kernel's sides were added up: a kernel has height * width weights per channel.",
)
def sides_added(kernel_size, channels, filters):
    return (sum(kernel_size) * channels + 1) * filters


@misconception("count_parameters", "A float was returned: a count is an int.")
def as_float(kernel_size, channels, filters):
    return float(right_count(kernel_size, channels, filters))


def _missing(image, kernels, stride):
    """The zeros that "same" needs, along the rows' axis and along the columns' axis."""
    return [
        max((-(-size // stride) - 1) * stride + kernel - size, 0)
        for size, kernel in zip(image.shape[:2], kernels.shape[:2], strict=True)
    ]


@misconception(
    "conv2d",
    "The kernels move by the stride in one direction only: the stride goes down and across.",
)
def stride_down_only_on_padded_image(image, kernels, biases, stride=1, padding="valid"):
    image = _padded(image, kernels, stride) if padding == "same" else image
    return right_layer(image, kernels, biases)[::stride]


@misconception(
    "conv2d",
    "The kernels move by the stride in one direction only: the stride goes down and across.",
)
def stride_across_only(image, kernels, biases, stride=1, padding="valid"):
    image = _padded(image, kernels, stride) if padding == "same" else image
    return right_layer(image, kernels, biases)[:, ::stride]


@misconception(
    "conv2d",
    "With a stride, answer i was taken from row i: its patch starts at row i * stride.",
)
def patches_not_moved_on_padded_image(image, kernels, biases, stride=1, padding="valid"):
    shape = right_layer(image, kernels, biases, stride, padding).shape
    image = _padded(image, kernels, stride) if padding == "same" else image
    return right_layer(image, kernels, biases)[: shape[0], : shape[1]]


@misconception(
    "conv2d",
    "There are (H - kh) // stride + 1 rows of answers: the 1 is added after the division,"
    " not before it.",
)
def one_added_before_dividing(image, kernels, biases, stride=1, padding="valid"):
    answers = right_layer(image, kernels, biases, stride, padding)
    if padding == "same":
        return answers
    rows = (image.shape[0] - kernels.shape[0] + 1) // stride
    columns = (image.shape[1] - kernels.shape[1] + 1) // stride
    return answers[:rows, :columns]


@misconception(
    "conv2d",
    "Patches were flattened with the channels first, kernels with the channels last: "
    "bring both into one order before multiplying.",
)
def flattened_in_two_orders(image, kernels, biases, stride=1, padding="valid"):
    height, width, channels, filters = kernels.shape
    rows = np.moveaxis(kernels.reshape(channels, height, width, filters), 0, 2)
    return right_layer(image, rows, biases, stride, padding)


@misconception(
    "conv2d",
    "The number of zeros came out negative: where the stride is larger than the kernel, "
    "none are needed. Take max(..., 0).",
)
def negative_padding(image, kernels, biases, stride=1, padding="valid"):
    if padding == "same":
        for side, kernel in zip(image.shape[:2], kernels.shape[:2], strict=True):
            if (-(-side // stride) - 1) * stride + kernel < side:
                raise ValueError("index can't contain negative values")
    return right_layer(image, kernels, biases, stride, padding)


@misconception(
    "conv2d",
    "The biases were subtracted: one is added to every answer of its filter.",
)
def biases_subtracted(image, kernels, biases, stride=1, padding="valid"):
    return right_layer(image, kernels, -biases, stride, padding)


@misconception(
    "conv2d",
    "One row and one column of answers are missing under a stride: there are (H - kh) // "
    "stride + 1 rows, not (H - kh) // stride.",
)
def one_place_short(image, kernels, biases, stride=1, padding="valid"):
    answers = right_layer(image, kernels, biases, stride, padding)
    return answers[:-1, :-1] if padding == "valid" else answers


@misconception(
    "conv2d",
    "All filters got the last bias: filter f has a bias of its own, biases[f].",
)
def last_bias(image, kernels, biases, stride=1, padding="valid"):
    return right_layer(image, kernels, np.full(len(biases), biases[-1]), stride, padding)


@misconception(
    "count_parameters",
    "The kernel's area was counted once for all filters: each filter has weights of its own.",
)
def filters_forgotten(kernel_size, in_channels, filters):
    return kernel_size[0] * kernel_size[1] * in_channels + filters


def _padded(image, kernels, stride):
    """The image with the right zeros around it."""
    rows, columns = _missing(image, kernels, stride)
    return np.pad(image, (_halves(rows), _halves(columns), (0, 0)))


def _halves(zeros):
    return zeros // 2, zeros - zeros // 2
