from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pandas as pd
import pytest

from voc_cli import schema
from voc_cli.actions import Action, Goal
from voc_cli.trends.goals import judge_goals
from voc_cli.trends.periods import Counts

NAMES = {"T1": "체크인 대기", "T2": "소음"}
SINCE = date(2024, 5, 6)


def daily(before: int, after: int, *, size: int = 50, days: int = 56) -> Counts:
    """Records of T1 a day, before and from SINCE on, among ``size`` records of any kind."""
    every = [SINCE + timedelta(days=number) for number in range(-days, days)]
    volume = [(day.isoformat(), "앱", size) for day in every]
    themed = [(day.isoformat(), "앱", "T1", before if day < SINCE else after) for day in every]
    occurrences = pd.DataFrame(themed, columns=list(schema.OCCURRENCES))
    return Counts(
        "day", pd.DataFrame(volume, columns=list(schema.VOLUME)), occurrences[occurrences[schema.N_DOCUMENTS] > 0]
    )


def goal(**values: Any) -> Goal:
    return Goal(**{"theme": "체크인 대기", "text": "절반으로", "target": 0.5, "since": SINCE, **values})


def judged(counts: Counts, *goals: Goal, actions: tuple[Action, ...] = ()) -> list[dict[str, Any]]:
    table = judge_goals(counts, NAMES, actions=actions, goals=goals)
    assert tuple(table.columns) == schema.GOALS
    return [{str(name): value for name, value in row.items()} for row in table.to_dict("records")]


@pytest.mark.parametrize(
    ("before", "after", "outcome"),
    [
        (4, 1, "met"),
        (4, 2, "met"),
        (4, 4, "missed"),
        (4, 3, "missed"),
        (0, 0, "uncertain"),
        (4, 0, "met"),
    ],
)
def test_a_goal_is_met_where_the_theme_came_down_far_enough(before: int, after: int, outcome: str) -> None:
    (row,) = judged(daily(before, after), goal())
    assert row[schema.STATUS] == outcome
    assert (row[schema.N_BEFORE], row[schema.N_NOW]) == (56 * before, 56 * after)


def test_rates_are_per_hundred_records_or_per_day() -> None:
    share, count = judged(daily(4, 1), goal(), goal(measure="count"))
    assert (share[schema.PREVIOUS], share[schema.CURRENT]) == (8.0, 2.0)
    assert (count[schema.PREVIOUS], count[schema.CURRENT]) == (4.0, 1.0)
    assert share[schema.RATIO_LOW] < share[schema.RATIO] == 0.25 < share[schema.RATIO_HIGH]


def test_a_goal_just_set_is_open() -> None:
    counts = daily(4, 2, days=56)
    short = counts.volume[schema.PERIOD] < (SINCE + timedelta(days=3)).isoformat()
    few = counts.occurrences[schema.PERIOD] < (SINCE + timedelta(days=3)).isoformat()
    (row,) = judged(Counts("day", counts.volume[short], counts.occurrences[few]), goal(target=0.6))
    assert row[schema.STATUS] == "open"


@pytest.mark.parametrize(
    ("until", "before", "outcome"),
    [(2, 4, "over"), (3, 4, "open"), (2, 0, "over"), (3, 0, "uncertain")],
)
def test_a_goal_whose_time_is_over_without_a_verdict_says_so(until: int, before: int, outcome: str) -> None:
    counts = daily(before, 2, days=56)
    short = counts.volume[schema.PERIOD] < (SINCE + timedelta(days=3)).isoformat()
    few = counts.occurrences[schema.PERIOD] < (SINCE + timedelta(days=3)).isoformat()
    wanted = goal(target=0.6, until=SINCE + timedelta(days=until))
    (row,) = judged(Counts("day", counts.volume[short], counts.occurrences[few]), wanted)
    assert row[schema.STATUS] == outcome


@pytest.mark.parametrize(("after", "outcome"), [(1, "met"), (4, "missed")])
def test_a_verdict_stands_when_the_time_is_over(after: int, outcome: str) -> None:
    (row,) = judged(daily(4, after), goal(until=SINCE + timedelta(days=40)))
    assert row[schema.STATUS] == outcome


def test_what_came_after_the_last_day_does_not_count() -> None:
    (row,) = judged(daily(4, 1), goal(until=SINCE + timedelta(days=9)))
    assert row[schema.N_NOW] == 10


@pytest.mark.parametrize(("before", "after", "outcome"), [(4, 1, "better"), (1, 4, "worse"), (3, 3, "same")])
def test_an_action_is_told_by_what_became_of_the_theme(before: int, after: int, outcome: str) -> None:
    action = Action(theme="T1", date=SINCE, who="운영팀", what="키오스크 두 대 추가")
    (row,) = judged(daily(before, after), actions=(action,))
    assert (row[schema.KIND], row[schema.THEME], row[schema.WHO], row[schema.STATUS]) == (
        "action",
        "체크인 대기",
        "운영팀",
        outcome,
    )


def test_a_theme_that_nobody_knows_has_no_records() -> None:
    (row,) = judged(daily(4, 1), goal(theme="없는 주제"))
    assert (row[schema.N_BEFORE], row[schema.THEME], row[schema.STATUS]) == (0, "없는 주제", "unknown")


def test_a_goal_that_has_not_begun_is_not_judged() -> None:
    action = Action(theme="T1", date=date(2025, 1, 6), who="운영팀", what="키오스크 두 대 추가")
    rows = judged(daily(4, 1), goal(since=date(2025, 1, 6)), actions=(action,))
    assert [row[schema.STATUS] for row in rows] == ["ahead", "ahead"]


def test_goals_are_judged_by_the_day() -> None:
    with pytest.raises(ValueError, match="by day"):
        judge_goals(Counts("week", pd.DataFrame(), pd.DataFrame()), NAMES, actions=(), goals=())
