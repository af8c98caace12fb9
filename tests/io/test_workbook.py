from __future__ import annotations

import datetime
import io
from pathlib import Path

import openpyxl
import pytest

from tests.io.biff12 import xlsb_bytes
from tests.io.support import read, read_stdin, reasons, texts
from voc_cli import schema
from voc_cli.errors import InputError
from voc_cli.io.workbook import cell_text

DATA = Path(__file__).parents[1] / "data"
Rows = list[list[object]]


def book_bytes(**sheets: Rows) -> bytes:
    """A workbook; a sheet whose name begins with "hidden" is hidden."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        if name.startswith("hidden"):
            sheet.sheet_state = "hidden"
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def save(path: Path, **sheets: Rows) -> Path:
    path.write_bytes(book_bytes(**sheets))
    return path


def test_a_workbook_with_a_merged_title_row(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["2024년 1월 VOC 현황"])
    sheet.merge_cells("A1:D1")
    sheet.append([])
    sheet.append(["접수번호", "접수일시", "내용", "평점"])
    sheet.append(["00012", datetime.datetime(2024, 1, 3, 15, 5), "배송이 늦어요", 1])
    sheet.append([20240103123456, datetime.date(2024, 1, 4), "좋아요", 4.5])
    book.save(tmp_path / "voc.xlsx")
    result = read(tmp_path / "voc.xlsx")
    assert result.documents[schema.DOC_ID].tolist() == ["00012", "20240103123456"]
    assert result.documents[schema.SOURCE_ROW].tolist() == [4, 5]
    assert result.documents[schema.RECEIVED_AT].astype(str).tolist() == ["2024-01-03 15:05:00", "2024-01-04 00:00:00"]
    assert result.documents["접수일시"].tolist() == ["2024-01-03 15:05:00", "2024-01-04"]
    assert result.documents[schema.RATING].tolist() == [1.0, 4.5]
    assert result.documents[schema.SOURCE_FILE].tolist() == ["voc.xlsx"] * 2
    assert (result.sources[0].encoding, result.sources[0].header_row) == ("xlsx", 3)


def test_a_cell_merged_over_rows_counts_in_each_of_them(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (
        ["2024년 VOC", None, None, None],
        ["접수", None, "상품", "내용"],
        ["번호", "접수일", None, None],
        [1, "2024-01-03", "도란 봇", "배송이 늦어요"],
        [2, "2024-01-04", None, "앱이 안 열려요"],
        [3, "2024-01-05", None, None],
        [None, None, None, None],
        [4, "2024-01-06", "도란 쿡", "비싸요"],
    ):
        sheet.append(row)
    for area in ("A1:D1", "A2:B2", "C2:C3", "D2:D3", "C4:C7", "D5:D6"):
        sheet.merge_cells(area)
    book.save(tmp_path / "voc.xlsx")
    result = read(tmp_path / "voc.xlsx")
    assert result.documents[schema.PRODUCT].tolist() == ["도란 봇", "도란 봇", "도란 쿡"]
    assert texts(result) == ["배송이 늦어요", "앱이 안 열려요", "비싸요"]
    # Row 6 goes on with the text of row 5, and row 7 holds nothing of its own.
    assert reasons(result) == [(6, "empty_text")]
    assert result.sources[0].header_row == 3


@pytest.mark.parametrize("kind", ["xls", "ods"])
def test_older_and_open_workbooks_are_read_as_they_are_meant(kind: str) -> None:
    # Saved by LibreOffice: a title, a blank row, a second sheet without texts, and a text like a formula.
    result = read(DATA / f"calls.{kind}")
    documents, source = result.documents, result.sources[0]
    assert documents[schema.DOC_ID].tolist() == ["00017", "00018", "00019"]
    assert documents[schema.SOURCE_ROW].tolist() == [3, 4, 6]
    assert documents["접수일시"].tolist() == ["2024-07-01 09:30:00", "2024-07-02", "2024-07-03 18:05:00"]
    assert documents[schema.RATING].tolist() == [2.0, 5.0, 1.5]
    assert texts(result)[::2] == ["문 두드리는 소리만 나고 택배가 안 왔어요", "=접수 취소가 안 눌려요"]
    assert result.rejected.empty
    assert (source.encoding, source.header_row) == (kind, 2)
    assert "본문 열이 없는 시트는 읽지 않았습니다: 메모" in source.notes


def test_a_binary_workbook_is_read_as_it_is_meant(tmp_path: Path) -> None:
    long = "택배가 안 왔어요 " * 30 + "정말"
    rows: list[list[str | float]] = [
        ["접수번호", "평점", "상담내용"],
        ["00017", 2.0, long],
        ["00018", 4.5, "차분해서 좋았어요"],
    ]
    (tmp_path / "voc.xlsb").write_bytes(xlsb_bytes(rows))
    result = read(tmp_path / "voc.xlsb")
    assert result.documents[schema.DOC_ID].tolist() == ["00017", "00018"]
    assert result.documents[schema.RATING].tolist() == [2.0, 4.5]
    assert texts(result) == [long, "차분해서 좋았어요"]
    assert result.sources[0].encoding == "xlsb"


@pytest.mark.parametrize("kind", ["xls", "ods"])
def test_a_workbook_that_was_cut_off_is_refused(tmp_path: Path, kind: str) -> None:
    whole = (DATA / f"calls.{kind}").read_bytes()
    (tmp_path / f"cut.{kind}").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(InputError, match="cut"):
        read(tmp_path / f"cut.{kind}")


def test_every_sheet_with_a_text_is_read_and_the_others_are_said(tmp_path: Path) -> None:
    path = save(
        tmp_path / "voc.xlsx",
        일월=[["내용", "채널"], ["늦어요", "앱"]],
        코드=[["코드", "뜻"], ["1", "배송"]],
        이월=[["문의내용", "비고"], ["느려요", "x"]],
        hidden=[["내용"], ["숨긴 글"]],
    )
    result = read(path)
    assert texts(result) == ["늦어요", "느려요"]
    assert result.documents[schema.SOURCE_FILE].tolist() == ["voc.xlsx#일월", "voc.xlsx#이월"]
    assert result.documents["비고"].tolist() == ["", "x"]
    notes = " ".join(result.sources[0].notes)
    assert "코드" in notes
    assert "hidden" in notes


def test_a_cover_sheet_is_no_record(tmp_path: Path) -> None:
    cover: Rows = [["이 파일은 1분기 고객의 소리입니다"]]
    result = read(save(tmp_path / "voc.xlsx", 안내=cover, 목록=[["번호", "내용"], [1, "늦어요"]]))
    assert texts(result) == ["늦어요"]
    assert result.sources[0].name == "voc.xlsx"
    assert "안내" in " ".join(result.sources[0].notes)
    assert texts(read(save(tmp_path / "lines.xlsx", 글=cover))) == cover[0]


def test_a_title_above_who_made_the_workbook_is_no_record(tmp_path: Path) -> None:
    cover: Rows = [[None, "고객의 소리 월간 보고"], [None, "작성: CS기획팀"]]
    months: dict[str, Rows] = {"8월": [["번호", "내용"], [1, "늦어요"]], "9월": [["번호", "내용"], [2, "깨졌어요"]]}
    result = read(save(tmp_path / "voc.xlsx", 표지=cover, **months))
    assert texts(result) == ["늦어요", "깨졌어요"]
    assert "표지" in " ".join(result.sources[0].notes)
    one_column = read(save(tmp_path / "list.xlsx", 목록=months["8월"], 의견=[["기타의견"], ["비싸요"]]))
    assert texts(one_column) == ["늦어요", "비싸요"]


def test_a_single_used_sheet_goes_by_the_name_of_its_file(tmp_path: Path) -> None:
    result = read(save(tmp_path / "voc.xlsx", 목록=[["내용"], ["늦어요"]], 빈시트=[]))
    assert result.sources[0].name == "voc.xlsx"


def test_a_workbook_is_known_by_its_content_even_from_stdin() -> None:
    result = read_stdin(book_bytes(목록=[["내용"], ["늦어요"]]))
    assert texts(result) == ["늦어요"]
    assert result.documents[schema.SOURCE_FILE].tolist() == ["stdin"]


def test_a_sheet_keeps_excel_row_numbers_and_rejects_like_a_csv(tmp_path: Path) -> None:
    path = save(tmp_path / "voc.xlsx", 목록=[[], ["번호", "내용"], [1, None], [], [2, "늦어요"]])
    result = read(path)
    assert reasons(result) == [(3, "empty_text")]
    assert result.documents[schema.SOURCE_ROW].tolist() == [5]


def test_a_locked_workbook_says_how_to_unlock_it(tmp_path: Path) -> None:
    from msoffcrypto.format.ooxml import OOXMLFile

    with (tmp_path / "voc.xlsx").open("wb") as target:
        OOXMLFile(io.BytesIO(book_bytes(목록=[["내용"], ["늦어요"]]))).encrypt("secret", target)
    with pytest.raises(InputError) as caught:
        read(tmp_path / "voc.xlsx")
    assert caught.value.exit_code == 3
    assert "암호" in caught.value.what
    assert "암호를 지우고" in caught.value.mend


@pytest.mark.parametrize("head", [b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"])
def test_a_broken_workbook_is_refused(tmp_path: Path, head: bytes) -> None:
    (tmp_path / "voc.xlsx").write_bytes(head + bytes(range(256)) * 8)
    with pytest.raises(InputError, match="엑셀"):
        read(tmp_path / "voc.xlsx")


def test_an_empty_workbook_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="비어"):
        read(save(tmp_path / "voc.xlsx", 목록=[]))


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (12.0, "12"),
        (12.5, "12.5"),
        (0.1 + 0.2, "0.3"),
        (7, "7"),
        (True, "TRUE"),
        (20240103123456.0, "20240103123456"),
        (datetime.datetime(2024, 1, 3), "2024-01-03"),
        (datetime.datetime(2024, 1, 3, 1, 2, 3, 999), "2024-01-03 01:02:03"),
        (datetime.date(2024, 1, 3), "2024-01-03"),
        (datetime.time(1, 2), "01:02:00"),
        ("NA", "NA"),
    ],
)
def test_cells_read_as_an_exporter_would_write_them(cell: object, text: str) -> None:
    assert cell_text(cell) == text  # type: ignore[arg-type]
