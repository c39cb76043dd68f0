"""What `python grader.py show NAME` draws: a student's own functions at work on real pictures.

`show_NAME` is given the student's module and some pictures, and returns a Matplotlib figure, or
the one that the student's own function drew.
"""

import math
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.lib.stride_tricks import sliding_window_view

from grading.expect import expect
from grading.models import Layer
from grading.worker import schema


class Pictures(NamedTuple):
    """Images (N, H, W, 3) uint8, labels (N,), and the class names in label order."""

    images: np.ndarray
    labels: np.ndarray
    class_names: Sequence[str]


# Filters to look at the world with; each (3, 3), for a grey image.
BANK = {
    "vertical edges": [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]],
    "horizontal edges": [[-1, -2, -1], [0, 0, 0], [1, 2, 1]],
    "diagonal edges": [[-2, -1, 0], [-1, 0, 1], [0, 1, 2]],
    "spots": [[-1, -1, -1], [-1, 8, -1], [-1, -1, -1]],
    "blur": [[1 / 9] * 3] * 3,
}


def show_filtering(filtering: Any, pictures: Pictures) -> Figure:
    """The student's two edge kernels, and what they answer over three pictures."""
    vertical, horizontal = expect(filtering.edge_kernels()).to_be_sequence(2, "two edge kernels")
    figure, panels = _grid(3, 4, "Your edge kernels over pictures")
    for row, (image, name) in zip(panels, _first(pictures, 3), strict=True):
        grey = _grey(image)
        across = filtering.apply_filter(grey, np.asarray(vertical)[:, :, None])
        down = filtering.apply_filter(grey, np.asarray(horizontal)[:, :, None])
        _picture(row[0], image, name)
        _answers(row[1], _map(across), "vertical edges")
        _answers(row[2], _map(down), "horizontal edges")
        _picture(row[3], np.hypot(across, down), "both: strength")
    return figure


def show_convolution(convolution: Any, pictures: Pictures) -> Figure:
    """One layer of five filters, run over three pictures at once: its feature maps."""
    kernels = np.moveaxis(np.array(list(BANK.values()), float)[..., None], 0, -1)
    figure, panels = _grid(3, 6, "Five filters of one layer: your conv2d")
    for row, (image, name) in zip(panels, _first(pictures, 3), strict=True):
        maps = convolution.conv2d(_grey(image), kernels, np.zeros(5), 1, "same")
        expect(maps).to_have_shape((*image.shape[:2], 5))
        _picture(row[0], image, name)
        for panel, feature_map, title in zip(row[1:], np.moveaxis(maps, -1, 0), BANK, strict=True):
            _answers(panel, feature_map, title)
    return figure


def show_activations(activations: Any, pictures: Pictures) -> Figure:
    """A map of edges before and after ReLU and sigmoid, and the curves of both."""
    figure, panels = _grid(3, 4, "Your activation functions on a map of vertical edges")
    x = np.linspace(-6, 6, 241)
    for row, (image, name) in zip(panels[:2], _first(pictures, 2), strict=True):
        edges = _vertical_edges(image)
        _picture(row[0], image, name)
        _answers(row[1], edges, "vertical edges")
        _picture(row[2], activations.relu(edges), "after relu: one side only")
        _picture(row[3], activations.sigmoid(4 * edges), "after sigmoid")
    curves = {
        "relu(x)": activations.relu(x),
        "sigmoid(x)": activations.sigmoid(x),
    }
    for panel, (title, y) in zip(panels[2], curves.items(), strict=False):
        panel.plot(x, y, color="#0072B2", linewidth=2)
        panel.set_title(title)
    scores = np.array([2.0, 1.0, 0.0, -1.0])
    bars = (
        (panels[2][2], scores, "scores"),
        (panels[2][3], activations.softmax(scores), "softmax"),
    )
    for panel, heights, title in bars:
        panel.bar(range(4), heights, color="#E69F00", edgecolor="black")
        panel.set_title(title)
    return figure


