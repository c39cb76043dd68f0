"""`watch` as a student uses it, through a pipe and through a terminal; warm workers; replays."""

import contextlib
import os
import queue
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from grading import drawn, lab, progress, proxy, remote, run, watch
from grading.errors import NoWorker, TooSlow
from grading.result import CheckResult
from grading.sandbox import Sandbox, plain, warm
from tests import toy
from tests.helpers import command, environment

WRONG = "def double(values):\n    return 3 * values\n"
ENDLESS = "def double(values):\n    while True:\n        pass\n"
LINUX = sys.platform == "linux"


class Watched:
    """A `watch` in a copied lab, and all that it has written so far."""

    def __init__(self, place: Path, *args: str, keyboard: bool = False, **variables: str) -> None:
        self.place = place
        self.seen = ""
        self.at = 0
        self._more = threading.Condition()
        line = [sys.executable, "grader.py", "watch", *args]
        env = environment({"PYTHONUNBUFFERED": "1", **variables})
        if keyboard:
            import pty

            self.keyboard, theirs = pty.openpty()
            self.process = subprocess.Popen(
                line, cwd=place, env=env, stdin=theirs, stdout=theirs, stderr=theirs,
                start_new_session=True,
            )  # fmt: skip
            os.close(theirs)
            self._output = self.keyboard
        else:
            self.process = subprocess.Popen(
                line, cwd=place, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
            )  # fmt: skip
            assert self.process.stdout
            self._output = self.process.stdout.fileno()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        with contextlib.suppress(OSError):
            while data := os.read(self._output, 65536):
                with self._more:
                    self.seen += data.decode("utf-8", "replace")
                    self._more.notify_all()

    def wait(self, pattern: str, seconds: float = 30) -> str:
        """What it writes until a pattern, beginning after what was waited for before."""
        found: list[re.Match[str]] = []

        def there() -> bool:
            found[:] = list(re.compile(pattern).finditer(self.seen, self.at))[:1]
            return bool(found)

        with self._more:
            there_now = self._more.wait_for(there, seconds)
            assert there_now, f"no {pattern!r} in:\n{self.seen[self.at :]}"
        before, self.at = self.at, found[0].end()
        return self.seen[before : self.at]

    def save(self, name: str, text: str | None = None) -> None:
        source = toy.SOLUTIONS[name] if text is None else text
        (self.place / "exercises" / f"{name}.py").write_text(source, "utf-8")

    def press(self, keys: str) -> None:
        os.write(self.keyboard, keys.encode())

    def close(self) -> None:
        self._reader.join(5)
        if self.process.stdout:
            self.process.stdout.close()
        else:
            os.close(self.keyboard)

    def end(self) -> int:
        """Press Ctrl-C; the exit status."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(20)


@contextlib.contextmanager
def watching(
    place: Path, *args: str, keyboard: bool = False, **variables: str
) -> Iterator[Watched]:
    watched = Watched(place, *args, keyboard=keyboard, **variables)
    try:
        yield watched
    finally:
        if watched.process.poll() is None:
            watched.process.kill()
        watched.process.wait()
        watched.close()


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return toy.copy(tmp_path / "lab")


def children(place: Path) -> list[str]:
    """Command lines of workers that belong to a lab."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            words = entry.read_bytes().split(b"\0")
            if b"-c" in words and os.fsencode(str(place)) in words:
                found.append(entry.parent.name)
    return found


# Through a pipe


@pytest.mark.skipif(os.name != "posix", reason="needs Ctrl-C for one process")
def test_a_lesson_long(place: Path) -> None:
    """Stub, mistake, syntax error, endless loop, pass, a file that is gone, what depends on it."""
    with watching(place) as watched:
        assert "watching 3 exercises" in watched.wait("still the stub")
        watched.save("first", WRONG)
        shown = watched.wait("hint first")
        assert shown.count("Expected") == 1
        assert "Returned" in shown
        assert "0 of 3   wrong" in shown
        watched.save("first", "def (\n")
        assert "SyntaxError" in watched.wait("hint first")
        watched.save("first", ENDLESS)
        watched.wait("first: double gives every value")  # it has begun, and takes its time
        watched.save("first")
        shown = watched.wait("Next: second")
        assert "too slow" not in shown
        assert "3 of 3" in shown
        assert "Part" not in shown
        file = place / "exercises" / "first.py"
        file.rename(place / "first.bak")
        (place / "first.new").write_text(WRONG, "utf-8")
        (place / "first.new").rename(file)  # an editor's way to save
        assert "missing" not in watched.wait("hint first")
        file.unlink()
        watched.wait("exercises/first.py is missing")
        watched.save("third")  # it imports the first, which is not there
        watched.wait("hint third")
        watched.save("first")
        shown = watched.wait("Next: second")
        assert "What depends on first:" in shown
        assert re.search(r"third .* 4 of 4", shown)
        assert "second" not in shown.replace("Next: second", "")  # nothing runs ahead
        watched.save("second")
        watched.wait("Everything that is watched passes")
        workers = children(place)
        assert workers or not LINUX
        assert watched.end() == 2
        assert "Traceback" not in watched.seen
        assert not set(workers) & set(children(place))
    known = progress.read(place / ".grader")
    assert {name: done.state for name, done in known.exercises.items()} == dict.fromkeys(
        toy.NAMES, "passed"
    )
    assert command(cwd=place).stdout.count("unchanged") == 3


