"""CIFAR-10 as published: five training batches and a test batch, in a folder or an archive."""

import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import numpy.typing as npt

from datasets import pickled, verify
from datasets.data import Bytes, Data, DataError

FOLDER = "cifar-10-batches-py"
TRAIN_BATCHES = tuple(f"data_batch_{number}" for number in range(1, 6))
TEST_BATCH = "test_batch"
BATCHES = (*TRAIN_BATCHES, TEST_BATCH)

# Twice an official batch file, which is 31 MB.
_MOST_BYTES = 62_000_000


def from_folder(folder: Path) -> Data:
    """Read the folder `cifar-10-batches-py` of the official archive.

    Returns the data set as `datasets.load` does, the training pictures in the order of batches 1
    to 5. Raises DataError where a batch is missing or is not what it should be, OSError where one
    cannot be read.
    """
    missing = [name for name in BATCHES if not (folder / name).exists()]
    if missing:
        raise DataError(f"{folder} lacks {' and '.join(missing)}")

    def content(name: str) -> bytes:
        with (folder / name).open("rb") as file:
            return file.read(_MOST_BYTES + 1)

    return _assembled(content, str(folder))


def from_archive(archive: BinaryIO, source: str) -> Data:
    """Read the official `cifar-10-python.tar.gz`; nothing is unpacked to a disk.

    Returns the data set as `datasets.load` does. Raises DataError, which calls the archive
    `source`, where it is damaged or a batch is missing.
    """
    found: dict[str, bytes] = {}
    try:
        with tarfile.open(fileobj=archive, mode="r|gz") as tar:
            for member in tar:
                folder, _, name = member.name.rpartition("/")
                file = tar.extractfile(member) if folder == FOLDER and name in BATCHES else None
                if file is not None:
                    found[name] = file.read(_MOST_BYTES + 1)
    except tarfile.TarError as error:
        raise DataError(f"{source} is damaged ({error})") from None
    missing = [name for name in BATCHES if name not in found]
    if missing:
        raise DataError(f"{source} lacks {' and '.join(missing)}")
    return _assembled(found.pop, source)


def _assembled(content: Callable[[str], bytes], source: str) -> Data:
    images: list[Bytes] = []
    labels: list[npt.NDArray[np.int64]] = []
    for name in BATCHES:
        batch = content(name)
        if len(batch) > _MOST_BYTES:
            raise DataError(f"{name} of {source} is larger than any batch of CIFAR-10")
        rows, numbers = pickled.read_batch(batch, f"{name} of {source}")
        images.append(rows.reshape(-1, 3, 32, 32).transpose(0, 2, 3, 1))
        labels.append(numbers)
    arrays: dict[str, npt.NDArray[np.integer[Any]]] = {
        "x_train": np.concatenate(images[:-1]),
        "y_train": np.concatenate(labels[:-1]),
        "x_test": images[-1],
        "y_test": labels[-1],
    }
    return verify.data(arrays, source)
