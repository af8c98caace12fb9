from __future__ import annotations

import pandas as pd
import pytest

from tests.themes.frames import clause, clauses, unexplained
from voc_cli import schema
from voc_cli.schema import Sentiment, Stage
from voc_cli.themes.discover import MIN_DOCUMENTS, Discovery, discover_themes, theme_id

NAMES = {"배송 속도": "배송 지연", "로그인": "앱 로그인 오류", "전반 평가": "전반 불만"}


def discover(table: pd.DataFrame, weights: list[int] | None = None) -> Discovery:
    return discover_themes(table, names=NAMES, weights=None if weights is None else pd.Series(weights))


def themes_of(found: Discovery) -> list[str]:
    names: list[str] = found.clauses[schema.THEME].tolist()
    return names


def test_a_complaint_of_a_known_aspect_belongs_to_its_theme() -> None:
    found = discover(clauses(clause(0), clause(1), clause(2, aspect="로그인", stage=Stage.TECHNOLOGY)))
    assert themes_of(found) == ["배송 지연", "배송 지연", "앱 로그인 오류"]
    identity = theme_id("outbound", "배송 속도")
    assert found.clauses[schema.THEME_ID].tolist()[:2] == [identity, identity]
    theme = found.themes[identity]
    assert (theme.name, theme.stage, theme.owner) == ("배송 지연", "outbound", "물류팀")


@pytest.mark.parametrize("sentiment", [Sentiment.POSITIVE, Sentiment.NEUTRAL])
def test_what_does_not_complain_makes_no_theme(sentiment: Sentiment) -> None:
    found = discover(clauses(*(clause(n, sentiment=sentiment) for n in range(5))))
    assert themes_of(found) == [""] * 5
    assert found.themes == {}


def test_a_feeling_without_a_target_makes_no_theme() -> None:
    rows = [clause(n, "최악/N", aspect="전반 평가", stage=Stage.NONE) for n in range(5)]
    assert themes_of(discover(clauses(*rows))) == [""] * 5


def test_an_aspect_without_a_name_makes_no_theme() -> None:
    assert themes_of(discover(clauses(*(clause(n, aspect="모르는 것") for n in range(5))))) == [""] * 5


def test_a_problem_that_nobody_listed_still_shows_up() -> None:
    rows = [unexplained(n, "손잡이/N 자꾸/M 헐겁/V") for n in range(MIN_DOCUMENTS)]
    found = discover(clauses(*rows, clause(9)))
    assert len(set(found.clauses[schema.THEME_ID].tolist()[:MIN_DOCUMENTS])) == 1
    assert themes_of(found)[0].startswith("손잡이")
    assert found.themes[found.clauses[schema.THEME_ID].iloc[0]].stage == Stage.NONE


def test_single_remarks_are_no_theme() -> None:
    rows = [unexplained(n, "손잡이/N 헐겁/V") for n in range(MIN_DOCUMENTS - 1)]
    assert themes_of(discover(clauses(*rows))) == [""] * (MIN_DOCUMENTS - 1)


def test_one_customer_who_repeats_a_remark_is_no_theme() -> None:
    rows = [unexplained(0, "손잡이/N 헐겁/V") for _ in range(MIN_DOCUMENTS + 2)]
    assert set(themes_of(discover(clauses(*rows)))) == {""}


def test_the_records_behind_a_text_are_counted() -> None:
    rows = [unexplained(0, "손잡이/N 헐겁/V"), unexplained(1, "뚜껑/N 열리/V")]
    assert [bool(name) for name in themes_of(discover(clauses(*rows), weights=[MIN_DOCUMENTS, 1]))] == [True, False]


@pytest.mark.parametrize(
    ("lemmas", "name"),
    [
        ("화면/N 느리/V", "화면 느림"),
        ("설명서/N 없/V", "설명서 없음"),
        ("청소/N 힘들/V", "청소 힘듦"),
        ("뚜껑/N 열리/V NEG", "뚜껑 안 열림"),
        ("예약/N NEG", "예약 안 됨"),
    ],
)
def test_a_group_is_named_by_its_thing_and_predicate(lemmas: str, name: str) -> None:
    rows = [unexplained(n, lemmas) for n in range(MIN_DOCUMENTS)]
    assert set(themes_of(discover(clauses(*rows)))) == {name}


def test_the_denied_predicate_is_another_theme() -> None:
    rows = [unexplained(n, "뚜껑/N 열리/V NEG" if n % 2 else "뚜껑/N 열리/V") for n in range(2 * MIN_DOCUMENTS)]
    assert len(discover(clauses(*rows)).themes) == 2


def test_identity_does_not_depend_on_the_data_of_one_run() -> None:
    rows = [unexplained(n, "손잡이/N 헐겁/V") for n in range(4)] + [clause(n + 4) for n in range(3)]
    forward, backward = discover(clauses(*rows)), discover(clauses(*rows[::-1]))
    assert set(forward.themes) == set(backward.themes)
    assert forward.clauses[schema.THEME_ID].tolist() == backward.clauses[schema.THEME_ID].tolist()[::-1]


def test_an_id_is_the_same_on_every_machine() -> None:
    assert theme_id("outbound", "배송 속도") == theme_id("outbound", "배송 속도")
    assert theme_id("outbound", "배송 속도") != theme_id("service", "배송 속도")
    assert theme_id("outbound", "배송 속도").isascii()


def test_clauses_come_back_in_order_and_are_not_changed() -> None:
    table = clauses(clause(0), unexplained(1, "손잡이/N"), clause(2))
    before = table.copy()
    found = discover(table)
    pd.testing.assert_frame_equal(table, before)
    assert found.clauses[schema.TEXT_NO].tolist() == [0, 1, 2]


def test_no_clauses_have_no_themes() -> None:
    found = discover(clauses())
    assert found.themes == {}
    assert len(found.clauses) == 0
    assert schema.THEME in found.clauses.columns