def show_pooling(pooling: Any, pictures: Pictures) -> Figure:
    """Three pictures in squares of 2 and 4: the largest, the mean and the smallest value."""
    figure, panels = _grid(3, 5, "Your pools: what stays of a picture")
    for row, (image, name) in zip(panels, _first(pictures, 3), strict=True):
        scaled = image / 255
        _picture(row[0], image, f"{name}, {image.shape[0]}x{image.shape[1]}")
        _picture(row[1], pooling.max_pool(scaled, 2), "max_pool, size 2")
        _picture(row[2], pooling.mean_pool(scaled, 2), "mean_pool, size 2")
        _picture(row[3], pooling.min_pool(scaled, 2), "min_pool, size 2")
        _picture(row[4], pooling.max_pool(scaled, 4), "max_pool, size 4")
    return figure


def show_dataset(dataset: Any, pictures: Pictures) -> schema.Figure:
    """Twenty pictures as the student's plot_images draws them."""
    drawn = dataset.plot_images(pictures.images[:20], pictures.labels[:20], pictures.class_names)
    return expect(drawn).to_be_figure()


def show_preprocessing(preprocessing: Any, pictures: Pictures) -> Figure:
    """How often each pixel value comes, before and after the three ways of scaling."""
    images = pictures.images[:500]
    mean, std = expect(preprocessing.channel_statistics(images)).to_be_sequence(2, "mean and std")
    stages = {
        "as they come, uint8": images,
        "scale_pixels": preprocessing.scale_pixels(images),
        "scale_symmetric": preprocessing.scale_symmetric(images),
        "standardize": preprocessing.standardize(images, mean, std),
    }
    figure, panels = _grid(1, 4, f"Pixel values of {len(images)} pictures, by channel")
    for panel, (title, values) in zip(panels[0], stages.items(), strict=True):
        for channel, (color, name) in enumerate(
            (("#D55E00", "red"), ("#009E73", "green"), ("#0072B2", "blue"))
        ):
            counts, edges = np.histogram(np.asarray(values)[..., channel], 51)
            panel.stairs(counts, edges, color=color, linewidth=1.5, label=name,
                         linestyle=("-", "--", ":")[channel])  # fmt: skip
        panel.set_title(title)
        panel.set_yticks([])
    panels[0][0].legend(fontsize=8, frameon=False)
    return figure


def show_activation_maximization(activation_maximization: Any, pictures: Pictures) -> Figure:
    """Climbs from the same noise to what each filter of the bank answers to most."""
    start = np.random.default_rng(0).uniform(0.4, 0.6, (40, 40, 3))
    figure, panels = _grid(2, 5, "Your gradient_ascent, made displayable: what five filters like")
    for column, (title, kernel) in enumerate(BANK.items()):
        for row, steps in zip(panels, (2, 40), strict=True):
            image = activation_maximization.gradient_ascent(_slope(kernel), start, steps, 0.05)
            shown = activation_maximization.displayable(image)
            _picture(row[column], shown, f"{title}, {steps} steps")
    return figure


def show_feature_maps(feature_maps: Any, pictures: Pictures) -> schema.Figure:
    """Ten filters with ReLU on one picture: their maps as plot_feature_maps draws them."""
    grey = _grey(_first(pictures, 1)[0][0])[:, :, 0]
    answers = np.stack([_correlate(grey, np.array(kernel, float)) for kernel in BANK.values()], -1)
    maps = np.maximum(np.concatenate([answers, -answers], axis=-1), 0)
    return expect(feature_maps.plot_feature_maps(maps, columns=len(BANK))).to_be_figure()


def _slope(kernel: Any) -> Callable[[np.ndarray], np.ndarray]:
    """The gradient of a filter's mean answer after ReLU; it looks at all channels alike."""
    weights = np.array(kernel, float)

    def gradient(image: np.ndarray) -> np.ndarray:
        image = np.asarray(image, float)
        found = _correlate(image.mean(axis=2), weights) > 0
        slope = _correlate(np.pad(found / found.size, 2), weights[::-1, ::-1]) / 3
        return np.repeat(slope[:, :, None], 3, axis=2)

    return gradient


def _correlate(image: np.ndarray, kernel: np.ndarray) -> np.ndarray:
    """A kernel over a grey image (H, W), at every place where it fits."""
    return np.einsum("ijyx,yx->ij", sliding_window_view(image, kernel.shape), kernel)


