"""CIFAR-10: finds it in a folder of yours, in the cache, or downloads the official archive.

The first place that is there is the one used: where it is damaged that is said, and no other data
take its place unasked. 60,000 pictures by Alex Krizhevsky, "Learning Multiple Layers of Features
from Tiny Images", 2009, https://www.cs.toronto.edu/~kriz/cifar.html.
"""

import os
import warnings
from pathlib import Path

from datasets import batches, cache, npz
from datasets.data import Data, DataError

CLASS_NAMES = (
    "airplane",
    "automobile",
    "bird",
    "cat",
    "deer",
    "dog",
    "frog",
    "horse",
    "ship",
    "truck",
)
VARIABLE = "CIFAR10_DIR"
URL = "https://www.cs.toronto.edu/~kriz/cifar-10-python.tar.gz"
SHA256 = "6d958be074577803d12ecdefd02955f39262c83c16fe9348329d7fe0b5c001ce"

# The official archive has 170 MB; more is something else, and is not waited for.
_MOST_BYTES = 180_000_000

_ELSEWHERE = (
    f"or download {URL} elsewhere, unpack it and set {VARIABLE} to its folder {batches.FOLDER}"
)


def load(download: bool = True) -> Data:
    """Read CIFAR-10, downloading it (170 MB, once) where it is nowhere on this machine.

    Looks in the folder that `$CIFAR10_DIR` names, for a `cifar10.npz` or the official
    `cifar-10-batches-py`, or that folder itself; then in the cache. Returns
    `((x_train, y_train), (x_test, y_test))`: images (50000, 32, 32, 3) and (10000, 32, 32, 3)
    uint8, labels (50000, 1) and (10000, 1) uint8, in the order of what was found.

    Raises DataError where `$CIFAR10_DIR` is set but does not hold CIFAR-10, where the download
    fails, and, with download=False, where it is not on this machine. Warns where the cache is
    damaged, which is then downloaded anew, or cannot be written, which costs the next download.
    """
    if chosen := os.environ.get(VARIABLE):
        return _from_folder(chosen)[0]
    kept = cache.folder() / npz.FILE
    if os.path.exists(kept):  # noqa: PTH110, for Path.exists raises in a folder closed to us
        try:
            return npz.read(kept)
        except DataError as error:
            if not download:
                raise DataError(f"{error}: delete it, so that it is downloaded again") from None
            warnings.warn(f"{error}: it is downloaded again", stacklevel=3)
    if not download:
        raise DataError(
            f"cifar10 is not on this machine: load it once with a network, which downloads 170 MB"
            f" into {kept.parent}, {_ELSEWHERE}"
        )
    return _downloaded(kept)


def describe() -> tuple[bool, str]:
    """Whether CIFAR-10 is on this machine, and a sentence that says where or what to do.

    Downloads nothing, but reads what it finds, so that True means that `load` will work.
    """
    try:
        if chosen := os.environ.get(VARIABLE):
            return True, f"cifar10 is in {_from_folder(chosen)[1]} ({VARIABLE})"
        load(download=False)
        return True, f"cifar10 is in {cache.folder() / npz.FILE} (the cache)"
    except DataError as error:
        return False, str(error)


def files() -> list[Path]:
    """The files of this machine that it may be read from, those that are there."""
    if chosen := os.environ.get(VARIABLE):
        folder = Path(chosen).expanduser()
        places = (folder, folder / batches.FOLDER)
        found = [folder / npz.FILE, *(at / name for at in places for name in batches.BATCHES)]
    else:
        found = [cache.folder() / npz.FILE]
    return [file for file in found if file.is_file()]


def _from_folder(chosen: str) -> tuple[Data, Path]:
    """The data set in the folder that the user chose, and the file or folder that it is in."""
    advice = f"put CIFAR-10 there, or unset {VARIABLE} to have it downloaded"
    try:
        folder = Path(chosen).expanduser()
        packed, unpacked = folder / npz.FILE, folder / batches.FOLDER
        if packed.exists():
            return npz.read(packed), packed
        if unpacked.is_dir():
            return batches.from_folder(unpacked), unpacked
        if any((folder / name).exists() for name in batches.BATCHES):
            return batches.from_folder(folder), folder
        if folder.is_dir():
            trouble = f"holds neither {npz.FILE} nor {batches.FOLDER}"
        else:
            trouble = "is not a folder" if folder.exists() else "does not exist"
    except DataError as error:
        raise DataError(f"{error}: {advice}") from None
    except (OSError, RuntimeError) as error:
        trouble = f"cannot be read ({error})"
    raise DataError(f"{chosen}, which {VARIABLE} names, {trouble}: {advice}")


def _downloaded(kept: Path) -> Data:
    # It brings urllib and ssl, which are slow to import and rarely needed.
    from datasets import download

    try:
        archive = download.fetch(URL, SHA256, _MOST_BYTES)
        data = batches.from_archive(archive, URL)
    except DataError as error:
        raise DataError(f"cifar10 was not downloaded: {error}; try again, {_ELSEWHERE}") from None
    try:
        npz.write(kept, data)
    except OSError as error:
        warnings.warn(
            f"cifar10 could not be kept in {kept.parent} ({error.strerror or error}) and will be"
            " downloaded again next time: make room there, or set CONVLAB_CACHE to another folder",
            stacklevel=4,
        )
    return data
