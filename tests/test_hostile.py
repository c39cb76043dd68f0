"""Submissions that try to win or to break out: none earns anything, and the grader stays unharmed.

Where a trick works against checks in the same process, that is shown too, so that the trick is
known to be a good one.
"""

import ast
import contextlib
import gc
import json
import os
import re
import signal
import subprocess
import sys
import textwrap
import threading
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from grading import proxy, remote, result, sandbox
from grading.result import CheckResult, SubmissionResult
from grading.run import run
from tests import helpers, toy

pytestmark = pytest.mark.skipif(os.name != "posix", reason="the tricks are for POSIX systems")

EARNS_NOTHING = {"wrong", "error", "too slow", "not started"}
HUNG = 300  # seconds after which a run has hung

ATTACKS = Path(__file__).with_name("attacks.py")

# Functions that are simply wrong, and their checks: what every attack on a module starts from.
WRONG = """
import numpy as np

def double(values):
    return np.full(len(values), 0.5)

def total(values):
    return -1.0
"""

RIGHT = """
def double(values):
    return 2 * values

def total(values):
    return values.sum()
"""

CHECKS = '''
def oracle(values):
    return 2 * values


@points(2)
@given(values=arrays)
def test_double(first, values):
    """double gives every value twice."""
    expected = oracle(values)
    expect(first.double(values)).to_match(expected)


@points(1)
def test_total(first):
    """total adds the values up."""
    expected = 6.0
    expect(first.total(np.arange(4.0))).to_match(expected)
'''

# The same in plain pytest, in one process with what it checks.
PLAIN = """
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

settings.register_profile(
    "plain", max_examples=20, database=None, suppress_health_check=list(HealthCheck)
)
settings.load_profile("plain")
import first as module

arrays = st.lists(st.integers(-9, 9), min_size=1, max_size=4).map(lambda v: np.array(v, float))


@pytest.fixture(scope="session")
def first():
    return module


def oracle(values):
    return 2 * values
"""

PLAIN_CHECKS = """

@given(values=arrays)
def test_double(first, values):
    expected = oracle(values)
    got = first.double(values)
    assert isinstance(got, np.ndarray)
    assert got.shape == expected.shape
    assert np.allclose(got, expected)


def test_total(first):
    expected = 6.0
    got = first.total(np.arange(4.0))
    assert abs(got - expected) < 1e-6
"""


# Running


@contextlib.contextmanager
def not_for_ever() -> Iterator[None]:
    """End a run that hangs."""

    def hung(*_: Any) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGALRM, hung)
    signal.alarm(HUNG)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def attack(path: Path, source: str, checks: str = CHECKS, **more: str) -> SubmissionResult:
    """Have a hostile module checked, and see that this process has come to no harm."""
    with pytest.MonkeyPatch.context() as patches, not_for_ever():
        # short limits, as many attacks never end
        patches.setattr(proxy, "AGAIN_LIMIT", 0.3)
        patches.setattr(remote, "IMPORT_LIMIT", 2.0)
        the_lab = toy.install(patches, path, 0.7, first=checks, **more)
        submission = toy.write_submission(path / "submission", first=source)
        processes = record_workers(patches)
        before = surroundings()
        found = run(the_lab, submission, ["first", *more])
        assert surroundings() == before
        assert [process for process in processes if process.poll() is None] == []
    assert_clean(found)
    return found


def record_workers(patches: pytest.MonkeyPatch) -> list[subprocess.Popen[bytes]]:
    """Every worker process that is started from now on."""
    processes: list[subprocess.Popen[bytes]] = []
    start = sandbox.LEVELS["none"]

    def remember(folder: Path) -> sandbox.Started:
        started = start(folder)
        processes.append(started[0])
        return started

    patches.setitem(sandbox.LEVELS, "none", remember)
    return processes


