from __future__ import annotations

from collections import Counter

import numpy as np
import pandas as pd
import pytest

from voc_cli import schema
from voc_cli.annotate import Annotated
from voc_cli.evaluation import MISSES, PREDICTED, TRUTH, evaluate, find_misses, judge, predict
from voc_cli.schema import Sentiment
from voc_cli.scoring import NO_TEXT, Batch

NEG, NEU, POS = Sentiment.NEGATIVE, Sentiment.NEUTRAL, Sentiment.POSITIVE


def judged(*polarities: float) -> pd.DataFrame:
    """Rows with these polarities; within 0.1 of zero they are neutral."""
    return pd.DataFrame(
        {
            schema.TEXT: [f"글 {number}" for number in range(len(polarities))],
            schema.POLARITY: polarities,
            schema.SENTIMENT: [(NEU if abs(p) < 0.1 else POS if p > 0 else NEG).value for p in polarities],
            schema.EVIDENCE: ["말"] * len(polarities),
        }
    )


def sources(n: int) -> pd.DataFrame:
    return pd.DataFrame({schema.SOURCE_FILE: ["a.csv"] * n, schema.SOURCE_ROW: range(2, n + 2)})


def test_three_sentiments_are_compared_by_their_names() -> None:
    found = evaluate([NEG, NEG, NEU, POS, POS, POS], judged(-0.9, 0.05, 0.0, 0.8, 0.9, -0.3))
    assert found.has_neutral
    assert found.n == 6
    assert found.accuracy == pytest.approx(4 / 6)
    assert found.confusion == ((1, 1, 0), (0, 1, 0), (1, 0, 2))
    assert found.balanced_accuracy == pytest.approx((1 / 2 + 1 + 2 / 3) / 3)
    assert [score.sentiment for score in found.classes] == [NEG, NEU, POS]
    assert [score.n for score in found.classes] == [2, 1, 3]
    assert [score.precision for score in found.classes] == [0.5, 0.5, 1.0]
    assert [score.recall for score in found.classes] == [0.5, 1.0, pytest.approx(2 / 3)]
    assert found.classes[2].f1 == pytest.approx(0.8)


def test_without_neutral_labels_the_sign_decides() -> None:
    found = evaluate([NEG, POS, POS, NEG], judged(-0.01, 0.01, 0.0, 0.02))
    assert not found.has_neutral
    assert found.confusion == ((1, 1), (1, 1))
    assert (found.accuracy, found.balanced_accuracy) == (0.5, 0.5)


def test_a_share_of_nothing_is_none() -> None:
    found = evaluate([POS, POS], judged(0.5, 0.9))
    negative, positive = found.classes
    assert (negative.n, negative.precision, negative.recall, negative.f1) == (0, None, None, None)
    assert (positive.precision, positive.recall) == (1.0, 1.0)
    assert found.balanced_accuracy == 1.0


def test_a_sentiment_that_is_never_met_has_no_precision_and_an_f1_of_zero() -> None:
    negative = evaluate([POS, NEG], judged(0.5, 0.9)).classes[0]
    assert (negative.precision, negative.recall, negative.f1) == (None, 0.0, 0.0)


def test_the_interval_is_that_of_wilson() -> None:
    low, high = evaluate([POS] * 10, judged(*[0.5] * 8, -0.5, -0.5)).interval
    assert (round(low, 3), round(high, 3)) == (0.490, 0.943)  # 8 of 10, Newcombe (1998)


def test_misses_come_surest_first_with_where_they_stand() -> None:
    truth = [POS, POS, NEG, NEU, POS]
    table = find_misses(truth, judged(0.9, -0.2, 0.7, -0.95, -0.6), sources(5))
    assert tuple(table.columns) == MISSES
    assert table[schema.SOURCE_ROW].tolist() == [5, 4, 6, 3]
    assert table[TRUTH].tolist() == ["neutral", "negative", "positive", "positive"]
    assert table[PREDICTED].tolist() == ["negative", "positive", "negative", "negative"]


def test_rows_whose_numbers_have_gaps_keep_their_places() -> None:
    table = find_misses([POS, NEG], judged(-0.5, -0.5), sources(9).iloc[[3, 7]])
    assert table[schema.SOURCE_ROW].tolist() == [5]


def test_no_miss_gives_an_empty_table() -> None:
    table = find_misses([POS], judged(0.5), sources(1))
    assert (len(table), tuple(table.columns)) == (0, MISSES)


def test_prediction_follows_the_names_only_where_neutral_was_labelled() -> None:
    rows = judged(0.05, -0.5)
    assert predict(rows, has_neutral=True).tolist() == ["neutral", "negative"]
    assert predict(rows, has_neutral=False).tolist() == ["positive", "negative"]


def batch(numbers: list[int]) -> Batch:
    texts = pd.DataFrame(
        {schema.TEXT: ["가", "나"], schema.POLARITY: [0.5, -0.5], schema.SENTIMENT: ["positive", "negative"]}
    )
    clauses = pd.DataFrame({schema.TEXT_NO: [0, 1, 1], schema.EVIDENCE: ["좋다", "늦다;배송", "늦다;환불"]})
    return Batch(np.array(numbers), Annotated(texts, clauses, Counter()))


def test_rows_are_judged_with_the_evidence_of_all_their_clauses() -> None:
    table = judge([batch([1, 0]), batch([0])])
    assert table[schema.TEXT].tolist() == ["나", "가", "가"]
    assert table[schema.EVIDENCE].tolist() == ["늦다;배송;환불", "좋다", "좋다"]


def test_a_row_without_text_cannot_be_judged() -> None:
    with pytest.raises(ValueError, match="without text"):
        judge([batch([0, NO_TEXT])])
