"""Every lesson page: its title and picture are there, and its example prints what it says."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from grading import lab
from tests.helpers import compose

LAB = lab.read()
EXAMPLE = re.compile(
    r"^```python\n(?P<code>.*?)^```\n\nIt prints:\n\n```text\n(?P<printed>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
PICTURE = re.compile(r"!\[(?P<text>[^\]]*)\]\((?P<path>[^)]+)\)")


def page(name: str) -> str:
    return (lab.EXERCISES / f"{name}.md").read_text("utf-8")


@pytest.mark.parametrize("exercise", LAB.exercise, ids=LAB.names)
def test_page(exercise: lab.Exercise) -> None:
    """It begins with the exercise's title, and says how the exercise is checked."""
    text = page(exercise.name)
    assert text.splitlines()[0] == f"# {exercise.title}"
    assert len(re.findall(r"^# ", re.sub(r"^```.*?^```", "", text, flags=re.M | re.S), re.M)) == 1
    assert f"`python grader.py check {exercise.name}`" in text


@pytest.mark.parametrize("exercise", LAB.exercise, ids=LAB.names)
def test_hints(exercise: lab.Exercise) -> None:
    """Three of them, one more telling than the other, and none twice."""
    assert len(exercise.hints) == 3
    assert all(len(hint.strip()) > 20 for hint in exercise.hints)
    assert len(set(exercise.hints)) == 3
    assert not any("  " in hint or "\n" in hint.strip() for hint in exercise.hints)


@pytest.mark.parametrize("name", LAB.names)
def test_picture(name: str) -> None:
    """It is there, is a PNG of a size that can be looked at, and is told in words too."""
    pictures = list(PICTURE.finditer(page(name)))
    assert [picture["path"] for picture in pictures] == [f"figures/{name}.png"]
    assert len(pictures[0]["text"]) > 40
    data = (lab.EXERCISES / pictures[0]["path"]).read_bytes()
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = (int.from_bytes(data[at : at + 4]) for at in (16, 20))
    assert 400 <= width <= 4000
    assert 200 <= height <= 4000
    assert len(data) < 2**20


@pytest.mark.parametrize("exercise", LAB.exercise, ids=LAB.names)
def test_example(exercise: lab.Exercise, tmp_path: Path) -> None:
    """The one Python block, run beside the solutions, prints the text block to the letter."""
    text = page(exercise.name)
    assert text.count("```python\n") == 1
    example = EXAMPLE.search(text)
    assert example, "the Python block is not followed by 'It prints:' and a text block"
    script = compose(tmp_path / "work") / "example.py"
    script.write_text(example["code"], "utf-8")
    # TensorFlow tells what it has found, and Keras uses what NumPy will not have for ever
    heavy = exercise.needs == "keras"
    allowed = ["-W", "ignore::DeprecationWarning"] if heavy else []
    run = subprocess.run(
        [sys.executable, "-W", "error", *allowed, script.name],
        cwd=script.parent,
        env=os.environ | {"MPLBACKEND": "Agg", "PYTHONUTF8": "1", "PYTHONPATH": ""},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
    )
    assert run.stderr == "" or heavy
    assert run.returncode == 0
    assert run.stdout == example["printed"]


def test_every_part_has_exercises() -> None:
    """The lab's parts are numbered from 1, in order, and every exercise comes after its needs."""
    parts = [exercise.part for exercise in LAB.exercise]
    assert parts == sorted(parts)
    assert set(parts) == set(range(1, len(LAB.parts) + 1))
    for number, exercise in enumerate(LAB.exercise):
        assert set(exercise.after) <= set(LAB.names[:number])
    assert len(set(LAB.names)) == len(LAB.names)
