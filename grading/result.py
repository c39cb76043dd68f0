"""What a run found: the one record that the terminal, JSON and every other report share."""

from typing import Literal

import msgspec

INDENT = 10  # columns of the labels at the left of a message: "Returned" and two spaces
Status = Literal["graded", "empty", "other", "refused", "fault"]
State = Literal["passed", "wrong", "not started", "error", "too slow", "waiting", "fault"]


class CheckResult(msgspec.Struct):
    """One check.

    id       exercise and test function, "filtering.test_sum_of_products"
    title    the check's docstring
    score    max_score if the state is "passed", else 0
    seconds  that the check took
    message  what to tell the student; None where there is nothing to tell
    misconception  the known mistake that this looks like, in one sentence; None if none does
    where    file and line to look at, "exercises/filtering.py:41"; None where it is not known
    lesson   the paragraph that explains the misconception; None where none does
    """

    id: str
    title: str
    state: State
    score: int
    max_score: int
    hidden: bool
    seconds: float
    message: str | None = None
    misconception: str | None = None
    where: str | None = None
    lesson: str | None = None


class ExerciseResult(msgspec.Struct):
    """One exercise; its state is that of its first check that has not passed, if any."""

    name: str
    title: str
    state: State
    score: int
    max_score: int
    checks: list[CheckResult]

    @classmethod
    def of(cls, name: str, title: str, checks: list[CheckResult]) -> "ExerciseResult":
        """Sum up the checks of one exercise; one without any check has not passed."""
        states = [check.state for check in checks]
        if "fault" in states or not states:
            state: State = "fault"
        else:
            state = next((state for state in states if state != "passed"), "passed")
        score, most = sum(c.score for c in checks), sum(c.max_score for c in checks)
        return cls(name, title, state, score, most, checks)


class SubmissionResult(msgspec.Struct):
    """A whole run.

    isolation  level at which the student's code ran: "none", "in-process", …
    versions   of Python and of the packages that can change a result
    hashes     SHA-256 by file name, of the submission and (as "checks") of the checks
    """

    score: int
    max_score: int
    isolation: str
    seconds: float
    versions: dict[str, str]
    hashes: dict[str, str]
    exercises: list[ExerciseResult]

    @property
    def passed(self) -> bool:
        return all(exercise.state == "passed" for exercise in self.exercises)


class Graded(SubmissionResult, kw_only=True):
    """What `grade` found of one submission; the same object, and what an instructor needs of it.

    submission  name of its folder or archive, without the ending
    status      "graded"; or why there was nothing to check: "empty", "other" (no file of this lab
                in it), "refused" (an archive or a file that is not taken in), "fault" (ours)
    notes       one sentence each on what was found in it, such as a file that was left out
    name, id, email  of the student, where a roster tells
    started, finished  UTC, as ISO 8601
    data        SHA-256 of the test pictures and labels that checkpoints were judged with; "" for
                none
    accuracies  of the checkpoints, from 0 to 1, by their names
    """

    submission: str
    status: Status
    notes: list[str]
    name: str = ""
    id: str = ""
    email: str = ""
    started: str = ""
    finished: str = ""
    data: str = ""
    accuracies: dict[str, float] = {}


def encode(result: object) -> bytes:
    """Write a result as indented JSON with a newline at its end."""
    return msgspec.json.format(msgspec.json.encode(result), indent=2) + b"\n"
