from __future__ import annotations

import numpy as np
import pytest

from tests.themes.frames import meanings
from voc_cli.themes.vectors import (
    MorphemeVectors,
    VectorTable,
    decode,
    embed,
    encode,
    load_vectors,
    quantise,
    unit,
    weigh,
)


def table() -> VectorTable:
    values = np.array([[127, 0], [0, 127], [-127, 0]], dtype=np.int8)
    return VectorTable(("배송/N", "조회/N", "맛/N"), values, np.array([1.0, 0.5, 1.0], dtype=np.float32))


def test_a_file_gives_back_what_went_into_it() -> None:
    back = decode(encode(table()))
    assert back.words == table().words
    assert np.array_equal(back.values, table().values)
    assert back.weights == pytest.approx([1.0, 0.5, 1.0], abs=0.002)
    assert encode(back) == encode(table())


@pytest.mark.parametrize("data", [b"", b"VOCV1\n", b"VOCX1\n{}\n", encode(table())[:-9]])
def test_a_damaged_file_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="vectors"):
        decode(data)


def test_a_word_that_tells_little_is_short() -> None:
    vectors = MorphemeVectors(table())
    first, second = vectors.of("배송/N"), vectors.of("조회/N")
    assert first is not None
    assert second is not None
    assert np.linalg.norm(first) == pytest.approx(1)
    assert np.linalg.norm(second) == pytest.approx(0.5)


def test_an_unknown_noun_is_the_sum_of_its_known_ends() -> None:
    vectors = MorphemeVectors(table())
    guessed = vectors.of("배송조회/N")
    assert guessed is not None
    assert [vectors.knows(noun) for noun in ("배송/N", "배송조회/N", "좋쿤욤/N")] == [True, True, False]
    assert guessed[0] > 0
    assert guessed[1] > 0


@pytest.mark.parametrize("lemma", ["신조어/N", "배송하/V", "구/N"])
def test_nothing_is_guessed_of_what_has_no_known_end(lemma: str) -> None:
    assert MorphemeVectors(table()).of(lemma) is None


def test_a_clause_is_a_row_of_length_one_and_zeros_where_nothing_is_known() -> None:
    rows = MorphemeVectors(table()).clauses([["배송/N", "조회/N", "NEG"], ["신조어/N"], []])
    assert np.linalg.norm(rows, axis=1) == pytest.approx([1, 0, 0])


def test_words_of_one_meaning_lie_near_each_other() -> None:
    vectors = meanings()
    handle, grip, lid = (vectors.clauses([[word]])[0] for word in ("손잡이/N", "자루/N", "뚜껑/N"))
    assert handle @ grip > 0.9
    assert abs(handle @ lid) < 0.1


def test_vectors_keep_the_likeness_of_the_words() -> None:
    rng = np.random.default_rng(5)
    true = unit(rng.normal(size=(80, 6)).astype(np.float32))
    likeness = (true @ true.T).astype(np.float32)
    landmarks = np.arange(40)
    found = embed(likeness[landmarks], landmarks, n_dimensions=6)
    assert np.corrcoef((found @ found.T).ravel(), likeness.ravel())[0, 1] > 0.98
    assert np.linalg.norm(found, axis=1) == pytest.approx(np.ones(80), abs=1e-5)
    assert np.abs(quantise(found)).max() <= 127


def test_common_words_weigh_less() -> None:
    rare, common = weigh(["가/N", "나/N"], {"나/N": 60}, half=20)
    assert (rare, common) == (1.0, 0.5)


@pytest.mark.parametrize(
    ("word", "near", "far"),
    [("배송/N", "택배/N", "얼굴/N"), ("앱/N", "어플/N", "국물/N"), ("환불/N", "반품/N", "하늘/N")],
)
def test_the_shipped_vectors_know_what_is_alike(word: str, near: str, far: str) -> None:
    rows = load_vectors().clauses([[word], [near], [far]])
    assert rows[0] @ rows[1] > rows[0] @ rows[2] + 0.2
