"""What issue 3 asks of real data, measured where that data is at hand; the numbers themselves come from the scripts."""

from __future__ import annotations

import pytest

from tests.benchmarks import cost, food_aspect
from voc_cli.text.tokenise import KiwiTokenizer

# Asked is ASKED; this is what was reached when it was last measured, less a point for new weights.
REACHED_FOOD = 0.84
REACHED_COST = 0.25  # asked; 0.08 was measured


@pytest.mark.skipif(not food_aspect.FILE.is_file(), reason="../shared/data is not here")
def test_the_clause_of_an_aspect_says_what_was_labelled(kiwi: KiwiTokenizer) -> None:
    judged = food_aspect.judge(kiwi)
    assert len(judged.rows) > 4_000
    assert judged.n_without_clause <= 0.01 * len(judged.rows)
    assert judged.accuracy >= REACHED_FOOD


@pytest.mark.skipif(not cost.FILE.is_file(), reason="../shared/data is not here")
def test_sentiment_costs_a_fraction_of_the_tokenizer(kiwi: KiwiTokenizer) -> None:
    found = cost.measure(kiwi, n_texts=3_000)
    assert found.share("sentiment") <= REACHED_COST
    assert found.share("split") <= REACHED_COST
