"""Level `none`: a worker as a plain child process.

It keeps the student's code out of the grading process, and does not protect the machine from it.
"""

import contextlib
import os
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from . import Files

# The worker imports its own package from the repository, then forgets where that lies.
BOOT = (
    "import sys; root, address, folder, *preload = sys.argv[1:]; sys.path.insert(0, root);"
    "from grading.worker import main; from pathlib import Path; sys.path.remove(root);"
    "sys.argv[1:] = []; main.main(main.connect(address), Path(folder), preload)"
)
ROOT = Path(__file__).resolve().parents[2]
KEPT_VARIABLES = (
    "PATH", "HOME", "LANG", "TMPDIR", "LD_LIBRARY_PATH", "MPLCONFIGDIR", "KERAS_BACKEND",
    "USERPROFILE", "SYSTEMROOT", "TEMP", "TMP", "APPDATA", "LOCALAPPDATA",
)  # fmt: skip

# Neither the current folder nor the user's own packages; no bytecode is left behind.
PYTHON = (sys.executable, "-P", "-s", "-B", "-X", "utf8")
ENVIRONMENT = {
    "MPLBACKEND": "Agg",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "PYTHONHASHSEED": "0",  # sets are iterated in the same order in every run
    "TF_CPP_MIN_LOG_LEVEL": "3",
}
# For models that are small and run a few times, as in checks: making kernels for every new shape
# takes oneDNN longer than it saves.
SMALL_MODELS = {"TF_ENABLE_ONEDNN_OPTS": "0"}

Started = tuple[subprocess.Popen[bytes], socket.socket]


class Plain:
    """Workers as plain processes, each in a folder of its own below a temporary one."""

    level = "none"

    def __init__(self) -> None:
        self._scratch = tempfile.TemporaryDirectory(prefix="convlab-", ignore_cleanup_errors=True)
        self._started = 0

    def start(self, files: Files) -> "PlainProcess":
        # A fresh copy each time: the last worker may have left anything in its own.
        self._started += 1
        folder = Path(self._scratch.name).resolve() / str(self._started)
        write(folder, files)
        return PlainProcess(*start(folder))

    def close(self) -> None:
        self._scratch.cleanup()


class PlainProcess:
    """A worker that is a child process of this one."""

    def __init__(self, process: subprocess.Popen[bytes], connection: socket.socket) -> None:
        assert process.stdout
        self._process = process
        self.connection = connection
        self.output = process.stdout.fileno()

    def kill(self) -> None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            if os.name == "posix":
                os.killpg(self._process.pid, signal.SIGKILL)  # and all that it has started
            else:
                self._process.kill()
        self._process.wait()

    def wait(self, seconds: float) -> int | None:
        try:
            return self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            return None

    def excess(self) -> str:
        return ""  # it is the student's own machine

    def close(self) -> None:
        assert self._process.stdout
        self._process.stdout.close()


def write(folder: Path, files: Files) -> None:
    """Write a worker's copy of the files."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)


def environment() -> dict[str, str]:
    """The variables of a worker: a few of this process's, and those that make runs alike."""
    return {name: os.environ[name] for name in KEPT_VARIABLES if name in os.environ} | ENVIRONMENT


def start(folder: Path, preload: Sequence[str] = ()) -> Started:
    """Start a worker for the files in a folder; its output comes through `process.stdout`.

    preload  modules that it imports before it says that it is ready
    """
    return (_start_inherited if os.name == "posix" else _start_loopback)(folder, preload)


def _start_inherited(folder: Path, preload: Sequence[str] = ()) -> Started:
    ours, theirs = socket.socketpair()
    with theirs:
        address = f"fd:{theirs.fileno()}"
        process = _popen(folder, address, pass_fds=(theirs.fileno(),), preload=preload)
    return process, ours


def _start_loopback(folder: Path, preload: Sequence[str] = ()) -> Started:
    """Where sockets are not inherited (Windows), the worker calls back with a secret token."""
    token = secrets.token_bytes(32)
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(60)
        address = f"tcp:{server.getsockname()[1]}"
        process = _popen(folder, address, stdin=subprocess.PIPE, preload=preload)
        assert process.stdin
        process.stdin.write(token)
        process.stdin.close()
        while True:
            connection, _ = server.accept()
            connection.settimeout(5)
            if secrets.compare_digest(connection.recv(32, socket.MSG_WAITALL), token):
                connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                return process, connection
            connection.close()


def _popen(
    folder: Path,
    address: str,
    stdin: int = subprocess.DEVNULL,
    pass_fds: tuple[int, ...] = (),
    preload: Sequence[str] = (),
) -> subprocess.Popen[bytes]:
    command = [*PYTHON, "-c", BOOT, str(ROOT), address]
    return subprocess.Popen(
        [*command, str(folder), *preload],
        stdin=stdin,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=environment(),
        cwd=folder,
        pass_fds=pass_fds,
        start_new_session=os.name == "posix",
    )
