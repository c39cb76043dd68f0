"""What a run has found so far, check by check, and which exercises are final."""

from collections.abc import Callable, Collection

from .lab import Lab
from .result import CheckResult, ExerciseResult


class Scores:
    """The results of checks, in the order in which they are told.

    An exercise is final once its checks have run and, unless they have all passed, those of all
    that it builds on: they may explain what is wrong.

    wanted     names of exercises whose results are asked for
    on_failed  called with an exercise that has failed checks, before it is handed on
    on_result  called with every exercise as soon as it is final, in the lab's order
    """

    def __init__(
        self,
        the_lab: Lab,
        wanted: Collection[str],
        on_failed: Callable[[str, list[CheckResult]], None],
        on_result: Callable[[ExerciseResult], None],
    ) -> None:
        self.lab = the_lab
        self.wanted = wanted
        self.on_failed = on_failed
        self.on_result = on_result
        self.results: dict[str, CheckResult] = {}
        self.order: dict[str, list[str]] = {}  # ids of the checks of every exercise
        self._done: set[str] = set()
        self._reported: set[str] = set()

    def expect(self, name: str, checks: list[CheckResult]) -> None:
        """Wait for the checks of an exercise; given as they are until they have run."""
        self.order[name] = [check.id for check in checks]
        self.results |= {check.id: check for check in checks}

    def take(self, known: ExerciseResult) -> None:
        """Let a result that is known stand for a run."""
        self.expect(known.name, known.checks)
        self._done.update(self.order[known.name])

    def has_run(self, check_id: str) -> None:
        self._done.add(check_id)

    def knows(self, check_id: str) -> bool:
        """Whether a check has run."""
        return check_id in self._done

    def of(self, name: str) -> list[CheckResult]:
        return [self.results[check_id] for check_id in self.order.get(name, [])]

    def exercise(self, name: str) -> ExerciseResult:
        """Give an exercise's result, as far as its checks have run."""
        return ExerciseResult.of(name, self.lab.get(name).title, self.of(name))

    def explains(self, name: str) -> bool:
        """Whether something that is asked for, and builds on this exercise, has failed."""
        return any(
            name in self.lab.builds_on([wanted]) and not self._all_passed(wanted)
            for wanted in self.wanted
        )

    def report(self, at_end: bool = False) -> None:
        """Hand on the exercises that are final; at the end, all."""
        for name in self.wanted:
            if name in self._reported:
                continue
            blockers = self.lab.builds_on([name])
            final = self._all_run(name) and (
                self._all_passed(name) or all(map(self._all_run, blockers))
            )
            if not (final or at_end):
                return
            self._wait(name, blockers)
            self.on_failed(name, self.of(name))
            self._reported.add(name)
            self.on_result(self.exercise(name))

    def _all_run(self, name: str) -> bool:
        return self._done.issuperset(self.order[name])

    def _all_passed(self, name: str) -> bool:
        return all(result.state == "passed" for result in self.of(name))

    def _wait(self, name: str, blockers: list[str]) -> None:
        """A check that failed while a prerequisite fails waits: look at the prerequisite first."""
        failing = [b for b in blockers if self._all_run(b) and not self._all_passed(b)]
        for result in self.of(name):
            if failing and result.state in ("wrong", "error", "too slow"):
                result.state = "waiting"
                result.message = f"It builds on {' and '.join(failing)}: look there first."
                result.where = None
