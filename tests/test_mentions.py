"""Names and roles found by spelling and particle."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc_cli.mentions import MentionFinder

FINDER = MentionFinder(
    [("판매자", "판매 업체"), ("ABC택배", "abc 택배"), ("기사님", "기사"), ("알바",)],
    [(), (), ("신문",), ()],
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("판매자가 안 보냈어요", [(0, "판매자", True)]),
        ("판매자들이 다 그래요", [(0, "판매자", True)]),
        ("판매자 측에서 거절했어요", [(0, "판매자", True)]),
        ("판매자한테 물었어요", [(0, "판매자", False)]),
        ("판매자에게 보냈어요", [(0, "판매자", False)]),
        ("판매자를 바꿔 주세요", [(0, "판매자", False)]),
        ("판매 업체 최악", [(0, "판매 업체", True)]),
        ("Abc택배로 왔어요", [(1, "Abc택배", False)]),
        ("ABC택배기사가 던졌어요", [(1, "ABC택배", True)]),
        ("기사님께서 친절하세요", [(2, "기사님", True)]),
        ("기사님께 드렸어요", [(2, "기사님", False)]),
        ("신문 기사가 났어요", []),
        ("재판매자격이 없어요", []),
        ("알바가 불친절해요", [(3, "알바", True)]),
        ("꿀알바가 좋아요", []),
        ("아무도 없어요", []),
    ],
)
def test_a_mention_tells_who_and_whether_he_acts(text: str, found: list[tuple[int, str, bool]]) -> None:
    mentions = FINDER.find(text)
    assert [(m.entry, text[m.start : m.end], m.is_actor) for m in mentions] == found


def test_no_words_find_nothing() -> None:
    assert MentionFinder([], []).find("판매자가 왔어요") == []


@given(st.text())
def test_any_text_gives_mentions_inside_it(text: str) -> None:
    for mention in FINDER.find(text):
        assert 0 <= mention.start < mention.end <= len(text)


@given(st.lists(st.text("가나다라 ab", min_size=1, max_size=4).filter(str.strip), min_size=1, max_size=8, unique=True))
def test_the_longest_spelling_wins_at_a_place(words: list[str]) -> None:
    finder = MentionFinder([(word,) for word in words], [()] * len(words))
    for word in words:
        first = next((m for m in finder.find(word) if m.start == 0), None)
        assert first is None or first.end == len(word)


@given(st.lists(st.text(alphabet="판매자가기사알바 a\0\nİK", max_size=12), max_size=8))
def test_a_batch_is_narrowed_to_no_less_than_the_texts_that_hold_a_mention(texts: list[str]) -> None:
    held = FINDER.holding(texts)
    assert held == sorted(set(held))
    assert {number for number, text in enumerate(texts) if FINDER.find(text)} <= set(held) <= set(range(len(texts)))


def test_a_batch_is_narrowed_at_all() -> None:
    assert FINDER.holding(["좋아요", "판매자가 늦어요", "", "판매자 기사님"]) == [1, 3]
    assert FINDER.holding([]) == []
    assert MentionFinder([], []).holding(["판매자"]) == []
