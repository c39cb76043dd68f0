"""Sealed workers: a zygote in a sandbox, which forks one for every start.

The zygote imports the slow libraries once, with nothing of any student near it; a worker then
starts within hundredths of a second. It lives as long as its `Sealed`, and is started anew should
it have died.
"""

import base64
import contextlib
import os
import select
import shutil
import signal
import socket
import struct
import subprocess
import sys
import sysconfig
import tempfile
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec

from ..errors import Problem
from ..worker import rooms
from . import Files, filters, plain

START_LIMIT = 120.0  # seconds for a zygote to import everything, also on a busy machine
EVERY = 0.2  # seconds between two looks at what a worker has written
FILES_LIMIT = 60.0  # seconds for a worker to take its files
ROOM_SIZE = 256 << 20  # bytes that a worker may write
ROOM_ENTRIES = 20_000  # files and folders
# The same of a folder that it may write to beside: saves of 5 million weights and their optimizer's
# state after each of 32 epochs are 2 GB.
WRITABLE_SIZE = 3 << 30
# A worker that has made the disk fuller than it may, and not by files that can be seen, goes on
# until there are so many bytes left.
DISK_LEFT = 1 << 30
# Bytes beside those that the limit DATA knows of: memory that is shared by way of files, and the
# kernel's own tables of what lies where.
MEMORY_BESIDE = 512 << 20
OF_MEMORY = {"RssAnon:", "RssShmem:", "VmSwap:", "VmPTE:"}  # of proc(5), in KiB
WORDS = 300  # characters of what a sandbox says when it cannot start
USER = 64600  # and the numbers after it: belongs to nobody
BOOT = (
    "import sys; root, number, plan = sys.argv[1:]; sys.path.insert(0, root);"
    "from grading.worker import zygote; sys.path.remove(root); sys.argv[1:] = [];"
    "zygote.boot(int(number), plan)"
)
# Where bubblewrap shows the worker's own package, and the folder that it may write to.
INSIDE, ROOM = "/convlab", "/room"
PACKAGE = ("grading/__init__.py", "grading/worker")
DEVICES = ("/dev/null", "/dev/zero", "/dev/urandom", "/dev/random")
# What libraries want to know of the machine and of their own process; opened by the worker
# itself, so that "self" is no other process.
KERNEL = ("/proc/self", "/proc/cpuinfo", "/proc/meminfo", "/sys/devices/system/cpu")
SYSTEM = ("/usr", "/lib", "/lib64", "/lib32", "/bin", "/etc/ld.so.cache")

# What a worker may use, by the names of resource limits. DATA rather than AS, because TensorFlow
# reserves far more than it uses; memory and time of a training are asked for by name.
LIMITS = {
    "CPU": 900,
    "DATA": 2 << 30,
    "FSIZE": 64 << 20,
    "NOFILE": 256,
    "NPROC": 256,
    "CORE": 0,
    "MEMLOCK": 0,
}

# Imported by a zygote. What follows the libraries they would import themselves, some of it only
# when a model is used for the first time: then it is not paid for by every worker.
NUMPY = ["numpy", "numpy.random", "matplotlib.pyplot", "matplotlib.backends.backend_agg"]
KERAS = [
    *NUMPY,
    "tensorflow",
    "keras",
    "h5py",
    "grading.worker.models",
    "grading.worker.checkpoints",
]


class CannotSeal(Problem):
    """A level of isolation that this machine cannot give; the message says why."""


class Level(msgspec.Struct, frozen=True):
    """How a level isolates: in namespaces of its own, as another user, behind Landlock."""

    name: str
    namespaces: bool = False
    other_user: bool = False
    landlock: bool = False

    @property
    def open(self) -> bool:
        """Whether its workers may read what all users may read."""
        return not (self.namespaces or self.landlock)


LEVELS = (
    Level("bubblewrap", namespaces=True),
    Level("landlock-user", other_user=True, landlock=True),
    Level("landlock", landlock=True),
    Level("user", other_user=True),
)


