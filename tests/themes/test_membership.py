from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc_cli.themes.membership import (
    Floats,
    member_probabilities,
    speaking_probabilities,
    trusted,
)


def probability(*, complains: float = 2.0, share: float = 0.8, shift: float = 0.0) -> float:
    logits, shares = (np.array([value], dtype=np.float32) for value in (complains, share))
    return float(member_probabilities(logits, shares, shift=shift)[0])


@pytest.mark.parametrize(
    ("more", "less"),
    [
        ({"complains": 4.0}, {"complains": 0.0}),
        ({"share": 0.99}, {"share": 0.3}),
    ],
)
def test_each_sign_of_a_membership_makes_it_likelier(more: dict[str, float], less: dict[str, float]) -> None:
    assert probability(**more) > probability(**less)


def test_rare_complaints_make_every_membership_less_likely() -> None:
    assert probability(shift=-2.0) < probability()


def test_a_theme_loses_its_least_sure_members_until_enough_are_expected_to_be_right() -> None:
    sure = np.concatenate([np.full(50, 0.9), np.full(200, 0.3)]).astype(np.float32)
    kept = trusted(np.zeros(250, dtype=np.int32), sure)
    assert kept[:50].all()
    assert 0 < kept[50:].sum() < 200
    assert sure[kept].mean() > 0.7


def test_a_theme_of_sure_members_loses_none_and_another_theme_does_not_matter() -> None:
    themes = np.array([0] * 100 + [1] * 100, dtype=np.int32)
    sure = np.concatenate([np.full(100, 0.9), np.full(100, 0.2)]).astype(np.float32)
    kept = trusted(themes, sure)
    assert kept[:100].all()
    assert kept[100:].sum() < 10


def test_few_unsure_members_may_stay() -> None:
    assert trusted(np.zeros(2, dtype=np.int32), np.array([0.4, 0.3], dtype=np.float32)).all()


@given(st.lists(st.tuples(st.integers(-1, 3), st.floats(0, 1, width=32)), max_size=60))
def test_whoever_stays_is_no_less_sure_than_whoever_leaves_the_same_theme(rows: list[tuple[int, float]]) -> None:
    themes = np.array([theme for theme, _ in rows], dtype=np.int32)
    sure: Floats = np.array([value for _, value in rows], dtype=np.float32)
    kept = trusted(themes, sure)
    assert kept.shape == (len(rows),)
    for theme in set(themes.tolist()):
        stays, leaves = sure[(themes == theme) & kept], sure[(themes == theme) & ~kept]
        assert not len(stays) or not len(leaves) or stays.min() >= leaves.max()


def speaks(*, share: float = 0.6, polarity: float = -0.9, typical: float = 0.5) -> float:
    return float(speaking_probabilities(np.array([share]), np.array([polarity]), np.array([typical]))[0])


@pytest.mark.parametrize(
    "less", [{"share": 0.1}, {"polarity": -0.2}, {"typical": 0.0}, {"share": 0.0, "polarity": 0.5, "typical": 0.0}]
)
def test_words_polarity_and_place_make_it_likelier_that_a_member_speaks_of_its_theme(less: dict[str, float]) -> None:
    assert 0 < speaks(**less) < speaks() < speaks(share=1.0, polarity=-1.0, typical=1.0) < 1


def test_a_plain_glad_or_foreign_clause_hardly_speaks_of_a_theme() -> None:
    assert speaks(share=0.0, polarity=0.9, typical=0.0) < 0.05
    assert speaks(share=0.99, polarity=-0.999, typical=0.9) > 0.75