def test_names_and_bad_input(place: Path) -> None:
    run = command("watch", "frist", cwd=place)
    assert (run.returncode, run.stdout) == (4, "")
    assert "Did you mean first?" in run.stderr
    with watching(place, "third", "second") as watched:
        assert "watching second, third" in watched.wait("second.py is still the stub")
        watched.save("first", WRONG)  # which nobody watches
        watched.save("second", "def total(values):\n    return 0.0\n")
        assert "first" not in watched.wait("hint second")


def test_what_passed_before_is_known(place: Path) -> None:
    """It is shown at once; a save that changes nothing is none."""
    toy.solve(place, *toy.NAMES)
    assert command(cwd=place).returncode == 0
    with watching(place, "second") as watched:
        watched.wait("Everything that is watched passes")
        watched.save("second")
        watched.save("second", toy.SOLUTIONS["second"] + "# more\n")
        watched.wait("Everything that is watched passes")
        time.sleep(0.3)
        assert watched.seen.count("judged in") == 2


def test_a_broken_check_ends_nothing(tmp_path: Path) -> None:
    place = toy.copy(tmp_path / "lab", second="raise RuntimeError('ours')\n")
    with watching(place) as watched:
        watched.wait("still the stub")
        watched.save("second")
        watched.wait("A fault of ours")
        watched.save("first")
        watched.wait("Next: ")


@pytest.mark.skipif(os.name != "posix", reason="a pipe that breaks is told otherwise")
def test_it_ends_when_nobody_reads_it(place: Path) -> None:
    """It would run for ever behind a pipe that is gone."""
    line = [sys.executable, "grader.py", "watch"]
    with subprocess.Popen(
        line, cwd=place, env=environment({"PYTHONUNBUFFERED": "1"}), stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    ) as process:  # fmt: skip
        assert process.stdout
        assert b"watching" in process.stdout.readline()
        process.stdout.close()
        toy.solve(place, "first")
        assert process.wait(30) in (0, 1)


# In a terminal


@pytest.mark.skipif(os.name != "posix", reason="needs a pseudo-terminal")
def test_keys(place: Path) -> None:
    """Those that work are named, and do what they say; the terminal is as it was before."""
    import termios

    with watching(place, keyboard=True, COLUMNS="60", TERM="xterm") as watched:
        before = termios.tcgetattr(watched.keyboard)[3]
        assert "next" not in watched.wait("q.* quit")
        watched.press("n")  # not before it has passed
        watched.press("h")
        assert "Look." in watched.wait("q.* quit")
        watched.press("l")
        assert "Write it." in watched.wait("q.* quit")
        watched.save("first", WRONG)
        shown = watched.wait("f.* all failures.*q.* quit")
        assert "\x1b[2J" in shown  # a new screen
        assert "\x1b[31m" in shown
        watched.press("f")
        assert watched.wait("q.* quit").count("yours") == 2
        watched.save("first")
        shown = watched.wait("q.* quit")
        assert "Next: second" in shown
        assert "hint" not in shown
        watched.press("\x1b[A\x1bOn")  # an arrow and a function key are no keys
        watched.press("n")
        assert "second.py is still the stub" in " ".join(watched.wait("q.* quit").split())
        watched.save("first", WRONG)
        watched.wait(r"what changed[\s\S]*?q.* quit")
        watched.press("d")
        assert "+    return 3 * values" in watched.wait("q.* quit")
        watched.press("q")
        assert watched.process.wait(20) == 0
        assert termios.tcgetattr(watched.keyboard)[3] == before


@pytest.mark.skipif(os.name != "posix", reason="needs a pseudo-terminal")
def test_plain_in_a_terminal(place: Path) -> None:
    """Nothing is cleared, no key is read, no colour where none is wanted."""
    with watching(place, "--plain", keyboard=True, NO_COLOR="1", TERM="xterm") as watched:
        watched.wait("still the stub")
        watched.press("q")
        watched.save("first", WRONG)
        watched.wait("hint first")
        assert "\x1b[2J" not in watched.seen
        assert not re.search(r"\x1b\[[0-9;]*3[0-7]m", watched.seen)
        assert "quit" not in watched.seen


