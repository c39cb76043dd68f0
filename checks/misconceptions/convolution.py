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
    "One row and one column of answers are missing: there are (H - kh) // stride + 1 rows, not "
    "(H - kh) // stride.",
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
    "kh // 2 zeros were put on every side, which is right for odd kernels at stride 1 only: first "
    "find the number of answers, then the zeros that they need.",
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
    "Rows and columns were padded alike: work their zeros out separately, each with its own size "
    "of image and kernel.",
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
    "One row and one column of answers are missing: there are (H - kh) // stride + 1 rows, not "
    "(H - kh) // stride.",
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


def _answers(image, filters, biases, kernels, stride, sides=None):
    """The maps of filters on patches as large as the kernels, on an image with zeros around it.

    sides  that the image is taken to have
    """
    height, width = kernels.shape[:2]
    image_height, image_width = sides or image.shape[:2]
    rows, columns = (image_height - height) // stride + 1, (image_width - width) // stride + 1
    answers = np.zeros((rows, columns, len(filters)))
    for row, column, f in np.ndindex(answers.shape):
        top, left = row * stride, column * stride
        patch = image[top : top + height, left : left + width].astype(float)
        answers[row, column, f] = np.sum(patch * filters[f]) + biases[f]
    return answers


def _cut(kernels, height, width):
    """The kernels, where they are as large as that at least."""
    if kernels.shape[0] < height or kernels.shape[1] < width:
        raise IndexError("index is out of bounds")
    return kernels[:height, :width]


@misconception(
    "conv2d",
    "The kernels were flipped: a network slides them as they are.",
)
def flipped_upside_down(image, kernels, biases, stride=1, padding="valid"):
    return right_layer(image, kernels[::-1], biases, stride, padding)


@misconception(
    "conv2d",
    "The kernels were flipped: a network slides them as they are.",
)
def flipped_left_to_right(image, kernels, biases, stride=1, padding="valid"):
    return right_layer(image, kernels[:, ::-1], biases, stride, padding)


@misconception(
    "conv2d",
    "The kernels were flipped: a network slides them as they are.",
)
def flipped_with_channels(image, kernels, biases, stride=1, padding="valid"):
    return right_layer(image, kernels[::-1, ::-1, ::-1], biases, stride, padding)


@misconception(
    "conv2d",
    "The bias was added to every product: add it once to each answer, after the sum.",
)
def bias_in_every_product(image, kernels, biases, stride=1, padding="valid"):
    return right_layer(image, kernels, biases * kernels[..., 0].size, stride, padding)


@misconception(
    "conv2d",
    "Every filter got the sum of the biases: filter f has a bias of its own, biases[f].",
)
def sum_of_biases(image, kernels, biases, stride=1, padding="valid"):
    return right_layer(image, kernels, np.full(len(biases), biases.sum()), stride, padding)


@misconception(
    "conv2d",
    "The image was continued beyond its edges with pixels of its own: put zeros around it.",
)
def padded_by_symmetric(image, kernels, biases, stride=1, padding="valid"):
    if padding == "same":
        rows, columns = _missing(image, kernels, stride)
        image = np.pad(image, (_halves(rows), _halves(columns), (0, 0)), mode="symmetric")
    return right_layer(image, kernels, biases, stride)


@misconception(
    "conv2d",
    "The image was continued beyond its edges with pixels of its own: put zeros around it.",
)
def padded_by_reflect(image, kernels, biases, stride=1, padding="valid"):
    if padding == "same":
        rows, columns = _missing(image, kernels, stride)
        image = np.pad(image, (_halves(rows), _halves(columns), (0, 0)), mode="reflect")
    return right_layer(image, kernels, biases, stride)


@misconception(
    "conv2d",
    "The image was continued beyond its edges with pixels of its own: put zeros around it.",
)
def padded_by_wrap(image, kernels, biases, stride=1, padding="valid"):
    if padding == "same":
        rows, columns = _missing(image, kernels, stride)
        image = np.pad(image, (_halves(rows), _halves(columns), (0, 0)), mode="wrap")
    return right_layer(image, kernels, biases, stride)


