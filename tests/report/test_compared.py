"""Alerts, goals, priorities and the details of a theme, in sentences."""

from __future__ import annotations

import dataclasses
import re

import pandas as pd
import pytest

from tests.report import made_up
from tests.report.support import rendered, report
from voc_cli import schema
from voc_cli.messages import text
from voc_cli.report.compared import alert_lines, priority_lines
from voc_cli.schema import PRIORITY_WEIGHTS, Analysis, Period


@pytest.mark.parametrize("form", ["terminal", "md"])
def test_alerts_come_before_the_verdict(form: str) -> None:
    said = rendered(form)
    assert said.index(text("alerts.heading")) < said.index("고객 기록 12건")


@pytest.mark.parametrize("form", ["terminal", "md"])
def test_without_alerts_goals_or_themes_nothing_is_said_of_them(form: str) -> None:
    said = rendered(form, analysis=made_up.empty_themes())
    for key in ("alerts.heading", "compared.heading_goals", "compared.heading_priorities"):
        assert text(key) not in said


def test_many_urgent_records_share_a_line_and_the_rest_keep_theirs() -> None:
    whole = made_up.analysis()
    urgent, rejected = whole.alerts
    many = tuple(dataclasses.replace(urgent, subject=f"0{n}", alert_id=f"urgent::{n}") for n in range(7))
    lines = alert_lines(dataclasses.replace(whole, alerts=(*many, rejected)))
    assert [line.level for line in lines] == ["critical", "warning"]
    assert "최근 4주에 안전·법적 위험이 의심되는 심각한 기록 7건" in lines[0].sentence
    assert ": 00, 01, 02, 03, 04 외 2건 (" in lines[0].sentence
    assert "…" not in lines[0].sentence
    assert lines[1].alert_id == rejected.alert_id


def test_a_few_urgent_records_are_named_whole_in_the_order_of_the_list_below() -> None:
    whole = made_up.analysis()
    numbers = [f"very_long_name_of_an_export_2024.csv.gz:{n}" for n in (3, 1, 2)]
    many = tuple(dataclasses.replace(whole.alerts[0], subject=number, alert_id=number) for number in numbers)
    case = report().urgent[0]
    cases = [dataclasses.replace(case, doc_id=number) for number in sorted(numbers)]
    (line,) = alert_lines(dataclasses.replace(whole, alerts=many), cases)
    assert f": {', '.join(sorted(numbers))} (" in line.sentence
    assert "…" not in line.sentence and "외" not in line.sentence.partition(":")[2]


def test_cases_of_another_time_share_a_line_of_their_own() -> None:
    whole = made_up.analysis()
    urgent = whole.alerts[0]
    days = ["2024-02-20", "2024-02-21", "2024-01-02", ""]
    many = [dataclasses.replace(urgent, subject=f"of {day}", alert_id=day, period=day) for day in days]
    inside, outside = alert_lines(dataclasses.replace(whole, alerts=tuple(many)))
    assert "of 2024-02-20, of 2024-02-21" in inside.sentence and "아래 긴급에" in inside.sentence
    assert "of 2024-01-02, of " in outside.sentence and "기간 밖" in outside.sentence


def test_without_a_period_the_line_names_none() -> None:
    whole = made_up.analysis()
    period = dataclasses.replace(whole.period, now=("", ""))
    many = tuple(dataclasses.replace(whole.alerts[0], subject=number, level="warning") for number in "ab")
    (line,) = alert_lines(dataclasses.replace(whole, alerts=many, period=period))
    level = text("alerts.urgent_level_warning")
    assert line.sentence == text("alerts.urgent_together", n=2, level=level, named="a, b", act=text("alerts.act_check"))


def test_a_single_alert_keeps_its_id() -> None:
    assert [line.alert_id for line in report().alerts] == [alert.alert_id for alert in made_up.alerts()]


def test_goals_tell_before_and_after_and_what_became_of_them() -> None:
    goal, action = report().goals
    assert (goal.outcome, action.outcome) == ("missed", "better")
    assert "2.0 → 6.0" in goal.sentence and text("compared.outcome_missed") in goal.sentence
    assert "마케팅팀" in action.sentence and "5.0 → 0.0" in action.sentence


