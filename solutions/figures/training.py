"""Training: what two curves tell of a model, a learning rate over its epochs, and saves in time.

The curves are of real trainings on the built-in pictures; another machine may draw them a little
differently.
"""

from typing import TYPE_CHECKING

import numpy as np
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from datasets import shapes
from solutions.figures.style import BLUE, GREEN, GREY, INK, ORANGE, RED

if TYPE_CHECKING:
    import keras

EPOCHS = 40


def draw() -> Figure:
    """Above: three pairs of curves. Below: one schedule, and a run that was stopped and resumed."""
    figure = plt.figure(figsize=(9.6, 6.6))
    above, below = figure.subfigures(2, 1, squeeze=False, height_ratios=(10, 9)).flat
    _curves(above.subplots(1, 3, sharey=True))
    above.subplots_adjust(left=0.07, right=0.985, top=0.89, bottom=0.17, wspace=0.08)
    schedule, saves = below.subplots(1, 2, width_ratios=(10, 14))
    below.subplots_adjust(left=0.07, right=0.985, top=0.86, bottom=0.17, wspace=0.12)
    _schedule(schedule)
    _saves(saves)
    return figure


def _curves(panels: np.ndarray) -> None:
    for panel, (title, note, (train, validation)) in zip(panels, _runs(), strict=True):
        epochs = np.arange(1, EPOCHS + 1)
        panel.plot(epochs, train, color=BLUE, linewidth=2, label="training")
        panel.plot(
            epochs, validation, color=ORANGE, linewidth=2, linestyle="--", label="validation"
        )
        panel.axhline(np.log(10), color=GREY, linewidth=1, linestyle=":", zorder=0)
        panel.set(ylim=(0, 3.7), xlabel="epoch", title=title)
        panel.text(EPOCHS / 2, 3.45, note, ha="center", va="center", fontsize=10, color=INK)
    panels[0].set_ylabel("loss")
    panels[0].legend(loc="lower left", frameon=False)
    panels[0].text(EPOCHS, np.log(10) - 0.1, "guessing: ln 10", ha="right", va="top", fontsize=10)


def _runs() -> list[tuple[str, str, tuple[list[float], list[float]]]]:
    """Title, remark and losses of three trainings."""
    from keras import layers

    def eyes() -> list["keras.layers.Layer"]:
        found: list[keras.layers.Layer] = []
        for filters in (12, 24, 32):
            found += [layers.Conv2D(filters, 3, activation="relu"), layers.MaxPooling2D(2)]
        return [*found, layers.Flatten()]

    def drop() -> "keras.layers.Layer":
        return layers.Dropout(0.4)

    hidden = layers.Dense(64, activation="relu")
    return [
        (
            "underfitting",
            "a model that is too simple",
            _losses(200, [layers.AveragePooling2D(4), layers.Flatten()]),
        ),
        ("a good fit", "convolutions, dropout, 2000 images",
         _losses(200, [*eyes(), drop(), hidden, drop()])),
        (
            "overfitting",
            "200 images, and no dropout",
            _losses(20, [*eyes(), layers.Dense(128, activation="relu")]),
        ),
    ]  # fmt: skip


def _losses(
    images_a_class: int, hidden: list["keras.layers.Layer"]
) -> tuple[list[float], list[float]]:
    import keras

    def data(count: int, seed: tuple[int, int]) -> tuple[np.ndarray, np.ndarray]:
        images, labels = shapes.draw(count, seed=seed)
        return images.astype(np.float32) / 255, np.eye(10, dtype=np.float32)[labels.ravel()]

    keras.utils.set_random_seed(1)
    last = keras.layers.Dense(10, activation="softmax")
    model = keras.Sequential([keras.Input((32, 32, 3)), *hidden, last])
    model.compile(keras.optimizers.Adam(2e-3), "categorical_crossentropy")
    ran = model.fit(
        *data(images_a_class, (3, 5)),
        batch_size=64,
        epochs=EPOCHS,
        verbose=0,
        validation_data=data(40, (3, 9)),
    )
    return ran.history["loss"], ran.history["val_loss"]


def _schedule(panel: Axes) -> None:
    from solutions.training import _share_of_peak

    epochs = 24
    share = [_share_of_peak(epoch, epochs) for epoch in range(epochs)]
    panel.bar(np.arange(1, epochs + 1), share, color=BLUE, width=0.8)
    panel.axvspan(0.5, epochs / 8 + 0.5, color=ORANGE, alpha=0.25, zorder=0)
    panel.text(0.6, 1.16, "warm up", ha="left", va="center", fontsize=10)
    panel.text(14, 1.16, "down along a cosine", ha="center", va="center", fontsize=10)
    panel.set(xlim=(-0.9, epochs + 1), ylim=(0, 1.25), xlabel="epoch", yticks=[0, 0.5, 1])
    panel.set_ylabel("share of the rate")
    panel.set_title("a learning rate over 24 epochs")


def _saves(panel: Axes) -> None:
    """Two runs as rows of epochs: the first one stopped in its fourth, the second one goes on."""
    for row, first, whole, begun in ((1, 1, 3, 0.45), (0, 4, 3, 0.0)):
        for epoch in range(first, first + whole):
            _epoch(panel, row, epoch, 1.0, str(epoch))
            panel.plot(epoch + 1, row + 0.3, "D", color=GREEN, markersize=10, markeredgecolor=INK)
        if begun:
            _epoch(panel, row, first + whole, begun, "")
            panel.plot(first + whole + begun, row + 0.3, "X", color=RED, markersize=13,
                       markeredgecolor=INK)  # fmt: skip
            panel.text(first + whole + begun + 0.2, row + 0.3, "Ctrl-C", va="center")
    panel.annotate(
        "", (4, 0.62), (4, 1.1), arrowprops={"arrowstyle": "-|>", "color": INK, "linewidth": 1.5}
    )
    panel.text(3.85, 0.8, "weights, optimizer, history", ha="right", va="center", fontsize=10)
    panel.text(0.9, 1.3, "first run", ha="right", va="center", weight="bold")
    panel.text(0.9, 0.3, "second run", ha="right", va="center", weight="bold")
    panel.plot(1.3, -0.42, "D", color=GREEN, markersize=10, markeredgecolor=INK)
    panel.text(1.5, -0.42, "a save: complete, with a number of its own", va="center", fontsize=10)
    panel.set(xlim=(-0.65, 7.3), ylim=(-0.65, 1.75))
    panel.set_title("stopped in epoch 4, and gone on from save 3")
    panel.axis("off")


def _epoch(panel: Axes, row: int, epoch: int, share: float, text: str) -> None:
    panel.add_patch(
        Rectangle((epoch, row + 0.1), share, 0.4, facecolor="#DDE8F0", edgecolor=GREY, linewidth=1)
    )
    panel.text(epoch + 0.5, row + 0.3, text, ha="center", va="center")
