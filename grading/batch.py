"""Grade a class: every submission in a process of ours, its code in a sealed worker.

RESULTS/<submission>/result.json    a `result.Graded`, written at once or not at all

A submission that has its result is not graded again, unless its files, the checks, the data, a
version or what is asked for has changed: so a run that was killed goes on where it was. Whatever
happens to one submission, the others are graded.
"""

import contextlib
import csv
import io
import multiprocessing
import os
import tempfile
from collections.abc import Callable, Iterator
from concurrent import futures
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from . import catalogue, files, intake, lab, run, workers
from .errors import Problem
from .intake import Source
from .result import ExerciseResult, Graded, Status, encode
from .worker import rooms

RESULT = "result.json"
BEFORE = "before.json"  # beside it, after a regrading
RUN = "grading.json"  # in RESULTS, beside the submissions' folders
REGRADING = "regrading"  # there too, while one goes on
ROSTER = "roster.csv"
TRIES = 2  # for a submission whose grading process died
ENOUGH = 3  # submissions in a row that something on this machine keeps from being graded
LIMIT = 900.0  # seconds that all calls of one submission may take together
SCRATCH = "convlab-grade-"  # and the number of the process: a folder among the temporary files
SHOWN = 10  # names in a sentence
PER_PROCESS = 100  # submissions, after which a grading process makes room for a fresh one


class Person(msgspec.Struct, frozen=True):
    """A student as the roster tells of them."""

    name: str = ""
    id: str = ""
    email: str = ""


class Wish(msgspec.Struct, frozen=True):
    """What is asked for: the same for all submissions of a run.

    names      exercises that are checked; all of them if empty
    isolation  level at which students' code runs
    limit      seconds that all calls of one submission may take together
    seed       of the generated inputs
    data       SHA-256 of the test pictures; "" where checkpoints are not judged
    train      checkpoints that are trained from each submission's own code
    train_limit  seconds that one training may take
    devices    device files that are let into the seal of a training
    """

    names: list[str]
    isolation: str
    limit: float = LIMIT
    seed: str = ""
    data: str = ""
    train: list[str] = []
    train_limit: float = 3600.0
    devices: list[str] = []


class Run(msgspec.Struct, frozen=True):
    """What `regrade` has to know of a grading: where from, and what was asked for."""

    folder: str
    roster: str
    asked: Wish


class Task(msgspec.Struct, frozen=True):
    """One submission to grade."""

    source: Source
    results: Path
    wish: Wish
    person: Person = Person()

    @property
    def file(self) -> Path:
        return self.results / self.source.name / RESULT


def roster(folder: Path, file: Path | None = None) -> dict[str, Person]:
    """Read who handed in what: CSV with the columns submission, name, id and email.

    Without a file, `roster.csv` in the folder is taken if it is there.
    """
    if file is None:
        file = folder / ROSTER
        if not file.is_file():
            return {}
    try:
        rows = list(csv.DictReader(io.StringIO(files.read(file).decode("utf-8-sig"))))
    except (UnicodeDecodeError, csv.Error) as problem:
        raise Problem(f"{file} is no CSV in UTF-8: {problem}.") from None
    if rows and "submission" not in rows[0]:
        raise Problem(f"{file} has no column called submission; beside it: name, id, email.")
    people: dict[str, Person] = {}
    for row in rows:
        name = row["submission"]
        if not name:  # of somebody who has not handed in, or a line that ends before it
            continue
        if name in people:
            raise Problem(f"{file} has two lines for {name}: one submission is one person's.")
        people[name] = Person(*(row.get(key) or "" for key in ("name", "id", "email")))
    return people


def tasks(
    folder: Path, results: Path, wish: Wish, file: Path | None = None
) -> tuple[list[Task], list[str]]:
    """One task for each submission in a folder, and sentences on what is no submission."""
    inside = results.resolve()
    if inside == folder.resolve() or inside.is_relative_to(folder.resolve()):
        raise Problem(f"--out {results} lies in {folder}, whose folders are submissions.")
    found, others = intake.sources(folder, reserved={RUN, ROSTER, REGRADING, RESULT, BEFORE})
    people = roster(folder, file)
    given = [Task(source, results, wish, people.get(source.name, Person())) for source in found]
    others = [name for name in others if name != ROSTER]
    absent = sorted(people.keys() - {source.name for source in found})
    both = (("Left alone", others), ("In the roster, and not handed in", absent))
    return given, [f"{what}: {intake.some(names, SHOWN)}" for what, names in both if names]


def done(task: Task) -> Graded | None:
    """The result that is there, if it is the one that grading would give again."""
    if not task.file.is_file():
        return None
    try:
        known = msgspec.json.decode(files.read(task.file), type=Graded)
    except (*files.DAMAGED, Problem):
        return None
    taken = intake.take(task.source.path, lab.read())
    same = (
        known.status == taken.status
        and known.hashes == hashes(taken.files, task.wish)
        and known.versions == _versions()
        and known.isolation == task.wish.isolation
        and known.data == task.wish.data
    )
    return known if same else None


