"""The page of marketing and sales: issues of price and benefit, and why customers leave."""

from __future__ import annotations

import dataclasses

import pytest

from tests.report import made_up
from tests.report.support import report
from voc_cli import schema
from voc_cli.messages import text
from voc_cli.report.formats import Screen, renderer
from voc_cli.report.marketing import issue_aspects, marketing
from voc_cli.report.model import Marketing
from voc_cli.report.sections import Clear, Counted
from voc_cli.schema import Stage
from voc_cli.valuechain.taxonomy import load_taxonomy


def page(**columns: object) -> Marketing:
    whole = made_up.analysis()
    whole = dataclasses.replace(whole, clauses=whole.clauses.assign(**columns))  # type: ignore[arg-type]
    return marketing(whole, Counted.of(whole), whole.themes, made_up.PROMISE_ASPECTS)


def test_the_issues_are_made_of_aspects_of_the_taxonomy() -> None:
    known = {aspect.name for aspect in load_taxonomy() if aspect.stage is Stage.MARKETING_SALES}
    assert {name for aspects in issue_aspects().values() for name in aspects} <= known
    assert set(issue_aspects()) == {"price", "benefit"}


def test_an_aspect_belongs_to_one_issue() -> None:
    price, benefit = issue_aspects().values()
    assert not price & benefit


def test_an_issue_counts_records_and_names_its_themes() -> None:
    aspects = made_up.clauses()[schema.ASPECT].replace("광고 상이", "가격")
    price, benefit = page(aspect=aspects).issues
    assert (price.name, price.n_documents) == ("가격·요금", 2)
    assert [theme.theme_id for theme in price.themes] == [made_up.PROMISE]
    assert [quote.doc_id for quote in price.quotes] == ["009", "010"]
    assert (benefit.n_documents, benefit.themes, benefit.quotes) == (0, (), ())


def test_a_theme_that_is_about_something_else_is_none_of_an_issue() -> None:
    # One of the two clauses of late deliveries speaks of the price.
    aspects = made_up.clauses()[schema.ASPECT].copy()
    late = made_up.clauses()[schema.THEME_ID] == made_up.LATE
    aspects[aspects.index[late][0]] = "가격"
    assert late.sum() == 2
    price, _ = page(aspect=aspects).issues
    assert (price.n_documents, price.themes) == (1, ())


def test_promises_that_words_and_place_both_tell_of_are_quoted_first() -> None:
    clauses = made_up.clauses()
    elsewhere = clauses[schema.DOC_ID] == "009"
    moved = {
        schema.ASPECT: clauses[schema.ASPECT].mask(elsewhere, "포장"),
        schema.STAGE: clauses[schema.STAGE].mask(elsewhere, "outbound"),
    }
    assert [quote.doc_id for quote in page().promises] == ["009", "010"]
    assert [quote.doc_id for quote in page(**moved).promises] == ["010", "009"]


def test_the_page_counts_what_the_column_of_promises_tells() -> None:
    told = made_up.clauses()[schema.DOC_ID].map({"010": "혜택", "012": "약속·안내"}).fillna("")
    assert (page(promise=told).n_promises, [quote.doc_id for quote in page(promise=told).promises]) == (
        2,
        ["010", "012"],
    )


def test_where_complaints_are_rare_a_mild_word_of_a_promise_is_none_that_was_broken() -> None:
    whole = made_up.analysis()
    clauses = whole.clauses.assign(polarity=whole.clauses[schema.POLARITY].replace(-0.7, -0.55))
    whole = dataclasses.replace(whole, clauses=clauses)
    broken = {
        clear: marketing(whole, Counted.of(whole, clear=Clear(clear)), whole.themes, made_up.PROMISE_ASPECTS).n_promises
        for clear in (0.5, 0.6)
    }
    assert broken == {0.5: 2, 0.6: 1}


def test_customers_leave_for_the_themes_of_their_records() -> None:
    (reason,) = page().churn_reasons
    assert (reason.name, reason.stage, reason.n_documents) == ("앱 로그인 오류", "앱·시스템", 1)


@pytest.mark.parametrize("form", ["terminal", "md", "html"])
def test_ten_themes_of_their_own_are_told_and_the_others_counted(form: str) -> None:
    whole = report()
    theme = whole.marketing.themes[0]
    many = tuple(dataclasses.replace(theme, name=f"주제번호{n:02}") for n in range(13))
    own = dataclasses.replace(whole, marketing=dataclasses.replace(whole.marketing, themes=many))
    said = renderer(form)(own, Screen(width=100, color=False), None)
    assert isinstance(said, str)
    named = {n for n in range(13) if f"주제번호{n:02}" in said}
    assert named == set(range(10))
    assert text("report.more_themes", n=3) in said
    assert text("report.more_themes", n=1) not in said
