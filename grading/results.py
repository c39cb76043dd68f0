"""Read back what `grade` has written: a folder with one `result.json` a submission."""

from pathlib import Path

import msgspec

from . import files
from .errors import Problem
from .reports import texts
from .result import Graded

NAME = "result.json"


def read(folder: Path) -> tuple[list[Graded], list[str]]:
    """Read the results in the folders of a folder, or the one that lies in it.

    Returns them sorted by submission, and a sentence for each that is damaged. Raises Problem
    where the folder is missing, or holds none that can be read.
    """
    shown = texts.line(str(folder))
    try:
        if not folder.is_dir():
            raise Problem(f"{shown} is not a folder: name the one that grade has written.")
        found = sorted(folder.glob(f"*/{NAME}"))
        if (folder / NAME).exists():
            found.insert(0, folder / NAME)
    except OSError as problem:
        raise Problem(f"{shown} cannot be read: {problem.strerror}.") from None
    if not found:
        raise Problem(
            f"There is no result in {shown}: name the folder that grade has written, with one "
            f"folder and its {NAME} a submission."
        )
    results: list[Graded] = []
    damaged: list[str] = []
    for file in found:
        try:
            results.append(msgspec.json.decode(files.read(file), type=Graded))
        except Problem as problem:
            damaged.append(texts.line(str(problem)))
        except files.DAMAGED as problem:
            damaged.append(
                f"{texts.line(str(file))} is damaged and left out ({texts.line(str(problem))}): "
                "grade this submission again."
            )
    if not results:
        raise Problem(f"No result in {shown} can be read. {damaged[0]}")
    return sorted(results, key=lambda result: (result.submission, result.id)), damaged
