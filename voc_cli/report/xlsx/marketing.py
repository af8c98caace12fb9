"""마케팅·영업: their own themes, prices and benefits, promises not kept, and customers about to leave."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from voc_cli.messages import text
from voc_cli.report.model import N_OWN_THEMES, Quote, ThemeLine
from voc_cli.report.rows import Span
from voc_cli.report.xlsx import listing
from voc_cli.report.xlsx.book import Book, Column, Page, Value, day
from voc_cli.report.xlsx.styles import PALE_RED

_WIDTHS: Final = (28.0, 14.0, 9.0, 9.0, 10.0, 10.0, 10.0, 70.0, 12.0)
_LAST: Final = len(_WIDTHS) - 1
_N_QUOTES: Final = 2
_TEXT_PLACES: Final = (2, _LAST)


def write(book: Book, spans: Mapping[str, Span]) -> None:
    """The sheet."""
    found = book.report.marketing
    page = book.page("marketing", note=text("xlsx.note_marketing"), widths=_WIDTHS)
    row = _themes(page, 3, text("report.heading_own_themes"), found.themes, spans)
    for issue in found.issues:
        heading = text("xlsx.heading_issue", name=issue.name, n=issue.n_documents)
        row = _themes(page, row + 1, heading, issue.themes, spans)
        row = _quotes(page, row, issue.quotes)
    page.heading(row + 1, text("report.heading_promises", n=found.n_promises), last=_LAST)
    row = _quotes(page, row + 2, found.promises)
    row = _leaving(page, row + 1)
    _quotes(page, row, found.churn)
    page.sheet.freeze_panes(3, 1)
    page.sheet.repeat_rows(0, 1)


def _themes(page: Page, row: int, heading: str, themes: Sequence[ThemeLine], spans: Mapping[str, Span]) -> int:
    page.heading(row, heading, last=_LAST)
    if not themes:
        page.put(row + 1, 0, text("report.none_found"), "sentence")
        return row + 2
    names = ("theme", "owner", "count", "share", "status", "before", "now", "quotes", "rows")
    styles = ("name", "text", "count", "share", "centred", "rate", "rate", "wrapped", "link")
    columns = [Column(text(f"xlsx.column_{name}"), style) for name, style in zip(names, styles, strict=True)]
    records: list[list[Value]] = [
        [
            theme.name, theme.owner, theme.n_documents, theme.share, theme.status, theme.before, theme.now,
            "\n".join(f"“{quote}”" for quote in theme.quotes[:_N_QUOTES]), listing.link(spans, theme.theme_id),
        ]
        for theme in themes[:N_OWN_THEMES]
    ]  # fmt: skip
    end = page.table(row + 1, columns, records)
    page.data_bars(row + 2, end - 1, 2, PALE_RED)
    if not themes[N_OWN_THEMES:]:
        return end
    page.put(end, 0, text("report.more_themes", n=len(themes) - N_OWN_THEMES), "sentence")
    return end + 1


def _quotes(page: Page, row: int, quotes: Sequence[Quote]) -> int:
    """Number, day and text of some records."""
    if not quotes:
        page.put(row, 0, text("report.none_found"), "sentence")
        return row + 1
    page.put(row, 0, text("xlsx.column_doc_id"), "header")
    page.put(row, 1, text("xlsx.column_date"), "header")
    page.merged(row, *_TEXT_PLACES, text("xlsx.column_text"), "header")
    for below, quote in enumerate(quotes, start=row + 1):
        page.sentence(below, quote.text, first=_TEXT_PLACES[0], last=_TEXT_PLACES[1], style="wrapped")
        page.put(below, 0, quote.doc_id, "text")
        page.put(below, 1, day(quote.date), "date")
    return row + 1 + len(quotes)


def _leaving(page: Page, row: int) -> int:
    found = page.book.report.marketing
    page.heading(row, text("report.heading_churn", n=found.n_churn), last=_LAST)
    if not found.churn_reasons:
        return row + 1
    names, styles = ("leaving_theme", "stage", "count"), ("name", "text", "count")
    columns = [Column(text(f"xlsx.column_{name}"), style) for name, style in zip(names, styles, strict=True)]
    end = page.table(
        row + 1, columns, [[reason.name, reason.stage, reason.n_documents] for reason in found.churn_reasons]
    )
    page.data_bars(row + 2, end - 1, 2, PALE_RED)
    return end + 1
