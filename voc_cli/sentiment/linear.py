"""The linear models that ship, and how they are fitted.

Logistic regressions over hashed n-grams: on film reviews with ratings by averaged stochastic gradient descent (Bottou,
2010), on the sentences written for this package, and over content words for what a text speaks of.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import minimize
from scipy.special import expit
from sklearn.linear_model import LogisticRegression, SGDClassifier

from voc_cli.morphemes import Morphemes, Spans
from voc_cli.sentiment.features import Hasher
from voc_cli.sentiment.scorer import STEADY, whole_texts
from voc_cli.sentiment.weights import DOMAIN_BITS

FILM_BITS: Final = 24  # four million n-grams count; with fewer bits they share buckets
CUSTOMER_BITS: Final = 19
RANDOM_STATE: Final = 0
_FILM_ALPHA: Final = 5e-8
_FILM_EPOCHS: Final = 4
_RARE: Final = 3  # texts that a feature must stand in; the rest only fills the file
_RARITY: Final = 2.0  # power of the inverse document frequency: rare words tell more than particles do
_LEANING: Final = 0.5  # power of how far a feature leans to one sign, which multiplies it too
_FILM_SHARE: Final = 0.75  # of the films' logit that customers' sentences start from
_SIGN_C: Final = 10.0
_SIGN_STEPS: Final = 50  # more change nothing that the last digits do not round away
_OPINION_C: Final = 30.0
_DOMAIN_FILMS: Final = 400_000  # film reviews: with 80,000 the words of rarer films passed for those of customers
_DOMAIN_C: Final = 0.3
_LEVELS: Final = 127
_FILM_LEVELS: Final = 8  # up to the quantile below; finer steps only fill the file
Floats = NDArray[np.float64]
Signs = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Linear:
    """A linear model in steps of one byte."""

    buckets: NDArray[np.int8]
    scale: float
    intercept: float

    @classmethod
    def of(cls, coefficients: Floats, intercept: float, *, levels: int = _LEVELS) -> Linear:
        """The model with ``levels`` steps up to the largest coefficient but one in a thousand."""
        # A few buckets are extreme; clipping them keeps the steps of all the others fine.
        scale = float(np.quantile(np.abs(coefficients[coefficients != 0]), 0.999)) / levels
        buckets = np.clip(np.rint(coefficients / scale), -_LEVELS, _LEVELS).astype(np.int8)
        return cls(buckets, float(f"{scale:.6g}"), float(f"{intercept:.6g}"))

    def logits(self, matrix: sparse.csr_matrix) -> Floats:
        return np.asarray(matrix @ (self.buckets.astype(np.float32) * np.float32(self.scale)) + self.intercept)


def feature_matrix(morphemes: Morphemes, units: Spans, bits: int) -> sparse.csr_matrix:
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


def fit_films(morphemes: Morphemes, signs: Signs, weights: Floats) -> Linear:
    """The sign of film reviews."""
    model = SGDClassifier(
        loss="log_loss",
        alpha=_FILM_ALPHA,
        max_iter=_FILM_EPOCHS,
        tol=None,
        average=True,
        random_state=RANDOM_STATE,
    )
    matrix = feature_matrix(morphemes, whole_texts(morphemes), FILM_BITS)
    telling = _rarity(matrix) * _leaning(matrix, signs > 0, weights)
    # In place: the matrix of all films is the largest thing here.
    matrix.data *= telling[matrix.indices]
    model.fit(matrix, signs > 0, sample_weight=weights)
    return Linear.of(model.coef_[0] * telling, float(model.intercept_[0]), levels=_FILM_LEVELS)


def _rarity(matrix: sparse.csr_matrix) -> NDArray[np.float32]:
    """Weight in [0, 1] of each feature before it is learnt: a power of its inverse frequency (Spärck Jones, 1972).

    Ridge regression takes small features for unlikely, so this tells it to believe rare words sooner than particles.
    """
    n_texts = matrix.shape[0]
    counts = np.bincount(matrix.indices, minlength=matrix.shape[1])
    rarity = np.log((n_texts + 1) / (counts + 1)) / np.log((n_texts + 1) / (_RARE + 1))
    return np.where(counts < _RARE, 0.0, rarity**_RARITY).astype(np.float32)


def _leaning(matrix: sparse.csr_matrix, truth: NDArray[np.bool_], weights: Floats) -> NDArray[np.float32]:
    """Weight in [0, 2] of each feature before it is learnt: a power of its log-count ratio (Wang and Manning, 2012).

    The whole power (their NBSVM) believes rare features too much where there are this many texts.
    """
    of_texts = np.diff(matrix.indptr)
    counts = [
        1 + np.bincount(matrix.indices, np.repeat(np.where(side, weights, 0.0), of_texts), minlength=matrix.shape[1])
        for side in (truth, ~truth)
    ]
    good, bad = (count / count.sum() for count in counts)
    leaning: Floats = np.abs(np.log(good / bad)) ** _LEANING
    leaning *= 2 / max(float(leaning.max()), 1e-9)
    return leaning.astype(np.float32)


def fit_domain(films: Morphemes, seeds: Morphemes) -> Linear:
    """Film reviews against customers' sentences, by their content words; both sides weigh the same."""
    of_films, customers = _words(films)[:_DOMAIN_FILMS], _words(seeds)
    truth = np.arange(of_films.shape[0] + customers.shape[0]) < of_films.shape[0]
    weights = np.where(truth, 1.0, of_films.shape[0] / customers.shape[0])
    model = LogisticRegression(C=_DOMAIN_C, solver="liblinear", random_state=RANDOM_STATE, max_iter=200)
    model.fit(sparse.vstack([of_films, customers]), truth, sample_weight=weights)
    return Linear.of(model.coef_[0], float(model.intercept_[0]))


