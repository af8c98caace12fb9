"""The compare step as a whole: the table of themes with all that earlier periods, customers and ratings say of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Final, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from voc_cli import schema
from voc_cli.actions import Action, Goal
from voc_cli.schema import Comparison, Source
from voc_cli.trends.again import hours_to_close, n_again
from voc_cli.trends.calendar import Buckets
from voc_cli.trends.comparison import MIN_REFERENCE, N_REFERENCE, Compared, compare_halves, compare_periods
from voc_cli.trends.coverage import channels_of
from voc_cli.trends.goals import judge_goals
from voc_cli.trends.impact import priorities, rating_gaps, severities
from voc_cli.trends.periods import Unit, count_periods, last_complete, starts_of

Basis = Literal["week", "month", "half"]
_ENOUGH: Final = 300  # records of a common period from which a single one can be told apart from the ones before


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the user may choose about comparisons."""

    basis: Literal["auto"] | Basis = "auto"
    again_days: int = 30  # a customer who comes with the same theme so soon comes again
    actions: tuple[Action, ...] = ()
    goals: tuple[Goal, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """What the compare step found."""

    themes: pd.DataFrame  # schema.THEMES, then schema.THEME_FACTS
    compared: Compared | None
    basis: str  # "half", "week", "month"
    goals: pd.DataFrame | None  # schema.GOALS


def compare_export(
    themes: pd.DataFrame,
    documents: pd.DataFrame,
    clauses: pd.DataFrame,
    *,
    originals: NDArray[np.bool_],
    sources: Sequence[Source],
    buckets: Buckets,
    wanted: Wanted,
) -> Told:
    """Compare one period of an export with its earlier ones, and fill the table of themes.

    Args:
        themes: schema.THEMES; what stands in its change columns is overwritten.
        documents: schema.READ_COLUMNS, by row.
        clauses: Clauses of all records with theme_id, polarity, signals and the row of their record (schema.TEXT_NO).
        originals: Which records are no copies: copies count for nothing but second visits.
        buckets: Of the series, which the halves are made of.
    """
    members = clauses.loc[clauses[schema.THEME_ID] != "", [schema.TEXT_NO, schema.THEME_ID]].drop_duplicates()
    counted = members[originals[members[schema.TEXT_NO].to_numpy()]]
    names = theme_names(themes)
    arrivals = documents[schema.RECEIVED_AT]
    moments = arrivals.where(originals)
    channels = channels_of(documents, sources)
    count = partial(count_periods, arrivals, channels, counted, originals=originals, heard=members)
    basis = choose_basis(moments, widest=buckets.unit) if wanted.basis == "auto" else wanted.basis
    compared = None
    if basis != "half":
        current = last_complete(_days(moments), basis)
        compared = compare_periods(count(unit=basis), names, current=current) if current else None
    if compared is None:
        basis = "half"
        days = _days(arrivals)
        compared = compare_halves(count(unit=_unit(buckets)), names, until=max(days, default=None))
    comparison = compared.comparison if compared else None
    facts = theme_facts(
        with_change(themes, comparison),
        documents,
        clauses,
        members,
        originals=originals,
        again_days=wanted.again_days,
        n_now=None if comparison is None else main_changes(comparison)[schema.N_NOW],
    )
    goals = None
    if wanted.actions or wanted.goals:
        goals = judge_goals(count(unit="day"), names, actions=wanted.actions, goals=wanted.goals)
    return Told(facts, compared, basis, goals)


def choose_basis(moments: pd.Series[pd.Timestamp], *, widest: str) -> Basis:
    """The shortest of week and month that has records enough to stand alone, else the halves of the export.

    Args:
        moments: Of the counted records.
        widest: Unit of the series; an export told in months is not compared by the week.
    """
    units: tuple[Literal["week", "month"], ...] = ("month",) if widest == "month" else ("week", "month")
    for unit in units:
        starts = starts_of(moments, unit)
        _, sizes = np.unique(starts[~np.isnat(starts)], return_counts=True)
        recent = sizes[-N_REFERENCE - 1 :]
        # The first and the last period may be cut off.
        if len(sizes) >= MIN_REFERENCE + 2 and np.median(recent) >= _ENOUGH:
            return unit
    return "half"


def with_change(themes: pd.DataFrame, comparison: Comparison | None) -> pd.DataFrame:
    """``themes`` with the figures of the main reference from PREVIOUS to STATUS, the ratio and its interval behind.

    Themes that the comparison does not know, and all without one, have none.
    """
    filled = themes.copy()
    ratios = (schema.RATIO, schema.RATIO_LOW, schema.RATIO_HIGH)
    if comparison is None:
        for name in (schema.PREVIOUS, schema.CHANGE, schema.P_VALUE, schema.Q_VALUE, *ratios):
            filled[name] = float("nan")
        filled[schema.STATUS] = ""
        return schema.check(filled, schema.THEMES, table="themes")
    main = main_changes(comparison).reindex(filled[schema.THEME_ID])
    filled[schema.PREVIOUS] = main[schema.PREVIOUS].to_numpy()
    filled[schema.CHANGE] = (main[schema.CURRENT] - main[schema.PREVIOUS]).round(3).to_numpy()
    for name in (schema.P_VALUE, schema.Q_VALUE, *ratios):
        filled[name] = main[name].to_numpy()
    filled[schema.STATUS] = main[schema.STATUS].fillna("").to_numpy()
    return schema.check(filled, schema.THEMES, table="themes")


def main_changes(comparison: Comparison) -> pd.DataFrame:
    """The changes against the main reference, by theme_id."""
    changes = comparison.changes
    return changes[changes[schema.AGAINST] == comparison.main].set_index(schema.THEME_ID)


def theme_facts(
    themes: pd.DataFrame,
    documents: pd.DataFrame,
    clauses: pd.DataFrame,
    members: pd.DataFrame,
    *,
    originals: NDArray[np.bool_],
    again_days: int,
    n_now: pd.Series[int] | None = None,
) -> pd.DataFrame:
    """``themes`` (with the ratio and its interval) with the rest of schema.THEME_FACTS behind.

    Args:
        members: schema.TEXT_NO and schema.THEME_ID of all records, once for each theme of a record.
        n_now: Records of the period by theme_id, for the priority.
    """
    counted = members[originals[members[schema.TEXT_NO].to_numpy()]]
    identities = themes[schema.THEME_ID]
    visits = n_again(documents, members, days=again_days)
    gaps = rating_gaps(documents[schema.RATING].where(originals), counted).reindex(identities)
    knows_customers = bool((documents[schema.CUSTOMER] != "").any())
    filled = themes.assign(
        **{
            # Without customers nobody can be seen to come again, which is not the same as nobody coming.
            schema.N_AGAIN: visits.reindex(identities, fill_value=0).to_numpy() if knows_customers else float("nan"),
            schema.HOURS_TO_CLOSE: hours_to_close(documents, counted).reindex(identities).to_numpy(),
            **{name: gaps[name].to_numpy() for name in gaps.columns},
        }
    )
    graveness = severities(clauses[originals[clauses[schema.TEXT_NO].to_numpy()]])
    table = pd.concat([filled, priorities(filled, graveness, n_now)], axis=1)
    return schema.check(table, (*schema.THEMES, *schema.THEME_FACTS), table="themes")


def theme_names(themes: pd.DataFrame) -> Mapping[str, str]:
    """Names of the themes by theme_id, in the order of the table."""
    return dict(zip(themes[schema.THEME_ID], themes[schema.NAME], strict=True))


def _days(moments: pd.Series[pd.Timestamp]) -> list[date]:
    days = starts_of(moments, "day")
    return [date.fromisoformat(str(day)) for day in np.unique(days[~np.isnat(days)])]


def _unit(buckets: Buckets) -> Unit:
    return "day" if buckets.unit == "day" else "month" if buckets.unit == "month" else "week"
