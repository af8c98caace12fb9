from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.steps import morphemes_of
from voc_cli.morphemes import Morphemes, Spans
from voc_cli.sentiment.network import (
    LARGEST,
    N_HEADS,
    OPINION,
    SIGN,
    Network,
    NetworkReader,
    Shape,
    Voices,
    key_of,
    lemma_key,
    silent,
)
from voc_cli.sentiment.network_training import (
    CUSTOMERS,
    FILMS,
    Learner,
    Lesson,
    Meanings,
    lesson,
    opinions,
    pretrain,
    tune,
)

# One filter, one dimension of each kind: what it answers can be worked out by hand.
GOOD, BAD = ("좋", "VA"), ("나쁘", "VA")


def sorted_rows(rows: dict[int, int]) -> tuple[np.ndarray, np.ndarray]:
    keys = sorted(rows)
    return np.array(keys, dtype=np.uint32), np.array([[rows[key]] for key in keys], dtype=np.int8)


def small(
    kernel: list[list[int]],
    *,
    bias: int = 0,
    head: tuple[float, float, float] = (1, 0, 0),
    opinion: tuple[float, float, float] = (0, 0, 0),
) -> Network:
    known, learnt = sorted_rows({key_of(*GOOD): 2, key_of(*BAD): -3, key_of("", "EF"): 1})
    meant, meaning = sorted_rows({lemma_key("배송", "NNG"): 5})
    return Network(
        known,
        learnt,
        meant,
        meaning,
        np.array(kernel, dtype=np.int16),
        np.array([bias], dtype=np.int32),
        np.array([head, opinion], dtype=np.float32),
    )


def voices(network: Network, morphemes: Morphemes, bounds: list[list[int]]) -> Voices:
    """What is said of clauses (text, first morpheme, last), and of the texts."""
    documents, firsts, lasts = (np.array(column, dtype=np.int32) for column in np.array(bounds).reshape(-1, 3).T)
    nowhere = np.zeros_like(documents)
    return NetworkReader(network, morphemes.vocabulary).read(
        morphemes, Spans(documents, firsts, lasts, nowhere, nowhere)
    )


def read(network: Network, *texts: str) -> list[float]:
    """The sign of texts that are one clause each."""
    morphemes = morphemes_of(texts)
    ends = morphemes.bounds.tolist()
    whole = [[text, ends[text], ends[text + 1]] for text in range(len(texts)) if ends[text] < ends[text + 1]]
    return [float(logit) for logit in voices(network, morphemes, whole).texts[:, SIGN]]


ITSELF = [[0, 10, 0], [0, 10, 0]]  # rows: meaning, learnt; columns: what a morpheme gives to the next, itself, the last


def test_the_largest_answer_and_none_below_zero_count() -> None:
    assert read(small(ITSELF), "좋/VA 나쁘/VA", "나쁘/VA", "배송/NNG 좋/VA") == [20, 0, 50]


def test_the_mean_is_over_the_root_of_the_length() -> None:
    assert read(small(ITSELF, head=(0, 1, 0.5)), "좋/VA 좋/VA 배송/NNG") == [pytest.approx(90 / 2 + 0.5)]


def test_a_morpheme_hears_its_neighbours_but_not_those_of_the_next_text() -> None:
    before, behind = [[10, 0, 0], [10, 0, 0]], [[0, 0, 10], [0, 0, 10]]
    for kernel in (before, behind):
        assert read(small(kernel), "좋/VA 좋/VA", "좋/VA", "배송/NNG") == [20, 0, 0]


