"""Grading a class, sealed and side by side, against a fresh pytest for every submission.

    python -m benchmarks.grading [COUNT] [--small N] [--isolation LEVEL]

COUNT submissions (30) of the whole lab, and the same of Parts 1 and 2 alone: solutions in which
some modules are known wrong versions. Each is graded by one `grade`, and checked by one
`pytest checks --in-process` of its own, one after another as a script would do it. Then N small
submissions (1000) of one exercise, where `grade` is killed every so often and started again.
"""

import argparse
import json
import os
import platform
import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from grading import lab, misconceptions

SEED = 1
WRONG = 4  # modules of each submission that are wrong versions
KILLED_AFTER = 12.0  # seconds of a run before it is killed


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", nargs="?", type=int, default=30)
    parser.add_argument("--small", type=int, default=1000)
    parser.add_argument("--isolation", help="without it, the best level there is")
    options = parser.parse_args()
    level = ["--isolation", options.isolation] if options.isolation else []
    names = lab.read().names
    early = [exercise.name for exercise in lab.read().exercise if exercise.part < 3]
    print(f"{platform.system()}, Python {platform.python_version()}, {os.cpu_count()} cores\n")
    print("| a class of | graded by | seconds | the same by | seconds | faster |")
    print("| --- | --- | ---: | --- | ---: | ---: |")
    with tempfile.TemporaryDirectory() as folder:
        for title, chosen in (("the whole lab", names), ("Parts 1 and 2", early)):
            if options.count:
                compare(title, chosen, Path(folder, title.split()[0]), options.count, level)
        if options.small:
            small(Path(folder, "small"), options.small, level)


def compare(title: str, names: list[str], folder: Path, count: int, level: list[str]) -> None:
    """Grade the same submissions in both ways."""
    submissions(folder / "class", names, count)
    started = time.perf_counter()
    only = ["--only", ",".join(names)] if names != lab.read().names else ["--no-checkpoints"]
    run("grader.py", "grade", str(folder / "class"), "--out", str(folder / "results"),
        *only, *level)  # fmt: skip
    ours = time.perf_counter() - started
    results = [json.loads(f.read_bytes()) for f in (folder / "results").glob("*/result.json")]
    assert len(results) == count
    started = time.perf_counter()
    for submission in sorted((folder / "class").iterdir()):
        run("-m", "pytest", *(f"checks/test_{name}.py" for name in names), "--in-process",
            "--submission", str(submission), "-q", "-p", "no:cacheprovider")  # fmt: skip
    theirs = time.perf_counter() - started
    isolation = results[0]["isolation"]
    print(
        f"| {count} submissions of {title} | `grade`, {isolation} | {ours:.0f} | `pytest checks "
        f"--in-process` each | {theirs:.0f} | {theirs / ours:.1f} |",
        flush=True,
    )


def submissions(folder: Path, names: list[str], count: int) -> None:
    """Write submissions: the solutions, with some modules replaced by known wrong versions."""
    rng = random.Random(SEED)
    known = [wrong for name in names for wrong in misconceptions.known(name)]
    for number in range(count):
        target = folder / f"student-{number:02}"
        target.mkdir(parents=True)
        for name in names:
            shutil.copy(lab.SOLUTIONS / f"{name}.py", target)
        for wrong in rng.sample(known, WRONG):
            with tempfile.TemporaryDirectory() as made:
                source = misconceptions.submission(wrong, Path(made))
                shutil.copy(source / f"{wrong.exercise}.py", target)


def run(*arguments: str) -> None:
    subprocess.run(
        [sys.executable, *arguments],
        cwd=lab.ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
    )


def small(folder: Path, count: int, level: list[str]) -> None:
    """Grade many small submissions, killed again and again."""
    source = (lab.SOLUTIONS / "filtering.py").read_text("utf-8")
    for number in range(count):
        target = folder / "class" / f"student-{number:04}"
        target.mkdir(parents=True)
        (target / "filtering.py").write_text(f"{source}\n# {number}\n", "utf-8")
    command = [sys.executable, "grader.py", "grade", str(folder / "class"), "--out",
               str(folder / "results"), "--only", "filtering", *level]  # fmt: skip
    written: dict[str, int] = {}
    kills, peaks, started = 0, list[int](), time.perf_counter()
    while True:
        process = subprocess.Popen(
            command, cwd=lab.ROOT, stdout=subprocess.DEVNULL, start_new_session=True
        )
        try:
            process.wait(KILLED_AFTER + 8 * (kills > 4))
        except subprocess.TimeoutExpired:
            peaks.append(memory(process.pid))
            process.kill()
            process.wait()
            kills += 1
        now = {f.parent.name: f.stat().st_mtime_ns for f in folder.glob("results/*/result.json")}
        again = [name for name, when in written.items() if now.get(name) != when]
        assert not again, f"graded twice, or lost: {again}"
        written = now
        if process.returncode == 0:
            break
    scores = [json.loads(f.read_bytes())["score"] for f in folder.glob("results/*/result.json")]
    print(
        f"\n{count} small submissions: {time.perf_counter() - started:.0f} s, killed {kills} times,"
        f" {len(scores)} results, {count - len(set(written))} lost, 0 graded twice, "
        f"scores {min(scores)} to {max(scores)}; memory of all processes before each kill: "
        f"{min(peaks, default=0)} to {max(peaks, default=0)} MB"
    )


def memory(root: int) -> int:
    """MB that a process and all that descend from it hold, shared pages counted in parts."""
    parents, held = {}, {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                stat = (folder / "stat").read_text().rpartition(")")[2].split()
                text = (folder / "smaps_rollup").read_text()
                parents[int(folder.name)] = int(stat[1])
                held[int(folder.name)] = int(text.partition("Pss:")[2].split()[0]) / 1024
            except (OSError, IndexError):  # it has just ended
                continue
    total = 0.0
    for process in parents:
        above = process
        while above in parents and above != root:
            above = parents[above]
        total += held[process] if above == root else 0
    return round(total)


if __name__ == "__main__":
    main()
