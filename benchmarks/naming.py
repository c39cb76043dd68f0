"""How many mistakes are named, and whether any is named wrongly.

    python -m benchmarks.naming [NAME ...]

Every known wrong version is checked twice: as it is, and with what is recorded of it taken away, as
a mistake that nobody has thought of. Named then, it would be named wrongly. Prints a line for
every exercise, and those that were not named.
"""

import contextlib
import io
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import msgspec
import numpy as np

from grading import behaviour, lab, misconceptions, run


def main(names: list[str]) -> None:
    the_lab = lab.read()
    total = [0, 0, 0, 0]
    print(f"{'':<26}wrong versions  named  not named  named though unknown")
    for name in names or the_lab.names:
        counts, unnamed = [0, 0, 0, 0], []
        for wrong in misconceptions.known(name):
            said, unknown = named(the_lab, wrong, True), named(the_lab, wrong, False)
            right = wrong.sentence in said
            counts = [
                a + b for a, b in zip(counts, (1, right, not right, bool(unknown)), strict=True)
            ]
            if not right:
                unnamed.append(f"{wrong.function}.{wrong.name}")
            if unknown:
                unnamed.append(f"{wrong.function}.{wrong.name} as {unknown.pop()!r}")
        print(f"{name:<26}{counts[0]:>14}{counts[1]:>7}{counts[2]:>11}{counts[3]:>22}", flush=True)
        for line in unnamed:
            print(f"    {line}")
        total = [a + b for a, b in zip(total, counts, strict=True)]
    print(f"{'all':<26}{total[0]:>14}{total[1]:>7}{total[2]:>11}{total[3]:>22}")


def named(the_lab: lab.Lab, wrong: misconceptions.Misconception, known: bool) -> set[str]:
    """What failed checks of the wrong function are said to look like.

    known  whether the wrong version is among those that are recorded
    """
    with (
        tempfile.TemporaryDirectory() as folder,
        contextlib.chdir(folder),  # some write where they should not
        contextlib.redirect_stdout(io.StringIO()),
        contextlib.nullcontext() if known else forgotten(wrong),
    ):
        place = misconceptions.submission(wrong, Path(folder))
        result = run.run(the_lab, place, [wrong.exercise], in_process=True)
    # another function may have failed for it, and be named for what it does itself
    own = {w.sentence for w in misconceptions.known(wrong.exercise) if w.function == wrong.function}
    return {c.misconception for e in result.exercises for c in e.checks if c.misconception in own}


@contextlib.contextmanager
def forgotten(wrong: misconceptions.Misconception) -> Iterator[None]:
    """Without one wrong version among those that are recorded."""
    original = behaviour.read

    def read(exercise: str) -> tuple[behaviour.Book, np.ndarray] | None:
        found = original(exercise)
        if found is None:
            return None
        book, body = found
        known = book.functions[wrong.function]
        others = [version for version in known.versions if version.name != wrong.name]
        functions = book.functions | {
            wrong.function: msgspec.structs.replace(known, versions=others)
        }
        return msgspec.structs.replace(book, functions=functions), body

    behaviour.read = read
    try:
        yield
    finally:
        behaviour.read = original


if __name__ == "__main__":
    main(sys.argv[1:])
