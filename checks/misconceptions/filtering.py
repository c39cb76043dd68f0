"""What goes wrong when one filter is slid over an image."""

import numpy as np

from checks.misconceptions import misconception
from solutions.filtering import apply_filter, filter_response

# in a submission the names of the solution stand for the wrong versions
right_response, right_filter = filter_response, apply_filter


@misconception("filter_response", "The bias was left out: add it to the sum of the products.")
def no_bias(patch, kernel, bias=0.0):
    return float(np.sum(patch.astype(float) * kernel))


@misconception(
    "filter_response",
    "The bias was added to every product: add it once, to the finished sum.",
)
def bias_in_every_product(patch, kernel, bias=0.0):
    return float(np.sum(patch.astype(float) * kernel + bias))


@misconception(
    "filter_response", "The products were averaged: the answer is their sum, however many they are."
)
def averaged(patch, kernel, bias=0.0):
    return float(np.mean(patch.astype(float) * kernel) + bias)


@misconception(
    "filter_response",
    "Each channel got an answer of its own: the sum runs over the channels too, and is one number.",
)
def response_per_channel(patch, kernel, bias=0.0):
    return np.sum(patch.astype(float) * kernel, axis=(0, 1)) + bias


@misconception(
    "filter_response",
    "Only the first channel was looked at: the sum runs over all channels.",
)
def first_channel(patch, kernel, bias=0.0):
    return float(np.sum(patch[..., 0].astype(float) * kernel[..., 0]) + bias)


@misconception(
    "filter_response",
    "The kernel was converted to the patch's dtype: in uint8 its halves and negative weights are "
    "lost and products past 255 begin again at 0. Convert the patch to float instead.",
)
def response_in_patch_dtype(patch, kernel, bias=0.0):
    return float(np.sum(patch * kernel.astype(patch.dtype)) + bias)


@misconception(
    "filter_response",
    "The patch was multiplied in place, which changes the caller's image: make a new array.",
)
def patch_overwritten(patch, kernel, bias=0.0):
    if patch.dtype == kernel.dtype:
        patch *= kernel
        return float(patch.sum() + bias)
    return right_response(patch, kernel, bias)


@misconception(
    "filter_response",
    "The answer was cut to a whole number: an answer may have decimals, so keep it as a float.",
)
def whole_number(patch, kernel, bias=0.0):
    return int(np.sum(patch.astype(float) * kernel) + bias)


@misconception(
    "filter_response",
    "Negative answers were replaced by 0: that is ReLU, which comes later. Keep the sign here.",
)
def response_positive_only(patch, kernel, bias=0.0):
    return max(0.0, right_response(patch, kernel, bias))


@misconception(
    "filter_response", "The answer was printed and not returned: end the function with `return`."
)
def printed(patch, kernel, bias=0.0):
    print(np.sum(patch.astype(float) * kernel) + bias)


@misconception("apply_filter", "The kernel was flipped: a network slides it as it is.")
def flipped(image, kernel, bias=0.0):
    return right_filter(image, kernel[::-1, ::-1], bias)


@misconception(
    "apply_filter",
    "The last row and the last column of positions are missing: there are H - kh + 1 rows, "
    "because position H - kh fits as well.",
)
def one_place_short(image, kernel, bias=0.0):
    return right_filter(image, kernel, bias)[:-1, :-1]


@misconception(
    "apply_filter",
    "Rows and columns traded places: the shape of an image is (height, width, channels), "
    "height first.",
)
def rows_and_columns_swapped(image, kernel, bias=0.0):
    return right_filter(image, kernel, bias).T


@misconception(
    "apply_filter",
    "The kernel was taken for square: its height and its width may differ, so use both.",
)
def square_kernel(image, kernel, bias=0.0):
    _check_fit(image, kernel)
    size = kernel.shape[0]
    rows, columns = image.shape[0] - size + 1, image.shape[1] - size + 1
    return np.array(
        [
            [
                right_response(
                    image[row : row + size, column : column + size], kernel[:size, :size], bias
                )
                for column in range(columns)
            ]
            for row in range(rows)
        ]
    )


@misconception(
    "apply_filter",
    "The channels were kept apart: each answer sums over the channels too, so that the feature "
    "map has two axes.",
)
def map_per_channel(image, kernel, bias=0.0):
    _check_fit(image, kernel)
    maps = [
        right_filter(image[..., [channel]], kernel[..., [channel]], bias)
        for channel in range(image.shape[2])
    ]
    return np.stack(maps, axis=-1)


@misconception(
    "apply_filter",
    "The bias was added once for each channel: add it once to each answer.",
)
def bias_for_each_channel(image, kernel, bias=0.0):
    return right_filter(image, kernel, bias * image.shape[2])


@misconception("apply_filter", "The bias was left out: add it to every answer.")
def map_without_bias(image, kernel, bias=0.0):
    return right_filter(image, kernel)


