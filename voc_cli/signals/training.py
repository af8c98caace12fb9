"""Trains the weights of the intent model (run by ``voc_cli.train``)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from voc_cli.hashing import WordHashes
from voc_cli.morphemes import Lemmas
from voc_cli.signals.intent_model import BITS, IntentWeights, bits_of, features

_C: Final = 3.0


def train_intents(lemmas: Lemmas, acts: NDArray[np.int32], intents: Sequence[str]) -> IntentWeights:
    """The weights learnt from clauses, their acts and the intents that a reader gave them; three intents or more.

    Polarity is left out: the sentences were seen by the sentiment weights, so that theirs would be too good a witness.
    """
    parts = features(lemmas, WordHashes())
    rows = np.concatenate([part.rows for part in parts])
    columns = np.concatenate([part.columns for part in parts])
    values = np.concatenate([part.values for part in parts])
    words = sparse.csr_matrix((values, (rows, columns)), shape=(len(intents), 1 << BITS))
    model = LogisticRegression(C=_C, max_iter=300)
    model.fit(sparse.hstack([words, bits_of(acts)], format="csr"), np.array(intents))
    return IntentWeights(tuple(model.classes_.tolist()), model.coef_.T.astype(np.float32), model.intercept_)
