"""The periods that a scheduled run tells of, and the tables that follow from all records; both are read at once."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from voc_cli.cli.aside import MIN_RECORDS
from voc_cli.cli.due import Period, due_periods
from voc_cli.cli.forked import Forked
from voc_cli.cli.streams import note
from voc_cli.trends.overview import Wanted
from voc_cli.trends.periods import last_day

if TYPE_CHECKING:
    from collections.abc import Callable

    from voc_cli.config import Settings
    from voc_cli.periodic import Told
    from voc_cli.remembered import Remembered, Stored
    from voc_cli.scheduled import Reading
    from voc_cli.store.history import History
    from voc_cli.themes.editing import Theme


@dataclass(eq=False)
class Telling:
    """Asked once what is new was taken in.

    Args:
        asked: The period to tell of, as the user wrote it.
        until: The last day whose records count.
    """

    history: History
    reading: Reading
    settings: Settings
    asked: str | None = None
    until: date | None = None
    found: dict[str, Theme] = field(default_factory=dict)  # by id, of the records that were looked at so far
    _told: dict[Period, Told] = field(default_factory=dict)

    def due(self, *, say: Callable[[str], None] = note) -> list[Period]:
        """See ``due_periods``."""
        return due_periods(self.history, self.settings.run.period, asked=self.asked, until=self.until, say=say)

    def derive(self) -> None:
        """Fill the tables that follow from all records; meanwhile the first period is told of, if others do not count
        for it."""
        from voc_cli.derived import derived_tables, tables_of
        from voc_cli.remembered import read_stored

        with Forked(may=self.history.count("SELECT count(*) FROM records") >= MIN_RECORDS) as hand:
            self._stored = read_stored(self.history, hand=hand)
            if self._stored is None:
                return
            due = self.due(say=lambda _: None)
            if not due or self._end_of(due[-1]) is None:
                self.history.replace_tables(derived_tables(self._whole))
                return
            tables = hand.ask(tables_of, self._stored, self.reading.seeds, self.reading.edits)
            self._told[due[0]] = self._tell(due[0])
            self.history.replace_tables(tables())

    def tell(self, period: Period) -> Told:
        """The period as a report tells of it."""
        return self._told.pop(period, None) or self._tell(period)

    @cached_property
    def _stored(self) -> Stored | None:
        from voc_cli.remembered import read_stored

        return read_stored(self.history)

    @cached_property
    def _whole(self) -> Remembered:
        return self._recall(None)

    def _recall(self, end: date | None) -> Remembered:
        from voc_cli.remembered import relate_stored

        stored = self._stored.until(end) if self._stored is not None else None
        if stored is None:
            raise RuntimeError("a period without a record is not told of")
        remembered = relate_stored(stored, self.reading.seeds, edits=self.reading.edits)
        self.found |= remembered.related.found
        return remembered

    def _end_of(self, period: Period) -> date | None:
        """The last day whose records count for ``period``; None where all do."""
        end = min(last_day(period.first, self.settings.run.period), self.until or date.max)
        # All records are as good where none came in later; those without a date count as long as nobody names an end.
        return None if period.is_last and self.history.days()[-1] <= end else end

    def _tell(self, period: Period) -> Told:
        from voc_cli.arrivals import find_rejected
        from voc_cli.derived import tell

        unit, edits, end = self.settings.run.period, self.reading.edits, self._end_of(period)
        wanted = Wanted(basis=unit, again_days=self.settings.again_days, actions=edits.actions, goals=edits.goals)
        remembered = self._whole if end is None else self._recall(end)
        new = find_rejected(self.history, unit, period.first, takes_new=period.takes_new)
        return tell(self.history, remembered, self.reading, first=period.first, unit=unit, wanted=wanted, undated=new)
