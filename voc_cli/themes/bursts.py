"""Complaints that came up all at once: many texts of one period speak of them, and hardly any before.

What stands by its share of everything ever said comes too late in a long history: a dozen new complaints are lost among
a year of others, and where nearly everybody is glad each of them passes for a chance remark. So each week and month is
also read by itself, as rare or common as complaints are in it, and held against all that came before. What words of
another line of business have drawn together comes up week after week and rises in none.

The periods are those of the records. Whichever run looks, and however often one did, finds the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Self

import numpy as np
from numpy.typing import NDArray

from voc_cli import schema
from voc_cli.rarity import rarity
from voc_cli.statistics import share_above
from voc_cli.themes.complaints import Complaints
from voc_cli.themes.membership import belonging
from voc_cli.themes.placing import Seeds
from voc_cli.themes.standing import ENOUGH, HEARD, listened
from voc_cli.themes.timeline import Numbers, Timeline, rows_of

if TYPE_CHECKING:
    import pandas as pd

# Chance that as many texts fall into one period: of a hundred aspects one passes in a thousand periods.
_BY_LUCK: Final = 1e-5


@dataclass(frozen=True, slots=True, eq=False)
class Periods:
    """All texts, by the periods in which they came in."""

    lines: Sequence[Timeline]
    sizes: Sequence[Numbers]  # texts of each period, of each line

    @classmethod
    def of(cls, lines: Sequence[Timeline]) -> Self:
        """Of what came in in the periods of ``lines``."""
        return cls(lines, [np.bincount(line.periods, minlength=line.n_periods) for line in lines])

    def rise(self, texts: Numbers) -> bool:
        """Whether so many more of ``texts``, each once, came in in one period than in all before."""
        return len(texts) >= ENOUGH and any(
            _has_risen(counts, sizes, period)
            for line, sizes in zip(self.lines, self.sizes, strict=True)
            for counts in [line.counts(texts)]
            for period in np.flatnonzero(counts >= ENOUGH).tolist()
        )


def burst_rows(
    told: Complaints, ids: Sequence[str], clauses: pd.DataFrame, periods: Periods, seeds: Seeds
) -> NDArray[np.bool_]:
    """Which complaints are members of a theme that rose in a period of theirs.

    Args:
        ids: Theme of each complaint, "" for none.
        clauses: All of them, in the order of their texts.
    """
    found = np.zeros(len(ids), dtype=bool)
    for line, sizes in zip(periods.lines, periods.sizes, strict=True):
        before: dict[str, int] = defaultdict(int)
        for period, rows in _members(told, ids, clauses, line):
            themes: dict[str, list[int]] = defaultdict(list)
            for row in rows.tolist():
                themes[ids[row]].append(row)
            for identity, own in themes.items():
                counts = np.zeros(period + 1, dtype=np.int64)
                counts[0] += before[identity]
                heard = _heard(told, own, told.speaks)
                counts[period] += heard
                before[identity] += heard
                if heard >= ENOUGH and _has_risen(counts, sizes, period):
                    counts[period] += _heard(told, own, _closely(told, ids, own, seeds)) - heard
                    if _has_risen(counts, sizes, period):
                        found[own] = True
    return found


def _members(
    told: Complaints, ids: Sequence[str], clauses: pd.DataFrame, line: Timeline
) -> Iterator[tuple[int, Numbers]]:
    """Each period with the rows of the complaints that are sure members of their themes by what is usual in it."""
    texts, values = clauses[schema.TEXT_NO].to_numpy(), clauses[schema.POLARITY].to_numpy(dtype=float)
    has_theme = np.array([bool(identity) for identity in ids], dtype=bool) & ~told.leans
    for period in range(line.n_periods):
        inside = line.inside(period)
        rows = rows_of(told.texts, inside)
        shift = rarity(values[rows_of(texts, inside)])
        sure = belonging(told.odds[rows], told.shares[rows], told.aspects[rows], shift=shift)
        yield period, rows[sure & has_theme[rows]]


def _heard(told: Complaints, rows: Sequence[int], speaks: NDArray[np.float64]) -> int:
    return len({int(told.texts[row]) for row in rows if speaks[row] >= HEARD})


def _closely(told: Complaints, ids: Sequence[str], rows: Sequence[int], seeds: Seeds) -> NDArray[np.float64]:
    which = np.zeros(len(ids), dtype=bool)
    which[rows] = True
    return listened(told, ids, which, seeds)


def _has_risen(counts: Numbers, sizes: Numbers, period: int) -> bool:
    """Whether more texts of a period speak of it than chance would bring there, of all that did until then."""
    hits, until = int(counts[period]), int(sizes[: period + 1].sum())
    if hits < ENOUGH or not until:
        return False
    return share_above(hits, int(counts[: period + 1].sum()), float(sizes[period]) / until) <= _BY_LUCK
