"""Wrong words, damaged files, a full disk, Ctrl-C, closed pipes, poor terminals: one sentence."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from grading import cli, lab, progress
from grading.errors import Problem
from tests import toy
from tests.helpers import command, environment

posix = pytest.mark.skipif(os.name != "posix", reason="signals and pseudo-terminals of POSIX")
COLOUR = re.compile(r"\x1b\[[0-9;]*\b(3[0-7]|4[0-7]|9[0-7])[0-9;]*m")
WRONG = "def double(values):\n    return 3 * values\n"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copied toy lab that these tests leave as it is, but for its `.grader`."""
    place = toy.copy(tmp_path_factory.mktemp("place") / "lab")
    toy.solve(place, "first", "second")
    return place


def assert_told(out: str, err: str, *words: str) -> None:
    """The command ended with one or two plain sentences that hold the words."""
    for word in words:
        assert word in err
    for text in (out, err):
        assert "Traceback" not in text
        assert "INTERNALERROR" not in text
    assert 0 < len(err.strip().splitlines()) <= 4
    assert len(err) < 800


def assert_ended(run: subprocess.CompletedProcess[str], status: int, *words: str) -> None:
    """A command ended with this status, and said why."""
    assert run.returncode == status, run.stderr
    assert_told(run.stdout, run.stderr, *words)


# What is asked for


def main(monkeypatch: pytest.MonkeyPatch, *args: str) -> object:
    """Run the command in this process, on the lab itself: only where nothing is written."""
    monkeypatch.setattr(sys, "argv", ["grader.py", *args])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    return ended.value.code


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["check", "filterng"], ["no exercise called filterng", "Did you mean filtering?"]),
        (["check", "filtering", "q"], ["There are: filtering, convolution"]),
        (["lesson", "pooing"], ["Did you mean pooling?"]),
        (["hint", "convlution"], ["Did you mean convolution?"]),
        (["reset", "fltering"], ["Did you mean filtering?"]),
        (["author", "stubs", "fltering"], ["Did you mean filtering?"]),
        (["check", "--colour"], ["No such option", "--colour"]),
        (["--colour"], ["No such option", "--colour"]),
        (["chekc"], ["No such command", "chekc"]),
        (["hint"], ["NAME"]),
        (["check", "--submission"], ["--submission", "requires an argument"]),
        (["check", "--submission", "nowhere"], ["no folder nowhere"]),
        (["check", "--submission", __file__], [f"{__file__} is a file"]),
        (["--submission", "solutions", "check", "filtering"], ["check"]),
    ],
    ids=lambda value: " ".join(value).replace(__file__, "FILE"),
)
def test_usage(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    args: list[str],
    words: list[str],
) -> None:
    """Nothing that was asked for is dropped in silence, an option before the command included."""
    assert main(monkeypatch, *args) == 4
    assert_told(*capsys.readouterr(), *words)


@pytest.mark.parametrize("args", [["--help"], ["check", "--help"], ["author", "--help"]])
def test_help(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], args: list[str]
) -> None:
    assert main(monkeypatch, *args) in (0, None)
    assert capsys.readouterr().out.lstrip().startswith("Usage: python grader.py")


