"""Polarity of clauses and of whole texts, from the trained models and the lexicon together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from voc_cli.hashing import Hashes
from voc_cli.morphemes import NEGATION, IntArray, Lemmas, Morphemes, Spans
from voc_cli.schema import Sentiment
from voc_cli.sentiment.asking import Asked, Asking, asked
from voc_cli.sentiment.context import Borders, heard, stirred
from voc_cli.sentiment.features import Hasher
from voc_cli.sentiment.lexicon import Lexicon, Opinion
from voc_cli.sentiment.network import OPINION, SIGN, NetworkReader
from voc_cli.sentiment.non_answers import Answer, answers_of, greetings_of
from voc_cli.sentiment.verdicts import VerdictReader, Verdicts, added
from voc_cli.sentiment.weights import DOMAIN_BITS, Weights

Floats = NDArray[np.float64]
_FILM_FROM: Final = -1.0  # logit of speaking of films from which texts are taken for films in part
_FILM_SURE: Final = 1.0  # and from which wholly
_SHOUT: Final = 6.0  # logit beyond which a clause is no louder in its text
_LAST: Final = 0.5  # of a clause that the last one counts more: it is what the customer is left with
_RATHER_FACT: Final = 0.5  # probability of an opinion below which a polarity is drawn to zero faster
_FASTER: Final = 3  # power of what the probability lacks of that
STEADY: Final = 4.0  # features that a unit is padded with, so that two syllables cannot shout


@dataclass(frozen=True, slots=True, eq=False)
class Scores:
    """Polarity in [-1, 1]: of clauses, shape (n_clauses,), with the words that decided; of texts, shape (n_texts,)."""

    clauses: Floats
    evidence: list[tuple[str, ...]]
    documents: Floats
    mute: NDArray[np.bool_]  # clauses of which no opinion may be told, (n_clauses,)


@dataclass(frozen=True, slots=True, eq=False)
class Logits:
    """What the three linear models say of units, shape (n_units,) each."""

    films: Floats  # positive against negative, from film reviews
    customers: Floats  # positive against negative, from customers' sentences
    opinion: Floats  # opinion against plain fact, from customers' sentences


@dataclass(frozen=True, slots=True, eq=False)
class Composed:
    """How clauses are judged beside each other, shape (n_clauses,) each."""

    asked: Asked  # what a request or wish adds
    told: Asked  # what marks and mockery add, see verdicts
    neighbours: Floats  # what a clause hears from those around it, see context.heard
    stirred: Floats  # see context.stirred
    logits: Floats  # of the polarity
    certainty: Floats  # probability that the clause holds an opinion

    @property
    def polarity(self) -> Floats:
        """In [-1, 1]. A clause without opinion has a sign all the same; its polarity is drawn to zero."""
        return polarity_of(self.logits, self.certainty)


@dataclass(frozen=True, slots=True, eq=False)
class Parts:
    """What a polarity is made of, so that a score can be told in numbers that add up.

    The logit of a clause is the sum of ``clauses`` by ``Meta.clause``, of the logits of ``asked`` and ``told`` and of
    ``neighbours``; that it holds an opinion the sum of ``holding`` by ``Meta.opinion``, of ``holding`` of ``asked`` and
    ``told`` and of ``stirred``; the logit of a text the sum of ``documents`` by ``Meta.document``. The bias is last in
    each. ``polarity_of`` makes a polarity of the logit and of the probability that there is an opinion.
    """

    opinions: Sequence[Sequence[Opinion]]
    clauses: Floats  # (n_clauses, len(CLAUSE_COLUMNS))
    holding: Floats  # (n_clauses, len(OPINION_COLUMNS))
    composed: Composed
    documents: Floats  # (n_texts, len(DOCUMENT_COLUMNS))
    holds: Floats  # (n_texts,): probability that a text holds an opinion; 0 without a clause
    film_share: Floats  # (n_texts,): how far a text speaks of films


def polarity_of(logits: Floats, certainty: Floats) -> Floats:
    """Hyperbolic tangent of half of the logits, times the probability that there is an opinion.

    Where it is more likely that there is none, a product alone would leave a plain fact whose words sound bad as far
    from zero as an opinion of doubtful sign: that probability tells facts from opinions better than the product does.
    """
    faster = np.minimum(1.0, certainty / _RATHER_FACT) ** _FASTER
    found: Floats = np.tanh(logits / 2) * certainty * faster
    return found + 0.0  # no minus before a zero


def label(polarity: Floats, *, neutral: float) -> list[str]:
    """The sentiment of each polarity; within ``neutral`` of zero it is neutral."""
    return [
        Sentiment.NEUTRAL if abs(value) < neutral else Sentiment.POSITIVE if value > 0 else Sentiment.NEGATIVE
        for value in polarity.tolist()
    ]


def whole_texts(morphemes: Morphemes) -> Spans:
    """Each text of the batch as one unit."""
    n = len(morphemes.texts)
    ends = np.array([len(text) for text in morphemes.texts], dtype=np.int32)
    numbers = np.arange(n, dtype=np.int32)
    return Spans(numbers, morphemes.bounds[:-1], morphemes.bounds[1:], np.zeros(n, dtype=np.int32), ends)


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
    "network",
    "aimed",
)
OPINION_COLUMNS: Final = ("opinion", "strength", "denials", "customers", "network")
DOCUMENT_COLUMNS: Final = ("clauses", "network", "film_films", "film_network", "film_text", "film_clauses", "silence")


def clause_columns(
    logits: Logits, opinions: Sequence[Sequence[Opinion]], denials: Sequence[int], network: Floats
) -> Floats:
    """What decides the sign of a clause, shape (n_clauses, 11).

    Logits of both models; good and bad words of the lexicon; goods and bads that are negated ("빠르지 않다"); both
    logits once more where anything is denied, because the models know the word but not that it is denied; denials
    of anything else ("안 와요"), up to two; the logit of the network, which hears denials itself; and whether a word
    is good (1) or bad (-1) of the very thing that the clause names ("소음이 적어요"): no model has met every thing.
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
            network,
            np.array([_aimed(found) for found in opinions], dtype=float),
        ]
    )


