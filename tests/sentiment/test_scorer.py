from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fakes import FakeTokenizer
from tests.steps import as_lemmas, morphemes_of
from voc_cli.morphemes import Spans, Vocabulary, collect
from voc_cli.sentiment.features import Hasher
from voc_cli.sentiment.lexicon import Entry, Lexicon, Opinion
from voc_cli.sentiment.network import Network, key_of
from voc_cli.sentiment.scorer import (
    CLAUSE_COLUMNS,
    Logits,
    Scores,
    SentimentScorer,
    clause_columns,
    clause_weights,
    count_denials,
    document_columns,
    film_share,
    label,
    opinion_columns,
    whole_texts,
)
from voc_cli.sentiment.weights import DOMAIN_BITS, Meta, Weights
from voc_cli.text.clauses import ClauseSplitter
from voc_cli.text.lemmas import LemmaReader

BITS = (10, 8, 6)
META = Meta(
    bits=BITS,
    scales=(0.02, 0.03, 0.05),
    intercepts=(0.0, 0.0, 0.0),
    clause=(0.5, 1.0, 2.0, 2.0, 2.0, 2.0, 0.25, 0.5, -0.5, 0.0),
    opinion=(1.0, 1.0, 0.5, 0.5, 1.0),
    document=(0.2, 0.4, 0.6, 0.4, 0.1, -0.1, -0.2, -0.1, 0.3, 0.5, 0.0),
    neutral=0.2,
    trained_on="시험",
)


def weights_of(films: int = 0, customers: int = 0, opinion: int = 0, meta: Meta = META) -> Weights:
    """Models that say the same whatever they read."""
    said = zip(BITS, (films, customers, opinion), strict=True)
    return Weights(meta, tuple(np.full(1 << bits, value, np.int8) for bits, value in said))


def loud_network() -> Network:
    """A network that says anything of the morphemes of these tests."""
    random = np.random.default_rng(1)
    known = sorted(key_of(*word.split("/")) for word in ("좋/VA", "나쁘/VA", "오/VV", "어요/EF", "/SW"))
    return Network(
        known=np.array(known, dtype=np.uint32),
        learnt=random.integers(-127, 128, (len(known), 4)).astype(np.int8),
        meant=np.zeros(0, dtype=np.uint32),
        meaning=np.zeros((0, 0), dtype=np.int8),
        kernel=random.integers(-400, 401, (4, 9)).astype(np.int16),
        bias=random.integers(-1000, 1001, 3).astype(np.int32),
        head=random.normal(0, 1e-5, 7).astype(np.float32),
    )


def loud() -> Weights:
    """Models that say anything."""
    tables = (np.random.default_rng(bits).integers(-127, 128, 1 << bits).astype(np.int8) for bits in BITS)
    return Weights(META, tuple(tables), network=loud_network())


SILENT, LOUD = weights_of(), loud()
ENTRIES = (Entry("좋/V", 2, "공통", ()), Entry("나쁘/V", -2, "공통", ()))

GOOD, BAD, PLAIN = "좋/VA 어요/EF", "나쁘/VA 어요/EF", "오/VV 어요/EF"


def score(texts: list[str], weights: Weights = SILENT) -> Scores:
    vocabulary = Vocabulary()
    morphemes = collect(texts, FakeTokenizer(), vocabulary)
    spans = ClauseSplitter(vocabulary).split(morphemes)
    lemmas = LemmaReader(vocabulary).read(morphemes, spans)
    scorer = SentimentScorer(weights, Lexicon(ENTRIES, as_lemmas), Hasher(vocabulary))
    return scorer.score(morphemes, spans, lemmas)


@pytest.mark.parametrize(
    ("polarity", "sentiment"),
    [
        (-1.0, "negative"),
        (-0.2, "negative"),
        (-0.19, "neutral"),
        (0.0, "neutral"),
        (0.2, "positive"),
        (1.0, "positive"),
    ],
)
def test_polarity_near_zero_is_neutral(polarity: float, sentiment: str) -> None:
    assert label(np.array([polarity]), neutral=0.2) == [sentiment]


def test_every_polarity_has_its_label_at_its_place() -> None:
    assert label(np.array([0.5, -0.5, 0.0]), neutral=0.1) == ["positive", "negative", "neutral"]
    assert label(np.array([]), neutral=0.1) == []


def test_words_of_the_lexicon_decide_where_the_model_is_silent() -> None:
    scores = score([GOOD, BAD, PLAIN])
    assert scores.clauses[0] > META.neutral
    assert scores.clauses[1] < -META.neutral
    assert scores.clauses[2] == 0
    assert scores.evidence == [("좋/V",), ("나쁘/V",), ()]


