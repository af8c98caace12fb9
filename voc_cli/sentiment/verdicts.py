"""What says more than its words: marks that the customer gives in the text itself, praise that mocks, and threats."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from voc_cli.morphemes import Morphemes, Spans, Vocabulary, written
from voc_cli.sentiment.asking import Asked
from voc_cli.sentiment.lexicon import Opinion
from voc_cli.sentiment.turns import HARMS, aimed, is_done_to, may_turn, turned
from voc_cli.sentiment.unbidden import may_be_unbidden, unbidden

Floats = NDArray[np.float64]
_FULL: Final = 4.0  # logit of full marks
_HALF: Final = 0.6  # share of full marks up to which they blame; above it and below 0.7 they say nothing
_GOOD: Final = 0.7
_MILD: Final = -1.0  # logit of marks that are just not good
_MOCKED: Final = -2.5  # logit that mocking praise has at most
_SAID: Final = 2.0  # logit of holding an opinion that either has at least
_N_STARS: Final = 5
_BARE_THANKS: Final = 6  # morphemes up to which a clause does nothing but thank

_STARS: Final = re.compile(r"[★⭐🌟]\ufe0f?(?:[★⭐🌟☆✩]\ufe0f?)*|☆{5}")
_EMPTY: Final = re.compile(r"[☆✩]")
_NUMBER: Final = {"빵": 0, "한": 1, "하나": 1, "두": 2, "둘": 2, "세": 3, "셋": 3, "네": 4, "넷": 4, "다섯": 5}
# "별 두 개", "별점 3점", "별 하나"; "별 다섯 개가 모자라요" is an idiom of the lexicon, as is what is begrudged.
_WORDED: Final = re.compile(
    rf"별점?(?:은|을|도)? ?(?P<n>\d{{1,3}}(?:\.\d)?(?!\d)|{'|'.join(_NUMBER)})"
    r"(?! ?(?:개|점)?[가-힣 ]{0,4}(?:모자|부족|아깝|아까))"
)
_OUT_OF: Final = re.compile(
    r"(?P<of>\d{1,3})점? ?(?:만점(?:에|에서|중)?|점 중(?:에)?|점에서) ?(?P<n>\d{1,3}(?:\.\d)?)점?"
)
_FRACTION: Final = re.compile(r"(?<![\d./])(?P<n>\d{1,2}(?:\.\d)?) ?/ ?(?P<of>5|10|100)점(?![\d/])")
_GIVEN: Final = re.compile(
    r"(?<![\d.])(?P<n>\d{1,3}|빵)점(?:을|만)? ?(?:드려|드리|드립|줍니다|줄게|줄께|주고 ?간|준다|줬|짜리)"
)
_TOLD: Final = (_OUT_OF, _FRACTION, _WORDED, _GIVEN)
# "고소할게요": what tastes of sesame ("고소해요") is neither meant to be done nor written.
_THREAT: Final = re.compile(
    r"고소(?:를 ?)?(?:할게|할께|할래|할 ?거|할 ?겁|할 ?예정|할 ?생각|하겠|하려|하러|당하)|고소장"
)
_THREATENED: Final = -2.4  # logit of a threat
_SPEAKS: Final = re.compile(r"[★☆⭐🌟]|별|점|고소")


@dataclass(frozen=True, slots=True, eq=False)
class Verdicts:
    """What clauses say beside their words, shape (n_clauses,) each."""

    marks: Floats  # logit of the marks given in it, or of a threat; 0 where there is none
    mocks: NDArray[np.bool_]  # praise that mocks

    @classmethod
    def nothing(cls, n_clauses: int) -> Self:
        """Clauses of which none does."""
        return cls(np.zeros(n_clauses), np.zeros(n_clauses, dtype=bool))


class VerdictReader:
    """Reads verdicts; holds what the morphemes of one vocabulary may be part of."""

    def __init__(self) -> None:
        self._signs: list[int] = []
        self._written: list[str] = []

    def read(self, morphemes: Morphemes, spans: Spans, opinions: Sequence[Sequence[Opinion]]) -> Verdicts:
        """The verdicts of the clauses, whose ``opinions`` the lexicon found."""
        found = Verdicts.nothing(len(spans))
        for number, text in enumerate(morphemes.texts):
            if _SPEAKS.search(text):
                for place, share in marks_of(text):
                    found.marks[_clause_at(place, number, spans)] = _logit(share)
                for threat in _THREAT.finditer(text):
                    found.marks[_clause_at(threat.start(), number, spans)] = _THREATENED
        self._learn(morphemes.vocabulary)
        signs = np.array(self._signs, dtype=np.int32)[morphemes.ids]
        for clause in np.flatnonzero(_holds(signs & (_ADVERB | _OWED) > 0, spans)).tolist():
            said = signs[spans.firsts[clause] : spans.lasts[clause]].tolist()
            found.mocks[clause] = _mocks(said, opinions[clause])
        for clause in np.flatnonzero(_holds(signs & _TURNS > 0, spans) & (found.marks == 0) & ~found.mocks).tolist():
            said = self._said(clause, morphemes, spans)
            found.marks[clause] = turned(said, opinions[clause]) or unbidden(said, opinions[clause])
        for clause in [n for n, said in enumerate(opinions) if said and said[0].aimed]:
            if not found.marks[clause] and not found.mocks[clause]:
                found.marks[clause] = aimed(self._said(clause, morphemes, spans), opinions[clause])
        thanks = _holds(signs & _THANKS > 0, spans)
        for clause in np.flatnonzero(_holds(signs & _CAUSES > 0, spans)).tolist():
            beside = [n for n in (clause - 1, clause, clause + 1) if 0 <= n < len(spans) and thanks[n]]
            beside = [n for n in beside if spans.documents[n] == spans.documents[clause]]
            # "감사합니다 하루 종일 기다리게 해 주셔서": thanks for a harm, in one clause with it or beside it.
            if beside and is_done_to(self._said(clause, morphemes, spans)):
                found.mocks[[clause, *(n for n in beside if spans.lasts[n] - spans.firsts[n] <= _BARE_THANKS)]] = True
        return found

    def _said(self, clause: int, morphemes: Morphemes, spans: Spans) -> str:
        """The morphemes of a clause as text."""
        ids = morphemes.ids[spans.firsts[clause] : spans.lasts[clause]].tolist()
        return "".join([self._written[number] for number in ids])

    def _learn(self, vocabulary: Vocabulary) -> None:
        for pair in vocabulary.pairs[len(self._signs) :]:
            self._written.append(written(*pair))
            turns = _TURNS if may_turn(self._written[-1]) or may_be_unbidden(pair[0]) else 0
            self._signs.append(turns | sum(bit for bit, holds in _SIGNS.items() if holds(*pair)))


def marks_of(text: str) -> list[tuple[int, float]]:
    """Where marks stand in a text, and the share of full marks, in [0, 1]: stars drawn or told, points of so many.

    A star or two before a word adorn it; only five in all, filled or not, or four and more filled ones are a mark.
    """
    found: list[tuple[int, float]] = []
    for match in _STARS.finditer(text):
        stars = match[0].replace("\ufe0f", "")
        n_empty = len(_EMPTY.findall(stars))
        if n_empty and len(stars) == _N_STARS:
            found.append((match.start(), 1 - n_empty / _N_STARS))
        elif not n_empty and len(stars) >= _N_STARS - 1:
            found.append((match.start(), min(len(stars), _N_STARS) / _N_STARS))
    until = -1
    for match in sorted(chain.from_iterable(p.finditer(text) for p in _TOLD), key=lambda match: match.start()):
        n = float(_NUMBER.get(match["n"], match["n"]))
        of = float(match.groupdict().get("of", _scale(n)))
        if match.start() >= until and of and n <= of:
            found.append((match.start(), n / of))
            until = match.end()
    return found


def _clause_at(place: int, document: int, spans: Spans) -> slice:
    """The clause of a text that holds the character at ``place``, or none."""
    first, last = np.searchsorted(spans.documents, [document, document + 1])
    clause = first + int(np.searchsorted(spans.ends[first:last], place, side="right"))
    return slice(clause, clause + (clause < last and spans.starts[clause] <= place))


def _logit(share: float) -> float:
    """What marks say: from about two thirds of the full ones on praise, below that blame, between them nothing."""
    said = _FULL * (2 * share - 1)
    return said if share >= _GOOD else min(_MILD, said) if share <= _HALF else 0.0


def _scale(n: float) -> float:
    """The full marks that a number of points is likely to be of."""
    return next(full for full in (_N_STARS, 10, 100, n) if n <= full)


def added(logits: Floats, holding: Floats, verdicts: Verdicts) -> Asked:
    """What verdicts add to the ``logits`` of clauses, and to those of ``holding`` an opinion: they decide."""
    most = np.where(verdicts.mocks, _MOCKED, np.where(verdicts.marks < 0, verdicts.marks, np.inf))
    least = np.where(~verdicts.mocks & (verdicts.marks > 0), verdicts.marks, -np.inf)
    is_told = verdicts.mocks | (verdicts.marks != 0)
    return Asked(
        np.clip(logits, least, most) - logits,
        np.where(is_told, np.maximum(_SAID - holding, 0.0), 0.0),
    )


# --- mocking praise ---------------------------------------------------------------------------------------------------

_ADVERB, _HONOUR, _EXCLAIM, _LAUGH, _OWED, _EASED, _HARM, _TURNS, _THANKS, _CAUSES = (1 << place for place in range(10))
_RARELY_MEANT: Final = frozenset({"참", "아주", "퍽", "퍽이나", "어지간히", "거참", "참으로"})
_EXCLAMATIONS: Final = frozenset({"네요", "네", "군요", "ᆸ니다", "습니다", "구나", "구만", "구먼"})
_EASING: Final = frozenset({"풀리", "풀", "줄", "줄이", "사라지", "없애", "없어지", "덜", "해소", "해결", "날아가"})
_SIGNS: Final[dict[int, Callable[[str, str], bool]]] = {
    _ADVERB: lambda form, tag: tag == "MAG" and form in _RARELY_MEANT,
    _HONOUR: lambda form, tag: tag == "EP" and form in {"시", "으시"},
    _EXCLAIM: lambda form, tag: tag == "EF" and form in _EXCLAMATIONS,
    _LAUGH: lambda form, tag: tag[0] in "SW" and form.startswith("ㅋ"),
    _HARM: lambda form, tag: form in HARMS and tag[0] in "NV",
    _OWED: lambda form, tag: form in {"덕분", "덕", "덕택"} and tag == "NNG",
    _EASED: lambda form, _: form in _EASING,
    _CAUSES: lambda form, tag: (form, tag) == ("게", "EC"),
    _THANKS: lambda form, tag: form in {"감사", "고맙", "땡큐"} and tag[0] in "NVI",
}


def _holds(has: NDArray[np.bool_], spans: Spans) -> NDArray[np.bool_]:
    """Which spans hold a morpheme that ``has`` it, (n_clauses,)."""
    until = np.concatenate([[0], np.cumsum(has)])
    found: NDArray[np.bool_] = until[spans.lasts] > until[spans.firsts]
    return found


def _mocks(signs: Sequence[int], opinions: Sequence[Opinion]) -> bool:
    """Whether a clause praises in mockery, by the signs of its morphemes in order.

    "참 친절하시네요 ㅋㅋ": an adverb that is rarely meant, the honorific, an exclamation and laughter; "ㅎㅎ" smiles,
    and who laughs without the honorific is glad. "덕분에 하루 잘 날렸습니다": harm that is owed to somebody.
    """
    place = 0
    for wanted in (_ADVERB, _HONOUR, _EXCLAIM, _LAUGH):
        while place < len(signs) and not signs[place] & wanted:
            place += 1
    if place < len(signs):
        return True
    is_owed = any(sign & _OWED for sign in signs) and not any(sign & _EASED for sign in signs)
    is_harmed = any(sign & _HARM for sign in signs)
    return is_owed and (is_harmed or any(opinion.value < 0 and not opinion.negated for opinion in opinions))
