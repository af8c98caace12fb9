"""원문: one row a clause, complaints first, theme by theme, so that each theme's rows are one block."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from voc_cli.messages import text
from voc_cli.report.rows import Rows, Shown, Span
from voc_cli.report.xlsx import book as limits
from voc_cli.report.xlsx.book import Book, Link, cell
from voc_cli.report.xlsx.row_sheet import Kind, RowBody, RowColumn, RowSheet

DEFAULT_ROWS: Final = 50_000  # a workbook of five megabytes: one that a mail takes and a phone opens
_HEADER: Final = 3
_COLUMNS: Final[tuple[tuple[str, float, Kind, str | None], ...]] = (
    ("theme", 26, "name", None),
    ("stage", 18, "name", None),
    ("sentiment", 8, "name", None),
    ("polarity", 8, "number", "plain_polarity"),
    ("text", 80, "text", "plain_text"),
    ("date", 12, "date", "plain_date"),
    ("doc_id", 24, "text", None),
    ("product", 20, "name", None),
    ("channel", 12, "name", None),
    ("rating", 8, "number", "plain_rating"),
    ("owner", 13, "name", None),
    ("intent", 8, "name", None),
    ("signals", 12, "name", None),
    ("evidence", 34, "text", None),
    ("copy_of", 16, "text", None),
)
_PRINTED: Final = "doc_id"  # the last column on paper
_ROWS_PRINTED: Final = 40  # about one page: who prints a workbook wants its reports, and not a thousand pages of rows
_FROM_EXPORT: Final = frozenset({"date", "product", "channel", "rating", "copy_of"})  # left out where always empty


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """The sheet without what the report says of it: names, headings and widths of its columns, and its rows."""

    names: list[str]
    headings: list[str]
    widths: list[float]
    body: RowBody


def shown(rows: Rows) -> Shown:
    """The rows that the sheet shows, and where those of each theme stand among them."""
    # Excel's own limit goes before any number that a user may choose.
    return rows.shown(default=DEFAULT_ROWS, most=limits.MAX_ROWS - _HEADER - 1)


def link(found: Mapping[str, Span], theme_id: str) -> Link | None:
    """A link to the rows of a theme; None where the sheet shows none of them."""
    span = found.get(theme_id)
    if span is None:
        return None
    first = _HEADER + 1 + span.first
    place = cell("rows", first, 0, first + span.n - 1, 0)
    return Link(place, text("xlsx.rows_of_theme", n=span.n))


def prepare(rows: Rows, listed: Shown) -> Sheet:
    """The sheet of the rows ``listed``, for one workbook."""
    columns = [column for column in _COLUMNS if column[0] not in _FROM_EXPORT or rows.knows(column[0])]
    names = [name for name, *_ in columns]
    body = RowBody([RowColumn(name, kind, style) for name, _, kind, style in columns], first_row=_HEADER + 1)
    for batch in rows.batches(listed):
        body.add(batch)
    return Sheet(names, [text(f"xlsx.column_{name}") for name in names], [width for _, width, *_ in columns], body)


def write(book: Book, sheet: Sheet, listed: Shown) -> None:
    """The sheet; what the limit left out is said above it."""
    note = text(
        "xlsx.note_rows" if listed.n == listed.n_total else "xlsx.note_rows_cut", n=listed.n, total=listed.n_total
    )
    page = book.page("rows", note=note, widths=sheet.widths, kind=RowSheet)
    for place, heading in enumerate(sheet.headings):
        page.put(_HEADER, place, heading, "header")
    page.sheet.set_row(_HEADER, 24)
    page.freeze_and_filter(_HEADER, _HEADER + listed.n, len(sheet.names) - 1)
    page.sheet.print_area(0, 0, _HEADER + min(listed.n, _ROWS_PRINTED), sheet.names.index(_PRINTED))
    page.sheet.take(sheet.body)


def write_nothing(book: Book) -> None:
    """The sheet where there are no rows."""
    page = book.page("rows", note=text("xlsx.no_rows"), widths=[60])
    page.put(_HEADER, 0, text("report.none_found"), "sentence")
