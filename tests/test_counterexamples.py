"""Counterexamples: kept, drawn, traced term by term, and run again."""

import io
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from rich.console import Console

from checks import traces
from checks.oracles import activations, convolution, dense, filtering, pooling, preprocessing
from grading import counterexample, lab, run, tracing
from grading.counterexample import Counterexample
from grading.reports import drawing
from tests.helpers import append, command, compose, copy_lab, environment

LAB = lab.read()
# wrong at one place only: the last
LAST = """
_right = apply_filter
def apply_filter(image, kernel, bias=0.0):
    out = _right(image, kernel, bias)
    out[-1, -1] += 4
    return out
"""


@pytest.fixture(scope="module")
def examples(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Counterexample]:
    """Counterexamples of a wrong apply_filter, by check."""
    found: dict[str, Counterexample] = {}
    folder = append(compose(tmp_path_factory.mktemp("work")), "filtering", LAST)
    run.run(LAB, folder, ["filtering"], on_failure=lambda each: found.update({each.check: each}))
    return found


def test_a_value_in_place_of_a_function_costs_its_own_checks(tmp_path: Path) -> None:
    """And no fault of ours, though there is nothing that could be called to name the mistake."""
    folder = append(compose(tmp_path), "filtering", "edge_kernels = 5\napply_filter = [1]")
    found = run.run(LAB, folder, ["filtering"]).exercises[0]
    states = {check.id: check.state for check in found.checks}
    assert set(states.values()) == {"passed", "error"}
    assert states["filtering.test_response"] == "passed"
    assert states["filtering.test_edge_kernels"] == "error"


def printed(found: Counterexample, width: int = 80, colours: bool = False) -> str:
    system = "truecolor" if colours else None
    out = Console(
        file=io.StringIO(), width=width, force_terminal=True, color_system=system,  # type: ignore[arg-type]
        highlight=False, markup=False,
    )  # fmt: skip
    assert drawing.draw(out, found)
    return out.file.getvalue()  # type: ignore[attr-defined, no-any-return]


def test_the_smallest_failing_input_is_kept(
    examples: dict[str, Counterexample], tmp_path: Path
) -> None:
    found = examples["filtering.test_values"]
    assert (found.function, found.module) == ("apply_filter", "filtering")
    assert found.cell == tuple(n - 1 for n in found.expected.shape)
    counterexample.keep(found, tmp_path)
    again = counterexample.recall("filtering", tmp_path)
    assert again and again.cell == found.cell
    for one, other in zip(found.args, again.args, strict=True):
        assert np.array_equal(one, other)
    assert counterexample.latest(tmp_path) == "filtering"
    counterexample.forget("filtering", tmp_path)
    assert counterexample.recall("filtering", tmp_path) is None


def test_a_damaged_file_is_none(tmp_path: Path) -> None:
    for data in (b"", b"no such thing", b"x\x9c"):
        (tmp_path / "filtering.bin").write_bytes(data)
        assert counterexample.recall("filtering", tmp_path) is None


def test_a_generator_is_kept_as_it_was(tmp_path: Path) -> None:
    found: list[Counterexample] = []
    source = "def dropout(x, rate, rng, training=True):\n    return x * rng.random(x.shape)"
    folder = append(compose(tmp_path), "dense", source)
    run.run(LAB, folder, ["dense"], on_failure=found.append)
    example = next(
        each for each in found if each.function == "dropout" and each.returned is not None
    )
    rng = next(a for a in [*example.args, *example.kwargs.values()]
               if isinstance(a, np.random.Generator))  # fmt: skip
    x = example.args[0]
    assert np.allclose(x * rng.random(x.shape), example.returned)


def test_the_differing_cell_is_framed_with_and_without_colour() -> None:
    found = example(np.array([[1.0, 2], [3, 4]]), np.array([[1.0, 2], [7, 4]]))
    plain = printed(found)
    assert "\x1b" not in plain.replace("\x1b[1m", "").replace("\x1b[0m", "")
    assert "[3]" in plain and "[7]" in plain and "[4]" in plain  # expected, yours, difference
    assert " 1  2" in plain
    coloured = printed(found, colours=True)
    assert "48;2;" in coloured and "[7]" in coloured


def test_a_narrow_terminal_gets_the_panels_below_one_another() -> None:
    found = example(np.arange(12.0).reshape(2, 6), np.zeros((2, 6)))
    wide, narrow = printed(found, 120), printed(found, 40)
    assert max(map(len, narrow.splitlines())) <= 40 + len("\x1b[1m\x1b[0m")
    assert len(narrow.splitlines()) > len(wide.splitlines())


def test_of_a_large_array_the_part_around_the_difference_is_drawn() -> None:
    got = np.zeros((40, 50))
    got[30, 45] = 9
    text = printed(example(np.zeros((40, 50)), got), 200)
    assert "rows 26-33, columns 40-49" in text
    assert text.count("[9]") == 2  # yours, and the difference


def test_shapes_that_differ_are_drawn_without_a_difference() -> None:
    text = printed(example(np.zeros((2, 2)), np.ones((3, 2))))
    assert "expected (2, 2)" in text and "yours (3, 2)" in text and "difference" not in text


