"""The periods that a scheduled run tells of, and a word on those that it has missed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Final, Literal

from voc_cli.cli.streams import note
from voc_cli.messages import text

if TYPE_CHECKING:
    from voc_cli.store.history import History

_N_NAMED: Final = 3  # days


@dataclass(frozen=True, slots=True)
class Period:
    """One that a run tells of."""

    first: date
    is_last: bool = False  # nothing that came in later is left out
    is_due: bool = False  # nobody asked for it: that it was told of is remembered
    silence: tuple[date, date] | None = None  # first and last day of whole periods that brought no record since

    @property
    def takes_new(self) -> bool:
        """Whether it is the one to tell of what has come in and is of no period that is told of."""
        return self.is_due and self.is_last


def due_periods(
    history: History,
    unit: Literal["week", "month"],
    *,
    asked: str | None,
    until: date | None,
    say: Callable[[str], None] = note,
) -> list[Period]:
    """The period that was asked for, else all that have yet to be told of; none where no record has a date.

    Args:
        say: Told of periods that were missed, and of days that have yet to come.

    Raises:
        UsageError: What was asked for is no period.
    """
    from voc_cli.cli.dated import first_day, period_name
    from voc_cli.due import find_due
    from voc_cli.trends.periods import last_day

    if asked:
        first = first_day(asked, unit)
        days = history.days(until=min(last_day(first, unit), until or date.max))
        return [Period(first)] if days and days[-1] >= first else []
    due = find_due(history, unit, today=today(), until=until)
    if due.future:
        say(text("run.future", days=", ".join(day.isoformat() for day in due.future[:_N_NAMED]), n=len(due.future)))
    if due.passed:
        say(text("run.passed_over", periods=", ".join(period_name(first, unit) for first in due.passed)))
    if len(due.periods) > 1:
        say(text("run.catching_up", periods=", ".join(period_name(first, unit) for first in due.periods)))
    if until:
        return [Period(first) for first in due.periods]
    earlier = [Period(first, is_due=True) for first in due.periods[:-1]]
    return earlier + [Period(first, is_last=True, is_due=True, silence=due.silence) for first in due.periods[-1:]]


def today() -> date:
    """By the clock and in the zone of this machine."""
    return datetime.now(UTC).astimezone().date()