class Sealed:
    """Sealed workers at one level.

    preload   modules that the zygote imports
    limits    other limits than `LIMITS`, by name
    number    of this sandbox among those that run side by side: each has a user of its own
    writable  a folder of this machine that the workers may write to, under its own name
    devices   device files that are let in, such as /dev/nvidia0
    threads   that an operation of TensorFlow may use
    small     whether models are small and run a few times, as in checks

    Raises CannotSeal at the first start where the machine cannot do it.
    """

    def __init__(
        self,
        level: Level,
        preload: Sequence[str] = KERAS,
        limits: dict[str, int] | None = None,
        number: int = 0,
        writable: Path | None = None,
        devices: Sequence[str] = (),
        threads: int = 1,
        small: bool = False,
    ) -> None:
        self.level = level.name
        self._how = level
        self._preload = preload
        self._limits = LIMITS | (limits or {})
        self._user = USER + number
        self._writable = writable
        self._devices = devices
        self._threads = threads
        self._small = small
        self._zygote: Zygote | None = None

    def start(self, files: Files) -> "SealedProcess":
        """Fork a worker; a zygote that has died is started anew once."""
        for attempt in (1, 2):
            if self._zygote is None:
                self._zygote = self._start_zygote()
            try:
                return SealedProcess(self._zygote, files)
            except OSError:
                self._zygote.close()
                self._zygote = None
                if attempt == 2:
                    raise
        raise AssertionError

    def close(self) -> None:
        """End the zygote, and with it its worker."""
        if self._zygote:
            self._zygote.close()
        self._zygote = None

    def _start_zygote(self) -> "Zygote":
        as_root = os.geteuid() == 0
        why = _unfit(self._how, as_root)
        if why:
            raise CannotSeal(why)
        program = base64.b64encode(filters.program()).decode()
        user = self._user if as_root else None
        scratch = tempfile.TemporaryDirectory(prefix="convlab-", ignore_cleanup_errors=True)
        Path(scratch.name).chmod(0o711)
        # a copy, so that a worker neither needs rights on the lab nor sees where it lies
        package, room = Path(scratch.name, "package"), Path(scratch.name, "room")
        for name in PACKAGE:
            _copy(plain.ROOT / name, package / name)
        room.mkdir(mode=0o700)
        prefix: list[str] = []
        watched = {room: ROOM_SIZE}
        if self._how.namespaces:
            prefix = self._bubblewrap(as_root, package)
            package, room, watched = Path(INSIDE), Path(ROOM), {}  # its size is the mount's
        elif user is not None:
            os.chown(room, user, user)
        writable = [str(room), "/dev/null", *self._devices]
        if self._writable:
            writable.append(str(self._writable))
            watched[self._writable] = WRITABLE_SIZE
            if user is not None:
                _give(self._writable, user)
        readable = [*readable_paths(), *DEVICES, *KERNEL, str(package)]
        plan = {
            "preload": list(self._preload),
            "room": str(room),
            "user": user,
            "limits": self._limits,
            "filter": program,
            "readable": readable if self._how.landlock else None,
            "swept": self._how.open,
            "entries": ROOM_ENTRIES if self._how.namespaces else None,
            "writable": writable,
        }
        environment = plain.ENVIRONMENT | {
            "PATH": "/usr/bin:/bin",
            "LANG": "C.UTF-8",
            "HOME": str(room),
            "TMPDIR": str(room),
            "KERAS_BACKEND": "tensorflow",
            "TF_NUM_INTRAOP_THREADS": str(self._threads),
            "TF_NUM_INTEROP_THREADS": "1",
        }
        if self._small:
            environment |= plain.SMALL_MODELS
        swept = user if self._how.open else None
        memory = self._limits["DATA"]
        return Zygote(prefix, str(package), plan, scratch, watched, environment, memory, swept)

    def _bubblewrap(self, as_root: bool, package: Path) -> list[str]:
        """Command line of namespaces with Python, the worker's package and an empty room."""
        if as_root:
            # becomes another user inside, for which it keeps these two rights and no other
            identity = ["--cap-drop", "ALL", "--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"]
        else:
            identity = ["--unshare-user", "--disable-userns", "--uid", "65534", "--gid", "65534"]
            identity += ["--cap-drop", "ALL"]
        command = [
            "bwrap", "--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts",
            "--unshare-cgroup-try", *identity, "--die-with-parent", "--new-session", "--as-pid-1",
            "--hostname", "worker",
            "--perms", "1777", "--size", str(ROOM_SIZE), "--tmpfs", ROOM,
            "--proc", "/proc", "--dev", "/dev",
        ]  # fmt: skip
        mounts: list[tuple[str, str, str]] = []
        for path in readable_paths():
            target = Path(path)
            if target.is_symlink() and target.parent == Path("/"):  # /lib is /usr/lib, as a rule
                mounts.append(("--symlink", str(target.readlink()), path))
            else:
                mounts += [("--ro-bind", each, each) for each in _open_parts(target)]
        mounts.append(("--ro-bind", str(package), INSIDE))
        if self._writable:
            mounts.append(("--bind", str(self._writable), str(self._writable)))
        mounts += [("--dev-bind", device, device) for device in self._devices]
        made = {"/", "/dev"}
        for how, source, place in mounts:
            # bubblewrap would make the folders on the way for its own user alone
            for parent in reversed(Path(place).parents):
                if str(parent) not in made:
                    made.add(str(parent))
                    command += ["--perms", "0755", "--dir", str(parent)]
            command += [how, source, place]
        return [*command, "--remount-ro", "/dev", "--remount-ro", "/", "--chdir", ROOM, "--"]