def test_evidence_marks_what_was_denied() -> None:
    scores = score(["안/MAG 좋/VA 어요/EF"])
    assert scores.evidence == [("-좋/V",)]
    assert scores.clauses[0] < 0


@pytest.mark.parametrize(("films", "customers"), [(100, 0), (0, 100)])
def test_either_model_decides_where_no_word_is_known(films: int, customers: int) -> None:
    assert score([PLAIN], weights_of(films, customers)).clauses[0] > 0
    assert score([PLAIN], weights_of(-films, -customers)).clauses[0] < 0


def test_logits_are_the_mean_of_the_buckets_over_a_padded_root_and_the_intercept() -> None:
    meta = replace(META, intercepts=(0.25, -0.5, 1.0))
    morphemes = morphemes_of(["굿", ""])
    scorer = SentimentScorer(weights_of(100, -50, 10, meta), Lexicon(ENTRIES, as_lemmas), Hasher(morphemes.vocabulary))
    logits = scorer.logits(morphemes, whole_texts(morphemes))
    # One syllable has one feature; four more are padded.
    assert logits.films == pytest.approx([0.25 + 100 * 0.02 / math.sqrt(5), 0.25])
    assert logits.customers == pytest.approx([-0.5 - 50 * 0.03 / math.sqrt(5), -0.5])
    assert logits.opinion == pytest.approx([1.0 + 10 * 0.05 / math.sqrt(5), 1.0])


def test_polarity_of_a_clause_is_the_weighted_sum_of_its_columns() -> None:
    meta = replace(META, intercepts=(1.0, -2.0, 0.0), clause=(0.5, 0.25, 2.0, 3.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.1))
    certain = replace(meta, opinion=(0.0, 0.0, 0.0, 0.0, 50.0))
    scores = score([PLAIN, f"{GOOD}", f"{BAD}"], weights_of(meta=certain))
    models = 0.5 * 1.0 + 0.25 * -2.0 + 0.1
    word = math.sqrt(2 / 3)
    # A bad word of the lexicon weighs more in a clause than the weights that were fitted on the seeds say.
    logits = [models, models + 2.0 * word, models - (3.0 + 1.6) * word]
    assert scores.clauses == pytest.approx([math.tanh(logit / 2) for logit in logits])


def test_a_clause_that_holds_no_opinion_is_drawn_to_zero() -> None:
    def polarity(holds: float) -> float:
        meta = replace(META, opinion=(0.0, 0.0, 0.0, 0.0, holds))
        return float(score([BAD], weights_of(meta=meta)).clauses[0])

    assert polarity(0.0) == pytest.approx(polarity(50.0) / 2)
    assert abs(polarity(-8.0)) < 0.001
    assert polarity(50.0) < polarity(-8.0) < 0


def test_the_model_of_opinions_moves_no_clause_to_the_other_side() -> None:
    for opinion in (-127, 127):
        scores = score([f"{GOOD} {BAD}"], weights_of(opinion=opinion))
        assert scores.clauses[0] > 0 > scores.clauses[1]


def test_only_bad_words_and_denials_say_more_of_a_clause_than_of_a_text() -> None:
    more = np.subtract(clause_weights(META), META.clause)
    assert {name: more[n] for n, name in enumerate(CLAUSE_COLUMNS) if more[n]} == pytest.approx(
        {"bad": 1.6, "denials": -0.5}
    )
    assert more[-1] == 0


def test_a_clause_leans_to_the_mood_of_those_around_it() -> None:
    after_bad, alone, after_good = score([f"{BAD} {PLAIN}", PLAIN, f"{GOOD} {PLAIN}"], SILENT).clauses[[1, 2, 4]]
    assert after_bad < alone == 0 < after_good
    turned = score([f"배송/NNG 은/JX 좋/VA 지만/EC 포장/NNG 은/JX {PLAIN}"], SILENT).clauses
    assert turned[0] > 0 > turned[1]


def test_a_clause_without_opinion_says_nothing_to_its_neighbours() -> None:
    meta = replace(META, opinion=(0.0, 0.0, 0.0, 0.0, -40.0))
    loud, quiet = (score([f"{BAD} {PLAIN}"], weights_of(meta=m)) for m in (META, meta))
    assert loud.clauses[1] < -0.1
    assert abs(quiet.clauses[1]) < 1e-9


def test_a_denial_of_anything_weighs_by_itself() -> None:
    assert score(["안/MAG 오/VV 어요/EF"]).clauses[0] < 0


def test_polarity_of_a_text_is_the_weighted_sum_of_its_columns() -> None:
    meta = replace(META, intercepts=(1.0, -2.0, 0.0), clause=(0.0, 0.0, 3.0, 6.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0))
    scores = score([f"{GOOD} {BAD} {PLAIN}"], weights_of(meta=meta))
    word = math.sqrt(2 / 3)
    mean, last = -1.0 * word, 0.0
    logit = 0.2 * 1.0 + 0.4 * -2.0 + 0.6 * mean + 0.4 * last
    assert scores.documents == pytest.approx([math.tanh(logit / 2)])


