"""What batches are worth: `importance_map` against one predict call a square.

    python -m benchmarks.importance [RUNS]

Both run the basic model in this process on the same picture, in turns; medians are quoted. Its
weights are random: what they are makes no difference to the time.
"""

import os
import platform
import sys
import time
from collections.abc import Callable
from functools import partial

import numpy as np

from benchmarks.speed import in_turns, ratio, row
from grading import lab

sys.path.insert(0, str(lab.SOLUTIONS))
import importance
import model as models

SIZE, VALUE = 5, 0.5


def main(runs: int) -> None:
    model = models.build_basic_model()
    image = np.random.default_rng(1).random((32, 32, 3), np.float32)

    def quick(images: np.ndarray) -> np.ndarray:
        return np.asarray(model(images, training=False))

    def usual(images: np.ndarray) -> np.ndarray:
        return np.asarray(model.predict(images, verbose=0))

    assert np.allclose(
        importance.importance_map(quick, image, 3), one_by_one(quick, image), atol=1e-5
    )
    print(f"{platform.system()}, Python {platform.python_version()}, {os.cpu_count()} cores,")
    print(f"medians of {runs} runs in turns, {len(places(image)):,} squares\n")
    row("predict is", "`importance_map`", "one call a square", "ratio")
    row("---", "---:", "---:", "---:")
    for name, predict in (("`model(x)`", quick), ("`model.predict(x)`", usual)):
        ways = [
            partial(seconds, importance.importance_map, predict, image),
            partial(seconds, one_by_one, predict, image),
        ]
        batches, single = in_turns(ways, runs)
        row(name, f"{batches:.2f} s", f"{single:.2f} s", ratio(single, batches))


def places(image: np.ndarray) -> list[tuple[int, int]]:
    """Top left corners of all squares that lie wholly inside."""
    height, width = image.shape[:2]
    return [(i, j) for i in range(height - SIZE + 1) for j in range(width - SIZE + 1)]


def one_by_one(
    predict: Callable[[np.ndarray], np.ndarray], image: np.ndarray, label: int = 3
) -> np.ndarray:
    """The same map as `importance_map` gives, with one predict call for every square."""
    plain = predict(image[np.newaxis])[0, label]
    drops, counts = np.zeros(image.shape[:2]), np.zeros(image.shape[:2])
    for row_, column in places(image):
        covered = importance.occlude(image, row_, column, SIZE, VALUE)
        square = slice(row_, row_ + SIZE), slice(column, column + SIZE)
        drops[square] += plain - predict(covered[np.newaxis])[0, label]
        counts[square] += 1
    return drops / counts


def seconds(
    way: Callable[..., np.ndarray], predict: Callable[[np.ndarray], np.ndarray], image: np.ndarray
) -> float:
    started = time.perf_counter()
    way(predict, image, 3)
    return time.perf_counter() - started


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3)
