from __future__ import annotations

import csv
import gzip
import io
import os
import threading
import tracemalloc
from collections.abc import Sequence
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.io.support import mask_digits
from voc_cli.errors import InputError, UsageError
from voc_cli.io.grid import Reason
from voc_cli.io.rows import KeptFile, Rows, added_names, body_bytes, head_bytes, read_rows
from voc_cli.io.sources import FIRST

NAMES = ["접수번호", "내용", "메모"]
BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Kept:
    """A file and all its rows."""

    file: KeptFile
    rows: Rows

    @property
    def texts(self) -> list[str]:
        return self.rows.texts


class Pipe(io.BytesIO):
    """Bytes that can be read once; ``os.read`` finds them behind a file descriptor."""

    def __init__(self, data: bytes) -> None:
        super().__init__()
        self._end, feeding = os.pipe()

        def feed() -> None:
            with open(feeding, "wb") as feeder:  # noqa: PTH123
                feeder.write(data)

        threading.Thread(target=feed, daemon=True).start()

    def seekable(self) -> bool:
        return False

    def fileno(self) -> int:
        return self._end


def keep(
    data: bytes | str,
    *,
    columns: dict[str, str] | None = None,
    hide: bool = False,
    stream: type[io.BytesIO] = io.BytesIO,
) -> Kept:
    raw = data if isinstance(data, bytes) else data.encode()
    kept = read_rows("-", columns=columns or {}, mask=mask_digits, stdin=stream(raw), hide_slipped=hide)
    rows = Rows.none()
    for part in kept.batches(1_000):
        rows.extend(part)
    return Kept(kept, rows)


def written(kept: Kept, *, encoding: str | None = None) -> bytes:
    """The file with one column "x" behind, that counts the rows."""
    encoding = encoding or kept.file.encoding
    numbers = [[str(number)] for number in range(len(kept.rows.cells))]
    head = head_bytes(kept.file, ["x"], encoding=encoding)
    return head.data + body_bytes(kept.file, kept.rows, numbers, encoding=encoding).data


def cells_of(data: bytes, delimiter: str = ",") -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=delimiter))


def made(rows: Sequence[Sequence[str]]) -> str:
    buffer = io.StringIO(newline="")
    csv.writer(buffer).writerows(rows)
    return buffer.getvalue()


@given(st.lists(st.lists(st.text("가나x ,;\"\n\r\t='", max_size=6), min_size=3, max_size=3), max_size=12))
def test_whatever_the_cells_hold_they_come_out_as_they_went_in(rows: list[list[str]]) -> None:
    kept = keep(made([NAMES, *rows]))
    assert cells_of(written(kept)) == [
        [*NAMES, "x"],
        *([*cells, str(number)] for number, cells in enumerate(rows)),
    ]
    assert kept.texts == [cells[1] if cells[1].strip() else "" for cells in rows]


def test_a_file_without_records_keeps_its_header() -> None:
    assert written(keep("접수번호,내용\n")) == "접수번호,내용,x\n".encode()


def test_empty_lines_blank_rows_and_rows_without_text_stay_where_they_are() -> None:
    kept = keep("접수번호,내용\n1,늦다\n\n,\n2,\n3,좋다\n\n")
    assert written(kept).decode() == "접수번호,내용,x\n1,늦다,0\n\n,,2\n2,,3\n3,좋다,4\n\n"
    assert kept.texts == ["늦다", "", "", "", "좋다", ""]
    assert kept.file.reasons == {Reason.EMPTY_TEXT: 1}
    assert (kept.file.n_seen, kept.file.n_records, kept.file.n_rows) == (3, 3, 6)


def test_a_short_row_is_filled_up_and_still_has_its_text() -> None:
    kept = keep("접수번호,내용,메모\n1,늦다\n2,좋다,가\n")
    assert cells_of(written(kept))[1] == ["1", "늦다", "", "0"]
    assert kept.texts == ["늦다", "좋다"]


