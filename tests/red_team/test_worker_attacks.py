"""Submissions that try to win: none earns anything, and the grader stays unharmed.

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
import struct
import subprocess
import sys
import textwrap
import threading
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from grading import lab, proxy, remote, result
from grading.result import CheckResult, ExerciseResult, SubmissionResult
from grading.run import run
from grading.sandbox import levels, plain, sealed
from tests import helpers, toy
from tests.red_team import isolation

sandbox = isolation.sandboxes(sealed.NUMPY, levels.NONE)
pytestmark = pytest.mark.skipif(os.name != "posix", reason="the tricks are for POSIX systems")

ATTACKS = Path(__file__).with_name("attacks.py")
EARNS_NOTHING = {"wrong", "error", "too slow", "not started"}
CALL_LIMIT = 0.7  # seconds: many attacks never end
HUNG = 150  # seconds after which a run has hung

# Functions that are simply wrong, and their checks: what every attack by a module starts from.
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
@settings(max_examples=20)
@given(values=arrays)
def test_double(first, values):
    """double gives every value twice."""
    expected = oracle(values)
    expect(first.double(values)).to_match(expected)


'''

TOTAL = '''
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

# Runs pytest in every folder that it is given, each in a process of its own; all of them are
# copies of one that has imported what they need.
PLAIN_RUNS = """
import os, sys
import hypothesis.strategies, numpy, pytest

for folder in sys.argv[1:]:
    child = os.fork()
    if child == 0:
        os.chdir(folder)
        sys.path[0] = folder
        output = os.open("output", os.O_CREAT | os.O_WRONLY)
        os.dup2(output, 1)
        os.dup2(output, 2)
        sys.exit(pytest.main(["-v", "-p", "no:cacheprovider", "test_plain.py"]))
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    with open(os.path.join(folder, "output"), "a") as file:
        file.write(f"\\nstatus {status}\\n")
"""


# Running


def check_attacks(path: Path, sources: Mapping[str, str], checks: str) -> list[ExerciseResult]:
    """Have hostile modules checked, and see that this process has come to no harm.

    Each is an exercise of one lab, with the same checks and a worker of its own.
    """
    names = [f"attack{number}" for number in range(len(sources))]
    exercises = [
        lab.Exercise(name, title, 1, [""] * 3, call_limit=CALL_LIMIT)
        for name, title in zip(names, sources, strict=True)
    ]
    (path / "checks").mkdir()
    for name in names:
        # pytest tells files outside of its root apart by their functions alone
        own = re.sub(r"\bfirst\b", name, checks).replace("def test_", f"def test_{name}_")
        (path / "checks" / f"test_{name}.py").write_text(toy.HEAD + own, "utf-8")
    (path / "submission").mkdir(exist_ok=True)
    for name, source in zip(names, sources.values(), strict=True):
        (path / "submission" / f"{name}.py").write_text(source, "utf-8")
    the_lab = lab.Lab("Attacks", ["All"], exercises)
    with pytest.MonkeyPatch.context() as patches:
        patches.setattr(lab, "CHECKS", path / "checks")
        return run_unharmed(the_lab, path / "submission").exercises


def run_unharmed(the_lab: lab.Lab, submission: Path) -> SubmissionResult:
    with pytest.MonkeyPatch.context() as patches, not_for_ever():
        patches.setattr(proxy, "AGAIN_LIMIT", 0.3)
        patches.setattr(remote, "IMPORT_LIMIT", 2.0)
        workers = record_workers(patches)
        a_worker_each(patches)
        before = surroundings()
        found = run(the_lab, submission, sandbox=isolation.current)
        assert surroundings() == before
        assert [worker for worker in workers if worker.poll() is None] == []
    return found


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


def record_workers(patches: pytest.MonkeyPatch) -> list[subprocess.Popen[bytes]]:
    """Every worker process that is started from now on."""
    processes: list[subprocess.Popen[bytes]] = []
    start = plain.start

    def remember(folder: Path) -> plain.Started:
        started = start(folder)
        processes.append(started[0])
        return started

    patches.setattr(plain, "start", remember)
    return processes


def a_worker_each(patches: pytest.MonkeyPatch) -> None:
    """Give every exercise a worker of its own, so that one attack has nothing of another."""
    load = remote.Remote.load
    latest = [""]

    def load_apart(host: remote.Remote, module: str) -> Any:
        if host._worker and latest[0] not in ("", module):
            host._worker.end("next")
            host._worker = None
        latest[0] = module
        return load(host, module)

    patches.setattr(remote.Remote, "load", load_apart)


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
        "modules": {name for name in sys.modules if name.startswith(("attack", "exercises"))},
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


def assert_clean(check: CheckResult) -> None:
    """What is told is short, and no control character of a student's gets into a terminal."""
    encoded = result.encode(check)
    assert len(encoded) < 100_000
    for text in _texts(json.loads(encoded)):
        odd = {c for c in text if unicodedata.category(c) in ("Cc", "Cs") and c != "\n"}
        assert not odd, text


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, (list, dict)):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _texts(item)


