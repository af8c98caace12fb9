"""Which complaints are members of the theme that they were placed in, and how much of a complaint a clause is.

Both are probabilities. The weights of a membership are a logistic regression over 600 members of themes of four exports
(a bank's app, 14 apps, three shops, one product) that one reader judged; left out in turn, each export was told by the
other three as well as by itself (area under the curve 0.73 to 0.76).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
_BASE: Final = -1.62
_COMPLAINS, _RARE = 0.31, 0.4  # of the logit of the polarity, and of what ``rarity`` adds to it
_NAMES, _CLEAR = 0.18, 0.15  # of a vote of the table, and of the logit of the aspect
_TELLS, _ASKS, _PAST = 0.27, 0.8, -1.05  # who says what the trouble is; who wants it mended; who tells what he once did
_MOST_VOTES: Final = 6.0
_LEAST_SHARE: Final = 1e-3
_RIGHT: Final = 0.74  # share of a theme's members that must be expected to be right
_USUAL: Final = 2.2  # log odds of the members of a usual theme where complaints are not rare
_UNSEEN: Final = 10  # members of the usual kind that each theme is thought to hold besides: few may be unsure


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """What speaks for and against a membership; arrays of shape (n_complaints,)."""

    complains: Floats  # log odds, as ``complaint_logits`` gives them
    votes: Floats  # of the table of words for the aspect
    shares: Floats  # probability of the aspect among all aspects
    tells: NDArray[np.bool_]  # whether the clause says what the trouble is
    asks: NDArray[np.bool_]  # whether it asks for something
    is_past: NDArray[np.bool_]  # whether it ends in the past tense


def member_probabilities(evidence: Evidence, *, shift: float = 0.0) -> Floats:
    """Probability that each complaint speaks of the aspect that it was placed in, (n_complaints,).

    Args:
        shift: ``rarity`` of complaints in the export.
    """
    clear = np.clip(evidence.shares, _LEAST_SHARE, 1 - _LEAST_SHARE)
    logits = _BASE + _RARE * shift + _COMPLAINS * evidence.complains
    logits += _NAMES * np.minimum(evidence.votes, _MOST_VOTES) + _CLEAR * np.log(clear / (1 - clear))
    logits += _TELLS * evidence.tells + _ASKS * evidence.asks + _PAST * evidence.is_past
    return np.asarray(1 / (1 + np.exp(-logits)), dtype=np.float32)


def trusted(themes: NDArray[np.int32], probabilities: Floats, *, shift: float = 0.0) -> NDArray[np.bool_]:
    """Which complaints may stay in their themes, so that as many of each theme as wanted are expected to be right.

    The least sure leave first (as a false discovery rate is held: Efron, 2010). A theme that words of a line of
    business draw facts into loses most of its members, a theme of clear complaints none.

    Args:
        themes: Number of the theme of each complaint.
        probabilities: That it is a member.
        shift: ``rarity`` of complaints in the export.
    """
    usual = 1 / (1 + np.exp(-_USUAL - _RARE * shift))
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
