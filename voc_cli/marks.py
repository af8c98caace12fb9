"""What stands before a word of the evidence that no row of the table told; the same in every language."""

from __future__ import annotations

from typing import Final

LEARNT: Final = "학습"  # of the clause, the model's own
AROUND: Final = "앞뒤"  # of a near clause of the same text
CHANNEL: Final = "채널"  # of the record's column
PRODUCT: Final = "상품"
NOT_OF_THE_TABLE: Final = tuple(f"{mark}:" for mark in (LEARNT, AROUND, CHANNEL, PRODUCT))


def marked(mark: str, word: str) -> str:
    """``word`` behind its mark."""
    return f"{mark}:{word}"