def set_person(task: Task, known: Graded) -> None:
    """Write into a result that is there whose it is, where the roster has changed since."""
    if Person(known.name, known.id, known.email) != task.person:
        for key, value in msgspec.structs.asdict(task.person).items():
            setattr(known, key, value)
        files.write(task.file, encode(known))


def hashes(taken: dict[str, bytes], wish: Wish) -> dict[str, str]:
    """What a result depends on: the submission's files, the checks, and what is asked for."""
    asked = msgspec.json.encode([wish.names, wish.seed, wish.train, wish.limit, wish.train_limit])
    return {
        **intake.digest(taken),
        "checks": run.checks_hash(),
        "asked": intake.digest({"": asked})[""],
    }


def _versions() -> dict[str, str]:
    return run.versions({"numpy", "keras"})


def grade(
    todo: list[Task],
    executor: Callable[[], futures.Executor],
    at_once: int,
    on_start: Callable[[str], None] = lambda name: None,
    on_end: Callable[[Graded], None] = lambda result: None,
) -> None:
    """Grade submissions, so many at a time; each result is on the disk before `on_end`.

    executor  makes where they run; made again should one of its processes die
    """
    waiting = [(task, 1) for task in reversed(todo)]
    refused = 0  # submissions in a row
    running: dict[futures.Future[Graded], tuple[Task, int]] = {}
    pool = executor()
    try:
        while waiting or running:
            # one that has been in a process that died is tried again alone: then it is its own
            alone = [number > 1 for _, number in [*running.values(), *waiting[-1:]]]
            while waiting and len(running) < (1 if any(alone) else at_once):
                task, number = waiting.pop()
                on_start(task.source.name)
                running[pool.submit(grade_one, task)] = task, number
            ended, _ = futures.wait(running, return_when=futures.FIRST_COMPLETED)
            died = False
            for future in ended:
                task, number = running.pop(future)
                problem = future.exception()
                died = died or isinstance(problem, futures.BrokenExecutor)
                refused = refused + 1 if isinstance(problem, Problem) else 0
                if problem is None:
                    on_end(future.result())
                elif refused == ENOUGH:  # so it is the machine's, and would meet them all
                    raise problem
                elif number < TRIES and refused == 0:
                    waiting.append((task, number + 1))
                else:
                    on_end(_given_up(task, problem))
            if died:
                pool.shutdown(wait=False)
                waiting += [(task, number + 1) for task, number in running.values()]
                running.clear()
                pool = executor()
    except BaseException:  # Ctrl-C waits for nobody: what is not written is graded again
        pool.shutdown(wait=False, cancel_futures=True)
        raise
    pool.shutdown(wait=True)


@contextlib.contextmanager
def executor(
    jobs: int | None, cluster: str | None, training: bool
) -> Iterator[tuple[Callable[[], futures.Executor], int]]:
    """Where submissions are graded, and how many at once: processes here, or a Dask cluster.

    jobs      at once; None for one a processor core, or one a thread of the cluster
    cluster   address of a Dask scheduler, whose workers see this lab and RESULTS at the same
              places, and run one task at a time
    training  on workers of the cluster that carry the resource GPU
    """
    if cluster is None:
        count = jobs or os.cpu_count() or 1
        _sweep()
        prefix = f"{SCRATCH}{os.getpid()}-"
        with tempfile.TemporaryDirectory(prefix=prefix, ignore_cleanup_errors=True) as scratch:
            Path(scratch).chmod(0o711)
            try:
                yield lambda: workers.pool(count, PER_PROCESS, scratch), count
            except BaseException:
                for child in multiprocessing.active_children():
                    child.kill()
                raise
        return
    try:
        import distributed  # without types
    except ImportError:
        raise Problem('--cluster needs Dask: pip install -e ".[cluster]"') from None
    try:
        client: Any = distributed.Client(cluster, timeout=20)  # type: ignore[no-untyped-call]
    except OSError as problem:
        raise Problem(f"There is no Dask scheduler at {cluster}: {problem}.") from None
    with client:
        resources = {"resources": {"GPU": 1}} if training else {}
        threads = client.nthreads().values()
        if not threads:
            raise Problem(f"The Dask cluster at {cluster} has no workers yet.")
        if max(threads) > 1:  # Hypothesis and pytest know one run a process
            raise Problem(
                f"A Dask worker at {cluster} runs {max(threads)} tasks at once, and may run one "
                "here: start workers with --nthreads 1, as many as should work side by side."
            )
        yield lambda: client.get_executor(pure=False, **resources), jobs or len(threads)


