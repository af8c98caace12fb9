"""One week or month out of a history: its own records, compared with those of the periods before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from voc_cli import schema
from voc_cli.annotate import count_masks
from voc_cli.dictionary.tables import Dictionary
from voc_cli.pipeline import Related, find_waves, partner_kinds
from voc_cli.schema import Analysis, Period, Source
from voc_cli.themes.praise_blame import praise_blame
from voc_cli.themes.praised import praise_table
from voc_cli.themes.table import theme_keywords, theme_series, theme_table
from voc_cli.trends.again import n_again
from voc_cli.trends.alerts import in_stretch
from voc_cli.trends.change import Status
from voc_cli.trends.comparison import Compared, compare_periods
from voc_cli.trends.coverage import channels_of
from voc_cli.trends.goals import judge_goals
from voc_cli.trends.overview import Wanted, theme_facts, theme_names, with_change
from voc_cli.trends.periods import Counts, Unit, count_periods, following, last_day, starts_of

_N_SHOWN: Final = 13  # periods of a series: a quarter of weeks, a year and a month of months
_OF_MEMBERS: Final = [schema.TEXT_NO, schema.THEME_ID]


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """A period as a report tells of it, and what its figures are compared with."""

    analysis: Analysis
    around: Analysis  # the same with the records of all periods that it is compared with


def tell_period(
    related: Related,
    masks: pd.Series[str],
    *,
    sources: Sequence[Source],
    first: date,
    unit: Unit,
    wanted: Wanted,
    tokenizer: str,
    words: Dictionary,
) -> Told:
    """The period that begins on ``first``; ``related`` holds no record that came in after it.

    Args:
        masks: schema.MASKED of each record.
        sources: How each file of the history was read.
    """
    stretch = (first.isoformat(), last_day(first, unit).isoformat())
    moments = related.documents[schema.RECEIVED_AT]
    inside = in_stretch(moments, stretch) & moments.notna().to_numpy()
    members = _members(related)
    themes = _themes(related, inside)
    compared = compare_periods(count_history(related, sources, unit=unit), theme_names(themes), current=first)
    themes = with_change(themes, compared.comparison if compared else None)
    themes = _facts(related, themes, members, inside, first, wanted)
    shown = _with_keywords(themes[_is_shown(themes, members[inside[members[schema.TEXT_NO].to_numpy()]])], related)
    starts = [following(first, unit, n) for n in range(1 - _N_SHOWN, 1)]
    whole = Analysis(
        documents=related.documents,
        clauses=related.clauses,
        themes=shown.reset_index(drop=True),
        rejected=pd.DataFrame(columns=list(schema.REJECTED)),
        sources=tuple(sources),
        period=_period(starts, unit, compared, n_now=int((inside & related.originals).sum()), stretch=stretch),
        series=_series(related, starts, unit),
        waves=find_waves(related.documents, related.copies, inside=inside),
        masked=dict(count_masks(masks[inside])),
        tokenizer=tokenizer,
        pack=words.pack,
        dictionary=words.fingerprint,
        comparison=compared.comparison if compared else None,
        goals=_goals(related, sources, theme_names(themes), wanted),
    )
    whole = _with_praise(whole, related, inside, words)
    return Told(_restricted(whole, inside), whole)


def _is_shown(themes: pd.DataFrame, heard: pd.DataFrame) -> pd.Series[bool]:
    """Which of ``themes`` the period is told with: those of its records, those gone, and those that may be.

    Args:
        heard: ``_members`` of the period.
    """
    unsure = (themes[schema.STATUS] == Status.UNCERTAIN) & themes[schema.THEME_ID].isin(heard[schema.THEME_ID])
    return (themes[schema.N_DOCUMENTS] > 0) | (themes[schema.STATUS] == Status.GONE) | unsure


def _series(related: Related, starts: Sequence[date], unit: Unit) -> dict[str, tuple[int, ...]]:
    """Records of each theme in the periods that begin on ``starts``."""
    begun = pd.Index(starts_of(related.documents[schema.RECEIVED_AT], unit).astype("datetime64[D]").astype(str))
    places = pd.Index([start.isoformat() for start in starts]).get_indexer(begun)
    return theme_series(related.counted, places, n_buckets=len(starts))


def _with_praise(whole: Analysis, related: Related, inside: NDArray[np.bool_], words: Dictionary) -> Analysis:
    """``whole`` with what and who is praised and blamed in the records ``inside``."""
    counts = related.counts & inside[related.clauses[schema.TEXT_NO].to_numpy()]
    units = {role.name: role.unit for role in words.roles}
    partners, products, staff = praise_blame(
        related.clauses, counts, related.documents[schema.PRODUCT], partner_kinds(words), units
    )
    praise = praise_table(related.clauses[counts], related.documents, related.seeds)
    return replace(whole, praise=praise, partners=partners, products=products, staff=staff)


def count_history(related: Related, sources: Sequence[Source], *, unit: Unit) -> Counts:
    """Records and themes by period and channel, copies apart."""
    heard, originals = _members(related), related.originals
    members = heard[originals[heard[schema.TEXT_NO].to_numpy()]]
    moments, channels = related.documents[schema.RECEIVED_AT], channels_of(related.documents, sources)
    return count_periods(moments, channels, members, unit=unit, originals=originals, heard=heard)


def _members(related: Related) -> pd.DataFrame:
    """The row of each record, copies among them, and each theme that it tells of."""
    return related.clauses.loc[related.clauses[schema.THEME_ID] != "", _OF_MEMBERS].drop_duplicates()


def _themes(related: Related, inside: NDArray[np.bool_]) -> pd.DataFrame:
    """schema.THEMES of all themes ever, with what they are in this period and since when they are known."""
    themes, seeds, n = related.themes, related.seeds, int(related.originals.sum())
    ever = theme_table(related.counted, related.documents, themes, n_documents=n, seeds=seeds, is_quoted=False)
    here = related.counted[inside[related.counted[schema.TEXT_NO].to_numpy()]]
    n = int((inside & related.originals).sum())
    now = theme_table(here, related.documents, themes, n_documents=n, seeds=seeds)
    now = now.set_index(schema.THEME_ID).reindex(ever[schema.THEME_ID]).reset_index()
    absent = now[schema.N_DOCUMENTS].isna()
    table = now.assign(**{name: ever[name] for name in (schema.NAME, schema.STAGE, schema.OWNER)})
    for name in (schema.N_CLAUSES, schema.N_DOCUMENTS):
        table[name] = now[name].fillna(0).astype("int64")
    table[schema.SHARE] = now[schema.SHARE].fillna(0.0)
    # Words of an earlier period would pass for words of this one.
    for name in (schema.QUOTES, schema.KEYWORDS):
        table[name] = [[] if gone else said for gone, said in zip(absent, now[name], strict=True)]
    table[schema.FIRST_SEEN], table[schema.LAST_SEEN] = ever[schema.FIRST_SEEN], ever[schema.LAST_SEEN]
    table[schema.STATUS] = ""
    table = table[list(schema.THEMES)]
    return table.sort_values([schema.N_DOCUMENTS, schema.THEME_ID], ascending=[False, True], ignore_index=True)


def _with_keywords(themes: pd.DataFrame, related: Related) -> pd.DataFrame:
    """``themes`` with the keywords of those that no record of this period speaks of: they say what such a theme is."""
    gone = themes[schema.THEME_ID].where(themes[schema.N_DOCUMENTS] == 0).dropna().tolist()
    ever = theme_keywords(related.counted, gone)
    pairs = zip(themes[schema.THEME_ID], themes[schema.KEYWORDS], strict=True)
    return themes.assign(**{schema.KEYWORDS: [ever.get(identity, found) for identity, found in pairs]})


def _facts(
    related: Related,
    themes: pd.DataFrame,
    members: pd.DataFrame,
    inside: NDArray[np.bool_],
    first: date,
    wanted: Wanted,
) -> pd.DataFrame:
    """``themes`` with schema.THEME_FACTS of the period behind; second visits look back into earlier ones."""
    rows = members[schema.TEXT_NO].to_numpy()
    clause_rows = related.clauses[schema.TEXT_NO].to_numpy()
    table = theme_facts(
        themes,
        related.documents,
        related.clauses[inside[clause_rows]],
        members[inside[rows]],
        originals=related.originals & inside,  # ratings of other periods are none to hold a theme against
        again_days=wanted.again_days,
    )

    def visits(which: NDArray[np.bool_]) -> NDArray[np.int64]:
        found = n_again(related.documents, members[which[rows]], days=wanted.again_days)
        return np.asarray(found.reindex(table[schema.THEME_ID], fill_value=0), dtype=np.int64)

    if table[schema.N_AGAIN].notna().any():
        before = (related.documents[schema.RECEIVED_AT] < pd.Timestamp(first)).to_numpy()
        table[schema.N_AGAIN] = visits(before | inside) - visits(before)
    return table


def _period(
    starts: Sequence[date], unit: Unit, compared: Compared | None, *, n_now: int, stretch: tuple[str, str]
) -> Period:
    buckets = tuple(start.isoformat() for start in starts)
    if compared is None:
        return Period(buckets, unit, 0, n_now, len(buckets) - 1, now=stretch, basis=unit)
    return Period(
        buckets,
        unit,
        compared.n_before,
        compared.n_now,
        len(buckets) - 1,
        now=compared.now,
        before=compared.before,
        basis=unit,
        n_periods=compared.n_periods,
    )


def _goals(
    related: Related, sources: Sequence[Source], names: Mapping[str, str], wanted: Wanted
) -> pd.DataFrame | None:
    if not wanted.actions and not wanted.goals:
        return None
    return judge_goals(count_history(related, sources, unit="day"), names, actions=wanted.actions, goals=wanted.goals)


def _restricted(whole: Analysis, inside: NDArray[np.bool_]) -> Analysis:
    """``whole`` with the records of one period only."""
    numbers = np.cumsum(inside) - 1
    rows = whole.clauses[schema.TEXT_NO].to_numpy()
    clauses = whole.clauses[inside[rows]].reset_index(drop=True)
    clauses = clauses.assign(**{schema.TEXT_NO: numbers[clauses[schema.TEXT_NO].to_numpy()]})
    return replace(whole, documents=whole.documents[inside].reset_index(drop=True), clauses=clauses)
