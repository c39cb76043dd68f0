"""Which submissions look alike: shared passages of tokens, found by copydetect.

A passage counts that has at least so many tokens in common, whatever names and comments are in
it; what is in the stubs counts nowhere. Likeness is a reason to look, and proves nothing: short
functions have few good solutions.

Source: winnowing (Schleimer, Wilkerson and Aiken, 2003), as copydetect implements it.
"""

import io
import itertools
import warnings
from pathlib import Path
from typing import Any

import msgspec

from . import files, intake, lab
from .errors import Problem

TOKENS = 25  # that a passage must have to count
LARGEST = 50_000  # bytes of a module that is compared: several times what anybody writes
LONGEST = 1000  # characters of a line: what a tokenizer takes for one grows with its square
LEAST = 60  # tokens that a pair must share to be told: fewer are anybody's


class Pair(msgspec.Struct, frozen=True):
    """Two submissions, and what they share.

    share      of the tokens of the smaller one, all exercises together, from 0 to 1
    tokens     that they share
    exercises  share by exercise, largest first, of those that have any
    """

    one: str
    other: str
    share: float
    tokens: int
    exercises: list[tuple[str, float]]


def compare(folder: Path, least: float = 0.3) -> tuple[list[Pair], list[str]]:
    """Compare all submissions of a folder; the pairs that share most come first.

    least  share from which a pair is told

    Returns them, and the modules that were left out, as "ann/filtering.py".
    """
    try:
        import copydetect
    except ImportError:
        raise Problem('similarity needs copydetect: pip install -e ".[similarity]"') from None
    the_lab = lab.read()
    found, _ = intake.sources(folder)
    overlaps: dict[tuple[str, str], dict[str, tuple[int, int]]] = {}
    modules = msgspec.structs.replace(the_lab, checkpoint=[])  # of trained models nothing is read
    taken = {source.name: intake.take(source.path, modules).files for source in found}
    large = [
        f"{name}/{module}"
        for name, contents in taken.items()
        for module, source in contents.items()
        if _too_large(source)
    ]
    for exercise in the_lab.names:
        stub = lab.STUBS / f"{exercise}.py"
        known = _fingerprint(copydetect, files.read(stub), []) if stub.is_file() else None
        ignored = sorted(known.hashes) if known else []
        prints = {
            name: made
            for name, contents in taken.items()
            if (source := contents.get(f"{exercise}.py"))
            and not _too_large(source)
            and (made := _fingerprint(copydetect, source, ignored)) is not None
        }
        for one, other in itertools.combinations(sorted(prints), 2):
            shared, _, _ = copydetect.compare_files(prints[one], prints[other])
            smaller = min(prints[one].token_coverage, prints[other].token_coverage)
            pair = overlaps.setdefault((one, other), {})
            pair[exercise] = int(shared), int(smaller)
    pairs = [_pair(*names, shares) for names, shares in overlaps.items()]
    told = [pair for pair in pairs if pair.share >= least and pair.tokens >= LEAST]
    told.sort(key=lambda pair: (-pair.share * pair.tokens, pair.one, pair.other))
    return told, large


def _too_large(source: bytes) -> bool:
    """Whether a module is of a size that nobody writes, and that would take long to compare."""
    return len(source) > LARGEST or any(len(line) > LONGEST for line in source.split(b"\n"))


def _fingerprint(copydetect: Any, source: bytes, ignored: Any) -> Any:
    """The hashes of a file's passages; None for one that cannot be read as Python."""
    text = io.StringIO(source.decode("utf-8", "replace"))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return copydetect.CodeFingerprint("module.py", TOKENS, 1, ignored, True, None, text)
    except Exception:  # whatever a tokenizer makes of a student's bytes
        return None


def _pair(one: str, other: str, shares: dict[str, tuple[int, int]]) -> Pair:
    shared, total = (sum(numbers) for numbers in zip(*shares.values(), strict=True))
    each = [(name, min(1.0, part / of)) for name, (part, of) in shares.items() if part and of]
    share = min(1.0, shared / total) if total else 0.0
    return Pair(one, other, share, shared, sorted(each, key=lambda pair: -pair[1]))