def assert_earns_nothing(found: ExerciseResult) -> None:
    assert found.score == 0
    assert {check.state for check in found.checks} <= EARNS_NOTHING, found.checks
    for check in found.checks:
        assert_clean(check)
        assert check.seconds < 60


def plain_pytest(
    path: Path, sources: Mapping[str, str], checks: str = PLAIN_CHECKS, **files: str
) -> dict[str, str]:
    """Check modules as any project would, with pytest in their own process."""
    folders = {title: path / f"plain{number}" for number, title in enumerate(sources)}
    for title, folder in folders.items():
        folder.mkdir()
        for name, text in {"first": sources[title], "test_plain": PLAIN + checks, **files}.items():
            (folder / f"{name}.py").write_text(text)
    subprocess.run(
        [sys.executable, "-B", "-c", PLAIN_RUNS, *map(str, folders.values())],
        env=helpers.environment(
            {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "OPENBLAS_NUM_THREADS": "1"}
        ),
        stdin=subprocess.DEVNULL,
        timeout=HUNG,
        check=True,
    )
    return {title: (folder / "output").read_text() for title, folder in folders.items()}


# Single functions: all of one module, each with a check of its own


def attack_names() -> list[str]:
    """Names of the attacks, none of which is imported here."""
    tree = ast.parse(ATTACKS.read_text("utf-8"))
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return [statement.name for statement in tree.body if isinstance(statement, kinds)]


def earn_in_plain_pytest() -> list[str]:
    tree = ast.parse(ATTACKS.read_text("utf-8"))
    return next(
        ast.literal_eval(statement.value)
        for statement in tree.body
        if isinstance(statement, ast.Assign)
        and ast.unparse(statement.targets[0]) == "EARN_IN_PLAIN_PYTEST"
    )


def one_check_each(template: str, names: list[str]) -> str:
    checks = ["\nVALUES = np.array([1.0, 2.0, 3.0])\n"]
    for name in names:
        expected = "6.0" if name.startswith("number") else "oracle(VALUES)"
        checks.append(textwrap.dedent(template).format(name=name, expected=expected))
    return "\n".join(checks)


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
        attack_names(),
    )
    oracle = "def oracle(values):\n    return 2 * values\n"
    sources = {"functions": ATTACKS.read_text("utf-8")}
    (found,) = check_attacks(tmp_path_factory.mktemp("functions"), sources, oracle + checks)
    return dict(zip(attack_names(), found.checks, strict=True))


@pytest.mark.parametrize("name", attack_names())
def test_a_trick_earns_nothing(attacked: dict[str, CheckResult], name: str) -> None:
    found = attacked[name]
    assert found.state in EARNS_NOTHING, found.message
    assert found.score == 0
    assert found.seconds < 60
    assert_clean(found)


