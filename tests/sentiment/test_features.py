from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fakes import FakeTokenizer
from tests.steps import morphemes_of
from voc_cli.morphemes import Morphemes, Spans, Vocabulary, collect
from voc_cli.sentiment.features import CHARACTER_ORDERS, MORPHEME_ORDERS, Hasher

PIECES = st.sampled_from(["배송/NNG", "늦/VA", "다/EF", "ㅠㅠ/SW", "A", "😊", "좋아요", "."])
TEXTS = st.lists(st.one_of(st.lists(PIECES, max_size=8).map(" ".join), st.text(max_size=25)), max_size=5)


def whole(morphemes: Morphemes) -> Spans:
    """One unit a text."""
    n = len(morphemes.texts)
    ends = np.array([len(text) for text in morphemes.texts], dtype=np.int32)
    numbers, zeros = np.arange(n, dtype=np.int32), np.zeros(n, dtype=np.int32)
    return Spans(numbers, morphemes.bounds[:-1], morphemes.bounds[1:], zeros, ends)


def features_of(morphemes: Morphemes, units: Spans, hasher: Hasher | None = None) -> list[Counter[int]]:
    """Hashes of each unit with their counts."""
    found: list[Counter[int]] = [Counter() for _ in range(len(units))]
    for owner, hashes in (hasher or Hasher(morphemes.vocabulary)).features(morphemes, units):
        assert owner.shape == hashes.shape
        for unit, value in zip(owner.tolist(), hashes.tolist(), strict=True):
            found[unit][value] += 1
    return found


def features_of_text(text: str) -> Counter[int]:
    morphemes = morphemes_of([text])
    return features_of(morphemes, whole(morphemes))[0]


def n_features(n_morphemes: int, n_characters: int) -> int:
    """How many n-grams fit."""
    return sum(max(n_morphemes - order + 1, 0) for order in MORPHEME_ORDERS) + sum(
        max(n_characters - order + 1, 0) for order in CHARACTER_ORDERS
    )


def test_a_unit_has_a_feature_for_every_n_gram() -> None:
    assert features_of_text("배송/NNG 늦/VA").total() == n_features(2, len("배송/NNG 늦/VA"))
    assert features_of_text("굿").total() == n_features(1, 1) == 1
    assert features_of_text("").total() == 0


def test_a_feature_that_occurs_twice_stands_there_twice() -> None:
    assert max(features_of_text("굿 굿").values()) == 2


@given(TEXTS)
def test_features_of_a_text_are_the_same_in_any_batch(texts: list[str]) -> None:
    morphemes = morphemes_of(texts)
    assert features_of(morphemes, whole(morphemes)) == [features_of_text(text) for text in texts]


@given(TEXTS, st.permutations(["배송/NNG", "늦/VA", "다/EF", "ㅠㅠ/SW", "A", "😊", "좋아요"]))
def test_features_do_not_depend_on_the_numbers_of_the_vocabulary(texts: list[str], seen_before: list[str]) -> None:
    vocabulary = Vocabulary()
    collect(seen_before, FakeTokenizer(), vocabulary)
    morphemes = collect(texts, FakeTokenizer(), vocabulary)
    assert features_of(morphemes, whole(morphemes)) == [features_of_text(text) for text in texts]


@given(TEXTS, TEXTS)
def test_a_hasher_learns_morphemes_of_later_batches(first: list[str], second: list[str]) -> None:
    vocabulary = Vocabulary()
    hasher = Hasher(vocabulary)
    for texts in (first, second):
        morphemes = collect(texts, FakeTokenizer(), vocabulary)
        assert features_of(morphemes, whole(morphemes), hasher) == [features_of_text(text) for text in texts]


@given(st.lists(st.text(min_size=1, max_size=12).filter(lambda text: text == text.strip()), min_size=1, max_size=4))
def test_a_feature_never_crosses_the_border_of_a_unit(clauses: list[str]) -> None:
    # The clauses side by side in one text have the features that each has as a text of its own.
    text = " ".join(clauses)
    morphemes = morphemes_of([text])
    n_tokens = [len(morphemes_of([clause]).ids) for clause in clauses]
    lengths = [len(clause) for clause in clauses]
    lasts = np.cumsum(n_tokens).astype(np.int32)
    ends = (np.cumsum(lengths) + np.arange(len(clauses))).astype(np.int32)
    units = Spans(
        np.zeros(len(clauses), dtype=np.int32),
        (lasts - np.array(n_tokens)).astype(np.int32),
        lasts,
        (ends - np.array(lengths)).astype(np.int32),
        ends,
    )
    assert features_of(morphemes, units) == [features_of_text(clause) for clause in clauses]


@pytest.mark.parametrize(
    ("one", "other"), [("GOOD app", "good app"), ("배송\t늦음", "배송 늦음"), ("굿\u00a0굿", "굿 굿")]
)
def test_latin_case_and_kinds_of_white_space_make_no_other_characters(one: str, other: str) -> None:
    def characters(text: str) -> set[int]:
        morphemes = morphemes_of([text])
        parts = list(Hasher(morphemes.vocabulary).features(morphemes, whole(morphemes)))
        return {value for _, hashes in parts[-len(CHARACTER_ORDERS) :] for value in hashes.tolist()}

    assert characters(one) == characters(other)


def test_different_texts_have_different_features() -> None:
    assert not set(features_of_text("배송이")) & set(features_of_text("포장을"))


@pytest.mark.parametrize("texts", [[], [""], ["", ""]])
def test_nothing_has_no_features(texts: list[str]) -> None:
    morphemes = morphemes_of(texts)
    assert [counts.total() for counts in features_of(morphemes, whole(morphemes))] == [0] * len(texts)


def test_what_a_text_speaks_of_are_its_nouns_and_predicates_not_how_it_speaks() -> None:
    morphemes = morphemes_of(["진짜/MAG 잘/MAG 깨지/VV 어요/EF", "컵/NNG", "ㅠㅠ/SW"])
    owner, _ = Hasher(morphemes.vocabulary).words(morphemes)
    assert owner.tolist() == [0, 1]