def test_a_text_is_the_largest_and_the_mean_of_its_clauses_which_do_not_hear_each_other() -> None:
    network = small([[10, 10, 10], [10, 10, 10]], head=(1, 0, 0), opinion=(0, 1, 0.5))
    morphemes = morphemes_of(["좋/VA 배송/NNG 좋/VA", "", "좋/VA"])
    found = voices(network, morphemes, [[0, 0, 1], [0, 1, 3], [2, 3, 4]])
    assert found.clauses[:, SIGN].tolist() == [20, 70, 20]
    assert found.texts[:, SIGN].tolist() == [70, 0, 20]
    assert found.clauses[:, OPINION] == pytest.approx([20 / 2**0.5 + 0.5, 140 / 3**0.5 + 0.5, 20 / 2**0.5 + 0.5])
    assert found.texts[:, OPINION] == pytest.approx([160 / 2 + 0.5, 0, 20 / 2**0.5 + 0.5])


def test_a_clause_too_long_for_one_piece_hears_over_the_borders_of_pieces() -> None:
    before = [[10, 0, 0], [10, 0, 0]]
    words = ["몰라/IC"] * 31 + ["배송/NNG", "몰라/IC", *["좋/VA"] * 40]
    assert read(small(before), " ".join(words)) == [50]
    mean = small(ITSELF, head=(0, 1, 0))
    assert read(mean, " ".join(words), "좋/VA") == [pytest.approx((50 + 40 * 20) / 74**0.5), pytest.approx(20 / 2**0.5)]


def test_the_bias_is_heard_at_morphemes_only() -> None:
    assert read(small(ITSELF, bias=7), "배송/NNG", "", "몰라/IC") == [57, 0, 7]


def test_a_morpheme_without_vector_has_that_of_its_tag() -> None:
    assert read(small(ITSELF), "어요/EF", "네요/EF", "예쁘/VA") == [10, 10, 0]


def test_a_silent_network_says_nothing() -> None:
    assert read(silent(), "좋/VA", "") == [0, 0]
    assert silent().shape == Shape()


def any_network(seed: int) -> Network:
    random = np.random.default_rng(seed)
    keys = np.sort(random.integers(0, 1 << 32, 9, dtype=np.uint32))
    return Network(
        np.sort(np.array([key_of(*GOOD), key_of(*BAD), key_of("", "EF")], dtype=np.uint32)),
        random.integers(-127, 128, (3, 32)).astype(np.int8),
        keys,
        random.integers(-127, 128, (9, 64)).astype(np.int8),
        random.integers(-LARGEST, LARGEST + 1, (96, 24)).astype(np.int16),
        random.integers(-1000, 1000, 8).astype(np.int32),
        random.normal(0, 1e-4, (N_HEADS, 17)).astype(np.float32),
    )


@given(st.integers(0, 9))
def test_a_network_survives_the_round_trip(seed: int) -> None:
    network = any_network(seed)
    again = Network.unpack(network.shape, network.pack())
    assert again.pack() == network.pack()
    assert again.kernel.tolist() == network.kernel.tolist()
    assert again.heads.tolist() == network.heads.tolist()


@pytest.mark.parametrize("wrong", [b"", any_network(0).pack()[:-1], any_network(0).pack() + b"x"])
def test_arrays_of_another_length_are_refused(wrong: bytes) -> None:
    with pytest.raises(ValueError, match="cut short"):
        Network.unpack(any_network(0).shape, wrong)


WORDS = st.sampled_from(["좋/VA", "나쁘/VA", "어요/EF", "배송/NNG", "ㅋㅋ/SW"])


@given(st.lists(st.lists(WORDS, max_size=6).map(" ".join), max_size=6))
def test_a_text_is_read_alike_alone_and_among_others(texts: list[str]) -> None:
    network = any_network(1)
    together = read(network, *texts)
    assert together == [value for text in texts for value in read(network, text)]


# --- training ---------------------------------------------------------------------------------------------------------


def taught(texts: dict[str, int], head: int) -> Lesson:
    return lesson(morphemes_of(list(texts)), np.array(list(texts.values())), np.ones(len(texts)), head)


def test_what_has_no_sign_teaches_nothing() -> None:
    assert taught({"좋/VA": 1, "오/VV": 0, "나쁘/VA": -1}, 0).rows.tolist() == [0, 2]


THINGS = [f"{thing}/NNG" for thing in ("배송", "가격", "화면", "상담", "포장", "색", "맛", "옷")]


