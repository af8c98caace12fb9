from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.fakes import FakeTokenizer
from tests.sentiment.test_training import MEANINGS, made_up_films, made_up_seeds, read
from tests.steps import as_lemmas
from voc_cli.morphemes import Vocabulary, collect
from voc_cli.sentiment import linear, stacking
from voc_cli.sentiment.labelled import Written
from voc_cli.sentiment.lexicon import Entry, Lexicon
from voc_cli.sentiment.network_training import FILMS, lesson, pretrain
from voc_cli.sentiment.stacking import Models, Rows, Teacher, evened

ENTRIES = (Entry("좋/V", 2, "공통", ()), Entry("나쁘/V", -2, "공통", ()))


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (linear, stacking):
        monkeypatch.setattr(module, "FILM_BITS", 12)
        monkeypatch.setattr(module, "CUSTOMER_BITS", 12)


def teacher(written: Written) -> Teacher:
    films = made_up_films()
    of_films = collect(films.texts, FakeTokenizer(), Vocabulary())
    taught = read(written.texts, FakeTokenizer(), Lexicon(ENTRIES, as_lemmas))
    learner = pretrain(lesson(of_films, films.signs, films.weights, head=FILMS), taught.morphemes, MEANINGS)
    return Teacher(written, taught, films=linear.fit_films(of_films, films.signs, films.weights), learner=learner)


def test_every_text_is_judged_by_models_that_saw_nothing_of_its_group(monkeypatch: pytest.MonkeyPatch) -> None:
    written, seen = made_up_seeds(), list[Rows]()
    one = teacher(written)
    fit = one.models

    def recorded(rows: Rows) -> Models:
        seen.append(rows)
        return fit(rows)

    monkeypatch.setattr(one, "models", recorded)
    heard = one.unseen()
    groups, everything = np.array(written.groups), np.arange(len(written.texts))
    unseen = [np.setdiff1d(everything, rows) for rows in seen]
    assert sorted(np.concatenate(unseen).tolist()) == everything.tolist()
    for rows, held in zip(seen, unseen, strict=True):
        assert not set(groups[rows]) & set(groups[held])
    # Nothing was left out: silence is zero to the last digit.
    assert np.all(heard.clauses.customers != 0)
    assert np.all(heard.network.texts != 0)


def test_a_whole_review_teaches_the_sign_but_not_what_an_opinion_is() -> None:
    written = made_up_seeds()
    other = replace(written, is_review=np.zeros(len(written.texts), dtype=bool))
    with_review, without = teacher(written).all_models(), teacher(other).all_models()
    assert np.array_equal(with_review.signs.buckets, without.signs.buckets)
    assert not np.array_equal(with_review.opinions.buckets, without.opinions.buckets)


def test_praise_and_blame_of_a_thing_weigh_alike_the_more_is_said_of_it() -> None:
    signs = np.array([1] * 5 + [-1] * 35 + [0] + [1])
    weights = evened(signs, ["배송"] * 41 + ["리뷰 0"])
    good, bad = weights[:5].sum(), weights[5:40].sum()
    assert good / bad == pytest.approx((5 * 40) / (35 * 10))  # 5 to 35 before
    assert weights[[0, 5]].tolist() == pytest.approx([2.5, 0.625])
    assert weights[40] == 1.0
    assert weights[41] == pytest.approx(11 / 12)
