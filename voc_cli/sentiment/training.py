"""Trains the weights that ship (run by ``voc_cli.train``).

A network over morphemes (``network_training``) and three logistic regressions over hashed n-grams: one on film reviews
with ratings (NSMC raw, Park, 2016, CC0), by averaged stochastic gradient descent (Bottou, 2010), the others on the
sentences written for this package. How they and the lexicon weigh against each other is fitted on sentences and film
reviews that they did not see (stacking: Wolpert, 1992).
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Callable, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import minimize
from scipy.special import expit
from sklearn.linear_model import LogisticRegression, SGDClassifier
from sklearn.model_selection import StratifiedKFold

from voc_cli import resources
from voc_cli.morphemes import Morphemes, Spans, Tokenizer, Vocabulary, collect
from voc_cli.sentiment.features import Hasher, Units
from voc_cli.sentiment.lexicon import Opinion
from voc_cli.sentiment.network_training import Meanings, fit_network, lesson
from voc_cli.sentiment.scorer import (
    STEADY,
    Logits,
    as_units,
    clause_columns,
    document_columns,
    film_share,
    opinion_columns,
    weighted,
    whole_texts,
)
from voc_cli.sentiment.weights import DOMAIN_BITS, Meta, Weights

FILM_BITS: Final = 22
CUSTOMER_BITS: Final = 19
SEEDS: Final = "seeds.csv"
_FILM_ALPHA: Final = 1e-7
_FILM_EPOCHS: Final = 4
_RARE: Final = 3  # texts that a feature must stand in; the rest only fills the file
_RARITY: Final = 2.0  # power of the inverse document frequency: rare words tell more than particles do
_MILD_WEIGHT: Final = 0.5  # ratings of 5, 6 and 8 lean, they do not shout
_FILM_SHARE: Final = 0.75  # of the films' logit that customers' sentences start from
_SIGN_C: Final = 10.0
_SIGN_STEPS: Final = 50  # more change nothing that the last digits do not round away
_OPINION_C: Final = 30.0
_NETWORK_WEIGHT: Final = 0.75  # the seeds, which it saw, would say too much; rated reviews gained from .5 to 1
_KEPT_WEIGHT: Final = 0.2  # of a film review beside a customer's sentence where the parts of a text are weighed
_DOMAIN_FILMS: Final = 80_000  # film reviews are enough to tell their words
_DOMAIN_C: Final = 0.1
# A complaint taken for praise is lost, praise taken for a complaint is read and put aside. Of 1.3
# and 1.1, rated reviews that no reported figure uses preferred neither; 1.1 keeps plain praise praise (see the tests).
_CAUTION: Final = 1.0
_FOLDS: Final = 5
_LEVELS: Final = 127
_RANDOM_STATE: Final = 0
Floats = NDArray[np.float64]
Signs = NDArray[np.int64]
Rows = NDArray[np.int64]  # row numbers


@dataclass(frozen=True, slots=True, eq=False)
class Labelled:
    """Texts with a sign (-1, 0, 1) and a weight each."""

    texts: list[str]
    signs: Signs
    weights: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Read:
    """Tokenised texts with their clauses, and what the lexicon and negation say of each."""

    morphemes: Morphemes
    spans: Spans
    opinions: Sequence[Sequence[Opinion]]
    denials: Sequence[int]  # see scorer.count_denials


def read_seeds() -> Labelled:
    """The sentences that ship with the package."""
    rows = list(csv.DictReader(io.StringIO(resources.read_text(SEEDS))))
    signs = np.array([{"neg": -1, "neu": 0, "pos": 1}[row["polarity"]] for row in rows])
    return Labelled([row["text"] for row in rows], signs, np.ones(len(rows)))


def read_films(path: Path) -> Labelled:
    """Film reviews labelled by rating (to 6 negative, from 8 positive).

    Those that are kept for judging or for weighing the parts are left out.
    """
    data = _rated(path)
    data = data[~data["text"].map(is_for_weighing) & (data["rating"] != 7)]
    rating = data["rating"].to_numpy()
    weights = np.where((rating >= 5) & (rating <= 8), _MILD_WEIGHT, 1.0)
    positive = rating >= 8
    weights[positive] *= weights[~positive].sum() / weights[positive].sum()
    return Labelled(data["text"].tolist(), np.where(positive, 1, -1), weights)


def read_kept_films(path: Path) -> Labelled:
    """Film reviews that the films' model does not see, with clear ratings (to 4 negative, from 9 positive).

    Both signs weigh the same.
    """
    data = _rated(path)
    data = data[data["text"].map(is_for_weighing) & ~data["rating"].between(5, 8)]
    positive = data["rating"].to_numpy() >= 9
    weights = np.where(positive, len(positive) / (2 * positive.sum()), len(positive) / (2 * (~positive).sum()))
    return Labelled(data["text"].tolist(), np.where(positive, 1, -1), _KEPT_WEIGHT * weights)


def _rated(path: Path) -> pd.DataFrame:
    """Every text once, without the part that is kept for judging."""
    data = pd.read_csv(path, keep_default_na=False, low_memory=False).drop_duplicates("text")
    return data[data["text"].str.strip().ne("") & ~data["text"].map(is_held_out)]


def is_held_out(text: str) -> bool:
    """True for one text in 14, by its SHA-1: the part of NSMC that no training may see."""
    return _digest(text) % 14 == 0


def is_for_weighing(text: str) -> bool:
    """True for one text in 112 of those that are not held out: on them the parts of a text are weighed."""
    return _digest(text) % 112 == 1


def _digest(text: str) -> int:
    return int(hashlib.sha1(text.encode()).hexdigest(), 16)


def train(
    films: Labelled,
    seeds: Labelled,
    read: Read,
    kept: Labelled,
    read_kept: Read,
    *,
    tokenizer: Tokenizer,
    meanings: Meanings,
) -> Weights:
    """The weights; ``read`` and ``read_kept`` hold the seeds and the kept film reviews as the road reads them."""
    of_films = collect(films.texts, tokenizer, Vocabulary())
    network = fit_network(
        lesson(of_films, films.signs, films.weights, head=0),
        lesson(read.morphemes, seeds.signs, seeds.weights, head=1),
        meanings,
    )
    film_model, domain = _fit_films(films, of_films), fit_domain(_words(of_films)[:_DOMAIN_FILMS], read.morphemes)
    whole, parts = whole_texts(read.morphemes), as_units(read.spans)
    of_whole, of_parts = (_matrix(read.morphemes, units, CUSTOMER_BITS) for units in (whole, parts))
    seen_whole, seen_parts = (film_model.logits(_matrix(read.morphemes, units, FILM_BITS)) for units in (whole, parts))
    signs = seeds.signs
    everything = np.arange(len(signs))

    def fit_signs(rows: Rows) -> _Linear:
        return _fit_signs(of_whole[rows], signs[rows], _FILM_SHARE * seen_whole[rows])

    def fit_opinions(rows: Rows) -> _Linear:
        return _fit_opinions(of_whole[rows], signs[rows])

    sign_whole, sign_parts = _unseen(of_whole, of_parts, read.spans, signs, fit_signs)
    held_whole, held_parts = _unseen(of_whole, of_parts, read.spans, signs, fit_opinions)
    # A seed of one clause says what its clause says; longer ones teach how clauses make a text.
    alone = np.bincount(read.spans.documents, minlength=len(signs))[read.spans.documents] == 1
    of_clause = signs[read.spans.documents]
    logits = Logits(seen_parts, sign_parts, held_parts)
    columns = clause_columns(logits, read.opinions, read.denials)
    clause = _stack(columns[alone], of_clause[alone])
    clauses = weighted(columns, clause)
    holding = opinion_columns(logits, read.opinions, read.denials)
    opinion = _stack_opinions(holding[alone], of_clause[alone])
    models = (film_model, fit_signs(everything), fit_opinions(everything))
    seen = Logits(seen_whole, sign_whole, held_whole)
    texts = document_columns(seen, clauses, read.spans, _film_share(read.morphemes, domain), np.zeros(len(signs)))
    document = _stack_documents(texts, seeds, _columns_of_kept(read_kept, models, clause, domain), kept)
    polarity = np.tanh(clauses / 2) / (1 + np.exp(-weighted(holding, opinion)))
    meta = Meta(
        bits=(FILM_BITS, CUSTOMER_BITS, CUSTOMER_BITS),
        scales=tuple(model.scale for model in models),
        intercepts=tuple(model.intercept for model in models),
        clause=clause,
        opinion=opinion,
        document=document,
        neutral=_neutral(polarity[alone], of_clause[alone]),
        domain=(domain.scale, domain.intercept),
        network=astuple(network.shape),
        trained_on=f"NSMC raw {len(films.texts)}, sentences {len(seeds.texts)}; {tokenizer.version}",
    )
    return Weights(meta, tuple(model.buckets for model in models), domain.buckets, network)


@dataclass(frozen=True, slots=True, eq=False)
class _Linear:
    """A linear model in steps of one byte."""

    buckets: NDArray[np.int8]
    scale: float
    intercept: float

    @classmethod
    def of(cls, coefficients: Floats, intercept: float) -> _Linear:
        # A few buckets are extreme; clipping them keeps the steps of all the others fine.
        scale = float(np.quantile(np.abs(coefficients[coefficients != 0]), 0.999)) / _LEVELS
        buckets = np.clip(np.rint(coefficients / scale), -_LEVELS, _LEVELS).astype(np.int8)
        return cls(buckets, float(f"{scale:.6g}"), float(f"{intercept:.6g}"))

    def logits(self, matrix: sparse.csr_matrix) -> Floats:
        return np.asarray(matrix @ (self.buckets.astype(np.float32) * np.float32(self.scale)) + self.intercept)


def _matrix(morphemes: Morphemes, units: Units, bits: int) -> sparse.csr_matrix:
    """Hashed n-grams of units, each row divided by the root of its length: (n_units, 2 ** bits)."""
    n = len(units)
    rows, columns = [], []
    for owner, hashes in Hasher(morphemes.vocabulary).features(morphemes, units):
        rows.append(owner)
        columns.append((hashes >> np.uint32(32 - bits)).astype(np.int32))
    row, column = np.concatenate(rows), np.concatenate(columns)
    counts = np.bincount(row, minlength=n)
    values = np.repeat((1 / np.sqrt(counts + STEADY)).astype(np.float32), counts)
    starts = np.concatenate([[0], np.cumsum(counts)])
    return sparse.csr_matrix((values, column[np.argsort(row, kind="stable")], starts), shape=(n, 1 << bits))


def _fit_films(films: Labelled, morphemes: Morphemes) -> _Linear:
    """The sign of film reviews."""
    model = SGDClassifier(
        loss="log_loss",
        alpha=_FILM_ALPHA,
        max_iter=_FILM_EPOCHS,
        tol=None,
        average=True,
        random_state=_RANDOM_STATE,
    )
    matrix = _matrix(morphemes, whole_texts(morphemes), FILM_BITS)
    rarity = _rarity(matrix)
    # In place: the matrix of all films is the largest thing here.
    matrix.data *= rarity[matrix.indices]
    model.fit(matrix, films.signs > 0, sample_weight=films.weights)
    return _Linear.of(model.coef_[0] * rarity, float(model.intercept_[0]))


def _rarity(matrix: sparse.csr_matrix) -> NDArray[np.float32]:
    """Weight in [0, 1] of each feature before it is learnt: a power of its inverse frequency (Spärck Jones, 1972).

    Ridge regression takes small features for unlikely, so this tells it to believe rare words sooner than particles.
    """
    n_texts = matrix.shape[0]
    counts = np.bincount(matrix.indices, minlength=matrix.shape[1])
    rarity = np.log((n_texts + 1) / (counts + 1)) / np.log((n_texts + 1) / (_RARE + 1))
    return np.where(counts < _RARE, 0.0, rarity**_RARITY).astype(np.float32)


def fit_domain(films: sparse.csr_matrix, seeds: Morphemes) -> _Linear:
    """Film reviews against customers' sentences, by their content words; both sides weigh the same."""
    customers = _words(seeds)
    truth = np.arange(films.shape[0] + customers.shape[0]) < films.shape[0]
    weights = np.where(truth, 1.0, films.shape[0] / customers.shape[0])
    model = LogisticRegression(C=_DOMAIN_C, solver="liblinear", random_state=_RANDOM_STATE, max_iter=200)
    model.fit(sparse.vstack([films, customers]), truth, sample_weight=weights)
    return _Linear.of(model.coef_[0], float(model.intercept_[0]))


