"""A linear model that says which stage and aspect the words of a clause speak of, where the table alone is silent.

Multinomial logistic regression over hashed lemma n-grams, the votes of the taxonomy and the meaning of words, trained
on the sentences written for this package and on the examples of the taxonomy. Meaning is the analyser's own: what the
regression learns of word vectors is a fixed score of each word for each stage, so the scores ship and no vectors.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from voc_cli import resources
from voc_cli.hashing import Hashes, WordHashes, ngrams, word_hash
from voc_cli.morphemes import Lemmas
from voc_cli.packed import pack, unpack

RESOURCE: Final = "stages.bin"
STAGE_BITS: Final = 18
ASPECT_BITS: Final = 15  # ten times as many columns as stages: fewer rows keep the file small
VOTE_SCALE: Final = 0.2  # of the table's votes beside the words
# What a clause is that names no thing and passes no verdict ("빨리 고쳐 주세요", "다시 해 봤습니다"): it speaks of what
# the clauses around it speak of. A column of the model beside the stages.
LEANS: Final = "leans"
_MAGIC: Final = b"VOCS3\n"
_ORDERS: Final = (1, 2)
NGRAM_SEED: Final = 0x27D4EB2F
# How strongly something is said, how often, since when and with what feeling tells no thing; among so few words it
# would weigh like one.
# fmt: off
_ASIDES: Final = (
    "너무", "너무나", "너무너무", "넘", "넘나", "정말", "정말로", "진짜", "진짜로", "아주", "매우", "무척", "굉장히",
    "엄청", "완전", "되게", "참", "꽤", "상당히", "몹시", "훨씬", "더욱", "제일", "젤", "가장", "좀", "조금", "특히",
    "확실히", "솔직히", "이렇게", "겁나", "존나", "은근히", "의외로", "오히려", "심지어", "게다가", "대체로", "그나마",
    "다만", "사실", "일단", "역시", "모두", "전부", "막", "또", "항상", "매번", "늘", "언제나", "맨날", "매일", "원래",
    "아직", "여전히", "이제", "벌써", "지금", "오늘", "어제",
    "ㅎ", "ㅎㅎ", "ㅋ", "ㅋㅋ", "ㅠ", "ㅠㅠ", "ㅜ", "ㅜㅜ", "ㅡ", "ㅡㅡ", "^^", "👍", "👍🏻",
)
_NOMINAL_ASIDES: Final = ("요즘", "요새", "이번", "다", "전체적", "전반적", "은근", "나름")
# fmt: on
_UNHEARD: Final = np.array(
    [word_hash(word) for word in ("이렇/V", *(f"{w}/M" for w in _ASIDES), *(f"{w}/N" for w in _NOMINAL_ASIDES))],
    dtype=np.uint32,
)
Floats = NDArray[np.float64]
Told = tuple[Hashes, NDArray[np.int32], NDArray[np.int64]]


@dataclass(frozen=True, slots=True, eq=False)
class StageWeights:
    """``stages``: float32 (2 ** STAGE_BITS + n_stages, n_stages), the last rows for the votes; ``aspects``: float32
    (2 ** ASPECT_BITS, n_aspects); the intercepts as long as the columns; names in column order, among those of stages
    perhaps ``LEANS``; ``known``: uint32 (n_words,), hashes of words in ascending order, and ``meanings``: float32
    (n_words, n_stages), what they mean for each stage."""

    stage_names: tuple[str, ...]
    aspect_names: tuple[str, ...]
    stages: NDArray[np.float32]
    aspects: NDArray[np.float32]
    stage_intercepts: Floats
    aspect_intercepts: Floats
    known: Hashes
    meanings: NDArray[np.float32]


class LemmaHasher:
    """Hashed lemma n-grams of clauses."""

    def __init__(self, words: WordHashes | None = None) -> None:
        self._words = words or WordHashes()
        self._told: tuple[Lemmas, Told] | None = None  # of the clauses last asked for

    def matrix(self, lemmas: Lemmas) -> sparse.csr_matrix:
        """One row a clause, divided by the root of its length: (n_clauses, 2 ** STAGE_BITS)."""
        hashes, owner, _ = self.told(lemmas)
        return _as_matrix(ngrams(hashes, owner, _ORDERS, NGRAM_SEED), n=len(lemmas.bounds) - 1)

    def meanings(self, lemmas: Lemmas, known: Hashes) -> sparse.csr_matrix:
        """Which words of ``known`` (ascending) each clause holds, divided by the root of its length."""
        hashes, owner, _ = self.told(lemmas)
        shape = (len(lemmas.bounds) - 1, len(known))
        if not len(known):
            return sparse.csr_matrix(shape, dtype=np.float32)
        places = np.minimum(np.searchsorted(known, hashes), len(known) - 1)
        met = known[places] == hashes
        lengths = np.bincount(owner, minlength=shape[0])
        values = (1 / np.sqrt(lengths + 1)).astype(np.float32)[owner[met]]
        return sparse.csr_matrix((values, (owner[met], places[met])), shape=shape)

    def told(self, lemmas: Lemmas) -> Told:
        """Hash, clause and place of every lemma but asides, which a clause keeps where it holds nothing else."""
        if self._told is None or self._told[0] is not lemmas:
            hashes, owner = self._words.of(lemmas)
            told = ~np.isin(hashes, _UNHEARD)
            n_told = np.bincount(owner[told], minlength=len(lemmas.bounds) - 1)
            told |= n_told[owner] == 0
            self._told = lemmas, (hashes[told], owner[told], np.flatnonzero(told))
        return self._told[1]


def _as_matrix(parts: Iterable[tuple[NDArray[np.int32], Hashes]], *, n: int) -> sparse.csr_matrix:
    rows, columns = [np.zeros(0, dtype=np.int32)], [np.zeros(0, dtype=np.int32)]
    for owner, hashes in parts:
        rows.append(owner)
        columns.append((hashes >> np.uint32(32 - STAGE_BITS)).astype(np.int32))
    row, column = np.concatenate(rows), np.concatenate(columns)
    counts = np.bincount(row, minlength=n)
    values = (1 / np.sqrt(counts + 1)).astype(np.float32)[row]
    return sparse.csr_matrix((values, (row, column)), shape=(n, 1 << STAGE_BITS))


def for_aspects(words: sparse.csr_matrix) -> sparse.csr_matrix:
    """``words`` of a ``LemmaHasher`` in the fewer buckets of aspects, (n_clauses, 2 ** ASPECT_BITS)."""
    columns = words.indices >> (STAGE_BITS - ASPECT_BITS)
    return sparse.csr_matrix((words.data, columns, words.indptr), shape=(words.shape[0], 1 << ASPECT_BITS))


class StageModel:
    """Probabilities of stages."""

    def __init__(self, weights: StageWeights) -> None:
        self.weights = weights

    def stage_probabilities(self, words: sparse.csr_matrix, votes: Floats, meanings: sparse.csr_matrix) -> Floats:
        """(n_clauses, n_stages) in the order of ``weights.stage_names``; ``votes`` in the same order."""
        n_buckets = 1 << STAGE_BITS
        # einsum, not BLAS: a row must not round differently in another batch.
        by_votes = np.einsum("ij,jk->ik", VOTE_SCALE * votes, self.weights.stages[n_buckets:])
        logits = words @ self.weights.stages[:n_buckets] + by_votes + self.weights.stage_intercepts
        logits = logits + meanings @ self.weights.meanings
        odds = np.exp(logits - logits.max(axis=1, keepdims=True))
        return np.asarray(odds / odds.sum(axis=1, keepdims=True))


def encode(weights: StageWeights) -> bytes:
    """The file's bytes, a signed byte a weight; the same weights give the same bytes."""
    tables = (weights.stages, weights.aspects, weights.meanings)
    scales = [float(f"{max(np.abs(table).max(initial=0), 1e-9) / 127:.6g}") for table in tables]
    head = {
        "stages": weights.stage_names,
        "aspects": weights.aspect_names,
        "scales": scales,
        "n_words": len(weights.known),
        "stage_intercepts": [float(f"{value:.6g}") for value in weights.stage_intercepts],
        "aspect_intercepts": [float(f"{value:.6g}") for value in weights.aspect_intercepts],
    }
    whole = [np.rint(table / scale).astype(np.int8).tobytes() for table, scale in zip(tables, scales, strict=True)]
    body = b"".join([*whole, weights.known.astype("<u4").tobytes()])
    return pack(_MAGIC, head, body)


