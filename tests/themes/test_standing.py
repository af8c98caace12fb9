"""Which known aspects are themes of an export."""

from __future__ import annotations

import numpy as np
import pytest

from voc_cli.themes.standing import _standing, _stood, least_heard, stands
from voc_cli.themes.timeline import Timeline


@pytest.mark.parametrize(("n_texts", "least"), [(0, 0), (300, 0), (500, 1), (2_000, 4), (1_000_000, 5)])
def test_the_more_complain_the_more_must_speak_of_a_theme(n_texts: int, least: int) -> None:
    assert least_heard(n_texts) == least


def test_in_a_small_export_one_remark_is_a_theme_though_it_is_hardly_heard() -> None:
    assert stands([0.1], least=0)
    assert stands([0.1, 0.2], least=0)


def test_a_theme_that_recurs_must_be_heard_once_even_in_a_small_export() -> None:
    assert not stands([0.1, 0.2, 0.3], least=0)
    assert stands([0.1, 0.2, 0.45], least=0)


def test_a_theme_that_too_few_speak_of_is_none() -> None:
    assert not stands([0.9], least=2)
    assert stands([0.9, 0.9], least=2)
    assert not stands([0.9, 0.9, 0.9, 0.3, 0.3], least=4)


def test_where_chance_has_a_part_the_best_three_must_be_heard_well() -> None:
    assert not stands([0.7, 0.7, 0.8, 0.6, 0.6], least=4)
    assert stands([0.7, 0.8, 0.8, 0.4, 0.4], least=4)
    assert stands([0.5, 0.5], least=1), "two do not recur"


def test_how_well_grows_with_what_chance_says() -> None:
    best = [0.65, 0.65, 0.65, 0.5, 0.5]
    assert [stands(best, least=least) for least in range(6)] == [True, True, True, False, False, False]


def test_a_theme_of_the_last_run_needs_half_of_what_a_new_one_does() -> None:
    best = [0.7, 0.65, 0.6, 0.3]
    assert [stands(best, least=least) for least in range(6)] == [True, True, True, False, False, False]
    assert [stands(best, least=least, is_known=True) for least in range(6)] == [True] * 5 + [False]
    assert not stands([0.8], least=3, is_known=True)
    assert not stands([0.6, 0.6, 0.6], least=3, is_known=True)


def test_a_theme_of_the_last_run_that_many_are_heard_to_speak_of_need_not_be_heard_well() -> None:
    assert not stands([0.5] * 6, least=3)
    assert stands([0.5] * 6, least=3, is_known=True)
    assert not stands([0.5] * 5, least=3, is_known=True)
    assert not stands([0.5] * 4, least=1, is_known=True)
    assert stands([0.5] * 5, least=1, is_known=True)


@pytest.mark.parametrize("least", range(6))
@pytest.mark.parametrize("best", [[0.1], [0.45, 0.2, 0.1], [0.9, 0.9], [0.72, 0.7, 0.69, 0.5, 0.4], [0.8] * 9])
def test_what_stands_does_so_in_the_next_run_on_the_same_texts(best: list[float], least: int) -> None:
    assert not stands(best, least=least) or stands(best, least=least, is_known=True)


def test_a_theme_that_stood_when_fewer_complained_lasts_in_a_history_as_it_does_from_run_to_run() -> None:
    # Two who are heard are enough among 900 texts; among twice as many they are half of what a new theme needs.
    found = {"early": {0: 0.9, 1: 0.9}, "late": {1_898: 0.9, 1_899: 0.9}}
    n = 1_900
    line = Timeline(np.arange(n), np.repeat([0, 1], n // 2))
    assert _stood(found, np.arange(n), line) == {"early"}
    assert _standing(found, least_heard(n), frozenset()) == frozenset()
    assert _standing(found, least_heard(n), frozenset({"early"})) == {"early"}


def test_what_one_remark_says_of_few_texts_is_not_handed_on() -> None:
    line = Timeline(np.arange(1_300), np.repeat([0, 1], [400, 900]))
    assert _stood({"single": {0: 0.2}}, np.arange(1_300), line) == frozenset()
