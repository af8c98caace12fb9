from __future__ import annotations

import json
from datetime import date, timedelta
from importlib.metadata import version

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc_cli import resources
from voc_cli.messages import set_language
from voc_cli.trends import seasons
from voc_cli.trends.seasons import holidays_in, is_festive, load_seasons, seasons_in, week_last_year

MONDAYS = st.dates(date(2005, 1, 3), date(2045, 12, 25)).map(lambda day: day - timedelta(days=day.weekday()))


@pytest.mark.parametrize(
    ("first", "last", "festive"),
    [
        (date(2024, 2, 5), date(2024, 2, 11), True),  # Friday before Seollal
        (date(2025, 1, 27), date(2025, 2, 2), True),
        (date(2024, 9, 16), date(2024, 9, 22), True),
        (date(2028, 10, 2), date(2028, 10, 8), True),  # Chuseok falls on National Foundation Day
        (date(2024, 5, 6), date(2024, 5, 12), False),  # a substitute day, no festival
        (date(2024, 7, 1), date(2024, 7, 7), False),
    ],
)
def test_a_week_is_festive_where_a_working_day_is_lost_to_a_festival(first: date, last: date, festive: bool) -> None:
    assert is_festive(first, last) is festive


def test_only_holidays_on_working_days_count() -> None:
    # 1 March 2025 was a Saturday; the substitute is Monday, 3 March.
    assert holidays_in(date(2025, 2, 24), date(2025, 3, 9)) == (date(2025, 3, 3),)


@pytest.mark.parametrize(
    ("monday", "before"),
    [
        (date(2025, 1, 27), date(2024, 2, 5)),  # Seollal of both years
        (date(2025, 10, 6), date(2024, 9, 16)),  # Chuseok of both years
        (date(2025, 9, 29), date(2024, 9, 9)),  # the week before
        (date(2025, 7, 7), date(2024, 7, 8)),  # an ordinary week: 52 weeks before
        (date(2024, 12, 30), date(2024, 1, 1)),
    ],
)
def test_last_years_week_moves_with_the_festival(monday: date, before: date) -> None:
    assert week_last_year(monday) == before


@given(MONDAYS)
def test_last_years_week_is_a_monday_about_a_year_before(monday: date) -> None:
    before = week_last_year(monday)
    assert before.weekday() == 0
    assert 320 <= (monday - before).days <= 410


@pytest.mark.parametrize(
    ("day", "season"),
    [
        (date(2024, 11, 29), "블랙프라이데이"),
        (date(2024, 11, 20), "김장철"),
        (date(2024, 7, 1), "장마"),
        (date(2024, 8, 1), "여름 휴가철"),
        (date(2024, 12, 27), "연말"),
        (date(2024, 3, 4), "신학기"),
        (date(2024, 2, 8), "설 명절"),
        (date(2025, 10, 1), "추석 명절"),
        (date(2024, 1, 2), "신년"),
    ],
)
def test_known_seasons_are_named(day: date, season: str) -> None:
    assert season in seasons_in(day, day)


def test_an_ordinary_day_is_in_no_season_and_names_follow_the_language() -> None:
    assert seasons_in(date(2024, 4, 10), date(2024, 4, 11)) == ()
    set_language("en")
    assert seasons_in(date(2024, 11, 29), date(2024, 11, 29)) == ("Black Friday", "kimjang (kimchi making)")


def test_every_season_ends_after_it_began() -> None:
    for season in load_seasons():
        span = season.days(2024)
        assert span is not None and span[0] <= span[1], season.name


def test_the_shipped_holidays_are_those_of_the_library() -> None:
    shipped = resources.read_bytes(seasons.RESOURCE)
    if json.loads(shipped)["version"] != version("holidays"):
        pytest.skip("another version of the library of holidays is installed")
    assert seasons.encode_holidays() == shipped, "run: python -m voc_cli.train holidays voc_cli/resources/holidays.json"


def test_shipped_years_are_told_without_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    table = {"version": "7", "years": {"2025": {"2025-03-03": ["대체 휴일"]}}}
    _pretend(monkeypatch, table, installed="7")
    assert holidays_in(date(2025, 1, 1), date(2025, 12, 31)) == (date(2025, 3, 3),)


@pytest.mark.parametrize(("installed", "year"), [("8", 2025), ("7", 2026)], ids=["another version", "another year"])
def test_the_library_tells_what_is_not_shipped(monkeypatch: pytest.MonkeyPatch, installed: str, year: int) -> None:
    _pretend(monkeypatch, {"version": "7", "years": {"2025": {}}}, installed=installed)
    assert date(year, 5, 5) in holidays_in(date(year, 5, 1), date(year, 5, 7))


def _pretend(monkeypatch: pytest.MonkeyPatch, table: object, *, installed: str) -> None:
    monkeypatch.setattr(resources, "read_text", lambda _: json.dumps(table))
    monkeypatch.setattr(seasons, "version", lambda _: installed)
    monkeypatch.setattr(seasons, "_shipped", seasons._shipped.__wrapped__)
    monkeypatch.setattr(seasons, "_holidays", seasons._holidays.__wrapped__)
