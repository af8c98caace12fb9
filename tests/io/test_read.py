from __future__ import annotations

import codecs
import csv
import gzip
import io
import time
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.io.support import KEY, read, read_stdin, reasons, texts
from voc_cli import messages, schema
from voc_cli.errors import InputError, UsageError
from voc_cli.io.personal import hash_customers
from voc_cli.io.read import read_documents
from voc_cli.io.records import masked_cells

EXPORT = (
    "접수번호,접수일시,접수채널,고객명,연락처,고객등급,상품명,문의내용,평점,비고\n"
    "0007,2024-01-03 오후 3:05,콜센터,김가나,010-1234-5678,VIP,K-100,배송이 늦어요,1,null\n"
    "0008,3일 전,앱,박다라,01012345678,일반,K-200,NA,5,\n"
)
DATA = Path("/work/shared/data")


def test_an_export_becomes_documents() -> None:
    result = read_stdin(EXPORT.encode("cp949"))
    documents = result.documents
    assert tuple(documents.columns) == (*schema.READ_COLUMNS, "접수일시", "평점", "비고")
    assert documents[schema.DOC_ID].tolist() == ["0007", "0008"]
    assert documents[schema.SOURCE_ROW].tolist() == [2, 3]
    assert documents[schema.RECEIVED_AT].tolist() == [pd.Timestamp("2024-01-03 15:05"), pd.NaT]
    assert documents[schema.CHANNEL].tolist() == ["콜센터", "앱"]
    assert documents[schema.PRODUCT].tolist() == ["K-100", "K-200"]
    assert documents[schema.SEGMENT].tolist() == ["VIP", "일반"]
    assert documents[schema.RATING].tolist() == [1.0, 5.0]
    assert documents["접수일시"].tolist() == ["2024-01-03 오후 3:05", "3일 전"]
    assert len(result.rejected) == 0


def test_the_table_has_the_types_of_the_contract_even_when_it_is_empty() -> None:
    for result in (read_stdin(EXPORT.encode()), read_stdin("내용,평점\n,1\n".encode())):
        types = result.documents.dtypes
        assert str(types[schema.RECEIVED_AT]) == str(types[schema.CLOSED_AT]) == "datetime64[ns]"
        assert str(types[schema.RATING]) == "float64"
        assert str(types[schema.SOURCE_ROW]) == str(result.rejected.dtypes[schema.SOURCE_ROW]) == "int64"
        assert tuple(result.rejected.columns) == schema.REJECTED
        assert pd.api.types.is_string_dtype(result.documents[schema.TEXT])


def test_what_customers_type_is_not_missing() -> None:
    data = "내용\nNA\nnull\n-\nNaN\nNone\n#N/A\n"
    assert texts(read_stdin(data.encode())) == ["NA", "null", "-", "NaN", "None", "#N/A"]


def test_what_a_database_had_no_value_for_is_empty() -> None:
    data = (
        "id\tcontent\trating\tuser id\tmemo\n1\t\\N\t5\t7\ta\n2\t배송이 늦어요\t\\N\t\\N\t\\N\n3\tC:\\N 폴더\t1\t8\tb\n"
    )
    result = read_stdin(data.encode())
    assert texts(result) == ["배송이 늦어요", "C:\\N 폴더"]
    assert reasons(result) == [(2, "empty_text")]
    assert result.documents[schema.CUSTOMER].tolist() == ["", *hash_customers(["8"], KEY)]
    assert result.documents["memo"].tolist() == ["", "b"]
    assert result.sources[0].notes == ("'user id' 열은 되돌릴 수 없는 암호값(customer)으로만 남겼습니다.",)


@pytest.mark.parametrize("last", ["합계,,200건,", "총 계,,200,4.5", "Total,,3 rows,", ",소계,12,4.5"])
def test_a_row_of_totals_is_no_record(last: str) -> None:
    result = read_stdin(f"No,접수일,내용,만족도\n1,2024-01-01,배송이 늦어요,1\n{last}\n".encode())
    assert texts(result) == ["배송이 늦어요"]
    assert reasons(result) == [(3, "total_row")]


@pytest.mark.parametrize("row", ["합계,,합계가 안 맞아요,1", "3,,합계,1", "합계 문의,,200건,1"])
def test_a_customer_who_writes_of_totals_is_one(row: str) -> None:
    result = read_stdin(f"No,접수일,내용,만족도\n1,2024-01-01,배송이 늦어요,1\n{row}\n".encode())
    assert len(result.documents) == 2


