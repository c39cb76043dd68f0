"""One result for the places where students hand in: Gradescope and GitHub Classroom."""

import base64
import re
from typing import Any

from ..lab import Lab
from ..result import CheckResult, ExerciseResult, Graded, encode
from . import texts


def gradescope(result: Graded, lab: Lab) -> bytes:
    """Make `results.json` of Gradescope, one test a check.

    https://gradescope-autograders.readthedocs.io/en/latest/specs/

    Gradescope keeps a hidden check to itself until the grades are published, and the sum of all
    points with it: the summary at the top, which is always shown, tells of the open checks alone.
    """
    parts = _parts(lab)
    tests = [
        {
            "score": check.score,
            "max_score": check.max_score,
            "status": "passed" if check.state == "passed" else "failed",
            "name": texts.line(check.title),
            "number": f"{place}.{number}",
            "output": _output(check),
            "output_format": "text",
            "tags": [exercise.name, *parts.get(exercise.name, [])],
            "visibility": "after_published" if check.hidden else "visible",
        }
        for place, exercise in enumerate(result.exercises, start=1)
        for number, check in enumerate(exercise.checks, start=1)
    ]
    made: dict[str, Any] = {
        "score": result.score,
        "execution_time": round(result.seconds, 3),
        "output": _summary(result),
        "output_format": "text",
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "tests": tests,
    }
    if result.accuracies:
        made["leaderboard"] = [
            {"name": f"{texts.line(name)} accuracy", "value": round(accuracy, 4), "order": "desc"}
            for name, accuracy in result.accuracies.items()
        ]
    return encode(made)


def classroom(result: Graded) -> bytes:
    """Make what the action education/autograding-grading-reporter reads: base64 of JSON.

    One test an exercise. The log of that action is the student's to read, so a hidden check is
    named in it, and its message is not.
    """
    tests = [_exercise(exercise) for exercise in result.exercises]
    if result.status != "graded":
        # The reporter fails on no test at all, and says nothing.
        tests.append(_test("submission", _broken(result.status), 0, texts.why(result)))
    if any(test["status"] == "error" for test in tests):
        status = "error"
    else:
        passed = tests and all(test["status"] == "pass" for test in tests)
        status = "pass" if passed else "fail"
    made = {"version": 1, "status": status, "max_score": result.max_score, "tests": tests}
    return base64.b64encode(encode(made))


def _parts(lab: Lab) -> dict[str, list[str]]:
    """The part that an exercise or a checkpoint belongs to, in a list of one, by its name."""
    named = {exercise.name: exercise.part for exercise in lab.exercise}
    named |= {checkpoint.result_name: checkpoint.part for checkpoint in lab.checkpoint}
    return {name: [f"Part {part}"] for name, part in named.items()}


def _output(check: CheckResult) -> str:
    said = texts.told(check)
    return f"{check.state}\n{said}" if said else check.state


def _summary(result: Graded) -> str:
    checks = [check for exercise in result.exercises for check in exercise.checks]
    shown = [check for check in checks if not check.hidden]
    lines = [texts.why(result)]
    if shown:
        score, most = sum(c.score for c in shown), sum(c.max_score for c in shown)
        lines.append(f"Open checks: {score} of {most} points.")
    if hidden := len(checks) - len(shown):
        several = f"{hidden} hidden checks are" if hidden > 1 else "1 hidden check is"
        lines.append(f"{several} shown with the grades.")
    return "\n".join(lines)


def _exercise(exercise: ExerciseResult) -> dict[str, Any]:
    missed = [check for check in exercise.checks if check.state != "passed"]
    lines, file, row = list[str](), f"exercises/{exercise.name}.py", 0
    for check in missed:
        lines.append(f"{check.state}: {texts.line(check.title)}")
        if check.hidden:
            lines[-1] += " (a hidden check)"
        elif said := texts.told(check):
            lines.append(said)
    # The line that is pointed at is that of the first check that may be told of.
    for check in missed:
        place = re.fullmatch(r"(.+):(\d{1,6})", texts.line(check.where or ""))
        if place and not check.hidden:
            file, row = place[1], int(place[2])
            break
    status = {"passed": "pass", "fault": "error"}.get(exercise.state, "fail")
    test = _test(exercise.name, status, exercise.score, "\n".join(lines))
    test["test_code"] = f"python grader.py check {exercise.name}"
    test["filename"], test["line_no"] = file, row
    test["duration"] = round(sum(check.seconds for check in exercise.checks), 3)
    return test


def _test(name: str, status: str, score: int, message: str) -> dict[str, Any]:
    return {
        "name": texts.line(name),
        "status": status,
        "score": score,
        "message": message,
        "test_code": "",
        "filename": "",
        "line_no": 0,
        "duration": 0.0,
    }


def _broken(status: str) -> str:
    return "error" if status == "fault" else "fail"
