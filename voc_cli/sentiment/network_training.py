"""Trains the network of ``network``: first on film reviews, then on some of them and customers' sentences in turn.

Plain numpy: cross entropy, Adam (Kingma and Ba, 2015), dropout (Srivastava et al., 2014) on the pooled answers and on
the learnt vectors, so that meanings must do where a word is new. Linear algebra is held to one thread, because sums in
another order would end in other bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from voc_cli.morphemes import Morphemes
from voc_cli.sentiment.network import (
    LARGEST,
    Floats,
    Network,
    Singles,
    key_of,
    lemma_key,
)

FILTERS: Final = 64
DIMENSIONS: Final = 32
FREQUENT: Final = 20  # occurrences in film reviews from which a morpheme has a vector of its own
N_MEANINGS: Final = 20_000
FILMS, CUSTOMERS, OPINION = range(3)  # heads while it learns
_FILM_EPOCHS: Final = 3
_TUNE_EPOCHS: Final = 3
_TUNINGS: Final = 6
_TUNE_FILMS: Final = 20_000  # film reviews that keep the network from forgetting while it learns of customers
_OPINION_WEIGHT: Final = 0.5  # that an opinion is held, beside which one
_FILM_RATE: Final = 2e-3
_TUNE_RATE: Final = 1.5e-3
_BATCH: Final = 1024
_DECAY: Final = 1e-5
_KEEP: Final = 0.7  # share of pooled answers that a step sees
_KEEP_WORDS: Final = 0.8  # and of learnt vectors
_MOMENTS: Final = (0.9, 0.999)
_SEED: Final = 0
Rows = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Meanings:
    """Lemmas ("배송/N"), the most useful first, and a vector of each in steps of one byte."""

    words: tuple[str, ...]
    values: NDArray[np.int8]


@dataclass(frozen=True, slots=True, eq=False)
class Lesson:
    """Texts to learn from: their morphemes, 1 for positive, and how much each weighs; for one head."""

    morphemes: Morphemes
    truth: Singles
    weights: Singles
    rows: Rows  # the texts that are used
    head: int


def lesson(morphemes: Morphemes, signs: NDArray[np.int64], weights: Floats, head: int) -> Lesson:
    """Good (above 0) against bad, of the texts that have a sign; for the head of films or of customers."""
    truth = (signs > 0).astype(np.float32)
    return Lesson(morphemes, truth, weights.astype(np.float32), np.flatnonzero(signs), head)


def opinions(taught: Lesson, signs: NDArray[np.int64], rows: Rows) -> Lesson:
    """Opinion against plain fact (0), of some of the same texts."""
    # Plain facts are few, and are to be heard.
    weights = np.where(signs == 0, 2.0, 1.0).astype(np.float32) * _OPINION_WEIGHT
    truth = (signs != 0).astype(np.float32)
    return replace(taught, truth=truth, weights=weights, rows=rows, head=OPINION)


def pretrain(films: Lesson, customers: Morphemes, meanings: Meanings) -> Learner:
    """What film reviews teach; ``customers`` only names the words that there are to learn later."""
    with threadpool_limits(1):
        order = np.random.default_rng(_SEED).permutation(films.rows)
        learner = Learner(_Table.of(films.morphemes, customers, meanings), replace(films, rows=order[:_TUNE_FILMS]))
        learner.learn([replace(films, rows=order)], epochs=_FILM_EPOCHS, rate=_FILM_RATE)
        return learner


def tune(learner: Learner, customers: Sequence[Lesson]) -> Network:
    """The network after customers' sentences; ``learner`` stays as it was, to be tuned on others.

    Their signs shape the filters and the vectors through a head of their own, which is then dropped: they are too few
    and too alike to say how the answers of the filters weigh. The order in which they come decides much of what is
    learnt of so few, so the weights of several orders are averaged (Wortsman et al., 2022: model soups).
    """
    with threadpool_limits(1):
        return Learner.mean([_tuned(learner, customers, seed) for seed in range(_TUNINGS)]).network()


def _tuned(learner: Learner, customers: Sequence[Lesson], seed: int) -> Learner:
    tuned = learner.copy()
    tuned.heads[CUSTOMERS] = tuned.heads[FILMS]
    tuned.learn([learner.films, *customers], epochs=_TUNE_EPOCHS, rate=_TUNE_RATE, seed=seed)
    return tuned


@dataclass(frozen=True, slots=True, eq=False)
class _Table:
    """Which rows of the vectors each morpheme has; row 0 of both tables is empty."""

    known: list[int]  # keys of learnt vectors, ascending; row i + 1
    meant: list[int]
    meaning: NDArray[np.int8]  # (1 + n_meant, dimensions)

    @classmethod
    def of(cls, films: Morphemes, customers: Morphemes, meanings: Meanings) -> _Table:
        pairs = films.vocabulary.pairs
        counts = np.bincount(films.ids, minlength=len(pairs))
        frequent = [pairs[number] for number in np.flatnonzero(counts >= FREQUENT)]
        written = [customers.vocabulary.pairs[number] for number in np.unique(customers.ids)]
        known = {key_of(*pair) for pair in (*frequent, *written)}
        known |= {key_of("", tag) for _, tag in (*pairs, *written)}
        words = [word.rpartition("/")[::2] for word in meanings.words[:N_MEANINGS]]
        tags = {"N": "NNG", "V": "VV", "M": "MAG"}
        keys = [lemma_key(form, tags.get(kind, "")) for form, kind in words]
        meant, places = np.unique(np.array(keys, dtype=np.uint32), return_index=True)
        empty = np.zeros((1, meanings.values.shape[1]), dtype=np.int8)
        return cls(sorted(known), meant.tolist(), np.vstack([empty, meanings.values[places]]))

    def rows(self, morphemes: Morphemes) -> NDArray[np.int64]:
        """Rows of learnt vector and meaning of each morpheme of a vocabulary, (n_morphemes, 2)."""
        known = {key: row + 1 for row, key in enumerate(self.known)}
        meant = {key: row + 1 for row, key in enumerate(self.meant)}
        return np.array(
            [
                (known.get(key_of(form, tag)) or known.get(key_of("", tag), 0), meant.get(lemma_key(form, tag), 0))
                for form, tag in morphemes.vocabulary.pairs
            ],
            dtype=np.int64,
        ).reshape(-1, 2)


@dataclass(frozen=True, slots=True, eq=False)
class _Batch:
    """Morphemes of some texts, an empty one behind each text: rows of their vectors, and where each text begins."""

    learnt: Rows
    meaning: Rows
    owner: Rows
    starts: Rows
    is_gap: NDArray[np.bool_]
    root: Singles  # (n_texts, 1), what the sums of answers are divided by

    @classmethod
    def of(cls, morphemes: Morphemes, vectors: NDArray[np.int64], texts: Rows) -> _Batch:
        first = morphemes.bounds[texts].astype(np.int64)
        lengths = morphemes.bounds[texts + 1] - first
        owner = np.repeat(np.arange(len(texts)), lengths + 1)
        starts = np.cumsum(lengths + 1) - (lengths + 1)
        place = np.arange(len(owner)) - starts[owner]
        is_gap = place == lengths[owner]
        found = np.zeros((len(owner), 2), dtype=np.int64)
        found[~is_gap] = vectors[morphemes.ids[(first[owner] + place)[~is_gap]]]
        root = np.sqrt(np.maximum(lengths, 1) + 1).astype(np.float32)[:, None]
        return cls(found[:, 0], found[:, 1], owner, starts, is_gap, root)


class Learner:
    """Weights while they are learnt; ``films`` are reviews that keep it from forgetting."""

    def __init__(self, table: _Table, films: Lesson) -> None:
        random, self._table, self.films = np.random.default_rng(_SEED), table, films
        self._meaning = table.meaning.astype(np.float32) / 127
        width = self._meaning.shape[1] + DIMENSIONS
        self._weights: dict[str, Singles] = {
            "learnt": random.normal(0, 0.1, (len(table.known) + 1, DIMENSIONS)).astype(np.float32),
            "kernel": random.normal(0, 0.8 / np.sqrt(width), (width, 3 * FILTERS)).astype(np.float32),
            "bias": np.zeros(FILTERS, dtype=np.float32),
            "heads": np.tile(np.append(random.normal(0, 0.05, 2 * FILTERS), 0), (3, 1)).astype(np.float32),
        }
        self._weights["learnt"][0] = 0
        self._moments = {name: (np.zeros_like(v), np.zeros_like(v)) for name, v in self._weights.items()}
        self._n_steps = 0

    @property
    def heads(self) -> Singles:
        """Weights of the heads, (3, 2 * FILTERS + 1)."""
        return self._weights["heads"]

    def copy(self) -> Learner:
        """Another one that goes on from here."""
        other = copy(self)
        other._weights = {name: value.copy() for name, value in self._weights.items()}
        other._moments = {name: (first.copy(), second.copy()) for name, (first, second) in self._moments.items()}
        return other

    @staticmethod
    def mean(learners: Sequence[Learner]) -> Learner:
        """One whose weights are the mean of theirs; they went on from the same learner."""
        blended = learners[0].copy()
        for name, value in blended._weights.items():
            value[:] = np.mean([learner._weights[name] for learner in learners], axis=0)
        return blended

    def learn(self, lessons: Sequence[Lesson], *, epochs: int, rate: float, seed: int = _SEED) -> None:
        """Walk over all lessons, a step of each in turn; the rate falls to a twentieth."""
        random = np.random.default_rng(seed)
        vectors = [self._table.rows(taught.morphemes) for taught in lessons]
        n_batches = max(1, sum(len(taught.rows) for taught in lessons) // _BATCH)
        for step in range(epochs * n_batches):
            if step % n_batches == 0:
                orders = [np.array_split(random.permutation(taught.rows), n_batches) for taught in lessons]
            falling = rate * (1 - 0.95 * step / (epochs * n_batches))
            for taught, found, order in zip(lessons, vectors, orders, strict=True):
                texts = order[step % n_batches]
                if len(texts):
                    batch = _Batch.of(taught.morphemes, found, texts)
                    self._step(batch, taught.truth[texts], taught.weights[texts], taught.head, falling, random)

    def _step(
        self, batch: _Batch, truth: Singles, weights: Singles, head: int, rate: float, random: np.random.Generator
    ) -> None:
        heard = (random.random((len(truth), 2 * FILTERS), dtype=np.float32) < _KEEP).astype(np.float32) / _KEEP
        seen = (random.random((len(batch.owner), 1), dtype=np.float32) < _KEEP_WORDS).astype(np.float32)
        kernel, line = self._weights["kernel"], self._weights["heads"][head]
        width = self._meaning.shape[1]
        vectors = np.hstack([self._meaning[batch.meaning], self._weights["learnt"][batch.learnt] * seen])
        answers = _convolve(vectors @ kernel, self._weights["bias"], batch.is_gap)
        largest = np.maximum.reduceat(answers, batch.starts, axis=0)
        pooled = np.hstack([largest, np.add.reduceat(answers, batch.starts, axis=0) / batch.root]) * heard
        wrong = ((1 / (1 + np.exp(-(pooled @ line[:-1] + line[-1]))) - truth) * weights / len(truth)).astype(np.float32)
        slope = np.outer(wrong, line[:-1]) * heard
        back = slope[batch.owner, :FILTERS] * (answers == largest[batch.owner])
        back += (slope[:, FILTERS:] / batch.root)[batch.owner]
        back *= answers > 0
        heads = np.zeros_like(self._weights["heads"])
        heads[head] = np.append(wrong @ pooled, wrong.sum())
        spread = _spread(back)
        to_learnt = (spread @ kernel[width:].T) * seen
        self._n_steps += 1
        self._move("heads", heads, rate)
        self._move("bias", back.sum(axis=0), rate)
        self._move("kernel", vectors.T @ spread, rate)
        order = np.argsort(batch.learnt, kind="stable")
        rows, first = np.unique(batch.learnt[order], return_index=True)
        known = rows > 0
        self._move("learnt", np.add.reduceat(to_learnt[order], first, axis=0)[known], rate, rows[known])

    def _move(self, name: str, slope: Singles, rate: float, rows: Rows | None = None) -> None:
        """One step of Adam, on some rows only where they are given."""
        chosen = slice(None) if rows is None else rows
        value, (first, second), (fast, slow) = self._weights[name], self._moments[name], _MOMENTS
        slope = slope + _DECAY * value[chosen]
        first[chosen] = fast * first[chosen] + (1 - fast) * slope
        second[chosen] = slow * second[chosen] + (1 - slow) * slope * slope
        even = np.sqrt(second[chosen] / (1 - slow**self._n_steps)) + 1e-8
        value[chosen] -= np.float32(rate) * (first[chosen] / (1 - fast**self._n_steps)) / even

    def network(self) -> Network:
        """The weights in whole numbers."""
        learnt, kernel, width = self._weights["learnt"][1:], self._weights["kernel"], self._meaning.shape[1]
        step = max(float(np.quantile(np.abs(learnt), 0.9995)), 1e-6) / 127
        # What a step of a vector is worth goes into the kernel, so that both vectors are whole numbers.
        scaled = np.vstack([kernel[:width] / 127, kernel[width:] * step])
        unit = float(np.abs(scaled).max()) / LARGEST
        heads = self._weights["heads"][[FILMS, OPINION]]
        heads[:, :-1] *= unit
        return Network(
            known=np.array(self._table.known, dtype=np.uint32),
            learnt=np.clip(np.rint(learnt / step), -127, 127).astype(np.int8),
            meant=np.array(self._table.meant, dtype=np.uint32),
            meaning=self._table.meaning[1:],
            kernel=np.rint(scaled / unit).astype(np.int16),
            bias=np.rint(self._weights["bias"] / unit).astype(np.int32),
            heads=heads,
        )


def _convolve(projected: Singles, bias: Singles, is_gap: NDArray[np.bool_]) -> Singles:
    """Answers of the filters, none below zero, none in the gaps between texts."""
    answers: Singles = projected[:, FILTERS : 2 * FILTERS] + bias
    answers[1:] += projected[:-1, :FILTERS]
    answers[:-1] += projected[1:, 2 * FILTERS :]
    np.maximum(answers, 0, out=answers)
    answers[is_gap] = 0
    return answers


def _spread(back: Singles) -> Singles:
    """Slopes of answers as slopes of what each morpheme gave to itself and to both neighbours."""
    spread = np.zeros((len(back), 3 * FILTERS), dtype=np.float32)
    spread[:-1, :FILTERS] = back[1:]
    spread[:, FILTERS : 2 * FILTERS] = back
    spread[1:, 2 * FILTERS :] = back[:-1]
    return spread