def test_personal_columns_are_dropped_and_said_and_a_phone_becomes_a_hash() -> None:
    result = read_stdin(EXPORT.encode())
    assert result.sources[0].dropped == ("고객명", "연락처")
    assert result.documents[schema.CUSTOMER].tolist() == hash_customers(["01012345678"], KEY) * 2
    notes = " ".join(result.sources[0].notes)
    assert "'연락처'" in notes
    assert "고객명" in notes
    written = result.documents.to_csv()
    assert "김가나" not in written
    assert "5678" not in written


def test_rejected_rows_are_masked_and_hold_no_personal_column() -> None:
    data = (
        '접수번호,고객명,연락처,내용\n1,김가나,02-123-4567,\n2,박다라,x,"닫지 않음, 010-1234-5678\n'
        "3,최마바,y,잘,못,된,010-1234-5678\n4,a,b,좋아요\n"
    )
    result = read_stdin(data.encode())
    raws = result.rejected[schema.RAW].tolist()
    assert reasons(result) == [(2, "empty_text"), (3, "unclosed_quote"), (4, "too_many_cells")]
    assert raws[0] == "1,[고객명],[연락처],"
    assert (
        raws[1] == "2,[고객명],[고객명],[연락처],[연락처]".replace("[고객명],[고객명]", "[고객명],[고객명]")
        or "박다라" not in raws[1]
    )
    for raw in raws:
        assert not any(secret in raw for secret in ("김가나", "박다라", "최마바", "4567", "5678"))


def test_carried_texts_are_masked_and_everything_else_is_unchanged() -> None:
    data = "내용,답변내용,주문번호\n느려요,010-1234-5678로 전화드렸습니다,0012345678\n"
    documents = read_stdin(data.encode()).documents
    assert documents["답변내용"].tolist() == ["[전화번호]로 전화드렸습니다"]
    assert documents["주문번호"].tolist() == ["0012345678"]


@pytest.mark.parametrize(
    "cell",
    [
        "김민수님",
        "박지은 씨",
        "비번 #1234*",
        "현관 1234*",
        "010★1234★5678",
        "ｈ＠ｎａｖｅｒ．ｃｏｍ",
        "①②③④-⑤⑥⑦⑧",
        "카톡 gil_d1",
    ],
)
def test_a_short_cell_that_may_hold_personal_data_is_looked_at(cell: str) -> None:
    assert masked_cells([cell, "환불", "Z-100", "12,000원"], lambda _: "[가림]") == [
        "[가림]",
        "환불",
        "Z-100",
        "12,000원",
    ]


def test_dates_that_may_be_the_other_way_round_are_told_of() -> None:
    note = messages.text("io.dates_month_first", header="접수일")
    for day, is_told in (("01/03/2024", True), ("01/31/2024", False), ("2024-01-03", False)):
        read = read_stdin(f"접수일,내용\n{day},늦어요\n".encode())
        assert (note in read.sources[0].notes) == is_told


def test_records_of_one_order_have_one_customer_where_no_column_tells_the_customer() -> None:
    read = read_stdin("주문번호,내용\nA-1,느려요\nA-2,늦어요\nA-1,또 늦어요\n,안 와요\n".encode())
    first, second, again, none = read.documents[schema.CUSTOMER].tolist()
    assert first == again != second
    assert none == ""
    assert "A-1" not in first
    assert read.documents["주문번호"].tolist() == ["A-1", "A-2", "A-1", ""]
    assert messages.text("io.customer_by_order", header="주문번호") in read.sources[0].notes


def test_a_carried_header_that_voc_uses_itself_is_renamed() -> None:
    documents = read_stdin("text,rating,sentiment\n좋아요,8,positive\n싫어요,0,negative\n".encode()).documents
    assert documents["rating_원본"].tolist() == ["8", "0"]
    assert documents["sentiment_원본"].tolist() == ["positive", "negative"]
    assert documents[schema.RATING].tolist() == pytest.approx([4.2, 1.0])


def test_the_choice_is_told_in_the_source() -> None:
    source = read_stdin(EXPORT.encode("utf-8-sig")).sources[0]
    assert (source.name, source.encoding, source.delimiter, source.header_row) == ("stdin", "utf-8-sig", ",", 1)
    assert (source.n_rows, source.n_documents, source.n_rejected) == (2, 2, 0)
    assert source.columns == {
        "doc_id": "접수번호",
        "received_at": "접수일시",
        "channel": "접수채널",
        "product": "상품명",
        "segment": "고객등급",
        "customer": "연락처",
        "rating": "평점",
        "text": "문의내용",
    }
    assert any("날짜 1건" in note for note in source.notes)


