"""Name the mistake behind a failed check, by what the function does rather than how it is written.

For every exercise `checks/behaviour/NAME.bin` holds inputs, and for every known wrong version what
it answers to them. When checks of a function have failed, it is called with these inputs once
more: if all answers are those of one wrong version, and of no other, its sentence is told. What
gives no answers that can be compared, such as a training, is told by how its checks failed, if
every one of them failed exactly as it does for one wrong version, and for no other.

`recording` makes these files from the wrong versions, whose code students do not have.
"""

import importlib
import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

import msgspec
import numpy as np

from . import bundle, lab, lessons, models, proxy
from .errors import CheckEnded, StudentError
from .outcome import Outcome
from .result import INDENT, CheckResult
from .worker import packing, schema

FOLDER = lab.CHECKS / "behaviour"
TOLERANCE = 1e-5  # relative to the largest value, as where checks compare
LIMIT = 10.0  # seconds for all calls of one function
FAILED = ("wrong", "error")
UNTELLING = ("another picture", "something else", "other weights", "another number of steps")
VALUES = re.compile(r"^first difference at", re.MULTILINE)  # as `expect` says of two arrays
SHOULD = re.compile(r"^Here the function should .*", re.MULTILINE)
OS_ERROR = re.compile(r"File\w+Error: \[Errno \d+\] (?P<text>[^:]+): '(?P<path>[^']+)'")
FILES = re.compile(r"^(as new files:|a folder without) (?!none$).*", re.MULTILINE)
REFUSAL = re.compile(r"^(Expected +|.*Here the function should raise )\w+Error\b", re.MULTILINE)
NOT_COMPILED = "You must call `compile()`"  # as Keras says it
COUNTED = re.compile(r"^(\d+) of them: .*", re.MULTILINE)
# Nobody loses points over a fault in what only names mistakes; our own tests should see one.
strict = False
NUMBER = re.compile(r"-?\d+\.\d+(e[-+]?\d+)?|-?\d+e[-+]?\d+|\bnan\b|\binf\b")


class Answer(msgspec.Struct, array_like=True):
    """What a call gave: a value, or the type of an exception; and what it did besides."""

    value: schema.Node = None
    raised: str = ""
    message: str = ""
    changed: list[str] = []
    warned: bool = False
    printed: bool = False


class Call(msgspec.Struct, array_like=True):
    """The inputs of one call.

    hidden   they come from a hidden check
    refused  the right version raises an exception, and so its type matters
    """

    args: list[schema.Node]
    kwargs: dict[str, schema.Node]
    hidden: bool
    refused: bool = False


class Version(msgspec.Struct, array_like=True):
    """A wrong version.

    answers   to every call
    differs   indices of the calls that the right version answers otherwise
    exact     it differs in dtypes alone, which matter then
    failures  of its checks, by their ids, where its answers do not tell
    """

    name: str
    sentence: str
    answers: list[Answer]
    differs: list[int]
    exact: bool
    failures: dict[str, str]


class Function(msgspec.Struct, array_like=True):
    """What is known of one function; `probed` if `checks/probes/` makes its inputs."""

    calls: list[Call]
    probed: bool
    versions: list[Version]


class Book(msgspec.Struct, array_like=True):
    """What is known of one exercise; `made_of` is the SHA-256 of what it was made from."""

    made_of: str
    functions: dict[str, Function]


class Probe(NamedTuple):
    """What a function is called with, to tell its mistake.

    start    other arguments: what counts is the way from their answer to this one, wherever the
           student chose to begin
    refused  the right version raises an exception
    tell     makes plain values of an answer that cannot be compared, such as a model, or of one
           that may be right in many ways
    """

    args: tuple[Any, ...] = ()
    kwargs: Mapping[str, Any] = MappingProxyType({})
    start: tuple[Any, ...] = ()
    tell: Callable[[Any], Any] | None = None
    refused: bool = False


class Incomparable(Exception):
    """An answer cannot be compared: a figure, a model, an object."""


def file(exercise: str, folder: Path = FOLDER) -> Path:
    return folder / f"{exercise}.bin"