def _sweep() -> None:
    """Remove what runs that were killed have left among the temporary files."""
    if not Path("/proc/self").exists():  # elsewhere it is not known which of them still run
        return
    for folder in Path(tempfile.gettempdir()).glob(f"{SCRATCH}*"):
        number = folder.name.removeprefix(SCRATCH).partition("-")[0]
        if number.isdigit() and not Path("/proc", number).exists():
            with contextlib.suppress(OSError):
                rooms.remove(folder)


def remember(results: Path, known: Run) -> None:
    """Write down what was asked for, as a run begins."""
    files.sweep(results, RESULT)
    files.sweep(results, RUN)
    files.write(results / RUN, encode(known))


def recall(results: Path) -> Run:
    """Read what was asked for; Problem where nothing was graded."""
    try:
        return msgspec.json.decode(files.read(results / RUN), type=Run)
    except msgspec.MsgspecError as problem:
        raise Problem(f"{results / RUN} is damaged ({problem}): grade again.") from None


def _given_up(task: Task, problem: BaseException) -> Graded:
    """The result of a submission whose grading process has died again and again."""
    kind = "" if isinstance(problem, Problem) else f"{type(problem).__name__}: "
    why = f"Grading it failed ({kind}{problem}): see to it by hand."
    result = _nothing(task, "fault", [why], {}, _now())
    files.write(task.file, encode(result))
    return result


def grade_one(task: Task) -> Graded:
    """Grade one submission, and write its result."""
    begun = _now()
    taken = intake.take(task.source.path, lab.read())
    if taken.status != "graded":
        result = _nothing(task, taken.status, taken.notes, taken.files, begun)
    else:
        with workers.folder_of(taken.files) as folder:
            result = _checked(task, taken, folder, begun)
    result.finished = _now()
    files.write(task.file, encode(result))
    return result


def _checked(task: Task, taken: intake.Taken, folder: Path, begun: str) -> Graded:
    the_lab, wish = lab.read(), task.wish
    names = wish.names or the_lab.names
    heavy = any(the_lab.get(name).needs == "keras" for name in names)
    sandbox = workers.sandbox(wish.isolation, heavy)
    found = run.run(
        the_lab, folder, names, sandbox=sandbox, shown="exercises",
        seed=wish.seed, budget=wish.limit, plugins=[workers.examples],
    )  # fmt: skip
    workers.examples.draw()  # once: the next submissions take the same inputs
    result = Graded(
        **{name: getattr(found, name) for name in found.__struct_fields__},
        submission=task.source.name,
        status="graded",
        notes=taken.notes,
        **msgspec.structs.asdict(task.person),
        started=begun,
        data=wish.data,
    )
    if wish.data:
        _judge_checkpoints(result, task, the_lab, folder)
    result.hashes = hashes(taken.files, wish)
    result.versions = _versions()
    return result


def _judge_checkpoints(result: Graded, task: Task, the_lab: lab.Lab, folder: Path) -> None:
    """Judge what was handed in, or train it from the submission's own code first."""
    from . import evaluate

    sandbox = workers.sandbox(task.wish.isolation, heavy=True, small=False)
    for checkpoint in the_lab.checkpoint:
        if checkpoint.name in task.wish.train:
            note = workers.train_checkpoint(
                the_lab,
                checkpoint,
                folder,
                result,
                task.file.parent / "training" / checkpoint.name,
                task.wish.train_limit,
                task.wish.devices,
            )
            result.notes += [note] if note else []
        judged, made = evaluate.judge(
            the_lab, checkpoint, folder, {}, sandbox=sandbox, budget=task.wish.limit,
            shown="exercises",
        )  # fmt: skip
        result.seconds = round(result.seconds + sum(c.seconds for c in judged.checks), 3)
        result.exercises.append(judged)
        result.score += judged.score
        result.max_score += judged.max_score
        if made:
            result.accuracies[checkpoint.name] = round(made.counted, 4)


def _nothing(
    task: Task, status: Status, notes: list[str], taken: dict[str, bytes], begun: str
) -> Graded:
    """The result of a submission in which nothing can be checked."""
    the_lab = lab.read()
    exercises = [
        ExerciseResult(name, the_lab.get(name).title, "not started", 0, most, [])
        for name in task.wish.names or the_lab.names
        if (most := catalogue.points(name).total)
    ]
    exercises += [
        ExerciseResult(each.result_name, each.title, "not started", 0, each.points, [])
        for each in the_lab.checkpoint
        if task.wish.data
    ]
    return Graded(
        score=0,
        max_score=sum(exercise.max_score for exercise in exercises),
        isolation=task.wish.isolation,
        seconds=0.0,
        versions=_versions(),
        hashes=hashes(taken, task.wish),
        exercises=exercises,
        submission=task.source.name,
        status=status,
        notes=notes,
        **msgspec.structs.asdict(task.person),
        started=begun,
        finished=_now(),
        data=task.wish.data,
    )


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
