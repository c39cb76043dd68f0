"""Write files so that a crash at any moment leaves the old one or the new one, never a half."""

import contextlib
import os
import tempfile
from pathlib import Path

import msgspec

from .errors import Problem

# What the decoder of msgspec raises: also for texts that are no UTF-8, and lists in lists in lists.
DAMAGED = (msgspec.MsgspecError, UnicodeError, RecursionError)


def write(file: Path, data: bytes) -> None:
    """Write a file atomically; its folder is made where it is missing."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{file.name}-", dir=file.parent)
    except OSError as problem:
        raise _cannot(file, problem) from None
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.chmod(0o644)  # mkstemp makes it private
        temporary.replace(file)
    except OSError as problem:
        raise _cannot(file, problem) from None
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)


def sweep(folder: Path, name: str) -> None:
    """Remove what killed runs have left of files of this name, in a folder and those in it."""
    for pattern in (f".{name}-*", f"*/.{name}-*"):
        for unfinished in folder.glob(pattern):
            with contextlib.suppress(OSError):
                unfinished.unlink()


def read(file: Path) -> bytes:
    """Read a file, or say why that cannot be done."""
    try:
        return file.read_bytes()
    except OSError as problem:
        raise Problem(f"{file} cannot be read: {problem.strerror}.") from None


def _cannot(file: Path, problem: OSError) -> Problem:
    return Problem(
        f"{file} cannot be written: {problem.strerror}. Make room or allow writing, then try again."
    )
