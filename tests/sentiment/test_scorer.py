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
from voc_cli.morphemes import Lemmas, Spans, Vocabulary, collect
from voc_cli.sentiment.asking import Asked, Asking
from voc_cli.sentiment.features import Hasher
from voc_cli.sentiment.lexicon import Entry, Lexicon, Opinion
from voc_cli.sentiment.network import Network, key_of
from voc_cli.sentiment.scorer import (
    CLAUSE_COLUMNS,
    Composed,
    Logits,
    Scores,
    SentimentScorer,
    clause_columns,
    compose,
    count_denials,
    document_columns,
    film_share,
    label,
    opinion_columns,
    polarity_of,
    whole_texts,
)
from voc_cli.sentiment.verdicts import Verdicts
from voc_cli.sentiment.weights import DOMAIN_BITS, Meta, Weights
from voc_cli.text.clauses import ClauseSplitter
from voc_cli.text.lemmas import LemmaReader

BITS = (10, 8, 6)
META = Meta(
    bits=BITS,
    scales=(0.02, 0.03, 0.05),
    intercepts=(0.0, 0.0, 0.0),
    clause=(0.5, 1.0, 2.0, 2.0, 2.0, 2.0, 0.25, 0.5, -0.5, 0.5, 1.0, 0.0),
    opinion=(1.0, 1.0, 0.5, 0.5, 0.5, 1.0),
    document=(0.8, 0.4, 1.5, 0.2, -0.3, 0.3, 0.5, 0.1),
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
        heads=random.normal(0, 1e-5, (2, 7)).astype(np.float32),
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
    clause = (0.5, 0.25, 2.0, 3.0, *[0.0] * 7, 0.1)
    meta = replace(META, intercepts=(1.0, -2.0, 0.0), clause=clause)
    certain = replace(meta, opinion=(0.0, 0.0, 0.0, 0.0, 0.0, 50.0))
    scores = score([PLAIN, f"{GOOD}", f"{BAD}"], weights_of(meta=certain))
    models = 0.5 * 1.0 + 0.25 * -2.0 + 0.1
    word = math.sqrt(2 / 3)
    logits = [models, models + 2.0 * word, models - 3.0 * word]
    assert scores.clauses == pytest.approx([math.tanh(logit / 2) for logit in logits])


def test_a_clause_that_holds_no_opinion_is_drawn_to_zero() -> None:
    def polarity(holds: float) -> float:
        meta = replace(META, opinion=(0.0, 0.0, 0.0, 0.0, 0.0, holds))
        return float(score([BAD], weights_of(meta=meta)).clauses[0])

    assert polarity(0.0) == pytest.approx(polarity(50.0) / 2)
    assert abs(polarity(-8.0)) < 0.001
    assert polarity(50.0) < polarity(-8.0) < 0


def test_what_is_rather_a_fact_than_an_opinion_is_nearer_to_zero_than_a_doubtful_opinion() -> None:
    plain_fact, doubtful = polarity_of(np.array([-6.0, -0.3]), np.array([0.25, 0.95]))
    assert plain_fact == pytest.approx(math.tanh(-3.0) * 0.25 / 8)
    assert doubtful == pytest.approx(math.tanh(-0.15) * 0.95)
    assert doubtful < plain_fact < 0


def test_the_model_of_opinions_moves_no_clause_to_the_other_side() -> None:
    for opinion in (-127, 127):
        scores = score([f"{GOOD} {BAD}"], weights_of(opinion=opinion))
        assert scores.clauses[0] > 0 > scores.clauses[1]


def test_a_clause_leans_to_the_mood_of_those_around_it() -> None:
    after_bad, alone, after_good = score([f"{BAD} {PLAIN}", PLAIN, f"{GOOD} {PLAIN}"], SILENT).clauses[[1, 2, 4]]
    assert after_bad < alone == 0 < after_good
    turned = score([f"배송/NNG 은/JX 좋/VA 지만/EC 포장/NNG 은/JX {PLAIN}"], SILENT).clauses
    assert turned[0] > 0 > turned[1]


def test_a_clause_without_opinion_says_nothing_to_its_neighbours() -> None:
    meta = replace(META, opinion=(0.0, 0.0, 0.0, 0.0, 0.0, -40.0))
    loud, quiet = (score([f"{BAD} {PLAIN}"], weights_of(meta=m)) for m in (META, meta))
    assert loud.clauses[1] < -0.1
    assert abs(quiet.clauses[1]) < 1e-9


def test_a_denial_of_anything_weighs_by_itself() -> None:
    assert score(["안/MAG 오/VV 어요/EF"]).clauses[0] < 0


def test_polarity_of_a_text_is_the_weighted_sum_of_its_columns() -> None:
    meta = replace(META, opinion=(0.0, 0.0, 0.0, 0.0, 0.0, 50.0))
    one, two = score([GOOD], weights_of(meta=meta)), score([f"{GOOD} {BAD}"], weights_of(meta=meta))
    logits = [2 * math.atanh(value) for value in one.clauses], [2 * math.atanh(value) for value in two.clauses]
    assert one.documents == pytest.approx([math.tanh((0.8 * logits[0][0] + 0.1) / 2)])
    mean = (logits[1][0] + 1.5 * logits[1][1]) / 2.5
    assert two.documents == pytest.approx([math.tanh((0.8 * mean + 0.1) / 2)])


@pytest.mark.parametrize("texts", [[GOOD], [BAD], [f"{GOOD} {GOOD}"], [f"{BAD} {PLAIN} {BAD}"]])
def test_a_text_whose_clauses_agree_is_not_judged_against_them(texts: list[str]) -> None:
    # Whatever the models say of the words of the whole: films and customers shout the opposite.
    shouting = weights_of(*((-60, -5) if GOOD in texts[0] else (60, 5)))
    scores = score(texts, shouting)
    opinions = scores.clauses[np.abs(scores.clauses) >= META.neutral]
    assert len(set(np.sign(opinions))) == 1
    assert np.sign(scores.documents[0]) == np.sign(opinions[0])


def test_a_text_of_plain_facts_is_drawn_to_zero_as_far_as_its_surest_clause() -> None:
    def polarity(text: str, holds: float) -> float:
        meta = replace(
            META, opinion=(0.0, 2.0, 0.0, 0.0, 0.0, holds), document=(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 2.0)
        )
        return float(score([text], weights_of(meta=meta)).documents[0])

    sure = math.tanh(1.0)
    assert polarity(PLAIN, 50.0) == pytest.approx(sure)
    assert polarity(PLAIN, 0.0) == pytest.approx(sure / 2)
    assert abs(polarity(f"{PLAIN} {PLAIN}", -8.0)) < 0.001
    word = 1 / (1 + math.exp(-2 * math.sqrt(2 / 3)))
    assert polarity(f"{PLAIN} {GOOD}", 0.0) >= sure * word - 1e-9


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
    columns = clause_columns(
        logits_of([0.5, -1.5, 2.0], [3.0, 0.25, -4.0]), opinions, [0, 1, 5], np.array([0.25, -3.0, 7.0])
    )
    assert columns.tolist() == [
        [0.5, 3.0, 1.0, -0.5, 0.0, 0.0, 0.0, 0.0, 0.0, 0.25, 0.0],
        # A denial sets the models apart, whatever it denies.
        [0.0, 0.0, 0.0, 0.0, 0.0, 0.0, -1.5, 0.25, 1.0, -3.0, 0.0],
        [0.0, 0.0, 0.0, -2.0, 0.0, 0.0, 2.0, -4.0, 2.0, 7.0, 0.0],
    ]


def test_where_a_word_is_denied_the_models_stand_apart() -> None:
    # A good word that is denied has a value below zero, a bad one above.
    opinions = [[said(-0.25, negated=True), said(1.0)], [said(4.0, negated=True)]]
    columns = clause_columns(logits_of([0.5, -1.5], [3.0, 0.25]), opinions, [0, 0], np.array([1.0, -1.0]))
    assert columns.tolist() == [
        [0.0, 0.0, 1.0, 0.0, -0.5, 0.0, 0.5, 3.0, 0.0, 1.0, 0.0],
        [0.0, 0.0, 0.0, 0.0, 0.0, 2.0, -1.5, 0.25, 0.0, -1.0, 0.0],
    ]


def test_what_is_said_of_the_thing_itself_has_a_column_of_its_own() -> None:
    aimed = [said(0.25)._replace(aimed=True), said(-1.0)]
    opinions = [aimed, [said(-0.25)._replace(aimed=True)], [aimed[0], said(-0.5)._replace(aimed=True)], [said(1.0)]]
    columns = clause_columns(logits_of([0.0] * 4, [0.0] * 4), opinions, [0] * 4, np.zeros(4))
    assert columns[:, CLAUSE_COLUMNS.index("aimed")].tolist() == [1.0, -1.0, -1.0, 0.0]


def test_columns_of_holding_an_opinion_ask_how_much_is_said_not_which_side() -> None:
    opinions = [[said(0.75), said(-0.25)], []]
    columns = opinion_columns(logits_of([9.0, 9.0], [-3.0, 0.5], [1.5, -2.0]), opinions, [0, 4], np.array([4.0, -5.0]))
    assert columns.tolist() == [[1.5, 1.0, 0.0, 3.0, 4.0], [-2.0, 0.0, 2.0, 0.5, -5.0]]


def test_no_clauses_have_no_rows_of_columns() -> None:
    nothing = logits_of([], [])
    assert clause_columns(nothing, [], [], np.zeros(0)).shape == (0, 11)
    assert opinion_columns(nothing, [], [], np.zeros(0)).shape == (0, 5)


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


def composed(logits: Sequence[float], certainty: Sequence[float] | None = None) -> Composed:
    """Clauses that ask for nothing and hear nothing."""
    zeros = np.zeros(len(logits))
    sure = np.ones(len(logits)) if certainty is None else np.array(certainty)
    return Composed(Asked(zeros, zeros), Asked(zeros, zeros), zeros, zeros, np.array(logits), sure)


def test_columns_of_a_text_are_its_clauses_the_last_half_as_loud_again_and_the_network() -> None:
    clauses = composed([0.5, -2.0, 0.75, -0.25, 1.5, 0.5])
    films, network = np.array([1.0, 2.0, 3.0]), np.array([0.5, 0.25, -4.0])
    columns = document_columns(films, network, clauses, spans_of(0, 0, 0, 1, 2, 2), np.zeros(3))
    means = [(0.5 - 2.0 + 1.5 * 0.75) / 3.5, -0.25, (1.5 + 1.5 * 0.5) / 2.5]
    assert columns[:, 0] == pytest.approx(means)
    assert columns[:, 1:5].tolist() == [[0.5, 0, 0, 0], [0.25, 0, 0, 0], [-4.0, 0, 0, 0]]


def test_a_clause_speaks_in_its_text_as_far_as_it_holds_an_opinion_and_never_shouts() -> None:
    clauses = composed([2.0, -4.0, 40.0], [0.5, 0.0, 1.0])
    columns = document_columns(np.zeros(2), np.zeros(2), clauses, spans_of(0, 0, 1), np.zeros(2))
    assert columns[:, 0] == pytest.approx([1.0 / 2.5, 6.0])
    assert columns[:, 6].tolist() == [0.5, 0.0]


def test_where_a_text_speaks_of_films_their_model_and_the_network_decide_and_its_clauses_are_heard() -> None:
    films, network, shares = np.full(3, 2.0), np.full(3, -1.0), np.array([0.0, 0.5, 1.0])
    columns = document_columns(films, network, composed([1.0, 1.0, 0.5]), spans_of(0, 1, 2), shares)
    assert columns.tolist() == [
        [1.0, -1.0, 0, 0, 0, 0, 0],
        [0.5, -0.5, 1.0, -0.5, 0.5, 0.5, 0],
        [0, 0, 2.0, -1.0, 1.0, 0.5, 0],
    ]


@pytest.mark.parametrize("silent", [0, 1, 2])
def test_a_text_without_clauses_has_zeros_and_takes_none_of_its_neighbours(silent: int) -> None:
    speaking = [number for number in range(3) if number != silent]
    columns = document_columns(np.zeros(3), np.zeros(3), composed([-1.0, 0.5]), spans_of(*speaking), np.zeros(3))
    assert columns[silent].tolist() == [0.0] * 6 + [1.0]
    assert columns[speaking, 0].tolist() == [-1.0, 0.5]


def test_texts_without_any_clause_have_the_models_alone() -> None:
    columns = document_columns(np.array([0.5, 1.0]), np.array([2.0, 3.0]), composed([]), spans_of(), np.ones(2))
    assert columns.tolist() == [[0, 0, 0.5, 2.0, 1.0, 0, 1.0], [0, 0, 1.0, 3.0, 1.0, 0, 1.0]]


def test_clauses_are_composed_of_themselves_what_they_ask_and_their_neighbours() -> None:
    lemmas = Lemmas(["환불/N"], [0], [2], [0, 0, 1])
    asking = replace(Asking.nothing(2), requests=np.array([False, True]))
    nothing = Verdicts.nothing(2)
    alone = compose(np.array([2.0, 0.5]), np.array([3.0, -3.0]), lemmas, asking, nothing, np.zeros(2))
    # Who asks for a remedy has a fault to tell of.
    assert alone.logits.tolist() == [2.0, -1.0]
    assert alone.certainty == pytest.approx([1 / (1 + math.exp(-3.0)), 1 / (1 + math.exp(-1.0))])
    assert alone.polarity == pytest.approx(np.tanh(alone.logits / 2) * alone.certainty)
    tied = compose(np.array([2.0, 0.5]), np.array([3.0, -3.0]), lemmas, asking, nothing, np.array([0.0, 1.7]))
    assert tied.logits[0] < alone.logits[0]
    assert tied.certainty[0] > alone.certainty[0]


def test_words_of_films_make_a_text_speak_of_films() -> None:
    domain = np.zeros(1 << DOMAIN_BITS, dtype=np.int8)
    film, customer = np.uint32(7 << 16), np.uint32(9 << 16)
    domain[7], domain[9] = 100, -100
    owner = np.array([0, 1, 1, 2, 2, 3], dtype=np.int32)
    words = np.array([film, film, customer, film, film, customer], dtype=np.uint32)
    # Logits 2, 0, 4 and -2, and 0 of no words, between the limits -1 and 1.
    assert film_share(owner, words, 5, domain, (0.02, 0.0)) == pytest.approx([1.0, 0.5, 1.0, 0.0, 0.5])


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


def test_who_says_nothing_has_no_opinion_and_who_denies_trouble_does_not_complain() -> None:
    scores = score(["없음", "없음 늦음", "불만 없음"], weights_of(films=-100, customers=-100, opinion=100))
    assert scores.documents[[0, 2]].tolist() == [0, 0]
    assert scores.documents[1] < -META.neutral
    assert scores.mute.tolist() == [True, False, True]
    glad = score(["없음", "불만 없음"], weights_of(films=100, customers=100, opinion=100))
    assert glad.documents[0] == 0
    assert glad.documents[1] > META.neutral