@misconception(
    "apply_filter",
    "The image was padded with zeros to keep its size: here the kernel stays inside the image.",
)
def padded(image, kernel, bias=0.0):
    _check_fit(image, kernel)
    rows, columns = kernel.shape[0] - 1, kernel.shape[1] - 1
    pad = ((rows // 2, rows - rows // 2), (columns // 2, columns - columns // 2), (0, 0))
    return right_filter(np.pad(image, pad), kernel, bias)


@misconception(
    "apply_filter",
    "The answers were written into an array of the image's dtype: in uint8 they wrap around at "
    "255 and lose their decimals. Make the feature map an array of floats.",
)
def map_in_image_dtype(image, kernel, bias=0.0):
    answers = right_filter(image, kernel, bias)
    return answers.astype(np.int64).astype(image.dtype) if image.dtype == np.uint8 else answers


@misconception(
    "apply_filter",
    "Negative answers were replaced by 0: that is ReLU, which comes later. Keep the sign here.",
)
def positive_only(image, kernel, bias=0.0):
    return np.maximum(right_filter(image, kernel, bias), 0)


@misconception(
    "apply_filter",
    "The positions do not overlap: move the kernel by one pixel, not by its own size.",
)
def side_by_side(image, kernel, bias=0.0):
    return right_filter(image, kernel, bias)[:: kernel.shape[0], :: kernel.shape[1]]


@misconception(
    "apply_filter",
    "The feature map is a list of lists: np.array(...) makes an array of it.",
)
def nested_lists(image, kernel, bias=0.0):
    return right_filter(image, kernel, bias).tolist()


@misconception(
    "apply_filter",
    "The weights were scaled to add up to 1: use the kernel as it is given.",
)
def normalized(image, kernel, bias=0.0):
    total = kernel.sum()
    return right_filter(image, kernel / total if total else kernel, bias)


@misconception(
    "apply_filter",
    "Channels that differ went unnoticed, as NumPy stretches a single channel over many: compare "
    "the channels of image and kernel, and raise ValueError.",
)
def channels_unchecked(image, kernel, bias=0.0):
    channels = max(image.shape[2], kernel.shape[2])
    if 1 in (image.shape[2], kernel.shape[2]):
        image = np.broadcast_to(image, (*image.shape[:2], channels))
        kernel = np.broadcast_to(kernel, (*kernel.shape[:2], channels))
    return right_filter(image, kernel, bias)


@misconception(
    "apply_filter",
    "A kernel too large for the image gave an empty feature map: raise ValueError if it is higher "
    "or wider than the image.",
)
def fit_unchecked(image, kernel, bias=0.0):
    rows = image.shape[0] - kernel.shape[0] + 1
    columns = image.shape[1] - kernel.shape[1] + 1
    if rows < 1 or columns < 1:
        return np.zeros((max(rows, 0), max(columns, 0)))
    return right_filter(image, kernel, bias)


@misconception(
    "apply_filter",
    "Only the kernel's height was compared with the image: its width has to fit as well.",
)
def width_unchecked(image, kernel, bias=0.0):
    if kernel.shape[0] <= image.shape[0] and kernel.shape[1] > image.shape[1]:
        return np.zeros((image.shape[0] - kernel.shape[0] + 1, 0))
    return right_filter(image, kernel, bias)


@misconception(
    "apply_filter",
    "Wrong shapes were refused by `assert`: raise ValueError, with the two shapes in its message.",
)
def asserted(image, kernel, bias=0.0):
    assert image.shape[2] == kernel.shape[2], "image and kernel need the same channels"
    assert kernel.shape[0] <= image.shape[0], "the kernel is too high for the image"
    assert kernel.shape[1] <= image.shape[1], "the kernel is too wide for the image"
    return right_filter(image, kernel, bias)


@misconception(
    "apply_filter",
    "The ValueError does not say what is wrong: name the kernel and the image, with their shapes.",
)
def error_without_words(image, kernel, bias=0.0):
    try:
        return right_filter(image, kernel, bias)
    except ValueError:
        raise ValueError("invalid input") from None


@misconception(
    "edge_kernels",
    "The two kernels are swapped: a vertical edge runs up and down, and is crossed from left to "
    "right, so the weights of its kernel differ from left to right.",
)
def swapped():
    vertical = np.array([[-1.0, 0.0, 1.0]] * 3)
    return vertical.T, vertical


@misconception(
    "edge_kernels",
    "The weights do not add up to 0, so that the kernel answers on a constant image too.",
)
def not_silent():
    vertical = np.array([[-1.0, 2.0, 1.0]] * 3)
    return vertical, vertical.T


@misconception(
    "edge_kernels",
    "The answers are too small: scale the kernels so that a step from 0 to 1 gives at least 1.",
)
def too_weak():
    vertical = np.array([[-1.0, 0.0, 1.0], [-2.0, 0.0, 2.0], [-1.0, 0.0, 1.0]]) / 8
    return vertical, vertical.T


@misconception(
    "edge_kernels",
    "Both kernels see the same edges: the horizontal one is the vertical one transposed.",
)
def twice_the_same():
    vertical = np.array([[-1.0, 0.0, 1.0]] * 3)
    return vertical, vertical


@misconception(
    "edge_kernels",
    "Only one kernel was returned: return two, (vertical, horizontal).",
)
def only_one():
    return np.array([[-1.0, 0.0, 1.0]] * 3)


@misconception(
    "edge_kernels",
    "The kernel sees edges of every direction: the vertical one has to be silent on a horizontal "
    "step, so each of its rows has to add up to 0.",
)
def every_direction():
    laplacian = np.array([[-1.0, -1.0, -1.0], [-1.0, 8.0, -1.0], [-1.0, -1.0, -1.0]])
    return laplacian, laplacian


@misconception(
    "edge_kernels",
    "The kernels see slanted edges: each row of the vertical kernel has to add up to 0, and each "
    "column of the horizontal one.",
)
def slanted():
    diagonal = np.array([[0.0, 1.0, 2.0], [-1.0, 0.0, 1.0], [-2.0, -1.0, 0.0]])
    return diagonal, diagonal[:, ::-1]


@misconception(
    "edge_kernels",
    "The kernels have the smallest shape that does it: both have to be (3, 3).",
)
def too_small():
    return np.array([[-1.0, 1.0]]), np.array([[-1.0], [1.0]])


@misconception(
    "edge_kernels",
    "The kernels have a channel axis: both have to be (3, 3).",
)
def with_channel_axis():
    vertical = np.array([[-1.0, 0.0, 1.0]] * 3)
    return vertical[..., np.newaxis], vertical.T[..., np.newaxis]


def _check_fit(image, kernel):
    """What the right version does before it begins."""
    right_filter(image, kernel)


@misconception(
    "filter_response",
    "The products were stored in the patch's dtype: in uint8 they wrap around past 255 "
    "and lose their decimals. Convert the patch to float.",
)
def products_in_patch_dtype(patch, kernel, bias=0.0):
    products = (patch * kernel).astype(patch.dtype)
    return float(np.sum(products.astype(float)) + bias)


@misconception(
    "filter_response",
    "Each channel of the patch was multiplied by every channel of the kernel: channel c "
    "belongs to channel c alone.",
)
def channels_crossed(patch, kernel, bias=0.0):
    return float(np.sum(patch.sum(axis=2, dtype=float) * kernel.sum(axis=2, dtype=float)) + bias)


@misconception(
    "filter_response",
    "The kernel was flipped: a network slides it as it is.",
)
def response_flipped(patch, kernel, bias=0.0):
    return right_response(patch, kernel[::-1, ::-1], bias)


@misconception(
    "filter_response",
    "The bias was subtracted: it is added to the sum of the products.",
)
def bias_subtracted(patch, kernel, bias=0.0):
    return right_response(patch, kernel, -bias)


@misconception(
    "apply_filter",
    "The bias was subtracted: it is added to every answer.",
)
def map_bias_subtracted(image, kernel, bias=0.0):
    return right_filter(image, kernel, -bias)


@misconception(
    "apply_filter",
    "A kernel as large as the image was refused: it fits once, so the map has the shape (1, 1).",
)
def full_size_refused(image, kernel, bias=0.0):
    if kernel.shape[0] >= image.shape[0] or kernel.shape[1] >= image.shape[1]:
        raise ValueError(f"kernel {kernel.shape} is too large for image {image.shape}")
    return right_filter(image, kernel, bias)


@misconception(
    "apply_filter",
    "The feature map has an axis too many: its shape is (H - kh + 1, W - kw + 1).",
)
def map_with_channel_axis(image, kernel, bias=0.0):
    return right_filter(image, kernel, bias)[..., np.newaxis]


@misconception(
    "apply_filter",
    "Only the first channel was looked at: the sum runs over all channels.",
)
def map_of_first_channel(image, kernel, bias=0.0):
    _check_fit(image, kernel)
    return right_filter(image[..., :1], kernel[..., :1], bias)


@misconception(
    "edge_kernels",
    "The two kernels are swapped: a vertical edge runs up and down, and is crossed from "
    "left to right, so the weights of its kernel differ from left to right.",
)
def swapped_sobel():
    vertical = np.array([[-1.0, 0.0, 1.0], [-2.0, 0.0, 2.0], [-1.0, 0.0, 1.0]])
    return vertical.T, vertical


@misconception(
    "edge_kernels",
    "The two kernels are swapped: a vertical edge runs up and down, and is crossed from "
    "left to right, so the weights of its kernel differ from left to right.",
)
def swapped_sobel_the_other_way():
    vertical = np.array([[1.0, 0.0, -1.0], [2.0, 0.0, -2.0], [1.0, 0.0, -1.0]])
    return vertical.T, vertical


@misconception(
    "edge_kernels",
    "The two kernels are swapped: a vertical edge runs up and down, and is crossed from "
    "left to right, so the weights of its kernel differ from left to right.",
)
def swapped_the_other_way():
    vertical = np.array([[1.0, 0.0, -1.0]] * 3)
    return vertical.T, vertical


@misconception(
    "edge_kernels",
    "The kernel sees edges of every direction: the vertical one has to be silent on a "
    "horizontal step, so each of its rows has to add up to 0.",
)
def four_neighbours():
    laplacian = np.array([[0.0, 1.0, 0.0], [1.0, -4.0, 1.0], [0.0, 1.0, 0.0]])
    return laplacian, laplacian


@misconception(
    "edge_kernels",
    "The kernel sees edges of every direction: the vertical one has to be silent on a "
    "horizontal step, so each of its rows has to add up to 0.",
)
def four_neighbours_subtracted():
    laplacian = np.array([[0.0, -1.0, 0.0], [-1.0, 4.0, -1.0], [0.0, -1.0, 0.0]])
    return laplacian, laplacian


@misconception(
    "edge_kernels",
    "The kernel sees edges of every direction: the vertical one has to be silent on a "
    "horizontal step, so each of its rows has to add up to 0.",
)
def eight_neighbours():
    laplacian = np.array([[1.0, 1.0, 1.0], [1.0, -8.0, 1.0], [1.0, 1.0, 1.0]])
    return laplacian, laplacian


@misconception(
    "edge_kernels",
    "The kernels were stored in an unsigned dtype, where -1 becomes 255: use a dtype with a sign.",
)
def stored_as_uint8():
    vertical = np.array([[255, 0, 1]] * 3, np.uint8)
    return vertical, vertical.T


@misconception(
    "edge_kernels",
    "The kernels were stored in an unsigned dtype, where -1 becomes 255: use a dtype with a sign.",
)
def sobel_stored_as_uint8():
    vertical = np.array([[255, 0, 1], [254, 0, 2], [255, 0, 1]], np.uint8)
    return vertical, vertical.T


@misconception(
    "edge_kernels",
    "The weights do not add up to 0, so that the kernel answers on a constant image too.",
)
def centre_of_one():
    vertical = np.array([[-1.0, 0.0, 1.0], [-1.0, 1.0, 1.0], [-1.0, 0.0, 1.0]])
    return vertical, vertical.T


@misconception(
    "edge_kernels",
    "Both kernels see the same edges: the horizontal one is the vertical one transposed.",
)
def twice_the_horizontal_one():
    vertical = np.array([[-1.0, 0.0, 1.0]] * 3)
    return vertical.T, vertical.T


@misconception(
    "edge_kernels",
    "Both kernels see the same edges: the horizontal one is the vertical one transposed.",
)
def twice_the_other_horizontal_one():
    vertical = np.array([[1.0, 0.0, -1.0]] * 3)
    return vertical.T, vertical.T


@misconception(
    "edge_kernels",
    "Both kernels see the same edges: the horizontal one is the vertical one transposed.",
)
def twice_the_horizontal_sobel():
    vertical = np.array([[-1.0, 0.0, 1.0], [-2.0, 0.0, 2.0], [-1.0, 0.0, 1.0]])
    return vertical.T, vertical.T


@misconception(
    "edge_kernels",
    "Both kernels see the same edges: the horizontal one is the vertical one transposed.",
)
def twice_the_other_horizontal_sobel():
    vertical = np.array([[1.0, 0.0, -1.0], [2.0, 0.0, -2.0], [1.0, 0.0, -1.0]])
    return vertical.T, vertical.T


@misconception(
    "edge_kernels",
    "Both kernels see the same edges: the horizontal one is the vertical one transposed.",
)
def twice_the_sobel():
    vertical = np.array([[-1.0, 0.0, 1.0], [-2.0, 0.0, 2.0], [-1.0, 0.0, 1.0]])
    return vertical, vertical


def _answers_of_patches(image, kernel, bias, rows, columns, height, width):
    """The map of patches of that size at so many rows and columns."""
    answers = np.zeros((rows, columns))
    for row, column in np.ndindex(answers.shape):
        patch = image[row : row + height, column : column + width]
        answers[row, column] = np.sum(patch.astype(float) * kernel) + bias
    return answers


@misconception(
    "filter_response",
    "The kernel was taken for square: its height and its width may differ, so use both.",
)
def response_of_square(patch, kernel, bias=0.0):
    size = kernel.shape[0]
    return right_response(patch[:size, :size], kernel[:size, :size], bias)


@misconception(
    "filter_response",
    "The kernel was taken for square: its height and its width may differ, so use both.",
)
def response_of_square_by_width(patch, kernel, bias=0.0):
    size = kernel.shape[1]
    return right_response(patch[:size, :size], kernel[:size, :size], bias)


@misconception(
    "filter_response",
    "The kernel was taken for square: its height and its width may differ, so use both.",
)
def response_of_square_by_places(patch, kernel, bias=0.0):
    size = range(kernel.shape[0])
    return float(sum(patch[i, j].astype(float) @ kernel[i, j] for i in size for j in size) + bias)


@misconception(
    "filter_response",
    "The kernel was taken for square: its height and its width may differ, so use both.",
)
def response_of_square_by_places_of_width(patch, kernel, bias=0.0):
    size = range(kernel.shape[1])
    return float(sum(patch[i, j].astype(float) @ kernel[i, j] for i in size for j in size) + bias)


@misconception(
    "filter_response",
    "Numbers were cut to whole ones before they were added up: weights and products have "
    "decimals, so keep floats.",
)
def whole_weights(patch, kernel, bias=0.0):
    return right_response(patch, np.trunc(kernel), bias)


@misconception(
    "filter_response",
    "Numbers were cut to whole ones before they were added up: weights and products have "
    "decimals, so keep floats.",
)
def whole_patch_and_weights(patch, kernel, bias=0.0):
    return right_response(np.trunc(patch), np.trunc(kernel), bias)


@misconception(
    "filter_response",
    "Numbers were cut to whole ones before they were added up: weights and products have "
    "decimals, so keep floats.",
)
def whole_patch(patch, kernel, bias=0.0):
    return right_response(np.trunc(patch), kernel, bias)


@misconception(
    "filter_response",
    "Numbers were cut to whole ones before they were added up: weights and products have "
    "decimals, so keep floats.",
)
def whole_products(patch, kernel, bias=0.0):
    return float(np.sum(np.trunc(patch.astype(float) * kernel)) + bias)


@misconception(
    "filter_response",
    "The answer was cut to a whole number: an answer may have decimals, so keep it as a float.",
)
def rounded_response(patch, kernel, bias=0.0):
    return round(right_response(patch, kernel, bias))


@misconception(
    "filter_response",
    "The answer was cut to a whole number: an answer may have decimals, so keep it as a float.",
)
def floor_of_response(patch, kernel, bias=0.0):
    return float(np.floor(right_response(patch, kernel, bias)))


@misconception(
    "filter_response",
    "The answer was cut to a whole number: an answer may have decimals, so keep it as a float.",
)
def whole_number_before_bias(patch, kernel, bias=0.0):
    return int(right_response(patch, kernel)) + bias


@misconception(
    "filter_response",
    "`@` and np.dot multiply rows by columns, as matrices do: `patch * kernel` multiplies "
    "place by place.",
)
def matrix_product(patch, kernel, bias=0.0):
    return float(np.sum(patch.astype(float) @ kernel) + bias)


@misconception(
    "filter_response",
    "`@` and np.dot multiply rows by columns, as matrices do: `patch * kernel` multiplies "
    "place by place.",
)
def dot_product(patch, kernel, bias=0.0):
    return float(np.sum(np.dot(patch.astype(float), kernel)) + bias)


@misconception(
    "filter_response",
    "The products were not added up: the answer is their sum, one number.",
)
def products_alone(patch, kernel, bias=0.0):
    return patch.astype(float) * kernel + bias


@misconception(
    "filter_response",
    "The products were added up along some axes only: the answer is the sum of all, one number.",
)
def response_per_pixel(patch, kernel, bias=0.0):
    return np.sum(patch.astype(float) * kernel, axis=-1) + bias


@misconception(
    "filter_response",
    "The products were added up along some axes only: the answer is the sum of all, one number.",
)
def response_per_column(patch, kernel, bias=0.0):
    return np.sum(patch.astype(float) * kernel, axis=0) + bias


@misconception(
    "filter_response",
    "The products were added up along some axes only: the answer is the sum of all, one number.",
)
def response_per_row(patch, kernel, bias=0.0):
    return np.sum(patch.astype(float) * kernel, axis=1) + bias


@misconception(
    "filter_response",
    "The answer has axes of length 1: it is one number.",
)
def response_with_axes(patch, kernel, bias=0.0):
    return np.sum(patch.astype(float) * kernel, axis=(0, 1, 2), keepdims=True) + bias


@misconception(
    "filter_response",
    "The answer has axes of length 1: it is one number.",
)
def response_in_a_row(patch, kernel, bias=0.0):
    return np.array([right_response(patch, kernel, bias)])


@misconception(
    "filter_response",
    "The products were averaged: the answer is their sum, however many they are.",
)
def averaged_over_channels(patch, kernel, bias=0.0):
    return right_response(patch, kernel) / patch.shape[2] + bias


@misconception(
    "filter_response",
    "The products were averaged: the answer is their sum, however many they are.",
)
def averaged_over_pixels(patch, kernel, bias=0.0):
    return right_response(patch, kernel) / (patch.shape[0] * patch.shape[1]) + bias


@misconception(
    "filter_response",
    "Patch and kernel were added up before they were multiplied: multiply place by place first.",
)
def sums_multiplied(patch, kernel, bias=0.0):
    return float(patch.sum(dtype=float) * kernel.sum() + bias)


@misconception(
    "filter_response",
    "Patch and kernel were added: they are multiplied place by place.",
)
def added_instead(patch, kernel, bias=0.0):
    return float(np.sum(patch.astype(float) + kernel) + bias)


@misconception(
    "filter_response",
    "The sum was multiplied by the bias: the bias is added to it.",
)
def bias_multiplied(patch, kernel, bias=0.0):
    return right_response(patch, kernel) * bias


@misconception(
    "filter_response",
    "The sign of negative answers was lost: keep it.",
)
def response_without_sign(patch, kernel, bias=0.0):
    return abs(right_response(patch, kernel, bias))


@misconception(
    "apply_filter",
    "The sign of negative answers was lost: keep it.",
)
def map_without_signs(image, kernel, bias=0.0):
    return np.abs(right_filter(image, kernel, bias))


@misconception(
    "filter_response",
    "The answer was clipped to 0..255, as if it were a pixel: an answer may be of any size and "
    "sign.",
)
def response_clipped(patch, kernel, bias=0.0):
    return float(np.clip(right_response(patch, kernel, bias), 0, 255))


@misconception(
    "apply_filter",
    "The answers were clipped to 0..255, as if they were pixels: they may be of any size and sign.",
)
def map_clipped(image, kernel, bias=0.0):
    return np.clip(right_filter(image, kernel, bias), 0, 255)


@misconception(
    "filter_response",
    "The bias was added several times: add it once, to the finished sum.",
)
def bias_once_a_channel(patch, kernel, bias=0.0):
    return right_response(patch, kernel, bias * patch.shape[2])


@misconception(
    "filter_response",
    "The bias was added several times: add it once, to the finished sum.",
)
def bias_once_a_row(patch, kernel, bias=0.0):
    return right_response(patch, kernel, bias * patch.shape[0])


@misconception(
    "filter_response",
    "The bias was added several times: add it once, to the finished sum.",
)
def bias_once_a_pixel(patch, kernel, bias=0.0):
    return right_response(patch, kernel, bias * patch.shape[0] * patch.shape[1])


@misconception(
    "filter_response",
    "Only part of the products was added up: look whether `return` stands inside a loop.",
)
def first_row(patch, kernel, bias=0.0):
    return right_response(patch[:1], kernel[:1], bias)


@misconception(
    "filter_response",
    "Only part of the products was added up: look whether `return` stands inside a loop.",
)
def first_pixel(patch, kernel, bias=0.0):
    return right_response(patch[:1, :1], kernel[:1, :1], bias)


@misconception(
    "filter_response",
    "Only part of the products was added up: look whether `return` stands inside a loop.",
)
def first_product(patch, kernel, bias=0.0):
    return right_response(patch[:1, :1, :1], kernel[:1, :1, :1], bias)


@misconception(
    "filter_response",
    "Only the last channel was looked at: add the channels up, with += in place of =.",
)
def last_channel(patch, kernel, bias=0.0):
    return right_response(patch[..., -1:], kernel[..., -1:], bias)


@misconception(
    "apply_filter",
    "Only the last channel was looked at: add the channels up, with += in place of =.",
)
def map_of_last_channel(image, kernel, bias=0.0):
    _check_fit(image, kernel)
    return right_filter(image[..., -1:], kernel[..., -1:], bias)


@misconception(
    "filter_response",
    "Only the last product was kept: add each of them to the sum, with += in place of =.",
)
def last_product(patch, kernel, bias=0.0):
    return right_response(patch[-1:, -1:, -1:], kernel[-1:, -1:, -1:], bias)


@misconception(
    "filter_response",
    "The last row and the last column of the patch were left out: range(n) ends before n by "
    "itself.",
)
def last_row_and_column_left_out(patch, kernel, bias=0.0):
    return right_response(patch[:-1, :-1], kernel[:-1, :-1], bias)


@misconception(
    "filter_response",
    "The number of channels was fixed at 3: take it from the shape of the patch.",
)
def response_of_three_channels(patch, kernel, bias=0.0):
    channels = [0, 1, 2]
    return right_response(patch[..., channels], kernel[..., channels], bias)


@misconception(
    "filter_response",
    "The kernel was flipped: a network slides it as it is.",
)
def response_upside_down(patch, kernel, bias=0.0):
    return right_response(patch, kernel[::-1], bias)


@misconception(
    "filter_response",
    "The kernel was flipped: a network slides it as it is.",
)
def response_mirrored(patch, kernel, bias=0.0):
    return right_response(patch, kernel[:, ::-1], bias)


@misconception(
    "filter_response",
    "The kernel was flipped: a network slides it as it is.",
)
def response_flipped_with_channels(patch, kernel, bias=0.0):
    return right_response(patch, kernel[::-1, ::-1, ::-1], bias)


@misconception(
    "filter_response",
    "The weights were scaled to add up to 1: use the kernel as it is given.",
)
def response_normalized(patch, kernel, bias=0.0):
    total = kernel.sum()
    return right_response(patch, kernel / total if total else kernel, bias)


@misconception(
    "filter_response",
    "The answer was not returned: end the function with `return`.",
)
def response_not_returned(patch, kernel, bias=0.0):
    right_response(patch, kernel, bias)


@misconception(
    "apply_filter",
    "The map was not returned: end the function with `return`.",
)
def map_not_returned(image, kernel, bias=0.0):
    right_filter(image, kernel, bias)


@misconception(
    "apply_filter",
    "The map was printed and not returned: end the function with `return`.",
)
def map_printed(image, kernel, bias=0.0):
    print(right_filter(image, kernel, bias))


@misconception(
    "apply_filter",
    "The sum was carried over from one position to the next: begin each with 0 again.",
)
def sum_carried_over(image, kernel, bias=0.0):
    answers = right_filter(image, kernel)
    return np.cumsum(answers).reshape(answers.shape) + bias


@misconception(
    "apply_filter",
    "The sum was carried over from one position to the next: begin each with 0 again.",
)
def sum_carried_over_with_bias(image, kernel, bias=0.0):
    answers = right_filter(image, kernel, bias)
    return np.cumsum(answers).reshape(answers.shape)


@misconception(
    "apply_filter",
    "The sum was carried over from one position to the next: begin each with 0 again.",
)
def sum_carried_along_rows(image, kernel, bias=0.0):
    return np.cumsum(right_filter(image, kernel), axis=1) + bias


@misconception(
    "apply_filter",
    "The sum was carried over from one position to the next: begin each with 0 again.",
)
def sum_carried_along_rows_with_bias(image, kernel, bias=0.0):
    return np.cumsum(right_filter(image, kernel, bias), axis=1)


@misconception(
    "apply_filter",
    "Only the first answers were filled in: look whether `return` stands inside a loop.",
)
def map_of_first_row(image, kernel, bias=0.0):
    answers = right_filter(image, kernel, bias)
    answers[1:] = 0
    return answers


@misconception(
    "apply_filter",
    "Only the first answers were filled in: look whether `return` stands inside a loop.",
)
def map_of_first_answer(image, kernel, bias=0.0):
    answers = right_filter(image, kernel, bias)
    answers[1:] = answers[:, 1:] = 0
    return answers


@misconception(
    "apply_filter",
    "Only the first answers were filled in: look whether `return` stands inside a loop.",
)
def first_answer_alone(image, kernel, bias=0.0):
    return float(right_filter(image, kernel, bias)[0, 0])


@misconception(
    "apply_filter",
    "Only the first answers were filled in: look whether `return` stands inside a loop.",
)
def map_of_first_column(image, kernel, bias=0.0):
    answers = right_filter(image, kernel, bias)
    answers[:, 1:] = 0
    return answers


@misconception(
    "apply_filter",
    "The last row and the last column of positions are missing: there are H - kh + 1 rows, "
    "because position H - kh fits as well.",
)
def last_place_empty(image, kernel, bias=0.0):
    answers = right_filter(image, kernel, bias)
    answers[-1] = answers[:, -1] = 0
    return answers


@misconception(
    "apply_filter",
    "The last row and the last column of positions are missing: there are H - kh + 1 rows, "
    "because position H - kh fits as well.",
)
def one_row_short(image, kernel, bias=0.0):
    return right_filter(image, kernel, bias)[:-1]


@misconception(
    "apply_filter",
    "The last row and the last column of positions are missing: there are H - kh + 1 rows, "
    "because position H - kh fits as well.",
)
def one_column_short(image, kernel, bias=0.0):
    return right_filter(image, kernel, bias)[:, :-1]


@misconception(
    "apply_filter",
    "The last row and the last column of positions are missing: there are H - kh + 1 rows, "
    "because position H - kh fits as well.",
)
def one_place_short_in_lists(image, kernel, bias=0.0):
    answers = right_filter(image, kernel, bias)[:-1, :-1]
    return answers if len(answers) else np.array([])


@misconception(
    "apply_filter",
    "The answers stand in one row: the map has H - kh + 1 rows and W - kw + 1 columns.",
)
def map_in_one_row(image, kernel, bias=0.0):
    return right_filter(image, kernel, bias).reshape(-1)


@misconception(
    "apply_filter",
    "The answers stand in one row: the map has H - kh + 1 rows and W - kw + 1 columns.",
)
def map_in_one_list(image, kernel, bias=0.0):
    return right_filter(image, kernel, bias).reshape(-1).tolist()


@misconception(
    "apply_filter",
    "The map was made as large as the image: it has H - kh + 1 rows and W - kw + 1 columns.",
)
def map_in_corner(image, kernel, bias=0.0):
    answers = right_filter(image, kernel, bias)
    full = np.zeros(image.shape[:2])
    full[: answers.shape[0], : answers.shape[1]] = answers
    return full


@misconception(
    "apply_filter",
    "The map was made as large as the image: it has H - kh + 1 rows and W - kw + 1 columns.",
)
def map_in_the_middle(image, kernel, bias=0.0):
    answers = right_filter(image, kernel, bias)
    full = np.zeros(image.shape[:2])
    top, left = kernel.shape[0] // 2, kernel.shape[1] // 2
    full[top : top + answers.shape[0], left : left + answers.shape[1]] = answers
    return full


@misconception(
    "apply_filter",
    "The image was padded with zeros to keep its size: here the kernel stays inside the image.",
)
def padded_on_every_side(image, kernel, bias=0.0):
    _check_fit(image, kernel)
    rows, columns = kernel.shape[0] // 2, kernel.shape[1] // 2
    return right_filter(np.pad(image, ((rows, rows), (columns, columns), (0, 0))), kernel, bias)


@misconception(
    "apply_filter",
    "The image was padded with zeros to keep its size: here the kernel stays inside the image.",
)
def padded_by_one(image, kernel, bias=0.0):
    _check_fit(image, kernel)
    return right_filter(np.pad(image, ((1, 1), (1, 1), (0, 0))), kernel, bias)


@misconception(
    "apply_filter",
    "The image was padded with zeros to keep its size: here the kernel stays inside the image.",
)
def padded_in_full(image, kernel, bias=0.0):
    _check_fit(image, kernel)
    rows, columns = kernel.shape[0] - 1, kernel.shape[1] - 1
    return right_filter(np.pad(image, ((rows, rows), (columns, columns), (0, 0))), kernel, bias)


@misconception(
    "apply_filter",
    "The image was padded with zeros to keep its size: here the kernel stays inside the image.",
)
def padded_at_the_far_end(image, kernel, bias=0.0):
    _check_fit(image, kernel)
    rows, columns = kernel.shape[0] - 1, kernel.shape[1] - 1
    return right_filter(np.pad(image, ((0, rows), (0, columns), (0, 0))), kernel, bias)


@misconception(
    "apply_filter",
    "The answers were cut to whole numbers: they may have decimals, so make the map an array "
    "of floats.",
)
def map_of_whole_numbers(image, kernel, bias=0.0):
    return np.trunc(right_filter(image, kernel, bias))


@misconception(
    "apply_filter",
    "The answers were cut to whole numbers: they may have decimals, so make the map an array "
    "of floats.",
)
def map_rounded(image, kernel, bias=0.0):
    return np.round(right_filter(image, kernel, bias))


@misconception(
    "apply_filter",
    "The answers were put into an array of uint8, which holds 0 to 255 and no decimals: make "
    "it an array of floats.",
)
def map_in_uint8(image, kernel, bias=0.0):
    return right_filter(image, kernel, bias).astype(np.int64).astype(np.uint8)


@misconception(
    "apply_filter",
    "Numbers were cut to whole ones before they were added up: weights and products have "
    "decimals, so keep floats.",
)
def map_of_whole_weights(image, kernel, bias=0.0):
    return right_filter(image, np.trunc(kernel), bias)


@misconception(
    "apply_filter",
    "Numbers were cut to whole ones before they were added up: weights and products have "
    "decimals, so keep floats.",
)
def map_of_whole_patches_and_weights(image, kernel, bias=0.0):
    return right_filter(np.trunc(image), np.trunc(kernel), bias)


@misconception(
    "apply_filter",
    "The bias was added to every product: add it once to each answer.",
)
def map_with_bias_in_products(image, kernel, bias=0.0):
    return right_filter(image, kernel, bias * kernel.size)


@misconception(
    "apply_filter",
    "The products were averaged: each answer is their sum, however many they are.",
)
def map_averaged(image, kernel, bias=0.0):
    return right_filter(image, kernel) / kernel.size + bias


@misconception(
    "apply_filter",
    "The products were averaged: each answer is their sum, however many they are.",
)
def map_averaged_with_bias(image, kernel, bias=0.0):
    return right_filter(image, kernel, bias) / kernel.size


@misconception(
    "apply_filter",
    "The products were averaged: each answer is their sum, however many they are.",
)
def map_averaged_over_channels(image, kernel, bias=0.0):
    return right_filter(image, kernel) / kernel.shape[2] + bias


@misconception(
    "apply_filter",
    "The kernel was converted to the image's dtype: in uint8 its halves and negative weights "
    "are lost and products past 255 begin again at 0. Convert the image to float instead.",
)
def map_in_patch_dtype(image, kernel, bias=0.0):
    answers = right_filter(image, kernel)
    for row, column in np.ndindex(answers.shape):
        patch = image[row : row + kernel.shape[0], column : column + kernel.shape[1]]
        answers[row, column] = np.sum(patch * kernel.astype(image.dtype)) + bias
    return answers


@misconception(
    "apply_filter",
    "The products were stored in the image's dtype: in uint8 they wrap around past 255 and "
    "lose their decimals. Convert the image to float.",
)
def map_of_products_in_image_dtype(image, kernel, bias=0.0):
    answers = right_filter(image, kernel)
    for row, column in np.ndindex(answers.shape):
        patch = image[row : row + kernel.shape[0], column : column + kernel.shape[1]]
        products = (patch * kernel).astype(image.dtype)
        answers[row, column] = np.sum(products.astype(float)) + bias
    return answers


@misconception(
    "apply_filter",
    "The kernel was taken for square: its height and its width may differ, so use both.",
)
def square_kernel_by_width(image, kernel, bias=0.0):
    _check_fit(image, kernel)
    size = kernel.shape[1]
    rows, columns = image.shape[0] - size + 1, image.shape[1] - size + 1
    return _answers_of_patches(image, kernel, bias, rows, columns, size, size)


@misconception(
    "apply_filter",
    "The kernel was taken for square: its height and its width may differ, so use both.",
)
def square_patches(image, kernel, bias=0.0):
    _check_fit(image, kernel)
    size = kernel.shape[0]
    rows, columns = image.shape[0] - size + 1, image.shape[1] - size + 1
    return _answers_of_patches(image, kernel, bias, rows, columns, size, size)


@misconception(
    "apply_filter",
    "The kernel was taken for square: its height and its width may differ, so use both.",
)
def square_patches_in_right_shape(image, kernel, bias=0.0):
    rows, columns = right_filter(image, kernel).shape
    size = kernel.shape[0]
    return _answers_of_patches(image, kernel, bias, rows, columns, size, size)


@misconception(
    "apply_filter",
    "Height and width of the kernel traded places: its shape is (height, width, channels), "
    "height first.",
)
def kernel_sides_swapped(image, kernel, bias=0.0):
    _check_fit(image, kernel)
    width, height, _ = kernel.shape
    rows, columns = image.shape[0] - height + 1, image.shape[1] - width + 1
    return _answers_of_patches(image, kernel, bias, rows, columns, height, width)


@misconception(
    "apply_filter",
    "Height and width of the kernel traded places: its shape is (height, width, channels), "
    "height first.",
)
def kernel_transposed(image, kernel, bias=0.0):
    _check_fit(image, kernel)
    return right_filter(image, kernel.swapaxes(0, 1), bias)


@misconception(
    "apply_filter",
    "The image was taken for square: its height and its width may differ, so use both.",
)
def square_image(image, kernel, bias=0.0):
    _check_fit(image, kernel)
    size = image.shape[0] - kernel.shape[0] + 1
    return _answers_of_patches(image, kernel, bias, size, size, *kernel.shape[:2])


@misconception(
    "apply_filter",
    "The image was taken for square: its height and its width may differ, so use both.",
)
def square_image_by_width(image, kernel, bias=0.0):
    _check_fit(image, kernel)
    size = image.shape[1] - kernel.shape[1] + 1
    return _answers_of_patches(image, kernel, bias, size, size, *kernel.shape[:2])


@misconception(
    "apply_filter",
    "The image was taken for square: its height and its width may differ, so use both.",
)
def square_image_of_any_kernel(image, kernel, bias=0.0):
    _check_fit(image, kernel)
    rows, columns = image.shape[0] - kernel.shape[0] + 1, image.shape[0] - kernel.shape[1] + 1
    return _answers_of_patches(image, kernel, bias, rows, columns, *kernel.shape[:2])


@misconception(
    "apply_filter",
    "The kernel was flipped: a network slides it as it is.",
)
def flipped_upside_down(image, kernel, bias=0.0):
    return right_filter(image, kernel[::-1], bias)


@misconception(
    "apply_filter",
    "The kernel was flipped: a network slides it as it is.",
)
def mirrored(image, kernel, bias=0.0):
    return right_filter(image, kernel[:, ::-1], bias)


@misconception(
    "apply_filter",
    "The kernel was flipped: a network slides it as it is.",
)
def flipped_with_channels(image, kernel, bias=0.0):
    return right_filter(image, kernel[::-1, ::-1, ::-1], bias)


@misconception(
    "apply_filter",
    "The positions do not overlap: move the kernel by one pixel, not by its own size.",
)
def side_by_side_rows(image, kernel, bias=0.0):
    return right_filter(image, kernel, bias)[:: kernel.shape[0], :: kernel.shape[0]]


@misconception(
    "apply_filter",
    "The channels were kept apart: each answer sums over the channels too, so that the feature "
    "map has two axes.",
)
def maps_of_channels_first(image, kernel, bias=0.0):
    return np.stack(
        [
            right_filter(image[..., [channel]], kernel[..., [channel]], bias)
            for channel in range(image.shape[2])
        ]
    )


@misconception(
    "apply_filter",
    "The channels were averaged into one: each has weights of its own, so sum over the channels.",
)
def grey_image(image, kernel, bias=0.0):
    _check_fit(image, kernel)
    return right_filter(image.mean(axis=2, keepdims=True), kernel[..., :1], bias)


@misconception(
    "apply_filter",
    "The image was multiplied in place, which changes the caller's array: make a new one.",
)
def image_overwritten(image, kernel, bias=0.0):
    answers = right_filter(image, kernel)
    for row, column in np.ndindex(answers.shape):
        patch = image[row : row + kernel.shape[0], column : column + kernel.shape[1]]
        patch *= kernel
        answers[row, column] = patch.sum() + bias
    return answers


@misconception(
    "apply_filter",
    "Not every wrong shape was refused: raise ValueError if the channels differ, and also if "
    "the kernel is higher or wider than the image.",
)
def nothing_refused(image, kernel, bias=0.0):
    rows, columns = image.shape[0] - kernel.shape[0] + 1, image.shape[1] - kernel.shape[1] + 1
    return _answers_of_patches(image, kernel, bias, rows, columns, *kernel.shape[:2])


@misconception(
    "apply_filter",
    "Not every wrong shape was refused: raise ValueError if the channels differ, and also if "
    "the kernel is higher or wider than the image.",
)
def nothing_refused_in_lists(image, kernel, bias=0.0):
    rows, columns = image.shape[0] - kernel.shape[0] + 1, image.shape[1] - kernel.shape[1] + 1
    if rows < 1 or columns < 1:
        return np.array([[] for _ in range(rows)])
    return _answers_of_patches(image, kernel, bias, rows, columns, *kernel.shape[:2])


@misconception(
    "apply_filter",
    "Not every wrong shape was refused: raise ValueError if the channels differ, and also if "
    "the kernel is higher or wider than the image.",
)
def nothing_refused_by_channels(image, kernel, bias=0.0):
    rows, columns = image.shape[0] - kernel.shape[0] + 1, image.shape[1] - kernel.shape[1] + 1
    channels = range(image.shape[2])
    if rows < 1 or columns < 1:
        return np.zeros((rows, columns))
    return right_filter(image, kernel[..., channels], bias)


@misconception(
    "apply_filter",
    "Not every wrong shape was refused: raise ValueError if the channels differ, and also if "
    "the kernel is higher or wider than the image.",
)
def nothing_refused_by_channels_of_kernel(image, kernel, bias=0.0):
    rows, columns = image.shape[0] - kernel.shape[0] + 1, image.shape[1] - kernel.shape[1] + 1
    channels = range(kernel.shape[2])
    if rows < 1 or columns < 1:
        return np.zeros((rows, columns))
    return right_filter(image[..., channels], kernel, bias)


@misconception(
    "apply_filter",
    "A kernel too large for the image gave an empty feature map: raise ValueError if it is "
    "higher or wider than the image.",
)
def fit_unchecked_in_lists(image, kernel, bias=0.0):
    rows = image.shape[0] - kernel.shape[0] + 1
    columns = image.shape[1] - kernel.shape[1] + 1
    if rows < 1 or columns < 1:
        return np.array([[] for _ in range(rows)])
    return right_filter(image, kernel, bias)


@misconception(
    "apply_filter",
    "A kernel too large for the image gave an empty feature map: raise ValueError if it is "
    "higher or wider than the image.",
)
def fit_unchecked_in_zeros(image, kernel, bias=0.0):
    rows = image.shape[0] - kernel.shape[0] + 1
    columns = image.shape[1] - kernel.shape[1] + 1
    if image.shape[2] == kernel.shape[2] and (rows < 1 or columns < 1):
        return np.zeros((rows, columns))
    return right_filter(image, kernel, bias)


@misconception(
    "apply_filter",
    "Only the kernel's width was compared with the image: its height has to fit as well.",
)
def height_unchecked(image, kernel, bias=0.0):
    if kernel.shape[1] <= image.shape[1] and kernel.shape[0] > image.shape[0]:
        return np.zeros((0, image.shape[1] - kernel.shape[1] + 1))
    return right_filter(image, kernel, bias)


@misconception(
    "apply_filter",
    "A kernel too large for the image gave an empty feature map: raise ValueError if it is "
    "higher or wider than the image.",
)
def refusing_only_both(image, kernel, bias=0.0):
    rows = image.shape[0] - kernel.shape[0] + 1
    columns = image.shape[1] - kernel.shape[1] + 1
    if (rows < 1) != (columns < 1):
        return np.zeros((max(rows, 0), max(columns, 0)))
    return right_filter(image, kernel, bias)


@misconception(
    "apply_filter",
    "Only more channels in the kernel than in the image were refused: their numbers have to be "
    "equal.",
)
def fewer_channels_let_through(image, kernel, bias=0.0):
    if kernel.shape[2] < image.shape[2]:
        image = image[..., : kernel.shape[2]]
    return right_filter(image, kernel, bias)


@misconception(
    "apply_filter",
    "Wrong shapes gave nothing or a printed message: `raise ValueError(...)` refuses them.",
)
def message_printed(image, kernel, bias=0.0):
    try:
        return right_filter(image, kernel, bias)
    except ValueError as error:
        print(error)


@misconception(
    "apply_filter",
    "Wrong shapes gave nothing or a printed message: `raise ValueError(...)` refuses them.",
)
def nothing_for_wrong_shapes(image, kernel, bias=0.0):
    try:
        return right_filter(image, kernel, bias)
    except ValueError:
        return None


@misconception(
    "apply_filter",
    "Another kind of error was raised for wrong shapes: raise ValueError, with the two shapes.",
)
def type_error(image, kernel, bias=0.0):
    try:
        return right_filter(image, kernel, bias)
    except ValueError as error:
        raise TypeError(error) from None


@misconception(
    "apply_filter",
    "Another kind of error was raised for wrong shapes: raise ValueError, with the two shapes.",
)
def index_error(image, kernel, bias=0.0):
    try:
        return right_filter(image, kernel, bias)
    except ValueError as error:
        raise IndexError(error) from None


@misconception(
    "apply_filter",
    "Another kind of error was raised for wrong shapes: raise ValueError, with the two shapes.",
)
def bare_exception(image, kernel, bias=0.0):
    try:
        return right_filter(image, kernel, bias)
    except ValueError as error:
        raise Exception(error) from None


@misconception(
    "edge_kernels",
    "The kernels are lists: np.array(...) makes arrays of them.",
)
def edge_lists():
    vertical = np.array([[-1, 0, 1]] * 3)
    return vertical.tolist(), vertical.T.tolist()


@misconception(
    "edge_kernels",
    "The kernels are lists: np.array(...) makes arrays of them.",
)
def other_edge_lists():
    vertical = np.array([[1, 0, -1]] * 3)
    return vertical.tolist(), vertical.T.tolist()


@misconception(
    "edge_kernels",
    "The kernels are lists: np.array(...) makes arrays of them.",
)
def sobel_lists():
    vertical = np.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]])
    return vertical.tolist(), vertical.T.tolist()


