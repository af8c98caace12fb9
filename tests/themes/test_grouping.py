from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.themes.frames import meanings
from voc_cli.themes.grouping import group_pairs
from voc_cli.themes.pairs import Pair

LOOSE, SLACK = Pair("손잡이/N", "헐겁/V", False), Pair("자루/N", "느슨하/V", False)
OPEN, SHUT = Pair("뚜껑/N", "열리/V", False), Pair("뚜껑/N", "열리/V", True)


def test_pairs_of_one_meaning_are_one_group_the_weightiest_first() -> None:
    group = group_pairs({OPEN: 1, LOOSE: 4, SLACK: 2, SHUT: 1}, meanings())
    assert group[LOOSE] == group[SLACK] == 0
    assert len({group[OPEN], group[SHUT], 0}) == 3


def test_a_rare_pair_joins_the_nearest_group() -> None:
    group = group_pairs({LOOSE: 9, OPEN: 8, SLACK: 1}, meanings(), n_fitted=2)
    assert group[SLACK] == group[LOOSE]


def test_pairs_of_unknown_things_are_grouped_by_the_thing() -> None:
    new, other = Pair("신조어/N", "헐겁/V", False), Pair("다른말/N", "헐겁/V", False)
    group = group_pairs({new: 2, Pair("신조어/N", "열리/V", False): 1, other: 1}, meanings())
    assert sorted(group.values()) == [0, 0, 1]


def test_what_is_near_to_nothing_stands_alone_though_it_shares_the_thing() -> None:
    group = group_pairs({OPEN: 2, Pair("뚜껑/N", "헐겁/V", False): 1}, meanings())
    assert sorted(group.values()) == [0, 1]


def test_one_pair_and_none() -> None:
    assert group_pairs({}, meanings()) == {}
    assert group_pairs({LOOSE: 1}, meanings()) == {LOOSE: 0}


PAIRS = st.builds(
    Pair,
    st.sampled_from(["손잡이/N", "자루/N", "뚜껑/N", "신조어/N"]),
    st.sampled_from(["헐겁/V", "느슨하/V", "열리/V", ""]),
    st.booleans(),
)


@given(st.dictionaries(PAIRS, st.integers(1, 9), max_size=12), st.randoms())
def test_groups_do_not_depend_on_the_order_of_the_pairs(counts: dict[Pair, int], random: object) -> None:
    shuffled = list(counts.items())
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert group_pairs(dict(shuffled), meanings()) == group_pairs(counts, meanings())
    assert set(group_pairs(counts, meanings())) == set(counts)
