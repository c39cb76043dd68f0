"""A CSV file that somebody else has made, changed in a few cells and otherwise as it was."""

import csv
import io

import msgspec

from ..errors import Problem
from . import texts

LARGEST = 10_000_000  # characters of a cell: a worksheet may hold whole texts that were handed in


class Sheet(msgspec.Struct):
    """Rows of cells, the header first; and how they were written, to write them in the same way."""

    rows: list[list[str]]
    delimiter: str
    ending: str
    mark: bool  # whether a byte order mark comes first

    def cell(self, row: int, column: int | None) -> str:
        """What stands in a cell, without spaces around; "" beyond the end, or for no column."""
        cells = self.rows[row]
        return cells[column].strip() if column is not None and column < len(cells) else ""

    def put(self, row: int, column: int, text: str) -> None:
        """Write into a cell; a row that ends before it is filled up."""
        cells = self.rows[row]
        cells.extend([""] * (column + 1 - len(cells)))
        cells[column] = text


def read(data: bytes, what: str) -> Sheet:
    """Read a CSV with commas, semicolons or tabs; `what` names it where that cannot be done."""
    mark = data.startswith(b"\xef\xbb\xbf")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Problem(
            f"{what} is not in UTF-8: save it as CSV UTF-8, or export it again."
        ) from None
    readings = {delimiter: _rows(text, delimiter, what) for delimiter in (",", ";", "\t")}
    delimiter = max(readings, key=lambda one: len(readings[one][0]) if readings[one] else 0)
    rows = readings[delimiter]
    if not rows or not any(rows[0]):
        raise Problem(f"{what} has no header: export it again.")
    return Sheet(rows, delimiter, "\r\n" if "\r" in text else "\n", mark)


def write(sheet: Sheet) -> bytes:
    """Write the rows as they were written before."""
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=sheet.delimiter, lineterminator=sheet.ending).writerows(sheet.rows)
    return stream.getvalue().encode("utf-8-sig" if sheet.mark else "utf-8", "replace")


def find(sheet: Sheet, names: tuple[str, ...]) -> int | None:
    """The first column whose header is one of the names, in any case."""
    for column, header in enumerate(sheet.rows[0]):
        if header.strip().casefold() in names:
            return column
    return None


def headers(sheet: Sheet, first: int = 0) -> str:
    """The headers from a column on, to be shown."""
    return ", ".join(f'"{texts.line(header)}"' for header in sheet.rows[0][first:]) or "none"


def decimal(text: str) -> float | None:
    """A number with a point or a comma; None where it is none, or not above 0."""
    try:
        value = float(text.strip().replace(",", "."))
    except ValueError:
        return None
    return value if 0 < value < 1e9 else None


def _rows(text: str, delimiter: str, what: str) -> list[list[str]]:
    before = csv.field_size_limit(LARGEST)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as problem:
        raise Problem(f"{what} is not a CSV file: {problem}.") from None
    finally:
        csv.field_size_limit(before)
