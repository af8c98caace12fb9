"""The key figures, each beside what it is compared with."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt
from typing import TYPE_CHECKING, Final

import numpy as np

from voc_cli import schema
from voc_cli.messages import Rate, text
from voc_cli.report.model import Direction, Figure, FigureChange, Kind, UrgentCase
from voc_cli.report.sections import Counted, has_signal, n_with_signal
from voc_cli.report.stretches import days_within, lies_in
from voc_cli.schema import Analysis, Period, Sentiment, Signal
from voc_cli.statistics import rate_p_values, share_p_value, stratified_z

if TYPE_CHECKING:
    import pandas as pd

_ALPHA: Final = 0.05
_Z: Final = 1.96  # two-sided 5% of the normal distribution
_LEAST_GROUP: Final = 30  # records of a product and channel; smaller ones are one group together
_FEWEST_RATINGS: Final = 10  # in either stretch; fewer say nothing of a mean


def figures(analysis: Analysis, counted: Counted, *, urgent: Sequence[UrgentCase]) -> tuple[Figure, ...]:
    """Records, complaints, praises, rating (where there is one), urgent cases and signs of churn."""
    found = [_records(analysis, counted)]
    for code, sentiment in (("complaints", Sentiment.NEGATIVE), ("praises", Sentiment.POSITIVE)):
        rows = counted.with_sentiment(sentiment)
        note = text("report.figure_share_note", share=len(rows) / max(counted.n_documents, 1))
        found.append(_figure(code, len(rows), note, share_change(counted, rows, analysis.period)))
    ratings = counted.documents[schema.RATING].dropna()
    if len(ratings):
        found.append(_rating(ratings, counted, analysis.period))
    found.append(_urgent(analysis, counted, urgent))
    churn = n_with_signal(counted.documents, Signal.CHURN)
    note = text("report.figure_share_note", share=churn / max(counted.n_documents, 1))
    found.append(_figure("churn", churn, note, signal_change(analysis.period, counted, (Signal.CHURN,))))
    return tuple(found)


def share_change(counted: Counted, rows: np.ndarray, period: Period) -> FigureChange | None:
    """The share of each stretch's records that ``rows`` are; None where there are no two stretches."""
    if not period.n_before or not period.n_now:
        return None
    hits, sizes = counted.stretches(rows, period), (period.n_before, period.n_now)
    before, now = (hit / size for hit, size in zip(hits, sizes, strict=True))
    held = counted.documents.index.isin(rows).astype(float)
    is_clear = share_p_value(hits, sizes) < _ALPHA
    return _change(before, now, "share", is_clear=is_clear, within=_within_groups(counted.documents, held, period))


def _within_groups(documents: pd.DataFrame, values: np.ndarray, period: Period) -> float:
    """How far ``values`` of the records moved among those of one product and channel, in standard errors."""
    dates = documents[schema.RECEIVED_AT]
    is_later, is_earlier = lies_in(dates, (period.now,)), lies_in(dates, period.before)
    told = np.asarray(is_later | is_earlier)
    groups = documents.groupby([schema.PRODUCT, schema.CHANNEL], sort=False, dropna=False).ngroup().to_numpy()
    # Of thousands of products few would hold records of both stretches.
    is_small = np.bincount(groups, minlength=1)[groups] < _LEAST_GROUP
    groups = np.where(is_small, 0, groups + 1)
    return stratified_z(values[told], np.asarray(is_later)[told], groups[told])


def _change(before: float, now: float, kind: Kind, *, is_clear: bool, within: float | None = None) -> FigureChange:
    """What moved; ``within`` groups it must have moved the same way, or else only their mixture did."""
    direction: Direction = "same" if not is_clear or now == before else "up" if now > before else "down"
    if direction != "same" and within is not None and within * (1 if now > before else -1) < _Z:
        direction = "mixed"
    said = text(f"report.figure_change_{kind}", before=Rate(before), now=Rate(now))
    sentence = f"{said} ({text(f'report.direction_{direction}')})"
    return FigureChange(round(float(before), 6), round(float(now), 6), kind, direction, said, sentence)


def _figure(code: str, n: int, note: str, change: FigureChange | None) -> Figure:
    return Figure(code, text(f"report.figure_{code}"), f"{n:,}", note, float(n), "count", change)


def _records(analysis: Analysis, counted: Counted) -> Figure:
    n, period = len(analysis.documents), analysis.period
    copies = n - counted.n_documents
    note = text(f"report.figure_records_{'note' if copies else 'whole'}", copies=copies, n=counted.n_documents)
    change = None
    if period.n_before and period.n_now:
        long_before, long_now = _lengths(counted.documents[schema.RECEIVED_AT], period)
        p_value = float(rate_p_values([period.n_before], [period.n_now], n_before=long_before, n_now=long_now)[0])
        before, now = period.n_before / period.n_periods, period.n_now
        # A half that the export cuts short holds fewer records for that alone.
        is_told = (now > before) == (period.n_now / long_now > period.n_before / long_before)
        change = _change(before, now, "count", is_clear=is_told and p_value < _ALPHA)
    return _figure("records", n, note, change)


def _lengths(moments: pd.Series[pd.Timestamp], period: Period) -> tuple[int, int]:
    """How long both stretches are: in days of the export for halves, else in whole periods."""
    if period.basis != "half":
        return period.n_periods, 1
    days = moments.dropna().to_numpy().astype("datetime64[D]")
    return days_within(days, period.before), days_within(days, (period.now,))


def _rating(ratings: pd.Series[float], counted: Counted, period: Period) -> Figure:
    mean = float(ratings.mean())
    note = text("report.figure_rating_note", n=len(ratings))
    change = _rating_change(counted, period)
    return Figure("rating", text("report.figure_rating"), f"{mean:.2f}", note, round(mean, 4), "rating", change)


def _rating_change(counted: Counted, period: Period) -> FigureChange | None:
    """The means of both stretches, told apart by Welch's test (1947)."""
    if not period.n_before or not period.n_now:
        return None
    rated = counted.documents[counted.documents[schema.RATING].notna()]
    dates, values = rated[schema.RECEIVED_AT], rated[schema.RATING]
    a = values[lies_in(dates, period.before)].to_numpy()
    b = values[lies_in(dates, (period.now,))].to_numpy()
    if min(len(a), len(b)) < _FEWEST_RATINGS:
        return None
    error = sqrt(a.var(ddof=1) / len(a) + b.var(ddof=1) / len(b))
    within = _within_groups(rated, rated[schema.RATING].to_numpy(dtype=float), period)
    is_clear = abs(b.mean() - a.mean()) > _Z * error
    return _change(float(a.mean()), float(b.mean()), "rating", is_clear=is_clear, within=within)


def _urgent(analysis: Analysis, counted: Counted, urgent: Sequence[UrgentCase]) -> Figure:
    safety, legal = (sum(signal.value in case.signal_codes for case in urgent) for signal in schema.URGENT)
    note = text("report.figure_urgent_note", safety=safety, legal=legal)
    return _figure("urgent", len(urgent), note, signal_change(analysis.period, counted, schema.URGENT))


def signal_change(period: Period, counted: Counted, signals: tuple[Signal, ...]) -> FigureChange | None:
    """The share of each stretch's records that raise any of ``signals``; None where there are no two stretches."""
    cells = counted.documents[schema.SIGNALS]
    raised = np.logical_or.reduce([has_signal(cells, signal).to_numpy() for signal in signals])
    return share_change(counted, counted.documents.index.to_numpy()[raised], period)
