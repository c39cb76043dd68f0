"""The built-in data set: ten kinds of figure that NumPy draws from a seed, without a network.

A picture holds one figure of any place, size, tilt and colour, over a shaded and striped background
with a few spots and sticks in it, under noise. Light and dark, place and size say nothing about the
class, so a linear classifier or a nearest neighbour learns little from the pixels; what tells the
classes apart is form, which is what convolutions find.
"""

from collections.abc import Callable

import numpy as np

from datasets.data import Bytes, Data, Split
from datasets.figures import FIGURES, Field

CLASS_NAMES = tuple(figure.__name__ for figure in FIGURES)
TRAIN_PER_CLASS = 800
TEST_PER_CLASS = 200
SIDE = 32
SEED = 2032

# Pictures are drawn this many at a time: the planes of one batch then stay in a core's cache.
_BATCH = 50
_SPOTS = 2
_STICKS = 2

# Pixel centres, in pixels from the middle of the picture: to the right, and down.
_AXIS = np.arange(SIDE, dtype=np.float32) - np.float32((SIDE - 1) / 2)
_X, _Y = _AXIS[None, None, :], _AXIS[None, :, None]


def load() -> Data:
    """Draw the data set: the same pictures every time, about a second's work on one core.

    Returns `((x_train, y_train), (x_test, y_test))`: images (8000, 32, 32, 3) and (2000, 32, 32, 3)
    uint8, labels (8000, 1) and (2000, 1) uint8, each class equally often, in mixed order. A label
    is an index into CLASS_NAMES.
    """
    return draw(TRAIN_PER_CLASS, (SEED, 0)), draw(TEST_PER_CLASS, (SEED, 1))


def draw(per_class: int, seed: tuple[int, ...]) -> Split:
    """Draw `per_class` pictures of every class from a seed of their own.

    Returns images (10 * per_class, 32, 32, 3) uint8 and labels (10 * per_class, 1) uint8, in mixed
    order. Different seeds, such as (1, 0) and (1, 1), give independent pictures.
    """
    rng = np.random.Generator(np.random.PCG64(np.random.SeedSequence(seed)))
    labels = np.repeat(np.arange(len(FIGURES), dtype=np.uint8), per_class)
    images = np.empty((len(labels), SIDE, SIDE, 3), np.uint8)
    for label, figure in enumerate(FIGURES):
        end = (label + 1) * per_class
        for start in range(label * per_class, end, _BATCH):
            stop = min(start + _BATCH, end)
            images[start:stop] = _pictures(rng, stop - start, figure)
    order = rng.permutation(len(labels))
    return images[order], labels[order, None]


def _pictures(rng: np.random.Generator, n: int, figure: Callable[[Field, Field], Field]) -> Bytes:
    """Draw n pictures of one figure, (n, 32, 32, 3) uint8.

    In the making a picture is three planes (3, n, 32, 32): NumPy is slow where the last axis is
    short. Whatever has one value a picture is (n, 1, 1), or (3, n, 1, 1) for a colour.
    """
    ground = _uniform(rng, (3, n), 0, 255)
    # Far from the ground in every channel: 64 to 192 steps around the circle of 256 values. So
    # neither light nor dark, nor any one colour, can stand for a class.
    colour = np.remainder(ground + _uniform(rng, (3, n), 64, 192), np.float32(256))

    picture = _background(rng, n, ground)
    for spot in range(_SPOTS):
        u, v = _placed(rng, n, spread=16)
        distance = np.sqrt(u * u + v * v) - _uniform(rng, (n,), 0.5, 2.5)
        # The first spot and stick have the figure's colour, so that colour does not single it out.
        _paint(picture, distance, _uniform(rng, (3, n), 0, 255) if spot else colour)
    for stick in range(_STICKS):
        u, v = _placed(rng, n, spread=16)
        length, width = _uniform(rng, (n,), 3, 9), _uniform(rng, (n,), 0.4, 1.2)
        distance = np.maximum(np.abs(u) - length, np.abs(v) - width)
        _paint(picture, distance, _uniform(rng, (3, n), 0, 255) if stick else colour)

    radius = _uniform(rng, (n,), 9, 13)
    u, v = _placed(rng, n, spread=15 - radius, tilt=0.3)
    stretch = _uniform(rng, (n,), 0.85, 1.15)
    _paint(picture, figure(u / (radius * stretch), v * stretch / radius) * radius, colour)

    noise = rng.integers(0, 256, picture.shape, np.uint8).astype(np.float32) - np.float32(127.5)
    picture += noise * _uniform(rng, (n,), 0.05, 0.25)
    np.clip(picture, 0, 255, out=picture)
    return np.moveaxis((picture + np.float32(0.5)).astype(np.uint8), 0, -1)


def _background(rng: np.random.Generator, n: int, ground: Field) -> Field:
    """The ground colour, shading into another across the picture, with soft stripes on it."""
    cosine, sine = _direction(rng, n, tilt=1)
    shade = (_X * cosine + _Y * sine) / np.float32(SIDE)
    picture = ground + _uniform(rng, (3, n), -70, 70) * shade
    cosine, sine = _direction(rng, n, tilt=1)
    waves = (_X * cosine + _Y * sine) * _uniform(rng, (n,), 0.06, 0.3) + _uniform(rng, (n,), 0, 1)
    zigzag = np.abs(waves - np.floor(waves) - np.float32(0.5)) - np.float32(0.25)
    picture += zigzag * _uniform(rng, (n,), 0, 90)
    return picture


def _placed(
    rng: np.random.Generator, n: int, spread: Field | float, tilt: float = 1
) -> tuple[Field, Field]:
    """The pixels' coordinates, each (n, 32, 32), about a random centre and at a random angle."""
    cosine, sine = _direction(rng, n, tilt)
    x = _X - _uniform(rng, (n,), -1, 1) * np.float32(spread)
    y = _Y - _uniform(rng, (n,), -1, 1) * np.float32(spread)
    return x * cosine + y * sine, y * cosine - x * sine


def _direction(rng: np.random.Generator, n: int, tilt: float) -> tuple[Field, Field]:
    """Cosine and sine, each (n, 1, 1), of random angles up to 2 * atan(tilt) to either side.

    They come from the half angle's tangent t, as (1 - t^2) / (1 + t^2) and 2t / (1 + t^2): unlike
    np.sin these steps round alike on every processor, so that the pictures are alike too.
    """
    t = _uniform(rng, (n,), -tilt, tilt)
    scale = 1 / (1 + t * t)
    return (1 - t * t) * scale, 2 * t * scale


def _uniform(rng: np.random.Generator, shape: tuple[int, ...], low: float, high: float) -> Field:
    """Random float32 numbers from low to high, with two axes added to spread over the pixels."""
    numbers = rng.random((*shape, 1, 1), np.float32)
    return numbers * np.float32(high - low) + np.float32(low)


def _paint(picture: Field, distance: Field, colour: Field) -> None:
    """Lay a colour (3, n, 1, 1) over the pictures, in place, where the distance is negative."""
    cover = np.clip(np.float32(0.5) - distance, 0, 1)
    picture += (colour - picture) * cover
