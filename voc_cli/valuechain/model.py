"""A linear model that says which stage and aspect the words of a clause speak of, where the table alone is silent.

Multinomial logistic regression over hashed lemma n-grams and the votes of the taxonomy, trained on the sentences
written for this package and on the examples of the taxonomy.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any, Final
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from voc_cli import resources
from voc_cli.hashing import Hashes, members, ngrams
from voc_cli.morphemes import Lemmas

RESOURCE: Final = "stages.bin"
BITS: Final = 15
VOTE_SCALE: Final = 0.1  # of the table's votes beside the words
_MAGIC: Final = b"VOCS1\n"
_ORDERS: Final = (1, 2)
_SEED: Final = 0x27D4EB2F
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class StageWeights:
    """``stages``: float32 (2 ** BITS + n_stages, n_stages), the last rows for the votes; ``aspects``: float32
    (2 ** BITS, n_aspects); the intercepts as long as the columns; names in column order."""

    stage_names: tuple[str, ...]
    aspect_names: tuple[str, ...]
    stages: NDArray[np.float32]
    aspects: NDArray[np.float32]
    stage_intercepts: Floats
    aspect_intercepts: Floats


class LemmaHasher:
    """Hashed lemma n-grams of clauses; remembers the hash of each word."""

    def __init__(self) -> None:
        self._hashes: dict[str, int] = {}

    def matrix(self, lemmas: Lemmas) -> sparse.csr_matrix:
        """One row a clause, divided by the root of its length: (n_clauses, 2 ** BITS)."""
        hashes = np.fromiter(map(self._hash, lemmas.words), dtype=np.uint32, count=len(lemmas.words))
        bounds = np.array(lemmas.bounds, dtype=np.int32)
        owner, _ = members(bounds[:-1], bounds[1:])
        return _as_matrix(ngrams(hashes, owner, _ORDERS, _SEED), n=len(bounds) - 1)

    def _hash(self, word: str) -> int:
        found = self._hashes.get(word)
        if found is None:
            found = self._hashes[word] = crc32(word.encode())
        return found


def _as_matrix(parts: Iterable[tuple[NDArray[np.int32], Hashes]], *, n: int) -> sparse.csr_matrix:
    rows, columns = [np.zeros(0, dtype=np.int32)], [np.zeros(0, dtype=np.int32)]
    for owner, hashes in parts:
        rows.append(owner)
        columns.append((hashes >> np.uint32(32 - BITS)).astype(np.int32))
    row, column = np.concatenate(rows), np.concatenate(columns)
    counts = np.bincount(row, minlength=n)
    values = (1 / np.sqrt(counts + 1)).astype(np.float32)[row]
    return sparse.csr_matrix((values, (row, column)), shape=(n, 1 << BITS))


class StageModel:
    """Probabilities of stages, and the best aspect of a stage."""

    def __init__(self, weights: StageWeights) -> None:
        self.weights = weights

    def stage_probabilities(self, words: sparse.csr_matrix, votes: Floats) -> Floats:
        """(n_clauses, n_stages) in the order of ``weights.stage_names``; ``votes`` in the same order."""
        n_buckets = 1 << BITS
        # einsum, not BLAS: a row must not round differently in another batch.
        by_votes = np.einsum("ij,jk->ik", VOTE_SCALE * votes, self.weights.stages[n_buckets:])
        logits = words @ self.weights.stages[:n_buckets] + by_votes + self.weights.stage_intercepts
        odds = np.exp(logits - logits.max(axis=1, keepdims=True))
        return np.asarray(odds / odds.sum(axis=1, keepdims=True))

    def aspect_logits(self, words: sparse.csr_matrix) -> Floats:
        """(n_clauses, n_aspects) in the order of ``weights.aspect_names``."""
        return np.asarray(words @ self.weights.aspects + self.weights.aspect_intercepts)


def encode(weights: StageWeights) -> bytes:
    """The file's bytes, a signed byte a weight; the same weights give the same bytes."""
    scales = [float(f"{np.abs(table).max() / 127:.6g}") for table in (weights.stages, weights.aspects)]
    head = {
        "stages": weights.stage_names,
        "aspects": weights.aspect_names,
        "scales": scales,
        "stage_intercepts": [float(f"{value:.6g}") for value in weights.stage_intercepts],
        "aspect_intercepts": [float(f"{value:.6g}") for value in weights.aspect_intercepts],
    }
    tables = zip((weights.stages, weights.aspects), scales, strict=True)
    body = b"".join(np.rint(table / scale).astype(np.int8).tobytes() for table, scale in tables)
    return _MAGIC + json.dumps(head, ensure_ascii=False, sort_keys=True).encode() + b"\n" + zlib.compress(body, 9)


def decode(data: bytes) -> StageWeights:
    """The weights in a file's bytes.

    Raises:
        ValueError: The bytes are no weights of this program.
    """
    if not data.startswith(_MAGIC):
        raise ValueError("not a stage weights file")
    head, _, body = data[len(_MAGIC) :].partition(b"\n")
    try:
        return _cut(json.loads(head), np.frombuffer(zlib.decompress(body), dtype=np.int8))
    except (TypeError, LookupError, zlib.error) as error:
        raise ValueError("stage weights file damaged") from error


def _cut(facts: dict[str, Any], flat: NDArray[np.int8]) -> StageWeights:
    n_stages, n_aspects = len(facts["stages"]), len(facts["aspects"])
    intercepts = np.array(facts["stage_intercepts"]), np.array(facts["aspect_intercepts"])
    if [values.shape for values in intercepts] != [(n_stages,), (n_aspects,)]:
        raise ValueError("stage weights file cut short")
    cut = ((1 << BITS) + n_stages) * n_stages
    stages = flat[:cut].reshape(-1, n_stages).astype(np.float32) * np.float32(facts["scales"][0])
    aspects = flat[cut:].reshape(1 << BITS, n_aspects).astype(np.float32) * np.float32(facts["scales"][1])
    return StageWeights(
        tuple(facts["stages"]),
        tuple(facts["aspects"]),
        stages,
        aspects,
        *intercepts,
    )


@cache
def load_stage_weights() -> StageWeights:
    """The weights that ship with the package."""
    return decode(resources.read_bytes(RESOURCE))
