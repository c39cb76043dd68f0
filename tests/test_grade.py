"""Grading a class: every submission once, whatever happens to one of them."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent import futures
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest

import datasets
from grading import batch, evaluate, intake, lab, workers
from grading.commands import instructor
from grading.errors import Problem
from grading.result import Graded
from grading.sandbox import levels
from tests import helpers

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="grading a class is for Linux")

SOLUTION = (lab.SOLUTIONS / "filtering.py").read_text("utf-8")
STUB = (lab.STUBS / "filtering.py").read_text("utf-8")
POINTS = 8
LEVEL = levels.best()
WISH = batch.Wish(["filtering"], "none")


def class_of(folder: Path, **sources: str) -> Path:
    for name, source in sources.items():
        (folder / name).mkdir(parents=True)
        (folder / name / "filtering.py").write_text(source, "utf-8")
    return folder


def tasks(tmp_path: Path, wish: batch.Wish = WISH) -> list[batch.Task]:
    return batch.tasks(tmp_path / "class", tmp_path / "results", wish)[0]


def results(folder: Path) -> dict[str, Graded]:
    return {
        file.parent.name: msgspec.json.decode(file.read_bytes(), type=Graded)
        for file in sorted(folder.glob("*/result.json"))
    }


@pytest.fixture(autouse=True)
def closed() -> Iterator[None]:
    yield
    workers.close()


class Here(futures.Executor):
    """Runs everything in this process and thread; what `deaths` names raises so many times."""

    def __init__(
        self,
        deaths: dict[str, int] | None = None,
        problem: Exception | None = None,
    ) -> None:
        self.deaths = deaths or {}
        self.problem = problem or futures.BrokenExecutor("a process died")
        self.ran: list[str] = []

    def submit(self, function: Any, task: Any) -> futures.Future[Any]:  # type: ignore[override]
        future: futures.Future[Any] = futures.Future()
        name = task.source.name
        self.ran.append(name)
        if self.deaths.get(name, 0):
            self.deaths[name] -= 1
            future.set_exception(self.problem)
            return future
        try:
            future.set_result(function(task))
        except BaseException as problem:
            future.set_exception(problem)
        return future


def test_a_result_says_all_of_a_submission(tmp_path: Path) -> None:
    class_of(tmp_path / "class", ann=SOLUTION, bob=STUB)
    (tmp_path / "class" / "roster.csv").write_text(
        "submission,name,id,email\nann,Ann Ä.,7,ann@example.org\n", "utf-8"
    )
    wish = msgspec.structs.replace(WISH, isolation=LEVEL)
    batch.grade(tasks(tmp_path, wish), Here, 1)
    found = results(tmp_path / "results")
    ann, bob = found["ann"], found["bob"]
    assert (ann.score, ann.max_score, ann.status, ann.isolation) == (
        POINTS,
        POINTS,
        "graded",
        LEVEL,
    )
    assert (ann.name, ann.id, ann.email) == ("Ann Ä.", "7", "ann@example.org")
    assert (bob.score, bob.max_score, bob.name) == (0, POINTS, "")
    assert ann.started <= ann.finished
    assert set(ann.hashes) == {"filtering.py", "checks", "asked"}
    checks = ann.exercises[0].checks
    assert {check.state for check in checks} == {"passed"}
    plain = helpers.check(tmp_path / "class" / "ann", "filtering")
    assert [c.id for c in checks] == [c.id for c in plain.exercises[0].checks]
    raw = json.loads((tmp_path / "results" / "ann" / "result.json").read_bytes())
    assert {"score", "max_score", "isolation", "exercises", "submission", "started"} <= set(raw)


def test_messages_point_to_where_a_student_looks(tmp_path: Path) -> None:
    wrong = SOLUTION.replace("bias", "bias * 2", 1).replace("+ bias", "+ 2 * bias")
    class_of(tmp_path / "class", ann=wrong + "\ndef apply_filter(*args): raise ValueError('no')\n")
    batch.grade(tasks(tmp_path), Here, 1)
    text = (tmp_path / "results" / "ann" / "result.json").read_text("utf-8")
    assert "exercises/filtering.py:" in text
    assert "convlab-" not in text


@pytest.mark.parametrize("isolation", sorted({"none", LEVEL}))
def test_what_cannot_be_graded_is_named_and_the_rest_goes_on(
    tmp_path: Path, isolation: str
) -> None:
    class_of(tmp_path / "class", ann=SOLUTION, eve="import os\nos._exit(0)\n", joe="def x(:\n")
    (tmp_path / "class" / "empty").mkdir()
    (tmp_path / "class" / "bad.zip").write_bytes(b"no zip")
    (tmp_path / "class" / "other").mkdir()
    (tmp_path / "class" / "other" / "main.py").write_text("1")
    seen: list[str] = []
    wish = msgspec.structs.replace(WISH, isolation=isolation)
    batch.grade(tasks(tmp_path, wish), Here, 2, on_end=lambda found: seen.append(found.submission))
    found = results(tmp_path / "results")
    assert sorted(seen) == sorted(found) == ["ann", "bad", "empty", "eve", "joe", "other"]
    assert {name: each.status for name, each in found.items()} == {
        "ann": "graded", "bad": "refused", "empty": "empty", "eve": "graded", "joe": "graded",
        "other": "other",
    }  # fmt: skip
    assert {name: each.score for name, each in found.items() if each.score} == {"ann": POINTS}
    assert {each.max_score for each in found.values()} == {POINTS}


def test_what_is_done_is_not_done_again_unless_something_changed(tmp_path: Path) -> None:
    class_of(tmp_path / "class", ann=SOLUTION, bob=STUB)
    batch.grade(tasks(tmp_path), Here, 1)
    assert all(map(batch.done, tasks(tmp_path)))
    ann, bob = tasks(tmp_path)
    (ann.source.path / "notes.txt").write_text("not mine to grade")
    assert batch.done(ann)
    (ann.source.path / "filtering.py").write_text(STUB)
    assert not batch.done(ann)
    for change in (
        {"seed": "another"}, {"isolation": "landlock"}, {"data": "x"}, {"limit": 5.0},
    ):  # fmt: skip
        (task,) = [t for t in tasks(tmp_path, msgspec.structs.replace(WISH, **change))][1:]
        assert not batch.done(task), change
    bob.file.write_bytes(bob.file.read_bytes()[:200])
    assert not batch.done(bob)


def test_a_roster_that_has_changed_renames_what_is_graded(tmp_path: Path) -> None:
    class_of(tmp_path / "class", ann=STUB)
    file = tmp_path / "class" / "roster.csv"
    file.write_text("submission,name\nann,An\n", "utf-8")
    batch.grade(tasks(tmp_path), Here, 1)
    file.write_text("submission,name\nann,Ann\ncarl,Carl\n", "utf-8")
    (task,), said = batch.tasks(tmp_path / "class", tmp_path / "results", WISH)
    assert said == ["In the roster, and not handed in: carl"]
    known = batch.done(task)
    assert known
    batch.set_person(task, known)
    assert results(tmp_path / "results")["ann"].name == "Ann"
    file.write_text("submission,name\nann,Ann\nann,Anna\n", "utf-8")
    with pytest.raises(Problem, match="two lines for ann"):
        tasks(tmp_path)
    with pytest.raises(Problem, match=r"nobody\.csv"):
        batch.tasks(tmp_path / "class", tmp_path / "results", WISH, tmp_path / "nobody.csv")


@pytest.mark.skipif(LEVEL == levels.NONE, reason="no sealed level here")
def test_what_hidden_checks_gave_is_not_told_in_visible_ones(tmp_path: Path) -> None:
    """One module keeps what it is called with, another one tells it in its errors."""
    keeps = SOLUTION.replace("def apply_filter(", "SEEN = set()\ndef _right(") + (
        "\n\ndef apply_filter(image, kernel, bias=0.0):\n"
        "    SEEN.add(f'{image.dtype}{image.shape}{kernel.shape}')\n"
        "    return _right(image, kernel, bias)\n"
    )
    tells = (
        "import filtering\ndef conv2d(image, kernels, biases, stride=1, padding='valid'):\n"
        "    raise ValueError(' '.join(sorted(filtering.SEEN, key=len)))\n"
    )
    class_of(tmp_path / "class", ann=keeps)
    (tmp_path / "class" / "ann" / "convolution.py").write_text(tells)
    wish = batch.Wish(["filtering", "convolution"], LEVEL)
    batch.grade(tasks(tmp_path, wish), Here, 1)
    filtering, convolution = results(tmp_path / "results")["ann"].exercises
    assert filtering.state == "passed"
    visible = [check for check in convolution.checks if not check.hidden and check.message]
    hidden = [check for check in convolution.checks if check.hidden and check.message]
    assert "uint8" in " ".join(check.message or "" for check in hidden), "it would have been told"
    assert "uint8" not in " ".join(check.message or "" for check in visible)


def test_seconds_have_to_be_seconds(tmp_path: Path) -> None:
    class_of(tmp_path / "class", ann=STUB)
    for limit in ("0", "-5", "nan", "inf"):
        done = helpers.command(
            "grade", str(tmp_path / "class"), "--out", str(tmp_path / "r"), f"--limit={limit}",
            "--isolation", "none", cwd=helpers.ROOT,
        )  # fmt: skip
        assert (done.returncode, "seconds above 0" in done.stderr) == (4, True), done.stderr


def test_ctrl_c_waits_for_nobody(tmp_path: Path) -> None:
    class_of(tmp_path / "class", ann="import time\ntime.sleep(60)\n")
    arguments = ["grade", "class", "--out", "results", "--only", "filtering", "--isolation", "none"]
    process = subprocess.Popen(
        [sys.executable, str(helpers.ROOT / "grader.py"), *arguments],
        cwd=tmp_path, env=helpers.environment({}), stdout=subprocess.PIPE, text=True,
        start_new_session=True,
    )  # fmt: skip
    assert process.stdout
    process.stdout.readline()
    time.sleep(4)
    started = time.monotonic()
    process.send_signal(signal.SIGINT)
    words, _ = process.communicate(timeout=60)
    assert time.monotonic() - started < 10
    assert "the same command goes on" in words


def test_a_process_that_dies_takes_nobody_along(tmp_path: Path) -> None:
    class_of(tmp_path / "class", ann=SOLUTION, bob=SOLUTION, eve=SOLUTION, zoe=SOLUTION)
    pools: list[Here] = []
    deaths = {"bob": 1, "eve": 9}

    def executor() -> Here:
        pools.append(Here(deaths))
        return pools[-1]

    ends: list[str] = []
    batch.grade(tasks(tmp_path), executor, 2, on_end=lambda found: ends.append(found.submission))
    found = results(tmp_path / "results")
    assert {name: each.score for name, each in found.items()} == {
        "ann": POINTS, "bob": POINTS, "eve": 0, "zoe": POINTS,
    }  # fmt: skip
    assert found["eve"].status == "fault"
    assert "by hand" in found["eve"].notes[0]
    assert sorted(set(ends)) == ["ann", "bob", "eve", "zoe"]
    assert sum(pool.ran.count("eve") for pool in pools) == batch.TRIES


def test_an_exception_of_ours_costs_one_submission_and_no_pool(tmp_path: Path) -> None:
    class_of(tmp_path / "class", ann=SOLUTION, eve=SOLUTION, zoe=SOLUTION)
    pools: list[Here] = []

    def executor() -> Here:
        pools.append(Here({"eve": 9}, RuntimeError("ours")))
        return pools[-1]

    batch.grade(tasks(tmp_path), executor, 2)
    found = results(tmp_path / "results")
    assert {name: each.score for name, each in found.items()} == {
        "ann": POINTS, "eve": 0, "zoe": POINTS,
    }  # fmt: skip
    assert len(pools) == 1


def test_a_problem_of_one_submission_does_not_end_it(tmp_path: Path) -> None:
    class_of(tmp_path / "class", ann=SOLUTION, eve=SOLUTION, zoe=SOLUTION)
    batch.grade(tasks(tmp_path), lambda: Here({"eve": 9}, Problem("It is damaged.")), 1)
    found = results(tmp_path / "results")
    assert {name: each.score for name, each in found.items()} == {
        "ann": POINTS, "eve": 0, "zoe": POINTS,
    }  # fmt: skip
    assert found["eve"].notes == ["Grading it failed (It is damaged.): see to it by hand."]
    names = [f"s{number}" for number in range(batch.ENOUGH + 1)]
    class_of(tmp_path / "other" / "class", **dict.fromkeys(names, SOLUTION))
    here = Here(dict.fromkeys(names, 9), Problem("There is no room."))
    with pytest.raises(Problem, match="There is no room"):
        batch.grade(tasks(tmp_path / "other"), lambda: here, 1)
    assert len(here.ran) == batch.ENOUGH


def test_a_submission_may_not_be_called_like_files_of_ours(tmp_path: Path) -> None:
    names = ("regrading", "result.json", "before.json", "ann")
    class_of(tmp_path / "class", **dict.fromkeys(names, SOLUTION))
    given, said = batch.tasks(tmp_path / "class", tmp_path / "results", WISH)
    assert [task.source.name for task in given] == ["ann"]
    assert said == ["Left alone: before.json, regrading, result.json"]


def test_names_that_are_no_text_are_told_as_far_as_they_can(tmp_path: Path) -> None:
    class_of(tmp_path / "class", ann=SOLUTION)
    other = os.fsdecode(bytes(tmp_path / "class" / "ann") + b"/\xff\xfe")
    Path(other).mkdir()
    Path(other, "filtering.py").write_text(STUB)
    batch.grade(tasks(tmp_path), Here, 1)
    found = results(tmp_path / "results")["ann"]
    assert (found.score, found.status) == (POINTS, "graded")
    assert "exercise files lie in \\udcff\\udcfe too" in found.notes[0]


def test_a_checkpoint_is_limited_in_time_and_its_recipe_may_be_damaged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    images, labels = datasets.load("shapes")[1]
    monkeypatch.setattr(
        evaluate, "test_data", lambda *_: (images, labels.ravel(), (np.zeros(3), np.ones(3)))
    )
    class_of(tmp_path / "class", ann=SOLUTION)
    where = tmp_path / "class" / "ann" / "checkpoints" / "basic"
    shutil.copytree(lab.SOLUTIONS / "checkpoints" / "basic", where)
    (checkpoint,) = [each for each in lab.read().checkpoint if each.name == "basic"]
    judged, made = evaluate.judge(
        lab.read(), checkpoint, tmp_path / "class" / "ann", {}, budget=0.0, shown="exercises"
    )
    assert made is None
    assert judged.checks[0].state == "too slow"
    (where / "recipe.json").write_text("{")
    judged, _ = evaluate.judge(
        lab.read(), checkpoint, tmp_path / "class" / "ann", {}, shown="exercises"
    )
    assert judged.checks[0].state == "error"
    assert str(judged.checks[0].message).startswith("exercises/checkpoints/basic/recipe.json is")


def test_a_problem_of_the_machine_ends_it_with_its_sentence(tmp_path: Path) -> None:
    class_of(tmp_path / "class", ann=SOLUTION)
    (tmp_path / "results").mkdir()
    (tmp_path / "results" / "ann").write_text("a file where a folder should be")
    with pytest.raises(Problem, match="cannot be written"):
        batch.grade(tasks(tmp_path), Here, 1)


def test_the_time_of_a_submission_is_limited_as_a_whole(tmp_path: Path) -> None:
    slow = "import time\n" + SOLUTION.replace(
        "def apply_filter(", "def apply_filter(*args, **kwargs):\n    time.sleep(0.2)\ndef _other("
    )
    class_of(tmp_path / "class", ann=slow)
    started = time.monotonic()
    batch.grade(tasks(tmp_path, msgspec.structs.replace(WISH, limit=1.0)), Here, 1)
    assert time.monotonic() - started < 20
    found = results(tmp_path / "results")["ann"]
    assert "The time that there is for a whole submission is over" in msgspec.json.encode(
        found
    ).decode() or any(c.state == "too slow" for c in found.exercises[0].checks)


def test_lines_of_a_roster_without_a_submission_are_nobody_s(tmp_path: Path) -> None:
    file = tmp_path / "roster.csv"
    file.write_text("name,submission\nAnn\nBob,bob\nCarl,\nDora\n")
    assert batch.roster(tmp_path) == {"bob": batch.Person("Bob")}


@pytest.mark.parametrize(
    "text, said",
    [(b"name,id\nx,1\n", "no column called submission"), (b"\xff\xfe\x00", "no CSV in UTF-8")],
)
def test_a_damaged_roster_is_told(tmp_path: Path, text: bytes, said: str) -> None:
    class_of(tmp_path / "class", ann=SOLUTION)
    (tmp_path / "class" / "roster.csv").write_bytes(text)
    with pytest.raises(Problem, match=said):
        tasks(tmp_path)


def test_results_do_not_go_among_the_submissions(tmp_path: Path) -> None:
    class_of(tmp_path / "class", ann=SOLUTION)
    for out in (tmp_path / "class", tmp_path / "class" / "results"):
        with pytest.raises(Problem, match="whose folders are submissions"):
            batch.tasks(tmp_path / "class", out, WISH)


def test_a_level_that_protects_nothing_is_taken_only_by_name(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(levels, "fault", lambda level: f"no {level.name}")
    with pytest.raises(Problem, match=r"(?s)unprotected.*no bubblewrap.*--isolation none"):
        instructor.level(None)
    assert instructor.level("none") == "none"
    with pytest.raises(Problem, match="cannot be had here: no landlock"):
        instructor.level("landlock")
    with pytest.raises(Problem, match="no isolation level"):
        instructor.level("perfect")


# The command


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return helpers.copy_lab(tmp_path_factory.mktemp("copied") / "lab")


def grade(copied: Path, folder: Path, *more: str) -> subprocess.CompletedProcess[str]:
    arguments = [str(folder / "class"), "--out", str(folder / "results"), "--only", "filtering"]
    return helpers.command("grade", *arguments, *more, cwd=copied)


def test_a_class_from_the_command_line(copied: Path, tmp_path: Path) -> None:
    class_of(tmp_path / "class", ann=SOLUTION, bob=STUB)
    shutil.make_archive(str(tmp_path / "class" / "cid"), "zip", tmp_path / "class" / "ann")
    done = grade(copied, tmp_path)
    assert done.returncode == 0, done.stderr
    assert f"isolation: {LEVEL}" in done.stdout
    assert {n: r.score for n, r in results(tmp_path / "results").items()} == {
        "ann": POINTS, "bob": 0, "cid": POINTS,
    }  # fmt: skip
    times = {file: file.stat().st_mtime_ns for file in tmp_path.glob("results/*/result.json")}
    again = grade(copied, tmp_path)
    assert "3 submissions, 3 of which are graded already" in again.stdout
    assert times == {file: file.stat().st_mtime_ns for file in times}


def test_a_killed_run_goes_on_where_it_was(copied: Path, tmp_path: Path) -> None:
    """Killed again and again: none is lost, and none that is done is graded again."""
    slow = "import time\ntime.sleep(0.4)\n" + SOLUTION
    class_of(tmp_path / "class", **{f"s{number}": slow for number in range(6)})
    # killed in the middle of a write, too
    (tmp_path / "results" / "s4").mkdir(parents=True)
    (tmp_path / "results" / "s4" / ".result.json-begun").write_bytes(b"{")
    seen: dict[str, int] = {}
    for _ in range(30):
        process = subprocess.Popen(
            [sys.executable, "grader.py", "grade", str(tmp_path / "class"), "--out",
             str(tmp_path / "results"), "--only", "filtering", "--jobs", "2"],
            cwd=copied, env=helpers.environment(), stdout=subprocess.DEVNULL,
        )  # fmt: skip
        before = len(seen)
        while process.poll() is None and len(_times(tmp_path)) < min(6, before + 2):
            time.sleep(0.05)
        if len(_times(tmp_path)) < 6:
            process.kill()
        process.wait()
        now = _times(tmp_path)
        assert {name: now[name] for name in seen} == seen
        seen = now
        if len(seen) == 6:
            break
    found = results(tmp_path / "results")
    assert [each.score for each in found.values()] == [POINTS] * 6
    assert not list(tmp_path.glob("results/*/.result*"))


def _times(tmp_path: Path) -> dict[str, int]:
    return {f.parent.name: f.stat().st_mtime_ns for f in tmp_path.glob("results/*/result.json")}


def test_ctrl_c_ends_it_and_leaves_no_process(copied: Path, tmp_path: Path) -> None:
    class_of(tmp_path / "class", a="while True: pass\n", b="while True: pass\n", c=SOLUTION)
    process = subprocess.Popen(
        [sys.executable, "grader.py", "grade", str(tmp_path / "class"), "--out",
         str(tmp_path / "results"), "--only", "filtering", "--jobs", "2"],
        cwd=copied, env=helpers.environment(), stdout=subprocess.PIPE, text=True,
        start_new_session=True,
    )  # fmt: skip
    assert process.stdout
    process.stdout.readline()
    time.sleep(4)
    os.killpg(process.pid, signal.SIGINT)
    said, _ = process.communicate(timeout=30)
    assert process.returncode == 2
    assert "Interrupted. The results so far are kept" in said
    time.sleep(2)
    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, 0)


def test_regrading_tells_what_changed_and_why(copied: Path, tmp_path: Path) -> None:
    own = helpers.copy_lab(tmp_path / "lab")
    class_of(tmp_path / "class", ann=SOLUTION, bob=STUB)
    assert grade(own, tmp_path).returncode == 0
    calm = helpers.command("regrade", str(tmp_path / "results"), "--diff", cwd=own)
    assert "0 of 2 scores have changed." in calm.stdout, calm.stderr
    file = own / "checks" / "test_filtering.py"
    file.write_text(
        file.read_text("utf-8") + '\n\n@points(3)\ndef test_new(filtering):\n    """It is new."""\n'
        "    expect(filtering.apply_filter).to_match(5)\n",
        "utf-8",
    )
    done = helpers.command("regrade", str(tmp_path / "results"), "--diff", cwd=own)
    assert done.returncode == 0, done.stderr
    assert "2 of 2 scores have changed." in done.stdout
    assert "filtering.test_new: new, 0 of 3 points" in done.stdout
    assert {each.max_score for each in results(tmp_path / "results").values()} == {POINTS + 3}


def test_intake_and_grading_agree_on_names(tmp_path: Path) -> None:
    """A name with everything that a file system allows is a name all the same."""
    odd = "Zoë O'Neil (2) <b>=1+1\x1b[2J"
    class_of(tmp_path / "class", **{odd: SOLUTION})
    batch.grade(tasks(tmp_path), Here, 1)
    assert list(results(tmp_path / "results")) == [odd]
    assert intake.sources(tmp_path / "class")[0][0].name == odd


def test_what_a_killed_run_has_left_is_swept_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    gone, running, others = (
        tmp_path / f"{batch.SCRATCH}{n}-x" for n in (2**22 + 1, os.getpid(), "y")
    )
    for folder in (gone, running, others):
        (folder / "deep").mkdir(parents=True)
    batch._sweep()
    assert (gone.exists(), running.exists(), others.exists()) == (False, True, True)


def test_after_others_a_submission_is_told_the_same_as_alone(tmp_path: Path) -> None:
    """Inputs that earlier submissions were given are taken again, and change nothing."""
    wrong = SOLUTION + (
        "\n\n_right = apply_filter\ndef apply_filter(image, kernel, bias=0.0):\n"
        "    out = _right(image, kernel, bias)\n    out[-1, -1] += image.shape[0] > 3\n"
        "    return out\n"
    )
    class_of(tmp_path / "class", ann=SOLUTION, bob=wrong, eve=wrong + "# the same\n")
    batch.grade(tasks(tmp_path), Here, 1)
    alone = helpers.check(tmp_path / "class" / "bob", "filtering").exercises[0].checks
    found = results(tmp_path / "results")
    for name in ("bob", "eve"):
        told = found[name].exercises[0].checks
        assert [(c.id, c.state, c.message) for c in told] == [
            (c.id, c.state, c.message) for c in alone
        ]
    assert "wrong" in {c.state for c in alone}
    assert found["ann"].score == POINTS


def test_workers_of_two_grading_processes_are_never_the_same_user(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Also where the numbers of the processes would give the same one."""
    monkeypatch.setattr(os, "getpid", lambda: 1000)
    monkeypatch.setattr(workers, "_claims", claims := [])
    try:
        taken = [workers._number.__wrapped__() for _ in range(3)]
        assert len(set(taken)) == 3
        assert set(taken) <= set(range(workers.NUMBERS))
    finally:
        for claim in claims:
            claim.close()
