"""Part 1, activations: what happens to a layer's answers before the next layer sees them.

Read activations.md first; `python grader.py check activations` says how far you are.
"""

import numpy as np


def relu(x: np.ndarray) -> np.ndarray:
    """Keep what is positive, and put 0 for everything else.

    x  any shape, any integer or floating dtype

    Returns the same shape and the same dtype.
    """
    raise NotImplementedError  # write this function


def sigmoid(x: np.ndarray) -> np.ndarray:
    """Squeeze every number into 0..1:  1 / (1 + exp(-x)).

    x  any shape, finite numbers; integers too

    Returns the same shape, floating point. Right, and without a warning, at -1e4 and 1e4 too.
    """
    raise NotImplementedError  # write this function


def softmax(x: np.ndarray) -> np.ndarray:
    """Turn scores into probabilities along the last axis:  exp(x) / sum(exp(x)).

    x  any shape with at least one axis, finite numbers, integers too; the last axis holds the
       classes

    Returns the same shape, floating point; along the last axis the values add up to 1.
    Right, and without a warning, at -1e4 and 1e4 too.
    """
    raise NotImplementedError  # write this function
