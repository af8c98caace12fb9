from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from tests.steps import as_lemmas, lemmas_of
from tests.valuechain.made_up import STAGE_NAMES, aspect
from voc_cli import resources
from voc_cli.morphemes import Lemmas
from voc_cli.schema import Stage
from voc_cli.valuechain import training
from voc_cli.valuechain.model import ASPECT_BITS, LEANS, STAGE_BITS, StageWeights, decode, encode
from voc_cli.valuechain.stages import StageClassifier
from voc_cli.valuechain.training import WordVectors, read_seeds, train_stages

# Training wants every stage among the seeds, so that the votes have a column each; texts are written as lemmas.
WORDS = {stage: f"말{number}/N" for number, stage in enumerate(Stage)}
TAXONOMY = tuple(
    aspect(f"{stage.value} {kind}", stage, targets=(f"{word[:-2]}{kind}/N",), examples=(f"{word} {word[:-2]}{kind}/N",))
    for stage, word in WORDS.items()
    for kind in ("가", "나")
)
TWIN = "쌍둥이/N"  # never among the sentences, but means what the first word of the first stage means
VECTORS = WordVectors((*WORDS.values(), TWIN), np.vstack([np.eye(10), np.eye(10)[:1]]).astype(np.float32))
SEEDS = (
    "text,polarity,stage,aspect,intent,domain,teaches\n"
    + "".join(
        f"{word} 것{number}/N,neg,{stage.value},{stage.value} {kind},complaint,공통,all\n"
        for stage, word in WORDS.items()
        for number, kind in enumerate("가나")
    )
    + "".join(f"부탁/N 것{number}/N,neg,none,none 가,request,공통,all\n" for number in range(3))
    + "배송/N 것/N,neg,people,people 가,complaint,공통,sentiment\n"
    + "좋/V,pos,none,none 가,praise,공통,stage\n"
)


def read(texts: list[str]) -> Lemmas:
    return lemmas_of(*texts)


@pytest.fixture(scope="module")
def trained() -> Iterator[StageWeights]:
    with pytest.MonkeyPatch.context() as patch:
        shipped = resources.read_text  # other tables are read as well, by whichever test asks for them first
        patch.setattr(resources, "read_text", lambda name: SEEDS if name == training.SEEDS else shipped(name))
        weights = train_stages(TAXONOMY, as_lemmas, read, VECTORS)
        assert encode(weights) == encode(train_stages(TAXONOMY, as_lemmas, read, VECTORS)), "the same bytes each time"
        yield weights


def test_a_sentence_that_teaches_polarity_alone_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resources, "read_text", lambda _: SEEDS)
    assert len(read_seeds()) == SEEDS.count("\n") - 3
    assert {row["teaches"] for row in read_seeds()} == {"all"}


def test_a_sentence_that_teaches_the_stage_alone_is_read_where_it_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resources, "read_text", lambda _: SEEDS)
    assert [row["text"] for row in read_seeds(also="stage") if row["teaches"] != "all"] == ["좋/V"]


def test_weights_have_a_column_for_every_stage_and_aspect(trained: StageWeights) -> None:
    assert trained.stage_names == STAGE_NAMES
    assert trained.aspect_names == tuple(sorted(aspect.name for aspect in TAXONOMY))
    assert trained.stages.shape == ((1 << STAGE_BITS) + len(STAGE_NAMES), len(STAGE_NAMES))
    assert trained.aspects.shape == (1 << ASPECT_BITS, len(TAXONOMY))
    assert trained.stages.dtype == trained.aspects.dtype == np.float32


def test_a_vote_speaks_for_its_own_stage(trained: StageWeights) -> None:
    votes = trained.stages[1 << STAGE_BITS :]
    own = [number for number, name in enumerate(STAGE_NAMES) if name != LEANS]
    assert votes.argmax(axis=1)[own].tolist() == own


@pytest.mark.parametrize("stage", list(Stage))
def test_words_of_the_sentences_place_a_clause_where_the_table_is_silent(trained: StageWeights, stage: Stage) -> None:
    classifier = StageClassifier(TAXONOMY, as_lemmas, decode(encode(trained)))
    found = classifier.place(
        lemmas_of(WORDS[stage]), leans=np.zeros(1, dtype=bool), documents=np.zeros(1, dtype=np.int32)
    )
    assert found.stages == [stage]
    assert found.evidence == [(f"학습:{WORDS[stage].partition('/')[0]}",)]


def place(trained: StageWeights, *clauses: str) -> list[str]:
    classifier = StageClassifier(TAXONOMY, as_lemmas, decode(encode(trained)))
    n = len(clauses)
    found = classifier.place(lemmas_of(*clauses), leans=np.zeros(n, bool), documents=np.zeros(n, np.int32))
    return found.stages


def test_a_word_that_no_sentence_holds_is_placed_by_what_it_means(trained: StageWeights) -> None:
    assert place(trained, TWIN) == [next(iter(Stage))]


def test_a_sentence_without_thing_or_verdict_speaks_of_what_stands_around_it(trained: StageWeights) -> None:
    assert place(trained, "부탁/N") == [Stage.NONE]
    assert place(trained, WORDS[Stage.OUTBOUND], "부탁/N") == [Stage.OUTBOUND] * 2
    assert place(trained, "부탁/N", WORDS[Stage.SERVICE]) == [Stage.SERVICE] * 2
