"""Made-up histories: steady weeks of two channels and a few themes, to be bent by a test."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd

from voc_cli import schema
from voc_cli.trends.periods import Counts, Unit

THEMES = {"T1": "배송 지연", "T2": "앱 오류", "T3": "비싼 가격", "T4": "불친절", "T5": "품절"}
RATES = (0.06, 0.05, 0.04, 0.03, 0.02)
CHANNELS = {"전화": 300, "앱": 200}


def weeks(last: str, n: int) -> list[date]:
    """``n`` Mondays up to ``last``."""
    return [date.fromisoformat(last) - timedelta(weeks=n - 1 - number) for number in range(n)]


def history(periods: list[date], *, unit: Unit = "week", channels: dict[str, int] | None = None) -> Counts:
    """As many records and themes in each period as the rates expect."""
    sizes = channels or CHANNELS
    volume = [(day.isoformat(), name, size) for day in periods for name, size in sizes.items()]
    occurrences = [
        (day.isoformat(), name, theme, round(size * rate))
        for day in periods
        for name, size in sizes.items()
        for theme, rate in zip(THEMES, RATES, strict=True)
    ]
    return Counts(
        unit,
        pd.DataFrame(volume, columns=list(schema.VOLUME)),
        pd.DataFrame(occurrences, columns=list(schema.OCCURRENCES)),
    )


def bent(
    counts: Counts, *, period: date, factor: float, theme: str | None = None, channel: str | None = None
) -> Counts:
    """``counts`` with those of one period multiplied: of a theme, or of all records and themes of a channel."""
    tables = []
    for table in (counts.volume, counts.occurrences):
        hit = (table[schema.PERIOD] == period.isoformat()).to_numpy()
        if channel is not None:
            hit = hit & (table[schema.CHANNEL] == channel).to_numpy()
        if theme is not None:
            hit = hit & ((table[schema.THEME_ID] == theme).to_numpy() if schema.THEME_ID in table else False)
        n = table[schema.N_DOCUMENTS].to_numpy()
        changed = table.assign(**{schema.N_DOCUMENTS: np.where(hit, np.round(n * factor), n).astype(np.int64)})
        tables.append(changed[changed[schema.N_DOCUMENTS] > 0])
    return Counts(counts.unit, tables[0], tables[1])
