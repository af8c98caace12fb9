from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc_cli import schema
from voc_cli.trends.periods import (
    OTHER_CHANNELS,
    Unit,
    as_cube,
    count_periods,
    following,
    last_complete,
    last_day,
    periods_after,
    silent_since,
    starts_of,
)

DAYS = st.dates(date(1971, 1, 1), date(2090, 12, 31))
UNITS = st.sampled_from(["day", "week", "month"])


def series(*days: str | None) -> pd.Series[pd.Timestamp]:
    return pd.to_datetime(pd.Series(days, dtype=object), format="ISO8601")


@given(DAYS, UNITS)
def test_a_day_lies_in_the_period_that_its_start_begins(day: date, unit: Unit) -> None:
    start = date.fromisoformat(str(starts_of(series(day.isoformat()), unit)[0]))
    assert start <= day <= last_day(start, unit)
    assert unit != "week" or start.weekday() == 0
    assert following(following(start, unit, 3), unit, -3) == start
    assert following(start, unit) == last_day(start, unit) + timedelta(days=1)


MEMBERS = pd.DataFrame({schema.TEXT_NO: [0, 1, 1, 3], schema.THEME_ID: ["a", "a", "b", "a"]})
MOMENTS = series("2024-01-02 09:00", "2024-01-07 23:59", "2024-01-22", None)
CHANNELS = pd.Series(["전화", "앱", "앱", "앱"])


def test_records_are_counted_by_period_and_channel_without_those_that_have_no_day() -> None:
    counts = count_periods(MOMENTS, CHANNELS, MEMBERS, unit="week")
    assert counts.volume.to_numpy().tolist() == [
        ["2024-01-01", "앱", 1],
        ["2024-01-01", "전화", 1],
        ["2024-01-22", "앱", 1],
    ]
    assert counts.occurrences.to_numpy().tolist() == [
        ["2024-01-01", "앱", "a", 1],
        ["2024-01-01", "앱", "b", 1],
        ["2024-01-01", "전화", "a", 1],
    ]


def test_the_cube_has_every_period_and_no_count_is_lost() -> None:
    cube = as_cube(count_periods(MOMENTS, CHANNELS, MEMBERS, unit="week"), ["b", "a", "unseen"])
    assert [day.isoformat() for day in cube.periods] == ["2024-01-01", "2024-01-08", "2024-01-15", "2024-01-22"]
    assert cube.sizes.sum(axis=0).tolist() == [2, 0, 0, 1]
    assert cube.themed.sum(axis=(1, 2)).tolist() == [1, 2, 0]
    assert cube.place(date(2024, 1, 15)) == 2
    assert cube.place(date(2024, 1, 29)) is None


def test_copies_came_in_but_are_not_counted() -> None:
    originals = np.array([True, False, True, True])
    counts = count_periods(MOMENTS, CHANNELS, MEMBERS.iloc[:1], unit="week", originals=originals)
    cube = as_cube(counts, ["a"])
    assert cube.channels == ("앱", "전화")
    assert cube.sizes.tolist() == [[0, 0, 0, 1], [1, 0, 0, 0]]
    assert cube.arrived.tolist() == [[1, 0, 0, 1], [1, 0, 0, 0]]


def test_the_cube_ends_where_it_is_told_to() -> None:
    counts = count_periods(MOMENTS, CHANNELS, MEMBERS, unit="week")
    assert as_cube(counts, ["a"], last=date(2024, 1, 8)).sizes.sum() == 2
    assert as_cube(counts, ["a"], last=date(2024, 2, 5)).periods[-1] == date(2024, 2, 5)


def test_many_small_channels_are_counted_together() -> None:
    n = 30
    names = [f"매장 {number:02}" for number in range(n)]
    moments = series(*["2024-01-02"] * n)
    members = pd.DataFrame({schema.TEXT_NO: range(n), schema.THEME_ID: ["a"] * n})
    cube = as_cube(count_periods(moments, pd.Series(names), members, unit="week"), ["a"])
    assert cube.channels[-1] == OTHER_CHANNELS
    assert (cube.sizes.sum(), cube.themed.sum()) == (n, n)


def days(first: str, n: int, *, without: tuple[int, ...] = ()) -> list[date]:
    start = date.fromisoformat(first)
    every = (start + timedelta(days=number) for number in range(n))
    return [day for day in every if day.weekday() not in without]


@pytest.mark.parametrize(
    ("given_days", "unit", "last"),
    [
        (days("2024-01-01", 28), "week", date(2024, 1, 22)),
        (days("2024-01-01", 24), "week", date(2024, 1, 15)),  # ends on a Wednesday
        (days("2024-01-01", 26, without=(5, 6)), "week", date(2024, 1, 22)),  # the office rests at the week's end
        (days("2024-01-01", 59), "month", date(2024, 1, 1)),  # ends on 28 February of a leap year
        (days("2024-01-01", 60), "month", date(2024, 2, 1)),
        ([], "week", None),
        (days("2024-01-01", 3), "week", None),
        (days("2024-01-01", 7) + days("2024-03-04", 2), "week", date(2024, 1, 1)),  # none lies between
    ],
)
def test_the_last_whole_period_is_found(given_days: list[date], unit: Unit, last: date | None) -> None:
    assert last_complete(given_days, unit) == last


@pytest.mark.parametrize(
    ("today", "last"),
    [
        (date(2024, 1, 26), date(2024, 1, 15)),  # within the week that the records end in
        (date(2024, 1, 28), date(2024, 1, 15)),
        (date(2024, 1, 29), date(2024, 1, 22)),  # the Monday after it
        (date(2024, 2, 4), date(2024, 1, 22)),
        (date(2024, 2, 5), date(2024, 1, 15)),  # long enough ago to have been taken in the middle of the week
        (date(1970, 1, 1), date(2024, 1, 15)),
    ],
)
def test_a_week_that_the_clock_has_left_behind_is_whole(today: date, last: date) -> None:
    assert last_complete(days("2024-01-01", 24), "week", today=today) == last


def test_periods_after_the_one_that_was_told_of_are_due_where_they_hold_records() -> None:
    known = days("2024-01-01", 7) + days("2024-01-15", 21)
    last = date(2024, 1, 29)
    assert periods_after(date(2024, 1, 1), known, "week", last=last) == [date(2024, 1, 15), date(2024, 1, 22), last]
    assert periods_after(None, known, "week", last=last) == [last]
    assert periods_after(last, known, "week", last=last) == [last]


@pytest.mark.parametrize(
    ("today", "silence"),
    [
        (date(2024, 1, 14), None),
        (date(2024, 1, 15), (date(2024, 1, 8), date(2024, 1, 14))),
        (date(2024, 1, 31), (date(2024, 1, 8), date(2024, 1, 28))),
        (date(2024, 3, 10), (date(2024, 1, 8), date(2024, 3, 3))),  # eight weeks
        (date(2024, 3, 11), None),  # a time gone by
        (date(1970, 1, 1), None),
    ],
)
def test_whole_weeks_without_a_record_are_a_silence(today: date, silence: tuple[date, date] | None) -> None:
    assert silent_since(days("2024-01-01", 5), "week", today=today) == silence


def test_nothing_is_no_silence() -> None:
    assert silent_since([], "week", today=date(2024, 1, 1)) is None