def _aimed(opinions: Sequence[Opinion]) -> int:
    """The sign of what is said of the thing itself, in a sense that turns with it."""
    total = sum(opinion.value for opinion in opinions if opinion.aimed)
    return (total > 0) - (total < 0)


def _weigh(opinions: Sequence[Opinion]) -> tuple[float, float, float, float]:
    """Sums of good, bad, negated good and negated bad, all positive."""
    good = bad = no_good = no_bad = 0.0
    for opinion in opinions:
        if opinion.value > 0:
            good, no_bad = (good, no_bad + opinion.value) if opinion.negated else (good + opinion.value, no_bad)
        else:
            bad, no_good = (bad, no_good - opinion.value) if opinion.negated else (bad - opinion.value, no_good)
    return good, bad, no_good, no_bad


def opinion_columns(
    logits: Logits, opinions: Sequence[Sequence[Opinion]], denials: Sequence[int], network: Floats
) -> Floats:
    """What decides whether a clause holds an opinion at all, shape (n_clauses, 5)."""
    strength = [sum(abs(opinion.value) for opinion in found) for found in opinions]
    return np.column_stack(
        [logits.opinion, np.sqrt(strength), np.minimum(np.array(denials), 2), np.abs(logits.customers), network]
    )


def compose(
    logits: Floats, holding: Floats, lemmas: Lemmas, asking: Asking, verdicts: Verdicts, ties: Floats
) -> Composed:
    """Clauses of which each was judged by itself, judged beside their neighbours and by what they ask for.

    Args:
        logits: Weighted ``clause_columns``, (n_clauses,).
        holding: Weighted ``opinion_columns``, (n_clauses,).
        lemmas: Of the clauses.
        asking: Which of them ask for something.
        verdicts: Which of them say more than their words.
        ties: See context.Borders.
    """
    adds = asked(logits, holding, lemmas, asking)
    logits, holding = logits + adds.logits, holding + adds.holding
    told = added(logits, holding, verdicts)
    logits, holding = logits + told.logits, holding + told.holding
    # A clause that says nothing must not speak to its neighbours.
    neighbours = heard(logits * _sigmoid(holding), ties)
    more = stirred(neighbours)
    return Composed(adds, told, neighbours, more, logits + neighbours, _sigmoid(holding + more))


def count_denials(words: Sequence[str], opinions: Sequence[Opinion]) -> int:
    """Negations among the lemmas of a clause that no opinion of the lexicon has taken in."""
    if NEGATION not in words:
        return 0
    taken = {place for opinion in opinions for place in opinion.places}
    taken |= {max(opinion.places) + 1 for opinion in opinions if opinion.negated}
    return sum(word == NEGATION and place not in taken for place, word in enumerate(words))


def document_columns(films: Floats, network: Floats, clauses: Composed, spans: Spans, film_share: Floats) -> Floats:
    """What decides a text, shape (n_texts, 7).

    Of customers its clauses, as far as each holds an opinion, and the network on the whole; where a text speaks of
    films, which it does to ``film_share`` in [0, 1], the films' model, the network, that share itself, and the clauses
    by a weight of their own; and the probability that the text holds no opinion.

    Args:
        films: Logits of the films' model on whole texts, (n_texts,).
        network: Logits of the network on them, (n_texts,).
        clauses: As ``compose`` judged them.
        spans: Of the clauses.
        film_share: As the function of that name gives it.
    """
    n = len(films)
    said = np.clip(clauses.logits, -_SHOUT, _SHOUT) * clauses.certainty
    n_clauses = np.bincount(spans.documents, minlength=n)
    total = np.bincount(spans.documents, said, minlength=n).astype(np.float64)
    speaking = np.flatnonzero(n_clauses)
    total[speaking] += _LAST * said[(np.cumsum(n_clauses) - 1)[speaking]]
    mean = total / (np.maximum(n_clauses, 1) + _LAST)
    other = 1 - film_share
    silence = 1 - _holds(clauses, spans, film_share)
    films, spoken, heard = film_share * films, film_share * network, film_share * mean
    return np.column_stack([other * mean, other * network, films, spoken, film_share, heard, silence])


