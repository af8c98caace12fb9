"""Fits a correction on ratings or labels, and says whether it helps texts that it has not seen.

Logistic regression on lemmas beside the shipped logit, whose own weight is fitted too; the penalty holds everything
else at zero, so that without evidence the shipped weights stay as they are. Classes weigh alike, because the mood of
an export (69% one star) is no reason to call an unclear text bad.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from voc_cli.learnt import Learning, Learnt
from voc_cli.schema import Sentiment
from voc_cli.sentiment.correction import BITS, Correction, Floats, logits_of, steadied, with_bias

MIN_ROWS: Final = 300  # texts below which nothing is learnt
MIN_EACH: Final = 50  # negative texts, and positive ones
MARGIN: Final = 0.01  # of balanced accuracy, that a correction must gain
_ABOVE_CHANCE: Final = 0.1  # of balanced accuracy: where texts and ratings do not belong together nothing is learnt
_SURE: Final = 1.64  # standard errors above which a gain is no luck (one-sided 5%)
_MOST_EACH: Final = 4_000  # texts of one sentiment; more of them cost time and change little
_STRENGTHS: Final = (0.1, 0.3, 1.0)
_MIN_TEXTS: Final = 3  # texts that a word must stand in
_FOLDS: Final = 5
_LEAST_TRUST: Final = 0.2  # in the shipped logit, of its own scale
_STEPS: Final = 100
_CLOSE: Final = 1e-6  # of the loss, that a step must gain: a correction is kept in steps far coarser
_TARGETS: Final = {Sentiment.NEGATIVE: 0.0, Sentiment.NEUTRAL: 0.5, Sentiment.POSITIVE: 1.0}
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Lesson:
    """Texts with the sentiment that somebody gave them."""

    texts: Sequence[str]  # decide which ones are taken where there are too many
    counts: sparse.csr_matrix  # lemma features of each text, (n_texts, 2 ** BITS)
    polarity: Floats  # by the shipped weights, (n_texts,)
    truth: Sequence[Sentiment]


def learn(lesson: Lesson, *, neutral: float, tokenizer: str) -> tuple[Learning, Correction | None]:
    """The correction that ``lesson`` teaches, and what became of it.

    Args:
        lesson: What to learn from; copies of one text should stand there once.
        neutral: Absolute polarity below which a text is neutral.
        tokenizer: Version of the tokenizer that made the lemmas.

    Returns:
        The record, and the correction: also where it was not accepted, but None where nothing could be learnt.
    """
    counted = {sentiment: list(lesson.truth).count(sentiment) for sentiment in _TARGETS}
    facts = {"n_rows": len(lesson.truth), "n_negative": counted[Sentiment.NEGATIVE]}
    facts |= {"n_neutral": counted[Sentiment.NEUTRAL], "n_positive": counted[Sentiment.POSITIVE]}
    fewest = min(counted[Sentiment.NEGATIVE], counted[Sentiment.POSITIVE])
    if len(lesson.truth) < MIN_ROWS or fewest < MIN_EACH:
        return Learning(Learnt.TOO_FEW, **facts), None
    # It brings a library whose threads can be limited only once it is loaded.
    import scipy.optimize  # noqa: F401
    from threadpoolctl import threadpool_limits

    task = _Task.of(_sample(lesson), neutral=neutral)
    # The vectors are too short for several threads: they would cost five times as much, and round otherwise elsewhere.
    with threadpool_limits(limits=1, user_api="blas"):
        strength, unseen = task.choose_strength()
        before, after = task.score(task.logits), task.score(unseen)
        correction = task.correction(strength, tokenizer=tokenizer, before=before, after=after)
    gains = task.is_gain(task.logits, unseen)
    status = Learnt.ACCEPTED if gains else Learnt.NO_GAIN
    return Learning(status, **facts, n_used=len(task.targets), before=before, after=after), correction


def _sample(lesson: Lesson) -> Lesson:
    """At most _MOST_EACH texts of each sentiment, the same ones whatever the order of the rows."""
    order = np.argsort([crc32(text.encode("utf-8", "surrogatepass")) for text in lesson.texts], kind="stable")
    taken: dict[Sentiment, int] = dict.fromkeys(_TARGETS, 0)
    kept = []
    for row in order.tolist():
        sentiment = lesson.truth[row]
        if taken[sentiment] < _MOST_EACH:
            taken[sentiment] += 1
            kept.append(row)
    rows = np.array(kept)
    texts, truth = ([column[row] for row in kept] for column in (lesson.texts, lesson.truth))
    return Lesson(texts, lesson.counts[rows], lesson.polarity[rows], truth)


@dataclass(frozen=True, slots=True, eq=False)
class _Task:
    """One regression problem: rows of (features, shipped logit) and targets 0, 0.5 or 1."""

    features: sparse.csr_matrix  # (n, n_columns)
    columns: NDArray[np.int64]  # bucket of each column
    polarity: Floats
    logits: Floats
    targets: Floats
    weights: Floats  # mean 1; all classes weigh alike
    neutral: float  # absolute polarity below which a text is neutral
    has_neutral: bool  # somebody said so of a text

    @classmethod
    def of(cls, lesson: Lesson, *, neutral: float) -> _Task:
        targets = np.array([_TARGETS[sentiment] for sentiment in lesson.truth])
        in_texts = np.bincount(lesson.counts.indices, minlength=lesson.counts.shape[1])
        # A word of one or two texts teaches nothing and could tell who wrote them.
        columns = np.flatnonzero(in_texts >= _MIN_TEXTS)
        classes, number, n = np.unique(targets, return_inverse=True, return_counts=True)
        weights = (len(targets) / len(classes) / n)[number]
        # Doubles, because the points that they are multiplied with are: each product would convert them anew.
        features = sparse.csr_matrix(steadied(lesson.counts)[:, columns], dtype=np.float64)
        logits = logits_of(lesson.polarity)
        return cls(features, columns, lesson.polarity, logits, targets, weights, neutral, 0.5 in classes)

    def choose_strength(self) -> tuple[float, Floats]:
        """The strength with the least cross-validated loss, and the logits of unseen texts under it."""
        unseen = np.zeros((len(_STRENGTHS), len(self.targets)))
        folds = self._folds()
        for fold in range(_FOLDS):
            seen, held = np.flatnonzero(folds != fold), np.flatnonzero(folds == fold)
            solution = None
            for place, strength in enumerate(_STRENGTHS):
                solution = self._fit(seen, strength, start=solution)
                unseen[place, held] = self._corrected(solution, held)
        losses = [float((self.weights * _loss(row, self.targets)).sum()) for row in unseen]
        best = int(np.argmin(losses))
        return _STRENGTHS[best], unseen[best]

    def _folds(self) -> NDArray[np.int64]:
        """The fold that holds each text out, every class in equal parts; the texts come in the order of a hash."""
        folds = np.zeros(len(self.targets), dtype=np.int64)
        for target in np.unique(self.targets):
            rows = np.flatnonzero(self.targets == target)
            folds[rows] = np.arange(len(rows)) % _FOLDS
        return folds

    def correction(self, strength: float, *, tokenizer: str, before: float, after: float) -> Correction:
        """The correction learnt from all rows; its shifts are on the scale of the shipped logit."""
        *weights, bias, trust = self._fit(np.arange(len(self.targets)), strength, start=None).tolist()
        buckets = np.zeros(1 << BITS)
        buckets[self.columns] = np.array(weights) / trust
        return Correction.of(
            buckets,
            tokenizer=tokenizer,
            n_rows=len(self.targets),
            strength=strength,
            before=round(before, 4),
            after=round(after, 4),
            bias=float(f"{bias / trust:.5g}"),
            neutral=self.neutral,
        )

    def score(self, logits: Floats) -> float:
        """Balanced accuracy."""
        right = self._right(logits)
        return float(np.mean([right[self.targets == target].mean() for target in np.unique(self.targets)]))

    def is_gain(self, before: Floats, after: Floats) -> bool:
        """True where balanced accuracy grows by MARGIN, by more than luck (paired by text), and to a useful one."""
        gained = self._right(after).astype(float) - self._right(before)
        parts = [gained[self.targets == target] for target in np.unique(self.targets)]
        gain = float(np.mean([part.mean() for part in parts]))
        error = float(np.sqrt(sum(part.var() / len(part) for part in parts))) / len(parts)
        return gain >= max(MARGIN, _SURE * error) and self.score(after) >= 1 / len(parts) + _ABOVE_CHANCE

    def _right(self, logits: Floats) -> Mask:
        # Without neutral labels a polarity above zero is positive and any other negative, as in evaluation.
        is_neutral = (np.abs(np.tanh(logits / 2)) < self.neutral) & self.has_neutral
        said = np.where(is_neutral, 0.5, (logits > 0).astype(float))
        found: Mask = said == self.targets
        return found

    def _corrected(self, solution: Floats, rows: NDArray[np.int64]) -> Floats:
        """Logits of ``rows`` on the scale of the shipped ones."""
        words: Floats = self.features[rows] @ solution[:-2] / solution[-1]
        bias = float(solution[-2] / solution[-1])
        return self.logits[rows] + with_bias(self.polarity[rows], words, bias, neutral=self.neutral)

    def _fit(self, rows: NDArray[np.int64], strength: float, *, start: Floats | None) -> Floats:
        """Weights of the columns, the bias, and the weight of the shipped logit."""
        features, logits, targets = self.features[rows], self.logits[rows], self.targets[rows]
        across = features.T.tocsr()
        weights = self.weights[rows] * strength
        n = features.shape[1]

        def loss(point: Floats) -> tuple[float, Floats]:
            said = features @ point[:n] + point[n] + point[n + 1] * logits
            error = weights * (_sigmoid(said) - targets)
            slope = np.concatenate([across @ error + point[:n], [error.sum(), error @ logits]])
            return float((weights * _loss(said, targets)).sum() + point[:n] @ point[:n] / 2), slope

        found = _minimum(loss, np.append(np.zeros(n + 1), 1.0) if start is None else start)
        trust = np.clip(found[-1], _LEAST_TRUST, 1.0)
        if trust == found[-1]:
            return found

        def held(point: Floats) -> tuple[float, Floats]:
            value, slope = loss(np.append(point, trust))
            return value, slope[:-1]

        # The loss is convex: the best trust allowed is the bound next to the best of all. Bounds given to the
        # optimiser would cost more than a second fit that begins here.
        return np.append(_minimum(held, found[:-1]), trust)


def _minimum(loss: Callable[[Floats], tuple[float, Floats]], start: Floats) -> Floats:
    """Where ``loss``, which gives value and slope, is least (L-BFGS: Liu and Nocedal, 1989)."""
    from scipy.optimize import minimize

    options = {"maxiter": _STEPS, "ftol": _CLOSE}
    return np.asarray(minimize(loss, start, jac=True, method="L-BFGS-B", options=options).x, dtype=np.float64)


def _sigmoid(logits: Floats) -> Floats:
    from scipy.special import expit

    return np.asarray(expit(logits))


def _loss(logits: Floats, targets: Floats) -> Floats:
    """Cross-entropy of each row."""
    found: Floats = np.logaddexp(0, logits) - targets * logits
    return found
