"""What the verdict leads with."""

from __future__ import annotations

import dataclasses

import pytest

from tests.report import made_up
from tests.report.support import report
from voc_cli import schema
from voc_cli.messages import text
from voc_cli.report.stretches import now_name
from voc_cli.report.verdict import most_repeated, one_text, urgent_sentence, vague_aspects
from voc_cli.schema import Wave
from voc_cli.valuechain.taxonomy import load_taxonomy

THEMES, CLAUSES = made_up.themes(), made_up.clauses()


def said(*statuses: str, vague: str = "") -> str:
    """Of late deliveries, failing logins and broken promises, the largest first."""
    aspect = min(vague_aspects())
    clauses = CLAUSES.assign(aspect=CLAUSES[schema.ASPECT].mask(CLAUSES[schema.THEME_ID] == vague, aspect))
    return most_repeated(THEMES.assign(status=list(statuses)), clauses)


@pytest.mark.parametrize(("n", "n_documents", "is_told"), [(10, 200, True), (10, 201, False), (9, 20, False)])
def test_a_text_that_many_records_hold_is_told_of(n: int, n_documents: int, is_told: bool) -> None:
    waves = (Wave("1", n, 2, "이전을 철회하라 " * 20), Wave("2", 3, 0, "다른 글"))
    found = one_text(waves, n_documents=n_documents)
    assert [sentence[: sentence.index(":")] for sentence in found] == ["같은 글이 10건(5.0%) 들어왔습니다"] * is_told
    assert all("…”" in sentence and len(sentence) < 120 for sentence in found)


def test_without_copies_no_text_leads() -> None:
    assert one_text((), n_documents=10) == []


def test_the_wave_stands_in_the_verdict() -> None:
    whole = made_up.analysis()
    waves = (Wave("018", 12, 0, made_up.COPIED),)
    assert one_text(waves, n_documents=14)[0] in report(dataclasses.replace(whole, waves=waves)).verdict
    assert not any("같은 글" in sentence for sentence in report(whole).verdict)


def test_vague_aspects_are_of_the_taxonomy() -> None:
    assert vague_aspects() <= {aspect.name for aspect in load_taxonomy()}


def test_the_largest_theme_leads() -> None:
    assert said("steady", "steady", "steady").startswith("가장 많이 반복된 불만은 ‘배송 지연’ 2건")


def test_a_vague_theme_does_not_lead() -> None:
    assert said("steady", "steady", "steady", vague=made_up.LATE).startswith(
        "가장 많이 반복된 구체적인 불만은 ‘앱 로그인 오류’ 2건"
    )
    assert said("steady", "steady", "steady", vague=made_up.LOGIN).startswith("가장 많이 반복된 불만은 ‘배송 지연’")


def test_where_every_theme_is_vague_the_largest_leads() -> None:
    only = THEMES.head(1).assign(status="steady")
    clauses = CLAUSES.assign(aspect=min(vague_aspects()))
    assert most_repeated(only, clauses).startswith("가장 많이 반복된 불만은 ‘배송 지연’")


@pytest.mark.parametrize("status", ["falling", "gone"])
def test_a_theme_that_fell_does_not_lead(status: str) -> None:
    sentence = said(status, "uncertain", "steady")
    assert sentence.startswith("줄지 않은 불만 가운데 가장 많이 반복된 것은 ‘앱 로그인 오류’ 2건")
    assert "‘배송 지연’ 2건은 뚜렷이 줄었습니다" in sentence


def test_where_every_theme_fell_that_is_said() -> None:
    assert said("falling", "gone", "falling").startswith("반복된 불만은 모두 뚜렷이 줄었습니다.")


def test_only_grave_cases_of_the_period_must_be_read_today() -> None:
    whole = report()
    period = made_up.analysis().period
    grave = max(whole.urgent, key=lambda case: case.severity)
    old = dataclasses.replace(grave, date="2024-01-02")
    mild = dataclasses.replace(grave, severity=1)
    name = "최근 4주"
    assert urgent_sentence([grave, old, old, mild], period) == text(
        "report.verdict_urgent_both", n=4, grave=1, others=2, now_name=name, act=text("report.act_today")
    )
    assert urgent_sentence([old, mild], period) == text("report.verdict_urgent_others", n=2, others=1, now_name=name)
    assert "오늘" not in urgent_sentence([old, mild], period)
    assert urgent_sentence([mild], period) == text("report.verdict_urgent_mild", n=1)
    assert urgent_sentence([dataclasses.replace(grave, date="")], period) == text(
        "report.verdict_urgent_others", n=1, others=1, now_name=name
    )


@pytest.mark.parametrize(
    ("now", "act"),
    [
        (("2024-06-24", "2024-06-30"), "오늘 읽어야"),
        (("2024-06-01", "2024-06-30"), "오늘 읽어야"),
        (("2022-07-01", "2024-06-30"), "한 건씩 읽고 처리되었는지 확인해야"),
    ],
)
def test_grave_cases_of_months_are_checked_and_not_read_today(now: tuple[str, str], act: str) -> None:
    period = dataclasses.replace(made_up.analysis().period, now=now)
    grave = dataclasses.replace(report().urgent[0], severity=3, date=now[1])
    assert f"심각한 1건은 {act} 합니다" in urgent_sentence([grave], period)
    undated = dataclasses.replace(period, now=("", ""))
    assert "오늘" not in urgent_sentence([grave], undated)


def test_a_month_is_called_by_its_name() -> None:
    period = dataclasses.replace(made_up.analysis().period, basis="month", now=("2024-06-01", "2024-06-30"))
    assert now_name(period) == "2024년 6월"
    assert now_name(dataclasses.replace(period, basis="week")) == "2024-06-01~2024-06-30 한 주"
