from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.steps import as_lemmas
from voc_cli.morphemes import Lemmas
from voc_cli.sentiment.lexicon import STRONGEST, Entry, Lexicon, Opinion, load_lexicon


def entry(words: str, strength: int, *targets: str) -> Entry:
    """A sense whose words and targets are written as lemmas."""
    return Entry(words, strength, "공통", targets)


def lexicon(*entries: Entry) -> Lexicon:
    return Lexicon(entries, as_lemmas)


def values(found: Sequence[Opinion]) -> list[float]:
    return [round(opinion.value, 3) for opinion in found]


BASIC = lexicon(
    entry("좋/V", 3),
    entry("나쁘/V", -3),
    entry("아깝/V", -1),
    entry("돈/N 아깝/V", -3),
    entry("크/V", 2, "화면/N"),
    entry("크/V", -2, "소음/N"),
    entry("별/N+아깝/V", -2),
)


def test_strength_is_told_as_a_share_of_the_strongest() -> None:
    assert values(BASIC.opinions(["좋/V"])) == [1.0]
    assert values(BASIC.opinions(["나쁘/V"])) == [-1.0]
    assert values(BASIC.opinions(["아깝/V"])) == [-0.333]


def test_a_denied_word_turns_its_sign_and_grows_milder() -> None:
    denied = BASIC.opinions(["좋/V", "NEG"])[0]
    assert denied.negated
    assert -1 < denied.value < 0
    assert 0 < BASIC.opinions(["나쁘/V", "NEG"])[0].value < 1


def test_what_is_so_in_a_lesser_degree_turns_its_sign() -> None:
    less = BASIC.opinions(["덜/M", "나쁘/V"])[0]
    assert less.negated
    assert 0 < less.value < 1
    assert not BASIC.opinions(["덜/M", "마르/V", "나쁘/V"])[0].negated


@pytest.mark.parametrize(
    "behind",
    [
        ["없/V"],  # 나쁠 게 없다
        ["점/N", "하나/N", "없/V"],  # 나쁜 점이 하나도 없다
        ["전혀/M", "없/V"],
        ["아니/V"],  # 나쁜 게 아니다
        ["점/N", "느끼/V", "NEG"],  # 나쁜 점을 못 느끼다
        ["데/N", "찾/V", "NEG"],
    ],
)
def test_what_is_said_not_to_be_there_turns_its_sign(behind: list[str]) -> None:
    (denied,) = BASIC.opinions(["나쁘/V", *behind])
    assert denied == BASIC.opinions(["나쁘/V", "NEG"])[0]


@pytest.mark.parametrize(
    "behind",
    [
        [],
        ["점/N"],
        ["점/N", "없애/V"],
        ["점/N", "느끼/V"],
        ["느끼/V", "많/V", "NEG"],
        ["상품/N", "없/V"],  # 나쁘고 상품도 없다
        ["가지/N", "아니/V"],  # 나쁜 게 한두 가지가 아니다
    ],
)
def test_what_is_denied_of_another_thing_keeps_its_sign(behind: list[str]) -> None:
    (opinion,) = BASIC.opinions(["나쁘/V", *behind])
    assert opinion.value == -1.0
    assert not opinion.negated


def test_who_asks_whether_it_is_not_so_says_that_it_is() -> None:
    assert values(BASIC.opinions(["나쁘/V", "아니/V"], asks=True)) == [-1.0]
    assert values(BASIC.opinions(["나쁘/V", "없/V"], asks=True)) == [0.7]


def test_who_demands_that_it_be_not_bad_says_that_it_is() -> None:
    assert values(BASIC.opinions(["나쁘/V", "NEG"], demands=True)) == [-1.0]
    assert values(BASIC.opinions(["좋/V", "NEG"], demands=True)) == values(BASIC.opinions(["좋/V", "NEG"]))


def test_what_denies_another_word_says_nothing_of_its_own() -> None:
    words = lexicon(entry("맛/N 없/V", -2), entry("없/V", -2, "맛/N"), entry("좋/V", 2))
    assert values(words.opinions(["맛/N", "없/V", "없/V", "좋/V"])) == [0.467, 0.667]
    assert values(words.opinions(["맛/N", "조합/N", "없/V"])) == [-0.667]


def test_tears_and_laughs_speak_where_no_word_does() -> None:
    words = lexicon(entry("ㅠㅠ", -1), entry("좋/V", 3))
    assert values(words.opinions(["ㅠㅠ"])) == [-0.333]
    assert values(words.opinions(["좋/V", "ㅠㅠ"])) == [1.0]


def test_an_idiom_hides_the_word_inside_it() -> None:
    found = BASIC.opinions(["돈/N", "너무/M", "아깝/V"])
    assert [opinion.words for opinion in found] == ["돈/N 아깝/V"]
    assert found[0].places == (0, 2)


def test_the_sign_turns_with_the_target() -> None:
    assert values(BASIC.opinions(["화면/N", "크/V"])) == [0.667]
    assert values(BASIC.opinions(["소음/N", "크/V"])) == [-0.667]


def test_a_sense_with_targets_says_nothing_without_them() -> None:
    assert BASIC.opinions(["크/V"]) == []
    assert BASIC.opinions(["화면/N", "소음/N", "크/V"]) == []  # both senses: they cancel each other


