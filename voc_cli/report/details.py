"""What is known of one theme beside its counts, in sentences."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from voc_cli import schema
from voc_cli.messages import Rate, text
from voc_cli.schema import Comparison


def ratio_words(row: Mapping[Hashable, Any]) -> str:
    """Ratio and interval; "" where either has no bound."""
    ratio, low, high = row[schema.RATIO], row[schema.RATIO_LOW], row[schema.RATIO_HIGH]
    if np.isnan([ratio, low, high]).any():
        return ""
    return text("compared.ratio", ratio=ratio, low=low, high=high)


Changes = Mapping[str, Sequence[Mapping[Hashable, Any]]]  # rows of schema.CHANGES by theme_id


@lru_cache(maxsize=1)
def changes_by_theme(comparison: Comparison | None) -> Changes:
    """What ``details`` tells of comparisons."""
    found: dict[str, list[Mapping[Hashable, Any]]] = defaultdict(list)
    if comparison is not None:
        for change in comparison.changes.to_dict("records"):
            found[change[schema.THEME_ID]].append(change)
    return found


def details(row: Mapping[Hashable, Any], changes: Changes) -> tuple[str, ...]:
    """Sentences on one theme: each comparison, second visits, time to close, and what its records rate.

    Args:
        row: Of the table of themes; without schema.THEME_FACTS, nothing but comparisons is told.
        changes: Of all themes, see ``changes_by_theme``.
    """
    said = [_compared(change) for change in changes.get(row[schema.THEME_ID], ())]
    if row.get(schema.N_AGAIN, 0) > 0:
        said.append(text("compared.again", n=int(row[schema.N_AGAIN])))
    if not np.isnan(row.get(schema.HOURS_TO_CLOSE, np.nan)):
        said.append(text("compared.hours", hours=row[schema.HOURS_TO_CLOSE]))
    if not np.isnan(row.get(schema.RATING_GAP, np.nan)):
        gap, low, high = (row[name] for name in (schema.RATING_GAP, schema.RATING_GAP_LOW, schema.RATING_GAP_HIGH))
        said.append(text("compared.gap", gap=gap, low=low, high=high))
    return tuple(said)


def other_comparisons(row: Mapping[Hashable, Any], changes: Changes) -> tuple[str, ...]:
    """A sentence for each comparison of a theme but the main one, which ``changes`` holds first."""
    return tuple(_compared(change) for change in changes.get(row[schema.THEME_ID], ())[1:])


def _compared(change: Mapping[Hashable, Any]) -> str:
    return text(
        "compared.change",
        against=text(f"compared.against_{change[schema.AGAINST]}"),
        before=Rate(change[schema.PREVIOUS]),
        now=Rate(change[schema.CURRENT]),
        ratio=ratio_words(change),
        status=text(f"report.status_{change[schema.STATUS]}"),
    )
