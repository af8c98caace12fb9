"""설명: what each figure means, how it was counted, and what the report was made with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from voc_cli.messages import text
from voc_cli.report.model import Entry
from voc_cli.report.xlsx.book import Book, Page

_WIDTHS: Final = (40.0, 120.0)


def write(book: Book) -> None:
    """The sheet."""
    report = book.report
    page = book.page("notes", note=text("xlsx.note_notes"), widths=_WIDTHS)
    page.heading(3, text("report.heading_method"), last=1)
    row = 4
    for said in report.method:
        page.sentence(row, f"• {said}", last=1)
        row += 1
    row = _entries(page, row + 1, text("xlsx.heading_terms"), report.glossary)
    _entries(page, row + 1, text("xlsx.heading_facts"), report.facts)
    page.sheet.freeze_panes(3, 0)
    page.sheet.repeat_rows(0, 1)


def _entries(page: Page, row: int, heading: str, entries: Sequence[Entry]) -> int:
    page.heading(row, heading, last=1)
    for below, entry in enumerate(entries, start=row + 1):
        page.put(below, 0, entry.name, "term")
        page.put(below, 1, entry.value, "wrapped")
        page.fit_height(below, {0: entry.name, 1: entry.value})
    return row + 1 + len(entries)
