"""요약: the verdict, key figures, two charts and the top themes, on one page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from voc_cli.messages import text
from voc_cli.report.model import Figure
from voc_cli.report.rows import Span
from voc_cli.report.xlsx import chain, listing, trend
from voc_cli.report.xlsx.book import Book, Page, Value
from voc_cli.report.xlsx.styles import PALE_RED

_WIDTHS: Final = (13.0,) * 12
_LAST: Final = len(_WIDTHS) - 1
_N_THEMES: Final = 10
_N_ALERTS: Final = 10
_CHART_ROWS: Final = 15
_CHART: Final = {"x_offset": 2, "y_offset": 4, "object_position": 2}
_ARROWS: Final = {"up": "▲", "down": "▼", "same": "─", "mixed": "─"}
_CARD_WIDTH: Final = 2
# Columns that a heading of the table of themes takes, first and last.
_PLACES: Final = {
    "theme": (0, 3), "stage": (4, 5), "owner": (6, 6), "count": (7, 7), "share": (8, 8),
    "status": (9, 9), "change": (10, 10), "rows": (11, 11),
}  # fmt: skip


def write(book: Book, spans: Mapping[str, Span]) -> None:
    """The sheet."""
    report = book.report
    page = book.page("overview", note=report.subtitle, widths=_WIDTHS)
    page.put(0, 0, report.title, "title")
    page.sheet.hide_gridlines(2)
    page.sheet.fit_to_pages(1, 1)
    page.sheet.center_horizontally()
    row = _verdict(page, 3)
    row = _cards(page, row + 1)
    row = _charts(page, row + 1)
    row = _top_themes(page, row + 1, spans)
    row = _sentences(
        page, row + 1, "compared.heading_priorities", [f"{p.name}: {p.sentence}" for p in report.priorities]
    )
    _sentences(page, row, "compared.heading_goals", [goal.sentence for goal in report.goals])


def _sentences(page: Page, row: int, heading: str, said: Sequence[str]) -> int:
    """Nothing where there is nothing to say; gives the first free row."""
    if not said:
        return row
    page.heading(row, text(heading), last=_LAST)
    for below, sentence in enumerate(said, start=row + 1):
        page.sentence(below, f"• {sentence}", last=_LAST)
    return row + len(said) + 2


def _verdict(page: Page, row: int) -> int:
    report = page.book.report
    page.heading(row, text("xlsx.heading_verdict"), last=_LAST)
    for alert in report.alerts[:_N_ALERTS]:
        row += 1
        page.sentence(row, f"! {alert.sentence}", last=_LAST, style=alert.level)
    if len(report.alerts) > _N_ALERTS:
        row += 1
        page.sentence(row, text("xlsx.more_alerts", n=len(report.alerts) - _N_ALERTS), last=_LAST)
    for said in report.verdict:
        row += 1
        page.sentence(row, f"• {said}", last=_LAST)
    return row + 1


def _cards(page: Page, row: int) -> int:
    page.heading(row, text("xlsx.heading_figures"), last=_LAST)
    for number, figure in enumerate(page.book.report.figures):
        first = number * _CARD_WIDTH
        parts: tuple[tuple[Value, str], ...] = (
            (figure.label, "card_label"),
            (figure.number, f"card_{figure.kind}"),
            (figure.note, "card_note"),
            (_moved(figure), "card_note"),
        )
        for below, (value, style) in enumerate(parts, start=row + 1):
            page.merged(below, first, first + _CARD_WIDTH - 1, value, style)
    for below, height in enumerate((18, 30, 16, 30), start=row + 1):
        page.sheet.set_row(below, height)
    return row + 5


def _moved(figure: Figure) -> str:
    return f"{_ARROWS[figure.change.direction]} {figure.change.sentence}" if figure.change else ""


def _charts(page: Page, row: int) -> int:
    report = page.book.report
    page.heading(row, text("xlsx.heading_charts", unit=report.unit), last=_LAST)
    if report.points:
        page.sheet.insert_chart(row + 1, 0, trend.chart_of_records(page.book), _CHART)
    else:
        page.sentence(row + 2, text("xlsx.no_dates"), last=5)
    if report.stages:
        page.sheet.insert_chart(row + 1, 6, chain.chart_of_stages(page.book), _CHART)
    return row + 1 + _CHART_ROWS


def _top_themes(page: Page, row: int, spans: Mapping[str, Span]) -> int:
    themes = page.book.report.themes[:_N_THEMES]
    page.heading(row, text("xlsx.heading_top", n=len(themes)), last=_LAST)
    if not themes:
        page.sentence(row + 1, text("report.verdict_no_theme"), last=_LAST)
        return row + 2
    for name, (first, last) in _PLACES.items():
        page.merged(row + 1, first, last, text(f"xlsx.column_{name}"), "header")
    for number, theme in enumerate(themes, start=1):
        values: dict[str, tuple[Value, str]] = {
            "theme": (f"{number}. {theme.name}", "name"),
            "stage": (theme.stage, "text"),
            "owner": (theme.owner, "text"),
            "count": (theme.n_documents, "count"),
            "share": (theme.share, "share"),
            "status": (theme.status, "centred"),
            "change": (_rates(theme.before, theme.now), "centred"),
            "rows": (listing.link(spans, theme.theme_id), "link"),
        }
        for name, (value, style) in values.items():
            page.merged(row + 1 + number, *_PLACES[name], value, style)
    page.data_bars(row + 2, row + 1 + len(themes), _PLACES["count"][0], PALE_RED)
    return row + 2 + len(themes)


def _rates(before: float | None, now: float | None) -> str:
    return "" if before is None or now is None else f"{before:.1f} → {now:.1f}"
