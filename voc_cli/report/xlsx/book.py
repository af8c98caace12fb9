"""A workbook and its sheets: titles, tables, print setup, and cells that Excel can hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from typing import Final

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from voc_cli.messages import text
from voc_cli.report.model import Report
from voc_cli.report.xlsx.styles import FONT, Styles, lines_high

# What Excel can hold (Microsoft, "Excel specifications and limits"); a file beyond it is "repaired" by losing content.
MAX_ROWS: Final = 1_048_576
MAX_CHARACTERS: Final = 32_767  # a cell, in UTF-16 units
MAX_LINKS: Final = 65_530  # a sheet
_FIRST_YEAR: Final = 1900
# Equal runs give equal bytes, so the workbook must not say when it was made.
_CREATED: Final = datetime(2000, 1, 1)
_LINE_HEIGHT: Final = 15.5  # points, of a line of ten-point text
_HIGHEST: Final = 409.0  # points, of a row in Excel
_A4: Final = 9
SHEETS: Final = (
    "overview", "themes", "chain", "marketing", "urgent", "praise", "trend", "rows", "rejected", "notes",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Link:
    """A place in this workbook, and the words to click."""

    target: str  # such as 'Sheet'!A1:C9
    words: str


Value = str | int | float | date | Link | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: heading, and the style of its cells."""

    heading: str
    style: str = "text"


class Book:
    """One workbook in the making."""

    def __init__(self, report: Report, target: BytesIO) -> None:
        options = {
            "default_format_properties": {"font_name": FONT, "font_size": 10},
            "strings_to_formulas": False,
            "strings_to_numbers": False,
            "strings_to_urls": False,
        }
        self.workbook = Workbook(target, options)
        self.workbook.set_properties(
            {"title": report.title, "company": report.company, "created": _CREATED, "comments": report.subtitle}
        )
        self.report = report
        self.styles = Styles(self.workbook)

    def page(self, name: str, *, note: str, widths: Sequence[float], kind: type[Worksheet] = Worksheet) -> Page:
        """A new sheet with its title and ``note`` above, ready for print; ``widths`` are of its columns, in digits."""
        sheet = self.workbook.add_worksheet(sheet_name(name), worksheet_class=kind)
        page = Page(self, sheet, widths)
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
        sheet.fit_to_pages(1, 0)
        sheet.set_header(f"&L{_in_margin(self.report.title)}&R{_in_margin(self.report.period)}", {"margin": 0.3})
        sheet.set_footer(f"&L&A&R&P / &N", {"margin": 0.3})  # noqa: F541  the marks are Excel's
        heading = text(f"xlsx.title_{name}")
        page.put(0, 0, f"{heading} — {self.report.company}" if self.report.company else heading, "title")
        page.put(1, 0, note, "subtitle")
        sheet.set_row(0, 28)
        return page


