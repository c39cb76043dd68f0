"""Make what students receive: the lab without solutions, hidden checks and known wrong versions.

Then prove it: nothing that is held back can be found in it, and it works.
"""

import ast
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import libcst as cst
import msgspec

from . import behaviour, bundle, catalogue, files, lab, recording
from .errors import Problem

COPIED = ("datasets", "grading", "exercises/.stubs", "exercises/figures", "notebooks", ".vscode",
          ".devcontainer")  # fmt: skip
FILES = (".gitignore", "LICENSE", "conftest.py", "exercises/lab.toml", "grader.py")
# Of the engine, for authors alone.
AUTHORS = ("misconceptions.py", "recording.py", "release.py", "autograder.py")
# Of the checks, with functions that the engine asks for by their names.
ASKED_FOR = ("checks/pictures.py", "checks/traces.py", "checks/checkpoints.py", "checks/probes/")
SECTIONS = ("Two commands", "For students")  # of the README
HELD_BACK = re.compile(r"solutions|\[dev\]|release for students|@@")  # paragraphs about these go
PICTURE = "benchmarks/grader.svg"
LONG = 20  # characters from which a line is told apart by what it says


class Released(msgspec.Struct):
    """What was made: the number of files, the checks held back, and their points."""

    files: int
    hidden: list[str]
    points: int


def release(out: Path) -> Released:
    """Write the students' kit to a new folder, and prove that it leaks nothing.

    Raises Problem where the folder is taken, or something that is held back was found in the kit.
    """
    if out.resolve().is_relative_to(lab.ROOT) or (out.exists() and any(out.iterdir())):
        raise Problem(f"{out} is not empty, or lies in this lab: name a new folder elsewhere.")
    for name in COPIED:
        _copy(lab.ROOT / name, out / name)
    for name in FILES:
        files.write(out / name, files.read(lab.ROOT / name))
    for name in AUTHORS:
        (out / "grading" / name).unlink(missing_ok=True)
    for name in lab.read().names:
        files.write(out / "exercises" / f"{name}.py", files.read(lab.STUBS / f"{name}.py"))
        files.write(out / f"exercises/{name}.md", files.read(lab.EXERCISES / f"{name}.md"))
    for file, source in _checks().items():
        files.write(out / file, source.encode())
    for name in lab.read().names:
        known = behaviour.file(name).relative_to(lab.ROOT)
        ids = [f"{name}.{check}" for check in hidden_checks(name)]
        files.write(out / known, recording.without_hidden(files.read(lab.ROOT / known), ids))
    files.write(out / "figures" / "grader.svg", files.read(lab.ROOT / PICTURE))
    project = files.read(lab.ROOT / "pyproject.toml").decode("utf-8")
    files.write(out / "pyproject.toml", project.partition("\n[tool.ruff]")[0].encode() + b"\n")
    hidden = [name for each in lab.read().names for name in hidden_checks(each)]
    points = sum(catalogue.points(name).hidden for name in lab.read().names)
    files.write(out / "README.md", readme(points).encode())
    _commit(out)
    found = prove(out)
    if found:
        raise Problem(f"The kit in {out} is not fit for students: {'; '.join(found[:5])}.")
    return Released(sum(1 for file in _texts(out)), hidden, points)


# What is in it


def _copy(source: Path, target: Path) -> None:
    ignored = shutil.ignore_patterns("__pycache__", "*.pyc")
    shutil.copytree(source, target, ignore=ignored)


def hidden_checks(name: str) -> list[str]:
    """Names of the hidden check functions of an exercise."""
    tree = ast.parse(files.read(lab.CHECKS / f"test_{name}.py"))
    return [
        node.name
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and any(map(_hides, node.decorator_list))
    ]


def _hides(mark: ast.expr) -> bool:
    return isinstance(mark, ast.Call) and any(
        word.arg == "hidden" and ast.literal_eval(word.value) for word in mark.keywords
    )