@misconception(
    "edge_kernels",
    "The kernels are lists: np.array(...) makes arrays of them.",
)
def other_sobel_lists():
    vertical = np.array([[1, 0, -1], [2, 0, -2], [1, 0, -1]])
    return vertical.tolist(), vertical.T.tolist()


@misconception(
    "edge_kernels",
    "The kernels were not returned: end the function with `return`.",
)
def kernels_not_returned():
    pass


@misconception(
    "edge_kernels",
    "The kernels were printed and not returned: end the function with `return`.",
)
def kernels_printed():
    print(np.array([[-1.0, 0.0, 1.0]] * 3))


@misconception(
    "edge_kernels",
    "The answers are too small: scale the kernels so that a step from 0 to 1 gives at least 1.",
)
def ninths():
    vertical = np.array([[-1.0, 0.0, 1.0]] * 3) / 9
    return vertical, vertical.T


@misconception(
    "edge_kernels",
    "The answers are too small: scale the kernels so that a step from 0 to 1 gives at least 1.",
)
def central_differences_halved():
    vertical = np.array([[0.0, 0.0, 0.0], [-0.5, 0.0, 0.5], [0.0, 0.0, 0.0]])
    return vertical, vertical.T


@misconception(
    "edge_kernels",
    "Both kernels see the same edges: the horizontal one is the vertical one transposed.",
)
def upside_down():
    vertical = np.array([[-1.0, 0.0, 1.0], [-2.0, 0.0, 2.0], [-1.0, 0.0, 1.0]])
    return vertical, vertical[:, ::-1]


