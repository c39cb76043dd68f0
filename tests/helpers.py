"""Submissions made of the solutions with some modules changed, and ways to have them checked."""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from grading import lab
from grading.result import SubmissionResult
from grading.run import run

ROOT = Path(__file__).resolve().parents[1]
FOLDERS = ("exercises", "checks", "grading", "datasets", "solutions")
FILES = ("grader.py", "pyproject.toml", "conftest.py")
# What a developer's or a build server's terminal may have set, and would change what is printed.
TERMINAL_VARIABLES = (
    "CLICOLOR", "CLICOLOR_FORCE", "COLORTERM", "COLUMNS", "FORCE_COLOR", "LINES", "NO_COLOR",
    "PYTHONIOENCODING", "PYTHONUTF8", "PYTHONWARNINGS", "TERM", "TTY_COMPATIBLE",
)  # fmt: skip


def compose(target: Path, **changes: str) -> Path:
    """Copy the solutions to `target`, and replace the whole source of the modules named."""
    target.mkdir(parents=True, exist_ok=True)
    for file in sorted((ROOT / "solutions").glob("*.py")):
        shutil.copyfile(file, target / file.name)
    for name, source in changes.items():
        (target / f"{name}.py").write_text(source, "utf-8")
    return target


def append(target: Path, name: str, source: str) -> Path:
    """Add source at the end of one module of a submission."""
    with (target / f"{name}.py").open("a", encoding="utf-8") as file:
        file.write(f"\n\n{source}\n")
    return target


def check(path: Path, *names: str, in_process: bool = False) -> SubmissionResult:
    """Check exercises of a submission, or all of them, in this process as the command does."""
    return run(lab.read(), path, list(names) or None, in_process)


def states(result: SubmissionResult) -> dict[str, str]:
    """The state of every check, by its id."""
    return {check.id: check.state for each in result.exercises for check in each.checks}


def copy_lab(target: Path) -> Path:
    """Copy what a command needs, so that it writes into `target` and never into the repository."""
    target.mkdir(parents=True, exist_ok=True)
    for name in FOLDERS:
        shutil.copytree(ROOT / name, target / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in FILES:
        shutil.copyfile(ROOT / name, target / name)
    return target


def command(
    *args: str, cwd: Path, env: Mapping[str, str] | None = None, timeout: float = 120
) -> subprocess.CompletedProcess[str]:
    """Run `python grader.py …` in a copied lab, away from any terminal.

    env  variables to add to those of this process
    """
    return subprocess.run(
        [sys.executable, "grader.py", *args],
        cwd=cwd,
        env=environment(env),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        timeout=timeout,
    )


def environment(changes: Mapping[str, str] | None = None) -> dict[str, str]:
    """This process's variables without those of its terminal, and with some changes."""
    kept = {name: value for name, value in os.environ.items() if name not in TERMINAL_VARIABLES}
    return kept | dict(changes or {})
