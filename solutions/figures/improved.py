"""Improved: work and parameters of every layer, of the basic model and of the solution's."""

from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from solutions.figures.style import BLUE, GREY, ORANGE

# name, height and width of the maps that come out, kernel, channels in, filters out
BASIC = (
    ("CONV 32", 30, 3, 3, 32), ("CONV 32", 28, 3, 32, 32),
    ("CONV 64", 12, 3, 32, 64), ("CONV 64", 10, 3, 64, 64),
    ("FC 256", 1, 1, 1600, 256), ("FC 10", 1, 1, 256, 10),
)  # fmt: skip
IMPROVED = (
    ("CONV 32", 32, 3, 3, 32),
    ("CONV 64", 32, 3, 32, 64), ("CONV 64", 16, 3, 64, 64),
    ("CONV 128", 16, 3, 64, 128), ("CONV 128", 8, 3, 128, 128),
    ("CONV 256", 8, 3, 128, 256), ("CONV 256", 4, 3, 256, 256),
    ("FC 10", 1, 1, 256, 10),
)  # fmt: skip


def draw() -> Figure:
    figure, panels = plt.subplots(
        2, 2, figsize=(9.4, 5.2), layout="constrained", sharey="row",
        width_ratios=(len(BASIC), len(IMPROVED)),
    )  # fmt: skip
    for column, (title, layers) in enumerate(
        (("basic model", BASIC), ("improved model", IMPROVED))
    ):
        work = [side * side * k * k * into * out / 1e6 for _, side, k, into, out in layers]
        learned = [(k * k * into * out + out) / 1e3 for _, _, k, into, out in layers]
        _bars(panels[0, column], layers, work, BLUE)
        _bars(panels[1, column], layers, learned, ORANGE, hatch="//")
        panels[0, column].set_title(
            f"{title}: {sum(work):.0f} million multiplications,\n"
            f"{sum(learned):,.0f} thousand parameters",
            fontsize=11,
        )
    panels[0, 0].set_ylabel("million\nmultiplications")
    panels[1, 0].set_ylabel("thousand\nparameters")
    return figure


def _bars(panel: Axes, layers: tuple, values: list[float], color: str, hatch: str = "") -> None:
    places = range(len(layers))
    panel.bar(places, values, color=color, hatch=hatch, edgecolor="white", width=0.75)
    for place, value in zip(places, values, strict=True):
        text = f"{value:.1f}" if value < 10 else f"{value:.0f}"
        panel.annotate(
            text, (place, value), (0, 3), textcoords="offset points", ha="center", fontsize=9
        )
    panel.set_xticks(places, [layer[0].replace(" ", "\n") for layer in layers], fontsize=8.5)
    panel.tick_params(axis="x", length=0)
    panel.margins(y=0.12)
    panel.grid(axis="y", color=GREY, alpha=0.25)
    panel.set_axisbelow(True)
