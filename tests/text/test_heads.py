"""Items of lists that run on in one line, on morphemes written with their tags."""

from __future__ import annotations

import pytest

from tests.steps import split_texts


@pytest.mark.parametrize(
    "written",
    [
        "1)/SB 배송/NNG 지연/NNG|2)/SB 응대/NNG 무시/NNG|3)/SB 답/NNG 없/VA 음/EF",
        "1)/SB 배송/NNG 지연/NNG|2)/SB 국물/NNG 튐/NNG|3)/SB 젓가락/NNG 누락/NNG",  # the second says nothing known
        "1./SB 배송/NNG 지연/NNG|2./SN 응대/NNG 무시/NNG",
        "①/SW 배송/NNG 지연/NNG|②/SW 응대/NNG 무시/NNG",
        "가./SB 배송/NNG 지연/NNG|나./SB 응대/NNG 무시/NNG",
        "1)/SB 배송/NNG 이/JKS 늦/VA 고/EC|2)/SB 응대/NNG 무시/NNG",
        "장점/NNG :/SP 가볍/VA 다/EC|단점/NNG :/SP 방전/NNG",
        "장점/NNG :/SP 위치/NNG|단점/NNG :/SP 방음/NNG",
        "장점/NNG 은/JX 저렴/XR|단점/NNG 은/JX 무게/NNG",
        "맛/NNG :/SP 굿/NNG|양/NNG :/SP 적/VA 음/ETN",
        "👍/W_EMOJI 배송/NNG 최고/NNG|👎/W_EMOJI 제품/NNG 별로/MAG",
        "✅/SW 배송/NNG 최고/NNG|❌/SW 제품/NNG 별로/MAG",
        "-/SO 배송/NNG 지연/NNG|-/SO 응대/NNG 무시/NNG",
    ],
)
def test_items_that_state_something_are_cut(written: str) -> None:
    clauses = written.split("|")
    assert split_texts([" ".join(clauses)]) == [clauses]


@pytest.mark.parametrize(
    "text",
    [
        "1)/SB 빨강/NNG 2)/SB 파랑/NNG 사/VV 어요/EF",
        "1)/SB 배송/NNG 지연/NNG 1)/SB 응대/NNG 무시/NNG",
        "1)/SB 배송/NNG 지연/NNG 3)/SB 응대/NNG 무시/NNG",
        "1)/SB 배송/NNG 지연/NNG 나./SB 응대/NNG 무시/NNG",
        "①/SW 크림/NNG ②/SW 로션/NNG 사/VV 어요/EF",
        "장점/NNG :/SP 이/MM 차/NNG 의/JKG 단점/NNG :/SP 무게/NNG",
        "장점/NNG 은/JX 이/MM 차/NNG 단점/NNG 은/JX 무게/NNG",
        "이름/NNG :/SP 사과/NNG 색/NNG :/SP 빨강/NNG",
        "-/SO 사과/NNG -/SO 배/NNG 사/VV 어요/EF",
        "품질/NNG -/SO 배송/NNG 지연/NNG -/SO 응대/NNG 무시/NNG",
    ],
)
def test_what_counts_things_stays_together(text: str) -> None:
    assert split_texts([text]) == [[text]]


def test_emoji_at_the_end_of_the_text_speak_of_what_stands_before() -> None:
    text = "👍/W_EMOJI 배송/NNG 최고/NNG 👎/W_EMOJI 제품/NNG 별로/MAG 👎/W_EMOJI"
    assert split_texts([text]) == [
        ["👍/W_EMOJI 배송/NNG 최고/NNG 👎/W_EMOJI", "제품/NNG 별로/MAG 👎/W_EMOJI"],
    ]
