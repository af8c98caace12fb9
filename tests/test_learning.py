"""From ratings to corrected tables, and everything that hangs on a polarity moves with it."""

from __future__ import annotations

import pickle

import numpy as np
import pandas as pd
import pytest

from tests.fakes import FakeTokenizer
from tests.invented_domain import GOOD, PLAIN, write_reviews
from tests.sentiment.test_correction import correction_of
from tests.steps import no_mask
from voc_cli import schema
from voc_cli.annotate import Annotated, Annotator
from voc_cli.learning import agreed, learn_from_ratings, mean_ratings, moved_words
from voc_cli.learnt import Learning, Learnt
from voc_cli.schema import Sentiment

TAGS = {"N": "NNG", "V": "VV"}


def tagged(lemmas: str) -> str:
    """Lemmas as the fake tokenizer reads them; bare words would be nouns."""
    pairs = (word.split("/") for word in lemmas.split())
    return " ".join(f"{form}/{TAGS.get(kind, kind)}" for form, kind in pairs)


@pytest.fixture(scope="module")
def plain() -> Annotator:
    return Annotator(FakeTokenizer(), mask=no_mask)


@pytest.fixture(scope="module")
def workshop(plain: Annotator) -> tuple[Annotated, list[float]]:
    reviews = write_reviews(500, seed=4)
    return plain([tagged(r.lemmas) for r in reviews]), [5.0 if r.is_good else 1.0 for r in reviews]


def test_the_rating_of_a_text_is_the_mean_of_its_records() -> None:
    ratings = np.array([5.0, np.nan, 3.0, 1.0, np.nan])
    found = mean_ratings(ratings, np.array([0, 0, 0, 1, 2]), n_texts=3)
    assert found[:2].tolist() == [4.0, 1.0]
    assert np.isnan(found[2])


def test_ratings_of_an_export_correct_its_own_texts(plain: Annotator, workshop: tuple[Annotated, list[float]]) -> None:
    before, ratings = workshop
    after, learning = learn_from_ratings(before, plain, np.array(ratings), tokenizer="fake 1")
    assert learning.status is Learnt.ACCEPTED
    assert learning.n_rows == len(ratings)
    good = np.array(ratings) >= 4
    assert ((after.texts[schema.POLARITY].to_numpy() > 0) == good).mean() > 0.9
    assert ((before.texts[schema.POLARITY].to_numpy() > 0) == good).mean() < 0.7
    praised = after.clauses[schema.LEMMAS].str.contains(GOOD[0], regex=False)
    called_good = [(one.clauses.loc[praised, schema.SENTIMENT] == "positive").mean() for one in (before, after)]
    assert called_good[1] > called_good[0] + 0.3
    assert tuple(after.clauses.columns) == schema.ANNOTATED_CLAUSES
    assert tuple(after.texts.columns) == schema.ANNOTATED_TEXTS


def test_middling_and_missing_ratings_teach_nothing(plain: Annotator, workshop: tuple[Annotated, list[float]]) -> None:
    before, ratings = workshop
    blurred = np.where(np.arange(len(ratings)) % 2, 3.0, np.nan)
    after, learning = learn_from_ratings(before, plain, blurred, tokenizer="fake 1")
    assert learning == Learning(Learnt.TOO_FEW)
    assert after is before


def test_a_correction_given_to_the_annotator_does_what_revising_does(
    plain: Annotator, workshop: tuple[Annotated, list[float]]
) -> None:
    texts = workshop[0].texts[schema.TEXT].tolist()[:40]
    correction = correction_of({GOOD[0]: 4.0, PLAIN[0]: -3.0}, bias=0.3)
    corrected = pickle.loads(pickle.dumps(Annotator(FakeTokenizer(), mask=no_mask, correction=correction)))
    revised = plain.revise(plain(texts), correction)
    pd.testing.assert_frame_equal(corrected(texts).clauses, revised.clauses, check_exact=True)
    pd.testing.assert_frame_equal(corrected(texts).texts, revised.texts, check_exact=True)
    # And in batches of any size.
    halves = [corrected(part).texts for part in (texts[:7], texts[7:])]
    pd.testing.assert_frame_equal(pd.concat(halves, ignore_index=True), revised.texts, check_exact=True)


def test_a_correction_that_says_nothing_changes_nothing(annotator: Annotator) -> None:
    texts = ["배송은 빨라요. 포장이 엉망이에요", "직원분이 친절해요", "다시는 안 사요", "환불해 주세요", "", "ㅋㅋ"]
    before = annotator(texts)
    after = annotator.revise(before, correction_of({"닻/N": 3.0}))
    pd.testing.assert_frame_equal(after.clauses, before.clauses, check_exact=True)
    pd.testing.assert_frame_equal(after.texts, before.texts, check_exact=True)


def test_intent_and_signals_follow_a_polarity_that_crosses_the_line(annotator: Annotator) -> None:
    before = annotator(["상담원 설명이 친절했어요"])
    assert before.texts[schema.SIGNALS].tolist() == ["praise_staff"]
    word = before.clauses[schema.LEMMAS].tolist()[0].split()[-1]
    after = annotator.revise(before, correction_of({word: -40.0}))
    assert before.clauses[schema.INTENT].tolist() == ["praise"]
    assert after.clauses[schema.INTENT].tolist() == ["complaint"]
    assert after.texts[schema.INTENT].tolist() == ["complaint"]
    assert after.texts[schema.SIGNALS].tolist() == [""]
    lost = set(before.clauses[schema.EVIDENCE].tolist()[0].split(";")) - set(
        after.clauses[schema.EVIDENCE].tolist()[0].split(";")
    )
    assert lost
    assert all(":" in part for part in lost)
    again = annotator.revise(after, correction_of({word: 80.0}))
    assert again.texts[schema.SIGNALS].tolist() == ["praise_staff"]


def test_copies_count_once_and_a_quarrel_about_one_teaches_nothing() -> None:
    texts, truth = agreed(
        ["가", "가", "나", "나", "", "다"],
        [Sentiment.POSITIVE, Sentiment.POSITIVE, Sentiment.POSITIVE, Sentiment.NEGATIVE, Sentiment.NEGATIVE, None],
    )
    assert texts == ["가", "나"]
    assert truth == [Sentiment.POSITIVE, None]


def test_the_words_that_move_most_are_named(workshop: tuple[Annotated, list[float]]) -> None:
    found = moved_words(workshop[0], correction_of({GOOD[0]: 4.0, PLAIN[0]: -3.0, "없는말/N": 9.0}), n=1)
    assert [word for word, _ in found] == [GOOD[0], PLAIN[0]]
    assert found[0][1] > 1 > -1 > found[1][1]
