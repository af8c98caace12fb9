"""Categories of agents against the places of the texts."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pandas as pd
import pytest

from voc_cli import schema
from voc_cli.annotate import Annotated
from voc_cli.audit import AUDIT, audit, compare_categories, is_other, place_texts
from voc_cli.scoring import Batch

# category, stage, aspect
FILED = [
    *[("배송", "outbound", "배송 속도")] * 6,
    ("제품", "outbound", "배송 속도"),
    ("기타", "outbound", "배송 속도"),
    *[("제품", "operations", "고장·작동")] * 4,
    ("제품", "operations", ""),
    ("기타", "technology", "로그인"),
    ("일반 문의", "none", ""),
]
CATEGORIES = [category for category, _, _ in FILED]
PLACES = pd.DataFrame(
    {
        schema.TEXT: [f"글 {n}" for n in range(len(FILED))],
        schema.SIGNALS: [""] * len(FILED),
        schema.STAGE: [stage for _, stage, _ in FILED],
        schema.ASPECT: [aspect for _, _, aspect in FILED],
        schema.EVIDENCE: ["늦다"] * len(FILED),
    }
)
SOURCES = pd.DataFrame({schema.SOURCE_FILE: ["a.csv"] * len(FILED), schema.SOURCE_ROW: range(2, len(FILED) + 2)})


def test_agreement_counts_the_main_stage_of_each_category() -> None:
    found = compare_categories(CATEGORIES, PLACES)
    lines = {line.name: line for line in found.categories}
    assert [line.name for line in found.categories] == ["배송", "제품", "기타", "일반 문의"]
    assert (lines["제품"].n, lines["제품"].stage, lines["제품"].share) == (6, "operations", 5 / 6)
    assert lines["제품"].aspects == (("고장·작동", 4), ("배송 속도", 1))
    assert sum(lines["제품"].by_stage) == 6
    # One of 제품, and one of the two of 기타, speak of another stage than the rest.
    assert found.agreement == pytest.approx(13 / 15)
    assert 0.4 < found.mutual_information < 1
    assert (found.n, found.n_other, found.n_other_placed) == (15, 3, 2)


def test_categories_that_follow_from_the_text_agree_wholly() -> None:
    places = PLACES.iloc[[0, 1, 8, 9]]
    found = compare_categories(["배송", "배송", "제품", "제품"], places)
    assert found.agreement == 1
    assert found.mutual_information == pytest.approx(1)


def test_rows_that_stand_alone_in_their_place_are_listed_with_a_better_category() -> None:
    table = audit(CATEGORIES, PLACES, SOURCES)
    assert list(table.columns) == list(AUDIT)
    columns = [schema.SOURCE_ROW, schema.KIND, "category", "suggestion", schema.ASPECT, "strength"]
    assert table[columns].to_numpy().tolist() == [
        # 6 of the 6 other records are 배송, with two records of doubt.
        [8, "misfiled", "제품", "배송", "배송 속도", 0.75],
        # 6 of 7, since 제품 lies there too.
        [9, "other", "기타", "배송", "배송 속도", 0.667],
        [15, "other", "기타", "", "로그인", 0.0],
    ]


def test_an_aspect_of_its_own_is_measured_by_its_stage() -> None:
    filed = [*[("앱", "technology", aspect) for aspect in ("로그인", "속도", "알림", "검색")] * 2]
    filed += [("배송", "technology", "결제 오류"), ("배송", "outbound", "누락"), ("제품", "outbound", "포장")]
    names = [schema.STAGE, schema.ASPECT]
    places = pd.DataFrame([row[1:] for row in filed], columns=names).assign(
        **{schema.TEXT: "글", schema.SIGNALS: "", schema.EVIDENCE: ""}
    )
    sources = pd.DataFrame({schema.SOURCE_FILE: "a.csv", schema.SOURCE_ROW: range(2, len(filed) + 2)})
    found = audit([category for category, *_ in filed], places, sources)
    columns = [schema.SOURCE_ROW, schema.KIND, "suggestion", schema.ASPECT, "strength"]
    # 8 of the 8 other records of the stage are 앱, with two records of doubt; two of 배송·포장 prove nothing.
    assert found[columns].to_numpy().tolist() == [[10, "misfiled", "앱", "결제 오류", 0.8]]


def test_few_records_prove_nothing() -> None:
    places = PLACES.iloc[[0, 1, 6]].reset_index(drop=True)
    assert audit(["배송", "배송", "제품"], places, SOURCES.head(3)).empty


def test_cases_among_what_says_nothing_come_first_even_without_a_stage() -> None:
    signals = [""] * len(FILED)
    signals[13], signals[14] = "safety;churn", "legal"  # 기타 of a place, and 일반 문의 with a mere verdict
    table = audit(CATEGORIES, PLACES.assign(**{schema.SIGNALS: signals}), SOURCES)
    assert table[schema.SOURCE_ROW].tolist() == [15, 16, 8, 9]
    assert table[schema.SIGNALS].tolist()[:2] == ["safety;churn", "legal"]


def test_churn_alone_is_no_case() -> None:
    signals = ["churn"] * len(FILED)
    rows = audit(CATEGORIES, PLACES.assign(**{schema.SIGNALS: signals}), SOURCES)[schema.SOURCE_ROW].tolist()
    assert rows == audit(CATEGORIES, PLACES, SOURCES)[schema.SOURCE_ROW].tolist()


@pytest.mark.parametrize("name", ["기타", "기타 문의", "일반불만", "ETC", "미분류", "배송 > 기타"])
def test_a_category_that_says_nothing_is_known(name: str) -> None:
    assert is_other(name)


@pytest.mark.parametrize("name", ["배송", "기타 배송비", "", "기타 > 배송"])
def test_a_category_that_says_something_is_none(name: str) -> None:
    assert not is_other(name)


def test_a_text_is_placed_in_its_main_stage_and_the_aspect_that_weighs_most_there() -> None:
    rows = [
        (0, "outbound", "배송 속도", -0.9, "늦다"),
        (0, "outbound", "포장", 0.2, "꼼꼼하다"),
        (0, "operations", "맛", 0.95, "맛있다"),
        (0, "none", "전반 평가", -1.0, "최악"),
        (1, "none", "전반 평가", 1.0, ""),
    ]
    names = [schema.TEXT_NO, schema.STAGE, schema.ASPECT, schema.POLARITY, schema.EVIDENCE]
    texts = pd.DataFrame(
        {schema.TEXT: ["가", "나"], schema.STAGES: ["outbound;operations", ""], schema.SIGNALS: ["safety", ""]}
    )
    batch = Batch(np.array([1, 0, 0]), Annotated(texts, pd.DataFrame(rows, columns=names), Counter()))
    table = place_texts([batch])
    assert table[[schema.TEXT, schema.STAGE, schema.ASPECT]].to_numpy().tolist() == [
        ["나", "none", "전반 평가"],
        ["가", "outbound", "배송 속도"],
        ["가", "outbound", "배송 속도"],
    ]
    assert table[schema.EVIDENCE][1] == "늦다;꼼꼼하다;맛있다;최악"
    assert table[schema.SIGNALS].tolist() == ["", "safety", "safety"]
