from __future__ import annotations

import numpy as np
import pytest

from tests.steps import lemmas_of
from voc_cli.sentiment.asking import Asked, Asking, asked


def ask(
    lemmas: str,
    *,
    logit: float,
    holding: float,
    request: bool = False,
    wish: bool = False,
    condition: bool = False,
    withheld: bool = False,
) -> tuple[float, float]:
    kinds = (request, wish, False, condition, withheld)
    found = asked(
        np.array([logit]), np.array([holding]), lemmas_of(lemmas), Asking(*(np.array([kind]) for kind in kinds))
    )
    return logit + float(found.logits[0]), holding + float(found.holding[0])


@pytest.mark.parametrize("kind", ["request", "wish"])
def test_who_asks_politely_for_a_remedy_has_a_fault_to_tell_of(kind: str) -> None:
    assert ask("해결/N 감사/N", logit=2.5, holding=-2.0, **{kind: True}) == (-1.0, 1.0)


def test_a_demand_that_is_bad_enough_stays_as_it_is() -> None:
    assert ask("똑바로/M 일/N", logit=-4.0, holding=3.0, request=True) == (-4.0, 3.0)


def test_a_wish_for_something_new_holds_less_of_an_opinion() -> None:
    assert ask("색상/N 많/V", logit=1.5, holding=1.0, wish=True) == (1.5, -4.0)


def test_a_request_for_anything_else_is_judged_by_its_words() -> None:
    assert ask("쿠폰/N 주/V", logit=0.5, holding=0.25, request=True) == (0.5, 0.25)


def test_what_would_be_if_it_were_not_for_the_fault_is_none() -> None:
    assert ask("수수료/N 없/V 완벽/N 터/N", logit=3.0, holding=0.5, condition=True) == (-1.0, 1.0)
    assert ask("바쁘/V 터/N", logit=0.5, holding=0.5) == (0.5, 0.5)
    assert ask("가격/N 내리/V 좋/V", logit=0.5, holding=0.5, condition=True) == (0.5, 0.5)


def test_a_remedy_that_nobody_asks_for_says_nothing() -> None:
    assert ask("해결/N 빠르/V", logit=2.0, holding=1.0) == (2.0, 1.0)


def test_a_favour_that_was_not_done_is_a_fault_whatever_its_words() -> None:
    assert ask("문/N 열/V NEG", logit=1.5, holding=0.25, withheld=True) == (-2.0, 1.0)
    assert ask("최악/N 열/V NEG", logit=-3.5, holding=2.0, withheld=True) == (-3.5, 2.0)


def test_each_clause_is_asked_by_its_own_ending() -> None:
    requests, wishes = np.array([True, False, False]), np.array([False, False, True])
    found: Asked = asked(
        np.ones(3),
        np.ones(3),
        lemmas_of("수정/N", "수정/N", "색상/N"),
        Asking(requests, wishes, *np.zeros((3, 3), dtype=bool)),
    )
    assert found.logits.tolist() == [-2.0, 0.0, 0.0]
    assert found.holding.tolist() == [0.0, 0.0, -5.0]
