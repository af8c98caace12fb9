"""The themes of one period against the last one, the mean of the last eight, and the same period last year."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

import numpy as np
import pandas as pd

from voc_cli import schema
from voc_cli.messages import text
from voc_cli.schema import Comparison, Stretch
from voc_cli.statistics import Floats, Spread, measure_spread
from voc_cli.trends.change import Change, compare
from voc_cli.trends.coverage import ALL, Supply, assess_channels, without_twin
from voc_cli.trends.periods import Counts, Cube, Unit, as_cube, following, last_day
from voc_cli.trends.seasons import holidays_in, is_festive, seasons_in, week_last_year

N_REFERENCE: Final = 8  # periods whose mean stands for what is usual
MIN_REFERENCE: Final = 4  # fewer do not show how much a theme commonly wavers
_WORKING_DAYS: Final = 5


class Against(StrEnum):
    """What a period is compared with."""

    MEAN = "mean"
    PREVIOUS = "previous"
    LAST_YEAR = "last_year"
    HALF = "half"


@dataclass(frozen=True, slots=True, eq=False)
class Compared:
    """A comparison with the stretches that it is about, for schema.Period."""

    comparison: Comparison
    now: Stretch
    before: tuple[Stretch, ...]  # of the main reference
    n_now: int
    n_before: int
    n_periods: int  # in ``before``; 1 for a half


@dataclass(frozen=True, slots=True)
class _Reference:
    """Numbers of the periods compared with."""

    against: Against
    places: tuple[int, ...]


def compare_periods(counts: Counts, names: Mapping[str, str], *, current: date) -> Compared | None:
    """The period that begins on ``current`` against the ones before it; None where none came before.

    The main reference is the mean of the last eight periods where four or more are known, else the last period.
    Weeks of Seollal and Chuseok are left out of that mean for a week that is none. Last year's week is the one as far
    from the festival where one is near. Channels that are missing on either side are left out of a comparison.

    Args:
        counts: Periods up to ``current``; later ones are ignored.
        names: Names of the themes by theme_id, in the order of the result.
    """
    cube = as_cube(counts, list(names), last=current)
    place = cube.place(current)
    usual = _usual(cube, place) if place else ()
    if place is None or not usual:
        return None
    references = [_Reference(Against.MEAN, usual)] if len(usual) >= MIN_REFERENCE else []
    if cube.sizes[:, place - 1].sum():
        references.append(_Reference(Against.PREVIOUS, (place - 1,)))
    references = references or [_Reference(Against.PREVIOUS, usual[-1:])]
    last_year = _last_year(cube, current)
    if last_year is not None:
        references.append(_Reference(Against.LAST_YEAR, (last_year,)))
    holidays = _n_holidays(current, cube.unit)
    working = max(_WORKING_DAYS - holidays, 0) / _WORKING_DAYS if cube.unit == "week" else 1.0
    channels = assess_channels(cube, now=[place], before=usual, working=working)
    spread = measure_spread(_themed(cube, usual), cube.sizes[:, list(usual)].sum(axis=0))
    notes = [*_calendar_notes(cube, current, holidays, usual, last_year), *channel_notes(channels)]
    return _compared(cube, names, (place,), references, spread, channels, notes)


def compare_halves(counts: Counts, names: Mapping[str, str], *, until: date | None = None) -> Compared | None:
    """The later half of all periods against the earlier one; None where one of them is empty.

    With an odd number of periods the first stands alone, so that both halves are equally long. How much themes
    waver is what they have in common: a single burst is the change itself.

    Args:
        until: The last day that the export reaches; as much less is expected of a later half that it cuts off.
    """
    cube = as_cube(counts, list(names))
    half = len(cube.periods) // 2
    first = len(cube.periods) - 2 * half
    before, now = tuple(range(first, first + half)), tuple(range(first + half, len(cube.periods)))
    if not half or not cube.sizes[:, before].sum() or not cube.sizes[:, now].sum():
        return None
    spread = None
    if half >= MIN_REFERENCE:
        spread = measure_spread(_themed(cube, before), cube.sizes[:, before].sum(axis=0), shared=True)
    channels = assess_channels(cube, now=now, before=before, working=_reached(cube, now, until))
    references = [_Reference(Against.HALF, before)]
    return _compared(cube, names, now, references, spread, channels, channel_notes(channels))


def _reached(cube: Cube, now: Sequence[int], until: date | None) -> float:
    """Share of the days of ``now`` up to ``until``; 1 where that is not known."""
    first, end = cube.periods[now[0]], last_day(cube.periods[now[-1]], cube.unit)
    return 1.0 if until is None else min(1.0, ((until - first).days + 1) / ((end - first).days + 1))


def _themed(cube: Cube, places: Sequence[int]) -> Floats:
    counts: Floats = cube.themed[:, :, list(places)].sum(axis=1).astype(np.float64)
    return counts


def _usual(cube: Cube, place: int) -> tuple[int, ...]:
    """Up to eight periods before, those without a record left out, and weeks of festivals unless this is one."""
    known = [number for number in range(max(0, place - N_REFERENCE - 2), place) if cube.sizes[:, number].sum()]
    if cube.unit == "week" and not _is_festive(cube, place):
        ordinary = [number for number in known if not _is_festive(cube, number)]
        if len(ordinary) >= MIN_REFERENCE:
            known = ordinary
    return tuple(known[-N_REFERENCE:])


def _is_festive(cube: Cube, place: int) -> bool:
    first = cube.periods[place]
    return is_festive(first, last_day(first, cube.unit))


def _last_year(cube: Cube, current: date) -> int | None:
    there = week_last_year(current) if cube.unit == "week" else following(current, cube.unit, -_per_year(cube.unit))
    place = cube.place(there)
    return place if place is not None and cube.sizes[:, place].sum() else None


def _per_year(unit: Unit) -> int:
    return 12 if unit == "month" else 364


def _compared(
    cube: Cube,
    names: Mapping[str, str],
    now: tuple[int, ...],
    references: Sequence[_Reference],
    spread: Spread | None,
    channels: pd.DataFrame,
    notes: Sequence[str],
) -> Compared:
    tables = [_against(cube, names, now, reference, spread) for reference in references]
    changes = pd.concat(tables, ignore_index=True)
    main = references[0]
    size = cube.sizes.sum(axis=0)
    return Compared(
        Comparison(
            main=main.against.value,
            changes=schema.check(changes, schema.CHANGES, table="changes"),
            channels=channels,
            notes=tuple(notes),
        ),
        now=_stretches(cube, now)[0],
        before=_stretches(cube, main.places),
        n_now=int(size[list(now)].sum()),
        n_before=int(size[list(main.places)].sum()),
        n_periods=1 if main.against is Against.HALF else len(main.places),
    )


def _against(
    cube: Cube, names: Mapping[str, str], now: tuple[int, ...], reference: _Reference, spread: Spread | None
) -> pd.DataFrame:
    """schema.CHANGES of all themes against one reference, over the channels that both stretches have."""
    here, there = list(now), list(reference.places)
    common = (cube.sizes[:, here].sum(axis=1) > 0) & (cube.sizes[:, there].sum(axis=1) > 0)
    themed, sizes = cube.themed[:, common], cube.sizes[common]
    before, current = (themed[:, :, places].sum(axis=(1, 2)).tolist() for places in (there, here))
    n_before, n_now = (int(sizes[:, places].sum()) for places in (there, here))
    # Of every channel: wherever they say it, it is not gone, and wherever they said it, it is not new.
    said = [cube.heard[:, :, places].sum(axis=(1, 2)).tolist() for places in (there, here)]
    changes = compare(before, current, n_before=n_before, n_now=n_now, spread=spread, heard=(said[0], said[1]))
    rows = [
        (identity, names[identity], reference.against.value, a, b, *_figures(change))
        for identity, a, b, change in zip(cube.themes, current, before, changes, strict=True)
    ]
    return pd.DataFrame(rows, columns=list(schema.CHANGES))


def _figures(change: Change) -> tuple[float | str, ...]:
    """From CURRENT to STATUS, rounded so that the last digits of another processor do not show.

    A ratio without bound is left empty: no spreadsheet knows infinity.
    """
    ratios = (change.ratio, change.ratio_low, change.ratio_high)
    return (
        round(change.current, 3),
        round(change.previous, 3),
        *(round(value, 3) if math.isfinite(value) else math.nan for value in ratios),
        float(f"{change.p_value:.4g}"),
        float(f"{change.q_value:.4g}"),
        change.status.value,
    )


def _stretches(cube: Cube, places: Sequence[int]) -> tuple[Stretch, ...]:
    """Neighbouring periods as one stretch."""
    runs: list[list[int]] = []
    for place in places:
        if runs and place == runs[-1][-1] + 1:
            runs[-1].append(place)
        else:
            runs.append([place])
    return tuple(
        (cube.periods[run[0]].isoformat(), last_day(cube.periods[run[-1]], cube.unit).isoformat()) for run in runs
    )


def _calendar_notes(cube: Cube, current: date, holidays: int, usual: Sequence[int], last_year: int | None) -> list[str]:
    end, notes = last_day(current, cube.unit), []
    if holidays:
        is_common = cube.unit != "week" or not is_festive(current, end)
        kind = "holidays" if is_common else "festive" if last_year is None else "festive_last_year"
        notes.append(text(f"trends.{kind}", n=holidays))
    seasons = seasons_in(current, end)
    if seasons:
        notes.append(text("trends.seasons", names=", ".join(seasons)))
    span = range(usual[0], cube.periods.index(current))
    left_out = [place for place in span if place not in usual]
    empty = sum(not cube.sizes[:, place].sum() for place in left_out)
    if len(left_out) > empty:
        notes.append(text("trends.festive_left_out", n=len(left_out) - empty))
    if empty:
        notes.append(text("trends.empty_left_out", n=empty, unit=text(f"trends.unit_{cube.unit}")))
    if len(usual) < MIN_REFERENCE:
        notes.append(text("trends.few_periods", n=len(usual), needed=MIN_REFERENCE))
    if last_year is None:
        notes.append(text("trends.no_last_year"))
    elif cube.unit == "week" and (current - cube.periods[last_year]).days != 364:
        notes.append(text("trends.last_year_shifted", first=cube.periods[last_year]))
    return notes + _notes_of_other_holidays(cube, current, holidays, last_year)


def _notes_of_other_holidays(cube: Cube, current: date, holidays: int, last_year: int | None) -> list[str]:
    """That a single week compared with lost more working days than this one; months seldom have equally many."""
    previous = cube.periods.index(current) - 1
    against = {"previous": previous if cube.sizes[:, previous].sum() else None, "last_year": last_year}
    notes = []
    for name, place in against.items() if cube.unit == "week" else ():
        n = 0 if place is None else _n_holidays(cube.periods[place], cube.unit)
        if n > holidays:
            notes.append(text(f"trends.holidays_{name}", n=n, now=holidays))
    return notes


def _n_holidays(first: date, unit: Unit) -> int:
    return len(holidays_in(first, last_day(first, unit)))


def channel_notes(channels: pd.DataFrame) -> list[str]:
    """A sentence for each channel that is missing, much smaller than usual, or new."""
    notes, told = [], without_twin(channels)
    for row in told.to_dict("records"):
        status = row[schema.STATUS]
        # Of several channels each says for itself that it is missing or new.
        if status == Supply.NORMAL or (len(told) > 1 and row[schema.CHANNEL] == ALL and status != Supply.SMALL):
            continue
        name = text("trends.all_channels") if row[schema.CHANNEL] == ALL else row[schema.CHANNEL]
        notes.append(text(f"trends.channel_{status}", name=name, n=int(row[schema.N_NOW]), usual=row[schema.USUAL]))
    return notes
