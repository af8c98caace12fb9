"""Which words told of a stage where no row of the table did: those that weigh most in the model, or a neighbour's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from voc_cli.hashing import ngrams, word_hash
from voc_cli.marks import AROUND, LEARNT, marked
from voc_cli.morphemes import NEGATION, Lemmas
from voc_cli.valuechain.model import NGRAM_SEED, STAGE_BITS, Floats, LemmaHasher, StageWeights

Words = tuple[str, ...]
_SHIFT: Final = np.uint32(32 - STAGE_BITS)
_PREDICATE: Final = "/V"
_DENIAL: Final = word_hash(NEGATION)


def telling_words(
    lemmas: Lemmas, stages: NDArray[np.int64], asked: NDArray[np.bool_], hasher: LemmaHasher, weights: StageWeights
) -> list[str]:
    """The word of each clause that weighs most for its stage in the model, "" where none weighs anything.

    A pair of words counts half for each; what says how a predicate is denied is not named alone.

    Args:
        stages: Column of ``weights.stages`` for each clause.
        asked: Which clauses to look at; the others get "".
    """
    hashes, owner, places = hasher.told(lemmas)
    wanted = np.flatnonzero(asked[owner])
    hashes, owner, places = hashes[wanted], owner[wanted], places[wanted]
    found = [""] * (len(lemmas.bounds) - 1)
    if not len(hashes):
        return found
    values = np.where(hashes == _DENIAL, 0.0, _weights(hashes, owner, stages[owner], weights))
    begins = np.flatnonzero(np.diff(owner, prepend=-1))
    tops = np.maximum.reduceat(values, begins)
    lengths = np.diff(begins, append=len(owner))
    best = np.flatnonzero((values == np.repeat(tops, lengths)) & (values > 0))[::-1]
    # Of equal ones the first, which is written last.
    for clause, place in zip(owner[best].tolist(), places[best].tolist(), strict=True):
        found[clause] = _shown(lemmas.words[place])
    return found


def _weights(
    hashes: NDArray[np.uint32], owner: NDArray[np.int32], stages: NDArray[np.int64], weights: StageWeights
) -> Floats:
    """What each word adds for the stage of its clause, up to a factor of the clause."""
    values = np.zeros(len(hashes))
    inside = np.flatnonzero(owner[:-1] == owner[1:])
    for order, (_, found) in enumerate(ngrams(hashes, owner, (1, 2), NGRAM_SEED), start=1):
        first = np.arange(len(hashes)) if order == 1 else inside
        said = weights.stages[(found >> _SHIFT).astype(np.int64), stages[first]] / order
        values[first] += said
        if order == 2:
            values[first + 1] += said
    if len(weights.known):
        places = np.minimum(np.searchsorted(weights.known, hashes), len(weights.known) - 1)
        values += np.where(weights.known[places] == hashes, weights.meanings[places, stages], 0.0)
    return values


def _shown(lemma: str) -> str:
    """A lemma as a dictionary writes it."""
    word = lemma.rpartition("/")[0] or lemma
    return f"{word}다" if lemma.endswith(_PREDICATE) else word


def with_learnt(
    evidence: Sequence[Words],
    words: Sequence[str],
    stages: NDArray[np.int64],
    own: NDArray[np.int64],
    documents: NDArray[np.int32],
    *,
    follows: NDArray[np.bool_],
    reach: int,
) -> list[Words]:
    """``evidence``, and for a clause without any the word that the model went by.

    Where the text around decided, because the clause by itself speaks of another stage or ``follows``, it is the word
    of the nearest clause that speaks of the stage itself.

    Args:
        words: Of ``telling_words``.
        stages: Where each clause was placed.
        own: Where its own words alone would have placed it.
    """
    found = list(evidence)
    speaks = (own == stages) & ~follows
    for clause in [number for number, told in enumerate(evidence) if not told]:
        if speaks[clause]:
            found[clause] = (marked(LEARNT, words[clause]),) if words[clause] else ()
            continue
        for other in _near(clause, documents, reach):
            if speaks[other] and stages[other] == stages[clause] and (evidence[other] or words[other]):
                found[clause] = (marked(AROUND, evidence[other][0] if evidence[other] else words[other]),)
                break
    return found


def _near(clause: int, documents: NDArray[np.int32], reach: int) -> Iterator[int]:
    """The other clauses of the same text, the nearest first and of equally near ones the earlier."""
    for distance in range(1, reach + 1):
        for place in (clause - distance, clause + distance):
            if 0 <= place < len(documents) and documents[place] == documents[clause]:
                yield place
