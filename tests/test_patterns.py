from __future__ import annotations

from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.steps import as_lemmas
from voc_cli.hashing import WordHashes
from voc_cli.morphemes import NEGATION, Lemmas
from voc_cli.patterns import Hit, Pattern, PatternIndex, compile_entries, longest, spellings


def find(entry: str, clause: str) -> list[Hit]:
    """Hits of one entry, written as lemmas with "+" between its parts, in a clause of lemmas."""
    pattern = tuple(tuple(part.split()) for part in entry.split("+"))
    return PatternIndex([pattern]).find(clause.split())


def test_entries_are_compiled_to_their_lemmas() -> None:
    assert compile_entries(["늦/V", "연결/N NEG", "택배/N + 오/V NEG"], as_lemmas) == [
        (("늦/V",),),
        (("연결/N", NEGATION),),
        (("택배/N",), ("오/V", NEGATION)),
    ]


@pytest.mark.parametrize("light", ["되/V NEG", "하/V NEG"])
def test_a_light_verb_is_gone_beside_a_noun_in_the_entry_as_in_the_clause(light: str) -> None:
    # "로그인+안 되다" is meant to meet "로그인이 안 돼요", whose lemmas are 로그인/N NEG.
    index = PatternIndex(compile_entries([f"로그인/N+{light}", light], as_lemmas))
    assert [hit.entry for hit in index.find(["로그인/N", NEGATION])] == [0]
    assert [hit.entry for hit in index.find(light.split())] == [1]


@pytest.mark.parametrize("entry", ["", "배송/N+", "+"])
def test_an_entry_with_a_part_that_cannot_be_read_is_never_found(entry: str) -> None:
    patterns = compile_entries([entry, "포장/N"], as_lemmas)
    assert patterns[0] == ()
    assert [hit.entry for hit in PatternIndex(patterns).find(["배송/N", "포장/N"])] == [1]


@pytest.mark.parametrize(
    ("entry", "clause", "places"),
    [
        ("늦/V", "배송/N 늦/V", (1,)),
        ("돈/N 아깝/V", "돈/N 아깝/V", (0, 1)),
        ("돈/N 아깝/V", "돈/N 정말/M 너무/M 아깝/V", (0, 3)),
        ("늦/V NEG", "배송/N 늦/V NEG", (1, 2)),
        ("접속/N+되/V NEG", "되/V NEG 접속/N", (2, 0, 1)),
        ("접속/N+되/V NEG", "접속/N 자꾸/M 또/M 왜/M 이렇게/M 되/V NEG", (0, 5, 6)),
        ("돈/N 아깝/V", "돈/N 내/V 받/V 주/V 돈/N 아깝/V", (4, 5)),
    ],
)
def test_an_entry_is_found_at_its_places(entry: str, clause: str, places: tuple[int, ...]) -> None:
    assert find(entry, clause) == [Hit(0, places, negated=False)]


@pytest.mark.parametrize(
    ("entry", "clause"),
    [
        ("늦/V", "늦/N"),
        ("돈/N 아깝/V", "아깝/V 돈/N"),
        ("돈/N 아깝/V", "돈/N 참/M 정말/M 너무/M 아깝/V"),
        ("늦/V NEG", "늦/V 정말/M NEG"),
        ("접속/N+되/V NEG", "접속/N 되/V"),
    ],
)
def test_an_entry_is_not_found_where_a_word_or_the_order_is_missing(entry: str, clause: str) -> None:
    assert find(entry, clause) == []


@pytest.mark.parametrize(
    ("entry", "clause", "negated"),
    [
        ("좋/V", "좋/V NEG", True),
        ("좋/V", "좋/V 배송/N NEG", False),
        ("말/N 통하/V", "말/N 통하/V NEG", True),
        ("통하/V NEG", "통하/V NEG", False),
    ],
)
def test_a_hit_tells_whether_it_is_denied(entry: str, clause: str, negated: bool) -> None:
    assert [hit.negated for hit in find(entry, clause)] == [negated]


def test_a_word_that_occurs_twice_is_found_twice() -> None:
    assert [hit.places for hit in find("좋/V", "좋/V 정말/M 좋/V")] == [(0,), (2,)]


def test_an_idiom_hides_the_words_inside_it() -> None:
    idiom, inner, other = Hit(0, (0, 1), False), Hit(1, (1,), False), Hit(2, (3,), False)
    assert longest([inner, idiom, other]) == [idiom, other]


def test_two_hits_at_the_same_place_both_stay() -> None:
    same = [Hit(0, (1,), False), Hit(1, (1,), False)]
    assert longest(same) == same


WORDS = st.sampled_from(["가/N", "나/N", "다/V", "라/V", NEGATION])
PARTS = st.lists(WORDS, min_size=1, max_size=3).map(tuple)


@given(st.lists(st.lists(PARTS, min_size=1, max_size=2).map(tuple), max_size=5), st.lists(WORDS, max_size=12))
def test_a_hit_always_points_at_the_words_of_its_entry(patterns: list[Pattern], clause: list[str]) -> None:
    for hit in PatternIndex(patterns).find(clause):
        wanted = [word for part in patterns[hit.entry] for word in part]
        assert [clause[place] for place in hit.places] == wanted


@given(st.lists(PARTS.map(lambda part: (part,)), min_size=1, max_size=5), st.lists(WORDS, max_size=12))
def test_entries_do_not_change_what_other_entries_find(patterns: list[Pattern], clause: list[str]) -> None:
    together = PatternIndex(patterns).find(clause)
    for number, pattern in enumerate(patterns):
        alone = [hit.places for hit in PatternIndex([pattern]).find(clause)]
        assert sorted(set(alone)) == sorted({hit.places for hit in together if hit.entry == number})


CLAUSES = st.lists(st.lists(WORDS, max_size=8), max_size=6)


@given(st.lists(st.lists(PARTS, max_size=3).map(tuple), max_size=8), CLAUSES)
def test_a_batch_finds_what_single_clauses_find(patterns: list[Pattern], clauses: list[list[str]]) -> None:
    bounds = [0, *accumulate(map(len, clauses))]
    batch = Lemmas([word for clause in clauses for word in clause], [], [], bounds)
    index = PatternIndex(patterns)
    alone = {number: hits for number, clause in enumerate(clauses) if (hits := index.find(clause))}
    assert index.find_all(batch) == alone


def test_two_indexes_may_number_words_together() -> None:
    words = WordHashes()
    first, second = PatternIndex([(("배송/N",),)], words), PatternIndex([(("포장/N",),), (("늦/V", NEGATION),)], words)
    batch = Lemmas(["새/M", "배송/N", "늦/V", NEGATION, "포장/N", NEGATION], [], [], [0, 4, 6])
    assert first.find_all(batch) == {0: [Hit(0, (1,), False)]}
    assert second.find_all(batch) == {0: [Hit(1, (2, 3), False)], 1: [Hit(0, (0,), True)]}


def test_an_entry_is_spelt_with_the_part_of_speech_that_the_analyser_misses() -> None:
    assert spellings("아이+다치다") == ("아이+다치다", "아이/명사+다치다")
    assert spellings("손+다치다") == ("손+다치다",)
