"""What the customer does with a clause (VOC 유형), by its ending, its words and its polarity.

Rules read the act of an ending; a model that learnt from the package's own sentences weighs acts and words; the
polarity speaks for complaint or praise. A question that complains and a statement of mere fact end like others.
"""

from __future__ import annotations

import re
from typing import Final

import numpy as np
from numpy.typing import NDArray

from voc_cli.hashing import WordHashes
from voc_cli.morphemes import Lemmas, Morphemes, Spans
from voc_cli.schema import Intent
from voc_cli.signals.endings import tails
from voc_cli.signals.intent_model import Floats, IntentModel, IntentWeights
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


_END: Final = r"(?:\S+/(?:JX|S\w|W_\w+) )*$"
_TRAITS: Final = {
    Act.ASKS: re.compile(
        r"(?:나요|까요|ᆯ까요|ᆯ까|을까|는가요|ᆫ가요|은가요|는가|ᆫ가|나|니|냐|느냐|는지요|ᆫ지요|죠|ᆸ니까|습니까)/E[FC] "
        rf"{_END}|\?/SF "
    ),
    Act.PAST: re.compile(r"(?:었|았|였)/EP"),
    Act.GOES_ON: re.compile(rf"/EC {_END}"),
    Act.MUST: re.compile(r"(?:어야|아야|여야)/EC "),
    Act.BREAKS_OFF: re.compile(rf"/(?:N\w+|XR|MAG|XSN|J\w+) {_END}"),
    Act.QUOTES: re.compile(r"(?:다고|라고|냐고|자고|ᆫ다고|는다고|대요|래요|ᆫ대요)/E\w"),
    Act.CONDITION: re.compile(r"(?:면|으면|다면|라면)/E\w"),
}
# What the model's logits get for an act that a rule has read: rules are seldom wrong, and sentences that ask for
# something are rare among those it learnt from. Like the next two, fitted on one half of the labelled units.
_RULES: Final = {
    Act.REQUEST: (Intent.REQUEST, 4.0),
    Act.SUGGESTION: (Intent.SUGGESTION, 2.0),
    Act.IMPERATIVE: (Intent.REQUEST, 4.0),
}
_NO_OPINION: Final = 0.5  # taken from the logit of OTHER: who writes to a company seldom has nothing to say
_FULL: Final = 0.98  # a polarity beyond says no more


def acts(morphemes: Morphemes, spans: Spans) -> NDArray[np.int32]:
    """The act of each clause, in order, shape (n_clauses,): bits of ``Act``."""
    ends = tails(morphemes, spans)
    near = departures(morphemes, spans, ends)
    return np.array([_act(tail) | bits for tail, bits in zip(ends, near, strict=True)], dtype=np.int32)


def _act(tail: str) -> int:
    act = Act.QUESTION if _QUESTION.search(tail) and _WH.search(tail) else 0
    for bit, pattern in _TRAITS.items():
        if pattern.search(tail):
            act |= bit
    if _PROHIBITION.search(tail) or _CHEER.search(tail):
        return act
    if _REQUEST.search(tail):
        return act | Act.REQUEST
    if _SUGGESTION.search(tail):
        act |= Act.SUGGESTION
    return act | Act.IMPERATIVE if _IMPERATIVE.search(tail) else act


class IntentClassifier:
    """Intents of clauses, each judged by itself."""

    def __init__(self, weights: IntentWeights, words: WordHashes | None = None) -> None:
        self._model = IntentModel(weights, words)
        self._intents = [Intent(name) for name in weights.names]
        self._columns = {intent: column for column, intent in enumerate(self._intents)}

    def find(
        self, lemmas: Lemmas, acts: NDArray[np.int32], polarity: NDArray[np.float64], *, neutral: float
    ) -> list[Intent]:
        """The intent of each clause, in order.

        Args:
            lemmas: Of the clauses.
            acts: Of the clauses, as ``acts`` reads them, shape (n_clauses,).
            polarity: Of the clauses, shape (n_clauses,); an order that praises (above ``neutral``) is no request.
        """
        logits = self._model.logits(lemmas, acts)
        for bit, (intent, weight) in _RULES.items():
            met = (acts & bit) > 0
            if bit == Act.IMPERATIVE:
                met &= polarity < neutral
            logits[:, self._columns[intent]] += weight * met
        opinion: Floats = 2 * np.arctanh(np.clip(polarity, -_FULL, _FULL))
        logits[:, self._columns[Intent.COMPLAINT]] -= opinion
        logits[:, self._columns[Intent.PRAISE]] += opinion
        logits[:, self._columns[Intent.OTHER]] -= _NO_OPINION
        return [self._intents[column] for column in logits.argmax(axis=1).tolist()]
