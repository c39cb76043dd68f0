"""Folders in which untrusted code has done what it liked: emptied, and measured.

Whatever lies there may be nested thousands of folders deep, with names too long for a path, and
closed to its own user; `shutil.rmtree` and `os.walk` call themselves for every level.
"""

import contextlib
import os
import secrets
import stat
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

# Where everybody may write; in the fourth, message queues that outlive who has made them.
SHARED = (
    "/tmp", "/var/tmp", "/dev/shm", "/dev/mqueue", "/run/lock", "/var/lock", "/run", "/var/crash",
    "/",
)  # fmt: skip


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


def is_larger(paths: Iterable[Path], size: int, entries: int) -> bool:
    """Whether folders and files together hold more bytes, or are more of them, than these.

    Where there is one that cannot be looked at, closed or with too long a path, they are.
    """
    left = [str(path) for path in paths]
    while left:
        path = left.pop()
        try:
            state = os.lstat(path)
            if stat.S_ISDIR(state.st_mode):
                left += [entry.path for entry in os.scandir(path)]
        except FileNotFoundError:  # just removed
            continue
        except OSError:
            return True
        size -= state.st_size
        entries -= 1
        if size < 0 or entries < 0:
            return True
    return False


def of_user(user: int, places: Sequence[str] = SHARED) -> Iterator[Path]:
    """What is a user's in folders in which everybody may write, and in those in them.

    No link is followed.
    """
    left = [Path(place) for place in places]
    while left:
        with contextlib.suppress(OSError):
            for entry in left.pop().iterdir():
                with contextlib.suppress(OSError):
                    state = entry.lstat()
                    if state.st_uid == user:
                        yield entry
                    elif stat.S_ISDIR(state.st_mode) and state.st_mode & 0o002:
                        left.append(entry)
