"""Part 1, convolution: many filters at once, with a stride and padding, as a network's layer."""

import numpy as np


def conv2d(
    image: np.ndarray,
    kernels: np.ndarray,
    biases: np.ndarray,
    stride: int = 1,
    padding: str = "valid",
) -> np.ndarray:
    """Apply F filters to one image, as `keras.layers.Conv2D` does.

    image    (H, W, C), uint8 or floating point
    kernels  (kh, kw, C, F), the F filters side by side along the last axis
    biases   (F,), one for each filter
    stride   how many pixels the kernels move from one position to the next, down and across
    padding  "valid": the kernels stay inside the image;
             "same": zeros are put around the image, as few as the size below needs, so that
             stride 1 keeps the size of the image

    Returns (H', W', F), floating point: one feature map for each filter. H' is
    (H - kh) // stride + 1 with "valid" and ceil(H / stride) with "same"; W' likewise.
    With "same", half of the zero rows go above the image and half below, the odd one below;
    columns likewise, the odd one on the right.
    """
    kernel_size = kernels.shape[:2]
    image = image.astype(float)
    if padding == "same":
        rows, columns = (
            _same_padding(size, kernel, stride)
            for size, kernel in zip(image.shape[:2], kernel_size, strict=True)
        )
        image = np.pad(image, (rows, columns, (0, 0)))

    # windows[i, j] is the patch at output position (i, j), with axes (C, kh, kw)
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel_size, axis=(0, 1))
    windows = windows[::stride, ::stride]
    return np.einsum("ijcyx,yxcf->ijf", windows, kernels, optimize=True) + biases


def count_parameters(kernel_size: tuple[int, int], channels: int, filters: int) -> int:
    """Count the numbers that a convolutional layer learns: its weights and its biases.

    kernel_size  (kh, kw)
    channels     of the layer's input
    filters      of the layer, which are the channels of its output

    Returns an int.
    """
    kernel_height, kernel_width = kernel_size
    return (kernel_height * kernel_width * channels + 1) * filters


def _same_padding(size: int, kernel: int, stride: int) -> tuple[int, int]:
    """Zeros before and after one axis, so that it has ceil(size / stride) positions."""
    positions = -(-size // stride)
    total = max((positions - 1) * stride + kernel - size, 0)
    return total // 2, total - total // 2
