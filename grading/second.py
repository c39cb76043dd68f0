"""A second process for `watch`: it runs some checks of an exercise while the first runs others.

It only says which of them have passed. What has not is run again in the first process, which
alone tells, keeps and names what is wrong; so nothing is lost where the second one dies.
"""

import contextlib
import math
import multiprocessing
import os
import signal
import threading
from collections.abc import Collection, Mapping
from multiprocessing.connection import Connection
from typing import Any

import msgspec

from . import lab
from .boxes import Stoppable, Warm
from .drawn import Examples
from .result import CheckResult
from .run import run

WORTH = 0.15  # seconds that checks take together from which on they are shared out
ENDING = 2.0  # seconds for it to end by itself
PATIENCE = 60.0  # seconds after which the first process does not wait for a check any more


class Job(msgspec.Struct, frozen=True):
    """What the second process is to do: run checks, or get ready to; nothing without a name.

    checks  ids of those that it runs, of one exercise
    failed  ids of checks that failed when they last ran: they come first
    """

    number: int
    exercise: str = ""
    checks: frozenset[str] = frozenset()
    heavy: bool = False
    failed: frozenset[str] = frozenset()
    ready: bool = False
    last: bool = False


class Ran(msgspec.Struct, frozen=True):
    """A check that has run, with nan as its seconds if it failed; without one, the end of a job."""

    number: int
    check: str = ""
    seconds: float = math.nan


def share(seconds: Mapping[str, float], failed: Collection[str]) -> frozenset[str]:
    """The checks that a second process takes: about half of the work.

    seconds  that every check takes to pass, as far as that is known
    failed   those that failed when they last ran: one of them stays here, as its failure has to be
             told from here
    """
    if (os.cpu_count() or 1) < 2 or sum(seconds.values()) < WORTH:
        return frozenset()
    kept = min((name for name in seconds if name in failed), key=seconds.__getitem__, default="")
    first, second = seconds.get(kept, 0.0), 0.0
    taken = set()
    for name in sorted(seconds.keys() - {kept}, key=lambda each: (-seconds[each], each)):
        if second < first:
            second += seconds[name]
            taken.add(name)
        else:
            first += seconds[name]
    return frozenset(taken)


class Second:
    """The second process, seen from the first; it is started when it is first needed.

    checks  ids of those that it runs
    """

    def __init__(self) -> None:
        self.checks: frozenset[str] = frozenset()
        self._process: multiprocessing.process.BaseProcess | None = None
        self._connection: Connection | None = None
        self._number = 0
        self._over = 0  # number of the last job that has ended
        self._ran: dict[str, float] = {}  # seconds that checks took; nan for those that failed
        self._news = threading.Condition()

    def get_ready(self, exercise: str, checks: frozenset[str], heavy: bool) -> None:
        """Have it load its libraries, and draw the inputs of checks, in the background."""
        self._send(exercise=exercise, checks=checks, heavy=heavy, ready=True)

    def start(
        self, exercise: str, checks: frozenset[str], heavy: bool, failed: frozenset[str]
    ) -> None:
        """Have it run these checks, after what it is running has been stopped."""
        self._send(exercise=exercise, checks=checks, heavy=heavy, failed=failed)

    def stop(self) -> None:
        """End what it is running."""
        if self._process:
            self._send()

    def passed(self, check: str) -> float | None:
        """Wait for a check: the seconds that it took to pass, None if the first process has to
        run it."""
        number = self._number

        def known() -> bool:
            return check in self._ran or self._over >= number or number != self._number

        with self._news:
            self._news.wait_for(known, PATIENCE)
            seconds = self._ran.get(check, math.nan)
        return None if math.isnan(seconds) else seconds

    def failed(self) -> set[str]:
        """The checks that have failed by now."""
        with self._news:
            return {check for check, seconds in self._ran.items() if math.isnan(seconds)}

    def close(self) -> None:
        if self._process:
            self._send(last=True)
            self._process.join(ENDING)
            self._process.kill()
        self._process = None

    def _send(self, **what: Any) -> None:
        job = Job(self._number + 1, **what)
        if job.exercise and not (self._process and self._process.is_alive()):
            self._begin()
        with self._news:
            self._number, self.checks, self._ran = job.number, job.checks, {}
            self._news.notify_all()
        try:
            assert self._connection
            self._connection.send(job)
        except OSError:  # it has died; all is run here
            self._ended(job.number)

    def _begin(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._connection, theirs = context.Pipe()
        self._process = context.Process(target=serve, args=(theirs,), daemon=True)
        self._process.start()
        theirs.close()
        threading.Thread(target=self._listen, args=(self._connection,), daemon=True).start()

    def _listen(self, connection: Connection) -> None:
        with contextlib.suppress(EOFError, OSError):
            while True:
                ran: Ran = connection.recv()
                if not ran.check:
                    self._ended(ran.number)
                    continue
                with self._news:
                    if ran.number == self._number:
                        self._ran[ran.check] = ran.seconds
                        self._news.notify_all()
        if connection is self._connection:
            self._ended(self._number)

    def _ended(self, number: int) -> None:
        with self._news:
            self._over = max(self._over, number)
            self._news.notify_all()


def serve(connection: Connection) -> None:
    """The second process: do one job after the other, until the first process is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the first one ends this one
    the_lab, warm, examples = lab.read(), Warm(), Examples()
    box, thread = Stoppable(), threading.Thread()

    def do(job: Job, box: Stoppable) -> None:
        def tell(check: CheckResult) -> None:
            passed = check.state == "passed" and not box.stopped
            connection.send(Ran(job.number, check.id, check.seconds if passed else math.nan))

        with contextlib.suppress(Exception, KeyboardInterrupt):
            box.inner = warm.get(job.heavy and not job.ready)
            run(
                the_lab,
                lab.STUBS if job.ready else lab.EXERCISES,  # of stubs nothing is run
                [job.exercise],
                sandbox=box,
                only=job.checks,
                first=job.failed,
                on_checked=tell,
                plugins=[examples],
            )
        with contextlib.suppress(Exception, KeyboardInterrupt):
            connection.send(Ran(job.number))
            warm.get(job.heavy).warm()
            examples.draw(lambda: not box.stopped)

    with contextlib.suppress(EOFError, OSError):
        while True:
            job: Job = connection.recv()
            box.stop()
            if job.last:
                break
            if thread.ident:
                thread.join()
            if job.exercise:
                box = Stoppable()
                thread = threading.Thread(target=do, args=(job, box), daemon=True)
                thread.start()
    box.stop()
    warm.close()
