from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc_cli.hashing import Hashes, members, ngrams

UNITS = st.lists(st.lists(st.integers(0, 2**32 - 1), max_size=6), max_size=5)


def columns(units: list[list[int]]) -> tuple[Hashes, np.ndarray[tuple[int], np.dtype[np.int32]]]:
    """Units as one column of hashes with the unit of each."""
    hashes = np.array([value for unit in units for value in unit], dtype=np.uint32)
    owner = np.array([number for number, unit in enumerate(units) for _ in unit], dtype=np.int32)
    return hashes, owner


def found(units: list[list[int]], *orders: int, seed: int = 7) -> list[tuple[list[int], list[int]]]:
    return [(owner.tolist(), hashes.tolist()) for owner, hashes in ngrams(*columns(units), orders, seed)]


def by_unit(units: list[list[int]], *orders: int) -> list[list[int]]:
    """The hashes of each unit, order after order."""
    of: list[list[int]] = [[] for _ in units]
    for owner, hashes in found(units, *orders):
        for unit, value in zip(owner, hashes, strict=True):
            of[unit].append(value)
    return of


@pytest.mark.parametrize(
    ("firsts", "lasts", "owner", "place"),
    [
        ([0, 2], [2, 5], [0, 0, 1, 1, 1], [0, 1, 2, 3, 4]),
        ([3, 0], [5, 2], [0, 0, 1, 1], [3, 4, 0, 1]),
        ([1, 1], [3, 3], [0, 0, 1, 1], [1, 2, 1, 2]),
        ([4, 2, 9], [4, 3, 9], [1], [2]),
        ([], [], [], []),
    ],
)
def test_members_of_ranges_are_told_in_order(
    firsts: list[int], lasts: list[int], owner: list[int], place: list[int]
) -> None:
    units, places = members(np.array(firsts, dtype=np.int32), np.array(lasts, dtype=np.int32))
    assert (units.tolist(), places.tolist()) == (owner, place)


@given(st.lists(st.integers(0, 5), max_size=6))
def test_ranges_side_by_side_cover_every_place_once(lengths: list[int]) -> None:
    bounds = np.concatenate([[0], np.cumsum(lengths, dtype=np.int64)]).astype(np.int64)
    owner, place = members(bounds[:-1], bounds[1:])
    assert place.tolist() == list(range(sum(lengths)))
    expected = [number for number, (a, b) in enumerate(pairwise(bounds.tolist())) for _ in range(a, b)]
    assert owner.tolist() == expected


@given(UNITS)
def test_a_unit_has_as_many_n_grams_as_fit(units: list[list[int]]) -> None:
    expected = [sum(max(len(unit) - order + 1, 0) for order in (1, 3)) for unit in units]
    assert [len(values) for values in by_unit(units, 1, 3)] == expected


@given(UNITS)
def test_n_grams_of_a_unit_are_the_same_alone_and_among_others(units: list[list[int]]) -> None:
    assert by_unit(units, 1, 2, 3) == [by_unit([unit], 1, 2, 3)[0] for unit in units]


def test_orders_that_are_not_asked_for_are_not_told() -> None:
    assert len(found([[1, 2, 3]], 1, 2, 3)) == 3
    assert found([[1, 2, 3]], 2) == found([[1, 2, 3]], 1, 2, 3)[1:2]
    assert found([[1]], 2) == []


def test_order_of_the_words_seed_and_length_change_the_hash() -> None:
    values = [found([[1, 2]], 2), found([[2, 1]], 2), found([[1, 2]], 2, seed=8), found([[1, 1]], 2)]
    assert len({hashes[0] for ((_, hashes),) in values}) == len(values)


def test_hashes_stay_what_the_shipped_weights_were_trained_on() -> None:
    # FNV-1a and a mix by hand, modulo 2 ** 32.
    running = ((7 ^ 5) * 0x01000193) % 2**32
    running = ((running ^ 0xFFFFFFFF) * 0x01000193) % 2**32
    expected = ((running ^ (running >> 15)) * 0x9E3779B1) % 2**32
    assert found([[5, 0xFFFFFFFF]], 2) == [([0], [expected])]


def test_the_input_stays_as_it_is() -> None:
    hashes, owner = columns([[1, 2], [3]])
    list(ngrams(hashes, owner, (1, 2), 7))
    assert hashes.tolist() == [1, 2, 3]
