"""The table of themes: counts, first and last day, change, words and quotes of each."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from voc_cli import schema
from voc_cli.themes.compounds import Compounds
from voc_cli.themes.counting import without_counts
from voc_cli.themes.editing import Theme
from voc_cli.themes.quotable import quotable_members, speaking
from voc_cli.themes.quotes import choose_quotes, count_words, distinctive, keywords
from voc_cli.themes.rules import load_rules

if TYPE_CHECKING:
    import pandas as pd

    from voc_cli.themes.placing import Seeds

# What is asked of the clauses of a theme; each theme copies every column that it is given.
_BEST: Final = 0.8  # of the best mark of an export, from which a record is glad
_OF_MEMBERS: Final = (
    schema.THEME_ID, schema.FOUND_ID, schema.TEXT_NO, schema.TEXT, schema.LEMMAS, schema.POLARITY, schema.SENTIMENT,
    schema.INTENT, schema.TYPICAL, schema.PAIR,
)  # fmt: skip


def theme_order(clauses: pd.DataFrame, themes: Mapping[str, Theme]) -> list[str]:
    """The ids of the themes that have members: pinned ones first, then most documents; equal counts by id.

    Args:
        clauses: As for theme_series.
    """
    members = clauses.loc[clauses[schema.THEME_ID] != "", [schema.THEME_ID, schema.TEXT_NO]].drop_duplicates()
    counts = members[schema.THEME_ID].value_counts()
    return sorted(counts.index.tolist(), key=lambda identity: _place(themes[identity], int(counts[identity])))


def _place(theme: Theme, n_documents: int) -> tuple[bool, int, str]:
    """What themes are sorted by."""
    return not theme.is_pinned, -n_documents, theme.theme_id


def theme_series(clauses: pd.DataFrame, buckets: np.ndarray, *, n_buckets: int) -> dict[str, tuple[int, ...]]:
    """Records of each theme in each bucket.

    Args:
        clauses: One row a clause with theme_id and the row number of its document (schema.TEXT_NO); originals only.
        buckets: Bucket of each document, -1 for none, shape (n_documents,).
    """
    members = clauses.loc[clauses[schema.THEME_ID] != "", [schema.THEME_ID, schema.TEXT_NO]].drop_duplicates()
    series: dict[str, tuple[int, ...]] = {}
    for identity, rows in members.groupby(schema.THEME_ID, sort=True)[schema.TEXT_NO]:
        places = buckets[rows.to_numpy()]
        counts = np.bincount(places[places >= 0], minlength=n_buckets)
        series[str(identity)] = tuple(int(count) for count in counts)
    return series


def theme_table(
    clauses: pd.DataFrame,
    documents: pd.DataFrame,
    themes: Mapping[str, Theme],
    *,
    n_documents: int,
    seeds: Seeds,
    is_quoted: bool = True,
) -> pd.DataFrame:
    """schema.THEMES without the change columns filled, in the order of theme_order.

    Args:
        clauses: As for theme_series.
        documents: received_at and rating by row number.
        n_documents: What the shares are of.
        seeds: What tells whether a clause speaks of its theme.
        is_quoted: False leaves out the quotes and the keywords, which take longest.
    """
    import pandas as pd

    rows: list[dict[str, Any]] = []
    everything = count_words(clauses[schema.LEMMAS].tolist()) if is_quoted else {}
    ages = record_ages(documents[schema.RECEIVED_AT])
    members = clauses.loc[clauses[schema.THEME_ID] != "", list(_OF_MEMBERS)]
    gladness = record_gladness(documents[schema.RATING])
    quotable = quotable_members(members, ages, seeds, gladness=gladness) if is_quoted else {}
    for identity, group in members.groupby(schema.THEME_ID, sort=True):
        theme = themes[str(identity)]
        numbers = group[schema.TEXT_NO].unique()
        dates = documents[schema.RECEIVED_AT].iloc[numbers]
        ratings = documents[schema.RATING].iloc[numbers]
        weights = _weights(group, everything, len(clauses)) if is_quoted else {}
        held = quotable.get(str(identity))
        rows.append(
            {
                schema.THEME_ID: theme.theme_id,
                schema.NAME: theme.name,
                schema.STAGE: theme.stage,
                schema.OWNER: theme.owner,
                schema.N_CLAUSES: len(group),
                schema.N_DOCUMENTS: len(numbers),
                schema.SHARE: round(len(numbers) / max(n_documents, 1), 6),
                schema.POLARITY: round(float(group[schema.POLARITY].mean()), 4),
                schema.RATING: round(float(ratings.mean()), 3) if ratings.notna().any() else float("nan"),
                schema.FIRST_SEEN: dates.min(),
                schema.LAST_SEEN: dates.max(),
                schema.PREVIOUS: float("nan"),
                schema.CHANGE: float("nan"),
                schema.P_VALUE: float("nan"),
                schema.Q_VALUE: float("nan"),
                schema.STATUS: "",
                schema.KEYWORDS: _keywords(weights, group) if is_quoted else [],
                schema.QUOTES: [held.texts[quote] for quote in choose_quotes(held, weights)] if held else [],
            }
        )
    rows.sort(key=lambda row: _place(themes[row[schema.THEME_ID]], row[schema.N_DOCUMENTS]))
    return pd.DataFrame(rows, columns=list(schema.THEMES))


def theme_keywords(clauses: pd.DataFrame, identities: Collection[str]) -> dict[str, list[str]]:
    """The keywords that ``theme_table`` gives some themes.

    Args:
        clauses: As for theme_series.
    """
    if not identities:
        return {}
    everything = count_words(clauses[schema.LEMMAS].tolist())
    members = clauses.loc[clauses[schema.THEME_ID].isin(list(identities)), list(_OF_MEMBERS)]
    groups = members.groupby(schema.THEME_ID, sort=True)
    return {str(identity): _keywords(_weights(group, everything, len(clauses)), group) for identity, group in groups}


def _weights(group: pd.DataFrame, everything: Mapping[str, int], n_clauses: int) -> dict[str, float]:
    """How much each word tells the members of a theme from all clauses."""
    told = speaking(group)[schema.LEMMAS].tolist()
    return distinctive(count_words(told), everything, len(told), n_clauses)


def _keywords(weights: Mapping[str, float], group: pd.DataFrame) -> list[str]:
    """The words that say most of a theme; what only counts says nothing."""
    told = speaking(group)
    cells, texts = told[schema.LEMMAS].tolist(), told[schema.TEXT].tolist()
    compounds = Compounds([cell.split(" ") for cell in cells], texts, empty=load_rules().empty)
    return keywords(without_counts(weights, cells, texts), compounds)


def record_gladness(ratings: pd.Series[float]) -> np.ndarray:
    """1 for a record with one of the best marks of the export's scale, 0 for others and where there are none."""
    best = float(ratings.max()) if ratings.notna().any() else 0.0
    return np.asarray((ratings.to_numpy(dtype=float) >= _BEST * best) & (best > 0), dtype=float)


def record_ages(received: pd.Series[pd.Timestamp]) -> np.ndarray:
    """0 for the newest record, 1 for the oldest, a half where the date is unknown."""
    span = (received.max() - received.min()).total_seconds() if received.notna().any() else 0.0
    if not span:
        return np.full(len(received), 0.5)
    ages = (received.max() - received).dt.total_seconds().to_numpy(dtype=float) / span
    return np.where(np.isnan(ages), 0.5, ages)
