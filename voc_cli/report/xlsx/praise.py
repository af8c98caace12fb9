"""칭찬: what is praised, which products and partners, and which members of staff."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from voc_cli.messages import text
from voc_cli.report.model import PraiseBlame
from voc_cli.report.xlsx.book import Book, Column, Page, Value, day
from voc_cli.report.xlsx.styles import PALE_GREEN, PALE_RED

_WIDTHS: Final = (28.0, 20.0, 11.0, 90.0)
_LAST: Final = len(_WIDTHS) - 1
_N_QUOTES: Final = 2


def write(book: Book) -> None:
    """The sheet."""
    report = book.report
    page = book.page("praise", note=text("xlsx.note_praise"), widths=_WIDTHS)
    row = _places(page, 3)
    for name, lines in (
        ("products", report.products),
        ("partners", report.partners),
        ("staff_members", report.staff_members),
    ):
        if lines:
            row = _both(page, row + 1, text(f"report.heading_{name}"), lines)
    _staff(page, row + 1)
    page.sheet.freeze_panes(3, 1)
    page.sheet.repeat_rows(0, 1)


def _places(page: Page, row: int) -> int:
    page.heading(row, text("xlsx.heading_praised"), last=_LAST)
    if not page.book.report.praise:
        page.put(row + 1, 0, text("report.none_found"), "sentence")
        return row + 2
    columns = _columns(("praised", "name"), ("stage", "text"), ("count", "count"), ("quotes", "wrapped"))
    records: list[list[Value]] = [
        [line.name, line.stage, line.n_documents, _quoted(line.quotes)] for line in page.book.report.praise
    ]
    end = page.table(row + 1, columns, records)
    page.data_bars(row + 2, end - 1, 2, PALE_GREEN)
    return end


def _both(page: Page, row: int, heading: str, lines: Sequence[PraiseBlame]) -> int:
    """How often each of ``lines`` is praised and blamed."""
    page.heading(row, heading, last=_LAST)
    columns = _columns(("name", "name"), ("praises", "count"), ("complaints", "count"), ("quotes", "wrapped"))
    end = page.table(
        row + 1, columns, [[line.name, line.n_praise, line.n_blame, _quoted(line.quotes)] for line in lines]
    )
    page.data_bars(row + 2, end - 1, 1, PALE_GREEN)
    page.data_bars(row + 2, end - 1, 2, PALE_RED)
    return end


def _staff(page: Page, row: int) -> None:
    page.heading(row, text("report.heading_staff"), last=_LAST)
    if not page.book.report.staff:
        page.put(row + 1, 0, text("report.none_found"), "sentence")
        return
    columns = _columns(("doc_id", "text"), ("date", "date"))
    page.table(row + 1, columns, [[quote.doc_id, day(quote.date)] for quote in page.book.report.staff])
    page.merged(row + 1, 2, _LAST, text("xlsx.column_text"), "header")
    for below, quote in enumerate(page.book.report.staff, start=row + 2):
        page.sentence(below, quote.text, first=2, last=_LAST, style="wrapped")


def _columns(*pairs: tuple[str, str]) -> list[Column]:
    return [Column(text(f"xlsx.column_{name}"), style) for name, style in pairs]


def _quoted(quotes: Sequence[str]) -> str:
    return "\n".join(f"“{quote}”" for quote in quotes[:_N_QUOTES])
