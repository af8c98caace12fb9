"""Tables to a report: every sentence with the right number."""

from __future__ import annotations

import dataclasses

import pandas as pd
import pytest

from tests.report import made_up
from tests.report.support import report
from voc_cli import schema
from voc_cli.io.grid import Reason
from voc_cli.known_themes import Coverage, ThemeMatch
from voc_cli.messages import set_language, text
from voc_cli.report.build import Options
from voc_cli.report.stretches import now_name
from voc_cli.schema import Analysis, Period


def with_documents(**columns: object) -> Analysis:
    whole = made_up.analysis()
    return dataclasses.replace(whole, documents=whole.documents.assign(**columns))  # type: ignore[arg-type]


def test_the_verdict_tells_complaints_among_records_without_copies() -> None:
    assert report().verdict[0].startswith("고객 기록 12건 가운데 8건(66.7%)에 불만이 담겨 있고")


def test_the_verdict_says_what_it_is_compared_with() -> None:
    # The first half holds 4 records of which 2 complain, the second 7 of which 7 do: too few to tell.
    compared = text("report.compared_same", now_name="최근 4주", before_name="그 전 4주", before=2 / 4, now=6 / 7)
    assert report().verdict[0].endswith(compared)


def test_without_days_the_verdict_compares_with_praise() -> None:
    assert report(made_up.undated()).verdict[0].endswith(text("report.compared_none", praises=5, share=5 / 12))


def test_the_verdict_names_the_top_theme_with_its_stage() -> None:
    assert report().verdict[1] == text("report.verdict_top", name="배송 지연", n=2, share=2 / 12, stage="배송·포장")


def test_the_verdict_names_what_rose_and_what_went_the_largest_move_first() -> None:
    rising, gone = report().verdict[2:4]
    assert rising.index("배송 지연") < rising.index("앱 로그인 오류")
    assert "0.0→28.6" in rising
    assert "광고·상품설명과 다름" in gone
    assert "50.0→0.0" in gone


def test_undated_records_name_no_move() -> None:
    whole = report(made_up.undated())
    assert len(whole.verdict) == 3
    assert all(theme.status == theme.change == "" for section in whole.stages for theme in section.themes)


def test_the_verdict_counts_urgent_records() -> None:
    assert report().verdict[-1] == text(
        "report.verdict_urgent_now", n=2, grave=1, now_name="최근 4주", act=text("report.act_today")
    )
    check = text("report.act_check")
    assert report(made_up.undated()).verdict[-1] == text("report.verdict_urgent", n=2, grave=1, act=check)
    assert report(made_up.empty_themes()).verdict[-1] == text("report.verdict_no_urgent")


def test_figures_count_records_ratings_and_signals() -> None:
    figures = {figure.label: (figure.value, figure.note) for figure in report().figures}
    assert figures[text("report.figure_records")] == ("14", text("report.figure_records_note", copies=2, n=12))
    assert figures[text("report.figure_complaints")][0] == "8"
    assert figures[text("report.figure_praises")][0] == "5"
    assert figures[text("report.figure_rating")] == ("2.67", text("report.figure_rating_note", n=9))
    assert figures[text("report.figure_urgent")] == ("2", text("report.figure_urgent_note", safety=1, legal=1))
    assert figures[text("report.figure_churn")][0] == "1"


def test_an_export_without_ratings_shows_no_mean() -> None:
    labels = [figure.label for figure in report(with_documents(rating=float("nan"))).figures]
    assert text("report.figure_rating") not in labels


def test_the_subtitle_tells_first_and_last_day() -> None:
    assert report().subtitle == text("report.subtitle_dated", first="2024-01-02", last="2024-02-23", n=14)
    assert report(made_up.undated()).subtitle == text("report.subtitle_undated", n=14)


def test_a_period_without_records_is_headed_as_such() -> None:
    whole = made_up.analysis()
    week = Period(whole.period.buckets, "week", 12, 0, 7, ("2024-02-26", "2024-03-03"), (), "week", 8)
    empty = dataclasses.replace(whole, documents=whole.documents[:0], clauses=whole.clauses[:0], period=week)
    told = report(empty, around=dataclasses.replace(whole, period=week))
    assert told.subtitle == "2024-02-26 ~ 2024-03-03 · 기록이 한 건도 없습니다"
    assert told.period == "2024-02-26 ~ 2024-03-03"
    undated = dataclasses.replace(empty, period=dataclasses.replace(week, now=("", "")))
    assert report(undated, around=whole).subtitle == "기록이 한 건도 없습니다"


def test_a_period_counts_its_own_records_and_says_so() -> None:
    assert report(around=made_up.analysis()).coverage[0] == text("report.coverage_period", documents=14, rejected=2)


