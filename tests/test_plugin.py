"""From checks to a result: states, points, order, prerequisites, and the same result every time."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from grading import catalogue, lab, proxy, run
from grading.result import ExerciseResult, State, SubmissionResult
from tests import toy
from tests.helpers import environment

STATES = '''\
@points(1)
def test_passed(first):
    """A check that passes."""
    assert first.double(1) == 2


@points(2)
def test_wrong(first):
    """A wrong value."""
    expect(first.triple(1)).to_match(3)


@points(4)
def test_not_started(first):
    """A stub."""
    first.quadruple(1)


@points(8)
def test_error(first):
    """An exception."""
    first.fails(1)


@points(16)
def test_too_slow(first):
    """A loop without an end."""
    first.loops(1)


@points(32)
def test_fault(first):
    """A mistake of ours."""
    first.double(1) / 0
'''

SUBMISSION = """\
def double(value):
    return 2 * value


def triple(value):
    return 4


def quadruple(value):
    raise NotImplementedError


def fails(value):
    return {}[value]


def loops(value):
    while True:
        pass
"""


def test_every_state(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    the_lab = toy.install(monkeypatch, tmp_path, call_limit=1.0, first=STATES)
    work = toy.write_submission(tmp_path / "work", first=SUBMISSION, third="not Python")
    result = toy.check(the_lab, work)
    first, second, third = result.exercises
    assert {check.id: (check.state, check.score, check.max_score) for check in first.checks} == {
        "first.test_passed": ("passed", 1, 1),
        "first.test_wrong": ("wrong", 0, 2),
        "first.test_not_started": ("not started", 0, 4),
        "first.test_error": ("error", 0, 8),
        "first.test_too_slow": ("too slow", 0, 16),
        "first.test_fault": ("fault", 0, 32),
    }
    assert (third.checks[0].state, third.score, third.max_score) == ("waiting", 0, 4)
    assert (first.score, first.max_score, first.state) == (1, 63, "fault")
    assert (second.state, third.state) == ("passed", "waiting")
    assert (result.score, result.max_score, result.passed) == (4, 70, False)
    told = {check.id.removeprefix("first.test_"): check.message for check in first.checks}
    assert told["passed"] is None
    assert told["wrong"] == "Called    triple(value=1)\nExpected  3\nReturned  4"
    assert "quadruple" in (told["not_started"] or "")
    assert "KeyError: 1" in (told["error"] or "")
    assert "within 1 seconds" in (told["too_slow"] or "")
    assert "ZeroDivisionError" in (told["fault"] or "")
    assert "itself" in (told["fault"] or "")
    assert "first" in (third.checks[0].message or "")


READS = '''\
@points(1)
def test_call(first):
    """A function without parameters."""
    expect(first.answer()).to_match(42)


@points(1)
def test_read(first):
    """A constant."""
    expect(first.SIZE).to_match(3)
'''


def test_calls_and_reads_are_told_apart(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    the_lab = toy.install(monkeypatch, tmp_path, first=READS)
    source = "SIZE = 4\n\n\ndef answer():\n    return 41\n"
    result = toy.check(the_lab, toy.write_submission(tmp_path / "work", first=source), "first")
    assert [check.message for check in result.exercises[0].checks] == [
        "Called    answer()\nExpected  42\nReturned  41",
        "Read      SIZE\nExpected  3\nReturned  4",
    ]


NOT_RUN = '''\
import pytest
import hypothesis


@points(1)
def test_skips(first):
    """It skips itself."""
    pytest.skip("no")


@points(1)
@pytest.mark.skip
def test_skipped(first):
    """It is skipped."""


@points(1)
def test_expects_to_fail(first):
    """It expects to fail."""
    pytest.xfail("no")


@points(1)
def test_fixture(first, nobody_has_this):
    """It cannot be set up."""


@points(1)
@given(st.integers())
def test_rejects(first, number):
    """It rejects every example."""
    hypothesis.assume(False)


@points(1)
@given(st.integers().filter(lambda number: False))
def test_no_example(first, number):
    """It finds no example."""


@points(1)
def test_exits(first):
    """It raises SystemExit."""
    raise SystemExit(0)
'''


def test_check_that_did_not_run_earns_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    the_lab = toy.install(monkeypatch, tmp_path, first=NOT_RUN)
    result = toy.check(the_lab, toy.write_submission(tmp_path / "work"), "first", "second")
    first, second = result.exercises
    assert [check.state for check in first.checks] == ["fault"] * 7
    assert (first.score, first.max_score, second.state) == (0, 7, "passed")
    assert all(check.message for check in first.checks)


UNTITLED = '''\
@points(1)
def test_b(first):
    pass


@points(2, hidden=True)
def test_a(first):
    """A title
    on two lines.
    """


@points(4, hidden=False)
def test_c(first):
    """Shown."""


def test_without_points(first):
    """Not a check."""
    assert False
'''


def test_titles_order_and_hidden_checks(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    the_lab = toy.install(monkeypatch, tmp_path, first=UNTITLED)
    result = toy.check(the_lab, toy.write_submission(tmp_path / "work"), "third", "first")
    assert [(each.name, each.title) for each in result.exercises] == [
        ("third", "Doubling twice"),
        ("first", "Doubling"),
    ]
    checks = result.exercises[1].checks
    assert [(c.id, c.title, c.hidden, c.max_score) for c in checks] == [
        ("first.test_b", "test_b", False, 1),
        ("first.test_a", "A title on two lines.", True, 2),
        ("first.test_c", "Shown.", False, 4),
    ]
    monkeypatch.setattr(catalogue, "CHECKS", lab.CHECKS)
    assert catalogue.points("first") == catalogue.Points(visible=5, hidden=2)
    assert catalogue.points("nothing") == catalogue.Points()


# Prerequisites


def told_by_run(
    monkeypatch: pytest.MonkeyPatch, folder: Path, *names: str, **sources: str
) -> tuple[dict[str, State], list[str]]:
    """Check a submission; give the exercises' states, and the exercises whose checks were run."""
    the_lab = toy.install(monkeypatch, folder)
    ran: list[str] = []
    reported: list[str] = []

    def on_result(result: ExerciseResult) -> None:
        reported.append(result.name)

    def on_check(exercise: str, title: str) -> None:
        ran.append(exercise)

    work = toy.write_submission(folder / "work", **sources)
    wanted = list(names) or None
    result = run.run(the_lab, work, wanted, on_result=on_result, on_check=on_check)
    assert reported == [each.name for each in result.exercises]  # each once, in order
    return {each.name: each.state for each in result.exercises}, list(dict.fromkeys(ran))


