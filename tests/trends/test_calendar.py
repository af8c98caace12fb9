from __future__ import annotations

from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc_cli.trends.calendar import NO_BUCKET, Buckets, bucket

DAYS = st.dates(min_value=date(1999, 1, 1), max_value=date(2035, 12, 31))


def buckets_of(*days: object) -> Buckets:
    return bucket(pd.Series(pd.to_datetime(pd.Series(days, dtype=object))))


@pytest.mark.parametrize(
    ("last", "unit"),
    [
        ("2024-01-01", "day"),
        ("2024-01-21", "day"),
        ("2024-01-22", "week"),
        ("2025-12-31", "week"),
        ("2026-02-01", "month"),
        ("2034-01-01", "month"),
    ],
)
def test_the_unit_grows_with_the_span(last: str, unit: str) -> None:
    assert buckets_of("2024-01-01", last).unit == unit


def test_weeks_begin_on_monday_and_have_no_gaps() -> None:
    found = buckets_of("2024-01-03", "2024-01-07", "2024-01-08", "2024-02-05")
    assert found.starts == ("2024-01-01", "2024-01-08", "2024-01-15", "2024-01-22", "2024-01-29", "2024-02-05")
    assert found.of.tolist() == [0, 0, 1, 5]


def test_months_begin_on_the_first() -> None:
    found = buckets_of("2020-12-31", "2021-01-01", "2023-06-30")
    assert found.starts[:2] == ("2020-12-01", "2021-01-01")
    assert found.starts[-1] == "2023-06-01"
    assert found.of.tolist() == [0, 1, len(found.starts) - 1]


def test_the_hour_does_not_move_a_record_to_another_day() -> None:
    found = buckets_of("2024-01-01 00:00:00", "2024-01-01 23:59:59", "2024-01-02 00:00:00")
    assert found.of.tolist() == [0, 0, 1]


def test_records_without_a_date_are_in_no_bucket() -> None:
    assert buckets_of("2024-01-01", None, "2024-01-02").of.tolist() == [0, NO_BUCKET, 1]


@pytest.mark.parametrize("days", [(), (None,), (None, None)])
def test_without_any_date_there_are_no_buckets(days: tuple[None, ...]) -> None:
    found = buckets_of(*days)
    assert found.starts == ()
    assert found.of.tolist() == [NO_BUCKET] * len(days)


@given(st.lists(st.one_of(DAYS, st.none()), min_size=1, max_size=20))
def test_every_dated_record_lies_in_its_bucket(days: list[date | None]) -> None:
    found = buckets_of(*days)
    starts = [date.fromisoformat(start) for start in found.starts]
    assert starts == sorted(set(starts))
    longest = {"day": 1, "week": 7, "month": 31}[found.unit]
    for day, of in zip(days, found.of.tolist(), strict=True):
        if day is None:
            assert of == NO_BUCKET
        else:
            following = starts[of + 1] if of + 1 < len(starts) else starts[of] + timedelta(days=longest)
            assert starts[of] <= day < following
