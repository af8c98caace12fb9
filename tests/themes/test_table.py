from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from tests.themes.frames import clause, clauses, seeds
from voc_cli import schema
from voc_cli.themes.editing import Theme, theme_id
from voc_cli.themes.table import record_gladness, theme_keywords, theme_series, theme_table
from voc_cli.themes.things import thing_id

THEMES = {
    "Ta": Theme("Ta", "배송 지연", "outbound", "물류팀"),
    "Tb": Theme("Tb", "앱 로그인 오류", "technology", "앱개발팀"),
}
LATE = theme_id("outbound", "배송 속도")
WHEEL = thing_id("물레/N")
DOCUMENTS = pd.DataFrame(
    {
        schema.RECEIVED_AT: pd.to_datetime(["2024-01-03", "2024-01-01", "NaT", "2024-02-01", "2024-01-05"]),
        schema.RATING: [1.0, 2.0, float("nan"), 3.0, float("nan")],
    }
)
CLAUSES = clauses(
    clause(0, theme_id="Ta", text="배송이 늦어요", polarity=-0.4),
    clause(
        0, theme_id="Ta", text="일주일째 안 와요", polarity=-0.8, lemmas="일주일/N 오/V NEG", pair="기사/N+오/V NEG"
    ),
    clause(1, theme_id="Ta", text="배송이 늦네요", polarity=-0.6),
    clause(2, theme_id=""),
    clause(3, theme_id="Ta", text="기사님이 안 오세요", lemmas="기사/N 오/V NEG", pair="기사/N+오/V NEG"),
    clause(4, theme_id="Tb", text="로그인이 안 돼요", lemmas="로그인/N NEG"),
)


def table() -> pd.DataFrame:
    return theme_table(CLAUSES, DOCUMENTS, THEMES, n_documents=5, seeds=seeds())


def test_the_largest_theme_comes_first_in_the_columns_of_the_schema() -> None:
    assert tuple(table().columns) == schema.THEMES
    assert table()[schema.THEME_ID].tolist() == ["Ta", "Tb"]
    assert table()[schema.NAME].tolist() == ["배송 지연", "앱 로그인 오류"]
    assert table()[schema.STAGE].tolist() == ["outbound", "technology"]
    assert table()[schema.OWNER].tolist() == ["물류팀", "앱개발팀"]


def test_clauses_and_records_are_counted_apart() -> None:
    first = table().iloc[0]
    assert first[schema.N_CLAUSES] == 4
    assert first[schema.N_DOCUMENTS] == 3
    assert first[schema.SHARE] == pytest.approx(0.6)


def test_means_and_days_are_those_of_the_members() -> None:
    first, second = table().iloc[0], table().iloc[1]
    assert first[schema.POLARITY] == pytest.approx((-0.4 - 0.8 - 0.6 - 0.5) / 4)
    assert first[schema.RATING] == pytest.approx(2.0)
    assert math.isnan(second[schema.RATING])
    assert first[schema.FIRST_SEEN] == pd.Timestamp("2024-01-01")
    assert first[schema.LAST_SEEN] == pd.Timestamp("2024-02-01")


def test_quotes_are_clauses_of_the_theme() -> None:
    first = table().iloc[0]
    assert len(first[schema.QUOTES]) >= 2
    assert set(first[schema.QUOTES]) <= set(CLAUSES.loc[CLAUSES[schema.THEME_ID] == "Ta", schema.TEXT])
    assert "오다" in first[schema.KEYWORDS]


def quotes_of(*rows: dict[str, object]) -> list[str]:
    themes = {LATE: Theme(LATE, "배송 지연", "outbound", "물류팀"), "Tnew": Theme("Tnew", "손잡이 헐거움", "none", "")}
    themes[WHEEL] = Theme(WHEEL, "물레 관련 불만", "none", "")
    found = theme_table(clauses(*rows), DOCUMENTS, themes, n_documents=5, seeds=seeds())
    return list(found[schema.QUOTES].iloc[0])


def late(text: str, lemmas: str, *, typical: float = 1.0) -> dict[str, object]:
    return clause(0, lemmas, text=text, theme_id=LATE, polarity=-0.99, typical=typical)


