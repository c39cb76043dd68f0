"""Check a submission: start its worker, run the checks, give the result."""

import functools
import hashlib
import math
import os
import platform
import sys
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from . import lab, proxy, remote, submission
from .counterexample import Counterexample
from .errors import Problem
from .result import CheckResult, ExerciseResult, SubmissionResult
from .sandbox import Sandbox, plain

if TYPE_CHECKING:
    from . import plugin

PACKAGES = {"numpy": ("numpy", "hypothesis", "pytest"), "keras": ("tensorflow", "keras")}


class Interrupted(Exception):
    """The run was ended by Ctrl-C; what it had found so far is in `result`."""

    def __init__(self, result: SubmissionResult) -> None:
        super().__init__("interrupted")
        self.result = result


def run(
    the_lab: lab.Lab,
    path: str | Path = "exercises",
    names: list[str] | None = None,
    in_process: bool = False,
    on_result: Callable[[ExerciseResult], None] = lambda result: None,
    on_check: Callable[[str, str], None] = lambda exercise, title: None,
    stop_early: bool = False,
    sandbox: Sandbox | None = None,
    shown: str | None = None,
    seed: str = "",
    budget: float = math.inf,
    host: proxy.Host | None = None,
    on_failure: Callable[[Counterexample], None] = lambda found: None,
    known: Mapping[str, ExerciseResult] | None = None,
    on_checked: Callable[[CheckResult], None] = lambda result: None,
    first: Collection[str] = (),
    only: Collection[str] | None = None,
    elsewhere: "plugin.Elsewhere | None" = None,
    plugins: Sequence[object] = (),
) -> SubmissionResult:
    """Run the checks of some exercises, or of all, against the submission in a folder.

    on_result   called with every exercise as soon as its result is final
    on_check    called with exercise and title of every check that begins
    stop_early  end at the first check that does not pass: enough to prove that points are lost
    sandbox     where the code runs; None for a plain process
    shown       the folder that messages point into, where that is not `path`
    seed        of the generated inputs; "" for the one that students have
    budget      seconds that all calls together may take
    host        where the submission lives, if not in a worker of its own; it is closed
    on_failure  called with the inputs of every check that failed, where they can be kept
    known       exercises that are known to pass: their checks do not run, their results count
    on_checked  called with every check that has run; in the end it may be told otherwise
    first       ids of checks that run before the others of their exercise
    only        ids of the only checks that run; the exercise's result is then of no worth
    elsewhere   another process that runs some of the checks
    plugins     of pytest's, beside our own

    Raises Problem for what the person at the keyboard can mend, Interrupted on Ctrl-C.
    """
    started = time.monotonic()
    folder = submission.find(path)
    names = the_lab.names if names is None else names
    known = known or {}
    if names and all(name in known for name in names):  # neither a worker nor pytest
        for name in names:
            on_result(known[name])
        exercises = [known[name] for name in names]
        return _sum_up(the_lab, folder, names, exercises, plain.Plain.level, started)
    # The worker starts while pytest and Hypothesis are imported here: both take a moment.
    if host is None and not in_process:
        host = remote.Remote(folder, the_lab.names, sandbox, budget=budget)
    try:
        if host:
            host.start()
        for variable in ("PYTEST_ADDOPTS", "PYTEST_PLUGINS"):  # meant for somebody's own tests
            os.environ.pop(variable, None)
        import pytest

        from .plugin import SEED, Run

        session = Run(
            the_lab, path, in_process, seed or SEED, names, host,
            on_result=on_result, on_check=on_check, shown=shown, on_failure=on_failure,
            known=known, on_checked=on_checked, first=first, only=only, elsewhere=elsewhere,
        )  # fmt: skip
        wanted = {*names, *the_lab.builds_on(names)} - set(known)
        files = [_check_file(name) for name in wanted]
        status = pytest.main(
            [*map(str, sorted(files)), *_PYTEST_OPTIONS, f"--maxfail={int(stop_early)}"],
            plugins=[session, session.fixtures, *plugins],
        )
    finally:
        if host:
            host.close()
    if session.faults:
        raise RuntimeError(f"a check file is broken: {session.faults[0]}")
    if status in (pytest.ExitCode.USAGE_ERROR, pytest.ExitCode.INTERNAL_ERROR):
        raise RuntimeError("pytest could not run the checks")
    exercises = [session.scores.exercise(name) for name in names]
    result = _sum_up(the_lab, folder, names, exercises, session.host.level, started)
    if status == pytest.ExitCode.INTERRUPTED:
        raise Interrupted(result)
    return result


def _sum_up(
    the_lab: lab.Lab,
    folder: Path,
    names: list[str],
    exercises: list[ExerciseResult],
    level: str,
    started: float,
) -> SubmissionResult:
    return SubmissionResult(
        score=sum(exercise.score for exercise in exercises),
        max_score=sum(exercise.max_score for exercise in exercises),
        isolation=level,
        seconds=round(time.monotonic() - started, 3),
        versions=versions({the_lab.get(name).needs for name in names}),
        hashes=submission.hashes(folder, names) | {"checks": checks_hash()},
        exercises=exercises,
    )


# No plugin of somebody else's, no terminal, no capturing, nothing written: a library call.
_WITHOUT = (
    "terminal",
    "cacheprovider",
    "logging",
    "faulthandler",
    "warnings",
    "threadexception",
    "unraisableexception",  # it collects garbage again and again
)
_PYTEST_OPTIONS = [
    "--noconftest",
    "--disable-plugin-autoload",
    "--assert=plain",
    "--capture=no",
    "--import-mode=importlib",
    f"--rootdir={lab.ROOT}",
    f"--config-file={lab.ROOT / 'pyproject.toml'}",
    *(option for plugin in _WITHOUT for option in ("-p", f"no:{plugin}")),
]


def _check_file(name: str) -> Path:
    file = lab.CHECKS / f"test_{name}.py"
    if not file.is_file():
        raise Problem(f"{file} is missing: get it back from where you have this lab from.")
    return file


def versions(needs: set[str]) -> dict[str, str]:
    packages = [
        package
        for need in ("numpy", *sorted(needs - {"numpy"}))
        for package in PACKAGES.get(need, ())
    ]
    found = {"python": platform.python_version(), "platform": sys.platform}
    return found | {package: metadata.version(package) for package in dict.fromkeys(packages)}


@functools.cache
def checks_hash() -> str:
    """SHA-256 over all that judges: the checks, and what they are made of."""
    digest = hashlib.sha256()
    for file in sorted(lab.CHECKS.rglob("*.py")):
        digest.update(file.relative_to(lab.CHECKS).as_posix().encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()
