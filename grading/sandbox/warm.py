"""Level `none`, kept warm: the next worker has its libraries loaded before it is asked for.

On Linux a zygote forks it; elsewhere, and where that cannot be done, a spare one waits.
"""

import contextlib
import sys
import tempfile
import threading
from collections.abc import Sequence
from pathlib import Path

from . import Files, Process, plain, sealed


class Forked:
    """Workers that a zygote forks: each starts within hundredths of a second."""

    level = plain.Plain.level

    def __init__(self, preload: Sequence[str]) -> None:
        self._preload = preload
        self._zygote: sealed.Zygote | None = None
        self._starting = threading.Lock()

    def warm(self) -> None:
        """Have the libraries loaded; raises CannotSeal where they cannot be forked."""
        with self._starting:
            if self._zygote is None:
                self._zygote = self._start()

    def start(self, files: Files) -> Process:
        """Fork a worker; a zygote that has died is started anew once."""
        self.warm()
        assert self._zygote
        try:
            return sealed.SealedProcess(self._zygote, files)
        except OSError:
            self.close()
            self.warm()
            return sealed.SealedProcess(self._zygote, files)

    def close(self) -> None:
        with self._starting:
            if self._zygote:
                self._zygote.close()
            self._zygote = None

    def _start(self) -> "sealed.Zygote":
        scratch = _scratch()
        room = Path(scratch.name).resolve() / "room"
        room.mkdir()
        plan = {"preload": list(self._preload), "room": str(room), "filter": None}
        environment = plain.environment() | plain.SMALL_MODELS
        return sealed.Zygote([], str(plain.ROOT), plan, scratch, {}, environment)


class Spare:
    """One worker that waits with its libraries loaded, and no file of the student's yet."""

    level = plain.Plain.level

    def __init__(self, preload: Sequence[str]) -> None:
        self._preload = preload
        self._scratch = _scratch()
        self._started = 0
        self._spare: tuple[plain.PlainProcess, Path] | None = None
        self._starting = threading.Lock()

    def warm(self) -> None:
        """Start the next worker, if none waits."""
        with self._starting:
            if self._spare is None:
                self._spare = self._start()

    def start(self, files: Files) -> Process:
        with self._starting:
            process, folder = self._spare or self._start()
            self._spare = None
        if process.wait(0) is not None:  # it has died while it waited
            process.connection.close()
            process.close()
            process, folder = self._start()
        plain.write(folder, files)
        return process

    def close(self) -> None:
        with self._starting:
            if self._spare:
                process = self._spare[0]
                process.kill()
                process.connection.close()
                process.close()
            self._spare = None
        self._scratch.cleanup()

    def _start(self) -> tuple[plain.PlainProcess, Path]:
        self._started += 1
        if not Path(self._scratch.name).exists():  # it was closed, and is used again
            self._scratch = _scratch()
        folder = Path(self._scratch.name).resolve() / str(self._started)
        folder.mkdir()
        return plain.PlainProcess(*plain.start(folder, self._preload)), folder


def _scratch() -> "tempfile.TemporaryDirectory[str]":
    return tempfile.TemporaryDirectory(prefix="convlab-", ignore_cleanup_errors=True)


def open_warm(preload: Sequence[str]) -> Forked | Spare:
    """The better of the two that this machine can do, with its libraries loaded or loading."""
    if sys.platform == "linux":
        forked = Forked(preload)
        with contextlib.suppress(sealed.CannotSeal, OSError):
            forked.warm()
            return forked
        forked.close()
    spare = Spare(preload)
    spare.warm()
    return spare
