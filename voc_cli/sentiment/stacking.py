"""How models and lexicon weigh against each other: fitted on texts that no model saw (stacking: Wolpert, 1992).

What is held out goes by group, not by sentence: customers write of things that our sentences never named, so a model
is believed as far as it knows sentences about other things.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedGroupKFold

from voc_cli.sentiment.context import Borders
from voc_cli.sentiment.labelled import Labelled, Read, Written
from voc_cli.sentiment.linear import (
    CUSTOMER_BITS,
    FILM_BITS,
    RANDOM_STATE,
    Floats,
    Linear,
    Signs,
    feature_matrix,
    fit_opinions,
    fit_signs,
)
from voc_cli.sentiment.network import OPINION, SIGN, Network, NetworkReader, Voices
from voc_cli.sentiment.network_training import CUSTOMERS, Learner, lesson, opinions, tune
from voc_cli.sentiment.scorer import (
    CLAUSE_COLUMNS,
    Composed,
    Logits,
    clause_columns,
    compose,
    document_columns,
    opinion_columns,
    weighted,
    whole_texts,
)
from voc_cli.sentiment.verdicts import VerdictReader

_FOLDS: Final = 5
_EVENED_FROM: Final = 5.0  # texts that praise and blame of a group are taken to have more than they have
_KEPT_WEIGHT: Final = 0.2  # of a film review beside a customer's text where the parts of a text are weighed
# Added to the weights of these columns. On text like their own the models know what a complaint's words say; on that of
# customers they know less, and the words of the lexicon must say more. Fitted, rounded, as the ties of context.
_SAYS_MORE: Final = {"bad": 1.6, "no_good": 0.8, "denials": -0.5, "aimed": 1.5}
# Weights that texts which were written, or speak of films, cannot teach; chosen on the even rows of reviews of apps,
# shops and a bank; most of the odd halves gained too. Of the clauses of a text that is taken for one on films: few
# words ("빠르고 정확해요") are all that it is taken by. Of the probability that a text says nothing: who complains says
# so.
_FILM_CLAUSES: Final = 0.3
_CONTENT: Final = 1.0
# How far from zero a clause must be to hold an opinion. By the seeds anything from 0.03 to 0.07 is best, another one
# after each training; by the even half of the labelled units 0.03 was never worse.
_NEUTRAL: Final = 0.03
Rows = NDArray[np.int64]  # row numbers


@dataclass(frozen=True, slots=True, eq=False)
class Models:
    """Everything that is learnt of words."""

    films: Linear
    signs: Linear
    opinions: Linear
    network: Network


@dataclass(frozen=True, slots=True, eq=False)
class Heard:
    """What models say of texts that they did not see: of their clauses, and of the whole."""

    clauses: Logits
    films: Floats  # (n_texts,)
    network: Voices


@dataclass(frozen=True, slots=True)
class Stacked:
    """Weights of the columns of the scorer, the bias last, and the limit of what is neutral."""

    clause: tuple[float, ...]
    opinion: tuple[float, ...]
    document: tuple[float, ...]
    neutral: float


class Teacher:
    """Fits models on some of the customers' texts beyond what ``films`` and ``learner`` know."""

    def __init__(self, written: Written, read: Read, *, films: Linear, learner: Learner) -> None:
        self._written, self._read, self._films, self._learner = written, read, films, learner
        units = whole_texts(read.morphemes), read.spans
        self._whole, self._parts = (feature_matrix(read.morphemes, each, CUSTOMER_BITS) for each in units)
        self._leans = _films_of(films, read)
        self._weights = evened(written.signs, written.groups)

    def models(self, rows: Rows) -> Models:
        """What the texts of these rows teach; whole reviews teach the sign only."""
        signs = self._written.signs
        sentences = rows[~self._written.is_review[rows]]
        taught = lesson(self._read.morphemes, signs, self._weights, head=CUSTOMERS)
        lessons = (replace(taught, rows=np.intersect1d(taught.rows, rows)), opinions(taught, signs, sentences))
        return Models(
            self._films,
            fit_signs(self._whole[rows], signs[rows], self._leans[0][rows], self._weights[rows]),
            fit_opinions(self._whole[sentences], signs[sentences]),
            tune(self._learner, lessons),
        )

    def all_models(self) -> Models:
        """What all texts teach."""
        return self.models(np.arange(len(self._written.signs)))

    def unseen(self) -> Heard:
        """What models say of each text that saw none of its group."""
        spans, signs = self._read.spans, self._written.signs
        said = Logits(self._leans[1], np.zeros(len(spans)), np.zeros(len(spans)))
        voices = Voices(np.zeros((len(spans), 2)), np.zeros((len(signs), 2)))
        folds = StratifiedGroupKFold(_FOLDS, shuffle=True, random_state=RANDOM_STATE)
        for seen, unseen in folds.split(signs, signs, self._written.groups):
            models, here = self.models(seen), np.isin(spans.documents, unseen)
            said.customers[here] = models.signs.logits(self._parts[here])
            said.opinion[here] = models.opinions.logits(self._parts[here])
            found = NetworkReader(models.network, self._read.morphemes.vocabulary).read(self._read.morphemes, spans)
            voices.clauses[here], voices.texts[unseen] = found.clauses[here], found.texts[unseen]
        return Heard(said, self._leans[0], voices)


