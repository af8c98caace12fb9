"""반복 불만: every recurring theme with its numbers, its course and its quotes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from voc_cli.messages import text
from voc_cli.report.model import ThemeLine
from voc_cli.report.rows import Span
from voc_cli.report.xlsx import listing, trend
from voc_cli.report.xlsx.book import Book, Column, Page, Value, day
from voc_cli.report.xlsx.styles import GREEN, PALE_RED, RED, fitting

_HEADER: Final = 3
_N_QUOTES: Final = 3
# name, width, style
_COLUMNS: Final = (
    ("rank", 5, "centred"), ("theme", 24, "name"), ("stage", 17, "wrapped"), ("owner", 12, "wrapped"),
    ("count", 8, "count"), ("share", 7, "share"), ("status", 8, "centred"), ("before", 7.5, "rate"),
    ("now", 7.5, "rate"), ("series", 18, "text"), ("polarity", 7, "polarity"),
    ("rating", 6.5, "rating"), ("first_seen", 11, "date"), ("last_seen", 11, "date"),
    ("details", 44, "wrapped"), ("quotes", 64, "wrapped"), ("rows", 12, "link"),
)  # fmt: skip
_PLACE: Final = {name: place for place, (name, *_) in enumerate(_COLUMNS)}
_MOVES: Final = {"new": RED, "rising": RED, "falling": GREEN, "gone": GREEN}


def write(book: Book, spans: Mapping[str, Span]) -> None:
    """The sheet."""
    report = book.report
    widths = [float(width) for _, width, _ in _COLUMNS]
    widths[_PLACE["theme"]] = fitting((theme.name for theme in report.themes), least=24, most=34)
    page = book.page("themes", note=text("xlsx.note_themes"), widths=widths)
    columns = [Column(_heading(name, report.unit), style) for name, _, style in _COLUMNS]
    records = [_record(rank, theme, spans) for rank, theme in enumerate(report.themes, start=1)]
    end = page.table(_HEADER, columns, records)
    if not records:
        page.put(_HEADER + 1, 1, text("report.verdict_no_theme"), "name")
    page.freeze_and_filter(_HEADER, end - 1, len(columns) - 1, frozen=_PLACE["theme"] + 1)
    page.data_bars(_HEADER + 1, end - 1, _PLACE["count"], PALE_RED)
    _mark_moves(page, end - 1)
    _draw_courses(page)


def _heading(name: str, unit: str) -> str:
    return text("report.column_series", unit=unit) if name == "series" else text(f"xlsx.column_{name}")


def _record(rank: int, theme: ThemeLine, spans: Mapping[str, Span]) -> list[Value]:
    quotes = "\n".join(f"“{quote}”" for quote in theme.quotes[:_N_QUOTES])
    return [
        rank, theme.name, theme.stage, theme.owner, theme.n_documents, theme.share, theme.status, theme.before,
        theme.now, None, theme.polarity, theme.rating, day(theme.first_seen), day(theme.last_seen),
        "\n".join(theme.details), quotes, listing.link(spans, theme.theme_id),
    ]  # fmt: skip


def _mark_moves(page: Page, last: int) -> None:
    """Colour the cells of themes that rose or fell."""
    for code, color in _MOVES.items():
        form = page.book.workbook.add_format({"font_color": color, "bold": True})
        rule = {"type": "cell", "criteria": "==", "value": f'"{text(f"report.status_{code}")}"', "format": form}
        page.sheet.conditional_format(_HEADER + 1, _PLACE["status"], max(last, _HEADER + 1), _PLACE["status"], rule)


def _draw_courses(page: Page) -> None:
    """A small line in the cell, from the column that the theme has on the sheet of trends."""
    for number, theme in enumerate(page.book.report.themes[: trend.MOST_THEMES]):
        if theme.series:
            line = {"range": trend.series_of_theme(page.book, number), "series_color": RED, "weight": 1.25}
            page.sheet.add_sparkline(_HEADER + 1 + number, _PLACE["series"], line)
