"""Small charts of block characters, for terminals and plain text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

_LEVELS: Final = "▁▂▃▄▅▆▇█"
_EIGHTHS: Final = " ▏▎▍▌▋▊▉█"


def sparkline(series: Sequence[int], *, width: int) -> str:
    """``series`` as one character a bucket, at most ``width``; neighbours are added up where there are more."""
    groups = grouped(series, width=width)
    top = max(groups, default=0)
    return "".join("·" if not n else _LEVELS[(n * (len(_LEVELS) - 1) + top // 2) // top] for n in groups)


def grouped(series: Sequence[int], *, width: int) -> list[int]:
    """``series`` in at most ``width`` numbers; neighbours are added up where there are more."""
    if not series:
        return []
    step = -(-len(series) // width)
    # The last group ends at the last bucket, so that the newest days are never a cut-off remainder.
    first = len(series) % step
    groups = [sum(series[:first])] if first else []
    return groups + [sum(series[i : i + step]) for i in range(first, len(series), step)]


def bar(value: float, top: float, *, width: int) -> str:
    """A bar of ``width`` characters for ``top``, in eighths."""
    eighths = round(8 * width * value / top) if top else 0
    full, rest = divmod(eighths, 8)
    return "█" * full + (_EIGHTHS[rest] if rest else "")
