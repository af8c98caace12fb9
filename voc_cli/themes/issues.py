"""The second level: the troubles inside a large theme, as groups of its target-predicate pairs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from voc_cli import schema
from voc_cli.known_themes import Issue
from voc_cli.themes.grouping import group_pairs
from voc_cli.themes.names import name_of
from voc_cli.themes.pairs import Pair, names_a_trouble
from voc_cli.themes.rules import load_rules
from voc_cli.themes.vectors import MorphemeVectors
from voc_cli.themes.voices import with_one_voice

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

_OF_CLAUSES: Final = (schema.THEME_ID, schema.PAIR, schema.TEXT_NO, schema.LEMMAS, schema.TEXT)
LARGE: Final = 30  # records from which a theme is looked into
_MOST: Final = 5  # issues of a theme
_LEAST: Final = 3  # records of an issue
_SHARE: Final = 0.03  # of the theme's records
_FITTED: Final = 200  # most frequent pairs of a theme that are grouped among themselves


def issues_of(clauses: pd.DataFrame, which: NDArray[np.bool_], vectors: MorphemeVectors) -> tuple[Issue, ...]:
    """``find_issues`` in ``which`` of the clauses, themes by id."""
    themed = clauses.loc[which & (clauses[schema.THEME_ID] != "").to_numpy(), list(_OF_CLAUSES)]
    counts = themed.groupby(schema.THEME_ID, sort=True)[schema.TEXT_NO].nunique()
    return find_issues(themed, counts.rename(schema.N_DOCUMENTS).reset_index(), vectors)


def find_issues(clauses: pd.DataFrame, table: pd.DataFrame, vectors: MorphemeVectors) -> tuple[Issue, ...]:
    """The issues of every large theme, themes in the order of ``table``, the largest issue first.

    Args:
        clauses: One row a clause that counts, with theme_id, pair and the number of its record (schema.TEXT_NO).
        table: schema.THEMES.
    """
    is_told = (clauses[schema.THEME_ID] != "") & (clauses[schema.PAIR] != "")
    told = clauses.loc[is_told, list(_OF_CLAUSES)]
    groups = dict(iter(told.groupby(schema.THEME_ID, sort=False)))
    issues: list[Issue] = []
    for identity, n in zip(table[schema.THEME_ID], table[schema.N_DOCUMENTS], strict=True):
        if n >= LARGE and identity in groups:
            issues += _issues(str(identity), int(n), groups[identity], vectors)
    return tuple(issues)


def _issues(identity: str, n: int, members: pd.DataFrame, vectors: MorphemeVectors) -> list[Issue]:
    records: dict[Pair, set[int]] = defaultdict(set)
    rows: dict[Pair, list[int]] = defaultdict(list)
    numbers, keys = members[schema.PAIR].factorize()
    pairs = [Pair.from_key(str(key)) for key in keys]
    rules = load_rules()
    telling = [names_a_trouble(pair, rules) for pair in pairs]
    passive = with_one_voice(pair for pair, tells in zip(pairs, telling, strict=True) if tells)
    pairs = [passive.get(pair, pair) for pair in pairs]
    for row, (number, record) in enumerate(zip(numbers.tolist(), members[schema.TEXT_NO].tolist(), strict=True)):
        if telling[number]:
            records[pairs[number]].add(record)
            rows[pairs[number]].append(row)
    groups: dict[int, list[Pair]] = defaultdict(list)
    counts = {pair: len(found) for pair, found in records.items()}
    for pair, number in group_pairs(counts, vectors, n_fitted=_FITTED).items():
        groups[number].append(pair)
    named: dict[str, set[int]] = defaultdict(set)
    for number in sorted(groups):  # what has one name is one issue, by whatever words
        named[_name(groups[number][0], rows, members)].update(*(records[pair] for pair in groups[number]))
    large = [(name, len(found)) for name, found in named.items() if len(found) >= max(_LEAST, _SHARE * n)]
    chosen = sorted(large, key=lambda item: -item[1])[:_MOST]
    return [Issue(identity, name, size, round(size / n, 4)) for name, size in chosen]


def _name(pair: Pair, rows: Mapping[Pair, list[int]], members: pd.DataFrame) -> str:
    own = members.iloc[rows[pair]]
    return name_of(pair, [cell.split(" ") for cell in own[schema.LEMMAS]], own[schema.TEXT].tolist())
