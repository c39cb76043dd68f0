"""The lab's pictures: `load(name)` gives `(x_train, y_train), (x_test, y_test)` by name.

"shapes" is drawn by NumPy in a second and needs no file; "cifar10" is found on this machine or
downloaded. Both are uint8 images (N, 32, 32, 3) and uint8 labels (N, 1) of ten classes, as
`keras.datasets.cifar10` gives them. Whatever goes wrong is a DataError that says what to do.
"""

from pathlib import Path

from datasets.data import Data, DataError

NAMES = ("shapes", "cifar10")

__all__ = ["NAMES", "DataError", "class_names", "describe", "files", "load"]


def load(name: str, *, download: bool = True) -> Data:
    """Give a data set as `((x_train, y_train), (x_test, y_test))`.

    Images are (N, 32, 32, 3) uint8 and labels (N, 1) uint8, indices into `class_names(name)`:
    8,000 for training and 2,000 for testing of "shapes", 50,000 and 10,000 of "cifar10". With
    download=False only what is on this machine is used.

    Raises DataError where the name is unknown or the data cannot be had.
    """
    if _known(name) == "shapes":
        from datasets import shapes

        return shapes.load()
    from datasets import cifar10

    return cifar10.load(download)


def describe(name: str) -> tuple[bool, str]:
    """Whether `load(name, download=False)` would work, and a sentence that says why or why not.

    Downloads nothing. Raises DataError where the name is unknown.
    """
    if _known(name) == "shapes":
        return True, "shapes is drawn by NumPy and needs no file"
    from datasets import cifar10

    return cifar10.describe()


def files(name: str) -> list[Path]:
    """Files of this machine that a data set is read from; none for one that is drawn."""
    if _known(name) == "shapes":
        return []
    from datasets import cifar10

    return cifar10.files()


def class_names(name: str) -> tuple[str, ...]:
    """The ten classes in the order of their labels. Raises DataError where the name is unknown."""
    if _known(name) == "shapes":
        from datasets import shapes

        return shapes.CLASS_NAMES
    from datasets import cifar10

    return cifar10.CLASS_NAMES


def _known(name: str) -> str:
    if name not in NAMES:
        raise DataError(f"there is no data set {name!r}: choose one of {', '.join(NAMES)}")
    return name
