"""What the ends of clauses do: ask, order, wish, tell of a departure; bits of ``Act``.

Most clauses do none of it. Each pattern that spans morphemes comes with a hint, which one of these morphemes must meet;
hints are looked for once a morpheme of the vocabulary, so that only clauses that hold one are read as text.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from voc_cli.morphemes import IntArray, Morphemes, Spans, Vocabulary, written
from voc_cli.signals.leaving import HINTS, Act, departure
from voc_cli.signals.withheld import withholds

TAIL: Final = 9  # morphemes at the end of a clause that can carry its act
_REQUEST: Final = re.compile(
    # "고쳐 주세요", "좀 알려 줘"; "챙겨 주시고", "신경 써 줘서" thank for what was done.
    r"(?:주|달)/V[VX] (?:시/EP )?"
    r"(?:세요|셔요|십시오|시오|어라|아라|라|어|아|어요|아요|시죠|지|든가|던가|ᆯ래요|ᆯ래|을래|ᆸ시오)/E[FC] "
    r"(?!\S+/V[VX] )(?!감사|고맙)|"
    # "바꿔 주시겠어요?" asks; "바꿔 주겠다" promises.
    r"(?:주|달)/V[VX] (?:시/EP )?겠/EP (?:어요|습니까|ᆸ니까|어|니|나요|는지요)/EF (?!감사|고맙)|"
    r"(?:주|달)/V[VX] (?:시/EP )?(?:기|길)/ETN (?!좋|쉽|편하|힘들)|"
    r"바라/VV|바람/N|(?:부탁|요망|건의|촉구)/N|요청/NNG (?:\S+/(?:XS\w|E\w+) )*(?:\S+/S\w )*$"
)
_SUGGESTION: Final = re.compile(
    # "바꾸면 어떨까요"; "바꾸려면 어떻게 하나요" asks.
    r"(?<!\S)(?:면|으면|음)/(?:EC|EF|ETN) (?:\S+/(?:J\w+|MAG) )*(?:좋|어떻(?!/\S+ 게)|낫|괜찮|하/V|싶/V|감사/N)|"
    r"는/ETM (?:것|거)/NNB (?:이/JKS |ᆫ/JX )?어떻/VA\S* (?:ᆯ까|ᆯ까요|ᆯ지|을지|겠)|"
    r"(?:었|았)/EP (?:으면|음)/\w+ (?:요/JX )?(?:\S+/S\w )*$|"
    r"(?:추가|도입|개선|보완|필요)/NNG (?:\S+/(?:J\w+|XS\w|VCP|EF|EP|EC) )*(?:바라/VV|ᆷ/\w+ )?$"
)
# "벨을 누르지 말라고 전해 주세요": who forbids it asks that it be told.
_PASSED_ON: Final = re.compile(
    r"라고/EC (?:전하|말하|알리|하|전달)/\S+ (?:하/\S+ )?(?:어/EC )?주/VX (?:시/EP )?(?:세요|어요|십시오|기)/E"
)
_IMPERATIVE: Final = re.compile(
    r"/(?:VV|XSV|VX) (?:시/EP )?(?:세요|으세요|십시오|으십시오|어라|아라|라|거라|으라|자|ᆸ시다|시오|셈|삼)/EF"
)
# Signs of single morphemes, in bits of their own above those of ``Act``; what _ALONE gives needs no more than that.
_HINT: Final = 16  # how far the hint of a pattern lies above the bit that the pattern gives
_QUESTION, _WH, _UNASKED, _LEAVING, _ASKS, _CONNECTS, _NOMINAL, _TRAILS, _SYMBOL, _GIVES, _DENIES = (
    1 << place for place in range(20, 31)
)
_ALONE: Final = {
    Act.PAST: re.compile(r"(?:었|았|였)/EP"),
    Act.MUST: re.compile(r"(?:어야|아야|여야)/EC "),
    Act.QUOTES: re.compile(r"(?:다고|라고|냐고|자고|ᆫ다고|는다고|대요|래요|ᆫ대요)/E\w"),
    Act.CONDITION: re.compile(r"(?:면|으면|다면|라면)/E\w"),
    Act.ASKS: re.compile(r"\?/SF "),
}
_ENDINGS_THAT_ASK: Final = (
    r"(?:나요|까요|ᆯ까요|ᆯ까|을까|는가요|ᆫ가요|은가요|는가|ᆫ가|나|니|냐|느냐|는지요|ᆫ지요|죠|ᆸ니까|습니까)"
)
# What the tag alone gives.
_TAGS: Final = {
    _CONNECTS: re.compile(r"EC"),
    _NOMINAL: re.compile(r"N\w+|XR|MAG|XSN|J\w+"),
    _TRAILS: re.compile(r"JX"),
    _SYMBOL: re.compile(r"S\w|W_\w+"),
}
_SIGNS: Final = {
    **_ALONE,
    _QUESTION: re.compile(rf"\?|{_ENDINGS_THAT_ASK}/EF"),
    _WH: re.compile(r"(?:왜|어떻게|언제|어디|무슨|뭐|누구|얼마|어느|혹시|몇)/"),
    # Who forbids or cheers asks for nothing.
    _UNASKED: re.compile(r"(?:말|마)/VX|(?:흥하|번창|대박|화이팅|파이팅|힘내|발전|건승|승승장구)"),
    _LEAVING: HINTS,
    _ASKS: re.compile(rf"{_ENDINGS_THAT_ASK}/E[FC] "),
    _GIVES: re.compile(r"주/V[VX] "),
    _DENIES: re.compile(r"^(?:안|못)/MAG |^(?:않|못하)/VX "),
    Act.REQUEST << _HINT: re.compile(r"(?:주|달)/V[VX]|바라/VV|바람/N|(?:부탁|요망|건의|촉구)/N|요청/NNG"),
    Act.SUGGESTION << _HINT: re.compile(
        r"(?:면|으면|음)/(?:EC|EF|ETN)|(?:었|았)/EP|어떻/VA|(?:추가|도입|개선|보완|필요)/NNG"
    ),
    Act.IMPERATIVE << _HINT: re.compile(
        r"(?:세요|으세요|십시오|으십시오|어라|아라|라|거라|으라|자|ᆸ시다|시오|셈|삼)/EF"
    ),
}
_ANY_SIGN: Final = re.compile("|".join(sign.pattern for sign in _SIGNS.values()))  # most morphemes hold none
_TOLD_ALONE: Final = sum(_ALONE)


class ActReader:
    """Reads the acts of clauses; holds the signs of the morphemes of one vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._written: list[str] = []
        self._signs = np.zeros(0, dtype=np.int32)

    def read(self, morphemes: Morphemes, spans: Spans) -> NDArray[np.int32]:
        """The act of each clause, in order, shape (n_clauses,): bits of ``Act``."""
        self._learn()
        if not len(spans):
            return np.zeros(0, dtype=np.int32)
        signs = np.append(self._signs[morphemes.ids], np.int32(0))
        firsts, lasts = np.maximum(spans.firsts, spans.lasts - TAIL), spans.lasts
        held = np.bitwise_or.reduceat(signs, np.column_stack([firsts, lasts]).ravel())[::2]
        held[firsts == lasts] = 0  # reduceat gives an empty stretch the first sign of the next one
        found = held & _TOLD_ALONE
        found[(held & _QUESTION > 0) & (held & _WH > 0)] |= Act.QUESTION
        predicate = signs[_last_without(signs, _SYMBOL | _TRAILS, firsts, lasts)]
        found[predicate & _ASKS > 0] |= Act.ASKS
        found[predicate & _CONNECTS > 0] |= Act.GOES_ON
        found[signs[_last_without(signs, _SYMBOL, firsts, lasts)] & _NOMINAL > 0] |= Act.BREAKS_OFF
        ids = morphemes.ids.tolist()
        hinted = held & (_LEAVING | (Act.REQUEST | Act.SUGGESTION | Act.IMPERATIVE) << _HINT) > 0
        for clause in np.flatnonzero(hinted).tolist():
            end = "".join([self._written[number] for number in ids[firsts[clause] : lasts[clause]]])
            found[clause] |= _asked(end, int(held[clause])) | (departure(end) if held[clause] & _LEAVING else 0)
        # Who asks whether it is done has not been refused it.
        may_withhold = (held & _GIVES > 0) & (held & _DENIES > 0) & (found & Act.ASKS == 0)
        for clause in np.flatnonzero(may_withhold).tolist():
            end = "".join([self._written[number] for number in ids[firsts[clause] : lasts[clause]]])
            if withholds(end):
                found[clause] = found[clause] & ~Act.REQUEST | Act.WITHHOLDS
        return found

    def _learn(self) -> None:
        """Take the morphemes in that the vocabulary has met since."""
        pairs = self._vocabulary.pairs[len(self._written) :]
        if pairs:
            fresh = [written(*pair) for pair in pairs]
            self._written += fresh
            of_tags = np.array([_signs_of_tag(tag) for _, tag in pairs], dtype=np.int32)
            own = np.array([_signs(one) if _ANY_SIGN.search(one) else 0 for one in fresh], dtype=np.int32)
            self._signs = np.concatenate([self._signs, of_tags | own])


@cache
def _signs_of_tag(tag: str) -> int:
    return sum(bit for bit, sign in _TAGS.items() if sign.fullmatch(tag))


def _signs(morpheme: str) -> int:
    return sum(bit for bit, sign in _SIGNS.items() if sign.search(morpheme))


def _last_without(signs: IntArray, bits: int, firsts: IntArray, lasts: IntArray) -> NDArray[np.int64]:
    """The last morpheme of each stretch that has none of ``bits``; the place behind all where every one has."""
    places = np.where(signs & bits > 0, -1, np.arange(len(signs)))
    found = np.maximum.accumulate(places)[lasts - 1]
    return np.where(found >= firsts, found, len(signs) - 1)


def _asked(end: str, held: int) -> int:
    """Whether somebody is asked to do something, and how."""
    if held & _UNASKED and not _PASSED_ON.search(end):
        return 0
    if held & Act.REQUEST << _HINT and _REQUEST.search(end):
        return Act.REQUEST
    wished = held & Act.SUGGESTION << _HINT and _SUGGESTION.search(end)
    ordered = held & Act.IMPERATIVE << _HINT and _IMPERATIVE.search(end)
    return (Act.SUGGESTION if wished else 0) | (Act.IMPERATIVE if ordered else 0)