def made_up() -> Network:
    meanings = Meanings(("만족/N", "불만/N"), np.array([[127, 0], [0, 127]], dtype=np.int8))
    films = {f"{thing} {word}": sign for thing in THINGS for word, sign in (("재미있/VA", 1), ("졸리/VA", -1))}
    films |= {f"{thing} 안/MAG 재미있/VA": -1 for thing in THINGS}
    said = {"만족/NNG": 1, "불만/NNG": -1, **{f"{thing} 확인/NNG": 0 for thing in THINGS}}
    customers, signs = taught(said, CUSTOMERS), np.array(list(said.values()))
    learner = pretrain(taught(films, FILMS), customers.morphemes, meanings)
    first = tune(learner, [customers, opinions(customers, signs, np.arange(len(signs)))])
    again = tune(learner, [customers, opinions(customers, signs, np.arange(len(signs)))])
    assert first.pack() == again.pack(), "tuning leaves the learner as it was"
    return first


@pytest.fixture(scope="module")
def learnt() -> Network:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("voc_cli.sentiment.network_training.FREQUENT", 1)
        patch.setattr("voc_cli.sentiment.network_training._FILM_EPOCHS", 150)
        patch.setattr("voc_cli.sentiment.network_training._TUNE_EPOCHS", 40)
        return made_up()


def test_words_in_a_row_are_learnt(learnt: Network) -> None:
    good, bad, denied = read(learnt, "의자/NNG 재미있/VA", "의자/NNG 졸리/VA", "의자/NNG 안/MAG 재미있/VA")
    assert good > 0 > bad
    assert denied < good


def test_the_mean_of_learners_lies_between_them_and_leaves_them_alone() -> None:
    films = taught({"재미있/VA": 1, "졸리/VA": -1}, FILMS)
    meanings = Meanings(("만족/N",), np.array([[127, 0]], dtype=np.int8))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("voc_cli.sentiment.network_training._FILM_EPOCHS", 1)
        one = pretrain(films, films.morphemes, meanings)
    other, before = one.copy(), one.heads.copy()
    other.heads[:] += 2.0
    assert np.allclose(Learner.mean([one, other]).heads, before + 1.0)
    assert np.array_equal(one.heads, before)


def test_what_holds_an_opinion_is_learnt_by_another_head(learnt: Network) -> None:
    morphemes = morphemes_of(["만족/NNG", "불만/NNG", "의자/NNG 확인/NNG"])
    bounds = [[text, *morphemes.bounds[text : text + 2].tolist()] for text in range(3)]
    good, bad, fact = voices(learnt, morphemes, bounds).texts[:, OPINION].tolist()
    assert min(good, bad) > fact


def test_plain_facts_teach_no_sign_but_that_they_are_facts() -> None:
    signs = np.array([1, 0, -1])
    sentences = taught({"좋/VA": 1, "오/VV": 0, "나쁘/VA": -1}, CUSTOMERS)
    held = opinions(sentences, signs, np.array([0, 1]))
    assert held.truth.tolist() == [1, 0, 1]
    assert held.rows.tolist() == [0, 1]
    assert held.weights[1] == 2 * held.weights[0]


def test_the_same_lessons_make_the_same_bytes() -> None:
    assert made_up().pack() == made_up().pack()


def test_a_network_is_in_whole_numbers_that_stay_exact(learnt: Network) -> None:
    assert np.abs(learnt.kernel).max() == LARGEST
    assert np.all(np.diff(learnt.known.astype(np.int64)) > 0)
    assert np.all(np.diff(learnt.meant.astype(np.int64)) > 0)
    width = learnt.learnt.shape[1] + learnt.meaning.shape[1]
    assert width * 127 * LARGEST * 3 + np.abs(learnt.bias).max() < 2**24


def test_no_word_is_known_twice(learnt: Network) -> None:
    assert replace(learnt, known=np.unique(learnt.known)).pack() == learnt.pack()
