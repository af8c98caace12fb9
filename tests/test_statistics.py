"""Tests of rates, against scipy.stats where it has the same."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from voc_cli.statistics import false_discovery, rate_p_values, share_p_value

COUNTS = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), min_size=1, max_size=8)


@given(COUNTS, st.integers(100, 900), st.integers(100, 900))
def test_p_values_are_those_of_the_conditional_binomial_test(counts: list[tuple[int, int]], n: int, m: int) -> None:
    from scipy.stats import binom

    before, now = np.array(counts).T
    total, share = before + now, m / (n + m)
    expected = np.minimum(1, 2 * np.minimum(binom.cdf(now, total, share), binom.sf(now - 1, total, share)))
    np.testing.assert_allclose(rate_p_values(before, now, n_before=n, n_now=m), expected, rtol=1e-9, atol=1e-12)


def test_an_empty_stretch_decides_nothing() -> None:
    assert rate_p_values([3, 0], [5, 9], n_before=0, n_now=40).tolist() == [1.0, 1.0]


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_q_values_are_those_of_benjamini_and_hochberg(p_values: list[float]) -> None:
    from scipy.stats import false_discovery_control

    found = false_discovery(np.array(p_values))
    np.testing.assert_allclose(found, np.maximum(false_discovery_control(p_values), p_values), rtol=1e-9, atol=1e-12)


@given(st.integers(1, 400), st.integers(1, 400), st.data())
def test_shares_are_told_apart_by_the_hypergeometric_tails(n: int, m: int, data: st.DataObject) -> None:
    from scipy.stats import hypergeom

    a, b = data.draw(st.integers(0, n)), data.draw(st.integers(0, m))
    tails = hypergeom.cdf(a, n + m, a + b, n), hypergeom.sf(a - 1, n + m, a + b, n)
    np.testing.assert_allclose(share_p_value((a, b), (n, m)), min(1, 2 * min(tails)), rtol=1e-6, atol=1e-9)


def test_a_large_share_that_grew_is_seen() -> None:
    assert share_p_value((415, 1400), (500, 1540)) < 0.001
    assert share_p_value((41, 45), (50, 50)) > 0.05