def _holds(clauses: Composed, spans: Spans, film_share: Floats) -> Floats:
    """Probability that each text holds an opinion: that of its surest clause; who speaks of films has one."""
    found = np.zeros(len(film_share))
    first = np.flatnonzero(np.diff(spans.documents, prepend=-1))
    if len(first):
        speaking = spans.documents[first]
        silent = (1 - np.maximum.reduceat(clauses.certainty, first)) * (1 - film_share[speaking])
        found[speaking] = 1 - silent
    return found


def _untold(told: NDArray[np.bool_], spans: Spans, n_texts: int) -> Floats:
    """The share of the clauses of each text that mean what their words say: the network hears nothing but words."""
    n_clauses = np.bincount(spans.documents, minlength=n_texts)
    shares: Floats = 1 - np.bincount(spans.documents, told, minlength=n_texts) / np.maximum(n_clauses, 1)
    return shares


def _unless_mute(certainty: Floats, logits: Floats, answers: NDArray[np.int8]) -> Floats:
    """``certainty`` that there is an opinion; none where nothing is said, and no blame where trouble is denied."""
    mute = (answers == Answer.NOTHING) | ((answers == Answer.NO_TROUBLE) & (logits < 0))
    return np.where(mute, 0.0, certainty)


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
        self._verdicts = VerdictReader()
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
        parts = self.parts(morphemes, spans, lemmas, asking)
        documents = polarity_of(weighted(parts.documents, self._weights.meta.document), parts.holds)
        evidence, composed = [_words(found) for found in parts.opinions], parts.composed
        return Scores(composed.polarity, evidence, documents, composed.certainty == 0)

    def parts(self, morphemes: Morphemes, spans: Spans, lemmas: Lemmas, asking: Asking | None = None) -> Parts:
        """What the polarities of the batch are made of."""
        meta = self._weights.meta
        words = [lemmas.of(clause) for clause in range(len(spans))]
        asking = asking or Asking.nothing(len(spans))
        opinions = self._lexicon.opinions_of_all(lemmas, asking.questions, asking.requests)
        denials = [count_denials(*pair) for pair in zip(words, opinions, strict=True)]
        logits, voices = self.logits(morphemes, spans), self._network.read(morphemes, spans)
        columns = clause_columns(logits, opinions, denials, voices.clauses[:, SIGN])
        holding = opinion_columns(logits, opinions, denials, voices.clauses[:, OPINION])
        composed = compose(
            weighted(columns, meta.clause),
            weighted(holding, meta.opinion),
            lemmas,
            asking,
            self._verdicts.read(morphemes, spans, opinions),
            self._borders.ties(morphemes, spans),
        )
        share = film_share(*self._hasher.words(morphemes), len(morphemes.texts), self._weights.domain, meta.domain)
        # Who gives marks, mocks or turns a phrase says it of what was bought, however much like a film review it reads.
        told = composed.told.logits != 0
        share[spans.documents[told]] = 0.0
        films = self._films(morphemes, share > 0)
        said = answers_of(morphemes.texts)
        certainty = _unless_mute(composed.certainty, composed.logits, said[spans.documents])
        composed = replace(composed, certainty=np.where(greetings_of(morphemes.texts, spans), 0.0, certainty))
        network = voices.texts[:, SIGN] * _untold(told, spans, len(share))
        whole = document_columns(films, network, composed, spans, share)
        holds = _unless_mute(_holds(composed, spans, share), weighted(whole, meta.document), said)
        return Parts(opinions, columns, holding, composed, whole, holds, share)

    def logits(self, morphemes: Morphemes, units: Spans) -> Logits:
        """Logits of the linear models for each unit."""
        return Logits(*self._say(morphemes, units, models=range(len(self._weights.meta.bits))))

    def _films(self, morphemes: Morphemes, asked: NDArray[np.bool_]) -> Floats:
        """Logit of the films' model on the whole of each text that is ``asked`` for, and zero of the others."""
        units, found = whole_texts(morphemes), np.zeros(len(morphemes.texts))
        chosen = Spans(*(getattr(units, name)[asked] for name in Spans.__slots__))
        (found[asked],) = self._say(morphemes, chosen, models=(0,))
        return found

    def _say(self, morphemes: Morphemes, units: Spans, *, models: Sequence[int]) -> list[Floats]:
        """Logits of some of the linear models for each unit."""
        meta = self._weights.meta
        totals = [np.zeros(len(units)) for _ in models]
        count = np.full(len(units), STEADY)
        for owner, hashes in self._hasher.features(morphemes, units):
            for place, model in enumerate(models):
                table, bits = self._weights.tables[model], meta.bits[model]
                totals[place] += np.bincount(owner, table[hashes >> np.uint32(32 - bits)], minlength=len(units))
            count += np.bincount(owner, minlength=len(units))
        root = np.sqrt(count)
        return [
            total * meta.scales[model] / root + meta.intercepts[model]
            for model, total in zip(models, totals, strict=True)
        ]


def _words(opinions: Sequence[Opinion]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(f"-{o.words}" if o.negated else o.words for o in opinions))
