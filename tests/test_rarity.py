from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from voc_cli.rarity import CLEAR, clear_from, complaint_logits, rarity


def test_the_logit_of_a_complaint_turns_the_polarity_back_into_odds() -> None:
    assert complaint_logits(np.array([0.0, -0.5, 0.5])).tolist() == pytest.approx([0.0, 1.0986, -1.0986], abs=1e-4)
    assert np.isfinite(complaint_logits(np.array([-1.0, 1.0]))).all()


def test_complaints_are_rare_only_where_nearly_everybody_is_glad() -> None:
    many = np.array([-0.9, 0.9] * 1_000)
    few = np.array([-0.9] * 100 + [0.9] * 1_900)
    assert rarity(many) == pytest.approx(0.0, abs=0.05)
    assert rarity(np.full(2_000, -0.9)) == 0.0
    assert -4.0 < rarity(few) < -2.0


def test_a_few_clauses_tell_little_of_how_rare_complaints_are() -> None:
    assert rarity(np.array([])) == 0.0
    assert rarity(np.full(5, 0.95)) > -0.2


def test_an_opinion_must_be_the_clearer_the_rarer_it_is() -> None:
    half, tenth = np.array([-0.9, 0.9] * 1_000), np.array([-0.6] * 100 + [0.9] * 1_900)
    assert clear_from(half) == CLEAR
    assert 0.7 < clear_from(tenth) < 1.0
    assert clear_from(-tenth) == CLEAR  # praise abounds there
    assert clear_from(np.array([])) == CLEAR


@given(arrays(np.float64, st.integers(0, 50), elements=st.floats(-1, 1)))
def test_a_clear_opinion_is_never_milder_than_the_usual_one_nor_out_of_reach(polarity: NDArray[np.float64]) -> None:
    assert CLEAR <= clear_from(polarity) < 1.0