def test_a_row_with_too_many_cells_widens_the_table_and_loses_nothing() -> None:
    kept = keep("접수번호,내용\n1,늦다\n2,좋다,남음,\n")
    assert cells_of(written(kept)) == [
        ["접수번호", "내용", "열3", "x"],
        ["1", "늦다", "", "0"],
        ["2", "좋다", "남음", "1"],
    ]
    assert kept.file.reasons == {Reason.TOO_MANY_CELLS: 1}
    assert kept.texts == ["늦다", ""]


def test_delimiters_at_the_end_of_rows_add_no_column() -> None:
    assert written(keep("접수번호,내용\n1,늦다,,\n")) == "접수번호,내용,x\n1,늦다,0\n".encode()


def test_a_broken_quote_costs_its_own_row_the_scores_and_nothing_else() -> None:
    kept = keep('접수번호,내용\n1,"늦다, 정말, 늦다\n2,좋다\n')
    assert cells_of(written(kept))[1:] == [["1", '"늦다, 정말, 늦다', "0"], ["2", "좋다", "1"]]
    assert kept.file.reasons == {Reason.UNCLOSED_QUOTE: 1}


def test_bytes_that_are_no_text_are_shown_and_not_scored() -> None:
    kept = keep("접수번호,내용\n1,늦다\n2,좋다\n3,".encode() + b"\xff\xff\n")
    assert cells_of(written(kept))[3] == ["3", "\ufffd\ufffd", "2"]
    assert kept.file.reasons == {Reason.UNDECODABLE: 1}


def test_titles_above_the_header_stay_as_they_are() -> None:
    kept = keep("2024년 VOC 내역\n\n접수번호,내용\n1,늦다\n")
    assert written(kept).decode() == "2024년 VOC 내역\n\n접수번호,내용,x\n1,늦다,0\n"


def test_a_header_that_is_repeated_is_a_row_without_text() -> None:
    kept = keep("접수번호,내용\n1,늦다\n접수번호,내용\n2,좋다\n")
    assert kept.texts == ["늦다", "", "좋다"]
    assert cells_of(written(kept))[2] == ["접수번호", "내용", "1"]


def test_lines_of_plain_text_get_a_header() -> None:
    kept = keep("배송이 늦었습니다\n포장이, 아주 좋았습니다\n")
    assert written(kept).decode() == 'text,x\n배송이 늦었습니다,0\n"포장이, 아주 좋았습니다",1\n'


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_the_delimiter_is_kept(delimiter: str) -> None:
    kept = keep(f"접수번호{delimiter}내용\n1{delimiter}늦다\n")
    assert written(kept).decode() == f"접수번호{delimiter}내용{delimiter}x\n1{delimiter}늦다{delimiter}0\n"


def test_the_line_that_tells_excel_the_delimiter_is_kept() -> None:
    kept = keep(BOM + "sep=;\r\n접수번호;내용\r\n1;늦다\r\n".encode())
    assert written(kept) == BOM + "sep=;\r\n접수번호;내용;x\r\n1;늦다;0\r\n".encode()


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_the_end_of_lines_is_kept(line_end: str) -> None:
    data = f"접수번호,내용{line_end}1,늦다{line_end}"
    assert written(keep(data)).decode() == f"접수번호,내용,x{line_end}1,늦다,0{line_end}"


@pytest.mark.parametrize("mark", [b"", BOM])
def test_a_byte_order_mark_is_kept(mark: bytes) -> None:
    assert written(keep(mark + "내용\n늦다\n".encode())) == mark + "내용,x\n늦다,0\n".encode()


@pytest.mark.parametrize("encoding", ["cp949", "utf-16"])
def test_what_is_no_utf_8_comes_out_as_excel_opens_it(encoding: str) -> None:
    assert (
        written(keep("접수번호,내용\n1,늦었어요\n".encode(encoding)))
        == BOM + "접수번호,내용,x\n1,늦었어요,0\n".encode()
    )


def test_the_encoding_may_be_chosen_and_what_it_lacks_is_counted() -> None:
    kept = keep("내용\n늦다 😡?\n좋다\n")
    body = body_bytes(kept.file, kept.rows, [["0"], ["1"]], encoding="cp949")
    assert body.data.decode("cp949") == "늦다 ??,0\n좋다,1\n"
    assert body.n_replaced == 1


