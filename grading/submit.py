"""Make the zip that a student hands in: what an instructor's `grade` takes, and nothing else."""

import ast
import io
import zipfile
from pathlib import Path

import msgspec

from . import checkpoints, files, intake, submission
from .errors import Problem
from .lab import Lab

LONG_AGO = (2000, 1, 1, 0, 0, 0)  # for every file: the same work makes the same zip


class Submitted(msgspec.Struct):
    """What was packed.

    names  of the files, sorted
    size   of the zip in bytes
    notes  a sentence each on what an instructor will find missing
    """

    names: list[str]
    size: int
    notes: list[str]


def submit(lab: Lab, folder: Path, out: Path) -> Submitted:
    """Pack a submission; Problem where it would not do, before anything is written."""
    missing = [name for name in lab.names if not (folder / f"{name}.py").is_file()]
    if missing:
        raise Problem(
            f"{', '.join(f'{name}.py' for name in missing)} missing in {folder}: "
            f"`python grader.py reset {missing[0]}` brings the stub back."
        )
    untouched = [name for name in lab.names if submission.untouched(folder, name)]
    if len(untouched) == len(lab.names):
        raise Problem("Every exercise is still its stub: there is nothing to hand in yet.")
    packed = {f"{name}.py": _module(folder / f"{name}.py") for name in lab.names}
    notes = []
    if untouched:
        notes.append(f"Not begun yet: {', '.join(untouched)}.")
    for checkpoint in lab.checkpoint:
        where = checkpoints.folder(folder, checkpoint.name)
        if not all((where / name).is_file() for name in checkpoints.MODEL_FILES):
            notes.append(f"No trained model {checkpoint.name}: python grader.py train makes it.")
            continue
        for name in (*checkpoints.MODEL_FILES, "recipe.json", "history.csv"):
            file = where / name
            if file.is_symlink():
                raise Problem(f"{file} is a link: put the file itself there.")
            if file.is_file():
                packed[f"checkpoints/{checkpoint.name}/{name}"] = files.read(file)
    data = pack(packed)
    taken = intake.take_archive(data, lab)
    if taken.notes:  # what grade would say of it
        raise Problem(" ".join(taken.notes))
    files.write(out, data)
    return Submitted(sorted(packed), len(data), notes)


def pack(contents: dict[str, bytes], executable: frozenset[str] = frozenset()) -> bytes:
    """Make a zip that depends on names and contents alone."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(contents):
            entry = zipfile.ZipInfo(name, LONG_AGO)
            entry.create_system = 3  # Unix, whose modes follow
            entry.external_attr = (0o100755 if name in executable else 0o100644) << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, contents[name])
    return stream.getvalue()


def _module(file: Path) -> bytes:
    """Read a module that Python can read."""
    if file.is_symlink():
        raise Problem(f"{file} is a link: put the file itself there.")
    source = files.read(file)
    if len(source) > intake.SMALL:
        raise Problem(f"{file} is larger than {intake.SMALL >> 20} MiB: no exercise is that long.")
    try:
        ast.parse(source)
    except (SyntaxError, ValueError) as problem:
        line = f":{problem.lineno}" if isinstance(problem, SyntaxError) else ""
        said = problem.msg if isinstance(problem, SyntaxError) else str(problem)
        raise Problem(f"{file}{line} is no valid Python yet ({said}): mend it first.") from None
    return source
