"""Each bad input gets a Korean sentence that says where, what and how to mend it, and exit code 3."""

from __future__ import annotations

import gzip
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.io.support import read, read_stdin, texts
from voc_cli.errors import ExitCode, InputError
from voc_cli.io.inputs import find_inputs

GOOD = "내용\n늦어요\n"


def refused(*inputs: Path | str) -> InputError:
    with pytest.raises(InputError) as caught:
        read(*inputs)
    error = caught.value
    assert error.exit_code == ExitCode.INPUT
    assert any("가" <= letter <= "힣" for letter in error.what)
    assert any("가" <= letter <= "힣" for letter in error.mend)
    return error


def test_a_missing_file_names_similar_ones(tmp_path: Path) -> None:
    (tmp_path / "voc_2024.csv").write_text(GOOD, encoding="utf-8")
    error = refused(tmp_path / "voc_2O24.csv")
    assert "voc_2O24.csv" in error.where
    assert "voc_2024.csv" in error.mend


def test_a_missing_file_in_a_missing_folder(tmp_path: Path) -> None:
    assert "없습니다" in refused(tmp_path / "none" / "a.csv").what


def test_a_folder_without_tables(tmp_path: Path) -> None:
    (tmp_path / "readme.txt").write_text("x", encoding="utf-8")
    (tmp_path / ".hidden.csv").write_text(GOOD, encoding="utf-8")
    (tmp_path / "~$open.xlsx").write_bytes(b"x")
    assert "표 파일이 없습니다" in refused(tmp_path).what


def test_a_glob_that_fits_nothing(tmp_path: Path) -> None:
    assert "맞는 표 파일이 없습니다" in refused(tmp_path / "*.csv").what


@pytest.mark.parametrize("data", [b"", b"\n \n", b"\xef\xbb\xbf", gzip.compress(b"", mtime=0)])
def test_an_empty_file(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.csv").write_bytes(data)
    assert "비어 있습니다" in refused(tmp_path / "a.csv").what


def test_a_header_without_records(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("접수번호,내용\n", encoding="utf-8")
    assert "한 건도 없습니다" in refused(tmp_path / "a.csv").what


def test_a_day_without_records_among_others_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("접수번호,내용\n", encoding="utf-8")
    (tmp_path / "b.csv").write_text("접수번호,내용\n1,늦어요\n", encoding="utf-8")
    result = read(tmp_path)
    assert texts(result) == ["늦어요"]
    assert [source.n_rows for source in result.sources] == [0, 1]


@pytest.mark.parametrize(
    "data", [b"\x89PNG\r\n\x1a\n" + bytes(range(256)), bytes(range(256)) * 20, b"\x7fELF" + bytes(500)]
)
def test_a_binary_file_named_csv(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.csv").write_bytes(data)
    assert "이진 파일" in refused(tmp_path / "a.csv").what


def test_an_html_page_named_xls(tmp_path: Path) -> None:
    (tmp_path / "a.xls").write_text("\n<html><table><tr><td>내용</td></tr></table></html>", encoding="utf-8")
    assert "HTML" in refused(tmp_path / "a.xls").what


@pytest.mark.parametrize(
    "said", ['[{"내용": "늦어요"}]', '{"내용": "늦어요"}\n{"내용": "깨졌어요"}\n', '\ufeff[\n  { "id":1 }]']
)
def test_json_is_no_lines_of_text(tmp_path: Path, said: str) -> None:
    (tmp_path / "a.json").write_text(said, encoding="utf-8")
    assert "JSON" in refused(tmp_path / "a.json").what


def test_brackets_in_text_make_no_json(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text('[주문] 어제 시킨 것이 아직 안 와요\n{별로} "정말" 별로예요\n', encoding="utf-8")
    assert len(texts(read(tmp_path / "a.txt"))) == 2


def test_no_column_of_text_names_the_columns(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("접수번호,평점\n1,5\n", encoding="utf-8")
    error = refused(tmp_path / "a.csv")
    assert "접수번호, 평점" in error.what
    assert "--text-column" in error.mend


def test_an_error_shows_no_phone_number(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("이름칸,010-1234-5678\n김가나,x\n", encoding="utf-8")
    assert "5678" not in str(refused(tmp_path / "a.csv"))


def test_one_bad_file_among_good_ones_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(GOOD, encoding="utf-8")
    (tmp_path / "b.csv").write_bytes(b"\x89PNG\r\n\x1a\n")
    assert "b.csv" in refused(tmp_path).where


def test_a_broken_gzip(tmp_path: Path) -> None:
    (tmp_path / "a.csv.gz").write_bytes(gzip.compress(GOOD.encode() * 100)[:-12])
    assert "압축" in refused(tmp_path / "a.csv.gz").what


@pytest.fixture
def locked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A file that cannot be opened, also for root."""
    path = tmp_path / "a.csv"
    path.write_text(GOOD, encoding="utf-8")
    path.chmod(0)
    if os.access(path, os.R_OK):

        def deny(self: Path) -> bytes:
            raise PermissionError(13, "Permission denied", str(self))

        monkeypatch.setattr(Path, "read_bytes", deny)
    yield path
    path.chmod(0o600)


def test_a_file_without_permission(locked: Path) -> None:
    assert "권한" in refused(locked).what


def test_empty_stdin() -> None:
    with pytest.raises(InputError) as caught:
        read_stdin(b"")
    assert "표준 입력" in caught.value.where


def test_nothing_named() -> None:
    with pytest.raises(InputError):
        find_inputs([])
