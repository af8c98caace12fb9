"""The stages of a text, what it is mostly about first."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from voc_cli.schema import SEPARATOR, Stage
from voc_cli.valuechain.model import Floats
from voc_cli.valuechain.stages import STAGE_CODES, Placement

_MILD: Final = 0.25  # say of a clause without polarity beside one of polarity 1
# Of a complaint beside praise as strong: who praises one thing and blames another writes because of that.
_BLAME: Final = 1.5


def order_stages(placement: Placement, polarity: Floats, documents: NDArray[np.int32], *, n_texts: int) -> list[str]:
    """The stages that the clauses of each text are placed in, joined, without ``none``; the main one first.

    A stage weighs what all clauses of the text say for it, also those that are placed elsewhere, and a clause speaks
    the louder the stronger its polarity, a complaint louder than praise.

    Args:
        polarity: Of the clauses, shape (n_clauses,).
        documents: Number of the text of each clause, below ``n_texts``.
    """
    weights = np.zeros((n_texts, len(STAGE_CODES)))
    loudness = (_MILD + np.abs(polarity)) * np.where(polarity < 0, _BLAME, 1.0)
    np.add.at(weights, documents, placement.shares * loudness[:, None])
    numbers = {code: number for number, code in enumerate(STAGE_CODES)}
    present = np.zeros(weights.shape, dtype=bool)
    present[documents, [numbers[stage] for stage in placement.stages]] = True
    present[:, numbers[Stage.NONE.value]] = False
    ranked = np.argsort(-weights, axis=1, kind="stable").tolist()
    return [
        SEPARATOR.join(STAGE_CODES[number] for number in ranks if is_there[number])
        for ranks, is_there in zip(ranked, present.tolist(), strict=True)
    ]
