"""Korean holidays and the seasons that customers' complaints follow, so that a calendar does not pass for a change."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.metadata import version
from typing import Final

from voc_cli import resources
from voc_cli.messages import current_language

SEOLLAL: Final = "설날"
CHUSEOK: Final = "추석"
BLACK_FRIDAY: Final = "블랙프라이데이"
RESOURCE: Final = "holidays.json"
YEARS: Final = range(2000, 2051)  # that are shipped
_LIBRARY: Final = "holidays"
_FESTIVALS: Final = (SEOLLAL, CHUSEOK)
_NEAR_WEEKS: Final = 2  # weeks on either side of a festival that are compared with the same weeks around last year's


@dataclass(frozen=True, slots=True)
class Season:
    """One row of ``resources/seasons.csv``: days of the year (MM-DD), or days before and after an anchor."""

    name: str
    name_en: str
    anchor: str  # SEOLLAL, CHUSEOK, BLACK_FRIDAY, or "" for days of the year
    first: str
    last: str

    def days(self, year: int) -> tuple[date, date] | None:
        """First and last day in ``year``; None where the anchor's day of that year is not known."""
        if not self.anchor:
            return date.fromisoformat(f"{year}-{self.first}"), date.fromisoformat(f"{year}-{self.last}")
        anchor = _anchor_day(self.anchor, year)
        if anchor is None:
            return None
        return anchor + timedelta(days=int(self.first)), anchor + timedelta(days=int(self.last))


@cache
def load_seasons() -> tuple[Season, ...]:
    """The seasons of ``resources/seasons.csv``, in its order."""
    return tuple(Season(**row) for row in csv.DictReader(io.StringIO(resources.read_text("seasons.csv"))))


def seasons_in(first: date, last: date) -> tuple[str, ...]:
    """Names, in the language in use, of the seasons that share a day with ``first`` to ``last``."""
    found = []
    for season in load_seasons():
        spans = (season.days(year) for year in range(first.year - 1, last.year + 2))
        if any(span and span[0] <= last and span[1] >= first for span in spans):
            found.append(season.name if current_language() == "ko" else season.name_en)
    return tuple(found)


def holidays_in(first: date, last: date) -> tuple[date, ...]:
    """Public holidays of South Korea (substitute days too) from ``first`` to ``last`` that fall on Monday to Friday."""
    days = (day for year in range(first.year, last.year + 1) for day in _holidays(year))
    return tuple(sorted(day for day in days if first <= day <= last and day.weekday() < 5))


def is_festive(first: date, last: date) -> bool:
    """Whether a working day from ``first`` to ``last`` is lost to Seollal or Chuseok."""
    lost = holidays_in(first, last)
    return any(name.startswith(_FESTIVALS) for day in lost for name in _holidays(day.year)[day])


def week_last_year(monday: date) -> date:
    """The Monday of the week that last year's same week is: as far from Seollal or Chuseok where one is near, else 52
    weeks before."""
    for year in (monday.year, monday.year + 1):
        for festival in _FESTIVALS:
            here, there = _anchor_day(festival, year), _anchor_day(festival, year - 1)
            if here and there:
                weeks = (monday - _monday(here)).days // 7
                if abs(weeks) <= _NEAR_WEEKS:
                    return _monday(there) + timedelta(weeks=weeks)
    return monday - timedelta(weeks=52)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _anchor_day(anchor: str, year: int) -> date | None:
    if anchor == BLACK_FRIDAY:  # the day after the fourth Thursday of November
        first = date(year, 11, 1)
        return first + timedelta(days=(3 - first.weekday()) % 7 + 22)
    return next((day for day, names in _holidays(year).items() if anchor in names), None)


@cache
def _holidays(year: int) -> dict[date, tuple[str, ...]]:
    """Public holidays with their Korean names, whatever the locale; several can fall on one day."""
    shipped = _shipped().get(str(year))
    if shipped is None:
        return named_holidays(year)
    return {date.fromisoformat(day): tuple(names) for day, names in shipped.items()}


def named_holidays(year: int) -> dict[date, tuple[str, ...]]:
    """As the library of holidays tells them."""
    from holidays import country_holidays

    named = country_holidays("KR", years=year, language="ko")
    return {day: tuple(named[day].split("; ")) for day in sorted(named)}


def encode_holidays(years: Iterable[int] = YEARS) -> bytes:
    """The bytes of ``RESOURCE``: to import the library takes longer than to compare two periods."""
    days = {year: {str(day): names for day, names in named_holidays(year).items()} for year in years}
    return json.dumps({"version": version(_LIBRARY), "years": days}, ensure_ascii=False).encode()


@cache
def _shipped() -> dict[str, dict[str, list[str]]]:
    """Names by day by year; nothing where another version of the library is installed, which may know better."""
    table = json.loads(resources.read_text(RESOURCE))
    years: dict[str, dict[str, list[str]]] = table["years"] if table["version"] == version(_LIBRARY) else {}
    return years
