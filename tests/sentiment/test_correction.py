from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc_cli.sentiment.correction import (
    BITS,
    SURE,
    Correction,
    LemmaFeatures,
    as_whole_texts,
    decode,
    encode,
    heard,
    logits_of,
    of_texts,
    steadied,
    with_bias,
)

CLAUSES = st.lists(st.lists(st.sampled_from(["닻/N", "무겁/V", "NEG", "늦/V"]), max_size=6).map(" ".join), max_size=5)


def correction_of(weights: dict[str, float], *, bias: float = 0.0, neutral: float = 0.1) -> Correction:
    """A correction that knows single words."""
    buckets = np.zeros(1 << BITS)
    for word, weight in weights.items():
        buckets += LemmaFeatures().counts([word]).toarray()[0] * weight
    return Correction.of(
        buckets, tokenizer="fake 1", n_rows=9, strength=1.0, before=0.5, after=0.6, bias=bias, neutral=neutral
    )


def shifts_of(correction: Correction, clauses: Sequence[str]) -> list[float]:
    found: list[float] = correction.shifts(LemmaFeatures().counts(clauses)).tolist()
    return found


def test_lemmas_and_their_pairs_are_counted_and_no_pair_spans_two_clauses() -> None:
    counts = LemmaFeatures().counts(["닻/N 무겁/V", "닻/N", "무겁/V", ""])
    assert counts.shape == (4, 1 << BITS)
    assert np.asarray(counts.sum(axis=1)).ravel().tolist() == [3, 1, 1, 0]
    both = of_texts(counts, np.array([0, 1, 1, 2]), n_texts=3)
    assert np.asarray(both.sum(axis=1)).ravel().tolist() == [3, 2, 0]
    # The pair of the first text is the one feature that the second lacks.
    assert (both[0] - both[1]).nnz == 1


@given(CLAUSES)
def test_a_clause_has_the_same_features_in_any_company(clauses: list[str]) -> None:
    together = LemmaFeatures().counts(clauses).toarray()
    alone = [LemmaFeatures().counts([clause]).toarray()[0] for clause in clauses]
    assert all(np.array_equal(a, b) for a, b in zip(together, alone, strict=True))


def test_a_word_weighs_less_in_a_longer_clause() -> None:
    found = shifts_of(correction_of({"무겁/V": 3.0}), ["무겁/V", "닻/N 무겁/V", "닻/N", ""])
    assert found == pytest.approx([3 / math.sqrt(5), 3 / math.sqrt(7), 0.0, 0.0], rel=1e-4)


def test_rows_are_divided_by_the_root_of_their_padded_length() -> None:
    counts = LemmaFeatures().counts(["닻/N 닻/N"])
    assert steadied(counts).sum() == pytest.approx(3 / math.sqrt(7))


def test_clauses_hear_only_what_is_sure() -> None:
    assert heard(np.array([0.0, SURE, -SURE, 1.5, -1.5])).tolist() == [0, 0, 0, 1.0, -1.0]


def test_the_bias_moves_texts_with_an_opinion_and_no_clause() -> None:
    correction = correction_of({}, bias=1.0, neutral=0.1)
    polarity, still = np.array([0.5, 0.05, -0.5]), np.zeros(3)
    moved = correction.shift_texts(polarity, still)
    assert moved[1] == 0.05
    assert moved[[0, 2]] == pytest.approx(np.tanh((logits_of(polarity[[0, 2]]) + 1.0) / 2))
    assert correction.shift_clauses(polarity, still).tolist() == polarity.tolist()


def test_words_move_a_text_without_opinion_too() -> None:
    assert with_bias(np.array([0.0]), np.array([2.0]), 0.5, neutral=0.1).tolist() == [2.5]


@given(st.floats(-1, 1), st.floats(-5, 5))
def test_a_corrected_polarity_stays_a_polarity_and_follows_the_shift(polarity: float, shift: float) -> None:
    correction = correction_of({})
    moved = float(correction.shift_clauses(np.array([polarity]), np.array([shift]))[0])
    assert -1 <= moved <= 1
    if abs(shift) > SURE + 0.01 and abs(polarity) < 0.99:
        assert (moved > polarity) == (shift > 0)


def test_a_file_gives_back_what_was_written() -> None:
    correction = correction_of({"무겁/V": 2.0, "헛도/V": -1.0}, bias=0.25)
    read = decode(encode(correction))
    assert read.meta == correction.meta
    assert np.array_equal(read.buckets, correction.buckets)
    assert encode(read) == encode(correction)


@pytest.mark.parametrize(
    "change", [lambda d: b"x" + d, lambda d: d[:-9], lambda d: b"VOCC1\n{}\n" + d[-20:], lambda d: d[:0]]
)
def test_another_file_is_refused(change: object) -> None:
    assert callable(change)
    with pytest.raises(ValueError, match="correction"):
        decode(change(encode(correction_of({}))))


@given(
    st.lists(
        st.lists(st.sampled_from(["닻/N 무겁/V", "닻/N", "무겁/V NEG", "", "닻/N 닻/N 닻/N"]), max_size=4), max_size=4
    )
)
def test_counts_are_the_same_whatever_was_remembered(batches: list[list[str]]) -> None:
    features, cells = LemmaFeatures(), ["닻/N", "", "닻/N 무겁/V", "닻/N", "새/N"]
    for batch in batches:
        features.remember(batch)
    found, alone = features.counts(cells), LemmaFeatures().counts(cells)
    for name in ("data", "indices", "indptr"):
        np.testing.assert_array_equal(getattr(found, name), getattr(alone, name))
        assert getattr(found, name).dtype == getattr(alone, name).dtype


def test_a_clause_that_is_all_of_its_text_is_never_of_the_other_sign() -> None:
    clauses, texts = np.array([-0.4, 0.3, -0.2, 0.5]), np.array([0.9, 0.1, -0.6])
    found = as_whole_texts(clauses, texts, np.array([0, 1, 1, 2]))
    assert found.tolist() == [0.9, 0.3, -0.2, -0.6]
    assert as_whole_texts(np.array([0.2]), np.array([0.9]), np.array([0])).tolist() == [0.2]
