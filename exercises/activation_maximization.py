"""Part 4, activation_maximization: the picture that a filter or a unit answers to most.

Read activation_maximization.md first; `python grader.py check activation_maximization` says how far you are.
"""

from __future__ import annotations

from collections.abc import Callable

import keras
import numpy as np
import tensorflow as tf


def displayable(image: np.ndarray) -> np.ndarray:
    """Turn an image with any values into one that can be looked at.

    image  (H, W, C), uint8 or floating point

    Over the whole image, the mean is moved to 0 and the standard deviation scaled to 0.1; then
    0.5 is added, the values are clipped to 0..1 and multiplied by 255. A constant image comes
    out mid-grey.

    Returns (H, W, C), uint8.
    """
    raise NotImplementedError  # write this function


def gradient_ascent(
    gradient: Callable[[np.ndarray], np.ndarray],
    start: np.ndarray,
    steps: int = 40,
    step_size: float = 1.0,
) -> np.ndarray:
    """Climb from an image along a gradient, in steps of one length.

    gradient   a function: for an image (H, W, C) it gives the gradient there, of the same shape
    start      (H, W, C), floating point
    steps      number of steps; the gradient is asked for once in each, at the image reached
    step_size  each step adds this times the gradient, which is divided by its root mean square
               (over the whole image, plus 1e-5) first

    Returns the last image, (H, W, C), floating point.
    """
    raise NotImplementedError  # write this function


def maximize_activation(
    model: keras.Model,
    layer_name: str,
    unit: int,
    steps: int = 40,
    step_size: float = 1.0,
    rng: np.random.Generator | None = None,
) -> np.ndarray:
    """Find an image that one part of a network answers to strongly, by gradient ascent.

    layer_name  a convolution: the mean of one of its feature maps grows; or a dense layer: one
                of its units does, and if softmax is its activation, that unit's score before it
    unit        number of the feature map or the unit, from 0
    steps       as in gradient_ascent
    step_size   as in gradient_ascent
    rng         where the grey noise comes from that it starts with; None for a new generator

    Returns (H, W, C), floating point. The model stays as it is.
    Raises ValueError, naming the layer or the unit, if the model does not have it.
    """
    raise NotImplementedError  # write this function
