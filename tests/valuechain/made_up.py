"""A small value chain whose words are written as lemmas, and weights for it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from voc_cli.hashing import word_hash
from voc_cli.schema import Stage
from voc_cli.valuechain.model import ASPECT_BITS, LEANS, STAGE_BITS, StageWeights
from voc_cli.valuechain.taxonomy import Aspect

STAGE_NAMES = tuple(sorted([*(stage.value for stage in Stage), LEANS]))
KNOWN = np.array(sorted(map(word_hash, ("배송/N", "앱/N", "늦/V"))), dtype=np.uint32)


def aspect(
    name: str,
    stage: Stage,
    *,
    phrases: tuple[str, ...] = (),
    targets: tuple[str, ...] = (),
    predicates: tuple[str, ...] = (),
    counter: tuple[str, ...] = (),
    examples: tuple[str, ...] = (),
    owner: str = "품질팀",
) -> Aspect:
    """An aspect of which only the words matter."""
    return Aspect(
        name=name,
        stage=stage,
        complaint_name=f"{name} 불만",
        praise_name=f"{name} 칭찬",
        owner=owner,
        wording="",
        phrases=phrases,
        targets=targets,
        predicates=predicates,
        counter=counter,
        packs=(),
        is_promise=False,
        examples=examples,
    )


def weights_that_follow_the_table(taxonomy: Sequence[Aspect], *, silent: Stage = Stage.NONE) -> StageWeights:
    """Words say nothing; a vote speaks for its stage, and where there is none, for ``silent``."""
    n_buckets, n_stages = 1 << STAGE_BITS, len(STAGE_NAMES)
    stages = np.zeros((n_buckets + n_stages, n_stages), dtype=np.float32)
    stages[n_buckets:] = 30 * np.eye(n_stages)
    leaning = np.zeros(n_stages)
    leaning[STAGE_NAMES.index(silent)] = 1.0
    names = tuple(sorted({aspect.name for aspect in taxonomy}))
    aspects = np.zeros((1 << ASPECT_BITS, len(names)), dtype=np.float32)
    meanings = np.zeros((len(KNOWN), n_stages), dtype=np.float32)
    return StageWeights(STAGE_NAMES, names, stages, aspects, leaning, np.zeros(len(names)), KNOWN, meanings)


def loud_weights(taxonomy: Sequence[Aspect], seed: int = 0) -> StageWeights:
    """Words and votes say anything."""
    random = np.random.default_rng(seed)
    names = tuple(sorted({aspect.name for aspect in taxonomy}))
    n_stages = len(STAGE_NAMES)
    return StageWeights(
        STAGE_NAMES,
        names,
        random.normal(0, 3, ((1 << STAGE_BITS) + n_stages, n_stages)).astype(np.float32),
        random.normal(0, 3, (1 << ASPECT_BITS, len(names))).astype(np.float32),
        random.normal(0, 1, n_stages),
        random.normal(0, 1, len(names)),
        KNOWN,
        random.normal(0, 3, (len(KNOWN), n_stages)).astype(np.float32),
    )