def test_an_empty_text_has_no_opinion() -> None:
    scores = score(["", GOOD, ""], LOUD)
    assert scores.documents.shape == (3,)
    assert scores.documents[[0, 2]].tolist() == [0, 0]
    assert scores.clauses.shape == (1,)


@pytest.mark.parametrize("texts", [[], [""], ["", " "]])
def test_a_batch_without_any_clause_has_no_scores(texts: list[str]) -> None:
    scores = score(texts, LOUD)
    assert scores.clauses.shape == (0,)
    assert scores.evidence == []
    assert scores.documents.tolist() == [0.0] * len(texts)


def test_what_comes_last_weighs_more_in_the_whole_text() -> None:
    scores = score([f"{GOOD} {BAD}", f"{BAD} {GOOD}"])
    assert scores.documents[0] < scores.documents[1]


# --- columns ----------------------------------------------------------------------------------------------------------


def said(value: float, *places: int, negated: bool = False) -> Opinion:
    return Opinion(value, "말", negated=negated, places=places or (0,))


def logits_of(films: Sequence[float], customers: Sequence[float], opinion: Sequence[float] = ()) -> Logits:
    return Logits(np.array(films), np.array(customers), np.array(opinion or [0.0] * len(films)))


def test_columns_of_a_clause_are_both_models_the_roots_of_good_and_bad_words_and_denials() -> None:
    opinions = [[said(0.75), said(0.25), said(-0.25)], [], [said(-1.0), said(-3.0)]]
    columns = clause_columns(logits_of([0.5, -1.5, 2.0], [3.0, 0.25, -4.0]), opinions, [0, 1, 5])
    assert columns.tolist() == [
        [0.5, 3.0, 1.0, -0.5, 0.0, 0.0, 0.0, 0.0, 0.0],
        # A denial sets the models apart, whatever it denies.
        [0.0, 0.0, 0.0, 0.0, 0.0, 0.0, -1.5, 0.25, 1.0],
        [0.0, 0.0, 0.0, -2.0, 0.0, 0.0, 2.0, -4.0, 2.0],
    ]


def test_where_a_word_is_denied_the_models_stand_apart() -> None:
    # A good word that is denied has a value below zero, a bad one above.
    opinions = [[said(-0.25, negated=True), said(1.0)], [said(4.0, negated=True)]]
    columns = clause_columns(logits_of([0.5, -1.5], [3.0, 0.25]), opinions, [0, 0])
    assert columns.tolist() == [
        [0.0, 0.0, 1.0, 0.0, -0.5, 0.0, 0.5, 3.0, 0.0],
        [0.0, 0.0, 0.0, 0.0, 0.0, 2.0, -1.5, 0.25, 0.0],
    ]


def test_columns_of_holding_an_opinion_ask_how_much_is_said_not_which_side() -> None:
    opinions = [[said(0.75), said(-0.25)], []]
    columns = opinion_columns(logits_of([9.0, 9.0], [-3.0, 0.5], [1.5, -2.0]), opinions, [0, 4])
    assert columns.tolist() == [[1.5, 1.0, 0.0, 3.0], [-2.0, 0.0, 2.0, 0.5]]


def test_no_clauses_have_no_rows_of_columns() -> None:
    nothing = logits_of([], [])
    assert clause_columns(nothing, [], []).shape == (0, 9)
    assert opinion_columns(nothing, [], []).shape == (0, 4)


@pytest.mark.parametrize(
    ("words", "opinions", "n"),
    [
        ("오/V NEG", [], 1),
        ("오/V", [], 0),
        ("NEG 오/V NEG", [], 2),
        ("좋/V NEG", [said(-0.5, 0, negated=True)], 0),
        ("좋/V NEG 오/V NEG", [said(-0.5, 0, negated=True)], 1),
        ("좋/V 오/V NEG", [said(0.5, 0)], 1),
        ("아직/M 오/V NEG", [said(-1.0, 1, 2)], 0),
        ("", [], 0),
    ],
)
def test_denials_that_an_opinion_took_in_do_not_count_again(words: str, opinions: list[Opinion], n: int) -> None:
    assert count_denials(words.split(), opinions) == n


def spans_of(*documents: int) -> Spans:
    """Clauses of these texts; where they stand does not matter here."""
    numbers = np.array(documents, dtype=np.int32)
    return Spans(numbers, *(np.zeros_like(numbers) for _ in range(4)))


