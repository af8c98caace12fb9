"""The report as an Excel workbook with native charts; each sheet is a module."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from xlsxwriter.exceptions import XlsxFileError

from voc_cli.errors import OutputError
from voc_cli.messages import text
from voc_cli.report.formats import Screen
from voc_cli.report.model import Report
from voc_cli.report.xlsx import (
    chain,
    groups,
    left_out,
    listing,
    marketing,
    notes,
    overview,
    praise,
    themes,
    trend,
    urgent,
)
from voc_cli.report.xlsx.book import Book

if TYPE_CHECKING:
    from voc_cli.report.rows import Rows


def render(report: Report, screen: Screen, rows: Rows | None = None) -> bytes:
    """The workbook; equal reports and rows give equal bytes. Without ``rows`` its sheet of clauses says so.

    Raises:
        OutputError: The system's temporary folder cannot be written, or is full.
    """
    del screen
    try:
        return _workbook(report, rows)
    except (OSError, XlsxFileError) as error:
        what = text("xlsx.no_room", error=error)
        raise OutputError("report.xlsx", what, mend=text("xlsx.no_room_mend")) from error


def prepare(rows: Rows) -> None:
    """Make what the sheet of clauses shows, before there is a report."""
    listed = listing.shown(rows)
    if listed is not None:
        rows.hold(listed)


def _workbook(report: Report, rows: Rows | None) -> bytes:
    target = BytesIO()
    book = Book(report, target)
    listed = listing.shown(rows)
    spans = listed.spans if listed else {}
    overview.write(book, spans)
    themes.write(book, spans)
    chain.write(book)
    if report.groups is not None:
        groups.write(book, report.groups)
    marketing.write(book, spans)
    urgent.write(book)
    praise.write(book)
    trend.write(book)
    listing.write(book, rows, listed)
    left_out.write(book)
    notes.write(book)
    book.workbook.close()
    return target.getvalue()
