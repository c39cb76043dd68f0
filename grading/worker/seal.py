"""The seal: what a worker puts on itself before any of the student's code runs.

In this order: limits, no new privileges, no dump, Landlock (where the level has it), and a
system call filter that was compiled on the trusted side. Nothing of it can be taken off again.

Sources: prctl(2), seccomp(2), landlock(7), getrlimit(2) of the Linux man-pages.
"""

import ctypes
import os
import struct
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

# Numbers of system calls are the same on all processors from 424 on; seccomp is older.
LANDLOCK_CREATE_RULESET, LANDLOCK_ADD_RULE, LANDLOCK_RESTRICT_SELF = 444, 445, 446
SECCOMP = {"x86_64": 317, "aarch64": 277}
PR_SET_DUMPABLE, PR_SET_NO_NEW_PRIVS = 4, 38
SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC = 1, 1
LANDLOCK_CREATE_RULESET_VERSION, LANDLOCK_RULE_PATH_BENEATH = 1, 1

EXECUTE, READ_FILE, READ_DIR = 1 << 0, 1 << 2, 1 << 3
# Rights that each version of Landlock brought: the first 13, REFER, TRUNCATE, IOCTL_DEV.
BROUGHT = {1: (1 << 13) - 1, 2: 1 << 13, 3: 1 << 14, 5: 1 << 15}
OF_FILES = 1 << 0 | 1 << 1 | 1 << 2 | 1 << 14 | 1 << 15  # that a rule on a single file may give

_libc = ctypes.CDLL(None, use_errno=True)


def put_on(
    limits: dict[str, int],
    filter_: bytes,
    readable: Sequence[str] | None = None,
    writable: Sequence[str] = (),
) -> None:
    """Seal this process.

    limits    by the names of `resource.RLIMIT_…`
    filter_   a seccomp program
    readable  files and folders that may be read; None for no Landlock
    writable  files and folders that may be changed too

    Raises OSError where a part of it cannot be had: a worker without its seal must not go on.
    """
    import resource

    for name, most in limits.items():
        which = getattr(resource, f"RLIMIT_{name}")
        hard = resource.getrlimit(which)[1]
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(which, (most, most))
    _check(_libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "no_new_privs")
    close_memory()
    if readable is not None:
        _landlock(readable, writable)
    _seccomp(filter_)


def close_memory() -> None:
    """Keep other processes of this user from this one's memory, descriptors and environment."""
    _check(_libc.prctl(PR_SET_DUMPABLE, 0, 0, 0, 0), "dumpable")


def landlock_version() -> int:
    """Version of Landlock that the kernel has; 0 for none."""
    return max(0, _call(LANDLOCK_CREATE_RULESET, None, 0, LANDLOCK_CREATE_RULESET_VERSION))


def _landlock(readable: Sequence[str], writable: Sequence[str]) -> None:
    version = landlock_version()
    if not version:
        raise OSError("this kernel has no Landlock")
    rights = sum(right for since, right in BROUGHT.items() if version >= since)
    network = 3 if version >= 4 else 0  # bind, connect
    scoped = 3 if version >= 6 else 0  # signals, abstract sockets
    attributes = struct.pack("QQQ", rights, network, scoped)
    attributes = attributes[: 24 if version >= 6 else 16 if version >= 4 else 8]
    ruleset = _call(LANDLOCK_CREATE_RULESET, attributes, len(attributes), 0)
    _check(ruleset, "landlock_create_ruleset")
    for paths, given in ((readable, EXECUTE | READ_FILE | READ_DIR), (writable, rights)):
        for path in paths:
            if not Path(path).exists():
                continue
            place = os.open(path, os.O_PATH | os.O_CLOEXEC)
            allowed = given if Path(path).is_dir() else given & OF_FILES
            rule = struct.pack("=Qi", allowed & rights, place)
            added = _call(LANDLOCK_ADD_RULE, ruleset, LANDLOCK_RULE_PATH_BENEATH, rule, 0)
            _check(added, f"landlock_add_rule {path}")
            os.close(place)
    _check(_call(LANDLOCK_RESTRICT_SELF, ruleset, 0), "landlock_restrict_self")
    os.close(ruleset)


def _seccomp(program: bytes) -> None:
    class Program(ctypes.Structure):
        _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))

    text = ctypes.create_string_buffer(program, len(program))
    given = Program(len(program) // 8, ctypes.cast(text, ctypes.c_void_p))
    number = SECCOMP[os.uname().machine]
    done = _call(number, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, ctypes.byref(given))
    _check(done, "seccomp")


def _call(number: int, *arguments: Any) -> int:
    if sys.platform != "linux":
        return -1
    # every argument as wide as a register: a bare int would be passed as 32 bits
    wide = [ctypes.c_long(each) if isinstance(each, int) else each for each in arguments]
    return int(_libc.syscall(ctypes.c_long(number), *wide))


def _check(status: int, what: str) -> None:
    if status < 0 or (status > 0 and what != "landlock_create_ruleset"):
        raise OSError(ctypes.get_errno(), f"{what}: {os.strerror(ctypes.get_errno())}")
