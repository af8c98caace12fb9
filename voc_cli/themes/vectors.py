"""Meaning of lemmas as vectors: the morpheme embeddings of Kiwi's own model, boiled down to a small file.

The file is made by ``python -m voc_cli.train vectors``; reading it needs neither Kiwi nor its model.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from voc_cli import resources
from voc_cli.morphemes import NEGATION
from voc_cli.packed import pack, unpack

RESOURCE: Final = "vectors.bin"
_MAGIC: Final = b"VOCV1\n"
_PART: Final = 2  # syllables that a known part of an unknown noun must have at least
_PART_WEIGHT: Final = 0.7  # of what parts say, beside a word that is known whole
Vectors = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class VectorTable:
    """``words``: lemmas ("배송/N"); ``values``: int8 (n_words, n_dimensions), each row of length 127; ``weights``:
    float32 (n_words,) in (0, 1], small for words that tell little."""

    words: tuple[str, ...]
    values: NDArray[np.int8]
    weights: NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """``counts``: how often each clause holds each word, (n_clauses, n_words); ``vectors``: float32 (n_words,
    n_dimensions); ``kinds``: "N", "V" or "M" of each word."""

    counts: sparse.csr_matrix
    vectors: Vectors
    kinds: NDArray[np.str_]


class MorphemeVectors:
    """Vectors of lemmas and of clauses."""

    def __init__(self, table: VectorTable) -> None:
        self.n_dimensions = table.values.shape[1]
        self._rows = {word: row for row, word in enumerate(table.words)}
        self._values = table.values
        self._weights = table.weights
        self._guessed: dict[str, Vectors | None] = {}

    @property
    def lemmas(self) -> tuple[str, ...]:
        """The lemmas that have a vector of their own, in the order of the file."""
        return tuple(self._rows)

    @property
    def values(self) -> NDArray[np.int8]:
        """A row of length 127 for each of ``lemmas``."""
        return self._values

    def of(self, lemma: str) -> Vectors | None:
        """The weighed vector of one lemma, of length 1 at most; None where nothing is known of it.

        A noun that the model does not know is taken for the sum of its known ends (``배송조회`` for 배송 and 조회).
        """
        row = self._rows.get(lemma)
        if row is not None:
            return self._at(row)
        if lemma not in self._guessed:
            self._guessed[lemma] = self._guess(lemma)
        return self._guessed[lemma]

    def knows(self, lemma: str) -> bool:
        """Whether ``of`` gives a vector."""
        return lemma in self._rows or self.of(lemma) is not None

    def weight(self, lemma: str) -> float:
        """How much a word tells, in (0, 1]: less the more sentences of the package hold it, 1 for an unknown one."""
        row = self._rows.get(lemma)
        return 1.0 if row is None else float(self._weights[row])

    def words(self, cells: Sequence[Sequence[str]]) -> Words:
        """The words of the cells and their vectors."""
        numbers: dict[str, int] = {}
        columns = [numbers.setdefault(lemma, len(numbers)) for cell in cells for lemma in cell]
        bounds = np.cumsum([0, *(len(cell) for cell in cells)])
        table = np.zeros((len(numbers), self.n_dimensions), dtype=np.float32)
        known = {lemma: row for lemma in numbers if (row := self._rows.get(lemma)) is not None and lemma != NEGATION}
        rows = np.array(list(known.values()), dtype=np.int64)
        weights = self._weights[rows] / np.float32(127)
        table[[numbers[lemma] for lemma in known]] = self._values[rows].astype(np.float32) * weights[:, None]
        for lemma in numbers.keys() - known.keys() - {NEGATION}:
            vector = self.of(lemma)
            if vector is not None:
                table[numbers[lemma]] = vector
        ones = np.ones(len(columns), dtype=np.float32)
        counts = sparse.csr_matrix((ones, columns, bounds), shape=(len(cells), len(numbers)))
        return Words(counts, table, np.array([lemma.rpartition("/")[2] for lemma in numbers], dtype=str))

    def clauses(self, cells: Sequence[Sequence[str]]) -> Vectors:
        """One row of length 1 a clause, zeros where no word of it is known: (n_clauses, n_dimensions)."""
        words = self.words(cells)
        return unit(np.asarray(words.counts @ words.vectors))

    def _at(self, row: int) -> Vectors:
        values: Vectors = self._values[row].astype(np.float32) * (self._weights[row] / np.float32(127))
        return values

    def _guess(self, lemma: str) -> Vectors | None:
        form, _, kind = lemma.rpartition("/")
        if kind != "N" or len(form) <= _PART:
            return None
        sizes = range(len(form) - 1, _PART - 1, -1)
        heads = (self._rows.get(f"{form[:size]}/N") for size in sizes)
        tails = (self._rows.get(f"{form[-size:]}/N") for size in sizes)
        found = [next((row for row in rows if row is not None), None) for rows in (heads, tails)]
        parts = [self._at(row) for row in found if row is not None]
        if not parts:
            return None
        return np.asarray(_PART_WEIGHT * np.mean(parts, axis=0), dtype=np.float32)


def unit(rows: Vectors) -> Vectors:
    """``rows`` at length 1; a row of zeros stays one."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.where(lengths > 0, lengths, 1), dtype=np.float32)