def _checks() -> dict[str, str]:
    """Sources of the checks that students have, and of what these use, by path."""
    names = lab.read().names
    sources = {}
    for name in names:
        text = files.read(lab.CHECKS / f"test_{name}.py").decode("utf-8")
        sources[f"checks/test_{name}.py"] = _without(text, set(hidden_checks(name)))
    shared = {
        file.relative_to(lab.ROOT).as_posix(): files.read(file).decode("utf-8")
        for file in sorted(lab.CHECKS.rglob("*.py"))
        if "misconceptions" not in file.parts and not file.name.startswith("test_")
    }
    while True:
        before = {**sources, **shared}
        wanted = set().union(
            *(_names(text) for path, text in shared.items() if path.startswith(ASKED_FOR))
        )
        sources = {path: _pruned(text, wanted) for path, text in sources.items()}
        used = {path: _names(text) for path, text in {**sources, **shared}.items()}
        for path, text in shared.items():
            elsewhere = set().union(*(names for other, names in used.items() if other != path))
            if path.startswith(ASKED_FOR):
                elsewhere |= _functions(text)
            shared[path] = _pruned(text, elsewhere)
        if {**sources, **shared} == before:
            return before


def _functions(source: str) -> set[str]:
    """Names of the public functions of a module."""
    return {
        node.name
        for node in ast.parse(source).body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
    }


def _without(source: str, names: set[str]) -> str:
    """A module without these top-level definitions; all else as it was."""
    module = cst.parse_module(source)
    kept = [statement for statement in module.body if not set(_defines(statement)) & names]
    return module.with_changes(body=kept).code


def _pruned(source: str, used_elsewhere: set[str]) -> str:
    """A module without definitions and imports that nothing uses any more.

    Checks are used by pytest; all else has to be named somewhere.
    """
    module = cst.parse_module(source)
    body = list(module.body)
    for statement in module.body:
        defined = list(_defines(statement))
        if not defined or any(name.startswith("test_") for name in defined):
            continue
        others = cst.Module([each for each in body if each is not statement]).code
        used = _names(others)
        if not _is_import(statement):
            used |= used_elsewhere
        if not set(defined) & used:
            body.remove(statement)
        elif isinstance(statement, cst.SimpleStatementLine):
            body[body.index(statement)] = _narrowed(statement, used)
    return module.with_changes(body=body).code


def _defines(statement: cst.CSTNode) -> Iterator[str]:
    """Names that a top-level statement gives to the module."""
    if isinstance(statement, (cst.FunctionDef, cst.ClassDef)):
        yield statement.name.value
    elif isinstance(statement, cst.SimpleStatementLine):
        tree = ast.parse(cst.Module([statement]).code).body[0]
        if isinstance(tree, (ast.Import, ast.ImportFrom)):
            yield from (each.asname or each.name.split(".")[0] for each in tree.names)
        elif isinstance(tree, ast.Assign):
            for target in tree.targets:
                yield from (node.id for node in ast.walk(target) if isinstance(node, ast.Name))
        elif isinstance(tree, ast.AnnAssign) and isinstance(tree.target, ast.Name):
            yield tree.target.id


def _is_import(statement: cst.CSTNode) -> bool:
    return isinstance(statement, cst.SimpleStatementLine) and isinstance(
        statement.body[0], (cst.Import, cst.ImportFrom)
    )


def _narrowed(statement: cst.SimpleStatementLine, used: set[str]) -> cst.SimpleStatementLine:
    """An import without the names that nothing uses."""
    (small,) = statement.body
    if not isinstance(small, cst.ImportFrom) or isinstance(small.names, cst.ImportStar):
        return statement
    kept = [each for each in small.names if (each.evaluated_alias or each.evaluated_name) in used]
    if len(kept) == len(small.names):
        return statement
    kept[-1] = kept[-1].with_changes(comma=cst.MaybeSentinel.DEFAULT)
    return statement.with_changes(body=[small.with_changes(names=kept)])


