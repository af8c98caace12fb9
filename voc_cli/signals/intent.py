"""What the customer does with a clause (VOC 유형), by its ending and its polarity."""

from __future__ import annotations

import re
from typing import Final

import numpy as np
from numpy.typing import NDArray

from voc_cli.morphemes import Morphemes, Spans
from voc_cli.schema import Intent
from voc_cli.signals.endings import tails
from voc_cli.signals.leaving import Act, departures

# Ends of clauses as ``signals.endings`` writes them.
_SUGGESTION: Final = re.compile(
    r"(?:면|으면|음)/(?:EC|EF|ETN) (?:\S+/(?:J\w+|MAG) )*(?:좋|어떻|낫|괜찮|하/V|싶/V|감사/N)|"
    r"(?:었|았)/EP (?:으면|음)/\w+ (?:요/JX )?(?:\S+/S\w )*$|"
    r"(?:추가|도입|개선|보완|필요)/NNG (?:\S+/(?:J\w+|XS\w|VCP|EF|EP|EC) )*(?:바라/VV|ᆷ/\w+ )?$"
)
_REQUEST: Final = re.compile(
    # "고쳐 주세요", "좀 알려 줘"; "챙겨 주시고", "신경 써 줘서" thank for what was done.
    r"(?:주|달)/V[VX] (?:시/EP )?"
    r"(?:세요|셔요|십시오|시오|어라|아라|라|어|아|어요|아요|시죠|지|든가|던가|ᆯ래요|ᆸ시오)/E[FC] "
    r"(?!\S+/V[VX] )(?!감사|고맙)|"
    r"(?:주|달)/V[VX] (?:시/EP )?(?:기|길)/ETN (?!좋|쉽|편하|힘들)|"
    r"바라/VV|바람/N|(?:부탁|요망|건의|촉구)/N|요청/NNG (?:\S+/(?:XS\w|E\w+) )*(?:\S+/S\w )*$"
)
_CHEER: Final = re.compile(r"(?:흥하|번창|대박|화이팅|파이팅|힘내|발전|건승|승승장구)")
_IMPERATIVE: Final = re.compile(
    r"/(?:VV|XSV|VX) (?:시/EP )?(?:세요|으세요|십시오|으십시오|어라|아라|라|거라|으라|자|ᆸ시다|시오|셈|삼)/EF"
)
_PROHIBITION: Final = re.compile(r"(?:말|마)/VX")
_QUESTION: Final = re.compile(
    r"\?|(?:나요|까요|ᆯ까요|ᆯ까|을까|는가요|ᆫ가요|은가요|는가|ᆫ가|나|니|냐|느냐|"
    r"는지요|ᆫ지요|죠|ᆸ니까|습니까)/EF"
)
_WH: Final = re.compile(r"(?:왜|어떻게|언제|어디|무슨|뭐|누구|얼마|어느|혹시|몇)/")


def acts(morphemes: Morphemes, spans: Spans) -> NDArray[np.int16]:
    """The act of each clause, in order, shape (n_clauses,); with its polarity it makes the intent."""
    ends = tails(morphemes, spans)
    near = departures(morphemes, spans, ends)
    return np.array([_act(tail) | bits for tail, bits in zip(ends, near, strict=True)], dtype=np.int16)


def _act(tail: str) -> int:
    act = Act.QUESTION if _QUESTION.search(tail) and _WH.search(tail) else 0
    if _PROHIBITION.search(tail) or _CHEER.search(tail):
        return act
    if _REQUEST.search(tail):
        return act | Act.REQUEST
    if _SUGGESTION.search(tail):
        act |= Act.SUGGESTION
    return act | Act.IMPERATIVE if _IMPERATIVE.search(tail) else act


def intents(found: NDArray[np.int16], polarity: NDArray[np.float64], *, neutral: float) -> list[Intent]:
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
