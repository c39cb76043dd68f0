"""Calling a student's functions: a worker gives what a plain call would give, and tells the rest.

What a debugger's run in this process has to give as well is tested both ways.
"""

import contextlib
import math
import os
import re
import signal
import socket
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from grading import proxy, remote
from grading.direct import Direct
from grading.errors import CodeFailed, NotStarted, StudentError, TooSlow
from grading.outcome import Outcome
from grading.remote import Remote
from grading.sandbox import plain
from grading.worker import framing, schema
from tests import helpers

SOON = 30.0  # seconds after which something hangs
posix = pytest.mark.skipif(os.name != "posix", reason="signals and process groups")


class Student:
    """A submission of one or more modules; the functions of `work` are what is called."""

    def __init__(self, host: proxy.Host) -> None:
        self.host = host

    def call(self, name: str, *args: Any, limit: float = SOON, **kwargs: Any) -> Outcome:
        return self.host.call("work", name, args, kwargs, limit)

    def value(self, name: str, *args: Any, **kwargs: Any) -> Any:
        return self.call(name, *args, **kwargs).value


Enrol = Callable[..., Student]


@pytest.fixture
def in_worker(tmp_path: Path) -> Iterator[Enrol]:
    """Make a submission of these sources, called in a worker."""
    yield from _enrolling(tmp_path, lambda folder, names: Remote(folder, names))


@pytest.fixture(params=["worker", "in-process"])
def both_ways(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Enrol]:
    """Make a submission of these sources, called in a worker, and again in this process."""
    yield from _enrolling(
        tmp_path,
        lambda folder, names: (
            Remote(folder, names) if request.param == "worker" else Direct(folder)
        ),
    )


def _enrolling(path: Path, open_host: Callable[[Path, list[str]], proxy.Host]) -> Iterator[Enrol]:
    hosts: list[proxy.Host] = []

    def enrol(work: str, **others: str) -> Student:
        folder = path.resolve() / f"submission{len(hosts)}"
        folder.mkdir()
        modules = {"work": work, **others}
        for name, source in modules.items():
            (folder / f"{name}.py").write_text(textwrap.dedent(source), "utf-8")
        hosts.append(open_host(folder, list(modules)))
        hosts[-1].start()
        return Student(hosts[-1])

    try:
        yield enrol
    finally:
        for host in hosts:
            host.close()


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[subprocess.Popen[bytes]]:
    """Every worker process that is started."""
    processes: list[subprocess.Popen[bytes]] = []
    start = plain.start

    def remember(folder: Path) -> plain.Started:
        process, connection = start(folder)
        processes.append(process)
        return process, connection

    monkeypatch.setattr(plain, "start", remember)
    return processes


# Calls


def test_arguments_and_results_are_those_of_a_plain_call(both_ways: Enrol) -> None:
    student = both_ways(
        """
        import numpy as np
        SIZES = (1, [2.5])
        LATER = ...
        def weigh(image, kernel, bias=0.5, *rest, scale=1):
            total = (image * kernel).sum() * scale + bias
            return {"sum": total, "rest": rest, "kind": kind(image)}
        def kind(value):
            return [type(value).__name__, str(value.dtype), value.flags.writeable]
        class Thing:
            pass
        def _private():
            pass
        """
    )
    outcome = student.call("weigh", np.array([1, 2], "u1"), np.ones(2, "f4"), 1.0, "x", scale=2)
    assert outcome.value == {"sum": 7.0, "rest": ("x",), "kind": ["ndarray", "uint8", True]}
    assert (outcome.changed, outcome.warnings, outcome.printed) == ([], [], "")
    assert student.host.get("work", "SIZES", SOON).value == (1, [2.5])
    described = student.host.load("work").value
    assert set(described) == {"SIZES", "LATER", "weigh", "kind", "Thing"}
    assert described["weigh"]["kind"] == "function"
    assert described["weigh"]["parameters"] == ["image", "kernel", "bias", "rest", "scale"]
    assert described["weigh"]["line"] == 5
    assert described["SIZES"] == {"kind": "value"}
    assert described["LATER"] == {"kind": "unwritten"}


def test_a_result_can_be_written_to(both_ways: Enrol) -> None:
    student = both_ways("import numpy as np\ndef answer(): return np.ones(2), np.zeros((0, 2))")
    full, empty = student.value("answer")
    full += 1
    empty += 1
    assert full.tolist() == [2.0, 2.0]


def test_a_result_that_does_not_travel_is_told_apart(both_ways: Enrol) -> None:
    student = both_ways("def answer(): return [{1}, 10**30, ...]")
    descriptions = [value.description for value in student.value("answer")]
    assert descriptions == ["set", "an int of over 64 bits", "ellipsis"]


def test_a_result_too_large_to_send_is_the_student_s_error(in_worker: Enrol) -> None:
    student = in_worker(
        """
        import numpy as np
        def huge(): return np.zeros(1 << 27)
        def long(): return "x" * (2 << 20)
        def fine(): return 1
        """
    )
    for name in ("huge", "long"):
        with pytest.raises(StudentError, match="MiB is too large"):
            student.call(name)
    assert student.value("fine") == 1


