"""Part 2, preprocessing: bring pixels and labels into the form in which a network learns best.

Read preprocessing.md first; `python grader.py check preprocessing` says how far you are.
"""

import numpy as np


def scale_pixels(images: np.ndarray) -> np.ndarray:
    """Bring pixels from 0..255 to 0..1.

    images  any shape, uint8

    Returns the same shape, float32.
    """
    raise NotImplementedError  # write this function


def scale_symmetric(images: np.ndarray) -> np.ndarray:
    """Bring pixels from 0..255 to -1..1.

    images  any shape, uint8

    Returns the same shape, float32.
    """
    raise NotImplementedError  # write this function


def channel_statistics(images: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Mean and standard deviation of each channel, over all images and all pixels.

    images  (N, H, W, C), uint8 or floating point

    Returns (mean, std), each (C,), computed in float64; std is that of the population (the sum
    of squares is divided by their number, as NumPy does).
    """
    raise NotImplementedError  # write this function


def standardize(images: np.ndarray, mean: np.ndarray, std: np.ndarray) -> np.ndarray:
    """Move every channel to mean 0 and scale it to standard deviation 1.

    images  (N, H, W, C), uint8 or floating point
    mean    (C,), of the training set, whichever set the images are from
    std     (C,), likewise

    Returns the same shape, float32. A channel whose std is 0 comes out as 0, also where an
    image differs from the mean.
    """
    raise NotImplementedError  # write this function


def one_hot(labels: np.ndarray, num_classes: int = 10) -> np.ndarray:
    """Write each label as a row of zeros with a single 1 at its place.

    labels  (N,) or (N, 1), any integer dtype

    Returns (N, num_classes), float32.
    Raises ValueError, naming the label or the dtype, if a label is not from 0 to
    num_classes - 1, or labels are floating point.
    """
    raise NotImplementedError  # write this function
