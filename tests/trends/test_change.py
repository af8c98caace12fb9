from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc_cli.trends.change import ALPHA, MIN_COUNT, Status, compare

SEED = 20240101
ALARMS = {Status.NEW, Status.RISING, Status.FALLING, Status.GONE}


@pytest.mark.parametrize(
    ("before", "now", "status"),
    [
        (100, 200, Status.RISING),
        (200, 100, Status.FALLING),
        (100, 104, Status.STEADY),
        (0, 30, Status.NEW),
        (30, 0, Status.GONE),
        (0, MIN_COUNT - 1, Status.UNCERTAIN),
        (MIN_COUNT - 1, 0, Status.UNCERTAIN),
        (0, 0, Status.UNCERTAIN),
    ],
)
def test_clear_cases_have_their_status(before: int, now: int, status: Status) -> None:
    assert compare([before], [now], n_before=1_000, n_now=1_000)[0].status is status


@pytest.mark.parametrize(("before", "now", "n_before"), [(3, 3, 1_800), (4, 4, 1_100), (3, 2, 500)])
def test_an_interval_too_wide_to_tell_a_third_from_three_times_is_not_called_steady(
    before: int, now: int, n_before: int
) -> None:
    change = compare([before], [now], n_before=n_before, n_now=500)[0]
    assert change.ratio_high > 9 * change.ratio_low
    assert change.status is Status.UNCERTAIN


def test_what_customers_still_say_in_copies_is_not_gone() -> None:
    quiet, told = compare([30, 30], [0, 0], n_before=1000, n_now=1000, heard=([30, 30], [0, 1]))
    assert (quiet.status, told.status) == (Status.GONE, Status.UNCERTAIN)
    assert told.q_value == quiet.q_value


def test_what_customers_said_before_in_copies_is_not_new() -> None:
    unheard, told = compare([0, 0], [30, 30], n_before=1000, n_now=1000, heard=([0, 4], [30, 30]))
    assert (unheard.status, told.status) == (Status.NEW, Status.RISING)
    assert told.q_value == unheard.q_value


def test_rates_are_told_per_hundred_records() -> None:
    change = compare([10], [30], n_before=200, n_now=300)[0]
    assert (change.previous, change.current) == pytest.approx((5.0, 10.0))


def test_more_records_of_every_kind_are_no_change() -> None:
    change = compare([50], [150], n_before=1_000, n_now=3_000)[0]
    assert change.status is Status.STEADY
    assert change.p_value > 0.5


def test_the_p_value_is_that_of_the_binomial_test() -> None:
    # 2 * P(X <= 2) for 12 tosses of a fair coin: 2 * (1 + 12 + 66) / 4096.
    assert compare([10], [2], n_before=500, n_now=500)[0].p_value == pytest.approx(2 * 79 / 4096)
    assert compare([2], [10], n_before=500, n_now=500)[0].p_value == pytest.approx(2 * 79 / 4096)


def test_what_one_look_would_call_clear_and_many_would_not_is_neither_a_rise_nor_steady() -> None:
    alone = compare([10], [26], n_before=1_000, n_now=1_000)[0]
    among, *others = compare([10] + [50] * 30, [26] + [50] * 30, n_before=1_000, n_now=1_000)
    assert alone.p_value == among.p_value
    assert alone.q_value < ALPHA < among.q_value
    assert (alone.status, among.status) == (Status.RISING, Status.UNCERTAIN)
    assert {other.status for other in others} == {Status.STEADY}


@pytest.mark.parametrize(("n_before", "n_now"), [(0, 100), (100, 0), (0, 0)])
def test_without_an_earlier_or_later_stretch_nothing_is_sure(n_before: int, n_now: int) -> None:
    change = compare([0 if not n_before else 40], [0 if not n_now else 40], n_before=n_before, n_now=n_now)[0]
    assert change.p_value == 1
    assert change.status is Status.UNCERTAIN


def test_no_themes_have_no_changes() -> None:
    assert compare([], [], n_before=10, n_now=10) == []


COUNTS = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), min_size=1, max_size=12)


@given(COUNTS, st.integers(60, 500), st.integers(60, 500))
def test_values_are_probabilities_and_the_status_follows_them(
    counts: list[tuple[int, int]], n_before: int, n_now: int
) -> None:
    before, now = [a for a, _ in counts], [b for _, b in counts]
    for a, b, change in zip(before, now, compare(before, now, n_before=n_before, n_now=n_now), strict=True):
        assert 0 <= change.p_value <= change.q_value <= 1
        if change.status in ALARMS:
            assert change.q_value < ALPHA
            assert a + b >= MIN_COUNT
            assert (change.status in {Status.NEW, Status.RISING}) == (change.current > change.previous)


@given(COUNTS, st.integers(60, 500))
def test_turning_time_around_turns_the_status_around(counts: list[tuple[int, int]], n: int) -> None:
    turned = {
        Status.NEW: Status.GONE,
        Status.GONE: Status.NEW,
        Status.RISING: Status.FALLING,
        Status.FALLING: Status.RISING,
    }
    before, now = [a for a, _ in counts], [b for _, b in counts]
    forward = compare(before, now, n_before=n, n_now=n)
    backward = compare(now, before, n_before=n, n_now=n)
    for there, back in zip(forward, backward, strict=True):
        assert there.p_value == pytest.approx(back.p_value)
        if abs(there.q_value - ALPHA) > 1e-9:
            assert turned.get(there.status, there.status) is back.status


def simulate(rates: list[float], growth: float, *, n_before: int, n_now: int, n_runs: int) -> list[list[Status]]:
    """Statuses of each run; the first theme grows, the others do not."""
    random = np.random.default_rng(SEED)
    expected = np.array(rates)
    later = expected * np.array([growth] + [1.0] * (len(rates) - 1))
    runs = []
    for _ in range(n_runs):
        before, now = random.poisson(expected * n_before), random.poisson(later * n_now)
        changes = compare(before.tolist(), now.tolist(), n_before=n_before, n_now=n_now)
        runs.append([change.status for change in changes])
    return runs


RATES = [0.05, 0.08, 0.03, 0.02, 0.02, 0.01, 0.01, 0.01, 0.005, 0.005, 0.004, 0.002]


@pytest.mark.parametrize(("n_before", "n_now"), [(1_000, 1_000), (300, 900), (5_000, 4_000)])
def test_steady_themes_raise_no_more_false_alarms_than_was_promised(n_before: int, n_now: int) -> None:
    runs = simulate(RATES, 1.0, n_before=n_before, n_now=n_now, n_runs=400)
    share = sum(bool(ALARMS.intersection(statuses)) for statuses in runs) / len(runs)
    assert share <= ALPHA


def test_a_doubled_theme_is_seen_and_the_others_are_not_blamed() -> None:
    runs = simulate(RATES, 2.0, n_before=1_000, n_now=1_000, n_runs=300)
    seen = sum(statuses[0] is Status.RISING for statuses in runs) / len(runs)
    assert seen >= 0.8
    # The false discovery rate is the mean over runs of the share of wrong ones among the changes that were told.
    assert np.mean([false_share(statuses) for statuses in runs]) <= ALPHA


def false_share(statuses: list[Status]) -> float:
    wrong = sum(status in ALARMS for status in statuses[1:])
    return wrong / max(wrong + (statuses[0] in ALARMS), 1)
