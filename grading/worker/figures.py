"""A Matplotlib figure as plain data, so that a check can look at it without Matplotlib."""

import io
import sys
from typing import Any

import numpy as np


def png(figure: Any) -> bytes:
    """Render a figure. This also runs its layout, so a figure that cannot be drawn shows here."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from PIL import Image

    canvas: Any = FigureCanvasAgg(figure)  # without types
    canvas.draw()  # once, where `savefig` draws it twice
    target = io.BytesIO()
    pixels = Image.fromarray(np.asarray(canvas.buffer_rgba()))
    pixels.save(target, "png", compress_level=1)
    return target.getvalue()


def panels(figure: Any) -> list[dict[str, Any]]:
    """Describe every axes of a figure; the keys are told at `schema.Figure`."""
    described = [_panel(axes) for axes in figure.axes]
    _close(figure)
    return described


def _panel(axes: Any) -> dict[str, Any]:
    visible = bool(axes.get_visible())
    axison = visible and bool(axes.axison)
    xticks, yticks = (_tick_labels(axis) if axison else [] for axis in (axes.xaxis, axes.yaxis))
    spines = axes.get_frame_on() and any(spine.get_visible() for spine in axes.spines.values())
    drawn = axison and (bool(xticks or yticks) or spines)
    if not drawn:
        xticks = yticks = []
    texts = _texts(axes) if visible else []
    colorbar = hasattr(axes, "_colorbar")
    images = _images(axes) if visible and not colorbar else []
    return {
        "title": " ".join(filter(None, map(axes.get_title, ("left", "center", "right")))),
        "xlabel": axes.get_xlabel() if axison else "",
        "ylabel": axes.get_ylabel() if axison else "",
        "visible": drawn,
        "xticks": [label.get_text() for label in xticks],
        "xtick_places": [float(label.get_position()[0]) for label in xticks],
        "yticks": [label.get_text() for label in yticks],
        "ytick_places": [float(label.get_position()[1]) for label in yticks],
        "texts": [text.get_text() for text, _ in texts],
        "text_places": [_middle(box, axes) for _, box in texts],
        "images": [values for values, _ in images],
        "image_places": [places for _, places in images],
        "has_data": visible and bool(axes.has_data()),
        "colorbar": colorbar,
        "box": _box(axes),
    }


def _images(axes: Any) -> list[tuple[np.ndarray, tuple[np.ndarray, np.ndarray]]]:
    """Arrays as they were given to `imshow` or, one value a cell, to `pcolormesh`; and the middles
    of their columns and of their rows, in data coordinates."""
    meshes = [mesh for mesh in axes.collections if hasattr(mesh, "get_coordinates")]
    drawn: list[tuple[Any, Any]] = [(image, _pixel_places) for image in axes.images]
    drawn += [(mesh, _cell_places) for mesh in meshes]
    return [
        (np.ma.getdata(artist.get_array()), places(artist))
        for artist, places in drawn
        if artist.get_visible() and artist.get_array() is not None
    ]


def _pixel_places(image: Any) -> tuple[np.ndarray, np.ndarray]:
    rows, columns = image.get_array().shape[:2]
    left, right, bottom, top = image.get_extent()
    first, last = (top, bottom) if image.origin == "upper" else (bottom, top)
    return (
        np.linspace(left, right, 2 * columns + 1)[1::2],
        np.linspace(first, last, 2 * rows + 1)[1::2],
    )


def _cell_places(mesh: Any) -> tuple[np.ndarray, np.ndarray]:
    rows, columns = np.ma.getdata(mesh.get_array()).shape[:2]
    corners = np.ma.getdata(mesh.get_coordinates())
    x, y = corners[0, :, 0], corners[:, 0, 1]
    # with Gouraud shading there is a value for each corner
    return (
        x if len(x) == columns else (x[1:] + x[:-1]) / 2,
        y if len(y) == rows else (y[1:] + y[:-1]) / 2,
    )


def _texts(axes: Any) -> list[tuple[Any, Any]]:
    """Texts that are drawn, and what tells where: themselves, or the cell of a table."""
    own = [(text, text) for text in axes.texts]
    cells = [cell for table in axes.tables for cell in table.get_celld().values()]
    both = own + [(cell.get_text(), cell) for cell in cells]
    return [(text, box) for text, box in both if text.get_visible()]


def _middle(artist: Any, axes: Any) -> tuple[float, float]:
    """Where the middle of something is, in the data coordinates of its panel."""
    box = artist.get_window_extent()
    x, y = axes.transData.inverted().transform(((box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2))
    return float(x), float(y)


def _box(axes: Any) -> list[float]:
    """Left, top, right and bottom edge, from the top left corner, as shares of the whole figure."""
    figure, box = axes.get_figure(root=True).bbox, axes.bbox
    edges = (box.x0 / figure.width, 1 - box.y1 / figure.height,
             box.x1 / figure.width, 1 - box.y0 / figure.height)  # fmt: skip
    return [round(float(edge), 4) for edge in edges]


def _tick_labels(axis: Any) -> list[Any]:
    """The ticks' labels that are drawn, in order."""
    if not axis.get_visible():
        return []
    return [label for label in axis.get_ticklabels() if label.get_visible()]


def _close(figure: Any) -> None:
    """Let pyplot forget the figure, which it would keep for ever."""
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot is not None:
        pyplot.close(figure)
