"""One broken exercise: it is told what is wrong with it, and all the others are still checked."""

import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from grading import lab, remote
from grading.result import CheckResult, SubmissionResult
from tests import toy

LONGEST = 60.0  # seconds: protects against hanging, and says nothing about speed
MOST_TEXT = 4000  # characters that anybody reads
# Nothing of these may be told to a student: it is ours, not theirs.
OURS = ("Traceback", "grading", "site-packages", "hypothesis", "<frozen", "convlab-", 'File "')


class Broken(NamedTuple):
    """A source of the first toy exercise that goes wrong.

    words  that the message of its first check must hold
    line   of the student's file to look at; None where there is none
    """

    source: str | bytes | None
    state: str
    words: tuple[str, ...]
    line: int | None = None


DOUBLE = "def double(values):\n    "
BROKEN = {
    "a syntax error": Broken(
        "import numpy\ndef double(values):\n    return (2 *\n",
        "error",
        ("first.py cannot be imported", "SyntaxError", "was never closed", "first.py:3"),
        3,
    ),
    "a tab among spaces": Broken(
        "def double(values):\n        values = values\n\treturn values\n",
        "error",
        ("TabError", "first.py:3"),
        3,
    ),
    "wrong indentation": Broken(
        "def double(values):\nreturn values\n", "error", ("IndentationError", "first.py:2"), 2
    ),
    "a module that does not exist": Broken(
        "import os\nimport nunpy\n", "error", ("No module named 'nunpy'", "first.py:2"), 2
    ),
    "a name that another exercise lacks": Broken(
        "from second import nothing\n", "error", ("cannot import name 'nothing'", "first.py:1"), 1
    ),
    "an exception while importing": Broken(
        "import numpy\n\nnumpy.zeros(3)[5]\n", "error", ("IndexError", "first.py:3"), 3
    ),
    "exit() while importing": Broken(
        "x = 1\nexit()\n", "error", ("cannot be imported", "exit()", "first.py:2"), 2
    ),
    "a missing file": Broken(
        None, "error", ("first.py is missing", "python grader.py reset first")
    ),
    "an empty file": Broken("", "error", ("first.py has no double",)),
    "a renamed function": Broken(
        "def doubel(values):\n    return 2 * values\n",
        "error",
        ("first.py has no double", "Should doubel be called so?"),
    ),
    "a value where a function should be": Broken("double = 3\n", "error", ("double",)),
    "one parameter too many": Broken(
        "\ndef double(values, factor):\n    return factor * values\n",
        "error",
        ("TypeError", "missing 1 required positional argument: 'factor'"),
        2,
    ),
    "bytes that are not UTF-8": Broken(
        b"text = 'na\xefve'\n" + toy.SOLUTIONS["first"].encode(),
        "error",
        ("cannot be imported", "SyntaxError", "utf-8"),
    ),
    "null bytes": Broken(b"def double(values):\n    return \0\n", "error", ("null bytes",)),
    "an unknown encoding": Broken(
        b"# -*- coding: klingon -*-\n", "error", ("SyntaxError", "klingon")
    ),
    "not written yet": Broken(
        DOUBLE + "raise NotImplementedError\n", "not started", ("double is not written yet",), 1
    ),
    "no return": Broken(
        DOUBLE + "2 * values\n", "wrong", ("Returned  None", "did you forget `return`?"), 1
    ),
    "a list": Broken(
        DOUBLE + "return [2 * v for v in values]\n",
        "wrong",
        ("a NumPy array", "np.array(...) makes an array of a list"),
        1,
    ),
    "a tensor": Broken(
        "class EagerTensor:\n    def __array__(self):\n        return 1 / 0\n\n"
        "def double(values):\n    return EagerTensor()\n",
        "wrong",
        ("a value of type exercises.first.EagerTensor", ".numpy() gives the array"),
        5,
    ),
    "a set": Broken(DOUBLE + "return set(values)\n", "wrong", ("a value of type set",), 1),
    "an exception": Broken(
        DOUBLE + "return values[99]\n",
        "error",
        ("IndexError", "first.py:2  return values[99]"),
        2,
    ),
    "an exception in a helper": Broken(
        "def helper(values):\n    return values['a']\n\n\ndef double(values):\n"
        "    return helper(values)\n",
        "error",
        ("IndexError", "first.py:2  return values['a']", "first.py:6  return helper(values)"),
        2,
    ),
    "an endless recursion": Broken(
        DOUBLE + "return double(values)\n", "error", ("RecursionError", "first.py:2"), 2
    ),
    "exit()": Broken(DOUBLE + "exit()\n", "error", ("the code called exit()", "first.py:2"), 2),
    "a process that ends itself": Broken(
        "import os\n\n" + DOUBLE + "os._exit(3)\n",
        "error",
        ("ended itself with status 3",),
    ),
    "input()": Broken(DOUBLE + "return input()\n", "error", ("EOFError", "first.py:2"), 2),
    "an endless loop": Broken(
        DOUBLE + "while True:\n        pass\n",
        "too slow",
        ("did not answer within 2 seconds", "a loop that never ends?"),
        1,
    ),
    "endless prints": Broken(
        DOUBLE + "while True:\n        print('I am here' * 99)\n",
        "error",
        ("printed more than 1 MiB", "first.py:3"),
        3,
    ),
    "a gigabyte of output past print": Broken(
        "import os\n\n"
        + DOUBLE
        + "for _ in range(1000):\n        os.write(1, bytes(10**6))\n    return 2 * values\n",
        "error",
        ("more than 1 MiB of output",),
    ),
    "a gigabyte of prints while importing": Broken(
        "for _ in range(1000):\n    print('x' * 10**6)\n",
        "error",
        ("printed more than 1 MiB", "first.py:2"),
        2,
    ),
    "a very long message": Broken(
        DOUBLE + "raise ValueError('long ' * 10**6)\n", "error", ("ValueError: long long",), 2
    ),
    "a very long line": Broken(
        DOUBLE + "return 1 / 0  # " + "long " * 10_000 + "\n", "error", ("ZeroDivisionError",), 2
    ),
    "a very long name": Broken(
        f"def {'n' * 5000}(values):\n    return 1 / 0\n\n\ndouble = {'n' * 5000}\n",
        "error",
        ("ZeroDivisionError",),
        2,
    ),
    "a very long text": Broken(DOUBLE + "return 'x' * 10**5\n", "wrong", ("more characters",), 1),
    "far too much": Broken(
        "import numpy\n\n" + DOUBLE + "return numpy.zeros(10**8)\n", "error", ("too large",)
    ),
    "a list that holds itself": Broken(
        DOUBLE + "values = []\n    values.append(values)\n    return values\n",
        "error",
        ("RecursionError",),
    ),
}  # fmt: skip

