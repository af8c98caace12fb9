"""What the ratings of an export taught, as summary.json and the report tell it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Learnt(StrEnum):
    """What became of the ratings of an export."""

    ACCEPTED = "accepted"  # the polarity is corrected
    NO_GAIN = "no_gain"  # unseen texts would not have been judged better
    TOO_FEW = "too_few"
    GIVEN = "given"  # weights of the user's own are in force, and the ratings teach nothing
    OFF = "off"  # by the user


@dataclass(frozen=True, slots=True)
class Learning:
    """What was learnt from ratings or labels; scores are balanced accuracies, None where nothing was tried."""

    status: Learnt
    n_rows: int = (
        0  # texts with a rating that is clearly good or bad, or with a label; GIVEN: those used for the weights
    )
    n_negative: int = 0
    n_neutral: int = 0
    n_positive: int = 0
    n_used: int = 0  # of them used
    before: float | None = None  # of the weights that ship
    after: float | None = None  # of the corrected ones, in cross-validation
