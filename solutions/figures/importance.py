"""Importance: a house, covered at three places, and the map of a predictor that looks for doors."""

import numpy as np
from matplotlib import pyplot as plt
from matplotlib.figure import Figure

from solutions.figures.style import scene
from solutions.importance import importance_map, occlude

SIZE = 9
PLACES = ((2, 30), (14, 14), (28, 10))  # corners of squares: sky, wall and window, door


def draw() -> Figure:
    """The picture, three covered copies with what the predictor says, and the whole map."""
    image = scene(40)
    figure, panels = plt.subplots(1, 5, figsize=(9.6, 2.5), layout="constrained")
    panels[0].imshow(image)
    panels[0].set_title(f"house {_predict(image[np.newaxis])[0, 1]:.2f}")
    for panel, corner in zip(panels[1:4], PLACES, strict=True):
        covered = occlude(image, *corner, SIZE, 0.5)
        panel.imshow(covered)
        panel.set_title(f"house {_predict(covered[np.newaxis])[0, 1]:.2f}")
    found = importance_map(_predict, image, label=1, size=SIZE)
    drawn = panels[4].imshow(found, cmap="gray", vmin=0)
    panels[4].set_title("importance")
    figure.colorbar(drawn, ax=panels[4], shrink=0.75, label="mean drop")
    for panel in panels:
        panel.set_xticks([])
        panel.set_yticks([])
    return figure


def _predict(images: np.ndarray) -> np.ndarray:
    """Sure of a house as far as the door's pixels have the door's colour."""
    door = scene(40)[25:35, 11:16]
    error = np.abs(images[:, 25:35, 11:16] - door).mean(axis=(1, 2, 3))
    house = 0.95 - 2.6 * error
    return np.stack([1 - house, house], axis=1)
