"""Polarity of clauses and of whole texts, from the trained models and the lexicon together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from voc_cli.hashing import Hashes
from voc_cli.morphemes import NEGATION, IntArray, Lemmas, Morphemes, Spans
from voc_cli.schema import Sentiment
from voc_cli.sentiment.asking import Asked, Asking, asked
from voc_cli.sentiment.context import Borders, heard, stirred
from voc_cli.sentiment.features import Hasher, Units
from voc_cli.sentiment.lexicon import Lexicon, Opinion
from voc_cli.sentiment.network import NetworkReader
from voc_cli.sentiment.weights import DOMAIN_BITS, Meta, Weights

Floats = NDArray[np.float64]
_FILM_FROM: Final = -1.0  # logit of speaking of films from which texts are taken for films in part
_FILM_SURE: Final = 2.5  # and from which wholly: 0.2% of the seeds
# Added to the weights of these columns. On text like their own the models know what a complaint's words say; on that of
# customers they know less, and the words of the lexicon must say more. Fitted, rounded, as the ties of context.
_SAYS_MORE: Final = {"bad": 1.6, "denials": -0.5}
STEADY: Final = 4.0  # features that a unit is padded with, so that two syllables cannot shout


@dataclass(frozen=True, slots=True, eq=False)
class Scores:
    """Polarity in [-1, 1]: of clauses, shape (n_clauses,), with the words that decided; of texts, shape (n_texts,)."""

    clauses: Floats
    evidence: list[tuple[str, ...]]
    documents: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Logits:
    """What the three linear models say of units, shape (n_units,) each."""

    films: Floats  # positive against negative, from film reviews
    customers: Floats  # positive against negative, from customers' sentences
    opinion: Floats  # opinion against plain fact, from customers' sentences


@dataclass(frozen=True, slots=True, eq=False)
class Parts:
    """What a polarity is made of, so that a score can be told in numbers that add up.

    The logit of a clause is the sum of ``clauses`` by ``clause_weights``, of ``asked.logits`` and of ``neighbours``;
    that it holds an opinion the sum of ``holding`` by ``Meta.opinion``, of ``asked.holding`` and of ``stirred``; the
    logit of a text the sum of ``documents`` by ``Meta.document``. The bias is last in each.
    """

    opinions: Sequence[Sequence[Opinion]]
    clauses: Floats  # (n_clauses, len(CLAUSE_COLUMNS))
    holding: Floats  # (n_clauses, len(OPINION_COLUMNS))
    asked: Asked  # what a request or wish adds
    neighbours: Floats  # (n_clauses,): what a clause hears from those around it, see context.heard
    stirred: Floats  # (n_clauses,): see context.stirred
    documents: Floats  # (n_texts, len(DOCUMENT_COLUMNS))
    speaks: NDArray[np.bool_]  # texts with a clause
    film_share: Floats  # (n_texts,): how far a text speaks of films

    def logits(self, meta: Meta) -> Floats:
        """Logit of the polarity of each clause."""
        total: Floats = weighted(self.clauses, clause_weights(meta)) + self.asked.logits + self.neighbours
        return total

    def certainty(self, meta: Meta) -> Floats:
        """Probability that each clause holds an opinion."""
        return _sigmoid(weighted(self.holding, meta.opinion) + self.asked.holding + self.stirred)


def label(polarity: Floats, *, neutral: float) -> list[str]:
    """The sentiment of each polarity; within ``neutral`` of zero it is neutral."""
    return [
        Sentiment.NEUTRAL if abs(value) < neutral else Sentiment.POSITIVE if value > 0 else Sentiment.NEGATIVE
        for value in polarity.tolist()
    ]


def whole_texts(morphemes: Morphemes) -> Units:
    """Each text of the batch as one unit."""
    n = len(morphemes.texts)
    ends = np.array([len(text) for text in morphemes.texts], dtype=np.int32)
    numbers = np.arange(n, dtype=np.int32)
    return Units(numbers, morphemes.bounds[:-1], morphemes.bounds[1:], np.zeros(n, dtype=np.int32), ends)


def as_units(spans: Spans) -> Units:
    """Each clause as one unit."""
    return Units(spans.documents, spans.firsts, spans.lasts, spans.starts, spans.ends)


# Names of the columns, in order.
CLAUSE_COLUMNS: Final = (
    "films",
    "customers",
    "good",
    "bad",
    "no_good",
    "no_bad",
    "turned_films",
    "turned_customers",
    "denials",
)
OPINION_COLUMNS: Final = ("opinion", "strength", "denials", "customers")
_OF_TEXTS: Final = ("films", "customers", "mean", "last")
DOCUMENT_COLUMNS: Final = (*_OF_TEXTS, *(f"film_{name}" for name in _OF_TEXTS), "film_text", "network")


def clause_columns(logits: Logits, opinions: Sequence[Sequence[Opinion]], denials: Sequence[int]) -> Floats:
    """What decides the sign of a clause, shape (n_clauses, 9).

    Logits of both models; good and bad words of the lexicon; goods and bads that are negated ("빠르지 않다"); both
    logits once more where anything is denied, because the models know the word but not that it is denied; denials
    of anything else ("안 와요"), up to two.
    """
    said = [_weigh(found) for found in opinions]
    good, bad, no_good, no_bad = (
        (np.array(values) for values in zip(*said, strict=True)) if said else (np.zeros(0),) * 4
    )
    others = np.minimum(np.array(denials), 2)
    turned = (no_good + no_bad + others) > 0
    return np.column_stack(
        [
            np.where(turned, 0.0, logits.films),
            np.where(turned, 0.0, logits.customers),
            np.sqrt(good),
            -np.sqrt(bad),
            -np.sqrt(no_good),
            np.sqrt(no_bad),
            np.where(turned, logits.films, 0.0),
            np.where(turned, logits.customers, 0.0),
            others,
        ]
    )


def _weigh(opinions: Sequence[Opinion]) -> tuple[float, float, float, float]:
    """Sums of good, bad, negated good and negated bad, all positive."""
    good = bad = no_good = no_bad = 0.0
    for opinion in opinions:
        if opinion.value > 0:
            good, no_bad = (good, no_bad + opinion.value) if opinion.negated else (good + opinion.value, no_bad)
        else:
            bad, no_good = (bad, no_good - opinion.value) if opinion.negated else (bad - opinion.value, no_good)
    return good, bad, no_good, no_bad


def opinion_columns(logits: Logits, opinions: Sequence[Sequence[Opinion]], denials: Sequence[int]) -> Floats:
    """What decides whether a clause holds an opinion at all, shape (n_clauses, 4)."""
    strength = [sum(abs(opinion.value) for opinion in found) for found in opinions]
    return np.column_stack(
        [logits.opinion, np.sqrt(strength), np.minimum(np.array(denials), 2), np.abs(logits.customers)]
    )


def count_denials(words: Sequence[str], opinions: Sequence[Opinion]) -> int:
    """Negations among the lemmas of a clause that no opinion of the lexicon has taken in."""
    if NEGATION not in words:
        return 0
    taken = {place for opinion in opinions for place in opinion.places}
    taken |= {max(opinion.places) + 1 for opinion in opinions if opinion.negated}
    return sum(word == NEGATION and place not in taken for place, word in enumerate(words))


def document_columns(logits: Logits, clauses: Floats, spans: Spans, film_share: Floats, network: Floats) -> Floats:
    """What decides a text, shape (n_texts, 10).

    Logits of both linear models on the whole; mean and last of its clauses, because what comes last is what the
    customer is left with. All four stand there once more times ``film_share`` in [0, 1], and that share itself: the
    same words are to be believed otherwise where a text speaks of films. Last, the logit of the network.
    """
    n = len(logits.films)
    n_clauses = np.bincount(spans.documents, minlength=n)
    mean = np.bincount(spans.documents, clauses, minlength=n) / np.maximum(n_clauses, 1)
    last = np.zeros(n)
    speaking = np.flatnonzero(n_clauses)
    last[speaking] = clauses[(np.cumsum(n_clauses) - 1)[speaking]]
    columns = np.column_stack([logits.films, logits.customers, mean, last])
    return np.column_stack([columns, film_share[:, None] * columns, film_share, network])


def film_share(
    owner: IntArray, words: Hashes, n_texts: int, steps: NDArray[np.int8], line: tuple[float, float]
) -> Floats:
    """How far each of ``n_texts`` texts speaks of films, in [0, 1], by its content words (text numbers, hashes).

    ``steps`` and ``line`` are Weights.domain and Meta.domain.
    """
    step, intercept = line
    logits = np.bincount(owner, steps[words >> np.uint32(32 - DOMAIN_BITS)], minlength=n_texts) * step + intercept
    return np.clip((logits - _FILM_FROM) / (_FILM_SURE - _FILM_FROM), 0.0, 1.0)


def weighted(columns: Floats, weights: Sequence[float]) -> Floats:
    """Sum of the columns by ``weights``, of which the last is the bias; row by row, so that batches do not matter."""
    total: Floats = (columns * np.array(weights[:-1])).sum(axis=1) + weights[-1]
    return total


def clause_weights(meta: Meta) -> tuple[float, ...]:
    """Weights of ``clause_columns`` for the polarity of a clause, the bias last; for that of a text see Meta.clause."""
    added = [_SAYS_MORE.get(name, 0.0) for name in CLAUSE_COLUMNS]
    return tuple(weight + more for weight, more in zip(meta.clause, (*added, 0.0), strict=True))


def _sigmoid(logits: Floats) -> Floats:
    probability: Floats = 1 / (1 + np.exp(-logits))
    return probability


class SentimentScorer:
    """Scores batches of one vocabulary."""

    def __init__(self, weights: Weights, lexicon: Lexicon, hasher: Hasher) -> None:
        self._weights = weights
        self._lexicon = lexicon
        self._hasher = hasher
        self._borders = Borders()
        self._network = NetworkReader(weights.network, hasher.vocabulary)

    @property
    def weights(self) -> Weights:
        """The weights in force."""
        return self._weights

    @property
    def lexicon(self) -> Lexicon:
        """What knows the evaluative words."""
        return self._lexicon

    @property
    def hasher(self) -> Hasher:
        """What numbers the features."""
        return self._hasher

    @property
    def neutral(self) -> float:
        """Absolute polarity below which a clause is neutral."""
        return self._weights.meta.neutral

    def score(self, morphemes: Morphemes, spans: Spans, lemmas: Lemmas, asking: Asking | None = None) -> Scores:
        """Polarity of every clause and text of the batch; without ``asking`` no clause asks for anything."""
        meta, parts = self._weights.meta, self.parts(morphemes, spans, lemmas, asking)
        documents = np.where(parts.speaks, np.tanh(weighted(parts.documents, meta.document) / 2), 0.0)
        # A clause without opinion has a sign all the same; its polarity is drawn to zero.
        polarity = np.tanh(parts.logits(meta) / 2) * parts.certainty(meta)
        return Scores(polarity, [_words(found) for found in parts.opinions], documents)

    def parts(self, morphemes: Morphemes, spans: Spans, lemmas: Lemmas, asking: Asking | None = None) -> Parts:
        """What the polarities of the batch are made of."""
        meta = self._weights.meta
        words = [lemmas.of(clause) for clause in range(len(spans))]
        opinions = self._lexicon.opinions_of_all(lemmas)
        denials = [count_denials(*pair) for pair in zip(words, opinions, strict=True)]
        logits = self.logits(morphemes, as_units(spans))
        columns = clause_columns(logits, opinions, denials)
        holding = opinion_columns(logits, opinions, denials)
        clauses, holds = weighted(columns, clause_weights(meta)), weighted(holding, meta.opinion)
        nobody = np.zeros(len(spans), dtype=bool)
        adds = asked(clauses, holds, lemmas, asking or Asking(nobody, nobody))
        # A clause that says nothing must not speak to its neighbours.
        own = (clauses + adds.logits) * _sigmoid(holds + adds.holding)
        neighbours = heard(own, self._borders.ties(morphemes, spans))
        words_of_texts = self._hasher.words(morphemes)
        share = film_share(*words_of_texts, len(morphemes.texts), self._weights.domain, meta.domain)
        of_texts, by_text = self.logits(morphemes, whole_texts(morphemes)), weighted(columns, meta.clause)
        whole = document_columns(of_texts, by_text, spans, share, self._network.logits(morphemes))
        speaks = np.bincount(spans.documents, minlength=len(whole)) > 0
        return Parts(opinions, columns, holding, adds, neighbours, stirred(neighbours), whole, speaks, share)

    def logits(self, morphemes: Morphemes, units: Units) -> Logits:
        """Logits of the linear models for each unit."""
        meta = self._weights.meta
        totals = [np.zeros(len(units)) for _ in meta.bits]
        count = np.full(len(units), STEADY)
        for owner, hashes in self._hasher.features(morphemes, units):
            for model, (table, bits) in enumerate(zip(self._weights.tables, meta.bits, strict=True)):
                totals[model] += np.bincount(owner, table[hashes >> np.uint32(32 - bits)], minlength=len(units))
            count += np.bincount(owner, minlength=len(units))
        root = np.sqrt(count)
        return Logits(
            *(
                total * scale / root + intercept
                for total, scale, intercept in zip(totals, meta.scales, meta.intercepts, strict=True)
            )
        )


def _words(opinions: Sequence[Opinion]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(f"-{o.words}" if o.negated else o.words for o in opinions))
