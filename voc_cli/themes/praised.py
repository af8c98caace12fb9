"""What customers praise: records that praise an aspect, told by quotes that surely speak of it.

Praise is often of everything at once ("편하고 좋아요"), and where it was placed is less sure than with complaints. So a
praise is told of only where enough of its clauses speak of it when they are asked once more.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from voc_cli import schema
from voc_cli.schema import Intent, Sentiment, Stage
from voc_cli.themes.fit import earnestness, fits, load_manner
from voc_cli.themes.placing import Seeds
from voc_cli.themes.quotes import Members, choose_quotes
from voc_cli.themes.table import record_ages

if TYPE_CHECKING:
    import pandas as pd

_N_LINES: Final = 20
_N_WEIGHED: Final = 40  # aspects; some of the largest are not told
_N_QUOTES: Final = 3
_RECURRING: Final = 2  # records
_LIKELY: Final = 100  # clauses of an aspect that are weighed for a quotation
_FEWEST_WORDS, _MOST_WORDS = 2, 12
_SPEAKS: Final = 0.15  # how surely a clause must speak of the aspect to be quoted,
_ENOUGH: Final = 0.1  # and the share of them that must do so
_FIT, _AGE = "fit", "age"
_OF_CLAUSES: Final = (
    schema.TEXT_NO, schema.TEXT, schema.LEMMAS, schema.POLARITY, schema.INTENT, schema.SENTIMENT, schema.STAGE,
    schema.ASPECT,
)  # fmt: skip


def praise_table(clauses: pd.DataFrame, documents: pd.DataFrame, seeds: Seeds) -> pd.DataFrame:
    """schema.PRAISE, most records first, equal ones by name; at most twenty rows.

    Args:
        clauses: schema.ANNOTATED_CLAUSES, schema.TEXT_NO being the row number of the record; no copies.
        documents: received_at by row number.
        seeds: What tells whether a clause speaks of its aspect.
    """
    import pandas as pd

    names = _names(seeds)
    glad = (
        (clauses[schema.SENTIMENT] == Sentiment.POSITIVE)
        & (clauses[schema.INTENT] == Intent.PRAISE)
        & (clauses[schema.STAGE] != Stage.NONE)
        & clauses[schema.ASPECT].isin(names)
    )
    praises = clauses.loc[glad, list(_OF_CLAUSES)]
    praises = praises.assign(**{schema.NAME: praises[schema.ASPECT].map(names)})
    likely = _likely(praises, record_ages(documents[schema.RECEIVED_AT]))
    own = {name: [names.get(aspect.name) == name for aspect in seeds.aspects] for name in likely[schema.NAME].unique()}
    fit = fits(likely, np.array([own[name] for name in likely[schema.NAME]], dtype=bool), seeds).alone
    speaks = pd.Series(fit >= _SPEAKS, index=likely.index).groupby(likely[schema.ASPECT]).mean()
    told = speaks.index[speaks >= _ENOUGH]
    likely = likely.assign(**{_FIT: fit * earnestness(likely)})
    likely = likely[likely[schema.ASPECT].isin(told) & (likely[_FIT] >= _SPEAKS)]
    stages = {aspect.name: aspect.stage for aspect in seeds.aspects}
    rows = []
    for name, group in praises[praises[schema.ASPECT].isin(told)].groupby(schema.NAME, sort=True):
        n_documents = group[schema.TEXT_NO].nunique()
        quotes = _quotes(likely[likely[schema.NAME] == name])
        if n_documents >= _RECURRING and quotes:
            largest = group[schema.ASPECT].value_counts().sort_index().idxmax()
            rows.append((str(name), stages[str(largest)], n_documents, quotes))
    rows.sort(key=lambda row: -row[2])
    return pd.DataFrame(rows[:_N_LINES], columns=list(schema.PRAISE))


def _names(seeds: Seeds) -> Mapping[str, str]:
    """What each aspect is called where it is praised; aspects that a line of business does not tell apart share it."""
    by_name = {aspect.name: aspect for aspect in seeds.aspects}
    homes = {aspect.name: by_name.get(seeds.rules.same.get(aspect.name, ""), aspect) for aspect in seeds.aspects}
    return {name: home.praise_name or home.name for name, home in homes.items() if home.stage != Stage.NONE}


def _likely(praises: pd.DataFrame, ages: NDArray[np.float64]) -> pd.DataFrame:
    """The newest clauses of a handy length of each of the largest aspects, each text once, with their age."""
    largest = praises[schema.ASPECT].value_counts().sort_index().nlargest(_N_WEIGHED).index
    is_handy = (praises[schema.LEMMAS].str.count(" ") + 1).between(_FEWEST_WORDS, _MOST_WORDS)
    handy = praises[is_handy & praises[schema.ASPECT].isin(largest)]
    aged = handy.assign(**{_AGE: ages[handy[schema.TEXT_NO].to_numpy()]}).sort_values(_AGE, kind="stable")
    return aged.drop_duplicates([schema.ASPECT, schema.TEXT]).groupby(schema.ASPECT, sort=False).head(_LIKELY)


def _quotes(likely: pd.DataFrame) -> tuple[str, ...]:
    texts = likely[schema.TEXT].tolist()
    reads = [load_manner().reads(text) for text in texts]
    fits, records = likely[_FIT].tolist(), likely[schema.TEXT_NO].tolist()
    members = Members(
        texts, likely[schema.LEMMAS].tolist(), fits, [1.0] * len(fits), reads, likely[_AGE].tolist(), records
    )
    return tuple(texts[number] for number in choose_quotes(members, {}, n=_N_QUOTES))
