"""Take in what students have handed in: folders and zip archives, by a list of what is allowed.

Only the exercise modules and the files of the lab's checkpoints are ever read; whatever else lies
beside them is left alone. Nothing is unpacked to a disk, and no link is followed.
"""

import hashlib
import lzma
import os
import stat
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Collection, Iterable
from pathlib import Path, PurePosixPath

import msgspec

from . import checkpoints
from .errors import Problem
from .lab import Lab
from .result import Status

ENTRIES = 20_000  # files that a submission may consist of, those that are left alone included
DEPTH = 12  # folders that its files may lie in
ARCHIVE = 256 << 20  # bytes of an archive
DIRECTORY = 4 << 20  # bytes of an archive's list of contents
RATIO = 200  # times that a file may be larger than in its archive
SMALL = 1 << 20  # bytes of a module, a recipe or a history
CLUTTER = {"__MACOSX", "__pycache__"}  # beside the submissions
NOT_THEIRS = {"solutions", "__MACOSX", "__pycache__", "site-packages", "node_modules"}
SHOWN = 5  # names in a sentence


class Source(msgspec.Struct, frozen=True):
    """A folder or an archive that one submission came in."""

    name: str
    path: Path


class Taken(msgspec.Struct):
    """What was taken in of a submission.

    files   contents by path: "filtering.py", "checkpoints/basic/model.weights.h5"
    notes   a sentence for whatever was left out and should not have been there
    status  "graded" where there is something to check
    """

    files: dict[str, bytes]
    notes: list[str]
    status: Status


class _Entry(msgspec.Struct):
    """A file as a folder or an archive lists it; `read` gives at most so many bytes."""

    path: PurePosixPath
    size: int
    packed: int
    link: bool
    read: Callable[[int], bytes]


class _Refused(Exception):
    """Nothing of this submission is taken; the message says why."""


def sources(folder: Path, reserved: Collection[str] = ()) -> tuple[list[Source], list[str]]:
    """Find the submissions in a folder: every sub-folder and every zip, by name.

    Returns them, and the names of what else lies there. Raises Problem where there are none.

    reserved  names that RESULTS has a use for
    """
    if not folder.is_dir():
        raise Problem(f"There is no folder {folder}: grade wants one that holds the submissions.")
    found: dict[str, Path] = {}
    others = []
    for path in sorted(folder.iterdir()):
        is_zip = path.suffix.lower() == ".zip" and path.is_file()
        name = path.stem if is_zip and path.stem not in found else path.name
        hidden = path.name.startswith(".") or path.name in CLUTTER
        if hidden or not (is_zip or path.is_dir()) or name in reserved or not _is_text(name):
            others.append(_as_text(path.name))
            continue
        found[name] = path
    if not found:
        raise Problem(
            f"{folder} holds no submissions: each should be a folder or a zip of its own in it."
        )
    return [Source(name, path) for name, path in sorted(found.items())], others


def _is_text(name: str) -> bool:
    """Whether a name can be written into results: the system may have one that is no UTF-8."""
    return not any("\ud800" <= letter <= "\udfff" for letter in name)


def _as_text(name: str) -> str:
    """A name, or a sentence with names in it, as it can be written and shown."""
    return name.encode("utf-8", "backslashreplace").decode()


def take(path: Path, lab: Lab) -> Taken:
    """Take in one submission; what is wrong with it is told, and never raised."""
    taken = _take(path, lab)
    taken.notes = [_as_text(note) for note in taken.notes]
    return taken


def _take(path: Path, lab: Lab) -> Taken:
    try:
        entries = _entries(path)
        if _modules(entries, lab) == [] and (inner := _only_archive(path, entries)):
            entries = _entries(inner)
        return _choose(entries, lab)
    except _Refused as problem:
        return Taken({}, [str(problem)], "refused")
    except (
        OSError,
        zipfile.BadZipFile,
        struct.error,
        NotImplementedError,
        RuntimeError,
        EOFError,
        ValueError,  # names that are no text, among others
        OverflowError,
        MemoryError,
        zlib.error,
        lzma.LZMAError,
    ) as problem:
        return Taken({}, [f"It cannot be read ({problem}): ask for it again."], "refused")


