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
    "edge_kernels", "Both kernels are the same: the horizontal one is the vertical one transposed."
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
    "Both kernels are the same: the horizontal one is the vertical one transposed.",
)
def twice_the_horizontal_one():
    vertical = np.array([[-1.0, 0.0, 1.0]] * 3)
    return vertical.T, vertical.T


@misconception(
    "edge_kernels",
    "Both kernels are the same: the horizontal one is the vertical one transposed.",
)
def twice_the_other_horizontal_one():
    vertical = np.array([[1.0, 0.0, -1.0]] * 3)
    return vertical.T, vertical.T


@misconception(
    "edge_kernels",
    "Both kernels are the same: the horizontal one is the vertical one transposed.",
)
def twice_the_horizontal_sobel():
    vertical = np.array([[-1.0, 0.0, 1.0], [-2.0, 0.0, 2.0], [-1.0, 0.0, 1.0]])
    return vertical.T, vertical.T


@misconception(
    "edge_kernels",
    "Both kernels are the same: the horizontal one is the vertical one transposed.",
)
def twice_the_other_horizontal_sobel():
    vertical = np.array([[1.0, 0.0, -1.0], [2.0, 0.0, -2.0], [1.0, 0.0, -1.0]])
    return vertical.T, vertical.T


@misconception(
    "edge_kernels",
    "Both kernels are the same: the horizontal one is the vertical one transposed.",
)
def twice_the_sobel():
    vertical = np.array([[-1.0, 0.0, 1.0], [-2.0, 0.0, 2.0], [-1.0, 0.0, 1.0]])
    return vertical, vertical
