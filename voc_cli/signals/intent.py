"""What the customer does with a clause (VOC 유형), by its ending, its words and its polarity.

Rules read the act of an ending; a model that learnt from the package's own sentences weighs acts and words; the
polarity speaks for complaint or praise. A question that complains and a statement of mere fact end like others.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from voc_cli.hashing import WordHashes
from voc_cli.morphemes import Lemmas
from voc_cli.schema import Intent
from voc_cli.signals.intent_model import Floats, IntentModel, IntentWeights
from voc_cli.signals.leaving import Act

# What the model's logits get for an act that a rule has read: rules are seldom wrong, and sentences that ask for
# something are rare among those it learnt from. Like the next two, fitted on one half of the labelled units.
_RULES: Final = {
    Act.REQUEST: (Intent.REQUEST, 4.0),
    Act.SUGGESTION: (Intent.SUGGESTION, 2.0),
    Act.IMPERATIVE: (Intent.REQUEST, 4.0),
}
_NO_OPINION: Final = 0.5  # taken from the logit of OTHER: who writes to a company seldom has nothing to say
_FULL: Final = 0.95  # a polarity beyond says no more


class IntentClassifier:
    """Intents of clauses, each judged by itself."""

    def __init__(self, weights: IntentWeights, words: WordHashes | None = None) -> None:
        self._model = IntentModel(weights, words)
        self._intents = [Intent(name) for name in weights.names]
        self._columns = {intent: column for column, intent in enumerate(self._intents)}

    def find(
        self, lemmas: Lemmas, acts: NDArray[np.int32], polarity: NDArray[np.float64], *, neutral: float
    ) -> list[Intent]:
        """The intent of each clause, in order.

        Args:
            lemmas: Of the clauses.
            acts: Of the clauses, as ``ActReader`` reads them, shape (n_clauses,).
            polarity: Of the clauses, shape (n_clauses,); an order that praises (above ``neutral``) is no request.
        """
        logits = self._model.logits(lemmas, acts)
        for bit, (intent, weight) in _RULES.items():
            met = (acts & bit) > 0
            if bit == Act.IMPERATIVE:
                met &= polarity < neutral
            logits[:, self._columns[intent]] += weight * met
        opinion: Floats = 2 * np.arctanh(np.clip(polarity, -_FULL, _FULL))
        logits[:, self._columns[Intent.COMPLAINT]] -= opinion
        logits[:, self._columns[Intent.PRAISE]] += opinion
        logits[:, self._columns[Intent.OTHER]] -= _NO_OPINION
        return [self._intents[column] for column in logits.argmax(axis=1).tolist()]
