"""A student's files: finding them, copying them for a worker, telling one state from another."""

import hashlib
import re
from collections.abc import Iterable
from pathlib import Path

from . import files
from .checkpoints import MODEL_FILES
from .errors import Problem
from .lab import ROOT, STUBS


def find(path: str | Path) -> Path:
    """Give the folder that holds a submission's modules, or say what is wrong with `path`."""
    folder = Path(path).expanduser().resolve()
    if not folder.exists():  # `python /somewhere/grader.py` means the lab's own folders
        folder = (ROOT / path).resolve()
    if not folder.exists():
        raise Problem(f"There is no folder {path}: --submission wants one with exercise files.")
    if not folder.is_dir():
        raise Problem(f"{path} is a file: --submission wants the folder that it lies in.")
    return folder


def contents(
    folder: Path, names: Iterable[str], checkpoints: Iterable[str] = ()
) -> dict[str, bytes]:
    """Read what a worker gets a copy of: the exercise modules, and nothing else.

    checkpoints  names of folders of trained models, whose two files are read too

    The student's own files stay safe from their own code: a module that deletes `__file__`
    deletes the copy.
    """
    found = {file.name: files.read(file) for file in _present(folder, names)}
    for name in checkpoints:
        for model_file in MODEL_FILES:
            source = folder / "checkpoints" / name / model_file
            if source.is_file():
                found[f"checkpoints/{name}/{model_file}"] = files.read(source)
    return found


def untouched(folder: Path, name: str) -> bool:
    """Whether an exercise's file is the stub, to the letter."""
    file, stub = folder / f"{name}.py", STUBS / f"{name}.py"
    return file.is_file() and stub.is_file() and files.read(file) == files.read(stub)


def mentioning(folder: Path, names: Iterable[str], word: re.Pattern[bytes]) -> set[str]:
    """Names of the exercise files in which a word stands."""
    return {file.stem for file in _present(folder, names) if word.search(files.read(file))}


def hashes(folder: Path, names: Iterable[str]) -> dict[str, str]:
    """SHA-256 of every exercise file that is there, by name."""
    present = _present(folder, names)
    return {file.name: hashlib.sha256(files.read(file)).hexdigest() for file in present}


def _present(folder: Path, names: Iterable[str]) -> list[Path]:
    return [file for name in names if (file := folder / f"{name}.py").is_file()]
