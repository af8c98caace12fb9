"""The numbers of an explanation add up to the polarity that annotate gives: there is no second way of counting."""

from __future__ import annotations

import math
import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fakes import FakeTokenizer
from tests.sentiment.test_correction import correction_of
from tests.steps import no_mask
from voc_cli import resources, schema
from voc_cli.annotate import Annotator
from voc_cli.explanation import Part, TextStory, entry_parts, explain
from voc_cli.schema import Intent
from voc_cli.sentiment.lexicon import Opinion
from voc_cli.sentiment.non_answers import Answer, answer_of
from voc_cli.sentiment.scorer import CLAUSE_COLUMNS, DOCUMENT_COLUMNS, OPINION_COLUMNS
from voc_cli.sentiment.weights import load_weights
from voc_cli.text.cues import CueKind
from voc_cli.text.tokenise import KiwiTokenizer

SENTENCES = (
    "화면은 선명한데 리모컨이 먹통이고 기사님 연락도 안 와요",
    "비싸지만 제값을 하네요 ㅎㅎ",
    "소음이 크지 않아서 만족합니다. 다음에도 살게요!",
    "언제 입고되나요?",
    "별로 안 좋아요 😡",
    "ㅋㅋ",
    "",
    "0",
    "2층 창고에 두었습니다",
)
TOLERANCE = 6e-5  # tables round to four digits
ANNOTATOR = Annotator(FakeTokenizer(), mask=no_mask)
WORDS = st.sampled_from(
    ["배송/NNG", "늦/VA", "좋/VA", "안/MAG", "지만/EC", "어요/EF", "최악", "만족", "ㅠㅠ/SW", "!/SF"]
)
TEXTS = st.lists(st.one_of(st.lists(WORDS, max_size=12).map(" ".join), st.text(max_size=30)), max_size=4)


def assert_adds_up(stories: list[TextStory], annotator: Annotator, texts: list[str]) -> None:
    annotated = annotator(texts)
    clauses = [clause for story in stories for clause in story.clauses]
    assert [story.polarity for story in stories] == annotated.texts[schema.POLARITY].tolist()
    assert [clause.polarity for clause in clauses] == annotated.clauses[schema.POLARITY].tolist()
    assert [clause.intent for clause in clauses] == annotated.clauses[schema.INTENT].tolist()
    for story in stories:
        assert sum(part.value for part in story.parts) == pytest.approx(story.logit)
        before = math.tanh(story.logit / 2) * _counted(story.certainty)
        # "0" or "없음" is an answer that holds a clause and no opinion.
        says = answer_of(story.text) is Answer.SOMETHING
        assert bool(story.certainty) == (bool(story.clauses) and says)
        assert _moved(before, story.shift) == pytest.approx(story.polarity, abs=TOLERANCE)
        for clause in story.clauses:
            assert sum(part.value for part in clause.parts) == pytest.approx(clause.logit, abs=1e-6)
            holding = sum(part.value for part in clause.opinion_parts)
            assert clause.certainty == (pytest.approx(1 / (1 + math.exp(-holding))) if says else 0)
            before = math.tanh(clause.logit / 2) * _counted(clause.certainty)
            assert _moved(before, clause.shift) == pytest.approx(clause.polarity, abs=TOLERANCE)
            assert story.text[clause.start : clause.end] == clause.text


def _counted(certainty: float) -> float:
    """What is rather a fact than an opinion counts less than its probability says."""
    return certainty * min(1.0, certainty / 0.5) ** 3


def _moved(polarity: float, shift: float) -> float:
    if not shift:
        return polarity
    return math.tanh(math.atanh(max(-0.9999, min(0.9999, round(polarity, 4)))) + shift / 2)


@settings(max_examples=40)
@given(TEXTS)
def test_summands_make_the_polarity_of_annotate(texts: list[str]) -> None:
    assert_adds_up(explain(texts, ANNOTATOR), ANNOTATOR, texts)