WRONG = "def double(values):\n    return 3 * values\n"
STUB = "def double(values):\n    raise NotImplementedError\n"
OWN = "def quadruple(values):\n    return {} * values\n"


def test_failure_waits_for_a_failing_prerequisite(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    states, _ = told_by_run(monkeypatch, tmp_path, first=WRONG)
    assert states == {"first": "wrong", "second": "passed", "third": "waiting"}


def test_failure_waits_for_a_stub(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    states, _ = told_by_run(monkeypatch, tmp_path, first=STUB, third=OWN.format(5))
    assert states == {"first": "not started", "second": "passed", "third": "waiting"}


def test_failure_of_its_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    states, _ = told_by_run(monkeypatch, tmp_path, third=OWN.format(5))
    assert states == {"first": "passed", "second": "passed", "third": "wrong"}


def test_pass_does_not_need_the_prerequisite(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    states, _ = told_by_run(monkeypatch, tmp_path, first=WRONG, third=OWN.format(4))
    assert states == {"first": "wrong", "second": "passed", "third": "passed"}


def test_prerequisite_is_not_run_for_a_pass(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    states, ran = told_by_run(monkeypatch, tmp_path, "third", first=WRONG, third=OWN.format(4))
    assert states == {"third": "passed"}
    assert ran == ["third"]


def test_prerequisite_is_run_to_explain_a_failure(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    states, ran = told_by_run(monkeypatch, tmp_path, "third", first=WRONG, third=OWN.format(5))
    assert states == {"third": "waiting"}
    assert ran == ["third", "first"]


def test_prerequisite_that_passes_explains_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    states, ran = told_by_run(monkeypatch, tmp_path, "third", third=OWN.format(5))
    assert states == {"third": "wrong"}
    assert ran == ["third", "first"]


# The same every time


def without_seconds(result: SubmissionResult) -> object:
    plain = msgspec.to_builtins(result)
    del plain["seconds"], plain["isolation"]
    for exercise in plain["exercises"]:
        for check in exercise["checks"]:
            del check["seconds"]
    return plain


SUBTLE = "def double(values):\n    return 2 * values if values.sum() < 11 else 3 * values\n"


def test_same_result_every_time(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """In a worker, in another one, and in this process: the same, but for the seconds."""
    the_lab = toy.install(monkeypatch, tmp_path)
    failing = "def total(values):\n    return 1 / 0\n"
    work = toy.write_submission(tmp_path / "work", first=SUBTLE, second=failing)
    runs = [toy.check(the_lab, work, in_process=each) for each in (False, False, True)]
    assert runs[0].exercises[0].state == "wrong"
    assert without_seconds(runs[0]) == without_seconds(runs[1]) == without_seconds(runs[2])
    assert [each.isolation for each in runs] == ["none", "none", "in-process"]


RECORDING = '''\
import os


@points(1)
@given(values=arrays, seed=st.integers(0, 2**16))
def test_double(first, values, seed):
    """It writes down what it is given."""
    first.double(values)
    with open(os.environ["RECORD"], "a") as file:
        print(values.tolist(), seed, file=file)
'''


def test_inputs_do_not_depend_on_the_submission(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Not even where it is imported into this process, with numbers that are worth trying."""
    the_lab = toy.install(monkeypatch, tmp_path, first=RECORDING)
    numbers = f"NUMBERS = {list(range(10_000, 20_000, 10))}\n\n\n"
    recorded = []
    for number, source in enumerate((toy.SOLUTIONS["first"], numbers + toy.SOLUTIONS["first"])):
        monkeypatch.setenv("RECORD", str(tmp_path / str(number)))
        work = toy.write_submission(tmp_path / f"work-{number}", first=source)
        toy.check(the_lab, work, "first", in_process=True)
        recorded.append((tmp_path / str(number)).read_text("utf-8"))
    assert recorded[0] == recorded[1]


WITHOUT_OTHER_PLUGINS = {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}  # faster


def plain_pytest(place: Path, *args: str, **env: str) -> str:
    """What `pytest checks` prints in a copied lab."""
    return subprocess.run(
        [sys.executable, "-m", "pytest", "checks", "-rA", "-q", *args],
        cwd=place,
        env=environment(env),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
    ).stdout


def test_seed_of_the_inputs(tmp_path: Path) -> None:
    """Every process gets the same inputs; another seed gives others."""
    place = toy.copy(tmp_path / "lab", first=RECORDING)
    toy.solve(place, "first")
    recorded = []
    for number, seed in enumerate(([], [], ["--check-seed", "another"])):
        file = tmp_path / f"record-{number}"
        plain_pytest(
            place, *seed, RECORD=str(file), PYTHONHASHSEED=str(number), **WITHOUT_OTHER_PLUGINS
        )
        recorded.append(file.read_text("utf-8"))
    assert recorded[0].count("\n") == 60
    assert recorded[0] == recorded[1] != recorded[2]


def outcomes(printed: str) -> dict[str, str]:
    """What `pytest -rA` tells of every check: "PASSED checks/test_first.py::test_double"."""
    line = re.compile(r"^(PASSED|FAILED|ERROR) checks/test_(\w+)\.py::(\w+)", re.MULTILINE)
    found = line.findall(printed)
    return {f"{exercise}.{test}": outcome for outcome, exercise, test in found}


@pytest.mark.parametrize("args", [[], ["--in-process"]], ids="".join)
def test_plain_pytest_agrees(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, args: list[str]
) -> None:
    place = toy.copy(tmp_path / "lab")
    work = toy.write_submission(place / "work", first=SUBTLE)
    printed = plain_pytest(place, "--submission", "work", *args)
    result = toy.check(toy.install(monkeypatch, tmp_path / "toy"), work)
    assert outcomes(printed) == {
        name: "PASSED" if check.state == "passed" else "FAILED"
        for name, check in toy.found(result).items()
    }
    assert f"{os.sep}grading{os.sep}" not in printed


# A search for a smaller counterexample


COUNTED = '''\
calls = []


@points(1)
@given(values=arrays)
def test_double(first, values):
    """It counts the calls that must go wrong."""
    if np.abs(values).sum() > 10:
        calls.append(values)
    expect(first.double(values)).to_match(2 * values)


@points(1)
def test_calls(first):
    """It tells how many there were."""
    expect(len(calls)).to_match(0)
'''


SLOW = """\
import time


def double(values):
    if abs(values).sum() > 10:
        time.sleep(0.2)
        return 3 * values
    return 2 * values
"""


def test_slow_wrong_function_is_not_called_for_ever(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """After a failure there is little time to look for a smaller one; the last counts."""
    monkeypatch.setattr(proxy, "SHRINKING_LIMIT", 0.5)
    the_lab = toy.install(monkeypatch, tmp_path, first=COUNTED)
    work = toy.write_submission(tmp_path / "work", first=SLOW)
    result = toy.check(the_lab, work, "first")
    check, calls = result.exercises[0].checks
    assert check.state == "wrong"
    assert "Returned" in (check.message or "")
    returned = re.search(r"Returned  (\d+)", calls.message or "")
    assert returned
    assert int(returned[1]) <= 5


@pytest.mark.parametrize(
    "source",
    [
        "calls = 0\n\n\ndef double(values):\n    global calls\n    calls += 1\n"
        "    return (3 if calls % 5 == 0 else 2) * values\n",
        "calls = 0\n\n\ndef double(values):\n    global calls\n    calls += 1\n"
        "    return (3 if calls == 7 else 2) * values\n",
        "import random\n\n\ndef double(values):\n"
        "    return (2 if random.random() < 0.7 else 3) * values\n",
        "calls = 0\n\n\ndef double(values):\n    global calls\n    calls += 1\n"
        "    return values + calls\n",
    ],
    ids=["every fifth call", "one call", "by chance", "another each time"],
)
@pytest.mark.parametrize("in_process", [False, True])
def test_flaky_function_is_wrong(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, source: str, in_process: bool
) -> None:
    """Other answers to the same call: the student's mistake, and never our fault."""
    the_lab = toy.install(monkeypatch, tmp_path)
    work = toy.write_submission(tmp_path / "work", first=source)
    check = toy.check(the_lab, work, "first", in_process=in_process).exercises[0].checks[0]
    assert (check.state, check.score) == ("wrong", 0)
    assert "Returned" in (check.message or "")
    assert "Flaky" not in (check.message or "")


def test_flaky_exception_is_an_error(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    source = (
        "calls = 0\n\n\ndef double(values):\n    global calls\n    calls += 1\n"
        "    return 2 * values if calls % 7 else values[99]\n"
    )
    the_lab = toy.install(monkeypatch, tmp_path)
    work = toy.write_submission(tmp_path / "work", first=source)
    check = toy.check(the_lab, work, "first").exercises[0].checks[0]
    assert check.state == "error"
    assert "IndexError" in (check.message or "")


EXAMPLES = '''\
calls = []


@points(1)
@settings(max_examples=7)
@given(number=st.integers())
def test_few(first, number):
    """It asks for few examples."""
    calls.append(number)


@points(1)
@given(number=st.integers())
def test_usual(first, number):
    """It asks for nothing."""
    calls.append(number)


@points(1)
def test_calls(first):
    """It tells how many there were."""
    expect(len(calls)).to_match(67)
'''


def test_number_of_examples(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    the_lab = toy.install(monkeypatch, tmp_path, first=EXAMPLES)
    result = toy.check(the_lab, toy.write_submission(tmp_path / "work"), "first")
    assert [check.state for check in result.exercises[0].checks] == ["passed"] * 3


# What a run leaves behind


@pytest.mark.parametrize("in_process", [False, True])
def test_run_leaves_nothing_behind(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, in_process: bool
) -> None:
    the_lab = toy.install(monkeypatch, tmp_path)
    work = toy.write_submission(tmp_path / "work")
    toy.check(the_lab, work, in_process=in_process)  # imports what has not been imported yet
    root = str(lab.ROOT)
    monkeypatch.setattr(sys, "path", [root, *(path for path in sys.path if path != root)])
    before = list(sys.path), list(sys.meta_path), set(sys.modules), Path.cwd(), sorted(os.environ)
    files = sorted(work.rglob("*"))
    toy.check(the_lab, work, in_process=in_process)
    after = list(sys.path), list(sys.meta_path), set(sys.modules), Path.cwd(), sorted(os.environ)
    assert before == after
    assert sorted(work.rglob("*")) == files


def test_interrupted_run_tells_what_it_has_found(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    the_lab = toy.install(monkeypatch, tmp_path)
    reported: list[str] = []

    def interrupt(exercise: str, title: str) -> None:
        if exercise == "second":
            raise KeyboardInterrupt

    with pytest.raises(run.Interrupted) as ended:
        run.run(
            the_lab,
            toy.write_submission(tmp_path / "work"),
            on_result=lambda result: reported.append(result.name),
            on_check=interrupt,
        )
    result = ended.value.result
    assert (result.score, result.max_score) == (3, 10)
    assert result.exercises[0].state == "passed"
    assert not result.passed
    assert reported == ["first"]


LOOKS_FOR_EVER = '''\
@points(1)
def test_looks(first):
    """double answers something that takes very long to look at."""
    value = first.double(1)
    while value:
        pass


@points(1)
def test_double(first):
    """double doubles."""
    expect(first.double(1)).to_match(2)
'''


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="there is no such signal")
def test_what_takes_us_very_long_to_look_at_ends(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The limits of calls do not hold for what is done with their answers."""
    monkeypatch.setattr("grading.plugin.LOOKING", 0.5)
    the_lab = toy.install(monkeypatch, tmp_path, call_limit=0.1, first=LOOKS_FOR_EVER)
    result = toy.check(the_lab, toy.write_submission(tmp_path / "work"), "first")
    looks, double = toy.found(result).values()
    assert looks.state == "too slow"
    assert "could not be looked at within" in (looks.message or "")
    assert double.state == "passed"
    assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)
