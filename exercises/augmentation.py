"""Part 5, augmentation: make new training pictures out of the ones you have.

Read augmentation.md first; `python grader.py check augmentation` says how far you are.
"""

import numpy as np


def flip_horizontal(images: np.ndarray) -> np.ndarray:
    """Mirror every image: what was left is right, and the other way round.

    images  (N, H, W, C), floating point from 0 to 1

    Returns the same shape and dtype.
    """
    raise NotImplementedError  # write this function


def shift(images: np.ndarray, rows: int, columns: int) -> np.ndarray:
    """Move every image by whole pixels.

    images   (N, H, W, C), floating point from 0 to 1
    rows     how far down; up, if negative
    columns  how far to the right; to the left, if negative

    Returns the same shape and dtype. Pixels that come in from outside repeat the nearest pixel
    of the image's edge.
    """
    raise NotImplementedError  # write this function


def add_noise(images: np.ndarray, sigma: float, rng: np.random.Generator) -> np.ndarray:
    """Add Gaussian noise, a number of its own to every value of every pixel.

    images  (N, H, W, C), floating point from 0 to 1
    sigma   standard deviation of the noise, 0 or more; its mean is 0
    rng     where the random numbers come from

    Returns the same shape and dtype; what leaves 0..1 is clipped to it.
    """
    raise NotImplementedError  # write this function


def zoom(image: np.ndarray, factor: float) -> np.ndarray:
    """Enlarge (factor above 1) or shrink (below 1) one image about its centre.

    image   (H, W, C), floating point from 0 to 1
    factor  how much larger things get

    Returns the same shape and dtype. Row i of the result is read at row (i - c) / factor + c of
    the image, where c = (H - 1) / 2 is its middle, and columns likewise with (W - 1) / 2. A
    place between pixels gets a mean of its four neighbours, each weighted by how near it is in
    both directions (bilinear interpolation); a place outside gets the nearest edge's value.
    Raises ValueError, naming factor, if it is not above 0.
    """
    raise NotImplementedError  # write this function


def augment(images: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Change every image a little, each by its own random choice.

    images  (N, H, W, C), floating point from 0 to 1
    rng     where the random numbers come from

    Returns the same shape and dtype. Each image is mirrored with probability 1/2, shifted by up
    to 2 pixels along each axis, and zoomed by a factor from 0.9 to 1.1, the same along both. The
    same seed of rng gives the same result.
    """
    raise NotImplementedError  # write this function
