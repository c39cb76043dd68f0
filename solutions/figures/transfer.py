"""Transfer: the trained model above, its frozen part with a new head below."""

from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from solutions.figures.style import BLUE, GREEN, GREY, INK, ORANGE, scene

# name, width and height of a box on paper
DESCRIBES = (
    ("CONV 32", 0.5, 1.7), ("CONV 32", 0.5, 1.6), ("POOL", 0.3, 1.1),
    ("CONV 64", 0.5, 1.0), ("CONV 64", 0.5, 0.9), ("POOL", 0.3, 0.6),
)  # fmt: skip
GAP = 0.42


def draw() -> Figure:
    figure = plt.figure(figsize=(9.4, 5.9))
    panel = figure.add_axes((0, 0, 1, 1))
    panel.set_xlim(0, 9.4)
    panel.set_ylim(-5.9, 0)
    panel.axis("off")
    panel.set_aspect("equal")
    for middle, frozen in ((-1.65, False), (-4.6, True)):
        _chain(panel, middle, frozen)
    panel.text(0.25, -0.2, "the model, trained for ten classes", weight="bold", va="center")
    panel.text(0.25, -3.15, "the same features, for three new classes", weight="bold", va="center")
    return figure


def _chain(panel: Axes, middle: float, frozen: bool) -> None:
    """One network from left to right, its boxes centred at a height."""
    left, side = 0.25, 1.0
    panel.imshow(
        scene(48), extent=(left, left + side, middle - side / 2, middle + side / 2), zorder=2
    )
    panel.text(left + side / 2, middle - 0.72, "image", ha="center", va="center", fontsize=9)
    panel.set_xlim(0, 9.4)
    panel.set_ylim(-5.9, 0)
    begin = left = left + side + GAP
    for name, width, height in DESCRIBES:
        _box(panel, left, middle, width, height, BLUE, name, hatched=frozen)
        left += width + GAP
    end = left - GAP
    _box(panel, left, middle, 0.16, 1.3, ORANGE, "", hatched=False)
    panel.text(left + 0.08, middle - 0.88, "features\n(1600,)", ha="center", va="top", fontsize=9)
    said = "describes: frozen" if frozen else "describes"
    _brace(panel, begin, end, middle + 1.0, said)
    left += 0.16 + GAP
    if frozen:
        _box(panel, left, middle, 0.32, 0.45, GREEN, "FC 3", hatched=False)
        _brace(panel, left - 0.1, left + 0.42, middle + 1.0, "new head")
        return
    _box(panel, left, middle, 0.32, 1.0, GREEN, "FC 256", hatched=False)
    _box(panel, left + 0.32 + GAP, middle, 0.32, 0.6, GREEN, "FC 10", hatched=False)
    _brace(panel, left, left + 0.64 + GAP, middle + 1.0, "judges")


def _box(
    panel: Axes, left: float, middle: float, width: float, height: float, color: str, name: str,
    hatched: bool,
) -> None:  # fmt: skip
    panel.add_patch(
        Rectangle(
            (left, middle - height / 2), width, height,
            facecolor="white" if hatched else color, edgecolor=color, linewidth=1.5,
            hatch="////" if hatched else None, alpha=1.0 if hatched else 0.85, zorder=2,
        )
    )  # fmt: skip
    panel.annotate(
        "", (left - 0.04, middle), (left - GAP + 0.04, middle),
        arrowprops={"arrowstyle": "->", "color": GREY},
    )  # fmt: skip
    panel.text(left + width / 2, middle - height / 2 - 0.13, name, ha="center", va="center",
               fontsize=8.5, color=INK)  # fmt: skip


def _brace(panel: Axes, left: float, right: float, height: float, text: str) -> None:
    panel.plot([left, left, right, right], [height - 0.07, height, height, height - 0.07],
               color=GREY, linewidth=1.2)  # fmt: skip
    panel.text((left + right) / 2, height + 0.14, text, ha="center", va="center", fontsize=10)
