"""What goes wrong when the outputs of layers are asked for, and drawn."""

import keras
import numpy as np

from checks.misconceptions import misconception
from solutions.feature_maps import layer_outputs, plot_feature_maps

right_outputs, right_plot = layer_outputs, plot_feature_maps


@misconception(
    "layer_outputs",
    "The batch axis was left on: the network wants a batch of one, and the answer is wanted for "
    "the one image, so take output[0].",
)
def batch_axis_kept(model, layer_names, image):
    got = right_outputs(model, layer_names, image)
    return {name: output[np.newaxis] for name, output in got.items()}


@misconception(
    "layer_outputs",
    "The network is run once for every layer: one model with several outputs answers for all of "
    "them in a single forward pass.",
)
def one_pass_a_layer(model, layer_names, image):
    got: dict = {}
    for name in layer_names:
        got |= right_outputs(model, [name], image)
    return got


@misconception(
    "layer_outputs",
    "The outputs came in a list: a dict is wanted, so that each can be found by its layer's name.",
)
def list_of_outputs(model, layer_names, image):
    return list(right_outputs(model, layer_names, image).values())


@misconception(
    "layer_outputs",
    "Dropout was left on: with training=True a layer gives something else each time, so look at "
    "a network with training=False.",
)
def in_training_mode(model, layer_names, image):
    outputs = [model.get_layer(name).output for name in layer_names]
    partial = keras.Model(model.inputs, outputs)
    got = partial([image[np.newaxis]], training=True)
    got = got if isinstance(got, (list, tuple)) else [got]
    return {name: np.asarray(each)[0] for name, each in zip(layer_names, got, strict=True)}


@misconception(
    "layer_outputs",
    "These are the weights of the layers: what they put out depends on the image, and takes a "
    "forward pass.",
)
def weights_of_the_layers(model, layer_names, image):
    return {
        name: weights[0] for name in layer_names if (weights := model.get_layer(name).get_weights())
    }


@misconception(
    "layer_outputs",
    "Every layer's output is given: only those are wanted whose names were asked for.",
)
def all_layers(model, layer_names, image):
    return right_outputs(model, [layer.name for layer in model.layers], image)


@misconception(
    "layer_outputs",
    "The names went to the outputs in another order: the outputs of the partial model come in "
    "the order in which it was given them.",
)
def names_in_the_order_of_the_model(model, layer_names, image):
    got = right_outputs(model, layer_names, image)
    ordered = [layer.name for layer in model.layers if layer.name in layer_names]
    return dict(zip(ordered, got.values(), strict=True))


@misconception(
    "layer_outputs",
    "A convolution's mean over its filters was given: every filter's map is wanted, (H', W', F).",
)
def mean_over_filters(model, layer_names, image):
    got = right_outputs(model, layer_names, image)
    return {name: each.mean(axis=-1) if each.ndim == 3 else each for name, each in got.items()}


@misconception(
    "layer_outputs",
    "Each layer was shown the image itself: a layer is to see what the layers before it made of "
    "it, so ask the whole network for its output there.",
)
def inputs_of_the_layers(model, layer_names, image):
    inputs = [model.get_layer(name).input for name in layer_names]
    partial = keras.Model(model.inputs, inputs)
    got = partial([image[np.newaxis]], training=False)
    got = got if isinstance(got, (list, tuple)) else [got]
    return {name: np.asarray(each)[0] for name, each in zip(layer_names, got, strict=True)}


@misconception(
    "plot_feature_maps",
    "The first axis was taken for the filters: maps are (H, W, F), and the map of filter f is "
    "maps[..., f].",
)
def rows_as_maps(maps, columns=8):
    return right_plot(np.moveaxis(maps, 0, -1), columns)


@misconception(
    "plot_feature_maps",
    "Ticks were left on: numbers at every panel tell nothing here, and axis('off') takes them off.",
)
def with_ticks(maps, columns=8):
    from matplotlib import pyplot as plt

    count = maps.shape[-1]
    rows = -(-count // columns)
    figure, panels = plt.subplots(rows, columns, squeeze=False)
    for panel in panels.flat[count:]:
        panel.axis("off")
    for index in range(count):
        panels.flat[index].imshow(maps[..., index])
    return figure


@misconception(
    "plot_feature_maps",
    "Only full rows were drawn: when F is no multiple of columns, the last maps need a row that "
    "is not full.",
)
def full_rows_only(maps, columns=8):
    return right_plot(maps[..., : max(1, maps.shape[-1] // columns) * columns], columns)


@misconception(
    "plot_feature_maps",
    "Places that are left over show empty frames: switch off the axis of every panel, used or not.",
)
def frames_left_over(maps, columns=8):
    from matplotlib import pyplot as plt

    count = maps.shape[-1]
    rows = -(-count // columns)
    figure, panels = plt.subplots(rows, columns, squeeze=False)
    for index in range(count):
        panels.flat[index].imshow(maps[..., index])
        panels.flat[index].axis("off")
    return figure


@misconception(
    "plot_feature_maps",
    "All filters were added up to one picture: one panel a filter is wanted.",
)
def one_picture(maps, columns=8):
    return right_plot(maps.sum(axis=-1, keepdims=True), columns)


@misconception(
    "plot_feature_maps",
    "The figure was not returned: end with `return figure`.",
)
def figure_forgotten(maps, columns=8):
    right_plot(maps, columns)


@misconception(
    "plot_feature_maps",
    "The maps were drawn column by column: the first row holds the first maps.",
)
def transposed(maps, columns=8):
    return right_plot(maps.swapaxes(0, 1), columns)
