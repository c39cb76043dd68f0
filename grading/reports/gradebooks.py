"""Fill in the gradebook that an instructor has exported from Canvas or Moodle.

Nothing but grades and feedback is changed: no row or column is added, and where it is not certain
whose row it is, nothing is written and a sentence says so.
"""

import html
import re
import unicodedata
from datetime import datetime

import msgspec

from ..errors import Problem
from ..result import Graded
from . import sheets, texts
from .sheets import Sheet

# Marks of Canvas that are no score: excused, and not assigned to this student.
KEPT = ("ex", "n/a")
# Headers of Moodle's grading worksheet, in English, German, French, Spanish and Portuguese.
GRADE = ("grade", "bewertung", "note", "calificación", "nota", "avaliação")
MAXIMUM = (
    "maximum grade", "bestwertung", "beste bewertung", "maximalbewertung", "note maximale",
    "calificación máxima", "nota máxima", "avaliação máxima",
)  # fmt: skip
MODIFIED = (
    "last modified (grade)", "zuletzt geändert (bewertung)", "dernière modification (note)",
    "última modificación (calificación)", "última modificación (calificaciones)",
    "última modificação (nota)", "última modificação (avaliação)",
)  # fmt: skip
FEEDBACK = (
    "feedback comments", "feedback als kommentar", "feedback als kommentare",
    "commentaires de feedback", "feedback par commentaires", "comentarios de retroalimentación",
    "comentarios de la retroalimentación", "comentários de feedback", "feedback via comentários",
    "comentários ao trabalho",
)  # fmt: skip
FULL_NAME = (
    "full name", "vollständiger name", "nom complet", "nombre completo", "nome completo",
)  # fmt: skip
ID_NUMBER = (
    "id number", "username", "id-nummer", "anmeldename", "numéro d'identification",
    "nom d'utilisateur", "número de id", "nombre de usuario", "número de identificação",
    "identificação do usuário",
)  # fmt: skip


class Filled(msgspec.Struct, frozen=True):
    """The gradebook as it is to be imported, and a sentence on each thing that was not done."""

    data: bytes
    notes: list[str]


class Person(msgspec.Struct, frozen=True):
    """A row of a gradebook: all that its student can be known by, folded for comparison."""

    row: int
    shown: str
    ids: set[str]
    emails: set[str]
    names: set[str]


def canvas(results: list[Graded], template: bytes, column: str) -> Filled:
    """Fill in the gradebook that Canvas exports.

    column  name of the assignment, whole or as it starts: "Convlab (12345)", "Convlab"

    Raises Problem where the template is no such gradebook, or has no such assignment or several.
    """
    sheet = sheets.read(template, "The gradebook")
    section = sheets.find(sheet, ("section",))
    known = [sheets.find(sheet, (name,)) for name in ("student", "id", "lastname", "firstname")]
    if section is None or known[1] is None or (known[0] is None and known[2] is None):
        raise Problem(
            "This is not a gradebook that Canvas has exported: it has no columns Student, ID and "
            f"Section, but {sheets.headers(sheet)}."
        )
    target = _assignment(sheet, section, column)
    notes, people, possible = list[str](), list[Person](), None
    logins = [sheets.find(sheet, (name,)) for name in ("id", "sis user id", "sis login id")]
    for row in range(1, len(sheet.rows)):
        name = sheet.cell(row, known[0])
        if known[2] is not None and known[3] is not None:
            name = f"{sheet.cell(row, known[2])}, {sheet.cell(row, known[3])}"
        ids = {_fold(sheet.cell(row, one)) for one in logins} - {""}
        # A student may be called so as well, but then has an id.
        if not ids and "points possible" in sheet.cell(row, 0).casefold():
            if "read only" in sheet.cell(row, target):
                raise Problem(
                    f"The column {texts.line(sheet.rows[0][target])} is read only in Canvas: "
                    "choose an assignment."
                )
            possible = sheets.decimal(sheet.cell(row, target))
            continue
        if not ids and not name.strip(" ,"):
            continue  # the row that says which assignments are posted by hand
        emails = {one for one in ids if "@" in one}
        people.append(Person(row, texts.line(name) or f"row {row + 1}", ids, emails, _names(name)))
    matched = _match(results, people, notes)
    for person in people:
        result = matched.get(person.row)
        if result is None:
            continue
        if sheet.cell(person.row, target).casefold() in KEPT:
            kept = sheet.cell(person.row, target)
            notes.append(f"{person.shown} has {kept} in the gradebook, which was left as it is.")
            continue
        sheet.put(person.row, target, texts.number(_scaled(result, possible)))
    _note_scale(notes, matched, {row: possible for row in matched})
    return Filled(sheets.write(sheet), notes)


