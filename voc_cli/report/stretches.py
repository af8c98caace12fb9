"""The two stretches of time that a report compares: which records lie in them, and what they are called."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Final, Literal

import numpy as np
from numpy.typing import NDArray

from voc_cli.messages import text
from voc_cli.schema import Period, Stretch

if TYPE_CHECKING:
    import pandas as pd

_DAYS_OF_A_MONTH: Final = 31


def lies_in(moments: pd.Series[pd.Timestamp], stretches: Sequence[Stretch]) -> NDArray[np.bool_]:
    """Which moments lie in one of ``stretches``, their last days included."""
    days = moments.to_numpy().astype("datetime64[D]")
    inside = np.zeros(len(days), dtype=bool)
    for first, last in stretches:
        inside |= (days >= np.datetime64(first)) & (days <= np.datetime64(last))
    return inside


def days_within(days: NDArray[np.datetime64], stretches: Sequence[Stretch]) -> int:
    """How many days of ``stretches`` lie between the first and the last of ``days``; 1 or more.

    Args:
        days: As datetime64[D], at least one.
    """
    first, last = days.min(), days.max()
    n = 0
    for begin, end in stretches:
        inside = min(np.datetime64(end), last) - max(np.datetime64(begin), first)
        n += max(int(inside.astype(int)) + 1, 0)
    return max(n, 1)


def is_now(day: str, period: Period) -> bool:
    """Whether ``day`` (ISO, "" where unknown) lies in what is told of; every day does where that is empty."""
    first, last = period.now
    return not first or first <= day <= last


def what_to_do(period: Period) -> Literal["act_today", "act_check"]:
    """What is to be done with its grave cases: those of a month are read at once, older ones looked after."""
    first, last = period.now
    is_short = bool(first) and (date.fromisoformat(last) - date.fromisoformat(first)).days < _DAYS_OF_A_MONTH
    return "act_today" if is_short else "act_check"


def now_name(period: Period) -> str:
    """The stretch that is told of ("최근 13주", "2024-06-24~2024-06-30 한 주", "2024년 6월")."""
    first, last = period.now
    n = len(period.buckets) - period.half
    year, month, *_ = (int(part) for part in first.split("-")) if first else (0, 0)
    values = {"first": first, "last": last, "span": span(period, n), "year": year, "month": month}
    return text(f"compared.now_{period.basis}", **values)


def before_name(period: Period) -> str:
    """What it is compared with ("그 전 13주", "그 앞 8주")."""
    n = len(period.buckets) - period.half
    return text(f"compared.before_{period.basis}", n=period.n_periods, span=span(period, n))


def span(period: Period, n: int) -> str:
    """The length of ``n`` buckets ("13주")."""
    return text(f"report.span_{period.unit}", n=n)