def _words(morphemes: Morphemes) -> sparse.csr_matrix:
    """Counts of hashed content words of whole texts: (n_texts, 2 ** DOMAIN_BITS)."""
    owner, hashes = Hasher(morphemes.vocabulary).words(morphemes)
    columns = (hashes >> np.uint32(32 - DOMAIN_BITS)).astype(np.int32)
    ones = np.ones(len(owner), dtype=np.float32)
    return sparse.csr_matrix((ones, (owner, columns)), shape=(len(morphemes.texts), 1 << DOMAIN_BITS))


def _fit_signs(matrix: sparse.csr_matrix, signs: Signs, leans: Floats) -> _Linear:
    """Positive against negative beyond ``leans``, the logits that the films already give; plain facts teach nothing.

    Logistic regression with an offset: what customers' sentences do not speak of keeps what films say of it.
    """
    decided = np.flatnonzero(signs)
    features, truth, offset = matrix[decided], (signs[decided] > 0).astype(np.float64), leans[decided]
    turned = features.T.tocsr()

    def loss(weights: Floats) -> tuple[float, Floats]:
        logits = features @ weights[:-1] + weights[-1] + offset
        wrong = expit(logits) - truth
        misfit = np.logaddexp(0, np.where(truth > 0, -logits, logits)).sum()
        slope = np.append(_SIGN_C * (turned @ wrong) + weights[:-1], _SIGN_C * wrong.sum())
        return float(_SIGN_C * misfit + 0.5 * weights[:-1] @ weights[:-1]), slope

    found = minimize(loss, np.zeros(matrix.shape[1] + 1), jac=True, method="L-BFGS-B", options={"maxiter": _SIGN_STEPS})
    return _Linear.of(found.x[:-1], float(found.x[-1]))


