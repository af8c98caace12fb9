"""dictionary.xlsx for a user to edit: one sheet a table, with lists to choose from, and a sheet that explains."""

from __future__ import annotations

import datetime
import io
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from voc_cli.dictionary.sheets import MARK, SHEETS, USE, Sheet, mark, shipped_rows
from voc_cli.dictionary.tables import shipped_dictionary
from voc_cli.io.atomic import atomic_file
from voc_cli.messages import Language, current_language, set_language, text

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

_SPARE: Final = 500  # rows below the last one in which the lists to choose from still open
_TALL: Final = 48  # points of a row: three lines of a long cell
_SMALL: Final = frozenset({"owners", "synonyms", "stop_words", "user_words"})
_FONT: Final = "맑은 고딕"
_INK, _PALE, _LINE = "#1F3864", "#F2F5FA", "#C9D2E3"


def write_dictionary(path: Path, lang: Language) -> None:
    """Write the tables that ship as a workbook to ``path``; the same bytes each time.

    Raises:
        OutputError: The place cannot be written.
    """
    with atomic_file(path) as file:
        file.write(dictionary_bytes(lang))


def dictionary_bytes(lang: Language) -> bytes:
    """The workbook of the tables that ship."""
    before = current_language()
    set_language(lang)
    try:
        return _workbook()
    finally:
        set_language(before)


def _workbook() -> bytes:
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    # The moment of writing would make other bytes of the same tables.
    book.set_properties(
        {"title": text("dictionary.guide").splitlines()[0][2:], "created": datetime.datetime(2024, 1, 1)}
    )
    book.formats[0].set_font_name(_FONT)
    _write_guide(book)
    rows = shipped_rows(shipped_dictionary())
    kinds = [kind.name for kind in shipped_dictionary().partner_kinds]
    for sheet in SHEETS:
        _write_sheet(book, sheet, rows[sheet.key], kinds)
    book.close()
    return out.getvalue()


def _write_guide(book: Workbook) -> None:
    page = book.add_worksheet(text("dictionary.sheet_guide"))
    page.hide_gridlines(2)
    page.fit_to_pages(1, 0)
    page.set_column(0, 0, 2)
    page.set_column(1, 1, 110)
    heading = book.add_format({"bold": True, "font_size": 14, "font_color": _INK, "font_name": _FONT, "bottom": 1})
    plain = book.add_format({"text_wrap": True, "valign": "top", "font_name": _FONT})
    for row, line in enumerate(text("dictionary.guide").splitlines(), start=1):
        if line.startswith("# "):
            page.write_string(row, 1, line[2:], heading)
            page.set_row(row, 24)
        else:
            page.write_string(row, 1, line, plain)


def _write_sheet(book: Workbook, sheet: Sheet, rows: list[dict[str, str]], kinds: list[str]) -> None:
    page = book.add_worksheet(sheet.name)
    style: dict[str, Any] = {"font_name": _FONT, "valign": "top", "text_wrap": True, "border": 1, "border_color": _LINE}
    heading = book.add_format({**style, "bold": True, "font_color": "white", "bg_color": _INK, "valign": "vcenter"})
    plain, pale = book.add_format(style), book.add_format({**style, "bg_color": _PALE})
    page.set_row(0, 26)
    last = len(rows) + _SPARE
    for place, column in enumerate(sheet.columns):
        page.write_string(0, place, text(f"dictionary.col_{column.key}"), heading)
        page.write_comment(0, place, text(f"dictionary.help_{column.key}"), {"x_scale": 2.2, "y_scale": 1.4})
        page.set_column(place, place, column.width, None, {"hidden": column.is_hidden})
        choices = kinds if column.key == "partner_kind" else [column.written(code) for code in column.choices]
        if choices:
            page.data_validation(
                1, place, last, place, {"validate": "list", "source": choices, "error_type": "warning"}
            )
    for number, cells in enumerate(rows, start=1):
        if sheet.key not in _SMALL:
            page.set_row(number, _TALL)
        shown = cells | {USE: "yes", MARK: mark(cells)}
        for place, column in enumerate(sheet.columns):
            page.write_string(number, place, column.written(shown[column.key]), pale if number % 2 == 0 else plain)
    _freeze(page, sheet, max(len(rows), 1))


def _freeze(page: Worksheet, sheet: Sheet, last: int) -> None:
    keys = [column.key for column in sheet.columns]
    fixed = next((keys.index(key) + 1 for key in ("aspect", "kind", "partner") if key in keys), 1)
    page.freeze_panes(1, fixed)
    page.autofilter(0, 0, last, len(keys) - 1)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