@misconception(
    "edge_kernels",
    "The two kernels are swapped: a vertical edge runs up and down, and is crossed from left "
    "to right, so the weights of its kernel differ from left to right.",
)
def swapped_differences():
    vertical = np.array([[0.0, 0.0, 0.0], [-1.0, 0.0, 1.0], [0.0, 0.0, 0.0]])
    return vertical.T, vertical


def _refused_if_both_too_large(image, kernel, bias, empty):
    kh, kw, channels = kernel.shape
    if channels != image.shape[2]:
        raise ValueError(f"kernel {kernel.shape} has other channels than image {image.shape}")
    rows, columns = image.shape[0] - kh + 1, image.shape[1] - kw + 1
    if rows < 1 and columns < 1:
        raise ValueError(f"kernel {kernel.shape} does not fit into image {image.shape}")
    if rows < 1 or columns < 1:
        return empty(max(rows, 0), max(columns, 0))
    return right_filter(image, kernel, bias)


@misconception(
    "apply_filter",
    "A kernel was refused only if it is both too high and too wide: either is enough.",
)
def refused_if_both_too_large(image, kernel, bias=0.0):
    return _refused_if_both_too_large(image, kernel, bias, lambda *shape: np.zeros(shape))


@misconception(
    "apply_filter",
    "A kernel was refused only if it is both too high and too wide: either is enough.",
)
def refused_if_both_too_large_else_listed(image, kernel, bias=0.0):
    return _refused_if_both_too_large(
        image, kernel, bias, lambda rows, columns: np.array([[0.0] * columns] * rows)
    )


