"""What goes wrong when one filter is slid over an image."""

import numpy as np
from solutions.filtering import filter_response

from checks.misconceptions import misconception


@misconception("filter_response", "The bias was left out: add it to the sum of the products.")
def no_bias(patch, kernel, bias=0.0):
    return float(np.sum(patch.astype(float) * kernel))


@misconception("apply_filter", "The kernel was flipped: a network slides it as it is.")
def flipped(image, kernel, bias=0.0):
    kernel_height, kernel_width, _ = kernel.shape
    rows, columns = image.shape[0] - kernel_height + 1, image.shape[1] - kernel_width + 1
    return np.array(
        [
            [
                filter_response(
                    image[i : i + kernel_height, j : j + kernel_width], kernel[::-1, ::-1], bias
                )
                for j in range(columns)
            ]
            for i in range(rows)
        ]
    )
