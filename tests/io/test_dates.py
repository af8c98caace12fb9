from __future__ import annotations

from datetime import datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc_cli.io.dates import parse_date, parse_dates

DAY = datetime(2024, 1, 3)
AFTERNOON = datetime(2024, 1, 3, 15, 5)


@pytest.mark.parametrize(
    ("cell", "moment"),
    [
        ("2024-01-03", DAY),
        (" 2024-01-03 ", DAY),
        ("2024.1.3", DAY),
        ("2024. 1. 3.", DAY),
        ("2024/1/3", DAY),
        ("24/01/03", DAY),
        ("24.1.3", DAY),
        ("'24.1.3", DAY),
        ("99-12-31", datetime(1999, 12, 31)),
        ("20240103", DAY),
        ("240103", DAY),
        ("20240103150510", datetime(2024, 1, 3, 15, 5, 10)),
        ("20240103 1505", AFTERNOON),
        ("2024년 1월 3일", DAY),
        ("2024년1월3일", DAY),
        ("24년 1월 3일", DAY),
        ("2024년 1월 3일 (수)", DAY),
        ("2024-01-03(수) 15:05", AFTERNOON),
        ("2024년 1월 3일 수요일 오후 3:05", AFTERNOON),
        ("2024년 1월 3일 오후 3:05", AFTERNOON),
        ("2024년 1월 3일 15시 5분", AFTERNOON),
        ("2024년 1월 3일 오후 3시 5분 10초", datetime(2024, 1, 3, 15, 5, 10)),
        ("2024년 1월 3일 오후 3시", datetime(2024, 1, 3, 15)),
        ("2024-01-03 오후 3:05:10", datetime(2024, 1, 3, 15, 5, 10)),
        ("2024-01-03 오후 12:05", datetime(2024, 1, 3, 12, 5)),
        ("2024-01-03 오전 12:05", datetime(2024, 1, 3, 0, 5)),
        ("2024. 1. 3. 오후 3:05:10", datetime(2024, 1, 3, 15, 5, 10)),
        ("2024-01-03 3:05 PM", AFTERNOON),
        ("2024-01-03 15:05", AFTERNOON),
        ("2024-01-03 15:05:10.123", datetime(2024, 1, 3, 15, 5, 10)),
        ("2024-01-03T15:05:10", datetime(2024, 1, 3, 15, 5, 10)),
        ("2024-01-03T15:05:10Z", datetime(2024, 1, 4, 0, 5, 10)),
        ("2024-01-03T15:05:10.5+09:00", datetime(2024, 1, 3, 15, 5, 10)),
        ("2024-01-03T15:05:10-0500", datetime(2024, 1, 4, 5, 5, 10)),
        ("2024-01-03 15:05:10 KST", datetime(2024, 1, 3, 15, 5, 10)),
        ("2024-01-03 24:00", datetime(2024, 1, 4)),
        ("2024-01-03 24:00:00", datetime(2024, 1, 4)),
        ("1/3/2024", DAY),
        ("Jan 3, 2024", DAY),
        ("3 January 2024", DAY),
        ("２０２４-０１-０３", DAY),
        ("45294", DAY),
        ("45294.62847222", AFTERNOON),
    ],
)
def test_dates_as_korean_exports_write_them(cell: str, moment: datetime) -> None:
    assert parse_date(cell) == moment


@pytest.mark.parametrize(
    "cell",
    [
        "",
        "3일 전",
        "어제",
        "미정",
        "-",
        "2024-13-01",
        "2024-02-30",
        "20241301",
        "0000-00-00",
        "1704240310",
        "12345",
        "2024-01",
        "2024-01-03 25:00",
        "15:05",
        "1/3",
        "12월 3일",
        "배송 2024-01-03 예정",
        "9" * 100,
    ],
)
def test_what_is_no_date_is_not_guessed(cell: str) -> None:
    assert parse_date(cell) is None


def test_a_column_keeps_its_order_and_counts_what_it_could_not_read() -> None:
    dates = parse_dates(["2024-01-03", "3일 전", "", "2024-01-03", "45294"])
    expected = np.array(["2024-01-03", "NaT", "NaT", "2024-01-03", "2024-01-03"], dtype="datetime64[s]")
    assert np.array_equal(dates.values, expected, equal_nan=True)
    assert dates.n_unreadable == 1


@pytest.mark.parametrize("form", ["{:%d.%m.%Y}", "{:%d/%m/%Y %H:%M}", "{:%d-%m-%Y}"])
def test_one_day_that_is_no_month_tells_how_its_column_is_written(form: str) -> None:
    days = [datetime(2024, 3, 1), datetime(2024, 3, 31), datetime(2024, 12, 2)]
    assert parse_dates([form.format(day) for day in days]).values.tolist() == days


@pytest.mark.parametrize(
    ("cells", "first", "day_first"),
    [
        (["01.03.2024", "02.03.2024"], datetime(2024, 3, 1), True),  # dots stand between days and months
        (["01.03.2024", "01.31.2024"], DAY, False),
        (["01/03/2024", "02/03/2024"], DAY, None),
        (["01/03/2024", "01/31/2024"], DAY, False),
        (["01/03/2024", "31/01/2024"], datetime(2024, 3, 1), True),
        (["03/03/2024"], datetime(2024, 3, 3), False),
        (["2024-01-03"], DAY, False),
    ],
)
def test_where_nothing_tells_day_from_month_the_column_says_so(
    cells: list[str], first: datetime, day_first: bool | None
) -> None:
    dates = parse_dates(cells)
    assert (dates.values.tolist()[0], dates.day_first, dates.n_unreadable) == (first, day_first, 0)


def test_a_column_with_days_in_both_places_is_read_month_first() -> None:
    dates = parse_dates(["01/03/2024", "31/03/2024", "03/31/2024"])
    assert dates.values.tolist() == [DAY, None, datetime(2024, 3, 31)]
    assert dates.n_unreadable == 1


def test_an_empty_column_is_no_fault() -> None:
    assert parse_dates([]).values.shape == (0,)


@given(st.text(max_size=80))
def test_any_cell_gives_a_date_or_none(cell: str) -> None:
    assert isinstance(parse_date(cell), datetime | None)


@given(st.datetimes(datetime(1970, 1, 1), datetime(2068, 12, 31)).map(lambda moment: moment.replace(microsecond=0)))
def test_every_form_of_one_moment_says_the_same(moment: datetime) -> None:
    half = "오전" if moment.hour < 12 else "오후"
    forms = [
        moment.isoformat(),
        moment.isoformat(sep=" "),
        f"{moment:%Y.%m.%d %H:%M:%S}",
        f"{moment:%Y%m%d%H%M%S}",
        f"{moment.year}년 {moment.month}월 {moment.day}일 {half} {moment.hour % 12 or 12}:{moment:%M:%S}",
        f"{moment.year}. {moment.month}. {moment.day}. {moment.hour}시 {moment.minute}분 {moment.second}초",
        f"{moment:%m/%d/%Y %I:%M:%S %p}",
    ]
    assert {parse_date(form) for form in forms} == {moment}
