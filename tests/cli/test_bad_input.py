"""Every bad input of the issue: a Korean sentence that says where, what and how to mend it; nothing is lost."""

from __future__ import annotations

import csv
import io
import json
import resource
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.cli.support import BOM, REAL, Run, Voc, assert_refused, bound_by_permissions, new_voc
from voc_cli.errors import ExitCode
from voc_cli.messages import text

GOOD = "접수번호,내용\n1,배송 늦다\n2,포장 좋다\n"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8


def rows(path: Path) -> list[dict[str, str]]:
    csv.field_size_limit(10_000_000)
    return list(csv.DictReader(io.StringIO(path.read_bytes().removeprefix(BOM).decode(), newline="")))


# --- what cannot be used at all ---------------------------------------------------------------------------------------


NO_TABLES = {
    "empty.csv": (b"", "비어 있습니다", "다시 내보내"),
    "blank.csv": (b" \n\n", "비어 있습니다", "다시 내보내"),
    "header.csv": ("접수번호,접수일시,내용\n".encode(), "머리글만 있고", "기간과 조건"),
    "binary.csv": (PNG, "이진 파일", "CSV나 xlsx로 다시 저장"),
    "numbers.csv": ("접수번호,평점\n1,5\n2,3\n".encode(), "글이 들어 있는 열을 찾지 못했습니다", "--text-column"),
}


@pytest.fixture(scope="module")
def no_tables(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Run]:
    """One run for each file that is no table of texts."""
    voc = new_voc(tmp_path_factory.mktemp("no_tables"))
    for name, (content, _, _) in NO_TABLES.items():
        voc.write(name, content)
    return dict(zip(NO_TABLES, voc.each(*(["analyze", name] for name in NO_TABLES)), strict=True))


@pytest.mark.parametrize("name", NO_TABLES)
def test_what_is_no_table_of_texts_is_refused(no_tables: dict[str, Run], name: str) -> None:
    _, what, mend = NO_TABLES[name]
    assert_refused(no_tables[name], ExitCode.INPUT, where=name, what=what, mend=mend)


def test_a_missing_file_is_refused_with_similar_names(voc: Voc) -> None:
    voc.write("상담_2024.csv", GOOD)
    run = voc("analyze", "상담_2O24.csv")
    assert_refused(run, ExitCode.INPUT, where="상담_2O24.csv", what="파일이나 폴더가 없습니다", mend="상담_2024.csv")


def test_a_directory_without_tables_is_refused(voc: Voc) -> None:
    voc.write("in/readme.txt", "글")
    run = voc("analyze", "in")
    assert_refused(run, ExitCode.INPUT, where="in", what="표 파일이 없습니다", mend=".xlsx")


def test_a_workbook_with_a_password_is_refused(voc: Voc) -> None:
    msoffcrypto = pytest.importorskip("msoffcrypto.format.ooxml")
    openpyxl = pytest.importorskip("openpyxl")
    book: Any = openpyxl.Workbook()
    for row in csv.reader(io.StringIO(GOOD)):
        book.active.append(row)
    plain = io.BytesIO()
    book.save(plain)
    with (voc.folder / "locked.xlsx").open("wb") as file:
        msoffcrypto.OOXMLFile(plain).encrypt("비밀", file)
    run = voc("analyze", "locked.xlsx")
    assert_refused(run, ExitCode.INPUT, where="locked.xlsx", what="암호가 걸린", mend="암호를 지우고")


def test_a_file_that_may_not_be_read_is_refused(voc: Voc) -> None:
    bound = bound_by_permissions()
    voc.write("secret.csv", GOOD).chmod(0)
    run = voc("analyze", "secret.csv", program=[*bound, *REAL])
    assert_refused(run, ExitCode.INPUT, where="secret.csv", what="읽을 권한이 없습니다", mend="권한")


def test_an_output_folder_that_may_not_be_written_is_refused_before_the_work(voc: Voc) -> None:
    bound = bound_by_permissions()
    voc.write("a.csv", GOOD)
    closed = voc.folder / "closed"
    closed.mkdir()
    closed.chmod(0o555)
    for folder in (closed, closed / "deeper"):
        run = voc("analyze", "a.csv", "-o", folder, program=[*bound, *REAL])
        assert_refused(run, ExitCode.INPUT, where=str(folder), what="출력 폴더에 쓸 권한이 없습니다", mend="다른 폴더")
        assert "기록 2건" not in run.err


def test_a_file_in_the_place_of_the_output_folder_stays(voc: Voc) -> None:
    source = voc.write("a.csv", GOOD)
    run = voc("analyze", "a.csv", "-o", "a.csv")
    assert_refused(run, ExitCode.INPUT, where="a.csv", what="같은 이름의 파일이 있습니다", mend="다른 폴더")
    assert source.read_text(encoding="utf-8") == GOOD


