"""A student's files: finding them, copying them for a worker, telling one state from another."""

import hashlib
import shutil
from collections.abc import Iterable
from pathlib import Path

from .errors import Problem


def find(path: str | Path) -> Path:
    """Give the folder that holds a submission's modules, or say what is wrong with `path`."""
    folder = Path(path).expanduser().resolve()
    if not folder.exists():
        raise Problem(f"There is no folder {path}: --submission wants one with exercise files.")
    if not folder.is_dir():
        raise Problem(f"{path} is a file: --submission wants the folder that it lies in.")
    return folder


def copy(folder: Path, names: Iterable[str], target: Path) -> None:
    """Copy the exercise modules, and nothing else, to where a worker may do as it likes.

    The student's own files stay safe from their own code: a module that deletes `__file__`
    deletes the copy.
    """
    target.mkdir(parents=True, exist_ok=True)
    for name in names:
        source = folder / f"{name}.py"
        if source.is_file():
            try:
                shutil.copyfile(source, target / source.name)
            except OSError as problem:
                raise Problem(f"{source} cannot be read: {problem.strerror}.") from None


def hashes(folder: Path, names: Iterable[str]) -> dict[str, str]:
    """SHA-256 of every exercise file that is there, by name."""
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in (folder / f"{name}.py" for name in names)
        if path.is_file()
    }
