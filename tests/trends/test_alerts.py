from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest

from tests.trends.worlds import THEMES, bent, history, weeks
from voc_cli import schema
from voc_cli.messages import set_language
from voc_cli.rules import AlertRules, ChurnRule, InputRule, RejectedRule, RisingRule, UrgentRule
from voc_cli.schema import Alert
from voc_cli.trends.alerts import (
    Facts,
    UrgentCase,
    at_least,
    evaluate_alerts,
    in_stretch,
    n_with_churn,
    not_yet_raised,
    silence_alert,
    urgent_cases,
)
from voc_cli.trends.comparison import compare_periods
from voc_cli.trends.periods import Counts

NOW = date(2024, 7, 8)
LONG = weeks(NOW.isoformat(), 12)
WORDS = "새벽에 불꽃이 튀었어요"
SEVERITY_OF = {"화재·발화": 3, "신고·민원 언급": 2}


def facts(counts: Counts | None = None, **values: object) -> Facts:
    compared = compare_periods(counts or history(LONG), THEMES, current=NOW)
    assert compared is not None
    quiet = Facts(compared.now, (), 500, 0, 510, {"empty_text": 10}, compared.comparison)
    return replace(quiet, **values)  # type: ignore[arg-type]


def raised(found: Facts, rules: AlertRules | None = None) -> list[tuple[str, str, str]]:
    return [(alert.rule, alert.level, alert.subject) for alert in evaluate_alerts(rules or AlertRules(), found)]


FIRE = UrgentCase("007", "2024-07-09", ("safety",), 3, ("화재·발화",))
REPORTED = UrgentCase("008", "2024-07-10", ("legal",), 2, ("신고·민원 언급",))


def test_a_quiet_week_raises_nothing() -> None:
    assert raised(facts()) == []


def test_a_theme_of_copies_alone_before_rises_without_a_number_of_times() -> None:
    counts = history(LONG)
    there = counts.occurrences
    only_now = there[(there[schema.THEME_ID] != "T1") | (there[schema.PERIOD] == NOW.isoformat())]
    (alert,) = evaluate_alerts(AlertRules(), facts(Counts("week", counts.volume, only_now, heard=there)))
    assert (alert.rule, alert.subject) == ("rising", "T1")
    assert "복사본만" in alert.sentence and "nan" not in alert.sentence


def test_a_grave_case_is_critical_and_says_which_record_to_read() -> None:
    (alert,) = evaluate_alerts(AlertRules(), facts(urgent=(FIRE, REPORTED)))
    assert (alert.rule, alert.level, alert.subject, alert.value) == ("urgent", "critical", "007", 3.0)
    assert "007" in alert.sentence and "화재·발화" in alert.sentence
    set_language("en")
    assert "007" in evaluate_alerts(AlertRules(), facts(urgent=(FIRE,)))[0].sentence


def test_less_grave_cases_are_raised_where_that_is_asked_for() -> None:
    rules = AlertRules(urgent=UrgentRule(severity=2, signals=("legal",)))
    assert raised(facts(urgent=(FIRE, REPORTED)), rules) == [("urgent", "warning", "008")]


def test_a_rising_theme_needs_size_and_certainty() -> None:
    doubled = facts(bent(history(LONG), period=NOW, factor=2, theme="T1"))
    assert raised(doubled) == [("rising", "warning", "T1")]
    assert raised(doubled, AlertRules(rising=RisingRule(min_documents=61))) == []
    assert raised(doubled, AlertRules(rising=RisingRule(q=1e-9))) == []
    assert raised(doubled, AlertRules(rising=RisingRule(min_ratio=2.5))) == []
    assert raised(doubled, AlertRules(rising=RisingRule(on=False))) == []


def test_a_theme_that_surely_more_than_doubled_or_is_new_is_critical() -> None:
    assert raised(facts(bent(history(LONG), period=NOW, factor=5, theme="T1"))) == [("rising", "critical", "T1")]
    counts = history(LONG)
    for day in LONG[:-1]:
        counts = bent(counts, period=day, factor=0, theme="T1")
    (alert,) = evaluate_alerts(AlertRules(), facts(counts))
    assert (alert.rule, alert.level) == ("rising", "critical")
    assert "nan" not in alert.sentence


def test_a_falling_theme_is_no_alarm() -> None:
    assert raised(facts(bent(history(LONG), period=NOW, factor=0, theme="T1"))) == []


