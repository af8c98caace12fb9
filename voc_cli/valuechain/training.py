"""Trains the weights of the stage model (run by ``voc_cli.train``)."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from voc_cli import resources
from voc_cli.hashing import word_hash
from voc_cli.morphemes import Lemmas
from voc_cli.patterns import Lemmatise
from voc_cli.schema import Intent, Stage
from voc_cli.valuechain.counting import flattened
from voc_cli.valuechain.model import LEANS, STAGE_BITS, VOTE_SCALE, LemmaHasher, StageWeights, for_aspects
from voc_cli.valuechain.taxonomy import Aspect
from voc_cli.valuechain.votes import TableVotes, stage_votes

SEEDS: Final = "seeds.csv"
# In the column ``teaches``: the sentence teaches every model, or the places in the value chain alone.
_ALL, _STAGE = "all", "stage"
# Of 3, 10, 20 and 40, and of 15, 17 and 18 bits, sentences that were left out preferred these (40: hardly more).
_C: Final = 20.0
_ASPECT_C: Final = 20.0
# Enough for both to settle. Where they are stopped before, a word read otherwise somewhere moves one clause in 100.
_STEPS: Final = 2_000
_MEANING_SCALE: Final = 1.5  # of the meaning of words beside the words themselves
# A sentence of no stage passes a verdict ("최악이에요") or leans on what is said around it.
_VERDICTS: Final = frozenset({Intent.COMPLAINT.value, Intent.PRAISE.value})
ReadLemmas = Callable[[list[str]], Lemmas]  # the lemmas of each text taken as one clause


@dataclass(frozen=True, slots=True, eq=False)
class WordVectors:
    """``words``: lemmas; ``values``: float32 (n_words, n_dimensions), alike where the words mean alike."""

    words: tuple[str, ...]
    values: NDArray[np.float32]


def train_stages(
    taxonomy: Sequence[Aspect], lemmatise: Lemmatise, read: ReadLemmas, vectors: WordVectors
) -> StageWeights:
    """The weights, learnt from the package's sentences and from the examples of ``taxonomy``."""
    stage_of_aspect = {aspect.name: aspect.stage.value for aspect in taxonomy}
    seeds = read_seeds(also=_STAGE)
    rows = [(row["text"], row["aspect"], _place(row)) for row in seeds]
    rows += [(example, a.name, stage_of_aspect[a.name]) for a in taxonomy for example in a.examples]
    lemmas = read([text for text, _, _ in rows])
    aspects, stages = np.array([aspect for _, aspect, _ in rows]), np.array([place for _, _, place in rows])
    names = sorted(set(stages.tolist()))
    columns = np.array([names.index(aspect.stage.value) for aspect in taxonomy])
    table = TableVotes(taxonomy, lemmatise)
    said = flattened([table.of(lemmas.of(row)) for row in range(len(rows))])
    votes = stage_votes(said, columns, shape=(len(rows), len(names)))
    hasher = LemmaHasher()
    words = hasher.matrix(lemmas)
    known, values = _by_hash(vectors)
    meant = _MEANING_SCALE * (hasher.meanings(lemmas, known) @ values)
    by_stage, weights = _fitted(sparse.hstack([words, VOTE_SCALE * votes, meant], format="csc"), stages, c=_C)
    by_aspect, of_aspects = _fitted(for_aspects(words).tocsc(), aspects, c=_ASPECT_C)
    n_buckets = (1 << STAGE_BITS) + len(names)
    return StageWeights(
        tuple(by_stage.classes_.tolist()),
        tuple(by_aspect.classes_.tolist()),
        weights[:n_buckets].astype(np.float32),
        of_aspects.astype(np.float32),
        by_stage.intercept_,
        by_aspect.intercept_,
        known,
        (_MEANING_SCALE * (values @ weights[n_buckets:])).astype(np.float32),
    )


def _fitted(
    features: sparse.csc_matrix, labels: NDArray[np.str_], *, c: float
) -> tuple[LogisticRegression, NDArray[np.float64]]:
    """The model, and its weights of every feature, (n_features, n_classes): of one that no sentence has they are 0, and
    most buckets are empty."""
    used = np.flatnonzero(features.getnnz(axis=0))
    model = LogisticRegression(C=c, max_iter=_STEPS).fit(features[:, used].tocsr(), labels)
    weights = np.zeros((features.shape[1], len(model.classes_)))
    weights[used] = model.coef_.T
    return model, weights


def read_seeds(*, also: str = _ALL) -> list[dict[str, str]]:
    """The package's sentences that say plainly what they speak of, and those that teach ``also`` alone.

    The others tell a thing in so roundabout a way that they teach polarity, and mislead about stages and aspects.
    """
    rows = csv.DictReader(io.StringIO(resources.read_text(SEEDS)))
    return [row for row in rows if row["teaches"] in {_ALL, also}]


def _place(row: dict[str, str]) -> str:
    return LEANS if row["stage"] == Stage.NONE and row["intent"] not in _VERDICTS else row["stage"]


def _by_hash(vectors: WordVectors) -> tuple[NDArray[np.uint32], NDArray[np.float32]]:
    """Hashes in ascending order and their vectors; of two words with one hash the first stays."""
    hashes = np.array([word_hash(word) for word in vectors.words], dtype=np.uint32)
    known, first = np.unique(hashes, return_index=True)
    return known, vectors.values[first]
