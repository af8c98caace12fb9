from __future__ import annotations

import json
import zlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.steps import lemmas_of
from tests.valuechain.made_up import STAGE_NAMES, aspect, loud_weights
from voc_cli import resources
from voc_cli.hashing import word_hash
from voc_cli.schema import Stage
from voc_cli.valuechain.model import (
    ASPECT_BITS,
    RESOURCE,
    STAGE_BITS,
    VOTE_SCALE,
    LemmaHasher,
    StageModel,
    decode,
    encode,
    for_aspects,
    load_stage_weights,
)
from voc_cli.valuechain.taxonomy import load_taxonomy

WEIGHTS = loud_weights((aspect("배송 속도", Stage.OUTBOUND), aspect("가격", Stage.MARKETING_SALES)))
ENCODED = encode(WEIGHTS)
LARGEST = 2 * 1024 * 1024  # bytes of the file that every installation carries
CLAUSES = st.lists(
    st.lists(st.sampled_from(["배송/N", "늦/V", "앱/N", "NEG", "좋/V", "답변/N"]), max_size=6).map(" ".join), max_size=6
)

# --- the file ---------------------------------------------------------------------------------------------------------


def test_weights_survive_the_round_trip_within_half_a_step() -> None:
    again = decode(ENCODED)
    assert (again.stage_names, again.aspect_names) == (WEIGHTS.stage_names, WEIGHTS.aspect_names)
    assert again.known.tolist() == WEIGHTS.known.tolist()
    tables = (WEIGHTS.stages, WEIGHTS.aspects, WEIGHTS.meanings)
    for table, read in zip(tables, (again.stages, again.aspects, again.meanings), strict=True):
        assert read.dtype == np.float32
        assert float(np.abs(read - table).max()) <= 0.51 * float(np.abs(table).max()) / 127
    assert again.stage_intercepts == pytest.approx(WEIGHTS.stage_intercepts, rel=1e-5)
    assert again.aspect_intercepts == pytest.approx(WEIGHTS.aspect_intercepts, rel=1e-5)


def test_what_was_read_is_written_as_it_was() -> None:
    assert encode(decode(ENCODED)) == ENCODED


def parts() -> tuple[bytes, dict[str, object], bytes]:
    magic, head, body = ENCODED.split(b"\n", 2)
    return magic, json.loads(head), body


def with_head(**fields: object) -> bytes:
    magic, head, body = parts()
    return b"\n".join([magic, json.dumps({**head, **fields}).encode(), body])


def without(field: str) -> bytes:
    magic, head, body = parts()
    return b"\n".join([magic, json.dumps({key: value for key, value in head.items() if key != field}).encode(), body])


def with_body(body: bytes) -> bytes:
    return ENCODED[: len(ENCODED) - len(parts()[2])] + body


BUCKETS = zlib.decompress(parts()[2])
DAMAGED = {
    "nothing": b"",
    "the magic alone": parts()[0] + b"\n",
    "another magic": b"VOCX" + ENCODED[4:],
    "something before": b"\n" + ENCODED,
    "another file": b"PK\x03\x04 something else",
    "cut in the head": ENCODED[:40],
    "cut in the body": ENCODED[:-4],
    "no body": with_body(b""),
    "a body that is not compressed": with_body(b"zzzz"),
    "one bucket less": with_body(zlib.compress(BUCKETS[:-1])),
    "one bucket more": with_body(zlib.compress(BUCKETS + b"\0")),
    "no buckets": with_body(zlib.compress(b"")),
    "a head that is a list": parts()[0] + b"\n[]\n" + parts()[2],
    "a head that is no JSON": parts()[0] + b"\n{\n" + parts()[2],
    "a head that is no text": parts()[0] + b"\n\xff\xfe\n" + parts()[2],
    "no names of stages": without("stages"),
    "no scales": without("scales"),
    "one scale": with_head(scales=[0.1]),
    "scales that are words": with_head(scales=["a", "b", "c"]),
    "a word too few": with_head(n_words=len(WEIGHTS.known) - 1),
    "a word too many": with_head(n_words=len(WEIGHTS.known) + 1),
    "no number of words": without("n_words"),
    "a stage too few": with_head(stages=list(STAGE_NAMES[:-1])),
    "no stages at all": with_head(stages=[], stage_intercepts=[]),
    "names that are a number": with_head(aspects=2),
    "intercepts too few": with_head(stage_intercepts=[0.0]),
    "no intercepts": without("aspect_intercepts"),
}


@pytest.mark.parametrize("data", DAMAGED.values(), ids=DAMAGED.keys())
def test_a_damaged_file_is_a_value_error(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"\S"):
        decode(data)


def test_the_shipped_weights_load_once_and_know_every_stage_and_aspect() -> None:
    weights = load_stage_weights()
    assert weights is load_stage_weights()
    assert weights.stage_names == STAGE_NAMES
    assert set(weights.aspect_names) == {aspect.name for aspect in load_taxonomy()}
    assert weights.stages.shape == ((1 << STAGE_BITS) + len(STAGE_NAMES), len(STAGE_NAMES))
    assert weights.aspects.shape == (1 << ASPECT_BITS, len(weights.aspect_names))
    assert weights.meanings.shape == (len(weights.known), len(STAGE_NAMES))
    assert np.all(np.diff(weights.known.astype(np.int64)) > 0)
    assert len(resources.read_bytes(RESOURCE)) <= LARGEST