@pytest.mark.parametrize("text", ["'\\udc80'", "{'\\ud800': 1}"], ids=["value", "key"])
def test_text_that_is_no_unicode_does_not_end_the_worker(in_worker: Enrol, text: str) -> None:
    """File names and undecoded bytes bring lone surrogates, which UTF-8 cannot hold."""
    student = in_worker(
        f"""
        import warnings
        COUNT = []
        def answer(): return {text}
        def fail(): raise ValueError({text})
        def warn(): warnings.warn(str({text}))
        def count():
            COUNT.append(1)
            return len(COUNT)
        """
    )
    assert student.value("count") == 1
    with contextlib.suppress(StudentError):  # told as an error, or as a value that cannot travel
        student.call("answer")
    with pytest.raises(StudentError, match="ValueError"):
        student.call("fail")
    assert student.call("warn").warnings[0].startswith("UserWarning: ")
    assert student.value("count") == 2


# Functions of the check


def test_a_function_of_the_check_is_called_with_arrays(both_ways: Enrol) -> None:
    student = both_ways(
        """
        import numpy as np
        def map(predict, image, scale):
            batch = np.stack([image, image + 1])
            drop = predict(batch, scale=scale)
            return drop.sum(axis=1), type(drop).__name__, predict(image)
        """
    )
    seen: list[Any] = []

    def predict(batch: np.ndarray, scale: float = 1.0) -> np.ndarray:
        seen.append((batch.shape, batch.dtype, scale))
        return batch.reshape(len(batch), -1) * scale

    image = np.arange(6, dtype=np.float32).reshape(2, 3)
    sums, kind, plain = student.value("map", predict, image, scale=2.0)
    assert sums.tolist() == [30.0, 42.0]
    assert kind == "ndarray"
    assert np.array_equal(plain, image)
    assert seen == [((2, 2, 3), np.float32, 2.0), ((2, 3), np.float32, 1.0)]


def test_several_functions_are_told_apart(both_ways: Enrol) -> None:
    student = both_ways("def f(one, pair, *, last): return one(), pair[0](), pair[1](), last()")
    functions = [lambda number=number: number for number in range(4)]
    assert student.value("f", functions[0], functions[1:3], last=functions[3]) == (0, 1, 2, 3)


def test_a_large_batch_goes_through_a_function(in_worker: Enrol) -> None:
    student = in_worker("def f(predict, batch): return predict(batch)")
    batch = np.random.default_rng(1).random((200, 32, 32, 3))
    assert np.array_equal(student.value("f", lambda given: given + 1, batch), batch + 1)


def test_a_function_that_raises_raises_in_the_student_s_code(in_worker: Enrol) -> None:
    student = in_worker(
        """
        CAUGHT = []
        def careless(predict):
            return predict([1, 2])
        def careful(predict):
            try:
                return predict([1, 2])
            except ValueError as problem:
                CAUGHT.append(str(problem))
                return "caught"
        """
    )

    def refuse(batch: Any) -> None:
        assert batch.shape == (2,)

    with pytest.raises(StudentError) as caught:
        student.call("careless", refuse)
    assert caught.value.type == "ValueError"
    assert [frame.function for frame in caught.value.frames] == ["careless"]
    assert student.value("careful", refuse) == "caught"
    assert len(student.host.get("work", "CAUGHT", SOON).value) == 1  # the worker has lived on


FORGE = """
    def cells(predict):
        contents = (cell.cell_contents for cell in predict.__closure__)
        return dict(zip(predict.__code__.co_freevars, contents))
    def f(predict, number):
        kept = cells(predict)
        forged = predict.__globals__["_callback"](kept["connection"], kept["call_id"], number)
        return forged(5)
    KEPT = []
    def keep(predict):
        KEPT.append(predict)
        return predict(1)
    def later(other):
        return KEPT[0](2)
"""


@pytest.mark.parametrize("number", [1, 2**63])
def test_a_function_that_was_not_given_cannot_be_called(in_worker: Enrol, number: int) -> None:
    student = in_worker(FORGE)
    called: list[int] = []
    with pytest.raises(CodeFailed, match="no answer"):
        student.call("f", called.append, number)
    assert called == []
    assert student.value("f", lambda value: value * 2, 0) == 10


def test_a_function_can_be_called_only_as_long_as_its_call_lasts(in_worker: Enrol) -> None:
    student = in_worker(FORGE)
    called: list[int] = []
    student.call("keep", called.append)
    with pytest.raises(CodeFailed, match="no answer"):
        student.call("later", called.append)
    assert called == [1]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """A clock that a test can put forward, for all deadlines in this process."""
    fake = SimpleNamespace(ahead=0.0)
    fake.monotonic = lambda: time.monotonic() + fake.ahead
    monkeypatch.setattr(remote, "time", fake)
    monkeypatch.setattr(framing, "time", fake)
    return fake


