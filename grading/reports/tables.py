"""Results as a table, for a spreadsheet, and as plain objects, for a program."""

import csv
import io

from ..result import Graded, encode
from . import texts


def table(results: list[Graded]) -> bytes:
    """One row a submission: who, score, a column an exercise and a checkpoint's accuracy.

    CSV as RFC 4180 has it, in UTF-8 with a mark at its start, without which Excel takes it for
    something else. Text that a spreadsheet would run as a formula gets an apostrophe in front.
    """
    exercises = _in_order([[e.name for e in result.exercises] for result in results])
    accuracies = _in_order([list(result.accuracies) for result in results])
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(
        ["submission", "id", "name", "email", "status", "score", "max_score"]
        + [texts.cell(name) for name in exercises]
        + [texts.cell(f"{name} accuracy") for name in accuracies]
        + ["isolation", "notes"]
    )
    for result in results:
        scores = {exercise.name: exercise.score for exercise in result.exercises}
        row: list[str | int | float] = [
            *(texts.cell(text) for text in (result.submission, result.id, result.name)),
            texts.cell(result.email),
            result.status,
            result.score,
            result.max_score,
            *(scores.get(name, "") for name in exercises),
            *(result.accuracies.get(name, "") for name in accuracies),
            texts.cell(result.isolation),
            texts.cell(" ".join(result.notes)),
        ]
        writer.writerow(row)
    return stream.getvalue().encode("utf-8-sig")


def objects(results: list[Graded]) -> bytes:
    """A list of all results as JSON, each as `grade` has written it."""
    return encode(results)


def _in_order(lists: list[list[str]]) -> list[str]:
    """Every name once, in the order of the longest list; what that one lacks comes last."""
    longest_first = sorted(lists, key=len, reverse=True)
    return list(dict.fromkeys(name for names in longest_first for name in names))