def _names(source: str) -> set[str]:
    """All names that a source mentions: variables, attributes, imports, words in annotations."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            found.add(node.id)
        elif isinstance(node, ast.Attribute):
            found.add(node.attr)
        elif isinstance(node, ast.ImportFrom):
            found |= {each.name for each in node.names}
            found |= {node.module.rpartition(".")[2]} if node.module else set()
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            if node.value.isidentifier():
                found.add(node.value)
        elif isinstance(node, ast.arg):
            found.add(node.arg)
    return found


def readme(points: int) -> str:
    """The students' part of the README, without what is about other things."""
    text = files.read(lab.ROOT / "README.md").decode("utf-8")
    sections = re.split(r"(?m)^## ", text)
    chosen = [sections[0], *(s for s in sections[1:] if s.partition("\n")[0] in SECTIONS)]
    said = "## ".join(chosen).replace(f"({PICTURE})", "(figures/grader.svg)")
    paragraphs = re.split(r"\n\n+", said)
    kept: list[str] = []
    for paragraph in paragraphs:
        if HELD_BACK.search(paragraph):
            if kept and kept[-1].rstrip().endswith(":"):  # it led to what is gone
                kept.pop()
            continue
        kept.append(paragraph)
    kept.append(
        f"**Hidden checks.** {points} more points are on checks that your instructor holds: they "
        "look at the same functions on other inputs, as the lesson pages describe them."
    )
    return "\n\n".join(kept).rstrip() + "\n"


def _commit(out: Path) -> None:
    """A history of one commit, where git is there."""
    git = shutil.which("git")
    if not git:
        return
    identity = {f"GIT_{who}_{what}": "Convlab" if what == "NAME" else "convlab@localhost"
                for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}  # fmt: skip
    environment = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")} | identity
    for command in (
        ["init", "--quiet", "--initial-branch=main"],
        ["add", "--all"],
        ["commit", "--quiet", "--no-verify", "--no-gpg-sign", "--message", "The lab"],
    ):
        subprocess.run([git, *command], cwd=out, env=environment, check=False, capture_output=True)


# What is not


def prove(kit: Path) -> list[str]:
    """Look for all that is held back, and have the kit used; gives what is amiss."""
    found = [*_leaks(kit), *_history(kit)]
    return found or _works(kit)


def _leaks(kit: Path) -> Iterator[str]:
    """Lines that are held back and stand in a file of the kit."""
    texts = {file: file.read_text("utf-8", "replace") for file in _texts(kit)}
    shown = {line.strip() for text in texts.values() for line in text.splitlines()}
    allowed = {line.strip() for line in _visible()}
    for source, lines in _held_back():
        told = [line for line in lines if len(line) > LONG and line not in allowed]
        for line in sorted(set(told) & shown):
            yield f"{source}: {line!r} stands in the kit"
    for name in ("solutions", "tests", "benchmarks", "checks/misconceptions"):
        if (kit / name).exists():
            yield f"{name} is in the kit"
    for each in lab.read().names:
        for check in hidden_checks(each):
            if any(re.search(rf"\b{check}\b", texts[file]) for file in texts if each in file.name):
                yield f"the hidden check {each}.{check} is named in the kit"
        book, _ = bundle.decode(
            files.read(kit / behaviour.file(each).relative_to(lab.ROOT)), behaviour.Book
        )
        ids = {f"{each}.{check}" for check in hidden_checks(each)}
        for name, function in book.functions.items():
            if any(call.hidden for call in function.calls) or any(
                ids & set(version.failures) for version in function.versions
            ):
                yield f"what is known of {each}.{name} comes from hidden checks"


def _texts(kit: Path) -> list[Path]:
    """All files but those of git."""
    return [
        file
        for file in sorted(kit.rglob("*"))
        if file.is_file() and ".git" not in file.relative_to(kit).parts
    ]


