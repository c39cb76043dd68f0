"""Attacks on the machine: each says whether it has got through.

A submission's module. `told` holds what a student could find out or guess: where the lab lies,
where results go, where other submissions lie, the grader's process, a port with a listener.
"""

import ctypes
import glob
import mmap
import os
import resource
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent


def reads_hidden_checks(told):
    return b"hidden=True" in Path(told["lab"], "checks", "test_model.py").read_bytes()


def reads_the_solution(told):
    return b"def apply_filter" in Path(told["lab"], "solutions", "filtering.py").read_bytes()


def lists_the_lab(told):
    return "checks" in os.listdir(told["lab"])


def imports_an_oracle(told):
    sys.path.insert(0, told["lab"])
    import checks.oracles.filtering

    return hasattr(checks.oracles.filtering, "apply_filter")


def finds_checks_anywhere(told):
    places = [*glob.glob("/*/*/checks/test_*.py"), *glob.glob(f"{told['lab']}/../*/checks/*.py")]
    return bool(places)


def reads_labels(told):
    return bool(Path(told["labels"]).read_bytes())


def reads_another_submission(told):
    return bool(Path(told["other"], "filtering.py").read_bytes())


def changes_another_submission(told):
    Path(told["other"], "filtering.py").write_text("1/0")
    return True


def writes_a_result(told):
    Path(told["results"], "me").mkdir(parents=True, exist_ok=True)
    Path(told["results"], "me", "result.json").write_text('{"score": 100}')
    return True


def removes_the_results(told):
    shutil.rmtree(told["results"])
    return True


def changes_modes_of_results(told):
    os.chmod(told["results"], 0)
    return os.stat(told["results"]).st_mode & 0o777 == 0


def plants_a_plugin_for_later(told):
    Path(told["lab"], "conftest.py.mine").write_text("")
    return True


def plants_a_module_for_later(told):
    found = [path for path in sys.path if path.endswith("site-packages")][0]
    Path(found, "mine_mine.pth").write_text("import os")
    Path(found, "mine_mine.pth").unlink()
    return True


def signals_the_grader(told):
    os.kill(told["pid"], 0)
    return True


def signals_everybody(told):
    os.kill(-1, 0)
    return True


def signals_its_parent(told):
    os.kill(os.getppid(), signal.SIGCONT)
    return True


def signals_by_another_call(told):
    libc = ctypes.CDLL(None, use_errno=True)
    return libc.syscall(234, told["pid"], told["pid"], 0) == 0  # tgkill


def reads_the_grader_s_memory(told):
    with open(f"/proc/{told['pid']}/mem", "rb") as memory:
        memory.seek(0)
    return bool(Path(f"/proc/{told['pid']}/maps").read_text())


def reads_the_grader_s_environment(told):
    return bool(Path(f"/proc/{told['pid']}/environ").read_bytes())


def reads_the_grader_s_files(told):
    return bool(os.listdir(f"/proc/{told['pid']}/fd"))


def goes_around_by_proc(told):
    return "checks" in os.listdir(f"/proc/{told['pid']}/cwd/")


def connects(told):
    with socket.create_connection(("127.0.0.1", told["port"]), 2) as line:
        return line.recv(5) == b"hello"


def connects_by_a_system_call(told):
    libc = ctypes.CDLL(None, use_errno=True)
    return libc.syscall(41, 2, 1, 0) >= 0  # socket


def runs_a_program(told):
    return subprocess.run(["/bin/echo", "hello"], capture_output=True).stdout == b"hello\n"


def replaces_itself(told):
    pid = os.fork()
    if pid == 0:
        os.execv("/bin/true", ["true"])
    return os.waitpid(pid, 0)[1] == 0


def forks_without_end(told):
    for _ in range(20):
        if os.fork() == 0:
            time.sleep(0.2)
            os._exit(0)
    return True


def starts_a_daemon(told):
    pid = os.fork()
    if pid == 0:
        os.setsid()
        time.sleep(3)
        os._exit(0)
    return True


def starts_threads_without_end(told):
    over = threading.Event()
    count = 0
    try:
        for _ in range(3000):
            threading.Thread(target=over.wait, daemon=True).start()
            count += 1
    except RuntimeError:
        pass
    over.set()
    return count >= 3000


def takes_50_gb(told):
    return len(bytearray(50 << 30)) > 0


def takes_all_memory_in_small_bites(told):
    resource.getrlimit(resource.RLIMIT_DATA)
    held = [bytearray(64 << 20) for _ in range(64)]
    return len(held) == 64


def takes_memory_by_way_of_a_device(told):
    with open("/dev/zero", "r+b", 0) as device:
        held = mmap.mmap(device.fileno(), 3 << 30)  # shared, and so no part of its data
    for at in range(0, len(held), 1 << 20):
        held[at : at + (1 << 20)] = bytes(1 << 20)
    return True


