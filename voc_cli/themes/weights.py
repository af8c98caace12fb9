"""A linear model of which aspect a complaint speaks of, from the words of the clause and from their meaning.

Multinomial logistic regression over hashed lemma n-grams and three vectors of the clause (all words, the things, what
is said of them), trained on the sentences written for this package and on the examples and cues of the taxonomy.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import Any, Final
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from voc_cli import resources
from voc_cli.hashing import members, ngrams
from voc_cli.packed import pack, unpack
from voc_cli.themes.vectors import MorphemeVectors, Words

RESOURCE: Final = "themes.bin"
BITS: Final = 15
_MAGIC: Final = b"VOCT1\n"
_ORDERS: Final = (1, 2)
_SEED: Final = 0x1F83D9AB
REACH: Final = 1.0  # length of the vectors of a clause
_PARTS: Final = (("N", "V", "M"), ("N",), ("V",))
Cells = Sequence[Sequence[str]]  # the lemmas of each clause


@dataclass(frozen=True, slots=True, eq=False)
class AspectWeights:
    """``words``: float32 (2 ** BITS, n_aspects); ``meanings``: float32 (3 * n_dimensions, n_aspects)."""

    names: tuple[str, ...]
    words: NDArray[np.float32]
    meanings: NDArray[np.float32]
    intercepts: NDArray[np.float64]


def hashed(cells: Cells) -> sparse.csr_matrix:
    """One row a clause, its n-grams divided by the root of their number: (n_clauses, 2 ** BITS)."""
    words = list(chain.from_iterable(cells))
    hashes = {word: crc32(word.encode()) for word in set(words)}
    flat = np.fromiter(map(hashes.__getitem__, words), dtype=np.uint32, count=len(words))
    bounds = np.cumsum([0, *(len(cell) for cell in cells)])
    owner, _ = members(bounds[:-1], bounds[1:])
    rows, columns = [np.zeros(0, dtype=np.int32)], [np.zeros(0, dtype=np.int32)]
    for row, found in ngrams(flat, owner, _ORDERS, _SEED):
        rows.append(row)
        columns.append((found >> np.uint32(32 - BITS)).astype(np.int32))
    row = np.concatenate(rows)
    counts = np.bincount(row, minlength=len(cells))
    values = (1 / np.sqrt(counts + 1)).astype(np.float32)[row]
    return sparse.csr_matrix((values, (row, np.concatenate(columns))), shape=(len(cells), 1 << BITS))


def parts(words: Words) -> list[tuple[sparse.csr_matrix, NDArray[np.float32]]]:
    """For all words, nouns and predicates: the words that count, and what makes each clause's vector ``REACH`` long.

    The vector of part ``p`` is ``p[1][:, None] * (p[0] @ words.vectors)``, zeros where the clause holds no such word.
    """
    found = []
    for kind in _PARTS:
        keep = sparse.diags(np.isin(words.kinds, kind).astype(np.float32), format="csr")
        counts = sparse.csr_matrix(words.counts @ keep)
        lengths = np.linalg.norm(counts @ words.vectors, axis=1)
        found.append((counts, np.where(lengths > 0, REACH / np.where(lengths > 0, lengths, 1), 0).astype(np.float32)))
    return found


def log_shares(weights: AspectWeights, cells: Cells, vectors: MorphemeVectors) -> NDArray[np.float32]:
    """Logarithm of each aspect's probability, (n_clauses, n_aspects) in the order of ``weights.names``."""
    logits = hashed(cells) @ weights.words + weights.intercepts.astype(np.float32)
    words = vectors.words(cells)
    for (counts, factors), table in zip(parts(words), np.split(weights.meanings, len(_PARTS)), strict=True):
        # einsum, not BLAS: a row must not round differently in another batch.
        said = np.einsum("ij,jk->ik", words.vectors, table)
        logits += factors[:, None] * (counts @ said)
    logits -= logits.max(axis=1, keepdims=True)
    return np.asarray(logits - np.log(np.exp(logits).sum(axis=1, keepdims=True)), dtype=np.float32)


def encode(weights: AspectWeights) -> bytes:
    """The file's bytes, a signed byte a weight; the same weights give the same bytes."""
    tables = (weights.words, weights.meanings)
    scales = [float(f"{np.abs(table).max() / 127:.6g}") or 1.0 for table in tables]
    head = {
        "names": weights.names,
        "scales": scales,
        "dimensions": int(weights.meanings.shape[0]),
        "intercepts": [float(f"{value:.6g}") for value in weights.intercepts],
    }
    body = b"".join(np.rint(t / s).astype(np.int8).tobytes() for t, s in zip(tables, scales, strict=True))
    return pack(_MAGIC, head, body)


def decode(data: bytes) -> AspectWeights:
    """The weights in a file's bytes.

    Raises:
        ValueError: The bytes are no weights of this program.
    """
    return unpack(_MAGIC, data, _cut, name="a file of theme weights")


def _cut(facts: dict[str, Any], body: bytes) -> AspectWeights:
    flat = np.frombuffer(body, dtype=np.int8)
    n = len(facts["names"])
    cut = (1 << BITS) * n
    words = flat[:cut].reshape(1 << BITS, n).astype(np.float32) * np.float32(facts["scales"][0])
    meanings = flat[cut:].reshape(facts["dimensions"], n).astype(np.float32) * np.float32(facts["scales"][1])
    return AspectWeights(tuple(facts["names"]), words, meanings, np.array(facts["intercepts"]))


@cache
def load_aspect_weights() -> AspectWeights:
    """The weights that ship with the package."""
    return decode(resources.read_bytes(RESOURCE))
