"""The pytest plugin: students' modules as fixtures, points, states, and what a run found.

    pytest checks                          the student's own exercises, in a worker
    pytest checks --submission solutions   somebody else's
    pytest checks --in-process             without a worker, for a debugger (--pdb)

A test function in `checks/test_NAME.py` that is marked with `points` is a check of the exercise
NAME. It asks for the module by that name: `def test_shape(filtering): …`.
"""

import contextlib
import math
import signal
import threading
import time
from collections.abc import Callable, Collection, Generator, Iterator, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any, Protocol

import hypothesis
import pytest

from . import behaviour, counterexample, feedback, generating, hosts, lab, models, proxy, submission
from .counterexample import Counterexample
from .errors import CodeFailed, NotStarted, Problem, StudentError, TooSlow
from .expect import Mismatch
from .result import CheckResult, ExerciseResult, State
from .scores import Scores

SEED = "convlab"
DID_NOT_RUN = "This check did not run."
CHECK_CALLS = 12  # a check may take as long as this many calls at their limit
LOOKING = 60.0  # seconds beside in which a check looks at what came back


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("convlab")
    group.addoption("--submission", default="exercises", help="folder whose modules are checked")
    group.addoption(
        "--in-process", action="store_true", help="import the modules here, unprotected"
    )
    group.addoption("--check-seed", default=SEED, help="seed of the generated inputs")


@pytest.hookimpl(trylast=True)
def pytest_configure(config: pytest.Config) -> None:
    if any(isinstance(plugin, Run) for plugin in config.pluginmanager.get_plugins()):
        config.option.tbstyle = "no"  # nobody reads the tracebacks, and to write them takes time
        return  # the command has brought its own
    try:
        run = Run(
            lab.read(),
            config.getoption("submission"),
            config.getoption("in_process"),
            config.getoption("check_seed"),
        )
    except Problem as problem:
        raise pytest.UsageError(str(problem)) from None
    config.pluginmanager.register(run)
    config.pluginmanager.register(run.fixtures)


class Elsewhere(Protocol):
    """Another process that runs some of the checks.

    checks  their ids
    """

    checks: frozenset[str]

    def passed(self, check: str) -> float | None:
        """Wait for a check: the seconds that it took to pass, None if it has to run here."""

    def failed(self) -> Collection[str]:
        """Ids of checks that have failed there by now: they have to run here."""