def _fit_opinions(matrix: sparse.csr_matrix, signs: Signs) -> _Linear:
    """Opinion against plain fact."""
    model = LogisticRegression(C=_OPINION_C, solver="liblinear", random_state=_RANDOM_STATE, max_iter=300)
    model.fit(matrix, signs != 0)
    return _Linear.of(model.coef_[0], float(model.intercept_[0]))


def _unseen(
    of_whole: sparse.csr_matrix,
    of_parts: sparse.csr_matrix,
    spans: Spans,
    signs: Signs,
    fit: Callable[[Rows], _Linear],
) -> tuple[Floats, Floats]:
    """Logits of each text and of each clause by a model that did not see its text."""
    whole, parts = np.zeros(of_whole.shape[0]), np.zeros(of_parts.shape[0])
    folds = StratifiedKFold(_FOLDS, shuffle=True, random_state=_RANDOM_STATE)
    for seen, unseen in folds.split(signs, signs):
        model = fit(seen)
        whole[unseen] = model.logits(of_whole[unseen])
        here = np.isin(spans.documents, unseen)
        parts[here] = model.logits(of_parts[here])
    return whole, parts


def _stack(columns: Floats, signs: Signs) -> tuple[float, ...]:
    """Weights of the columns for the sign, the bias last."""
    decided = signs != 0
    model = LogisticRegression(C=10.0, class_weight={False: _CAUTION, True: 1.0}, max_iter=1000)
    model.fit(columns[decided], signs[decided] > 0)
    return _rounded(np.append(model.coef_[0], model.intercept_[0]))


