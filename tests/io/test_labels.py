from __future__ import annotations

import io

import pytest

from tests.io.support import mask_digits
from voc_cli.errors import InputError
from voc_cli.io.labels import Labelled, Labels, read_labelled, read_labels, read_ratings, show_unreadable
from voc_cli.schema import Sentiment

NEGATIVE, NEUTRAL, POSITIVE = Sentiment.NEGATIVE, Sentiment.NEUTRAL, Sentiment.POSITIVE


def labels(*cells: str) -> list[Sentiment | None]:
    return read_labels(cells, where="a.csv").values


def labelled(data: str, *, text: str | None = None, is_rating: bool = False) -> Labelled:
    columns = {"text": text} if text else {}
    stdin = io.BytesIO(data.encode())
    return read_labelled("-", label="라벨", columns=columns, is_rating=is_rating, mask=mask_digits, stdin=stdin)


@pytest.mark.parametrize(
    "cells",
    [
        ("positive", "negative", "neutral"),
        ("Pos", "NEG", " neu "),
        ("긍정", "부정", "중립"),
        ("긍정적", "부정적", "중립적"),
        ("매우 긍정", "아주부정", "보통"),
        ("P", "N", "중립"),
        ("좋음", "나쁨", "보통"),
        ("매우 좋음", "싫음", "보통"),
        ("1", "-1", "0"),
        ("1.0", "-1.0", "0.0"),
        ("+1", "−1", "0"),
        ("very_positive", "very_negative", "neutral"),
    ],
)
def test_labels_are_read_as_people_write_them(cells: tuple[str, ...]) -> None:
    assert labels(*cells) == [POSITIVE, NEGATIVE, NEUTRAL]


def test_zero_is_negative_where_nothing_is_minus_one() -> None:
    read = read_labels(["1", "0", "0"], where="a.csv")
    assert read.values == [POSITIVE, NEGATIVE, NEGATIVE]
    assert "0을 부정으로" in read.notes[0]
    assert read_labels(["1", "0", "-1"], where="a.csv").notes == ()


def test_what_is_no_label_is_counted_and_shown_most_frequent_first() -> None:
    read = read_labels(["긍정", "", "모름", "보류", "보류", " "], where="a.csv")
    assert read.values == [POSITIVE, None, None, None, None, None]
    assert (read.n_missing, read.n_unreadable, read.unreadable) == (2, 3, ("보류", "모름"))


def test_numbers_that_look_like_ratings_are_refused_with_a_way_on() -> None:
    with pytest.raises(InputError, match=r"a\.csv: 라벨이 -1, 0, 1이 아닌 숫자") as caught:
        labels("1", "5", "3")
    assert "--ratings" in caught.value.mend


def test_a_slip_of_the_hand_is_no_rating() -> None:
    assert labels(*["1", "-1"] * 40, "11")[-1] is None


def test_ratings_leave_the_middle_out() -> None:
    read = read_ratings(["1", "2", "3", "4", "5", "", "없음?"], header="별점")
    assert read.values == [NEGATIVE, NEGATIVE, None, POSITIVE, POSITIVE, None, None]
    assert (read.n_between, read.n_missing, read.n_unreadable) == (1, 1, 1)
    assert read.notes == ()


def test_ratings_of_another_scale_are_brought_to_five() -> None:
    read = read_ratings(["1", "10", "5", "9"], header="평점(10점)")
    assert read.values == [NEGATIVE, POSITIVE, None, POSITIVE]
    assert "1~10점" in read.notes[0]


def test_shown_labels_are_masked_and_short() -> None:
    read = Labels([None], 0, 0, ("010-1234-5678 전화", "긴 " * 40, "다", "라", "마", "바"), 6)
    shown = show_unreadable(read, mask_digits)
    assert "1234" not in shown
    assert shown.startswith("[전화번호] 전화, 긴 긴")
    assert shown.endswith("마 …")
    assert len(shown) < 60


def test_texts_and_labels_stand_side_by_side_with_their_rows() -> None:
    read = labelled("번호,리뷰,라벨\n1,좋아요,긍정\n2,,부정\n3,늦어요,부정\n4,몰라요,\n")
    assert (read.texts, read.labels.values) == (["좋아요", "늦어요", "몰라요"], [POSITIVE, NEGATIVE, None])
    assert (read.source_rows, read.n_rejected) == ([2, 4, 5], 1)
    assert (read.text_header, read.label_header, read.name) == ("리뷰", "라벨", "stdin")


def test_the_column_of_labels_is_never_taken_for_the_text() -> None:
    assert labelled("라벨,갑\n긍정,아주 마음에 들어서 또 살게요\n").text_header == "갑"
    with pytest.raises(InputError, match="글이 들어 있는 열을 찾지 못했습니다"):
        labelled("라벨,갑\n긍정,1\n")


def test_a_column_that_is_not_there_is_refused_with_the_nearest_name() -> None:
    with pytest.raises(InputError, match="'라벨' 열이 없습니다") as caught:
        labelled("리뷰,라밸\n좋아요,긍정\n")
    assert "라밸" in caught.value.mend
    with pytest.raises(InputError, match="'본문' 열이 없습니다"):
        labelled("리뷰,라벨\n좋아요,긍정\n", text="본문")


def test_a_column_without_any_label_is_refused_and_its_cells_masked() -> None:
    with pytest.raises(InputError, match="읽을 수 있는 라벨을 찾지 못했습니다") as caught:
        labelled("리뷰,라벨\n좋아요,010-1234-5678\n나빠요,모름\n")
    assert "1234" not in str(caught.value)


def test_ratings_of_a_file_are_read_as_labels_when_asked() -> None:
    read = labelled("리뷰,라벨\n좋아요,5\n그저 그래요,3\n나빠요,1\n", is_rating=True)
    assert read.labels.values == [POSITIVE, None, NEGATIVE]
