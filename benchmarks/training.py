"""How many epochs our basic recipe needs for what the classic one reaches at best.

    python -m benchmarks.training [DATA] [--epochs N] [--save FILE]

The classic recipe: the same layers, Adam at a constant 1e-3, batches of 128, pictures divided by
255, N epochs (30). Ours: what `solutions/` does with `python grader.py train basic`, told to be
through after a third of that. Both see all training pictures and are judged on the test pictures
after every epoch; seeds are fixed. Takes most of an hour on two cores. Run again with the same
file, it goes on after the last part that ended.
"""

import argparse
import json
import os
import platform
import sys
import time
from pathlib import Path
from typing import Any

import keras
import numpy as np

import datasets
from grading import lab

sys.path.insert(0, str(lab.SOLUTIONS))
import model as models
import preprocessing
import training

SEED = 1


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", nargs="?", default="cifar10", choices=datasets.NAMES)
    parser.add_argument("--epochs", type=int, default=30)
    parser.add_argument("--save", type=Path, help="keep finished parts in this file")
    options = parser.parse_args()
    found = json.loads(options.save.read_text("utf-8")) if kept(options.save) else {}
    data = datasets.load(options.data)
    recipes = {"classic": (classic, options.epochs), "ours": (ours, options.epochs // 3)}
    for name, (recipe, epochs) in recipes.items():
        if name not in found:
            found[name] = recipe(data, epochs)
            if options.save:
                options.save.write_text(json.dumps(found), "utf-8")
    report(found, options.data)


def kept(file: Path | None) -> bool:
    return file is not None and file.is_file()


def classic(data: Any, epochs: int) -> dict[str, list[float]]:
    """Pictures from 0 to 1, one rate for all epochs."""
    (x, y), (x_test, y_test) = data
    keras.utils.set_random_seed(SEED)
    model = models.build_basic_model()
    models.compile_model(model)
    watch = Watch()
    history = model.fit(
        x.astype(np.float32) / 255,
        preprocessing.one_hot(y),
        batch_size=128,
        epochs=epochs,
        validation_data=(x_test.astype(np.float32) / 255, preprocessing.one_hot(y_test)),
        verbose=0,
        callbacks=[watch],
    )
    return {"accuracy": history.history["val_accuracy"], "seconds": watch.seconds}


def ours(data: Any, epochs: int) -> dict[str, list[float]]:
    """As `python grader.py train basic` does it, told to be through after so many epochs."""
    (x, y), (x_test, y_test) = data
    basic = lab.read().get_checkpoint("basic")
    assert basic.batch_size and basic.learning_rate
    keras.utils.set_random_seed(SEED)
    model = models.build_basic_model()
    models.compile_model(model, basic.learning_rate)
    statistics = preprocessing.channel_statistics(x)
    watch = Watch()
    fit = model.fit
    model.fit = lambda *args, **options: fit(*args, **options, callbacks=[watch])
    history = training.train(
        model,
        (preprocessing.standardize(x, *statistics), preprocessing.one_hot(y)),
        (preprocessing.standardize(x_test, *statistics), preprocessing.one_hot(y_test)),
        epochs,
        basic.batch_size,
    )
    return {"accuracy": history["val_accuracy"], "seconds": watch.seconds}


class Watch(keras.callbacks.Callback):
    """Notes the seconds after which every epoch was over, and says so."""

    def __init__(self) -> None:
        super().__init__()
        self.seconds: list[float] = []
        self.started = time.perf_counter()

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
        self.seconds.append(time.perf_counter() - self.started)
        said = f"epoch {len(self.seconds)}: {logs['val_accuracy']:.2%}, {self.seconds[-1]:.0f} s"
        print(said, file=sys.stderr, flush=True)


def report(found: dict[str, Any], data: str) -> None:
    """Print the table that the README shows."""
    best = max(found["classic"]["accuracy"])
    print(
        f"{platform.system()}, Python {platform.python_version()}, {os.cpu_count()} cores, {data},"
    )
    print(f"{keras.backend.backend()}; the best of the classic recipe is {best:.2%}\n")
    print("| recipe | epochs until it is reached | seconds | best test accuracy |")
    print("| --- | ---: | ---: | ---: |")
    reached: dict[str, float] = {}
    for name, run in found.items():
        epoch = next((e for e, a in enumerate(run["accuracy"], 1) if a >= best), None)
        if epoch:
            reached[name] = run["seconds"][epoch - 1]
        seconds = f"{reached[name]:.0f}" if epoch else "-"
        print(f"| {name} | {epoch or 'never'} | {seconds} | {max(run['accuracy']):.2%} |")
    if len(reached) == 2:
        print(f"\nSeconds, ours against classic: {reached['ours'] / reached['classic']:.2f}")


if __name__ == "__main__":
    main()
