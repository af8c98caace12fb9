from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc_cli.io.delimited import DELIMITERS, read_delimited, sniff_delimiter
from voc_cli.io.encoding import Decoded
from voc_cli.io.grid import Grid, Reason
from voc_cli.io.headers import count_headers


def cut(text: str) -> Grid:
    return read_delimited(Decoded(text, "utf-8"), name="a.csv", count_headers=count_headers)


def bad(grid: Grid) -> list[tuple[int, Reason]]:
    return [(row.line, row.reason) for row in grid.bad]


@pytest.mark.parametrize("delimiter", DELIMITERS)
def test_the_delimiter_is_found_by_the_names_it_makes(delimiter: str) -> None:
    rows = [["접수번호", "문의내용", "평점"], ["1", "느려요, 아주; 정말|로", "1"], ["2", "좋아요", "5"]]
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=delimiter).writerows(rows)
    grid = cut(buffer.getvalue())
    assert (grid.delimiter, grid.rows, grid.lines) == (delimiter, rows, [1, 2, 3])


@pytest.mark.parametrize("delimiter", DELIMITERS)
def test_the_delimiter_of_unknown_names_is_found_by_even_rows(delimiter: str) -> None:
    text = (
        "\n".join(delimiter.join(row) for row in [("갑", "을", "병"), ("가", "나, 다", "1"), ("라", "마, 바", "2")])
        + "\n"
    )
    assert sniff_delimiter(text, count_headers=count_headers) == (delimiter, 4 if delimiter == "," else 3)


def test_commas_in_a_file_of_one_column_are_text() -> None:
    grid = cut("내용\n느려요, 아주 느려요\n좋아요\n환불, 교환, 반품\n")
    assert grid.delimiter == ""
    assert grid.rows == [["내용"], ["느려요, 아주 느려요"], ["좋아요"], ["환불, 교환, 반품"]]


def test_a_title_row_does_not_mislead_the_delimiter() -> None:
    grid = cut("2024년 1월, 2월 VOC 현황\n\n접수번호;내용\n1;느려요, 아주\n")
    assert grid.delimiter == ";"
    assert grid.lines == [1, 3, 4]


def test_the_delimiter_that_excel_writes_into_the_first_line_is_obeyed() -> None:
    grid = cut("sep=;\na;b\n1,2;3,4\n")
    assert (grid.rows, grid.lines) == ([["a", "b"], ["1,2", "3,4"]], [2, 3])


def test_quoted_newlines_stay_in_their_cell_and_lines_are_counted_as_they_stand_in_the_file() -> None:
    grid = cut('번호,내용\n1,"첫 줄\n둘째 줄\r\n셋째"\n2,끝\n')
    assert grid.rows[1:] == [["1", "첫 줄\n둘째 줄\r\n셋째"], ["2", "끝"]]
    assert grid.lines == [1, 2, 5]


def test_an_unclosed_quote_costs_its_own_line_only() -> None:
    grid = cut('번호,내용\n1,좋아요\n2,"닫지 않음\n3,그대로\n4,"제대로 닫음"\n5,끝\n')
    assert bad(grid) == [(3, Reason.BROKEN_QUOTE)]
    assert [row[0] for row in grid.rows] == ["번호", "1", "3", "4", "5"]


def test_an_unclosed_quote_at_the_end_swallows_nothing() -> None:
    grid = cut('번호,내용\n1,좋아요\n2,"닫지 않음\n3,그대로\n4,끝\n')
    assert bad(grid) == [(3, Reason.UNCLOSED_QUOTE)]
    assert [row[0] for row in grid.rows] == ["번호", "1", "3", "4"]


def test_an_unclosed_quote_that_a_later_quote_closes_is_noticed_by_the_rows_it_ate() -> None:
    grid = cut('번호,내용,평점\n1,"닫지 않음,1\n2,그대로,2\n3,끝에 따옴표"\n4,끝,4\n')
    assert bad(grid) == [(2, Reason.UNCLOSED_QUOTE)]
    assert [row[0] for row in grid.rows] == ["번호", "2", "3", "4"]


def test_garbage_behind_a_quote_costs_its_own_line_only() -> None:
    grid = cut('번호,내용\n1,"좋아요" 라고\n2,그대로\n')
    assert bad(grid) == [(2, Reason.BROKEN_QUOTE)]
    assert grid.bad[0].cells == ("1", '"좋아요" 라고')
    assert [row[0] for row in grid.rows] == ["번호", "2"]


def test_quotes_inside_an_unquoted_cell_are_letters() -> None:
    assert cut('번호,내용\n1,그가 "좋다"고 했다\n').rows[1] == ["1", '그가 "좋다"고 했다']


def test_a_cell_of_two_megabytes_is_read() -> None:
    big = "가" * 2_000_000
    assert cut(f"번호,내용\n1,{big}\n2,끝\n").rows[1:] == [["1", big], ["2", "끝"]]


def test_many_unclosed_quotes_cost_no_time_to_speak_of() -> None:
    text = "번호,내용\n" + '1,"""열고 말았다\n' * 3_000 + "2,그대로\n" * 3_000
    assert len(cut(text).rows) == 1 + 3_000


def test_a_record_with_undecodable_bytes_is_rejected_and_can_be_written() -> None:
    grid = read_delimited(
        Decoded("번호,내용\n1,\udcff깨짐\n2,끝\n", "utf-8", has_undecodable=True), name="a", count_headers=count_headers
    )
    assert bad(grid) == [(2, Reason.UNDECODABLE)]
    assert grid.bad[0].cells == ("1", "\ufffd깨짐")


cells = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\x1f"), max_size=12)
tables = st.integers(2, 5).flatmap(lambda width: st.lists(st.lists(cells, min_size=width, max_size=width), max_size=8))


@given(tables, st.sampled_from(DELIMITERS))
def test_what_csv_writes_comes_back_cell_by_cell(rows: list[list[str]], delimiter: str) -> None:
    width = len(rows[0]) if rows else 2
    header = ["접수번호", "문의내용", "평점", "접수채널", "상품명"][:width]
    buffer = io.StringIO(newline="")
    csv.writer(buffer, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows([header, *rows])
    grid = cut(buffer.getvalue())
    assert grid.delimiter == delimiter
    assert grid.bad == []
    assert grid.rows == [header, *(row for row in rows if any(row))]


@given(st.text(max_size=200))
def test_any_text_is_cut_or_rejected_line_by_line(text: str) -> None:
    text = text.replace("\0", "")
    grid = cut(text)
    n_lines = len(list(io.StringIO(text, newline="")))
    lines = [*grid.lines, *(row.line for row in grid.bad)]
    assert len(lines) == len(set(lines)) <= n_lines
    assert all(1 <= line <= n_lines for line in lines)
