"""The table of themes: counts, first and last day, change, words and quotes of each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from voc_cli import schema
from voc_cli.themes.discover import Theme
from voc_cli.themes.quotes import choose_quotes, keywords

if TYPE_CHECKING:
    import pandas as pd


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
    clauses: pd.DataFrame, documents: pd.DataFrame, themes: Mapping[str, Theme], *, n_documents: int
) -> pd.DataFrame:
    """schema.THEMES without the change columns filled, most documents first; equal counts by id.

    Args:
        clauses: As for theme_series.
        documents: received_at and rating by row number.
        n_documents: What the shares are of.
    """
    import pandas as pd

    rows = []
    members = clauses[clauses[schema.THEME_ID] != ""]
    for identity, group in members.groupby(schema.THEME_ID, sort=True):
        theme = themes[str(identity)]
        numbers = group[schema.TEXT_NO].unique()
        dates = documents[schema.RECEIVED_AT].iloc[numbers]
        ratings = documents[schema.RATING].iloc[numbers]
        texts, lemmas = group[schema.TEXT].tolist(), group[schema.LEMMAS].tolist()
        quotes = choose_quotes(texts, lemmas, group[schema.POLARITY].tolist())
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
                schema.KEYWORDS: keywords(lemmas),
                schema.QUOTES: [texts[quote] for quote in quotes],
            }
        )
    table = pd.DataFrame(rows, columns=list(schema.THEMES))
    return table.sort_values([schema.N_DOCUMENTS, schema.THEME_ID], ascending=[False, True], ignore_index=True)
