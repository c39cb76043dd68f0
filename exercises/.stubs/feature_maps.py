"""Part 4, feature_maps: what a network sees on its way, layer by layer.

Read feature_maps.md first; `python grader.py check feature_maps` says how far you are.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import keras
import numpy as np

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def layer_outputs(
    model: keras.Model, layer_names: Sequence[str], image: np.ndarray
) -> dict[str, np.ndarray]:
    """Give what some layers of a model put out for one image.

    layer_names  names of layers, as `model.summary()` shows them
    image        (H, W, C), floating point, prepared as for training

    Returns an array for every name, without a batch axis: (H', W', F) of a convolution or a
    pool, (M,) of a dense layer. All of them come from one forward pass, and nothing is dropped.
    """
    raise NotImplementedError  # write this function


def plot_feature_maps(maps: np.ndarray, columns: int = 8) -> Figure:
    """Draw feature maps in a grid, one panel a filter, row by row in their order.

    maps     (H, W, F)
    columns  panels in a row

    Returns a Matplotlib figure. The panels have no ticks; places of the grid that are left over
    stay blank.
    """
    raise NotImplementedError  # write this function