def moodle(results: list[Graded], template: bytes, column: str = "") -> Filled:
    """Fill in the grading worksheet of an assignment in Moodle.

    column  header of the grades, where that is not one of the known ones

    Raises Problem where the template is no such worksheet, or has no such column.
    """
    sheet = sheets.read(template, "The grading worksheet")
    identifier = _identifier(sheet)
    if identifier is None:
        raise Problem(
            'This is not a grading worksheet of Moodle: no column holds "Participant 123" or the '
            f"like; there are {sheets.headers(sheet)}."
        )
    grade = sheets.find(sheet, (column.strip().casefold(),) if column.strip() else GRADE)
    if grade is None:
        raise Problem(
            "The grading worksheet has no column "
            f"{texts.line(column) or 'that is known to hold grades'}: name one of "
            f"{sheets.headers(sheet)}."
        )
    maximum, modified = sheets.find(sheet, MAXIMUM), sheets.find(sheet, MODIFIED)
    feedback, named = sheets.find(sheet, FEEDBACK), sheets.find(sheet, FULL_NAME)
    email, login = _email(sheet), [sheets.find(sheet, (name,)) for name in ID_NUMBER]
    notes, people = list[str](), list[Person]()
    for row in range(1, len(sheet.rows)):
        shown = texts.line(sheet.cell(row, named) or sheet.cell(row, identifier))
        if not sheet.cell(row, identifier):
            continue
        # The number alone is no id: it counts participants, and would meet somebody else's id.
        ids = {_fold(sheet.cell(row, one)) for one in (identifier, *login)} - {""}
        emails = {_fold(sheet.cell(row, email))} - {""}
        people.append(Person(row, shown, ids, emails, _names(sheet.cell(row, named))))
    matched = _match(results, people, notes)
    most = {row: sheets.decimal(sheet.cell(row, maximum)) for row in matched}
    for row, result in matched.items():
        sheet.put(row, grade, texts.number(_scaled(result, most[row])))
        # Moodle takes no grade for a student whose grade is younger than what stands here, so
        # a date of its own has to stay: it guards what was changed since the export.
        if modified is not None and sheet.cell(row, modified) in ("", "-") and _date(result):
            sheet.put(row, modified, _date(result))
        if feedback is not None:
            if sheet.cell(row, feedback):
                shown = texts.who(result)
                notes.append(f"{shown} has feedback in the worksheet, which was left as it is.")
            else:
                sheet.put(row, feedback, _feedback(result))
    if matched and feedback is None:
        notes.append("No column for feedback comments was found: only grades were filled in.")
    _note_scale(notes, matched, most)
    return Filled(sheets.write(sheet), notes)


def _match(results: list[Graded], people: list[Person], notes: list[str]) -> dict[int, Graded]:
    """Find the row of every result, by id or e-mail, or else by name; adds to the notes.

    A result that is known by nothing, or fits several rows, gets none; nor do two that fit one.
    """
    found: dict[int, list[Graded]] = {}
    for result in results:
        id_, email = _fold(result.id), _fold(result.email)
        rows = {p.row for p in people if id_ in p.ids or email in p.emails}
        rows = rows or {
            p.row
            for p in people
            # somebody of the same name, with another address, is somebody else
            if _names(result.name) & p.names and not (email and p.emails)
        }
        who = texts.who(result)
        if not rows:
            notes.append(f"{who} is not in the gradebook: left out.")
        elif len(rows) > 1:
            lines = ", ".join(str(row + 1) for row in sorted(rows))
            notes.append(f"{who} fits several rows of the gradebook ({lines}): left out.")
        else:
            found.setdefault(rows.pop(), []).append(result)
    matched: dict[int, Graded] = {}
    for person in people:
        mine = found.get(person.row, [])
        if not mine:
            notes.append(f"{person.shown} has no result: the row was left as it is.")
        elif len(mine) > 1:
            several = " and ".join(texts.who(result) for result in mine)
            notes.append(f"{several} fit the same row, {person.shown}: left out.")
        elif not _final(mine[0]):
            notes.append(
                f"{texts.who(mine[0])} met a fault of the grader: the row was left as it is, grade "
                "this submission again."
            )
        else:
            matched[person.row] = mine[0]
            if mine[0].status != "graded":
                notes.append(f"{texts.who(mine[0])} gets 0 points. {texts.why(mine[0])}")
    return matched