class Run:
    """One pytest session over the checks, and what it has found so far.

    select     names of exercises whose checks are wanted; None for all
    host       where the submission lives, if it has been started already
    shown      the folder that messages point into, where that is not `path`
    on_result  called with every exercise as soon as its result is final
    on_failure  called with the inputs of every check that failed, where they can be kept
    known      exercises that are known to pass: their checks do not run
    on_checked  called with every check of these exercises that has run
    first      ids of checks that run before the others of their exercise
    only       ids of the only checks that run; None for all
    elsewhere  another process that runs some of the checks
    """

    def __init__(
        self,
        the_lab: lab.Lab,
        path: str | Path,
        in_process: bool = False,
        seed: str = SEED,
        select: list[str] | None = None,
        host: proxy.Host | None = None,
        on_result: Callable[[ExerciseResult], None] = lambda result: None,
        on_check: Callable[[str, str], None] = lambda exercise, title: None,
        shown: str | None = None,
        on_failure: Callable[[Counterexample], None] = lambda found: None,
        known: Mapping[str, ExerciseResult] | None = None,
        on_checked: Callable[[CheckResult], None] = lambda result: None,
        first: Collection[str] = (),
        only: Collection[str] | None = None,
        elsewhere: Elsewhere | None = None,
    ) -> None:
        self.lab = the_lab
        self.known = known or {}
        self.on_checked = on_checked
        self.first = first
        self.only = only
        self.elsewhere = elsewhere
        self.folder = submission.find(path)
        self.shown_folder = str(path) if shown is None else shown
        self.seed = seed
        self.wanted = select if select is not None else the_lab.names
        self.host: proxy.Host = host or hosts.start(the_lab, self.folder, in_process)
        self.on_check = on_check
        self.on_failure = on_failure
        self.scores = Scores(the_lab, self.wanted, self._name_mistakes, on_result)
        self.faults: list[str] = []  # check files that cannot be collected
        self._items: dict[str, str] = {}
        self._about: dict[str, str] = {}  # functions that failed checks are about
        self._modules: dict[str, proxy.Module] = {}
        self.fixtures = _fixtures(self)
        generating.prepare()

    # Collection

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            last = str(report.longrepr).strip().splitlines()[-1].removeprefix("E").strip()
            self.faults.append(f"{report.nodeid}: {last}")

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(
        self, session: pytest.Session, config: pytest.Config, items: list[pytest.Item]
    ) -> None:
        """Bring the checks into the lab's order; those of prerequisites only if they are needed."""
        support = [name for name in self.lab.builds_on(self.wanted) if name not in self.wanted]
        checks: dict[str, list[pytest.Item]] = {name: [] for name in [*self.wanted, *support]}
        others, dropped = [], []
        for item in items:
            function = getattr(item, "obj", None)
            if not hasattr(function, "points"):
                others.append(item)
                continue
            exercise = item.path.stem.removeprefix("test_")
            left_out = self.only is not None and f"{exercise}.{item.name}" not in self.only
            if exercise not in checks or exercise in self.known or left_out:
                dropped.append(item)
                continue
            checks[exercise].append(item)
        for name, own in checks.items():
            self.scores.expect(name, [self._prepare(item, name) for item in own])
        for name in self.known.keys() & checks.keys():
            self.scores.take(self.known[name])
        for own in checks.values():  # the order in which they are told stays as it is
            own.sort(key=lambda item: self._place(self._items[item.nodeid]))
        if dropped:
            config.hook.pytest_deselected(items=dropped)
        items[:] = others + [item for own in checks.values() for item in own]
        if self.host.level not in ("none", "in-process"):
            # what a submission has seen of hidden inputs, it cannot tell in a message that is shown
            items.sort(
                key=lambda item: (
                    item.path.stem.removeprefix("test_") in support,
                    getattr(item.obj, "hidden", False),  # type: ignore[attr-defined]
                )
            )
        if self.known:
            self.scores.report()

    def _place(self, check_id: str) -> int:
        """The order in which checks run: what failed last comes first, what others run last."""
        if self.elsewhere and check_id in self.elsewhere.checks:
            return 2
        return 0 if check_id in self.first else 1

    def _prepare(self, item: pytest.Item, exercise: str) -> CheckResult:
        """Seed a check, and give the result that it has until it has run."""
        function: Any = item.obj  # type: ignore[attr-defined]
        check_id = f"{exercise}.{item.name}"
        self._items[item.nodeid] = check_id
        title = " ".join((function.__doc__ or item.name).split())
        generating.seed(function, f"{self.seed}/{check_id}")
        return CheckResult(
            check_id, title, "fault", 0, function.points, function.hidden, 0.0, DID_NOT_RUN
        )

    # Running

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item, nextitem: pytest.Item | None) -> Any:
        """Skip what is only a prerequisite as long as nothing that builds on it has failed."""
        check_id = self._items.get(item.nodeid)
        if check_id is None:
            return None
        exercise = check_id.split(".")[0]
        if exercise not in self.wanted and not self.scores.explains(exercise):
            return True
        if self.scores.knows(check_id) or self._passed_elsewhere(check_id):
            return True
        self._run_what_failed_elsewhere(item)
        if not submission.untouched(self.folder, exercise):  # else there is nothing to run
            self.on_check(exercise, self.scores.results[check_id].title)
        return None

    def _run_what_failed_elsewhere(self, before: pytest.Item) -> None:
        """Run these checks before another one: a failure is what the student waits for."""
        if not self.elsewhere or self._items[before.nodeid] in self.elsewhere.checks:
            return
        failed = self.elsewhere.failed()
        for item in before.session.items:
            check_id = self._items.get(item.nodeid, "")
            if check_id in failed and not self.scores.knows(check_id):
                item.ihook.pytest_runtest_protocol(item=item, nextitem=before)

    def _passed_elsewhere(self, check_id: str) -> bool:
        """Take the result of a check that another process has run and found to pass."""
        if not self.elsewhere or check_id not in self.elsewhere.checks:
            return False
        seconds = self.elsewhere.passed(check_id)
        if seconds is None:
            return False
        result = self.scores.results[check_id]
        result.state, result.score, result.message = "passed", result.max_score, None
        result.seconds = round(seconds, 4)
        self.scores.has_run(check_id)
        self.on_checked(result)
        self.scores.report()
        return True

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self, item: pytest.Item) -> Iterator[None]:
        check_id = self._items.get(item.nodeid)
        if check_id is None:
            return (yield)
        exercise = check_id.split(".")[0]
        limit = self.lab.get(exercise).call_limit
        # whoever steps through code takes their time
        check = proxy.begin(math.inf if self.host.level == "in-process" else limit * CHECK_CALLS)
        result = self.scores.results[check_id]
        started = time.monotonic()
        try:
            if submission.untouched(self.folder, exercise):  # nothing to run, or to load
                raise NotStarted(f"{exercise}.py is still the stub.")
            with _ending_after(check.limit + LOOKING):
                outcome = yield
            result.state, result.score, result.message = "passed", result.max_score, None
            return outcome
        except KeyboardInterrupt:
            raise
        except BaseException as problem:
            self._failed(check_id, problem, check)
            raise
        finally:
            self.scores.has_run(check_id)
            result.seconds = round(time.monotonic() - started, 4)
            self.on_checked(result)

    def _failed(self, check_id: str, problem: BaseException, check: proxy.Check) -> None:
        result = self.scores.results[check_id]
        result.state, told = _state(problem, check)
        if result.state == "fault":
            result.message = f"This check itself failed ({type(told).__name__}: {told})."
            return
        result.message, line = feedback.explain(told, check.calls)
        call = getattr(told, "call", None) or (check.calls[-1] if check.calls else None)
        self._about[check_id] = call.function if call else ""
        found = counterexample.of(told, check, check_id, result.title)
        if found:
            self.on_failure(found)
        file = f"{self.shown_folder.rstrip('/')}/{check_id.split('.')[0]}.py"
        if isinstance(told, (StudentError, CodeFailed)) and told.frames:
            file = f"{self.shown_folder.rstrip('/')}/{told.frames[-1].file}"
        result.where = feedback.printable(f"{file}:{line}" if line else file)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Under plain pytest too, a failed check says what to mend, not how we found out."""
        report = yield
        result = self.scores.results.get(self._items.get(item.nodeid, ""))
        if result and result.state not in ("passed", "fault") and call.when == "call":
            where = f"{result.where}: " if result.where else ""
            report.longrepr = f"{where}{result.state}\n{result.title}\n{result.message or ''}"
        return report

    @pytest.hookimpl(trylast=True)
    def pytest_runtest_logfinish(self, nodeid: str) -> None:
        if nodeid in self._items:
            self.scores.report()

    def pytest_sessionfinish(self, exitstatus: int) -> None:
        # what has not run, or was not even collected, is nobody's fault
        if exitstatus != pytest.ExitCode.INTERRUPTED and self.scores.order:
            self.scores.report(at_end=True)
        self.host.close()

    def _name_mistakes(self, name: str, results: list[CheckResult]) -> None:
        """Say of failed checks which known mistake they look like, if it can be told."""
        failed: dict[str, list[CheckResult]] = {}
        for result in results:
            if result.state in behaviour.FAILED and self._about.get(result.id):
                failed.setdefault(self._about[result.id], []).append(result)
        if failed:
            behaviour.name_mistakes(self.host, self.module(name), failed, results)

    def module(self, name: str) -> proxy.Module:
        if name not in self._modules:
            self._modules[name] = proxy.Module(self.host, name, self.lab.get(name).call_limit)
        return self._modules[name]


def _fixtures(run: Run) -> ModuleType:
    """A plugin with one session fixture an exercise, named like it: the student's module.

    Checks of models may also ask for the `workbench`.
    """

    def fixture(name: str) -> Any:
        def give() -> proxy.Module:
            return run.module(name)

        return pytest.fixture(scope="session", name=name)(give)

    @pytest.fixture(scope="session", name="workbench")
    def give_workbench() -> models.Workbench:
        return models.Workbench(run.host)

    plugin = ModuleType("convlab-fixtures")
    vars(plugin)["give_workbench"] = give_workbench
    vars(plugin).update({f"give_{name}": fixture(name) for name in run.lab.names})
    return plugin


@contextlib.contextmanager
def _ending_after(seconds: float) -> Iterator[None]:
    """End a check that goes on for longer than that: what a submission answers may be of a kind
    that takes us very long to look at.

    Nothing ends it where there is no such signal (Windows), and in threads.
    """
    main = threading.current_thread() is threading.main_thread()
    if not hasattr(signal, "setitimer") or not main or math.isinf(seconds):
        yield
        return

    def ring(*args: object) -> None:
        raise TooSlow(f"What it answered could not be looked at within {seconds:g} seconds.")

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _state(problem: BaseException, check: proxy.Check) -> tuple[State, BaseException]:
    """The state that a check is in after an exception, and the exception to tell about."""
    if isinstance(problem, (TooSlow, hypothesis.errors.Flaky)) and check.failure is not None:
        # Out of time for a smaller example, or an example that fails only now and then.
        problem = check.failure
    if isinstance(problem, Mismatch):
        return "wrong", problem
    if isinstance(problem, NotStarted):
        return "not started", problem
    if isinstance(problem, TooSlow):
        return "too slow", problem
    if isinstance(problem, (StudentError, CodeFailed)):
        return "error", problem
    last = check.calls[-1] if check.calls else None
    if isinstance(problem, TypeError) and last and last.parameters is None:
        return "error", CodeFailed(f"{last.module}.{last.function} is no function.")
    return "fault", problem
