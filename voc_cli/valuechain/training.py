"""Trains the weights of the stage model (run by ``voc_cli.train``)."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from typing import Final

import numpy as np
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from voc_cli import resources
from voc_cli.morphemes import Lemmas
from voc_cli.patterns import Lemmatise
from voc_cli.schema import Stage
from voc_cli.valuechain.model import BITS, VOTE_SCALE, LemmaHasher, StageWeights
from voc_cli.valuechain.stages import TableVotes, stage_votes
from voc_cli.valuechain.taxonomy import Aspect

SEEDS: Final = "seeds.csv"
_C: Final = 20.0
_ASPECT_C: Final = 20.0
ReadLemmas = Callable[[list[str]], Lemmas]  # the lemmas of each text taken as one clause


def train_stages(taxonomy: Sequence[Aspect], lemmatise: Lemmatise, read: ReadLemmas) -> StageWeights:
    """The weights, learnt from the package's sentences and from the examples of ``taxonomy``."""
    stage_of_aspect = {aspect.name: aspect.stage.value for aspect in taxonomy}
    rows = [(row["text"], row["aspect"]) for row in csv.DictReader(io.StringIO(resources.read_text(SEEDS)))]
    rows += [(example, aspect.name) for aspect in taxonomy for example in aspect.examples]
    lemmas = read([text for text, _ in rows])
    aspects = np.array([aspect for _, aspect in rows])
    stages = np.array([stage_of_aspect[aspect] for aspect in aspects.tolist()])
    names = sorted(stage.value for stage in Stage)
    columns = np.array([names.index(aspect.stage.value) for aspect in taxonomy])
    table = TableVotes(taxonomy, lemmatise)
    votes = stage_votes([table.of(lemmas.of(row)) for row in range(len(rows))], columns, len(names))
    words = LemmaHasher().matrix(lemmas)
    by_stage = LogisticRegression(C=_C, max_iter=400)
    by_stage.fit(sparse.hstack([words, sparse.csr_matrix(VOTE_SCALE * votes)], format="csr"), stages)
    by_aspect = LogisticRegression(C=_ASPECT_C, max_iter=200).fit(words, aspects)
    assert by_stage.coef_.shape[1] == (1 << BITS) + len(names)
    return StageWeights(
        tuple(by_stage.classes_.tolist()),
        tuple(by_aspect.classes_.tolist()),
        by_stage.coef_.T.astype(np.float32),
        by_aspect.coef_.T.astype(np.float32),
        by_stage.intercept_,
        by_aspect.intercept_,
    )
