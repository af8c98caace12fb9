"""Tests of rates that compare and report share.

``scipy.stats`` would do, but takes longer to import than all tests take together; ``scipy.special`` holds what it uses.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
_TINY: Final = 1e-300  # stands in where a function is evaluated only to be thrown away
_NORMAL: Final = 1.959963984540054  # 97.5% quantile of the normal distribution
_PRIOR_PERIODS: Final = 8  # what the rows together say of one row's dispersion is worth, in periods


def rate_p_values(
    before: ArrayLike, now: ArrayLike, *, n_before: int, n_now: int, dispersion: ArrayLike = 1.0
) -> Floats:
    """Two-sided p-values that rates did not change: the conditional test of Poisson rates (Przyborowski and
    Wilenski, 1940), shape as ``before`` and ``now``; 1 where either stretch is empty.

    Args:
        before, now: Records that have it.
        n_before, n_now: Records in all.
        dispersion: Variance over mean of the counts, 1 for Poisson; larger ones leave counts / dispersion as the
            effective counts (Korn and Graubard, 1998).
    """
    from scipy.special import betainc

    first, second = _effective(before, dispersion), _effective(now, dispersion)
    if not n_before or not n_now:
        return np.ones(first.shape)
    share = n_now / (n_before + n_now)
    # The tails of the binomial as incomplete beta functions, which also take counts that are no whole numbers.
    lower = np.where(first > 0, betainc(np.maximum(first, _TINY), second + 1, 1 - share), 1.0)
    upper = np.where(second > 0, betainc(np.maximum(second, _TINY), first + 1, share), 1.0)
    p_values: Floats = np.minimum(1.0, 2 * np.minimum(lower, upper))
    return p_values


def rate_ratios(
    before: ArrayLike, now: ArrayLike, *, n_before: int, n_now: int, dispersion: ArrayLike = 1.0, level: float = 0.95
) -> tuple[Floats, Floats, Floats]:
    """How many times the earlier rate the later one is, with the lower and upper end of its interval.

    The interval of Clopper and Pearson (1934) for the share of the later stretch in both, turned into a ratio: it holds
    1 just where ``rate_p_values`` is ``1 - level`` or more. A ratio over nothing is infinite, nothing over nothing and
    an empty stretch are NaN.

    Args:
        before, now, n_before, n_now, dispersion: As for rate_p_values.
        level: Share of intervals that hold the true ratio, or more.
    """
    from scipy.special import betaincinv

    first, second = _effective(before, dispersion), _effective(now, dispersion)
    unknown = np.full(first.shape, np.nan)
    if not n_before or not n_now:
        return unknown, unknown, unknown
    tail = (1 - level) / 2
    low = np.where(second > 0, betaincinv(np.maximum(second, _TINY), first + 1, tail), 0.0)
    high = np.where(first > 0, betaincinv(second + 1, np.maximum(first, _TINY), 1 - tail), 1.0)
    scale = n_before / n_now
    seen = first + second > 0
    with np.errstate(divide="ignore", invalid="ignore"):
        ratios = [np.where(seen, scale * part, np.nan) for part in (second / first, low / (1 - low), high / (1 - high))]
    return ratios[0], ratios[1], ratios[2]


def dispersions(counts: ArrayLike, sizes: ArrayLike, *, shared: bool = False) -> Floats:
    """Variance over mean of each row of ``counts`` beyond what its rate explains, 1 or more, shape (n_rows,).

    Rates that waver from period to period make counts more variable than Poisson's, the more the larger the count
    (Cox, 1983). What the rows have in common is the weighted median of their excess, which one row with a jump cannot
    move; each row's own Pearson dispersion (McCullagh and Nelder, 1989) is drawn towards it, as if that were worth
    _PRIOR_PERIODS periods (Smyth, 2004). The excess is stretched for its being an estimate by the ratio of Student's
    to the normal quantile, squared (Korn and Graubard, 1998).

    Args:
        counts: Records of each row in each period, shape (n_rows, n_periods).
        sizes: Records in all in each period, shape (n_periods,).
        shared: Leave a row's own dispersion out, so that a single burst does not excuse itself.
    """
    from scipy.special import stdtrit

    observed, total = np.asarray(counts, dtype=np.float64), np.asarray(sizes, dtype=np.float64)
    observed, total = observed[:, total > 0], total[total > 0]
    freedom = len(total) - 1
    if freedom < 1:
        return np.ones(len(observed))
    expected = np.outer(observed.sum(axis=1) / total.sum(), total)
    mean = expected.mean(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        own = np.where(mean > 0, ((observed - expected) ** 2 / expected).sum(axis=1) / freedom, 1.0)
    common = 1 + _common_excess(own, mean, freedom) * mean
    found = common if shared else (_PRIOR_PERIODS * common + freedom * own) / (_PRIOR_PERIODS + freedom)
    worth = _PRIOR_PERIODS + freedom
    stretch = (float(stdtrit(worth, 0.975)) / _NORMAL) ** 2
    stretched: Floats = 1 + np.maximum(found - 1, 0) * stretch
    return stretched


def _common_excess(own: Floats, mean: Floats, freedom: int) -> float:
    """Excess of the dispersion per expected record: the weighted median over rows, 0 or more."""
    large = mean >= 1
    if not large.any():
        return 0.0
    # The median of a chi-square over its freedom lies below 1 (Wilson and Hilferty, 1931).
    median = (1 - 2 / (9 * freedom)) ** 3
    excess, weights = (own[large] / median - 1) / mean[large], mean[large]
    order = np.argsort(excess, kind="stable")
    heaped = np.cumsum(weights[order])
    return max(0.0, float(excess[order][np.searchsorted(heaped, heaped[-1] / 2)]))


def _effective(counts: ArrayLike, dispersion: ArrayLike) -> Floats:
    effective: Floats = np.asarray(counts, dtype=np.float64) / np.asarray(dispersion, dtype=np.float64)
    return effective


def share_p_value(hits: tuple[int, int], sizes: tuple[int, int]) -> float:
    """Two-sided p-value that two shares are one, by the hypergeometric tails of Fisher's exact test (1922), doubled.

    Args:
        hits, sizes: Records that have it, and records in all, in the earlier and the later stretch.
    """
    from scipy.special import gammaln

    def log_choose(n: int, k: NDArray[np.int64]) -> Floats:
        return np.asarray(gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1))

    total = sum(hits)
    possible = np.arange(max(0, total - sizes[1]), min(sizes[0], total) + 1)
    logs = log_choose(sizes[0], possible) + log_choose(sizes[1], total - possible)
    chances = np.exp(logs - log_choose(sum(sizes), np.array(total)))
    lower, upper = chances[possible <= hits[0]].sum(), chances[possible >= hits[0]].sum()
    return float(min(1.0, 2 * min(lower, upper)))


def false_discovery(p_values: Floats) -> Floats:
    """q-values of Benjamini and Hochberg (1995), in the order of ``p_values``."""
    n = len(p_values)
    order = np.argsort(p_values)[::-1]
    scaled = p_values[order] * n / np.arange(n, 0, -1)
    q_values = np.empty(n)
    q_values[order] = np.minimum(1.0, np.minimum.accumulate(scaled))
    # Rounding must not make a theme surer among many than it is alone.
    return np.maximum(q_values, p_values)
