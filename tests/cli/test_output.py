"""What lands on stdout and in the folder."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.cli.conftest import Kitchen
from tests.cli.support import BOM, Run, Voc
from voc_cli import schema
from voc_cli.errors import ExitCode
from voc_cli.report.formats import FORMATS

TABLES = schema.TABLES
PRINTED = TABLES[:4]  # each costs a run; the others go the same way


def rows(data: bytes, *, delimiter: str = ",") -> list[dict[str, str]]:
    text = data.removeprefix(BOM).decode("utf-8")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter))


def table(kitchen: Kitchen, name: str) -> list[dict[str, str]]:
    return rows((kitchen.folder / f"{name}.csv").read_bytes())


@pytest.fixture(scope="module")
def printed(kitchen: Kitchen) -> dict[str, Run]:
    """The same export printed in every form."""
    commands = {f"--format {name}": ["--format", name] for name in (*FORMATS, "csv", "tsv")}
    commands |= {f"--table {name}": ["--table", name] for name in PRINTED}
    commands["--table themes json"] = ["--table", "documents", "--format", "json"]
    commands["cp949"] = ["--table", "documents", "--encoding", "cp949"]
    commands["max-rejected"] = ["--max-rejected", "0.2", "-o", "rejecting"]
    runs = kitchen.voc.each(*(["analyze", "calls.csv", *options] for options in commands.values()))
    return dict(zip(commands, runs, strict=True))


def test_the_folder_holds_every_format_and_table(kitchen: Kitchen) -> None:
    assert kitchen.run.code == 0
    names = {f"{name}.csv" for name in TABLES} | {form.file_name for form in FORMATS.values()}
    names |= {"summary.json", "alerts.json", "known_themes.json"}
    assert {path.name for path in kitchen.folder.iterdir()} == names
    assert all(name in kitchen.run.err for name in names)


def test_with_a_folder_a_pipe_stays_empty(kitchen: Kitchen) -> None:
    assert kitchen.run.out == b""


@pytest.mark.parametrize("name", TABLES)
def test_every_csv_starts_with_a_byte_order_mark_for_excel(kitchen: Kitchen, name: str) -> None:
    assert (kitchen.folder / f"{name}.csv").read_bytes().startswith(BOM)


@pytest.mark.parametrize("name", FORMATS)
def test_a_report_on_stdout_is_that_of_the_folder(kitchen: Kitchen, printed: dict[str, Run], name: str) -> None:
    run = printed[f"--format {name}"]
    assert run.code == 0
    assert run.out == (kitchen.folder / FORMATS[name].file_name).read_bytes()


@pytest.mark.parametrize("name", PRINTED)
def test_a_table_on_stdout_is_that_of_the_folder(kitchen: Kitchen, printed: dict[str, Run], name: str) -> None:
    run = printed[f"--table {name}"]
    assert run.code == 0
    assert run.out == (kitchen.folder / f"{name}.csv").read_bytes()


def test_csv_and_tsv_without_a_table_are_the_themes(kitchen: Kitchen, printed: dict[str, Run]) -> None:
    themes = table(kitchen, "themes")
    assert themes
    assert rows(printed["--format csv"].out) == themes
    assert rows(printed["--format tsv"].out, delimiter="\t") == themes


def test_a_table_as_json_holds_lists_and_the_texts_untouched(printed: dict[str, Run]) -> None:
    documents = json.loads(printed["--table themes json"].text)
    assert [document["doc_id"] for document in documents] == ["00012", "007", "0008", "0009", "0010"]
    assert documents[4]["signals"] == ["legal"]
    assert documents[3]["text"].startswith("=HYPERLINK")
    assert documents[0]["received_at"] == "2024-01-03 15:05:00"


def test_columns_are_those_of_the_design(kitchen: Kitchen) -> None:
    assert tuple(table(kitchen, "documents")[0])[: len(schema.DOCUMENTS)] == schema.DOCUMENTS
    assert tuple(table(kitchen, "clauses")[0]) == schema.WRITTEN_CLAUSES
    assert tuple(table(kitchen, "themes")[0]) == (*schema.THEMES, *schema.THEME_FACTS)
    assert tuple(table(kitchen, "rejected")[0]) == schema.REJECTED


def test_leading_zeros_of_ids_are_kept(kitchen: Kitchen) -> None:
    assert [row["doc_id"] for row in table(kitchen, "documents")] == ["00012", "007", "0008", "0009", "0010"]


def test_na_and_null_are_things_that_customers_type(kitchen: Kitchen) -> None:
    row = table(kitchen, "documents")[2]
    assert (row["text"], row["product"], row["메모"]) == ("null", "NA", "null")


def test_cells_that_a_spreadsheet_would_run_are_defused(kitchen: Kitchen) -> None:
    documents = table(kitchen, "documents")
    assert [row["메모"] for row in documents] == ["'=SUM(A1:A9)", "'@명령", "null", "여러 줄\n메모", "-"]
    assert documents[3]["text"].startswith("'=HYPERLINK")
    assert [row["수량"] for row in documents] == ["-5", "3", "4", "5", "6"]
    for name in TABLES:
        cells = [cell for row in table(kitchen, name) for cell in row.values()]
        assert not [cell for cell in cells if cell[:1] in {"=", "+", "@", "\t"}]


def test_the_summary_counts_what_the_tables_hold(kitchen: Kitchen) -> None:
    summary = json.loads((kitchen.folder / "summary.json").read_text(encoding="utf-8"))
    counts = summary["counts"]
    assert (counts["rows"], counts["documents"], counts["rejected"]) == (7, 5, 2)
    assert counts["clauses"] == len(table(kitchen, "clauses"))
    assert counts["themes"] == len(table(kitchen, "themes"))


def test_what_each_column_was_taken_for_goes_to_stderr(kitchen: Kitchen) -> None:
    assert "calls.csv: 기록 5건, 제외 2건 (utf-8)" in kitchen.run.err
    assert "접수번호=접수번호, 접수일=접수일시, 채널=채널, 상품=제품명, 고객=연락처, 내용=상담내용" in kitchen.run.err


def test_clauses_are_stretches_of_their_document(kitchen: Kitchen, printed: dict[str, Run]) -> None:
    documents = {row["doc_id"]: row["text"] for row in json.loads(printed["--table themes json"].text)}
    for row in table(kitchen, "clauses"):
        text = documents[row["doc_id"]][int(row["start"]) : int(row["end"])]
        assert row["text"].removeprefix("'") == text


def test_what_cp949_lacks_is_counted(printed: dict[str, Run]) -> None:
    run = printed["cp949"]
    assert run.code == 0
    assert "배송 늦다 ??" in run.out.decode("cp949")
    assert "cp949에 없는 글자 2개를 ?로 바꿔 썼습니다" in run.err


def test_too_many_rejected_rows_end_with_six_and_lose_nothing(kitchen: Kitchen, printed: dict[str, Run]) -> None:
    run = printed["max-rejected"]
    assert run.code == ExitCode.TOO_MANY_REJECTED
    assert "제외된 행이 2건(28.6%)으로 허용한 20.0%보다 많습니다" in run.err
    assert {path.name for path in (kitchen.voc.folder / "rejecting").iterdir()} == {
        path.name for path in kitchen.folder.iterdir()
    }


def test_a_pipe_gets_no_escape_codes(printed: dict[str, Run]) -> None:
    binary = {f"--format {name}" for name, form in FORMATS.items() if form.is_binary}
    assert not [name for name, run in printed.items() if "\x1b" in run.err]
    assert not [name for name, run in printed.items() if name not in binary and b"\x1b" in run.out]


def test_a_workbook_does_not_go_to_a_terminal(voc: Voc) -> None:
    voc.write("a.csv", "내용\n배송 늦다\n")
    code, shown = voc.on_terminal("analyze", "a.csv", "--format", "xlsx")
    assert code == ExitCode.USAGE
    assert "터미널에 보일 수 없습니다".encode() in shown
    assert b"-o" in shown
    code, _ = voc.on_terminal("analyze", "a.csv", "--format", "xlsx", stdout=voc.folder / "out.xlsx")
    assert code == ExitCode.DONE
    assert (voc.folder / "out.xlsx").read_bytes().startswith(b"PK")


def test_standard_input_is_read(voc: Voc) -> None:
    data = "번호,문의내용\n01,배송 늦다\n02,포장 좋다\n".encode("cp949")
    run = voc("analyze", "-", "--table", "documents", stdin=data)
    assert run.code == 0
    assert [(row["doc_id"], row["source_file"], row["text"]) for row in rows(run.out)] == [
        ("01", "stdin", "배송 늦다"),
        ("02", "stdin", "포장 좋다"),
    ]
    assert "stdin: 기록 2건, 제외 0건 (cp949)" in run.err


def test_a_folder_is_read_and_foreign_files_in_the_output_stay(voc: Voc) -> None:
    voc.write("in/a.csv", "내용\n배송 늦다\n")
    voc.write("in/b.tsv", "번호\t내용\n1\t배송 늦다\n")
    mine = voc.write("out/mine.txt", "내 메모")
    old = voc.write("out/documents.csv", "낡은 표")
    run = voc("analyze", "in", "-o", "out")
    assert run.code == 0
    assert mine.read_text(encoding="utf-8") == "내 메모"
    assert "mine.txt" not in run.err
    assert [row["source_file"] for row in rows(old.read_bytes())] == ["a.csv", "b.tsv"]
    assert not list(Path(voc.folder / "out").glob(".voc-*"))
