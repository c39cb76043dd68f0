"""How fast an answer comes, and what the wall between checks and student's code costs.

    python -m benchmarks.speed [RUNS]

Everything is measured side by side in one run, in turns, with the solutions as the submission;
medians are quoted. Prints the table that the README shows.
"""

import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from typing import Any

import hypothesis
import numpy as np

from checks import test_filtering
from grading import direct, lab, proxy, remote

GRADER = [sys.executable, "grader.py"]
SOLVED = ["--submission", "solutions"]
CHECK = [*GRADER, "check", "filtering", *SOLVED]
PYTEST = [sys.executable, "-m", "pytest", "-q", "checks/test_filtering.py", "--in-process", *SOLVED]
TENSORFLOW = [sys.executable, "-c", "import tensorflow"]
EXAMPLES = 1000


def main(runs: int) -> None:
    print(f"{platform.system()}, Python {platform.python_version()}, {os.cpu_count()} cores,")
    print(f"medians of {runs} runs in turns\n")
    whole = in_turns(
        [lambda: seconds(CHECK), lambda: seconds(PYTEST), lambda: seconds(TENSORFLOW)], runs
    )
    check, plain, tensorflow = whole
    row("measured", "value", "beside it", "ratio")
    row("---", "---:", "---:", "---:")
    row("`check filtering` : `pytest --in-process`", s(check), s(plain), f"{check / plain:.2f}")
    row(
        "`check filtering` : `import tensorflow`",
        s(check),
        s(tensorflow),
        f"{check / tensorflow:.2f}",
    )

    small = np.ones((6, 5, 3)), np.ones((2, 3, 3)), 0.5
    large = np.ones((32, 32, 3)), np.ones((3, 3, 3)), 0.5
    with_worker, without = modules()
    for name, args in (("6x5x3", small), ("32x32x3", large)):
        far, near = in_turns(
            [lambda m=m, a=args: per_call(m, a) for m in (with_worker, without)], runs
        )
        row(
            f"one `apply_filter` on {name}, worker : direct", us(far), us(near), f"{far / near:.2f}"
        )
    far, near = in_turns([lambda m=m: examples_per_second(m) for m in (with_worker, without)], runs)
    row(
        "Hypothesis examples a second, worker : direct",
        f"{far:.0f}",
        f"{near:.0f}",
        f"{far / near:.2f}",
    )

    marks = [milestones([*GRADER, *SOLVED]) for _ in range(runs)]
    for name, values in zip(
        ("first words", "first result", "Parts 1 and 2 whole"),
        zip(*marks, strict=True),
        strict=True,
    ):
        row(f"`python grader.py`: {name}", s(statistics.median(values)), "", "")


def in_turns(measure: Sequence[Callable[[], float]], runs: int) -> list[float]:
    """Median of each measurement, taken A B C A B C … after one round that does not count."""
    rounds = [[one() for one in measure] for _ in range(runs + 1)][1:]
    return [statistics.median(values) for values in zip(*rounds, strict=True)]


def seconds(command: list[str]) -> float:
    """Wall time of a whole command, which has to succeed."""
    started = time.perf_counter()
    subprocess.run(command, cwd=lab.ROOT, check=True, capture_output=True)
    return time.perf_counter() - started


def milestones(command: list[str]) -> tuple[float, float, float]:
    """Seconds until the first byte, until the first exercise's line, and until the end."""
    started = time.perf_counter()
    process = subprocess.Popen(command, cwd=lab.ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    first = result = 0.0
    for line in process.stdout:
        now = time.perf_counter() - started
        first = first or now
        result = result or (now if " of " in line else 0.0)
    process.wait()
    return first, result, time.perf_counter() - started


def modules() -> tuple[Any, Any]:
    """The solution of `filtering`, called in a worker and called here."""
    hosts = remote.Remote(lab.SOLUTIONS, ["filtering"]), direct.Direct(lab.SOLUTIONS)
    for host in hosts:
        host.start()
    proxy.begin(limit=3600.0)
    far, near = (proxy.Module(host, "filtering", 60.0) for host in hosts)
    return far, near


def per_call(module: Any, args: tuple[Any, ...], calls: int = 50) -> float:
    started = time.perf_counter()
    for _ in range(calls):
        module.apply_filter(*args)
    return (time.perf_counter() - started) / calls


def examples_per_second(module: Any) -> float:
    """Run the values property of `filtering` on many generated inputs."""
    inner: Any = test_filtering.test_values
    many = hypothesis.settings(max_examples=EXAMPLES, deadline=None, database=None)
    test = many(hypothesis.seed(1)(hypothesis.given(test_filtering.cases())(
        lambda case: inner.hypothesis.inner_test(module, case)
    )))  # fmt: skip
    started = time.perf_counter()
    test()
    return EXAMPLES / (time.perf_counter() - started)


def row(*cells: str) -> None:
    print(f"| {' | '.join(cells)} |", flush=True)


def s(value: float) -> str:
    return f"{value:.2f} s"


def us(value: float) -> str:
    return f"{value * 1e6:.0f} µs"


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