@pytest.mark.skipif(os.name != "posix", reason="needs a pseudo-terminal")
def test_ctrl_c_gives_the_terminal_back(place: Path) -> None:
    import termios

    with watching(place, keyboard=True, TERM="xterm") as watched:
        before = termios.tcgetattr(watched.keyboard)[3]
        watched.wait("quit")
        watched.save("first", ENDLESS)
        watched.wait("double gives")
        assert watched.end() == 2
        assert termios.tcgetattr(watched.keyboard)[3] == before


# Runs in one process, one after another


def boxes() -> list[type[warm.Forked] | type[warm.Spare]]:
    return [warm.Forked, warm.Spare] if LINUX else [warm.Spare]


@pytest.fixture(params=boxes(), ids=lambda kind: kind.__name__)
def box(request: pytest.FixtureRequest) -> Iterator[warm.Forked | warm.Spare]:
    made = request.param(["numpy"])
    yield made
    made.close()


def result(
    the_lab: lab.Lab,
    path: Path,
    sandbox: Sandbox | None = None,
    plugins: Sequence[object] = (),
    first: Sequence[str] = (),
) -> list[CheckResult]:
    """The checks of a run, without their times."""
    found = run.run(the_lab, path, sandbox=sandbox, plugins=plugins, first=first, shown="mine")
    checks = [check for exercise in found.exercises for check in exercise.checks]
    for check in checks:
        check.seconds = 0.0
    return checks


SOMETIMES = """\
calls = []


def double(values):
    calls.append(1)
    return 2 * values + (values[0] == 7)
"""


def test_warm_runs_find_what_a_fresh_one_finds(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, box: warm.Forked | warm.Spare
) -> None:
    """To the letter of every message, whatever ran before, and in which order."""
    the_lab = toy.install(monkeypatch, tmp_path)
    good = toy.write_submission(tmp_path / "good")
    bad = toy.write_submission(tmp_path / "bad", first=SOMETIMES)
    fresh = {path: result(the_lab, path) for path in (good, bad)}
    assert [check.state for check in fresh[bad]] == ["wrong", "passed", "passed", "passed"]
    examples = drawn.Examples()
    for path in (bad, good, bad, good, good, bad):
        box.warm()
        first = ["second.test_total"] if path is good else []
        assert result(the_lab, path, box, [examples], first) == fresh[path]
        examples.draw()