def read(exercise: str) -> tuple[Book, np.ndarray] | None:
    """What is known of an exercise; None where nothing is, or where the file is damaged."""
    try:
        return bundle.decode(file(exercise).read_bytes(), Book)
    except (OSError, *bundle.DAMAGED):
        return None


def is_made_of(exercise: str, hash_: str) -> bool:
    """Whether the file of an exercise is there, and made of what has this SHA-256."""
    known = read(exercise)
    return known is not None and known[0].made_of == hash_


def name_mistakes(
    host: proxy.Host, module: proxy.Module, failed: dict[str, list[CheckResult]], all_: list[Any]
) -> None:
    """Write the mistake that they look like into failed checks, where it can be told.

    failed  failed checks of an exercise by the function that they are about
    all_    results of all its checks
    """
    name = all_[0].id.partition(".")[0]
    known_all = read(name)
    if known_all is None:
        return
    book, body = known_all
    for function, checks in failed.items():
        known = book.functions.get(function)
        if known is None:
            continue
        try:
            found, besides = by_answers(host, module, function, known, body)
            found = found or by_failures(known, all_)
        except Exception:
            if strict:
                raise
            continue
        heading = lessons.about(name, function, found) if found else ""
        for check in checks:
            if besides and REFUSAL.search(check.message or ""):
                continue  # a second mistake, which its own message tells of
            check.misconception = found
            check.lesson = lessons.place(name, heading) or None


def by_answers(
    host: proxy.Host, module: proxy.Module, function: str, known: Function, body: np.ndarray
) -> tuple[str | None, bool]:
    """The sentence of the one wrong version that answers all calls as this function does.

    Where there is none, that of the one that does so wherever the right version gives an answer:
    True says that what it refuses was left aside.
    """
    calls = inputs(module._name, function, known, body, host)
    # unless other probes are made by now than when it was recorded
    left = [v for v in known.versions if v.differs and len(v.answers) == len(calls)]
    whole = {version.name for version in left}  # those that refuse what this function refuses
    exactly = {version.sentence for version in left}
    refused = [each.refused for each in known.calls or calls]
    proxy.begin(LIMIT)
    for index, probe in enumerate(calls):
        if not left:
            return None, False
        try:
            got = answer(module, function, probe)
            typed = not known.calls or refused[index]
            fitting = [v for v in left if same(got, v.answers[index], body, v.exact, typed)]
            exactly &= {v.sentence for v in fitting if same(got, v.answers[index], body, True)}
        except (CheckEnded, Incomparable):
            return None, False
        whole &= {version.name for version in fitting}
        left = left if refused[index] else fitting
    sentences = {version.sentence for version in left if version.name in whole}
    if len(sentences) > 1:  # dtypes and messages may decide between several
        sentences = exactly
    besides = not sentences
    if besides:
        sentences = {v.sentence for v in left if not all(refused[index] for index in v.differs)}
    return (sentences.pop(), besides) if len(sentences) == 1 else (None, False)


def by_failures(known: Function, results: Iterable[CheckResult]) -> str | None:
    """The sentence of the one wrong version whose checks fail exactly as these do."""
    results = list(results)
    got = failures(results)
    ran = {result.id for result in results}
    left = {
        version.sentence
        for version in known.versions
        if _alike({k: _canonical(v) for k, v in version.failures.items() if k in ran}, got)
    }
    return left.pop() if got and len(left) == 1 else None


def failures(results: Iterable[CheckResult]) -> dict[str, str]:
    """How checks failed, by their ids, told so that it does not depend on how the code is written.

    Where nothing but values differ, that alone is told, as any mistake might give others. Nothing
    is given if no check tells more than that.
    """
    told = {
        result.id: _canonical(f"{result.state}\n{_telling(result.message or '', result.state)}")
        for result in results
        if result.state != "passed"
    }
    return told if any(not text.endswith("\nvalues") for text in told.values()) else {}