def test_a_scale_that_was_changed_is_said() -> None:
    assert any("0~10점(NPS)" in note for note in read_stdin("내용,NPS\n좋아요,9\n".encode()).sources[0].notes)
    assert not any("평점" in note for note in read_stdin("내용,평점\n좋아요,5\n".encode()).sources[0].notes)


def test_ids_are_unique_over_files_and_the_change_is_said(tmp_path: Path) -> None:
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_text("접수번호,내용\n001,늦어요\n,느려요\n", encoding="utf-8")
    result = read(tmp_path)
    assert result.documents[schema.DOC_ID].tolist() == ["001", "a.csv:3", "001:2", "b.csv:3"]
    assert "2건" in " ".join(result.sources[1].notes)


def test_a_file_without_ids_counts_its_rows(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("내용\n늦어요\n\n느려요\n", encoding="utf-8")
    assert read(tmp_path / "a.csv").documents[schema.DOC_ID].tolist() == ["a.csv:2", "a.csv:4"]


def test_files_of_different_layouts_are_put_side_by_side(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("내용,지역\n늦어요,서울\n", encoding="utf-8")
    (tmp_path / "b.tsv").write_text("별점\t리뷰\n★★\t느려요\n", encoding="utf-16")
    documents = read(tmp_path).documents
    assert documents[schema.TEXT].tolist() == ["늦어요", "느려요"]
    assert documents["지역"].tolist() == ["서울", ""]
    assert documents["별점"].tolist() == ["", "★★"]
    assert documents[schema.RATING].tolist()[1] == 2.0


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
@pytest.mark.parametrize("zipped", [False, True])
def test_encodings_delimiters_and_gzip_in_every_mixture(encoding: str, delimiter: str, zipped: bool) -> None:
    rows = [["접수번호", "내용"], ["001", "배송이 늦어요\n정말"], ["002", "좋아요, 그런데; 조금|비싸요"]]
    buffer = io.StringIO(newline="")
    csv.writer(buffer, delimiter=delimiter).writerows(rows)
    data = buffer.getvalue().encode(encoding)
    result = read_stdin(gzip.compress(data) if zipped else data)
    assert texts(result) == [row[1] for row in rows[1:]]
    assert result.documents[schema.DOC_ID].tolist() == ["001", "002"]


def test_rows_of_the_wrong_width_are_filled_or_rejected(tmp_path: Path) -> None:
    result = read_stdin("번호,내용,채널\n1,짧은 행\n2,긴 행,앱,남는 칸\n3,빈 칸만 남는 행,앱,,\n".encode())
    assert texts(result) == ["짧은 행", "빈 칸만 남는 행"]
    assert reasons(result) == [(3, "too_many_cells")]
    assert any("1행" in note for note in result.sources[0].notes)


def test_blank_rows_are_no_records_and_a_repeated_header_is_rejected() -> None:
    result = read_stdin("번호,내용\n1,늦어요\n , \n,\n번호,내용\n2,느려요\n".encode())
    assert texts(result) == ["늦어요", "느려요"]
    assert reasons(result) == [(5, "repeated_header")]
    assert result.sources[0].n_rows == 3


def test_a_text_that_is_too_long_is_rejected_and_cut() -> None:
    result = read_stdin(("번호,내용\n1," + "가" * 2_000_000 + "\n2,좋아요\n").encode())
    assert reasons(result) == [(2, "text_too_long")]
    assert len(result.rejected[schema.RAW][0]) < 33_000
    assert texts(result) == ["좋아요"]


def test_two_encodings_and_broken_bytes_in_one_file() -> None:
    data = (
        "번호,내용\n1,배송이 늦어요\n".encode()
        + "2,앱이 꺼져요\n".encode("cp949")
        + b"3,\xff\xff\n"
        + "4,끝이에요\n".encode()
    )
    result = read_stdin(data)
    assert texts(result) == ["배송이 늦어요", "앱이 꺼져요", "끝이에요"]
    assert reasons(result) == [(4, "undecodable")]
    assert "\ufffd" in result.rejected[schema.RAW][0]


def test_all_rows_rejected_is_a_result_not_an_error() -> None:
    result = read_stdin("번호,내용\n1,\n2, \n".encode())
    assert len(result.documents) == 0
    assert reasons(result) == [(2, "empty_text"), (3, "empty_text")]


def test_no_korean_at_all_is_read_by_its_names() -> None:
    assert texts(read_stdin(b"id,review,rating\n1,late again,1\n")) == ["late again"]


def test_one_row_only() -> None:
    assert texts(read_stdin("내용\n늦어요".encode())) == ["늦어요"]


def test_every_row_the_same() -> None:
    assert texts(read_stdin(("내용\n" + "늦어요\n" * 50).encode())) == ["늦어요"] * 50


def test_the_user_names_columns() -> None:
    result = read_stdin(
        "내용,특이사항,b\n짧음,아주 긴 이야기,2024-01-03\n".encode(), columns={"text": "특이사항", "received_at": "B"}
    )
    assert texts(result) == ["아주 긴 이야기"]
    assert result.sources[0].columns == {"received_at": "b", "text": "특이사항"}


def test_a_header_that_is_nowhere_names_the_nearest() -> None:
    with pytest.raises(InputError) as caught:
        read_stdin("문의내용,접수채널\n늦어요,앱\n".encode(), columns={"channel": "접수체널"})
    assert "접수체널" in caught.value.what
    assert "접수채널" in caught.value.mend


def test_a_text_header_that_is_nowhere_names_the_nearest() -> None:
    with pytest.raises(InputError) as caught:
        read_stdin(b"q1,q2\n1,2\n", columns={"text": "q3"})
    assert "q3" in caught.value.what
    assert "q1" in caught.value.mend


def test_a_header_that_one_of_two_files_has_is_enough(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("특이사항,내용\n아주 긴 이야기,x\n", encoding="utf-8")
    (tmp_path / "b.csv").write_text("내용\n느려요\n", encoding="utf-8")
    result = read(tmp_path, columns={"text": "특이사항"})
    assert texts(result) == ["아주 긴 이야기", "느려요"]
    assert any("text" in note for note in result.sources[1].notes)


def test_a_role_that_does_not_exist_is_a_slip_in_the_options() -> None:
    with pytest.raises(UsageError) as caught:
        read_stdin(EXPORT.encode(), columns={"chanel": "접수채널"})
    assert "channel" in caught.value.mend


def test_progress_hears_each_file_once(tmp_path: Path) -> None:
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_text("내용\n늦어요\n", encoding="utf-8")
    heard: list[str] = []
    read_documents([str(tmp_path)], mask=str, customer_key=KEY, progress=heard.append)
    assert heard == ["a.csv", "b.csv"]


def test_reading_twice_gives_the_same() -> None:
    first, second = read_stdin(EXPORT.encode()), read_stdin(EXPORT.encode())
    pd.testing.assert_frame_equal(first.documents, second.documents)


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=200)
@given(
    st.binary(max_size=300),
    st.sampled_from([b"", "내용\n".encode(), "번호,내용,고객명\n1,늦어요,김\n".encode(), codecs.BOM_UTF16_LE]),
)
def test_any_bytes_are_refused_or_counted_to_the_last_row(data: bytes, head: bytes) -> None:
    try:
        result = read_stdin(head + data)
    except InputError as error:
        assert error.what
        assert error.mend
        return
    assert len(result.documents) + len(result.rejected) == sum(source.n_rows for source in result.sources)
    csv_text = result.documents.to_csv() + result.rejected.to_csv()
    assert csv_text.encode()


cells = st.text(st.sampled_from("가나다 ,\"\n'=-01;|\t"), max_size=10)


@given(st.lists(st.tuples(cells, cells), max_size=10))
def test_every_record_is_a_document_or_rejected(rows: list[tuple[str, str]]) -> None:
    buffer = io.StringIO(newline="")
    csv.writer(buffer, quoting=csv.QUOTE_ALL).writerows([("주문번호", "내용"), ("x", "늦어요"), *rows])
    result = read_stdin(buffer.getvalue().encode())
    written = [row for row in rows if any(cell.strip() for cell in row)]
    assert len(result.documents) + len(result.rejected) == 1 + len(written)
    assert texts(result)[1:] == [text for _, text in written if text.strip()]


@pytest.mark.skipif(not DATA.exists(), reason="the measuring data is not on this machine")
def test_67_000_reviews_are_read_in_a_moment() -> None:
    read_stdin(EXPORT.encode())
    start = time.perf_counter()
    result = read(DATA / "playstore_14apps.csv.gz")
    assert time.perf_counter() - start < 5
    assert len(result.documents) == 67_523
