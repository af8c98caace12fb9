"""Periods as people write them, and names that hold a date."""

from __future__ import annotations

import re
from datetime import date
from typing import Final, Literal

from voc_cli.errors import ConfigError, UsageError
from voc_cli.messages import text

Unit = Literal["week", "month"]
_WEEK: Final = re.compile(r"(\d{4})-?W(\d{1,2})", re.IGNORECASE)
_MONTH: Final = re.compile(r"(\d{4})-(\d{1,2})")
_PLACEHOLDER: Final = re.compile(r"%(.?)")
PLACEHOLDERS: Final = "YmdGVyj%"  # what names no month in the language of the machine


def first_day(period: str, unit: Unit) -> date:
    """First day of the period that is written as "2024-W15" or "2024-04"; a day stands for the period around it.

    Raises:
        UsageError: It is written in another way, or there is no such week or month.
    """
    try:
        if (week := _WEEK.fullmatch(period)) and unit == "week":
            return date.fromisocalendar(int(week[1]), int(week[2]), 1)
        if (month := _MONTH.fullmatch(period)) and unit == "month":
            return date(int(month[1]), int(month[2]), 1)
        day = date.fromisoformat(period)
    except ValueError as error:
        what = text(f"run.bad_{unit}", value=period)
        raise UsageError("--period", what, mend=text(f"run.bad_{unit}_mend")) from error
    year, number, _ = day.isocalendar()
    return date.fromisocalendar(year, number, 1) if unit == "week" else day.replace(day=1)


def period_name(first: date, unit: Unit) -> str:
    """How the period is written ("2024-W15", "2024-04")."""
    return dated("%G-W%V" if unit == "week" else "%Y-%m", first)


def dated(pattern: str, first: date, *, where: str = "run.output") -> str:
    """``pattern`` with the placeholders of strftime filled in; the rest of it may be of any language.

    Raises:
        ConfigError: A placeholder that says nothing of a day.
    """

    def filled(match: re.Match[str]) -> str:
        # One at a time: strftime spoils Korean under some locales.
        if match[1] not in PLACEHOLDERS or not match[1]:
            what = text("run.bad_placeholder", placeholder=match[0])
            raise ConfigError(where, what, mend=text("run.bad_placeholder_mend"))
        return first.strftime(match[0])

    return _PLACEHOLDER.sub(filled, pattern)


def shared_folders(pattern: str, unit: Unit) -> tuple[str, str] | None:
    """Two periods of a year whose reports ``pattern`` puts into one folder; None where each has its own."""
    firsts = [first_day(f"2024-{number:02}-01", unit) for number in range(1, 13)]
    if unit == "week":
        firsts = [date.fromisocalendar(2024, number, 1) for number in range(1, 53)]
    named = dict[str, date]()
    for first in firsts:
        other = named.setdefault(dated(pattern, first), first)
        if other != first:
            return period_name(other, unit), period_name(first, unit)
    return None