class SealedProcess:
    """A worker that a zygote has forked."""

    def __init__(self, zygote: "Zygote", files: Files) -> None:
        self._zygote = zygote
        self.connection, theirs = socket.socketpair()
        self.output, written = os.pipe()
        with theirs:
            try:
                self._watch = zygote.fork(theirs.fileno(), written)
            except OSError:
                self.connection.close()
                os.close(self.output)
                raise
            finally:
                os.close(written)
        self._status: int | None = None
        self._asking = threading.Lock()
        self._checked = 0.0
        self._closed = False
        self._left = self._disks()
        message = msgspec.msgpack.encode(dict(files))
        self.connection.settimeout(FILES_LIMIT)
        self.connection.sendall(struct.pack("<Q", len(message)) + message)

    def kill(self) -> None:
        with contextlib.suppress(ProcessLookupError, OSError):
            signal.pidfd_send_signal(self._watch, signal.SIGKILL)
        self.wait(30)

    def wait(self, seconds: float) -> int | None:
        with self._asking:  # the one who reads its output may end it meanwhile
            if self._status is None:
                self._status = self._zygote.status(seconds)
            return self._status

    def excess(self) -> str:
        """What it has taken beyond what it may, where nothing else limits that; "" for nothing."""
        now = time.monotonic()
        if now - self._checked < EVERY:
            return ""
        self._checked = now
        zygote = self._zygote
        if zygote.memory is not None and _memory(self._watch) > zygote.memory + MEMORY_BESIDE:
            return "It took more memory than there is."
        too_much = any(
            rooms.is_larger([folder], size, ROOM_ENTRIES) for folder, size in zygote.watched.items()
        )
        if zygote.swept is not None and not too_much:
            too_much = rooms.is_larger(rooms.of_user(zygote.swept), ROOM_SIZE, ROOM_ENTRIES)
        # an open file that has no name any more is seen by what it leaves of the disk alone
        full = any(
            left < DISK_LEFT and self._left[place] - left > zygote.watched.get(place, ROOM_SIZE)
            for place, left in self._disks().items()
        )
        return "It wrote more files than there is room for." if too_much or full else ""

    def _disks(self) -> dict[Path, int]:
        """Bytes that are free in the places where it may write."""
        places = list(self._zygote.watched)
        if self._zygote.swept is not None:
            places += map(Path, rooms.SHARED)
        return {place: shutil.disk_usage(place).free for place in places if place.exists()}

    def close(self) -> None:
        if not self._closed:
            self._closed = True
            os.close(self.output)
            os.close(self._watch)


class Zygote:
    """The process that forks workers, and the connection to it."""

    def __init__(
        self,
        prefix: list[str],
        root: str,
        plan: dict[str, Any],
        scratch: "tempfile.TemporaryDirectory[str]",
        watched: dict[Path, int],
        environment: dict[str, str],
        memory: int | None = None,
        swept: int | None = None,
    ) -> None:
        """
        watched  folders in which workers may write, and bytes that they may hold
        memory   bytes that a worker may have; None for any number
        swept    user whose files outside of these folders count too; None for none
        """
        self.watched, self.memory, self.swept = watched, memory, swept
        self._scratch = scratch
        self._control, theirs = socket.socketpair()
        self._words = tempfile.TemporaryFile()  # noqa: SIM115
        with theirs:
            self._process = subprocess.Popen(
                [*prefix, *plain.PYTHON, "-c", BOOT, root, str(theirs.fileno()),
                 msgspec.json.encode(plan).decode()],
                stdin=subprocess.DEVNULL,
                stdout=self._words,
                stderr=subprocess.STDOUT,
                env=environment,
                cwd="/",
                pass_fds=(theirs.fileno(),),
                start_new_session=True,
            )  # fmt: skip
        self._control.settimeout(START_LIMIT)
        try:
            said = self._control.recv(1)
        except TimeoutError:
            said = b""
        if said != b"R":
            self._process.kill()
            self._process.wait()
            self._words.seek(0)
            words = self._words.read().decode("utf-8", "replace").strip().splitlines()[-1:]
            self.close()
            raise CannotSeal(f"it does not start: {' '.join(words)[:WORDS] or 'no word'}")

    def fork(self, connection: int, output: int) -> int:
        """Have a worker forked; returns a pidfd. Raises OSError if the zygote is gone."""
        self._control.settimeout(START_LIMIT)
        socket.send_fds(self._control, [b"F"], [connection, output])
        said, descriptors, _, _ = socket.recv_fds(self._control, 1, 1)
        if said != b"P" or len(descriptors) != 1:
            raise BrokenPipeError("the sandbox has ended")
        return descriptors[0]

    def status(self, seconds: float) -> int | None:
        """Exit status of the worker, once it has ended; None if it goes on."""
        if not select.select([self._control], [], [], seconds)[0]:
            return None
        with contextlib.suppress(OSError):
            self._control.settimeout(5)
            said = self._control.recv(4, socket.MSG_WAITALL)
            if len(said) == 4:
                return int(struct.unpack("<i", said)[0])
        return -signal.SIGKILL  # and the zygote with it

    def close(self) -> None:
        self._control.close()
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._words.close()
        with contextlib.suppress(OSError):
            rooms.empty(Path(self._scratch.name))
        self._scratch.cleanup()