def test_missing_and_small_input_is_told() -> None:
    gone = facts(bent(history(LONG), period=NOW, factor=0, channel="앱"))
    assert raised(gone) == [("input", "critical", "앱")]
    few = facts(bent(history(LONG), period=NOW, factor=0.2, channel="앱"))
    assert raised(few) == [("input", "warning", "앱")]
    assert raised(gone, AlertRules(input=InputRule(on=False))) == []


@pytest.mark.parametrize(
    ("n_churn", "rule", "expected"),
    [(66, ChurnRule(), 1), (50, ChurnRule(), 0), (4, ChurnRule(share=0.001), 0), (66, ChurnRule(on=False), 0)],
)
def test_churn_is_told_above_its_share(n_churn: int, rule: ChurnRule, expected: int) -> None:
    assert len(raised(facts(n_churn=n_churn), AlertRules(churn=rule))) == expected


def test_churn_of_few_records_is_told_only_where_chance_does_not_explain_it() -> None:
    few = [replace(facts(n_churn=n), n_documents=63) for n in (8, 12)]  # 12.7% and 19.0%, against 10%
    assert [raised(found) for found in few] == [[], [("churn", "warning", "")]]


def test_the_only_channel_is_not_told_beside_everything() -> None:
    both = facts(bent(history(LONG), period=NOW, factor=0.2))
    assert both.comparison is not None
    one = replace(both.comparison, channels=both.comparison.channels.head(2))
    assert [subject for rule, _, subject in raised(replace(both, comparison=one)) if rule == "input"] == ["*"]


def test_many_rejected_rows_are_told() -> None:
    many = facts(rejected={"undecodable": 1, "empty_text": 50})
    (alert,) = evaluate_alerts(AlertRules(), many)
    assert (alert.rule, alert.value, alert.limit) == ("rejected", 0.1, 0.05)
    assert alert.sentence.endswith(": 빈 내용 50, 깨진 글자 1.")
    assert raised(many, AlertRules(rejected=RejectedRule(share=0.2))) == []


def test_critical_alerts_come_first() -> None:
    levels = [level for _, level, _ in raised(facts(rejected={"empty_text": 100}, n_churn=100, urgent=(FIRE,)))]
    assert levels == ["critical", "warning", "warning"]


def test_an_alert_is_raised_once_a_period() -> None:
    first = evaluate_alerts(AlertRules(), facts(n_churn=66, urgent=(FIRE,)))
    again = evaluate_alerts(AlertRules(), facts(n_churn=67, urgent=(FIRE, replace(FIRE, doc_id="009"))))
    fresh = not_yet_raised(again, {alert.alert_id for alert in first})
    assert [alert.subject for alert in fresh] == ["009"]
    later = evaluate_alerts(AlertRules(), facts(n_churn=66, period=("2024-07-15", "2024-07-21")))
    assert not_yet_raised(later, {alert.alert_id for alert in first}) == later


def test_a_month_that_begins_like_a_week_raises_alerts_of_its_own() -> None:
    quiet = facts(n_churn=200)
    week, month = (
        replace(quiet, period=("2024-07-01", "2024-07-07")),
        replace(quiet, period=("2024-07-01", "2024-07-31")),
    )
    first, second = (evaluate_alerts(AlertRules(), each) for each in (week, month))
    assert [alert.rule for alert in first] == ["churn"]
    assert not_yet_raised(second, {alert.alert_id for alert in first}) == second
    assert second[0].period == "2024-07-01"


def test_levels_are_cut_from_the_least() -> None:
    alerts = [Alert(level, "", "churn", level, "", "", 0.0, 0.0) for level in ("critical", "warning")]
    assert [alert.level for alert in at_least(alerts, "critical")] == ["critical"]
    assert at_least(alerts, "warning") == tuple(alerts)


# --- cases from the tables ----------------------------------------------------------------------------------------

DOCUMENTS = pd.DataFrame(
    {
        schema.DOC_ID: ["007", "008", "009", "010"],
        schema.RECEIVED_AT: pd.to_datetime(
            pd.Series(["2024-07-08 00:00", "2024-07-14 23:59", "2024-07-15 00:00", None])
        ),
        schema.SIGNALS: ["safety", "legal;churn", "safety", "churn"],
        schema.CUSTOMER: "",
        schema.DUPLICATE_OF: "",
    }
)
CLAUSES = pd.DataFrame(
    {
        schema.TEXT_NO: [0, 0, 1, 2],
        schema.TEXT: [WORDS, "환불해 주세요", "신고할게요", WORDS],
        schema.SIGNALS: ["safety", "", "legal;churn", "safety"],
        schema.EVIDENCE: ["나쁘다;화재·발화:불꽃이 튀다", "환불", "신고·민원 언급:신고하다", "화재·발화:불꽃"],
    }
)


