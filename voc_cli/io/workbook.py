"""Excel and OpenDocument workbooks to cells."""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from voc_cli import messages
from voc_cli.errors import InputError
from voc_cli.io.grid import Grid

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

_ZIP: Final = b"PK\x03\x04"
_OLE: Final = b"\xd0\xcf\x11\xe0"
_EXACT_INTEGERS: Final = 1e15  # Excel keeps 15 digits

_Range = tuple[tuple[int, int], tuple[int, int]]  # first and last (row, column), from 0
Cell = int | float | str | bool | datetime.time | datetime.date | datetime.datetime | datetime.timedelta


def is_workbook(data: bytes) -> bool:
    """Whether ``data`` is a workbook by its first bytes; names lie ("export.csv" that is an xlsx, and the reverse)."""
    return data.startswith((_ZIP, _OLE))


def read_workbook(data: bytes, *, where: str) -> list[Grid]:
    """One grid for each visible sheet that holds anything, named after the sheet, in the workbook's order.

    Raises:
        InputError: The workbook is locked with a password, or is none.
    """
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    if data.startswith(_OLE) and _is_encrypted(data):
        raise _locked(where)
    kind = _kind(data)
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            return [
                grid
                for sheet in _visible(book)
                if (grid := _read_sheet(book.get_sheet_by_name(sheet), kind)) is not None
            ]
    except PasswordError as error:
        raise _locked(where) from error
    except CalamineError as error:
        raise InputError(
            where, messages.text("io.broken_workbook"), mend=messages.text("io.broken_workbook_mend")
        ) from error


def _kind(data: bytes) -> str:
    """What a source is said to be; reading itself does not ask."""
    if data.startswith(_OLE):
        return "xls"
    if b"opendocument" in data[:100]:  # the first entry of such an archive is its type
        return "ods"
    return "xlsb" if b"xl/workbook.bin" in data else "xlsx"


def hidden_sheets(data: bytes) -> tuple[str, ...]:
    """The names of the sheets that ``read_workbook`` leaves out because their author hid them."""
    from python_calamine import CalamineWorkbook

    with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
        shown = set(_visible(book))
        return tuple(sheet for sheet in book.sheet_names if sheet not in shown)


def _visible(book: CalamineWorkbook) -> list[str]:
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    return [
        sheet.name
        for sheet in book.sheets_metadata
        if sheet.visible == SheetVisibleEnum.Visible and sheet.typ == SheetTypeEnum.WorkSheet
    ]


def _read_sheet(sheet: CalamineSheet, kind: str) -> Grid | None:
    rows: list[list[str]] = []
    lines: list[int] = []
    # With its empty edge, so that the row numbers are those that Excel shows.
    for line, cells in enumerate(sheet.to_python(skip_empty_area=False), start=1):
        row = [cell if type(cell) is str else cell_text(cell) for cell in cells]
        if any(row):
            rows.append(row)
            lines.append(line)
    if not rows:
        return None
    repeated = _repeat_merged(rows, lines, sheet.merged_cell_ranges or ())
    return Grid(sheet.name, kind, "", _trimmed(rows), lines, repeated=repeated)


def _repeat_merged(rows: list[list[str]], lines: list[int], ranges: Iterable[_Range]) -> frozenset[tuple[int, int]]:
    """Write what stands in a cell merged over several rows into each row that holds anything else; where it was."""
    by_line = dict(zip(lines, rows, strict=True))
    repeated = set()
    for (top, column), (bottom, _) in ranges:
        said = by_line.get(top + 1, [])[column : column + 1]
        for line in range(top + 2, bottom + 2):
            if said and line in by_line:
                by_line[line][column : column + 1] = said
                repeated.add((line, column))
    return frozenset(repeated)


def _trimmed(rows: list[list[str]]) -> list[list[str]]:
    """The rows without the empty columns at the right that formatting leaves behind."""
    width = max(len(row) for row in rows)
    while width > 1 and not any(row[width - 1].strip() for row in rows if len(row) >= width):
        width -= 1
    return [row[:width] for row in rows]


def cell_text(cell: Cell) -> str:
    """A cell as an exporter would have written it to CSV: ids without ".0", dates in ISO form."""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < _EXACT_INTEGERS else format(cell, ".15g")
    if isinstance(cell, datetime.datetime):
        moment = cell.replace(microsecond=0)
        return moment.date().isoformat() if moment.time() == datetime.time() else moment.isoformat(sep=" ")
    if isinstance(cell, datetime.time):
        return cell.replace(microsecond=0).isoformat()
    return str(cell)


def _is_encrypted(data: bytes) -> bool:
    from msoffcrypto import OfficeFile
    from msoffcrypto.exceptions import FileFormatError

    try:
        return bool(OfficeFile(io.BytesIO(data)).is_encrypted())
    except (FileFormatError, OSError):
        return False  # not a workbook at all: the reader says so


def _locked(where: str) -> InputError:
    return InputError(where, messages.text("io.password"), mend=messages.text("io.password_mend"))
