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
from functools import partial
from typing import Any

import hypothesis
import numpy as np

from checks import test_filtering
from grading import direct, lab, proxy, remote
from solutions.filtering import apply_filter as bare

GRADER = [sys.executable, "grader.py"]
SOLVED = ["--submission", "solutions"]
CHECK = [*GRADER, "check", "filtering", *SOLVED]
PYTEST = [sys.executable, "-m", "pytest", "-q", "checks/test_filtering.py", "--in-process", *SOLVED]
TENSORFLOW = [sys.executable, "-c", "import tensorflow"]
EXAMPLES = 1000


def main(runs: int) -> None:
    print(f"{platform.system()}, Python {platform.python_version()}, {os.cpu_count()} cores,")
    print(f"medians of {runs} runs in turns\n")
    row("", "", "beside it", "", "ratio")
    row("---", "---:", "---", "---:", "---:")

    commands = [partial(seconds, command) for command in (CHECK, PYTEST, TENSORFLOW)]
    check, plain, tensorflow = in_turns(commands, runs)
    name = "`grader.py check filtering`"
    row(name, f"{check:.2f} s", "`pytest --in-process`", f"{plain:.2f} s", ratio(check, plain))
    row(
        name,
        f"{check:.2f} s",
        "`import tensorflow`",
        f"{tensorflow:.2f} s",
        ratio(check, tensorflow),
    )

    far, near = modules()
    for size in ((6, 5, 3), (32, 32, 3)):
        args = np.ones(size), np.ones((3, 3, 3)), 0.5
        ways = [partial(per_call, function, args) for function in (far.apply_filter, bare)]
        worker, direct_ = in_turns(ways, runs)
        name = f"`apply_filter` on {size}, in a worker"
        row(
            name,
            f"{worker * 1e6:.0f} µs",
            "called directly",
            f"{direct_ * 1e6:.0f} µs",
            ratio(worker, direct_),
        )
    worker, direct_ = in_turns([partial(examples, module) for module in (far, near)], runs)
    name = "Hypothesis examples, in a worker"
    row(
        name,
        f"{worker:.0f} a second",
        "`--in-process`",
        f"{direct_:.0f} a second",
        ratio(worker, direct_),
    )

    # all exercises by name: the checkpoints, which take a while where CIFAR-10 is, stay aside
    everything = [*GRADER, "check", *lab.read().names, *SOLVED]
    marks = [milestones(everything) for _ in range(runs)]
    words, first, numpy, whole = map(statistics.median, zip(*marks, strict=True))
    print(f"\n`python grader.py --submission solutions`: first words after {words:.2f} s, first")
    print(f"result after {first:.2f} s, Parts 1 and 2 whole after {numpy:.2f} s, all five parts")
    print(f"after {whole:.1f} s, TensorFlow imported once.")


def in_turns(measure: Sequence[Callable[[], float]], runs: int) -> list[float]:
    """Median of each measurement, taken A B C A B C … after one round that does not count."""
    rounds = [[one() for one in measure] for _ in range(runs + 1)][1:]
    return [statistics.median(values) for values in zip(*rounds, strict=True)]


def seconds(command: list[str]) -> float:
    """Wall time of a whole command, which has to succeed."""
    started = time.perf_counter()
    subprocess.run(command, cwd=lab.ROOT, check=True, capture_output=True)
    return time.perf_counter() - started


def milestones(command: list[str]) -> tuple[float, float, float, float]:
    """Seconds until the first line, the first exercise's, TensorFlow's, and until the end."""
    started = time.perf_counter()
    process = subprocess.Popen(command, cwd=lab.ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    first = result = tensorflow = 0.0
    for line in process.stdout:
        now = time.perf_counter() - started
        first = first or now
        result = result or (now if " of " in line else 0.0)
        tensorflow = tensorflow or (now if "TensorFlow" in line else 0.0)
    process.wait()
    return first, result, tensorflow, time.perf_counter() - started


def modules() -> tuple[Any, Any]:
    """The solution of `filtering`, called in a worker and called here."""
    hosts = remote.Remote(lab.SOLUTIONS, ["filtering"]), direct.Direct(lab.SOLUTIONS)
    for host in hosts:
        host.start()
    proxy.begin(limit=3600.0)
    far, near = (proxy.Module(host, "filtering", 60.0) for host in hosts)
    return far, near


def per_call(function: Callable[..., Any], args: tuple[Any, ...], calls: int = 50) -> float:
    """Seconds that one call takes."""
    started = time.perf_counter()
    for _ in range(calls):
        function(*args)
    return (time.perf_counter() - started) / calls


def examples(module: Any) -> float:
    """Examples a second of the values property of `filtering`."""
    inner: Any = test_filtering.test_values
    many = hypothesis.settings(max_examples=EXAMPLES, deadline=None, database=None)

    @hypothesis.seed(1)
    @many
    @hypothesis.given(test_filtering.cases())
    def test(case: test_filtering.Case) -> None:
        inner.hypothesis.inner_test(module, case)

    started = time.perf_counter()
    test()
    return EXAMPLES / (time.perf_counter() - started)


def ratio(one: float, other: float) -> str:
    return f"{one / other:.2f}"


def row(*cells: str) -> None:
    print(f"| {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
