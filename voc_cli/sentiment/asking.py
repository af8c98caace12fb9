"""Requests and wishes: who asks for a remedy has a fault to tell of, who wishes for something new has none yet.

Nor is that so which would be if it were not for the fault ("수수료만 없으면 완벽할 텐데"); and a favour that was not
done is a fault whatever its words ("환불도 안 해 주네요").
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from voc_cli.morphemes import Lemmas

_WOULD_BE: Final = "터/N"  # of "-을 텐데"
Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]
_FAULT: Final = -1.0  # logit that a demanded remedy has at most, however polite its words are
_WITHHELD: Final = -2.0  # that a favour has at most which was not done
_SAID: Final = 1.0  # logit of holding an opinion that it has at least
_WISH: Final = -5.0  # of holding an opinion, added to a wish for something new
# fmt: off
_REMEDIES: Final = frozenset({
    "해결/N", "수정/N", "조치/N", "개선/N", "보완/N", "시정/N", "환불/N", "보상/N", "복구/N", "대책/N", "확인/N",
    "대응/N", "점검/N", "처리/N", "책임/N", "해명/N", "사과/N", "답변/N", "신경/N", "고치/V", "없애/V", "줄이/V",
    "바꾸/V", "빠르/V", "빨리/M", "제대로/M", "똑바로/M", "정확/N", "정확히/M", "꼼꼼/N", "꼼꼼히/M", "제때/M",
    "바뀌/V", "나아지/V", "없어지/V", "사라지/V", "줄/V", "지키/V", "튼튼/N", "청결/N", "깨끗/N", "친절/N",
})
# fmt: on


@dataclass(frozen=True, slots=True, eq=False)
class Asking:
    """Which clauses ask by their ending, (n_clauses,) each."""

    requests: Mask
    wishes: Mask  # "-으면 좋겠다" and its like
    questions: Mask  # asked of anybody, or of nobody: "사기 아닌가요?"
    conditions: Mask  # "-으면", "-다면"
    withheld: Mask  # tell of a favour that was not done: "안 바꿔 주네요"

    @classmethod
    def of(cls, acts: NDArray[np.int32], kinds: Sequence[int]) -> Self:
        """By bits of each clause, ``kinds`` in the order of the fields."""
        return cls(*((acts & kind) > 0 for kind in kinds))

    @classmethod
    def nothing(cls, n_clauses: int) -> Self:
        """Clauses of which none asks for anything."""
        return cls(*np.zeros((5, n_clauses), dtype=bool))


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """What asking adds, (n_clauses,) each."""

    logits: Floats  # to the logit of a clause
    holding: Floats  # to the logit that it holds an opinion


def asked(logits: Floats, holding: Floats, lemmas: Lemmas, asking: Asking) -> Asked:
    """What request, wish or refusal in each clause add to its ``logits`` and to those of ``holding`` an opinion."""
    remedies = np.zeros(len(logits), dtype=bool)
    for clause in np.flatnonzero(asking.requests | asking.wishes).tolist():
        remedies[clause] = not _REMEDIES.isdisjoint(lemmas.of(clause))
    for clause in np.flatnonzero(asking.conditions).tolist():
        remedies[clause] |= _WOULD_BE in lemmas.of(clause)
    most = np.where(asking.withheld, _WITHHELD, np.where(remedies, _FAULT, np.inf))
    is_fault = remedies | asking.withheld
    return Asked(
        np.minimum(most - logits, 0.0),
        np.where(is_fault, np.maximum(_SAID - holding, 0.0), np.where(asking.wishes, _WISH, 0.0)),
    )