def _telling(message: str, state: str) -> str:
    rows: dict[str, str] = {}
    section = ""
    for line in message.splitlines():
        if not line.startswith(" "):
            section = re.split(r"  +", line, maxsplit=1)[0]
            rows[section] = line[INDENT:]
        elif section in rows and not line.strip().startswith("["):  # rows of an array
            rows[section] += "\n" + line.strip()
    if state == "error":
        return _raised(rows)
    wanted, got = (_plain(rows.get(name, "")) for name in ("Expected", "Returned"))
    counts = re.search(r": (\d+) values\b", wanted), re.fullmatch(r"(\d+) of them", got)
    if counts[0] and counts[1] and int(counts[1][1]) > int(counts[0][1]):
        got = "more of them"
    if got and (got == wanted or NUMBER.fullmatch(got) or VALUES.search(rows["Returned"])):
        return "values"
    raised = [rows[name].partition(":")[0] for name in ("Raised", "Error") if name in rows]
    return "\n".join([wanted, got, *raised])


def _raised(rows: dict[str, str]) -> str:
    """What an error tells: which file was not there, or was already, and what was expected instead.

    Any mistake may end in an error of any other kind.
    """
    raised = rows.get("Raised", "")
    kind = raised.partition(":")[0]
    if expected := SHOULD.search(raised):
        return f"raised {kind if 'raise' in expected[0] else 'an error'}\n{expected[0]}"
    if NOT_COMPILED in raised:
        return f"raised {kind}\n{NOT_COMPILED}"
    if found := OS_ERROR.match(raised):
        place = re.sub(r"-\w{8}$", "", Path(found["path"]).name)  # as temporary folders are named
        return f"raised {kind}\n{found['text']}\n{place}"
    return "values"


def _canonical(text: str) -> str:
    """What is told of a failed check, without what any mistake could have brought about."""
    state, _, rest = text.partition("\n")
    wanted, newline, rest = rest.partition("\n")
    rest = NUMBER.sub("#", wanted) + newline + rest  # what was wanted may be due to chance
    untold = state == "error" and not rest.startswith("raised ")
    if untold or any(line in UNTELLING for line in rest.splitlines()):
        return f"{state}\nvalues"
    return re.sub(r"_\d+\b", "_#", f"{state}\n{rest}")  # as Keras numbers its layers


def _plain(text: str) -> str:
    """A row without what depends on the way in which code is written.

    These are the numbers of an array or a list, how far a list is too long, names of files.
    """
    text = FILES.sub(r"\1 some", text)
    text = COUNTED.sub(r"\1 of them", text)
    return re.sub(r"^(\([\d, ]*\))( \w+\d+)?( \[.*)?", r"\1", text)


def _alike(one: dict[str, str], other: dict[str, str]) -> bool:
    """Whether checks have failed in the same way: the same words, and decimals but for rounding."""
    return one.keys() == other.keys() and all(
        NUMBER.sub("#", one[key]) == NUMBER.sub("#", other[key])
        and all(map(_near, _decimals(one[key]), _decimals(other[key])))
        for key in one
    )


def _decimals(text: str) -> list[float]:
    return [float(match[0]) for match in NUMBER.finditer(text)]


def _near(one: float, other: float) -> bool:
    return abs(one - other) <= 0.02 * abs(other) or not (one - one == other - other == 0)


def inputs(
    exercise: str, function: str, known: Function, body: np.ndarray, host: proxy.Host
) -> list[Probe]:
    """Arguments of all calls, new with every use."""
    if known.probed:
        return probes(exercise, function, host)
    calls = []
    for call in known.calls:
        unpacker = packing.Unpacker(body.copy())
        args = tuple(unpacker.unpack(node) for node in call.args)
        kwargs = {name: unpacker.unpack(node) for name, node in call.kwargs.items()}
        calls.append(Probe(args, kwargs))
    return calls


def probes(exercise: str, function: str, host: proxy.Host) -> list[Probe]:
    """The inputs that the lab makes for a function; none where it makes none."""
    if not (lab.CHECKS / "probes" / f"{exercise}.py").is_file():
        return []
    make = getattr(importlib.import_module(f"checks.probes.{exercise}"), function, None)
    return list(make(models.Workbench(host))) if make else []


