"""A correct solution never fails by luck: the solutions, checked again and again.

    python -m benchmarks.stability [RUNS] [NAME ...]

Inputs are the same in every run, since their seed is fixed; what differs is the state of all
other random generators, as from one student's run to the next: of Python, NumPy and Keras.
Everything runs in this process, where TensorFlow is loaded once. Prints a line for every exercise:
how many runs got every point.
"""

import random
import sys
import time

import numpy as np

from grading import lab, run

RUNS = 200


def main(runs: int, names: list[str]) -> None:
    the_lab = lab.read()
    chosen = names or [each.name for each in the_lab.exercise if each.part > 2]
    for name in chosen:
        passed, started = 0, time.perf_counter()
        for number in range(runs):
            disturb(number)
            result = run.run(the_lab, lab.SOLUTIONS, [name], in_process=True)
            passed += result.passed
            if not result.passed:
                failed = [check for each in result.exercises for check in each.checks]
                told = [f"{c.id}: {c.message}" for c in failed if c.state != "passed"]
                print(f"  run {number}: {told}", flush=True)
        seconds = (time.perf_counter() - started) / runs
        print(f"{name}: {passed} of {runs} runs, {seconds:.2f} s each", flush=True)


def disturb(seed: int) -> None:
    """Put every global random generator into another state."""
    random.seed(seed)
    np.random.seed(seed)  # the one that students' code may still use
    if "keras" in sys.modules:
        sys.modules["keras"].utils.set_random_seed(seed)


if __name__ == "__main__":
    arguments = sys.argv[1:]
    count = int(arguments.pop(0)) if arguments and arguments[0].isdigit() else RUNS
    main(count, arguments)