def test_time_in_a_function_of_the_check_is_not_the_student_s(
    in_worker: Enrol, clock: SimpleNamespace
) -> None:
    student = in_worker(
        """
        import time
        def f(predict): return [predict(n) for n in range(5)]
        def g(predict):
            predict(0)
            time.sleep(60)
        """
    )

    def slow(number: int) -> int:
        clock.ahead += 4.5
        return number

    assert student.value("f", slow, limit=20.0) == [0, 1, 2, 3, 4]
    with pytest.raises(TooSlow, match=r"0\.3 seconds"):
        student.call("g", slow, limit=0.3)


def test_time_in_a_function_of_the_check_has_an_end(tmp_path: Path, clock: SimpleNamespace) -> None:
    """How often it is called, and with what, is in the student's hands: once their own limit."""
    (tmp_path / "work.py").write_text("def f(predict): return [predict(n) for n in range(90)]")
    asked: list[int] = []

    def slow(number: int) -> int:
        asked.append(number)
        clock.ahead += 4.5
        return number

    for budget, most in ((math.inf, 9), (30.0, 7), (20.0, 5)):
        host = Remote(tmp_path, ["work"], budget=budget)
        asked.clear()
        with pytest.raises(TooSlow):
            host.call("work", "f", (slow,), {}, 20.0)
        assert len(asked) <= most
        host.close()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("np.zeros(65 << 20, np.uint8)", "arrays of more than 64 MiB"),
        ("np.empty((2_000_000, 1, 1, 0))", "a side longer than 65,536"),
        ("np.zeros((70_000, 1), np.uint8)", "a side longer than 65,536"),
    ],
)
def test_a_function_of_the_check_is_not_called_with_what_is_huge(
    in_worker: Enrol, given: str, said: str
) -> None:
    student = in_worker(f"import numpy as np\ndef f(predict): return predict({given})")
    asked: list[Any] = []
    with pytest.raises(CodeFailed, match=said):
        student.call("f", asked.append)
    assert asked == []


# Random generators


DRAWS = """
    def draw(rng, *, other=None):
        first = rng.random(3), rng.integers(0, 9, 5, dtype="u4")
        return first + ((other.permutation(4),) if other else ())
    def restart(rng):
        rng.bit_generator.state = type(rng.bit_generator)(7).state
"""


def test_generators_move_on_as_in_a_plain_call(both_ways: Enrol) -> None:
    student = both_ways(DRAWS)
    plain: dict[str, Any] = {}
    exec(textwrap.dedent(DRAWS), plain)
    given, twins = ([np.random.default_rng(seed) for seed in (1, 2)] for _ in range(2))
    for _ in range(3):
        got = student.value("draw", given[0], other=given[1])
        for one, other in zip(got, plain["draw"](twins[0], other=twins[1]), strict=True):
            assert np.array_equal(one, other)
        for one, other in zip(given, twins, strict=True):
            assert one.bit_generator.state == other.bit_generator.state
    student.call("restart", given[0])
    assert given[0].bit_generator.state == np.random.PCG64(7).state


# What is told beside the result


CHANGES = """
    import numpy as np
    def add(x): x += 1
    def one(x, y, z=None):
        for each in (y, z):
            if each is not None: each[0, 0] = 7
    def reshape(x): x.shape = (x.size,)
    def sign(x): x *= -1
    def inside(xs): xs[1][0] = 5
    def swap(xs): xs[0], xs[1] = xs[1], xs[0]
    def grow(xs): xs.append(1)
    def key(d): d["new"] = 1
    def deep(d): d["a"]["b"][0] += 1
    def reads(x, *rest, **named): return np.sort(x), x.copy().fill(0), x.T.sum()
    def rebinds(x): x = x + 1
"""


def test_changed_arguments_are_named(both_ways: Enrol) -> None:
    student = both_ways(CHANGES)
    one, two = np.ones(1), np.ones((2, 2))
    cases: list[tuple[str, list[Any], dict[str, Any], list[str]]] = [
        ("add", [np.ones(2)], {}, ["0"]),
        ("add", [], {"x": np.ones(2)}, ["x"]),
        ("one", [two, np.ones((2, 2), "u1")], {}, ["1"]),
        ("one", [two], {"y": np.ones((1, 2))}, ["y"]),
        ("one", [two, two.copy()], {"z": np.ones((2, 2))}, ["1", "z"]),
        ("reshape", [np.ones((2, 2))], {}, ["0"]),
        ("sign", [np.zeros(2)], {}, ["0"]),
        ("inside", [[one, np.ones(1)]], {}, ["0"]),
        ("inside", [(one, np.ones(1))], {}, ["0"]),
        ("swap", [[one, np.zeros(1)]], {}, ["0"]),
        ("grow", [[1, 2]], {}, ["0"]),
        ("key", [{}], {}, ["0"]),
        ("deep", [{"a": {"b": np.zeros(1)}}], {}, ["0"]),
        ("reads", [np.array([np.nan, -0.0])], {}, []),
        ("reads", [one, None, 1, "a", [1.5, (2,)]], {"named": {"k": np.ones(2)}}, []),
        ("rebinds", [one], {}, []),
    ]
    for name, args, kwargs, changed in cases:
        assert student.call(name, *args, **kwargs).changed == changed, (name, args, kwargs)