def _held_back() -> Iterator[tuple[str, list[str]]]:
    """Lines of hidden checks, of solutions' bodies, and of known wrong versions."""
    for name in lab.read().names:
        file = lab.CHECKS / f"test_{name}.py"
        text = files.read(file).decode("utf-8")
        lines = text.splitlines()
        for node in ast.parse(text).body:
            if isinstance(node, ast.FunctionDef) and node.name in hidden_checks(name):
                begin = min(mark.lineno for mark in node.decorator_list)
                yield file.name, [line.strip() for line in lines[begin - 1 : node.end_lineno]]
    for folder in (lab.SOLUTIONS, lab.CHECKS / "misconceptions"):
        for file in sorted(folder.rglob("*.py")):
            if "figures" not in file.parts:
                text = files.read(file).decode("utf-8")
                yield f"{folder.name}/{file.name}", [line.strip() for line in text.splitlines()]


def _visible() -> Iterator[str]:
    """Lines that students are meant to have: stubs, lessons, the engine, visible checks."""
    for pattern in ("exercises/.stubs/*.py", "exercises/*.md", "exercises/lab.toml",
                    "grading/**/*.py", "datasets/*.py"):  # fmt: skip
        for file in lab.ROOT.glob(pattern):
            yield from files.read(file).decode("utf-8").splitlines()
    for name in lab.read().names:
        text = files.read(lab.CHECKS / f"test_{name}.py").decode("utf-8")
        yield from _without(text, set(hidden_checks(name))).splitlines()
    for file in lab.CHECKS.rglob("*.py"):
        if not file.name.startswith("test_") and "misconceptions" not in file.parts:
            yield from files.read(file).decode("utf-8").splitlines()


def _history(kit: Path) -> Iterator[str]:
    git = shutil.which("git")
    if git and (kit / ".git").is_dir():
        said = subprocess.run(
            [git, "rev-list", "--all", "--count"], cwd=kit, capture_output=True, text=True
        ).stdout.strip()
        if said != "1":
            yield f"its history has {said or 'no'} commits"


def _works(kit: Path) -> list[str]:
    """Use the kit as a student would, from its own folder."""
    found = []
    modules = [file.relative_to(kit) for file in sorted((kit / "checks").rglob("*.py"))]
    names = [".".join(file.with_suffix("").parts) for file in modules]
    done = _python(kit, "-c", "\n".join(f"import {name}" for name in names))
    if done.returncode:
        found.append(f"not all of its checks can be loaded: {done.stderr.strip()[-300:]}")
    checked = _command(kit, "check", "--json", "-")
    try:
        exercises = json.loads(checked.stdout)["exercises"]
    except (ValueError, KeyError):
        return [f"python grader.py check fails in it: {checked.stderr.strip()[-300:]}"]
    begun = [each["name"] for each in exercises if each["state"] != "not started"]
    if begun or len(exercises) < len(lab.read().names):
        found.append(f"not all of its exercises are not started: {', '.join(begun) or 'missing'}")
    listed = _command(kit, "--help").stdout
    for command in re.findall(r"python grader\.py ([a-z]+)", _readme_of(kit)):
        if not re.search(rf"(?m)^ .*\b{command}\b", listed):
            found.append(f"its README has the command {command}, which is not there")
    for link in re.findall(r"\]\(([^)#:]+)\)", _readme_of(kit)):
        if not (kit / link).is_file():
            found.append(f"its README points to {link}, which is not there")
    shutil.rmtree(kit / ".grader", ignore_errors=True)  # what this use has left
    return found


def _readme_of(kit: Path) -> str:
    return files.read(kit / "README.md").decode("utf-8")


def _command(kit: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    return _python(kit, "grader.py", *arguments)


def _python(kit: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    kept = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    return subprocess.run(
        [sys.executable, "-B", *arguments],
        cwd=kit,
        env=kept | {"PYTHONUTF8": "1", "COLUMNS": "100"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=600,
    )