@misconception(
    "apply_filter",
    "Height and width of the kernel traded places: its shape is (height, width, channels).",
)
def kernel_sides_unpacked_the_wrong_way(image, kernel, bias=0.0):
    height, width = kernel.shape[1], kernel.shape[0]
    if height > image.shape[0] or width > image.shape[1] or kernel.shape[2] != image.shape[2]:
        raise ValueError(f"kernel {kernel.shape} does not fit into image {image.shape}")
    rows, columns = image.shape[0] - height + 1, image.shape[1] - width + 1
    answers = np.zeros((rows, columns))
    for row, column in np.ndindex(answers.shape):
        patch = image[row : row + height, column : column + width].astype(float)
        answers[row, column] = np.sum(patch * kernel) + bias
    return answers


@misconception(
    "edge_kernels",
    "The weights do not add up to 0, so that the kernel answers on a constant image too.",
)
def horizontal_not_silent():
    vertical = np.array([[-1.0, 0.0, 1.0], [-2.0, 0.0, 2.0], [-1.0, 0.0, 1.0]])
    return vertical, np.array([[1.0, 2.0, 1.0], [0.0, 0.0, 0.0], [-1.0, -2.0, 1.0]])


@misconception(
    "edge_kernels",
    "The weights do not add up to 0, so that the kernel answers on a constant image too.",
)
def vertical_not_silent():
    horizontal = np.array([[1.0, 2.0, 1.0], [0.0, 0.0, 0.0], [-1.0, -2.0, -1.0]])
    return np.array([[1.0, 0.0, -1.0], [2.0, 0.0, -2.0], [1.0, 0.0, 1.0]]), horizontal


