"""Weights of intents for tests that load no analyser."""

from __future__ import annotations

import numpy as np

from voc_cli.schema import Intent
from voc_cli.signals.intent_model import BITS, N_ACTS, IntentWeights
from voc_cli.signals.leaving import Act

NAMES = tuple(sorted(intent.value for intent in Intent))


def weights_that_follow_the_act() -> IntentWeights:
    """Words say nothing; a question inquires, and what has neither act nor polarity is a statement."""
    values = np.zeros(((1 << BITS) + N_ACTS, len(NAMES)), dtype=np.float32)
    values[(1 << BITS) + Act.QUESTION.bit_length() - 1, NAMES.index(Intent.INQUIRY)] = 4.0
    return IntentWeights(NAMES, values, np.where(np.array(NAMES) == Intent.OTHER, 2.3, 0.0))


def random_weights(seed: int = 0) -> IntentWeights:
    """Words and acts say anything."""
    random = np.random.default_rng(seed)
    values = random.normal(0, 2, ((1 << BITS) + N_ACTS, len(NAMES))).astype(np.float32)
    return IntentWeights(NAMES, values, random.normal(0, 1, len(NAMES)))
