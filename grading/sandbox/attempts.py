"""What a sealed worker must not be able to do: run inside of one, to see that its seal holds."""

import contextlib
import ctypes
import mmap
import os
import socket
from collections.abc import Callable
from pathlib import Path


def escape(secret: str, witness: int) -> list[str]:
    """Try what the seal forbids; gives what was possible.

    secret   a file of the grader's
    witness  the grader's process
    """
    libc = ctypes.CDLL(None, use_errno=True)

    def call(status: int) -> None:
        if status < 0:
            raise OSError(ctypes.get_errno(), "refused")

    attempts: dict[str, Callable[[], object]] = {
        "reads a file of the grader": lambda: os.open(secret, os.O_RDONLY),
        "writes beside it": lambda: os.open(f"{secret}.mine", os.O_CREAT | os.O_WRONLY),
        "opens a socket": lambda: socket.socket().close(),
        "starts a process": lambda: os.fork() or os._exit(0),
        "signals the grader": lambda: os.kill(witness, 0),
        "signals its parent": lambda: os.kill(os.getppid(), 0),
        "traces a process": lambda: call(libc.ptrace(16, witness, 0, 0)),
        "shares memory": lambda: mmap.mmap(-1, 4096).close(),
        "is root": lambda: None if os.geteuid() == 0 else call(-1),
        "becomes root": lambda: os.setuid(0),
        "makes namespaces": lambda: call(libc.unshare(0x10000000)),
        "asks for its personality": lambda: call(libc.personality(0xFFFFFFFF)),
        "makes links": lambda: Path("link").symlink_to("/"),
        "changes modes": lambda: Path(secret).chmod(0o777),
    }
    possible = []
    for what, attempt in attempts.items():
        with contextlib.suppress(OSError):
            attempt()
            possible.append(what)
    if not possible:
        with contextlib.suppress(OSError):
            os.execv("/bin/true", ["true"])  # ends this process where it is possible
    return possible