def test_the_check_s_own_arrays_stay_as_they_are(in_worker: Enrol) -> None:
    array = np.ones(2)
    in_worker(CHANGES).call("add", array)
    assert array.tolist() == [1.0, 1.0]


def test_warnings_are_told_every_time(both_ways: Enrol) -> None:
    student = both_ways(
        """
        import warnings
        import numpy as np
        def log(x): return np.log(x)
        def many():
            for number in range(20):
                warnings.warn(f"number {number} " + "x" * 300, UserWarning)
        """
    )
    for _ in range(2):
        outcome = student.call("log", np.zeros(1))
        assert outcome.warnings == ["RuntimeWarning: divide by zero encountered in log"]
        assert outcome.value.tolist() == [-np.inf]
    told = student.call("many").warnings
    assert [text[:22] for text in told] == [f"UserWarning: number {n} " for n in range(5)]
    assert max(map(len, told)) == 200


def test_prints_are_kept_and_capped(in_worker: Enrol) -> None:
    student = in_worker(
        """
        import sys
        def speak():
            print("one", end=" ")
            print("zwei \\u2713 \\udc80")
            print("three", file=sys.stderr)
        def much(): print("x" * 500_000)
        def more():
            while True: print("y" * 999)
        def silent(): pass
        """
    )
    assert student.call("speak").printed == "one zwei ✓ \\udc80\nthree\n"
    assert student.call("much").printed == "x" * 8192
    assert student.call("silent").printed == ""
    with pytest.raises(StudentError, match="printed more than 1 MiB") as caught:
        student.call("more")
    assert caught.value.frames[-1].function == "more"
    assert student.call("silent").printed == ""


def test_a_stream_that_was_kept_at_import_reaches_later_calls(in_worker: Enrol) -> None:
    student = in_worker(
        """
        import logging
        logging.basicConfig(format="%(message)s")
        def warn(text): logging.warning(text)
        """
    )
    assert [student.call("warn", text).printed for text in ("one", "two")] == ["one\n", "two\n"]


@pytest.mark.parametrize("stream", ["os.write(1, b'z' * 999)", "sys.__stdout__.write('z' * 999)"])
def test_output_past_print_is_capped_too(in_worker: Enrol, stream: str) -> None:
    student = in_worker(
        f"""
        import os, sys
        def some(): {stream}
        def flood():
            while True: {stream}
        """
    )
    for _ in range(3):
        assert student.call("some").printed == ""
    with pytest.raises(CodeFailed, match="more than 1 MiB of output"):
        student.call("flood")
    student.call("some")


# Exceptions


def failing(student: Student, name: str, *args: Any) -> StudentError:
    with pytest.raises(StudentError) as caught:
        student.call(name, *args)
    return caught.value


def test_an_exception_comes_with_the_student_s_own_lines(both_ways: Enrol) -> None:
    student = both_ways(
        """\
        import numpy as np
        from other import helper

        def invert(x):
            return np.linalg.inv(x)

        def through(x):
            return sorted([1, 2], key=lambda item: helper(x))

        def own():
            class TooBad(Exception):
                pass
            raise TooBad("it " + "x" * 5000) from KeyError(1)
        """,
        other="def helper(x):\n    y = x\n    return y['a']\n",
    )
    error = failing(student, "invert", np.ones((2, 3)))
    assert error.type == "LinAlgError"
    assert "square" in error.message
    assert [(f.file, f.line, f.function, f.text) for f in error.frames] == [
        ("work.py", 5, "invert", "return np.linalg.inv(x)")
    ]
    error = failing(student, "through", {})
    assert (error.type, error.message, str(error)) == ("KeyError", "'a'", "KeyError: 'a'")
    assert [(f.file, f.line) for f in error.frames] == [
        ("work.py", 8), ("work.py", 8), ("other.py", 3),
    ]  # fmt: skip
    error = failing(student, "own")
    assert error.type == "TooBad"
    assert len(error.message) == 4000
    assert [f.line for f in error.frames] == [13]


def test_of_many_lines_the_first_and_the_last_are_kept(both_ways: Enrol) -> None:
    student = both_ways("def down(n):\n    return down(n + 1)\ndef go():\n    return down(0)\n")
    error = failing(student, "go")
    assert error.type == "RecursionError"
    assert len(error.frames) == 6
    assert {f.line for f in error.frames} <= {2, 4}