@misconception(
    "conv2d",
    "The image was surrounded by ones: put zeros around it.",
)
def padded_with_ones(image, kernels, biases, stride=1, padding="valid"):
    if padding == "same":
        rows, columns = _missing(image, kernels, stride)
        image = np.pad(image, (_halves(rows), _halves(columns), (0, 0)), constant_values=1)
    return right_layer(image, kernels, biases, stride)


@misconception(
    "conv2d",
    "Answers were written at their patch's own place: with a stride, the patch at row i * "
    "stride gives answer i.",
)
def written_at_place_of_patch(image, kernels, biases, stride=1, padding="valid"):
    answers = right_layer(image, kernels, biases, stride, padding)
    if any((size - 1) * stride >= size for size in answers.shape[:2]):
        raise IndexError("index is out of bounds")
    return answers


@misconception(
    "conv2d",
    "Answers were written at their patch's own place: with a stride, the patch at row i * "
    "stride gives answer i.",
)
def zeros_between_answers(image, kernels, biases, stride=1, padding="valid"):
    answers = right_layer(image, kernels, biases, stride, padding)
    spread = np.zeros_like(right_layer(image, kernels, biases, 1, padding))
    spread[::stride, ::stride] = answers
    return spread


@misconception(
    "conv2d",
    "kernels[f] is a part of all filters: the filters lie along the last axis, kernels[..., f] "
    "is one of them.",
)
def filters_on_first_axis(image, kernels, biases, stride=1, padding="valid"):
    if padding == "same":
        image = _padded(image, kernels, stride)
    return _answers(image, [kernels[f] for f in range(kernels.shape[3])], biases, kernels, stride)


@misconception(
    "conv2d",
    "kernels[f] is a part of all filters: the filters lie along the last axis, kernels[..., f] "
    "is one of them.",
)
def filters_on_first_axis_without_padding(image, kernels, biases, stride=1, padding="valid"):
    filters = [kernels[f] for f in range(kernels.shape[3])]
    return _answers(image, filters, biases, kernels, stride)


@misconception(
    "conv2d",
    "kernels[f] is a part of all filters: the filters lie along the last axis, kernels[..., f] "
    "is one of them.",
)
def filters_counted_on_first_axis(image, kernels, biases, stride=1, padding="valid"):
    if padding == "same":
        image = _padded(image, kernels, stride)
    return _answers(image, list(kernels), biases, kernels, stride)


