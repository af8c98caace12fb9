"""Tests of rates that compare and report share.

``scipy.stats`` would do, but takes longer to import than all tests take together; ``scipy.special`` holds what it uses.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
_TINY: Final = 1e-300  # stands in where a function is evaluated only to be thrown away
_PRIOR_PERIODS: Final = 8  # what the rows together say of one row's dispersion is worth, in periods


@dataclass(frozen=True, slots=True, eq=False)
class Spread:
    """How much more than Poisson's counts waver: shape (n_rows,) each."""

    scale: Floats  # variance over mean, 1 or more
    freedom: Floats  # degrees of freedom that the scale is known with; infinite where it is 1


def rate_p_values(
    before: ArrayLike, now: ArrayLike, *, n_before: int, n_now: int, spread: Spread | None = None
) -> Floats:
    """Two-sided p-values that rates did not change: the conditional test of Poisson rates (Przyborowski and
    Wilenski, 1940), shape as ``before`` and ``now``; 1 where either stretch is empty.

    Args:
        before, now: Records that have it.
        n_before, n_now: Records in all.
        spread: Of the counts: they are divided by its scale, as effective counts (Korn and Graubard, 1998), and the
            tail becomes that of Student's distribution, because the scale is an estimate.
    """
    from scipy.special import betainc, ndtri, stdtr

    first, second = _effective(before, spread), _effective(now, spread)
    if not n_before or not n_now:
        return np.ones(first.shape)
    share = n_now / (n_before + n_now)
    # The tails of the binomial as incomplete beta functions, which also take counts that are no whole numbers.
    lower = np.where(first > 0, betainc(np.maximum(first, _TINY), second + 1, 1 - share), 1.0)
    upper = np.where(second > 0, betainc(np.maximum(second, _TINY), first + 1, share), 1.0)
    p_values: Floats = np.minimum(1.0, 2 * np.minimum(lower, upper))
    if spread is None:
        return p_values
    heavier: Floats = 2 * stdtr(spread.freedom, ndtri(np.maximum(p_values, _TINY) / 2))
    return np.where(np.isinf(spread.freedom), p_values, heavier)


def rate_ratios(
    before: ArrayLike,
    now: ArrayLike,
    *,
    n_before: int,
    n_now: int,
    spread: Spread | None = None,
    level: float = 0.95,
) -> tuple[Floats, Floats, Floats]:
    """How many times the earlier rate the later one is, with the lower and upper end of its interval.

    The interval of Clopper and Pearson (1934) for the share of the later stretch in both, turned into a ratio: it holds
    1 just where ``rate_p_values`` is ``1 - level`` or more. A ratio over nothing is infinite, nothing over nothing and
    an empty stretch are NaN.

    Args:
        before, now, n_before, n_now, spread: As for rate_p_values.
        level: Share of intervals that hold the true ratio, or more.
    """
    from scipy.special import betaincinv, ndtr, stdtrit

    first, second = _effective(before, spread), _effective(now, spread)
    unknown = np.full(first.shape, np.nan)
    if not n_before or not n_now:
        return unknown, unknown, unknown
    tail = np.full(first.shape, (1 - level) / 2)
    if spread is not None:
        finite = np.where(np.isinf(spread.freedom), 1.0, spread.freedom)
        tail = np.where(np.isinf(spread.freedom), tail, ndtr(stdtrit(finite, tail)))
    low = np.where(second > 0, betaincinv(np.maximum(second, _TINY), first + 1, tail), 0.0)
    high = np.where(first > 0, betaincinv(second + 1, np.maximum(first, _TINY), 1 - tail), 1.0)
    scale = n_before / n_now
    seen = first + second > 0
    with np.errstate(divide="ignore", invalid="ignore"):
        ratios = [np.where(seen, scale * part, np.nan) for part in (second / first, low / (1 - low), high / (1 - high))]
    return ratios[0], ratios[1], ratios[2]


