from __future__ import annotations

from voc_cli.io.grid import Grid
from voc_cli.io.headers import Header, find_header


def grid(*rows: list[str]) -> Grid:
    return Grid("a.csv", "utf-8", ",", [list(row) for row in rows], list(range(1, len(rows) + 1)))


def find(*rows: list[str], asked: tuple[str, ...] = ()) -> Header:
    header = find_header(grid(*rows), asked=asked)
    assert header is not None
    return header


def test_title_rows_above_the_header_are_passed_over_and_said() -> None:
    header = find(
        ["2024년 1월 VOC 내용", "", ""],
        ["기간", "2024-01-01", ""],
        ["접수번호", "접수일시", "내용"],
        ["1", "2024-01-03", "느려요"],
    )
    assert (header.names, header.first, header.line) == (("접수번호", "접수일시", "내용"), 3, 3)
    assert "2행" in header.notes[0]


def test_a_title_that_sounds_like_a_name_is_still_a_title() -> None:
    header = find(["VOC", "", ""], ["q1", "q2", "문의내용"], ["1", "2", "느려요"], ["3", "4", "좋아요"])
    assert (header.names, header.line) == (("q1", "q2", "문의내용"), 2)


def test_values_that_sound_like_names_do_not_move_the_header() -> None:
    header = find(["번호", "경로", "한마디"], ["1", "앱", "리뷰"], ["2", "매장", "내용"])
    assert header.first == 1


def test_a_header_of_one_known_name_is_enough() -> None:
    assert find(["리뷰"], ["좋아요"]).names == ("리뷰",)


def test_a_survey_may_ask_sentences_in_its_header() -> None:
    question = "서비스를 이용하시면서 불편하셨던 점이나 바라시는 점을 자유롭게 적어 주시면 감사하겠습니다"
    header = find(["타임스탬프", "연령대", question], ["2024. 1. 3 오후 3:05:10", "30대", "주차가 불편해요"])
    assert header.names == ("타임스탬프", "연령대", question)


def test_unknown_names_are_taken_by_their_shape() -> None:
    assert find(["q1", "q2"], ["예", "배송이 늦어요"]).names == ("q1", "q2")


def test_a_table_without_header_gets_numbers_and_loses_no_row() -> None:
    header = find(["9001", "배송이 너무 늦어요", "0"], ["9002", "좋아요", "1"])
    assert (header.names, header.first, header.line) == (("열1", "열2", "열3"), 0, 0)
    assert header.notes


def test_lines_of_korean_text_are_read_without_a_header() -> None:
    header = find(["배송이 너무 늦어요"], ["앱이 자꾸 꺼져요"])
    assert (header.names, header.first) == (("text",), 0)
    assert "2줄" in header.notes[0]


def test_lines_of_something_else_are_not_a_table() -> None:
    assert find_header(grid(["some log line with words"], ["12:00 another one"])) is None


def test_the_user_can_name_the_header() -> None:
    assert find(["제목 없음", "x"], ["첫째", "둘째"], ["가", "나"], asked=("둘째",)).first == 2


def test_twins_and_nameless_columns_are_told_apart() -> None:
    header = find(["내용", "비고", "비고", "", ""], ["느려요", "a", "b", "c", ""])
    assert header.names == ("내용", "비고", "비고_2", "열4", "")


def test_line_breaks_in_a_header_are_spaces() -> None:
    assert find(["문의\n내용", "\ufeff번호"], ["느려요", "1"]).names == ("문의 내용", "번호")
