"""Workbooks of the made-up analysis, read back with another library."""

from __future__ import annotations

import warnings
import zipfile
from io import BytesIO
from typing import Any

from openpyxl import load_workbook

from tests.report import made_up
from tests.report.support import report
from voc_cli.report.build import Options
from voc_cli.report.formats import Screen
from voc_cli.report.rows import Rows
from voc_cli.report.xlsx import render
from voc_cli.schema import Analysis


def written(
    analysis: Analysis | None = None, *, options: Options | None = None, max_rows: int | None = None, rows: bool = True
) -> bytes:
    """The workbook as bytes."""
    whole = analysis or made_up.analysis()
    listed = Rows.of(whole, max_rows=max_rows) if rows else None
    return render(report(whole, options=options), Screen(), listed)


def opened(data: bytes) -> Any:
    """The workbook as openpyxl reads it; its own types know no cell that surely holds something."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # it knows no sparklines
        return load_workbook(BytesIO(data))


def grid(sheet: Any) -> list[list[object]]:
    """The values of a sheet, row by row."""
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def row_of(sheet: Any, value: object, *, column: int = 1) -> int:
    """The number of the first row that holds ``value`` in ``column``."""
    return next(row for row in range(1, sheet.max_row + 1) if sheet.cell(row, column).value == value)


def texts(sheet: Any) -> list[str]:
    """Every text on a sheet."""
    return [value for row in grid(sheet) for value in row if isinstance(value, str)]


def part(data: bytes, name: str) -> str:
    """A file inside the workbook."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return archive.read(name).decode("utf-8")