@misconception(
    "filter_response",
    "`@` and np.dot multiply rows by columns, as matrices do: `patch * kernel` multiplies place "
    "by place.",
)
def matrix_product_of_each_channel(patch, kernel, bias=0.0):
    products = (patch[..., c].astype(float) @ kernel[..., c] for c in range(patch.shape[2]))
    return float(sum(np.sum(product) for product in products) + bias)


@misconception(
    "filter_response",
    "`@` and np.dot multiply rows by columns, as matrices do: `patch * kernel` multiplies place "
    "by place.",
)
def matrix_product_with_turned_kernel(patch, kernel, bias=0.0):
    products = (patch[..., c].astype(float) @ kernel[..., c].T for c in range(patch.shape[2]))
    return float(sum(np.sum(product) for product in products) + bias)


@misconception(
    "filter_response",
    "`@` and np.dot multiply rows by columns, as matrices do: `patch * kernel` multiplies place "
    "by place.",
)
def matrix_product_turned_where_it_must_be(patch, kernel, bias=0.0):
    channels = [(patch[..., c].astype(float), kernel[..., c]) for c in range(patch.shape[2])]
    if patch.shape[0] != patch.shape[1]:
        channels = [(one, other.T) for one, other in channels]
    return float(sum(np.sum(one @ other) for one, other in channels) + bias)


