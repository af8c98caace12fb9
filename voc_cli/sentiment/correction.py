"""A small correction of polarity, learnt from somebody's own ratings or labels, on the lemmas of clauses.

It shifts the logit of the shipped score by the words that a domain uses in a sense of its own, and is kept small:
hashed lemma 1- and 2-grams (Weinberger et al., 2009), so that a correction of any vocabulary is one short array and
holds no customer's sentence.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from itertools import chain
from typing import Any, Final
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from voc_cli.hashing import members, ngrams
from voc_cli.packed import pack, unpack

BITS: Final = 16
ORDERS: Final = (1, 2)
_SEED: Final = 0x27220A95
_STEADY: Final = 4.0  # features that a text is padded with, so that one word cannot shout
_MAGIC: Final = b"VOCC1\n"
_SUREST: Final = 0.9999  # absolute polarity that a logit is read from; tables round to four digits
_LEVELS: Final = 127
# Logits; of 0, 0.5 and 1 the one that moved the fewest hand-labelled clauses to the wrong side. It does not keep all on
# the right one: by domain the F1 of clauses' polarity moved by -0.045 to +0.066.
SURE: Final = 0.5
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Meta:
    """Where a correction comes from and how its buckets are read."""

    tokenizer: str  # version; lemmas of another one are other words
    n_rows: int  # texts with a rating or label that it learnt from
    strength: float  # weight of one text against the penalty on the buckets
    before: float  # balanced accuracy of the shipped weights on those texts
    after: float  # of the corrected ones, in cross-validation
    scale: float  # of one step of a bucket, in logits
    bias: float  # of whole texts, in logits; clauses are moved by their words alone
    neutral: float  # absolute polarity below which a text holds no opinion that a bias could move


@dataclass(frozen=True, slots=True, eq=False)
class Correction:
    """A linear model over hashed lemmas: int8 buckets of shape (2 ** BITS,)."""

    meta: Meta
    buckets: NDArray[np.int8]

    @classmethod
    def of(cls, weights: Floats, **facts: Any) -> Correction:
        """Bring ``weights`` of shape (2 ** BITS,) to steps of one byte; ``facts`` are the other fields of Meta."""
        scale = float(f"{max(float(np.abs(weights).max()), 1e-9) / _LEVELS:.6g}")
        buckets = np.clip(np.rint(weights / scale), -_LEVELS, _LEVELS).astype(np.int8)
        return cls(Meta(scale=scale, **facts), buckets)

    def shifts(self, counts: sparse.csr_matrix) -> Floats:
        """How far the words of each row of ``LemmaFeatures.counts`` move its logit, without the bias."""
        found: Floats = (steadied(counts) @ self.buckets.astype(np.float64)) * self.meta.scale
        return found

    def shift_texts(self, polarity: Floats, shifts: Floats) -> Floats:
        """The polarity of whole texts after the correction."""
        return _moved(polarity, with_bias(polarity, shifts, self.meta.bias, neutral=self.meta.neutral))

    def shift_clauses(self, polarity: Floats, shifts: Floats) -> Floats:
        """The polarity of clauses after the correction.

        Ratings speak of whole texts, so a clause moves by what is sure about its own words only: no bias, and
        nothing where the words say less than ``SURE``.
        """
        return _moved(polarity, heard(shifts))


def as_whole_texts(clauses: Floats, texts: Floats, numbers: NDArray[np.int64]) -> Floats:
    """The polarity of clauses, but that of its text where a clause is all of it and the two are of opposite sign.

    Args:
        numbers: Of the text of each clause.
    """
    is_alone = np.bincount(numbers, minlength=len(texts))[numbers] == 1
    found: Floats = np.where(is_alone & (clauses * texts[numbers] < 0), texts[numbers], clauses)
    return found


def with_bias(polarity: Floats, shifts: Floats, bias: float, *, neutral: float) -> Floats:
    """The shifts of whole texts: words and bias, but nothing where neither polarity nor words hold an opinion."""
    found: Floats = np.where((np.abs(polarity) < neutral) & (np.abs(shifts) <= SURE), 0.0, shifts + bias)
    return found


def heard(shifts: Floats) -> Floats:
    """What remains of the shifts of clauses above ``SURE`` (soft threshold: Donoho and Johnstone, 1994)."""
    found: Floats = np.sign(shifts) * np.maximum(np.abs(shifts) - SURE, 0.0)
    return found


def _moved(polarity: Floats, shifts: Floats) -> Floats:
    # What is not moved keeps its value to the last digit, also where it is surer than a logit can say.
    found: Floats = np.where(shifts == 0, polarity, np.tanh((logits_of(polarity) + shifts) / 2))
    return found


class LemmaFeatures:
    """Hashed lemma n-grams of clauses; remembers the hash of each word, and the clauses that it was told to."""

    def __init__(self) -> None:
        self._hashes: dict[str, int] = {}
        self._rows: dict[str, int] = {}
        self._remembered: list[sparse.csr_matrix] = []

    def remember(self, lemmas: Sequence[str]) -> None:
        """Count clauses that ``counts`` will be asked for later, together with others."""
        fresh = [cell for cell in dict.fromkeys(lemmas) if cell not in self._rows]
        if fresh:
            self._rows.update(zip(fresh, range(len(self._rows), len(self._rows) + len(fresh)), strict=True))
            self._remembered.append(self._counted(fresh))

    def recall(self, cells: Sequence[str], counts: sparse.csr_matrix) -> None:
        """Take in what an earlier run counted of ``cells``, which are distinct and not known yet."""
        self._rows.update(zip(cells, range(len(self._rows), len(self._rows) + len(cells)), strict=True))
        self._remembered.append(counts)

    def known(self, first: int = 0) -> tuple[list[str], sparse.csr_matrix]:
        """The clauses remembered from the number ``first`` on, and their counts."""
        self._join()
        return list(self._rows)[first:], self._remembered[0][first:]

    @property
    def cells(self) -> Collection[str]:
        """The clauses remembered, in the order in which they came."""
        return self._rows.keys()

    def counts(self, lemmas: Sequence[str]) -> sparse.csr_matrix:
        """How often each feature stands in each clause, float32 of shape (n_clauses, 2 ** BITS).

        Args:
            lemmas: Words of each clause, joined by a space (schema.LEMMAS).
        """
        if not self._remembered:
            return self._counted(lemmas)
        self.remember(lemmas)
        self._join()
        return self._remembered[0][np.array([self._rows[cell] for cell in lemmas], dtype=np.int64)]

    def _join(self) -> None:
        if len(self._remembered) > 1:
            self._remembered = [sparse.vstack(self._remembered, format="csr")]

    def _counted(self, lemmas: Sequence[str]) -> sparse.csr_matrix:
        words = [cell.split() for cell in lemmas]
        lengths = np.array([len(cell) for cell in words], dtype=np.int64)
        flat = list(chain.from_iterable(words))
        self._hashes.update((word, crc32(word.encode())) for word in set(flat).difference(self._hashes))
        hashed = np.fromiter(map(self._hashes.__getitem__, flat), dtype=np.uint32, count=len(flat))
        ends = np.cumsum(lengths)
        owner, _ = members(ends - lengths, ends)
        rows, columns = [np.zeros(0, dtype=np.int32)], [np.zeros(0, dtype=np.int32)]
        for of, hashes in ngrams(hashed, owner, ORDERS, _SEED):
            rows.append(of)
            columns.append((hashes >> np.uint32(32 - BITS)).astype(np.int32))
        row, column = np.concatenate(rows), np.concatenate(columns)
        ones = np.ones(len(row), dtype=np.float32)
        return sparse.csr_matrix((ones, (row, column)), shape=(len(words), 1 << BITS))


def of_texts(counts: sparse.csr_matrix, text_numbers: NDArray[np.int64], *, n_texts: int) -> sparse.csr_matrix:
    """Counts of clauses added up by text, (n_texts, 2 ** BITS)."""
    ones = np.ones(len(text_numbers), dtype=np.float32)
    spread = sparse.csr_matrix((ones, (text_numbers, np.arange(len(text_numbers)))), shape=(n_texts, counts.shape[0]))
    return sparse.csr_matrix(spread @ counts)


def steadied(counts: sparse.csr_matrix) -> sparse.csr_matrix:
    """Each row divided by the root of its padded length."""
    lengths = np.asarray(counts.sum(axis=1)).ravel()
    return sparse.csr_matrix(sparse.diags(1 / np.sqrt(lengths + _STEADY)) @ counts)


def logits_of(polarity: Floats) -> Floats:
    """The logit behind each polarity in [-1, 1]."""
    found: Floats = 2 * np.arctanh(np.clip(polarity, -_SUREST, _SUREST))
    return found


def encode(correction: Correction) -> bytes:
    """The file's bytes; the same correction gives the same bytes."""
    return pack(_MAGIC, asdict(correction.meta), correction.buckets.tobytes())


def decode(data: bytes) -> Correction:
    """The correction in a file's bytes.

    Raises:
        ValueError: The bytes are no correction of this program.
    """
    return unpack(_MAGIC, data, _cut, name="a correction file")


def _cut(facts: dict[str, Any], body: bytes) -> Correction:
    buckets = np.frombuffer(body, dtype=np.int8)
    if len(buckets) != 1 << BITS:
        raise ValueError("buckets cut short")
    return Correction(Meta(**facts), buckets)
