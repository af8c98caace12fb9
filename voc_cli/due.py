"""Which periods a scheduled run has yet to tell of, so that none is passed over in silence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from voc_cli.store.history import History
from voc_cli.trends.periods import last_complete, periods_after, silent_since

MOST_AT_ONCE: Final = 8  # periods in one run: two months of a machine that was off
_TOLD: Final = "told"  # under which the history remembers, for each unit, the last period that was told of
Unit = Literal["week", "month"]


@dataclass(frozen=True, slots=True)
class Due:
    """Periods by their first days, the earliest first."""

    periods: tuple[date, ...]  # to be told of now; the last one is told of even where it was before
    passed: tuple[date, ...]  # never told of, and too many to make up for
    silence: tuple[date, date] | None  # first and last day of whole periods without a record since then


def find_due(history: History, unit: Unit, *, today: date, until: date | None = None) -> Due:
    """The periods that ``history`` holds and nobody was told of; none where no record has a date.

    Args:
        today: By the clock of the machine.
        until: Look at the records up to this day only, as a run on the day after would have; what was told counts for
            nothing then.
    """
    days = history.days(until=until)
    today = today if until is None else until + timedelta(days=1)
    last = last_complete(days, unit, today=today)
    if last is None:
        return Due((), (), None)
    told = None if until is not None else _told(history, unit)
    every = periods_after(told, days, unit, last=last)
    return Due(tuple(every[-MOST_AT_ONCE:]), tuple(every[:-MOST_AT_ONCE]), silent_since(days, unit, today=today))


def remember_told(history: History, unit: Unit, first: date) -> None:
    """Note that the period that begins on ``first``, and with it every earlier one, was told of."""
    told = _told(history, unit)
    if told is None or told < first:
        with history.transaction():
            history.remember(f"{_TOLD} {unit}", first.isoformat())


def _told(history: History, unit: Unit) -> date | None:
    value = history.meta(f"{_TOLD} {unit}")
    return date.fromisoformat(value) if value else None