@pytest.mark.parametrize(
    "name, state, said",
    [
        ("wrong", "wrong", "first difference at [0]"),
        ("array_that_agrees", "wrong", "Returned  (3,) [-1, -1, -1]"),
        ("no_array_that_agrees", "wrong", "object"),
        ("number_that_is_never_off", "wrong", "Returned  -1"),
        ("number_that_is_none", "wrong", "nan"),
        ("number_of_many_digits", "wrong", "an int of over 64 bits"),
        ("masked_numbers", "wrong", "Returned"),
        ("objects", "wrong", "dtype object"),
        ("enormous", "error", "too large"),
        ("nested_lists_of_text", "wrong", "a list of 1"),
        ("list_in_itself", "error", "RecursionError"),
        ("function", "wrong", "function"),
        ("thing_that_unpickles", "wrong", "Thing"),
        ("reads_the_caller", "error", "NoneType"),
        ("finds_the_answer_in_memory", "error", "StopIteration"),
        ("skips", "error", "Skipped: not today"),
        ("skips_by_unittest", "error", "SkipTest: not today"),
        ("interrupts", "error", "KeyboardInterrupt"),
        ("leaves", "error", "exit()"),
        ("raises_and_ponders", "too slow", "never ends"),
        ("loops", "too slow", "never ends"),
        ("prints", "error", "more than 1 MiB"),
        ("prints_past_python", "error", "more than 1 MiB"),
        ("exits", "error", "status 0"),
        ("kills_itself", "error", "SIGKILL"),
    ],
)
def test_a_trick_is_told_for_what_it_is(
    attacked: dict[str, CheckResult], name: str, state: str, said: str
) -> None:
    assert attacked[name].state == state
    assert said in (attacked[name].message or "")


def test_tricks_that_work_in_one_process(tmp_path: Path) -> None:
    """Each of these earns its point in plain pytest: it is passed, or skipped without a word."""
    names = earn_in_plain_pytest()
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
    said = plain_pytest(tmp_path, {"functions": ATTACKS.read_text("utf-8")}, checks)["functions"]
    outcomes = dict(re.findall(r"::test_(\w+) (\w+)", said))
    assert outcomes.pop("wrong") == "FAILED", said
    assert set(outcomes) == set(names)
    assert set(outcomes.values()) <= {"PASSED", "SKIPPED", "XFAIL"}, said


# Whole modules: what their import does

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
PATCH_NUMPY = """
for name in ("allclose", "array_equal", "isfinite", "all", "any", "isclose"):
    setattr(np, name, lambda *args, **kwargs: True)
np.testing.assert_allclose = lambda *args, **kwargs: None
"""
PATCH_BUILTINS = """
import builtins
builtins.isinstance = builtins.all = builtins.any = lambda *args: True
"""
PATCH_WORKER = """
import sys
calls = sys.modules["grading.worker.calls"]
calls._same = calls._inside = lambda *args: True
sys.modules["grading.worker.modules"].load = lambda *args: sys.modules[__name__]
"""
NO_EXAMPLES = """
import hypothesis
hypothesis.settings.register_profile("none", phases=[])
hypothesis.settings.load_profile("none")
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
EXIT_IN_CALL = """
import pytest
def total(values):
    pytest.exit("all done", returncode=0)
double = total
"""
EVERY_NAME = """
def __getattr__(name):
    return lambda *args, **kwargs: True
