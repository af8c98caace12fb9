"""Which periods a scheduled run has yet to tell of, so that none is passed over in silence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from voc_cli.store.history import History
from voc_cli.trends.periods import last_complete, last_day, periods_after, silent_since, start_of

MOST_AT_ONCE: Final = 8  # periods in one run: two months of a machine that was off
_TOLD: Final = "told"  # under which the history remembers, for each unit, the last period that was told of
Unit = Literal["week", "month"]


@dataclass(frozen=True, slots=True)
class Due:
    """Periods by their first days, the earliest first."""

    periods: tuple[date, ...]  # to be told of now; the last one is told of even where it was before
    passed: tuple[date, ...]  # never told of, and too many to make up for
    silence: tuple[date, date] | None  # first and last day of whole periods without a record since then
    future: tuple[date, ...] = ()  # days of records that have yet to come, by the clock; they are of no period


def find_due(history: History, unit: Unit, *, today: date, until: date | None = None) -> Due:
    """The periods that ``history`` holds and nobody was told of; none where no record has a date.

    Args:
        today: By the clock of the machine.
        until: Look at the records up to this day only, as a run on the day after would have; what was told counts for
            nothing then.
    """
    days, future = history.days(until=until), list[date]()
    if until is None:
        days, future = _split(history, today)
    today = today if until is None else until + timedelta(days=1)
    last = last_complete(days, unit, today=today)
    if last is None:
        return Due((), (), None, tuple(future))
    told = None if until is not None else _told(history, unit, days)
    every = periods_after(told, days, unit, last=last)
    silence = _silence_after(last, days, unit, today=today)
    return Due(tuple(every[-MOST_AT_ONCE:]), tuple(every[:-MOST_AT_ONCE]), silence, tuple(future))


def _split(history: History, today: date) -> tuple[list[date], list[date]]:
    """The days of records, and those that lie ahead: a mistyped year would else be the last period for good."""
    latest = history.last_start()
    # A clock that went back is believed no more than the last run's; and a day of grace for zones.
    now = max(today, latest.date() if latest is not None else today) + timedelta(days=1)
    days = history.days()
    come = [day for day in days if day <= now]
    # Where everything lies ahead it is the clock that is wrong.
    return (come, days[len(come) :]) if come else (days, [])


def _silence_after(last: date, days: list[date], unit: Unit, *, today: date) -> tuple[date, date] | None:
    """Whole periods without a record behind the one that is told of, or behind the one that is not whole yet."""
    end = last_day(last, unit)
    later = [day for day in days if day > end]
    between = silent_since([day for day in days if day <= end], unit, today=start_of(later[0], unit)) if later else None
    return between or silent_since(days, unit, today=today)


def remember_told(history: History, unit: Unit, first: date, *, today: date) -> None:
    """Note that the period that begins on ``first``, and with it every earlier one, was told of."""
    told = _told(history, unit, _split(history, today)[0])
    if told is None or told < first:
        with history.transaction():
            history.remember(f"{_TOLD} {unit}", first.isoformat())


def _told(history: History, unit: Unit, days: list[date]) -> date | None:
    """The last period that was told of; None where none of ``days`` lies so late."""
    value = history.meta(f"{_TOLD} {unit}")
    told = date.fromisoformat(value) if value else None
    return told if told is not None and days and told <= days[-1] else None
