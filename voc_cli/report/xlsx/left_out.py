"""제외: what could not be read or placed, rows that were rejected, and texts that came again and again."""

from __future__ import annotations

from typing import Final

from voc_cli.messages import text
from voc_cli.report.xlsx.book import Book, Column, Page, Value

_WIDTHS: Final = (34.0, 12.0, 22.0, 100.0)
_LAST: Final = len(_WIDTHS) - 1


def write(book: Book) -> None:
    """The sheet."""
    page = book.page("rejected", note=text("xlsx.note_rejected"), widths=_WIDTHS)
    row = 3
    for said in book.report.coverage:
        page.sentence(row, f"• {said}", last=_LAST)
        row += 1
    row = _reasons(page, row + 1)
    row = _waves(page, row + 1)
    _rows(page, row + 1)
    page.sheet.freeze_panes(3, 0)
    page.sheet.repeat_rows(0, 1)


def _reasons(page: Page, row: int) -> int:
    page.heading(row, text("xlsx.heading_reasons"), last=_LAST)
    reasons = page.book.report.rejected.reasons
    if not reasons:
        page.put(row + 1, 0, text("report.none_found"), "sentence")
        return row + 2
    columns = [Column(text("xlsx.column_reason"), "name"), Column(text("xlsx.column_count"), "count")]
    return page.table(row + 1, columns, [[reason.label, reason.n_rows] for reason in reasons])


def _waves(page: Page, row: int) -> int:
    page.heading(row, text("report.heading_waves"), last=_LAST)
    waves = page.book.report.waves
    if not waves:
        page.put(row + 1, 0, text("report.none_found"), "sentence")
        return row + 2
    names, styles = ("first_record", "count", "near", "text"), ("text", "count", "count", "wrapped")
    columns = [Column(text(f"xlsx.column_{name}"), style) for name, style in zip(names, styles, strict=True)]
    return page.table(row + 1, columns, [[wave.doc_id, wave.n_documents, wave.n_near, wave.text] for wave in waves])


def _rows(page: Page, row: int) -> None:
    found = page.book.report.rejected
    page.heading(row, text("xlsx.heading_rejected"), last=_LAST)
    if not found.rows:
        page.put(row + 1, 0, text("report.none_found"), "sentence")
        return
    names, styles = ("file", "row", "reason", "raw"), ("text", "count", "text", "wrapped")
    columns = [Column(text(f"xlsx.column_{name}"), style) for name, style in zip(names, styles, strict=True)]
    records: list[list[Value]] = [[line.source_file, line.source_row, line.reason, line.raw] for line in found.rows]
    end = page.table(row + 1, columns, records)
    page.sheet.autofilter(row + 1, 0, end - 1, _LAST)
    if found.n_more:
        page.sentence(end, text("xlsx.more_rejected", n=found.n_more), last=_LAST)