is_hypothesis_test = hypothesis = pytestmark = setup_module = teardown_module = total
__test__ = False
pytest_plugins = ["nothing"]
"""

# These earn points where the checks run in the same process …
EARN_ELSEWHERE = {
    "abs": "import builtins\nbuiltins.abs = lambda value: 0\n",
    "numpy": PATCH_NUMPY,
    "pytest": PATCH_PYTEST,
    "reports": PATCH_REPORTS,
    "no examples": NO_EXAMPLES,
    "own runner": OWN_RUNNER,
    "assume": ASSUME,
    "reject": REJECT,
    "exit": "import os\nos._exit(0)\n",
    "exit in call": EXIT_IN_CALL,
    "exit at exit": "import atexit, os\natexit.register(os._exit, 0)\n",
}

# … and these at least do harm there.
MODULES = EARN_ELSEWHERE | {
    "nothing": "",
    "builtins": PATCH_BUILTINS,
    "arrays": "np.asarray = np.ascontiguousarray = lambda *args, **kwargs: 2 * np.ones(3)\n",
    "worker": PATCH_WORKER,
    "own setup": OWN_SETUP,
    "every name": EVERY_NAME,
    "sys.exit": "import sys\nsys.exit(0)\n",
    "interrupt": "raise KeyboardInterrupt\n",
    "loop": "while True: pass\n",
    "print": "while True: print('x' * 9999)\n",
    "close": "import os\nos.closerange(0, 256)\n",
    "close and loop": "import os\nos.closerange(0, 256)\nwhile True: pass\n",
    "no module": "import sys\nsys.modules[__name__] = None\n",
    "another module": "import sys\nsys.modules[__name__] = sys\n",
    "main": "import sys\nvars(sys.modules['__main__']).clear()\n",
    "no functions": "double = 5\ntotal = 6.0\n",
}


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> dict[str, ExerciseResult]:
    sources = {title: WRONG + trick for title, trick in MODULES.items()} | {"right": RIGHT}
    found = check_attacks(tmp_path_factory.mktemp("modules"), sources, CHECKS + TOTAL)
    return dict(zip(sources, found, strict=True))


@pytest.mark.parametrize("title", MODULES)
def test_a_module_s_trick_earns_nothing(imported: dict[str, ExerciseResult], title: str) -> None:
    assert_earns_nothing(imported[title])


def test_the_same_checks_are_passed_by_what_is_right(imported: dict[str, ExerciseResult]) -> None:
    """Checked last, after all of the attacks."""
    assert [check.state for check in imported["right"].checks] == ["passed", "passed"]
    assert [check.state for check in imported["nothing"].checks] == ["wrong", "wrong"]


@pytest.fixture(scope="module")
def with_plain_pytest(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    sources = {title: WRONG + trick for title, trick in EARN_ELSEWHERE.items()}
    return plain_pytest(
        tmp_path_factory.mktemp("plain"), {"wrong": WRONG, "right": RIGHT} | sources
    )


@pytest.mark.parametrize("title", EARN_ELSEWHERE)
def test_a_module_s_trick_works_in_one_process(
    with_plain_pytest: dict[str, str], title: str
) -> None:
    """Either a check passes, or is skipped, or the whole command claims success."""
    assert re.search("PASSED|SKIPPED|^status 0$", with_plain_pytest[title], re.MULTILINE), (
        with_plain_pytest[title]
    )


def test_plain_pytest_is_not_that_easily_had(with_plain_pytest: dict[str, str]) -> None:
    """Without a trick the wrong functions fail there, and the right ones pass."""
    assert (
        re.findall("PASSED|FAILED |^status .", with_plain_pytest["wrong"], re.MULTILINE)[-1]
        == "status 1"
    )
    assert not re.search("PASSED|SKIPPED", with_plain_pytest["wrong"])
    assert "status 0" in with_plain_pytest["right"]


def test_other_files_of_a_submission_are_not_used(tmp_path: Path) -> None:
    """Nor those that are found by their name: pytest's, Python's, a library's, or a check's."""
    files = {
        "conftest.py": "def pytest_pyfunc_call(pyfuncitem): return True\n",
        "pytest.ini": "[pytest]\naddopts = --collect-only\n",
        "sitecustomize.py": "import os\nos._exit(0)\n",
        "usercustomize.py": "import os\nos._exit(0)\n",
        "numpy.py": "def __getattr__(name): return lambda *args, **kwargs: True\n",
        "msgspec.py": "import os\nos._exit(0)\n",
        "test_attack0.py": "def test_double(): pass\ntest_double.points = 100\n",
        "grading.py": "raise SystemExit(0)\n",
    }
    for title, source in (("wrong", WRONG), ("right", RIGHT)):
        folder = tmp_path / title / "submission"
        folder.mkdir(parents=True)
        for name, text in files.items():
            (folder / name).write_text(text)
        (found,) = check_attacks(tmp_path / title, {title: source}, CHECKS + TOTAL)
        assert (found.score, found.max_score) == (3 if title == "right" else 0, 3)
    conftest = plain_pytest(tmp_path, {"wrong": WRONG}, conftest=files["conftest.py"])
    assert "status 0" in conftest["wrong"]


SPOIL = {
    "delete": "pathlib.Path(__file__).unlink()",
    "delete all": "shutil.rmtree(pathlib.Path(__file__).parent)",
    "overwrite": "[f.write_text('1/0') for f in pathlib.Path(__file__).parent.glob('*.py')]",
    "rename": "os.rename(__file__, 'attack99.py')",
}


def test_copies_can_be_spoiled_and_nothing_else(tmp_path: Path) -> None:
    """Files change under a worker; the student's own do not, and no other exercise is harmed."""
    sources = {}
    for title, spoil in SPOIL.items():
        start = f"import os, pathlib, shutil\n{WRONG}\n"
        sources[f"{title} when imported"] = f"{start}{spoil}\n"
        sources[f"{title} when called"] = (
            f"{start}def total(values):\n    {spoil}\n    os._exit(0)\n"
        )
        sources[f"after {title}"] = RIGHT
    found = check_attacks(tmp_path, sources, CHECKS + TOTAL)
    for exercise in found:
        if exercise.title.startswith("after"):
            assert exercise.state == "passed"
        else:
            assert_earns_nothing(exercise)
    for exercise in found:
        file = tmp_path / "submission" / f"{exercise.name}.py"
        assert file.read_text("utf-8") == sources[exercise.title]


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

