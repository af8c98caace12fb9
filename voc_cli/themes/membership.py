"""Which complaints are members of the theme that they were placed in.

The two weights are those of a logistic regression over the package's own sentences (seeds.csv), placed by a model that
had not learnt them; a member is right where its sentence complains, and of that aspect. They were rounded; the base was
raised from -2.35 by hand, because an export speaks of few things and our sentences of all. Votes of the table, tense
and whether a trouble is told added nothing.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
_BASE: Final = -2.0
_COMPLAINS: Final = 0.4  # of the logit of the polarity, and of what ``rarity`` adds to it
_CLEAR: Final = 0.25  # of the logit of the aspect
_LEAST_SHARE: Final = 1e-3
_LIKELY: Final = 0.3  # probability of a membership that its own words must give a clause
_RIGHT: Final = 0.74  # share of a theme's members that must be expected to be right
_USUAL: Final = 2.2  # log odds of the members of a usual theme where complaints are not rare
# How likely a member speaks of its theme at all, by its own words: a logistic regression over 382 members of small
# themes of five exports, read by one person, and rounded.
_SPEAKS_BASE: Final = -1.9
_BY_WORDS: Final = 0.2  # of the logit of the theme by all words of the clause
_GRAVELY: Final = 0.55  # of half the logit of the polarity
_TYPICALLY: Final = 1.0
_LEAST_BY_WORDS: Final = 1e-4
_FULL: Final = 0.999  # a polarity beyond says no more
_UNSEEN: Final = 10  # members of the usual kind that each theme is thought to hold besides: few may be unsure


def member_probabilities(complains: Floats, shares: Floats, *, shift: float = 0.0) -> Floats:
    """Probability that each complaint speaks of the aspect that it was placed in, (n_complaints,).

    Args:
        complains: Log odds, as ``complaint_logits`` gives them.
        shares: Probability of the aspect among all aspects.
        shift: ``rarity`` of complaints in the export.
    """
    clear = np.clip(shares, _LEAST_SHARE, 1 - _LEAST_SHARE)
    logits = _BASE + _COMPLAINS * (complains + shift) + _CLEAR * np.log(clear / (1 - clear))
    return np.asarray(1 / (1 + np.exp(-logits)), dtype=np.float32)


def belonging(complains: Floats, shares: Floats, themes: NDArray[np.int32], *, shift: float = 0.0) -> NDArray[np.bool_]:
    """Which complaints are sure members of the themes of the aspects that they were placed in; see
    ``member_probabilities`` and ``trusted``."""
    sure = member_probabilities(complains, shares, shift=shift)
    return (sure >= _LIKELY) & trusted(themes, sure, shift=shift)


def trusted(themes: NDArray[np.int32], probabilities: Floats, *, shift: float = 0.0) -> NDArray[np.bool_]:
    """Which complaints may stay in their themes, so that as many of each theme as wanted are expected to be right.

    The least sure leave first (as a false discovery rate is held: Efron, 2010). A theme that words of a line of
    business draw facts into loses most of its members, a theme of clear complaints none.

    Args:
        themes: Number of the theme of each complaint.
        probabilities: That it is a member.
        shift: ``rarity`` of complaints in the export.
    """
    usual = 1 / (1 + np.exp(-_USUAL - _COMPLAINS * shift))
    order = np.lexsort((-probabilities, themes))
    sure = probabilities[order].astype(np.float64)
    starts = np.flatnonzero(np.diff(themes[order], prepend=-2))
    sizes = np.diff(np.append(starts, len(order)))
    total = np.cumsum(sure)
    before = np.repeat(total[starts] - sure[starts], sizes)
    rank = np.arange(len(order)) - np.repeat(starts, sizes) + 1
    mean = (total - before + _UNSEEN * usual) / (rank + _UNSEEN)
    kept = np.zeros(len(order), dtype=bool)
    kept[order] = mean >= _RIGHT
    return kept


def speaking_probabilities(shares: NDArray[Any], polarity: NDArray[Any], typical: NDArray[Any]) -> NDArray[np.float64]:
    """Probability that each member speaks of its theme at all, whatever else it tells, (n_members,).

    Args:
        shares: Probability of the theme by the words of the clause alone.
        polarity: In [-1, 1].
        typical: How surely it was placed by its own words, 0 for a member that only counts there.
    """
    clear = np.clip(np.asarray(shares, dtype=float), _LEAST_BY_WORDS, 1 - _LEAST_BY_WORDS)
    grave = np.arctanh(np.clip(-np.asarray(polarity, dtype=float), 0, _FULL))
    logits = _SPEAKS_BASE + _BY_WORDS * np.log(clear / (1 - clear)) + _GRAVELY * grave + _TYPICALLY * typical
    return np.asarray(1 / (1 + np.exp(-logits)), dtype=np.float64)
