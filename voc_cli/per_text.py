"""What the clauses of each text come to: its main intent, and its signals."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from voc_cli import schema
from voc_cli.schema import COMPANY_REPLY, Intent, Sentiment, Signal, Stage

if TYPE_CHECKING:
    import pandas as pd


def main_intents(clauses: pd.DataFrame, numbers: NDArray[np.int64], *, n_texts: int) -> list[str]:
    """What each text is mostly about: the intent of its clauses that weighs most, the first of equal ones."""
    codes = [intent.value for intent in Intent]
    ranks = {code: rank for rank, code in enumerate(codes)}
    cells = numbers * len(codes) + np.array([ranks[code] for code in clauses[schema.INTENT].tolist()], dtype=np.int64)
    said = 0.25 + np.abs(clauses[schema.POLARITY].to_numpy(dtype=np.float64))
    weights = np.bincount(cells, said, minlength=n_texts * len(codes)).reshape(n_texts, len(codes))
    best = np.where(weights.any(axis=1), weights.argmax(axis=1), ranks[Intent.OTHER.value])
    return [codes[rank] for rank in best.tolist()]


def signals_of_texts(cells: pd.Series[str], numbers: NDArray[np.int64], *, n_texts: int) -> list[str]:
    """The signals in the cells of each text, each once, in the order of ``Signal``."""
    found: dict[int, set[str]] = {}
    for number, cell in zip(numbers.tolist(), cells.tolist(), strict=True):
        if cell:
            found.setdefault(number, set()).update(cell.split(schema.SEPARATOR))
    said = {n: schema.SEPARATOR.join(code.value for code in Signal if code.value in found[n]) for n in found}
    return [said.get(number, "") for number in range(n_texts)]


def hushed(clauses: pd.DataFrame, replies: NDArray[np.bool_], *, owner: str) -> pd.DataFrame:
    """``clauses`` of one batch, those of a company's own answers without opinion, place, signal and words.

    Without lemmas nothing later learns from them, corrects them or groups them.

    Args:
        replies: Which texts are such answers, shape (n_texts,).
        owner: Who owns what has no place.
    """
    said: dict[str, object] = {
        schema.POLARITY: 0.0,
        schema.SENTIMENT: Sentiment.NEUTRAL.value,
        schema.INTENT: Intent.OTHER.value,
        schema.STAGE: Stage.NONE.value,
        schema.OWNER: owner,
        schema.EVIDENCE: COMPANY_REPLY,
        schema.ACT: 0,
        **dict.fromkeys((schema.SIGNALS, schema.ASPECT, schema.LEMMAS, schema.OPEN, *schema.CLAUSE_NOTES), ""),
    }
    is_reply = replies[clauses[schema.TEXT_NO].to_numpy(dtype=np.int64)]
    return clauses.assign(**{name: clauses[name].mask(is_reply, value) for name, value in said.items()})