def surroundings() -> dict[str, Any]:
    """All of this process that a submission might have changed for what is checked after it."""
    ours = ("builtins", "gc", "grading", "hypothesis", "msgspec", "numpy", "os", "pluggy", "pytest")
    functions = {
        (module, name): id(value)
        for module, content in list(sys.modules.items())
        if module.partition(".")[0] in (*ours, "_pytest", "signal", "socket", "sys", "unittest")
        and content is not None
        for name, value in list(vars(content).items())
        if callable(value) and not name.startswith(("_", "last_"))
    }
    return {
        "functions": Unchanged(functions),
        "modules": {
            name for name in sys.modules if name.partition(".")[0] in (*toy.NAMES, "exercises")
        },
        "recursion": sys.getrecursionlimit(),
        "signals": {number: signal.getsignal(number) for number in signal.valid_signals()},
        "folder": Path.cwd(),
        "path": list(sys.path),
        "environment": {k: v for k, v in os.environ.items() if k != "PYTEST_CURRENT_TEST"},
        "streams": (sys.stdout, sys.stderr, sys.__stdout__, sys.__stderr__),
        "garbage": (gc.isenabled(), list(gc.garbage)),
        "threads": set(threading.enumerate()),
    }


class Unchanged(dict[tuple[str, str], int]):
    """Equal to a later state in which nothing is another; what is new does not matter."""

    def __eq__(self, before: object) -> bool:
        assert isinstance(before, Unchanged)
        changed = [key for key in before if self.get(key) != before[key]]
        assert changed == []
        return True

    __hash__ = None  # type: ignore[assignment]


def assert_clean(found: SubmissionResult) -> None:
    """What is told is short, and no control character of a student's gets into a terminal."""
    encoded = result.encode(found)
    assert len(encoded) < 400_000
    for text in _texts(json.loads(encoded)):
        odd = {c for c in text if unicodedata.category(c) in ("Cc", "Cs") and c != "\n"}
        assert not odd, text


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, (list, dict)):
        for item in [*value, *(value.values() if isinstance(value, dict) else [])]:
            yield from _texts(item)