def test_inputs_drawn_ahead_are_those_of_a_run(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Drawn without the student's code, they are what a passing run would have drawn."""
    the_lab = toy.install(monkeypatch, tmp_path)
    good = toy.write_submission(tmp_path / "good")
    given: list[list[float]] = []

    plain_function = proxy.Module._function

    def noting(self: proxy.Module, name: str, described: proxy.Described) -> object:
        function = plain_function(self, name, described)

        def call(*args: np.ndarray, **kwargs: np.ndarray) -> object:
            if name == "double" and args:
                given.append(args[0].tolist())
            return function(*args, **kwargs)

        return call

    monkeypatch.setattr(proxy.Module, "_function", noting)
    result(the_lab, good)
    once, given[:] = given[:], []
    examples = drawn.Examples()
    stubs = toy.write_submission(tmp_path / "stubs", first="def double(values):\n    return None\n")
    result(the_lab, stubs, plugins=[examples])
    examples.draw()
    given.clear()
    result(the_lab, good, plugins=[examples])
    assert given == once
    assert len(given) > 30


def test_a_replay_ends_as_a_run_does(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An endless loop costs one call's time, and the process that dies is told."""
    the_lab = toy.install(monkeypatch, tmp_path, call_limit=0.3)
    examples = drawn.Examples()
    result(the_lab, toy.write_submission(tmp_path / "good"), plugins=[examples])
    endless = toy.write_submission(tmp_path / "endless", first=ENDLESS)
    dying = toy.write_submission(
        tmp_path / "dying", first="import os\ndef double(values):\n    os._exit(3)\n"
    )
    for path, state in ((endless, "too slow"), (dying, "error")):
        replayed = result(the_lab, path, plugins=[examples])
        assert replayed[0].state == state
        assert replayed == result(the_lab, path)


def test_warm_workers_share_nothing(tmp_path: Path, box: warm.Forked | warm.Spare) -> None:
    """Each has its own process, files and modules, with the student's files of now."""
    source = (
        "import os, pathlib\nseen = []\n\n\ndef look():\n    seen.append(1)\n"
        "    pathlib.Path('left').touch()\n    return len(seen), os.getpid(), VALUE\n"
    )
    answers = []
    for value in range(3):
        folder = toy.write_submission(tmp_path / str(value), first=f"{source}\n\nVALUE = {value}\n")
        host = remote.Remote(folder, list(toy.NAMES), box)
        box.warm()
        host.load("first")
        answers.append(host.call("first", "look", (), {}, 5.0).value)
        host.close()
    assert [(calls, value) for calls, _, value in answers] == [(1, 0), (1, 1), (1, 2)]
    assert len({pid for _, pid, _ in answers}) == 3


def test_warm_workers_that_are_killed(tmp_path: Path, box: warm.Forked | warm.Spare) -> None:
    """Out of an endless loop too; the next one starts."""
    folder = toy.write_submission(tmp_path / "mine", first=ENDLESS)
    host = remote.Remote(folder, list(toy.NAMES), box)
    host.load("first")
    with pytest.raises(TooSlow):
        host.call("first", "double", (1,), {}, 0.2)
    assert host.call("second", "total", (np.ones(3),), {}, 5.0).value == 3.0
    host.close()


def test_a_spare_worker_without_inherited_sockets(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """As on Windows."""
    monkeypatch.setattr(plain, "start", plain._start_loopback)
    box = warm.Spare(["fractions"])
    box.warm()
    folder = toy.write_submission(
        tmp_path / "mine",
        first="import sys\n\n\ndef double(values):\n    return 'fractions' in sys.modules\n",
    )
    host = remote.Remote(folder, list(toy.NAMES), box)
    assert host.call("first", "double", (1,), {}, 5.0).value is True
    host.close()
    box.close()


@pytest.mark.skipif(not LINUX, reason="a zygote forks workers on Linux only")
def test_a_zygote_that_dies_is_started_anew(tmp_path: Path) -> None:
    folder = toy.write_submission(tmp_path / "mine")
    box = warm.Forked(["numpy"])
    try:
        box.warm()
        assert box._zygote
        box._zygote._process.kill()
        box._zygote._process.wait()
        host = remote.Remote(folder, list(toy.NAMES), box)
        assert host.call("second", "total", (np.ones(3),), {}, 5.0).value == 3.0
        host.close()
    finally:
        box.close()


@pytest.mark.skipif(not LINUX, reason="a zygote forks workers on Linux only")
def test_what_a_forked_worker_has_started_ends_with_it(tmp_path: Path) -> None:
    source = (
        "import subprocess\n\n\ndef double(values):\n"
        "    return subprocess.Popen(['sleep', '60']).pid\n"
    )
    folder = toy.write_submission(tmp_path / "mine", first=source)
    box = warm.Forked(["numpy"])
    host = remote.Remote(folder, list(toy.NAMES), box)
    pid = host.call("first", "double", (1,), {}, 5.0).value
    host.close()
    box.close()
    deadline = time.monotonic() + 5
    while Path(f"/proc/{pid}/cmdline").exists() and time.monotonic() < deadline:
        if not Path(f"/proc/{pid}/cmdline").read_bytes():  # a zombie of nobody's
            break
        time.sleep(0.05)
    else:
        assert not Path(f"/proc/{pid}").exists()


def test_no_zygote_is_no_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where libraries start threads, or nothing can be forked, a spare worker waits instead."""
    monkeypatch.setattr(warm.Forked, "_start", lambda self: _cannot())
    box = warm.open_warm(["numpy"])
    assert isinstance(box, warm.Spare)
    box.close()


def _cannot() -> None:
    raise OSError("no")


def test_a_run_is_stopped(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Within a moment, out of an endless loop; nothing of it is told, or remembered."""
    the_lab = toy.install(monkeypatch, tmp_path, call_limit=60.0)
    mine = toy.write_submission(tmp_path / "mine", first=ENDLESS)
    monkeypatch.setattr(lab, "EXERCISES", mine)
    events: queue.Queue[watch.Event] = queue.Queue()
    runner = watch.Runner(the_lab, events.put)
    remembered = []
    monkeypatch.setattr("grading.memory.keep", lambda *args: remembered.append(args))
    try:
        runner.start(["first"])
        assert isinstance(events.get(timeout=30), watch.Began)
        time.sleep(0.3)
        started = time.monotonic()
        runner.stop()
        assert time.monotonic() - started < 5
        (mine / "first.py").write_text(toy.SOLUTIONS["first"], "utf-8")
        number = runner.start(["first"])
        while not isinstance(event := events.get(timeout=30), watch.Over):
            pass
        assert (event.run, event.problem) == (number, "")
        assert event.found and event.found.passed
        assert len(remembered) == 1
    finally:
        runner.close()


def test_a_worker_that_cannot_be_had(tmp_path: Path) -> None:
    """One sentence, as in a plain run."""
    folder = toy.write_submission(tmp_path / "mine")
    box = warm.Spare(["no_such_module"])
    try:
        box.warm()
        host = remote.Remote(folder, list(toy.NAMES), box)
        with pytest.raises(NoWorker, match="No worker can be started"):
            host.load("first")
    finally:
        box.close()
