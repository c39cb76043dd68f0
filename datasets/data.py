"""What every data set here gives and how it fails: the shared types and the one exception."""

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Bytes: TypeAlias = npt.NDArray[np.uint8]
Split: TypeAlias = tuple[Bytes, Bytes]
Data: TypeAlias = tuple[Split, Split]


class DataError(Exception):
    """A data set cannot be had; the message says in words what is wrong and what to do."""
