"""The second process of `watch`: it takes half of the work, and nothing rests on it."""

import math
import subprocess
import sys
import time
from pathlib import Path

import pytest

from grading import run, second
from tests import toy
from tests.helpers import copy_lab, environment

SECONDS = {"a": 0.5, "b": 0.4, "c": 0.3, "d": 0.2, "e": 0.1}

# Three jobs one after the other: all of a right file, all of a wrong one, and none of a dead one.
THREE_JOBS = """
from pathlib import Path
from grading import lab, second

name, checks = "activations", frozenset({"activations.test_relu", "activations.test_corners"})
helper = second.Second()

def told():
    return {check: helper.passed(check) for check in sorted(checks)}

mine = lab.EXERCISES / f"{name}.py"
right = (lab.SOLUTIONS / f"{name}.py").read_text("utf-8")
mine.write_text(right, "utf-8")
helper.get_ready(name, checks, heavy=False)
helper.start(name, checks, False, frozenset())
assert all(0 < seconds < 60 for seconds in told().values()), told()
mine.write_text(right + "\\n\\ndef relu(x):\\n    return x + 1\\n", "utf-8")
helper.start(name, checks, False, frozenset())
assert helper.passed("activations.test_relu") is None
mine.write_text(right + "\\n\\nwhile True:\\n    pass\\n", "utf-8")
helper.start(name, checks, False, frozenset())
helper.stop()
mine.write_text(right, "utf-8")
helper.start(name, checks, False, frozenset())
assert None not in told().values(), told()
helper._process.kill()
helper._process.join()
helper.start(name, checks, False, frozenset())  # another one takes its place
assert None not in told().values(), told()
helper.close()
helper.close()
print("as it should be")
"""


@pytest.fixture(autouse=True)
def two_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.cpu_count", lambda: 2)


def test_about_half_of_the_work_is_shared() -> None:
    taken = second.share(SECONDS, ())
    theirs = sum(SECONDS[name] for name in taken)
    assert abs(theirs - sum(SECONDS.values()) / 2) <= 0.1
    assert taken == second.share(dict(reversed(SECONDS.items())), ())


def test_something_that_failed_last_stays_here() -> None:
    """It is what the student waits for, and its failure has to be told from the first process."""
    for failed in ({"c"}, {"a", "d"}, set(SECONDS)):
        taken = second.share(SECONDS, failed)
        assert taken
        assert failed - taken


def test_what_is_not_worth_it_is_not_shared(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not second.share({}, ())
    assert not second.share({"a": second.WORTH / 3, "b": second.WORTH / 3}, ())
    assert not second.share({"a": 3.0}, {"a"})
    assert not second.share({"a": 3.0}, ())
    monkeypatch.setattr("os.cpu_count", lambda: 1)
    assert not second.share(SECONDS, ())


def test_a_right_a_wrong_and_a_dead_one(tmp_path: Path) -> None:
    place = copy_lab(tmp_path / "lab")
    done = subprocess.run(
        [sys.executable, "-c", THREE_JOBS],
        cwd=place,
        env=environment({}),
        capture_output=True,
        encoding="utf-8",
        timeout=120,
    )
    assert (done.stdout, done.stderr) == ("as it should be\n", "")


def test_it_ends_with_the_first_process(tmp_path: Path) -> None:
    """Also where that one is killed, and can say nothing."""
    place = copy_lab(tmp_path / "lab")
    program = (
        "from grading.second import Second\nhelper = Second()\n"
        "helper.get_ready('activations', frozenset({'activations.test_relu'}), False)\n"
        "print(helper._process.pid, flush=True)\ninput()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program],
        cwd=place, env=environment({}), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        encoding="utf-8",
    ) as first:  # fmt: skip
        assert first.stdout
        number = int(first.stdout.readline())
        first.kill()
    assert _ends(number)


def _ends(number: int, seconds: float = 20.0) -> bool:
    """Wait until a process is gone."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        status = Path(f"/proc/{number}/stat")
        if not status.exists() or status.read_text().rsplit(") ", 1)[1].startswith("Z"):
            return True
        time.sleep(0.05)
    return False


class Elsewhere:
    """Another process, as far as the first one knows."""

    def __init__(self, ran: dict[str, float]) -> None:
        self.checks, self.ran = frozenset(ran), ran

    def passed(self, check: str) -> float | None:
        return None if math.isnan(self.ran[check]) else self.ran[check]

    def failed(self) -> set[str]:
        return {check for check, seconds in self.ran.items() if math.isnan(seconds)}


WRONG = "def double(values):\n    return values\n"


def test_checks_that_passed_elsewhere_are_not_run(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The others are run, and their failure is told as always."""
    the_lab = toy.install(monkeypatch, tmp_path)
    told: list[tuple[str, str, float]] = []
    found = run.run(
        the_lab, toy.write_submission(tmp_path / "work", first=WRONG), ["first"],
        on_checked=lambda check: told.append((check.id, check.state, check.seconds)),
        elsewhere=Elsewhere({"first.test_double": 0.25}),
    )  # fmt: skip
    assert told[0][:2] == ("first.test_double_by_name", "wrong")
    assert told[1] == ("first.test_double", "passed", 0.25)
    assert (found.score, found.max_score) == (2, 3)


@pytest.mark.parametrize("failed", ["first.test_double", "first.test_double_by_name"])
def test_checks_that_failed_elsewhere_are_run_first_and_once(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, failed: str
) -> None:
    the_lab = toy.install(monkeypatch, tmp_path)
    told: list[str] = []
    found = run.run(
        the_lab, toy.write_submission(tmp_path / "work", first=WRONG), ["first"],
        on_checked=lambda check: told.append(check.id), elsewhere=Elsewhere({failed: math.nan}),
    )  # fmt: skip
    assert told[0] == failed
    assert sorted(told) == ["first.test_double", "first.test_double_by_name"]
    assert found.score == 0


def test_only_some_checks_run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    the_lab = toy.install(monkeypatch, tmp_path)
    told: list[str] = []
    run.run(
        the_lab, toy.write_submission(tmp_path / "work"), ["first"],
        only={"first.test_double_by_name"}, on_checked=lambda check: told.append(check.id),
    )  # fmt: skip
    assert told == ["first.test_double_by_name"]
