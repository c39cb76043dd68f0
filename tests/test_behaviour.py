"""Mistakes are named by what a function does, and only where one known mistake does just that."""

import re
from pathlib import Path

import numpy as np
import pytest

from grading import behaviour, lab, lessons, misconceptions, recording, run
from tests.helpers import append, check, compose

LAB = lab.read()


def named(folder: Path, exercise: str, in_process: bool = False) -> dict[str, str | None]:
    """Mistakes that failed checks look like, by the checks' names."""
    result = run.run(LAB, folder, [exercise], in_process)
    checks = result.exercises[0].checks
    return {c.id.partition(".")[2]: c.misconception for c in checks if c.state != "passed"}


@pytest.mark.parametrize("name", LAB.names)
def test_what_is_recorded_is_up_to_date(name: str) -> None:
    """Else: python grader.py author record."""
    assert behaviour.is_made_of(name, recording.made_of(name))
    book, _ = behaviour.read(name) or pytest.fail("it cannot be read")
    recorded = {
        (function, version.name, version.sentence)
        for function, known in book.functions.items()
        for version in known.versions
    }
    assert recorded == {(w.function, w.name, w.sentence) for w in misconceptions.known(name)}


@pytest.mark.parametrize("name", LAB.names)
def test_most_known_mistakes_can_be_told_apart(name: str) -> None:
    book, _ = behaviour.read(name) or pytest.fail("it cannot be read")
    versions = [v for known in book.functions.values() for v in known.versions]
    untold = [v.name for v in versions if not v.differs and not v.failures]
    assert len(untold) <= 0.2 * len(versions), untold


FLIPPED = """
def apply_filter(image, kernel, bias=0.0):
    image, kernel = np.asarray(image, float), np.asarray(kernel, float)
    kh, kw, channels = kernel.shape
    if channels != image.shape[2] or kh > image.shape[0] or kw > image.shape[1]:
        raise ValueError(f"kernel {kernel.shape} and image {image.shape} do not fit")
    out = []
    for r in range(image.shape[0] - kh + 1):
        row = []
        for c in range(image.shape[1] - kw + 1):
            total = bias
            for i in range(kh):
                for j in range(kw):
                    for k in range(channels):
                        total += image[r + i, c + j, k] * kernel[kh - 1 - i, kw - 1 - j, k]
            row.append(total)
        out.append(row)
    return np.array(out)
"""


def test_a_mistake_is_named_however_it_is_written(tmp_path: Path) -> None:
    folder = append(compose(tmp_path), "filtering", FLIPPED)
    found = named(folder, "filtering")
    assert set(found.values()) == {"The kernel was flipped: a network slides it as it is."}


def test_a_mistake_is_named_beside_a_forgotten_refusal(tmp_path: Path) -> None:
    """Two mistakes: one gives wrong values and is named, the other one's check tells of itself."""
    careless = re.sub(r"(?m)^    if channels.*\n.*raise.*\n", "", FLIPPED)
    assert "raise" not in careless
    found = named(append(compose(tmp_path), "filtering", careless), "filtering")
    assert found.pop("test_refusals") is None
    assert set(found.values()) == {"The kernel was flipped: a network slides it as it is."}


def test_float32_and_prints_do_not_hide_a_mistake(tmp_path: Path) -> None:
    noisy = FLIPPED.replace("return np.array(out)", "print(out)\n    return np.float32(out)")
    found = named(append(compose(tmp_path), "filtering", noisy), "filtering")
    assert set(found.values()) == {"The kernel was flipped: a network slides it as it is."}


@pytest.mark.parametrize(
    "change",
    [
        ("bias", "bias + 0.125"),  # an unknown mistake alone
        ("total = bias", "total = bias * 2"),  # a known and an unknown one together
    ],
)
def test_what_is_wrong_in_another_way_is_not_named(tmp_path: Path, change: tuple[str, str]) -> None:
    right = FLIPPED.replace("kh - 1 - i, kw - 1 - j", "i, j")
    source = (right if change[0] == "bias" else FLIPPED).replace("total = bias", "total = @")
    source = source.replace("@", change[1].removeprefix("total = "))
    found = named(append(compose(tmp_path), "filtering", source), "filtering")
    assert found
    assert set(found.values()) == {None}


def test_a_mistake_that_only_failures_tell_is_named(tmp_path: Path) -> None:
    """A model gives no answers to compare; its checks say what it lacks."""
    source = """
def build_basic_model(input_shape=(32, 32, 3), num_classes=10):
    stack = [keras.Input(input_shape)]
    for filters in (32, 64):
        stack.append(layers.Conv2D(filters, (3, 3), activation="relu"))
        stack.append(layers.Conv2D(filters, (3, 3), activation="relu"))
        stack.append(layers.MaxPooling2D((2, 2)))
    stack += [layers.Flatten(), layers.Dense(256, activation="relu")]
    stack += [layers.Dense(num_classes, activation="softmax")]
    return keras.Sequential(stack)
"""
    found = named(append(compose(tmp_path), "model", source), "model")
    (sentence,) = set(found.values())
    assert sentence and "dropout" in sentence.lower()


def test_without_what_is_recorded_nothing_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = append(compose(tmp_path), "filtering", FLIPPED)
    for damaged in (b"", b"no such thing"):
        monkeypatch.setattr(behaviour, "FOLDER", tmp_path)
        (tmp_path / "filtering.bin").write_bytes(damaged)
        result = check(folder, "filtering")
        assert result.score < result.max_score


def test_numbers_are_the_same_but_for_rounding() -> None:
    array = np.array([[1.0, np.nan], [np.inf, 1e6]])
    assert behaviour.equal(array, array.astype(np.float32), False)
    assert not behaviour.equal(array, array.astype(np.float32), True)
    assert not behaviour.equal(array, array.T, False)
    assert not behaviour.equal(array, array[:1], False)
    assert not behaviour.equal([1, 2], (1, 2), False)
    assert behaviour.equal(3, np.float64(3), False)
    assert not behaviour.equal(None, 0.0, False)


def test_a_named_mistake_points_to_the_paragraph_that_explains_it(tmp_path: Path) -> None:
    result = check(append(compose(tmp_path), "filtering", FLIPPED), "filtering")
    (lesson,) = {c.lesson for e in result.exercises for c in e.checks if c.misconception}
    assert lesson
    heading, line = lesson.removesuffix(")").split(" (exercises/filtering.md:")
    page = (lab.EXERCISES / "filtering.md").read_text("utf-8").splitlines()
    assert page[int(line) - 1] == f"### {heading}" == "### The kernel is flipped"


def test_no_paragraph_is_better_than_any() -> None:
    assert lessons.about("filtering", "apply_filter", "Something else was done.") == ""
