"""Part 1, dense: fully connected layers, which see all of the image at once, and dropout."""

import numpy as np


def flatten(x: np.ndarray) -> np.ndarray:
    """Lay an array out in one row: the last axis runs fastest, as in `keras.layers.Flatten`.

    x  any shape

    Returns (N,), N being the number of values in x.
    """
    return np.reshape(x, -1)


def dense(x: np.ndarray, weights: np.ndarray, biases: np.ndarray) -> np.ndarray:
    """Fully connected layer: every output is a weighted sum of all inputs, plus its bias.

    x        (N,), or a batch (B, N)
    weights  (N, M), one column for each output
    biases   (M,)

    Returns (M,), or (B, M) for a batch; floating point.
    """
    return x.astype(float) @ weights + biases


def dropout(
    x: np.ndarray, rate: float, rng: np.random.Generator, training: bool = True
) -> np.ndarray:
    """Inverted dropout: silence each value by the toss of its own coin.

    x         any shape, floating point
    rate      the probability with which a value is dropped; 0 <= rate < 1
    rng       where the random numbers come from
    training  False: nothing is dropped, the result equals x

    Returns the same shape. Dropped values are 0; kept ones are divided by 1 - rate, so that the
    sum stays the same on average.
    Raises ValueError, naming rate, unless 0 <= rate < 1.
    """
    if not 0 <= rate < 1:
        raise ValueError(f"rate must be at least 0 and below 1, not {rate}")
    if not training:
        return x
    kept = rng.random(x.shape) >= rate
    return np.where(kept, x / (1 - rate), 0.0)