BY_NUMBER = """
def connections():
    found = []
    for number in range(3, 64):
        try:
            found.append(socket.socket(fileno=os.dup(number)))
        except OSError:
            pass
    return found
"""

ANSWERS = {
    "another id": "forge([30, 1, True, [], [], [], ''])",
    "no id": "forge([30, -1, True, [], [], [], ''])",
    "own answer": "forge([30, call_id(), True, [], [], [], ''])",
    "two answers": "[forge([30, call_id(), 6.5, [], [], [], '']) for _ in range(2)]",
    "next answers": "[forge([30, call_id() + n, 6.0, [], [], [], '']) for n in range(1, 9)]",
    "stub": "forge([31, call_id(), 'NotImplementedError', [], '', [], True, ''])",
    "passed": "forge([31, call_id(), 'passed', ['passed'] * 999, 'passed', [], False, ''])",
    "escapes": "E = '\\x1b[2J'; forge([31, call_id(), E, [E], E, [[E, -5, E, E]], False, E])",
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


@pytest.fixture(scope="module")
def forged(tmp_path_factory: pytest.TempPathFactory) -> dict[str, ExerciseResult]:
    sources = {
        title: f"{WRONG}{FORGE}\ndef total(values):\n    {forge}\n    return -1.0\n"
        for title, forge in ANSWERS.items()
    }
    sources["by number"] = sources["another id"] + BY_NUMBER
    found = check_attacks(tmp_path_factory.mktemp("forged"), sources, TOTAL)
    return dict(zip(sources, found, strict=True))


@pytest.mark.parametrize("title", [*ANSWERS, "by number"])
def test_a_forged_answer_earns_nothing(forged: dict[str, ExerciseResult], title: str) -> None:
    assert_earns_nothing(forged[title])


@pytest.mark.parametrize("title", ["another id", "by number"])
def test_a_forged_answer_does_arrive(forged: dict[str, ExerciseResult], title: str) -> None:
    """So that the others are known to arrive as well."""
    assert "an answer to another call" in (forged[title].checks[0].message or "")
    assert forged["stub"].state == "not started"
    assert "passed: passed" in (forged["passed"].checks[0].message or "")
    assert "Raised    \\x1b[2J: \\x1b[2J" in (forged["escapes"].checks[0].message or "")


# Answers changed in the worker, by code that has taken it over

TAMPER = """
import sys
framing, packing, schema = (
    sys.modules["grading.worker." + name] for name in ("framing", "packing", "schema")
)
send = framing.send
def tampered(connection, message, packer, deadline=None):
    kind = type(message).__name__
    if kind == "Returned" and not isinstance(message.value, schema.DictNode):
        {answers}
    elif kind == "Returned":
        {descriptions}
    return send(connection, message, packer, deadline)
framing.send = tampered
def pack(value):
    return packing.Packer().pack(value)
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
    "figure": "message.value = [10, b'', 5]",
    "figure of arrays": "message.value = [10, pack(np.ones(1)), [2, [[4, ['title'], [5]]]]]",
    "opaque": "message.value = schema.OpaqueNode('\\x1b[2J tensor')",
    "state": "message.generators = [schema.GeneratorNode('1', '1', 0, 0)] * 9",
    "empty array": "message.value = schema.ArrayNode('<f8', [0, 2**62], 0, False)",
    "bytes": "message.value = schema.BytesNode(b'6')",
    "array elsewhere": "message.value = schema.ArrayNode('<f8', [3], 1 << 30, False)",
    "number as array": "message.value = schema.ArrayNode('<f8', [], 0, True)",
    "function": "message.value = schema.CallbackNode(0)",
    "nested": "message.value = [2, [[2, [[2, [pack(['x' * 200] * 300)] * 12]] * 1]] * 1]",
}

DESCRIBED = {
    "number": "pack(5)",
    "none": "None",
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


@pytest.fixture(scope="module")
def tampered(tmp_path_factory: pytest.TempPathFactory) -> dict[str, ExerciseResult]:
    sources = {
        f"answer: {title}": WRONG + TAMPER.format(answers=tamper, descriptions="pass")
        for title, tamper in TAMPERED.items()
    } | {
        f"description: {title}": WRONG
        + TAMPER.format(answers="pass", descriptions=f"message.value = {told}")
        for title, told in DESCRIBED.items()
    }
    found = check_attacks(tmp_path_factory.mktemp("tampered"), sources, CHECKS + TOTAL)
    return dict(zip(sources, found, strict=True))


@pytest.mark.parametrize(
    "title",
    [
        *(f"answer: {title}" for title in TAMPERED),
        *(f"description: {title}" for title in DESCRIBED),
    ],
)
def test_a_tampered_answer_earns_nothing(tampered: dict[str, ExerciseResult], title: str) -> None:
    assert_earns_nothing(tampered[title])


def test_tampering_does_take_place(tampered: dict[str, ExerciseResult]) -> None:
    told = {title: exercise.checks[1].message or "" for title, exercise in tampered.items()}
    assert "Returned  -1" in told["answer: nothing"]
    assert "tensor" in told["answer: opaque"]
    assert "no answer" in told["answer: array elsewhere"]
    assert tampered["description: number"].checks[1].state == "error"


# Functions of the check, called back

CALLBACK_CHECK = '''
@points(1)
def test_apply(first):
    """apply applies a function to the values."""
    expected = np.array([3.0, 6.0])
    expect(first.apply(lambda values: 3 * values, np.array([1.0, 2.0]))).to_match(expected)
'''

CALLS_BACK = [
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
]


def test_a_function_of_the_check_gives_nothing_away(tmp_path: Path) -> None:
    sources = {
        body: f"import numpy as np\ndef apply(function, values):\n    {body}\n"
        for body in CALLS_BACK
    }
    right = {"right": "def apply(function, values):\n    return function(values)\n"}
    *found, honest = check_attacks(tmp_path, sources | right, CALLBACK_CHECK)
    for exercise in found:
        assert_earns_nothing(exercise)
    assert honest.state == "passed"


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
    expect(first.total(np.arange(4.0))).to_match({secret})


@points(1)
def test_again(first):
    """The worker's memory is read while this one begins."""
    expect(first.total(np.full(3, 77.125))).to_match(oracle(np.zeros(3)))
'''
    the_lab = toy.install(monkeypatch, tmp_path, first=checks)
    submission = toy.write_submission(tmp_path / "submission", first=WRONG + "KNOWN = 'hello'\n")
    assert isolation.current
    if isolation.current.level != levels.NONE:
        pytest.skip("looks at a plain process; what a sealed one holds is the same")
    processes = record_workers(monkeypatch)
    memories: list[bytes] = []

    def look(exercise: str, title: str) -> None:
        if "memory" in title:
            memories.append(memory_of(processes[-1].pid))

    found = run(the_lab, submission, ["first"], on_check=look)
    assert [check.state for check in found.exercises[0].checks] == ["wrong", "wrong"]
    (memory,) = memories
    assert b"hello" in memory
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
    """All that a process could read of its own."""
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


@pytest.mark.usefixtures("attacked", "imported", "forged", "tampered")
def test_the_solution_has_full_marks_after_all_this(tmp_path: Path) -> None:
    """In the very process that has checked the attacks."""
    found = helpers.check(helpers.compose(tmp_path / "solutions"), "filtering")
    assert found.passed
    assert found.score == found.max_score > 0
