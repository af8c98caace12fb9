"""What the user's own ratings and labels teach: annotated texts in, a correction and corrected texts out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from voc_cli import schema
from voc_cli.annotate import Annotated, Annotator
from voc_cli.engine.hands import OWN, Hand, Later
from voc_cli.io.labels import BAD_RATING, GOOD_RATING
from voc_cli.learnt import Learning, Learnt
from voc_cli.schema import Sentiment
from voc_cli.sentiment.correction import Correction, Floats, LemmaFeatures, of_texts
from voc_cli.sentiment.learning import Lesson, learn

_MIN_TEXTS: Final = 5  # texts that a word must stand in to be named


def mean_ratings(ratings: Floats, numbers: NDArray[np.int64], *, n_texts: int) -> Floats:
    """Mean rating of each distinct text, NaN where no record of it has one.

    Args:
        ratings: Of each record, 1 to 5 or NaN.
        numbers: Of the distinct text of each record.
    """
    rated = ~np.isnan(ratings)
    n = np.bincount(numbers[rated], minlength=n_texts)
    total = np.bincount(numbers[rated], ratings[rated], minlength=n_texts)
    return np.where(n > 0, total / np.maximum(n, 1), np.nan)


def learn_from_ratings(
    annotated: Annotated,
    annotator: Annotator,
    ratings: Floats,
    *,
    tokenizer: str,
    hand: Hand = OWN,
    meanwhile: Callable[[], None] | None = None,
) -> tuple[Annotated, Learning]:
    """``annotated`` corrected by what its own ratings teach, or as it is where that would not help.

    Args:
        annotated: All texts, each once, as ``annotator`` gave them.
        ratings: Of each text, 1 to 5; up to BAD_RATING is negative, from GOOD_RATING on positive, others teach nothing.
        tokenizer: Version.
        hand: Does the learning.
        meanwhile: Called while it learns.
    """
    truth = [
        Sentiment.NEGATIVE if rating <= BAD_RATING else Sentiment.POSITIVE if rating >= GOOD_RATING else None
        for rating in ratings.tolist()
    ]
    counts = annotator.lemma_counts(annotated)
    learnt = _asked(annotated, annotator, truth, counts, tokenizer=tokenizer, hand=hand)
    if meanwhile is not None:
        meanwhile()
    learning, correction = learnt()
    if correction is None or learning.status is not Learnt.ACCEPTED:
        return annotated, learning
    return annotator.revise(annotated, correction, counts), learning


def given(correction: Correction | None) -> Learning:
    """The record of a run that learns nothing itself: of the weights in force, if they are the user's own."""
    if correction is None:
        return Learning(Learnt.OFF)
    meta = correction.meta
    return Learning(Learnt.GIVEN, n_rows=meta.n_rows, n_used=meta.n_rows, before=meta.before, after=meta.after)


def agreed(texts: Sequence[str], truth: Sequence[Sentiment | None]) -> tuple[list[str], list[Sentiment | None]]:
    """Each text with a label once, and that label; None where its copies were labelled differently."""
    found: dict[str, set[Sentiment]] = {}
    for said, sentiment in zip(texts, truth, strict=True):
        if sentiment is not None and said:
            found.setdefault(said, set()).add(sentiment)
    return list(found), [next(iter(labels)) if len(labels) == 1 else None for labels in found.values()]


def moved_words(annotated: Annotated, correction: Correction, *, n: int) -> list[tuple[str, float]]:
    """The lemmas of ``annotated`` that ``correction`` moves most, ``n`` up and ``n`` down, with their shift in logits.

    Words of few texts are left out, because another word may share their bucket.
    """
    in_texts: Counter[str] = Counter()
    for _, cells in annotated.clauses.groupby(schema.TEXT_NO, sort=False)[schema.LEMMAS]:
        in_texts.update({word for cell in cells.tolist() for word in cell.split()})
    words = sorted(word for word, count in in_texts.items() if count >= _MIN_TEXTS)
    if not words:
        return []
    shifts = correction.shifts(LemmaFeatures().counts(words))
    ranked = sorted(zip(words, shifts.tolist(), strict=True), key=lambda pair: -pair[1])
    up, down = ranked[:n], list(reversed(ranked[n:]))[:n]
    return [(word, shift) for word, shift in (*up, *down) if round(shift, 1) != 0]


def learn_from_labels(
    annotated: Annotated,
    annotator: Annotator,
    truth: Sequence[Sentiment | None],
    *,
    tokenizer: str,
    counts: sparse.csr_matrix | None = None,
) -> tuple[Learning, Correction | None]:
    """The record and the correction of ``sentiment.learning.learn``; None in ``truth`` is a text without a label.

    Args:
        counts: ``Annotator.lemma_counts`` of the same clauses, where the caller has them.
    """
    of_clauses = annotator.lemma_counts(annotated) if counts is None else counts
    found: tuple[Learning, Correction | None]
    found = _asked(annotated, annotator, truth, of_clauses, tokenizer=tokenizer, hand=OWN)()
    return found


def _asked(
    annotated: Annotated,
    annotator: Annotator,
    truth: Sequence[Sentiment | None],
    counts: sparse.csr_matrix,
    *,
    tokenizer: str,
    hand: Hand,
) -> Later:
    """What gives the record and the correction."""
    rows = np.array([row for row, sentiment in enumerate(truth) if sentiment is not None], dtype=np.int64)
    numbers = annotated.clauses[schema.TEXT_NO].to_numpy(dtype=np.int64)
    spread = of_texts(counts, numbers, n_texts=len(annotated.texts))
    texts = annotated.texts.take(rows)
    lesson = Lesson(
        texts=texts[schema.TEXT].tolist(),
        counts=spread[rows],
        polarity=texts[schema.POLARITY].to_numpy(),
        truth=[sentiment for sentiment in truth if sentiment is not None],
    )
    return hand.ask(partial(learn, neutral=annotator.neutral, tokenizer=tokenizer), lesson)