def _final(result: Graded) -> bool:
    """Whether the score is the submission's own: a fault of ours must not become a mark."""
    return result.status != "fault" and all(e.state != "fault" for e in result.exercises)


def _scaled(result: Graded, most: float | None) -> float:
    if most is None or result.max_score <= 0:
        return result.score
    return result.score * most / result.max_score


def _note_scale(
    notes: list[str], matched: dict[int, Graded], most: dict[int, float | None]
) -> None:
    """Say once that scores are not the ones that the grader gave."""
    for row, result in matched.items():
        value = most[row]
        if value is not None and result.max_score > 0 and value != result.max_score:
            notes.append(
                f"Scores were scaled from {result.max_score} to the {texts.number(value)} points "
                "of the gradebook."
            )
            return


def _assignment(sheet: Sheet, section: int, column: str) -> int:
    """The one assignment of that name; else the one that is it without its number, or begins so."""
    wanted = column.strip().casefold()
    heads = {
        place: header.strip().casefold()
        for place, header in enumerate(sheet.rows[0])
        if place > section
    }
    tests = (
        lambda head: head == wanted,
        lambda head: re.sub(r"\s*\(\d+\)$", "", head) == wanted,
        lambda head: head.startswith(wanted),
    )
    for fits in tests if wanted else ():
        places = [place for place, head in heads.items() if fits(head)]
        if len(places) == 1:
            return places[0]
        if places:
            several = ", ".join(f'"{texts.line(sheet.rows[0][place])}"' for place in places)
            raise Problem(f"Several columns fit {texts.line(column)}: {several}. Name one in full.")
    missing = f"is no column {texts.line(column)}" if wanted else "has to be a column to fill in"
    raise Problem(f"There {missing}: name an assignment of {sheets.headers(sheet, section + 1)}.")


def _identifier(sheet: Sheet) -> int | None:
    """The first column whose cells are all a word and a number, in whatever language."""
    for column in range(len(sheet.rows[0])):
        cells = [sheet.cell(row, column) for row in range(1, len(sheet.rows))]
        filled = [cell for cell in cells if cell]
        if filled and all(re.fullmatch(r"[^\W\d][^\d@]*\d+", cell) for cell in filled):
            return column
    return None


def _email(sheet: Sheet) -> int | None:
    """The first column whose cells are all addresses."""
    for column in range(len(sheet.rows[0])):
        cells = [sheet.cell(row, column) for row in range(1, len(sheet.rows))]
        filled = [cell for cell in cells if cell]
        if filled and all(re.fullmatch(r"[^\s@]+@[^\s@]+", cell) for cell in filled):
            return column
    return None


def _fold(text: str) -> str:
    """A text as it is compared: in one form of Unicode, one line, any case."""
    return unicodedata.normalize("NFC", texts.line(text)).casefold()


def _names(name: str) -> set[str]:
    """A name, and for "Family, Given" the same the other way round."""
    folded = _fold(name)
    family, comma, given = folded.partition(",")
    turned = f"{given.strip()} {family.strip()}".strip() if comma else folded
    return {folded.strip(" ,"), turned} - {""}


def _date(result: Graded) -> str:
    """When it was graded, if that is a date; Moodle reads ISO 8601."""
    try:
        return datetime.fromisoformat(result.finished).isoformat(timespec="seconds")
    except ValueError:
        return ""


def _feedback(result: Graded) -> str:
    """What the student is told, as HTML, which Moodle takes a comment for.

    One line an exercise; hidden checks give no more than points.
    """
    lines = [texts.why(result)]
    if result.status == "graded":
        lines = [f"{result.score} of {result.max_score} points.", *map(texts.line, result.notes)]
    for exercise in result.exercises:
        lines.append(
            f"{texts.line(exercise.name)}: {exercise.state}, "
            f"{exercise.score} of {exercise.max_score} points."
        )
        for check in exercise.checks:
            if check.state not in ("passed", "waiting", "not started") and not check.hidden:
                lines.append(f"- {check.state}: {texts.line(check.title)}")
    return "<br>".join(html.escape(line) for line in lines)