def test_a_stretch_holds_its_last_day_and_an_empty_one_everything() -> None:
    moments = DOCUMENTS[schema.RECEIVED_AT]
    assert in_stretch(moments, ("2024-07-08", "2024-07-14")).tolist() == [True, True, False, False]
    assert in_stretch(moments, ("", "")).all()


def test_cases_are_found_gravest_first_without_a_word_of_the_customer() -> None:
    inside = in_stretch(DOCUMENTS[schema.RECEIVED_AT], ("2024-07-08", "2024-07-14"))
    cases = urgent_cases(DOCUMENTS, CLAUSES, inside, severity_of=SEVERITY_OF)
    assert [(case.doc_id, case.severity, case.kinds) for case in cases] == [
        ("007", 3, ("화재·발화",)),
        ("008", 2, ("신고·민원 언급",)),
    ]
    said = [alert.sentence for alert in evaluate_alerts(AlertRules(), facts(urgent=cases))]
    assert said and not any(word in " ".join(said) for word in ("불꽃", "신고할게요", "새벽"))


def test_signs_of_leaving_are_counted_among_the_wanted() -> None:
    assert n_with_churn(DOCUMENTS, np.array([True, True, True, False])) == 1


def test_a_word_of_the_stage_spelt_like_a_kind_makes_no_case_graver() -> None:
    clauses = CLAUSES.assign(**{schema.EVIDENCE: ["", "", "화재·발화;신고·민원 언급:신고하다", ""]})
    cases = urgent_cases(DOCUMENTS, clauses, np.array([False, True, False, False]), severity_of=SEVERITY_OF)
    assert [(case.severity, case.kinds) for case in cases] == [(2, ("신고·민원 언급",))]


def copied(*senders: tuple[str, str], of: str = "000") -> list[UrgentCase]:
    """The cases of records with one text, each by its customer and day; the first to say it was ``of``."""
    n = len(senders)
    documents = pd.DataFrame(
        {
            schema.DOC_ID: [f"{number:03}" for number in range(n)],
            schema.RECEIVED_AT: pd.to_datetime(pd.Series([day for _, day in senders])),
            schema.CUSTOMER: [customer for customer, _ in senders],
            schema.DUPLICATE_OF: ["" if f"{number:03}" == of else of for number in range(n)],
        }
    )
    clauses = pd.DataFrame(
        {schema.TEXT_NO: range(n), schema.SIGNALS: "safety", schema.EVIDENCE: "화재·발화:불꽃", schema.TEXT: WORDS}
    )
    return list(urgent_cases(documents, clauses, np.ones(n, dtype=bool), severity_of=SEVERITY_OF))


def test_what_another_customer_said_before_hides_no_case() -> None:
    (case,) = copied(("B", "2024-07-09"), of="of months ago")
    assert (case.doc_id, case.n_alike) == ("000", 1)
    both = copied(("A", "2024-07-08"), ("B", "2024-07-09"), ("A", "2024-07-10"))
    assert [(case.doc_id, case.n_alike) for case in both] == [("000", 2), ("001", 1)]
    sentences = [alert.sentence for alert in evaluate_alerts(AlertRules(), facts(urgent=both))]
    assert ["같은 글이 2건" in sentence for sentence in sentences] == [True, False]


def test_unknown_customers_with_one_text_are_a_case_a_day() -> None:
    found = copied(("", "2024-07-08"), ("", "2024-07-08"), ("", "2024-07-09"))
    assert [(case.doc_id, case.n_alike) for case in found] == [("000", 2), ("002", 1)]


def test_a_campaign_is_one_alert_that_tells_its_size_and_is_raised_anew_when_it_grows() -> None:
    many = [(f"customer {number}", "2024-07-08") for number in range(40)]
    (alert,) = evaluate_alerts(AlertRules(), facts(urgent=copied(*many)))
    assert (alert.subject, alert.period) == ("000", "2024-07-08")
    assert "같은 글이 40건" in alert.sentence
    (grown,) = evaluate_alerts(AlertRules(), facts(urgent=copied(*many, ("one more", "2024-07-09"))))
    assert not_yet_raised([grown], {alert.alert_id}) == (grown,)


def test_a_silence_that_goes_on_is_told_with_each_week() -> None:
    told = [silence_alert(date(2026, 11, 16), date(2026, 11, day)) for day in (22, 22, 29)]
    assert told[0].alert_id == told[1].alert_id
    assert not_yet_raised(told[2:], {told[0].alert_id}) == (told[2],)
    assert "2026-11-16부터 2026-11-29까지" in told[2].sentence
