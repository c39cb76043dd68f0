"""Record how known wrong versions behave, for `behaviour` to tell mistakes by.

Inputs are those of the checks, taken down while the solutions are checked. Of the many, those few
are kept that tell every wrong version from the right one, and from the others.
"""

import contextlib
import copy
import hashlib
import io
import itertools
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from . import behaviour, bundle, counterexample, direct, lab, misconceptions, proxy, run
from .errors import CheckEnded, StudentError
from .worker import packing, schema

LARGEST = 16 << 10  # bytes of a call's arrays; larger ones are not kept
MOST = 24  # calls that are kept of a function, of visible checks and of hidden ones each
LEAST = 12  # calls that are kept where there are as many
APART = 3  # calls that should tell two wrong versions apart
# Functions that many answers are right of: how their checks fail tells more than what they answer.
SEVERAL = (
    "filtering.edge_kernels", "dense.dropout", "dataset.train_validation_split",
    "augmentation.add_noise", "augmentation.augment",
    "activation_maximization.maximize_activation",
)  # fmt: skip
FROM_RIGHT = 6  # and a wrong version from the right one

Given = tuple[tuple[Any, ...], dict[str, Any], bool]  # the last: from a hidden check


class _Recorder(direct.Direct):
    """The solutions, and what they are called with."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.seen: dict[tuple[str, str], dict[bytes, tuple[Any, Any, str]]] = {}
        self.title = ""

    def call(
        self, module: str, name: str, args: tuple[Any, ...], kwargs: dict[str, Any], limit: float
    ) -> Any:
        key = _key(args, kwargs)
        if key is not None:
            calls = self.seen.setdefault((module, name), {})
            calls.setdefault(key, (*copy.deepcopy((args, kwargs)), self.title))
        return super().call(module, name, args, kwargs, limit)


def record(the_lab: lab.Lab, exercise: str, on_version: Callable[[str], None]) -> Path:
    """Write the file of one exercise; runs its checks, and all of its wrong versions."""
    known = misconceptions.known(exercise)
    given = _inputs(the_lab, exercise)
    packer = packing.Packer()
    functions = {}
    with tempfile.TemporaryDirectory() as scratch:
        folders = {
            wrong.name: misconceptions.submission(wrong, Path(scratch) / wrong.name)
            for wrong in known
        }
        for function in dict.fromkeys(wrong.function for wrong in known):
            versions = [wrong for wrong in known if wrong.function == function]
            functions[function] = _function(
                the_lab, exercise, function, versions, folders, given.get(function, []), packer,
                on_version,
            )  # fmt: skip
    book = behaviour.Book(made_of(exercise), functions)
    target = behaviour.file(exercise)
    target.parent.mkdir(exist_ok=True)
    target.write_bytes(bundle.encode(book, packer.body()))
    return target


def made_of(exercise: str) -> str:
    """SHA-256 of what a file is made from: the wrong versions and the checks."""
    digest = hashlib.sha256()
    probes = lab.CHECKS / "probes" / f"{exercise}.py"
    for file in (
        lab.CHECKS / "misconceptions" / f"{exercise}.py",
        lab.CHECKS / f"test_{exercise}.py",
        *([probes] if probes.is_file() else []),
    ):
        digest.update(file.read_bytes())
    if probes.is_file() and b"checks.probes.shared" in probes.read_bytes():
        digest.update(probes.with_name("shared.py").read_bytes())
    return digest.hexdigest()


def without_hidden(data: bytes, hidden: list[str]) -> bytes:
    """A file without what comes from hidden checks, and without the names of wrong versions.

    hidden  ids of the hidden checks
    """
    book, body = bundle.decode(data, behaviour.Book)
    packer = packing.Packer()

    def again(node: schema.Node) -> schema.Node:
        return packer.pack(packing.Unpacker(body).unpack(node))

    functions = {}
    for name, function in book.functions.items():
        kept = [i for i, call in enumerate(function.calls) if not call.hidden]
        indices = range(_answers(function)) if function.probed else kept
        functions[name] = behaviour.Function(
            [
                behaviour.Call(
                    [again(node) for node in function.calls[i].args],
                    {key: again(node) for key, node in function.calls[i].kwargs.items()},
                    False,
                    function.calls[i].refused,
                )
                for i in kept
            ],
            function.probed,
            [
                msgspec.structs.replace(
                    version,
                    name="",
                    answers=[
                        msgspec.structs.replace(a, value=again(a.value))
                        for a in (version.answers[i] for i in indices)
                    ]
                    if version.answers
                    else [],
                    differs=[n for n, i in enumerate(indices) if i in version.differs],
                    failures={k: v for k, v in version.failures.items() if k not in hidden},
                )
                for version in function.versions
            ],
        )
    book = behaviour.Book(book.made_of, functions)
    return bundle.encode(book, packer.body())


def _answers(function: behaviour.Function) -> int:
    return max((len(version.answers) for version in function.versions), default=0)


def _inputs(the_lab: lab.Lab, exercise: str) -> dict[str, list[Given]]:
    """What every function of an exercise is called with, the smallest first."""
    host = _Recorder(lab.SOLUTIONS)

    def begins(name: str, title: str) -> None:
        host.title = title

    result = run.run(the_lab, lab.SOLUTIONS, [exercise], on_check=begins, host=host)
    assert result.passed, f"the solution of {exercise} does not pass"
    hidden = {check.title: check.hidden for e in result.exercises for check in e.checks}
    found: dict[str, list[Given]] = {}
    for (module, function), calls in host.seen.items():
        if module == exercise:
            ordered = sorted(calls.items(), key=lambda item: (len(item[0]), item[0]))
            found[function] = [(args, kw, hidden[title]) for _, (args, kw, title) in ordered]
    return found


def _function(
    the_lab: lab.Lab,
    exercise: str,
    function: str,
    versions: list[misconceptions.Misconception],
    folders: dict[str, Path],
    given: list[Given],
    packer: packing.Packer,
    on_version: Callable[[str], None],
) -> behaviour.Function:
    right, probed = _answered(exercise, function, lab.SOLUTIONS, given)
    wrong: list[list[Any]] = []
    for version in versions:
        on_version(version.name)
        wrong.append(_settled(exercise, function, folders[version.name], given))
    usable = [
        i for i, answer in enumerate(right)
        if answer is not None and all(answers[i] is not None for answers in wrong if answers)
    ]  # fmt: skip
    told = [v.sentence for v, answers in zip(versions, wrong, strict=True) if answers]
    hidden = [hidden for *_, hidden in given]
    kept = usable if probed else _chosen(usable, right, [w for w in wrong if w], told, hidden)
    calls = [] if probed else [_packed(given[i], right[i], packer) for i in kept]
    several = f"{exercise}.{function}" in SEVERAL
    found = []
    for version, answers in zip(versions, wrong, strict=True):
        answers = answers or right
        differs = [n for n, i in enumerate(kept) if not _alike(answers[i], right[i], False)]
        exact = not differs
        if exact:
            differs = [n for n, i in enumerate(kept) if not _alike(answers[i], right[i], True)]
        failures = {}
        if not differs or several:
            # some write where they should not
            with contextlib.redirect_stdout(io.StringIO()), contextlib.chdir(folders[version.name]):
                failed = run.run(the_lab, folders[version.name], [exercise], in_process=True)
            failures = behaviour.failures(failed.exercises[0].checks)
        found.append(
            behaviour.Version(
                version.name,
                version.sentence,
                [behaviour.recorded(answers[i], packer) for i in kept] if differs else [],
                differs,
                exact,
                failures,
            )
        )
    return behaviour.Function(calls, probed, found)


def _answered(
    exercise: str, function: str, folder: Path, given: list[Given]
) -> tuple[list[Any], bool]:
    """What a submission answers to all inputs, None where that cannot be compared; and whether
    the inputs are the lab's own.
    """
    host = direct.Direct(folder)
    host.start()
    try:
        module = proxy.Module(host, exercise, 60.0)
        probes = list(behaviour.probes(exercise, function, host))
        calls = probes or [
            behaviour.Probe(*copy.deepcopy((args, kwargs))) for args, kwargs, _ in given
        ]
        return [_answer(module, function, call) for call in calls], bool(probes)
    finally:
        host.close()
        if pyplot := sys.modules.get("matplotlib.pyplot"):
            pyplot.close("all")  # those of calls that failed: Matplotlib warns of many


def _settled(exercise: str, function: str, folder: Path, given: list[Given]) -> list[Any]:
    """What a wrong version answers; nothing where that is another answer the next time."""
    first, _ = _answered(exercise, function, folder, given)
    again, _ = _answered(exercise, function, folder, given)
    pairs = zip(first, again, strict=True)
    steady = all((a is None) == (b is None) and (a is None or _alike(a, b, True)) for a, b in pairs)
    return first if steady else []


def _answer(module: proxy.Module, function: str, probe: behaviour.Probe) -> Any:
    proxy.begin(60.0)
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            got = behaviour.answer(module, function, probe)
        behaviour.recorded(got, packing.Packer())
    except (CheckEnded, behaviour.Incomparable):
        return None
    return got


def _alike(one: Any, other: Any, exact: bool) -> bool:
    packer = packing.Packer()
    known = behaviour.recorded(other, packer)
    return behaviour.same(one, known, packer.arrived(), exact)


def _chosen(
    usable: list[int],
    right: list[Any],
    wrong: list[list[Any]],
    sentences: list[str],
    hidden: list[bool],
) -> list[int]:
    """Calls that tell all sentences apart, those of visible checks first: students have only these.

    Dtypes and messages count where a pair differs in nothing else.
    """
    everyone = [right, *wrong]
    pairs = [
        (one, other)
        for one, other in itertools.combinations(range(len(everyone)), 2)
        if one == 0 or sentences[one - 1] != sentences[other - 1]
    ]

    def differing(pairs: list[tuple[int, int]], exact: bool) -> dict[int, set[tuple[int, int]]]:
        return {
            i: {(a, b) for a, b in pairs if not _alike(everyone[b][i], everyone[a][i], exact)}
            for i in usable
        }

    apart = differing(pairs, False)
    told = {pair for several in apart.values() for pair in several}
    for i, found in differing([pair for pair in pairs if pair not in told], True).items():
        apart[i] |= found
    want = {pair: FROM_RIGHT if pair[0] == 0 else APART for pair in pairs}
    kept: list[int] = []
    for ours in ([i for i in usable if not hidden[i]], [i for i in usable if hidden[i]]):
        for _ in range(MOST):
            gains = {i: sum(want[pair] > 0 for pair in apart[i]) for i in ours if i not in kept}
            best = max(gains, key=lambda i: gains[i], default=None)
            if best is None or not gains[best]:
                break
            kept.append(best)
            for pair in apart[best]:
                want[pair] -= 1
    # the largest inputs are the least likely to be answered alike by chance
    others = [i for i in reversed(usable) if i not in kept and not hidden[i]]
    return kept + others[: max(0, LEAST - len(kept))]


def _packed(given: Given, right: Any, packer: packing.Packer) -> behaviour.Call:
    args, kwargs, hidden = given
    return behaviour.Call(
        [packer.pack(value) for value in args],
        {key: packer.pack(value) for key, value in kwargs.items()},
        hidden,
        isinstance(right, StudentError),
    )


def _key(args: tuple[Any, ...], kwargs: dict[str, Any]) -> bytes | None:
    """The inputs as bytes, to know them again; None for those that are not kept."""
    packer = packing.Packer()
    try:
        nodes = [packer.pack(value) for value in [*args, *kwargs.values()]]
    except Exception:
        return None
    if any(map(_odd, [*args, *kwargs.values()])):
        return None
    data = packer.body()
    key = msgspec.msgpack.encode([nodes, list(kwargs)])
    return key + data if len(key) + len(data) <= LARGEST else None


def _odd(value: Any) -> bool:
    """Whether a value cannot be kept for later: a model, a function, a folder of that moment."""
    if isinstance(value, (list, tuple)):
        return any(map(_odd, value))
    if isinstance(value, dict):
        return any(map(_odd, value.values()))
    if isinstance(value, str):
        return Path(value).is_absolute()
    return not counterexample.is_plain(value)