def limited() -> None:
    """The disk is full after some kilobytes of any file: this needs no right to mount a small one."""
    sys.dont_write_bytecode = True  # a module that is compiled now would be cut off, and no later run could load it
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))


def test_a_full_disk_leaves_the_old_files_whole(voc: Voc) -> None:
    voc.write("a.csv", "접수번호,내용\n" + "".join(f"{n},배송 늦다 {n}번째 글\n" for n in range(200)))
    old = voc.write("out/documents.csv", "지난주 표")
    run = voc("analyze", "a.csv", "-o", "out", before=limited)
    assert_refused(run, ExitCode.INPUT, where="documents.csv", what="공간이 없어", mend="원래 있던 파일은 그대로")
    assert old.read_text(encoding="utf-8") == "지난주 표"
    assert [path.name for path in old.parent.iterdir()] == ["documents.csv"]


def test_when_every_row_is_rejected_the_rows_are_kept(voc: Voc) -> None:
    voc.write("a.csv", "접수번호,내용\n1,\n2,늦어요,남는 칸\n3,  \n")
    run = voc("analyze", "a.csv", "-o", "out")
    assert_refused(run, ExitCode.INPUT, where="a.csv", what="모든 행이 제외되어", mend="rejected.csv")
    rejected = rows(voc.folder / "out" / "rejected.csv")
    assert [(row["source_row"], row["reason"]) for row in rejected] == [
        ("2", "empty_text"),
        ("3", "too_many_cells"),
        ("4", "empty_text"),
    ]
    assert rejected[1]["raw"] == "2,늦어요,남는 칸"


# --- what is read as far as it goes -----------------------------------------------------------------------------------

LONG = "가" * 700_000  # 2.1 MB
BROKEN = {
    "ragged.csv": "번호,내용,메모\nr1,배송 늦다,가\nr2,배송 늦다,나,남는 칸\nr3,짧은 줄\nr4,포장 좋다,다\n".encode(),
    "nul.csv": "접수번호,내용\nn1,배송 \0늦다\nn2,포장 좋다\n".encode(),
    "long.csv": f"접수번호,내용\nl1,배송 늦다\nl2,{LONG}\nl3,포장 좋다\n".encode(),
    "quote.csv": '번호,내용,메모\nq1,배송 늦다,가\nq2,"닫히지 않은 글,나\nq3,포장 좋다,다\nq4,배송 늦다,라\n'.encode(),
    "mixed.csv": "접수번호,내용\nm1,배송 늦다\n".encode() + "m2,포장 좋다\n".encode("cp949") + b"m3,\xff\xfe\xff \n",
}


class Survivors:
    """One run over all broken files."""

    def __init__(self, voc: Voc) -> None:
        for name, content in BROKEN.items():
            voc.write(f"in/{name}", content)
        self.run: Run = voc("analyze", "in", "-o", "out")
        self.folder = voc.folder / "out"

    def texts(self, name: str) -> dict[str, str]:
        """Id and text of the records of one file."""
        found = rows(self.folder / "documents.csv")
        return {row["doc_id"]: row["text"] for row in found if row["source_file"] == name}

    def rejected(self, name: str) -> list[tuple[str, str]]:
        """Row and reason of what one file lost."""
        found = rows(self.folder / "rejected.csv")
        return [(row["source_row"], row["reason"]) for row in found if row["source_file"] == name]


@pytest.fixture(scope="module")
def survivors(tmp_path_factory: pytest.TempPathFactory) -> Survivors:
    """Run once for all of them."""
    return Survivors(new_voc(tmp_path_factory.mktemp("survivors")))


def test_broken_files_do_not_end_the_run(survivors: Survivors) -> None:
    assert survivors.run.code == ExitCode.DONE
    assert "Traceback" not in survivors.run.err


def test_a_ragged_row_is_rejected_and_a_short_one_filled_up(survivors: Survivors) -> None:
    assert survivors.texts("ragged.csv") == {"r1": "배송 늦다", "r3": "짧은 줄", "r4": "포장 좋다"}
    assert survivors.rejected("ragged.csv") == [("3", "too_many_cells")]
    assert text("io.short_rows", count=1) in survivors.run.err


def test_a_nul_byte_is_removed_and_said(survivors: Survivors) -> None:
    assert survivors.texts("nul.csv") == {"n1": "배송 늦다", "n2": "포장 좋다"}
    assert text("io.nul_removed", count=1) in survivors.run.err
    assert b"\0" not in (survivors.folder / "documents.csv").read_bytes()


