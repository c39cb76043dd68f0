"""A student's module of wrong functions, each with a trick that is to earn the points all the same.

Copied as a submission, and never imported by a test. Every function is given the values 1, 2, 3 and
should give each of them twice; one whose name begins with `number` should give their sum.
"""

import atexit
import collections
import gc
import inspect
import io
import os
import shutil
import signal
import socket
import sys
import threading
import time
import warnings
from pathlib import Path

import numpy as np

# Tricks that earn the points where the check runs in the same process, as in any plain pytest.
EARN_IN_PLAIN_PYTEST = (
    "array_that_agrees",
    "no_array_that_agrees",
    "number_that_is_never_off",
    "number_that_equals",
    "reads_the_caller",
    "reads_the_stack",
    "finds_the_answer_in_memory",
    "patches_numpy",
    "number_patches_builtins",
    "skips",
    "skips_by_unittest",
    "expects_to_fail",
)


def wrong(values):
    return np.full(3, -1.0)


# Answers in disguise


class Agreeable(np.ndarray):
    """Says yes to whatever it is asked."""

    def __eq__(self, other):
        return True

    def __ne__(self, other):
        return False

    def __array_function__(self, *args, **kwargs):
        return True

    def __array_ufunc__(self, *args, **kwargs):
        return np.zeros(3)

    def __array_finalize__(self, original):
        self.agreed = True

    __hash__ = None


def array_that_agrees(values):
    return np.full(3, -1.0).view(Agreeable)


class NoArray:
    __class__ = property(lambda self: np.ndarray)
    shape = (3,)
    ndim = 1
    dtype = np.dtype(float)

    def __array_function__(self, *args, **kwargs):
        return True


def no_array_that_agrees(values):
    return NoArray()


def list_of_a_lie(values):
    class NoList:
        __class__ = property(lambda self: list)

    return [NoList(), {"key": NoList()}]


class Exact(float):
    def __sub__(self, other):
        return 0.0

    __rsub__ = __sub__

    def __eq__(self, other):
        return True

    __hash__ = float.__hash__


def number_that_is_never_off(values):
    return Exact(-1.0)


class Everything:
    def __sub__(self, other):
        return 0

    __rsub__ = __array__ = __float__ = __sub__


def number_that_equals(values):
    return Everything()


def number_that_is_none(values):
    return float("nan")


def number_beyond_all(values):
    return float("inf")


def number_of_many_digits(values):
    return 10**5000


def number_in_text(values):
    class Text(str):
        def __str__(self):
            return self

    return Text("6")


def number_that_is_complex(values):
    return 6 + 1j


def complex_numbers(values):
    return 2 * values + 1j


def no_numbers(values):
    return np.full(3, np.nan)


def masked_numbers(values):
    return np.ma.masked_all(3)


def objects(values):
    return np.array([Exact(1), Exact(2), Exact(3)], object)


def of_one_value_for_all(values):
    return np.broadcast_to(2.0, (3,))


# What is too large, too deep, or has no end


def enormous(values):
    return np.zeros(1 << 27)


def enormous_without_memory(values):
    return np.broadcast_to(1.0, (1 << 50,))


def of_many_axes(values):
    return np.zeros((1,) * 64)


def of_no_size_and_all_sizes(values):
    return np.empty((0, 1 << 40, 1 << 20), "u1")


def nested_lists_of_text(values):
    found = "x" * 400
    for _ in range(90):
        found = [found]
    return found


def nested_tuples(values):
    found = ()
    for _ in range(90):
        found = (found,)
    return found


def nested_dicts(values):
    found = {}
    for _ in range(90):
        found = {"key": found}
    return found


def nested_too_deep(values):
    found = ()
    for _ in range(200):
        found = [(found, {})]
    return found


def nested_far_too_deep(values):
    found = []
    for _ in range(100_000):
        found = [found]
    return found


def list_in_itself(values):
    found = []
    found.append(found)
    return found


def dict_in_itself(values):
    found = {}
    found["key"] = found
    return found


def list_without_end(values):
    class Endless(list):
        def __iter__(self):
            while True:
                yield 1

    return Endless()


def many_lists(values):
    return [[]] * 200_000


def long_text(values):
    return "x" * (1 << 19)


def dict_of_arrays(values):
    class Key(np.ndarray):
        def __hash__(self):
            return 1

    return {np.zeros(3).view(Key): 1}


def counter(values):
    return collections.Counter(values.tolist())


# What is no data at all


def thing_that_unpickles(values):
    class Thing:
        def __reduce__(self):
            return os._exit, (0,)

        def __repr__(self):
            os._exit(0)

    return [Thing(), np.array([Thing()])]


def function(values):
    return lambda: 2 * values


def generator(values):
    yield from 2 * values


async def coroutine(values):
    return 2 * values


def module(values):
    return sys


def memory(values):
    return memoryview(2 * values)


def class_without_a_name(values):
    class Meta(type):
        __module__ = property(lambda cls: 1 / 0)

    return Meta("Thing", (), {})()


# Looking for the answer


def reads_the_caller(values):
    frame = sys._getframe()
    while frame and "expected" not in frame.f_locals:
        frame = frame.f_back
    return frame.f_locals["expected"]


def reads_the_stack(values):
    return next(i.frame for i in inspect.stack() if "expected" in i.frame.f_locals).f_locals[
        "expected"
    ]


def finds_the_answer_in_memory(values):
    oracle = next(
        thing
        for thing in gc.get_objects()
        if inspect.isfunction(thing) and thing.__name__ == "oracle"
    )
    return oracle(values)


# Turning the tools of a check


