"""Praise and blame by partner, product and member of staff, as lines of text."""

from __future__ import annotations

from collections.abc import Iterator

from voc_cli.messages import text
from voc_cli.report.model import PraiseBlame, Report


def praise_blame_lists(report: Report) -> Iterator[tuple[str, list[str]]]:
    """A heading and its lines for each of the three that holds anything."""
    lists = (
        ("heading_partners", report.partners),
        ("heading_products", report.products),
        ("heading_staff_members", report.staff_members),
    )
    for key, found in lists:
        if found:
            yield text(f"report.{key}"), [_line(one) for one in found]


def _line(one: PraiseBlame) -> str:
    total = max(one.n_praise + one.n_blame, 1)
    said = text("report.praise_blame", name=one.name, praise=one.n_praise, blame=one.n_blame, share=one.n_blame / total)
    return f"{said} “{one.quotes[0]}”" if one.quotes else said
