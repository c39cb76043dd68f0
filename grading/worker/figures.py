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
    return {
        "title": " ".join(filter(None, map(axes.get_title, ("left", "center", "right")))),
        "xlabel": axes.get_xlabel(),
        "ylabel": axes.get_ylabel(),
        "visible": drawn,
        "xticks": _ticks(axes.xaxis) if drawn else [],
        "yticks": _ticks(axes.yaxis) if drawn else [],
        "texts": [text.get_text() for text in axes.texts] if visible else [],
        "images": [np.ma.getdata(image.get_array()) for image in axes.images] if visible else [],
        "has_data": visible and bool(axes.has_data()),
    }


def _ticks(axis: Any) -> list[str]:
    """Labels of the ticks that are drawn, in order."""
    return [label.get_text() for label in axis.get_ticklabels() if label.get_visible()]


def _close(figure: Any) -> None:
    """Let pyplot forget the figure, which it would keep for ever."""
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot is not None:
        pyplot.close(figure)
