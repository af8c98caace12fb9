from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tests.fakes import FakeTokenizer
from voc_cli.morphemes import Lemmas, Spans, Vocabulary, collect


def test_numbers_are_given_in_the_order_of_first_sight() -> None:
    vocabulary = Vocabulary()
    numbers = [vocabulary.number(form, tag) for form, tag in (("배송", "NNG"), ("늦", "VA"), ("배송", "NNG"))]
    assert numbers == [0, 1, 0]
    assert vocabulary.pairs == [("배송", "NNG"), ("늦", "VA")]
    assert len(vocabulary) == 2


def test_one_form_with_two_tags_is_two_morphemes() -> None:
    vocabulary = Vocabulary()
    assert vocabulary.number("이", "JKS") != vocabulary.number("이", "VCP")


def test_collect_puts_texts_behind_each_other() -> None:
    texts = ["배송/NNG 늦/VA", "", "늦/VA"]
    morphemes = collect(texts, FakeTokenizer(), Vocabulary())
    assert morphemes.ids.tolist() == [0, 1, 1]
    assert morphemes.bounds.tolist() == [0, 2, 2, 3]
    assert morphemes.starts.tolist() == [0, 7, 0]
    assert morphemes.ends.tolist() == [6, 11, 4]
    assert list(morphemes.texts) == texts
    assert {column.dtype for column in (morphemes.ids, morphemes.starts, morphemes.ends, morphemes.bounds)} == {
        np.dtype(np.int32)
    }


def test_collect_of_no_texts_has_one_bound() -> None:
    morphemes = collect([], FakeTokenizer(), Vocabulary())
    assert morphemes.bounds.tolist() == [0]
    assert morphemes.ids.shape == (0,)


def test_a_later_batch_keeps_the_numbers_of_an_earlier_one() -> None:
    vocabulary = Vocabulary()
    first = collect(["배송/NNG 늦/VA"], FakeTokenizer(), vocabulary)
    second = collect(["포장/NNG 늦/VA"], FakeTokenizer(), vocabulary)
    assert second.ids.tolist() == [2, first.ids[1]]


def test_a_mark_of_conjugation_makes_no_other_morpheme() -> None:
    vocabulary = Vocabulary()
    words = {"더워": [("덥", "VA-I")], "덥": [("덥", "VA")], "돕": [("돕", "VV-I")], "도왔": [("돕", "VV-R")]}
    morphemes = collect(["더워 덥 더워 돕 도왔"], FakeTokenizer(words), vocabulary)
    assert morphemes.ids.tolist() == [0, 0, 0, 1, 1]
    assert vocabulary.pairs == [("덥", "VA"), ("돕", "VV")]
    assert vocabulary.numbers["돕", "VV"] == 1


@given(st.lists(st.text(max_size=30), max_size=6))
def test_every_token_is_found_again_in_the_columns(texts: list[str]) -> None:
    morphemes = collect(texts, FakeTokenizer(), Vocabulary())
    tokens = [token for tokens in FakeTokenizer().tokenise(texts) for token in tokens]
    pairs = [morphemes.vocabulary.pairs[number] for number in morphemes.ids.tolist()]
    assert pairs == [(token.form, token.tag) for token in tokens]
    assert list(zip(morphemes.starts.tolist(), morphemes.ends.tolist(), strict=True)) == [t[2:] for t in tokens]
    assert len(morphemes.bounds) == len(texts) + 1


def test_lemmas_are_read_clause_by_clause() -> None:
    lemmas = Lemmas(["배송/N", "늦/V", "굿/N"], [0, 3, 0], [2, 4, 1], [0, 2, 2, 3])
    assert [lemmas.of(clause) for clause in range(3)] == [["배송/N", "늦/V"], [], ["굿/N"]]


def test_the_length_of_spans_is_the_number_of_clauses() -> None:
    column = np.array([0, 0, 1], dtype=np.int32)
    assert len(Spans(column, column, column, column, column)) == 3
