"""The parts of a report, counted by hand on the made-up analysis."""

from __future__ import annotations

import dataclasses

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from tests.report import made_up
from voc_cli import schema
from voc_cli.report import sections
from voc_cli.report.marketing import marketing
from voc_cli.report.model import StageSection
from voc_cli.report.sections import Clear, Counted
from voc_cli.schema import Analysis, Sentiment, Signal


def counted(analysis: Analysis | None = None) -> Counted:
    return Counted.of(analysis or made_up.analysis())


def stages(*, n_themes: int = 5) -> dict[str, StageSection]:
    whole = made_up.analysis()
    found = sections.stage_sections(whole, counted(), whole.themes, n_themes=n_themes)
    return {section.stage: section for section in found}


def test_copies_do_not_count() -> None:
    assert counted().n_documents == 12
    assert "019" not in counted().clauses[schema.DOC_ID].tolist()


def test_records_with_a_sentiment_are_those_with_such_a_clause() -> None:
    # Nine hold a negative clause; one of them is mild.
    assert len(counted().with_sentiment(Sentiment.NEGATIVE)) == 8
    assert len(counted().with_sentiment(Sentiment.POSITIVE)) == 5


def test_where_an_opinion_is_rare_only_clearer_clauses_of_it_count() -> None:
    clauses = counted().clauses
    harder = Counted(counted().documents, clauses, Clear(complaint=0.85))
    far = clauses.loc[clauses[schema.POLARITY] <= -0.85, schema.TEXT_NO].nunique()
    assert len(harder.with_sentiment(Sentiment.NEGATIVE)) == far < 8
    assert len(harder.with_sentiment(Sentiment.POSITIVE)) == 5
    # Twelve records tell little of what is rare.
    assert counted().clear.complaint < 0.55


def test_the_records_around_a_period_say_what_is_clear_in_it() -> None:
    assert Counted.of(made_up.analysis(), clear=Clear(0.7, 0.6)).clear == Clear(0.7, 0.6)


def test_stretches_leave_records_without_a_day_out() -> None:
    every = counted().documents.index.to_numpy()
    assert counted().stretches(every, made_up.analysis().period) == (4, 7)


def test_urgent_cases_come_safety_first_with_their_whole_text() -> None:
    safety, legal = sections.urgent_cases(made_up.analysis(), made_up.SEVERITIES)
    assert (safety.doc_id, safety.signals, safety.kinds) == ("015", "안전", "연기:연기가 나다")
    assert safety.text == "충전대에서 연기가 났어요"
    assert safety.context == "충전대에서 연기가 났어요. 물은 빨리 끓어요"
    assert (safety.product, safety.channel, safety.date) == ("포트 P3", "전화", "2024-02-20")
    assert (legal.doc_id, legal.signals) == ("016", "법적")


def test_graver_cases_come_before_milder_ones() -> None:
    legal, safety = sections.urgent_cases(made_up.analysis(), {"연기": 1, "기관 신고": 3})
    assert [(case.signals, case.severity) for case in (legal, safety)] == [("법적", 3), ("안전", 1)]


def test_grave_cases_of_the_period_come_first_then_newer_then_older_ones() -> None:
    whole = made_up.analysis()
    weeks = dataclasses.replace(whole.period, now=("2024-02-05", "2024-02-18"))
    signals = whole.clauses.assign(signals="safety", evidence="기관 신고:신고")
    # One case of the period is mild, all others are grave.
    days = whole.documents[schema.RECEIVED_AT].dt.strftime("%Y-%m-%d")
    mild = whole.documents.loc[days.between(*weeks.now), schema.DOC_ID].iloc[0]
    signals.loc[signals[schema.DOC_ID] == mild, schema.EVIDENCE] = "연기:연기"
    found = sections.urgent_cases(
        dataclasses.replace(whole, clauses=signals, period=weeks), {"기관 신고": 3, "연기": 1}
    )
    places = [0 if weeks.now[0] <= c.date <= weeks.now[1] else 1 if c.date > weeks.now[1] else 2 for c in found]
    grave = [place for place, case in zip(places, found, strict=True) if case.severity > 1]
    assert grave == sorted(grave) and set(grave) == {0, 1, 2}
    # The mild one of the period goes behind every grave one, however old.
    assert found[len(grave)].doc_id == mild


def test_copies_of_an_urgent_text_add_up_behind_the_first() -> None:
    whole = made_up.analysis()
    signals = [Signal.LEGAL.value if text == made_up.COPIED else "" for text in whole.clauses[schema.TEXT]]
    copied = dataclasses.replace(whole, clauses=whole.clauses.assign(**{schema.SIGNALS: signals}))
    cases = sections.urgent_cases(copied, {})
    assert [(case.doc_id, case.n_copies) for case in cases] == [("018", 2)]


