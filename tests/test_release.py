"""What students receive, what they hand in, and the archive for Gradescope."""

import io
import json
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from grading import autograder, lab, release, submit
from grading.errors import Problem
from tests import helpers

LAB = lab.read()


@pytest.fixture(scope="module")
def kit(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A kit that proved fit, as `release` itself requires."""
    out = tmp_path_factory.mktemp("release") / "kit"
    done = release.release(out)
    assert done.points > 20
    assert len(done.hidden) >= len(LAB.names)
    return out


def test_a_kit_has_what_students_need(kit: Path) -> None:
    for name in LAB.names:
        stub = (lab.STUBS / f"{name}.py").read_bytes()
        assert (kit / "exercises" / f"{name}.py").read_bytes() == stub
        assert (kit / "exercises" / f"{name}.md").is_file()
    assert not list(kit.rglob("*.pyc"))
    assert "For students" in (kit / "README.md").read_text("utf-8")
    assert "solutions" not in (kit / "README.md").read_text("utf-8")
    assert not (kit / "solutions").exists()


def test_visible_checks_of_a_kit_judge_as_before(kit: Path, tmp_path: Path) -> None:
    """The solution passes them, what is wrong does not, and the hidden ones are not there."""
    submission = helpers.compose(tmp_path / "work")
    for source, code in (("", 0), ("\n\ndef apply_filter(*args): return args[0]\n", 1)):
        helpers.append(submission, "filtering", source)
        done = helpers.command(
            "check", "filtering", "--submission", str(submission), "--json", "-", cwd=kit
        )
        assert done.returncode == code, done.stderr
        ids = [c["id"] for c in json.loads(done.stdout)["exercises"][0]["checks"]]
        assert ids
        assert not {f"filtering.{name}" for name in release.hidden_checks("filtering")} & set(ids)


def test_mistakes_are_named_in_a_kit_too(kit: Path, tmp_path: Path) -> None:
    """By calls of visible checks, and by probes, which use parts of the checks."""
    for exercise, function, body in (
        ("filtering", "apply_filter(image, kernel, bias=0.0)", "right(image, kernel)"),
        ("dense", "dropout(x, rate, rng, training=True)", "right(x, rate, rng)"),
        ("network", "forward(image, weights)", "right(image, weights).round(2)"),
    ):
        name = function.partition("(")[0]
        submission = helpers.compose(tmp_path / exercise)
        source = f"\n\nright = {name}\n\n\ndef {function}:\n    return {body}\n"
        helpers.append(submission, exercise, source)
        done = helpers.command(
            "check", exercise, "--submission", str(submission), "--json", "-", cwd=kit
        )
        checks = json.loads(done.stdout)["exercises"][0]["checks"]
        assert any(check["misconception"] for check in checks), (exercise, checks)
    shutil.rmtree(kit / ".grader", ignore_errors=True)


def test_commands_for_authors_say_so_in_a_kit(kit: Path) -> None:
    for command in (["author", "stubs"], ["release", "--out", "x"], ["gradescope", "--out", "x"]):
        done = helpers.command(*command, cwd=kit)
        assert (done.returncode, "students' kit" in done.stderr) == (4, True), done.stderr


def planted(kit: Path, tmp_path: Path, file: str, text: str) -> list[str]:
    """What is found in a kit to whose file something was added."""
    copied = tmp_path / "kit"
    shutil.copytree(kit, copied)
    target = copied / file
    target.parent.mkdir(parents=True, exist_ok=True)
    before = target.read_text("utf-8") if target.is_file() else ""
    target.write_text(before + text, "utf-8")
    return release.prove(copied)


def test_whatever_leaks_is_found(kit: Path, tmp_path: Path) -> None:
    hidden = next(lines for _, lines in release._held_back() if len(lines) > 5)
    line = next(each for each in hidden if len(each) > 40)
    solution = next(
        each.strip()
        for each in (lab.SOLUTIONS / "convolution.py").read_text("utf-8").splitlines()
        if each.startswith("    ") and "=" in each and len(each) > 40
    )
    wrong = next(
        each.strip()
        for each in (lab.CHECKS / "misconceptions" / "pooling.py").read_text("utf-8").splitlines()
        if len(each.strip()) > 40
    )
    for number, (text, file) in enumerate(
        ((line, "grading/files.py"), (solution, "exercises/notes.txt"), (wrong, "README.md"))
    ):
        assert planted(kit, tmp_path / str(number), file, f"\n# x\n{text}\n"), text
    assert planted(kit, tmp_path / "a", "solutions/x.py", "x = 1\n")
    name = release.hidden_checks("pooling")[0]
    assert planted(kit, tmp_path / "b", "checks/test_pooling.py", f"\n# {name}\n")
    assert planted(kit, tmp_path / "c", "exercises/pooling.py", "\nx = 1\n\ndef max_pool(a): 1\n")
    assert planted(kit, tmp_path / "d", "README.md", "\npython grader.py conquer\n")
    assert planted(kit, tmp_path / "e", "README.md", "\n[a](missing.md)\n")


def test_a_second_commit_is_found(kit: Path, tmp_path: Path) -> None:
    if not (kit / ".git").is_dir():
        pytest.skip("no git here")
    copied = tmp_path / "kit"
    shutil.copytree(kit, copied)
    subprocess.run(
        ["git", "-c", "user.name=x", "-c", "user.email=x@x", "commit", "--allow-empty", "-qm", "x"],
        cwd=copied,
        check=True,
    )
    assert release.prove(copied) == ["its history has 2 commits"]


def test_a_kit_goes_to_a_new_folder(tmp_path: Path) -> None:
    (tmp_path / "work").write_text("mine")
    for out in (tmp_path, lab.ROOT / "kit"):
        with pytest.raises(Problem, match="name a new folder"):
            release.release(out)
    assert (tmp_path / "work").read_text() == "mine"


def test_what_is_unused_is_cut_and_the_rest_kept_as_it_is() -> None:
    source = '''"""Text."""

import math
from os import path, sep

LIMIT = 5  # why
OTHER: int = 6


def helper(x):
    return path.join(x)


def test_open(x):
    """Title."""
    assert helper(x) and LIMIT


def only_hidden(x):
    return math.pi


@points(1, hidden=True)
def test_secret(x):
    assert only_hidden(x) + OTHER
'''
    once = release._without(source, {"test_secret"})
    cut = release._pruned(release._pruned(once, set()), set())
    for gone in ("math", "sep", "OTHER", "only_hidden", "test_secret"):
        assert gone not in cut
    for kept in ("LIMIT = 5  # why", "from os import path\n", "def helper(x):", '"""Title."""'):
        assert kept in cut


# What students hand in


@pytest.fixture
def work(tmp_path: Path) -> Path:
    return helpers.compose(tmp_path / "work")


def test_a_submission_is_packed_the_same_each_time(work: Path, tmp_path: Path) -> None:
    (work / "notes.txt").write_text("mine")
    where = work / "checkpoints" / "basic"
    where.mkdir(parents=True)
    for name in ("architecture.json", "model.weights.h5", "recipe.json", "secret.txt"):
        (where / name).write_bytes(name.encode())
    done = submit.submit(LAB, work, tmp_path / "a.zip")
    again = submit.submit(LAB, work, tmp_path / "b.zip")
    assert done == again
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
    names = zipfile.ZipFile(tmp_path / "a.zip").namelist()
    modules = [f"{name}.py" for name in LAB.names]
    weights = [f"checkpoints/basic/{n}" for n in ("architecture.json", "model.weights.h5")]
    assert sorted(names) == sorted([*modules, *weights, "checkpoints/basic/recipe.json"])
    assert done.notes == ["No trained model improved: python grader.py train makes it."]


def test_what_cannot_be_graded_is_not_packed(work: Path, tmp_path: Path) -> None:
    out = tmp_path / "a.zip"

    def refused(match: str) -> None:
        with pytest.raises(Problem, match=match):
            submit.submit(LAB, work, out)
        assert not out.exists()

    file = work / "pooling.py"
    kept = file.read_bytes()
    file.unlink()
    refused(r"pooling\.py missing .* reset pooling")
    file.write_text("x = 1\ndef f(:\n")
    refused(r"pooling\.py:2 is no valid Python")
    file.write_bytes(b"x = '\x00'")
    refused("no valid Python")
    file.write_bytes(b"#" * (1 << 21))
    refused("larger than 1 MiB")
    if sys.platform != "win32":
        file.unlink()
        file.symlink_to(lab.SOLUTIONS / "pooling.py")
        refused("is a link")
        file.unlink()
    file.write_bytes(kept)
    stub = (lab.STUBS / "pooling.py").read_bytes()
    file.write_bytes(stub)
    assert submit.submit(LAB, work, out).notes[0] == "Not begun yet: pooling."
    out.unlink()
    for name in LAB.names:
        shutil.copy(lab.STUBS / f"{name}.py", work)
    refused("nothing to hand in")


# The archive for Gradescope


def test_the_autograder_archive(tmp_path: Path) -> None:
    size = autograder.build(tmp_path / "a.zip")
    data = (tmp_path / "a.zip").read_bytes()
    assert len(data) == size
    autograder.build(tmp_path / "b.zip")
    assert (tmp_path / "b.zip").read_bytes() == data
    archive = zipfile.ZipFile(io.BytesIO(data))
    modes = {info.filename: info.external_attr >> 16 for info in archive.infolist()}
    assert modes["setup.sh"] == modes["run_autograder"] == 0o100755
    assert modes["grader.py"] == 0o100644
    assert not [name for name in modes if re.match("solutions|tests|checks/misconceptions", name)]
    for name in ("setup.sh", "run_autograder"):
        subprocess.run(["bash", "-n"], input=archive.read(name), check=True)


@pytest.mark.skipif(sys.platform != "linux", reason="Gradescope is Linux")
def test_it_runs_as_gradescope_lays_it_out(tmp_path: Path) -> None:
    autograder.build(tmp_path / "a.zip")
    root = tmp_path / "autograder"
    for name in ("source", "submission", "results"):
        (root / name).mkdir(parents=True)
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        archive.extractall(root / "source")
    (root / "submission" / "filtering.py").write_bytes(
        (lab.SOLUTIONS / "filtering.py").read_bytes()
    )

    (root / "submission_metadata.json").write_text("{}")  # with what hidden checks said before

    def run(**more: str) -> dict[str, object]:
        (root / "results" / "results.json").unlink(missing_ok=True)
        environment = helpers.environment({"AUTOGRADER": str(root), **more})
        done = subprocess.run(
            ["bash", str(root / "source" / "run_autograder")],
            env=environment, capture_output=True, text=True, timeout=300,
        )  # fmt: skip
        found = root / "results" / "results.json"
        assert found.is_file(), done.stderr
        return json.loads(found.read_text("utf-8"))  # type: ignore[no-any-return]

    prefix = Path(sys.prefix)
    isolation = {} if release_can_seal() else {"ISOLATION": "none"}
    found = run(VENV=str(prefix), **isolation)
    points = sum(c["score"] for c in found["tests"])  # type: ignore[attr-defined]
    assert found["score"] == points == 8
    assert (root / "submission_metadata.json").stat().st_mode & 0o007 == 0
    broken = run(VENV=str(root / "nowhere"))
    assert (broken["score"], broken["stdout_visibility"]) == (0, "hidden")


def release_can_seal() -> bool:
    from grading.sandbox import levels

    return levels.best() != levels.NONE


def test_workflows_are_what_classroom_and_runners_ask_for() -> None:
    folder = lab.ROOT / ".github" / "workflows"
    texts = {file.stem: file.read_text("utf-8") for file in folder.glob("*.yml")}
    assert set(texts) == {"ci", "classroom", "checkpoints"}
    assert "\n  run-autograding-tests:\n" in texts["classroom"]
    assert "runs-on: [self-hosted, gpu]" in texts["checkpoints"]
    assert "- run: .ci/run" in texts["ci"]
    listed = helpers.command("--help", cwd=lab.ROOT).stdout
    for text in texts.values():
        assert "contents: read" in text
        for command in re.findall(r"python grader\.py (\w+)", text):
            assert re.search(rf"(?m)^ .*\b{command}\b", listed), command
