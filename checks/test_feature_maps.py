"""Checks of the exercise `feature_maps`."""

from typing import Any

import numpy as np

from checks.figures import in_rows
from checks.oracles import feature_maps as oracle
from grading.expect import Expectation, expect, points
from grading.models import Model, Workbench


@points(1)
def test_looking_inside(feature_maps: Any, workbench: Workbench) -> None:
    """layer_outputs takes all from one forward pass; plot_feature_maps draws a panel a filter."""
    layers: oracle.Layers = [
        ("Count", {}),
        ("Conv2D", {"filters": 3, "kernel_size": (2, 3), "activation": "relu", "name": "edges"}),
        ("MaxPooling2D", {"pool_size": 2, "name": "smaller"}),
        ("Flatten", {"name": "row"}),
        ("Dense", {"units": 4, "activation": "softmax", "name": "classes"}),
    ]
    image = np.random.default_rng(1).random((5, 6, 2))
    bench = Bench(feature_maps, workbench, layers, image.shape, seed=1)
    bench.judge(["smaller", "edges", "classes"], image)

    maps = np.random.default_rng(2).normal(0, 1, (4, 5, 7))
    for filters, options in ((7, {"columns": 3}), (5, {}), (6, {"columns": 2})):
        got = feature_maps.plot_feature_maps(maps[..., :filters], **options)
        judge_plot(expect(got), maps[..., :filters], options.get("columns", 8))


@points(1, hidden=True)
def test_other_networks(feature_maps: Any, workbench: Workbench) -> None:
    """Both hold for a deeper network with dropout, for a single layer, and for one or many maps."""
    layers: oracle.Layers = [
        ("Count", {}),
        ("Conv2D", {"filters": 2, "kernel_size": (3, 2), "padding": "same", "name": "first"}),
        ("Activation", {"activation": "relu", "name": "positive_scores"}),
        ("Dropout", {"rate": 0.5, "name": "holes"}),
        ("Conv2D", {"filters": 4, "kernel_size": (2, 2), "activation": "relu", "name": "second"}),
        ("MaxPooling2D", {"pool_size": 2, "name": "second_pool"}),  # a single column is left
        ("Dropout", {"rate": 0.5, "name": "more_holes"}),
        ("Flatten", {"name": "row"}),
        ("Dense", {"units": 5, "name": "scores"}),
        ("Activation", {"activation": "softmax", "name": "probabilities"}),
    ]
    image = np.random.default_rng(3).uniform(-3, 3, (7, 3, 1)).astype(np.float32)
    bench = Bench(feature_maps, workbench, layers, image.shape, seed=3, functional=True)
    bench.judge(
        ("row", "more_holes", "first", "holes", "scores", "positive_scores", "second"), image
    )
    for name in ("second", "probabilities"):
        bench.judge([name], image)

    rng = np.random.default_rng(4)
    maps = np.maximum(rng.normal(0, 1, (5, 3, 18)), -0.9).astype(np.float32)
    maps[..., 2] = 0  # of a filter that answers nothing
    maps[..., 4] *= 1000
    for filters, options in ((18, {}), (1, {}), (3, {"columns": 1}), (4, {"columns": 4})):
        got = feature_maps.plot_feature_maps(maps[..., :filters], **options)
        judge_plot(expect(got), maps[..., :filters], options.get("columns", 8))


