"""Tests of rates, against scipy.stats where it has the same."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc_cli.statistics import (
    Spread,
    false_discovery,
    measure_spread,
    rate_p_values,
    rate_ratios,
    share_above,
    share_p_value,
    stratified_z,
)

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


@given(COUNTS, st.integers(100, 900), st.integers(100, 900))
def test_an_interval_holds_one_just_where_the_p_value_is_large(counts: list[tuple[int, int]], n: int, m: int) -> None:
    before, now = np.array(counts).T
    spread = Spread(np.linspace(1.0, 3.0, len(counts)), np.where(np.arange(len(counts)) % 2, 15.0, np.inf))
    for how in (None, spread):
        p_values = rate_p_values(before, now, n_before=n, n_now=m, spread=how)
        _, low, high = rate_ratios(before, now, n_before=n, n_now=m, spread=how)
        told = (before + now > 0) & (np.abs(p_values - 0.05) > 1e-9)
        assert (((low <= 1) & (high >= 1)) == (p_values >= 0.05))[told].all()


def test_a_ratio_is_that_of_the_rates_and_unbounded_where_there_was_none() -> None:
    ratio, low, high = rate_ratios([10, 0, 5, 0], [30, 5, 0, 0], n_before=200, n_now=300)
    np.testing.assert_allclose(ratio, [2.0, np.inf, 0.0, np.nan])
    assert low[0] < 2 < high[0]
    assert low[1] > 0 and high[1] == np.inf
    assert low[2] == 0 and 0 < high[2] < 1
    assert np.isnan([low[3], high[3]]).all()


def test_the_exact_interval_is_that_of_clopper_and_pearson() -> None:
    from scipy.stats import binomtest

    _, low, high = rate_ratios([12], [30], n_before=400, n_now=600)
    share = binomtest(30, 42).proportion_ci(0.95, method="exact")
    scale = 400 / 600
    assert low[0] == pytest.approx(scale * share.low / (1 - share.low))
    assert high[0] == pytest.approx(scale * share.high / (1 - share.high))


def test_counts_of_chance_alone_have_no_spread_and_wavering_ones_have_theirs() -> None:
    random = np.random.default_rng(3)
    sizes = np.full(8, 1_000)
    rates = np.linspace(0.01, 0.1, 60)[:, np.newaxis]
    steady = measure_spread(random.poisson(rates * sizes), sizes)
    wavering = measure_spread(random.poisson(rates * sizes * random.gamma(25, 0.04, size=(60, 8))), sizes)
    assert np.median(steady.scale) < 1.15
    # Variance over mean of counts whose rate wavers by a fifth: 1 + mean / 25.
    assert np.median(wavering.scale / (1 + 1_000 * rates[:, 0] / 25)) == pytest.approx(1, abs=0.25)
    assert np.isfinite(wavering.freedom).all()


def test_one_row_with_a_jump_does_not_widen_the_others() -> None:
    random = np.random.default_rng(4)
    counts = random.poisson(30, size=(12, 8))
    plain = measure_spread(counts, np.full(8, 1_000))
    counts[0, 4] = 600
    jumped = measure_spread(counts, np.full(8, 1_000))
    assert jumped.scale[0] > 20
    assert jumped.scale[1:].max() < plain.scale[1:].max() + 0.5
    assert measure_spread(counts, np.full(8, 1_000), shared=True).scale[0] < 3


def test_one_period_shows_no_spread() -> None:
    found = measure_spread([[5], [50]], [100])
    assert found.scale.tolist() == [1.0, 1.0]
    assert np.isinf(found.freedom).all()


@given(st.integers(0, 40), st.integers(0, 200), st.floats(0.001, 0.9))
def test_a_share_above_its_limit_is_the_upper_binomial_tail(hits: int, others: int, share: float) -> None:
    from scipy.stats import binom

    expected = binom.sf(hits - 1, hits + others, share) if hits + others else 1.0
    assert share_above(hits, hits + others, share) == pytest.approx(expected, abs=1e-12)


def test_a_mixture_that_shifts_moves_nothing_within_its_strata() -> None:
    # One group always complains half of the time, the other a tenth of it; the glad one grows from 20 to 180 of 200.
    values = [1, 0] * 90 + ([1] + [0] * 9) * 2 + [1, 0] * 10 + ([1] + [0] * 9) * 18
    later = [False] * 200 + [True] * 200
    strata = [0] * 180 + [1] * 20 + [0] * 20 + [1] * 180
    assert np.mean(values[:200]) == pytest.approx(0.46)
    assert np.mean(values[200:]) == pytest.approx(0.14)
    assert stratified_z(values, later, strata) == pytest.approx(0)
    assert stratified_z(values, later, [0] * 400) < -5


def test_one_stratum_is_the_test_of_two_shares() -> None:
    # 30 of 100 against 50 of 100: (50 - 40) / sqrt(0.24 * 200 / 199 * 50).
    values = [1] * 30 + [0] * 70 + [1] * 50 + [0] * 50
    expected = 10 / (0.24 * 200 / 199 * 50) ** 0.5
    assert stratified_z(values, [False] * 100 + [True] * 100, [0] * 200) == pytest.approx(expected)
    assert stratified_z([1, 0, 1], [True, False, True], [0, 1, 2]) == 0
    assert stratified_z([], [], []) == 0
