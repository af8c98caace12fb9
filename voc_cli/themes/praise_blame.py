"""Praise and blame by partner, by product and by member of staff, each counted in records."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from voc_cli import schema
from voc_cli.branches import unit_of
from voc_cli.schema import Sentiment, Stage

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

_N_QUOTES: Final = 2  # of blame, and of praise
_READABLE: Final = 8  # characters
# What a product answers for. Stock, delivery, service, people and partners are none of its doing.
_OF_CLAUSES: Final = (
    schema.TEXT_NO, schema.CLAUSE_NO, schema.TEXT, schema.POLARITY, schema.SENTIMENT, schema.STAGE, schema.PARTNER,
    schema.STAFF,
)  # fmt: skip
OF_THE_PRODUCT: Final = frozenset({Stage.OPERATIONS, Stage.TECHNOLOGY, Stage.NONE})


def praise_blame(
    clauses: pd.DataFrame,
    which: NDArray[np.bool_],
    products: pd.Series[str],
    kinds: Mapping[str, str],
    units: Mapping[str, str],
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """``partners_table``, ``products_table`` and ``staff_table`` of ``which`` of the clauses."""
    counted = clauses.loc[which, list(_OF_CLAUSES)]
    return partners_table(counted, kinds), products_table(counted, products), staff_table(counted, units)


def partners_table(clauses: pd.DataFrame, kinds: Mapping[str, str]) -> pd.DataFrame:
    """schema.PRAISE_BLAME, one row a partner, most records first.

    Args:
        clauses: schema.ANNOTATED_CLAUSES, schema.TEXT_NO being the row number of the record; no copies.
        kinds: Name of the kind of each partner.
    """
    named = clauses[clauses[schema.PARTNER] != ""]
    named = named.assign(**{schema.NAME: named[schema.PARTNER].str.split(schema.SEPARATOR)}).explode(schema.NAME)
    return _count(named, kinds)


def staff_table(clauses: pd.DataFrame, units: Mapping[str, str]) -> pd.DataFrame:
    """schema.PRAISE_BLAME, one row a role or a named member of staff, most records first.

    Args:
        clauses: As for ``partners_table``.
        units: Department of each role; a branch that is named with it stands in its place.
    """
    acting = clauses[clauses[schema.STAFF] != ""]
    acting = acting.assign(**{schema.NAME: acting[schema.STAFF]})
    by_name = {name: _unit(name, units) for name in acting[schema.NAME].unique()}
    return _count(acting, by_name)


def products_table(clauses: pd.DataFrame, products: pd.Series[str]) -> pd.DataFrame:
    """schema.PRAISE_BLAME, one row a product, of the clauses that speak of the product itself, most records first.

    Args:
        clauses: As for ``partners_table``.
        products: Product of each record, "" where none is known.
    """
    own = clauses[
        clauses[schema.STAGE].isin([stage.value for stage in OF_THE_PRODUCT])
        & (clauses[schema.PARTNER] == "")
        & (clauses[schema.STAFF] == "")
    ]
    own = own.assign(**{schema.NAME: products.to_numpy()[own[schema.TEXT_NO].to_numpy()]})
    return _count(own[own[schema.NAME] != ""], {})


def _unit(name: str, units: Mapping[str, str]) -> str:
    if branch := unit_of(name):
        return branch
    roles = sorted(units, key=len, reverse=True)
    return next((units[role] for role in roles if name == role or name.endswith(f" {role}")), "")


def _count(clauses: pd.DataFrame, kinds: Mapping[str, str]) -> pd.DataFrame:
    import pandas as pd

    rows = []
    # Each part below copies every column that it is given.
    told = clauses[[schema.NAME, schema.SENTIMENT, schema.POLARITY, schema.TEXT_NO, schema.CLAUSE_NO, schema.TEXT]]
    for name, group in told.groupby(schema.NAME, sort=True):
        blame = group[group[schema.SENTIMENT] == Sentiment.NEGATIVE]
        praise = group[group[schema.SENTIMENT] == Sentiment.POSITIVE]
        n_praise, n_blame = (part[schema.TEXT_NO].nunique() for part in (praise, blame))
        total = n_praise + n_blame
        quotes = [*_quotes(blame, worst_first=True), *_quotes(praise, worst_first=False)]
        share = round(n_blame / total, 4) if total else float("nan")
        n = group[schema.TEXT_NO].nunique()
        rows.append((str(name), kinds.get(str(name), ""), n, n_praise, n_blame, share, quotes))
    table = pd.DataFrame(rows, columns=list(schema.PRAISE_BLAME))
    return table.sort_values([schema.N_DOCUMENTS, schema.NAME], ascending=[False, True], ignore_index=True)


def _quotes(clauses: pd.DataFrame, *, worst_first: bool) -> list[str]:
    readable = clauses[clauses[schema.TEXT].str.len() >= _READABLE]
    order = [schema.POLARITY, schema.TEXT_NO, schema.CLAUSE_NO]
    ranked = readable.sort_values(order, ascending=[worst_first, True, True], kind="stable")
    texts: list[str] = ranked[schema.TEXT].drop_duplicates().head(_N_QUOTES).tolist()
    return texts
