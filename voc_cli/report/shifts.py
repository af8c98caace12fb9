"""What stands behind figures that moved, or that cannot be judged: other products, other kinds of urgent cases."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

import numpy as np

from voc_cli import schema
from voc_cli.messages import Rate, named, text
from voc_cli.report.figures import signal_change
from voc_cli.report.sections import Counted, has_signal, shorten
from voc_cli.report.stretches import lies_in
from voc_cli.schema import Period

if TYPE_CHECKING:
    import pandas as pd

_LARGEST: Final = 8  # themes, as many as the first screen shows
_UNSURE: Final = 0.5  # of these
_OTHER: Final = 0.25  # of the records stand under another product than they would if nothing had moved
_MOSTLY: Final = 0.5  # of the urgent records


def other_mixture(counted: Counted, recurring: pd.DataFrame, period: Period) -> list[str]:
    """A sentence where most of the largest themes cannot be judged and the records are of other products or channels.

    Args:
        counted: Records of both stretches.
        recurring: schema.THEMES, most records first.
    """
    if not period.n_before or not period.n_now:
        return []
    unsure = (recurring[schema.STATUS].head(_LARGEST) == "uncertain").mean()
    if not unsure >= _UNSURE:
        return []
    moments = counted.documents[schema.RECEIVED_AT]
    before, now = lies_in(moments, period.before), lies_in(moments, (period.now,))
    for column in (schema.PRODUCT, schema.CHANNEL):
        cells = counted.documents[column]
        shares = [cells[inside].value_counts(normalize=True) for inside in (before, now)]
        moved = shares[1].sub(shares[0], fill_value=0.0).drop("", errors="ignore").sort_index()
        if moved.abs().sum() / 2 >= _OTHER:
            name = str(moved.abs().idxmax())
            values = {"before": float(shares[0].get(name, 0.0)), "now": float(shares[1].get(name, 0.0))}
            return [text(f"report.mixture_{column}", name=shorten(name, width=40), **values)]
    return []


def more_urgent(period: Period, counted: Counted, severities: Mapping[str, int]) -> list[str]:
    """A sentence on a clear rise of urgent records: which kind rose most, and the product that most of them are of.

    Args:
        counted: Records of both stretches.
        severities: Severity of each kind of urgent case.
    """
    change = signal_change(period, counted, schema.URGENT)
    if change is None or change.direction != "up":
        return []
    rows = _rows_by_kind(counted, severities)
    gains = {kind: _shares(counted, found, period) for kind, found in rows.items()}
    if not gains:
        return []
    kind = min(gains, key=lambda name: (gains[name][0] - gains[name][1], name))
    said = text(
        "report.more_urgent_kind",
        before=Rate(change.before),
        now=Rate(change.now),
        kind=named(kind),
        kind_before=Rate(gains[kind][0]),
        kind_now=Rate(gains[kind][1]),
    )
    return [f"{said} {_mostly(counted, period)}".rstrip()]


def _rows_by_kind(counted: Counted, severities: Mapping[str, int]) -> dict[str, np.ndarray]:
    """Rows of the records that raise each kind."""
    clauses = counted.clauses[counted.clauses[schema.SIGNALS] != ""]
    found: dict[str, set[int]] = {}
    for number, cell in zip(clauses[schema.TEXT_NO].tolist(), clauses[schema.EVIDENCE].tolist(), strict=True):
        for part in cell.split(schema.SEPARATOR):
            kind, colon, _ = part.partition(":")
            if colon and kind in severities:
                found.setdefault(kind, set()).add(number)
    return {kind: np.array(sorted(numbers)) for kind, numbers in found.items()}


def _shares(counted: Counted, rows: np.ndarray, period: Period) -> tuple[float, float]:
    before, now = counted.stretches(rows, period)
    return before / period.n_before, now / period.n_now


def _mostly(counted: Counted, period: Period) -> str:
    """Which product most of the urgent records of the period are of; "" where none stands out."""
    now = counted.documents[lies_in(counted.documents[schema.RECEIVED_AT], (period.now,))]
    raised = np.logical_or.reduce([has_signal(now[schema.SIGNALS], signal).to_numpy() for signal in schema.URGENT])
    products = now[schema.PRODUCT]
    shares = products[raised].value_counts(normalize=True).drop("", errors="ignore")
    if shares.empty or shares.iloc[0] <= _MOSTLY or products.nunique() == 1:
        return ""
    name, share = str(shares.index[0]), float(shares.iloc[0])
    return text("report.more_urgent_product", name=shorten(name, width=40), share=share, all=(products == name).mean())
