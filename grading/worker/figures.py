"""A Matplotlib figure as plain data, so that a check can look at it without Matplotlib."""

import io
import sys
from typing import Any

import numpy as np


def png(figure: Any) -> bytes:
    """Render a figure. This also runs its layout, so a figure that cannot be drawn shows here."""
    target = io.BytesIO()
    figure.savefig(target, format="png")
    return target.getvalue()


def panels(figure: Any) -> list[dict[str, Any]]:
    """Describe every axes of a figure; the keys are told at `wire.Figure`."""
    described = [_panel(axes) for axes in figure.axes]
    _close(figure)
    return described


def _panel(axes: Any) -> dict[str, Any]:
    visible = bool(axes.get_visible())
    ticks = [*_ticks(axes.xaxis), *_ticks(axes.yaxis)]
    spines = axes.get_frame_on() and any(spine.get_visible() for spine in axes.spines.values())
    drawn = visible and bool(axes.axison) and (bool(ticks) or spines)
    colorbar = hasattr(axes, "_colorbar")
    return {
        "title": " ".join(filter(None, map(axes.get_title, ("left", "center", "right")))),
        "xlabel": axes.get_xlabel(),
        "ylabel": axes.get_ylabel(),
        "visible": drawn,
        "xticks": _ticks(axes.xaxis) if drawn else [],
        "yticks": _ticks(axes.yaxis) if drawn else [],
        "texts": [text.get_text() for text in axes.texts] if visible else [],
        "images": _images(axes) if visible and not colorbar else [],
        "has_data": visible and bool(axes.has_data()),
        "colorbar": colorbar,
        "box": _box(axes),
    }


def _images(axes: Any) -> list[np.ndarray]:
    """Arrays as they were given to `imshow` or, one value a cell, to `pcolormesh`."""
    meshes = [drawn.get_array() for drawn in axes.collections if type(drawn).__name__ == "QuadMesh"]
    images = [*(image.get_array() for image in axes.images), *meshes]
    return [np.ma.getdata(image) for image in images if image is not None]


def _box(axes: Any) -> list[float]:
    """Left, top, right and bottom edge, from the top left corner, as shares of the whole figure."""
    figure, box = axes.get_figure(root=True).bbox, axes.bbox
    edges = (box.x0 / figure.width, 1 - box.y1 / figure.height,
             box.x1 / figure.width, 1 - box.y0 / figure.height)  # fmt: skip
    return [round(float(edge), 4) for edge in edges]


def _ticks(axis: Any) -> list[str]:
    """Labels of the ticks that are drawn, in order."""
    if not axis.get_visible():
        return []
    return [label.get_text() for label in axis.get_ticklabels() if label.get_visible()]


def _close(figure: Any) -> None:
    """Let pyplot forget the figure, which it would keep for ever."""
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot is not None:
        pyplot.close(figure)
