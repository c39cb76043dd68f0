"""Part 1, network: a whole convolutional network, made of the functions written so far.

Read network.md first; `python grader.py check network` says how far you are.
"""

from collections.abc import Sequence

import numpy as np
from activations import relu, softmax
from convolution import conv2d
from dense import dense, flatten
from pooling import max_pool


def forward(image: np.ndarray, weights: Sequence[np.ndarray]) -> np.ndarray:
    """Run one image through the basic model and return the ten class probabilities.

    image    (32, 32, 3), floating point, prepared as in training
    weights  12 arrays in the order of `model.get_weights()`: kernel, bias, kernel, bias, … of
             CONV 32, CONV 32, CONV 64, CONV 64, FC 256, FC 10

    The layers: CONV 32, CONV 32, POOL, CONV 64, CONV 64, POOL, flatten, FC 256, FC 10.
    Convolutions are 3x3, "valid", followed by ReLU; pools take the maximum of 2x2; ReLU follows
    FC 256, softmax FC 10. Dropout does nothing outside training.

    Returns (10,), floating point, adding up to 1; equal to `model.predict` within 1e-5.
    """
    raise NotImplementedError  # write this function


def classify(
    image: np.ndarray, weights: Sequence[np.ndarray], class_names: Sequence[str]
) -> tuple[str, float]:
    """Name what the basic model sees in one image, and how sure it is.

    image        (32, 32, 3), as for forward
    weights      12 arrays, as for forward
    class_names  10 names in label order

    Returns (name, probability) of the most probable class.
    """
    raise NotImplementedError  # write this function