@misconception(
    "edge_kernels",
    "The kernels see slanted edges: each row of the vertical kernel has to add up to 0, and each "
    "column of the horizontal one.",
)
def horizontal_one_slanted():
    vertical = np.array([[-1.0, 0.0, 1.0]] * 3)
    return vertical, np.array([[0.0, 1.0, 2.0], [-1.0, 0.0, 1.0], [-2.0, -1.0, 0.0]])


@misconception(
    "edge_kernels",
    "The kernels see slanted edges: each row of the vertical kernel has to add up to 0, and each "
    "column of the horizontal one.",
)
def vertical_one_slanted():
    vertical = np.array([[-1.0, 0.0, 1.0]] * 3)
    return np.array([[0.0, 1.0, 2.0], [-1.0, 0.0, 1.0], [-2.0, -1.0, 0.0]]), vertical.T


@misconception(
    "edge_kernels",
    "The weights do not add up to 0, so that the kernel answers on a constant image too.",
)
def lines():
    vertical = np.array([[0.0, 1.0, 0.0]] * 3)
    return vertical, vertical.T


@misconception(
    "edge_kernels",
    "The weights do not add up to 0, so that the kernel answers on a constant image too.",
)
def means():
    return np.ones((3, 3)) / 9, np.ones((3, 3)) / 9