def answer(module: proxy.Module, function: str, probe: Probe) -> Any:
    """Call the function; gives an Outcome, or the StudentError that it ended in."""
    call = getattr(module, function)
    if not callable(call):  # a value in place of a function
        raise Incomparable
    try:
        begin = call(*probe.start) if probe.start else None
        end = call(*probe.args, **probe.kwargs)
        outcome = proxy.current.calls[-1].outcome
        assert outcome is not None
        if probe.tell:
            return msgspec.structs.replace(outcome, value=probe.tell(end))
    except StudentError as problem:
        return problem
    if isinstance(begin, np.ndarray) and isinstance(end, np.ndarray) and begin.shape == end.shape:
        return msgspec.structs.replace(outcome, value=end.astype(float) - begin)
    return outcome


def recorded(got: Any, packer: packing.Packer) -> Answer:
    """An answer as it is kept."""
    if isinstance(got, StudentError):
        return Answer(raised=got.type, message=got.message)
    _require_comparable(got.value)
    return Answer(
        value=packer.pack(got.value),
        changed=sorted(got.changed),
        warned=_warned(got),
        printed=bool(got.printed.strip()),
    )


def same(got: Any, known: Answer, body: np.ndarray, exact: bool, refused: bool = True) -> bool:
    """Whether a call gave what is known of a wrong version.

    exact    also the dtypes of its arrays, and the message of its exception
    refused  the type of an exception matters; otherwise one is like the other
    """
    if isinstance(got, StudentError):
        if not refused and not exact:
            return bool(known.raised)
        return got.type == known.raised and (not exact or got.message == known.message)
    _require_comparable(got.value)
    if known.raised or sorted(got.changed) != known.changed or _warned(got) != known.warned:
        return False
    value = packing.Unpacker(body).unpack(known.value)
    # somebody may print to find a mistake: that tells only where it stands for `return`
    if value is None and got.value is None:
        return bool(got.printed.strip()) == known.printed
    return equal(got.value, value, exact)


def equal(one: Any, other: Any, exact: bool) -> bool:
    """Whether two values are the same: structure, shapes, and numbers but for rounding.

    exact  also the dtypes of arrays, and the types of numbers
    """
    if _is_number(one) and _is_number(other):
        return (not exact or type(one) is type(other)) and _close(one, other)
    if isinstance(one, np.ndarray) and isinstance(other, np.ndarray):
        if one.shape != other.shape or (exact and one.dtype != other.dtype):
            return False
        return _close(one, other)
    if type(one) is not type(other):
        return False
    if isinstance(one, (list, tuple)):
        return len(one) == len(other) and all(
            equal(a, b, exact) for a, b in zip(one, other, strict=True)
        )
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(equal(one[k], other[k], exact) for k in one)
    return bool(one == other)


def _is_number(value: Any) -> bool:
    return isinstance(value, (bool, int, float, complex, np.generic)) or (
        isinstance(value, np.ndarray) and value.ndim == 0
    )


def _close(one: Any, other: Any) -> bool:
    a, b = np.asarray(one), np.asarray(other)
    a, b = (x.astype(complex if x.dtype.kind == "c" else float) for x in (a, b))
    finite = np.abs(b[np.isfinite(b)])
    scale = float(finite.max(initial=1.0))
    with np.errstate(all="ignore"):
        near = (np.abs(a - b) <= TOLERANCE * scale) | (a == b) | (np.isnan(a) & np.isnan(b))
    return bool(near.all())


def _warned(got: Outcome) -> bool:
    """Whether numbers went wrong; that many figures are open tells nothing of a call."""
    return any(
        warning.startswith("RuntimeWarning") and "figures have been opened" not in warning
        for warning in got.warnings
    )


def _require_comparable(value: Any) -> None:
    if isinstance(value, (schema.Figure, schema.Handle)):
        raise Incomparable
    if isinstance(value, (list, tuple)):
        for item in value:
            _require_comparable(item)
