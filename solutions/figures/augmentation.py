"""Augmentation: each change by itself, and two draws of all of them, on the built-in shapes."""

import numpy as np
from matplotlib import pyplot as plt
from matplotlib.figure import Figure

from datasets import shapes
from solutions.augmentation import add_noise, augment, flip_horizontal, shift, zoom

TITLES = ("as it is", "mirrored", "moved", "zoomed in", "zoomed out", "noisy")


def draw() -> Figure:
    """A column for every change, then two rows that augment has drawn."""
    images = shapes.draw(1, (5,))[0].astype(np.float32) / 255
    images = images[[0, 5, 2, 7, 3, 6]]
    rng = np.random.default_rng(3)
    changed = [
        images[0],
        flip_horizontal(images[1:2])[0],
        shift(images[2:3], 5, -7)[0],
        zoom(images[3], 1.5),
        zoom(images[4], 0.65),
        add_noise(images[5:6], 0.08, rng)[0],
    ]
    rows = [images, np.stack(changed), augment(images, rng), augment(images, rng)]
    labels = ("pictures", "one change each", "augment", "augment again")
    figure, panels = plt.subplots(4, 6, figsize=(9.2, 6.6), layout="constrained")
    for line, pictures, label in zip(panels, rows, labels, strict=True):
        for panel, picture in zip(line, pictures, strict=True):
            panel.imshow(picture)
            panel.set_xticks([])
            panel.set_yticks([])
            panel.spines[:].set_visible(False)
        line[0].set_ylabel(label)
    for panel, title in zip(panels[1], TITLES, strict=True):
        panel.set_title(title)
    return figure
