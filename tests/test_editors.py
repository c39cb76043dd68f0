"""Where people work: VS Code, Codespaces, and notebooks."""

import json
import os
import re
import shutil
from pathlib import Path
from typing import Any

import nbclient
import nbformat
import pytest

from grading import lab
from tests.helpers import append, command, compose, copy_lab

WRONG = "def apply_filter(image, kernel, bias=0.0):\n    return 1 / 0\n"


def read(path: str) -> Any:
    return json.loads((lab.ROOT / path).read_text("utf-8"))


def test_vs_code_finds_the_checks_and_jumps_to_what_is_wrong(tmp_path: Path) -> None:
    settings = read(".vscode/settings.json")
    assert settings["python.testing.pytestEnabled"]
    assert all((lab.ROOT / path).is_dir() for path in settings["python.testing.pytestArgs"])

    place = copy_lab(tmp_path / "lab")
    append(compose(place / "exercises"), "filtering", WRONG)
    for task in read(".vscode/tasks.json")["tasks"][:2]:
        arguments = [a.replace("${fileBasenameNoExtension}", "filtering") for a in task["args"][1:]]
        if arguments == ["--all-failures"]:
            arguments = ["check", "filtering", *arguments]  # all of it takes too long
        run = command(*arguments, cwd=place, env=task["options"]["env"])
        first, second = task["problemMatcher"]["pattern"]
        lines = run.stdout.splitlines()
        found = [
            (matched, re.match(second["regexp"], lines[index + 1]))
            for index, line in enumerate(lines)
            if (matched := re.match(first["regexp"], line))
        ]
        assert found, run.stdout
        for matched, title in found:
            assert title and title[second["message"]]
            file = place / matched[first["file"]]
            number = int(matched[first["line"]])
            assert file.name == "filtering.py"
            assert "1 / 0" in file.read_text("utf-8").splitlines()[number - 1]


def test_pytest_alone_finds_the_checks() -> None:
    """As the test explorer does it."""
    import subprocess
    import sys

    run = subprocess.run(
        [sys.executable, "-m", "pytest", "checks", "--collect-only", "-q"],
        cwd=lab.ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stdout
    assert "checks/test_filtering.py::test_values" in run.stdout


def test_the_container_has_what_sealing_needs() -> None:
    container = read(".devcontainer/devcontainer.json")
    assert "bubblewrap" in container["postCreateCommand"]
    assert "pip install -e ." in container["postCreateCommand"]


@pytest.mark.filterwarnings("ignore")
def test_the_notebook_works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All of it but the training, which is tested elsewhere, and pip, which wants a network."""
    place = copy_lab(tmp_path / "lab")
    shutil.copytree(lab.ROOT / "notebooks", place / "notebooks")
    source = (lab.SOLUTIONS / "filtering.py").read_text("utf-8").replace("+ bias", "- bias")
    (place / "exercises" / "filtering.py").write_text(source, "utf-8")
    notebook: Any = nbformat.read(place / "notebooks" / "convlab.ipynb", 4)  # type: ignore[no-untyped-call]
    nbformat.validate(notebook)
    assert all(not cell.get("outputs") for cell in notebook.cells)
    notebook.cells.pop()
    for cell in notebook.cells:
        cell.source = cell.source.replace("!{sys.executable} -m pip", "# pip")
    for name in ("COLUMNS", "NO_COLOR", "PYTEST_CURRENT_TEST"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PATH", os.environ["PATH"])
    client = nbclient.NotebookClient(
        notebook, timeout=120, resources={"metadata": {"path": str(place / "notebooks")}}
    )
    client.execute()
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    text = "".join(output.get("text", "") for output in outputs)
    assert "filtering.apply_filter" in text or "filtering.filter_response" in text
    assert "differs by" in text  # trace
    assert any("image/png" in output.get("data", {}) for output in outputs)
