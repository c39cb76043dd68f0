"""Folders in which untrusted code has done what it liked: emptied, and measured.

Whatever lies there may be nested thousands of folders deep, with names too long for a path, and
closed to its own user; `shutil.rmtree` and `os.walk` call themselves for every level.
"""

import os
import secrets
from pathlib import Path


def empty(room: Path) -> None:
    """Take everything out of a folder; OSError where something of another user is left.

    What lies two levels deep is moved up by one, until nothing is left: no path gets long.
    """
    while entries := list(room.iterdir()):
        for entry in entries:
            if entry.is_symlink() or not entry.is_dir():
                entry.unlink()
                continue
            entry.chmod(0o700)
            for inner in list(entry.iterdir()):
                if inner.is_symlink() or not inner.is_dir():
                    inner.unlink()
                else:
                    inner.chmod(0o700)
                    inner.rename(room / secrets.token_hex(16))
            entry.rmdir()


def remove(folder: Path) -> None:
    """Remove a folder and all that is in it; OSError where something of another user is left."""
    empty(folder)
    folder.rmdir()


def is_larger(room: Path, size: int, entries: int) -> bool:
    """Whether a folder holds more bytes, or more files and folders, than these.

    One in which a path is too long to be looked at is; what cannot be seen does not count.
    """
    left = [str(room)]
    while left:
        try:
            found = list(os.scandir(left.pop()))
        except (PermissionError, FileNotFoundError):  # closed, or just removed
            continue
        except OSError:
            return True
        for entry in found:
            try:
                size -= entry.stat(follow_symlinks=False).st_size
            except OSError:
                continue
            entries -= 1
            if entry.is_dir(follow_symlinks=False):
                left.append(entry.path)
        if size < 0 or entries < 0:
            return True
    return False
