"""Checks of the exercise `feature_maps`, on small models of the check's own."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from checks.oracles import feature_maps as oracle
from grading.expect import Expectation, expect, points
from grading.models import Model, Workbench

IMAGE = (9, 8, 2)
# The first layer counts how often it is run. Dropout would show if it were not switched off.
LAYERS: oracle.Layers = (
    ("Count", {}),
    ("Conv2D", {"name": "edges", "filters": 3, "kernel_size": (3, 2), "activation": "relu"}),
    ("MaxPooling2D", {"name": "pool"}),
    ("Dropout", {"name": "drop", "rate": 0.5}),
    ("Conv2D", {"name": "shapes", "filters": 4, "kernel_size": 2}),
    ("ReLU", {"name": "positive"}),
    ("Flatten", {"name": "flat"}),
    ("Dense", {"name": "scores", "units": 5}),
    ("Activation", {"name": "classes", "activation": "softmax"}),
)
SHAPES = ((), (3, 2, 2, 3), (3,), (2, 2, 3, 4), (4,), (16, 5), (5,))


def random_weights(seed: int) -> list[np.ndarray]:
    rng = np.random.default_rng(seed)
    spread = [np.sqrt(1 / np.prod(shape[:-1])) if len(shape) > 1 else 0.3 for shape in SHAPES]
    drawn = [rng.normal(0, s, shape) for s, shape in zip(spread, SHAPES, strict=True)]
    return [np.zeros(()), *drawn[1:]]


def build(workbench: Workbench, seed: int, functional: bool) -> tuple[Model, list[np.ndarray]]:
    weights = [array.astype(np.float32) for array in random_weights(seed)]
    return workbench.build(list(LAYERS), IMAGE, weights, functional), weights


@points(1)
def test_outputs_and_plot(feature_maps: Any, workbench: Workbench) -> None:
    """layer_outputs gives what the named layers put out, and plot_feature_maps draws every map."""
    model, weights = build(workbench, 1, functional=False)
    image = np.random.default_rng(2).random(IMAGE)
    names = ["edges", "pool", "shapes"]
    got = feature_maps.layer_outputs(model, names, image)
    judge_outputs(expect(got), oracle.outputs(LAYERS, weights, image), names)

    maps = np.random.default_rng(3).random((4, 5, 5))
    judge_plot(expect(feature_maps.plot_feature_maps(maps, columns=3)), maps)
    judge_plot(expect(feature_maps.plot_feature_maps(maps[..., :1])), maps[..., :1])


@points(1, hidden=True)
def test_one_pass_and_wide_plots(feature_maps: Any, workbench: Workbench) -> None:
    """One forward pass is enough for all layers, without dropout; any number of maps is drawn."""
    model, weights = build(workbench, 4, functional=True)
    before = model.predict(np.zeros((1, *IMAGE), np.float32))
    names = ["classes", "flat", "drop", "scores", "positive", "edges"]
    for seed, asked in ((5, names), (6, names[:1])):
        image = np.random.default_rng(seed).random(IMAGE).astype(np.float32)
        runs = float(model.weights()[0])
        got = feature_maps.layer_outputs(model, tuple(asked), image)
        judge_outputs(expect(got), oracle.outputs(LAYERS, weights, image), asked)
        made = float(model.weights()[0]) - runs
        if made > 1:
            expect(got).fail(
                f"one forward pass for all {len(asked)} layers",
                f"the network was run {made:.0f} times",
                "a model may have several outputs: keras.Model(model.inputs, [...])",
            )
    after = model.predict(np.zeros((1, *IMAGE), np.float32))
    if not np.array_equal(before, after):
        expect(got).fail("the model left as it was", "it predicts something else now")

    maps = np.random.default_rng(7).normal(size=(3, 6, 17)).astype(np.float32)
    judge_plot(expect(feature_maps.plot_feature_maps(maps)), maps)
    judge_plot(expect(feature_maps.plot_feature_maps(maps[..., :4], columns=4)), maps[..., :4])
    judge_plot(expect(feature_maps.plot_feature_maps(maps[..., :3], columns=1)), maps[..., :3])


def judge_outputs(
    expectation: Expectation, wanted: dict[str, np.ndarray], names: Sequence[str]
) -> None:
    """Require a dict with just these layers, each output as our own forward pass has it."""
    got = expectation.got
    listed = ", ".join(sorted(names))
    if not isinstance(got, dict):
        expectation.fail(f"a dict with an array for each of {listed}", f"a {type(got).__name__}")
    if set(got) != set(names):
        found = ", ".join(sorted(map(str, got))) or "none"
        expectation.fail(f"the layers {listed}", f"the layers {found}")
    for name in names:
        value, want = got[name], wanted[name]
        if isinstance(value, np.ndarray) and value.shape == (1, *want.shape):
            expectation.fail(
                f"{name} of shape {want.shape}, for one image",
                f"shape {value.shape}",
                "take the batch axis off",
            )
        expectation.part(value).to_match(want, tolerance=1e-4)


def judge_plot(expectation: Expectation, maps: np.ndarray) -> None:
    """Require one panel a map, in order and without ticks, and nothing in any other."""
    panels = expectation.to_be_figure().panels
    drawn = [panel for panel in panels if panel["images"]]
    count = maps.shape[-1]
    # a colour bar has an image of its own in some versions of Matplotlib
    if len(drawn) != count:
        expectation.fail(
            f"{count} panels, one for every map", f"{len(drawn)} panels with a picture"
        )
    for index, panel in enumerate(drawn):
        image = np.asarray(panel["images"][0], float)
        if len(panel["images"]) != 1 or not shows(image, maps[..., index]):
            expectation.fail(
                f"panel {index} to show maps[..., {index}], of shape {maps.shape[:2]}",
                f"an image of shape {image.shape} that is another one",
            )
        if any(panel["xticks"]) or any(panel["yticks"]):
            expectation.fail("panels without ticks", f"panel {index} has ticks with numbers")
    for panel in panels:
        if not panel["images"] and (panel["has_data"] or panel["visible"]):
            expectation.fail("places that are left over to stay blank", "an empty panel is drawn")


def shows(image: np.ndarray, wanted: np.ndarray) -> bool:
    """Whether an image holds these values; scaling them first, to 0..1 or 0..255, is fine too."""
    image = image[..., 0] if image.ndim == 3 else image
    if image.shape != wanted.shape:
        return False
    flat, want = image.ravel(), wanted.astype(float).ravel()
    if np.allclose(flat, want, atol=1e-5):
        return True
    slope = np.polyfit(want, flat, 1)
    span = float(np.ptp(flat)) or 1.0
    return bool(slope[0] > 0 and np.allclose(np.polyval(slope, want), flat, atol=span / 200))