# --- words ------------------------------------------------------------------------------------------------------------


def test_a_clause_is_its_words_and_pairs_of_words_by_the_root_of_their_number() -> None:
    row = LemmaHasher().matrix(lemmas_of("배송/N 늦/V"))
    assert row.shape == (1, 1 << STAGE_BITS)
    assert row.data.tolist() == pytest.approx([1 / 2] * 3)  # two words, one pair, one padded


def test_aspects_see_the_same_words_in_fewer_buckets() -> None:
    words = LemmaHasher().matrix(lemmas_of("배송/N 늦/V", "", "앱/N"))
    fewer = for_aspects(words)
    assert fewer.shape == (3, 1 << ASPECT_BITS)
    assert fewer.indices.tolist() == [column // 8 for column in words.indices.tolist()]
    assert fewer.data.tolist() == words.data.tolist()
    assert fewer.indptr.tolist() == words.indptr.tolist()


def test_an_empty_clause_has_an_empty_row() -> None:
    matrix = LemmaHasher().matrix(lemmas_of("", "배송/N", ""))
    assert np.diff(matrix.indptr).tolist() == [0, 1, 0]
    assert LemmaHasher().matrix(lemmas_of()).shape == (0, 1 << STAGE_BITS)


@given(CLAUSES)
def test_a_row_does_not_depend_on_the_batch(clauses: list[str]) -> None:
    hasher = LemmaHasher()
    together = hasher.matrix(lemmas_of(*clauses)).toarray()
    for number, clause in enumerate(clauses):
        assert np.array_equal(together[number], LemmaHasher().matrix(lemmas_of(clause)).toarray()[0])


# --- what the model says ----------------------------------------------------------------------------------------------


@given(CLAUSES.filter(bool), st.integers(0, 9))
def test_what_the_model_says_of_a_clause_does_not_depend_on_the_batch(clauses: list[str], seed: int) -> None:
    model, hasher, lemmas = StageModel(WEIGHTS), LemmaHasher(), lemmas_of(*clauses)
    words, meanings = hasher.matrix(lemmas), hasher.meanings(lemmas, WEIGHTS.known)
    votes = np.random.default_rng(seed).uniform(0, 6, (len(clauses), len(STAGE_NAMES)))
    probabilities = model.stage_probabilities(words, votes, meanings)
    assert probabilities.sum(axis=1) == pytest.approx(np.ones(len(clauses)))
    for row in range(len(clauses)):
        alone = model.stage_probabilities(words[row], votes[row : row + 1], meanings[row])[0]
        assert np.array_equal(alone, probabilities[row])


def test_a_vote_speaks_for_its_stage_by_the_weights_of_the_votes() -> None:
    model = StageModel(WEIGHTS)
    nothing, no_meaning = LemmaHasher().matrix(lemmas_of("")), LemmaHasher().meanings(lemmas_of(""), WEIGHTS.known)
    votes = np.zeros((1, len(STAGE_NAMES)))
    silent = model.stage_probabilities(nothing, votes, no_meaning)[0]
    votes[0, 3] = 2.0
    odds = np.log(model.stage_probabilities(nothing, votes, no_meaning)[0] / silent)
    expected = VOTE_SCALE * 2.0 * WEIGHTS.stages[(1 << STAGE_BITS) + 3]
    assert odds - odds[0] == pytest.approx(expected - expected[0], abs=1e-6)


def test_a_known_word_speaks_by_its_meaning() -> None:
    hasher, lemmas = LemmaHasher(), lemmas_of("배송/N 모름/N", "모름/N", "배송/N 앱/N")
    rows = hasher.meanings(lemmas, WEIGHTS.known).toarray()
    assert rows[0][WEIGHTS.known == word_hash("배송/N")].tolist() == pytest.approx([1 / np.sqrt(3)])
    assert np.count_nonzero(rows, axis=1).tolist() == [1, 0, 2]
    assert hasher.meanings(lemmas, np.zeros(0, dtype=np.uint32)).shape == (3, 0)


# --- asides -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "said", ["정말/M 늦/V 배송/N", "늦/V 너무/M 배송/N", "이렇/V 늦/V 배송/N ㅠㅠ/M", "요즘/N 또/M 늦/V 배송/N"]
)
def test_asides_are_not_heard_beside_words(said: str) -> None:
    hasher, known = LemmaHasher(), np.unique(np.array([word_hash("늦/V"), word_hash("정말/M")], dtype=np.uint32))
    plain, emphatic = lemmas_of("늦/V 배송/N"), lemmas_of(said)
    assert (hasher.matrix(plain) != hasher.matrix(emphatic)).nnz == 0
    assert (hasher.meanings(plain, known) != hasher.meanings(emphatic, known)).nnz == 0


def test_asides_alone_are_kept_and_other_adverbs_are_heard() -> None:
    hasher = LemmaHasher()
    assert hasher.matrix(lemmas_of("정말/M")).nnz == 1
    assert (hasher.matrix(lemmas_of("안/M 늦/V")) != hasher.matrix(lemmas_of("늦/V"))).nnz > 0
    assert [row.nnz for row in hasher.matrix(lemmas_of("진짜/M 늦/V", "", "ㅋㅋ/M"))] == [1, 0, 1]
