"""Words and endings that change what a clause says without naming a thing: negation, contrast, wish, irony and so on.

They tell a reader why a polarity is what it is. The linear models have learnt them as n-grams; nothing is decided here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate
from typing import Final

from voc_cli.morphemes import Morphemes


class CueKind(StrEnum):
    """What a cue does."""

    NEGATION = "negation"
    CONTRAST = "contrast"
    CONCESSION = "concession"
    WISH = "wish"
    REQUEST = "request"
    RHETORICAL = "rhetorical"
    COMPARISON = "comparison"
    CONDITION = "condition"
    INTENSITY = "intensity"
    HEDGE = "hedge"
    SARCASM = "sarcasm"
    EMOJI = "emoji"


@dataclass(frozen=True, slots=True)
class Cue:
    """One cue: its kind and its morphemes, a half-open range of the batch."""

    kind: CueKind
    first: int
    last: int


# Each morpheme is written " form/TAG"; a match covers whole morphemes.
_PATTERNS: Final = {
    CueKind.NEGATION: (
        r" (?:안|못|별로|전혀|없이)/MAG| 지/EC(?: \S+/JX)? (?:않|못하|말)/VX| 없/VA| 아니/VCN| (?:불|비|미)/XPN"
    ),
    CueKind.CONTRAST: (
        r" (?:지만|으나|나|는데|ᆫ데|은데|던데)/EC| (?:하지만|그러나|그런데|근데|다만|그렇지만|반면|대신)/\S+"
    ),
    CueKind.CONCESSION: r" (?:어도|아도|더라도|ᆯ지라도|는데도|ᆫ데도)/EC| (?:그래도|비록|아무리)/\S+",
    CueKind.WISH: r"(?: (?:었|았)/EP)? (?:으면|면)/EC(?: \S+/JX)? (?:좋|하|싶)/\S+(?: 겠/EP)?| (?:바라|바람)/\S+",
    CueKind.REQUEST: (
        r" (?:주|달)/VX(?: 시/EP)? (?:세요|십시오|시오|어요|어라|라|시죠|길|기)/E\w+| (?:부탁|요청|요망|촉구)/NNG"
    ),
    CueKind.RHETORICAL: (
        r" (?:왜|어떻게|뭐|무슨|누가|얼마나)/\S+(?: \S+){0,8}?"
        r" (?:나요|냐|니|는가|ᆫ가|ᆯ까|을까|까요|죠|지|나)/EF"
    ),
    CueKind.COMPARISON: r" 보다/(?:JKB|MAG)| (?:예전|옛날|이전|처음|원래)/\S+(?: \S+/J\w+)*| (?:비하|비교)/\S+",
    CueKind.CONDITION: r" (?:으면|면|다면|라면|거든)/EC",
    CueKind.INTENSITY: r" (?:너무|정말|진짜|매우|아주|완전|엄청|굉장히|몹시|심하게|제일|가장|훨씬|계속|자꾸|맨날)/\S+",
    CueKind.HEDGE: r" (?:좀|조금|약간|그냥|그럭저럭|나름|대체로|살짝)/MAG| 것/NNB 같/VA| 거/NNB 같/VA| 듯/NNB",
    CueKind.SARCASM: r" (?:참|아주|퍽이나|어지간히)/\S+(?: \S+){1,6}?(?: [ㅋㅎ]+/SW)| (?:어이구|아이고|헐)/IC",
    CueKind.EMOJI: r" \S+/W_EMOJI| [ㅋㅎㅠㅜ♡♥^~]+/S\w",
}
_COMPILED: Final = {kind: re.compile(pattern + r"(?!\S)") for kind, pattern in _PATTERNS.items()}


def find_cues(morphemes: Morphemes, first: int, last: int) -> list[Cue]:
    """The cues among the morphemes ``first`` to ``last`` of the batch, in the order of CueKind and of the text."""
    pairs = morphemes.vocabulary.pairs
    written = [
        f" {form.replace(' ', '_')}/{tag}" for form, tag in (pairs[n] for n in morphemes.ids[first:last].tolist())
    ]
    places = {place: first + i for i, place in enumerate(accumulate(map(len, written), initial=0))}
    line = "".join(written)
    return [
        Cue(kind, places[match.start()], places[match.end()])
        for kind, pattern in _COMPILED.items()
        for match in pattern.finditer(line)
        if match.start() in places and match.end() in places
    ]