def test_a_word_of_the_theme_in_the_background_is_no_reason_to_quote() -> None:
    rows = (
        late("배송이 늦었어요", "배송/N 늦/V"),
        late("배송은 왔는데 로그인이 안 돼요", "배송/N 오/V 로그인/N NEG"),
        late("배송 문의하려고 로그인했더니 튕겨요", "배송/N 문의/N 로그인/N 튕기/V"),
    )
    assert quotes_of(*rows) == ["배송이 늦었어요"]


def test_a_theme_without_a_sure_member_shows_its_surest() -> None:
    rows = (
        late("주문했는데 배송이 늦더라도", "주문/N 배송/N 늦/V"),
        late("주문하면서 배송을 봤는데요", "주문/N 배송/N 보/V"),
    )
    assert quotes_of(*rows)[0] == "주문했는데 배송이 늦더라도"


def test_what_hardly_speaks_of_the_theme_is_quoted_only_where_fewer_than_three_records_do() -> None:
    other = late("배송은 왔는데 로그인이 안 돼요", "배송/N 오/V 로그인/N NEG", typical=0.1)
    sure = (
        ("배송이 늦었어요", "배송/N 늦/V"),
        ("기사님 탓에 어제 배송이 늦었어요", "기사/N 탓/N 어제/N 배송/N 늦/V"),
        ("명절이라 물건 배송이 늦네요", "명절/N 물건/N 배송/N 늦/V"),
    )
    rows = [late(text, lemmas) | {schema.TEXT_NO: number} for number, (text, lemmas) in enumerate(sure)]
    assert quotes_of(other) == ["배송은 왔는데 로그인이 안 돼요"]
    assert sorted(quotes_of(other | {schema.TEXT_NO: 3}, *rows)) == sorted(text for text, _ in sure)


def test_what_only_goes_on_with_another_clause_is_not_quoted_beside_it() -> None:
    rows = (late("배송이 늦었어요", "배송/N 늦/V"), late("배송이 늦습니다 정말", "배송/N 늦/V 정말/M", typical=0.0))
    assert quotes_of(*rows) == ["배송이 늦었어요"]


def test_a_discovered_theme_is_quoted_with_the_words_of_its_name() -> None:
    named = [("손잡이가 헐거워요", "손잡이/N 헐겁/V"), ("손잡이가 금방 헐거워졌어요", "손잡이/N 금방/M 헐겁/V 지/V")]
    rows = [
        clause(0, words, text=said, theme_id="Tnew", pair="손잡이/N+헐겁/V", polarity=-0.9) for said, words in named
    ]
    other = clause(1, "자루/N 느슨하/V", text="자루가 느슨합니다", theme_id="Tnew", pair="자루/N+느슨하/V")
    assert set(quotes_of(*rows, other)) <= {said for said, _ in named}


def test_a_theme_of_a_new_thing_is_quoted_with_whatever_is_told_of_it() -> None:
    told = [("물레가 헐거워요", "헐겁/V"), ("물레가 금방 흐려져요", "흐리/V"), ("물레 다 망가졌네요", "망가지/V")]
    rows = [
        clause(n, f"물레/N {verb}", text=said, theme_id=WHEEL, pair=f"물레/N+{verb}", polarity=-0.9)
        for n, (said, verb) in enumerate([*told, ("물레 헐겁네", "헐겁/V")])
    ]
    beside = clause(4, "처음/N", text="처음부터 이래요", theme_id=WHEEL, polarity=-0.9)
    assert {said for said, _ in told} <= set(quotes_of(*rows, beside))


def test_change_is_left_to_the_comparison() -> None:
    assert table()[[schema.PREVIOUS, schema.CHANGE, schema.P_VALUE, schema.Q_VALUE]].isna().all(axis=None)
    assert set(table()[schema.STATUS]) == {""}


def test_equal_themes_stand_in_the_order_of_their_ids() -> None:
    rows = clauses(clause(0, theme_id="Tb"), clause(1, theme_id="Ta"))
    assert theme_table(rows, DOCUMENTS, THEMES, n_documents=2, seeds=seeds())[schema.THEME_ID].tolist() == ["Ta", "Tb"]