def digest(files: dict[str, bytes]) -> dict[str, str]:
    """SHA-256 of every file that was taken in."""
    return {name: hashlib.sha256(content).hexdigest() for name, content in sorted(files.items())}


def _entries(path: Path) -> list[_Entry]:
    if path.is_symlink():
        raise _Refused("It is a link, which is not followed: the files themselves are wanted.")
    return list(_of_folder(path) if path.is_dir() else _of_archive(path))


def _of_folder(root: Path) -> Iterable[_Entry]:
    count = 0
    for folder, folders, names in os.walk(root):
        here = Path(folder)
        if len(here.relative_to(root).parts) >= DEPTH:
            folders.clear()
        folders[:] = [name for name in folders if name not in NOT_THEIRS and name[0] != "."]
        for name in names:
            count += 1
            if count > ENTRIES:
                raise _Refused(f"It has more than {ENTRIES:,} files, and is no submission.")
            file = here / name
            found = file.lstat()
            yield _Entry(
                PurePosixPath(file.relative_to(root).as_posix()),
                found.st_size,
                found.st_size,
                not stat.S_ISREG(found.st_mode),
                lambda most, file=file: _read(file, most),  # type: ignore[misc]
            )


def _read(file: Path, most: int) -> bytes:
    """Read a file, unless it has become a link, or something that would not end, since."""
    handle = os.open(
        file, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    )
    with os.fdopen(handle, "rb") as stream:
        return stream.read(most) if stat.S_ISREG(os.fstat(handle).st_mode) else b""


def take_archive(data: bytes, lab: Lab) -> Taken:
    """Take in a zip that is not on a disk."""
    with tempfile.TemporaryDirectory(prefix="convlab-") as folder:
        file = Path(folder, "submission.zip")
        file.write_bytes(data)
        return take(file, lab)


def _of_archive(path: Path) -> Iterable[_Entry]:
    if path.stat().st_size > ARCHIVE:
        raise _Refused(f"Its archive is larger than {ARCHIVE >> 20} MiB.")
    if _directory_size(path) > DIRECTORY:
        raise _Refused("Its archive has far too many entries.")
    archive = zipfile.ZipFile(path)  # kept open by the entries that read from it
    listed = archive.infolist()
    if len(listed) > ENTRIES:
        raise _Refused(f"Its archive has more than {ENTRIES:,} entries.")
    for info in listed:
        name = info.filename.replace("\\", "/")
        inside = PurePosixPath(name)
        if inside.is_absolute() or ".." in inside.parts or name[1:2] == ":":
            raise _Refused(f"Its archive has an entry outside of itself ({name[:80]!r}).")
        if info.is_dir():
            continue
        yield _Entry(
            inside,
            info.file_size,
            info.compress_size,
            stat.S_ISLNK(info.external_attr >> 16),
            lambda most, info=info: _unpack(archive, info, most),  # type: ignore[misc]
        )


def _unpack(archive: zipfile.ZipFile, info: zipfile.ZipInfo, most: int) -> bytes:
    if info.flag_bits & 1:
        raise _Refused("Its archive is encrypted.")
    with archive.open(info) as stream:
        return stream.read(most)


def _directory_size(path: Path) -> int:
    """Bytes of an archive's list of contents, as its end says; zipfile believes it too.

    Where the end is followed up by one of ZIP64, zipfile takes that: looked for before the end, or
    where its locator says. The largest of them counts.
    """
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 65_557 - 76))
        tail = file.read()
        at = tail.rfind(b"PK\x05\x06")
        if at < 0 or at + 22 > len(tail):
            raise zipfile.BadZipFile("no zip archive")
        size, where = struct.unpack("<II", tail[at + 12 : at + 20])
        if 0xFFFFFFFF in (size, where):
            return DIRECTORY + 1
        sizes = [int(size)]
        locator = tail[max(0, at - 20) : at]
        if locator[:4] == b"PK\x06\x07":
            file.seek(min(path.stat().st_size, struct.unpack("<Q", locator[8:16])[0]))
            for record in (tail[max(0, at - 76) : at - 20], file.read(56)):
                if record[:4] == b"PK\x06\x06" and len(record) == 56:
                    sizes.append(struct.unpack("<Q", record[40:48])[0])
    return max(sizes)


