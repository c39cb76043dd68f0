"""Two versions of an exercise beside each other: what changed since it passed, and the solution."""

import ast
import difflib
from collections.abc import Iterator

from rich.console import Console
from rich.syntax import Syntax
from rich.table import Table
from rich.text import Text

from .errors import Problem
from .feedback import printable

BESIDE = 120  # columns from which on two versions stand beside each other
STYLES = {"+": "green", "-": "red", "@": "cyan"}


def function(source: str, name: str, file: str) -> str:
    """The source of one function, class or constant of a file."""
    try:
        body = ast.parse(source).body
    except (SyntaxError, ValueError):
        raise Problem(
            f"{file} is no Python at the moment: mend it, or leave out .{name}."
        ) from None
    lines = source.splitlines(keepends=True)
    known = []
    for statement in body:
        for each in _names(statement):
            known.append(each)
            if each == name:
                decorators = getattr(statement, "decorator_list", [])
                first = min([statement.lineno, *(d.lineno for d in decorators)])
                return "".join(lines[first - 1 : statement.end_lineno])
    near = difflib.get_close_matches(name, known, 1)
    guess = f" Did you mean {near[0]}?" if near else f" There are: {', '.join(known)}."
    raise Problem(f"{file} has no {name}.{guess}")


def _names(statement: ast.stmt) -> list[str]:
    if isinstance(statement, ast.FunctionDef | ast.ClassDef):
        return [statement.name]
    if isinstance(statement, ast.Assign | ast.AnnAssign):
        targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
        return [target.id for target in targets if isinstance(target, ast.Name)]
    return []


def difference(out: Console, before: str, after: str, names: tuple[str, str]) -> bool:
    """Print what became of one text; returns whether anything did."""
    rows = list(
        difflib.unified_diff(before.splitlines(), after.splitlines(), *names, n=2, lineterm="")
    )
    for row in rows:
        head = row.startswith(("+++", "---"))
        style = "bold" if head else STYLES.get(row[:1], "")
        out.print(Text(printable(row.expandtabs(4)), style), soft_wrap=True)
    return bool(rows)


def beside(out: Console, left: str, right: str, names: tuple[str, str]) -> None:
    """Print two versions beside each other, lines that are the same in the same rows."""
    if out.width < BESIDE:
        difference(out, left, right, names)
        return
    table = Table(box=None, expand=True, padding=(0, 1))
    for name in names:
        table.add_column(name, ratio=1, overflow="fold")
    for one, other, same in _rows(left.splitlines(), right.splitlines()):
        table.add_row(_cell(one, "  " if same else "- "), _cell(other, "  " if same else "+ "))
    out.print(table)


def _cell(line: str | None, sign: str) -> Text:
    """A line of one side; an empty cell where that side has none."""
    return (
        Text()
        if line is None
        else Text(sign + printable(line.expandtabs(4)), STYLES.get(sign[0], ""))
    )


def _rows(left: list[str], right: list[str]) -> Iterator[tuple[str | None, str | None, bool]]:
    for tag, i1, i2, j1, j2 in difflib.SequenceMatcher(None, left, right, False).get_opcodes():
        for offset in range(max(i2 - i1, j2 - j1)):
            yield (
                left[i1 + offset] if i1 + offset < i2 else None,
                right[j1 + offset] if j1 + offset < j2 else None,
                tag == "equal",
            )


def listing(out: Console, source: str) -> None:
    """Print a file of ours; in colours in a terminal."""
    if out.is_terminal and not out.no_color:
        out.print(Syntax(source, "python", background_color="default", word_wrap=True))
    else:
        out.print(Text(source.rstrip()), soft_wrap=True)
