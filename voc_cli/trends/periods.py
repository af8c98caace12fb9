"""Records and themes counted by period and channel, and which period is told of and compared with which."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from voc_cli import schema

Unit = Literal["day", "week", "month"]
Days = NDArray[np.datetime64]
UNITS: Final[tuple[Unit, ...]] = ("week", "month")  # that a history is counted by
_MONDAY: Final = 3  # 1970-01-01, day 0 of numpy, was a Thursday: three days after a Monday
_MAX_CHANNELS: Final = 20  # the smaller ones are counted together, so that a shop's name as channel stays readable
OTHER_CHANNELS: Final = "…"
_LONG_AGO: Final = 8  # periods without a record after which nobody waits for more of them


def starts_of(moments: pd.Series[pd.Timestamp], unit: Unit) -> Days:
    """First day of the period of each moment (weeks begin on Monday), NaT where it is unknown."""
    days: Days = moments.to_numpy().astype("datetime64[D]")
    if unit == "day":
        return days
    if unit == "month":
        months: Days = days.astype("datetime64[M]").astype("datetime64[D]")
        return months
    passed = np.where(np.isnat(days), 0, (days.astype(np.int64) + _MONDAY) % 7)
    weeks: Days = days - passed.astype("timedelta64[D]")
    return weeks


def following(first: date, unit: Unit, n: int = 1) -> date:
    """First day of the period ``n`` periods after the one that begins on ``first``; before it for a negative ``n``."""
    if unit == "month":
        months = first.year * 12 + first.month - 1 + n
        return date(months // 12, months % 12 + 1, 1)
    return first + timedelta(days=n * (7 if unit == "week" else 1))


def start_of(day: date, unit: Unit) -> date:
    """First day of the period that ``day`` lies in."""
    return _starts([day], unit)[0]


def last_day(first: date, unit: Unit) -> date:
    """Last day of the period that begins on ``first``."""
    return following(first, unit) - timedelta(days=1)


@dataclass(frozen=True, slots=True, eq=False)
class Counts:
    """What a history keeps of each period; enough for every comparison."""

    unit: Unit
    volume: pd.DataFrame  # schema.VOLUME
    occurrences: pd.DataFrame  # schema.OCCURRENCES
    arrived: pd.DataFrame | None = None  # ``volume`` with copies, which came in as well; as ``volume`` where None
    heard: pd.DataFrame | None = None  # ``occurrences`` with copies; as ``occurrences`` where None


def count_periods(
    moments: pd.Series[pd.Timestamp],
    channels: pd.Series[str],
    members: pd.DataFrame,
    *,
    unit: Unit,
    originals: NDArray[np.bool_] | None = None,
    heard: pd.DataFrame | None = None,
) -> Counts:
    """Count records and themes by period and channel; records without a moment are left out.

    Args:
        moments, channels: When and where each record came in, by row.
        members: schema.TEXT_NO (row of a counted record) and schema.THEME_ID, once for each theme of a record.
        originals: Which records are counted, by row; the others are copies. All of them where None.
        heard: As ``members``, with those of the copies. None where there are no others.
    """
    places, starts = pd.factorize(starts_of(moments, unit))
    names = np.array([*(str(start) for start in starts.astype("datetime64[D]")), ""], dtype=object)
    rows = pd.DataFrame({schema.PERIOD: names[places], schema.CHANNEL: channels.to_numpy()})
    known = places >= 0
    volume = _sizes(rows[known if originals is None else known & originals])
    occurrences = _occurrences(rows, known, members)
    return Counts(
        unit,
        schema.check(volume, schema.VOLUME, table="volume"),
        schema.check(occurrences, schema.OCCURRENCES, table="occurrences"),
        None if originals is None else _sizes(rows[known]),
        None if heard is None else _occurrences(rows, known, heard),
    )


def _occurrences(rows: pd.DataFrame, known: NDArray[np.bool_], members: pd.DataFrame) -> pd.DataFrame:
    numbers = members[schema.TEXT_NO].to_numpy()
    themed = rows.take(numbers).assign(**{schema.THEME_ID: members[schema.THEME_ID].to_numpy()})[known[numbers]]
    keys = [schema.PERIOD, schema.CHANNEL, schema.THEME_ID]
    counted: pd.DataFrame = themed.groupby(keys).size().reset_index(name=schema.N_DOCUMENTS)
    return counted


def _sizes(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.groupby([schema.PERIOD, schema.CHANNEL]).size().reset_index(name=schema.N_DOCUMENTS)


@dataclass(frozen=True, slots=True, eq=False)
class Cube:
    """Counts as arrays, periods without gaps: ``themed`` (theme, channel, period), ``sizes`` and ``arrived`` (channel,
    period), ``heard`` as ``themed``."""

    unit: Unit
    periods: tuple[date, ...]
    channels: tuple[str, ...]
    themes: tuple[str, ...]
    themed: NDArray[np.int64]
    sizes: NDArray[np.int64]
    arrived: NDArray[np.int64]
    heard: NDArray[np.int64]

    def place(self, first: date) -> int | None:
        """Number of the period that begins on ``first``, None outside."""
        if not self.periods or not self.periods[0] <= first <= self.periods[-1]:
            return None
        return self.periods.index(first)


def as_cube(counts: Counts, themes: Sequence[str], *, last: date | None = None) -> Cube:
    """``counts`` with every period from the first to ``last`` (the last one counted, where None), in arrays.

    Args:
        themes: The themes wanted, in this order; themes without a count have zeros.
    """
    volume, arrived = counts.volume, counts.volume if counts.arrived is None else counts.arrived
    by_size = arrived.groupby(schema.CHANNEL)[schema.N_DOCUMENTS].sum().sort_values(ascending=False, kind="stable")
    kept = list(by_size.index[:_MAX_CHANNELS])
    channels = sorted(kept) + ([OTHER_CHANNELS] if len(by_size) > len(kept) else [])
    firsts = [date.fromisoformat(day) for day in sorted(volume[schema.PERIOD].unique())]
    periods = _without_gaps(firsts, last, counts.unit)
    sizes = np.zeros((len(channels), len(periods)), dtype=np.int64)
    came = np.zeros_like(sizes)
    themed = np.zeros((len(themes), len(channels), len(periods)), dtype=np.int64)
    for target, table in ((sizes, volume), (came, arrived)):
        _add(target, table, [(schema.CHANNEL, channels), (schema.PERIOD, periods)])
    wanted = [(schema.THEME_ID, list(themes)), (schema.CHANNEL, channels), (schema.PERIOD, periods)]
    _add(themed, counts.occurrences, wanted)
    heard = themed
    if counts.heard is not None:
        heard = np.zeros_like(themed)
        _add(heard, counts.heard, wanted)
    return Cube(counts.unit, tuple(periods), tuple(channels), tuple(themes), themed, sizes, came, heard)


def _without_gaps(firsts: Sequence[date], last: date | None, unit: Unit) -> list[date]:
    if not firsts:
        return [] if last is None else [last]
    periods, end = [min(firsts[0], last or firsts[0])], last or firsts[-1]
    while periods[-1] < end:
        periods.append(following(periods[-1], unit))
    return periods


def _add(target: NDArray[np.int64], table: pd.DataFrame, axes: Sequence[tuple[str, Sequence[object]]]) -> None:
    """Add each row's count in its place; unknown channels are the last channel, other unknown values are left out."""
    places = []
    for column, names in axes:
        texts = pd.Index([str(name) for name in names])
        found = texts.get_indexer(pd.Index(table[column].astype(str)))
        other = len(names) - 1 if column == schema.CHANNEL and OTHER_CHANNELS in names else -1
        places.append(np.where(found < 0, other, found))
    known = np.logical_and.reduce([place >= 0 for place in places])
    np.add.at(target, tuple(place[known] for place in places), table[schema.N_DOCUMENTS].to_numpy()[known])


