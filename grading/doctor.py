"""Look at the machine as the lab needs it, and say what to do about each thing that is missing."""

import os
import platform
import re
import shutil
import sys
import tomllib
from importlib import metadata

import msgspec

from . import lab, progress

MEMORY = 4  # GiB that training needs
DISK = 1  # GiB for CIFAR-10 and saved models


class Finding(msgspec.Struct, frozen=True):
    """One thing looked at; `needed` is what the lab cannot do without."""

    subject: str
    fine: bool
    text: str
    needed: bool = True


def examine() -> list[Finding]:
    """Look at everything."""
    return [
        _python(),
        _packages(),
        _exercises(),
        _memory(),
        _disk(),
        _data(),
        _isolation(),
        _terminal(),
    ]


def _python() -> Finding:
    version = platform.python_version()
    fine = (3, 11) <= sys.version_info[:2] <= (3, 13)
    advice = "" if fine else ": TensorFlow is tested here with 3.11 to 3.13; use one of these"
    inside = "" if sys.prefix != sys.base_prefix else " (no virtual environment)"
    return Finding("Python", fine, f"{version} on {platform.system()}{inside}{advice}")


def _packages() -> Finding:
    """Compare what is installed with what pyproject.toml asks for."""
    project = tomllib.loads((lab.ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = dict(re.split(r"(?=>=)", entry, maxsplit=1) for entry in project["dependencies"])
    missing, found = [], []
    for name, condition in wanted.items():
        least = condition.removeprefix(">=")
        try:
            version = metadata.version(name)
        except metadata.PackageNotFoundError:
            missing.append(f"{name} is missing")
            continue
        found.append(f"{name} {version}")
        if _numbers(version) < _numbers(least):
            missing.append(f"{name} is {version}, {least} is needed")
    if missing:
        return Finding("Packages", False, f"{'; '.join(missing)}: run  pip install -e .")
    return Finding("Packages", True, ", ".join(found))


def _exercises() -> Finding:
    missing = [n for n in lab.read().names if not (lab.EXERCISES / f"{n}.py").is_file()]
    if missing:
        text = f"missing: {', '.join(missing)}; `python grader.py reset NAME` brings a stub back"
        return Finding("Exercises", False, text)
    writable = os.access(lab.EXERCISES, os.W_OK) and os.access(
        progress.FOLDER if progress.FOLDER.exists() else lab.ROOT, os.W_OK
    )
    text = "all there" if writable else "this folder cannot be written to: move the lab elsewhere"
    return Finding("Exercises", writable, text)


def _memory() -> Finding:
    try:
        total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    except (AttributeError, ValueError, OSError):  # Windows has no sysconf
        return Finding("Memory", True, "not known on this system")
    fine = total >= MEMORY
    return Finding(
        "Memory", fine, f"{total:.0f} GiB" + ("" if fine else f": training wants {MEMORY}"), False
    )


def _disk() -> Finding:
    free = shutil.disk_usage(lab.ROOT).free / 2**30
    fine = free >= DISK
    advice = "" if fine else f": CIFAR-10 and saved models want {DISK}; make room"
    return Finding("Disk", fine, f"{free:.0f} GiB free{advice}", False)


def _data() -> Finding:
    import datasets

    fine, text = datasets.describe("cifar10")
    return Finding("CIFAR-10", fine, text, False)


def _isolation() -> Finding:
    """What a class can be graded with: each level is tried."""
    own = "your own work is checked in a process of its own"
    if sys.platform != "linux":
        return Finding("Isolation", True, f"none: {own}; a class is graded on Linux", False)
    from .sandbox import levels, sealed

    faults = {level.name: levels.fault(level) for level in sealed.LEVELS}
    held = [name for name, why in faults.items() if not why]
    missing = "".join(f"\n{'':14}{name}: {why}" for name, why in faults.items() if why)
    text = f"{', '.join(held) or 'no sealed level'} for a class; {own}"
    return Finding("Isolation", bool(held), text + missing, False)


def _terminal() -> Finding:
    encoding = (sys.stdout.encoding or "ascii").lower()
    fine = encoding.startswith("utf")
    advice = "" if fine else ": symbols are shown as ASCII; PYTHONUTF8=1 changes that"
    return Finding("Terminal", fine, f"{encoding}{advice}", False)


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d+", version)[:3])
