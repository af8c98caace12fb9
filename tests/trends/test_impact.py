from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from voc_cli import schema
from voc_cli.trends.impact import MIN_RATED, priorities, rating_gaps, severities


def members(**themes: list[int]) -> pd.DataFrame:
    pairs = [(row, theme) for theme, rows in themes.items() for row in rows]
    return pd.DataFrame(pairs, columns=[schema.TEXT_NO, schema.THEME_ID])


def test_the_gap_is_the_difference_of_the_means_within_its_interval() -> None:
    ratings = pd.Series([1.0, 2.0, 1.0, 2.0, 1.0, 5.0, 4.0, 5.0, 4.0, 5.0, 4.0, np.nan])
    gap = rating_gaps(ratings, members(X=[0, 1, 2, 3, 4, 11])).loc["X"]
    assert gap[schema.RATING_GAP] == pytest.approx(1.4 - 4.5, abs=1e-3)
    assert gap[schema.RATING_GAP_LOW] < gap[schema.RATING_GAP] < gap[schema.RATING_GAP_HIGH] < 0


def test_few_ratings_have_no_gap() -> None:
    ratings = pd.Series([1.0] * (MIN_RATED - 1) + [4.0] * 20)
    assert rating_gaps(ratings, members(X=list(range(MIN_RATED - 1)))).empty
    assert rating_gaps(pd.Series([np.nan] * 9), members(X=[0, 1])).empty


def test_a_theme_has_the_same_interval_whatever_other_themes_there_are() -> None:
    ratings = pd.Series(np.random.default_rng(1).integers(1, 6, 80).astype(float))
    alone = rating_gaps(ratings, members(X=list(range(0, 40))))
    among = rating_gaps(ratings, members(A=list(range(5, 25)), X=list(range(0, 40)), Z=list(range(60, 80))))
    pd.testing.assert_frame_equal(among.loc[["X"]], alone)
    pd.testing.assert_frame_equal(rating_gaps(ratings, members(X=list(range(0, 40)))), alone)


def test_intervals_hold_the_true_gap_about_as_often_as_they_say() -> None:
    random = np.random.default_rng(2)
    held = []
    for _ in range(200):
        low, high = random.integers(1, 4, 60), random.integers(3, 6, 140)  # means 2 and 4
        gap = rating_gaps(pd.Series(np.concatenate([low, high]).astype(float)), members(X=list(range(60)))).loc["X"]
        held.append(gap[schema.RATING_GAP_LOW] <= -2 <= gap[schema.RATING_GAP_HIGH])
    assert 0.9 <= np.mean(held) <= 0.99


def test_severity_counts_negativity_and_grave_signals() -> None:
    clauses = pd.DataFrame(
        {
            schema.THEME_ID: ["X", "X", "Y", "Z", ""],
            schema.POLARITY: [-1.0, -0.5, -0.4, 0.2, -1.0],
            schema.SIGNALS: ["safety", "", "praise_staff", "churn;legal", "safety"],
        }
    )
    assert severities(clauses).round(3).to_dict() == {"X": 0.625, "Y": 0.2, "Z": 0.5}


def themes(**columns: Any) -> pd.DataFrame:
    base: dict[str, Any] = {
        schema.THEME_ID: ["A", "B"],
        schema.N_DOCUMENTS: [100, 100],
        schema.STATUS: ["steady", "steady"],
        schema.RATIO_LOW: [0.8, 0.8],
        schema.RATING_GAP_HIGH: [-1.0, -1.0],
    }
    return pd.DataFrame({**base, **columns})


@pytest.mark.parametrize(
    ("column", "values"),
    [
        (schema.N_DOCUMENTS, [100, 5]),
        (schema.RATING_GAP_HIGH, [-1.0, -0.1]),
    ],
)
def test_more_of_a_term_is_a_higher_priority(column: str, values: list[float]) -> None:
    scores = priorities(themes(**{column: values}), pd.Series({"A": 0.4, "B": 0.4}))[schema.PRIORITY]
    assert scores[0] > scores[1]


def test_a_theme_that_surely_rises_comes_before_one_that_may() -> None:
    table = themes(**{schema.STATUS: ["rising", "steady"], schema.RATIO_LOW: [2.0, 2.0]})
    found = priorities(table, pd.Series({"A": 0.4, "B": 0.4}))
    assert found[schema.PRIORITY_TREND].tolist() == [0.5, 0.0]


def test_what_has_gone_by_does_not_come_first() -> None:
    found = priorities(themes(), pd.Series({"A": 0.4, "B": 0.4}), pd.Series({"B": 20}))
    assert found[schema.PRIORITY_VOLUME].tolist() == [0.0, 1.0]


def test_the_score_is_the_weighted_sum_of_the_printed_terms() -> None:
    found = priorities(themes(**{schema.RATING_GAP_HIGH: [-1.0, np.nan]}), pd.Series({"A": 0.4, "B": 0.4}))
    weights = schema.PRIORITY_WEIGHTS
    first, second = (found.iloc[row] for row in (0, 1))
    assert first[schema.PRIORITY] == pytest.approx(100 * sum(first[name] * weights[name] for name in weights), abs=0.1)
    others = [name for name in weights if name != schema.PRIORITY_IMPACT]
    expected = 100 * sum(second[name] * weights[name] for name in others) / sum(weights[name] for name in others)
    assert second[schema.PRIORITY] == pytest.approx(expected, abs=0.1)
