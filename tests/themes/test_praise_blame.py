"""Praise and blame by partner, product and member of staff."""

from __future__ import annotations

import math

import pandas as pd

from voc_cli import schema
from voc_cli.themes.praise_blame import partners_table, products_table, staff_table

NEG, NEU, POS = "negative", "neutral", "positive"


def clauses(*rows: tuple[int, str, str, str, str, str]) -> pd.DataFrame:
    """Rows of (record, sentiment, stage, partner, staff, text)."""
    names = [schema.TEXT_NO, schema.SENTIMENT, schema.STAGE, schema.PARTNER, schema.STAFF, schema.TEXT]
    table = pd.DataFrame(rows, columns=names)
    polarity = table[schema.SENTIMENT].map({NEG: -0.9, NEU: 0.0, POS: 0.9})
    table[schema.POLARITY] = polarity - table.index * 0.001
    table[schema.CLAUSE_NO] = 1
    return table


SAID = clauses(
    (0, NEG, "outbound", "한진택배", "", "한진택배가 또 늦었어요"),
    (0, NEG, "outbound", "한진택배", "", "한진택배가 던지고 갔어요"),
    (1, POS, "people", "한진택배", "배송기사", "한진택배 기사님이 친절하세요"),
    (2, NEG, "procurement", "입점 판매자;한진택배", "", "판매자와 한진택배가 미뤄요"),
    (3, NEU, "none", "카드사", "", "카드사에 물어봤습니다"),
    (4, POS, "people", "", "정해민 설치기사", "정해민 설치기사님 최고예요"),
    (5, NEG, "operations", "", "", "화면이 깨졌어요 정말로"),
    (5, POS, "operations", "", "", "색은 예쁘네요 마음에 들어요"),
    (6, NEG, "outbound", "", "", "배송이 늦었어요 너무"),
    (7, NEG, "none", "", "", "최악입니다"),
)
KINDS = {"한진택배": "택배사", "입점 판매자": "입점 판매자", "카드사": "카드사·간편결제"}


def test_partners_are_counted_in_records() -> None:
    table = partners_table(SAID, KINDS)
    assert list(table.columns) == list(schema.PRAISE_BLAME)
    assert table.drop(columns=[schema.QUOTES, schema.SHARE]).to_numpy().tolist() == [
        ["한진택배", "택배사", 3, 1, 2],
        ["입점 판매자", "입점 판매자", 1, 0, 1],
        ["카드사", "카드사·간편결제", 1, 0, 0],
    ]
    assert table[schema.SHARE].tolist()[:2] == [0.6667, 1.0]
    assert math.isnan(table[schema.SHARE][2])


def test_quotes_blame_first_the_worst_before_and_then_praise() -> None:
    quotes = partners_table(SAID, KINDS)[schema.QUOTES][0]
    assert quotes == ["판매자와 한진택배가 미뤄요", "한진택배가 던지고 갔어요", "한진택배 기사님이 친절하세요"]


def test_a_branch_that_is_named_is_the_unit_of_its_staff() -> None:
    said = clauses(
        (0, POS, "people", "", "강남점 매니저", "강남점 매니저님 최고예요"),
        (1, POS, "people", "", "매니저", "매니저님 최고예요"),
    )
    table = staff_table(said, {"매니저": "매장운영팀"})
    assert table[[schema.NAME, schema.KIND]].to_numpy().tolist() == [
        ["강남점 매니저", "강남점"],
        ["매니저", "매장운영팀"],
    ]


def test_staff_stand_by_role_with_their_department() -> None:
    table = staff_table(SAID, {"기사": "AS팀", "설치기사": "설치팀", "배송기사": "물류팀"})
    assert table[[schema.NAME, schema.KIND, schema.N_PRAISE, schema.N_BLAME]].to_numpy().tolist() == [
        ["배송기사", "물류팀", 1, 0],
        ["정해민 설치기사", "설치팀", 1, 0],
    ]


def test_a_product_answers_for_itself_alone() -> None:
    products = pd.Series(["가", "가", "나", "나", "다", "가", "가", ""])
    table = products_table(SAID, products)
    # Couriers, sellers, delivery and staff are charged elsewhere; record 7 names no product.
    assert table[[schema.NAME, schema.N_DOCUMENTS, schema.N_PRAISE, schema.N_BLAME]].to_numpy().tolist() == [
        ["가", 1, 1, 1]
    ]


def test_nothing_named_gives_empty_tables() -> None:
    nothing = SAID.iloc[:0]
    tables = (partners_table(nothing, {}), staff_table(nothing, {}), products_table(nothing, pd.Series([], dtype=str)))
    for table in tables:
        assert list(table.columns) == list(schema.PRAISE_BLAME)
        assert table.empty
