"""Part 1, filtering: slide one small kernel over an image and write down what it answers.

Read filtering.md first; `python grader.py check filtering` says how far you are.
"""

import numpy as np


def filter_response(patch: np.ndarray, kernel: np.ndarray, bias: float = 0.0) -> float:
    """Answer of one filter at one place: the sum of the products, plus the bias.

    patch   (kh, kw, C), the part of the image under the kernel; uint8 or floating point
    kernel  (kh, kw, C), one weight for each value of the patch
    bias    a number that is added at the end

    Returns one number. Nothing may overflow: 200 times 2 is 400, for a uint8 patch too.
    """
    raise NotImplementedError  # write this function


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
    raise NotImplementedError  # write this function


def edge_kernels() -> tuple[np.ndarray, np.ndarray]:
    """Two kernels that see edges: the first vertical ones, the second horizontal ones.

    Returns (vertical, horizontal), each (3, 3), for a grey image; `kernel[:, :, np.newaxis]` has
    the channel axis that apply_filter wants. Each answers
    - at least 1 in size, with either sign, where a step from 0 to 1 runs in its own direction
      (a vertical step: the left half is 0, the right half is 1),
    - 0 everywhere on a constant image and on a step in the other direction.
    """
    raise NotImplementedError  # write this function
