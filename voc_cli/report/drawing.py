"""Where the marks of a page's charts stand: plain geometry, for the templates to draw as SVG."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil, log10, sqrt
from typing import TYPE_CHECKING, Final

from voc_cli.messages import text
from voc_cli.report.bars import grouped
from voc_cli.schema import Stage

if TYPE_CHECKING:
    from voc_cli.report.model import Matrix, Point, StageSection

# The order of the value chain (Porter, 1985): what happens to the product one after another, and what carries it.
PRIMARY: Final = (Stage.INBOUND, Stage.OPERATIONS, Stage.OUTBOUND, Stage.MARKETING_SALES, Stage.SERVICE)
SUPPORT: Final = (Stage.INFRASTRUCTURE, Stage.PEOPLE, Stage.TECHNOLOGY, Stage.PROCUREMENT)
TONES: Final = ("bad2", "bad1", "even", "good1", "good2")  # of a polarity, from the most negative
_BOUNDS: Final = (-0.5, -0.15, 0.15, 0.5)  # between them
N_HEATS: Final = 5
LARGEST: Final = 30.0  # radius of the stage with most records
_SMALLEST: Final = 3.0  # still to be seen
_SPARK_POINTS: Final = 40
_SPARK: Final = (120.0, 26.0)  # width and height
_N_TICKS: Final = 4
_SHARES: Final = (0.1, 0.2, 0.4, 1.0)  # where an axis of shares may end
_LEFT: Final = 46.0  # room for the numbers of the axes
_GAP: Final = 40.0  # between the two charts, with the heading of the lower one
_TOP: Final = 28.0
_BOTTOM: Final = 24.0
_LABEL_WIDTH: Final = 96.0  # of a date below the axis
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True, slots=True)
class Link:
    """A stage of the value chain."""

    code: str
    name: str
    section: StageSection | None  # None where nobody speaks of it
    radius: float
    tone: str  # one of TONES


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark of an axis."""

    place: float
    label: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One bucket: all records, and below them those that complain."""

    point: Point
    x: float
    width: float
    top: float
    height: float
    complaints_top: float
    complaints_height: float


@dataclass(frozen=True, slots=True)
class Trend:
    """Records by bucket as bars above, the share that complains as a line below."""

    width: float
    height: float
    left: float
    base: float  # of the bars
    share_top: float
    share_base: float
    bars: tuple[Bar, ...]
    counts: tuple[Tick, ...]
    shares: tuple[Tick, ...]
    dates: tuple[Tick, ...]
    line: str  # data of a path


def tone(polarity: float) -> str:
    """The class of ``polarity``, one of TONES."""
    return TONES[sum(polarity > bound for bound in _BOUNDS)]


def links(stages: Iterable[Stage], sections: Sequence[StageSection]) -> tuple[Link, ...]:
    """``stages`` in their order; the area of a circle is the stage's number of records."""
    by_code = {section.code: section for section in sections}
    most = max((by_code[stage].n_documents for stage in (*PRIMARY, *SUPPORT) if stage in by_code), default=0)
    return tuple(_link(stage, by_code.get(stage), most) for stage in stages)


def _link(stage: Stage, section: StageSection | None, most: int) -> Link:
    name = text(f"report.stage_{stage}")
    if section is None:
        return Link(stage.value, name, None, 0.0, "even")
    radius = max(LARGEST * sqrt(section.n_documents / most), _SMALLEST)
    return Link(stage.value, name, section, round(radius, 1), tone(section.polarity))


def spark(series: Sequence[int]) -> str:
    """``series`` as the data of a path in a box of 120 by 26; "" where there is no course to see."""
    values = grouped(series, width=_SPARK_POINTS)
    top = max(values, default=0)
    if len(values) < 2 or not top:
        return ""
    width, height = _SPARK
    return _path(
        (2 + (width - 4) * i / (len(values) - 1), height - 3 - (height - 6) * n / top) for i, n in enumerate(values)
    )