def show_model(model: Any, pictures: Pictures) -> Figure:
    """The layers of the student's basic model: how many values each gives, how much it learns."""
    layers = expect(model.build_basic_model()).to_be_model().layers()
    layers = [layer for layer in layers if layer.kind != "InputLayer"]
    figure = Figure(figsize=(9, 0.9 + 0.33 * len(layers)), layout="constrained")
    learned = [sum(map(math.prod, layer.weights)) for layer in layers]
    figure.suptitle(f"Your basic model: {sum(learned):,} parameters", fontsize=13)
    values, parameters = figure.subplots(1, 2, sharey=True)
    places = range(len(layers))
    for place, layer in zip(places, layers, strict=True):
        shape = [side for side in layer.output or [] if side is not None]
        count = math.prod(shape) if shape else 0
        values.barh(place, count, color="#0072B2")
        values.text(count, place, f" {' x '.join(map(str, shape)) or 'unknown'}", va="center")
        parameters.barh(place, learned[place], color="#E69F00", edgecolor="black", linewidth=0.5)
        parameters.text(learned[place], place, f" {learned[place]:,}", va="center")
    values.set_yticks(places, [_layer_name(layer) for layer in layers])
    values.invert_yaxis()
    values.set_title("values that a layer gives")
    parameters.set_title("parameters that it learns")
    for panel in (values, parameters):
        panel.set_xticks([])
        panel.spines[:].set_visible(False)
        panel.tick_params(left=False)
        panel.margins(x=0.3)
    return figure


def _layer_name(layer: Layer) -> str:
    """Kind of a layer, with the one number or activation that tells it from others."""
    config = layer.config
    words = [config.get("filters"), config.get("units"), config.get("rate")]
    words += [name for name in [config.get("activation")] if name != "linear"]
    return " ".join(
        str(word) for word in [layer.kind, *words] if isinstance(word, (str, int, float))
    )


def _grid(rows: int, columns: int, title: str) -> tuple[Figure, np.ndarray]:
    figure = Figure(figsize=(2.1 * columns, 2.25 * rows + 0.5), layout="constrained")
    figure.suptitle(title, fontsize=13)
    return figure, figure.subplots(rows, columns, squeeze=False)


def _first(pictures: Pictures, count: int) -> list[tuple[np.ndarray, str]]:
    """The first picture of `count` different classes, with their names."""
    _, first = np.unique(pictures.labels, return_index=True)
    return [
        (pictures.images[index], pictures.class_names[int(pictures.labels[index])])
        for index in sorted(first)[:count]
    ]


def _grey(image: np.ndarray) -> np.ndarray:
    """A grey image (H, W, 1) from 0 to 1."""
    return np.mean(image, axis=2, keepdims=True) / 255


def _vertical_edges(image: np.ndarray) -> np.ndarray:
    grey = _grey(image)[:, :, 0]
    return grey[:, 2:] - grey[:, :-2]


def _map(values: Any) -> np.ndarray:
    """A feature map that can be drawn; anything else is told as a mismatch."""
    array = np.asarray(values)
    expect(values).to_hold(array.ndim == 2, "a feature map with two axes")
    return array


def _picture(panel: Axes, values: np.ndarray, title: str) -> None:
    panel.imshow(values, cmap="gray", interpolation="nearest")
    _bare(panel, title)


def _answers(panel: Axes, values: np.ndarray, title: str) -> None:
    """Answers of either sign: grey is none, light is positive, dark is negative."""
    most = float(np.abs(values).max()) or 1.0
    panel.imshow(values, cmap="gray", vmin=-most, vmax=most, interpolation="nearest")
    _bare(panel, title)


def _bare(panel: Axes, title: str) -> None:
    panel.set_xticks([])
    panel.set_yticks([])
    panel.set_title(title, fontsize=9)


def show_augmentation(augmentation: Any, pictures: Pictures) -> Figure:
    """Six pictures, and below each what the student's augment makes of it in four epochs."""
    images = pictures.images[:6].astype(np.float32) / 255
    figure, panels = _grid(5, 6, "The same pictures in four epochs")
    for row, line in enumerate(panels):
        changed = augmentation.augment(images, np.random.default_rng(row)) if row else images
        changed = expect(changed).to_have_shape(images.shape)
        for panel, picture in zip(line, changed, strict=True):
            panel.imshow(picture)
            panel.axis("off")
    return figure
