"""A sheet of hundreds of thousands of rows, which go straight into the sheet's XML.

XlsxWriter takes some microseconds a cell, also in its constant_memory mode; writing a whole column of a batch at a time
takes a tenth of that, and holds one batch in memory. Everything else of the sheet is XlsxWriter's.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from tempfile import TemporaryFile
from typing import Any, Final, Literal, TextIO

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from voc_cli.report.rows import RowBatch
from voc_cli.report.xlsx.book import fitted
from voc_cli.report.xlsx.styles import Styles

_DAY_ZERO: Final = date(1899, 12, 30).toordinal()  # what Excel counts days from, right from March 1900 on
_FIRST_DAY: Final = "1900-03-01"
_CHUNK: Final = 1 << 20
Kind = Literal["text", "name", "number", "date"]  # a name is a text that many rows share
_ROW: Final = "\x00"  # where the number of the row goes; no text holds it


@dataclass(frozen=True, slots=True)
class RowColumn:
    """A column of the sheet: its place in a batch, and how it is written."""

    field: str  # of RowBatch
    kind: Kind
    style: str | None  # of styles.STYLES; None for plain text


class RowBody:
    """The rows of a sheet as XML in a temporary file: made before their workbook, which must take them first of all.

    Args:
        columns: Of the sheet, from the left.
        first_row: Of the rows, counted from 0.
    """

    def __init__(self, columns: Sequence[RowColumn], *, first_row: int) -> None:
        self._columns = columns
        self._styles = list(dict.fromkeys(column.style for column in columns if column.style))
        self._names: dict[str, int] = {}
        self._body = TemporaryFile("w+", encoding="utf-8", newline="")  # noqa: SIM115  closed when it is copied
        self._next_row = first_row + 1

    def add(self, batch: RowBatch) -> None:
        """Write the rows of ``batch`` behind the others."""
        self._body.write(self._rows(batch))
        self._next_row += len(batch.text)

    def register(self, workbook: Workbook, styles: Styles) -> None:
        """Give the styles and the shared names of the rows the numbers in ``workbook`` that the rows hold.

        Raises:
            ValueError: The workbook has numbered others before.
        """
        numbers = [styles[name]._get_xf_index() for name in self._styles]
        shared = [workbook.str_table._get_shared_string_index(name) for name in self._names]
        if numbers != [self._style(name) for name in self._styles] or shared != list(self._names.values()):
            raise ValueError("the rows must be the first that a workbook takes")

    @property
    def dimension(self) -> str:
        """The cells from the first of the sheet to the last of the rows."""
        return f"A1:{xl_col_to_name(len(self._columns) - 1)}{self._next_row - 1}"

    def copy_to(self, target: TextIO) -> None:
        """Write the rows, once."""
        with self._body as body:
            body.seek(0)
            shutil.copyfileobj(body, target, _CHUNK)

    def _style(self, name: str) -> int:
        # Number 0 is the workbook's own.
        return self._styles.index(name) + 1

    def _rows(self, batch: RowBatch) -> str:
        cells = [
            self._cells(getattr(batch, column.field), column, xl_col_to_name(place))
            for place, column in enumerate(self._columns)
        ]
        rows = (f'<row r="{_ROW}">{"".join(row)}</row>' for row in zip(*cells, strict=True))
        return "".join(row.replace(_ROW, str(number)) for number, row in enumerate(rows, start=self._next_row))

    def _cells(self, values: list[Any], column: RowColumn, letter: str) -> list[str]:
        style = f' s="{self._style(column.style)}"' if column.style else ""
        start = f'<c r="{letter}{_ROW}"{style}'
        # In the order of the rows, because the strings of names are numbered as they come.
        written = {value: self._cell(value, column.kind, start) for value in dict.fromkeys(values)}
        return [written[value] for value in values]

    def _cell(self, value: Any, kind: Kind, start: str) -> str:
        if value is None or value == "":
            return ""
        if kind == "number":
            return f"{start}><v>{value:.16g}</v></c>"
        if kind == "date" and value >= _FIRST_DAY:
            return f"{start}><v>{date.fromisoformat(value).toordinal() - _DAY_ZERO}</v></c>"
        said = fitted(value)
        if kind == "name":
            return f'{start} t="s"><v>{self._names.setdefault(said, len(self._names))}</v></c>'
        if "_x" in said or not said.isprintable():
            said = _XML._escape_control_characters(said)
        return f'{start} t="inlineStr"><is><t>{_XML._escape_data(said)}</t></is></c>'


class RowSheet(Worksheet):  # type: ignore[misc]  # XlsxWriter carries no types
    """A worksheet whose body was made before; the rows above it are written as always."""

    def take(self, body: RowBody) -> None:
        """Show the rows of ``body``, which the workbook has registered."""
        self._body = body

    def _write_dimension(self) -> None:
        self._xml_empty_tag("dimension", [("ref", self._body.dimension)])

    def _write_sheet_data(self) -> None:
        self._xml_start_tag("sheetData")
        self._write_rows()
        self._body.copy_to(self.fh)
        self._xml_end_tag("sheetData")


_XML: Final = Worksheet()  # how XlsxWriter escapes
