"""One filter, written as its definition reads: a sum of products under the kernel."""

import numpy as np


def filter_response(patch: np.ndarray, kernel: np.ndarray, bias: float = 0.0) -> float:
    """Sum of patch[i, j, c] * kernel[i, j, c] over all i, j and c, plus the bias."""
    total = float(bias)
    for place in np.ndindex(kernel.shape):
        total += float(patch[place]) * float(kernel[place])
    return total


def apply_filter(image: np.ndarray, kernel: np.ndarray, bias: float = 0.0) -> np.ndarray:
    """The answer at (i, j) is that of the patch whose top left corner is (i, j)."""
    height, width, _ = image.shape
    kernel_height, kernel_width, _ = kernel.shape
    answers = [
        [
            filter_response(image[i : i + kernel_height, j : j + kernel_width], kernel, bias)
            for j in range(width - kernel_width + 1)
        ]
        for i in range(height - kernel_height + 1)
    ]
    return np.array(answers)