def _stack_documents(columns: Floats, seeds: Labelled, of_kept: Floats, kept: Labelled) -> tuple[float, ...]:
    """Weights of the columns for the sign of a text, from customers' sentences and film reviews; the bias last."""
    decided = seeds.signs != 0
    model = LogisticRegression(C=10.0, max_iter=5000)
    model.fit(
        np.concatenate([columns[decided], of_kept])[:, :-1],
        np.concatenate([seeds.signs[decided], kept.signs]) > 0,
        sample_weight=np.concatenate([seeds.weights[decided], kept.weights]),
    )
    return _rounded(np.concatenate([model.coef_[0], [_NETWORK_WEIGHT], model.intercept_]))


def _columns_of_kept(
    read: Read,
    models: tuple[_Linear, _Linear, _Linear],
    clause: Sequence[float],
    domain: _Linear,
) -> Floats:
    """Columns of film reviews that no model saw, as the scorer will make them."""
    bits = (FILM_BITS, CUSTOMER_BITS, CUSTOMER_BITS)
    whole, parts = (
        Logits(*(model.logits(_matrix(read.morphemes, units, b)) for model, b in zip(models, bits, strict=True)))
        for units in (whole_texts(read.morphemes), as_units(read.spans))
    )
    clauses = weighted(clause_columns(parts, read.opinions, read.denials), clause)
    share = _film_share(read.morphemes, domain)
    return document_columns(whole, clauses, read.spans, share, np.zeros(len(share)))


def _film_share(morphemes: Morphemes, domain: _Linear) -> Floats:
    words = Hasher(morphemes.vocabulary).words(morphemes)
    return film_share(*words, len(morphemes.texts), domain.buckets, (domain.scale, domain.intercept))


def _stack_opinions(columns: Floats, signs: Signs) -> tuple[float, ...]:
    """Weights of the columns for holding an opinion, the bias last."""
    model = LogisticRegression(C=10.0, max_iter=1000).fit(columns, signs != 0)
    return _rounded(np.append(model.coef_[0], model.intercept_[0]))


def _neutral(polarity: Floats, signs: Signs) -> float:
    """How far from zero a clause must be to hold an opinion."""
    limits = np.arange(0.02, 0.8, 0.01)
    gains = []
    for limit in limits:
        said = np.where(np.abs(polarity) < limit, 0, np.sign(polarity))
        right = [float((said[signs == sign] == sign).mean()) for sign in (-1, 0, 1)]
        # Opinions are more frequent than plain facts in real text, so they weigh more.
        gains.append(3 * right[0] + right[1] + 3 * right[2])
    return float(f"{limits[int(np.argmax(gains))]:.2f}")


def _rounded(weights: Floats) -> tuple[float, ...]:
    return tuple(float(f"{weight:.5g}") for weight in weights)
