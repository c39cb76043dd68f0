"""What goes wrong when a network is looked into, and its feature maps are drawn."""

import keras
import numpy as np

from checks.misconceptions import misconception
from solutions.feature_maps import layer_outputs, plot_feature_maps

# in a submission the names of the solution stand for the wrong versions
right_outputs, right_plot = layer_outputs, plot_feature_maps


def outputs_in_order(model, layer_names, image, training=False):
    """What a partial model gives for a batch of one, as a list."""
    partial = keras.Model(model.inputs[0], [model.get_layer(name).output for name in layer_names])
    got = partial(image[None], training=training)
    return [np.asarray(x) for x in (got if isinstance(got, (list, tuple)) else [got])]


@misconception(
    "layer_outputs", "The batch axis was left in: take the first, and only, image of the batch."
)
def batch_kept(model, layer_names, image):
    return dict(zip(layer_names, outputs_in_order(model, layer_names, image), strict=True))


@misconception(
    "layer_outputs",
    "np.squeeze removes every axis of length 1, a single channel too: take [0] of the batch.",
)
def squeezed(model, layer_names, image):
    got = outputs_in_order(model, layer_names, image)
    return {name: np.squeeze(x) for name, x in zip(layer_names, got, strict=True)}


@misconception(
    "layer_outputs",
    "Each layer had a forward pass of its own: one partial model can have several outputs.",
)
def pass_for_each_layer(model, layer_names, image):
    return {name: outputs_in_order(model, [name], image)[0][0] for name in layer_names}


@misconception(
    "layer_outputs",
    "The network was run as if in training, with dropout: say training=False.",
)
def dropout_left_on(model, layer_names, image):
    got = outputs_in_order(model, layer_names, image, training=True)
    return {name: x[0] for name, x in zip(layer_names, got, strict=True)}


@misconception(
    "layer_outputs",
    "With one name Keras gives an array and not a list of one, so that another axis was taken for "
    "the layers: name the outputs with a dict.",
)
def one_name_forgotten(model, layer_names, image):
    partial = keras.Model(model.inputs[0], [model.get_layer(name).output for name in layer_names])
    got = partial(image[None], training=False)
    return {name: np.asarray(x)[0] for name, x in zip(layer_names, got, strict=True)}


@misconception(
    "layer_outputs",
    "What goes into the layers was returned: what comes out of them is wanted, layer.output.",
)
def inputs_of_layers(model, layer_names, image):
    partial = keras.Model(
        model.inputs[0], {name: model.get_layer(name).input for name in layer_names}
    )
    return {name: np.asarray(x)[0] for name, x in partial(image[None], training=False).items()}


@misconception(
    "layer_outputs",
    "Names and outputs were paired in another order: Keras gives the outputs in the order in which "
    "you ask for them.",
)
def order_of_the_network(model, layer_names, image):
    chosen = [layer.name for layer in model.layers if layer.name in layer_names]
    got = outputs_in_order(model, chosen, image)
    return {name: x[0] for name, x in zip(layer_names, got, strict=True)}


@misconception("layer_outputs", "A list was returned: a dict is wanted, an array for every name.")
def list_of_arrays(model, layer_names, image):
    return [x[0] for x in outputs_in_order(model, layer_names, image)]


@misconception(
    "layer_outputs", "All layers were returned: the dict holds those that were asked for."
)
def all_layers(model, layer_names, image):
    names = [layer.name for layer in model.layers if layer.name]
    return {
        name: x[0] for name, x in zip(names, outputs_in_order(model, names, image), strict=True)
    }


@misconception("layer_outputs", "Tensors were returned: convert each output to a NumPy array.")
def tensors(model, layer_names, image):
    return {
        name: keras.ops.convert_to_tensor(x)
        for name, x in right_outputs(model, layer_names, image).items()
    }


@misconception(
    "layer_outputs",
    "The prediction was returned for every name: a partial model has to stop at the layer.",
)
def prediction_only(model, layer_names, image):
    prediction = np.asarray(model(image[None], training=False))[0]
    return {name: prediction for name in layer_names}


@misconception(
    "layer_outputs",
    "The weights of the layers were returned: an output is what a layer makes of the image.",
)
def weights_returned(model, layer_names, image):
    return {name: (model.get_layer(name).get_weights() or [np.zeros(1)])[0] for name in layer_names}


@misconception(
    "layer_outputs",
    "The image was divided by 255 once more: it comes prepared as for training.",
)
def scaled_again(model, layer_names, image):
    return right_outputs(model, layer_names, image / 255)


