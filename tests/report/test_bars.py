"""Charts of block characters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc_cli.report.bars import bar, sparkline


def test_one_character_a_bucket_where_there_is_room() -> None:
    assert sparkline((0, 1, 2, 4), width=10) == "·▃▅█"


def test_neighbours_are_added_up_and_the_newest_are_never_a_remainder() -> None:
    assert len(sparkline((1,) * 7, width=3)) == 3
    assert sparkline((1, 1, 1, 1, 1, 1, 1), width=3) == "▃██"


def test_nothing_gives_nothing() -> None:
    assert sparkline((), width=5) == ""
    assert bar(0, 0, width=10) == ""


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=200), st.integers(1, 40))
def test_a_sparkline_never_runs_over_its_width(series: list[int], width: int) -> None:
    drawn = sparkline(series, width=width)
    assert 1 <= len(drawn) <= width
    assert ("·" * len(drawn) == drawn) == (not any(series))


@pytest.mark.parametrize(("value", "drawn"), [(10, "██████████"), (5, "█████"), (0, ""), (1, "█")])
def test_a_bar_is_as_long_as_its_share(value: float, drawn: str) -> None:
    assert bar(value, 10, width=10) == drawn


@given(st.floats(0, 1e9), st.floats(1, 1e9))
def test_a_bar_fits_its_column(value: float, top: float) -> None:
    assert len(bar(min(value, top), top, width=10)) <= 10