def test_every_kind_of_exception_is_told(in_worker: Enrol) -> None:
    student = in_worker(
        """
        class Mute(Exception):
            def __str__(self): raise ValueError
        class Odd(Exception):
            def __str__(self): return 5
        def f(expression): raise eval(expression)
        """
    )
    for expression, name, message in (
        ("SystemExit(0)", "SystemExit", "the code called exit()"),
        ("KeyboardInterrupt", "KeyboardInterrupt", ""),
        ("GeneratorExit", "GeneratorExit", ""),
        ("BaseException('base')", "BaseException", "base"),
        ("Mute()", "Mute", ""),
        ("Odd()", "Odd", ""),
        ("type('N' * 999, (Exception,), {})()", "N" * 200, ""),
        ("ExceptionGroup('two', [KeyError(1)])", "ExceptionGroup", "two (1 sub-exception)"),
    ):
        error = failing(student, "f", expression)
        assert (error.type, error.message) == (name, message)
        assert error.frames[-1].function == "f"


@pytest.mark.parametrize(
    "source, name, line, text",
    [
        ("x = 1\ndef f(:\n    pass\n", "SyntaxError", 2, "def f(:"),
        ("def f():\n    return 1\n\treturn 2\n", "TabError", 3, "return 2"),
        ("def f():\nreturn 1\n", "IndentationError", 2, "return 1"),
        ("import nothing_of_this_name\n", "ModuleNotFoundError", 1, "import nothing_of_this_name"),
        ("def f(): pass\nf(1)\n", "TypeError", 2, "f(1)"),
    ],
    ids=lambda value: str(value)[:16],
)
def test_a_module_that_cannot_be_imported(
    both_ways: Enrol, source: str, name: str, line: int, text: str
) -> None:
    student = both_ways("", broken=source)
    for _ in range(2):
        with pytest.raises(StudentError) as caught:
            student.host.load("broken")
        assert caught.value.type == name
        last = caught.value.frames[-1]
        assert (last.file, last.line, last.text) == ("broken.py", line, text)


# Not started


def test_only_a_stub_s_own_error_means_not_started(both_ways: Enrol) -> None:
    student = both_ways(
        """
        import asyncio
        from other import helper
        def stub(x): raise NotImplementedError
        def worded(x): raise NotImplementedError("later")
        def calls(x): return helper(x)
        def library(x): return asyncio.AbstractEventLoop().run_forever()
        class Later(NotImplementedError): pass
        def own(x): raise Later
        def turned(x):
            try: stub(x)
            except NotImplementedError as problem: raise ValueError(x) from problem
        """,
        other="def helper(x): raise NotImplementedError\n",
    )
    for name, said in (("stub", "stub"), ("worded", "worded"), ("calls", "helper")):
        with pytest.raises(NotStarted, match=f"{said} is not written yet"):
            student.call(name, 1)
    for name in ("library", "own", "turned"):
        failing(student, name, 1)


# Workers that end


DEATHS = """
    import os, time
    COUNT = []
    def count():
        COUNT.append(1)
        return len(COUNT), os.getpid()
    def leave(status): os._exit(status)
    def cry(status):
        os.write(2, b"first\\nlast cry\\n")
        os._exit(status)
    def die(number): os.kill(os.getpid(), number)
    def loop():
        end = time.monotonic() + 60
        while time.monotonic() < end: pass
    def close():
        os.closerange(0, 256)
"""


@posix
@pytest.mark.parametrize(
    "name, args, error, message",
    [
        ("leave", [0], CodeFailed, "ended itself with status 0"),
        ("leave", [3], CodeFailed, "ended itself with status 3"),
        ("cry", [1], CodeFailed, "status 1. Its last words: last cry"),
        ("die", [signal.SIGSEGV], CodeFailed, "was ended by SIGSEGV"),
        ("die", [signal.SIGKILL], CodeFailed, "was ended by SIGKILL"),
        ("loop", [], TooSlow, "0.2 seconds"),
        ("close", [], CodeFailed, "ended itself with status 1"),
    ],
    ids=lambda value: str(value)[:20],
)
def test_after_a_death_there_is_a_new_worker(
    in_worker: Enrol,
    started: list[subprocess.Popen[bytes]],
    name: str,
    args: list[int],
    error: type[Exception],
    message: str,
) -> None:
    student = in_worker(DEATHS)
    first = [student.value("count") for _ in range(2)]
    assert [number for number, _ in first] == [1, 2]
    with pytest.raises(error, match=re.escape(message)):
        student.call(name, *args, limit=0.2 if name == "loop" else SOON)
    assert started[0].poll() is not None
    number, pid = student.value("count")
    assert number == 1
    assert pid != first[0][1]
    assert len(started) == 2


def test_an_import_costs_no_call_its_time(in_worker: Enrol) -> None:
    """Not the first one, nor the one after a death: a module may take longer than a call."""
    student = in_worker(
        """
        import os, time
        time.sleep(1.2)
        def leave(): os._exit(1)
        def quick(): return 1
        """
    )
    assert student.value("quick", limit=1.0) == 1
    with pytest.raises(CodeFailed):
        student.call("leave")
    assert student.value("quick", limit=1.0) == 1