def test_a_cell_of_two_megabytes_is_rejected_and_shown_cut(survivors: Survivors) -> None:
    assert survivors.texts("long.csv") == {"l1": "배송 늦다", "l3": "포장 좋다"}
    assert survivors.rejected("long.csv") == [("3", "text_too_long")]
    (raw,) = [row["raw"] for row in rows(survivors.folder / "rejected.csv") if row["source_file"] == "long.csv"]
    assert len(raw) < 32_767  # what a cell of Excel holds
    assert "700,003" in raw or "700003" in raw


def test_an_unclosed_quote_costs_its_own_row_only(survivors: Survivors) -> None:
    assert survivors.texts("quote.csv") == {"q1": "배송 늦다", "q3": "포장 좋다", "q4": "배송 늦다"}
    assert survivors.rejected("quote.csv") == [("3", "unclosed_quote")]


def test_mixed_encodings_are_read_line_by_line_and_said(survivors: Survivors) -> None:
    assert survivors.texts("mixed.csv") == {"m1": "배송 늦다", "m2": "포장 좋다"}
    assert survivors.rejected("mixed.csv") == [("4", "undecodable")]
    assert "두 인코딩이 섞여" in survivors.run.err


def test_nothing_is_lost(survivors: Survivors) -> None:
    summary = json.loads((survivors.folder / "summary.json").read_text(encoding="utf-8"))
    counts = summary["counts"]
    assert counts["rows"] == counts["documents"] + counts["rejected"] == 4 + 2 + 3 + 4 + 3
    assert {source["name"]: source["n_documents"] + source["n_rejected"] for source in summary["sources"]} == {
        "ragged.csv": 4,
        "nul.csv": 2,
        "long.csv": 3,
        "quote.csv": 4,
        "mixed.csv": 3,
    }


def test_the_report_tells_what_could_not_be_read(survivors: Survivors) -> None:
    report = (survivors.folder / "report.md").read_text(encoding="utf-8")
    assert text("report.coverage_read", rows=16, documents=12, rejected=4) in report
    for reason in ("too_many_cells", "text_too_long", "unclosed_quote", "undecodable"):
        assert text(f"report.reason_{reason}") in report


# --- few, equal and foreign records -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Run]:
    """Reports of small exports."""
    voc = new_voc(tmp_path_factory.mktemp("small"))
    days = [f"2024-05-{day:02}" for day in range(1, 26)] * 2
    fifty = "".join(f"{n},{day},배송 늦다 {n}일째\n" for n, day in enumerate(days))
    contents = {
        "fifty": "번호,접수일,내용\n" + fifty,
        "one": "번호,접수일,내용\n1,2024-05-01,배송 늦다\n",
        "same": "번호,접수일,내용\n"
        + "".join(f"{n},2024-05-01,배송 정말 늦다 그래서 다시는 여기서 안 사다\n" for n in range(40)),
    }
    for name, content in contents.items():
        voc.write(f"{name}.csv", content)
    return dict(zip(contents, voc.each(*(["analyze", f"{name}.csv"] for name in contents)), strict=True))


def test_fifty_rows_make_a_report(small: dict[str, Run]) -> None:
    assert small["fifty"].code == ExitCode.DONE
    assert "고객 기록 50건 가운데 50건(100.0%)" in small["fifty"].text


def test_one_row_makes_a_report_that_warns_of_its_size(small: dict[str, Run]) -> None:
    assert small["one"].code == ExitCode.DONE
    assert text("report.coverage_small", n=1) in small["one"].text
    assert text("report.verdict_no_theme") in small["one"].text


def test_equal_rows_count_as_one_and_are_named_as_a_wave(small: dict[str, Run]) -> None:
    report = small["same"].text
    assert small["same"].code == ExitCode.DONE
    assert "고객 기록 1건 가운데" in report
    assert "복사본 39건" in report
    assert "같은 글 40건" in report
    assert text("report.verdict_no_theme") in report


def test_text_without_korean_is_read_and_said(voc: Voc) -> None:
    texts = ["The delivery was late", "great product!!", "12345", "...", "😡😡", "ok", "配送遅い", "http://x.example"]
    voc.write("a.csv", "id,review\n" + "".join(f"{n},{said}\n" for n, said in enumerate(texts)))
    run = voc("analyze", "a.csv", "-o", "out", "--format", "terminal", program=REAL)
    assert run.code == ExitCode.DONE
    assert text("report.coverage_no_korean") in " ".join(run.text.split())
    assert [row["text"] for row in rows(voc.folder / "out" / "documents.csv")] == texts