class Page:
    """One sheet."""

    def __init__(self, book: Book, sheet: Worksheet, widths: Sequence[float]) -> None:
        self.book = book
        self.sheet = sheet
        self.widths = widths
        self._n_links = 0
        for number, width in enumerate(widths):
            sheet.set_column(number, number, width)

    def style(self, name: str) -> Format:
        """The format ``name`` of styles.STYLES."""
        return self.book.styles[name]

    def put(self, row: int, column: int, value: Value, style: str = "text") -> None:
        """Write one cell; a text stays one whatever it begins with, and is cut where Excel would refuse it."""
        form = self.style(style)
        if value is None or value == "":
            self.sheet.write_blank(row, column, None, form)
        elif isinstance(value, str):
            self.sheet.write_string(row, column, fitted(value), form)
        elif isinstance(value, Link):
            self._link(row, column, value)
        elif isinstance(value, date):
            self.sheet.write_datetime(row, column, value, form)
        else:
            self.sheet.write_number(row, column, value, form)

    def _link(self, row: int, column: int, link: Link) -> None:
        self._n_links += 1
        if self._n_links > MAX_LINKS:
            self.put(row, column, link.words, "centred")
        else:
            self.sheet.write_url(row, column, f"internal:{link.target}", self.style("link"), link.words)

    def merged(self, row: int, first: int, last: int, value: Value, style: str) -> None:
        """One cell over the columns ``first`` to ``last``."""
        if last > first:
            self.sheet.merge_range(row, first, row, last, "", self.style(style))
        self.put(row, first, value, style)

    def sentence(self, row: int, said: str, *, last: int, first: int = 0, style: str = "sentence") -> None:
        """``said`` over several columns, the row as high as it needs."""
        self.merged(row, first, last, said, style)
        # Neither Excel nor LibreOffice fits the height of merged cells.
        self.sheet.set_row(row, min(_LINE_HEIGHT * lines_high(said, sum(self.widths[first : last + 1])) + 3, _HIGHEST))

    def heading(self, row: int, said: str, *, last: int) -> None:
        """The heading of a part, underlined to the column ``last``."""
        for column in range(last + 1):
            self.put(row, column, said if column == 0 else None, "heading")
        self.sheet.set_row(row, 22)

    def table(self, row: int, columns: Sequence[Column], records: Sequence[Sequence[Value]]) -> int:
        """A header at ``row`` and one row a record below it; gives the first row after them."""
        for number, column in enumerate(columns):
            self.put(row, number, column.heading, "header")
        self.sheet.set_row(row, 32)
        for below, record in enumerate(records, start=row + 1):
            wrapped: dict[int, str] = {}
            for number, (column, value) in enumerate(zip(columns, record, strict=True)):
                self.put(below, number, value, column.style)
                if column.style == "wrapped" and isinstance(value, str):
                    wrapped[number] = value
            self.fit_height(below, wrapped)
        return row + 1 + len(records)

    def fit_height(self, row: int, wrapped: Mapping[int, str]) -> None:
        """Make ``row`` as high as its wrapped texts need; ``wrapped`` gives them by column."""
        n_lines = max((lines_high(said, self.widths[column]) for column, said in wrapped.items()), default=1)
        # LibreOffice and viewers on phones keep one line where no height is written.
        self.sheet.set_row(row, min(_LINE_HEIGHT * n_lines + 3, _HIGHEST))

    def freeze_and_filter(self, header: int, last_row: int, last_column: int, *, frozen: int = 1) -> None:
        """Keep the header in sight, on screen and on paper, and let each column be filtered."""
        self.sheet.freeze_panes(header + 1, frozen)
        self.sheet.repeat_rows(header)
        self.sheet.autofilter(header, 0, max(last_row, header), last_column)

    def data_bars(self, first: int, last: int, column: int, color: str) -> None:
        """A bar behind each number of a column."""
        if last >= first:
            bars = {"type": "data_bar", "bar_color": color, "bar_solid": True, "min_type": "num", "min_value": 0}
            self.sheet.conditional_format(first, column, last, column, bars)

    def heat(
        self, first_row: int, first_column: int, last_row: int, last_column: int, *, color: str = "#E67C73"
    ) -> None:
        """A colour scale from white to ``color`` over a block of numbers."""
        scale = {"type": "2_color_scale", "min_type": "num", "min_value": 0, "min_color": "#FFFFFF", "max_color": color}
        if last_row >= first_row and last_column >= first_column:
            self.sheet.conditional_format(first_row, first_column, last_row, last_column, scale)


def sheet_name(name: str) -> str:
    """The name of a sheet in the language in use."""
    return text(f"xlsx.sheet_{name}")


def cell(sheet: str, row: int, column: int, last_row: int | None = None, last_column: int | None = None) -> str:
    """A place such as 'Sheet'!$A$1:$B$9, rows and columns counted from 0."""
    from xlsxwriter.utility import xl_range_abs

    quoted = sheet_name(sheet).replace("'", "''")
    end = (row if last_row is None else last_row, column if last_column is None else last_column)
    return f"'{quoted}'!{xl_range_abs(row, column, *end)}"


def day(iso: str) -> date | str | None:
    """The day that Excel can sort and filter by; None for "", the text itself where Excel knows no such day."""
    if not iso:
        return None
    found = date.fromisoformat(iso)
    return found if found.year >= _FIRST_YEAR else iso


def fitted(said: str) -> str:
    """``said`` in the length that a cell holds, cut with a note where it is longer."""
    if 2 * len(said) <= MAX_CHARACTERS or len(said.encode("utf-16-le")) // 2 <= MAX_CHARACTERS:
        return said
    note = text("xlsx.cell_cut")
    units = said.encode("utf-16-le")[: 2 * (MAX_CHARACTERS - len(note))]
    return units.decode("utf-16-le", errors="ignore") + note


def _in_margin(said: str) -> str:
    # "&" begins a mark of Excel's and is doubled; all parts of a header share 255 characters.
    return said[:60].replace("&", "&&")
