"""Part 4, feature_maps: what a network sees on its way, layer by layer."""

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
    outputs = {name: model.get_layer(name).output for name in layer_names}
    partial = keras.Model(model.inputs[0], outputs)
    return {
        name: keras.ops.convert_to_numpy(output)[0]
        for name, output in partial(image[np.newaxis], training=False).items()
    }


def plot_feature_maps(maps: np.ndarray, columns: int = 8) -> Figure:
    """Draw feature maps in a grid, one panel a filter, row by row in their order.

    maps     (H, W, F)
    columns  panels in a row

    Returns a Matplotlib figure. The panels have no ticks; places of the grid that are left over
    stay blank.
    """
    # Matplotlib takes half a second to import, and only this function needs it.
    from matplotlib import pyplot as plt

    filters = maps.shape[-1]
    rows = -(-filters // columns)
    figure, panels = plt.subplots(
        rows, columns, figsize=(1.1 * columns, 1.1 * rows), squeeze=False, layout="tight"
    )
    for panel in panels.flat:
        panel.axis("off")
    for number in range(filters):
        panels.flat[number].imshow(maps[..., number], cmap="gray")
    return figure
