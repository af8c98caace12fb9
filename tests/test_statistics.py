"""Tests of rates, against scipy.stats where it has the same."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from voc_cli.statistics import false_discovery, rate_p_values

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
