from __future__ import annotations

from dataclasses import replace

import pytest

from tests.themes.frames import RULES
from voc_cli.themes.pairs import Pair, names_a_trouble, read_pair


@pytest.mark.parametrize(
    ("cell", "key"),
    [
        ("배송/N 너무/M 늦/V", "배송/N+늦/V"),
        ("액정/N 깨지/V", "액정/N+깨지/V"),
        ("상담원/N 전화/N 받/V NEG", "전화/N+받/V+NEG"),
        ("로그인/N NEG", "로그인/N++NEG"),
        ("뚜껑/N 되/V NEG", "뚜껑/N++NEG"),
        ("인증/N 오류/N", "인증/N+오류/N"),
        ("배송/N 쓰/V 늦/V", "배송/N+늦/V"),
        ("해결/N 로그인/N", "로그인/N+"),
        ("화면/N 너무/M 복잡/N", "화면/N+복잡/N"),
    ],
)
def test_the_thing_and_its_trouble(cell: str, key: str) -> None:
    found = read_pair(cell.split(), RULES)
    assert found is not None
    assert found.key == key
    assert Pair.from_key(key) == found


def test_what_is_without_trouble_has_none() -> None:
    rules = replace(RULES, harmless=frozenset({"문제/N"}), pairs={})
    assert read_pair(["이체/N", "문제/N", "없/V"], rules) == Pair("이체/N", "", False)
    assert read_pair(["이체/N", "버튼/N", "없/V"], rules) == Pair("버튼/N", "없/V", False)
    assert read_pair(["이체/N", "문제/N", "없/V", "화면/N", "느리/V"], rules) == Pair("화면/N", "느리/V", False)


@pytest.mark.parametrize("cell", ["", "해결/N", "늦/V", "NEG", "너무/M", "것/N 늦/V", "복잡/N"])
def test_where_no_thing_is_named_there_is_no_pair(cell: str) -> None:
    assert read_pair(cell.split(), RULES) is None


def test_a_pair_tells_only_where_it_says_what_is_wrong() -> None:
    assert Pair("배송/N", "늦/V", False).tells
    assert Pair("배송/N", "", True).tells
    assert not Pair("배송/N", "", False).tells


def test_a_word_that_nobody_knows_is_a_thing_only_where_something_is_said_of_it() -> None:
    rules = replace(RULES, knows=lambda noun: noun != "좋쿤욤/N", pairs={})
    assert read_pair(["좋쿤욤/N"], rules) is None
    assert read_pair(["배송/N", "좋쿤욤/N"], rules) == Pair("배송/N", "", False)
    assert read_pair(["좋쿤욤/N", "늦/V"], rules) == Pair("좋쿤욤/N", "늦/V", False)


@pytest.mark.parametrize(
    ("key", "is_named"),
    [
        ("배송/N+늦/V", True),
        ("은행/N+옮기/V", False),
        ("은행/N+옮기/V+NEG", False),
        ("카드/N+쓰/V+NEG", False),
        ("카드/N++NEG", True),
        ("카드/N+", False),
    ],
)
def test_a_theme_is_named_after_a_trouble_and_not_after_what_somebody_does(key: str, is_named: bool) -> None:
    assert names_a_trouble(Pair.from_key(key), RULES) is is_named