def _words(morphemes: Morphemes) -> sparse.csr_matrix:
    """Counts of hashed content words of whole texts: (n_texts, 2 ** DOMAIN_BITS)."""
    owner, hashes = Hasher(morphemes.vocabulary).words(morphemes)
    columns = (hashes >> np.uint32(32 - DOMAIN_BITS)).astype(np.int32)
    ones = np.ones(len(owner), dtype=np.float32)
    return sparse.csr_matrix((ones, (owner, columns)), shape=(len(morphemes.texts), 1 << DOMAIN_BITS))


def fit_signs(matrix: sparse.csr_matrix, signs: Signs, leans: Floats, weights: Floats) -> Linear:
    """Positive against negative beyond a share of ``leans``, the films' logits; plain facts teach nothing.

    Logistic regression with an offset: what customers' sentences do not speak of keeps what films say of it.
    """
    decided = np.flatnonzero(signs)
    features, truth, offset = matrix[decided], (signs[decided] > 0).astype(np.float64), _FILM_SHARE * leans[decided]
    turned, counts = features.T.tocsr(), _SIGN_C * weights[decided]

    def loss(values: Floats) -> tuple[float, Floats]:
        logits = features @ values[:-1] + values[-1] + offset
        wrong = counts * (expit(logits) - truth)
        misfit = counts @ np.logaddexp(0, np.where(truth > 0, -logits, logits))
        slope = np.append(turned @ wrong + values[:-1], wrong.sum())
        return float(misfit + 0.5 * values[:-1] @ values[:-1]), slope

    found = minimize(loss, np.zeros(matrix.shape[1] + 1), jac=True, method="L-BFGS-B", options={"maxiter": _SIGN_STEPS})
    return Linear.of(found.x[:-1], float(found.x[-1]))


def fit_opinions(matrix: sparse.csr_matrix, signs: Signs) -> Linear:
    """Opinion against plain fact."""
    model = LogisticRegression(C=_OPINION_C, solver="liblinear", random_state=RANDOM_STATE, max_iter=300)
    model.fit(matrix, signs != 0)
    return Linear.of(model.coef_[0], float(model.intercept_[0]))