@misconception(
    "conv2d",
    "Where the division leaves nothing over, one row or column of answers is missing: there "
    "are (H - kh) // stride + 1 rows.",
)
def rounded_up_without_one(image, kernels, biases, stride=1, padding="valid"):
    answers = right_layer(image, kernels, biases, stride, padding)
    if padding == "same":
        return answers
    rows = -(-(image.shape[0] - kernels.shape[0]) // stride)
    columns = -(-(image.shape[1] - kernels.shape[1]) // stride)
    return answers[:rows, :columns]


@misconception(
    "conv2d",
    "Where the division leaves nothing over, one row or column of answers is missing: there "
    "are (H - kh) // stride + 1 rows.",
)
def ending_one_too_early(image, kernels, biases, stride=1, padding="valid"):
    if padding == "same":
        return right_layer(image, kernels, biases, stride, padding)
    return right_layer(image, kernels, biases)[:-1, :-1][::stride, ::stride]


@misconception(
    "conv2d",
    'With "same", the number of answers was rounded down: there are ceil(H / stride) rows.',
)
def same_rounded_down(image, kernels, biases, stride=1, padding="valid"):
    answers = right_layer(image, kernels, biases, stride, padding)
    if padding == "same":
        return answers[: image.shape[0] // stride, : image.shape[1] // stride]
    return answers


@misconception(
    "conv2d",
    "(kh - 1) // 2 zeros were put on every side: for an even kernel this is one row too few.",
)
def too_few_zeros(image, kernels, biases, stride=1, padding="valid"):
    if padding == "same":
        rows, columns = (kernels.shape[0] - 1) // 2, (kernels.shape[1] - 1) // 2
        image = np.pad(image, ((rows, rows), (columns, columns), (0, 0)))
    return right_layer(image, kernels, biases, stride)


@misconception(
    "conv2d",
    "(kh - 1) // 2 zeros were put on every side: for an even kernel this is one row too few.",
)
def too_few_zeros_for_any_answer(image, kernels, biases, stride=1, padding="valid"):
    if padding == "same":
        rows, columns = (kernels.shape[0] - 1) // 2, (kernels.shape[1] - 1) // 2
        image = np.pad(image, ((rows, rows), (columns, columns), (0, 0)))
    return _answers(image, list(np.moveaxis(kernels, -1, 0)), biases, kernels, stride)


@misconception(
    "conv2d",
    "As many zeros were put on both sides: where their number is odd, the odd row or column "
    "comes at the far end.",
)
def odd_zero_dropped(image, kernels, biases, stride=1, padding="valid"):
    if padding == "same":
        rows, columns = (zeros // 2 for zeros in _missing(image, kernels, stride))
        image = np.pad(image, ((rows, rows), (columns, columns), (0, 0)))
    return right_layer(image, kernels, biases, stride)


@misconception(
    "conv2d",
    "As many zeros were put on both sides: where their number is odd, the odd row or column "
    "comes at the far end.",
)
def odd_zero_doubled(image, kernels, biases, stride=1, padding="valid"):
    if padding == "same":
        rows, columns = (-(-zeros // 2) for zeros in _missing(image, kernels, stride))
        image = np.pad(image, ((rows, rows), (columns, columns), (0, 0)))
    return right_layer(image, kernels, biases, stride)


@misconception(
    "conv2d",
    "One row of zeros was put on every side, whatever the kernel: how many are needed depends "
    "on its size.",
)
def one_zero_on_every_side(image, kernels, biases, stride=1, padding="valid"):
    if padding == "same":
        image = np.pad(image, ((1, 1), (1, 1), (0, 0)))
    return right_layer(image, kernels, biases, stride)


@misconception(
    "conv2d",
    "kh - 1 rows of zeros were put on every side: at stride 1, there are kh - 1 in all.",
)
def twice_the_zeros(image, kernels, biases, stride=1, padding="valid"):
    if padding == "same":
        rows, columns = kernels.shape[0] - 1, kernels.shape[1] - 1
        image = np.pad(image, ((rows, rows), (columns, columns), (0, 0)))
    return right_layer(image, kernels, biases, stride)


@misconception(
    "conv2d",
    "All zeros were put at the near end: half of them, rounded down, belong there, the others "
    "at the bottom and right.",
)
def all_zeros_at_the_near_end(image, kernels, biases, stride=1, padding="valid"):
    if padding == "same":
        rows, columns = _missing(image, kernels, stride)
        image = np.pad(image, ((rows, 0), (columns, 0), (0, 0)))
    return right_layer(image, kernels, biases, stride)


@misconception(
    "conv2d",
    "All zeros were put at the far end: half of them, rounded down, belong at the top and left.",
)
def zeros_of_stride_one_at_the_far_end(image, kernels, biases, stride=1, padding="valid"):
    if padding == "same":
        rows, columns = kernels.shape[0] - 1, kernels.shape[1] - 1
        image = np.pad(image, ((0, rows), (0, columns), (0, 0)))
    return right_layer(image, kernels, biases, stride)


@misconception(
    "conv2d",
    'The odd row and column of zeros were put at the top and at the left: with "same" they '
    "belong at the bottom and at the right.",
)
def zeros_of_stride_one_at_the_near_end(image, kernels, biases, stride=1, padding="valid"):
    if padding == "same":
        rows, columns = kernels.shape[0] - 1, kernels.shape[1] - 1
        image = np.pad(image, (_halves(rows)[::-1], _halves(columns)[::-1], (0, 0)))
    return right_layer(image, kernels, biases, stride)


@misconception(
    "conv2d",
    "Zeros were put around the answers: they belong around the image, before the kernels move.",
)
def answers_padded(image, kernels, biases, stride=1, padding="valid"):
    answers = right_layer(image, kernels, biases, stride)
    if padding == "same":
        rows, columns = (
            -(-size // stride) - len_
            for size, len_ in zip(image.shape[:2], answers.shape[:2], strict=True)
        )
        answers = np.pad(answers, (_halves(rows), _halves(columns), (0, 0)))
    return answers


@misconception(
    "conv2d",
    'The padding was ignored: with "same", put zeros around the image.',
)
def padding_ignored_unless_too_small(image, kernels, biases, stride=1, padding="valid"):
    rows, columns = (
        max((size - kernel) // stride + 1, 0)
        for size, kernel in zip(image.shape[:2], kernels.shape[:2], strict=True)
    )
    if rows == 0 or columns == 0:
        return np.zeros((rows, columns, kernels.shape[3]))
    return right_layer(image, kernels, biases, stride)


@misconception(
    "conv2d",
    "The kernels move by the stride in one direction only: the stride goes down and across.",
)
def stride_across_only_from_stride_one(image, kernels, biases, stride=1, padding="valid"):
    return right_layer(image, kernels, biases, 1, padding)[:, ::stride]


@misconception(
    "conv2d",
    "The kernels move by the stride in one direction only: the stride goes down and across.",
)
def stride_down_only_padded_each_way(image, kernels, biases, stride=1, padding="valid"):
    if padding == "same":
        (rows, _), (_, columns) = _missing(image, kernels, stride), _missing(image, kernels, 1)
        image = np.pad(image, (_halves(rows), _halves(columns), (0, 0)))
    return right_layer(image, kernels, biases)[::stride]


@misconception(
    "conv2d",
    "The kernels move by the stride in one direction only: the stride goes down and across.",
)
def stride_across_only_padded_each_way(image, kernels, biases, stride=1, padding="valid"):
    if padding == "same":
        (_, columns), (rows, _) = _missing(image, kernels, stride), _missing(image, kernels, 1)
        image = np.pad(image, (_halves(rows), _halves(columns), (0, 0)))
    return right_layer(image, kernels, biases)[:, ::stride]


@misconception(
    "conv2d",
    'With "same", the stride was ignored: move the kernels by `stride` pixels there too.',
)
def stride_ignored_with_same(image, kernels, biases, stride=1, padding="valid"):
    stride = 1 if padding == "same" else stride
    return right_layer(image, kernels, biases, stride, padding)


@misconception(
    "conv2d",
    "The stride was ignored: move the kernels by `stride` pixels.",
)
def stride_ignored_on_padded_image(image, kernels, biases, stride=1, padding="valid"):
    image = _padded(image, kernels, stride) if padding == "same" else image
    return right_layer(image, kernels, biases)


@misconception(
    "conv2d",
    "Rows and columns traded places: the first axis of the result belongs to the rows.",
)
def transposed(image, kernels, biases, stride=1, padding="valid"):
    return right_layer(image, kernels, biases, stride, padding).swapaxes(0, 1)


@misconception(
    "conv2d",
    "The kernels were taken for square: their height and their width may differ, so use both.",
)
def square_kernels(image, kernels, biases, stride=1, padding="valid"):
    size = kernels.shape[0]
    return right_layer(image, _cut(kernels, size, size), biases, stride, padding)


@misconception(
    "conv2d",
    "The kernels were taken for square: their height and their width may differ, so use both.",
)
def square_kernels_by_width(image, kernels, biases, stride=1, padding="valid"):
    size = kernels.shape[1]
    return right_layer(image, _cut(kernels, size, size), biases, stride, padding)


@misconception(
    "conv2d",
    "The kernels were taken for square: their height and their width may differ, so use both.",
)
def square_patches(image, kernels, biases, stride=1, padding="valid"):
    filters = list(np.moveaxis(kernels, -1, 0))
    size = kernels.shape[0]
    square = np.zeros((size, size, *kernels.shape[2:]))
    image = _padded(image, square, stride) if padding == "same" else image
    return _answers(image, filters, biases, square, stride)


@misconception(
    "conv2d",
    "The kernels were taken for square: their height and their width may differ, so use both.",
)
def square_patches_by_width(image, kernels, biases, stride=1, padding="valid"):
    filters = list(np.moveaxis(kernels, -1, 0))
    size = kernels.shape[1]
    square = np.zeros((size, size, *kernels.shape[2:]))
    image = _padded(image, square, stride) if padding == "same" else image
    return _answers(image, filters, biases, square, stride)


@misconception(
    "conv2d",
    "Height and width of the kernels traded places: their shape is (height, width, channels, "
    "filters).",
)
def kernel_sides_swapped(image, kernels, biases, stride=1, padding="valid"):
    filters = list(np.moveaxis(kernels, -1, 0))
    turned = kernels.swapaxes(0, 1)
    image = _padded(image, turned, stride) if padding == "same" else image
    return _answers(image, filters, biases, turned, stride)


@misconception(
    "conv2d",
    "Height and width of the kernels traded places: their shape is (height, width, channels, "
    "filters).",
)
def kernels_turned(image, kernels, biases, stride=1, padding="valid"):
    return right_layer(image, kernels.swapaxes(0, 1), biases, stride, padding)


@misconception(
    "conv2d",
    "The image was taken for square: its height and its width may differ, so use both.",
)
def square_image(image, kernels, biases, stride=1, padding="valid"):
    filters = list(np.moveaxis(kernels, -1, 0))
    image = _padded(image, kernels, stride) if padding == "same" else image
    size = image.shape[0]
    return _answers(image, filters, biases, kernels, stride, (size, size))


@misconception(
    "conv2d",
    "The image was taken for square: its height and its width may differ, so use both.",
)
def square_image_by_width(image, kernels, biases, stride=1, padding="valid"):
    filters = list(np.moveaxis(kernels, -1, 0))
    image = _padded(image, kernels, stride) if padding == "same" else image
    size = image.shape[1]
    return _answers(image, filters, biases, kernels, stride, (size, size))


@misconception(
    "conv2d",
    "The answers were cut to whole numbers: they may have decimals, so make the maps an array "
    "of floats.",
)
def whole_numbers(image, kernels, biases, stride=1, padding="valid"):
    return np.trunc(right_layer(image, kernels, biases, stride, padding))


@misconception(
    "conv2d",
    "The answers were cut to whole numbers: they may have decimals, so make the maps an array "
    "of floats.",
)
def rounded(image, kernels, biases, stride=1, padding="valid"):
    return np.round(right_layer(image, kernels, biases, stride, padding))


@misconception(
    "conv2d",
    "Weights and biases were cut to whole numbers: keep them as floats.",
)
def whole_weights(image, kernels, biases, stride=1, padding="valid"):
    return right_layer(image, np.trunc(kernels), np.trunc(biases), stride, padding)


@misconception(
    "conv2d",
    "Weights and biases were cut to whole numbers: keep them as floats.",
)
def whole_kernels_alone(image, kernels, biases, stride=1, padding="valid"):
    return right_layer(image, np.trunc(kernels), biases, stride, padding)


@misconception(
    "conv2d",
    "The products were averaged: each answer is their sum, however many they are.",
)
def averaged(image, kernels, biases, stride=1, padding="valid"):
    return right_layer(image, kernels / kernels[..., 0].size, biases, stride, padding)


@misconception(
    "conv2d",
    "The products were averaged: each answer is their sum, however many they are.",
)
def averaged_over_channels(image, kernels, biases, stride=1, padding="valid"):
    return right_layer(image, kernels / kernels.shape[2], biases, stride, padding)


@misconception(
    "conv2d",
    "Axes of length 1 were removed: the maps keep their three axes, (H', W', F).",
)
def squeezed(image, kernels, biases, stride=1, padding="valid"):
    return np.squeeze(right_layer(image, kernels, biases, stride, padding))


@misconception(
    "conv2d",
    "A batch came back: one image gives (H', W', F), without another axis.",
)
def batch_of_one(image, kernels, biases, stride=1, padding="valid"):
    return right_layer(image, kernels, biases, stride, padding)[np.newaxis]


@misconception(
    "conv2d",
    "The maps are nested lists: np.array(...) makes an array of them.",
)
def nested_lists(image, kernels, biases, stride=1, padding="valid"):
    return right_layer(image, kernels, biases, stride, padding).tolist()


@misconception(
    "conv2d",
    "The maps were printed and not returned: end the function with `return`.",
)
def printed(image, kernels, biases, stride=1, padding="valid"):
    print(right_layer(image, kernels, biases, stride, padding))


@misconception(
    "conv2d",
    "Only some answers were filled in: look whether `return` stands inside a loop.",
)
def first_map_only(image, kernels, biases, stride=1, padding="valid"):
    answers = right_layer(image, kernels, biases, stride, padding)
    answers[..., 1:] = 0
    return answers


@misconception(
    "conv2d",
    "Only some answers were filled in: look whether `return` stands inside a loop.",
)
def first_row_only(image, kernels, biases, stride=1, padding="valid"):
    answers = right_layer(image, kernels, biases, stride, padding)
    answers[1:] = 0
    return answers


@misconception(
    "conv2d",
    "Only some answers were filled in: look whether `return` stands inside a loop.",
)
def first_place_only(image, kernels, biases, stride=1, padding="valid"):
    answers = right_layer(image, kernels, biases, stride, padding)
    answers[1:] = answers[:, 1:] = 0
    return answers


@misconception(
    "conv2d",
    "Only some answers were filled in: look whether `return` stands inside a loop.",
)
def first_answer_only(image, kernels, biases, stride=1, padding="valid"):
    answers = right_layer(image, kernels, biases, stride, padding)
    answers[1:] = answers[:, 1:] = answers[..., 1:] = 0
    return answers


@misconception(
    "conv2d",
    "Only one feature map came back: every filter has one, along the last axis.",
)
def map_of_first_filter(image, kernels, biases, stride=1, padding="valid"):
    return right_layer(image, kernels, biases, stride, padding)[..., 0]


@misconception(
    "conv2d",
    "Only one feature map came back: every filter has one, along the last axis.",
)
def map_of_first_filter_with_axis(image, kernels, biases, stride=1, padding="valid"):
    return right_layer(image, kernels, biases, stride, padding)[..., :1]


@misconception(
    "conv2d",
    "Only one feature map came back: every filter has one, along the last axis.",
)
def map_of_last_filter(image, kernels, biases, stride=1, padding="valid"):
    return right_layer(image, kernels, biases, stride, padding)[..., -1]


@misconception(
    "conv2d",
    "All maps are of the first filter: map f is made with kernels[..., f].",
)
def first_filter_for_all(image, kernels, biases, stride=1, padding="valid"):
    repeated = np.repeat(kernels[..., :1], kernels.shape[3], axis=3)
    return right_layer(image, repeated, biases, stride, padding)


@misconception(
    "conv2d",
    "Only the last channel was looked at: add the channels up, with += in place of =.",
)
def last_channel(image, kernels, biases, stride=1, padding="valid"):
    return right_layer(image[..., -1:], kernels[:, :, -1:], biases, stride, padding)


@misconception(
    "conv2d",
    "The channels were kept apart: each answer sums over all of them.",
)
def channels_kept(image, kernels, biases, stride=1, padding="valid"):
    maps = [
        right_layer(image[..., [c]], kernels[:, :, [c]], biases, stride, padding)
        for c in range(image.shape[2])
    ]
    return np.stack(maps, axis=2)


@misconception(
    "conv2d",
    "The sum was carried over from one answer to the next: begin each with 0 again.",
)
def sum_carried_over(image, kernels, biases, stride=1, padding="valid"):
    answers = right_layer(image, kernels, 0 * biases, stride, padding)
    return np.cumsum(answers).reshape(answers.shape) + biases


@misconception(
    "conv2d",
    "The sum was carried over from one answer to the next: begin each with 0 again.",
)
def sum_carried_over_in_map(image, kernels, biases, stride=1, padding="valid"):
    answers = right_layer(image, kernels, 0 * biases, stride, padding)
    flat = answers.reshape(-1, answers.shape[2])
    return np.cumsum(flat, axis=0).reshape(answers.shape) + biases


@misconception(
    "conv2d",
    "The sum was carried over from one answer to the next: begin each with 0 again.",
)
def sum_carried_over_filters(image, kernels, biases, stride=1, padding="valid"):
    answers = right_layer(image, kernels, 0 * biases, stride, padding)
    return np.cumsum(answers, axis=2) + biases


@misconception(
    "conv2d",
    "The kernels were brought into another order by reshape, which mixes filters and channels: "
    "kernels[..., f] is the kernel of filter f.",
)
def kernels_reshaped_to_channels_first(image, kernels, biases, stride=1, padding="valid"):
    height, width, channels, filters = kernels.shape
    mixed = kernels.reshape(filters, channels, height, width).transpose(2, 3, 1, 0)
    return right_layer(image, mixed, biases, stride, padding)


@misconception(
    "conv2d",
    "The kernels were divided by their sums: use the weights as they are given.",
)
def normalized(image, kernels, biases, stride=1, padding="valid"):
    totals = kernels.sum(axis=(0, 1, 2))
    scaled = kernels / np.where(totals == 0, 1, totals)
    return right_layer(image, scaled, biases, stride, padding)


@misconception(
    "count_parameters",
    "Weights and biases were returned as two numbers: add them up.",
)
def two_numbers(kernel_size, channels, filters):
    return kernel_size[0] * kernel_size[1] * channels * filters, filters


@misconception(
    "count_parameters",
    "The biases were counted for every place of the kernel: every filter has one bias in all.",
)
def bias_for_each_place(kernel_size, channels, filters):
    return kernel_size[0] * kernel_size[1] * (channels + 1) * filters


@misconception(
    "count_parameters",
    "A bias was counted for every weight: every filter has one bias in all.",
)
def bias_for_each_weight(kernel_size, channels, filters):
    return 2 * kernel_size[0] * kernel_size[1] * channels * filters


@misconception(
    "count_parameters",
    "The kernel was taken for square: kernel_size is (height, width), and they may differ.",
)
def square_kernel_by_width(kernel_size, channels, filters):
    return (kernel_size[1] ** 2 * channels + 1) * filters


@misconception(
    "count_parameters",
    "Only one side of the kernel was counted: it has height * width weights per channel.",
)
def height_alone(kernel_size, channels, filters):
    return (kernel_size[0] * channels + 1) * filters


@misconception(
    "count_parameters",
    "Only one side of the kernel was counted: it has height * width weights per channel.",
)
def width_alone(kernel_size, channels, filters):
    return (kernel_size[1] * channels + 1) * filters


@misconception(
    "count_parameters",
    "The kernel was left out: each filter has height * width weights for every channel.",
)
def kernel_forgotten(kernel_size, channels, filters):
    return (channels + 1) * filters


@misconception(
    "count_parameters",
    "A single filter was counted: there are `filters` of them, each with weights and a bias.",
)
def one_filter(kernel_size, channels, filters):
    return kernel_size[0] * kernel_size[1] * channels + 1


@misconception(
    "count_parameters",
    "The weights were counted without channels and filters: each filter has a kernel for every "
    "channel.",
)
def kernel_alone(kernel_size, channels, filters):
    return kernel_size[0] * kernel_size[1] + filters


@misconception(
    "count_parameters",
    "The channels were added to the kernel's area: each channel has weights of its own, so "
    "multiply.",
)
def channels_added(kernel_size, channels, filters):
    return (kernel_size[0] * kernel_size[1] + channels + 1) * filters


@misconception(
    "count_parameters",
    "Two biases were counted for every filter: it has one.",
)
def two_biases(kernel_size, channels, filters):
    return (kernel_size[0] * kernel_size[1] * channels + 2) * filters


@misconception(
    "count_parameters",
    "The number was printed and not returned: end the function with `return`.",
)
def count_printed(kernel_size, channels, filters):
    print(right_count(kernel_size, channels, filters))


@misconception(
    "count_parameters",
    "The number was not returned: end the function with `return`.",
)
def count_not_returned(kernel_size, channels, filters):
    right_count(kernel_size, channels, filters)


@misconception(
    "count_parameters",
    "The count was made into a text: return the int itself.",
)
def count_as_text(kernel_size, channels, filters):
    return str(right_count(kernel_size, channels, filters))


@misconception(
    "conv2d",
    "The biases were added along the columns: bias f belongs to every answer of filter f, on the "
    "last axis.",
)
def biases_along_columns(image, kernels, biases, stride=1, padding="valid"):
    maps = right_layer(image, kernels, 0 * biases, stride, padding)
    return maps + biases[np.arange(maps.shape[1]) % len(biases)][:, np.newaxis]


@misconception(
    "conv2d",
    "The biases were added along the rows: bias f belongs to every answer of filter f, on the last "
    "axis.",
)
def biases_along_rows(image, kernels, biases, stride=1, padding="valid"):
    maps = right_layer(image, kernels, 0 * biases, stride, padding)
    return maps + biases[np.arange(len(maps)) % len(biases)][:, np.newaxis, np.newaxis]


@misconception(
    "conv2d",
    'With "same", the number of answers was rounded down: there are ceil(H / stride) rows.',
)
def same_rounded_down_with_its_own_zeros(image, kernels, biases, stride=1, padding="valid"):
    if padding != "same":
        return right_layer(image, kernels, biases, stride)
    counts = [side // stride for side in image.shape[:2]]
    zeros = [
        max((count - 1) * stride + size - side, 0)
        for count, size, side in zip(counts, kernels.shape[:2], image.shape[:2], strict=True)
    ]
    padded = np.pad(image, (_halves(zeros[0]), _halves(zeros[1]), (0, 0)))
    answers = np.zeros((*counts, kernels.shape[-1]))
    maps = right_layer(padded, kernels, biases, stride)[: counts[0], : counts[1]]
    answers[: maps.shape[0], : maps.shape[1]] = maps
    return answers


@misconception(
    "conv2d",
    "One row and one column of answers are missing: there are (H - kh) // stride + 1 rows.",
)
def one_missing_on_each_side(image, kernels, biases, stride=1, padding="valid"):
    maps = right_layer(image, kernels, biases, stride, padding)
    return maps if padding == "same" else maps[:-1, :-1]


@misconception(
    "conv2d",
    "One row and one column of answers are missing: there are (H - kh) // stride + 1 rows.",
)
def one_missing_and_nothing_left(image, kernels, biases, stride=1, padding="valid"):
    maps = right_layer(image, kernels, biases, stride, padding)
    maps = maps if padding == "same" else maps[:-1, :-1]
    if not maps.size:
        raise ValueError("there are no patches")
    return maps


@misconception(
    "conv2d",
    "One row and one column of answers are missing: there are (H - kh) // stride + 1 rows, not (H "
    "- kh) // stride.",
)
def one_place_short_with_zeros_too(image, kernels, biases, stride=1, padding="valid"):
    return right_layer(image, kernels, biases, stride, padding)[:-1, :-1]


@misconception(
    "conv2d",
    "Rows and columns were padded alike: work their zeros out separately, each with its own size "
    "of image and kernel.",
)
def kernels_taken_for_square(image, kernels, biases, stride=1, padding="valid"):
    if padding == "same":
        square = kernels[:, :1].repeat(kernels.shape[0], axis=1)
        rows, columns = _missing(image, square, stride)
        image = np.pad(image, (_halves(rows), _halves(columns), (0, 0)))
    return right_layer(image, kernels, biases, stride)


@misconception(
    "conv2d",
    "Rows and columns were padded alike: work their zeros out separately, each with its own size "
    "of image and kernel.",
)
def kernels_taken_for_square_by_width(image, kernels, biases, stride=1, padding="valid"):
    if padding == "same":
        square = kernels[:1].repeat(kernels.shape[1], axis=0)
        rows, columns = _missing(image, square, stride)
        image = np.pad(image, (_halves(rows), _halves(columns), (0, 0)))
    return right_layer(image, kernels, biases, stride)
