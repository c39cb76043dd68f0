"""What an array must be to be part of CIFAR-10, whatever kind of file it came from."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from datasets.data import Bytes, Data, DataError

TRAIN = 50_000
TEST = 10_000
CLASSES = 10

NAMES = ("x_train", "y_train", "x_test", "y_test")


def data(arrays: Mapping[str, npt.NDArray[Any]], source: str) -> Data:
    """Check the four arrays x_train, y_train, x_test and y_test and give them in their places.

    Images must be (50000, 32, 32, 3) and (10000, 32, 32, 3) uint8. Labels may be (N,) or (N, 1) of
    any integer type, 0 to 9, and are given as (N, 1) uint8. Raises DataError, which says what
    `source` has wrong.
    """
    return (
        (_images(arrays, "x_train", TRAIN, source), _labels(arrays, "y_train", TRAIN, source)),
        (_images(arrays, "x_test", TEST, source), _labels(arrays, "y_test", TEST, source)),
    )


def _images(arrays: Mapping[str, npt.NDArray[Any]], name: str, count: int, source: str) -> Bytes:
    images = arrays[name]
    wanted = (count, 32, 32, 3)
    if images.shape != wanted or images.dtype != np.uint8:
        raise DataError(
            f"{source} is not CIFAR-10: {name} is {images.shape} {images.dtype}"
            f" where it must be {wanted} uint8"
        )
    # Pictures that were channels first, or stored by columns, are until here only views of that.
    return np.ascontiguousarray(images, np.uint8)


def _labels(arrays: Mapping[str, npt.NDArray[Any]], name: str, count: int, source: str) -> Bytes:
    labels = arrays[name]
    if labels.shape not in ((count,), (count, 1)) or not np.issubdtype(labels.dtype, np.integer):
        raise DataError(
            f"{source} is not CIFAR-10: {name} is {labels.shape} {labels.dtype}"
            f" where it must be ({count}, 1) of whole numbers"
        )
    # Before the cast, in which 256 would become 0.
    whole = labels.astype(np.int64)
    if whole.min() < 0 or whole.max() >= CLASSES:
        raise DataError(
            f"{source} is not CIFAR-10: {name} goes from {whole.min()} to {whole.max()}"
            f" where labels go from 0 to {CLASSES - 1}"
        )
    return whole.astype(np.uint8).reshape(count, 1)