def measure_spread(counts: ArrayLike, sizes: ArrayLike, *, shared: bool = False) -> Spread:
    """How much each row of ``counts`` wavers from period to period beyond what its rate explains.

    Rates that waver make counts more variable than Poisson's, the more the larger the count (Cox, 1983). What the rows
    have in common is the weighted median of their excess, which one row with a jump cannot move; each row's own Pearson
    dispersion (McCullagh and Nelder, 1989) is drawn towards it, as if that were worth _PRIOR_PERIODS periods (Smyth,
    2004), but not below it: among many rows some look steady by chance, and those would be the false alarms. Only the
    excess over Poisson is an estimate, so its degrees of freedom count by its part in the whole
    (Satterthwaite, 1946).

    Args:
        counts: Records of each row in each period, shape (n_rows, n_periods).
        sizes: Records in all in each period, shape (n_periods,).
        shared: Leave a row's own dispersion out, so that a single burst does not excuse itself.
    """
    observed, total = np.asarray(counts, dtype=np.float64), np.asarray(sizes, dtype=np.float64)
    observed, total = observed[:, total > 0], total[total > 0]
    freedom = len(total) - 1
    if freedom < 1:
        return Spread(np.ones(len(observed)), np.full(len(observed), np.inf))
    expected = np.outer(observed.sum(axis=1) / total.sum(), total)
    mean = expected.mean(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        own = np.where(mean > 0, ((observed - expected) ** 2 / expected).sum(axis=1) / freedom, 1.0)
    common = 1 + _common_excess(own, mean, freedom) * mean
    found = common if shared else (_PRIOR_PERIODS * common + freedom * own) / (_PRIOR_PERIODS + freedom)
    scale = np.maximum(found, common)
    with np.errstate(divide="ignore"):
        return Spread(scale, (_PRIOR_PERIODS + freedom) * (scale / (scale - 1)) ** 2)


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


def _effective(counts: ArrayLike, spread: Spread | None) -> Floats:
    exact: Floats = np.asarray(counts, dtype=np.float64)
    return exact if spread is None else exact / spread.scale


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


def stratified_z(values: ArrayLike, is_later: ArrayLike, strata: ArrayLike) -> float:
    """How far later values lie above earlier ones within the same strata, in standard errors; 0 where none holds both.

    The test of Cochran (1954) and of Mantel and Haenszel (1959) for shares, in Mantel's (1963) form for any values: a
    mixture of strata that shifts moves the mean of all, and moves this not at all.

    Args:
        values: 0 or 1, or measurements, (n,).
        is_later: Which of the two stretches each is of, (n,).
        strata: Number of the stratum of each, from 0, (n,).
    """
    measured, later, of = (
        np.asarray(values, dtype=float),
        np.asarray(is_later, dtype=bool),
        np.asarray(strata, dtype=np.int64),
    )
    n = int(of.max(initial=-1)) + 1
    n_all, n_later = np.bincount(of, minlength=n), np.bincount(of[later], minlength=n)
    total, squares = np.bincount(of, measured, minlength=n), np.bincount(of, measured**2, minlength=n)
    has_both = (n_later > 0) & (n_later < n_all)
    size, now, total, squares = n_all[has_both], n_later[has_both], total[has_both], squares[has_both]
    excess = np.bincount(of[later], measured[later], minlength=n)[has_both] - total * now / size
    # has_both leaves strata of two records or more.
    variance = (squares - total**2 / size) / (size - 1) * now * (size - now) / size
    spread = float(variance.sum())
    return float(excess.sum() / np.sqrt(spread)) if spread > _TINY else 0.0


def share_above(hits: int, size: int, share: float) -> float:
    """One-sided p-value that no more than ``share`` of all records have it: the upper binomial tail from ``hits`` on.

    Args:
        hits, size: Records that have it, of ``size``.
    """
    from scipy.special import bdtrc

    return float(bdtrc(hits - 1, size, share)) if hits else 1.0


def false_discovery(p_values: Floats) -> Floats:
    """q-values of Benjamini and Hochberg (1995), in the order of ``p_values``."""
    n = len(p_values)
    order = np.argsort(p_values)[::-1]
    scaled = p_values[order] * n / np.arange(n, 0, -1)
    q_values = np.empty(n)
    q_values[order] = np.minimum(1.0, np.minimum.accumulate(scaled))
    # Rounding must not make a theme surer among many than it is alone.
    return np.maximum(q_values, p_values)
