from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc_cli.errors import InputError
from voc_cli.io.encoding import decode, is_undecodable

TEXT = "접수번호,내용\n001,배송이 늦어요\n"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TEXT.encode(), "utf-8"),
        (TEXT.encode("utf-8-sig"), "utf-8-sig"),
        (TEXT.encode("cp949"), "cp949"),
        ("내용\n뷁 똠방각하\n".encode("cp949"), "cp949"),
        (TEXT.encode("utf-16"), "utf-16"),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), "utf-16"),
        (TEXT.encode("utf-16-le"), "utf-16"),
        (TEXT.encode("utf-16-be"), "utf-16"),
        (b"id,text\n1,late again\n", "utf-8"),
    ],
)
def test_the_encoding_is_found(data: bytes, encoding: str) -> None:
    decoded = decode(data, name="a.csv")
    assert decoded.encoding == encoding
    assert decoded.text in (TEXT, "내용\n뷁 똠방각하\n", "id,text\n1,late again\n")
    assert not decoded.has_undecodable
    assert decoded.notes == ()


def test_korean_words_that_are_valid_utf8_by_chance_are_read_as_cp949() -> None:
    data = bytes([0xC2, 0xA1, 0xC2, 0xA2])
    assert data.decode() == "¡¢"
    assert decode(b"a," + data + b"\n", name="a.csv").text == "a," + data.decode("cp949") + "\n"


def test_two_encodings_in_one_file_are_read_line_by_line_and_said() -> None:
    data = "내용\n배송이 늦어요\n".encode() + "앱이 자꾸 꺼져요\n".encode("cp949")
    decoded = decode(data, name="a.csv")
    assert decoded.text == "내용\n배송이 늦어요\n앱이 자꾸 꺼져요\n"
    assert decoded.encoding == "utf-8+cp949"
    assert "UTF-8 2줄, CP949 1줄" in decoded.notes[0]


def test_a_line_that_no_encoding_explains_is_marked() -> None:
    decoded = decode("내용\n좋아요\n".encode() + b"\xff\xff,1\n" + "나빠요\n".encode(), name="a.csv")
    assert decoded.has_undecodable
    assert [is_undecodable(line) for line in decoded.text.splitlines()] == [False, False, True, False]


def test_nul_bytes_are_removed_and_said() -> None:
    decoded = decode("내용\n좋아\0요\n".encode(), name="a.csv")
    assert decoded.text == "내용\n좋아요\n"
    assert "NUL 문자 1개" in decoded.notes[0]


def test_an_utf16_file_that_broke_off_keeps_its_whole_part() -> None:
    decoded = decode(TEXT.encode("utf-16")[:-1], name="a.csv")
    assert decoded.text.startswith("접수번호,내용\n001,배송이 늦어요")
    assert decoded.has_undecodable


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n" + bytes(200),
        b"%PDF-1.7 ...",
        bytes(range(256)) * 10,
        b"\0" * 100,
        b"\x80\x81\xff\n\xff\xfa\n\xfe\xff\n",
    ],
)
def test_what_is_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(InputError) as caught:
        decode(data, name="voc.csv")
    assert caught.value.where == "voc.csv"
    assert caught.value.mend


korean = st.text(st.sampled_from("가나다라마바사아자차카타파하좋싫배송앱 ,.\nabc123"), min_size=1)


@given(korean, st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp949"]))
def test_text_survives_its_encoding(text: str, encoding: str) -> None:
    text = "접수번호,고객의 소리\n" + text
    assert decode(text.encode(encoding), name="a.csv").text == text


@given(st.binary(min_size=1))
def test_any_bytes_are_decoded_or_refused(data: bytes) -> None:
    try:
        decoded = decode(data, name="a.csv")
    except InputError:
        return
    assert "\0" not in decoded.text
    assert decoded.has_undecodable or not is_undecodable(decoded.text)
