"""The formats that results are exported to, by their names."""

from collections.abc import Callable, Collection
from pathlib import Path

import msgspec

from .. import files, lab
from ..errors import Problem
from ..result import Graded
from . import autograders, classpage, gradebooks, junit, tables, texts


class Wish(msgspec.Struct, frozen=True):
    """What to export.

    template  the gradebook to fill in, for the formats that do so; b"" for the others
    column    of the gradebook, as the instructor names it
    """

    results: list[Graded]
    lab: lab.Lab
    template: bytes = b""
    column: str = ""


class Made(msgspec.Struct, frozen=True):
    """What was made: one document, or several by their files' names; sentences to show with it."""

    data: bytes = b""
    files: dict[str, bytes] = {}
    notes: list[str] = []


class Format(msgspec.Struct, frozen=True):
    """One format.

    about     what it is for, in a line
    make      raises Problem where it cannot be made of these results
    template  whether it fills in a file that the instructor brings
    folder    whether it is always several files
    """

    about: str
    make: Callable[[Wish], Made]
    template: bool = False
    folder: bool = False


class Done(msgspec.Struct, frozen=True):
    """What `export` did: the files it has written, or the document to be printed; and notes."""

    written: list[Path]
    data: bytes
    notes: list[str]


def export(
    results: list[Graded],
    name: str,
    out: Path | None = None,
    template: Path | None = None,
    column: str = "",
) -> Done:
    """Export results to a format of FORMATS.

    out  file to write, or folder for formats of several files; None returns the document

    Raises Problem where something is missing or does not fit, before anything is written.
    """
    format_ = FORMATS.get(name)
    if format_ is None:
        raise Problem(f"There is no format {texts.line(name)}. There are: {', '.join(FORMATS)}.")
    if format_.template and template is None:
        raise Problem(f"{name} fills in a file that you export there: name it with --template.")
    if not format_.template and template is not None:
        raise Problem(f"{name} fills in no file: leave --template out.")
    if format_.folder and out is None:
        raise Problem(f"{name} makes several files: name a folder for them with --out.")
    given = files.read(template) if template is not None else b""
    made = format_.make(Wish(results, lab.read(), given, column))
    if not made.files:
        if out is None:
            return Done([], made.data, made.notes)
        if out.is_dir():
            raise Problem(f"{out} is a folder: name a file in it with --out.")
        files.write(out, made.data)
        return Done([out], b"", made.notes)
    if out is None:
        raise Problem(f"{len(made.files)} files are to be written: name a folder with --out.")
    if out.exists() and not out.is_dir():
        raise Problem(f"{out} is a file: name a folder with --out.")
    for file, data in made.files.items():
        files.write(out / file, data)
    return Done([out / file for file in made.files], b"", made.notes + _left_over(out, made.files))


def _left_over(out: Path, written: Collection[str]) -> list[str]:
    """A sentence on files of the same kinds that a former export has left: they are no more true.

    They are named and not removed, as they may be somebody else's.
    """
    kinds = {Path(file).suffix for file in written}
    others = sorted(
        each.name for each in out.iterdir() if each.suffix in kinds and each.name not in written
    )
    if not others:
        return []
    names = ", ".join(map(texts.line, others[:5])) + ", ..." * (len(others) > 5)
    return [f"{out} also has other files, from a former export perhaps ({names}): remove them."]


def _gradescope(wish: Wish) -> Made:
    """One result is one document; several are a file each, named after the submission."""
    if len(wish.results) == 1:
        return Made(autograders.gradescope(wish.results[0], wish.lab))
    made: dict[str, bytes] = {}
    used = set[str]()  # in lower case: two names that differ in case alone are one on some systems
    for number, result in enumerate(wish.results, start=1):
        stem = texts.file_stem(result.submission, number)
        while stem.lower() in used:
            stem += f"-{number:03}"
        used.add(stem.lower())
        made[f"{stem}.json"] = autograders.gradescope(result, wish.lab)
    return Made(files=made)


def _classroom(wish: Wish) -> Made:
    if len(wish.results) != 1:
        raise Problem(
            f"classroom takes one submission, and here are {len(wish.results)}: name the folder "
            "of one of them."
        )
    return Made(autograders.classroom(wish.results[0]))


def _canvas(wish: Wish) -> Made:
    filled = gradebooks.canvas(wish.results, wish.template, wish.column)
    return Made(filled.data, notes=filled.notes)


def _moodle(wish: Wish) -> Made:
    filled = gradebooks.moodle(wish.results, wish.template, wish.column)
    return Made(filled.data, notes=filled.notes)


FORMATS = {
    "csv": Format("a table for a spreadsheet", lambda wish: Made(tables.table(wish.results))),
    "json": Format("all results in one list", lambda wish: Made(tables.objects(wish.results))),
    "junit": Format("JUnit XML", lambda wish: Made(junit.junit(wish.results))),
    "gradescope": Format("results.json of Gradescope", _gradescope),
    "classroom": Format("GitHub Classroom's autograding, of one submission", _classroom),
    "canvas": Format("your Canvas gradebook, filled in", _canvas, template=True),
    "moodle": Format("your Moodle grading worksheet, filled in", _moodle, template=True),
    "html": Format(
        "pages to look at: the class, and one a student",
        lambda wish: Made(files=classpage.pages(wish.results, wish.lab.title)),
        folder=True,
    ),
}