class Bench:
    """A network of ours that counts its forward passes, to judge a student's layer_outputs on.

    Its first layer is "Count", so that its first weight is their number.
    """

    def __init__(
        self,
        module: Any,
        workbench: Workbench,
        layers: oracle.Layers,
        shape: tuple[int, ...],
        seed: int,
        functional: bool = False,
    ) -> None:
        self.module, self.layers = module, layers
        rng = np.random.default_rng(seed)
        self.weights = [
            (rng.integers(-3, 4, shape) / 4 if shape else np.zeros(())).astype(np.float32)
            for shape in oracle.shapes(layers, shape)
        ]
        self.model: Model = workbench.build(list(layers), shape, self.weights, functional)

    def judge(self, names: Any, image: np.ndarray) -> None:
        """Require these layers' outputs for an image, from one pass, and nothing else changed."""
        self.model.set_weights(self.weights)  # the count begins anew
        before = self._described()
        got = self.module.layer_outputs(self.model, names, image)
        expectation = expect(got)
        passes = float(self.model.weights()[0])
        if not isinstance(got, dict):
            expectation.to_hold(False, "a dict with an array for every name")
        expectation.to_hold(
            sorted(map(str, got)) == sorted(names),
            f"a dict with {len(names)} names: {', '.join(names)}",
        )
        right = oracle.outputs(self.layers, self.weights, image)
        order = [arguments.get("name") for _, arguments in self.layers]
        for name in names:
            wanted = right[order.index(name)]
            part = expectation.part(got[name])
            if not isinstance(got[name], np.ndarray) or got[name].shape != wanted.shape:
                shape = getattr(got[name], "shape", None)
                expectation.fail(
                    f"for {name!r} an array of shape {wanted.shape}, without a batch axis",
                    f"for {name!r} " + (f"shape {shape}" if shape is not None else kind(got[name])),
                )
            part.to_match(wanted)
        if passes > 1:
            expectation.fail(
                "one forward pass for all layers",
                f"the image went through the network {passes:g} times",
                "one partial model can have several outputs",
            )
        after = self.model.weights()
        unchanged = all(map(np.array_equal, after[1:], self.weights[1:]))
        if not unchanged or self._described() != before:
            expectation.fail("the model left as it is", "its weights or its layers have changed")

    def _described(self) -> list[tuple[str, str, dict[str, Any]]]:
        return [(layer.kind, layer.name, layer.config) for layer in self.model.layers()]


def kind(got: Any) -> str:
    """What stands where an array should, in words."""
    return getattr(got, "description", type(got).__name__)


def judge_plot(expectation: Expectation, maps: np.ndarray, columns: int) -> None:
    """Require one panel a map, in rows of `columns`, and nothing to be seen anywhere else."""
    panels = [panel for panel in expectation.to_be_figure().panels if not panel["colorbar"]]
    drawn = [panel for panel in panels if panel["images"]]
    filters = maps.shape[-1]
    if len(drawn) != filters:
        expectation.fail(
            f"{filters} panels with a picture, one for each feature map",
            f"{len(drawn)} panels with a picture",
        )
    rows = in_rows(expectation, drawn, columns)
    for number, panel in enumerate(panel for row in rows for panel in row):
        if len(panel["images"]) != 1 or not shows(panel["images"][0], maps[..., number]):
            expectation.fail(
                f"maps[..., {number}] in panel {number + 1}, counted row by row",
                "another picture",
            )
        if any(panel["xticks"] + panel["yticks"]):
            expectation.fail(
                "no ticks", f"panel {number + 1} has ticks", "ax.axis('off') takes them away"
            )
    for panel in panels:
        if not panel["images"] and (panel["visible"] or panel["has_data"] or panel["title"]):
            expectation.fail(
                "nothing in places without a feature map",
                "a frame, ticks or a title in a place without one",
                "ax.axis('off') makes a place blank",
            )
    expectation.to_leave_arguments()


def shows(drawn: Any, feature_map: np.ndarray) -> bool:
    """Whether a picture shows this map: the larger a value, the larger what is drawn.

    So a map may be scaled, cut off at both ends and rounded, as long as its pattern is there.
    """
    if not isinstance(drawn, np.ndarray) or drawn.shape[:2] != feature_map.shape:
        return False
    colors = drawn.reshape(*feature_map.shape, -1).astype(float)[..., :3]
    spread = np.ptp(colors)
    if not np.isfinite(colors).all() or np.ptp(colors, axis=-1).any():
        return False
    if np.ptp(feature_map) == 0:
        return bool(spread == 0)
    rising = colors[..., 0].ravel()[np.argsort(feature_map, axis=None)]
    return len(set(rising.tolist())) > 2 and bool((np.diff(rising) >= -1e-5 * spread).all())
