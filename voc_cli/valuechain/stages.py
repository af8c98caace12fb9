"""The place of each clause in the value chain, by the evidence of its words and of the text around it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import sqrt
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from voc_cli.morphemes import Lemmas
from voc_cli.patterns import REMEMBERED, Hit, Lemmatise, PatternIndex, compile_entries
from voc_cli.valuechain.model import Floats, LemmaHasher, StageModel, StageWeights
from voc_cli.valuechain.taxonomy import Aspect

PHRASE, TARGET, PREDICATE, COUNTER = "phrase", "target", "predicate", "counter"
_WEIGHTS: Final = {PHRASE: 3.0, TARGET: 2.0, PREDICATE: 1.0}
_TABLE_WEIGHT: Final = 1.5  # of the table's votes for an aspect beside the model's logits
_ENOUGH: Final = 0.7  # votes that alone name an aspect
_SURE: Final = 0.4  # share of an aspect within its stage from which the model alone names it
UNKNOWN: Final = -1
_MOST_VOTES: Final = 6.0  # more evidence than this for one stage says nothing new
# How much the other clauses of a text speak for the stage of this one: a text is mostly about one thing or two.
_CONTEXT: Final = 0.7
_CONTEXT_FLOOR: Final = 0.1
_UNHEARD: Final = -1e9  # logit of an aspect that stands in the table but not in the weights


@dataclass(frozen=True, slots=True, eq=False)
class Placement:
    """Where each clause belongs, arrays of shape (n_clauses,)."""

    stages: list[str]
    aspects: NDArray[np.int32]  # number in the taxonomy, UNKNOWN where no aspect of the stage is clear
    evidence: list[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class _Votes:
    """What the table says of one clause: score and words by aspect number."""

    scores: dict[int, float]
    words: dict[int, list[str]]
    sure: int = -1  # aspect that a phrase decides against the model, -1 for none


_SILENT: Final = _Votes({}, {})


class TableVotes:
    """Weighs phrases, targets and predicates of the taxonomy; a word that many aspects share weighs less for each."""

    def __init__(self, taxonomy: Sequence[Aspect], lemmatise: Lemmatise) -> None:
        uses: dict[str, dict[tuple[int, str], None]] = defaultdict(dict)
        for number, aspect in enumerate(taxonomy):
            for kind, entries in (
                (PHRASE, aspect.phrases),
                (TARGET, aspect.targets),
                (PREDICATE, aspect.predicates),
                (COUNTER, aspect.counter),
            ):
                for entry in entries:
                    uses[entry][number, kind] = None
        self._entries = list(uses)
        self._index = PatternIndex(compile_entries(self._entries, lemmatise))
        factors = [aspect.weight for aspect in taxonomy]
        self._weights = [
            [(number, weight * factors[number]) for number, weight in _shares(list(uses[entry]))]
            for entry in self._entries
        ]
        places = {entry: place for place, entry in enumerate(self._entries)}
        # An entry that two rows are sure of decides for neither.
        claims = [(places[entry], number) for number, aspect in enumerate(taxonomy) for entry in aspect.sure]
        n_claims = Counter(place for place, _ in claims)
        self._sure = {place: number for place, number in claims if n_claims[place] == 1}
        self._counters = [[number for number, kind in uses[entry] if kind == COUNTER] for entry in self._entries]

        self._remembered = lru_cache(maxsize=REMEMBERED)(self._of)

    def of(self, words: Sequence[str]) -> _Votes:
        """The votes on a clause of these lemmas."""
        return self._remembered(tuple(words))

    def _of(self, words: tuple[str, ...]) -> _Votes:
        hits = self._index.find(words)
        if not hits:
            return _SILENT
        scores: dict[int, float] = defaultdict(float)
        used: dict[int, set[int]] = defaultdict(set)
        names: dict[int, list[str]] = defaultdict(list)
        for weight, number, hit in self._ranked(hits):
            # One word counts once for an aspect, in its strongest role.
            if used[number].issuperset(hit.places):
                continue
            used[number].update(hit.places)
            scores[number] += weight
            names[number].append(self._entries[hit.entry])
        for hit in hits:
            for number in self._counters[hit.entry]:
                scores.pop(number, None)
        return _Votes(scores, names, self._decided(hits, scores) if self._sure else UNKNOWN)

    def _decided(self, hits: Sequence[Hit], scores: dict[int, float]) -> int:
        """The aspect of the longest phrase that decides alone and was not taken away; UNKNOWN for none."""
        sure = [
            (-len(hit.places), number)
            for hit in hits
            if (number := self._sure.get(hit.entry, UNKNOWN)) != UNKNOWN and number in scores
        ]
        return min(sure)[1] if sure else UNKNOWN

    def _ranked(self, hits: Sequence[Hit]) -> list[tuple[float, int, Hit]]:
        votes = [
            (weight * (1 + 0.25 * (len(hit.places) - 1)), number, hit)
            for hit in hits
            for number, weight in self._weights[hit.entry]
        ]
        return sorted(votes, key=lambda vote: (-vote[0], vote[1]))


def _shares(uses: Sequence[tuple[int, str]]) -> list[tuple[int, float]]:
    """(aspect, weight) of an entry, its weight divided among the aspects that share it."""
    best: dict[int, float] = {}
    for number, kind in uses:
        if kind != COUNTER:
            best[number] = max(best.get(number, 0.0), _WEIGHTS[kind])
    share = sqrt(len(best)) if best else 1.0
    return [(number, weight / share) for number, weight in best.items()]


class StageClassifier:
    """Table and model together: the model knows what the table lists by the table's votes, and more words beside."""

    def __init__(self, taxonomy: Sequence[Aspect], lemmatise: Lemmatise, weights: StageWeights) -> None:
        self.taxonomy = tuple(taxonomy)
        self._votes = TableVotes(taxonomy, lemmatise)
        self._model = StageModel(weights)
        self._hasher = LemmaHasher()
        columns = {name: column for column, name in enumerate(weights.stage_names)}
        self._stage_of = np.array([columns[aspect.stage] for aspect in taxonomy])
        # Where the aspect is unclear, the department that owns most of the stage is asked.
        owners = {stage: Counter(a.owner for a in taxonomy if a.stage == stage) for stage in weights.stage_names}
        self.owner_of = {stage: min(found, key=lambda o: (-found[o], o), default="") for stage, found in owners.items()}
        # A shorter table than the model learnt from offers fewer stages.
        self._offered = np.isin(np.arange(len(columns)), self._stage_of)
        by_name = {aspect.name: number for number, aspect in enumerate(taxonomy)}
        known = [(column, by_name[name]) for column, name in enumerate(weights.aspect_names) if name in by_name]
        self._known = np.array(known).reshape(-1, 2)

    def place(self, lemmas: Lemmas, *, leans: NDArray[np.bool_], documents: NDArray[np.int32]) -> Placement:
        """Aspect and evidence of each clause.

        Args:
            lemmas: Of the clauses of a batch.
            leans: True for a clause that may speak of what the clause before it spoke of (a request without a thing).
            documents: Number of the text of each clause; no clause leans on another text.
        """
        n = len(lemmas.bounds) - 1
        votes = [self._votes.of(lemmas.of(clause)) for clause in range(n)]
        words = self._hasher.matrix(lemmas)
        probabilities = self._model.stage_probabilities(words, stage_votes(votes, self._stage_of, len(self._offered)))
        stages = np.where(self._offered, _in_context(probabilities, documents), -1.0).argmax(axis=1)
        aspects = self._aspects(words, votes, stages)
        for clause, vote in enumerate(votes):
            if vote.sure != UNKNOWN:
                aspects[clause], stages[clause] = vote.sure, self._stage_of[vote.sure]
        for clause in range(1, n):
            if leans[clause] and not votes[clause].scores and documents[clause] == documents[clause - 1]:
                aspects[clause], stages[clause] = aspects[clause - 1], stages[clause - 1]
        names = self._model.weights.stage_names
        evidence = [tuple(vote.words.get(aspect, ())) for vote, aspect in zip(votes, aspects.tolist(), strict=True)]
        return Placement([names[stage] for stage in stages.tolist()], aspects, evidence)

    def aspects_within(self, lemmas: Lemmas, stages: Sequence[str]) -> NDArray[np.int32]:
        """The aspect of each clause within a stage that is already known; UNKNOWN where it is unclear."""
        names = self._model.weights.stage_names
        columns = np.array([names.index(stage) for stage in stages], dtype=np.int64)
        votes = [self._votes.of(lemmas.of(clause)) for clause in range(len(stages))]
        return self._aspects(self._hasher.matrix(lemmas), votes, columns)

    def _aspects(
        self, words: sparse.csr_matrix, votes: Sequence[_Votes], stages: NDArray[np.int64]
    ) -> NDArray[np.int32]:
        """The aspect of the chosen stage that table and model together favour; UNKNOWN where both are unsure."""
        logits = np.full((len(votes), len(self.taxonomy)), _UNHEARD)
        logits[:, self._known[:, 1]] = self._model.aspect_logits(words)[:, self._known[:, 0]]
        logits[self._stage_of[None, :] != stages[:, None]] = -np.inf
        logits -= logits.max(axis=1, keepdims=True)
        shares = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
        backed = np.zeros_like(shares, dtype=bool)
        for clause, vote in enumerate(votes):
            for number, score in vote.scores.items():
                # Of an aspect that the model never saw the table alone speaks.
                if logits[clause, number] < _UNHEARD / 2 and self._stage_of[number] == stages[clause]:
                    logits[clause, number] = 0.0
                logits[clause, number] += _TABLE_WEIGHT * score
                backed[clause, number] = score >= _ENOUGH
        best = logits.argmax(axis=1)
        rows = np.arange(len(best))
        sure = backed[rows, best] | (shares[rows, best] >= _SURE)
        return np.where(sure, best, UNKNOWN).astype(np.int32)


def stage_votes(votes: Sequence[_Votes], stage_of: NDArray[np.int64], n_stages: int) -> Floats:
    """The best vote for each stage, (n_clauses, n_stages); ``stage_of`` holds the stage of each aspect."""
    table = np.zeros((len(votes), n_stages))
    columns = stage_of.tolist()
    for clause, vote in enumerate(votes):
        for number, score in vote.scores.items():
            column = columns[number]
            table[clause, column] = max(table[clause, column], min(score, _MOST_VOTES))
    return table


def _in_context(probabilities: Floats, documents: NDArray[np.int32]) -> Floats:
    """Probabilities weighed by what the other clauses of the same text speak of."""
    if not len(documents):
        return probabilities
    n_clauses = np.bincount(documents)[documents]
    total = np.zeros((int(documents.max()) + 1, probabilities.shape[1]))
    np.add.at(total, documents, probabilities)
    others = (total[documents] - probabilities) / np.maximum(n_clauses - 1, 1)[:, None]
    weighed = probabilities * (others + _CONTEXT_FLOOR) ** _CONTEXT
    return np.where((n_clauses > 1)[:, None], weighed, probabilities)
