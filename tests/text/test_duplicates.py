from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc_cli.text.duplicates import MIN_CHARACTERS, ORIGINAL, find_copies

LONG = "지난주에 주문한 공기청정기가 아직도 도착하지 않았고 고객센터에 전화해도 아무도 받지 않아서 정말 답답합니다"
OTHER = (
    "필터를 새것으로 갈았는데도 쇳소리가 계속 나서 밤에는 켜 둘 수가 없고 아이가 자꾸 깨서 결국 창고에 넣어 두었습니다"
)


def copies_of(*texts: str) -> list[int]:
    found: list[int] = find_copies(texts).of.tolist()
    return found


def similarity(a: str, b: str) -> float:
    """Jaccard similarity of character 5-grams without white space."""
    grams = [{key[i : i + 5] for i in range(len(key) - 4)} for key in ("".join(a.split()), "".join(b.split()))]
    return len(grams[0] & grams[1]) / len(grams[0] | grams[1])


def test_the_same_text_again_copies_the_first_one() -> None:
    assert copies_of(LONG, OTHER, LONG, LONG) == [ORIGINAL, ORIGINAL, 0, 0]
    assert not find_copies([LONG, OTHER, LONG]).near.any()


@pytest.mark.parametrize(
    "again",
    [LONG.replace(" ", ""), LONG + "!!!", LONG.replace(" ", "\n"), "** " + LONG + " ~~"],
)
def test_white_space_and_punctuation_make_no_other_text(again: str) -> None:
    found = find_copies([LONG, again])
    assert found.of.tolist() == [ORIGINAL, 0]
    assert found.near.tolist() == [False, False]


def test_case_makes_no_other_text() -> None:
    assert copies_of("Very slow delivery again", "VERY SLOW DELIVERY AGAIN") == [ORIGINAL, 0]


@pytest.mark.parametrize("short", ["", "굿", "배송 빨라요", "배송이 빠르고 좋아요!!!!!!!!!"])
def test_short_texts_are_alike_by_chance(short: str) -> None:
    assert copies_of(short, short, short) == [ORIGINAL] * 3


def test_the_shortest_text_that_can_be_a_copy() -> None:
    enough = "가나다라마바사아자차카타파하거"
    assert len(enough) == MIN_CHARACTERS
    assert copies_of(enough, enough) == [ORIGINAL, 0]
    assert copies_of(enough[1:], enough[1:]) == [ORIGINAL, ORIGINAL]


@pytest.mark.parametrize(
    "near",
    [
        LONG.replace("지난주에", "저번주에"),
        LONG.replace("정말 답답합니다", "정말 답답해요"),
        LONG + " 환불해 주세요",
        "안녕하세요 " + LONG,
    ],
)
def test_a_near_equal_text_is_a_near_copy(near: str) -> None:
    assert similarity(LONG, near) >= 0.8
    found = find_copies([OTHER, LONG, near])
    assert found.of.tolist() == [ORIGINAL, ORIGINAL, 1]
    assert found.near.tolist() == [False, False, True]


def test_texts_that_share_half_of_their_words_are_no_copies() -> None:
    half = LONG[: len(LONG) // 2] + OTHER[len(OTHER) // 2 :]
    assert similarity(LONG, half) < 0.5
    assert copies_of(LONG, half, OTHER) == [ORIGINAL] * 3


def test_an_exact_copy_of_a_near_copy_belongs_to_the_first_of_all() -> None:
    near = LONG.replace("지난주에", "저번주에")
    found = find_copies([LONG, near, near])
    assert found.of.tolist() == [ORIGINAL, 0, 0]
    assert found.near.tolist() == [False, True, True]


def test_a_wave_with_one_word_changed_each_time_has_one_head() -> None:
    names = ("공기청정기", "가습기", "제습기", "선풍기", "건조기")
    wave = [f"{LONG} {OTHER}".replace("공기청정기", name) for name in names]
    assert min(similarity(wave[0], text) for text in wave) >= 0.8
    assert copies_of(OTHER, *wave) == [ORIGINAL, ORIGINAL, 1, 1, 1, 1]


def test_no_texts_have_no_copies() -> None:
    found = find_copies([])
    assert found.of.shape == found.near.shape == (0,)


TEXTS = st.lists(
    st.one_of(
        st.sampled_from([LONG, OTHER, LONG[:-3], LONG[3:], OTHER + "!", "굿"]),
        st.text(max_size=60),
        st.text("가나다 ", min_size=15, max_size=45),
    ),
    max_size=12,
)


@given(TEXTS)
def test_every_copy_points_at_an_earlier_original(texts: list[str]) -> None:
    found = find_copies(texts)
    assert found.of.dtype == np.int64
    for number, of in enumerate(found.of.tolist()):
        if of != ORIGINAL:
            assert 0 <= of < number
            assert found.of[of] == ORIGINAL
        else:
            assert not found.near[number]


@given(TEXTS)
def test_the_copies_are_the_same_in_every_run(texts: list[str]) -> None:
    first, second = find_copies(texts), find_copies(list(texts))
    assert first.of.tolist() == second.of.tolist()
    assert first.near.tolist() == second.near.tolist()


@given(
    st.lists(
        st.sampled_from([LONG, OTHER, LONG + "!", LONG[3:], LONG[6:], OTHER[2:], LONG[:-4], OTHER[:-3]]), max_size=12
    )
)
def test_what_a_text_copies_does_not_hang_on_later_ones(texts: list[str]) -> None:
    moments = np.datetime64("2024-01-01", "D") + np.arange(len(texts)) * 12
    every = find_copies(texts, moments)
    for n in range(len(texts)):
        before = find_copies(texts[:n], moments[:n])
        assert (before.of == every.of[:n]).all()
        assert (before.near == every.near[:n]).all()


def test_what_is_said_again_much_later_is_no_copy() -> None:
    near = LONG.replace(LONG[-3:], "!!!")[:-1] + "다"
    days = ["2024-01-01", "2024-01-31", "2024-02-01", "2024-02-20", "2024-03-02"]
    found = find_copies([LONG, LONG, LONG, near, LONG], np.array(days, dtype="datetime64[ns]"))
    assert found.of.tolist() == [ORIGINAL, 0, ORIGINAL, 2, 2]
    # Exports begin with the newest as well, and a record without a day may be of any.
    days = ["2024-02-01", "2024-01-01", "2024-01-15", "NaT"]
    found = find_copies([LONG] * 4, np.array(days, dtype="datetime64[ns]"))
    assert found.of.tolist() == [ORIGINAL, ORIGINAL, 0, 0]