def test_author_alone(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """It shows its help; a status of 2 would mean Ctrl-C."""
    assert main(monkeypatch, "author") in (0, 4)
    assert "stubs" in "".join(capsys.readouterr())


def test_fault_of_ours(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(progress, "undo", lambda: 1 // 0)
    assert main(monkeypatch, "undo") == 3
    assert_told(*capsys.readouterr(), "A fault of ours", "ZeroDivisionError")


def test_ctrl_c_outside_of_a_run(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted() -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr(progress, "undo", interrupted)
    assert main(monkeypatch, "undo") == 2
    assert_told(*capsys.readouterr(), "Interrupted")


def test_undo_without_a_reset(place: Path) -> None:
    assert_ended(command("undo", cwd=place), 4, "no reset to undo")


# Files that are damaged, missing or not writable


@pytest.mark.parametrize(
    "damage",
    [
        b"",
        b"{",
        b"[]",
        b"\xff\xfe\x00",
        b'{"version": 1, "exercises": {"first": {"state": "splendid"}}}',
        b'{"version": 1, "exercises": 7}',
        b'{"hints": {"first": "many"}}',
    ],
)
def test_damaged_progress(tmp_path: Path, damage: bytes) -> None:
    """It is kept aside, and everything goes on."""
    (tmp_path / "progress.json").write_bytes(damage)
    assert progress.next_hint("first", 3, tmp_path) == 1
    assert (tmp_path / "progress.damaged-1.json").read_bytes() == damage
    assert progress.read(tmp_path).hints == {"first": 1}
    (tmp_path / "progress.json").write_bytes(damage)
    progress.read(tmp_path)
    assert (tmp_path / "progress.damaged-2.json").read_bytes() == damage
    assert (tmp_path / "progress.damaged-1.json").read_bytes() == damage


def test_damaged_progress_does_not_stop_a_check(tmp_path: Path) -> None:
    place = toy.copy(tmp_path / "lab")
    (place / ".grader").mkdir()
    (place / ".grader" / "progress.json").write_text("{", "utf-8")
    run = command("check", "first", cwd=place)
    assert run.returncode == 1
    assert run.stderr == ""
    assert progress.read(place / ".grader").exercises["first"].state == "not started"
    assert (place / ".grader" / "progress.damaged-1.json").read_text("utf-8") == "{"


def test_results_are_told_even_if_progress_cannot_be_kept(tmp_path: Path) -> None:
    place = toy.copy(tmp_path / "lab")
    toy.solve(place, "first")
    (place / ".grader").write_text("a file where a folder should be", "utf-8")
    run = command("check", "first", cwd=place)
    assert_ended(run, 4, "progress.json", "cannot be written")
    assert "3 of 3 points" in run.stdout
    assert (place / ".grader").read_text("utf-8") == "a file where a folder should be"


@pytest.mark.parametrize("args", [["hint", "first"], ["reset", "first"]], ids=" ".join)
def test_commands_that_need_the_grader_folder(tmp_path: Path, args: list[str]) -> None:
    place = toy.copy(tmp_path / "lab")
    toy.solve(place, "first")
    (place / ".grader").write_text("a file where a folder should be", "utf-8")
    assert_ended(command(*args, cwd=place), 4, "cannot be written")
    solution = (place / "solutions" / "first.py").read_bytes()
    assert (place / "exercises" / "first.py").read_bytes() == solution


def test_full_disk_leaves_the_old_progress(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    progress.next_hint("first", 3, tmp_path)
    before = (tmp_path / "progress.json").read_bytes()

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(Problem, match="No space left on device"):
            progress.next_hint("first", 3, tmp_path)
    assert (tmp_path / "progress.json").read_bytes() == before
    assert os.listdir(tmp_path) == ["progress.json"]  # noqa: PTH208


def test_full_disk_loses_nothing_at_a_reset(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Wherever writing fails, the student's file or its backup holds what was written."""
    for failing in (1, 2):
        folder = tmp_path / str(failing)
        for name, text in (("first.py", "mine"), (".stubs/first.py", "stub")):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, "utf-8")
        count = 0

        def full(_: int, failing: int = failing) -> None:
            nonlocal count
            count += 1
            if count == failing:
                raise OSError(28, "No space left on device")

        with monkeypatch.context() as patch:
            patch.setattr(os, "fsync", full)
            with pytest.raises(Problem):
                progress.reset("first", folder, folder / ".grader")
        assert count == failing
        assert (folder / "first.py").read_text("utf-8") == "mine"


@pytest.mark.parametrize("target", ["grader.py/result.json", "exercises"])
def test_json_that_cannot_be_written(place: Path, target: str) -> None:
    """The result is told all the same, and no file is harmed."""
    before = (place / "grader.py").read_bytes()
    run = command("check", "first", "--json", target, cwd=place)
    assert_ended(run, 4, target, "cannot be written")
    assert "3 of 3 points" in run.stdout
    assert (place / "grader.py").read_bytes() == before
    assert (place / "exercises" / "first.py").is_file()


def test_json_into_a_new_folder(place: Path, tmp_path: Path) -> None:
    target = tmp_path / "not" / "there" / "result.json"
    assert command("check", "first", "--json", str(target), cwd=place).returncode == 0
    assert json.loads(target.read_text("utf-8"))["score"] == 3


@pytest.mark.parametrize("source", ["def test_x(:\n", "import nothing_like_it\n"])
def test_broken_check_file(tmp_path: Path, source: str) -> None:
    """Whatever is wrong in it is told in a sentence, and the other exercises can be checked."""
    place = toy.copy(tmp_path / "lab")
    toy.solve(place, *toy.NAMES)
    (place / "checks" / "test_second.py").write_text(source, "utf-8")
    assert_ended(command(cwd=place), 3, "A fault of ours", "test_second.py")
    assert command("check", "first", cwd=place).returncode == 0


def test_check_file_without_checks(tmp_path: Path) -> None:
    """An exercise that nothing is asked of is our fault, and never passed."""
    place = toy.copy(tmp_path / "lab")
    (place / "checks" / "test_second.py").write_text("", "utf-8")
    run = command("check", "second", cwd=place)
    assert run.returncode == 3
    assert "fault" in run.stdout


@pytest.mark.parametrize("name", ["checks/test_second.py", "exercises/lab.toml"])
def test_missing_file_of_ours(tmp_path: Path, name: str) -> None:
    place = toy.copy(tmp_path / "lab")
    (place / name).unlink()
    assert_ended(command("check", "second", cwd=place), 4, Path(name).name)


@pytest.mark.parametrize("text", ["title = ", 'title = "Toy"\n', "colour = 1\n", "\x00"])
def test_damaged_lab(tmp_path: Path, text: str) -> None:
    file = tmp_path / "lab.toml"
    file.write_text(text, "utf-8")
    with pytest.raises(Problem, match=r"lab\.toml is not a description of a lab"):
        lab.read(file)


# Ctrl-C and closed pipes


def start(place: Path, *args: str, env: Mapping[str, str] | None = None) -> subprocess.Popen[str]:
    """Start the command."""
    return subprocess.Popen(
        [sys.executable, "grader.py", *args],
        cwd=place,
        env=environment(env),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )


CALLS_US = """\
import socket


def meet():
    global connection
    connection = socket.create_connection(("127.0.0.1", {port}))
    while True:
        pass


def total(values):
    {function}


{module}
"""


@posix
@pytest.mark.parametrize(
    ("when", "args"),
    [("call", []), ("import", []), ("call", ["--in-process"]), ("call", ["--json", "-"])],
)
def test_ctrl_c_while_code_loops(tmp_path: Path, when: str, args: list[str]) -> None:
    """What was found until then is told, and the process that ran the code is gone."""
    place = toy.copy(tmp_path / "lab")
    toy.solve(place, "first")
    (tmp_path / "temporary").mkdir()
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(60)
        source = CALLS_US.format(
            port=server.getsockname()[1],
            function="meet()" if when == "call" else "return 0.0",
            module="meet()" if when == "import" else "",
        )
        (place / "exercises" / "second.py").write_text(source, "utf-8")
        process = start(place, *args, env={"TMPDIR": str(tmp_path / "temporary")})
        try:
            connection, _ = server.accept()
            with connection:
                connection.settimeout(60)
                process.send_signal(signal.SIGINT)
                out, err = process.communicate(timeout=60)
                assert connection.recv(1) == b""  # the code that looped is gone
        finally:
            process.kill()
            process.communicate()
    assert process.returncode == 2
    assert "Traceback" not in out + err
    assert "fault" not in out  # what did not run is nobody's fault
    if args != ["--json", "-"]:
        assert "3 of 3" in out
        assert "Interrupted" in out + err
    assert not any((tmp_path / "temporary").iterdir())


@posix
@pytest.mark.parametrize("lines", [0, 1, 3])
def test_closed_pipe(tmp_path: Path, lines: int) -> None:
    """As in `python grader.py | head -1`: no noise."""
    place = toy.copy(tmp_path / "lab")
    (place / "exercises" / "first.py").write_text(WRONG, "utf-8")
    process = start(place)
    assert process.stdout
    assert process.stderr
    for _ in range(lines):
        process.stdout.readline()
    process.stdout.close()
    err = process.stderr.read()
    process.stderr.close()
    assert process.wait(60) == 1
    assert err == ""


# Terminals


def terminal(place: Path, env: Mapping[str, str], *args: str) -> str:
    """What the command prints into a terminal, escape codes included."""
    import pty

    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "grader.py", *args],
        cwd=place,
        env=environment(env),
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
    )
    os.close(theirs)
    printed = bytearray()
    try:
        while data := os.read(ours, 65536):
            printed += data
    except OSError:  # what Linux gives for the end of a terminal
        pass
    finally:
        os.close(ours)
        process.wait(60)
    return printed.decode("utf-8").replace("\r\n", "\n")


@posix
def test_terminal_shows_colour_and_words(place: Path) -> None:
    printed = terminal(place, {"TERM": "xterm-256color"})
    assert COLOUR.search(printed)
    assert "not started" in printed
    assert printed.count("\x1b[?25h") == printed.count("\x1b[?25l")  # the cursor is back


@posix
def test_no_color(place: Path) -> None:
    printed = terminal(place, {"TERM": "xterm-256color", "NO_COLOR": "1"})
    assert not COLOUR.search(printed)
    assert "✓ first" in printed


@posix
def test_dumb_terminal(place: Path) -> None:
    printed = terminal(place, {"TERM": "dumb"})
    assert "\x1b" not in printed
    assert "\r" not in printed
    assert "✓ first" in printed


def test_pipe_has_no_escape_codes(place: Path) -> None:
    printed = command(cwd=place, env={"TERM": "xterm-256color"}).stdout
    assert "\x1b" not in printed
    assert "\r" not in printed


@pytest.mark.parametrize("args", [[], ["list"]], ids="".join)
def test_narrow_terminal(place: Path, args: list[str]) -> None:
    """Titles go first: every exercise stays on one line, with its points and its state."""
    printed = command(*args, cwd=place, env={"COLUMNS": "40"}).stdout.splitlines()
    for name, points, state in (("first", "3 of 3", ""), ("third", "0 of 4", "not started")):
        (line,) = [line for line in printed if re.match(rf"  \S {name} ", line)]
        assert points in line
        assert line.endswith(state)
        assert len(line) <= 40
        assert "Doubl" not in line


@pytest.mark.parametrize("columns", ["1", "0", "-5", "many", "100000"])
def test_odd_widths(place: Path, columns: str) -> None:
    run = command("list", cwd=place, env={"COLUMNS": columns})
    assert run.returncode == 0
    assert run.stderr == ""


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-8"])
def test_terminal_encoding(tmp_path: Path, encoding: str) -> None:
    """Without Unicode the symbols are ASCII, and a student's own letters crash nothing."""
    place = toy.copy(tmp_path / "lab")
    toy.solve(place, "second")
    source = 'def double(values):\n    raise ValueError("größer als π ✗")\n'
    (place / "exercises" / "first.py").write_text(source, "utf-8")
    (place / "exercises" / "first.md").write_text("# Größer als π\n\n* ✗ nein\n", "utf-8")
    printed = raw(place, encoding)
    symbols = ("✗ first", "✓ second") if encoding == "utf-8" else ("x first", "+ second")
    assert all(symbol in printed for symbol in symbols)
    assert "ValueError: gr" in printed
    assert encoding == "utf-8" or "·" not in printed
    if encoding == "ascii":  # the poorest of them
        for args in (["list"], ["lesson", "first"], ["hint", "first"], ["doctor"], ["frist"]):
            raw(place, encoding, *args)


def raw(place: Path, encoding: str, *args: str) -> str:
    """What a command prints, to the byte, where the terminal has this encoding."""
    run = subprocess.run(
        [sys.executable, "grader.py", *args],
        cwd=place,
        env=environment({"PYTHONIOENCODING": encoding}),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=120,
    )
    assert run.returncode in (0, 1, 4), run.stderr
    assert b"Traceback" not in run.stderr
    assert b"fault" not in run.stderr
    return run.stdout.decode(encoding)
