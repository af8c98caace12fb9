from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from tests.steps import as_lemmas, lemmas_of
from tests.valuechain.made_up import STAGE_NAMES, aspect
from voc_cli import resources
from voc_cli.morphemes import Lemmas
from voc_cli.schema import Stage
from voc_cli.valuechain.model import BITS, StageWeights, decode, encode
from voc_cli.valuechain.stages import StageClassifier
from voc_cli.valuechain.training import train_stages

# Training wants every stage among the seeds, so that the votes have a column each; texts are written as lemmas.
WORDS = {stage: f"말{number}/N" for number, stage in enumerate(Stage)}
TAXONOMY = tuple(
    aspect(f"{stage.value} {kind}", stage, targets=(f"{word[:-2]}{kind}/N",), examples=(f"{word} {word[:-2]}{kind}/N",))
    for stage, word in WORDS.items()
    for kind in ("가", "나")
)
SEEDS = "text,polarity,stage,aspect,intent,domain\n" + "".join(
    f"{word} 것{number}/N,neg,{stage.value},{stage.value} {kind},complaint,공통\n"
    for stage, word in WORDS.items()
    for number, kind in enumerate("가나")
)


def read(texts: list[str]) -> Lemmas:
    return lemmas_of(*texts)


@pytest.fixture(scope="module")
def trained() -> Iterator[StageWeights]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(resources, "read_text", lambda _: SEEDS)
        weights = train_stages(TAXONOMY, as_lemmas, read)
        assert encode(weights) == encode(train_stages(TAXONOMY, as_lemmas, read)), "the same bytes each time"
        yield weights


def test_weights_have_a_column_for_every_stage_and_aspect(trained: StageWeights) -> None:
    assert trained.stage_names == STAGE_NAMES
    assert trained.aspect_names == tuple(sorted(aspect.name for aspect in TAXONOMY))
    assert trained.stages.shape == ((1 << BITS) + len(STAGE_NAMES), len(STAGE_NAMES))
    assert trained.aspects.shape == (1 << BITS, len(TAXONOMY))
    assert trained.stages.dtype == trained.aspects.dtype == np.float32


def test_a_vote_speaks_for_its_own_stage(trained: StageWeights) -> None:
    votes = trained.stages[1 << BITS :]
    assert votes.argmax(axis=1).tolist() == list(range(len(STAGE_NAMES)))


@pytest.mark.parametrize("stage", list(Stage))
def test_words_of_the_sentences_place_a_clause_where_the_table_is_silent(trained: StageWeights, stage: Stage) -> None:
    classifier = StageClassifier(TAXONOMY, as_lemmas, decode(encode(trained)))
    found = classifier.place(
        lemmas_of(WORDS[stage]), leans=np.zeros(1, dtype=bool), documents=np.zeros(1, dtype=np.int32)
    )
    assert found.stages == [stage]
    assert found.evidence == [()]