def decode(data: bytes) -> StageWeights:
    """The weights in a file's bytes.

    Raises:
        ValueError: The bytes are no weights of this program.
    """
    return unpack(_MAGIC, data, _cut, name="a stage weights file")


def _cut(facts: dict[str, Any], body: bytes) -> StageWeights:
    flat = np.frombuffer(body, dtype=np.int8)
    n_stages, n_aspects, n_words = len(facts["stages"]), len(facts["aspects"]), int(facts["n_words"])
    intercepts = np.array(facts["stage_intercepts"]), np.array(facts["aspect_intercepts"])
    if [values.shape for values in intercepts] != [(n_stages,), (n_aspects,)]:
        raise ValueError("stage weights file cut short")
    shapes = ((1 << STAGE_BITS) + n_stages, n_stages), (1 << ASPECT_BITS, n_aspects), (n_words, n_stages)
    tables: list[NDArray[np.float32]] = []
    for shape, scale in zip(shapes, facts["scales"], strict=True):
        size = shape[0] * shape[1]
        tables.append(flat[:size].reshape(shape).astype(np.float32) * np.float32(scale))
        flat = flat[size:]
    known = np.frombuffer(flat.tobytes(), dtype="<u4").astype(np.uint32)
    if len(known) != n_words:
        raise ValueError("stage weights file cut short")
    stages, aspects, meanings = tables
    return StageWeights(tuple(facts["stages"]), tuple(facts["aspects"]), stages, aspects, *intercepts, known, meanings)


@cache
def load_stage_weights() -> StageWeights:
    """The weights that ship with the package."""
    return decode(resources.read_bytes(RESOURCE))
