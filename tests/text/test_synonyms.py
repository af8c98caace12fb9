"""Words that stand for others, in the lemmas of clauses."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.steps import as_lemmas, lemmas_of
from voc_cli.morphemes import Lemmas
from voc_cli.text.synonyms import compile_synonyms, unify, unify_lemmas

PAIRS = [("콜/N 센터/N", "고객센터/N"), ("콜/N", "전화/N"), ("앱/N", "앱/N"), ("?", ""), ("as/N", "수리/N 서비스/N")]
SYNONYMS = compile_synonyms([(a, b) for a, b in PAIRS if a != "?"], as_lemmas)


def test_a_pair_that_reads_alike_says_nothing() -> None:
    assert ("앱/N",) not in SYNONYMS
    assert SYNONYMS["콜/N",] == ("전화/N",)


def test_the_longest_word_is_replaced_first() -> None:
    assert unify(("콜/N", "센터/N", "불통/N", "콜/N"), SYNONYMS) == ("고객센터/N", "불통/N", "전화/N")


def test_a_word_does_not_reach_into_the_next_clause() -> None:
    found = unify_lemmas(lemmas_of("앱/N 콜/N", "센터/N 멀/V"), SYNONYMS)
    assert [found.of(0), found.of(1)] == [["앱/N", "전화/N"], ["센터/N", "멀/V"]]


def test_what_stands_for_a_word_covers_its_characters() -> None:
    found = unify_lemmas(Lemmas(["콜/N", "센터/N", "as/N"], [0, 2, 5], [1, 4, 7], [0, 3]), SYNONYMS)
    assert found.words == ["고객센터/N", "수리/N", "서비스/N"]
    assert (found.starts, found.ends, found.bounds) == ([0, 5, 5], [4, 7, 7], [0, 3])


@given(st.lists(st.lists(st.sampled_from(["콜/N", "센터/N", "as/N", "앱/N", "NEG"]), max_size=6), max_size=4))
def test_clauses_stay_apart_and_in_order(clauses: list[list[str]]) -> None:
    written = lemmas_of(*(" ".join(words) for words in clauses))
    found = unify_lemmas(written, SYNONYMS)
    assert len(found.bounds) == len(written.bounds)
    assert [tuple(found.of(n)) for n in range(len(clauses))] == [unify(tuple(words), SYNONYMS) for words in clauses]


def test_without_synonyms_nothing_is_copied() -> None:
    written = lemmas_of("앱/N")
    assert unify_lemmas(written, {}) is written