FINE = {
    "Windows line ends": toy.SOLUTIONS["first"].replace("\n", "\r\n").encode(),
    "a byte order mark": b"\xef\xbb\xbf" + toy.SOLUTIONS["first"].encode(),
    "both": b"\xef\xbb\xbf" + toy.SOLUTIONS["first"].replace("\n", "\r\n").encode(),
    "no line end at the end": toy.SOLUTIONS["first"].rstrip().encode(),
    "a declared encoding": "# -*- coding: latin-1 -*-\n# naïve\n".encode("latin-1")
    + toy.SOLUTIONS["first"].encode(),
    "non-ASCII names": b"def gr\xc3\xb6\xc3\x9fer(values):\n    return 2 * values\n\n\n"
    b"double = gr\xc3\xb6\xc3\x9fer\n",
    "a line of a megabyte": b"text = '" + b"x" * 2**20 + b"'\n" + toy.SOLUTIONS["first"].encode(),
    "prints": toy.SOLUTIONS["first"].encode()
    + b"\n\nprint('h\xc3\xa9llo', flush=True)\n\nimport os\n\nos.write(1, b'\\xff\\xfe')\n",
    "a lambda": b"double = lambda values: 2 * values\n",
    "a class": b"class double:\n    def __new__(cls, values):\n        return 2 * values\n",
    "a module that deletes its own file": b"import os\n\nos.remove(__file__)\n"
    + toy.SOLUTIONS["first"].encode(),
}


class Checked(NamedTuple):
    """A submission in which every source above is an exercise, and what checking it gave.

    names  of the exercises, by the names above
    """

    work: Path
    names: dict[str, str]
    result: SubmissionResult
    checks: dict[str, CheckResult]


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Checked]:
    """All of them in one submission: each has to be told apart from all the harm around it."""
    folder = tmp_path_factory.mktemp("bad-input")
    sources = {name: broken.source for name, broken in BROKEN.items()} | FINE
    names = {name: f"case{number}" for number, name in enumerate(sources)}
    files = {names[name]: own(source, names[name]) for name, source in sources.items()}
    checks: dict[str, Any] = {name: toy.CHECKS["first"].replace("first", name) for name in files}
    exercises = [
        lab.Exercise(name, name, 1, ["", "", ""], call_limit=2.0) for name in (*files, "second")
    ]
    started = time.monotonic()
    with pytest.MonkeyPatch.context() as patch:
        toy.install(patch, folder, **checks)
        work = toy.write_submission(folder / "work", **files)
        result = toy.check(lab.Lab("Broken", ["All"], exercises), work)
    assert time.monotonic() - started < LONGEST
    yield Checked(work, names, result, toy.found(result))


def own(text: Any, name: str) -> Any:
    """A source or a word, about the exercise of this name rather than about `first`."""
    if text is None:
        return None
    if isinstance(text, bytes):
        return text.replace(b"first", name.encode())
    return text.replace("first", name)


def assert_readable(check: CheckResult, folder: Path) -> None:
    """A message is short, and about the student's own files alone."""
    text = f"{check.message}\n{check.where}"
    # the name under which the submission was asked for is the student's own
    text = text.replace(str(folder / "work"), "WORK")
    for ours in (*OURS, str(folder)):
        assert ours not in text
    assert 0 < len(text) < MOST_TEXT


