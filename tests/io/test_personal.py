from __future__ import annotations

import pytest

from voc_cli.io.personal import hash_customers, holds_names, without_personal


def by_sentence(text: str) -> str:
    return "[이름]입니다" if text[:3] in {"김민수", "박지은", "이서준"} and text[3:] == "입니다" else text


@pytest.mark.parametrize(
    ("cells", "is_told"),
    [
        (["김민수", "박지은", "", "이서준 "], True),
        (["김민수", "박지은", "이서준", "홈페이지", "전화"], False),  # most, but hardly more than half
        (["김민수"] * 9, False),
        (["박지은 고객", "김민수 님", "이서준(010)"], False),
        ([], False),
    ],
)
def test_a_column_of_names_is_known_by_its_different_cells(cells: list[str], is_told: bool) -> None:
    assert holds_names(cells, by_sentence) == is_told


def test_no_record_is_called_by_a_phone_or_an_address() -> None:
    kept = ["R-0001", "0212345678", "20240101-0001"]
    personal = ["010-1234-5678", "01012345678", "02-123-4567", "a.b@naver.com", "900101-1234567"]
    assert without_personal([*kept, *personal]) == [*kept, *[""] * len(personal)]


def test_one_customer_has_one_hash_in_every_spelling() -> None:
    hashes = hash_customers(["010-1234-5678", "01012345678", "+82 10-1234-5678", "010 1234 5678"], b"key")
    assert len(set(hashes)) == 1
    assert len(hashes[0]) == 16
    assert hash_customers(["A@B.com", "a@b.com "], b"key") == hash_customers(["a@b.com"], b"key") * 2


def test_customers_and_keys_differ() -> None:
    assert len(set(hash_customers(["C1", "C2", "01012345678"], b"key"))) == 3
    assert hash_customers(["C1"], b"key") != hash_customers(["C1"], b"other")


def test_unknown_customers_have_no_hash() -> None:
    assert hash_customers(["", " ", "-", "010-****-5678"], b"key") == ["", "", "", ""]


def test_words_for_nobody_are_no_customer_who_comes_again() -> None:
    assert hash_customers(["비회원", " 비 회원", "(익명)", "NULL", "N/A", "해당 없음"], b"key") == [""] * 6
    assert all(hash_customers(["비회원77", "nullpointer", "익명의고래"], b"key"))


def test_leading_zeros_tell_customers_apart() -> None:
    assert len(set(hash_customers(["0012", "12"], b"key"))) == 2