def embed(similarities: NDArray[np.float32], landmarks: NDArray[np.int64], *, n_dimensions: int) -> Vectors:
    """Vectors whose inner products come near the similarities (Nyström's method: Williams and Seeger, 2001).

    Args:
        similarities: Of each landmark with each word, (n_landmarks, n_words).
        landmarks: Their places among the words.
    Returns:
        (n_words, n_dimensions), centred, rows of length 1.
    """
    among = similarities[:, landmarks].astype(np.float64)
    spread, axes = np.linalg.eigh((among + among.T) / 2)
    floor = spread.max() * 5e-4  # what lies below is noise of the model's own rounding
    mapped = similarities.T.astype(np.float64) @ (axes / np.sqrt(np.maximum(spread, floor)))
    centred = mapped - mapped.mean(axis=0)
    _, main_axes = np.linalg.eigh(centred.T @ centred)
    return unit((centred @ main_axes[:, ::-1][:, :n_dimensions]).astype(np.float32))


def weigh(words: Sequence[str], counts: Mapping[str, int], *, half: int = 20) -> NDArray[np.float32]:
    """How much each word says: 1 for a rare one, less the more sentences of the package hold it."""
    return np.array([1 / np.sqrt(1 + counts.get(word, 0) / half) for word in words], dtype=np.float32)


def encode(table: VectorTable) -> bytes:
    """The file's bytes; the same table gives the same bytes."""
    head = {"words": len(table.words), "dimensions": int(table.values.shape[1])}
    weights = np.rint(np.clip(table.weights, 1 / 255, 1) * 255).astype(np.uint8)
    names = "\n".join(table.words).encode()
    return pack(_MAGIC, head, names + b"\0" + weights.tobytes() + np.ascontiguousarray(table.values).tobytes())


def decode(data: bytes) -> VectorTable:
    """The table in a file's bytes.

    Raises:
        ValueError: The bytes are no vectors of this program.
    """
    return unpack(_MAGIC, data, _cut, name="a file of morpheme vectors")


def _cut(facts: dict[str, Any], body: bytes) -> VectorTable:
    names, _, numbers = body.partition(b"\0")
    n, n_dimensions = int(facts["words"]), int(facts["dimensions"])
    weights = np.frombuffer(numbers, dtype=np.uint8, count=n)
    values = np.frombuffer(numbers, dtype=np.int8, offset=n).reshape(n, n_dimensions)
    words = tuple(names.decode().split("\n")) if n else ()
    if len(words) != n:
        raise ValueError("names cut short")
    return VectorTable(words, values, weights.astype(np.float32) / np.float32(255))


def quantise(vectors: Vectors) -> NDArray[np.int8]:
    """Rows of length 1 as signed bytes."""
    return np.rint(vectors * 127).astype(np.int8)


@cache
def load_vectors() -> MorphemeVectors:
    """The vectors that ship with the package."""
    return MorphemeVectors(decode(resources.read_bytes(RESOURCE)))