@misconception(
    "layer_outputs",
    "The maps were scaled to 0 to 1: give what the layer puts out, and scale when you draw.",
)
def scaled_maps(model, layer_names, image):
    return {
        name: (x - x.min()) / (np.ptp(x) or 1.0)
        for name, x in right_outputs(model, layer_names, image).items()
    }


@misconception(
    "plot_feature_maps",
    "The first axis was taken for the filters: it is the last one, maps[..., number].",
)
def first_axis(maps, columns=8):
    return right_plot(np.moveaxis(maps, 0, -1), columns)


@misconception(
    "plot_feature_maps",
    "The maps were cut out with reshape, which mixes them: maps[..., number] is one map.",
)
def reshaped(maps, columns=8):
    height, width, filters = maps.shape
    return right_plot(np.moveaxis(maps.reshape(filters, height, width), 0, -1), columns)


@misconception(
    "plot_feature_maps",
    "The last row is missing where it is not full: divide and round up to get the number of rows.",
)
def last_row_missing(maps, columns=8):
    full = max(1, maps.shape[-1] // columns) * columns
    return right_plot(maps[..., :full], columns)


@misconception(
    "plot_feature_maps", "There are eight columns whatever is asked for: columns says how many."
)
def eight_columns(maps, columns=8):
    return right_plot(maps)


@misconception(
    "plot_feature_maps", "`columns` was taken for the number of rows: it counts panels in a row."
)
def rows_for_columns(maps, columns=8):
    return right_plot(maps, -(-maps.shape[-1] // columns))


@misconception(
    "plot_feature_maps", "The panels have ticks: ax.axis('off') takes them and the frame away."
)
def with_ticks(maps, columns=8):
    figure = right_plot(maps, columns)
    for panel in figure.axes:
        if panel.images:
            panel.axis("on")
    return figure


@misconception(
    "plot_feature_maps", "Left-over places show empty axes: ax.axis('off') makes a place blank."
)
def empty_axes(maps, columns=8):
    figure = right_plot(maps, columns)
    for panel in figure.axes:
        if not panel.images:
            panel.axis("on")
    return figure


@misconception(
    "plot_feature_maps", "Every panel shows the same map: take the one that belongs to the panel."
)
def same_map(maps, columns=8):
    return right_plot(np.repeat(maps[..., :1], maps.shape[-1], axis=-1), columns)


@misconception(
    "plot_feature_maps",
    "The figure was shown and not returned: end the function with return figure.",
)
def figure_forgotten(maps, columns=8):
    right_plot(maps, columns)


@misconception(
    "plot_feature_maps",
    "The maps go down the columns: fill one row after the other, as panels.flat does.",
)
def down_the_columns(maps, columns=8):
    from matplotlib import pyplot as plt

    rows = -(-maps.shape[-1] // columns)
    figure, panels = plt.subplots(rows, columns, squeeze=False)
    for panel in panels.flat:
        panel.axis("off")
    for number in range(maps.shape[-1]):
        panels.T.flat[number].imshow(maps[..., number])
    return figure


@misconception(
    "plot_feature_maps",
    "plt.subplots gives an array of one axis, or no array, where there is one row or column: "
    "squeeze=False gives rows and columns always.",
)
def subplots_squeezed(maps, columns=8):
    from matplotlib import pyplot as plt

    rows = -(-maps.shape[-1] // columns)
    figure, panels = plt.subplots(rows, columns)
    for place in range(rows * columns):
        panel = panels[place // columns, place % columns]
        panel.axis("off")
        if place < maps.shape[-1]:
            panel.imshow(maps[..., place])
    return figure


@misconception(
    "plot_feature_maps",
    "A map that is the same everywhere was divided by its range, which is 0: a filter that answers "
    "nothing has such a map.",
)
def silent_filter_divided(maps, columns=8):
    low, high = maps.min(axis=(0, 1)), maps.max(axis=(0, 1))
    with np.errstate(all="ignore"):
        return right_plot((maps - low) / (high - low), columns)


@misconception(
    "layer_outputs",
    "Names and outputs were paired in another order: Keras gives the outputs in the order"
    " in which you ask for them.",
)
def paired_in_the_order_of_the_network(model, layer_names, image):
    chosen = [layer.output for layer in model.layers if layer.name in layer_names]
    got = list(keras.Model(model.inputs[0], chosen)(image[None], training=False))
    return {name: np.asarray(x)[0] for name, x in zip(layer_names, got, strict=False)}


@misconception(
    "layer_outputs",
    "The last of the names was left out: each of them gets an array.",
)
def last_name_left_out(model, layer_names, image):
    chosen = list(layer_names)[:-1] or list(layer_names)
    return right_outputs(model, chosen, image)


@misconception(
    "layer_outputs",
    "The maps were averaged over their places: all of their values are wanted.",
)
def averaged_over_places(model, layer_names, image):
    got = right_outputs(model, layer_names, image)
    return {name: x.mean(axis=(0, 1)) if x.ndim == 3 else x for name, x in got.items()}


@misconception(
    "layer_outputs",
    "Filters were put first: a map keeps its axes (H, W, C).",
)
def filters_first(model, layer_names, image):
    got = right_outputs(model, layer_names, image)
    return {name: np.moveaxis(x, -1, 0) if x.ndim == 3 else x for name, x in got.items()}


@misconception(
    "layer_outputs",
    "The batch axis was left in: take the first, and only, image of the batch.",
)
def batch_kept_but_for_one_name(model, layer_names, image):
    partial = keras.Model(model.inputs[0], [model.get_layer(name).output for name in layer_names])
    got = partial(image[None], training=False)
    return {name: np.asarray(x) for name, x in zip(layer_names, got, strict=False)}


@misconception(
    "layer_outputs",
    "Names and outputs were paired in another order: Keras gives the outputs in the order in which "
    "you ask for them.",
)
def named_in_the_order_given(model, layer_names, image):
    chosen = [layer.name for layer in model.layers if layer.name in layer_names]
    got = outputs_in_order(model, chosen, image)
    return {name: x[0] for name, x in zip(layer_names, got, strict=True)}


@misconception(
    "layer_outputs",
    "Names and outputs were paired in another order: Keras gives the outputs in the order in which "
    "you ask for them.",
)
def names_sorted(model, layer_names, image):
    got = outputs_in_order(model, layer_names, image)
    return {name: x[0] for name, x in zip(sorted(layer_names), got, strict=True)}


@misconception(
    "layer_outputs",
    "Names and outputs were paired in another order: Keras gives the outputs in the order in which "
    "you ask for them.",
)
def names_sorted_and_layers_in_order(model, layer_names, image):
    chosen = [layer.name for layer in model.layers if layer.name in layer_names]
    got = outputs_in_order(model, chosen, image)
    return {name: x[0] for name, x in zip(sorted(layer_names), got, strict=True)}


@misconception(
    "layer_outputs",
    "Maps were flattened: they keep their axes (H, W, C).",
)
def flattened(model, layer_names, image):
    got = right_outputs(model, layer_names, image)
    return {name: x.reshape(-1) for name, x in got.items()}


@misconception(
    "layer_outputs",
    "Only the first filter was kept: the maps of all of them are wanted.",
)
def first_filter(model, layer_names, image):
    got = right_outputs(model, layer_names, image)
    return {name: x[..., :1] for name, x in got.items()}


@misconception(
    "layer_outputs",
    "Only the first filter was kept: the maps of all of them are wanted.",
)
def first_filter_alone(model, layer_names, image):
    got = right_outputs(model, layer_names, image)
    return {name: x[..., 0] for name, x in got.items()}


@misconception(
    "layer_outputs",
    "Lists were returned: an array is wanted for every name.",
)
def nested_lists(model, layer_names, image):
    return {name: x.tolist() for name, x in right_outputs(model, layer_names, image).items()}


@misconception(
    "layer_outputs",
    "The numbers of the layers are the names in the dict: take the names that were asked for.",
)
def numbered(model, layer_names, image):
    return dict(enumerate(right_outputs(model, layer_names, image).values()))


@misconception(
    "layer_outputs",
    "Only one of the names was kept: make a place in the dict for each of them, inside the loop.",
)
def last_name_alone(model, layer_names, image):
    *_, last = layer_names
    return {last: right_outputs(model, layer_names, image)[last]}


@misconception(
    "layer_outputs",
    "Only one of the names was kept: make a place in the dict for each of them, inside the loop.",
)
def first_name_alone(model, layer_names, image):
    first, *_ = layer_names
    return {first: right_outputs(model, layer_names, image)[first]}


@misconception(
    "layer_outputs",
    "Nothing was returned: end the function with return.",
)
def outputs_forgotten(model, layer_names, image):
    right_outputs(model, layer_names, image)


@misconception(
    "plot_feature_maps",
    "One of the maps is missing: filters are counted from 0, and range(F) goes up to the last of "
    "them.",
)
def first_map_missing(maps, columns=8):
    if maps.shape[-1] > 1:
        return right_plot(maps[..., 1:], columns)
    figure = right_plot(maps, columns)
    figure.clear()
    return figure


@misconception(
    "plot_feature_maps",
    "One of the maps is missing: filters are counted from 0, and range(F) goes up to the last of "
    "them.",
)
def last_map_missing(maps, columns=8):
    if maps.shape[-1] > 1:
        return right_plot(maps[..., :-1], columns)
    figure = right_plot(maps, columns)
    figure.clear()
    return figure


@misconception(
    "plot_feature_maps",
    "The panels have ticks: ax.axis('off') takes them and the frame away.",
)
def ticks_at_the_side(maps, columns=8):
    figure = right_plot(maps, columns)
    for panel in figure.axes:
        if panel.images:
            panel.axis("on")
            panel.set_xticks([])
    return figure


@misconception(
    "plot_feature_maps",
    "The panels have ticks: ax.axis('off') takes them and the frame away.",
)
def ticks_below(maps, columns=8):
    figure = right_plot(maps, columns)
    for panel in figure.axes:
        if panel.images:
            panel.axis("on")
            panel.set_yticks([])
    return figure


@misconception(
    "plot_feature_maps",
    "There is a single panel: each map has one of its own, and all of them are in one figure.",
)
def averaged_over_filters(maps, columns=8):
    return right_plot(maps.mean(axis=-1, keepdims=True), columns)


@misconception(
    "plot_feature_maps",
    "There is a single panel: each map has one of its own, and all of them are in one figure.",
)
def a_figure_for_each(maps, columns=8):
    for number in range(maps.shape[-1]):
        figure = right_plot(maps[..., number : number + 1], 1)
    return figure


@misconception(
    "plot_feature_maps",
    "All maps are in a single row: a row has at most `columns` panels.",
)
def single_row(maps, columns=8):
    return right_plot(maps, maps.shape[-1])


@misconception(
    "plot_feature_maps",
    "All maps are in a single column: a row has up to `columns` panels.",
)
def single_column(maps, columns=8):
    return right_plot(maps, 1)


@misconception(
    "plot_feature_maps",
    "There is a single panel: each map has one of its own, and all of them are in one figure.",
)
def one_panel(maps, columns=8):
    from matplotlib import pyplot as plt

    figure, panel = plt.subplots()
    panel.axis("off")
    for number in range(maps.shape[-1]):
        panel.imshow(maps[..., number])
    return figure


@misconception(
    "layer_outputs",
    "The layers were called one after the other, which fits a chain alone (keras.Sequential): "
    "make a partial model, keras.Model(model.inputs, outputs).",
)
def one_after_the_other(model, layer_names, image):
    x, found = image[None], {}
    for layer in model.layers:
        x = layer(x)
        found[layer.name] = np.asarray(x)[0]
    return {name: found[name] for name in layer_names}


@misconception(
    "layer_outputs",
    "A layer was found by a part of its name, which others have as well: compare whole names, "
    "as model.get_layer does.",
)
def last_with_that_part(model, layer_names, image):
    found = {n: layer.name for n in layer_names for layer in model.layers if n in layer.name}
    got = right_outputs(model, list(found.values()), image)
    return {name: got[of] for name, of in found.items()}


@misconception(
    "layer_outputs",
    "A layer was found by a part of its name, which others have as well: compare whole names, "
    "as model.get_layer does.",
)
def first_with_that_part(model, layer_names, image):
    names = [layer.name for layer in model.layers]
    found = {n: next(name for name in names if n in name) for n in layer_names}
    got = right_outputs(model, list(found.values()), image)
    return {name: got[of] for name, of in found.items()}


@misconception(
    "layer_outputs",
    "A layer was found by a part of its name, which others have as well: compare whole names, "
    "as model.get_layer does.",
)
def last_with_that_beginning(model, layer_names, image):
    names = [layer.name for layer in model.layers]
    found = {n: [name for name in names if name.startswith(n)][-1] for n in layer_names}
    got = right_outputs(model, list(found.values()), image)
    return {name: got[of] for name, of in found.items()}


@misconception(
    "layer_outputs",
    "The image was divided by 255 where a value is above 1: it comes prepared as for "
    "training, and standardized images go beyond 1.",
)
def scaled_if_above_1(model, layer_names, image):
    return right_outputs(model, layer_names, image / 255 if image.max() > 1 else image)


@misconception(
    "layer_outputs",
    "The image was taken to be of shape (32, 32, 3): image[np.newaxis] adds the batch axis, "
    "whatever its shape.",
)
def reshaped_to_32(model, layer_names, image):
    return right_outputs(model, layer_names, image.reshape(1, 32, 32, 3)[0])


@misconception(
    "plot_feature_maps",
    "The number of panels is fixed: maps.shape[-1] says how many maps there are.",
)
def always_32(maps, columns=8):
    return right_plot(np.stack([maps[..., number] for number in range(32)], axis=-1), columns)


@misconception(
    "plot_feature_maps",
    "The maps that were given were changed: -= and /= work in place, so make a new array.",
)
def scaled_in_place(maps, columns=8):
    figure = right_plot(maps, columns)
    maps -= maps.min(axis=(0, 1))
    return figure


@misconception(
    "plot_feature_maps",
    "The maps that were given were changed: -= and /= work in place, so make a new array.",
)
def scaled_and_divided_in_place(maps, columns=8):
    maps -= maps.min(axis=(0, 1))
    maps /= maps.max(axis=(0, 1))
    return right_plot(maps, columns)


@misconception(
    "plot_feature_maps",
    "plt.subplots gives an array of one axis, or no array, where there is one row or column: "
    "squeeze=False gives rows and columns always.",
)
def narrow_subplots_squeezed(maps, columns=8):
    from matplotlib import pyplot as plt

    count = maps.shape[-1]
    columns = min(columns, count)
    figure, panels = plt.subplots(-(-count // columns), columns)
    for place in range(-(-count // columns) * columns):
        panel = panels[place // columns, place % columns]
        panel.axis("off")
        if place < count:
            panel.imshow(maps[..., place])
    return figure


@misconception(
    "plot_feature_maps",
    "plt.subplots gives an array of one axis, or no array, where there is one row or column: "
    "squeeze=False gives rows and columns always.",
)
def single_panel_squeezed(maps, columns=8):
    if maps.shape[-1] == 1:
        raise AttributeError("'Axes' object has no attribute 'flat'")
    return right_plot(maps, columns)


@misconception(
    "plot_feature_maps",
    "The same maps come again and again: the number of a map is row * columns + column.",
)
def numbered_by_column(maps, columns=8):
    return right_plot(maps[..., np.arange(maps.shape[-1]) % columns], columns)


@misconception(
    "plot_feature_maps",
    "The same maps come again and again: the number of a map is row * columns + column.",
)
def numbered_by_row(maps, columns=8):
    return right_plot(maps[..., np.arange(maps.shape[-1]) // columns], columns)


@misconception(
    "plot_feature_maps",
    "The panels have ticks: ax.axis('off') takes them and the frame away.",
)
def ticks_everywhere(maps, columns=8):
    figure = right_plot(maps, columns)
    for panel in figure.axes:
        panel.axis("on")
    return figure


@misconception(
    "plot_feature_maps",
    "The axes were returned, or given beside the figure: return the figure alone.",
)
def axes_returned(maps, columns=8):
    return np.array(right_plot(maps, columns).axes)


@misconception(
    "plot_feature_maps",
    "The axes were returned, or given beside the figure: return the figure alone.",
)
def axes_beside(maps, columns=8):
    figure = right_plot(maps, columns)
    return figure, figure.axes


@misconception(
    "plot_feature_maps",
    "The maps lie on their side: maps.T turns rows and columns round as well, maps[..., number] "
    "leaves them as they are.",
)
def maps_transposed(maps, columns=8):
    return right_plot(maps.transpose(1, 0, 2), columns)


@misconception(
    "layer_outputs",
    "Each layer was given the image itself: what it gets is the output of the layer before it, so "
    "make a partial model, keras.Model(model.inputs, outputs).",
)
def each_layer_alone(model, layer_names, image):
    return {name: np.asarray(model.get_layer(name)(image[None]))[0] for name in layer_names}


@misconception("layer_outputs", "A list was returned: a dict is wanted, an array for every name.")
def list_of_arrays_or_rows(model, layer_names, image):
    partial = keras.Model(model.inputs[0], [model.get_layer(name).output for name in layer_names])
    return [np.asarray(x)[0] for x in partial(image[None], training=False)]


@misconception(
    "plot_feature_maps",
    "Only the first row of maps is drawn: there are as many rows as it takes.",
)
def first_row_alone(maps, columns=8):
    from matplotlib import pyplot as plt

    figure, panels = plt.subplots(1, columns, squeeze=False)
    for number, panel in enumerate(panels.flat):
        panel.axis("off")
        if number < maps.shape[-1]:
            panel.imshow(maps[..., number])
    return figure
