from __future__ import annotations

import pytest

from voc_cli.themes.lacks import heard, heard_all
from voc_cli.themes.pairs import Pair


@pytest.mark.parametrize(
    "text",
    [
        "해지 버튼이 없어요",
        "버튼 없음",
        "버튼도 하나도 없고 황당합니다",
        "버튼이 왜 없죠",
        "버튼이 아예 안 보이고 버튼 자체가 없네요",
        "버튼을 찾을 수가 없어요",
        "단추가 없어요",
    ],
)
def test_what_is_missing_is_missing(text: str) -> None:
    pair = Pair.from_key("버튼/N+없/V")
    assert heard(pair, text) == pair


@pytest.mark.parametrize(
    "text", ["가입할 수가 없네요", "가입을 할수도 없고", "가입이 될 수 없다고 떠요", "가입할 방법이 없어요"]
)
def test_who_cannot_do_it_is_denied_it(text: str) -> None:
    assert heard(Pair.from_key("가입/N+없/V"), text) == Pair.from_key("가입/N++NEG")


@pytest.mark.parametrize(
    "text",
    [
        "등록한 적도 없는데",
        "등록하는 의미가 없잖아요",
        "등록하라면서 답이 없다",
        "등록밖에 없으니",
        "등록이 느려서 휴대폰을 쓸 수가 없다",
        "등록 어쩔 수 없죠",
    ],
)
def test_what_lacks_something_else_tells_no_trouble_of_the_thing(text: str) -> None:
    assert heard(Pair.from_key("등록/N+없/V"), text) == Pair.from_key("등록/N+")


def test_other_pairs_and_none_stay_as_they_are() -> None:
    slow = Pair.from_key("화면/N+느리/V")
    assert heard_all([slow, None], ["화면이 느려서 쓸 수가 없어요", "없어요"]) == [slow, None]
