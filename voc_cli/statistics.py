"""Tests of rates that compare and report share.

``scipy.stats`` would do, but takes longer to import than all tests take together; ``scipy.special`` holds what it uses.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


def rate_p_values(before: ArrayLike, now: ArrayLike, *, n_before: int, n_now: int) -> Floats:
    """Two-sided p-values that rates did not change: the conditional test of Poisson rates (Przyborowski and
    Wilenski, 1940), shape as ``before`` and ``now``; 1 where either stretch is empty."""
    from scipy.special import bdtr, bdtrc

    first, second = np.asarray(before, dtype=np.int64), np.asarray(now, dtype=np.int64)
    if not n_before or not n_now:
        return np.ones(first.shape)
    total, share = first + second, n_now / (n_before + n_now)
    lower = bdtr(second.astype(float), total, share)
    upper = np.where(second > 0, bdtrc(np.maximum(second - 1, 0).astype(float), total, share), 1.0)
    p_values: Floats = np.minimum(1.0, 2 * np.minimum(lower, upper))
    return p_values


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
