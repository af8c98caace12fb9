"""Copies of one text: exact ones, and waves of near-equal ones, so that a campaign cannot make a theme.

Near-equal texts are found by MinHash over character 5-grams with banding (Broder, 1997; Leskovec, Rajaraman and Ullman,
2014, chapter 3) and verified by the Jaccard similarity of their 5-grams.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

ORIGINAL: Final = -1
MIN_CHARACTERS: Final = 15  # shorter texts ("배송 빨라요") are alike by chance
_NEAR_CHARACTERS: Final = 30
_SIMILAR: Final = 0.8
_SHINGLE: Final = 5
_BANDS, _ROWS = 8, 3
_DAYS: Final = 30  # between two records of one campaign; later on the same short text is said anew
_NOISE: Final = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True, eq=False)
class Copies:
    """``of``: for each text the number of the first text that it copies, or ORIGINAL; int64 of shape (n_texts,)."""

    of: NDArray[np.int64]
    near: NDArray[np.bool_]  # True where the copy is near-equal, not equal


def copies_of(texts: Sequence[str], numbers: NDArray[np.int64], moments: NDArray[np.datetime64]) -> Copies:
    """``find_copies`` of records, whose texts have these numbers among ``texts``."""
    return find_copies([texts[number] for number in numbers.tolist()], moments)


def find_copies(texts: Sequence[str], moments: NDArray[np.datetime64] | None = None) -> Copies:
    """Which texts copy an earlier one, after white space, punctuation and case are put aside.

    Args:
        moments: When each came in; far apart in time no text copies another. NaT is near to every moment.
    """
    days = _Days.at(moments, len(texts))
    keys = [_NOISE.sub("", text).casefold() for text in texts]
    of = np.full(len(texts), ORIGINAL, dtype=np.int64)
    near = np.zeros(len(texts), dtype=bool)
    first: dict[str, list[int]] = defaultdict(list)
    for number, key in enumerate(keys):
        if len(key) >= MIN_CHARACTERS:
            seen = days.near(first[key], number)
            if seen is None:
                first[key].append(number)
            else:
                of[number] = seen
    long = sorted(number for key, heads in first.items() if len(key) >= _NEAR_CHARACTERS for number in heads)
    for later, earlier in _near_equal([keys[number] for number in long], days.of(long)).items():
        of[long[later]] = long[earlier]
        near[long[later]] = True
    # An exact copy of a near copy belongs to the first of them all.
    for number in np.flatnonzero(of != ORIGINAL).tolist():
        root = int(of[of[number]])
        if root != ORIGINAL:
            of[number] = root
            near[number] = True
    return Copies(of, near)


class _Days:
    """When texts came in, by their numbers; None where that is unknown."""

    def __init__(self, days: Sequence[int | None]) -> None:
        self._days = days

    @classmethod
    def at(cls, moments: NDArray[np.datetime64] | None, n: int) -> Self:
        if moments is None:
            return cls([None] * n)
        days = moments.astype("datetime64[D]")
        pairs = zip(days.astype(np.int64).tolist(), np.isnat(days).tolist(), strict=True)
        return cls([None if is_unknown else day for day, is_unknown in pairs])

    def of(self, numbers: Sequence[int]) -> Self:
        return type(self)([self._days[number] for number in numbers])

    def near(self, heads: Iterable[int], number: int) -> int | None:
        """The first of ``heads`` that came in about when this one did; None of none."""
        day = self._days[number]
        for head in heads:
            other = self._days[head]
            if day is None or other is None or abs(day - other) <= _DAYS:
                return head
        return None


def _near_equal(keys: Sequence[str], days: _Days) -> dict[int, int]:
    """Later text number to the first one that it nearly equals; distinct texts only."""
    if len(keys) < 2:
        return {}
    bands = _band_hashes(keys)
    copies: dict[int, int] = {}
    for band in bands:
        groups: dict[int, list[int]] = defaultdict(list)
        for number, value in enumerate(band.tolist()):
            groups[value].append(number)
        for members in groups.values():
            if len(members) > 1:
                _join(members, keys, days, copies)
    return copies


def _join(members: Sequence[int], keys: Sequence[str], days: _Days, copies: dict[int, int]) -> None:
    heads = dict[int, set[str]]()
    for later in members:
        head = days.near(heads, later)
        if head is None:
            root = copies.get(later, later)
            heads[root] = _shingles(keys[root])
        elif later not in copies and later > head:
            shingles, other = heads[head], _shingles(keys[later])
            if len(shingles & other) >= _SIMILAR * len(shingles | other):
                copies[later] = head


def _shingles(key: str) -> set[str]:
    return {key[i : i + _SHINGLE] for i in range(len(key) - _SHINGLE + 1)}


def _band_hashes(keys: Sequence[str]) -> list[NDArray[np.uint64]]:
    """One hash a text and band; texts with an equal hash in some band are candidates."""
    codes = np.frombuffer("".join(keys).encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.uint64)
    lengths = np.array([len(key) for key in keys])
    starts = np.cumsum(lengths) - lengths
    rolling = np.zeros(len(codes), dtype=np.uint64)
    for shift in range(_SHINGLE):
        rolling[: len(codes) - shift] = rolling[: len(codes) - shift] * np.uint64(1_000_003) + codes[shift:]
    # A shingle that runs over into the next text says nothing about this one.
    tail = (starts + lengths)[:, None] - np.arange(1, _SHINGLE)[None, :]
    random = np.random.default_rng(20240101)
    bands: list[NDArray[np.uint64]] = []
    for _ in range(_BANDS):
        band = np.zeros(len(keys), dtype=np.uint64)
        for _ in range(_ROWS):
            odd = np.uint64(int(random.integers(1, 2**62)) * 2 + 1)
            hashed = (rolling ^ (rolling >> np.uint64(29))) * odd
            hashed[tail.ravel()] = np.iinfo(np.uint64).max
            band = band * np.uint64(0x100000001B3) + np.minimum.reduceat(hashed, starts)
        bands.append(band)
    return bands
