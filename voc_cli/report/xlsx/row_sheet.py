"""A sheet of hundreds of thousands of rows, which go straight into the sheet's XML.

XlsxWriter takes some microseconds a cell, also in its constant_memory mode; writing a whole column of a batch at a time
takes a tenth of that, and holds one batch in memory. Everything else of the sheet is XlsxWriter's.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from tempfile import TemporaryFile
from typing import Any, Final, Literal

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from voc_cli.report.rows import RowBatch
from voc_cli.report.xlsx.book import fitted

_DAY_ZERO: Final = date(1899, 12, 30).toordinal()  # what Excel counts days from, right from March 1900 on
_FIRST_DAY: Final = "1900-03-01"
_CHUNK: Final = 1 << 20
Kind = Literal["text", "name", "number", "date"]  # a name is a text that many rows share
_ROW: Final = "\x00"  # where the number of the row goes; no text holds it


@dataclass(frozen=True, slots=True)
class RowColumn:
    """A column of the sheet: its place in a batch, and how it is written."""

    field: str  # of RowBatch
    heading: str
    width: float
    kind: Kind
    form: Format | None  # None for plain text


class RowSheet(Worksheet):  # type: ignore[misc]  # XlsxWriter carries no types
    """A worksheet whose body is streamed through a temporary file; the rows above it are written as always."""

    def stream(self, first_row: int, columns: Sequence[RowColumn], batches: Iterable[RowBatch]) -> None:
        """Take ``batches`` as the rows from ``first_row`` (counted from 0) on."""
        self._columns = columns
        self._body = TemporaryFile("w+", encoding="utf-8", newline="")  # noqa: SIM115  closed when it is copied
        self._next_row = first_row + 1
        for batch in batches:
            self._body.write(self._rows(batch))
            self._next_row += len(batch.text)

    def _write_dimension(self) -> None:
        last = xl_col_to_name(len(self._columns) - 1)
        self._xml_empty_tag("dimension", [("ref", f"A1:{last}{self._next_row - 1}")])

    def _write_sheet_data(self) -> None:
        self._xml_start_tag("sheetData")
        self._write_rows()
        with self._body as body:
            body.seek(0)
            shutil.copyfileobj(body, self.fh, _CHUNK)
        self._xml_end_tag("sheetData")

    def _rows(self, batch: RowBatch) -> str:
        cells = [
            self._cells(getattr(batch, column.field), column, xl_col_to_name(place))
            for place, column in enumerate(self._columns)
        ]
        rows = (f'<row r="{_ROW}">{"".join(row)}</row>' for row in zip(*cells, strict=True))
        return "".join(row.replace(_ROW, str(number)) for number, row in enumerate(rows, start=self._next_row))

    def _cells(self, values: list[Any], column: RowColumn, letter: str) -> list[str]:
        style = f' s="{column.form._get_xf_index()}"' if column.form else ""
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
            return f'{start} t="s"><v>{self.str_table._get_shared_string_index(said)}</v></c>'
        if "_x" in said or not said.isprintable():
            said = self._escape_control_characters(said)
        return f'{start} t="inlineStr"><is><t>{self._escape_data(said)}</t></is></c>'
