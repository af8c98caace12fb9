"""What ratings teach: a domain of its own is learnt, one that is known stays as it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from tests.invented_domain import BAD, GOOD, PLAIN, Review, write_reviews
from voc_cli.learnt import Learnt
from voc_cli.schema import Sentiment
from voc_cli.sentiment.correction import Correction, Floats, LemmaFeatures, encode
from voc_cli.sentiment.learning import MARGIN, MIN_EACH, MIN_ROWS, Lesson, learn

NEUTRAL = 0.1


def sentiments(reviews: Sequence[Review]) -> list[Sentiment]:
    return [Sentiment.POSITIVE if review.is_good else Sentiment.NEGATIVE for review in reviews]


def lesson_of(reviews: Sequence[Review], polarity: Floats) -> Lesson:
    lemmas = [review.lemmas for review in reviews]
    return Lesson(lemmas, LemmaFeatures().counts(lemmas), polarity, sentiments(reviews))


def guesses(n: int, *, seed: int = 0) -> Floats:
    """What weights say that know nothing of the domain."""
    return np.random.default_rng(seed).uniform(-0.6, 0.6, n)


def knows(reviews: Sequence[Review], *, right: float, seed: int = 0) -> Floats:
    """What weights say that are right on most texts."""
    dice = np.random.default_rng(seed)
    signs = np.array([1.0 if review.is_good else -1.0 for review in reviews])
    return np.where(dice.random(len(reviews)) < right, signs, -signs) * dice.uniform(0.3, 0.95, len(reviews))


def balanced(polarity: Floats, reviews: Sequence[Review]) -> float:
    good = np.array([review.is_good for review in reviews])
    return float(np.mean([(polarity[good] > 0).mean(), (polarity[~good] <= 0).mean()]))


def applied(correction: Correction, reviews: Sequence[Review], polarity: Floats) -> Floats:
    counts = LemmaFeatures().counts([review.lemmas for review in reviews])
    return correction.shift_texts(polarity, correction.shifts(counts))


def test_a_domain_that_the_weights_do_not_know_is_learnt() -> None:
    seen, unseen = write_reviews(600, seed=1), write_reviews(400, seed=2)
    learning, correction = learn(lesson_of(seen, guesses(600)), neutral=NEUTRAL, tokenizer="fake 1")
    assert learning.status is Learnt.ACCEPTED
    assert correction is not None
    assert learning.before == pytest.approx(0.5, abs=0.06)
    assert learning.after is not None
    assert learning.after > 0.9
    before = guesses(400, seed=9)
    after = applied(correction, unseen, before)
    assert balanced(after, unseen) > balanced(before, unseen) + 0.35
    # What cross-validation promised is what texts of another day get.
    assert balanced(after, unseen) == pytest.approx(learning.after, abs=0.04)


def test_words_of_reversed_sign_are_turned() -> None:
    seen = write_reviews(600, seed=3)
    _, correction = learn(lesson_of(seen, -knows(seen, right=0.7)), neutral=NEUTRAL, tokenizer="fake 1")
    assert correction is not None
    shifts = {word: float(correction.shifts(LemmaFeatures().counts([word]))[0]) for word in (*GOOD, *BAD, *PLAIN)}
    assert min(shifts[word] for word in GOOD) > max(abs(shifts[word]) for word in PLAIN)
    assert max(shifts[word] for word in BAD) < -max(abs(shifts[word]) for word in PLAIN)


@pytest.mark.parametrize("seed", range(4))
def test_a_domain_that_the_weights_know_is_not_harmed(seed: int) -> None:
    seen, unseen = write_reviews(600, seed=10 + seed, noise=0.0), write_reviews(600, seed=20 + seed, noise=0.0)
    known, before = knows(seen, right=0.97, seed=seed), knows(unseen, right=0.97, seed=seed + 50)
    learning, correction = learn(lesson_of(seen, known), neutral=NEUTRAL, tokenizer="fake 1")
    assert correction is not None
    after = applied(correction, unseen, before) if learning.status is Learnt.ACCEPTED else before
    assert balanced(after, unseen) >= balanced(before, unseen) - 0.005


@pytest.mark.parametrize("seed", range(4))
def test_ratings_that_have_nothing_to_do_with_the_texts_teach_nothing(seed: int) -> None:
    dice = np.random.default_rng(seed)
    reviews = [replace(review, is_good=bool(dice.random() < 0.5)) for review in write_reviews(500, seed=seed)]
    learning, _ = learn(lesson_of(reviews, guesses(500, seed=100 + seed)), neutral=NEUTRAL, tokenizer="fake 1")
    assert learning.status is Learnt.NO_GAIN
    assert learning.before is not None
    assert learning.after is not None


def test_the_mood_of_an_export_teaches_nothing_by_itself() -> None:
    # Nine of ten are angry, but no word says so: an unclear text must not be called bad for it.
    dice = np.random.default_rng(5)
    reviews = [Review(" ".join(dice.choice(PLAIN, 6)) + f" {n}호/N", bool(dice.random() < 0.15)) for n in range(800)]
    learning, _ = learn(lesson_of(reviews, guesses(800)), neutral=NEUTRAL, tokenizer="fake 1")
    assert learning.status is Learnt.NO_GAIN


def test_too_few_texts_teach_nothing() -> None:
    few = write_reviews(MIN_ROWS - 1, seed=1)
    learning, correction = learn(lesson_of(few, guesses(len(few))), neutral=NEUTRAL, tokenizer="fake 1")
    assert (learning.status, correction, learning.after) == (Learnt.TOO_FEW, None, None)
    assert learning.n_rows == MIN_ROWS - 1
    one_sided = write_reviews(800, seed=1, share_good=0.03, noise=0.0)
    learning, correction = learn(lesson_of(one_sided, guesses(800)), neutral=NEUTRAL, tokenizer="fake 1")
    assert learning.n_positive < MIN_EACH
    assert (learning.status, correction) == (Learnt.TOO_FEW, None)


def test_the_order_of_the_rows_changes_nothing() -> None:
    reviews = write_reviews(400, seed=7)
    polarity = guesses(400)
    order = np.random.default_rng(1).permutation(400)
    one = learn(lesson_of(reviews, polarity), neutral=NEUTRAL, tokenizer="fake 1")
    other = learn(lesson_of([reviews[n] for n in order.tolist()], polarity[order]), neutral=NEUTRAL, tokenizer="fake 1")
    assert one[0] == other[0]
    assert one[1] is not None
    assert other[1] is not None
    assert encode(one[1]) == encode(other[1])


def test_neutral_labels_pull_to_zero_and_count_as_a_class() -> None:
    reviews = write_reviews(600, seed=8, noise=0.0)
    plain = [Review(" ".join(PLAIN[n % 5 : n % 5 + 4]) + f" {n}빈/N", is_good=True) for n in range(200)]
    lesson = lesson_of([*reviews, *plain], guesses(800))
    truth = [*sentiments(reviews), *[Sentiment.NEUTRAL] * 200]
    learning, correction = learn(replace(lesson, truth=truth), neutral=NEUTRAL, tokenizer="fake 1")
    assert learning.n_neutral == 200
    assert learning.before == pytest.approx(1 / 3 + 0.03, abs=0.1)
    assert learning.status is Learnt.ACCEPTED
    assert correction is not None
    assert (learning.after or 0) - (learning.before or 0) >= MARGIN
