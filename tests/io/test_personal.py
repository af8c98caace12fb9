from __future__ import annotations

from voc_cli.io.personal import hash_customers


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
