"""Which submissions look alike."""

import re
import shutil
import time
from pathlib import Path

import pytest

from grading import lab, similarity
from grading.errors import Problem
from tests import helpers

pytest.importorskip("copydetect", reason="the extra similarity is not installed")


def put(folder: Path, name: str, **sources: str) -> None:
    (folder / name).mkdir(parents=True)
    for module, source in sources.items():
        (folder / name / f"{module}.py").write_text(source, "utf-8")


def test_copies_are_found_and_others_are_not(tmp_path: Path) -> None:
    filtering, pooling, dense = (
        (lab.SOLUTIONS / f"{name}.py").read_text("utf-8")
        for name in ("filtering", "pooling", "dense")
    )
    renamed = re.sub(r"\b(image|kernel|total|row|column)\b", r"my_\1", filtering)
    renamed = re.sub(r'"""(.|\n)*?"""', '"""Mine."""', renamed)
    put(tmp_path, "ann", filtering=filtering, pooling=pooling)
    put(tmp_path, "bob", filtering=f"# all my own\n{renamed}")
    put(tmp_path, "cid", filtering=dense, pooling="def broken(:\n" + "\x00" * 9)
    put(tmp_path, "dan", notes="nothing")
    shutil.make_archive(str(tmp_path / "eve"), "zip", tmp_path / "ann")
    pairs, large = similarity.compare(tmp_path)
    assert large == []
    names = [(pair.one, pair.other) for pair in pairs]
    assert names[0] == ("ann", "eve")
    assert pairs[0].share > 0.95
    assert set(names) == {("ann", "eve"), ("ann", "bob"), ("bob", "eve")}
    assert all(pair.exercises[0][0] in ("filtering", "pooling") for pair in pairs)


def test_stubs_are_nobody_s_work(tmp_path: Path) -> None:
    stub = (lab.STUBS / "filtering.py").read_text("utf-8")
    put(tmp_path, "ann", filtering=stub + "\nx = 1\n")
    put(tmp_path, "bob", filtering=stub + "\ny = [2]\n")
    assert similarity.compare(tmp_path, least=0.01) == ([], [])


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(Problem):
        similarity.compare(tmp_path / "nowhere")


def test_a_module_that_is_far_too_large_is_named_and_left_out(tmp_path: Path) -> None:
    """To compare two of a megabyte takes minutes."""
    pooling = (lab.SOLUTIONS / "pooling.py").read_text("utf-8")
    huge = "x = [1, 2, 3]\n" * 70_000
    for name in ("ann", "bob"):
        put(tmp_path, name, filtering=huge, pooling=pooling)
        (tmp_path / name / "checkpoints" / "basic").mkdir(parents=True)
        (tmp_path / name / "checkpoints" / "basic" / "model.weights.h5").write_bytes(bytes(9))
    (pair,), large = similarity.compare(tmp_path)
    assert [name for name, _ in pair.exercises] == ["pooling"]
    assert large == ["ann/filtering.py", "bob/filtering.py"]
    done = helpers.command("similarity", str(tmp_path), cwd=helpers.ROOT)
    assert "more than 1000 characters: ann/filtering.py, bob/filtering.py" in done.stdout


def test_lines_without_end_are_left_out(tmp_path: Path) -> None:
    """A tokenizer looks for the end of each of these names, up to the end of the line."""
    pooling = (lab.SOLUTIONS / "pooling.py").read_text("utf-8")
    put(tmp_path, "ann", filtering="name = '" + "\\N{" * 16_000, pooling=pooling)
    put(tmp_path, "bob", pooling=pooling)
    before = time.monotonic()
    pairs, large = similarity.compare(tmp_path)
    assert time.monotonic() - before < 10
    assert large == ["ann/filtering.py"]
    assert [(pair.one, pair.other) for pair in pairs] == [("ann", "bob")]