def plain_pytest(
    folder: Path, source: str, checks: str = PLAIN_CHECKS, **files: str
) -> subprocess.CompletedProcess[str]:
    """Check a module as any project would: pytest, in one process with it."""
    folder.mkdir(parents=True)
    for name, text in {"first": source, "test_plain": PLAIN + checks, **files}.items():
        (folder / f"{name}.py").write_text(textwrap.dedent(text))
    return subprocess.run(
        [sys.executable, "-B", "-m", "pytest", "-v", "-p", "no:cacheprovider", "test_plain.py"],
        cwd=folder,
        env=helpers.environment({"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=HUNG,
    )


# Single functions: all in one run, each with a check of its own


def functions() -> list[str]:
    """Names of the attacks, none of them run here."""
    tree = ast.parse(ATTACKS.read_text("utf-8"))
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return [statement.name for statement in tree.body if isinstance(statement, kinds)]


def one_check_each(template: str, names: list[str] | tuple[str, ...]) -> str:
    found = []
    for name in names:
        expected = "6.0" if name.startswith("number") else "oracle(VALUES)"
        found.append(textwrap.dedent(template).format(name=name, expected=expected))
    return "\nVALUES = np.array([1.0, 2.0, 3.0])\n" + "\n".join(found)


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> dict[str, CheckResult]:
    """What every function of the attacks has earned."""
    checks = one_check_each(
        '''
        @points(1)
        def test_{name}(first):
            """{name} is right."""
            expected = {expected}
            expect(first.{name}(VALUES)).to_match(expected)
        ''',
        functions(),
    )
    oracle = "\ndef oracle(values):\n    return 2 * values\n"
    path = tmp_path_factory.mktemp("attacked")
    return toy.found(attack(path, ATTACKS.read_text("utf-8"), oracle + checks))


@pytest.mark.parametrize("name", functions())
def test_a_trick_earns_nothing(attacked: dict[str, CheckResult], name: str) -> None:
    found = attacked[f"first.test_{name}"]
    assert found.state in EARNS_NOTHING
    assert found.score == 0
    assert found.seconds < 30


@pytest.mark.parametrize(
    "name, state, said",
    [
        ("wrong", "wrong", r"first difference at \[0\]"),
        ("array_that_agrees", "wrong", "Returned  (3,) [-1, -1, -1]"),
        ("no_array_that_agrees", "wrong", ""),
        ("number_that_is_never_off", "wrong", "Returned  -1"),
        ("number_that_is_none", "wrong", "nan"),
        ("number_of_many_digits", "wrong", "an int of over 64 bits"),
        ("masked_numbers", "wrong", ""),
        ("objects", "wrong", "dtype object"),
        ("enormous", "error", "too large"),
        ("list_in_itself", "error", "RecursionError"),
        ("function", "wrong", "function"),
        ("thing_that_unpickles", "wrong", "Thing"),
        ("reads_the_caller", "error", "NoneType"),
        ("finds_the_answer_in_memory", "error", "StopIteration"),
        ("skips", "error", "Skipped: not today"),
        ("skips_by_unittest", "error", "SkipTest: not today"),
        ("interrupts", "error", "KeyboardInterrupt"),
        ("leaves", "error", "exit()"),
        ("raises_and_ponders", "too slow", ""),
        ("loops", "too slow", ""),
        ("prints", "error", "more than 1 MiB"),
        ("prints_past_python", "error", "more than 1 MiB"),
        ("exits", "error", "status 0"),
        ("kills_itself", "error", "SIGKILL"),
        ("closes_the_connection", "error", ""),
    ],
)
def test_a_trick_is_told_for_what_it_is(
    attacked: dict[str, CheckResult], name: str, state: str, said: str
) -> None:
    found = attacked[f"first.test_{name}"]
    assert found.state == state
    assert re.search(re.escape(said) if "\\" not in said else said, found.message or "")


def test_tricks_that_work_in_one_process(tmp_path: Path) -> None:
    """Each of these earns its point in plain pytest: it is passed, or skipped without a word."""
    names = list(ast.literal_eval(_constant("EARN_IN_PLAIN_PYTEST")))
    checks = one_check_each(
        """
        def test_{name}(first):
            expected = {expected}
            got = first.{name}(VALUES)
            if isinstance(expected, float):
                assert abs(got - expected) < 1e-6
            else:
                assert isinstance(got, np.ndarray)
                assert got.shape == expected.shape
                assert np.allclose(got, expected)
        """,
        ["wrong", *names],
    )
    done = plain_pytest(tmp_path / "plain", ATTACKS.read_text("utf-8"), checks)
    outcomes = dict(re.findall(r"::test_(\w+) (\w+)", done.stdout))
    assert outcomes.pop("wrong") == "FAILED", done.stdout
    assert set(outcomes) == set(names)
    assert set(outcomes.values()) <= {"PASSED", "SKIPPED", "XFAIL"}, done.stdout


def _constant(name: str) -> ast.expr:
    tree = ast.parse(ATTACKS.read_text("utf-8"))
    return next(
        statement.value
        for statement in tree.body
        if isinstance(statement, ast.Assign) and ast.unparse(statement.targets[0]) == name
    )


# Whole modules: what their import does

PATCH_BUILTINS = """
import builtins
builtins.abs = lambda value: 0
builtins.isinstance = builtins.all = builtins.any = lambda *args: True
"""
PATCH_ABS = """
import builtins
builtins.abs = lambda value: 0
"""
PATCH_NUMPY = """
for name in ("allclose", "array_equal", "isfinite", "all", "any", "isclose"):
    setattr(np, name, lambda *args, **kwargs: True)
np.testing.assert_allclose = lambda *args, **kwargs: None
"""
PATCH_ARRAYS = """
np.asarray = np.ascontiguousarray = lambda *args, **kwargs: 2 * np.ones(3)
"""
PATCH_PYTEST = """
import _pytest.runner
original = _pytest.runner.CallInfo.from_call.__func__
def from_call(cls, func, when, reraise=None):
    return original(cls, lambda: None, when, reraise)
_pytest.runner.CallInfo.from_call = classmethod(from_call)
"""
PATCH_REPORTS = """
import _pytest.reports
original = _pytest.reports.TestReport.__init__
def __init__(self, *args, **kwargs):
    original(self, *args, **kwargs)
    self.outcome, self.longrepr = "passed", None
_pytest.reports.TestReport.__init__ = __init__
"""
NO_EXAMPLES = """
import hypothesis
hypothesis.settings.register_profile("none", phases=[])
hypothesis.settings.load_profile("none")
double_of_one = double
def double(values):
    return 1 / 0
"""
OWN_RUNNER = """
def execute_example(function):
    return None
"""
OWN_SETUP = """
import hypothesis
def setup_example():
    hypothesis.assume(False)
def teardown_example(example):
    pass
"""
ASSUME = """
import hypothesis
def double(values):
    hypothesis.assume((values >= 0).all())
    return 2 * np.abs(values)
"""
REJECT = """
import hypothesis
def double(values):
    if values.min() < 0:
        hypothesis.reject()
    return 2 * np.abs(values)
"""
EXIT_NOW = "import os\nos._exit(0)\n"
EXIT_IN_CALL = """
import pytest
def total(values):
    pytest.exit("all done", returncode=0)
double = total
"""
EXIT_AT_EXIT = "import atexit, os\natexit.register(os._exit, 0)\n"
EVERY_NAME = """
def __getattr__(name):
    return lambda *args, **kwargs: True
is_hypothesis_test = hypothesis = pytestmark = setup_module = teardown_module = total
__test__ = False
pytest_plugins = ["nothing"]
"""

MODULES = {
    "nothing": "",
    "builtins": PATCH_BUILTINS,
    "abs": PATCH_ABS,
    "numpy": PATCH_NUMPY,
    "arrays": PATCH_ARRAYS,
    "pytest": PATCH_PYTEST,
    "reports": PATCH_REPORTS,
    "no examples": NO_EXAMPLES,
    "own runner": OWN_RUNNER,
    "own setup": OWN_SETUP,
    "assume": ASSUME,
    "reject": REJECT,
    "exit": EXIT_NOW,
    "exit in call": EXIT_IN_CALL,
    "exit at exit": EXIT_AT_EXIT,
    "every name": EVERY_NAME,
    "sys.exit": "import sys\nsys.exit(0)\n",
    "loop": "while True: pass\n",
    "close": "import os\nos.closerange(0, 256)\n",
    "close and loop": "import os\nos.closerange(0, 256)\nwhile True: pass\n",
    "no module": "import sys\nsys.modules[__name__] = None\n",
    "another module": "import sys\nsys.modules[__name__] = sys\n",
    "main": "import sys, os\nvars(sys.modules['__main__']).clear()\n",
    "interrupt": "raise KeyboardInterrupt\n",
    "print": "while True: print('x' * 9999)\n",
    "no functions": "double = 5\ntotal = 6.0\n",
    "own type": "type(double).__call__ = None\n",
}  # fmt: skip

# Of these, what earns points where the checks run in the same process.
EARN_IN_PLAIN_PYTEST = [
    "abs",
    "numpy",
    "pytest",
    "reports",
    "no examples",
    "own runner",
    "assume",
    "reject",
    "exit",
    "exit in call",
    "exit at exit",
]


@pytest.mark.parametrize("name", MODULES)
def test_a_module_s_trick_earns_nothing(name: str, tmp_path: Path) -> None:
    found = attack(tmp_path, WRONG + MODULES[name])
    assert found.score == 0
    assert {check.state for check in found.exercises[0].checks} <= EARNS_NOTHING
    assert found.seconds < 60


@pytest.mark.parametrize(
    "name",
    EARN_IN_PLAIN_PYTEST,
)
def test_a_module_s_trick_works_in_one_process(name: str, tmp_path: Path) -> None:
    done = plain_pytest(tmp_path / "plain", WRONG + MODULES[name])
    assert done.returncode == 0 or re.search(" (PASSED|SKIPPED)", done.stdout), done.stdout


def test_plain_pytest_is_not_that_easily_had(tmp_path: Path) -> None:
    """Without a trick the wrong functions fail there, and the right ones pass."""
    done = plain_pytest(tmp_path / "wrong", WRONG)
    assert done.returncode == 1
    assert done.stdout.count(" FAILED") == 2
    done = plain_pytest(tmp_path / "right", RIGHT)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    "file, source",
    [
        ("conftest", "def pytest_runtest_call(item): item.obj = lambda **kwargs: None\n"),
        ("numpy", "def __getattr__(name): return lambda *args, **kwargs: True\n"),
        ("sitecustomize", "import os\nos._exit(0)\n"),
        ("msgspec", "import os\nos._exit(0)\n"),
        ("test_first", "def test_double(): pass\ntest_double.points = 100\n"),
    ],
)
def test_other_files_of_a_submission_are_not_used(file: str, source: str, tmp_path: Path) -> None:
    (tmp_path / "submission").mkdir()
    (tmp_path / "submission" / f"{file}.py").write_text(source)
    (tmp_path / "submission" / "pytest.ini").write_text("[pytest]\naddopts = --co\n")
    found = attack(tmp_path, WRONG)
    assert [check.state for check in found.exercises[0].checks] == ["wrong", "wrong"]
    assert found.max_score == 3
    found = attack(tmp_path, RIGHT)
    assert found.score == found.max_score == 3


def test_a_conftest_works_in_one_process(tmp_path: Path) -> None:
    conftest = "def pytest_pyfunc_call(pyfuncitem): return True\n"
    done = plain_pytest(tmp_path / "plain", WRONG, conftest=conftest)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    "spoil",
    [
        "pathlib.Path(__file__).unlink()",
        "shutil.rmtree(pathlib.Path(__file__).parent)",
        "[f.write_text('raise SystemExit') for f in pathlib.Path(__file__).parent.glob('*.py')]",
        "os.rename(__file__, 'second.py')",
    ],
)
@pytest.mark.parametrize("when", ["import", "call"])
def test_copies_can_be_spoiled_and_nothing_else(spoil: str, when: str, tmp_path: Path) -> None:
    """Files change under a worker; the student's own do not, and no other exercise gains."""
    source = "import os, pathlib, shutil\n" + WRONG
    if when == "import":
        source += f"{spoil}\n"
    else:
        source += f"def total(values):\n    {spoil}\n    os._exit(0)\n"
    found = attack(tmp_path, source, second=toy.CHECKS["second"])
    assert found.exercises[0].score == 0
    assert found.exercises[1].state in EARNS_NOTHING | {"passed"}
    assert (tmp_path / "submission" / "first.py").read_text("utf-8") == source
    assert (tmp_path / "submission" / "second.py").read_text("utf-8") == toy.SOLUTIONS["second"]
    if when == "call":
        assert found.exercises[1].state == "passed"


