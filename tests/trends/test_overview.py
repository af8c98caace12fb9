from __future__ import annotations

from datetime import date
from typing import Literal

import numpy as np
import pandas as pd
import pytest

from voc_cli import schema
from voc_cli.actions import Goal
from voc_cli.trends.calendar import bucket
from voc_cli.trends.overview import Told, Wanted, choose_basis, compare_export, with_change

WEEKS = 12
PER_WEEK = 350


def documents(n_weeks: int = WEEKS, per_week: int = PER_WEEK, *, step: int = 7) -> pd.DataFrame:
    """Steady records from Monday, 1 April 2024 on; every third one is rated low, the others high."""
    n = n_weeks * per_week
    rows = np.arange(n)
    moments = pd.Timestamp("2024-04-01") + pd.to_timedelta(rows // per_week * step + rows % 7, unit="D")
    return pd.DataFrame(
        {
            schema.DOC_ID: [str(row) for row in rows],
            schema.SOURCE_FILE: "상담.csv",
            schema.RECEIVED_AT: moments,
            schema.CLOSED_AT: moments + pd.Timedelta(hours=6),
            schema.CHANNEL: "전화",
            schema.CUSTOMER: [f"c{row % 40}" for row in rows],
            schema.RATING: np.where(rows % 3 == 0, 1.0, 4.0),
        }
    )


def clauses(rows: np.ndarray, theme: str) -> pd.DataFrame:
    return pd.DataFrame({schema.TEXT_NO: rows, schema.THEME_ID: theme, schema.POLARITY: -0.6, schema.SIGNALS: ""})


def told(wanted: Wanted, *, growth: int = 1, originals: np.ndarray | None = None) -> Told:
    """T1 is in every 15th record, ``growth`` times as often in the last week; T2 in every 20th."""
    table = documents()
    n = len(table)
    last = np.arange(n) >= n - PER_WEEK
    rows = np.arange(n)
    late = rows[(rows % 15 == 0) | (last & (rows % 15 < growth))]
    said = pd.concat([clauses(late, "T1"), clauses(rows[rows % 20 == 7], "T2")], ignore_index=True)
    themes = pd.DataFrame([dict.fromkeys(schema.THEMES, "")] * 2)
    themes[schema.THEME_ID], themes[schema.NAME] = ["T1", "T2"], ["배송 지연", "소음"]
    themes[schema.N_DOCUMENTS] = said[schema.THEME_ID].value_counts().reindex(["T1", "T2"]).to_numpy()
    return compare_export(
        themes,
        table,
        said,
        originals=np.ones(n, dtype=bool) if originals is None else originals,
        sources=(),
        buckets=bucket(table[schema.RECEIVED_AT]),
        wanted=wanted,
    )


@pytest.mark.parametrize(
    ("n_weeks", "per_week", "step", "basis"),
    [(12, 350, 7, "week"), (52, 80, 7, "month"), (52, 20, 7, "half"), (3, 350, 7, "half")],
)
def test_the_stretch_is_as_short_as_the_records_allow(n_weeks: int, per_week: int, step: int, basis: str) -> None:
    moments = documents(n_weeks, per_week, step=step)[schema.RECEIVED_AT]
    assert choose_basis(moments, widest="week") == basis


def test_an_export_told_in_months_is_not_compared_by_the_week() -> None:
    assert choose_basis(documents()[schema.RECEIVED_AT], widest="month") != "week"


def test_the_last_week_is_compared_with_those_before() -> None:
    found = told(Wanted(), growth=4)
    assert found.basis == "week" and found.compared is not None
    assert (found.compared.now, found.compared.n_periods) == (("2024-06-17", "2024-06-23"), 8)
    assert found.themes[schema.STATUS].tolist() == ["rising", "steady"]


def test_halves_are_compared_where_that_is_asked_for() -> None:
    found = told(Wanted(basis="half"))
    assert found.basis == "half" and found.compared is not None
    assert found.compared.n_now == found.compared.n_before
    assert found.themes[schema.STATUS].tolist() == ["steady", "steady"]


def test_the_facts_of_a_theme_stand_behind_its_change() -> None:
    themes = told(Wanted()).themes
    assert tuple(themes.columns) == (*schema.THEMES, *schema.THEME_FACTS)
    first = themes.iloc[0]
    assert first[schema.HOURS_TO_CLOSE] == 6.0
    # Every 15th record is one that is rated 1; the rest of all records rate 3.14 on average.
    assert first[schema.RATING_GAP] == pytest.approx(1 - 22 / 7, abs=0.01)
    assert first[schema.N_AGAIN] > 0
    assert themes[schema.PRIORITY].between(0, 100).all()


def test_copies_count_for_nothing() -> None:
    table = documents()
    originals = (np.arange(len(table)) % 2 == 0).astype(bool)
    found = told(Wanted(basis="week"), originals=originals)
    assert found.compared is not None
    assert found.compared.n_now == PER_WEEK // 2


@pytest.mark.parametrize("basis", ["week", "half"])
def test_a_theme_that_only_copies_tell_of_is_not_called_gone(basis: Literal["week", "half"]) -> None:
    table = documents()
    rows = np.arange(len(table))
    late = rows >= len(table) - PER_WEEK * (1 if basis == "week" else WEEKS // 2)
    found = told(Wanted(basis=basis), originals=~(late & (rows % 15 == 0)))
    assert found.themes[schema.STATUS].tolist() == ["uncertain", "steady"]
    assert found.compared is not None
    changes = found.compared.comparison.changes
    assert "gone" not in set(changes[schema.STATUS])
    assert changes[changes[schema.THEME_ID] == "T1"][schema.N_NOW].eq(0).all()


@pytest.mark.parametrize("basis", ["week", "half"])
def test_a_theme_that_only_copies_told_of_before_is_not_called_new(basis: Literal["week", "half"]) -> None:
    table = documents()
    rows = np.arange(len(table))
    early = rows < len(table) - PER_WEEK * (1 if basis == "week" else WEEKS // 2)
    found = told(Wanted(basis=basis), originals=~(early & (rows % 15 == 0)))
    assert found.themes[schema.STATUS].tolist() == ["rising", "steady"]


def test_goals_are_judged_where_there_are_any() -> None:
    assert told(Wanted()).goals is None
    goal = Goal(theme="배송 지연", text="절반", target=0.5, since=date(2024, 6, 3))
    judged = told(Wanted(goals=(goal,))).goals
    assert judged is not None
    assert judged[[schema.THEME_ID, schema.STATUS]].to_numpy().tolist() == [["T1", "missed"]]


def test_without_a_comparison_the_change_is_empty() -> None:
    themes = pd.DataFrame([dict.fromkeys(schema.THEMES, "old")])
    filled = with_change(themes, None)
    assert filled[schema.STATUS].tolist() == [""]
    assert filled[[schema.PREVIOUS, schema.Q_VALUE, schema.RATIO]].isna().all(axis=None)
    assert themes[schema.STATUS].tolist() == ["old"]
