"""Feature maps: a picture, what four hand-made filters answer to, and what pools leave of it."""

import numpy as np
from matplotlib import pyplot as plt
from matplotlib.figure import Figure

from solutions.activations import relu
from solutions.convolution import conv2d
from solutions.figures.style import note, place, scene
from solutions.pooling import max_pool

WIDTH, HEIGHT, SIDE = 9.55, 5.9, 1.6  # inches
NAMES = ("brighter to the right", "darker to the right", "brighter downwards", "darker downwards")


def draw() -> Figure:
    """A row a stage of the network: its four maps, each at the same size on paper."""
    figure = plt.figure(figsize=(WIDTH, HEIGHT))
    picture = scene(50).mean(axis=2, keepdims=True)
    maps = relu(conv2d(picture, _kernels(), np.zeros(4)))
    stages = [maps, max_pool(maps), max_pool(max_pool(maps))]

    panel = place(figure, 0.3, 2.15, SIDE, SIDE)
    panel.imshow(picture[..., 0], cmap="gray")
    note(figure, 0.3 + SIDE / 2, 1.95, f"picture {picture.shape}")
    labels = ("four filters, ReLU", "after a 2x2 pool", "after another one")
    for row, (stage, label) in enumerate(zip(stages, labels, strict=True)):
        top = 0.45 + row * (SIDE + 0.22)
        for column in range(4):
            panel = place(figure, 2.75 + column * (SIDE + 0.06), top, SIDE, SIDE)
            panel.imshow(stage[..., column], cmap="gray", vmin=0, vmax=maps.max())
            if row == 0:
                note(figure, 2.75 + column * (SIDE + 0.06) + SIDE / 2, 0.22, NAMES[column])
        figure.text(
            2.55 / WIDTH, 1 - (top + SIDE / 2) / HEIGHT, f"{label}\n{stage.shape}",
            rotation=90, ha="center", va="center", linespacing=1.5,
        )  # fmt: skip
    return figure


def _kernels() -> np.ndarray:
    """(3, 3, 1, 4): two differences across, two down, as Sobel weighs them."""
    right = np.array([[-1.0, 0, 1], [-2, 0, 2], [-1, 0, 1]])
    return np.stack([right, -right, right.T, -right.T], axis=-1)[:, :, np.newaxis]