# Forged messages

FORGE = """
import gc, os, socket, struct, sys, msgspec

def connections():
    return [thing for thing in gc.get_objects() if type(thing) is socket.socket]

def call_id():
    frame = sys._getframe()
    while not hasattr(frame.f_locals.get("message"), "id"):
        frame = frame.f_back
    return frame.f_locals["message"].id

def raw(data):
    for connection in connections():
        connection.sendall(data)

def forge(message, body=b""):
    meta = msgspec.msgpack.encode(message)
    raw(struct.pack("<4sIQ", b"CLW1", len(meta), len(body)) + meta + body)
"""

ANSWERS = {
    "another id": "forge([30, 1, True, [], [], [], ''])",
    "no id": "forge([30, -1, True, [], [], [], ''])",
    "own answer": "forge([30, call_id(), True, [], [], [], ''])",
    "two answers": "[forge([30, call_id(), 6.5, [], [], [], '']) for _ in range(2)]",
    "next answers": "[forge([30, call_id() + n, 6.0, [], [], [], '']) for n in range(1, 9)]",
    "stub": "forge([31, call_id(), 'NotImplementedError', '', [], True, ''])",
    "passed": "forge([31, call_id(), 'passed', 'passed', [], False, ''])",
    "escapes": "E = '\\x1b[2J'; forge([31, call_id(), E, E + '\\x07', [[E, -5, E, E]], False, E])",
    "call back": "forge([32, call_id(), 0, [], {}])",
    "call back all": "[forge([32, call_id(), n, [], {}]) for n in (0, 1, 2**63)]",
    "message to itself": "forge([22, call_id(), 'first', 'total', [], {}])",
    "unknown": "forge([99, call_id()])",
    "flood": "[forge([30, 1, 'x' * 999, [], [], [], '']) for _ in range(9999)]",
    "flood of calls back": "[forge([32, call_id(), 0, [], {}]) for _ in range(9999)]",
    "huge header": "raw(struct.pack('<4sIQ', b'CLW1', 2**32 - 1, 2**64 - 1))",
    "large header": "raw(struct.pack('<4sIQ', b'CLW1', 100, 1 << 28))",
    "half a frame": "raw(b'CLW1'); [None for _ in iter(int, 1)]",
    "noise": "raw(os.urandom(99999))",
    "text": "raw(b'HTTP/1.1 200 OK\\r\\n\\r\\n')",
}


