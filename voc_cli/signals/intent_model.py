"""A linear model of what a clause does: complain, praise, ask, wish or tell.

Multinomial logistic regression over hashed lemma n-grams, the first and the last lemma, and the act of the ending,
trained on the sentences written for this package.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from voc_cli import resources
from voc_cli.hashing import Hashes, WordHashes, ngrams
from voc_cli.morphemes import IntArray, Lemmas
from voc_cli.packed import pack, unpack

RESOURCE: Final = "intents.bin"
BITS: Final = 16
N_ACTS: Final = 17  # bits of an act, each a row behind the buckets
_MAGIC: Final = b"VOCI1\n"
_ORDERS: Final = (1, 2)
_SEED: Final = 0x165667B1
_FIRST, _LAST = np.uint32(0x3C6EF372), np.uint32(0x1F83D9AB)  # tell a word at an edge from the same word elsewhere
_EDGE: Final = 0.5
_MIX: Final = np.uint32(0x85EBCA77)
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class IntentWeights:
    """``values``: float32 (2 ** BITS + N_ACTS, n_intents); ``intercepts``: (n_intents,); ``names`` in column order."""

    names: tuple[str, ...]
    values: NDArray[np.float32]
    intercepts: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Features:
    """Entries of a sparse matrix, clause by clause: ``rows`` ascending, all of one length."""

    rows: IntArray
    columns: NDArray[np.int32]
    values: Floats


def features(lemmas: Lemmas, words: WordHashes) -> list[Features]:
    """N-grams of each order, then the first and the last lemmas of the clauses."""
    hashes, owner = words.of(lemmas)
    lengths = np.bincount(owner, minlength=len(lemmas.bounds) - 1)
    weights = 1 / np.sqrt(np.maximum(lengths, 1))
    found = [Features(rows, _bucket(mixed), weights[rows]) for rows, mixed in ngrams(hashes, owner, _ORDERS, _SEED)]
    changes = np.flatnonzero(np.diff(owner)) + 1
    for places, edge in ((np.append(0, changes), _FIRST), (np.append(changes, len(owner)) - 1, _LAST)):
        if len(owner):
            found.append(Features(owner[places], _bucket((hashes[places] ^ edge) * _MIX), np.full(len(places), _EDGE)))
    return found


def bits_of(acts: NDArray[np.int32]) -> Floats:
    """Each bit of each act as 0 or 1, (n_clauses, N_ACTS)."""
    return ((acts[:, None] >> np.arange(N_ACTS)) & 1).astype(np.float64)


def _bucket(hashes: Hashes) -> NDArray[np.int32]:
    return (hashes >> np.uint32(32 - BITS)).astype(np.int32)


class IntentModel:
    """Logits of intents by the words and the act of a clause."""

    def __init__(self, weights: IntentWeights, words: WordHashes | None = None) -> None:
        self.weights = weights
        self._words = words or WordHashes()

    def logits(self, lemmas: Lemmas, acts: NDArray[np.int32]) -> Floats:
        """(n_clauses, n_intents) in the order of ``weights.names``."""
        by_bucket, by_act = self.weights.values[: 1 << BITS], self.weights.values[1 << BITS :]
        # einsum and sums by clause, not BLAS: a row must not round differently in another batch.
        total: Floats = np.einsum("ij,jk->ik", bits_of(acts), by_act) + self.weights.intercepts
        for part in features(lemmas, self._words):
            if len(part.rows):
                first = np.flatnonzero(np.diff(part.rows, prepend=-1))
                told = by_bucket[part.columns] * part.values[:, None]
                total[part.rows[first]] += np.add.reduceat(told, first, axis=0)
        return total


def encode(weights: IntentWeights) -> bytes:
    """The file's bytes, a signed byte a weight; the same weights give the same bytes."""
    scale = float(f"{max(np.abs(weights.values).max(initial=0), 1e-9) / 127:.6g}")
    intercepts = [float(f"{value:.6g}") for value in weights.intercepts]
    head = {"names": weights.names, "scale": scale, "intercepts": intercepts}
    body = np.rint(weights.values / scale).astype(np.int8).tobytes()
    return pack(_MAGIC, head, body)


def decode(data: bytes) -> IntentWeights:
    """The weights in a file's bytes.

    Raises:
        ValueError: The bytes are no weights of this program.
    """
    return unpack(_MAGIC, data, _cut, name="an intent weights file")


def _cut(facts: dict[str, Any], body: bytes) -> IntentWeights:
    shape = (1 << BITS) + N_ACTS, len(facts["names"])
    values = np.frombuffer(body, dtype=np.int8).reshape(shape).astype(np.float32)
    intercepts = np.array(facts["intercepts"], dtype=np.float64).reshape(shape[1])
    return IntentWeights(tuple(facts["names"]), values * np.float32(facts["scale"]), intercepts)


@cache
def load_intent_weights() -> IntentWeights:
    """The weights that ship with the package."""
    return decode(resources.read_bytes(RESOURCE))