def evened(signs: Signs, groups: Sequence[str]) -> Floats:
    """Weight of each text by which praise and blame of what it speaks of weigh alike, shape (n_texts,).

    Else the things themselves sound good or bad: most of what is written of delivery blames it, of taste praises it.
    """
    _, group = np.unique(groups, return_inverse=True)
    good, bad = (np.bincount(group, signs == sign)[group] + _EVENED_FROM for sign in (1, -1))
    return np.select([signs > 0, signs < 0], [(good + bad) / (2 * good), (good + bad) / (2 * bad)], 1.0)


def hear(models: Models, read: Read) -> Heard:
    """What the models say of texts of which they saw none."""
    parts = feature_matrix(read.morphemes, read.spans, CUSTOMER_BITS)
    films, of_parts = _films_of(models.films, read)
    voices = NetworkReader(models.network, read.morphemes.vocabulary).read(read.morphemes, read.spans)
    return Heard(Logits(of_parts, models.signs.logits(parts), models.opinions.logits(parts)), films, voices)


def _films_of(films: Linear, read: Read) -> tuple[Floats, Floats]:
    """Logits of the films' model on texts and on clauses."""
    units = whole_texts(read.morphemes), read.spans
    whole, parts = (films.logits(feature_matrix(read.morphemes, each, FILM_BITS)) for each in units)
    return whole, parts


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """Texts, what unseen models say of them, and how far each speaks of films."""

    read: Read
    heard: Heard
    film_share: Floats


def stack(customers: Sample, written: Written, films: Sample, kept: Labelled) -> Stacked:
    """Weights of the columns for clauses, for holding an opinion and for whole texts."""
    documents = customers.read.spans.documents
    # A seed of one clause says what its clause says; longer ones teach how clauses make a text.
    n_clauses = np.bincount(documents, minlength=len(written.signs))
    alone = ((n_clauses == 1) & ~written.is_review)[documents]
    signs = written.signs[documents][alone]
    decided = signs != 0
    clause = _fit(_of_clauses(customers)[alone][decided], signs[decided] > 0)
    clause += np.array([*(_SAYS_MORE.get(name, 0.0) for name in CLAUSE_COLUMNS), 0.0])
    opinion = _fit(_of_opinions(customers)[alone], decided)
    judged = [_composed(sample, clause, opinion) for sample in (customers, films)]
    columns = [_of_texts(sample, found) for sample, found in zip((customers, films), judged, strict=True)]
    spoken = np.flatnonzero((written.signs != 0) & (n_clauses > 0))
    document = _fit(
        np.concatenate([columns[0][spoken], columns[1]])[:, :-2],
        np.concatenate([written.signs[spoken], kept.signs]) > 0,
        np.concatenate([np.ones(len(spoken)), _KEPT_WEIGHT * kept.weights]),
    )
    document = np.insert(document, -1, (_FILM_CLAUSES, _CONTENT))
    return Stacked(_rounded(clause), _rounded(opinion), _rounded(document), _NEUTRAL)


def _of_clauses(sample: Sample) -> Floats:
    read, heard = sample.read, sample.heard
    return clause_columns(heard.clauses, read.opinions, read.denials, heard.network.clauses[:, SIGN])


def _of_opinions(sample: Sample) -> Floats:
    read, heard = sample.read, sample.heard
    return opinion_columns(heard.clauses, read.opinions, read.denials, heard.network.clauses[:, OPINION])


def _of_texts(sample: Sample, clauses: Composed) -> Floats:
    network = sample.heard.network.texts[:, SIGN]
    return document_columns(sample.heard.films, network, clauses, sample.read.spans, sample.film_share)


def _composed(sample: Sample, clause: Floats, opinion: Floats) -> Composed:
    read = sample.read
    ties = Borders().ties(read.morphemes, read.spans)
    verdicts = VerdictReader().read(read.morphemes, read.spans, read.opinions)
    logits, holding = weighted(_of_clauses(sample), clause.tolist()), weighted(_of_opinions(sample), opinion.tolist())
    return compose(logits, holding, read.lemmas, read.asking, verdicts, ties)


def _fit(columns: Floats, truth: NDArray[np.bool_], weights: Floats | None = None) -> Floats:
    """Weights of the columns, the bias last."""
    model = LogisticRegression(C=10.0, max_iter=5000).fit(columns, truth, sample_weight=weights)
    return np.append(model.coef_[0], model.intercept_[0])


def _rounded(weights: Sequence[float] | Floats) -> tuple[float, ...]:
    return tuple(float(f"{weight:.5g}") for weight in weights)