def test_every_worker_gets_a_fresh_copy(in_worker: Enrol) -> None:
    student = in_worker(
        """
        import os, pathlib, shutil
        from other import VALUE
        def spoil():
            here = pathlib.Path(__file__).parent
            (here / "other.py").write_text("VALUE = 2")
            (here / "numpy.py").write_text("")
            pathlib.Path(__file__).unlink()
            os._exit(0)
        def sweep():
            shutil.rmtree(os.getcwd())
            os._exit(0)
        def value(): return VALUE, sorted(os.listdir())
        """,
        other="VALUE = 1\n",
    )
    sources = {path: path.read_bytes() for path in student.host.folder.iterdir()}
    for name in ("spoil", "sweep"):
        with pytest.raises(CodeFailed):
            student.call(name)
        assert student.value("value") == (1, ["other.py", "work.py"])
    assert {path: path.read_bytes() for path in student.host.folder.iterdir()} == sources


def test_no_process_and_no_copy_is_left_behind(
    in_worker: Enrol, started: list[subprocess.Popen[bytes]]
) -> None:
    student = in_worker(DEATHS + "\n    def here(): return os.getcwd()\n")
    copies = [student.value("here")]
    with pytest.raises(CodeFailed, match="reset"):
        student.host.load("nothing")
    with pytest.raises(TooSlow):
        student.call("loop", limit=0.2)
    copies.append(student.value("here"))
    with pytest.raises(CodeFailed):
        student.call("leave", 0)
    copies.append(student.value("here"))
    student.host.close()
    assert [process.poll() for process in started].count(None) == 0
    assert [path for path in copies if Path(path).exists()] == []


@posix
def test_a_worker_ends_with_the_process_that_started_it(tmp_path: Path) -> None:
    """Even out of an endless loop, and when that process had no time to say so."""
    server = socket.create_server(("127.0.0.1", 0))
    (tmp_path / "work.py").write_text(
        "import socket, time\n"
        f"LINE = socket.create_connection(('127.0.0.1', {server.getsockname()[1]}))\n"
        "def loop():\n"
        "    LINE.sendall(b'looping')\n"
        "    end = time.monotonic() + 60\n"
        "    while time.monotonic() < end: pass\n"
    )
    parent = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import sys; from pathlib import Path; from grading.remote import Remote\n"
            "Remote(Path(sys.argv[1]), ['work']).call('work', 'loop', (), {}, 999)",
            str(tmp_path),
        ],
        cwd=helpers.ROOT,
        env=os.environ | {"PYTHONPATH": str(helpers.ROOT)},
    )
    with server, parent:
        server.settimeout(SOON)
        line, _ = server.accept()
        with line:
            line.settimeout(SOON)
            assert line.recv(7, socket.MSG_WAITALL) == b"looping"
            parent.kill()
            assert line.recv(1) == b""  # the worker is gone: its end of the line is closed