def _memory(watch: int) -> int:
    """Bytes of memory that a process has, by its pidfd; 0 where that is not known."""
    with contextlib.suppress(OSError, StopIteration):
        told = Path(f"/proc/self/fdinfo/{watch}").read_text().splitlines()
        number = next(line.split()[1] for line in told if line.startswith("Pid:"))
        lines = [line.split() for line in Path("/proc", number, "status").read_text().splitlines()]
        return sum(int(line[1]) << 10 for line in lines if line[:1] and line[0] in OF_MEMORY)
    return 0


def readable_paths() -> list[str]:
    """What a worker has to read: the system's libraries, Python and its packages."""
    paths = [path for path in SYSTEM if os.path.lexists(path)]
    for path in (
        sys.prefix,
        sys.base_prefix,
        sysconfig.get_path("purelib"),
        sysconfig.get_path("platlib"),
        str(Path(sys.executable).resolve().parent),
    ):
        if not any(Path(path).is_relative_to(known) for known in paths):
            paths.append(path)
    return paths


def _unfit(level: Level, as_root: bool) -> str:
    """Say why a level is not for this machine, or for where the lab lies on it; "" for none."""
    if level.namespaces and not shutil.which("bwrap"):
        return "bubblewrap is missing: apt-get install bubblewrap"
    if level.other_user and not as_root:
        return "only root can run workers as another user"
    if as_root and not (level.other_user or level.namespaces):
        return "a worker never runs as root: use another level, or another user"
    if level.other_user and (hidden := _hidden_from_others()):
        return f"{hidden} cannot be read by other users: use a Python outside of it"
    if level.open:
        found = " ".join(map(str, _open_folders()))
        return f"all users may read {found}: chmod -R o-rwx {found}" if found else ""
    for path in readable_paths():
        if plain.ROOT.is_relative_to(Path(path).resolve()):
            return f"this lab lies in {path}, which workers may read: move it elsewhere"
    return ""


def open_to_all(path: Path) -> bool:
    """Whether a user with no rights of their own may read a file, or get at what is in a folder."""
    path = path.resolve()
    if not path.exists() or not all(folder.stat().st_mode & 0o001 for folder in path.parents):
        return False
    return bool(path.stat().st_mode & (0o005 if path.is_dir() else 0o004))


def _open_folders() -> list[Path]:
    """The lab, if all users get at it; where Python lies in it, the lab's other folders.

    The solutions are not in `checks` and `solutions` alone, but in `.git` too, and in tests.
    """
    needed = [Path(path).resolve() for path in readable_paths()]

    def is_needed(folder: Path) -> bool:
        return any(path.is_relative_to(folder) for path in needed)

    if not is_needed(plain.ROOT):
        return [plain.ROOT] if open_to_all(plain.ROOT) else []
    folders = [each for each in sorted(plain.ROOT.iterdir()) if each.is_dir()]
    return [each for each in folders if not is_needed(each) and open_to_all(each)]


def _open_parts(path: Path) -> list[str]:
    """A path to mount; in its place, what lies in it, if it is closed to other users."""
    if path.is_dir() and not path.stat().st_mode & 0o001:
        return sorted(str(entry) for entry in path.iterdir())
    return [str(path)]


def _hidden_from_others() -> str:
    """A folder that keeps other users away from what a worker has to read; "" for none."""
    for path in map(Path, readable_paths()):
        for folder in (path.resolve(), *path.resolve().parents):
            if folder.is_dir() and not folder.stat().st_mode & 0o001:
                return str(folder)
    return ""


def _copy(source: Path, target: Path) -> None:
    """Copy our own modules, for everybody to read, whatever the modes of the originals."""
    sources = sorted(source.glob("*.py")) if source.is_dir() else [source]
    for file in sources:
        copied = target / file.name if source.is_dir() else target
        copied.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, copied)
        copied.chmod(0o644)
    for folder in (target, *target.parents[: len(PACKAGE[1].split("/"))]):
        if folder.is_dir():
            folder.chmod(0o755)


def _give(folder: Path, user: int) -> None:
    """Make a folder and all that lies in it, at whatever depth, a user's."""
    left = [folder]
    while left:
        path = left.pop()
        os.chown(path, user, user, follow_symlinks=False)
        if path.is_dir() and not path.is_symlink():
            left += path.iterdir()