def test_summands_make_the_polarity_of_korean_text(annotator: Annotator) -> None:
    assert_adds_up(explain(SENTENCES, annotator), annotator, list(SENTENCES))


def test_a_correction_is_one_more_summand(kiwi: KiwiTokenizer) -> None:
    correction = correction_of({"선명/N": -4.0, "창고/N": 4.0}, bias=0.5)
    annotator = Annotator(kiwi, mask=no_mask, correction=correction)
    stories = explain(SENTENCES, annotator)
    assert_adds_up(stories, annotator, list(SENTENCES))
    assert stories[0].clauses[0].shift < 0
    assert stories[-1].clauses[0].shift > 0
    assert stories[1].clauses[0].shift == 0


def test_morphemes_and_stretches_share_what_was_learnt(annotator: Annotator) -> None:
    (story,) = explain(["포장이 엉망이에요"], annotator)
    (clause,) = story.clauses
    learned = next(part.value for part in clause.parts if part.name == "learned")
    assert sum(one.value for one in clause.morphemes) == pytest.approx(learned, abs=1e-6)
    assert [f"{one.form}/{one.tag}" for one in clause.morphemes][:2] == ["포장/NNG", "이/JKS"]
    assert all(story.text[one.start : one.end] == one.text for one in clause.stretches)
    sizes = [abs(one.value) for one in clause.stretches]
    assert sizes == sorted(sizes, reverse=True)


def test_the_lexicon_is_named_entry_by_entry(annotator: Annotator) -> None:
    story, denied = explain(["친절하고 최고예요", "친절하지 않아요"], annotator)
    found = [part for clause in story.clauses for part in clause.parts if part.name == "lexicon"]
    assert "최고" in {part.words for part in found}
    assert all(part.value > 0 for part in found)
    (negated,) = [part for part in denied.clauses[0].parts if part.name == "negated"]
    assert negated.value < 0
    assert "negation" in {cue.kind for cue in denied.clauses[0].cues}


def test_an_entry_that_a_target_leaves_without_a_sign_is_no_summand() -> None:
    opinions = [Opinion(0.0, "따뜻하다", False, (1,)), Opinion(-0.5, "최악", False, (3,))]
    assert list(entry_parts(opinions, "bad", -2.0)) == [Part("lexicon", -2.0, "최악")]
    assert list(entry_parts(opinions[:1], "bad", -0.0)) == []


def test_the_intent_tells_what_the_ending_does(annotator: Annotator) -> None:
    (story,) = explain(["환불해 주세요"], annotator)
    assert story.clauses[0].intent == Intent.REQUEST
    assert story.clauses[0].acts == ("request",)


def test_signals_come_with_words_and_severity(annotator: Annotator) -> None:
    (story,) = explain(["충전기에서 연기가 났어요"], annotator)
    (raised,) = story.clauses[0].signals
    assert raised.signal == "safety"
    assert raised.severity in {1, 2, 3}
    assert raised.words
    assert story.signals == ("safety",)


def test_every_summand_and_cue_has_a_name() -> None:
    said = tomllib.loads(resources.read_text("messages/explain.toml"))
    models = {"films", "customers", "turned_films", "turned_customers", "film_films"}
    models |= {"good", "bad", "no_good", "no_bad"}
    said_otherwise = {"learned", "lexicon", "negated", "asks", "told", "neighbours", "base"}
    parts = {*CLAUSE_COLUMNS, *DOCUMENT_COLUMNS} - models | said_otherwise
    assert {f"part_{name}" for name in parts} <= set(said)
    assert {f"cue_{kind}" for kind in CueKind} <= set(said)


def test_the_names_of_the_columns_fit_the_weights() -> None:
    meta = load_weights().meta
    assert [len(names) + 1 for names in (CLAUSE_COLUMNS, OPINION_COLUMNS, DOCUMENT_COLUMNS)] == [
        len(weights) for weights in (meta.clause, meta.opinion, meta.document)
    ]