@pytest.mark.parametrize("name", BROKEN)
def test_broken_exercise(checked: Checked, name: str) -> None:
    broken, exercise = BROKEN[name], checked.names[name]
    check = checked.checks[f"{exercise}.test_double"]
    assert (check.state, check.score) == (broken.state, 0)
    for word in broken.words:
        assert own(word, exercise) in (check.message or "")
    file = f"{checked.work}/{exercise}.py"
    assert (check.where or "").startswith(file)
    if broken.line is not None:
        assert check.where == f"{file}:{broken.line}"
    assert_readable(check, checked.work.parent)


@pytest.mark.parametrize("name", FINE)
def test_odd_file_that_works(checked: Checked, name: str) -> None:
    exercise = checked.names[name]
    check = checked.checks[f"{exercise}.test_double"]
    assert (check.state, check.message) == ("passed", None)
    assert (checked.work / f"{exercise}.py").read_bytes() == own(FINE[name], exercise)


def test_nothing_else_is_harmed(checked: Checked) -> None:
    """After all of that the last exercise passes, and only what works has earned points."""
    assert [each.name for each in checked.result.exercises] == [*checked.names.values(), "second"]
    assert checked.checks["second.test_total"].state == "passed"
    assert checked.result.score == 3 * len(FINE) + 3
    assert checked.result.max_score == 3 * (len(FINE) + len(BROKEN)) + 3


def alone(
    monkeypatch: pytest.MonkeyPatch, folder: Path, source: str | None
) -> dict[str, CheckResult]:
    """Check a submission whose first exercise is this source, and see the others unharmed."""
    the_lab = toy.install(monkeypatch, folder, call_limit=2.0)
    result = toy.check(the_lab, toy.write_submission(folder / "work", first=source))
    assert [exercise.name for exercise in result.exercises] == list(toy.NAMES)
    assert result.exercises[1].score == 3
    return toy.found(result)


def test_folder_in_place_of_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "work" / "first.py").mkdir(parents=True)
    first = alone(monkeypatch, tmp_path, None)["first.test_double"]
    assert first.state == "error"
    assert "first.py" in (first.message or "")
    assert_readable(first, tmp_path)


@pytest.mark.skipif(os.name != "posix", reason="links need a privilege on Windows")
def test_link_to_nowhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "work").mkdir()
    (tmp_path / "work" / "first.py").symlink_to(tmp_path / "nowhere.py")
    first = alone(monkeypatch, tmp_path, None)["first.test_double"]
    assert first.state == "error"
    assert "first.py is missing" in (first.message or "")


def test_wrong_parameter_names(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """What is given by position still works; what is given by name says which name is wrong."""
    source = "def double(array):\n    return 2 * array\n"
    checks = alone(monkeypatch, tmp_path, source)
    assert checks["first.test_double"].state == "passed"
    by_name = checks["first.test_double_by_name"]
    assert by_name.state == "error"
    assert "unexpected keyword argument 'values'" in (by_name.message or "")
    assert by_name.where == f"{tmp_path / 'work'}/first.py:1"


def test_endless_import_is_waited_for_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Every check of the exercise is told, but the import is tried only once."""
    monkeypatch.setattr(remote, "IMPORT_LIMIT", 1.0)
    loads: list[str] = []
    load = remote.Remote.load

    def counting(self: remote.Remote, module: str) -> object:
        loads.append(module)
        return load(self, module)

    monkeypatch.setattr(remote.Remote, "load", counting)
    checks = alone(monkeypatch, tmp_path, "while True:\n    pass\n")
    assert loads.count("first") == 1
    for name in ("first.test_double", "first.test_double_by_name"):
        assert checks[name].state == "too slow"
        assert "first.py cannot be imported" in (checks[name].message or "")


def test_exercises_that_import_each_other(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    source = "from third import quadruple\n" + toy.SOLUTIONS["first"]
    first = alone(monkeypatch, tmp_path, source)["first.test_double"]
    assert first.state == "error"
    assert "ImportError" in (first.message or "")
    assert_readable(first, tmp_path)


def test_file_that_is_gone_can_still_be_imported(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """By its own checks, and by an exercise that builds on it."""
    checks = alone(
        monkeypatch, tmp_path, f"import os\n\nos.remove(__file__)\n{toy.SOLUTIONS['first']}"
    )
    assert {check.state for check in checks.values()} == {"passed"}


def test_everything_broken(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No exercise at all is there, and nobody says that this is our fault."""
    the_lab = toy.install(monkeypatch, tmp_path)
    work = toy.write_submission(tmp_path / "work", **dict.fromkeys(toy.NAMES))
    result = toy.check(the_lab, work)
    assert [exercise.state for exercise in result.exercises] == ["error", "error", "waiting"]
    assert (result.score, result.max_score) == (0, 10)
