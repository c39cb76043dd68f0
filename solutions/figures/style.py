"""One look for all pictures: a palette that survives print and colour blindness, and cells."""

import numpy as np
from matplotlib import rcParams
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.patheffects import withStroke

# Okabe and Ito (2008), "Color Universal Design": told apart with any kind of colour vision.
BLUE, ORANGE, GREEN, RED, GREY = "#0072B2", "#E69F00", "#009E73", "#D55E00", "#8C8C8C"
INK = "#222222"

rcParams.update(
    {
        "figure.dpi": 110,
        "figure.facecolor": "white",
        "savefig.dpi": 110,
        "font.family": "DejaVu Sans",
        "font.size": 11,
        "axes.titlesize": 12,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "text.color": INK,
    }
)


def cells(
    panel: Axes,
    values: np.ndarray,
    title: str = "",
    cmap: str = "Greys_r",
    limits: tuple[float, float] | None = None,
) -> None:
    """Draw a small (H, W) array as squares with their numbers inside.

    limits  the values drawn darkest and lightest, so that several arrays can share their greys;
            without them, those of this array
    """
    low, high = limits or (float(values.min()), float(values.max()))
    span = (high - low) or 1.0
    panel.imshow(values, cmap=cmap, vmin=low - 0.15 * span, vmax=high + 0.15 * span)
    for (row, column), value in np.ndenumerate(values):
        share = (value - low) / span
        panel.text(
            column,
            row,
            f"{value:g}",
            ha="center",
            va="center",
            color="white" if share < 0.5 else INK,
        )
    panel.set_xticks([])
    panel.set_yticks([])
    panel.set_title(title)


def frame(
    panel: Axes,
    row: int,
    column: int,
    height: int,
    width: int,
    color: str = RED,
    inset: float = 0.0,
) -> None:
    """Draw a frame around the cells that start at (row, column); an inset parts neighbours."""
    corner = (column - 0.5 + inset, row - 0.5 + inset)
    panel.add_patch(
        Rectangle(
            corner,
            width - 2 * inset,
            height - 2 * inset,
            fill=False,
            edgecolor=color,
            linewidth=3,
            zorder=3,
            clip_on=False,  # a frame at the border would lose its outer half
            # a light rim keeps the frame apart from grey cells in a print without colours
            path_effects=[withStroke(linewidth=5, foreground="white")],
        )
    )


def scene(size: int = 96) -> np.ndarray:
    """A house under the sun, painted by NumPy: (size, size, 3), floats from 0 to 1."""
    down, right = (np.indices((size, size)) + 0.5) / size
    picture = np.empty((size, size, 3))
    roof = (down > 0.20) & (down < 0.48) & (abs(right - 0.44) < 1.2 * (down - 0.20))
    parts = [
        (down >= 0, (0.62, 0.80, 0.95)),  # sky
        ((down - 0.17) ** 2 + (right - 0.82) ** 2 < 0.1**2, (1.00, 0.90, 0.35)),  # sun
        (down > 0.84, (0.36, 0.58, 0.30)),  # grass
        ((down > 0.48) & (down < 0.90) & (abs(right - 0.44) < 0.27), (0.93, 0.88, 0.78)),  # wall
        (roof, (0.70, 0.25, 0.20)),
        ((down > 0.60) & (down < 0.90) & (abs(right - 0.34) < 0.075), (0.40, 0.24, 0.14)),  # door
        ((abs(down - 0.64) < 0.075) & (abs(right - 0.57) < 0.08), (0.22, 0.33, 0.50)),  # window
    ]
    for inside, color in parts:
        picture[inside] = color
    return picture


def place(figure: Figure, left: float, top: float, width: float, height: float) -> Axes:
    """Add a bare panel, measured in inches from the figure's top left corner."""
    total_width, total_height = figure.get_size_inches()
    panel = figure.add_axes(
        (
            left / total_width,
            1 - (top + height) / total_height,
            width / total_width,
            height / total_height,
        )
    )
    panel.set_xticks([])
    panel.set_yticks([])
    panel.spines[:].set(visible=True, color=GREY)
    return panel


def note(
    figure: Figure, left: float, top: float, text: str, color: str = INK, weight: str = "normal"
) -> None:
    """Write text centred at a point, in inches from the figure's top left corner."""
    width, height = figure.get_size_inches()
    figure.text(
        left / width, 1 - top / height, text, color=color, weight=weight, ha="center", va="center"
    )