def test_records_without_a_date_still_count() -> None:
    found = theme_table(clauses(clause(2, theme_id="Ta")), DOCUMENTS, THEMES, n_documents=5, seeds=seeds())
    assert found[schema.N_DOCUMENTS].tolist() == [1]
    assert found[schema.FIRST_SEEN].isna().all()


def test_no_themes_give_an_empty_table() -> None:
    found = theme_table(clauses(clause(0)), DOCUMENTS, THEMES, n_documents=5, seeds=seeds())
    assert tuple(found.columns) == schema.THEMES
    assert len(found) == 0


def test_a_series_counts_records_in_each_bucket() -> None:
    buckets = np.array([0, 0, -1, 2, 1])
    assert theme_series(CLAUSES, buckets, n_buckets=4) == {"Ta": (2, 0, 1, 0), "Tb": (0, 1, 0, 0)}


def test_a_record_without_a_date_is_in_no_bucket() -> None:
    assert theme_series(clauses(clause(2, theme_id="Ta")), np.array([0, 0, -1]), n_buckets=2) == {"Ta": (0, 0)}


def test_no_themes_have_no_series() -> None:
    assert theme_series(clauses(clause(0)), np.array([0]), n_buckets=1) == {}


def test_units_and_numerals_are_no_keywords_of_a_theme() -> None:
    told = late("배송이 두 번이나 3주 늦었어요", "배송/N 번/N 주/N 늦/V")
    themes = {LATE: Theme(LATE, "배송 지연", "outbound", "물류팀")}
    found = theme_table(clauses(told), DOCUMENTS, themes, n_documents=1, seeds=seeds())
    assert found[schema.KEYWORDS].iloc[0] == ["늦다", "배송"]
    assert theme_keywords(clauses(told), [LATE]) == {LATE: ["늦다", "배송"]}


def test_the_keywords_of_some_themes_are_those_of_the_table() -> None:
    found = table().set_index(schema.THEME_ID)[schema.KEYWORDS].to_dict()
    assert any(found.values())
    for identity, words in zip(map(str, found), found.values(), strict=True):
        assert theme_keywords(CLAUSES, [identity]) == {identity: words}
    assert theme_keywords(CLAUSES, []) == {}
    bare = theme_table(CLAUSES, DOCUMENTS, THEMES, n_documents=5, seeds=seeds(), is_quoted=False)
    assert [*bare[schema.KEYWORDS], *bare[schema.QUOTES]] == [[]] * 2 * len(found)


def test_a_record_is_glad_by_the_scale_of_its_export() -> None:
    assert record_gladness(pd.Series([5.0, 4.0, 3.0, float("nan")])).tolist() == [1, 1, 0, 0]
    assert record_gladness(pd.Series([10.0, 7.0, 8.0])).tolist() == [1, 0, 1]
    assert record_gladness(pd.Series([float("nan")] * 2)).tolist() == [0, 0]


def test_who_gave_the_best_mark_is_quoted_behind_those_who_did_not() -> None:
    words = ("배송이 너무 늦어요", "배송이 정말 늦더군요", "택배 배송 늦네요")
    rows = [clause(n, text=text, theme_id=LATE, pair="배송/N+늦/V") for n, text in enumerate(words)]

    def first(ratings: list[float]) -> str:
        documents = pd.DataFrame({schema.RECEIVED_AT: pd.Timestamp("2024-01-01"), schema.RATING: ratings})
        themes = {LATE: Theme(LATE, "배송 지연", "outbound", "물류팀", is_seeded=True)}
        found = theme_table(clauses(*rows), documents, themes, n_documents=3, seeds=seeds())
        quotes: list[str] = found[schema.QUOTES].iloc[0]
        return quotes[0]

    usual = first([1.0, 1.0, 1.0])
    glad = [5.0 if text == usual else 1.0 for text in words]
    assert first(glad) != usual
    assert first([5.0, 5.0, 5.0]) == usual
