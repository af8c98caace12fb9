from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc_cli.io.ratings import Scale, parse_ratings


@pytest.mark.parametrize(
    ("header", "cells", "scale", "values"),
    [
        ("평점", ["1", "2", "3.5", "5", "5.0"], Scale.FIVE, [1, 2, 3.5, 5, 5]),
        ("평점", ["4점", "5 점", "1점"], Scale.FIVE, [4, 5, 1]),
        ("평점", ["0", "5"], Scale.FIVE, [1, 5]),
        ("평점", ["1", "10", "5.5"], Scale.TEN, [1, 5, 3]),
        ("평점", ["0", "10", "5"], Scale.NPS, [1, 5, 3]),
        ("점수", ["0", "50", "100", "75"], Scale.HUNDRED, [1, 3, 5, 4]),
        ("NPS", ["0", "5", "3"], Scale.NPS, [1, 3, 2.2]),
        ("추천의향(0~10)", ["5", "5"], Scale.NPS, [3, 3]),
        ("만족도(10점)", ["1", "4"], Scale.TEN, [1, 1 + 4 * 3 / 9]),
        ("만족도(100점 만점)", ["5", "0"], Scale.HUNDRED, [1.2, 1]),
        ("만족도(7점 척도)", ["1", "7", "4"], Scale.SEVEN, [1, 5, 3]),
        ("별점", ["★★★☆☆", "★", "★★★★★", "⭐⭐⭐⭐", "☆☆☆☆☆", "★★★★☆ (4점)"], Scale.WORDS, [3, 1, 5, 4, 1, 4]),
        ("별점", ["★★★★★★★★★★", "★☆☆☆☆☆☆☆☆☆"], Scale.WORDS, [5, 1]),
        ("평점", ["4/5", "10/10", "1 / 10", "100/100", "5점 만점에 2점", "75%"], Scale.WORDS, [4, 5, 1, 5, 2, 4]),
        ("만족도", ["매우만족", "만족", "보통", "불만족", "매우 불만족"], Scale.WORDS, [5, 4, 3, 2, 1]),
        ("만족도", ["만족함", "5. 매우만족", "(1) 매우 불만", "보통."], Scale.WORDS, [4, 5, 1, 3]),
        ("평가", ["좋음", "나쁨", "Very Satisfied"], Scale.WORDS, [4, 2, 5]),
        ("평점", ["별점 4", "별 3개", "4 stars"], Scale.FIVE, [4, 3, 4]),
    ],
)
def test_every_scale_comes_to_one_to_five(header: str, cells: list[str], scale: Scale, values: list[float]) -> None:
    ratings = parse_ratings(cells, header=header)
    assert ratings.scale == scale
    assert ratings.values.tolist() == pytest.approx(values)
    assert ratings.n_unreadable == 0


def test_one_slip_does_not_change_the_scale_of_a_column() -> None:
    ratings = parse_ratings(["5"] * 99 + ["55"], header="평점")
    assert ratings.scale == Scale.FIVE
    assert math.isnan(ratings.values[-1])
    assert ratings.n_unreadable == 1


def test_what_is_no_rating_is_empty_and_counted() -> None:
    ratings = parse_ratings(["5", "", "-", "친절했어요 정말", "-3"], header="평점")
    assert np.isnan(ratings.values).tolist() == [False, True, True, True, True]
    assert ratings.n_unreadable == 3


def test_an_empty_column_is_no_fault() -> None:
    assert parse_ratings([], header="평점").values.shape == (0,)
    assert parse_ratings(["", ""], header="").n_unreadable == 0


@given(st.lists(st.text(max_size=20)), st.text(max_size=20))
def test_any_cells_give_one_to_five_or_nothing(cells: list[str], header: str) -> None:
    values = parse_ratings(cells, header=header).values
    assert values.shape == (len(cells),)
    assert bool(np.all(np.isnan(values) | ((values >= 1) & (values <= 5))))
