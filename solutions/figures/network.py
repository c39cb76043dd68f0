"""Network: the basic model as a chain of shapes, and where its 477,994 parameters sit."""

from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.patches import Polygon

from solutions.convolution import count_parameters
from solutions.figures.style import BLUE, GREEN, GREY, ORANGE, scene

# What each step gives, as (height, width, channels) or (values,), and how much it learns. A fully
# connected layer is a convolution whose kernel is as large as its input.
STEPS: tuple[tuple[str, tuple[int, ...], int], ...] = (
    ("image", (32, 32, 3), 0),
    ("CONV 32", (30, 30, 32), count_parameters((3, 3), 3, 32)),
    ("CONV 32", (28, 28, 32), count_parameters((3, 3), 32, 32)),
    ("POOL", (14, 14, 32), 0),
    ("CONV 64", (12, 12, 64), count_parameters((3, 3), 32, 64)),
    ("CONV 64", (10, 10, 64), count_parameters((3, 3), 64, 64)),
    ("POOL", (5, 5, 64), 0),
    ("flatten", (1600,), 0),
    ("FC 256", (256,), count_parameters((5, 5), 64, 256)),
    ("FC 10", (10,), count_parameters((1, 1), 256, 10)),
)
COLORS = {"CONV": BLUE, "POOL": GREEN, "FC": ORANGE}


def draw() -> Figure:
    """Above: every array as a box or a rod. Below: what the steps learn, under their boxes."""
    figure, (chain, bars) = plt.subplots(
        2, 1, figsize=(9.6, 4.6), height_ratios=(8, 11), sharex=True
    )
    figure.subplots_adjust(left=0.01, right=0.99, top=0.99, bottom=0.01, hspace=0.02)
    for place, (name, shape, learned) in enumerate(STEPS):
        color = COLORS.get(name.split()[0], GREY)
        _box(chain, place, shape, color)
        chain.text(place, -0.68, name, ha="center", weight="bold")
        sizes = " x ".join(map(str, shape[:2])) + "".join(f"\nx {c}" for c in shape[2:])
        chain.text(place, -0.75, sizes, ha="center", va="top")
        bars.bar(place, learned, color=color, width=0.62)
        bars.text(place, learned + 9000, f"{learned:,}", ha="center")
    chain.imshow(scene(32), extent=_front(0, (32, 32, 3)), zorder=2)
    chain.set(xlim=(-0.55, len(STEPS) - 0.4), ylim=(-1.2, 0.56), aspect="equal")
    bars.set(ylim=(-5_000, 455_000))
    bars.axhline(0, color=GREY, linewidth=0.8)
    total = sum(learned for _, _, learned in STEPS)
    bars.text(
        -0.45,
        300_000,
        f"parameters of each step,\n{total:,} together",
        weight="bold",
        linespacing=1.5,
    )
    for panel in (chain, bars):
        panel.axis("off")
    return figure


def _front(place: int, shape: tuple[int, ...]) -> tuple[float, float, float, float]:
    """Left, right, bottom and top of the front face of a box that stands centred at its place.

    A feature map's face follows its height and width. A vector is a rod; its length follows the
    square root of its number of values.
    """
    width = shape[1] / 42 if len(shape) == 3 else 0.1
    height = shape[0] / 42 if len(shape) == 3 else shape[0] ** 0.5 / 42
    left, bottom = place - (width + _depth(shape)) / 2, -(height + _depth(shape)) / 2
    return left, left + width, bottom, bottom + height


def _depth(shape: tuple[int, ...]) -> float:
    """How far a box reaches back: by its channels."""
    return shape[2] / 260 if len(shape) == 3 else 0.03


def _box(panel: Axes, place: int, shape: tuple[int, ...], color: str) -> None:
    left, right, bottom, top = _front(place, shape)
    depth = _depth(shape)
    front = [(left, bottom), (right, bottom), (right, top), (left, top)]
    upper = [(left, top), (left + depth, top + depth), (right + depth, top + depth), (right, top)]
    flank = [
        (right, bottom),
        (right + depth, bottom + depth),
        (right + depth, top + depth),
        (right, top),
    ]
    for face, light in ((front, 0.0), (upper, 0.45), (flank, 0.25)):
        shade = [value + (1 - value) * light for value in to_rgb(color)]
        panel.add_patch(Polygon(face, facecolor=shade, edgecolor="white", linewidth=1))
