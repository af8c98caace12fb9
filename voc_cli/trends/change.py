"""Whether themes grew or shrank between two stretches of time, told with a test, an interval and a minimum count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np

from voc_cli.statistics import Floats, Spread, false_discovery, rate_p_values, rate_ratios

MIN_COUNT: Final = 5  # fewer records in both stretches together decide nothing
ALPHA: Final = 0.05
_VAGUE: Final = 9.0  # an interval whose end is so many times its begin tells no third from three times


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
    """Rates per hundred records before and now, how many times the one the other is, and how sure that is."""

    previous: float
    current: float
    ratio: float  # infinite where there was none before, NaN where there was none at all
    ratio_low: float
    ratio_high: float
    p_value: float
    q_value: float
    status: Status


def compare(
    before: Sequence[int],
    now: Sequence[int],
    *,
    n_before: int,
    n_now: int,
    spread: Spread | None = None,
    heard: tuple[Sequence[int], Sequence[int]] | None = None,
) -> list[Change]:
    """The change of each theme between two stretches.

    The conditional test of two Poisson rates (Przyborowski and Wilenski, 1940), widened by ``spread``, with the
    false discovery rate held at 5% over the themes (Benjamini and Hochberg, 1995). Themes below MIN_COUNT are not
    among those: their total, which the test takes as given, tells nothing of a change (Bourgon and others, 2010).

    Args:
        before, now: Records of each theme in either stretch.
        n_before, n_now: Records of any kind in either stretch, so that volume does not pass for a change.
        spread: How much the themes commonly waver (``statistics.measure_spread``); None for as little as chance does.
        heard: Records of each theme before and now, copies among them: what customers still complain of is not gone,
            and what they complained of before is not new, whether their words are counted or not. As ``before`` and
            ``now`` where None.
    """
    if not before:
        return []
    first, second = np.asarray(before), np.asarray(now)
    p_values = rate_p_values(first, second, n_before=n_before, n_now=n_now, spread=spread)
    ratios = rate_ratios(first, second, n_before=n_before, n_now=n_now, spread=spread)
    q_values = _q_values(p_values, judged=first + second >= MIN_COUNT)
    said = (first, second) if heard is None else tuple(map(np.asarray, heard))
    columns = [column.tolist() for column in (first, second, *said, *ratios, p_values, q_values)]
    return [_change(*row, n_before=n_before, n_now=n_now) for row in zip(*columns, strict=True)]


def _q_values(p_values: Floats, *, judged: np.ndarray) -> Floats:
    q_values = np.ones(len(p_values))
    if judged.any():
        q_values[judged] = false_discovery(p_values[judged])
    return q_values


def _change(
    before: int,
    now: int,
    heard_before: int,
    heard: int,
    ratio: float,
    low: float,
    high: float,
    p: float,
    q: float,
    *,
    n_before: int,
    n_now: int,
) -> Change:
    previous, current = 100 * before / max(n_before, 1), 100 * now / max(n_now, 1)
    if before + now < MIN_COUNT:
        status = Status.UNCERTAIN
    elif q >= ALPHA:
        # What one look would call a change is none that is proved, nor is it steadiness.
        status = Status.STEADY if p >= ALPHA and high <= _VAGUE * low else Status.UNCERTAIN
    elif not before:
        status = Status.RISING if heard_before else Status.NEW
    elif not now:
        status = Status.UNCERTAIN if heard else Status.GONE
    else:
        status = Status.RISING if ratio > 1 else Status.FALLING
    return Change(previous, current, ratio, low, high, p, q, status)
