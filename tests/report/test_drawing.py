"""Where the marks of a page's charts stand."""

from __future__ import annotations

import re
from dataclasses import replace
from math import pi

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.report.support import report
from voc_cli.report.drawing import (
    LARGEST,
    N_HEATS,
    PRIMARY,
    SUPPORT,
    TONES,
    heats,
    links,
    short_days,
    spark,
    tone,
    trend,
)
from voc_cli.report.model import Matrix, Point, StageSection
from voc_cli.schema import Stage


def section(stage: Stage, n: int, polarity: float = 0.0) -> StageSection:
    return StageSection(stage.value, n, 0, 0, (), 0, code=stage.value, n_clauses=n, polarity=polarity)


def points(*counts: tuple[int, int]) -> list[Point]:
    return [
        Point(f"2024-01-{day:02}", n, complaints, 0, complaints / n if n else None, None)
        for day, (n, complaints) in enumerate(counts, start=1)
    ]


def test_the_chain_holds_every_stage_but_none_once() -> None:
    assert sorted([*PRIMARY, *SUPPORT]) == sorted(set(Stage) - {Stage.NONE})
    assert PRIMARY[:3] == (Stage.INBOUND, Stage.OPERATIONS, Stage.OUTBOUND)


def test_the_area_of_a_circle_is_the_number_of_records() -> None:
    sections = [section(Stage.INBOUND, 100), section(Stage.SERVICE, 400), section(Stage.TECHNOLOGY, 1_600)]
    by_code = {link.code: link for link in (*links(PRIMARY, sections), *links(SUPPORT, sections))}
    assert by_code["technology"].radius == LARGEST
    areas = [pi * by_code[code].radius ** 2 for code in ("inbound", "service", "technology")]
    assert areas[1] / areas[0] == pytest.approx(4, rel=0.02)
    assert areas[2] / areas[1] == pytest.approx(4, rel=0.02)


def test_a_stage_that_nobody_speaks_of_keeps_its_place() -> None:
    found = links(PRIMARY, [section(Stage.SERVICE, 3)])
    assert [link.code for link in found] == [stage.value for stage in PRIMARY]
    assert [link.section is None for link in found] == [True, True, True, True, False]


@pytest.mark.parametrize(
    ("polarity", "expected"),
    [(-1.0, "bad2"), (-0.5, "bad2"), (-0.3, "bad1"), (0.0, "even"), (0.3, "good1"), (1.0, "good2")],
)
def test_a_tone_follows_the_polarity(polarity: float, expected: str) -> None:
    assert tone(polarity) == expected
    assert expected in TONES


def test_bars_are_as_high_as_their_numbers() -> None:
    found = trend(points((10, 5), (20, 20), (0, 0)), width=1000, height=330)
    one, two, none = found.bars
    assert two.height == pytest.approx(2 * one.height, abs=0.2)
    assert one.complaints_height == pytest.approx(one.height / 2, abs=0.2)
    assert (none.height, none.complaints_height) == (0, 0)
    assert one.top + one.height == pytest.approx(found.base, abs=0.2)


def test_a_bucket_without_records_leaves_a_hole_in_the_line_of_shares() -> None:
    found = trend(points((10, 5), (20, 9), (0, 0), (10, 10)), width=1000, height=330)
    first, alone = found.line.removeprefix("M").split("M")
    assert len(set(first.split("L"))) == 2
    # A bucket alone is a dot: a line from its place to its place.
    assert len(alone.split("L")) == 2 and len(set(alone.split("L"))) == 1
    assert trend(points((0, 0)), width=1000, height=330).line == ""


@given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)), min_size=1, max_size=28))
def test_every_mark_stays_in_its_box(counts: list[tuple[int, int]]) -> None:
    found = trend(points(*((max(pair), min(pair)) for pair in counts)), width=360, height=300)
    for bar in found.bars:
        assert found.left <= bar.x <= bar.x + bar.width <= found.width + 0.2
        assert 0 <= bar.top <= bar.complaints_top + 0.2 <= found.base + 0.4
    ticks = [tick.place for tick in found.counts]
    assert ticks == sorted(ticks, reverse=True)
    assert 2 <= len(ticks) <= 6
    assert ticks[-1] > 0


def test_months_are_told_without_their_first_day() -> None:
    months = [Point(f"2024-{month:02}-01", 1, 0, 0, 0.0, None) for month in range(1, 13)]
    assert [tick.label for tick in trend(months, width=360, height=300).dates] == ["2024-01", "2024-05", "2024-09"]
    assert trend(points((1, 0)), width=360, height=300).dates[0].label == "2024-01-01"


def test_an_axis_of_shares_ends_above_the_highest() -> None:
    found = trend(points((100, 7), (100, 3)), width=360, height=300)
    assert [tick.label for tick in found.shares] == ["0%", "5%", "10%"]
    assert trend(points((4, 3)), width=360, height=300).shares[-1].label == "100%"


def test_a_sparkline_needs_a_course() -> None:
    assert spark(()) == spark((3,)) == spark((0, 0, 0)) == ""
    assert spark((0, 4)).startswith("M2.0,")
    assert len(re.findall(",", spark(tuple(range(500))))) <= 40


def test_the_strongest_colour_is_the_highest_rate() -> None:
    matrix = Matrix(("가", "나"), ("a", "b"), ("x", "y"), ((0, 1), (2, 3)), (9, 9), ((0.0, 10.0), (None, 50.0)))
    assert heats(matrix) == ((0, 1), (0, N_HEATS))
    assert heats(replace(matrix, rates=((0.0, 0.0), (None, None)))) == ((0, 0), (0, 0))


def test_the_made_up_report_can_be_drawn() -> None:
    told = report()
    assert len(trend(told.points, width=1000, height=330).bars) == len(told.points) == 8


def test_heads_of_days_are_short_and_say_the_year_where_it_begins() -> None:
    assert short_days(("2023-12-01", "2024-01-01")) == ("2023-12", "2024-01")
    assert short_days(("2023-12-25", "2024-01-01", "2024-01-08")) == ("2023-12-25", "2024-01-01", "01-08")
    assert short_days(("2024-01-01",)) == ("2024-01-01",)
    assert short_days(("포트 P3", "2024-01-08")) == ("포트 P3", "2024-01-08")
    assert short_days(()) == ()