def test_single_remarks_are_told_of_once() -> None:
    whole = made_up.analysis()
    themes = whole.themes.assign(**{schema.N_DOCUMENTS: [1, 2, 2]})
    alone = report(dataclasses.replace(whole, themes=themes)).coverage
    assert text("report.coverage_single_alone", n=2) in alone
    found = Coverage(n_complaints=9, n_themed=6, n_single=3)
    together = "\n".join(report(dataclasses.replace(whole, themes=themes, coverage=found)).coverage)
    assert together.count("한 건뿐인 주제") == 1
    assert "6개가 주제에 들었습니다(그 가운데 2개는" in together


def test_coverage_adds_up_to_the_rows_read() -> None:
    coverage = report().coverage
    assert coverage[0] == text("report.coverage_read", rows=16, documents=14, rejected=2)
    assert "빈 내용 1, 칸 수가 맞지 않음 1" in coverage[1]
    assert text("report.coverage_copies", n=2) in coverage
    assert text("report.coverage_undated", n=1) in coverage
    assert text("report.coverage_small", n=12) in coverage
    assert any("전화번호 4, 이름 1" in line for line in coverage)


def test_themes_that_are_gone_are_named_the_first_of_them() -> None:
    names = ("배송 지연", "파손", "오배송", "환불 지연", "누락", "소음", "냄새")
    gone = tuple(ThemeMatch(f"T{n}", name, "gone", 0.0) for n, name in enumerate(names))
    whole = dataclasses.replace(made_up.analysis(), matches=(ThemeMatch("Tk", "맛", "back", 0.5), *gone))
    coverage = report(whole).coverage
    assert "지난 분석과 견주어 주제 0개가 지속, 0개가 신규, 1개가 재등장, 7개가 소멸입니다." in coverage
    assert "소멸한 주제: 배송 지연, 파손, 오배송, 환불 지연, 누락 외 2개." in coverage
    few = report(dataclasses.replace(whole, matches=gone[:2])).coverage
    assert "소멸한 주제: 배송 지연, 파손." in few


def test_coverage_counts_units_by_sentiment_and_those_without_a_place() -> None:
    coverage = report().coverage
    assert text("report.coverage_clauses", clauses=14, negative=9, neutral=0, positive=5) in coverage
    assert any("9개 가운데 1개(11.1%)" in line for line in coverage)


@pytest.mark.parametrize("reason", list(Reason))
def test_every_reason_to_reject_has_a_name(reason: Reason) -> None:
    whole = made_up.analysis()
    rejected = pd.DataFrame([("a.csv", 2, reason.value, "x")], columns=list(schema.REJECTED))
    line = report(dataclasses.replace(whole, rejected=rejected)).coverage[1]
    assert text(f"report.reason_{reason}") in line


def test_text_without_korean_is_said_before_anything_that_cannot_be_believed() -> None:
    line = text("report.coverage_no_korean")
    foreign = report(with_documents(text="late delivery and broken box"))
    assert line in foreign.coverage
    assert foreign.verdict[0] == line
    assert line not in (*report().coverage, *report().verdict)


def test_few_records_are_few_however_often_one_was_copied() -> None:
    whole = made_up.analysis()
    first = whole.documents.head(1)
    copies = first.assign(**{schema.DUPLICATE_OF: first[schema.DOC_ID].iloc[0]})
    documents = pd.concat([whole.documents, *[copies] * 50], ignore_index=True)
    n = int((whole.documents[schema.DUPLICATE_OF] == "").sum())
    assert text("report.coverage_small", n=n) in report(dataclasses.replace(whole, documents=documents)).coverage


def test_unmasked_data_is_said_instead_of_the_kinds() -> None:
    coverage = report(options=Options(masked=False)).coverage
    assert text("report.coverage_not_masked") in coverage
    assert not any("전화번호" in line for line in coverage)


def test_the_title_can_be_chosen() -> None:
    assert report(options=Options(title="6월 VOC")).title == "6월 VOC"
    assert report().title == text("report.title")


def test_the_report_speaks_the_language_in_use() -> None:
    set_language("en")
    whole = report()
    assert whole.verdict[0].startswith("Of 12 customer records 8 (66.7%) hold a complaint")
    assert whole.urgent[0].signals == "safety"


def test_the_method_tells_of_change_only_where_there_was_something_to_compare() -> None:
    assert len(report().method) == len(report(made_up.undated()).method) + 1


@pytest.mark.parametrize(("unit", "said"), [("day", "최근 3일"), ("week", "최근 3주"), ("month", "최근 3개월")])
def test_the_span_is_the_later_half(unit: str, said: str) -> None:
    assert now_name(Period(("a", "b", "c", "d", "e"), unit, 1, 1, 2)) == said


def test_the_answers_of_the_company_are_counted_apart() -> None:
    whole = made_up.analysis()
    said = report(whole).coverage
    assert not any(line.startswith("회사 답변") for line in said)
    evidence = whole.clauses[schema.EVIDENCE].mask(whole.clauses[schema.TEXT_NO].isin([0, 3]), schema.COMPANY_REPLY)
    answered = dataclasses.replace(whole, clauses=whole.clauses.assign(**{schema.EVIDENCE: evidence}))
    assert text("report.coverage_replies", n=2) in report(answered).coverage
