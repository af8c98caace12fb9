"""Whether a theme grew or shrank between two stretches of time, told with a test and a minimum count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from voc_cli.statistics import false_discovery, rate_p_values

MIN_COUNT: Final = 5  # fewer records in both stretches together decide nothing
ALPHA: Final = 0.05


class Status(StrEnum):
    """What became of a theme."""

    NEW = "new"
    RISING = "rising"
    FALLING = "falling"
    STEADY = "steady"
    GONE = "gone"
    UNCERTAIN = "uncertain"


@dataclass(frozen=True, slots=True)
class Change:
    """Rates per hundred records before and now, their difference, and how sure it is."""

    previous: float
    current: float
    p_value: float
    q_value: float
    status: Status


def compare(before: Sequence[int], now: Sequence[int], *, n_before: int, n_now: int) -> list[Change]:
    """The change of each theme between two stretches.

    The conditional test of two Poisson rates (Przyborowski and Wilenski, 1940) with the false discovery rate held at
    5% over the themes (Benjamini and Hochberg, 1995).

    Args:
        before, now: Records of each theme in either stretch.
        n_before, n_now: Records of any kind in either stretch, so that volume does not pass for a change.
    """
    if not before:
        return []
    p_values = rate_p_values(before, now, n_before=n_before, n_now=n_now)
    q_values = false_discovery(p_values)
    changes: list[Change] = []
    for a, b, p, q in zip(before, now, p_values.tolist(), q_values.tolist(), strict=True):
        previous, current = 100 * a / max(n_before, 1), 100 * b / max(n_now, 1)
        changes.append(Change(previous, current, p, q, _status(a, b, previous, current, q)))
    return changes


def _status(before: int, now: int, previous: float, current: float, q: float) -> Status:
    if before + now < MIN_COUNT:
        return Status.UNCERTAIN
    if q >= ALPHA:
        return Status.STEADY
    if not before:
        return Status.NEW
    if not now:
        return Status.GONE
    return Status.RISING if current > previous else Status.FALLING
