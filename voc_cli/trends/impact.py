"""What a theme goes with in the ratings, and which theme to take up first."""

from __future__ import annotations

import zlib
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from voc_cli import schema
from voc_cli.schema import PRIORITY_WEIGHTS, URGENT, Signal
from voc_cli.statistics import Floats

MIN_RATED: Final = 5  # fewer rated records, with the theme or without, have no mean worth telling
_N_RESAMPLES: Final = 1_000
_FULL_TREND: Final = 4.0  # surely so many times the usual rate is as urgent as a trend can be
_FULL_GAP: Final = 2.0  # points of rating


def rating_gaps(ratings: pd.Series[float], members: pd.DataFrame, *, seed: int = 0) -> pd.DataFrame:
    """Mean rating of the records with a theme less that of the records without, with its 95% interval, by theme_id.

    An association, no effect: records with a theme complain, and complaints rate low whatever they are about. The
    interval is the percentile bootstrap (Efron, 1979) within either group. Ratings take few values, so a resample is
    one multinomial draw of how often each value comes, which is the same and needs no records.

    Args:
        ratings: Of each counted record, by row; NaN where there is none.
        members: schema.TEXT_NO (row of a record) and schema.THEME_ID, once for each theme of a record.
        seed: Of the resampling; each theme has its own stream, so that a new theme changes no other's figures.
    Returns:
        RATING_GAP, RATING_GAP_LOW, RATING_GAP_HIGH of the themes with MIN_RATED rated records or more.
    """
    codes, values = pd.factorize(ratings, sort=True)
    every = np.bincount(codes[codes >= 0], minlength=len(values))
    placed = pd.DataFrame({schema.THEME_ID: members[schema.THEME_ID], "code": codes[members[schema.TEXT_NO]]})
    rows = {}
    for identity, group in placed[placed["code"] >= 0].groupby(schema.THEME_ID, sort=True):
        inside = np.bincount(group["code"], minlength=len(values))
        outside = every - inside
        if inside.sum() >= MIN_RATED and outside.sum() >= MIN_RATED:
            random = np.random.default_rng([seed, zlib.crc32(str(identity).encode())])
            rows[identity] = _gap(inside, outside, values.to_numpy(dtype=np.float64), random)
    columns = [schema.RATING_GAP, schema.RATING_GAP_LOW, schema.RATING_GAP_HIGH]
    return pd.DataFrame.from_dict(rows, orient="index", columns=columns).round(3)


def _gap(
    inside: NDArray[np.int64], outside: NDArray[np.int64], values: Floats, random: np.random.Generator
) -> tuple[float, float, float]:
    gap = inside @ values / inside.sum() - outside @ values / outside.sum()
    drawn = [
        random.multinomial(group.sum(), group / group.sum(), size=_N_RESAMPLES) @ values / group.sum()
        for group in (inside, outside)
    ]
    low, high = np.quantile(drawn[0] - drawn[1], [0.025, 0.975])
    return float(gap), float(low), float(high)


def severities(clauses: pd.DataFrame) -> pd.Series[float]:
    """How grave the clauses of each theme are, in [0, 1], by theme_id.

    Half of it is how negative they are on average, half the share that may be a safety or legal case or comes from a
    customer about to leave.

    Args:
        clauses: Clauses of counted records with theme_id, polarity and signals.
    """
    themed = clauses[clauses[schema.THEME_ID] != ""]
    grave = "|".join(signal.value for signal in (*URGENT, Signal.CHURN))
    raised = themed[schema.SIGNALS].str.contains(grave, regex=True)
    score = (0.5 * (-themed[schema.POLARITY]).clip(0, 1)).groupby(themed[schema.THEME_ID]).mean()
    return score + 0.5 * raised.groupby(themed[schema.THEME_ID]).mean()


def priorities(themes: pd.DataFrame, severity: pd.Series[float], n_now: pd.Series[int] | None = None) -> pd.DataFrame:
    """PRIORITY in [0, 100] and its four terms in [0, 1], in the order of ``themes``.

    Volume is the logarithm of the records of the period over that of the largest theme, so that what has gone by does
    not come first. Trend is the lower end of the ratio's
    interval of a theme that is new or rises, _FULL_TREND times and more being 1. Impact is the upper end of the gap
    in ratings, _FULL_GAP points below the others being 1: both count what is sure, not what is measured. Without
    ratings, the other terms share the weight of impact.

    Args:
        themes: n_documents, status, the interval of the ratio and of the gap in ratings, theme_id.
        severity: From ``severities``.
        n_now: Records of the period by theme_id; all of them where None.
    """
    counts = themes[schema.N_DOCUMENTS] if n_now is None else n_now.reindex(themes[schema.THEME_ID], fill_value=0)
    n = counts.to_numpy(dtype=np.float64)
    rises = themes[schema.STATUS].isin(["new", "rising"]).to_numpy()
    low = np.nan_to_num(themes[schema.RATIO_LOW].to_numpy(dtype=np.float64), posinf=_FULL_TREND)
    trend = np.where(rises, np.log(np.clip(low, 1, _FULL_TREND)) / np.log(_FULL_TREND), 0.0)
    gap = themes[schema.RATING_GAP_HIGH].to_numpy(dtype=np.float64)
    terms = {
        schema.PRIORITY_VOLUME: np.log1p(n) / max(float(np.log1p(n).max(initial=0.0)), 1.0),
        schema.PRIORITY_SEVERITY: severity.reindex(themes[schema.THEME_ID], fill_value=0.0).to_numpy(),
        schema.PRIORITY_TREND: trend,
        schema.PRIORITY_IMPACT: np.clip(-gap / _FULL_GAP, 0, 1),
    }
    told = pd.DataFrame(terms, index=themes.index).round(3)
    weights = pd.Series(PRIORITY_WEIGHTS)
    score = 100 * (told * weights).sum(axis=1) / (told.notna() * weights).sum(axis=1)
    return told.assign(**{schema.PRIORITY: score.round(1)})[[schema.PRIORITY, *PRIORITY_WEIGHTS]]