def test_a_sense_for_the_target_goes_before_the_plain_one() -> None:
    both = lexicon(entry("작/V", -1), entry("작/V", 2, "소음/N"))
    assert values(both.opinions(["작/V"])) == [-0.333]
    assert values(both.opinions(["소음/N", "작/V"])) == [0.667]


def test_what_a_sense_is_aimed_at_says_nothing_beside_it() -> None:
    """Little noise is good, however bad noise is; what else is bad stays so."""
    quiet = lexicon(entry("적/V", 1, "소음/N"), entry("소음/N", -2), entry("냄새/N", -2))
    assert [(o.words, o.aimed) for o in quiet.opinions(["소음/N", "적/V"])] == [("적/V", True)]
    assert sorted(values(quiet.opinions(["소음/N", "적/V", "냄새/N"]))) == [-0.667, 0.333]
    assert [(o.words, o.aimed) for o in quiet.opinions(["소음/N", "나/V"])] == [("소음/N", False)]


def test_the_last_word_of_a_target_is_what_a_clause_must_hold() -> None:
    drain = lexicon(entry("빠르/V", -2, "배터리/N 소모/N"))
    assert values(drain.opinions(["소모/N", "빠르/V"])) == [-0.667]
    assert drain.opinions(["배터리/N", "빠르/V"]) == []


def test_parts_joined_by_plus_may_stand_anywhere() -> None:
    assert [opinion.words for opinion in BASIC.opinions(["아깝/V", "별/N"])] == ["별/N+아깝/V"]


def test_every_opinion_of_a_clause_is_told() -> None:
    assert values(BASIC.opinions(["좋/V", "나쁘/V"])) == [1.0, -1.0]


def test_two_entries_with_the_same_lemmas_count_once() -> None:
    def same(entries: list[str]) -> list[tuple[str, ...]]:
        return [("만족/N",)] * len(entries)

    twice = Lexicon([entry("만족", 2), entry("만족하다", 3)], same)
    assert len(twice.opinions(["만족/N"])) == 1
    assert 2 / 3 <= twice.opinions(["만족/N"])[0].value <= 1


def test_an_entry_that_cannot_be_read_is_never_found() -> None:
    assert lexicon(entry("", 3), entry("좋/V+", 3)).opinions(["좋/V"]) == []


@given(
    st.lists(
        st.sampled_from(["좋/V", "나쁘/V", "돈/N", "아깝/V", "NEG", "소음/N", "화면/N", "크/V", "별/N"]), max_size=12
    )
)
def test_an_opinion_is_never_stronger_than_the_strongest_word(clause: list[str]) -> None:
    for opinion in BASIC.opinions(clause):
        assert 0 < abs(opinion.value) <= 1
        assert all(0 <= place < len(clause) for place in opinion.places)


def test_the_shipped_lexicon_is_well_formed() -> None:
    entries = load_lexicon()
    assert len(entries) > 1_000
    assert all(found.words.strip() == found.words and found.words for found in entries)
    assert {abs(found.strength) for found in entries} <= set(range(1, STRONGEST + 1))
    assert all(found.domain for found in entries)


@pytest.mark.parametrize("words", ["나쁘다", "짜증나다", "불편하다", "불친절하다"])
def test_plainly_bad_words_are_bad(words: str) -> None:
    assert {found.strength < 0 for found in load_lexicon() if found.words == words} == {True}


@pytest.mark.parametrize("words", ["좋다", "만족하다", "친절하다", "감사하다"])
def test_plainly_good_words_are_good(words: str) -> None:
    assert {found.strength > 0 for found in load_lexicon() if found.words == words and not found.targets} == {True}


def test_a_batch_gets_the_opinions_of_its_clauses() -> None:
    clauses = [["좋/V"], [], ["돈/N", "너무/M", "아깝/V"], ["의자/N"], ["좋/V", "NEG", "나쁘/V"], ["좋/V", "아니/V"]]
    bounds = [0, *accumulate(map(len, clauses))]
    batch = Lemmas([word for clause in clauses for word in clause], [], [], bounds)
    questions, requests = np.array([0, 0, 0, 1, 0, 1], dtype=bool), np.array([0, 0, 0, 0, 1, 0], dtype=bool)
    found = BASIC.opinions_of_all(batch, questions, requests)
    assert found == [BASIC.opinions(clause, asks=place == 5) for place, clause in enumerate(clauses)]
    assert [len(opinions) for opinions in found] == [1, 0, 1, 0, 2, 1]


@pytest.mark.parametrize(
    ("words", "gap", "praises"),
    [
        (("안심/N", "구독/N"), 0, False),
        (("안심/N", "구독/N"), 1, True),
        (("안심/N", "사/V"), 0, True),
        (("행복/N", "만땅/N"), 0, True),
        (("편리/N", "구독/N"), 0, True),
    ],
)
def test_a_mood_in_the_name_of_a_thing_is_no_verdict(words: tuple[str, str], gap: int, *, praises: bool) -> None:
    moods = lexicon(entry("안심/N", 2), entry("행복/N", 3), entry("편리/N", 2))
    clause = Lemmas(list(words), [0, 2 + gap], [2, 4 + gap], [0, 2])
    no = np.zeros(1, dtype=bool)
    assert (moods.opinions_of_all(clause, no, no) != [[]]) is praises
