"""Part 4, activation_maximization: the picture that a filter or a unit answers to most."""

from __future__ import annotations

from collections.abc import Callable

import keras
import numpy as np
import tensorflow as tf


def displayable(image: np.ndarray) -> np.ndarray:
    """Turn any image into one that can be looked at.

    image  (H, W, C), any numbers

    Over the whole image the mean is moved to 0 and the standard deviation scaled to 0.1; then
    0.5 is added, the values are clipped to 0..1 and multiplied by 255. A constant image comes
    out mid-grey. Returns uint8 (H, W, C).
    """
    centred = image.astype(np.float64) - image.mean(dtype=np.float64)
    deviation = centred.std()
    scaled = 0.5 + 0.1 * centred / deviation if deviation > 0 else np.full_like(centred, 0.5)
    return np.rint(255 * scaled.clip(0, 1)).astype(np.uint8)


def gradient_ascent(
    gradient: Callable[[np.ndarray], np.ndarray],
    start: np.ndarray,
    steps: int = 40,
    step_size: float = 1.0,
) -> np.ndarray:
    """Climb from an image along a gradient.

    gradient   gives for an image the gradient there, of the same shape
    start      (H, W, C); it is left as it is
    steps      how often the gradient is asked for
    step_size  length of a step: this much times the gradient divided by its root mean square
               (plus 1e-5) is added

    Returns the last image, floating point (H, W, C).
    """
    image = start.astype(np.result_type(start, np.float32))
    for _ in range(steps):
        slope = np.asarray(gradient(image))
        image = image + step_size * slope / (np.sqrt(np.mean(np.square(slope))) + 1e-5)
    return image


def maximize_activation(
    model: keras.Model,
    layer_name: str,
    unit: int,
    steps: int = 40,
    step_size: float = 1.0,
    rng: np.random.Generator | None = None,
) -> np.ndarray:
    """Find an image that a part of a network answers to strongly, by gradient ascent.

    layer_name        a convolution, of which the mean of one feature map grows; or a dense
                      layer, of which one unit does (before a softmax)
    unit              number of the filter or unit, from 0
    steps, step_size  as `gradient_ascent` has them
    rng               draws the grey noise that it starts from

    Returns the image (H, W, C), floating point. Raises ValueError for a layer or a unit that
    the model does not have.
    """
    outputs = _scores(model, layer_name)
    if not 0 <= unit < outputs.shape[-1]:
        raise ValueError(f"unit {unit}: {layer_name} has units 0 to {outputs.shape[-1] - 1}")
    partial = keras.Model(model.inputs[0], outputs)

    @tf.function
    def slope(image: tf.Tensor) -> tf.Tensor:
        with tf.GradientTape() as tape:
            tape.watch(image)
            score = tf.reduce_mean(partial(image[tf.newaxis], training=False)[..., unit])
        return tape.gradient(score, image)

    rng = rng or np.random.default_rng()
    start = rng.uniform(0.4, 0.6, model.input_shape[1:]).astype(np.float32)
    return gradient_ascent(
        lambda image: slope(tf.constant(image, tf.float32)).numpy(), start, steps, step_size
    )


def _scores(model: keras.Model, layer_name: str) -> keras.KerasTensor:
    """Output of a layer, with a softmax taken off: it would hold the other units down too."""
    names = [layer.name for layer in model.layers]
    if layer_name not in names:
        raise ValueError(f"layer {layer_name!r}: the model has {', '.join(names)}")
    layer = model.get_layer(layer_name)
    if getattr(layer, "activation", None) is not keras.activations.softmax:
        return layer.output
    linear = type(layer).from_config({**layer.get_config(), "activation": None})
    scores = linear(layer.input)
    linear.set_weights(layer.get_weights())
    return scores
