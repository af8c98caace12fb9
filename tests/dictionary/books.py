"""Workbooks as a user leaves them: the one that voc writes, with edits."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from openpyxl import Workbook, load_workbook

from voc_cli.dictionary.write import write_dictionary

Edit = Callable[[Workbook], None]


@cache
def shipped_bytes() -> bytes:
    """dictionary.xlsx as ``voc init`` writes it in Korean."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "dictionary.xlsx")
        write_dictionary(path, "ko")
        return path.read_bytes()


def edited(folder: Path, edit: Edit) -> Path:
    """The shipped workbook after ``edit``."""
    path = folder / "dictionary.xlsx"
    path.write_bytes(shipped_bytes())
    book = load_workbook(path)
    edit(book)
    book.save(path)
    return path


def book_of(folder: Path, sheets: Mapping[str, Any]) -> Path:
    """A workbook with nothing but these rows of cells, by sheet."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    path = folder / "own.xlsx"
    book.save(path)
    return path
