"""Hashed n-grams over columns (the hashing trick: Weinberger et al., 2009), without a loop over units."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
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


@dataclass(frozen=True, slots=True, eq=False)
class Numbered:
    """The lemmas of a batch of clauses as columns, arrays of shape (n_lemmas,), and what each clause holds."""

    numbers: IntArray  # of the words, see WordHashes.number
    owner: IntArray  # number of the clause
    hashes: Hashes
    marks: NDArray[np.uint64]  # (2, n_clauses): ``marks`` of all words of the clause
    keys: NDArray[np.int64]  # clause and word of each lemma as one number, ascending, and two behind all of them
    order: NDArray[np.int64]  # the places of these lemmas; of equal ones the first is first

    def first_places(self, clauses: IntArray, words: IntArray) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
        """Where each word first stands in its clause, -1 where it does not; and whether it stands there again.

        Args:
            clauses: Numbers of the clauses, of a shape that broadcasts to that of ``words``.
            words: Numbers of the words; -1 is none.
        """
        places, again = np.full(words.shape, -1), np.zeros(words.shape, dtype=bool)
        given = words >= 0
        wanted = _keys(np.broadcast_to(clauses, words.shape)[given], words[given])
        found = np.searchsorted(self.keys, wanted)
        is_there = self.keys[found] == wanted
        places[given] = np.where(is_there, self.order[found], -1)
        again[given] = is_there & (self.keys[found + 1] == wanted)
        return places, again


class WordHashes:
    """Numbers and hashes of words; remembers those of each, and the clauses that it was last asked for."""

    def __init__(self) -> None:
        self._numbers = _Numbers()
        self._hashes: Hashes = np.zeros(0, dtype=np.uint32)
        self._last: tuple[Lemmas, Numbered] | None = None

    def number(self, word: str) -> int:
        """The number of a word, counted in the order of first sight."""
        return self._numbers[word]

    @property
    def n_words(self) -> int:
        """How many words have a number."""
        return len(self._numbers)

    def of(self, lemmas: Lemmas) -> tuple[Hashes, IntArray]:
        """Hash and clause of every lemma, in order."""
        batch = self.numbered(lemmas)
        return batch.hashes, batch.owner

    def numbered(self, lemmas: Lemmas) -> Numbered:
        """Every lemma, in order."""
        if self._last is None or self._last[0] is not lemmas:
            n = len(lemmas.words)
            numbers = np.fromiter(map(self._numbers.__getitem__, lemmas.words), dtype=np.int32, count=n)
            fresh = list(islice(self._numbers, len(self._hashes), None))
            if fresh:
                hashes = np.fromiter(map(word_hash, fresh), dtype=np.uint32, count=len(fresh))
                self._hashes = np.concatenate([self._hashes, hashes])
            bounds = np.array(lemmas.bounds, dtype=np.int32)
            owner, _ = members(bounds[:-1], bounds[1:])
            held = np.zeros((2, len(bounds) - 1), dtype=np.uint64)
            spoken = np.flatnonzero(np.diff(bounds))
            if len(spoken):
                held[:, spoken] = np.bitwise_or.reduceat(marks(numbers), bounds[spoken], axis=1)
            keys = _keys(owner, numbers)
            order = np.argsort(keys, kind="stable")
            behind = np.full(2, np.iinfo(np.int64).max)
            ordered = np.concatenate([keys[order], behind]), np.append(order, (0, 0))
            self._last = lemmas, Numbered(numbers, owner, self._hashes[numbers], held, *ordered)
        return self._last[1]


def _keys(clauses: NDArray[np.integer], words: NDArray[np.integer]) -> NDArray[np.int64]:
    keys: NDArray[np.int64] = (clauses.astype(np.int64) << 32) + words
    return keys


def marks(numbers: IntArray) -> NDArray[np.uint64]:
    """Two bits for each word, (2, n_words): a clause whose marks lack one of them does not hold this word."""
    places = np.stack([numbers & 63, (numbers >> 6) & 63])
    bits: NDArray[np.uint64] = np.uint64(1) << places.astype(np.uint64)
    return bits


class _Numbers(dict[str, int]):
    def __missing__(self, word: str) -> int:
        number = self[word] = len(self)
        return number
