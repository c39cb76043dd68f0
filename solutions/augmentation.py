"""Part 5, augmentation: make new training pictures out of the ones you have."""

import numpy as np


def flip_horizontal(images: np.ndarray) -> np.ndarray:
    """Mirror every image: what was left is right, and the other way round.

    images  (N, H, W, C), floating point from 0 to 1

    Returns the same shape and dtype.
    """
    return images[:, :, ::-1]


def shift(images: np.ndarray, rows: int, columns: int) -> np.ndarray:
    """Move every image by whole pixels.

    images   (N, H, W, C), floating point from 0 to 1
    rows     how far down; up, if negative
    columns  how far to the right; to the left, if negative

    Returns the same shape and dtype. Pixels that come in from outside repeat the nearest pixel
    of the image's edge.
    """
    _, height, width, _ = images.shape
    from_rows = np.clip(np.arange(height) - rows, 0, height - 1)
    from_columns = np.clip(np.arange(width) - columns, 0, width - 1)
    return images[:, from_rows][:, :, from_columns]


def add_noise(images: np.ndarray, sigma: float, rng: np.random.Generator) -> np.ndarray:
    """Add Gaussian noise, a number of its own to every value of every pixel.

    images  (N, H, W, C), floating point from 0 to 1
    sigma   standard deviation of the noise, 0 or more; its mean is 0
    rng     where the random numbers come from

    Returns the same shape and dtype; what leaves 0..1 is clipped to it.
    """
    noisy = images + rng.normal(0.0, sigma, images.shape)
    return np.clip(noisy, 0, 1).astype(images.dtype)


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
    if not factor > 0:
        raise ValueError(f"factor must be above 0, not {factor}")
    height, width, _ = image.shape
    return _read(image[None], _places(height, factor)[None], _places(width, factor)[None])[0]


def augment(images: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Change every image a little, each by its own random choice.

    images  (N, H, W, C), floating point from 0 to 1
    rng     where the random numbers come from

    Returns the same shape and dtype. Each image is mirrored with probability 1/2, shifted by up
    to 2 pixels along each axis, and zoomed by a factor from 0.9 to 1.1, the same along both. The
    same seed of rng gives the same result.
    """
    count, height, width, _ = images.shape
    mirrored = rng.random(count) < 0.5
    down, right = rng.integers(-2, 3, (2, count, 1))
    factors = rng.uniform(0.9, 1.1, (count, 1))
    rows, columns = _places(height, factors, down), _places(width, factors, right)
    columns[mirrored] = columns[mirrored, ::-1]
    return _read(images, rows, columns)


def _places(size: int, factor: float | np.ndarray, move: int | np.ndarray = 0) -> np.ndarray:
    """Where along an axis each pixel of a zoomed, then moved image is read: (..., size)."""
    middle = (size - 1) / 2
    return np.clip((np.arange(size) - move - middle) / factor + middle, 0, size - 1)


def _read(images: np.ndarray, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
    """Read image n between its pixels, at rows[n] (N, H) and columns[n] (N, W)."""
    count, height, width, channels = images.shape
    result = np.empty_like(images, order="C")
    for start in range(0, count, 256):  # a few at a time, so that what is in between stays small
        part = slice(start, start + 256)
        # Bilinear is linear in rows, then in columns: two products of matrices.
        pixels = images[part].reshape(-1, height, width * channels)
        pixels = _weights(rows[part], images.dtype) @ pixels
        pixels = pixels.reshape(-1, height, width, channels).swapaxes(1, 2)
        pixels = pixels.reshape(-1, width, height * channels)
        pixels = _weights(columns[part], images.dtype) @ pixels
        result[part] = pixels.reshape(-1, width, height, channels).swapaxes(1, 2)
    return result


def _weights(places: np.ndarray, dtype: np.dtype) -> np.ndarray:
    """How much each pixel counts at each place: 1 where they meet, 0 from a distance of 1 on."""
    near = places.astype(dtype)
    pixels = np.arange(places.shape[-1], dtype=dtype)
    return np.maximum(0, 1 - abs(near[..., None] - pixels))
