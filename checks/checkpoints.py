"""What a checkpoint has to be, whatever it recognises: one function for each, by its name.

Each is called before anything is predicted, so that the weights are told first, and gives the
forward pass of our own that the predictions have to agree with; None where any model will do.
"""

from collections.abc import Callable

import numpy as np

from checks.oracles import model as oracle
from checks.test_improved import BASIC, MORE, MOST, convolutions
from grading.evaluate import Unusable
from grading.models import Model

Forward = Callable[[np.ndarray], np.ndarray]
SHAPE, CLASSES = (32, 32, 3), 10
SHOWN = 14  # shapes in a sentence


def basic(model: Model) -> Forward:
    """The weights of the basic model, and what it makes of prepared pictures."""
    weights = model.weights()
    parts = oracle.parts(weights, SHAPE, CLASSES)
    if parts is None:
        shapes = ", ".join(str(array.shape) for array in weights[:SHOWN]) or "none"
        more = f" and {len(weights) - SHOWN} more" if len(weights) > SHOWN else ""
        wanted = ", ".join(map(str, oracle.shapes(SHAPE, CLASSES)))
        raise Unusable(
            "wrong",
            "This is not the basic model, which has kernels "
            f"{wanted}, each with biases: its weights are {shapes}{more}. Train what "
            "build_basic_model builds once its exercise has passed.",
        )
    return lambda images: oracle.forward(images, parts)


def improved(model: Model) -> None:
    """Enough convolutions, and not too many parameters, as the exercise asks for."""
    weights = model.weights()
    found = convolutions(model, weights)
    if found < BASIC + MORE:
        raise Unusable(
            "wrong",
            f"The improved model has {BASIC + MORE} convolutions or more, and this one {found}: "
            "train what build_improved_model builds once its exercise has passed.",
        )
    parameters = sum(array.size for array in weights)
    if parameters > MOST:
        raise Unusable(
            "wrong",
            f"The improved model has at most {MOST:,} parameters, and this one {parameters:,}: "
            "fewer filters, or a pool before the first fully connected layer, make it smaller.",
        )