@pytest.mark.parametrize(("status", "said"), [("unknown", "모르는 주제"), ("ahead", "아직 시작 전(2024-02-01부터)")])
def test_what_cannot_be_judged_yet_tells_no_figures(status: str, said: str) -> None:
    whole = made_up.analysis()
    assert whole.goals is not None
    for line in report(dataclasses.replace(whole, goals=whole.goals.assign(**{schema.STATUS: status}))).goals:
        assert said in line.sentence and "→" not in line.sentence


def test_the_highest_priority_comes_first_with_the_points_of_each_term() -> None:
    lines = report().priorities
    assert [line.theme_id for line in lines] == [made_up.LATE, made_up.LOGIN, made_up.PROMISE]
    # 35, 0.45 * 25, 0.9 * 20 and 0.5 * 20 points.
    assert lines[0].sentence == text("compared.priority", score=74.2, volume=35, severity=11, trend=18, impact=10)
    assert text("compared.no_rating") in lines[1].sentence


@pytest.mark.parametrize(
    "terms",
    [(0.804, 0.447, 0.472, 0.237), (0.99, 0.99, 0.99, 0.99), (1.0, 1.0, 1.0, None), (0.0, 0.0, 0.0, 0.0)],
)
def test_the_points_as_shown_add_up_to_the_score_as_shown(terms: tuple[float | None, ...]) -> None:
    known = {name: value for name, value in zip(PRIORITY_WEIGHTS, terms, strict=True) if value is not None}
    score = 100 * sum(PRIORITY_WEIGHTS[name] * value for name, value in known.items())
    score /= sum(PRIORITY_WEIGHTS[name] for name in known)
    volume, severity, trend, impact = terms
    assert volume is not None and severity is not None and trend is not None
    line = dataclasses.replace(
        report().themes[0], priority=score, volume=volume, severity=severity, trend=trend, impact=impact
    )
    (said,) = priority_lines([line])
    total, *points = map(int, re.findall(r"[0-9]+", said.sentence))
    assert total == round(score) and sum(points) == total


def test_the_details_of_a_theme_leave_out_what_is_not_known() -> None:
    late, login, _ = report().themes
    assert late.details[1:] == (
        text("compared.again", n=1),
        text("compared.hours", hours=30.5),
        text("compared.gap", gap=-1.5, low=-2.0, high=-1.0),
    )
    assert len(login.details) == 1
    assert "5.7배, 95% 구간 1.1~30.0배" in login.details[0]
    # Without a theme before, there is no ratio to tell.
    assert "배" not in late.details[0]


def test_the_verdict_names_the_week_and_how_many_it_is_compared_with() -> None:
    whole = made_up.analysis()
    weeks = Period(
        made_up.WEEKS, "week", 10, 2, 7, ("2024-02-19", "2024-02-25"), (("2024-01-01", "2024-02-18"),), "week", 7
    )
    said = report(dataclasses.replace(whole, period=weeks))
    assert "2024-02-19~2024-02-25 한 주" in said.verdict[0]
    assert "그 앞 7주" in said.verdict[0]
    assert text("compared.method_week", now="2024-02-19~2024-02-25 한 주", before="그 앞 7주") in said.method


def with_last_year() -> Analysis:
    whole = made_up.analysis()
    assert whole.comparison is not None
    rows = whole.comparison.changes.assign(**{schema.AGAINST: "mean"})
    last_year = rows.assign(**{schema.AGAINST: "last_year"}).assign(**{schema.PREVIOUS: 7.0})
    changes = pd.concat([rows, last_year], ignore_index=True)
    return dataclasses.replace(whole, comparison=dataclasses.replace(whole.comparison, main="mean", changes=changes))


def test_what_a_theme_is_compared_with_beside_the_main_reference_is_told_apart() -> None:
    (said,) = report(with_last_year()).themes[1].others
    assert said.startswith(text("compared.against_last_year")) and "7.0 → 28.6" in said
    assert report().themes[1].others == ()


def test_a_terminal_shows_last_year_where_there_is_one() -> None:
    assert text("compared.against_last_year") in rendered("terminal", analysis=with_last_year())
    assert text("compared.against_half") + ":" not in rendered("terminal")


def test_a_page_tells_alerts_before_the_verdict() -> None:
    said = rendered("html")
    assert said.index('<ul class="alerts">') < said.index('<div class="verdict">')
