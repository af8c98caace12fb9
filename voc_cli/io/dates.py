"""Dates as Korean exports write them. What cannot be read becomes NaT; its own column is carried beside it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

KOREA: Final = timedelta(hours=9)
_YEARS: Final = range(1950, 2101)
_SERIALS: Final = (18_264, 73_416)  # 1950 to 2100, counted in days as Excel does
_EXCEL_EPOCH: Final = datetime(1899, 12, 30)

_CLOCK: Final = (
    r"(?:[\s,T]*(?P<half>오전|오후|[ap]\.?m\.?)?\s*(?P<hour>\d{1,2})\s*[:시]\s*(?:(?P<minute>\d{1,2})\s*분?)?"
    r"(?:\s*:?\s*(?P<second>\d{1,2})(?:[.,]\d+)?\s*초?)?\s*(?P<half_behind>[ap]\.?m\.?)?"
    r"\s*(?P<zone>Z|UTC|GMT|KST|[+-]\d{2}:?\d{2})?)?"
)
_WEEKDAY: Final = r"(?:\s*\(?\s*[월화수목금토일](?:요일)?\s*\)?(?=[\s(,]|$))?"
_YEAR_LAST: Final = r"\s*(?P<one>\d{1,2})\s*[-./]\s*(?P<other>\d{1,2})\s*[-./]\s*(?P<year>\d{4})"
_FORMS: Final = tuple(
    re.compile(form + r"\.?" + _WEEKDAY + _CLOCK + r"\s*", re.IGNORECASE)
    for form in (
        r"\s*(?P<year>\d{4}|'?\d{2})\s*[-./]\s*(?P<month>\d{1,2})\s*[-./]\s*(?P<day>\d{1,2})",
        r"\s*(?P<year>\d{4}|'?\d{2})\s*년\s*(?P<month>\d{1,2})\s*월\s*(?P<day>\d{1,2})\s*일",
        _YEAR_LAST,
        r"\s*(?P<month_name>[a-z]{3,9})\.?\s+(?P<day>\d{1,2}),?\s+(?P<year>\d{4})",
        r"\s*(?P<day>\d{1,2})[-\s](?P<month_name>[a-z]{3,9})\.?[-\s](?P<year>\d{4})",
    )
)
_ENDS_IN_YEAR: Final = re.compile(_YEAR_LAST + r"(?!\d)")
_COMPACT: Final = re.compile(
    r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})(?:[\sT]?(?P<hour>\d{2}):?(?P<minute>\d{2})(?::?(?P<second>\d{2}))?)?"
)
# Without a clock: ten digits are more often seconds since 1970 than 24-01-03 15:05.
_COMPACT_SHORT: Final = re.compile(r"(?P<year>\d{2})(?P<month>\d{2})(?P<day>\d{2})")
_SERIAL: Final = re.compile(r"\d{5}(?:\.\d+)?")
_ISO: Final = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?)?")
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


@dataclass(frozen=True, slots=True, eq=False)
class Dates:
    """A column of dates."""

    values: NDArray[np.datetime64]  # to the second, NaT where nothing could be read; shape (n_rows,)
    n_unreadable: int  # cells that hold something and gave NaT
    day_first: bool | None = False  # None where month and day could be the other way round; read month first


def parse_dates(cells: Sequence[str]) -> Dates:
    """The moments in ``cells``, in Korean time without a zone; a written zone is converted.

    Two-digit years up to 68 are 20xx. "01/03/2024" is read month first, as Excel writes it in English, unless a
    day such as 31 in front shows that the column is written day first, and none behind shows the opposite. With dots
    ("01.03.2024") it is day first until a day behind shows the opposite: who writes the month first uses none.
    """
    import numpy as np

    codes: dict[str, int] = {}
    rows = [codes.setdefault(cell, len(codes)) for cell in cells]
    day_first = _is_day_first(codes)
    moments = [parse_date(cell, day_first=bool(day_first)) for cell in codes]
    unreadable = np.array([moment is None and bool(cell.strip()) for cell, moment in zip(codes, moments, strict=True)])
    values = np.array(moments, dtype="datetime64[s]")
    if not rows:
        return Dates(values, 0)
    index = np.array(rows)
    return Dates(values[index], int(unreadable[index].sum()), day_first)


def _is_day_first(cells: Iterable[str]) -> bool | None:
    """Whether cells such as 31.01.2024 hold a day where others hold the month; None where nothing tells."""
    found = [match for match in map(_ENDS_IN_YEAR.match, cells) if match]
    if any(int(match["other"]) > 12 for match in found) or not found:
        return False
    if any(int(match["one"]) > 12 for match in found) or all("." in match[0] for match in found):
        return True
    return False if all(match["one"] == match["other"] for match in found) else None


def parse_date(cell: str, *, day_first: bool = False) -> datetime | None:
    """The moment that ``cell`` names, to the second, or None ("3일 전", "미정", an impossible day).

    Args:
        day_first: Take 01/03/2024 for the first of March.
    """
    cell = cell.strip()
    if _ISO.fullmatch(cell):
        with suppress(ValueError):  # 24:00 ends a day; it is read below
            return _in_range(datetime.fromisoformat(cell))
    if not cell or len(cell) > 60:
        return None
    cell = unicodedata.normalize("NFKC", cell)
    if _SERIAL.fullmatch(cell):
        return _from_serial(float(cell))
    match = next(filter(None, (form.fullmatch(cell) for form in (_COMPACT, _COMPACT_SHORT, *_FORMS))), None)
    if match is None:
        return None
    parts = match.groupdict()
    if "one" in parts:
        order = ("day", "month") if day_first else ("month", "day")
        parts |= dict(zip(order, match.group("one", "other"), strict=True))
    return _from_parts(parts)


def _from_serial(days: float) -> datetime | None:
    if not _SERIALS[0] <= days < _SERIALS[1]:
        return None
    return _EXCEL_EPOCH + timedelta(seconds=round(days * 86_400))


def _from_parts(parts: dict[str, str | None]) -> datetime | None:
    month = _month(parts)
    year = int((parts["year"] or "").lstrip("'"))
    if year < 100:
        year += 2000 if year <= 68 else 1900
    hour = _hour(int(parts.get("hour") or 0), (parts.get("half") or parts.get("half_behind") or "").casefold())
    try:
        day = datetime(year, month, int(parts["day"] or 0))
    except ValueError:
        return None
    minute, second = int(parts.get("minute") or 0), int(parts.get("second") or 0)
    if hour > 24 or minute > 59 or second > 60 or (hour == 24 and (minute or second)):
        return None
    return _in_range(day + timedelta(hours=hour, minutes=minute, seconds=second) + _to_korea(parts.get("zone")))


def _month(parts: dict[str, str | None]) -> int:
    name = parts.get("month_name")
    if name is None:
        return int(parts["month"] or 0)
    return _MONTHS.index(name[:3].casefold()) + 1 if name[:3].casefold() in _MONTHS else 0


def _hour(hour: int, half: str) -> int:
    if half in ("오후", "pm", "p.m.", "p.m") and hour < 12:
        return hour + 12
    return 0 if half in ("오전", "am", "a.m.", "a.m") and hour == 12 else hour


def _to_korea(zone: str | None) -> timedelta:
    if zone is None or zone.upper() == "KST":
        return timedelta(0)
    if zone.upper() in ("Z", "UTC", "GMT"):
        return KOREA
    sign = -1 if zone[0] == "-" else 1
    return KOREA - sign * timedelta(hours=int(zone[1:3]), minutes=int(zone[-2:]))


def _in_range(moment: datetime) -> datetime | None:
    return moment if moment.year in _YEARS else None
