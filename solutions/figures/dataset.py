"""Dataset: a contact sheet with one wrong label, and what a stratified split does for a rare class.

The pictures are those of the built-in data set, which NumPy draws.
"""

import numpy as np
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from datasets import shapes
from solutions.dataset import class_counts, images_of_class, train_validation_split
from solutions.figures.style import BLUE, GREY, INK, ORANGE

COUNTS = (60, 50, 40, 30, 25, 20, 15, 10, 10, 5)
FRACTION = 0.2
# On the contact sheet, the picture of this label stands under the name of another one.
MISTAKEN, TAKEN_FOR = 4, 5


def draw() -> Figure:
    """Above: one picture of each class. Below: how many go where, and each class's share."""
    images, labels = _uneven()
    figure = plt.figure(figsize=(9, 7.4))
    above, below = figure.subfigures(2, 1, squeeze=False, height_ratios=(9, 11)).flat
    _contact_sheet(above.subplots(2, 5), images, labels)
    above.subplots_adjust(left=0.02, right=0.98, top=0.91, bottom=0.01, wspace=0.1, hspace=0.25)
    counts, shares = below.subplots(1, 2, sharey=True)
    below.subplots_adjust(left=0.14, right=0.97, top=0.9, bottom=0.15, wspace=0.08)
    _counts(counts, images, labels)
    _shares(shares, images, labels)
    return figure


def _uneven() -> tuple[np.ndarray, np.ndarray]:
    """Pictures of all classes, some of them rare."""
    images, labels = shapes.draw(max(COUNTS), seed=(3, 1))
    kept = [images_of_class(images, labels, label)[:n] for label, n in enumerate(COUNTS)]
    return np.concatenate(kept), np.repeat(np.arange(len(COUNTS)), COUNTS)


def _contact_sheet(panels: np.ndarray, images: np.ndarray, labels: np.ndarray) -> None:
    for label, panel in enumerate(panels.flat):
        # the picture with the strongest light and dark, so that it can be read without colours
        picture = max(images_of_class(images, labels, label), key=_contrast)
        panel.imshow(picture // 16 * 16 + 8)  # fewer colours make a smaller file
        panel.set_title(shapes.CLASS_NAMES[TAKEN_FOR if label == MISTAKEN else label])
        panel.axis("off")


def _contrast(image: np.ndarray) -> float:
    return float(image.mean(axis=-1).std())


def _counts(panel: Axes, images: np.ndarray, labels: np.ndarray) -> None:
    _, train, _, validation = train_validation_split(
        images, labels, FRACTION, np.random.default_rng(0)
    )
    places = np.arange(len(COUNTS))
    in_train, in_validation = class_counts(train), class_counts(validation)
    panel.barh(places, in_train, color=BLUE, label="training")
    panel.barh(places, in_validation, left=in_train, color=ORANGE, hatch="//", label="validation")
    for place, (first, second) in enumerate(zip(in_train, in_validation, strict=True)):
        panel.text(first + second + 1, place, f"{first} + {second}", va="center")
    panel.set_yticks(places, shapes.CLASS_NAMES)
    panel.invert_yaxis()
    panel.set(xlim=(0, 74), xlabel="images", title="images of each class, split class by class")
    panel.legend(frameon=False, loc="lower right")


def _shares(panel: Axes, images: np.ndarray, labels: np.ndarray) -> None:
    _, _, _, stratified = train_validation_split(images, labels, FRACTION, np.random.default_rng(0))
    drawn = np.random.default_rng(1080).permutation(labels)[: round(FRACTION * len(labels))]
    places = np.arange(len(COUNTS))
    panel.axvline(100 * FRACTION, color=GREY, linewidth=1)
    for chosen, marker, face, label in (
        (drawn, "o", "none", "from all at once"),
        (stratified, "D", ORANGE, "class by class"),
    ):
        share = 100 * class_counts(chosen) / np.array(COUNTS)
        panel.scatter(
            share, places, s=70, marker=marker, facecolor=face, edgecolor=INK, label=label, zorder=3
        )
    panel.tick_params(left=False)
    panel.set(xlim=(-3, 58), xlabel="% of the class", title="share drawn for validation")
    panel.legend(edgecolor=GREY, fancybox=False, loc="lower right")
