"""What product and channel of a record say of its stage."""

from __future__ import annotations

import pytest

from voc_cli.resources import read_text
from voc_cli.schema import Stage
from voc_cli.valuechain.hints import RESOURCE, Hint, hints_of


@pytest.mark.parametrize(
    ("channel", "product", "stage", "word"),
    [
        ("배송문의", "", "outbound", "채널:배송"),
        ("택배 접수", "", "outbound", "채널:택배"),
        ("[배송/물류] 1:1 문의", "", "outbound", "채널:배송"),
        ("App Store", "", "technology", "채널:appstore"),
        ("구글 플레이 리뷰", "", "technology", "채널:구글플레이"),
        ("반품·교환 접수", "", "service", "채널:반품"),
        ("", "무선청소기 A1", "operations", "상품:청소기"),
        ("", "모바일 앱", "technology", "상품:앱"),
        ("", "스마트TV 65형", "operations", "상품:tv"),
        ("전화", "냉장고", "operations", "상품:냉장고"),
        ("배송문의", "냉장고", "outbound", "채널:배송"),
    ],
)
def test_a_value_points_to_a_stage_by_the_end_of_its_words(channel: str, product: str, stage: str, word: str) -> None:
    assert hints_of([channel], [product]) == [Hint(stage, word) if stage else None]


@pytest.mark.parametrize(
    "channel",
    ["", "전화", "고객센터", "홈페이지", "앱", "카카오톡", "매장", "배달의민족", "배송/환불", "게시판", "VOC", "문의"],
)
def test_the_way_in_says_nothing_of_the_cause(channel: str) -> None:
    assert hints_of([channel], [""]) == [None]


@pytest.mark.parametrize("product", ["", "냉장고용 배송", "안드로메다", "청소기 배송", "Apple", "A-1234", "은행정책"])
def test_a_product_that_names_nothing_or_two_stages_says_nothing(product: str) -> None:
    expected = [Hint("outbound", "상품:배송")] if product == "냉장고용 배송" else [None]
    assert hints_of([""], [product]) == expected


def test_every_list_is_of_a_stage() -> None:
    import tomllib

    data = tomllib.loads(read_text(RESOURCE))
    names = {stage for kind in ("both", "channel", "product") for stage in data[kind]}
    assert names <= {stage.value for stage in Stage} - {"none"}
    for kind in ("channel", "product"):
        words = [word for name in ("both", kind) for listed in data[name].values() for word in listed]
        assert len(words) == len(set(words))
