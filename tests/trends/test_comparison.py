from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pandas as pd
import pytest

from tests.trends.worlds import CHANNELS, THEMES, bent, history, weeks
from voc_cli import schema
from voc_cli.messages import text
from voc_cli.trends.comparison import Against, Compared, compare_halves, compare_periods
from voc_cli.trends.coverage import ALL, Supply
from voc_cli.trends.periods import Counts

# An ordinary week: no festival within the ten weeks before it.
NOW = date(2024, 7, 8)
LONG = weeks(NOW.isoformat(), 60)


def compared(counts: Counts, current: date = NOW) -> Compared:
    found = compare_periods(counts, THEMES, current=current)
    assert found is not None
    return found


def row(found: Compared, theme: str, against: Against) -> dict[str, Any]:
    changes = found.comparison.changes
    (line,) = changes[(changes[schema.THEME_ID] == theme) & (changes[schema.AGAINST] == against)].to_dict("records")
    return {str(name): value for name, value in line.items()}


def status_of(found: Compared, against: Against = Against.MEAN) -> dict[str, str]:
    changes = found.comparison.changes
    chosen = changes[changes[schema.AGAINST] == against]
    return dict(zip(chosen[schema.THEME_ID], chosen[schema.STATUS], strict=True))


def channel(found: Compared, name: str) -> str:
    channels = found.comparison.channels.set_index(schema.CHANNEL)
    return str(channels.at[name, schema.STATUS])


def test_a_week_is_compared_with_the_last_eight_the_last_and_last_years() -> None:
    found = compared(history(LONG))
    assert found.comparison.changes[schema.AGAINST].unique().tolist() == ["mean", "previous", "last_year"]
    assert found.comparison.main == Against.MEAN
    assert found.now == ("2024-07-08", "2024-07-14")
    assert found.before == (("2024-05-13", "2024-07-07"),)
    assert (found.n_now, found.n_before, found.n_periods) == (500, 4_000, 8)


def test_rates_are_per_hundred_records_of_either_stretch() -> None:
    late = row(compared(history(LONG)), "T1", Against.MEAN)
    assert (late[schema.N_NOW], late[schema.N_BEFORE]) == (30, 240)
    assert (late[schema.CURRENT], late[schema.PREVIOUS], late[schema.RATIO]) == (6.0, 6.0, 1.0)


def test_a_doubled_theme_rises_and_the_others_stay() -> None:
    found = status_of(compared(bent(history(LONG), period=NOW, factor=2, theme="T1")))
    assert found.pop("T1") == "rising"
    assert set(found.values()) == {"steady"}


def test_twice_the_volume_is_no_change() -> None:
    assert set(status_of(compared(bent(history(LONG), period=NOW, factor=2))).values()) == {"steady"}


def test_a_theme_that_wavers_much_needs_more_to_rise() -> None:
    steady = bent(history(LONG), period=NOW, factor=2, theme="T1")
    wavering = steady
    for number, day in enumerate(LONG[-9:-1]):
        wavering = bent(wavering, period=day, factor=(0.3, 1.7)[number % 2], theme="T1")
    assert status_of(compared(steady))["T1"] == "rising"
    assert status_of(compared(wavering))["T1"] != "rising"


def test_new_and_gone_themes_are_told() -> None:
    counts = bent(history(LONG), period=NOW, factor=0, theme="T2")
    for day in LONG[:-1]:
        counts = bent(counts, period=day, factor=0, theme="T1")
    found = status_of(compared(counts))
    assert (found["T1"], found["T2"]) == ("new", "gone")
    assert pd.isna(row(compared(counts), "T1", Against.MEAN)[schema.RATIO])


def test_a_missing_channel_is_told_and_left_out_of_the_comparison() -> None:
    # Without its 200 records of the app, the theme that only the app has would seem gone.
    counts = bent(history(LONG), period=NOW, factor=0, channel="앱")
    found = compared(counts)
    assert channel(found, "앱") == Supply.MISSING
    assert text("trends.channel_missing", name="앱", usual=200) in found.comparison.notes
    late = row(found, "T1", Against.MEAN)
    assert (late[schema.N_NOW], late[schema.N_BEFORE]) == (18, 8 * 18)
    assert set(status_of(found).values()) == {"steady"}


def test_a_channel_far_smaller_than_ever_is_told() -> None:
    found = compared(bent(history(LONG), period=NOW, factor=0.3, channel="전화"))
    assert channel(found, "전화") == Supply.SMALL
    assert channel(found, "앱") == Supply.NORMAL
    assert channel(found, ALL) == Supply.NORMAL


def test_a_channel_full_of_copies_came_in_as_usual() -> None:
    whole = history(LONG)
    few = bent(whole, period=NOW, factor=0.3, channel="전화")
    found = compared(replace(few, arrived=whole.volume))
    assert channel(found, "전화") == Supply.NORMAL
    assert row(found, "T1", Against.MEAN)[schema.N_NOW] == row(compared(few), "T1", Against.MEAN)[schema.N_NOW]


def test_one_channel_alone_is_told_of_once() -> None:
    found = compared(bent(history(LONG, channels={"전화": 300}), period=NOW, factor=0.3))
    said = [note for note in found.comparison.notes if "300" in note]
    assert said == [text("trends.channel_small", name=text("trends.all_channels"), n=90, usual=300.0)]


