"""The ten figures of the shapes data set, each as a signed distance function.

A signed distance function is negative inside a figure, zero on its edge and positive outside, so
that `clip(1/2 - distance, 0, 1)` paints it with smooth edges. Each function here takes coordinates
`x` (right) and `y` (down), float32 arrays of any one shape, of a figure that fills about the unit
disc, and returns the distance in the same units and shape. Outside a corner the value is a lower
bound of the distance, which is enough to paint with. The constructions are those of Inigo Quilez,
"2D distance functions", https://iquilezles.org/articles/distfunctions2d/.

Only +, -, *, /, sqrt, min, max, abs and floor are used: IEEE 754 rounds each of them in one way, so
the pictures are the same on every processor, as they would not be with sines.
"""

from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

Field: TypeAlias = npt.NDArray[np.floating[Any]]


def circle(x: Field, y: Field) -> Field:
    """A disc."""
    return _length(x, y) - 0.85


def square(x: Field, y: Field) -> Field:
    """A square."""
    return _box(x, y, 0.75, 0.75)


def triangle(x: Field, y: Field) -> Field:
    """An equilateral triangle standing on its base: three half-planes."""
    return _both(np.abs(x) * 0.8660254 - y * 0.5, y) - 0.5


def ring(x: Field, y: Field) -> Field:
    """A disc with a round hole."""
    radius = _length(x, y)
    return _both(radius - 0.89, 0.49 - radius)


def cross(x: Field, y: Field) -> Field:
    """Two bars of one length, crossing in their middles."""
    return _either(_box(x, y, 0.95, 0.27), _box(x, y, 0.27, 0.95))


def star(x: Field, y: Field) -> Field:
    """A star of five points: mirrors fold it onto half a point, which is one edge."""
    x, y = np.abs(x), -y
    for mirror_x in (0.80901699, -0.80901699):
        past = np.maximum(x * mirror_x - y * 0.58778525, 0) * 2
        x, y = x - past * mirror_x, y + past * 0.58778525
    # The edge runs from the tip (0, 1) to the notch at 36 degrees and radius 0.45.
    edge: Field = np.abs(x) * 0.923319 + (y - 1) * 0.384030
    return edge


def crescent(x: Field, y: Field) -> Field:
    """A disc that a second disc, moved to the right, has bitten into."""
    return _both(_length(x, y) - 0.92, 0.72 - _length(x - 0.42, y))


def heart(x: Field, y: Field) -> Field:
    """A square standing on its corner, with a half disc on each of its upper sides."""
    x, y = np.abs(x), y - 0.09
    # The square's half diagonal is 0.85; a half disc sits on the middle of the upper side.
    point: Field = (x + np.abs(y)) * 0.70710678 - 0.60104076
    return _either(point, _length(x - 0.425, y + 0.425) - 0.60104076)


def stripes(x: Field, y: Field) -> Field:
    """Three parallel bars."""
    bars = 0.155 - np.abs(np.abs(x) - 0.31)
    return _both(_box(x, y, 0.775, 0.775), bars)


def checkerboard(x: Field, y: Field) -> Field:
    """Three by three fields, the corners and the middle filled."""
    columns, rows = np.abs(x) - 0.27, np.abs(y) - 0.27
    odd = _both(_either(columns, rows), -_both(columns, rows))
    return _both(_box(x, y, 0.81, 0.81), -odd)


FIGURES: tuple[Callable[[Field, Field], Field], ...] = (
    circle,
    square,
    triangle,
    ring,
    cross,
    star,
    crescent,
    heart,
    stripes,
    checkerboard,
)


def _length(x: Field, y: Field) -> Field:
    # np.hypot is left to each platform's C library, so its last bit is not everywhere the same.
    return np.sqrt(x * x + y * y)


def _box(x: Field, y: Field, half_width: float, half_height: float) -> Field:
    return _both(np.abs(x) - half_width, np.abs(y) - half_height)


def _both(a: Field, b: Field) -> Field:
    """What is inside both figures."""
    return np.maximum(a, b)


def _either(a: Field, b: Field) -> Field:
    """What is inside either figure, or both."""
    return np.minimum(a, b)