@pytest.mark.parametrize("name", ANSWERS)
def test_a_forged_answer_earns_nothing(name: str, tmp_path: Path) -> None:
    source = f"""
{WRONG}
{FORGE}
def double(values):
    {ANSWERS[name]}
    return np.full(3, -1.0)
def total(values):
    {ANSWERS[name]}
    return -1.0
"""
    found = attack(tmp_path, source)
    assert found.score == 0
    assert {check.state for check in found.exercises[0].checks} <= EARNS_NOTHING
    assert found.seconds < 60


def test_the_connection_is_found_by_its_number_too(tmp_path: Path) -> None:
    by_number = """
def connections():
    found = []
    for number in range(3, 64):
        try:
            found.append(socket.socket(fileno=os.dup(number)))
        except OSError:
            pass
    return found
def total(values):
    forge([30, 1, 6.0, [], [], [], ''])
    return -1.0
"""
    found = attack(tmp_path, WRONG + FORGE + by_number)
    assert found.score == 0
    assert "another call" in (found.exercises[0].checks[1].message or "")


TAMPER = """
import sys
wire = sys.modules["grading.worker.wire"]
send = wire.send
def tampered(connection, message, packer, deadline=None):
    kind = type(message).__name__
    if kind == "Returned" and not isinstance(message.value, wire.DictNode):
        {answers}
    elif kind == "Returned":
        {descriptions}
    return send(connection, message, packer, deadline)
wire.send = tampered
def pack(value):
    return wire.Packer().pack(value)
def describe(**fields):
    entry = {{"kind": "function", "parameters": ["values"], "line": 1}} | fields
    return pack({{"double": entry, "total": entry}})
"""

