from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc_cli.themes.quotes import N_QUOTES, choose_quotes, keywords


def test_keywords_are_the_most_frequent_words_in_dictionary_form() -> None:
    members = ["배송/N 늦/V", "배송/N 늦/V 기사/N", "배송/N 너무/M", "택배/N 오/V NEG"]
    assert keywords(members, n=2) == ["배송", "늦다"]
    assert set(keywords(members, n=9)) == {"배송", "늦다", "기사", "택배", "오다"}


def test_a_word_counts_once_a_member() -> None:
    assert keywords(["굿/N 굿/N 굿/N", "배송/N", "배송/N"], n=1) == ["배송"]


def test_equal_words_come_in_the_order_of_the_alphabet() -> None:
    assert keywords(["나/N 가/N 다/N"]) == keywords(["다/N 나/N 가/N"]) == ["가", "나", "다"]


@pytest.mark.parametrize("members", [[], [""], ["NEG 정말/M"]])
def test_members_without_content_words_have_no_keywords(members: list[str]) -> None:
    assert keywords(members) == []


def test_the_member_with_the_words_of_the_theme_is_quoted_first() -> None:
    texts = ["배송이 일주일이나 늦어서 너무 불편했어요", "옆집 강아지가 산책하다가 제 택배를 물어뜯었네요"]
    lemmas = ["배송/N 늦/V", "옆집/N 강아지/N 산책/N"]
    others = ["배송이 늦어요"] * 5
    chosen = choose_quotes(texts + others, lemmas + ["배송/N 늦/V"] * 5, [-0.5] * 7, n=2)
    assert chosen == [0, 1]


def test_quotes_differ_from_each_other() -> None:
    texts = ["배송이 늦어요", "배송이 늦네요", "포장이 찢어졌어요", "배송이 늦습니다"]
    lemmas = ["배송/N 늦/V", "배송/N 늦/V", "포장/N 찢어지/V", "배송/N 늦/V"]
    chosen = choose_quotes(texts, lemmas, [-0.5] * 4)
    assert sorted(lemmas[number] for number in chosen) == ["배송/N 늦/V", "포장/N 찢어지/V"]


def test_a_readable_length_goes_before_one_syllable_and_before_a_novel() -> None:
    texts = ["늦", "배송이 예정일보다 열흘이나 늦어서 정말 답답했습니다", "배송이 늦어요 " * 60]
    assert choose_quotes(texts, ["배송/N 늦/V"] * 3, [-0.5] * 3, n=1) == [1]


def test_a_quote_never_depends_on_the_order_of_the_members() -> None:
    texts = ["배송이 늦어요", "포장이 찢겼어요", "상자가 젖었어요", "기사님이 안 오셨어요"]
    lemmas = ["배송/N 늦/V", "포장/N 찢기/V", "상자/N 젖/V", "기사/N 오/V NEG"]
    forward = [texts[number] for number in choose_quotes(texts, lemmas, [-0.5] * 4)]
    backward = [texts[::-1][number] for number in choose_quotes(texts[::-1], lemmas[::-1], [-0.5] * 4)]
    assert forward == backward


MEMBERS = st.lists(
    st.tuples(
        st.text(max_size=50),
        st.lists(st.sampled_from(["배송/N", "늦/V", "NEG", "너무/M"]), max_size=4).map(" ".join),
        st.floats(-1, 1),
    ),
    max_size=10,
)


@given(MEMBERS, st.integers(1, 5))
def test_quotes_are_members_and_none_is_quoted_twice(members: list[tuple[str, str, float]], n: int) -> None:
    chosen = choose_quotes(*([list(column) for column in zip(*members, strict=True)] or [[], [], []]), n=n)
    assert len(chosen) == len(set(chosen)) <= n
    assert all(0 <= number < len(members) for number in chosen)
    assert bool(chosen) == bool(members)


def test_a_theme_has_two_quotes_at_least_where_it_can() -> None:
    assert N_QUOTES >= 2
