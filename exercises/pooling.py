"""Part 1, pooling: make a feature map smaller by letting each small square speak with one value.

Read pooling.md first; `python grader.py check pooling` says how far you are.
"""

import numpy as np


def max_pool(image: np.ndarray, size: int = 2) -> np.ndarray:
    """Keep the largest value of every square, channel by channel.

    image  (H, W, C), uint8 or floating point
    size   side of the squares; they lie side by side, so the stride is the size too

    Returns (H // size, W // size, C), floating point. Rows and columns left over at the far edge
    are dropped.
    Raises ValueError, naming size, if it is below 1 or larger than either side of the image.
    """
    raise NotImplementedError  # write this function


def min_pool(image: np.ndarray, size: int = 2) -> np.ndarray:
    """Keep the smallest value of every square, channel by channel.

    Arguments, result and errors as for max_pool.
    """
    raise NotImplementedError  # write this function


def mean_pool(image: np.ndarray, size: int = 2) -> np.ndarray:
    """Keep the mean of every square, channel by channel.

    Arguments, result and errors as for max_pool. The mean of 1 and 2 is 1.5, for uint8 too.
    """
    raise NotImplementedError  # write this function
