"""What the clauses around a clause say of its polarity: customers keep to their mood until a word turns it.

The clauses of a text are a chain, the logit of each is its own evidence, and neighbours agree or differ as the border
between them says. The sum-product algorithm (Pearl, 1988) gives what each clause hears from both sides; it passes
through clauses that say little, fades with the distance, and never outgrows the tie between two neighbours.
"""

from __future__ import annotations

from math import atanh, tanh
from typing import Final

import numpy as np
from numpy.typing import NDArray

from voc_cli.morphemes import Morphemes, Spans, Vocabulary

Floats = NDArray[np.float64]
# Log odds that two neighbours are of one mind, by what stands between them. Fitted, rounded, on one half of the
# labelled units and of the labelled aspects, as was the context of stages; the other half gained as much.
_GOES_ON: Final = 1.1
_TURNS: Final = -0.8
_OPEN: Final = 0.0  # -는데 gives the background as often as it turns
_STIRRED: Final = 0.6  # of what is heard of faults, to the logit that a clause holds an opinion
_SURE: Final = 30.0  # logit beyond which tanh is one

_TURNING: Final = frozenset({"지만", "으나", "나", "지마는", "건만", "으되", "되", "더니만"})
_BACKGROUND: Final = frozenset({"는데", "ᆫ데", "은데", "던데", "는디", "는대"})
_INSTEAD: Final = frozenset({"대신", "대신에", "반면", "반면에"})
# "빼고는", "빼면", "말고는", "제외하고는": what is left out is set against the rest.
_EXCEPTING: Final = frozenset({("빼", "VV"), ("말", "VV"), ("말", "VX"), ("제외", "NNG")})
_JOINING: Final = frozenset({("고", "EC"), ("곤", "EC"), ("면", "EC"), ("하", "XSV")})
# fmt: off
_OPENERS: Final = frozenset({
    "근데", "그런데", "하지만", "그러나", "그렇지만", "그치만", "다만", "단지", "그래도", "반면", "반대로", "그나마",
    "그럼에도", "대신", "오히려",
})
# fmt: on


class Borders:
    """How each clause stands to the one before it; holds what the morphemes of one vocabulary say of that."""

    def __init__(self) -> None:
        self._silent: list[bool] = []
        self._opens: list[bool] = []
        self._excepts: list[bool] = []
        self._joins: list[bool] = []
        self._ties: list[float] = []

    def ties(self, morphemes: Morphemes, spans: Spans) -> Floats:
        """Log odds that a clause is of one mind with the one before it, shape (n_clauses,); 0 where a text begins."""
        self._learn(morphemes.vocabulary)
        ids, documents = morphemes.ids.tolist(), spans.documents.tolist()
        firsts, lasts = spans.firsts.tolist(), spans.lasts.tolist()
        found = np.zeros(len(firsts))
        for clause in range(1, len(firsts)):
            if documents[clause] == documents[clause - 1]:
                found[clause] = self._tie(ids, firsts[clause - 1], firsts[clause], lasts[clause])
        return found

    def _tie(self, ids: list[int], before: int, first: int, last: int) -> float:
        opener = first
        while opener < last and self._silent[ids[opener]]:
            opener += 1
        if opener < last and self._opens[ids[opener]]:
            return _TURNS
        ending = first - 1
        while ending > before and self._silent[ids[ending]]:
            ending -= 1
        verb = ending
        while verb > before and self._joins[ids[verb]]:
            verb -= 1
        return _TURNS if verb < ending and self._excepts[ids[verb]] else self._ties[ids[ending]]

    def _learn(self, vocabulary: Vocabulary) -> None:
        for form, tag in vocabulary.pairs[len(self._ties) :]:
            # 요 behind an ending says nothing of what follows, and neither does any sign.
            self._silent.append(tag in {"JX", "W_EMOJI"} or (tag[0] == "S" and tag not in {"SL", "SN", "SH"}))
            self._opens.append(form in _OPENERS and tag[0] in "MIN")
            self._excepts.append((form, tag) in _EXCEPTING)
            self._joins.append((form, tag) in _JOINING)
            turns = (form in _TURNING and tag == "EC") or (form in _INSTEAD and tag == "NNG")
            is_open = (form in _BACKGROUND and tag in {"EC", "EF"}) or (form, tag) == ("데", "NNB")
            self._ties.append(_TURNS if turns else _OPEN if is_open else _GOES_ON)


def heard(own: Floats, ties: Floats) -> Floats:
    """What each clause hears from the clauses before and behind it, a logit, shape (n_clauses,).

    Args:
        own: Logit of each clause by itself, (n_clauses,); near 0 where it holds no opinion.
        ties: As ``Borders.ties`` gives them, (n_clauses,).
    """
    said = np.clip(own, -_SURE, _SURE).tolist()
    strengths = [tanh(tie / 2) for tie in ties.tolist()]
    n = len(said)
    from_left, from_right = [0.0] * n, [0.0] * n
    for clause in range(1, n):
        if strengths[clause]:
            from_left[clause] = _passed(said[clause - 1] + from_left[clause - 1], strengths[clause])
    for clause in range(n - 2, -1, -1):
        if strengths[clause + 1]:
            from_right[clause] = _passed(said[clause + 1] + from_right[clause + 1], strengths[clause + 1])
    return np.array([left + right for left, right in zip(from_left, from_right, strict=True)])


def stirred(neighbours: Floats) -> Floats:
    """How much surer it is that a clause holds an opinion, a logit, by what ``heard`` gives.

    Amid complaints, what only tells of an event ("3주째 기다리는 중") tells of a fault; amid praise it stays an event.
    """
    return _STIRRED * np.maximum(-neighbours, 0.0)


def _passed(logit: float, strength: float) -> float:
    return 2 * atanh(strength * tanh(logit / 2))