TAMPERED = {
    "nothing": "pass",
    "squared argument": "message.changed = ['²']",
    "far argument": "message.changed = ['9' * 199]",
    "many arguments": "message.changed = ['\\x1b[2J' * 40] * 2000",
    "warnings": "message.warnings = ['\\x1b[2J' * 40] * 2000",
    "prints": "message.printed = '\\x1b[2J\\n' * 9999",
    "figure": "message.value = wire.FigureNode(b'', 5)",
    "figure of arrays": "message.value = [10, pack([1]), [2, [[4, ['title'], [5]]]]]",
    "opaque": "message.value = wire.OpaqueNode('\\x1b[2J tensor')",
    "state": "message.generators = [wire.GeneratorNode('1', '1', 0, 0)] * 9",
    "empty array": "message.value = wire.ArrayNode('<f8', [0, 2**62], 0, False)",
    "odd bool": "message.value = wire.BytesNode(b'6')",
    "array elsewhere": "message.value = wire.ArrayNode('<f8', [3], 1 << 30, False)",
    "number as array": "message.value = wire.ArrayNode('<f8', [], 0, True)",
    "function": "message.value = wire.CallbackNode(0)",
}

DESCRIBED = {
    "number": "pack(5)",
    "nothing": "None",
    "list": "pack(['double', 'total'])",
    "no entries": "pack({'double': 5, 'total': None})",
    "no kind": "pack({'double': {}, 'total': {}})",
    "odd kind": "describe(kind=5)",
    "value": "describe(kind='value')",
    "no parameters": "pack({'double': {'kind': 'function'}, 'total': {'kind': 'function'}})",
    "number of parameters": "describe(parameters=5)",
    "numbers for parameters": "describe(parameters=[1, None, 2.5])",
    "escapes": "describe(parameters=['\\x1b[2J'], line='\\x1b[2J')",
    "odd line": "describe(line=[1])",
    "names that are none": "pack({1: 2, None: 3})",
}


