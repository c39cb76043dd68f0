"""Learning curves as a picture: loss and accuracy, of training and of validation."""

import io

BESIDE = (8.0, 3.4)  # inches
STACKED = (4.2, 6.0)


def draw(history: dict[str, list[float]], stacked: bool = False) -> bytes:
    """Draw the epochs so far as a PNG.

    history  loss, accuracy, val_loss, val_accuracy: one value an epoch
    stacked  one plot below the other, for a narrow screen

    Training is a solid line, validation a dashed one with dots: told apart without colour too.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure
    from matplotlib.ticker import MaxNLocator, PercentFormatter

    figure = Figure(figsize=STACKED if stacked else BESIDE, layout="constrained")
    FigureCanvasAgg(figure)  # whatever pyplot is used for elsewhere
    epochs = range(1, len(history["loss"]) + 1)
    panels = figure.subplots(2, 1) if stacked else figure.subplots(1, 2)
    for axes, name in zip(panels, ("loss", "accuracy"), strict=True):
        axes.plot(epochs, history[name], color="#1f5a8c", label="training")
        axes.plot(
            epochs, history[f"val_{name}"], "o--", color="#c2570c", markersize=3, label="validation"
        )
        axes.set_title(name)
        axes.set_xlabel("epoch")
        axes.xaxis.set_major_locator(MaxNLocator(integer=True, min_n_ticks=1))
        axes.grid(alpha=0.3)
        axes.spines[["top", "right"]].set_visible(False)
        if name == "accuracy":
            axes.yaxis.set_major_formatter(PercentFormatter(1.0, decimals=0))
        axes.legend(frameon=False)
    target = io.BytesIO()
    figure.savefig(target, format="png", dpi=120)
    return target.getvalue()
