"""CIFAR-10 in one `cifar10.npz`: reading one that may be damaged, and keeping one safely."""

import contextlib
import os
import secrets
import zipfile
from pathlib import Path

import numpy as np

from datasets import verify
from datasets.data import Data, DataError

FILE = "cifar10.npz"


def read(path: Path) -> Data:
    """Read an npz of x_train, y_train, x_test and y_test; the data set as `datasets.load` gives it.

    Raises DataError where the file cannot be read, is damaged, lacks an array or holds another
    thing than CIFAR-10. No pickle in it is ever opened.
    """
    arrays = {}
    try:
        with path.open("rb") as file:
            # np.load takes what a header asks for; where the header is what is damaged, that can be
            # too little to reach the checksum at the end.
            if damaged := zipfile.ZipFile(file).testzip():
                raise zipfile.BadZipFile(f"bad checksum of {damaged}")
            file.seek(0)
            stored = np.load(file, allow_pickle=False)
            missing = [name for name in verify.NAMES if name not in stored.files]
            if missing:
                raise DataError(f"{path} does not hold {' and '.join(missing)}")
            for name in verify.NAMES:
                arrays[name] = np.asarray(stored[name])
    except DataError:
        raise
    # Damage shows in whatever trips over it first: zipfile, zlib, the npy header or the memory
    # that a wrong header asks for. It all means the same.
    except Exception as error:
        raise DataError(_trouble(path, error)) from None
    return verify.data(arrays, str(path))


def write(path: Path, data: Data) -> None:
    """Keep the data set at `path`, whole or not at all, making its folder where there is none.

    It is written under a name that no other process uses and then renamed, so that a reader or a
    second writer never meets half a file. Raises OSError where that fails, and leaves nothing.
    """
    (x_train, y_train), (x_test, y_test) = data
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f"{path.name}.{os.getpid()}-{secrets.token_hex(4)}.partial")
    try:
        with partial.open("xb") as file:
            np.savez(file, x_train=x_train, y_train=y_train, x_test=x_test, y_test=y_test)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            partial.unlink()
        raise


def _trouble(path: Path, error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        return f"{path} cannot be read ({error.strerror})"
    if "Object arrays" in str(error):
        return f"{path} holds Python objects, which are not opened because they could run anything"
    return f"{path} is damaged or is no npz ({error or type(error).__name__})"
