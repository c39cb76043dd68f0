"""Probes of the exercise `feature_maps`."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from checks.figures import rows_of
from checks.oracles.feature_maps import Layers
from checks.probes.shared import no_figure, seen
from checks.test_feature_maps import shows as shows_map
from grading.behaviour import Probe
from grading.models import Workbench
from grading.worker.schema import Figure


def layer_outputs(workbench: Workbench) -> Iterator[Probe]:
    layers: list[tuple[str, dict[str, Any]]] = [
        ("Conv2D", {"filters": 3, "kernel_size": (2, 3), "activation": "relu", "name": "edges"}),
        ("MaxPooling2D", {"pool_size": 2, "name": "smaller"}),
        ("Flatten", {"name": "row"}),
        ("Dense", {"units": 4, "activation": "softmax", "name": "classes"}),
    ]
    rng = np.random.default_rng(6)
    weights = [rng.normal(0, 0.5, s) for s in ((2, 3, 2, 3), (3,), (12, 4), (4,))]
    model = workbench.build(layers, (5, 6, 2), weights)
    for names in (["smaller", "edges", "classes"], ["edges"], ["row", "smaller"]):
        yield Probe((model, names, rng.random((5, 6, 2))))

    colour: Layers = [("Conv2D", {"filters": 2, "kernel_size": 8, "strides": 8, "name": "large"})]
    model = workbench.build(
        list(colour), (32, 32, 3), [rng.normal(0, 0.1, (8, 8, 3, 2)), rng.random(2)]
    )
    yield Probe((model, ["large"], rng.normal(0, 2, (32, 32, 3))))

    # where something drops at random, the same image gives something else the next time
    dropping: Layers = [
        ("Conv2D", {"filters": 2, "kernel_size": 2, "name": "conv_first"}),
        ("Dropout", {"rate": 0.5, "name": "drop"}),
        ("Conv2D", {"filters": 1, "kernel_size": 2, "name": "conv"}),
        ("Conv2D", {"filters": 2, "kernel_size": 2, "name": "conv_more"}),
    ]
    weights = [
        rng.normal(0, 0.5, s) for s in ((2, 2, 1, 2), (2,), (2, 2, 2, 1), (1,), (2, 2, 1, 2), (2,))
    ]
    image = rng.random((6, 5, 1))
    model = workbench.build(list(dropping), image.shape, weights, functional=True)
    given: list[dict[str, Any]] = []

    def again(got: Any) -> Any:
        if not isinstance(got, dict) or not all(isinstance(x, np.ndarray) for x in got.values()):
            return "no arrays"
        # Keras numbers what comes in
        got = {name: x for name, x in got.items() if not str(name).startswith("input_layer")}
        given.append(got)
        if len(given) == 1:
            return sorted(map(str, got))
        same = all(np.array_equal(x, given[0].get(name, ())) for name, x in got.items())
        return got if same else "another each time"

    for _ in range(2):
        yield Probe((model, ["conv", "conv_more"], image), tell=again)


def plot_feature_maps(workbench: Workbench) -> Iterator[Probe]:
    """A grid may look in many ways: what tells is which map is seen where, and what else is."""
    rng = np.random.default_rng(9)
    for filters, options in (
        (7, {"columns": 3}),
        (5, {}),
        (1, {"columns": 2}),
        (3, {"columns": 1}),
        (32, {"columns": 16}),
        (-3, {"columns": 3}),  # one of them answers nothing
    ):
        maps = rng.normal(0, 1, (4, 5, abs(filters)))
        if filters < 0:
            maps[..., 1] = 0

        def tell(got: Any, maps: np.ndarray = maps) -> Any:
            if not isinstance(got, Figure):
                return no_figure(got)
            panels = [panel for panel in got.panels if not panel["colorbar"]]
            drawn = [panel for panel in panels if panel["images"]]
            rows = [[_map_in(panel, maps) for panel in row] for row in rows_of(drawn)]
            return {
                "maps": rows,
                "ticks": any(any(panel["xticks"] + panel["yticks"]) for panel in drawn),
                "empty axes": any(p["visible"] for p in panels if not p["images"]),
            }

        yield Probe((maps,), options, tell=tell)


def _map_in(panel: dict[str, Any], maps: np.ndarray) -> Any:
    """The number of the map that a panel shows; else what is seen there."""
    if len(panel["images"]) > 1:
        return "several"
    for number in range(maps.shape[-1]):
        if shows_map(panel["images"][0], maps[..., number]):
            return number
    return seen(panel["images"][0])