def example(expected: np.ndarray, returned: np.ndarray) -> Counterexample:
    return Counterexample(
        "filtering.test_values", "Title.", "filtering", "apply_filter", ["image"],
        (np.ones((2, 3, 1)),), {}, expected, returned, "",
    )  # fmt: skip


def test_the_picture_is_a_picture(examples: dict[str, Counterexample]) -> None:
    import matplotlib.image

    data = drawing.png(examples["filtering.test_corners"])
    image = matplotlib.image.imread(io.BytesIO(data))
    assert image.shape[0] > 60 and image.shape[1] > 200
    frame = np.array([0xB2, 0x18, 0x2B]) / 255
    assert (np.abs(image[..., :3] - frame).max(axis=2) < 0.02).sum() > 50


@pytest.mark.parametrize(("term", "sequence"), [("iTerm.app", "]1337;File="), ("kitty", "_Ga=T")])
def test_terminals_that_show_pictures_get_one(
    term: str, sequence: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TERM_PROGRAM", term)
    monkeypatch.setenv("TERM", "xterm-kitty" if term == "kitty" else "xterm")
    out = Console(file=io.StringIO(), force_terminal=True)
    assert drawing.inline(out, b"\x89PNG" * 3000)
    assert sequence in capsys.readouterr().out
    assert not drawing.inline(Console(file=io.StringIO()), b"\x89PNG")


IMAGE = np.arange(24.0).reshape(4, 3, 2) % 7 - 3
KERNELS = np.arange(24.0).reshape(2, 3, 2, 2) % 5 - 2


@pytest.mark.parametrize(
    ("trace", "oracle", "arguments"),
    [
        ("filtering_apply_filter", filtering.apply_filter, (IMAGE, KERNELS[..., 0], 0.5)),
        (
            "convolution_conv2d", convolution.conv2d,
            (IMAGE, KERNELS, np.array([0.5, -1.0]), 2, "same"),
        ),
        ("convolution_conv2d", convolution.conv2d, (IMAGE, KERNELS, np.ones(2), 1, "valid")),
        ("pooling_max_pool", pooling.max_pool, (IMAGE, 2)),
        ("pooling_min_pool", pooling.min_pool, (IMAGE, 2)),
        ("pooling_mean_pool", pooling.mean_pool, (IMAGE, 3)),
        ("dense_dense", dense.dense, (IMAGE[0, 0], KERNELS[0, 0], np.array([0.5, 2.0]))),
        ("activations_softmax", activations.softmax, (IMAGE,)),
        (
            "preprocessing_standardize", preprocessing.standardize,
            (IMAGE[np.newaxis], np.array([1.0, -2.0]), np.array([2.0, 0.0])),
        ),
    ],
)  # fmt: skip
def test_terms_come_to_what_is_expected(trace: str, oracle: object, arguments: tuple) -> None:  # type: ignore[type-arg]
    expected = np.asarray(oracle(*arguments))  # type: ignore[operator]
    for cell in np.ndindex(expected.shape):
        traced = getattr(traces, trace)(cell, *arguments)
        assert traced.total == pytest.approx(float(expected[cell]), abs=1e-9), (trace, cell)
        assert all(tracing.lines(traced, width) for width in (40, 100))


def test_every_example_can_be_traced() -> None:
    for name in traces.EXAMPLES:
        out = Console(file=io.StringIO(), width=100, markup=False, highlight=False)
        tracing.print_trace(out, LAB, name, None, "solutions")
        assert "the same" in out.file.getvalue()  # type: ignore[attr-defined]


def test_the_commands_as_a_student_uses_them(tmp_path: Path) -> None:
    place = copy_lab(tmp_path / "lab")
    assert "run  python grader.py  first" in command("replay", cwd=place).stderr
    append(compose(place / "exercises"), "filtering", LAST)
    said = command("check", "filtering", cwd=place)
    assert "python grader.py picture filtering" in said.stdout
    assert "\x1b" not in said.stdout

    traced = command("trace", cwd=place)
    assert "of the latest counterexample" in traced.stdout and "differs by 4" in traced.stdout
    assert "no such place" in command("trace", "--cell", "9,9", cwd=place).stderr
    assert "numbers with commas" in command("trace", "--cell", "x", cwd=place).stderr
    assert "nothing to trace in training" in command("trace", "training", cwd=place).stderr
    drawn = command("picture", cwd=place)
    assert drawn.returncode == 0, drawn.stderr
    picture = place / ".grader" / "pictures" / "filtering.apply_filter.png"
    assert picture.read_bytes().startswith(b"\x89PNG")

    again = command("replay", cwd=place)
    assert (again.returncode, "It differs." in again.stdout) == (1, True), again.stderr
    stepped = subprocess.run(
        [sys.executable, "grader.py", "replay", "--pdb"], cwd=place, input="n\np kernel.shape\nc\n",
        capture_output=True, text=True, env=environment(), timeout=60, check=False,
    )  # fmt: skip
    assert "filtering.py" in stepped.stdout and "out = _right(" in stepped.stdout, stepped.stderr
    assert "Expected" in stepped.stdout

    append(place / "exercises", "filtering", "apply_filter = _right")
    mended = command("replay", "filtering", cwd=place)
    assert (mended.returncode, "Now it is as expected" in mended.stdout) == (0, True)
    command("check", "filtering", cwd=place)
    assert (
        "There is no counterexample of filtering"
        in command("replay", "filtering", cwd=place).stderr
    )
