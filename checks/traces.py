"""The arithmetic of one value, term by term, for `python grader.py trace`.

A function EXERCISE_FUNCTION takes the index of a value and the function's arguments, and gives a
Trace. `EXAMPLES` holds arguments for exercises that have not failed anywhere.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from grading.tracing import Term, Trace

Cell = tuple[int, ...]


def _number(value: float) -> str:
    text = f"{float(value):g}"
    return f"({text})" if text.startswith("-") else text


def _product(name: str, a: Any, other: str, b: Any) -> Term:
    value = float(a) * float(b) + 0.0  # no -0
    return Term(f"{name} * {other}", f"{_number(a)} * {_number(b)}", value)


def filtering_filter_response(
    cell: Cell, patch: np.ndarray, kernel: np.ndarray, bias: float = 0.0
) -> Trace:
    terms = [
        _product(f"patch{list(place)}", patch[place], f"kernel{list(place)}", kernel[place])
        for place in np.ndindex(kernel.shape)
    ]
    return Trace([*terms, Term("bias", "", float(bias))], "sum")


def filtering_apply_filter(
    cell: Cell, image: np.ndarray, kernel: np.ndarray, bias: float = 0.0
) -> Trace:
    row, column = cell
    terms = []
    for i, j, c in np.ndindex(kernel.shape):
        place = [row + i, column + j, c]
        terms.append(
            _product(f"image{place}", image[tuple(place)], f"kernel{[i, j, c]}", kernel[i, j, c])
        )
    return Trace([*terms, Term("bias", "", float(bias))], "sum")


def convolution_conv2d(
    cell: Cell,
    image: np.ndarray,
    kernels: np.ndarray,
    biases: np.ndarray,
    stride: int = 1,
    padding: str = "valid",
) -> Trace:
    row, column, number = cell
    height, width = kernels.shape[:2]
    before = [0, 0]
    if padding == "same":
        for axis, size in enumerate((height, width)):
            answers = -(-image.shape[axis] // stride)
            before[axis] = max(0, (answers - 1) * stride + size - image.shape[axis]) // 2
    terms = []
    for i, j, c in np.ndindex(kernels.shape[:3]):
        y, x = row * stride + i - before[0], column * stride + j - before[1]
        inside = 0 <= y < image.shape[0] and 0 <= x < image.shape[1]
        name = f"image{[y, x, c]}" if inside else "a zero of the padding"
        value = image[y, x, c] if inside else 0.0
        kernel = f"kernels{[i, j, c, number]}"
        terms.append(_product(name, value, kernel, kernels[i, j, c, number]))
    return Trace([*terms, Term(f"biases{[number]}", "", float(biases[number]))], "sum")


def _square(cell: Cell, image: np.ndarray, size: int) -> list[Term]:
    row, column, channel = cell
    return [
        Term(f"image{[y, x, channel]}", "", float(image[y, x, channel]))
        for y in range(row * size, row * size + size)
        for x in range(column * size, column * size + size)
    ]


def pooling_max_pool(cell: Cell, image: np.ndarray, size: int = 2) -> Trace:
    return Trace(_square(cell, image, size), "largest")


def pooling_min_pool(cell: Cell, image: np.ndarray, size: int = 2) -> Trace:
    return Trace(_square(cell, image, size), "smallest")


def pooling_mean_pool(cell: Cell, image: np.ndarray, size: int = 2) -> Trace:
    return Trace(_square(cell, image, size), "mean")


def dense_dense(cell: Cell, x: np.ndarray, weights: np.ndarray, biases: np.ndarray) -> Trace:
    *row, unit = cell
    terms = [
        _product(f"x{[*row, i]}", x[(*row, i)], f"weights{[i, unit]}", weights[i, unit])
        for i in range(weights.shape[0])
    ]
    return Trace([*terms, Term(f"biases{[unit]}", "", float(biases[unit]))], "sum")


def activations_softmax(cell: Cell, x: np.ndarray) -> Trace:
    *row, label = cell
    scores = np.asarray(x, float)[tuple(row)]
    powers = np.exp(scores - scores.max())
    terms = [
        Term(f"exp(x{[*row, i]} - largest)", f"exp({score:g} - {_number(scores.max())})", power)
        for i, (score, power) in enumerate(zip(scores, powers, strict=True))
    ]
    share = f"term {label} of them, divided by their sum {powers.sum():g}"
    return Trace(terms, share, float(powers[label] / powers.sum()))


def preprocessing_standardize(
    cell: Cell, images: np.ndarray, mean: Sequence[float], std: Sequence[float]
) -> Trace:
    channel = cell[-1]
    centred = float(images[cell]) - float(mean[channel])
    sizes = float(std[channel])
    terms = [
        Term(
            f"images{list(cell)} - mean{[channel]}",
            f"{_number(images[cell])} - {_number(mean[channel])}",
            centred,
        ),
        Term(f"std{[channel]}", "", sizes),
    ]
    how = "the first divided by the second" if sizes else "0, as this channel does not vary"
    return Trace(terms, how, centred / sizes if sizes else 0.0)


_IMAGE = np.array([[1, 2, 0, 1], [0, 1, 3, 1], [2, 0, 1, 2]], float)[..., np.newaxis]
_KERNEL = np.array([[1, 0], [2, -1]], float)[..., np.newaxis]
EXAMPLES: dict[str, tuple[str, tuple[Any, ...]]] = {
    "filtering": ("apply_filter", (_IMAGE, _KERNEL, 1.0)),
    "convolution": ("conv2d", (_IMAGE, _KERNEL[..., np.newaxis], np.array([1.0]), 2, "same")),
    "pooling": ("max_pool", (_IMAGE, 2)),
    "dense": (
        "dense",
        (np.array([1.0, -2, 3]), np.array([[1.0, 0], [2, 1], [0, -1]]), np.array([0.5, 1])),
    ),
    "activations": ("softmax", (np.array([2.0, 1, 0]),)),
    "preprocessing": (
        "standardize",
        (np.array([[[[10, 20]]]], np.uint8), np.array([12.0, 18]), np.array([4.0, 2])),
    ),
}