def test_columns_of_a_text_are_both_models_mean_and_last_clause_and_the_network() -> None:
    clauses = np.array([0.5, -2.0, 0.75, -0.25, 1.5, 0.5])
    logits, network = logits_of([1.0, 2.0, 3.0], [-1.0, -2.0, -3.0]), np.array([0.5, 0.25, -4.0])
    columns = document_columns(logits, clauses, spans_of(0, 0, 0, 1, 2, 2), np.zeros(3), network)
    assert columns[:, :4].tolist() == [[1.0, -1.0, -0.25, 0.75], [2.0, -2.0, -0.25, -0.25], [3.0, -3.0, 1.0, 0.5]]
    assert not columns[:, 4:9].any()
    assert columns[:, 9].tolist() == [0.5, 0.25, -4.0]


def test_columns_of_a_text_stand_once_more_as_far_as_it_speaks_of_films() -> None:
    logits, shares = logits_of([2.0] * 3, [-1.0] * 3), np.array([0.0, 0.5, 1.0])
    columns = document_columns(logits, np.array([1.0, 1.0, 0.5]), spans_of(0, 1, 2), shares, np.zeros(3))
    assert columns[:, :4].tolist() == [[2.0, -1.0, 1.0, 1.0]] * 2 + [[2.0, -1.0, 0.5, 0.5]]
    assert columns[:, 4:9].tolist() == [[0.0] * 5, [1.0, -0.5, 0.5, 0.5, 0.5], [2.0, -1.0, 0.5, 0.5, 1.0]]


@pytest.mark.parametrize("silent", [0, 1, 2])
def test_a_text_without_clauses_has_zeros_and_takes_none_of_its_neighbours(silent: int) -> None:
    speaking = [number for number in range(3) if number != silent]
    logits = logits_of([1.0] * 3, [1.0] * 3)
    columns = document_columns(logits, np.array([-1.0, 0.5]), spans_of(*speaking), np.zeros(3), np.zeros(3))
    assert columns[silent].tolist() == [1.0, 1.0] + [0.0] * 8
    assert columns[speaking, 2:4].tolist() == [[-1.0, -1.0], [0.5, 0.5]]


def test_texts_without_any_clause_have_the_models_alone() -> None:
    columns = document_columns(logits_of([0.5, 1.0], [-0.5, 2.0]), np.zeros(0), spans_of(), np.zeros(2), np.zeros(2))
    assert columns.tolist() == [[0.5, -0.5] + [0.0] * 8, [1.0, 2.0] + [0.0] * 8]


def test_words_of_films_make_a_text_speak_of_films() -> None:
    domain = np.zeros(1 << DOMAIN_BITS, dtype=np.int8)
    film, customer = np.uint32(7 << 16), np.uint32(9 << 16)
    domain[7], domain[9] = 100, -100
    owner = np.array([0, 1, 1, 2, 2, 3], dtype=np.int32)
    words = np.array([film, film, customer, film, film, customer], dtype=np.uint32)
    # Logits 2, 0, 4 and -2, and 0 of no words, between the limits -1 and 2.5.
    assert film_share(owner, words, 5, domain, (0.02, 0.0)) == pytest.approx([6 / 7, 2 / 7, 1.0, 0.0, 2 / 7])


# --- whatever the text ------------------------------------------------------------------------------------------------


CLAUSES = st.sampled_from([GOOD, BAD, PLAIN, "배송/NNG 늦/VA 다/EF", "ㅠㅠ/SW", "안/MAG 좋/VA 다/EF"])
TEXTS = st.lists(st.one_of(st.lists(CLAUSES, max_size=4).map(" ".join), st.text(max_size=30)), max_size=4)


@given(TEXTS)
def test_a_text_is_scored_alike_alone_and_among_others(texts: list[str]) -> None:
    together = score(texts, LOUD)
    alone = [score([text], LOUD) for text in texts]
    assert together.documents.tolist() == [float(scores.documents[0]) for scores in alone]
    assert together.clauses.tolist() == [value for scores in alone for value in scores.clauses.tolist()]
    assert together.evidence == [words for scores in alone for words in scores.evidence]


def test_many_texts_are_scored_alike_to_the_last_bit_alone_and_together() -> None:
    texts = [f"{number}{number} {GOOD} {BAD}" for number in range(40)]
    alone = [score([text], LOUD) for text in texts]
    together = score(texts, LOUD)
    assert together.documents.tolist() == [float(scores.documents[0]) for scores in alone]
    assert together.clauses.tolist() == [value for scores in alone for value in scores.clauses.tolist()]


@given(TEXTS)
def test_polarity_lies_between_minus_one_and_one(texts: list[str]) -> None:
    scores = score(texts, LOUD)
    assert np.all(np.abs(scores.clauses) <= 1)
    assert np.all(np.abs(scores.documents) <= 1)
