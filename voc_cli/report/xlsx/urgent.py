"""긴급: every record that may be a safety or legal case, the gravest first."""

from __future__ import annotations

from typing import Final

from voc_cli.messages import text
from voc_cli.report.model import GRAVE
from voc_cli.report.xlsx.book import Book, Column, day
from voc_cli.report.xlsx.styles import RED, fitting

_HEADER: Final = 3
_COLUMNS: Final = (
    ("severity", 8, "centred"), ("signals", 10, "centred"), ("date", 11, "date"), ("doc_id", 24, "text"),
    ("product", 24, "text"), ("channel", 16, "text"), ("kinds", 28, "wrapped"), ("passage", 40, "wrapped"),
    ("whole", 70, "wrapped"), ("copies", 9, "sparse"),
)  # fmt: skip


def write(book: Book) -> None:
    """The sheet."""
    cases = book.report.urgent
    known = {
        "doc_id": [case.doc_id for case in cases],
        "product": [case.product for case in cases],
        "channel": [case.channel for case in cases],
    }
    widths = [
        fitting(known[name], least=9, most=width) if name in known else float(width) for name, width, _ in _COLUMNS
    ]
    page = book.page("urgent", note=text("xlsx.note_urgent"), widths=widths)
    columns = [Column(text(f"xlsx.column_{name}"), style) for name, _, style in _COLUMNS]
    end = page.table(
        _HEADER,
        columns,
        [
            [
                text(f"report.severity_{case.severity}"), case.signals, day(case.date), case.doc_id, case.product,
                case.channel, case.kinds, case.text, case.context, case.n_copies,
            ]
            for case in cases
        ],
    )  # fmt: skip
    if not cases:
        page.put(_HEADER + 1, 0, text("report.none_found"), "centred")
    page.freeze_and_filter(_HEADER, end - 1, len(columns) - 1, frozen=2)
    grave = book.workbook.add_format({"font_color": "#FFFFFF", "bg_color": RED, "bold": True})
    rule = {"type": "cell", "criteria": "==", "value": f'"{text(f"report.severity_{GRAVE}")}"', "format": grave}
    page.sheet.conditional_format(_HEADER + 1, 0, max(end - 1, _HEADER + 1), 0, rule)
