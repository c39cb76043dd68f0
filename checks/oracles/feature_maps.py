"""A small network, written as its definition reads: one layer after the other, in 64 bits.

A network is a list of layers as `Workbench.build` takes it: (class name, arguments).
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from checks.oracles import activations, convolution, dense, pooling

Layers = Sequence[tuple[str, dict[str, Any]]]


def outputs(layers: Layers, weights: Sequence[np.ndarray], image: np.ndarray) -> list[np.ndarray]:
    """What each layer puts out for an image, nothing being dropped.

    weights  in the order of `model.get_weights()`
    """
    left, x, all_of_them = list(weights), np.array(image, float), []
    for kind, arguments in layers:
        if kind == "Conv2D":
            x = convolution.conv2d(
                x, left.pop(0), left.pop(0), 1, arguments.get("padding", "valid")
            )
        elif kind == "Dense":
            x = dense.dense(x, left.pop(0), left.pop(0))
        elif kind == "Count":
            left.pop(0)
        elif kind == "MaxPooling2D":
            x = pooling.max_pool(x)
        elif kind == "AveragePooling2D":
            x = pooling.mean_pool(x)
        elif kind == "Flatten":
            x = dense.flatten(x)
        else:
            assert kind in ("Activation", "Dropout")
        x = activation(x, arguments.get("activation", "linear"))
        all_of_them.append(x)
    return all_of_them


def activation(x: np.ndarray, name: str) -> np.ndarray:
    """An activation function by the name that Keras gives it."""
    if name == "linear":
        return x
    if name == "softplus":
        return np.logaddexp(0.0, x)  # log(1 + exp(x)), a ReLU without a bend
    return {"relu": activations.relu, "softmax": activations.softmax}[name](x)


def shapes(layers: Layers, image_shape: tuple[int, ...]) -> list[tuple[int, ...]]:
    """Shapes of all weights of a network, in the order of `model.get_weights()`."""
    found: list[tuple[int, ...]] = []
    x = np.zeros(image_shape)
    for number, (kind, arguments) in enumerate(layers):
        own: list[tuple[int, ...]] = []
        if kind == "Conv2D":
            own = [(*arguments["kernel_size"], x.shape[2], arguments["filters"])]
            own.append(own[0][-1:])
        elif kind == "Dense":
            own = [(x.size, arguments["units"]), (arguments["units"],)]
        elif kind == "Count":
            own = [()]
        found += own
        zeros = [np.zeros(shape) for shape in own]
        x = outputs([layers[number]], zeros, x)[-1]
    return found