def last_complete(days: Sequence[date], unit: Unit, *, today: date | None = None) -> date | None:
    """First day of the last period with records that seems whole; None without any day.

    The last one counts as whole where its records reach as near to its end as those of the earlier periods commonly
    do: an office that rests on Sunday has whole weeks, too.

    Args:
        days: Days on which records came in, in any order.
        today: Where the period before this day's is the last one, it is whole, whatever its last days brought. A day
            further on tells nothing: exports of long ago may have been taken in the middle of a period.
    """
    if not days:
        return None
    ends: dict[date, date] = {}
    for day, first in zip(days, _starts(days, unit), strict=True):
        ends[first] = max(day, ends.get(first, day))
    *earlier, last = sorted(ends)
    gaps = sorted((last_day(first, unit) - ends[first]).days for first in earlier)
    usual = gaps[len(gaps) // 2] if gaps else 0
    is_over = today is not None and last_day(last, unit) < today <= last_day(following(last, unit), unit)
    if is_over or (last_day(last, unit) - ends[last]).days <= usual:
        return last
    return earlier[-1] if earlier else None


def periods_after(told: date | None, days: Sequence[date], unit: Unit, *, last: date) -> list[date]:
    """First days of the periods with records that follow ``told``, in order; the last of them is ``last``.

    Args:
        told: First day of the last period that was told of; where None, or not before ``last``, only ``last`` is due.
        days: Days on which records came in, in any order.
    """
    if told is None:
        return [last]
    return [*sorted({first for first in _starts(days, unit) if told < first < last}), last]


def silent_since(days: Sequence[date], unit: Unit, *, today: date) -> tuple[date, date] | None:
    """First and last day of the whole periods that brought nothing up to ``today``; None where none did.

    Exports that end long before ``today`` are of a time gone by, not a source that fell silent.
    """
    if not days:
        return None
    first = following(start_of(max(days), unit), unit)
    end = first
    while last_day(end, unit) < today and end < following(first, unit, _LONG_AGO + 1):
        end = following(end, unit)
    if end in (first, following(first, unit, _LONG_AGO + 1)):
        return None
    return first, last_day(following(end, unit, -1), unit)


def _starts(days: Sequence[date], unit: Unit) -> list[date]:
    starts = starts_of(pd.Series(pd.to_datetime(list(days))), unit)
    return [date.fromisoformat(str(start)) for start in starts]
