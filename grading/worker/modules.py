"""Import a student's module by its exercise name, and say what is in it.

The module is known as `filtering` and as `exercises.filtering`, and is one module under both
names; so `from convolution import conv2d`, `from exercises.convolution import conv2d` and
`from .convolution import conv2d` all work from another exercise.
"""

import ast
import contextlib
import importlib
import importlib.abc
import importlib.machinery
import importlib.util
import inspect
import linecache
import re
import sys
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

PACKAGE = "exercises"
TOOLS = ":"  # no exercise can be called so
HEAVY = re.compile(r"^[ \t]*(?:import|from)[ \t]+(tensorflow|keras|matplotlib)\b", re.MULTILINE)
PLOTTING = "matplotlib.pyplot"  # whose first import on a machine looks at all of its fonts


class MissingFile(Exception):
    """The exercise's file is not in the submission."""


class _Alias(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Gives `exercises.NAME` for `NAME`, whatever folder the submission lies in."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._specs: dict[str, Any] = {}

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> Any:
        package, _, module = name.rpartition(".")
        file = self.folder / f"{module}.py"
        known = f"{PACKAGE}.{module}" in sys.modules  # whatever has become of its file
        if package not in ("", PACKAGE) or not (known or file.is_file()):
            return None
        loader = _Source(name, str(file)) if package else self
        return importlib.util.spec_from_loader(name, loader)

    def create_module(self, spec: Any) -> ModuleType:
        module = importlib.import_module(f"{PACKAGE}.{spec.name}")
        self._specs[module.__name__] = module.__spec__
        return module

    def exec_module(self, module: ModuleType) -> None:
        """Nothing to run: the module has been run under its full name, and keeps that."""
        module.__spec__ = self._specs.pop(module.__name__)


class _Source(importlib.machinery.SourceFileLoader):
    """Compiles from the source each time: no stale bytecode, and nothing is written."""

    def get_code(self, fullname: str) -> CodeType:
        path = self.get_filename(fullname)
        return self.source_to_code(self.get_data(path), path)


def prepare(folder: Path) -> None:
    """Make the submission in `folder` the one whose modules are imported."""
    forget(folder)
    package = ModuleType(PACKAGE)
    package.__path__ = [str(folder)]
    sys.modules[PACKAGE] = package
    sys.meta_path.insert(0, _Alias(folder))
    linecache.clearcache()


def forget(folder: Path | None = None) -> None:
    """Undo `prepare`, so that another submission can be imported in this process."""
    sys.meta_path[:] = [finder for finder in sys.meta_path if not isinstance(finder, _Alias)]
    for name, module in list(sys.modules.items()):
        if name == PACKAGE or getattr(module, "__name__", "").startswith(f"{PACKAGE}."):
            del sys.modules[name]


def load(folder: Path, name: str) -> ModuleType:
    """Import one exercise. Whatever its code raises comes through; a missing file is told.

    A name that begins with TOOLS is one of our own modules, which do what a check asks for.
    """
    if name.startswith(TOOLS):
        return importlib.import_module(f"{__package__}.{name.removeprefix(TOOLS)}")
    if f"{PACKAGE}.{name}" not in sys.modules:
        if not (folder / f"{name}.py").is_file():
            raise MissingFile(f"{name}.py is missing")
        _import_heavy(folder / f"{name}.py")
    return importlib.import_module(f"{PACKAGE}.{name}")


def _import_heavy(file: Path) -> None:
    """Import now what a module may import inside of a function: no call pays for it."""
    text = file.read_text("utf-8", "replace")
    for package in dict.fromkeys(HEAVY.findall(text)):
        with contextlib.suppress(ImportError):
            importlib.import_module(PLOTTING if package == "matplotlib" else package)


def describe(module: ModuleType) -> dict[str, dict[str, Any]]:
    """Say what a module offers under its public names.

    For each: kind ("function", "value" or "unwritten", which is what `NAME = ...` says), and
    for the functions of the module itself also line and parameters.
    """
    described = {}
    for name, value in list(vars(module).items()):
        if name.startswith("_") or isinstance(value, ModuleType):
            continue
        if value is ...:
            described[name] = {"kind": "unwritten"}
        elif callable(value):
            described[name] = {"kind": "function", **_signature(value)}
        else:
            described[name] = {"kind": "value"}
    return described


def definition_lines(source: str) -> dict[str, int]:
    """Line on which each function or constant of a source file is defined."""
    lines = {}
    for statement in ast.parse(source).body:
        if isinstance(statement, (ast.FunctionDef, ast.ClassDef)):
            lines[statement.name] = statement.lineno
        elif isinstance(statement, ast.Assign | ast.AnnAssign):
            targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
            lines.update({t.id: t.lineno for t in targets if isinstance(t, ast.Name)})
    return lines


def _signature(function: Any) -> dict[str, Any]:
    try:
        parameters = list(inspect.signature(function).parameters)
    except (TypeError, ValueError):
        parameters = []
    code = getattr(function, "__code__", None)
    line = code.co_firstlineno if isinstance(code, CodeType) else 0
    return {"parameters": parameters, "line": line}