@pytest.mark.parametrize("name", TAMPERED)
def test_a_tampered_answer_earns_nothing(name: str, tmp_path: Path) -> None:
    tamper = TAMPER.format(answers=TAMPERED[name], descriptions="pass")
    found = attack(tmp_path, WRONG + tamper)
    assert found.score == 0
    assert {check.state for check in found.exercises[0].checks} <= EARNS_NOTHING


@pytest.mark.parametrize("name", DESCRIBED)
def test_a_tampered_description_earns_nothing(name: str, tmp_path: Path) -> None:
    tamper = TAMPER.format(answers="pass", descriptions=f"message.value = {DESCRIBED[name]}")
    found = attack(tmp_path, WRONG + tamper)
    assert found.score == 0
    assert {check.state for check in found.exercises[0].checks} <= EARNS_NOTHING


# Functions of the check, called back

CALLBACK_CHECK = '''
@points(1)
def test_apply(first):
    """apply applies a function to the values."""
    calls = []
    def secret(values):
        calls.append(np.asarray(values).shape)
        return 3 * values
    expected = np.array([3.0, 6.0])
    expect(first.apply(secret, np.array([1.0, 2.0]))).to_match(expected)
'''


@pytest.mark.parametrize(
    "body",
    [
        "return -function(values)",
        "return function('x' * 99)",
        "return function(*range(99))",
        "return function(values=values, other=1)",
        "return function(function)",
        "return [function(values) for _ in iter(int, 1)]",
        "return function.__globals__, function.__closure__",
        "return function({1, 2})",
        "return function(10**999)",
        "return function(np.zeros(1 << 27))",
    ],
)
def test_a_function_of_the_check_gives_nothing_away(body: str, tmp_path: Path) -> None:
    source = f"import numpy as np\ndef apply(function, values):\n    {body}\n"
    found = attack(tmp_path, source, CALLBACK_CHECK)
    assert found.score == 0
    assert found.exercises[0].checks[0].state in EARNS_NOTHING
    assert found.seconds < 60


# What a worker knows


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
def test_nothing_of_a_check_is_in_the_worker_s_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither a check's texts nor an expected value: there is nothing there to be found."""
    secret = "5678.4321"
    checks = f'''
def oracle(values):
    return values + {secret}


@points(1)
def test_total(first):
    """The title of a check, unlike all others."""
    got = first.total(np.arange(4.0))
    expect(got).to_match({secret})


@points(1)
def test_again(first):
    """The worker's memory is read while this one begins."""
    expect(first.total(np.full(3, 77.125))).to_match(oracle(np.zeros(3)))
'''
    the_lab = toy.install(monkeypatch, tmp_path, first=checks)
    submission = toy.write_submission(tmp_path / "submission", first=WRONG)
    processes = record_workers(monkeypatch)
    memories: list[bytes] = []

    def look(exercise: str, title: str) -> None:
        if "memory" in title:
            memories.append(memory_of(processes[-1].pid))

    found = run(the_lab, submission, ["first"], on_check=look)
    assert [check.state for check in found.exercises[0].checks] == ["wrong", "wrong"]
    (memory,) = memories
    assert b"def total(values)" in memory or b"first.py" in memory  # it is the right memory
    import struct

    for trace in (
        secret.encode(),
        struct.pack("<d", float(secret)),
        b"unlike all others",
        b"test_again",
        b"def oracle",
        b"hypothesis.strategies",
        b"PYTEST_CURRENT_TEST",
    ):
        assert trace not in memory, trace


def memory_of(pid: int) -> bytes:
    """All that a process could read of itself."""
    found = []
    try:
        with Path(f"/proc/{pid}/mem").open("rb", 0) as memory:
            for line in Path(f"/proc/{pid}/maps").read_text().splitlines():
                first, last = (int(part, 16) for part in line.split()[0].split("-"))
                if line.split()[1].startswith("rw") and last - first < 1 << 28:
                    memory.seek(first)
                    found.append(memory.read(last - first))
    except PermissionError:
        pytest.skip("a process may not read its child's memory here")
    return b"".join(found)


# Afterwards


def test_the_solution_has_full_marks_after_all_this(tmp_path: Path) -> None:
    """In the very process that has checked the attacks."""
    found = helpers.check(helpers.compose(tmp_path / "solutions"), "filtering")
    assert found.passed
    assert found.score == found.max_score > 0
