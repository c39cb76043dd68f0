"""Messages in other languages: one catalogue, made from the sources, and looked up at the end.

The engine, the checks and the lab speak English, each sentence where it belongs. A translation is a
file `grading/languages/LANGUAGE.toml` with the English text of every message, `{}` for each thing
that is put in, and what to say instead; `author messages LANGUAGE` writes and completes it. It is
used where CONVLAB_LANGUAGE names it, or the path of such a file. What has no translation stays
English.
"""

import ast
import functools
import json
import os
import re
import string
import tomllib
from collections.abc import Iterator
from pathlib import Path

from . import lab

FOLDER = lab.ROOT / "grading" / "languages"
HOLE = "{}"
SILENT = ("help", "metavar", "prefix", "dest")  # arguments that nobody reads as a message
LABELS = (  # of a message's rows, and the states of a check
    "Called", "Read", "Expected", "Returned", "Raised", "Error", "Too slow", "To do", "Printed",
    "Looks like", "Lesson", "Picture",
    "passed", "wrong", "error", "too slow", "fault", "waiting", "not started",
)  # fmt: skip
WORDS = re.compile(r"[A-Za-z]{2,}\S* +\S*[A-Za-z]{2,}")
WITH_HOLES = re.compile(r"(^|\s)[A-Za-z]{3,}\S*\s|\s[A-Za-z]{3,}")


def say(text: str) -> str:
    """A message in the language that is asked for; as it is where that has nothing for it."""
    return _translated(text) if text and os.environ.get("CONVLAB_LANGUAGE") else text


def _translated(text: str) -> str:
    exact, patterns = _language(os.environ["CONVLAB_LANGUAGE"])
    body = text.strip()
    if body in exact:
        return text.replace(body, exact[body])
    for pattern, translation in patterns:
        match = pattern.fullmatch(body)
        if match:
            said = translation.format(*map(say, match.groups()))
            return text.replace(body, said)
    return text


@functools.cache
def _language(name: str) -> tuple[dict[str, str], list[tuple[re.Pattern[str], str]]]:
    """The translations without holes, and the others, those with most words first."""
    file = Path(name) if name.endswith(".toml") else FOLDER / f"{name}.toml"
    try:
        given = tomllib.loads(file.read_text("utf-8"))
    except (OSError, tomllib.TOMLDecodeError):
        return {}, []
    done = {key: value for key, value in given.items() if value and isinstance(value, str)}
    holes = sorted((key for key in done if HOLE in key), key=len, reverse=True)
    exact = {key: value for key, value in done.items() if HOLE not in key}
    return exact, [(_pattern(key), _numbered(done[key])) for key in holes]


def _pattern(template: str) -> re.Pattern[str]:
    return re.compile("(.*?)".join(map(re.escape, template.split(HOLE))), re.DOTALL)


def _numbered(translation: str) -> str:
    """`{}` and `{1}` may both be used; anything else in braces is text."""
    try:
        list(string.Formatter().parse(translation))
        return translation
    except ValueError:
        return translation.replace("{", "{{").replace("}", "}}")


# The catalogue


def messages() -> list[str]:
    """All messages, in the order of the files that they stand in."""
    found: dict[str, None] = dict.fromkeys(LABELS)
    for file in sorted((lab.ROOT / "grading").rglob("*.py")):
        found.update(dict.fromkeys(_of_source(ast.parse(file.read_text("utf-8")))))
    for file in sorted(lab.CHECKS.rglob("*.py")):
        tree = ast.parse(file.read_text("utf-8"))
        found.update(dict.fromkeys(_titles(tree)))
        found.update(dict.fromkeys(_of_source(tree)))
    the_lab = lab.read()
    for exercise in the_lab.exercise:
        found.update(dict.fromkeys([exercise.title, *exercise.hints]))
    found.update(dict.fromkeys([*the_lab.parts, *(each.title for each in the_lab.checkpoint)]))
    return list(found)


def _titles(tree: ast.Module) -> Iterator[str]:
    """Titles of checks: their docstrings."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            yield " ".join((ast.get_docstring(node) or "").split())


def _of_source(tree: ast.AST) -> Iterator[str]:
    """Texts of several words that are no docstrings, and no help of an option."""
    holders = filter(_is_docstring_holder, ast.walk(tree))
    passed = {id(doc) for holder in holders for doc in _doc(holder)}
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg in SILENT:
            passed |= {id(each) for each in ast.walk(node.value)}
        if isinstance(node, ast.JoinedStr):
            passed |= {id(each) for each in ast.walk(node) if each is not node}
    for node in ast.walk(tree):
        text = "" if id(node) in passed else _text(node).strip()
        if (
            WORDS.search(text) or (HOLE in text and WITH_HOLES.search(text))
        ) and not text.startswith(("\x1b", "(?", "^")):
            yield text


def _is_docstring_holder(node: ast.AST) -> bool:
    return isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef))


def _doc(node: ast.AST) -> list[ast.AST]:
    body = getattr(node, "body", [])
    return [body[0].value] if body and isinstance(body[0], ast.Expr) else []


def _text(node: ast.AST) -> str:
    """A text with holes for what is put in; "" for anything else."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(
            str(part.value) if isinstance(part, ast.Constant) else HOLE for part in node.values
        )
    return ""


def complete(language: str, folder: Path = FOLDER) -> tuple[Path, int, int]:
    """Write the file of a language: what is translated is kept, what is new stays empty.

    Returns the file, the number of messages, and of those that are translated.
    """
    file = folder / f"{language}.toml"
    try:
        done = tomllib.loads(file.read_text("utf-8"))
    except FileNotFoundError:
        done = {}
    found = messages()
    lines = [f"{json.dumps(text)} = {json.dumps(done.get(text, ''))}" for text in found]
    file.parent.mkdir(parents=True, exist_ok=True)
    head = "# English = translation; an empty one leaves it English."
    file.write_text("\n".join([head, *lines, ""]), "utf-8")
    return file, len(lines), sum(bool(done.get(text)) for text in found)
