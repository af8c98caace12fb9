"""The buckets of time that a series is told in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

NO_BUCKET: Final = -1
_DAYS_FOR_WEEKS, _DAYS_FOR_MONTHS = 21, 2 * 366
_FREQUENCIES: Final = {"day": "D", "week": "W-SUN", "month": "M"}  # weeks end on Sunday, so they start on Monday


@dataclass(frozen=True, slots=True, eq=False)
class Buckets:
    """``starts``: first days, ISO, without gaps; ``of``: bucket of each record or NO_BUCKET, shape (n_records,)."""

    unit: str
    starts: tuple[str, ...]
    of: NDArray[np.int64]


def bucket(received_at: pd.Series[pd.Timestamp]) -> Buckets:
    """Days for up to three weeks, weeks (from Monday) for up to two years, months beyond."""
    known = received_at.notna().to_numpy()
    if not known.any():
        return Buckets("week", (), np.full(len(received_at), NO_BUCKET))
    span = (received_at.max() - received_at.min()).days
    unit = "day" if span < _DAYS_FOR_WEEKS else "week" if span <= _DAYS_FOR_MONTHS else "month"
    periods = received_at.dt.to_period(_FREQUENCIES[unit])
    every = pd.period_range(periods.min(), periods.max(), freq=_FREQUENCIES[unit])
    of = np.full(len(received_at), NO_BUCKET)
    of[known] = every.get_indexer(pd.PeriodIndex(periods[known]))
    return Buckets(unit, tuple(start.start_time.date().isoformat() for start in every), of)
