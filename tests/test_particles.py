"""The particle that fits is chosen by what stands before it, never in what a user wrote."""

from __future__ import annotations

import pytest

from voc_cli import messages
from voc_cli.particles import particle, split_pairs


@pytest.mark.parametrize(
    ("pair", "before", "said"),
    [
        ("을(를)", "한 주", "를"),
        ("을(를)", "2024년 6월", "을"),
        ("과(와)", "2024-01", "과"),
        ("과(와)", "2024-02", "와"),
        ("이(가)", "‘배송 지연’", "이"),
        ("은(는)", "(담당자)", "는"),
        ("(으)로", "배송", "으로"),
        ("(으)로", "0.831", "로"),
        ("(으)로", "20%", "로"),
        ("을(를)", "history", "을(를)"),
        ("을(를)", "", "을(를)"),
    ],
)
def test_the_last_sound_decides(pair: str, before: str, said: str) -> None:
    assert particle(pair, before) == said


def test_a_sentence_is_cut_at_its_pairs_only() -> None:
    assert split_pairs("{a}을(를) 보는 {b}") == ("{a}", "을(를)", " 보는 {b}")


def test_what_a_user_wrote_stays_as_it_is() -> None:
    said = messages.text("config.bad_value", key="title", value="가(이)을(를)")
    assert "가(이)을(를)" in said


def test_a_week_and_a_month_are_compared_in_good_korean() -> None:
    assert "한 주를 " in messages.text("compared.method_week", now="2019-12-09~2019-12-15 한 주", before="그 앞 8주")
    assert "6월을 " in messages.text("compared.method_month", now="2024년 6월", before="그 앞 8개월")
    assert "2024-01과 2024-02의" in messages.text("doctor.shared", pattern="x", one="2024-01", other="2024-02")
    assert "2주를" in messages.text("trends.empty_left_out", n=2, unit="주")