def test_a_worker_is_told_nothing_of_the_grading_process(
    in_worker: Enrol, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET_TOKEN", "hush")
    monkeypatch.setenv("PYTHONPATH", str(helpers.ROOT))
    student = in_worker(
        """
        import os, sys
        def look():
            known = sorted({name.partition(".")[0] for name in sys.modules})
            return dict(os.environ), sys.argv, sys.path, known, sys.stdin.read(), os.getcwd()
        def isolated(): return sys.flags.safe_path and sys.flags.no_user_site
        """
    )
    environment, argv, path, known, standard_input, folder = student.value("look")
    assert student.value("isolated")
    assert "hush" not in str(environment)
    assert not set(environment) & {"PYTHONPATH", "PYTEST_CURRENT_TEST"}
    assert argv == ["-c"]
    assert str(helpers.ROOT) not in path
    assert not set(known) & {"checks", "solutions", "pytest", "_pytest", "hypothesis", "tests"}
    assert standard_input == ""
    assert Path(folder) != student.host.folder


# Imports between exercises


SPELLINGS = {
    "plain": "from convolution import conv2d",
    "package": "from exercises.convolution import conv2d",
    "relative": "from .convolution import conv2d",
}


@pytest.mark.parametrize("first", SPELLINGS.values(), ids=SPELLINGS)
@pytest.mark.parametrize("second", SPELLINGS.values(), ids=SPELLINGS)
def test_every_spelling_of_an_import_gives_one_module(
    both_ways: Enrol, first: str, second: str
) -> None:
    student = both_ways(
        f"""
        {first}
        one = conv2d
        {second}
        import convolution, exercises.convolution
        from exercises import convolution as third
        from . import convolution as fourth
        def same():
            {first}
            inner = conv2d
            {second}
            modules = {{id(m) for m in (convolution, exercises.convolution, third, fourth)}}
            return [one is inner is conv2d, len(modules), len(convolution.RUNS), conv2d()]
        """,
        convolution=f"""
        RUNS = []
        RUNS.append(1)
        def conv2d():
            {second.replace("convolution", "activations").replace("conv2d", "relu")}
            return relu()
        """,
        activations="def relu(): return 'relu'",
    )
    outcome = student.call("same")
    assert outcome.value == [True, 1, 1, "relu"]
    assert outcome.warnings == []
    assert student.host.load("convolution").value["conv2d"]["line"] == 4


def test_only_exercises_of_the_lab_can_be_imported(in_worker: Enrol) -> None:
    student = in_worker("import os\ndef f(): import helper\ndef leave(): os._exit(0)\n")
    (student.host.folder / "helper.py").write_text("")
    with pytest.raises(CodeFailed):
        student.call("leave")  # the next worker has a copy with whatever belongs to it
    assert failing(student, "f").type == "ModuleNotFoundError"


def test_a_run_in_this_process_leaves_no_module_behind(both_ways: Enrol) -> None:
    before = set(sys.modules), list(sys.path), list(sys.meta_path), Path.cwd()
    student = both_ways(
        "import convolution\nfrom .convolution import f", convolution="def f(): ..."
    )
    student.host.load("work")
    student.host.close()
    assert not {"work", "convolution", "exercises.work"} & (set(sys.modules) - before[0])
    assert (list(sys.path), list(sys.meta_path), Path.cwd()) == before[1:]


# Figures


FIGURE = """
    import numpy as np
    import matplotlib.pyplot as plt
    def plot(images):
        figure, panels = plt.subplots(1, 5, squeeze=False)
        for panel, image in zip(panels.flat, images):
            panel.imshow(image)
            panel.set_title(f"panel {image.shape}")
        panels[0, 0].set(xlabel="columns", ylabel="rows", xticks=[0, 1], xticklabels=["a", "b"])
        panels[0, 0].text(0, 0, "42")
        panels[0, 1].axis("off")
        panels[0, 1].text(0, 0, "43")
        panels[0, 2].plot([1, 2])
        panels[0, 2].set_xticks([])
        panels[0, 3].set_visible(False)
        return figure
    def mesh(values):
        figure = plt.figure(figsize=(4, 2))
        above, below = figure.add_axes([0, 0.5, 0.5, 0.5]), figure.add_axes([0.25, 0, 0.75, 0.25])
        figure.colorbar(above.pcolormesh(values), cax=below)
        above.xaxis.set_visible(False)
        return figure
    def large(size):
        figure = plt.figure(figsize=(size / 100, size / 100), dpi=100)
        noise = np.random.default_rng(1).integers(0, 256, (size, size, 3), "u1")
        figure.add_axes([0, 0, 1, 1]).imshow(noise)
        return [figure]
    def open_figures(): return plt.get_fignums()
"""


def test_a_figure_arrives_as_data(both_ways: Enrol) -> None:
    student = both_ways(FIGURE)
    already_open = student.value("open_figures")  # in-process those of other tests are
    images = [np.arange(12.0).reshape(3, 4), np.zeros((2, 2, 3), np.uint8)]
    figure = student.value("plot", images)
    assert type(figure) is schema.Figure
    assert figure.png.startswith(b"\x89PNG")
    first, second, third, fourth, fifth = figure.panels
    assert first["title"] == "panel (3, 4)"
    assert (first["xlabel"], first["ylabel"]) == ("columns", "rows")
    assert first["xticks"] == ["a", "b"]
    assert first["yticks"]
    assert first["texts"] == ["42"]
    assert np.array_equal(first["images"][0], images[0])
    assert (first["visible"], first["has_data"]) == (True, True)
    assert (second["visible"], second["xticks"], second["yticks"]) == (False, [], [])
    assert second["texts"] == ["43"]
    assert second["images"][0].dtype == np.uint8
    assert (third["images"], third["xticks"], third["has_data"]) == ([], [], True)
    assert (fourth["visible"], fourth["has_data"]) == (False, False)
    assert (fifth["visible"], fifth["has_data"], fifth["images"]) == (True, False, [])
    assert student.value("open_figures") == already_open


def test_a_figure_tells_of_meshes_colour_bars_and_places(both_ways: Enrol) -> None:
    values = np.arange(6.0).reshape(2, 3)
    mesh, bar = both_ways(FIGURE).value("mesh", values).panels
    assert np.array_equal(mesh["images"][0], values)
    assert (mesh["colorbar"], mesh["box"]) == (False, [0.0, 0.0, 0.5, 0.5])
    assert (mesh["xticks"], bool(mesh["yticks"])) == ([], True)
    assert (bar["colorbar"], bar["images"], bar["box"]) == (True, [], [0.25, 0.75, 1.0, 1.0])


def test_a_large_figure_arrives_too(in_worker: Enrol) -> None:
    """A PNG of much detail has several MiB, and is no less a figure."""
    (figure,) = in_worker(FIGURE).value("large", 800)
    assert type(figure) is schema.Figure
    assert len(figure.png) > framing.MAX_META
    assert figure.panels[0]["images"][0].shape == (800, 800, 3)


# The transport that Windows uses


def test_the_loopback_transport_works_the_same(
    in_worker: Enrol, monkeypatch: pytest.MonkeyPatch
) -> None:
    processes: list[subprocess.Popen[bytes]] = []

    def start(folder: Path) -> plain.Started:
        process, connection = plain._start_loopback(folder)
        processes.append(process)
        return process, connection

    monkeypatch.setattr(plain, "start", start)
    student = in_worker(DEATHS + "\n    def back(predict, x): return predict(x)\n")
    batch = np.random.default_rng(1).random((100, 1000))
    assert np.array_equal(student.value("back", lambda x: x + 1, batch), batch + 1)
    with pytest.raises(TooSlow):
        student.call("loop", limit=0.2)
    assert student.value("count")[0] == 1
    student.host.close()
    assert [process.poll() is None for process in processes] == [False, False]


def test_a_stranger_on_the_loopback_is_turned_away(
    in_worker: Enrol, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plain, "start", plain._start_loopback)
    popen = plain._popen
    strangers: list[socket.socket] = []

    def come_first(folder: Path, address: str, **options: Any) -> subprocess.Popen[bytes]:
        port = int(address.removeprefix("tcp:"))
        for said in (b"x" * 32, b"", b"GET / HTTP/1.1\r\n\r\n"):
            stranger = socket.create_connection(("127.0.0.1", port))
            stranger.sendall(said)
            stranger.shutdown(socket.SHUT_WR)
            strangers.append(stranger)
        return popen(folder, address, **options)

    monkeypatch.setattr(plain, "_popen", come_first)
    assert in_worker("def f(): return 5").value("f") == 5
    for stranger in strangers:
        with stranger:
            stranger.settimeout(SOON)
            with contextlib.suppress(ConnectionError):
                assert stranger.recv(1) == b""


def test_the_connection_is_told_to_nobody_else(
    in_worker: Enrol, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The token travels through standard input: command lines are there for all to read."""
    token = b"T" * 32
    monkeypatch.setattr(plain.secrets, "token_bytes", lambda size: token)
    monkeypatch.setattr(plain, "start", plain._start_loopback)
    student = in_worker(
        """
        import os, sys
        def look(): return sys.orig_argv, dict(os.environ), sys.stdin.read()
        """
    )
    assert token.decode() not in str(student.value("look"))


PLACES = """
    import numpy as np
    import matplotlib.pyplot as plt
    def grids(matrix):
        figure, panels = plt.subplots(1, 4)
        panels[0].imshow(matrix)
        panels[0].set_xticks([0, 1, 2], ["a", "b", "c"])
        panels[1].imshow(matrix, origin="lower", extent=(0, 6, 0, 2))
        panels[1].axis("off")
        panels[1].set_xlabel("not drawn")
        panels[2].pcolormesh(matrix)
        panels[2].set_yticks([0.5, 1.5], ["d", "e"])
        panels[3].table([["1", "2"], ["3", "4"]], colLabels=["f", "g"], loc="center")
        for row, column in np.ndindex(matrix.shape):
            panels[0].text(column, row, matrix[row, column], ha="center", va="center")
        return figure
"""


def test_a_figure_tells_where_things_are(both_ways: Enrol) -> None:
    matrix = np.array([[1, 2, 3], [4, 5, 6]])
    image, low, mesh, table = both_ways(PLACES).value("grids", matrix).panels
    assert (image["xticks"], image["xtick_places"]) == (["a", "b", "c"], [0, 1, 2])
    assert image["texts"] == ["1", "2", "3", "4", "5", "6"]
    places = [(column, row) for row in range(2) for column in range(3)]
    assert np.allclose(image["text_places"], places, atol=0.1)
    assert [list(axis) for axis in image["image_places"][0]] == [[0, 1, 2], [0, 1]]
    assert [list(axis) for axis in low["image_places"][0]] == [[1, 3, 5], [0.5, 1.5]]
    assert low["xlabel"] == ""
    assert np.array_equal(mesh["images"][0], matrix)
    assert [list(axis) for axis in mesh["image_places"][0]] == [[0.5, 1.5, 2.5], [0.5, 1.5]]
    assert (mesh["yticks"], mesh["ytick_places"]) == (["d", "e"], [0.5, 1.5])
    where = dict(zip(table["texts"], table["text_places"], strict=True))
    assert where["f"][0] == pytest.approx(where["1"][0]) == pytest.approx(where["3"][0])
    assert where["1"][1] == pytest.approx(where["2"][1]) != pytest.approx(where["3"][1])
    assert where["1"][1] > where["3"][1]


@pytest.mark.skipif(os.name != "posix", reason="signals are handed on by POSIX systems")
def test_ctrl_c_can_be_pressed_in_a_worker_of_a_background_job(in_worker: Enrol) -> None:
    """There the grading process ignores it, and what it starts would do so too."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        student = in_worker(
            """
            import signal
            def heeds(): return signal.getsignal(signal.SIGINT) is signal.default_int_handler
            """
        )
        assert student.value("heeds") is True
    finally:
        signal.signal(signal.SIGINT, before)
