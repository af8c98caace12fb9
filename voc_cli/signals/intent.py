"""What the customer does with a clause (VOC 유형), by its ending and its polarity."""

from __future__ import annotations

import re
from typing import Final

import numpy as np
from numpy.typing import NDArray

from voc_cli.morphemes import Morphemes, Spans
from voc_cli.schema import Intent

_TAIL: Final = 9  # morphemes at the end of a clause that can carry its act
# Each morpheme of the tail is written "form/TAG ".
_SUGGESTION: Final = re.compile(
    r"(?:면|으면|음)/(?:EC|EF|ETN) (?:\S+/(?:J\w+|MAG) )*(?:좋|어떻|낫|괜찮|하/V|싶/V|감사/N)|"
    r"(?:었|았)/EP (?:으면|음)/\w+ (?:요/JX )?(?:\S+/S\w )*$|"
    r"(?:추가|도입|개선|보완|필요)/NNG (?:\S+/(?:J\w+|XS\w|VCP|EF|EP|EC) )*(?:바라/VV|ᆷ/\w+ )?$"
)
_REQUEST: Final = re.compile(
    r"(?:주|달)/V[VX] (?:시/EP )?"
    r"(?:세요|십시오|시오|어라|라|어|아|어요|시죠|길|기|ᆯ래요|셔요|ᆸ시오|시길|ᆯ 수)?/?\S*(?:EF|ETN|EC)|"
    r"바라/VV|바람/N|(?:부탁|요청|요망|건의|촉구)/N|(?:기|길)/ETN (?:를/JKO )?바라"
)
_IMPERATIVE: Final = re.compile(
    r"/(?:VV|XSV|VX) (?:시/EP )?(?:세요|으세요|십시오|으십시오|어라|아라|라|거라|으라|자|ᆸ시다|시오|셈|삼)/EF"
)
_PROHIBITION: Final = re.compile(r"(?:말|마)/VX")
_QUESTION: Final = re.compile(
    r"\?|(?:나요|까요|ᆯ까요|ᆯ까|을까|는가요|ᆫ가요|은가요|는가|ᆫ가|나|니|냐|느냐|"
    r"는지요|ᆫ지요|죠|ᆸ니까|습니까)/EF"
)
_WH: Final = re.compile(r"(?:왜|어떻게|언제|어디|무슨|뭐|누구|얼마|어느|혹시|몇)/")


class Act:
    """What the ending of a clause does, whatever it thinks of the thing: bits of an int."""

    REQUEST: Final = 1
    SUGGESTION: Final = 2
    IMPERATIVE: Final = 4
    QUESTION: Final = 8  # asks for a fact, with a word that asks


def acts(morphemes: Morphemes, spans: Spans) -> NDArray[np.int8]:
    """The act of each clause, in order, shape (n_clauses,); with its polarity it makes the intent."""
    written = [f"{form}/{tag} " for form, tag in morphemes.vocabulary.pairs]
    ids = morphemes.ids.tolist()
    found = [
        _act("".join([written[i] for i in ids[max(first, last - _TAIL) : last]]))
        for first, last in zip(spans.firsts.tolist(), spans.lasts.tolist(), strict=True)
    ]
    return np.array(found, dtype=np.int8)


def _act(tail: str) -> int:
    act = Act.QUESTION if _QUESTION.search(tail) and _WH.search(tail) else 0
    if _PROHIBITION.search(tail):
        return act
    if _REQUEST.search(tail):
        return act | Act.REQUEST
    if _SUGGESTION.search(tail):
        act |= Act.SUGGESTION
    return act | Act.IMPERATIVE if _IMPERATIVE.search(tail) else act


def intents(found: NDArray[np.int8], polarity: NDArray[np.float64], *, neutral: float) -> list[Intent]:
    """The intent of each clause, in order. A question or request that implies a fault follows the polarity."""
    return [_intent(act, value, neutral) for act, value in zip(found.tolist(), polarity.tolist(), strict=True)]


def _intent(act: int, polarity: float, neutral: float) -> Intent:
    if act & Act.REQUEST:
        return Intent.REQUEST
    if act & Act.SUGGESTION and polarity < neutral * 3:
        return Intent.SUGGESTION
    if act & Act.IMPERATIVE and polarity < neutral:
        return Intent.REQUEST
    if polarity > neutral:
        return Intent.PRAISE
    if act & Act.QUESTION and polarity > -0.5:
        return Intent.INQUIRY
    return Intent.COMPLAINT if polarity < -neutral else Intent.OTHER