def test_a_new_channel_is_left_out() -> None:
    old = history(LONG[:-1])
    new = history([NOW], channels={**CHANNELS, "인스타그램": 400})
    counts = Counts(
        "week",
        pd.concat([old.volume, new.volume], ignore_index=True),
        pd.concat([old.occurrences, new.occurrences], ignore_index=True),
    )
    found = compared(counts)
    assert channel(found, "인스타그램") == Supply.NEW
    assert row(found, "T1", Against.MEAN)[schema.N_NOW] == 30


def test_without_any_record_now_nothing_is_sure() -> None:
    found = compared(history(LONG[:-1]))
    assert set(status_of(found).values()) == {"uncertain"}
    assert channel(found, ALL) == Supply.MISSING


def test_a_festival_week_is_left_out_of_what_is_usual_and_compared_with_last_years() -> None:
    after = date(2024, 10, 14)
    found = compared(history(weeks(after.isoformat(), 60)), after)
    # 16 September 2024 is the week of Chuseok.
    assert [stretch for stretch in found.before if stretch[0] <= "2024-09-16" <= stretch[1]] == []
    assert found.n_periods == 8
    assert text("trends.festive_left_out", n=1) in found.comparison.notes
    week = date(2024, 9, 16)
    festive = compared(history(weeks(week.isoformat(), 60)), week)
    assert text("trends.festive_last_year", n=3) in festive.comparison.notes
    assert text("trends.last_year_shifted", first="2023-09-25") in festive.comparison.notes


def test_holidays_of_the_weeks_compared_with_are_told() -> None:
    # Last year's week, 52 weeks before, is that of Chuseok 2024; this year's comes three weeks later.
    week = date(2025, 9, 15)
    notes = compared(history(weeks(week.isoformat(), 60)), week).comparison.notes
    assert text("trends.holidays_last_year", n=3, now=0) in notes
    assert not any("바로 앞 주" in note for note in notes)
    after = date(2024, 9, 23)
    notes = compared(history(weeks(after.isoformat(), 12)), after).comparison.notes
    assert text("trends.holidays_previous", n=3, now=0) in notes


def test_the_holidays_of_a_month_are_told() -> None:
    months = [date(2024, month, 1) for month in range(1, 11)]
    notes = compared(history(months, unit="month"), months[-1]).comparison.notes
    assert text("trends.holidays", n=3) in notes  # Armed Forces Day, that year's only, the 3rd and the 9th
    months = [date(2024, month, 1) for month in range(1, 10)]
    assert text("trends.holidays", n=3) in compared(history(months, unit="month"), months[-1]).comparison.notes


def test_a_short_history_is_compared_with_the_last_period_and_says_so() -> None:
    found = compared(history(weeks(NOW.isoformat(), 3)))
    assert found.comparison.main == Against.PREVIOUS
    assert text("trends.few_periods", n=2, needed=4) in found.comparison.notes
    assert text("trends.no_last_year") in found.comparison.notes


def test_a_festival_week_without_last_years_does_not_send_anybody_to_it() -> None:
    week = date(2024, 9, 16)
    notes = compared(history(weeks(week.isoformat(), 12)), week).comparison.notes
    assert text("trends.festive", n=3) in notes
    assert not any("지난해 같은 명절" in note for note in notes)


def test_the_first_period_has_nothing_to_be_compared_with() -> None:
    assert compare_periods(history([NOW]), THEMES, current=NOW) is None
    assert compare_periods(history([NOW]), THEMES, current=NOW - timedelta(weeks=1)) is None


def test_later_records_do_not_change_an_earlier_comparison() -> None:
    whole = history([*LONG, NOW + timedelta(weeks=1)])
    pd.testing.assert_frame_equal(compared(whole).comparison.changes, compared(history(LONG)).comparison.changes)


def test_months_are_compared_with_the_same_month_last_year() -> None:
    months = [date(2023 + number // 12, number % 12 + 1, 1) for number in range(18)]
    found = compare_periods(history(months, unit="month"), THEMES, current=date(2024, 6, 1))
    assert found is not None
    assert found.now == ("2024-06-01", "2024-06-30")
    assert set(found.comparison.changes[schema.AGAINST]) == {"mean", "previous", "last_year"}


@pytest.mark.parametrize("n", [2, 3, 26, 27])
def test_halves_are_equally_long(n: int) -> None:
    found = compare_halves(history(weeks("2024-07-08", n)), THEMES)
    assert found is not None
    assert found.n_now == found.n_before == 500 * (n // 2)
    assert found.now[1] == "2024-07-14"


@pytest.mark.parametrize(
    ("until", "status"), [(None, Supply.SMALL), (date(2024, 7, 14), Supply.SMALL), (date(2024, 7, 10), Supply.NORMAL)]
)
def test_a_later_half_that_the_export_cuts_off_is_expected_to_bring_less(until: date | None, status: Supply) -> None:
    counts = bent(history(weeks("2024-07-08", 2)), period=NOW, factor=0.45)
    found = compare_halves(counts, THEMES, until=until)
    assert found is not None
    assert channel(found, ALL) == status


def test_one_bucket_has_no_halves() -> None:
    assert compare_halves(history([NOW]), THEMES) is None


def test_a_single_burst_in_the_later_half_is_a_change() -> None:
    counts = history(weeks("2024-07-08", 26))
    for day in weeks("2024-07-08", 26)[18:22]:
        counts = bent(counts, period=day, factor=6, theme="T5")
    assert status_of(_halves(counts), Against.HALF)["T5"] == "rising"


def _halves(counts: Counts) -> Compared:
    found = compare_halves(counts, THEMES)
    assert found is not None
    return found
