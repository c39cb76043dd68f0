"""Turn a known wrong version into a submission: the solution, with one function replaced.

The wrong versions are written as a module that imports its helpers from the solution. In the
submission those helpers stand in the same file, so these imports are left out.
"""

import ast
import shutil
from pathlib import Path

import msgspec

from .lab import CHECKS, SOLUTIONS


class Misconception(msgspec.Struct, frozen=True):
    """One wrong version: its own name, the function that it stands for, what explains it."""

    exercise: str
    name: str
    function: str
    sentence: str


def known(exercise: str) -> list[Misconception]:
    """Read the wrong versions of an exercise, without running them."""
    return [
        Misconception(exercise, statement.name, *map(ast.literal_eval, mark.args))
        for statement in _statements(exercise)
        if isinstance(statement, ast.FunctionDef)
        for mark in statement.decorator_list
        if isinstance(mark, ast.Call) and getattr(mark.func, "id", "") == "misconception"
    ]


def submission(wrong: Misconception, target: Path) -> Path:
    """Write a copy of the solutions to `target` in which one function is the wrong version."""
    target.mkdir(parents=True, exist_ok=True)
    for file in SOLUTIONS.glob("*.py"):
        shutil.copyfile(file, target / file.name)
    body, others = [], set[str]()
    for statement in _statements(wrong.exercise):
        if isinstance(statement, ast.ImportFrom) and _ours(statement.module or ""):
            continue
        if isinstance(statement, ast.FunctionDef):
            marked = bool(statement.decorator_list)
            if marked and statement.name != wrong.name:
                others.add(statement.name)
                continue
            statement.decorator_list = []
        body.append(statement)
    source = (SOLUTIONS / f"{wrong.exercise}.py").read_text("utf-8")
    module = ast.Module(body, [])
    called = {getattr(n.func, "id", "") for n in ast.walk(module) if isinstance(n, ast.Call)}
    if called & others:
        raise ValueError(f"{wrong.name} calls {called & others}: share a function without a mark.")
    replaced = ast.unparse(module)
    # a constant, told by its capitals, is what its wrong version returns
    value = f"{wrong.name}()" if wrong.function.isupper() else wrong.name
    file = target / f"{wrong.exercise}.py"
    file.write_text(f"{source}\n\n{replaced}\n\n{wrong.function} = {value}\n", "utf-8")
    return target


def _statements(exercise: str) -> list[ast.stmt]:
    file = CHECKS / "misconceptions" / f"{exercise}.py"
    return ast.parse(file.read_text("utf-8")).body


def _ours(module: str) -> bool:
    return module.split(".")[0] in ("checks", "solutions")
