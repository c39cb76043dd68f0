"""Make the stubs of the exercises from their solutions: the one source of both.

A stub keeps the module's docstring, its imports, and every public function with its docstring
and without its body; a public constant becomes `NAME = ...`. Private helpers are the solution's.
"""

from collections.abc import Sequence
from pathlib import Path

import libcst as cst

from . import files, lab
from .errors import Problem

BODY = "raise NotImplementedError  # write this function"


def stub(source: str, name: str) -> str:
    """Give the stub of one solution."""
    module = cst.parse_module(source)
    body = [kept for statement in module.body if (kept := _keep(statement)) is not None]
    text = module.with_changes(body=body).code.rstrip() + "\n"
    return _point_to_lesson(text, name)


def write(names: Sequence[str], force: bool = False) -> list[Path]:
    """Write the stubs of these exercises; a second copy serves `reset`. Returns the files.

    An exercise that is neither missing nor a stub is somebody's work: it is kept, and a Problem
    says so, unless `force`.
    """
    begun = [name for name in names if _begun(name)]
    if begun and not force:
        raise Problem(
            f"These are no longer stubs: {', '.join(begun)}. --force writes over them; "
            "`python grader.py reset NAME` does so with a backup."
        )
    written = []
    for name in names:
        text = stub((lab.SOLUTIONS / f"{name}.py").read_text("utf-8"), name)
        for file in (lab.EXERCISES / f"{name}.py", lab.STUBS / f"{name}.py"):
            files.write(file, text.encode())
            written.append(file)
    return written


def _begun(name: str) -> bool:
    file, last_stub = lab.EXERCISES / f"{name}.py", lab.STUBS / f"{name}.py"
    if not file.exists() or not last_stub.exists():
        return False
    return file.read_bytes() != last_stub.read_bytes()


def _keep(
    statement: cst.SimpleStatementLine | cst.BaseCompoundStatement,
) -> cst.SimpleStatementLine | cst.BaseCompoundStatement | None:
    if isinstance(statement, cst.FunctionDef):
        return None if statement.name.value.startswith("_") else _without_body(statement)
    if isinstance(statement, cst.SimpleStatementLine):
        return _without_value(statement)
    return statement


def _without_body(function: cst.FunctionDef) -> cst.FunctionDef:
    docstring = function.body.body[0]
    todo = cst.parse_statement(BODY)
    return function.with_changes(body=function.body.with_changes(body=[docstring, todo]))


def _without_value(line: cst.SimpleStatementLine) -> cst.SimpleStatementLine | None:
    """`NAME = value` becomes `NAME = ...`; `_NAME = value` goes; anything else stays."""
    statement = line.body[0]
    if isinstance(statement, cst.AnnAssign):
        target: cst.BaseExpression = statement.target
    elif isinstance(statement, cst.Assign):
        target = statement.targets[0].target
    else:
        return line
    if isinstance(target, cst.Name) and target.value.startswith("_"):
        return None
    return line.with_changes(body=[statement.with_changes(value=cst.Ellipsis())])


def _point_to_lesson(text: str, name: str) -> str:
    """Add to the module's docstring where to read and how to check."""
    first, _, rest = text.partition("\n")
    title = first.removesuffix('"""')
    pointer = f"Read {name}.md first; `python grader.py check {name}` says how far you are."
    return f'{title}\n\n{pointer}\n"""\n{rest}'
