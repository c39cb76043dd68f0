"""Part 1, filtering: slide one small kernel over an image and write down what it answers."""

import numpy as np


def filter_response(patch: np.ndarray, kernel: np.ndarray, bias: float = 0.0) -> float:
    """Answer of one filter at one place: the sum of the products, plus the bias.

    patch   (kh, kw, C), the part of the image under the kernel; uint8 or floating point
    kernel  (kh, kw, C), one weight for each value of the patch
    bias    a number that is added at the end

    Returns one number. Nothing may overflow: 200 times 2 is 400, for a uint8 patch too.
    """
    return float(np.sum(patch.astype(float) * kernel) + bias)


def apply_filter(image: np.ndarray, kernel: np.ndarray, bias: float = 0.0) -> np.ndarray:
    """Slide one filter over the whole image and collect its answers in a feature map.

    image   (H, W, C), uint8 or floating point
    kernel  (kh, kw, C), laid on the image as it is, not flipped
    bias    a number that is added to every answer

    Returns (H - kh + 1, W - kw + 1), floating point: one answer for every position at which the
    kernel lies wholly inside the image.
    Raises ValueError if the channels of image and kernel differ, or the kernel does not fit into
    the image; the message names the two shapes.
    """
    height, width, channels = image.shape
    kernel_height, kernel_width, kernel_channels = kernel.shape
    if channels != kernel_channels:
        raise ValueError(
            f"image and kernel need the same channels: image {image.shape}, kernel {kernel.shape}"
        )
    if kernel_height > height or kernel_width > width:
        raise ValueError(f"kernel {kernel.shape} does not fit into image {image.shape}")

    feature_map = np.empty((height - kernel_height + 1, width - kernel_width + 1))
    for row, column in np.ndindex(feature_map.shape):
        patch = image[row : row + kernel_height, column : column + kernel_width]
        feature_map[row, column] = filter_response(patch, kernel, bias)
    return feature_map


def edge_kernels() -> tuple[np.ndarray, np.ndarray]:
    """Two kernels that see edges: the first vertical ones, the second horizontal ones.

    Returns (vertical, horizontal), each (3, 3), for a grey image; `kernel[:, :, np.newaxis]` has
    the channel axis that apply_filter wants. Each answers
    - at least 1 in size, with either sign, where a step from 0 to 1 runs in its own direction
      (a vertical step: the left half is 0, the right half is 1),
    - 0 everywhere on a constant image and on a step in the other direction.
    """
    vertical = np.array([[-1.0, 0.0, 1.0]] * 3)
    return vertical, vertical.T
