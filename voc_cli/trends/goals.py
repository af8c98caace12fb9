"""Was it fixed? A theme before and after something was done, and whether the goal is met."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final, Literal

import numpy as np
import pandas as pd

from voc_cli import schema
from voc_cli.actions import Action, Goal
from voc_cli.statistics import Spread, measure_spread, rate_ratios
from voc_cli.trends.change import MIN_COUNT
from voc_cli.trends.periods import Counts, Cube, as_cube

_BEFORE_DAYS: Final = 8 * 7  # what the time before is measured by
_WEEK: Final = 7
_MIN_WEEKS: Final = 4


class Outcome(StrEnum):
    """What became of an action or a goal."""

    MET = "met"  # as low as the goal or lower, and surely lower than before
    MISSED = "missed"  # surely above the goal
    OPEN = "open"  # neither is sure
    OVER = "over"  # nor will it be: the last day of a goal has passed
    BETTER = "better"  # of an action: surely lower than before
    WORSE = "worse"
    SAME = "same"  # neither is sure
    UNCERTAIN = "uncertain"  # fewer than MIN_COUNT records before, or no record of any kind on one side
    UNKNOWN = "unknown"  # no theme has this name
    AHEAD = "ahead"  # it begins after the last record


@dataclass(frozen=True, slots=True)
class _Wanted:
    """An action or a goal in one shape."""

    kind: Literal["action", "goal"]
    theme: str
    text: str
    who: str
    since: date
    until: date | None
    measure: str
    target: float


def judge_goals(
    counts: Counts, names: Mapping[str, str], *, actions: Sequence[Action], goals: Sequence[Goal]
) -> pd.DataFrame:
    """schema.GOALS: each action and goal with the theme's rate in the eight weeks before and since, goals first.

    The ratio of both has the interval of ``statistics.rate_ratios``, widened by how much the theme wavers from week
    to week before. Themes are named by theme_id or name; one that is unknown has no records.

    Args:
        counts: By day.
        names: Names of the themes by theme_id.
    Raises:
        ValueError: ``counts`` are not by day.
    """
    if counts.unit != "day":
        raise ValueError(f"goals are judged by day, not by {counts.unit}")
    wanted = [*map(_of_goal, goals), *map(_of_action, actions)]
    identities = {name: identity for identity, name in reversed(list(names.items()))}
    themes = [each.theme if each.theme in names else identities.get(each.theme, each.theme) for each in wanted]
    cube = as_cube(counts, sorted(set(themes)))
    rows = [_judge(cube, each, identity, names) for each, identity in zip(wanted, themes, strict=True)]
    return pd.DataFrame(rows, columns=list(schema.GOALS))


def _of_goal(goal: Goal) -> _Wanted:
    return _Wanted("goal", goal.theme, goal.text, "", goal.since, goal.until, goal.measure, goal.target)


def _of_action(action: Action) -> _Wanted:
    return _Wanted("action", action.theme, action.what, action.who, action.date, None, "share", float("nan"))


def _judge(cube: Cube, wanted: _Wanted, identity: str, names: Mapping[str, str]) -> dict[str, object]:
    row = cube.themes.index(identity)
    end = min(wanted.until or date.max, cube.periods[-1]) if cube.periods else wanted.since
    before = _places(cube, wanted.since - timedelta(days=_BEFORE_DAYS), wanted.since - timedelta(days=1))
    after = _places(cube, wanted.since, end)
    themed, sizes = cube.themed[row].sum(axis=0), cube.sizes.sum(axis=0)
    # Per hundred records, or per day: a day that was looked at counts, whether a record came in on it or not.
    scale = 100.0 if wanted.measure == "share" else 1.0
    n = [int(sizes[part].sum()) if wanted.measure == "share" else part.stop - part.start for part in (before, after)]
    hits = [int(themed[part].sum()) for part in (before, after)]
    spread = _spread(themed[before], sizes[before], measure=wanted.measure)
    ratios = rate_ratios([hits[0]], [hits[1]], n_before=n[0], n_now=n[1], spread=spread)
    ratio, low, high = (round(float(value[0]), 3) if math.isfinite(value[0]) else math.nan for value in ratios)
    return {
        schema.KIND: wanted.kind, schema.THEME_ID: identity, schema.THEME: names.get(identity, wanted.theme),
        schema.TEXT: wanted.text, schema.WHO: wanted.who, schema.SINCE: wanted.since, schema.UNTIL: wanted.until,
        schema.MEASURE: wanted.measure, schema.N_BEFORE: hits[0], schema.N_NOW: hits[1],
        schema.PREVIOUS: round(scale * hits[0] / n[0], 3) if n[0] else float("nan"),
        schema.CURRENT: round(scale * hits[1] / n[1], 3) if n[1] else float("nan"),
        schema.RATIO: ratio, schema.RATIO_LOW: low, schema.RATIO_HIGH: high, schema.TARGET: wanted.target,
        schema.STATUS: (
            Outcome.UNKNOWN if identity not in names
            else Outcome.AHEAD if cube.periods and wanted.since > cube.periods[-1]
            else _at_last(_outcome(wanted, hits[0], all(n), ratio, low, high), wanted, cube.periods)
        ).value,
    }  # fmt: skip


def _outcome(wanted: _Wanted, n_before: int, is_seen: bool, ratio: float, low: float, high: float) -> Outcome:
    if n_before < MIN_COUNT or not is_seen:
        return Outcome.UNCERTAIN
    if wanted.kind == "action":
        return Outcome.BETTER if high < 1 else Outcome.WORSE if low > 1 else Outcome.SAME
    if ratio <= wanted.target and high < 1:
        return Outcome.MET
    return Outcome.MISSED if low > wanted.target else Outcome.OPEN


def _at_last(outcome: Outcome, wanted: _Wanted, days: Sequence[date]) -> Outcome:
    """``outcome``, but that nothing is still to be seen of a goal whose last day the records have reached."""
    is_over = wanted.until is not None and bool(days) and days[-1] >= wanted.until
    return Outcome.OVER if is_over and outcome in (Outcome.OPEN, Outcome.UNCERTAIN) else outcome


def _places(cube: Cube, first: date, last: date) -> slice:
    """The days from ``first`` to ``last`` that the counts reach over."""
    if not cube.periods:
        return slice(0, 0)
    start = max((first - cube.periods[0]).days, 0)
    stop = min((last - cube.periods[0]).days + 1, len(cube.periods))
    return slice(min(start, max(stop, 0)), max(stop, 0))


def _spread(themed: np.ndarray, sizes: np.ndarray, *, measure: str) -> Spread | None:
    """How much the theme wavered over the whole weeks before; None where there are too few."""
    weeks = len(themed) // _WEEK
    if weeks < _MIN_WEEKS:
        return None
    first = len(themed) - weeks * _WEEK
    by_week = themed[first:].reshape(weeks, _WEEK).sum(axis=1)
    size = sizes[first:].reshape(weeks, _WEEK).sum(axis=1) if measure == "share" else np.ones(weeks)
    return measure_spread(by_week[np.newaxis], size)
