"""상품별, 채널별, 고객 구분별: what each group complains of, where the user asked for groups."""

from __future__ import annotations

from typing import Final

from voc_cli.messages import text
from voc_cli.report.model import Groups, GroupSection
from voc_cli.report.xlsx.book import Book, Column, Value
from voc_cli.report.xlsx.styles import PALE_RED, fitting

MOST_GROUPS: Final = 1_000  # rows; who has more products reads report.json
_HEADER: Final = 3
_COLUMNS: Final = (
    ("group", "name"), ("records", "count"), ("complaining", "count"), ("complaint_share", "share"),
    ("top_themes", "wrapped"),
)  # fmt: skip


def write(book: Book, groups: Groups) -> None:
    """The sheet."""
    shown = groups.sections[:MOST_GROUPS]
    note = text("xlsx.note_groups", n=len(groups.sections), shown=len(shown))
    names = fitting((group.name for group in shown), least=22, most=40)
    page = book.page(f"by_{groups.column}", note=note, widths=[names, 9, 12, 10, 70])
    columns = [Column(text(f"xlsx.column_{name}"), style) for name, style in _COLUMNS]
    end = page.table(_HEADER, columns, [_record(group) for group in shown])
    page.freeze_and_filter(_HEADER, end - 1, len(columns) - 1)
    page.data_bars(_HEADER + 1, end - 1, 1, PALE_RED)
    page.heat(_HEADER + 1, 3, end - 1, 3)


def _record(group: GroupSection) -> list[Value]:
    said = (text("groups.theme", name=one.name, n=one.n_documents, share=one.share) for one in group.themes)
    return [group.name, group.n_documents, group.n_complaints, group.complaint_share, "\n".join(said)]
