"""Hashed n-grams over columns (the hashing trick: Weinberger et al., 2009), without a loop over units."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from voc_cli.morphemes import IntArray, Lemmas

Hashes = NDArray[np.uint32]
_PRIME: Final = np.uint32(0x01000193)  # FNV-1a's; multiplication wraps on purpose
_MIX: Final = np.uint32(0x9E3779B1)


def members(
    firsts: NDArray[np.int64] | IntArray, lasts: NDArray[np.int64] | IntArray
) -> tuple[IntArray, NDArray[np.int64]]:
    """(unit number, place) of every element of the half-open ranges, in order."""
    lengths = (lasts - firsts).astype(np.int64)
    owner = np.repeat(np.arange(len(lengths), dtype=np.int32), lengths)
    shift = np.repeat(firsts.astype(np.int64) - (np.cumsum(lengths) - lengths), lengths)
    return owner, np.arange(len(owner), dtype=np.int64) + shift


def ngrams(hashes: Hashes, owner: IntArray, orders: Sequence[int], seed: int) -> Iterator[tuple[IntArray, Hashes]]:
    """(unit numbers, hashes) of one order at a time; no n-gram reaches over the end of its unit."""
    running = np.full(len(hashes), np.uint32(seed), dtype=np.uint32)
    for order in range(1, max(orders) + 1):
        n = len(hashes) - order + 1
        if n <= 0:
            return
        running = (running[:n] ^ hashes[order - 1 :]) * _PRIME
        if order in orders:
            inside = owner[:n] == owner[order - 1 :]
            mixed = running[inside]
            yield owner[:n][inside], (mixed ^ (mixed >> np.uint32(15))) * _MIX


def word_hash(word: str) -> int:
    """The number that stands for a lemma in weights, 32 bits."""
    return crc32(word.encode())


class WordHashes:
    """Hashes of the lemmas of clauses; remembers the hash of each word, and the clauses that it was last asked for."""

    def __init__(self) -> None:
        self._hashes: dict[str, int] = {}
        self._last: tuple[Lemmas, tuple[Hashes, IntArray]] | None = None

    def of(self, lemmas: Lemmas) -> tuple[Hashes, IntArray]:
        """Hash and clause of every lemma, in order."""
        if self._last is None or self._last[0] is not lemmas:
            hashes = np.fromiter(map(self._hash, lemmas.words), dtype=np.uint32, count=len(lemmas.words))
            bounds = np.array(lemmas.bounds, dtype=np.int32)
            self._last = lemmas, (hashes, members(bounds[:-1], bounds[1:])[0])
        return self._last[1]

    def _hash(self, word: str) -> int:
        found = self._hashes.get(word)
        if found is None:
            found = self._hashes[word] = word_hash(word)
        return found