def test_rows_can_be_written_in_pieces_and_with_other_texts() -> None:
    kept = keep("접수번호,내용\n1,010-1234-5678\n2,\n3,좋다\n")
    kept.rows.take(1)
    part = kept.rows
    body = body_bytes(kept.file, part, [["가"], ["나"]], encoding="utf-8", texts=["", "가림"])
    assert body.data.decode() == "2,,가\n3,가림,나\n"


def test_every_cell_of_a_slipped_row_can_be_masked() -> None:
    data = "접수번호,내용\n1,늦어요 010-1234-5678\n2,좋다,010-1111-2222\n"
    assert b"010-1111-2222" in written(keep(data))
    hidden = written(keep(data, hide=True))
    assert b"010-1111-2222" not in hidden
    assert b"010-1234-5678" in hidden  # a text that is scored is masked by who scores it


def test_a_column_that_is_named_goes_before_the_one_that_would_be_found() -> None:
    data = "내용,답변\n배송이 늦어요,정말 죄송합니다\n"
    assert keep(data).texts == ["배송이 늦어요"]
    assert keep(data, columns={"text": "답변"}).texts == ["정말 죄송합니다"]


def test_only_the_column_of_text_must_be_there() -> None:
    assert keep("내용\n늦다\n", columns={"received_at": "접수일"}).texts == ["늦다"]
    with pytest.raises(InputError, match="'본문' 열이 없습니다"):
        keep("내용\n늦다\n", columns={"text": "본문"})


def test_a_workbook_is_refused() -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book, buffer = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["접수번호", "내용"])
    book.active.append(["1", "늦어요"])
    book.save(buffer)
    with pytest.raises(InputError, match="엑셀 파일") as caught:
        keep(buffer.getvalue())
    assert "CSV UTF-8" in caught.value.mend


