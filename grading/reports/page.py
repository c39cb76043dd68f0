"""A report as one HTML page that needs nothing else: no network, no other file, no script.

Every text is escaped: names and messages come from files and code that nobody has read.
"""

import base64
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from .parts import Picture, Report

FITS = 800  # pixels up to which a plot's letters can be read at a phone's width

# A sign beside each word for a state: neither depends on colour.
SIGNS = {
    "passed": ("✓", "good"),
    "evaluated": ("✓", "good"),
    "wrong": ("✗", "bad"),
    "error": ("✗", "bad"),
    "too slow": ("✗", "bad"),
    "fault": ("!", "bad"),
    "below the bar": ("△", "fair"),
    "waiting": ("·", "fair"),
    "not checked": ("?", "open"),
    "not evaluated": ("?", "open"),
    "not started": ("○", "open"),
    "not trained": ("○", "open"),
}


def render(report: Report) -> bytes:
    """Make the page, in UTF-8."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"data_uri": _data_uri, "width": _width, "height": _height}
    environment.globals["fits"] = _fits
    template = environment.get_template("report.html.j2")
    # a lone surrogate, as a file's name may hold, has no UTF-8
    return template.render(report=report, signs=SIGNS).encode("utf-8", "replace")


def _data_uri(png: bytes) -> str:
    return f"data:image/png;base64,{base64.b64encode(png).decode('ascii')}"


def _width(png: bytes) -> int:
    """Pixels, as the head of a PNG says: a browser keeps room for the picture."""
    return int.from_bytes(png[16:20], "big")


def _height(png: bytes) -> int:
    return int.from_bytes(png[20:24], "big")


def _fits(picture: Picture) -> bool:
    """Whether a plot can be read on a phone; one that cannot is shown larger than the screen."""
    return picture.narrow is not None or _width(picture.png) <= FITS
