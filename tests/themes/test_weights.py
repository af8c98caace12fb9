from __future__ import annotations

import numpy as np
import pytest

from tests.themes.frames import meanings
from voc_cli.themes.training import make_vectors, train_aspects
from voc_cli.themes.weights import BITS, AspectWeights, decode, encode, hashed, load_aspect_weights, log_shares

CELLS = [["배송/N", "늦/V"], ["배송/N", "느리/V"], ["앱/N", "꺼지/V"], ["어플/N", "꺼지/V"], ["손잡이/N", "헐겁/V"]]
ASPECTS = ["배송 속도", "배송 속도", "앱", "앱", "내구성"]


def trained() -> AspectWeights:
    return train_aspects(CELLS, ASPECTS, meanings())


def test_the_model_knows_what_it_was_taught() -> None:
    weights = trained()
    shares = np.exp(log_shares(weights, [["배송/N"], ["꺼지/V"]], meanings()))
    assert shares.sum(axis=1) == pytest.approx([1, 1], abs=1e-5)
    assert [weights.names[column] for column in shares.argmax(axis=1)] == ["배송 속도", "앱"]


def test_a_clause_reads_the_same_in_any_batch() -> None:
    weights, cells = trained(), [*CELLS, []]
    whole = log_shares(weights, cells, meanings())
    for row, cell in enumerate(cells):
        assert np.array_equal(log_shares(weights, [cell], meanings())[0], whole[row])


def test_a_file_gives_back_what_went_into_it() -> None:
    weights = trained()
    back = decode(encode(weights))
    assert back.names == weights.names
    assert np.abs(back.words - weights.words).max() <= np.abs(weights.words).max() / 200
    assert encode(back) == encode(back)


@pytest.mark.parametrize("data", [b"", b"VOCT1\n{}\n", encode(trained())[:-5]])
def test_a_damaged_file_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="theme weights"):
        decode(data)


def test_rows_hold_words_and_pairs_of_words() -> None:
    matrix = hashed([["배송/N", "늦/V"], [], ["배송/N"]])
    assert matrix.shape == (3, 1 << BITS)
    assert [matrix[row].nnz for row in range(3)] == [3, 0, 1]


def test_the_shipped_weights_know_every_aspect_of_the_taxonomy() -> None:
    from voc_cli.valuechain.taxonomy import load_taxonomy

    assert set(load_aspect_weights().names) == {aspect.name for aspect in load_taxonomy()}


def test_vectors_are_made_of_the_words_that_matter_first() -> None:
    morphemes = [
        (n, form, tag) for n, (form, tag) in enumerate([("가", "NNG"), ("를", "JKO"), ("나", "VV"), ("김", "NNP")])
    ]
    rng = np.random.default_rng(1)
    columns = rng.normal(size=(4, 4)).astype(np.float32)
    table = make_vectors(morphemes, lambda number: columns[number] + columns[:, number] + 4, [["나/V", "나/V"]])
    assert table.words == ("가/N", "김/N", "나/V")
    assert table.weights[2] < table.weights[0] == 1
