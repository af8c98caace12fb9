"""False alarms come at the promised rate on steady themes, whatever the volume does, and a doubled theme is seen."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest

from voc_cli.statistics import measure_spread
from voc_cli.trends.change import ALPHA, Change, Status, compare

ALARMS = {Status.NEW, Status.RISING, Status.FALLING, Status.GONE}
RATES = np.array([0.05, 0.08, 0.03, 0.02, 0.02, 0.01, 0.01, 0.01, 0.005, 0.005, 0.004, 0.002])
LEVEL = [1_000] * 9
SEASONAL = [500, 700, 400, 900, 500, 300, 800, 1_000, 600]


@dataclass(frozen=True)
class World:
    """Eight periods and the present one; rates waver by ``wavering`` (standard deviation over mean)."""

    sizes: list[int]
    wavering: float = 0.0
    growth: float = 1.0  # of the first theme, in the present period

    def runs(self, n: int, seed: int) -> list[list[Change]]:
        random = np.random.default_rng(seed)
        return [self._run(random) for _ in range(n)]

    def _run(self, random: np.random.Generator) -> list[Change]:
        shape = (len(RATES), len(self.sizes))
        waves = np.ones(shape)
        if self.wavering:
            waves = random.gamma(self.wavering**-2, self.wavering**2, size=shape)
        expected = RATES[:, np.newaxis] * np.array(self.sizes) * waves
        expected[0, -1] *= self.growth
        counts = random.poisson(expected)
        spread = measure_spread(counts[:, :-1], self.sizes[:-1])
        before, now = counts[:, :-1].sum(axis=1).tolist(), counts[:, -1].tolist()
        return compare(before, now, n_before=sum(self.sizes[:-1]), n_now=self.sizes[-1], spread=spread)


STEADY = [World(sizes, wavering) for sizes in (LEVEL, SEASONAL) for wavering in (0.0, 0.2, 0.4)]


@pytest.mark.parametrize("world", STEADY, ids=str)
def test_steady_themes_raise_no_more_false_alarms_than_was_promised(world: World) -> None:
    runs = world.runs(400, seed=7)
    alarmed = sum(any(change.status in ALARMS for change in changes) for changes in runs)
    assert alarmed / len(runs) <= ALPHA


@pytest.mark.parametrize("world", STEADY, ids=str)
def test_intervals_hold_the_true_ratio_as_often_as_they_say(world: World) -> None:
    changes = [change for changes in world.runs(300, seed=8) for change in changes]
    held = [change.ratio_low <= 1 <= change.ratio_high for change in changes if change.ratio == change.ratio]
    assert np.mean(held) >= 0.95


@pytest.mark.parametrize("wavering", [0.0, 0.2, 0.4])
def test_halves_and_the_last_period_alone_keep_the_promise_too(wavering: float) -> None:
    random = np.random.default_rng(11)
    n, n_runs, alarmed = 300, 200, {"half": 0, "previous": 0}
    for _ in range(n_runs):
        waves = random.gamma(wavering**-2, wavering**2, size=(len(RATES), 26)) if wavering else 1.0
        counts = random.poisson(RATES[:, np.newaxis] * n * waves * np.ones((1, 26)))
        before, now = counts[:, :13], counts[:, 13:]
        halves = compare(
            before.sum(axis=1).tolist(),
            now.sum(axis=1).tolist(),
            n_before=13 * n,
            n_now=13 * n,
            spread=measure_spread(before, [n] * 13, shared=True),
        )
        spread = measure_spread(counts[:, -9:-1], [n] * 8)
        last = compare(counts[:, -2].tolist(), counts[:, -1].tolist(), n_before=n, n_now=n, spread=spread)
        for name, changes in (("half", halves), ("previous", last)):
            alarmed[name] += any(change.status in ALARMS for change in changes)
    assert max(alarmed.values()) / n_runs <= ALPHA


def test_a_test_that_knows_nothing_of_wavering_would_cry_wolf() -> None:
    """The simulation can fail: Poisson's test alone alarms on steady themes in most runs."""
    random = np.random.default_rng(9)
    alarmed = 0
    for _ in range(100):
        counts = random.poisson(RATES[:, np.newaxis] * 1_000 * random.gamma(6.25, 0.16, size=(len(RATES), 9)))
        before, now = counts[:, :-1].sum(axis=1).tolist(), counts[:, -1].tolist()
        changes = compare(before, now, n_before=8_000, n_now=1_000)
        alarmed += any(change.status in ALARMS for change in changes)
    assert alarmed > 50


@pytest.mark.parametrize(("wavering", "power"), [(0.0, 0.9), (0.1, 0.7), (0.2, 0.35)])
def test_a_doubled_theme_is_seen_and_the_others_are_not_blamed(wavering: float, power: float) -> None:
    runs = World(LEVEL, wavering, growth=2.0).runs(300, seed=10)
    assert np.mean([changes[0].status is Status.RISING for changes in runs]) >= power
    # The false discovery rate is the mean over runs of the share of wrong ones among the changes that were told.
    assert np.mean([_false_share(changes) for changes in runs]) <= ALPHA


def _false_share(changes: list[Change]) -> float:
    wrong = sum(change.status in ALARMS for change in changes[1:])
    return wrong / max(wrong + (changes[0].status in ALARMS), 1)
