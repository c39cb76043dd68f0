"""Where workers run: a plain process for a student's own machine, sealed ones for a class.

level             protects
bubblewrap        namespaces with nothing of the grader in them, and the seal
landlock-user     another user's process, Landlock, and the seal (root in a container)
landlock          Landlock and the seal, same user: names of files can be seen, contents cannot
user              another user's process and the seal: what all users may read can be read
none              the grading process, and not the machine

The seal is what a worker puts on itself before any of the student's code runs: no new
privileges, a system call filter, limits. `levels` says which of these a machine can do.
"""

import socket
from collections.abc import Mapping
from typing import Protocol

Files = Mapping[str, bytes]  # contents by path below the worker's folder, with forward slashes


class Process(Protocol):
    """A worker process that has been started.

    connection  to speak with it
    output      file descriptor of what it writes past Python's own prints
    """

    connection: socket.socket
    output: int

    def kill(self) -> None:
        """End it and all that it has started; no error where it has ended."""

    def wait(self, seconds: float) -> int | None:
        """Wait for its end: the exit status, negative for a signal; None if it goes on."""

    def excess(self) -> str:
        """What it has taken beyond what it may, where nothing else stops that; "" for nothing."""

    def close(self) -> None:
        """Give back what belongs to it, but for the connection."""


class Sandbox(Protocol):
    """Starts workers, one at a time, each with its own copy of a submission's files."""

    level: str

    def start(self, files: Files) -> Process: ...

    def close(self) -> None: ...
