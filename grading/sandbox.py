"""Starting a worker process, at the level of isolation that is asked for.

One level is built: `none`, a plain process for a student's own machine. It keeps the student's
code out of the grading process, and does not protect the machine from it. Sealed levels join
`LEVELS`; nothing else knows how a worker is started.
"""

import os
import secrets
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

# The worker imports its own package from the repository, then forgets where that lies.
BOOT = (
    "import sys; root, address, folder = sys.argv[1:]; sys.path.insert(0, root);"
    "from grading.worker import main; from pathlib import Path; sys.path.remove(root);"
    "sys.argv[1:] = []; main.main(main.connect(address), Path(folder))"
)
ROOT = Path(__file__).resolve().parents[1]
KEPT_VARIABLES = (
    "PATH", "HOME", "LANG", "TMPDIR", "LD_LIBRARY_PATH", "MPLCONFIGDIR", "KERAS_BACKEND",
    "USERPROFILE", "SYSTEMROOT", "TEMP", "TMP", "APPDATA", "LOCALAPPDATA",
)  # fmt: skip

Started = tuple[subprocess.Popen[bytes], socket.socket]


def start_plain(folder: Path) -> Started:
    """Start a worker as a plain child process; its output comes through `process.stdout`."""
    return _start_inherited(folder) if os.name == "posix" else _start_loopback(folder)


LEVELS: dict[str, Callable[[Path], Started]] = {"none": start_plain}


def _start_inherited(folder: Path) -> Started:
    ours, theirs = socket.socketpair()
    with theirs:
        process = _popen(folder, f"fd:{theirs.fileno()}", pass_fds=(theirs.fileno(),))
    return process, ours


def _start_loopback(folder: Path) -> Started:
    """Where sockets are not inherited (Windows), the worker calls back with a secret token."""
    token = secrets.token_bytes(32)
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(60)
        process = _popen(folder, f"tcp:{server.getsockname()[1]}", stdin=subprocess.PIPE)
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
    folder: Path, address: str, stdin: int = subprocess.DEVNULL, pass_fds: tuple[int, ...] = ()
) -> subprocess.Popen[bytes]:
    environment = {name: os.environ[name] for name in KEPT_VARIABLES if name in os.environ}
    environment |= {
        "MPLBACKEND": "Agg",
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "TF_CPP_MIN_LOG_LEVEL": "3",
    }
    # -I: neither the current folder nor the user's own packages; -B: no bytecode is left behind
    command = [sys.executable, "-I", "-B", "-X", "utf8", "-c", BOOT, str(ROOT), address]
    return subprocess.Popen(
        [*command, str(folder)],
        stdin=stdin,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=environment,
        cwd=folder,
        pass_fds=pass_fds,
        start_new_session=os.name == "posix",
    )
