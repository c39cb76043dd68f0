"""How long after a save `watch` says what it thinks of it.

    python -m benchmarks.watch [ROUNDS] [NAME ...]

For every exercise, a `watch --plain` in a copy of the lab with the solutions. After one pass that
does not count, in turns: a known wrong version is saved, then the solution with another comment.
Measured from just before the file is written until the first line of the verdict has been read,
and for a wrong version also until all checks have run. Medians, and the longest in brackets.
"""

import itertools
import os
import platform
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from grading import lab, misconceptions
from tests.helpers import copy_lab, environment

WRONG = re.compile(r"^(?:x|✗) ", re.MULTILINE)
OVER = "Mend it and save."
PASSED = re.compile(r"^Next: |^Everything that is watched", re.MULTILINE)
LIMIT = {"numpy": 0.3, "keras": 1.0}  # seconds that are promised


def main(rounds: int, names: list[str]) -> None:
    the_lab = lab.read()
    print(f"{platform.system()}, Python {platform.python_version()}, {os.cpu_count()} cores,")
    print(f"{rounds} rounds each, load {os.getloadavg()[0]:.1f} at the start\n")
    row("exercise", "passes", "first failure", "all failures", "")
    row("---", "---:", "---:", "---:", "---")
    with tempfile.TemporaryDirectory(prefix="convlab-") as scratch:
        place = copy_lab(Path(scratch, "lab"))
        for name in the_lab.names:
            save(place, name, source(lab.SOLUTIONS, name))
        for exercise in the_lab.exercise:
            if names and exercise.name not in names:
                continue
            passes, first, whole = measure(the_lab, place, exercise.name, rounds, Path(scratch))
            limit = LIMIT[exercise.needs]
            held = [what for what, times in (("passes", passes), ("fails", first))
                    if statistics.median(times) <= limit]  # fmt: skip
            said = f"{limit} s: {' and '.join(held) or 'neither'}"
            row(exercise.name, told(passes), told(first), told(whole), said)


def measure(
    the_lab: lab.Lab, place: Path, name: str, rounds: int, scratch: Path
) -> tuple[list[float], list[float], list[float]]:
    """Seconds to a pass, to the first failure, and to the end of a run that fails."""
    before = the_lab.builds_on([name])
    if before:  # a failure counts once what the exercise builds on is known to pass
        command(place, "check", *before)
    right = source(lab.SOLUTIONS, name)
    wrong = [
        source(misconceptions.submission(each, scratch / name / str(number)), name)
        for number, each in enumerate(misconceptions.known(name))
    ]
    passes, first, whole = [], [], []
    with Watched(place, name) as watched:
        watched.until(PASSED)
        for number, text in zip(range(rounds), itertools.cycle(wrong), strict=False):
            time.sleep(1.5)  # a student reads, and types
            started = time.perf_counter()
            save(place, name, f"{text}\n# {number}\n")
            watched.until(WRONG)
            first.append(time.perf_counter() - started)
            watched.until(re.compile(OVER))
            whole.append(time.perf_counter() - started)
            time.sleep(1.5)
            started = time.perf_counter()
            save(place, name, f"{right}\n# {number}\n")
            watched.until(PASSED)
            passes.append(time.perf_counter() - started)
    return passes, first, whole


class Watched:
    """A `watch` of one exercise, read line by line."""

    def __init__(self, place: Path, name: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "grader.py", "watch", "--plain", name],
            cwd=place,
            env=environment({"PYTHONUNBUFFERED": "1", "PYTHONUTF8": "1"}),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )

    def __enter__(self) -> "Watched":
        return self

    def __exit__(self, *problem: object) -> None:
        self.process.terminate()
        self.process.wait()

    def until(self, pattern: re.Pattern[str]) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            if pattern.search(line):
                return
        raise RuntimeError(f"it ended without {pattern.pattern!r}")


def save(place: Path, name: str, text: str) -> None:
    (place / "exercises" / f"{name}.py").write_text(text, "utf-8")


def source(folder: Path, name: str) -> str:
    return (folder / f"{name}.py").read_text("utf-8")


def command(place: Path, *words: str) -> None:
    subprocess.run(
        [sys.executable, "grader.py", *words], cwd=place, check=True, capture_output=True
    )


def told(times: list[float]) -> str:
    return f"{statistics.median(times):.2f} s ({max(times):.2f})"


def row(*cells: str) -> None:
    print(f"| {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 6, sys.argv[2:])