def test_a_copy_of_the_period_is_a_case_beside_what_was_said_before() -> None:
    whole = made_up.analysis()
    signals = [Signal.LEGAL.value if text == made_up.COPIED else "" for text in whole.clauses[schema.TEXT]]
    clauses = whole.clauses.assign(**{schema.SIGNALS: signals})
    period = dataclasses.replace(whole.period, now=("2024-02-23", "2024-02-25"))
    cases = sections.urgent_cases(dataclasses.replace(whole, clauses=clauses, period=period), {})
    assert [(case.doc_id, case.n_copies) for case in cases] == [("020", 0), ("018", 1)]
    # The first to say it may lie outside of what is reported.
    documents = whole.documents.assign(
        **{schema.DUPLICATE_OF: whole.documents[schema.DUPLICATE_OF].replace("018", "x")}
    )
    outside = sections.urgent_cases(dataclasses.replace(whole, documents=documents, clauses=clauses), {})
    assert {(case.doc_id, case.n_copies) for case in outside} == {("018", 0), ("019", 1)}


def test_newer_cases_come_first_within_a_signal() -> None:
    whole = made_up.analysis()
    cases = sections.urgent_cases(dataclasses.replace(whole, clauses=whole.clauses.assign(signals="safety")), {})
    days = [case.date for case in cases]
    assert days == sorted(days, reverse=True)


def test_stages_follow_the_chain_and_silent_ones_are_left_out() -> None:
    assert list(stages()) == ["제품·서비스 품질", "배송·포장", "마케팅·판매", "앱·시스템", "직원·기사"]


def test_a_stage_counts_records_complaints_and_praises() -> None:
    outbound = stages()["배송·포장"]
    assert (outbound.n_documents, outbound.n_complaints, outbound.n_praises) == (5, 3, 2)


def test_a_theme_line_holds_what_the_table_says() -> None:
    (line,) = stages()["배송·포장"].themes
    assert (line.name, line.owner, line.n_documents, line.status) == ("배송 지연", "물류팀", 2, "신규")
    assert line.change == "100건당 0.0 → 28.6"
    assert line.series == (0, 0, 0, 0, 0, 1, 1, 0)
    assert line.quotes == ("바람택배로 바뀌고 닷새째 안 와요", "배송이 일주일 걸렸습니다")


def test_themes_beyond_the_limit_are_counted() -> None:
    section = stages(n_themes=0)["배송·포장"]
    assert (section.themes, section.n_more) == ((), 1)


def test_marketing_names_its_themes_broken_promises_and_leavers() -> None:
    whole = made_up.analysis()
    page = marketing(whole, counted(), whole.themes, made_up.PROMISE_ASPECTS)
    assert [theme.name for theme in page.themes] == ["광고·상품설명과 다름"]
    assert page.n_promises == 2
    assert [quote.doc_id for quote in page.promises] == ["009", "010"]
    assert page.n_churn == 1
    assert (page.churn[0].doc_id, page.churn[0].date) == ("013", "2024-02-14")


def test_praise_is_told_as_its_table_holds_it_with_the_name_of_its_stage() -> None:
    (line,) = sections.praise(made_up.praise())
    assert (line.name, line.stage, line.n_documents) == ("빠른 배송", "배송·포장", 2)
    assert line.quotes == ("배송이 빨라서 좋네요", "어제 시켰는데 오늘 왔어요")
    assert sections.praise(schema.empty_praise()) == ()


def test_praised_staff_is_quoted_also_without_a_day() -> None:
    (quote,) = sections.staff(counted())
    assert (quote.doc_id, quote.date, quote.text) == ("017", "", "정 기사님이 참 친절하셨어요")


def test_a_signal_is_a_whole_word_of_its_cell() -> None:
    cells = pd.Series(["safety", "safety;legal", "unsafety", ""], dtype="str")
    assert sections.has_signal(cells, Signal.SAFETY).tolist() == [True, True, False, False]


def test_long_quotes_are_cut_with_an_ellipsis() -> None:
    assert sections.shorten("가" * 200, width=10) == "가" * 9 + "…"
    assert sections.shorten("한 줄\n 두 줄") == "한 줄 두 줄"


@given(st.text(), st.integers(1, 50))
def test_a_quote_is_one_printable_line_no_longer_than_asked(quote: str, width: int) -> None:
    short = sections.shorten(quote, width=width)
    assert len(short) <= width
    assert len(short.splitlines()) <= 1
    assert not any(ord(letter) < 32 or 127 <= ord(letter) < 160 for letter in short)
