from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc_cli.text.normalise import without_labels


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("재구매 손잡이가 헐거워요", "○○○ 손잡이가 헐거워요"),
        ("한달사용기벌써 칠이 벗겨져요", "○○○○○벌써 칠이 벗겨져요"),
        ("한달사용기재구매뚜껑이 안 닫혀요", "○○○○○○○○뚜껑이 안 닫혀요"),
        ("한달사용기 재구매 뚜껑이 안 닫혀요", "○○○○○○○○○ 뚜껑이 안 닫혀요"),
        ("[이름] 님 감사해요", "○○○○ 님 감사해요"),
    ],
)
def test_badges_of_shops_and_labels_of_masks_are_not_read(text: str, read: str) -> None:
    assert without_labels(text) == read


@pytest.mark.parametrize(
    "text",
    ["재구매 의사 있어요", "재구매했어요", "재구매 했는데 또 좋네요", "재구매율 높은 이유", "재구매", "벌써 재구매"],
)
def test_who_speaks_of_buying_again_is_read(text: str) -> None:
    assert without_labels(text) == text


@given(st.text(alphabet="재구매한달사용기 가[]이름", max_size=30))
def test_offsets_stay_true(text: str) -> None:
    read = without_labels(text)
    assert len(read) == len(text)
    assert all(new in {old, "○"} for new, old in zip(read, text, strict=True))