def _only_archive(path: Path, entries: list[_Entry]) -> Path | None:
    """The one zip in a folder, as some learning platforms hand submissions over."""
    zips = [e for e in entries if e.path.suffix.lower() == ".zip" and not e.link]
    return path / zips[0].path if path.is_dir() and len(zips) == 1 else None


def _modules(entries: list[_Entry], lab: Lab) -> list[_Entry]:
    """Entries that have the name of an exercise module, where a student may have put them."""
    names = {f"{name}.py" for name in lab.names}
    return [
        entry
        for entry in entries
        if entry.path.name in names
        and not any(p in NOT_THEIRS or p[0] == "." for p in entry.path.parts[:-1])
    ]


def _choose(entries: list[_Entry], lab: Lab) -> Taken:
    """Read what is allowed from the folder that holds most of the exercises."""
    modules = _modules(entries, lab)
    if not modules:
        return _nothing(entries)
    folders = [entry.path.parent for entry in modules]
    root = min(set(folders), key=lambda f: (-folders.count(f), len(f.parts), str(f)))
    notes = []
    if len(set(folders)) > 1:
        others = sorted({str(folder) for folder in folders if folder != root})
        notes.append(f"Taken from {_name(root)}; exercise files lie in {some(others)} too.")
    wanted = {f"{name}.py": SMALL for name in lab.names}
    for checkpoint in lab.checkpoint:
        place = f"checkpoints/{checkpoint.name}"
        wanted |= {f"{place}/{name}": checkpoints.LARGEST for name in checkpoints.MODEL_FILES}
        wanted |= {f"{place}/{name}": SMALL for name in ("recipe.json", "history.csv")}
    files: dict[str, bytes] = {}
    for entry in entries:
        if not entry.path.is_relative_to(root):
            continue
        name = entry.path.relative_to(root).as_posix()
        if name not in wanted:
            continue
        why = _unfit(entry, wanted[name]) or ("is there twice" if name in files else "")
        content = b"" if why else entry.read(wanted[name] + 1)
        if len(content) > wanted[name]:
            why = "is larger than it says"
        if why and name in files:
            notes.append(f"{name} {why}: the first of the two is taken.")
        elif why:
            notes.append(f"{name} {why}, and is left out.")
        else:
            files[name] = content
    if not files:
        return Taken({}, notes, "refused")
    return Taken(files, notes, "graded")


def _unfit(entry: _Entry, most: int) -> str:
    if entry.link:
        return "is a link or no plain file"
    if entry.size > most:
        return f"is larger than {most >> 20} MiB"
    if entry.size > SMALL and entry.size > RATIO * max(1, entry.packed):
        return f"is packed more than {RATIO} times smaller"
    return ""


def _nothing(entries: list[_Entry]) -> Taken:
    """Say what is there instead of this lab's files."""
    if not entries:
        return Taken({}, ["It is empty."], "empty")
    code = sorted(str(e.path) for e in entries if e.path.suffix in (".py", ".ipynb"))
    names = code or sorted(str(entry.path) for entry in entries)
    return Taken(
        {},
        [f"It holds no file of this lab, but {some(names)}: is it of another assignment?"],
        "other",
    )


def some(names: list[str], most: int = SHOWN) -> str:
    """The first of many names, and how many there are besides."""
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(name[:80] for name in names[:most]) + more


def _name(folder: PurePosixPath) -> str:
    return "its top folder" if str(folder) == "." else str(folder)
