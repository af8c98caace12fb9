from __future__ import annotations

import json
import zlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.signals.made_up import NAMES, random_weights
from tests.steps import lemmas_of
from voc_cli import resources
from voc_cli.schema import Intent
from voc_cli.signals.intent_model import (
    BITS,
    N_ACTS,
    RESOURCE,
    IntentModel,
    bits_of,
    decode,
    encode,
    load_intent_weights,
)
from voc_cli.signals.leaving import Act
from voc_cli.signals.training import train_intents

MODEL = IntentModel(random_weights())


def acts_of(*values: int) -> np.ndarray[tuple[int], np.dtype[np.int32]]:
    return np.array(values, dtype=np.int32)


def test_every_bit_of_an_act_has_a_row() -> None:
    bits = [value for name, value in vars(Act).items() if not name.startswith("_")]
    assert sorted(bits) == [1 << place for place in range(N_ACTS)]
    assert bits_of(acts_of(0, 1, 1 << 16)).tolist() == [[0] * 17, [1, *[0] * 16], [*[0] * 16, 1]]


WORDS = st.lists(st.sampled_from(["배송/N", "늦/V", "NEG", "앱/N", "좋/V"]), max_size=5).map(" ".join)


@given(st.lists(st.tuples(WORDS, st.integers(0, (1 << 17) - 1)), max_size=5))
def test_a_clause_has_the_same_logits_alone_and_among_others(clauses: list[tuple[str, int]]) -> None:
    texts, acts = [text for text, _ in clauses], [act for _, act in clauses]
    together = MODEL.logits(lemmas_of(*texts), acts_of(*acts))
    assert together.shape == (len(clauses), len(NAMES))
    for row, (text, act) in zip(together, clauses, strict=True):
        assert np.array_equal(row, MODEL.logits(lemmas_of(text), acts_of(act))[0])


def test_order_and_edges_of_words_count() -> None:
    there, back = MODEL.logits(lemmas_of("배송/N 늦/V", "늦/V 배송/N"), acts_of(0, 0))
    assert not np.allclose(there, back)


def test_weights_come_back_from_their_bytes() -> None:
    weights = random_weights()
    again = decode(encode(weights))
    assert again.names == weights.names
    assert np.abs(again.values - weights.values).max() <= np.abs(weights.values).max() / 250
    assert again.intercepts == pytest.approx(weights.intercepts, rel=1e-5)
    assert encode(again) == encode(decode(encode(again)))


HEAD = json.dumps({"names": ["praise"], "scale": 1.0, "intercepts": [0.0]}).encode()


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"VOCS2\n{}", "not an intent weights file"),
        (b"VOCI1\nnothing", "damaged"),
        (b"VOCI1\n" + HEAD + b"\n" + zlib.compress(b"\0"), "damaged"),
        (b"VOCI1\n" + HEAD + b"\nxyz", "damaged"),
    ],
)
def test_other_bytes_are_no_weights(data: bytes, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        decode(data)


def test_the_shipped_weights_know_every_intent() -> None:
    weights = load_intent_weights()
    assert weights is load_intent_weights()
    assert sorted(weights.names) == sorted(intent.value for intent in Intent)
    assert weights.values.shape == ((1 << BITS) + N_ACTS, len(Intent))
    assert len(resources.read_bytes(RESOURCE)) < 500_000


def test_training_learns_words_and_acts_and_gives_the_same_bytes() -> None:
    texts = ["늦/V"] * 4 + ["좋/V"] * 4 + ["배송/N"] * 4
    told = ["complaint"] * 4 + ["praise"] * 4 + ["inquiry"] * 4
    acts = acts_of(*[0] * 8, *[Act.ASKS] * 4)
    weights = train_intents(lemmas_of(*texts), acts, told)
    assert encode(weights) == encode(train_intents(lemmas_of(*texts), acts, told))
    logits = IntentModel(weights).logits(lemmas_of("늦/V", "좋/V", "모름/N"), acts_of(0, 0, Act.ASKS))
    assert [weights.names[column] for column in logits.argmax(axis=1)] == ["complaint", "praise", "inquiry"]
