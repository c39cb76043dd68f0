"""One catalogue of messages: complete, and enough to speak another language."""

import tomllib
from pathlib import Path

import pytest

from grading import lab, misconceptions, words
from tests.helpers import append, command, compose, copy_lab

GERMAN = {
    "{}: checking {}": "{}: geprüft wird {}",
    "The kernel was flipped: a network slides it as it is.": "Der Kern wurde gedreht.",
    "Looks like": "Wohl",
    "Expected": "Erwartet",
    "first difference at {}": "erster Unterschied bei {}",
    "{} of {} points": "{} von {} Punkten",
    "Every value of apply_filter is the sum of products under the kernel, plus the bias.": (
        "Jeder Wert ist die Summe der Produkte, und der Bias."
    ),
    "There is no exercise called {}.{}": "Keine Übung heißt {}.{}",
    "Did you mean {}?": "Vielleicht {}?",
}
FLIPPED = """
_right = apply_filter
def apply_filter(image, kernel, bias=0.0):
    return _right(image, kernel[::-1, ::-1], bias)
"""


@pytest.fixture(scope="module")
def catalogue() -> list[str]:
    return words.messages()


def test_the_catalogue_has_what_students_read(catalogue: list[str]) -> None:
    known = set(catalogue)
    for text in GERMAN:
        assert text in known, text
    for exercise in lab.read().exercise:
        assert {exercise.title, *exercise.hints} <= known
        assert {wrong.sentence for wrong in misconceptions.known(exercise.name)} <= known
    assert len(known) == len(catalogue) > 1000
    assert not any('"""' in text or "\x1b" in text for text in known)


def test_a_language_file_is_completed_and_what_is_done_is_kept(tmp_path: Path) -> None:
    file, count, done = words.complete("xx", tmp_path)
    assert (done, len(tomllib.loads(file.read_text("utf-8")))) == (0, count)
    first, *_ = tomllib.loads(file.read_text("utf-8"))
    text = file.read_text("utf-8").replace(' = ""', ' = "translated"', 1)
    file.write_text(text, "utf-8")
    _, again, done = words.complete("xx", tmp_path)
    assert (again, done) == (count, 1)
    assert tomllib.loads(file.read_text("utf-8"))[first] == "translated"


def test_a_check_speaks_another_language(tmp_path: Path) -> None:
    place = copy_lab(tmp_path / "lab")
    append(compose(place / "work"), "filtering", FLIPPED)
    file = tmp_path / "de.toml"
    lines = [f"{key!r} = {value!r}" for key, value in GERMAN.items()]
    file.write_text("\n".join(lines).replace("'", '"'), "utf-8")
    speaking = {"CONVLAB_LANGUAGE": str(file)}
    run = command("check", "filtering", "--submission", "work", cwd=place, env=speaking)
    for said in (
        "geprüft wird work", "Der Kern wurde gedreht.", "erster Unterschied bei [",
        "5 von 8 Punkten", "Jeder Wert ist die Summe der Produkte", "Erwartet  (",
    ):  # fmt: skip
        assert said in run.stdout, run.stdout
    assert "Returned  (" in run.stdout  # what is not translated stays as it is
    refused = command("check", "filterin", cwd=place, env=speaking)
    assert "Keine Übung heißt filterin. Vielleicht filtering?" in refused.stderr


def test_an_unknown_or_damaged_language_leaves_english(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    damaged = tmp_path / "no.toml"
    damaged.write_text("= no toml", "utf-8")
    for name in ("zz", str(damaged), "../../etc/passwd"):
        monkeypatch.setenv("CONVLAB_LANGUAGE", name)
        assert words.say("Nothing was lost.") == "Nothing was lost."
