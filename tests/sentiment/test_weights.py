from __future__ import annotations

import json
import zlib
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc_cli import resources
from voc_cli.sentiment.network import silent
from voc_cli.sentiment.weights import DOMAIN_BITS, RESOURCE, Meta, Weights, decode, encode, load_weights

META = Meta(
    bits=(4, 3, 2),
    scales=(0.01, 0.02, 0.04),
    intercepts=(-0.5, 0.25, 0.125),
    clause=(0.3, 1.2, 2.0, 0.7, 0.1, 0.2, -0.1, -0.2, -0.4, 0.6, 0.1),
    opinion=(1.0, 0.5, 0.25, 0.5, 0.75, -1.0),
    document=(0.8, 0.3, 1.4, 0.2, -0.7, 0.3, 1.0, 0.4),
    neutral=0.2,
    trained_on="시험용\n두 줄",
)
TABLES = tuple(np.arange(-(1 << bits) // 2, (1 << bits) // 2, dtype=np.int8) for bits in META.bits)
WEIGHTS = Weights(META, TABLES)
N_SILENT = len(silent().pack())
LARGEST = 6 * 1024 * 1024  # bytes of the file that every installation carries
MAGIC = encode(WEIGHTS).partition(b"\n")[0]
BYTE = st.integers(-127, 127)


@given(st.tuples(*(st.lists(BYTE, min_size=1 << bits, max_size=1 << bits) for bits in META.bits)))
def test_weights_survive_the_round_trip(buckets: tuple[list[int], ...]) -> None:
    again = decode(encode(Weights(META, tuple(np.array(table, dtype=np.int8) for table in buckets))))
    assert again.meta == META
    assert {table.dtype for table in again.tables} == {np.dtype(np.int8)}
    assert tuple(table.tolist() for table in again.tables) == buckets


def test_the_same_weights_give_the_same_bytes() -> None:
    assert encode(WEIGHTS) == encode(Weights(replace(META), tuple(table.copy() for table in TABLES)))


def test_the_buckets_of_the_models_stand_one_after_the_other() -> None:
    weights = Weights.of(
        replace(META, bits=(1, 2, 0)), bytes([1, 2, 3, 4, 5, 255, 7, 8]) + bytes((1 << DOMAIN_BITS) - 1 + N_SILENT)
    )
    assert [table.tolist() for table in weights.tables] == [[1, 2], [3, 4, 5, -1], [7]]
    assert weights.domain[:2].tolist() == [8, 0]


@pytest.mark.parametrize("n_bytes", [0, 28, (1 << DOMAIN_BITS) + 27 + N_SILENT, (1 << DOMAIN_BITS) + 29 + N_SILENT])
def test_buckets_of_another_number_are_refused(n_bytes: int) -> None:
    with pytest.raises(ValueError, match="cut short"):
        Weights.of(META, bytes(n_bytes))


def other_bits() -> bytes:
    return encode(Weights(replace(META, bits=(5, 3, 2)), TABLES))


def other_fields(**fields: object) -> bytes:
    magic, head, body = encode(WEIGHTS).split(b"\n", 2)
    return b"\n".join([magic, json.dumps({**json.loads(head), **fields}).encode(), body])


@pytest.mark.parametrize(
    "data",
    [
        b"",
        MAGIC,
        encode(WEIGHTS).replace(MAGIC, b"VOCW1", 1),
        b"PK\x03\x04 something else",
        b"\n" + encode(WEIGHTS),
        encode(WEIGHTS)[:20],
        encode(WEIGHTS)[:-4],
        other_bits(),
        other_fields(more=1),
        other_fields(bits=[]),
        other_fields(bits=4),
        encode(WEIGHTS).replace(b"{", b"[", 1),
        encode(WEIGHTS).rpartition(b"\n")[0] + b"\n" + zlib.compress(b""),
    ],
)
def test_a_broken_file_is_a_value_error(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"\S"):
        decode(data)


def test_the_shipped_weights_load_once() -> None:
    weights = load_weights()
    assert weights is load_weights()
    assert [len(table) for table in weights.tables] == [1 << bits for bits in weights.meta.bits]


def test_the_shipped_weights_fit_the_columns_of_the_scorer() -> None:
    meta = load_weights().meta
    assert (len(meta.clause), len(meta.opinion), len(meta.document)) == (11 + 1, 5 + 1, 7 + 1)
    assert len(meta.bits) == len(meta.scales) == len(meta.intercepts) == 3
    assert 0 < meta.neutral < 1
    assert min(meta.scales) > 0
    assert meta.trained_on


def test_good_words_raise_and_bad_words_lower_a_clause_by_the_shipped_weights() -> None:
    # The columns of bad words and of denied good ones are negative themselves, so their weights are positive too.
    assert min(load_weights().meta.clause[2:6]) > 0


def test_the_shipped_file_is_small() -> None:
    assert len(resources.read_bytes(RESOURCE)) <= LARGEST
