"""The report as an Excel workbook with native charts; each sheet is a module."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
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
    from voc_cli.report.rows import Rows, Shown


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """The sheet of clauses before there is a report."""

    listed: Shown
    sheet: listing.Sheet


def render(report: Report, screen: Screen, rows: Rows | None = None) -> bytes:
    """The workbook; equal reports and rows give equal bytes. Without ``rows`` its sheet of clauses says so.

    Raises:
        OutputError: The system's temporary folder cannot be written, or is full.
    """
    del screen
    return render_prepared(report, prepare(rows) if rows is not None and len(rows) else None)


def prepare(rows: Rows) -> Prepared:
    """What the sheet of clauses shows, for one workbook.

    Raises:
        OutputError: As ``render``.
    """
    with _needs_room():
        listed = listing.shown(rows)
        return Prepared(listed, listing.prepare(rows, listed))


def render_prepared(report: Report, prepared: Prepared | None) -> bytes:
    """``render``, the sheet of clauses being prepared where there are any.

    Raises:
        OutputError: As ``render``.
    """
    with _needs_room():
        return _workbook(report, prepared)


@contextmanager
def _needs_room() -> Iterator[None]:
    try:
        yield
    except (OSError, XlsxFileError) as error:
        what = text("xlsx.no_room", error=error)
        raise OutputError("report.xlsx", what, mend=text("xlsx.no_room_mend")) from error


def _workbook(report: Report, prepared: Prepared | None) -> bytes:
    target = BytesIO()
    book = Book(report, target)
    spans = prepared.listed.spans if prepared else {}
    if prepared:
        prepared.sheet.body.register(book.workbook, book.styles)
    overview.write(book, spans)
    themes.write(book, spans)
    chain.write(book)
    if report.groups is not None:
        groups.write(book, report.groups)
    marketing.write(book, spans)
    urgent.write(book)
    praise.write(book)
    trend.write(book)
    if prepared:
        listing.write(book, prepared.sheet, prepared.listed)
    else:
        listing.write_nothing(book)
    left_out.write(book)
    notes.write(book)
    book.workbook.close()
    return target.getvalue()