def test_several_files_at_once_are_refused(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("two")
    for name in ("a.csv", "b.csv"):
        (folder / name).write_text("내용\n늦다\n", encoding="utf-8")
    with pytest.raises(UsageError, match="파일이 2개"):
        read_rows(str(folder), columns={}, mask=mask_digits)


@pytest.mark.parametrize(
    ("header", "names"),
    [
        (["내용"], ["polarity", "stages"]),
        (["내용", "polarity"], ["polarity_voc", "stages"]),
        (["내용", " Polarity "], ["polarity_voc", "stages"]),
        (["polarity", "polarity_voc", "stages"], ["polarity_voc_2", "stages_voc"]),
    ],
)
def test_a_name_that_is_taken_gets_a_suffix(header: list[str], names: list[str]) -> None:
    assert added_names(header, ["polarity", "stages"]) == names


# --- piece by piece ---------------------------------------------------------------------------------------------------

LONG = "가나다라마바사 " * 40


def many(n: int) -> str:
    """More than the first part of a file."""
    return made([NAMES, *([str(number), f"늦다\n{number}" if number % 3 else "", LONG] for number in range(n))])


@pytest.mark.parametrize("stream", [io.BytesIO, Pipe])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949", "utf-16"])
def test_a_file_that_is_longer_than_its_first_part_comes_out_whole(stream: type[io.BytesIO], encoding: str) -> None:
    data = many(2_500)
    assert len(data.encode("cp949")) > 1.4 * FIRST
    kept = keep(data.encode(encoding), stream=stream)
    assert cells_of(written(kept)) == [
        [*row, added] for row, added in zip(cells_of(data.encode()), ["x", *map(str, range(2_500))], strict=True)
    ]
    assert kept.file.reasons == {Reason.EMPTY_TEXT: 834}
    assert kept.file.n_records == 2_500
    assert (kept.file.n_seen, kept.file.n_rows) == ((None, None) if stream is Pipe else (2_500, 2_500))


@pytest.mark.parametrize("stream", [io.BytesIO, Pipe])
def test_gzip_is_unpacked_on_the_way(stream: type[io.BytesIO]) -> None:
    data = many(2_500).encode()
    # Archives may stand one behind the other.
    packed = gzip.compress(data[:1_000_000]) + gzip.compress(data[1_000_000:])
    assert keep(packed, stream=stream).rows.cells == keep(data).rows.cells
    with pytest.raises(InputError, match="압축"):
        keep(packed[:-9], stream=stream)


def test_only_some_rows_are_in_memory() -> None:
    data = many(30_000).encode()
    assert len(data) > 20_000_000
    tracemalloc.start()
    kept = read_rows("-", columns={}, mask=mask_digits, stdin=io.BytesIO(data))
    n_rows = sum(len(rows.cells) for rows in kept.batches(1_000))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert n_rows == 30_000
    # The evenly spaced rows, and a few blocks as bytes, text and cells.
    assert peak < 0.8 * len(data)


def test_a_byte_of_another_encoding_far_below_is_found_before_anything_is_written() -> None:
    data = many(2_500).encode() + "2500,배송이 늦어요,끝\n".encode("cp949")
    kept = keep(data)
    assert kept.file.read_as == "utf-8+cp949"
    assert kept.file.encoding == "utf-8-sig"
    assert kept.rows.cells[-1] == ["2500", "배송이 늦어요", "끝"]
    assert "CP949 1줄" in kept.file.late_notes()[0]


def test_what_cannot_be_read_far_below_is_refused_before_anything_is_written() -> None:
    with pytest.raises(InputError, match="인코딩"):
        read_rows("-", columns={}, mask=mask_digits, stdin=io.BytesIO(b"a,b\n1,2\n" * 200_000 + b"\xff\xff,2\n" * 9))


def test_lines_of_another_encoding_in_a_pipe_are_read_one_by_one() -> None:
    data = many(2_500).encode() + "2500,배송이 늦어요,끝\n".encode("cp949") + b"2501,\xff\xff,\n"
    kept = keep(data, stream=Pipe)
    assert kept.file.read_as == "utf-8"
    assert kept.rows.cells[-2:] == [["2500", "배송이 늦어요", "끝"], ("2501", "\ufffd\ufffd", "")]
    assert kept.file.reasons[Reason.UNDECODABLE] == 1


def test_a_pipe_that_turns_into_no_text_is_an_error() -> None:
    kept = read_rows("-", columns={}, mask=mask_digits, stdin=Pipe(many(2_500).encode() + b"\xff\xff,\xff\n" * 99_999))
    with pytest.raises(InputError, match="인코딩"):
        list(kept.batches(1_000))


def test_a_row_that_is_too_wide_for_a_header_that_is_out_keeps_its_cells_in_place() -> None:
    data = many(2_500) + "2500,늦다,가,나,\n"
    assert cells_of(written(keep(data)))[-1] == ["2500", "늦다", "가", "나", "2500"]
    kept = keep(data, stream=Pipe)
    assert cells_of(written(kept))[-1] == ["2500", "늦다", "가", "2500", "나"]
    assert "행이 1개" in kept.file.late_notes()[-1]


def test_a_quote_that_never_closes_costs_its_own_row_in_a_long_file_as_well() -> None:
    rows = [f"{number},늦다,{LONG}" for number in range(2_500)]
    rows[1_200] = '1200,"늦다,끝'
    for stream in (io.BytesIO, Pipe):
        kept = keep("\n".join([",".join(NAMES), *rows]), stream=stream)
        assert [row[0] for row in kept.rows.cells] == [str(number) for number in range(2_500)]
        assert kept.file.reasons == {Reason.UNCLOSED_QUOTE: 1}


def test_the_column_of_text_is_found_from_rows_all_over_the_file() -> None:
    """Ten thousand rows without a text stand above those that have one."""
    rows = [["1", "", "가" * 100]] * 10_000 + [["1", "배송이 정말로 많이 늦었습니다", ""]] * 10_000
    kept = keep(made([["갑", "을", "병"], *rows]), columns={"text": "을"})
    assert kept.texts[10_000] == "배송이 정말로 많이 늦었습니다"
    assert 1_000 < len(kept.file.sample) < 8_000
