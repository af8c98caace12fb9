"""Ratings of any scale brought to 1 to 5, the scale decided once a column."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from voc_cli.io import aliases

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LOWEST: Final = 1.0
HIGHEST: Final = 5.0


class Scale(StrEnum):
    """The scale that plain numbers of a column are on."""

    FIVE = "1-5"
    SEVEN = "1-7"
    TEN = "1-10"
    NPS = "0-10"
    HUNDRED = "0-100"
    WORDS = "words"  # no plain numbers: words, stars, or "4/5"


_ENDS: Final = {
    Scale.FIVE: (1.0, 5.0),
    Scale.SEVEN: (1.0, 7.0),
    Scale.TEN: (1.0, 10.0),
    Scale.NPS: (0.0, 10.0),
    Scale.HUNDRED: (0.0, 100.0),
}
_NUMBER: Final = re.compile(
    r"(?:별점?|평점|총점|점수)?\s*:?\s*(\d{1,3}(?:[.,]\d+)?)\s*(?:점|개|stars?|pts?)?", re.IGNORECASE
)
_SHARE: Final = re.compile(r"(\d{1,3}(?:[.,]\d+)?)\s*점?\s*(?:/|out of)\s*(\d{1,3})\s*점?", re.IGNORECASE)
_OF_FULL: Final = re.compile(r"(\d{1,3})\s*점?\s*만점에?\s*:?\s*(\d{1,3}(?:\.\d+)?)\s*점?")
_PERCENT: Final = re.compile(r"(\d{1,3}(?:\.\d+)?)\s*%")
_FULL_STARS: Final = "★⭐●🌟"
_STARS: Final = re.compile(r"([★⭐●🌟]*)([☆○✩]*)(?:\s*\(?\d(?:\.\d)?점?\)?)?")
# A slip of the hand (55 for 5) must not make a five-point scale one of a hundred.
_TOLERATED: Final = 0.02


@dataclass(frozen=True, slots=True, eq=False)
class Ratings:
    """A column of ratings."""

    values: NDArray[np.float64]  # 1 worst to 5 best, NaN where nothing could be read; shape (n_rows,)
    scale: Scale
    n_unreadable: int  # cells that hold something and gave NaN


def parse_ratings(cells: Sequence[str], *, header: str) -> Ratings:
    """The ratings in ``cells`` on the scale from 1 to 5, linear between a scale's ends.

    Args:
        cells: Numbers, "4점", "4/5", "★★★☆☆" or words.
        header: The column's name, which may tell the scale (NPS, "만족도(10점)").
    """
    import numpy as np

    codes: dict[str, int] = {}
    rows = [codes.setdefault(cell, len(codes)) for cell in cells]
    own = [_own_scale(cell) for cell in codes]
    numbers = [_plain_number(cell) if value is None else None for cell, value in zip(codes, own, strict=True)]
    index = np.array(rows, dtype=np.int64)
    counts = np.bincount(index, minlength=len(codes))
    scale = _decide(header, [(number, int(n)) for number, n in zip(numbers, counts, strict=True) if number is not None])
    values = np.array(
        [
            value if value is not None else _on_five(number, scale) if number is not None else np.nan
            for value, number in zip(own, numbers, strict=True)
        ],
        dtype=np.float64,
    )
    is_written = np.array([bool(cell.strip()) for cell in codes], dtype=bool)
    return Ratings(values[index], scale, int(counts[np.isnan(values) & is_written].sum()))


def _own_scale(cell: str) -> float | None:
    """The rating in a cell that tells its own scale, or None."""
    cell = unicodedata.normalize("NFKC", cell).strip()
    word = re.sub(r"[\W_]+", "", cell).casefold()
    words = aliases.vocabulary().rating_words
    if word in words:
        return words[word]
    trimmed = re.sub(r"^(?:[1-5]\s*[.)\-:]\s*|\(?[1-5]\)\s*)|(?:함|해요|합니다|하다)$", "", cell)
    word = re.sub(r"[\W\d_]+", "", trimmed).casefold()
    if word in words:
        return words[word]
    stars = _STARS.fullmatch(cell.replace("\ufe0f", ""))
    if stars and (stars[1] or stars[2]):
        full = 10 if len(stars[1]) + len(stars[2]) > 5 else 5
        return _on_five(max(1.0, float(len(stars[1]))), Scale.TEN if full == 10 else Scale.FIVE)
    match = _SHARE.fullmatch(cell)
    if match:
        return _of(_float(match[1]), float(match[2]))
    match = _OF_FULL.fullmatch(cell)
    if match:
        return _of(_float(match[2]), float(match[1]))
    match = _PERCENT.fullmatch(cell)
    return _of(float(match[1]), 100.0) if match else None


def _of(value: float, full: float) -> float | None:
    scale = {5.0: Scale.FIVE, 7.0: Scale.SEVEN, 10.0: Scale.TEN, 100.0: Scale.HUNDRED}.get(full)
    if scale is None or value > full:
        return None
    return _on_five(value, Scale.NPS if scale is Scale.TEN and value == 0 else scale)


def _plain_number(cell: str) -> float | None:
    match = _NUMBER.fullmatch(unicodedata.normalize("NFKC", cell).strip())
    return _float(match[1]) if match else None


def _float(digits: str) -> float:
    return float(digits.replace(",", "."))


def _decide(header: str, counted: Sequence[tuple[float, int]]) -> Scale:
    """The scale of plain numbers: the header's word first, then the smallest that holds nearly all values."""
    if not counted:
        return Scale.WORDS
    told = _told_by(header)
    if told is not None:
        return told
    n_all = sum(n for _, n in counted)
    for scale in (Scale.FIVE, Scale.TEN):
        if sum(n for value, n in counted if value <= _ENDS[scale][1]) >= (1 - _TOLERATED) * n_all:
            has_zero = any(value == 0 for value, _ in counted)
            return Scale.NPS if scale is Scale.TEN and has_zero else scale
    return Scale.HUNDRED


def _told_by(header: str) -> Scale | None:
    name = aliases.label(header).whole
    if "nps" in name or "추천의향" in name or "추천지수" in name or "010" in name:
        return Scale.NPS
    full = re.search(r"(\d{1,3})(?:점|point|scale|척도)", name)
    scales = {"5": Scale.FIVE, "7": Scale.SEVEN, "10": Scale.TEN, "100": Scale.HUNDRED}
    return scales.get(full[1]) if full else None


def _on_five(value: float, scale: Scale) -> float:
    low, high = _ENDS[scale]
    if value > high:
        return float("nan")
    # No star at all is the worst that can be given, not less than the worst.
    return LOWEST + (max(value, low) - low) * (HIGHEST - LOWEST) / (high - low)