def _path(points: Iterable[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x:.1f},{y:.1f}" for x, y in points)


def _broken(points: Iterable[tuple[float, float | None]]) -> str:
    """A path with a hole where there is no value; a value alone between two holes is a dot."""
    parts: list[list[tuple[float, float]]] = [[]]
    for x, y in points:
        if y is None:
            parts.append([])
        else:
            parts[-1].append((x, y))
    return "".join(_path(part if len(part) > 1 else part * 2) for part in parts if part)


def trend(points: Sequence[Point], *, width: float, height: float) -> Trend:
    """The chart of ``points`` in a box of ``width`` by ``height``."""
    share_base = height - _BOTTOM
    share_top = share_base - (height - _TOP - _BOTTOM - _GAP) * 0.36
    base = share_top - _GAP
    counts = _ticks(max((point.n_documents for point in points), default=0))
    step = (width - _LEFT) / max(len(points), 1)
    scale = (base - _TOP) / counts[-1]
    bars = tuple(_bar(point, _LEFT + i * step, step, base, scale) for i, point in enumerate(points))
    said = [(bar.x + bar.width / 2, bar.point.complaint_share) for bar in bars]
    most = next(top for top in _SHARES if all(share is None or share <= top for _, share in said))
    rise = share_base - share_top
    heights = [(x, None if share is None else share_base - rise * share / most) for x, share in said]
    return Trend(
        width=width,
        height=height,
        left=_LEFT,
        base=base,
        share_top=share_top,
        share_base=share_base,
        bars=bars,
        counts=tuple(Tick(round(base - n * scale, 1), f"{n:,}") for n in counts),
        shares=tuple(Tick(round(share_base - i * rise / 2, 1), f"{i * most / 2:.0%}") for i in range(3)),
        dates=_dates(bars, int((width - _LEFT) // _LABEL_WIDTH)),
        line=_broken(heights),
    )


def _bar(point: Point, x: float, step: float, base: float, scale: float) -> Bar:
    height, complaints = point.n_documents * scale, point.n_complaints * scale
    width = step * 0.76
    tops = (round(base - height, 1), round(base - complaints, 1))
    return Bar(
        point, round(x + step * 0.12, 1), round(width, 2), tops[0], round(height, 1), tops[1], round(complaints, 1)
    )


def _ticks(most: int) -> list[int]:
    """Round numbers from 0 to ``most`` or a little over."""
    raw = max(most, 1) / _N_TICKS
    power = 10.0 ** max(ceil(log10(raw)) - 1, 0)
    step = next(int(factor * power) for factor in (1, 2, 5, 10) if factor * power >= raw)
    return list(range(0, step * ceil(max(most, 1) / step) + 1, step))


def _dates(bars: Sequence[Bar], n: int) -> tuple[Tick, ...]:
    """The first days of at most ``n`` buckets, evenly apart."""
    every = ceil(len(bars) / max(n, 1)) or 1
    length = len("2024-05") if are_months([bar.point for bar in bars]) else len("2024-05-01")
    return tuple(Tick(round(bar.x, 1), bar.point.bucket[:length]) for bar in bars[::every])


def are_months(points: Sequence[Point]) -> bool:
    """Whether each bucket is a month, which its first day need not be told of."""
    return len(points) > 1 and all(point.bucket.endswith("-01") for point in points)


def short_days(columns: Sequence[str]) -> tuple[str, ...]:
    """Heads for columns of first days (ISO): months as "2024-01", other days as "01-08", with the year where it begins.

    Columns that are no days stay as they are.
    """
    if not all(_DAY.fullmatch(column) for column in columns):
        return tuple(columns)
    if len(columns) > 1 and all(column.endswith("-01") for column in columns):
        return tuple(column[:7] for column in columns)
    years = ("", *(column[:4] for column in columns))
    return tuple(
        column[5:] if column.startswith(year) and year else column for year, column in zip(years, columns, strict=False)
    )


def heats(matrix: Matrix) -> tuple[tuple[int, ...], ...]:
    """For each cell of ``matrix`` how strong its colour is, 0 .. 5, against the highest rate of all."""
    top = max((rate for row in matrix.rates for rate in row if rate is not None), default=0.0)
    return tuple(
        tuple(min(ceil(N_HEATS * rate / top), N_HEATS) if rate and top else 0 for rate in row) for row in matrix.rates
    )
