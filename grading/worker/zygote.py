"""A process that has imported the slow libraries, and forks a sealed worker for each submission.

Nothing of any student is in it, and it runs no operation of TensorFlow: a process that has could
not be forked any more. One worker runs at a time; when it has ended, its folder is emptied.

Started with a connection to the grading process and a `Plan` as JSON. Over this connection come
one byte and two file descriptors for each worker that is wanted: the worker's own connection and
what its output goes to. The answers: a line of JSON, with a pidfd for a worker that has been
started, and its status when it has ended.
"""

import contextlib
import gc
import importlib
import os
import select
import signal
import socket
import struct
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import msgspec

from . import framing, main, rooms, seal

EVERY = 0.2  # seconds between two looks at how many files a room holds
FORK, READY = b"F", b"R"
SIZE = struct.Struct("<Q")
_contents = msgspec.msgpack.Decoder(dict[str, bytes])


class Plan(msgspec.Struct):
    """What a zygote is told.

    preload   modules to import
    room      folder that the worker may do in as it likes
    user      user and group to become first; None to stay
    limits, filter, readable, writable  as `seal.put_on` takes them; the filter in base 64, None
              for workers on a student's own machine, which are not sealed
    swept     whether the worker may write to folders that all users may write to: what it leaves
              there is removed
    entries   files and folders that the room may hold, where nobody else looks at it
    """

    preload: list[str]
    room: str
    filter: bytes | None
    user: int | None = None
    limits: dict[str, int] = {}
    readable: list[str] | None = None
    writable: list[str] = []
    swept: bool = False
    entries: int | None = None


def serve(control: socket.socket, plan: Plan) -> None:
    """Fork workers until the grading process goes away."""
    if plan.user is not None:
        os.setgroups([])
        os.setresgid(plan.user, plan.user, plan.user)
        os.setresuid(plan.user, plan.user, plan.user)
    room = Path(plan.room)
    rooms.empty(room)
    if plan.swept:  # what a worker with the same number has left, whose zygote was killed
        sweep(os.geteuid())
    for name in plan.preload:
        importlib.import_module(name)
    if len(list(Path("/proc/self/task").iterdir())) != 1:
        raise RuntimeError("an import has started a thread: this process cannot be forked")
    gc.collect()
    gc.freeze()  # pages of what is loaded stay shared with the workers
    if plan.filter is not None:  # or a worker of the same user could write into this memory
        seal.close_memory()
    control.sendall(READY)
    while True:
        asked, descriptors, _, _ = socket.recv_fds(control, 1, 2)
        if asked != FORK or len(descriptors) != 2:
            return
        connection, output = descriptors
        pid = os.fork()
        if not pid:
            control.close()
            _work(plan, room, connection, output)
        os.close(connection)
        os.close(output)
        watch = os.pidfd_open(pid)
        socket.send_fds(control, [b"P"], [watch])
        seconds = None if plan.entries is None else EVERY
        while not (ready := select.select([control.fileno(), watch], [], [], seconds)[0]):
            if _entries(room) > (plan.entries or 0):
                os.kill(pid, signal.SIGKILL)
                seconds = None
        if control.fileno() in ready:
            # nobody is there who could speak now: the grading process is gone
            os.kill(pid, signal.SIGKILL)
        if plan.filter is None:  # what it has started may live on; its number is still its own
            os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(pid, signal.SIGKILL)
        status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        os.close(watch)
        if control.fileno() in ready:
            return
        rooms.empty(room)
        if plan.swept:
            sweep(os.geteuid())
        control.sendall(struct.pack("<i", status))


def sweep(user: int, places: Sequence[str] = rooms.SHARED) -> None:
    """Remove what is this user's from folders in which everybody may write.

    Links are removed, and never followed; what belongs to others is left.
    """
    for entry in rooms.of_user(user, places):
        with contextlib.suppress(OSError):
            if entry.is_dir() and not entry.is_symlink():
                entry.chmod(0o700)
                rooms.remove(entry)
            else:
                entry.unlink()


def _entries(room: Path) -> int:
    """Files and folders on a file system that is nothing but a room."""
    found = os.statvfs(room)
    return found.f_files - found.f_ffree


def _work(plan: Plan, room: Path, connection: int, output: int) -> None:
    """Become the sealed worker; never returns."""
    status = 1
    try:
        os.setsid()
        os.dup2(output, 1)
        os.dup2(output, 2)
        os.close(output)
        line = socket.socket(fileno=connection)
        folder, home = room / "submission", room / "home"
        _receive(line, folder)
        if plan.filter is not None:
            home.mkdir()
            os.environ["HOME"] = os.environ["TMPDIR"] = str(home)
            tempfile.tempdir = str(home)
            os.chdir(folder)
            seal.put_on(plan.limits, plan.filter, plan.readable, plan.writable)
        main.main(line, folder)
        status = 0
    except BaseException as problem:  # the student's code cannot get here, but for its exit
        with contextlib.suppress(BaseException):
            print(f"{type(problem).__name__}: {problem}", file=sys.stderr, flush=True)
    finally:
        os._exit(status)


def _receive(line: socket.socket, folder: Path) -> None:
    """Take the submission's files: their contents by name, in one message."""
    length = SIZE.unpack(bytes(framing.exactly(line, SIZE.size)))[0]
    folder.mkdir()
    for name, content in _contents.decode(framing.exactly(line, length).data).items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)


def boot(descriptor: int, plan: str) -> None:
    """What the command line of a zygote calls."""
    serve(socket.socket(fileno=descriptor), msgspec.json.decode(plan, type=Plan))
