"""The words that tell where clauses end, and what a morpheme means by them."""

from __future__ import annotations

import tomllib
from collections import Counter

import pytest

from voc_cli import resources
from voc_cli.text.marks import RESOURCE, Mark, mark_of

TABLE = tomllib.loads(resources.read_text(RESOURCE))


@pytest.mark.parametrize("name", TABLE)
def test_no_word_stands_twice_in_a_list(name: str) -> None:
    assert [word for word, n in Counter(TABLE[name].split()).items() if n > 1] == []


@pytest.mark.parametrize(
    ("form", "tag", "is_verdict"),
    [
        ("굿", "NNG", True),
        ("꽝", "NNP", True),
        ("꼼꼼", "MAG", True),
        ("푸짐", "XR", True),
        ("음", "ETN", True),
        ("기", "ETN", False),
        ("냉장고", "NNG", False),
        ("소음", "NNG", False),
        ("너무", "MAG", False),
    ],
)
def test_a_statement_may_stop_with_a_verdict_and_not_with_a_thing(form: str, tag: str, is_verdict: bool) -> None:
    assert bool(mark_of(form, tag) & Mark.VERDICT) is is_verdict
    assert bool(mark_of(form, tag) & Mark.OPEN_END) is (form == "너무")


def test_marks_fit_the_columns_that_hold_them() -> None:
    bits = [value for name, value in vars(Mark).items() if name.isupper()]
    assert len(set(bits)) == len(bits)
    assert all(bit & (bit - 1) == 0 and bit < 1 << 31 for bit in bits)
