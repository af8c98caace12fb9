"""Texts as their authors saw them."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc_cli.text.normalise import readable, without_labels


@pytest.mark.parametrize(
    ("cell", "seen"),
    [
        ("배송이 늦었어요<br>포장도 찢어짐<br/>환불해 주세요", "배송이 늦었어요\n포장도 찢어짐\n환불해 주세요"),
        ("<p>앱이 안 열려요&nbsp;진짜</p>", "앱이 안 열려요 진짜"),
        ("<P>첫 줄</P><p class='x'>둘째 줄</p>", "첫 줄\n\n둘째 줄"),
        ("<span style='color:red'>별로</span> <b>정말</b> 별로", "별로 정말 별로"),
        ("&lt;b&gt;최악&lt;/b&gt;입니다 &amp; 실망", "최악입니다 & 실망"),
        ("가격이 &#8361;30,000 &#x2605;", "가격이 ₩30,000 ★"),
        ("<tr><td>냄새</td><td>소음</td></tr>", "냄새  소음"),
    ],
)
def test_html_in_a_cell_is_read_as_the_page_showed_it(cell: str, seen: str) -> None:
    assert readable(cell) == seen


@pytest.mark.parametrize(
    "cell",
    [
        "<A> 옵션을 골랐는데 <B>가 왔어요",
        "<도란봇> 사용 후기",
        "크기는 3 < 5 & 무게는 7 > 2",
        "<3 사랑해요",
        "<script>alert(1)</script> 라고 적혀 옵니다",
        "A&B; 그리고 &모름; &notit; &copy",
        "<br>",
    ],
)
def test_what_customers_type_themselves_stays(cell: str) -> None:
    assert readable(cell) == cell


def test_hangul_taken_apart_is_put_together() -> None:
    assert readable("\u1107\u1162\u1109\u1169\u11bc<br>") == "배송"


@given(st.text(alphabet=">/&;#x abrp가\n", max_size=60))
def test_without_a_tag_nothing_is_lost(cell: str) -> None:
    assert readable(cell) == cell


def test_a_long_cell_takes_no_longer_than_its_length() -> None:
    cell = " " * 50_000 + "<" * 25_000 + "&" * 25_000 + "<br" + " " * 50_000
    before = time.process_time()
    assert readable(cell) == cell
    assert time.process_time() - before < 1


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("설치가 간단해요 ??", "설치가 간단해요   "),
        ("?? 마음에 듭니다 ????", "   마음에 듭니다     "),
        ("두 봉지째예요 ?? 또 살게요", "두 봉지째예요    또 살게요"),
    ],
)
def test_emoji_that_an_encoding_lost_say_nothing(text: str, read: str) -> None:
    assert without_labels(text) == read


@pytest.mark.parametrize(
    "text", ["왜 이렇게 늦어요 ??", "이게 정품인가요 ????", "환불은 언제 되나요 ??", "설마 ???", "진짜예요??"]
)
def test_question_marks_of_who_asks_stay(text: str) -> None:
    assert without_labels(text) == text
