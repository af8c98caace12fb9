"""The report as an Excel workbook with native charts; each sheet is a module."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from voc_cli.report.formats import Screen
from voc_cli.report.model import Report
from voc_cli.report.xlsx import chain, left_out, listing, marketing, notes, overview, praise, themes, trend, urgent
from voc_cli.report.xlsx.book import Book

if TYPE_CHECKING:
    from voc_cli.report.rows import Rows


def render(report: Report, screen: Screen, rows: Rows | None = None) -> bytes:
    """The workbook; equal reports and rows give equal bytes. Without ``rows`` its sheet of clauses says so."""
    del screen
    target = BytesIO()
    book = Book(report, target)
    spans = listing.spans(rows)
    overview.write(book, spans)
    themes.write(book, spans)
    chain.write(book)
    marketing.write(book, spans)
    urgent.write(book)
    praise.write(book)
    trend.write(book)
    listing.write(book, rows)
    left_out.write(book)
    notes.write(book)
    book.workbook.close()
    return target.getvalue()
