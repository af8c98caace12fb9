from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from tests.themes.frames import clause, clauses
from voc_cli import schema
from voc_cli.themes.editing import Theme
from voc_cli.themes.table import theme_series, theme_table

THEMES = {
    "Ta": Theme("Ta", "배송 지연", "outbound", "물류팀"),
    "Tb": Theme("Tb", "앱 로그인 오류", "technology", "앱개발팀"),
}
DOCUMENTS = pd.DataFrame(
    {
        schema.RECEIVED_AT: pd.to_datetime(["2024-01-03", "2024-01-01", "NaT", "2024-02-01", "2024-01-05"]),
        schema.RATING: [1.0, 2.0, float("nan"), 3.0, float("nan")],
    }
)
CLAUSES = clauses(
    clause(0, theme_id="Ta", text="배송이 늦어요", polarity=-0.4),
    clause(0, theme_id="Ta", text="일주일째 안 와요", polarity=-0.8, lemmas="일주일/N 오/V NEG"),
    clause(1, theme_id="Ta", text="배송이 늦네요", polarity=-0.6),
    clause(2, theme_id=""),
    clause(3, theme_id="Ta", text="기사님이 안 오세요", lemmas="기사/N 오/V NEG"),
    clause(4, theme_id="Tb", text="로그인이 안 돼요", lemmas="로그인/N NEG"),
)


def table() -> pd.DataFrame:
    return theme_table(CLAUSES, DOCUMENTS, THEMES, n_documents=5)


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


def test_change_is_left_to_the_comparison() -> None:
    assert table()[[schema.PREVIOUS, schema.CHANGE, schema.P_VALUE, schema.Q_VALUE]].isna().all(axis=None)
    assert set(table()[schema.STATUS]) == {""}


def test_equal_themes_stand_in_the_order_of_their_ids() -> None:
    rows = clauses(clause(0, theme_id="Tb"), clause(1, theme_id="Ta"))
    assert theme_table(rows, DOCUMENTS, THEMES, n_documents=2)[schema.THEME_ID].tolist() == ["Ta", "Tb"]


def test_records_without_a_date_still_count() -> None:
    found = theme_table(clauses(clause(2, theme_id="Ta")), DOCUMENTS, THEMES, n_documents=5)
    assert found[schema.N_DOCUMENTS].tolist() == [1]
    assert found[schema.FIRST_SEEN].isna().all()


def test_no_themes_give_an_empty_table() -> None:
    found = theme_table(clauses(clause(0)), DOCUMENTS, THEMES, n_documents=5)
    assert tuple(found.columns) == schema.THEMES
    assert len(found) == 0


def test_a_series_counts_records_in_each_bucket() -> None:
    buckets = np.array([0, 0, -1, 2, 1])
    assert theme_series(CLAUSES, buckets, n_buckets=4) == {"Ta": (2, 0, 1, 0), "Tb": (0, 1, 0, 0)}


def test_a_record_without_a_date_is_in_no_bucket() -> None:
    assert theme_series(clauses(clause(2, theme_id="Ta")), np.array([0, 0, -1]), n_buckets=2) == {"Ta": (0, 0)}


def test_no_themes_have_no_series() -> None:
    assert theme_series(clauses(clause(0)), np.array([0]), n_buckets=1) == {}