def patches_numpy(values):
    np.allclose = np.array_equal = lambda *args, **kwargs: True
    return np.full(3, -1.0)


def number_patches_builtins(values):
    import builtins

    builtins.abs = lambda value: 0
    return -1.0


def skips(values):
    import pytest

    pytest.skip("not today")


def skips_by_unittest(values):
    import unittest

    raise unittest.SkipTest("not today")


def expects_to_fail(values):
    import pytest

    pytest.xfail("I knew it")


def fails_on_purpose(values):
    import pytest

    pytest.fail("no")


def ends_the_session(values):
    import pytest

    pytest.exit("all done", returncode=0)


def assumes_something_else(values):
    import hypothesis

    hypothesis.assume(False)


def stops_the_test(values):
    from hypothesis.errors import StopTest

    raise StopTest(1)


# Exceptions


def interrupts(values):
    raise KeyboardInterrupt


def leaves(values):
    sys.exit(0)


def ends_a_generator(values):
    raise GeneratorExit


def raises_base(values):
    class Passed(BaseException):
        pass

    raise Passed


def raises_without_a_word(values):
    class Silent(Exception):
        def __str__(self):
            raise SystemExit(0)

        __repr__ = __str__

    raise Silent


def raises_and_ponders(values):
    class Pondering(Exception):
        def __str__(self):
            while True:
                pass

    raise Pondering


def raises_at_length(values):
    raise ValueError("x" * (8 << 20))


def raises_a_chain(values):
    problem = None
    for number in range(2000):
        try:
            raise ValueError(number) from problem
        except ValueError as another:
            problem = another
    raise problem


def raises_itself_as_its_cause(values):
    problem = ValueError("round and round")
    problem.__cause__ = problem.__context__ = problem
    raise problem


def raises_in_the_grader_s_name(values):
    raise type("MissingFile", (Exception,), {})("\x1b[2J [bold]passed[/bold] \x07")


def raises_what_has_no_name(values):
    class Meta(type):
        __name__ = property(lambda cls: 5)

    raise Meta("Odd", (Exception,), {})


def warns_without_a_word(values):
    class Silent(UserWarning):
        def __str__(self):
            raise SystemExit(0)

    warnings.warn(Silent(), stacklevel=1)
    return np.full(3, -1.0)


def warns_without_end(values):
    while True:
        warnings.warn("x" * 99, stacklevel=1)


# No end


def loops(values):
    while True:
        pass


def sleeps(values):
    time.sleep(3600)


def recurses(values):
    return recurses(values)


def recurses_through_c(values):
    sys.setrecursionlimit(1 << 30)
    return list(map(recurses_through_c, [values]))


def catches_everything(values):
    while True:
        try:
            print("x" * 9999)
            recurses(values)
        except BaseException:
            pass


def prints(values):
    while True:
        print("x" * 9999)


def prints_to_stderr(values):
    while True:
        print("x" * 9999, file=sys.stderr)


def prints_past_python(values):
    while True:
        os.write(1, b"x" * 9999)


def prints_past_the_grader(values):
    while True:
        sys.__stdout__.write("\x1b[2J" * 9999)
        sys.__stderr__.write("\x1b[2J" * 9999)


# Ends


def exits(values):
    os._exit(0)


def exits_at_exit(values):
    atexit.register(os._exit, 0)
    return np.full(3, -1.0)


def aborts(values):
    os.abort()


def kills_itself(values):
    os.kill(os.getpid(), signal.SIGKILL)


def closes_all_files(values):
    os.closerange(0, 256)
    return np.full(3, -1.0)


def closes_the_connection(values):
    for thing in gc.get_objects():
        if type(thing) is socket.socket:
            thing.close()
    return np.full(3, -1.0)


def ends_only_the_sending(values):
    for thing in gc.get_objects():
        if type(thing) is socket.socket:
            thing.shutdown(socket.SHUT_WR)
    return np.full(3, -1.0)


# What stays behind


def leaves_a_thread(values):
    threading.Thread(target=loops, args=[values], daemon=True).start()
    return np.full(3, -1.0)


def leaves_a_waiting_thread(values):
    threading.Thread(target=sleeps, args=[values]).start()
    return np.full(3, -1.0)


def leaves_a_printing_thread(values):
    threading.Thread(target=prints_past_python, args=[values], daemon=True).start()
    return np.full(3, -1.0)


def leaves_an_alarm(values):
    def ring(*_):
        raise RuntimeError("ring")

    for name in ("SIGTERM", "SIGINT", "SIGHUP", "SIGPIPE"):
        signal.signal(getattr(signal, name), signal.SIG_IGN)
    signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, 0.002, 0.002)
    return np.full(3, -1.0)


def leaves_no_stack(values):
    sys.setrecursionlimit(40)
    return np.full(3, -1.0)


def leaves_no_output(values):
    sys.stdout = sys.stderr = sys.__stdout__ = io.StringIO()
    sys.stdout.close()
    return np.full(3, -1.0)


def leaves_no_folder(values):
    shutil.rmtree(Path(__file__).parent)
    os.chdir("/")
    os.environ.clear()
    return np.full(3, -1.0)


def leaves_no_modules(values):
    for name in list(sys.modules):
        if name.partition(".")[0] in ("numpy", "msgspec", "grading", "socket", "exercises"):
            sys.modules[name] = None
    return np.full(3, -1.0)


def leaves_no_builtins(values):
    import builtins

    for name in ("isinstance", "all", "any", "sum", "len", "map", "str", "type"):
        setattr(builtins, name, lambda *args: True)
    return -1.0