def takes_memory_for_tables(told):
    """One value of each two megabytes: the kernel keeps a page of places for it."""
    held = [b"x" * (900 << 20), b"y" * (900 << 20)]
    libc = ctypes.CDLL(None)
    libc.mmap.restype = ctypes.c_void_p
    size = 512 << 30
    at = libc.mmap(None, ctypes.c_size_t(size), 1, 0x4022, -1, ctypes.c_long(0))  # to be read only
    for place in range(at, at + size, 2 << 20):
        ctypes.string_at(place, 1)
    time.sleep(1)
    return len(held) == 2


def _fills(folder):
    """Write 600 MB in files of a permitted size."""
    for number in range(10):
        with open(os.path.join(folder, f"full {number}"), "wb") as file:
            for _ in range(60):
                file.write(bytes(1 << 20))
    time.sleep(2)


def fills_folders_of_all_users(told):
    for folder in ("/tmp", "/var/tmp", "/dev/shm"):
        try:
            _fills(folder)
        except OSError:
            continue
        return True
    return False


def fills_a_closed_folder(told):
    os.umask(0)
    os.mkdir(HERE / "closed", 0o300)
    _fills(HERE / "closed")
    return True


def raises_its_limits(told):
    resource.setrlimit(resource.RLIMIT_DATA, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    return resource.getrlimit(resource.RLIMIT_CORE)[1] != 0


def writes_a_large_file(told):
    with open(HERE / "large", "wb") as file:
        for _ in range(100):
            file.write(bytes(1 << 20))
    return True


def opens_files_without_end(told):
    held = [open(__file__) for _ in range(1000)]
    return len(held) == 1000


def makes_a_link_to_follow(told):
    (HERE / "link.py").symlink_to(Path(told["lab"], "checks", "test_model.py"))
    return (HERE / "link.py").exists()


def makes_a_hard_link(told):
    os.link(Path(told["lab"], "checks", "test_model.py"), HERE / "hard.py")
    return True


def becomes_root(told):
    os.setuid(0)
    return os.geteuid() == 0 and told["is_root"]


def is_root(told):
    return os.geteuid() == 0


def makes_a_namespace(told):
    libc = ctypes.CDLL(None, use_errno=True)
    return libc.unshare(0x10000000) == 0


def mounts(told):
    libc = ctypes.CDLL(None, use_errno=True)
    return libc.mount(b"none", str(HERE).encode(), b"tmpfs", 0, None) == 0


def traces(told):
    libc = ctypes.CDLL(None, use_errno=True)
    return libc.ptrace(16, told["pid"], 0, 0) == 0


def takes_over_a_descriptor(told):
    libc = ctypes.CDLL(None, use_errno=True)
    watch = libc.syscall(434, told["pid"], 0)  # pidfd_open
    return watch >= 0 and libc.syscall(438, watch, 0, 0) >= 0  # pidfd_getfd


def runs_from_memory(told):
    handle = os.memfd_create("program")
    os.write(handle, Path("/bin/true").read_bytes())
    return subprocess.run([f"/proc/self/fd/{handle}"], pass_fds=[handle]).returncode == 0


def types_into_the_terminal(told):
    import fcntl

    with open("/dev/tty", "w") as terminal:
        fcntl.ioctl(terminal, 0x5412, b"\n")
    return True


def uses_io_uring(told):
    libc = ctypes.CDLL(None, use_errno=True)
    room = ctypes.create_string_buffer(120)
    return libc.syscall(425, 8, room) >= 0


def takes_off_the_filter(told):
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(38, 0, 0, 0, 0)
    libc.prctl(22, 0, 0, 0, 0)
    return bool(socket.socket())


def uses_the_other_number_space(told):
    libc = ctypes.CDLL(None, use_errno=True)
    return libc.syscall(0x40000000 | 41, 2, 1, 0) >= 0  # socket, as the x32 interface numbers it


def limits_its_parent(told):
    libc = ctypes.CDLL(None, use_errno=True)
    none = (ctypes.c_ulong * 2)(0, 0)  # of core dumps: the parent does not need any
    return libc.prlimit(os.getppid(), 4, none, None) == 0


def binds_its_parent(told):
    os.sched_setaffinity(os.getppid(), os.sched_getaffinity(os.getppid()))
    return True


def opens_its_parent_s_memory(told):
    open(f"/proc/{os.getppid()}/mem", "r+b", 0).close()
    return True


def interrupts_its_parent(told):
    libc = ctypes.CDLL(None, use_errno=True)
    pid = os.getppid()
    return libc.syscall(234, pid, pid, 2) == 0  # tgkill, SIGINT


def has_its_parent_told(told):
    import fcntl

    with open("/dev/null") as file:
        fcntl.fcntl(file, fcntl.F_SETOWN, os.getppid())
        return fcntl.fcntl(file, fcntl.F_GETOWN) == os.getppid()
