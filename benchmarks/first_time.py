"""A first time with the lab, timed: from a fresh clone to the first exercise that passes.

    python -m benchmarks.first_time

Types what the README says, and then what the screen says is next; only the code is the solution's.
Clones what is committed, and installs into a virtual environment of its own.
"""

import os
import platform
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from grading import lab

INSTALL = re.compile(r"^ {4}(pip install .*) && python grader\.py$", re.MULTILINE)
COMMAND = re.compile(r"python grader\.py [\w ]+?(?= *$)", re.MULTILINE)
WRITE = re.compile(r"write exercises/(\w+)\.py")


def main() -> None:
    print(f"{platform.system()}, Python {platform.python_version()}, {os.cpu_count()} cores\n")
    began = time.perf_counter()

    def tell(what: str) -> None:
        print(f"{time.perf_counter() - began:7.1f} s  {what}", flush=True)

    with tempfile.TemporaryDirectory(prefix="convlab-") as folder:
        clone, scripts = Path(folder, "convlab"), Path(folder, "convlab", ".venv", "bin")
        run(["git", "clone", "--quiet", str(lab.ROOT), str(clone)])
        tell("cloned")
        run([sys.executable, "-m", "venv", str(clone / ".venv")])
        environment = os.environ | {"PATH": f"{scripts}{os.pathsep}{os.environ['PATH']}"}
        installing = INSTALL.search((clone / "README.md").read_text("utf-8"))
        assert installing
        run(["bash", "-c", installing[1]], clone, environment)
        tell("installed")
        screen = typed("python grader.py", clone, environment)
        tell("told where to begin")
        commands, name = COMMAND.findall(screen), WRITE.search(screen)
        assert commands and name, f"no next step on the screen:\n{screen}"
        for command in commands[:-1]:  # the last one is for when the code is written
            typed(command, clone, environment)
            tell(command)
        source = (lab.SOLUTIONS / f"{name[1]}.py").read_bytes()
        (clone / "exercises" / f"{name[1]}.py").write_bytes(source)
        screen = typed(commands[-1], clone, environment)
        assert "passed" in screen or "✓" in screen, screen
        tell(f"{commands[-1]}: {name[1]} has passed")


def typed(command: str, folder: Path, environment: dict[str, str]) -> str:
    """What a command prints."""
    found = subprocess.run(
        ["bash", "-c", command], cwd=folder, env=environment, capture_output=True, check=False
    )
    return found.stdout.decode()


def run(
    command: list[str], folder: Path | None = None, environment: dict[str, str] | None = None
) -> None:
    subprocess.run(command, cwd=folder, env=environment, check=True, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    main()
