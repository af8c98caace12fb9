"""``voc report``: a stored result in another format, and what is no such result."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.cli.support import PLAIN, Voc, assert_refused
from voc_cli.errors import ExitCode
from voc_cli.report.formats import FORMATS

# Texts that begin like formulas, with an apostrophe of their own, and with one before what looks like a formula.
TEXTS = """\
번호,접수일,상품,채널,별점,내용
1,2024-05-01,=포트,앱,1,=배송 늦다
2,2024-05-02 09:30,,'-앱,2,'-배송 늦다 정말
3,,@포트,,,'배송 늦다' 그래요
0004,2024-05-04,=포트,앱,5,"배송 좋다
포장 나쁘다 <b>"
5,2024-05-04,=포트,앱,5,"배송 좋다
포장 나쁘다 <b>"
"""
FOLDERS = ("plain", "korean", "english", "few")


@pytest.fixture(scope="module")
def stored_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Results of one run in folders of their own: plain, with other settings, in English, with few rows."""
    folder = tmp_path_factory.mktemp("stored")
    (folder / "home").mkdir()
    voc = Voc(folder)
    voc.write("a.csv", TEXTS)
    voc.write("few.toml", "max_rows = 2\n")
    runs = voc.each(
        ["analyze", "a.csv", "-o", "plain"],
        ["analyze", "a.csv", "-o", "korean", "--headers", "ko", "--encoding", "utf-8"],
        ["--lang", "en", "analyze", "a.csv", "-o", "english"],
        ["analyze", "a.csv", "-o", "few", "--config", "few.toml", "--group-by", "product"],
    )
    assert [run.code for run in runs] == [0] * 4, runs
    return folder


@pytest.fixture
def stored(stored_once: Path, tmp_path: Path) -> Voc:
    """A copy that may be spoilt."""
    shutil.copytree(stored_once, tmp_path, dirs_exist_ok=True)
    return Voc(tmp_path)


def test_every_format_has_the_bytes_that_the_run_wrote(stored: Voc) -> None:
    wanted = [(folder, form.file_name) for folder in FOLDERS for form in FORMATS.values()]
    runs = stored.each(*(["report", folder, "-o", f"again/{folder}/{name}"] for folder, name in wanted))
    assert [run.code for run in runs] == [0] * len(wanted), runs
    assert {run.out for run in runs} == {b""}
    differing = [
        (folder, name)
        for folder, name in wanted
        if (stored.folder / folder / name).read_bytes() != (stored.folder / "again" / folder / name).read_bytes()
    ]
    assert differing == []


def test_the_result_of_a_scheduled_run_is_set_again(ran: Voc) -> None:
    folder = next(path.parent for path in sorted(ran.folder.rglob("report.html")))
    runs = ran.each(["report", folder, "-o", "again.html"], ["report", folder, "-o", "again.json"])
    assert [run.code for run in runs] == [0, 0], runs
    for suffix in ("html", "json"):
        assert (ran.folder / f"again.{suffix}").read_bytes() == (folder / f"report.{suffix}").read_bytes()


def test_without_a_file_the_report_goes_to_stdout_alone(stored: Voc) -> None:
    run = stored("report", "plain", "--format", "md")
    assert (run.code, run.err) == (0, "")
    assert run.out == (stored.folder / "plain" / "report.md").read_bytes()


def test_without_a_format_a_terminal_is_written_to(stored: Voc) -> None:
    assert stored("report", "plain").text.startswith("━")


def test_the_number_of_rows_is_that_of_the_run_unless_another_is_chosen(stored: Voc) -> None:
    stored.write("one.toml", "max_rows = 1\n")
    kept, chosen = stored.each(
        ["report", "few", "--format", "html"], ["report", "few", "--format", "html", "--config", "one.toml"]
    )
    assert "가운데 2개를 불만부터" in kept.text
    assert "가운데 1개를 불만부터" in chosen.text


def test_another_language_is_not_promised(stored: Voc) -> None:
    run = stored("--lang", "en", "report", "plain", "--format", "md")
    assert run.code == 0
    assert "written in Korean and stays so" in run.err
    assert run.out == (stored.folder / "plain" / "report.md").read_bytes()


def test_nothing_is_analysed_again(stored: Voc) -> None:
    program = (*PLAIN[:1], "-X", "importtime", "-m", "voc_cli")
    run = stored("report", "plain", "--format", "html", program=program)
    assert run.code == 0
    assert "jinja2" in run.err
    assert [name for name in ("kiwipiepy", "sklearn", "scipy", "duckdb") if f" {name}\n" in run.err] == []


def test_a_folder_that_is_missing_or_holds_no_result_is_refused(stored: Voc) -> None:
    missing, empty = stored.each(["report", "nowhere"], ["report", "home"])
    assert_refused(missing, ExitCode.INPUT, where="nowhere", what="폴더가 없습니다", mend="voc analyze -o")
    assert_refused(empty, ExitCode.INPUT, where="home/report.json", what="결과 파일이 없습니다", mend="formats")


def test_a_damaged_report_and_one_of_another_version_are_refused(stored: Voc) -> None:
    path = stored.folder / "plain" / "report.json"
    whole = path.read_bytes()
    path.write_bytes(whole[:500])
    damaged = stored("report", "plain")
    assert_refused(damaged, ExitCode.INPUT, where="plain/report.json", what="report.json이 아닙니다", mend="다시")
    path.write_bytes(whole.replace(b'"schema_version": ', b'"schema_version": 9'))
    other = stored("report", "plain")
    assert_refused(other, ExitCode.INPUT, where="plain/report.json", what="판을 읽습니다", mend="voc analyze")


# File, what stands in it, what somebody made of it, and where that shows.
CHANGES = [
    ("documents.csv", b"2024-05-02 09:30", b"5/2/24 9:30", "documents.csv"),
    ("documents.csv", b"doc_id,", b"number,", "documents.csv"),
    ("documents.csv", b"\n0004,", b"\n4,", "clauses.csv"),
    ("clauses.csv", b",negative,", b",bad,", "clauses.csv"),
    ("clauses.csv", b"\n", b",\n", "clauses.csv"),
    ("summary.json", b'"settings"', b'"s"', "summary.json"),
]


def test_a_changed_table_is_refused(stored: Voc) -> None:
    for number, (name, old, new, _) in enumerate(CHANGES):
        shutil.copytree(stored.folder / "plain", stored.folder / f"c{number}")
        path = stored.folder / f"c{number}" / name
        assert old in path.read_bytes()
        path.write_bytes(path.read_bytes().replace(old, new, 4 if old == b"\n" else -1))
    runs = stored.each(*(["report", f"c{number}", "--format", "html"] for number in range(len(CHANGES))))
    for number, (run, change) in enumerate(zip(runs, CHANGES, strict=True)):
        assert_refused(run, ExitCode.INPUT, where=f"c{number}/{change[3]}", what="그대로가 아닌", mend="엑셀")


def test_a_format_without_texts_needs_no_table(stored: Voc) -> None:
    for path in (stored.folder / "plain").iterdir():
        if path.name != "report.json":
            path.unlink()
    run = stored("report", "plain", "--format", "json")
    assert run.out == (stored.folder / "plain" / "report.json").read_bytes()


def test_a_format_with_texts_asks_for_the_tables(stored: Voc) -> None:
    (stored.folder / "plain" / "clauses.csv").unlink()
    run = stored("report", "plain", "--format", "xlsx")
    assert_refused(run, ExitCode.INPUT, where="plain/clauses.csv", what="표가 없습니다", mend="run.tables")


def test_a_name_that_tells_no_format_is_refused(stored: Voc) -> None:
    run = stored("report", "plain", "-o", "보고서.pdf")
    assert_refused(run, ExitCode.USAGE, where="-o", what="'보고서.pdf'", mend=".xlsx")
    assert not (stored.folder / "보고서.pdf").exists()


def test_a_workbook_is_not_shown_on_a_terminal(stored: Voc) -> None:
    code, shown = stored.on_terminal("report", "plain", "--format", "xlsx")
    assert code == ExitCode.USAGE
    assert "-o 파일이름" in shown.decode()


def test_tables_get_korean_headings_in_a_folder_and_on_stdout(stored: Voc) -> None:
    names = {path.name for path in (stored.folder / "plain").glob("*.csv")}
    for name in names:
        english = (stored.folder / "plain" / name).read_text(encoding="utf-8-sig").split("\n")
        korean = (stored.folder / "korean" / name).read_text(encoding="utf-8").split("\n")
        assert korean[0] != english[0]
        assert korean[1:] == english[1:]
    piped, json = stored.each(
        ["analyze", "a.csv", "--table", "documents", "--format", "tsv", "--headers", "ko"],
        ["analyze", "a.csv", "--table", "themes", "--format", "json", "--headers", "ko"],
    )
    assert piped.text.startswith("접수번호\t파일\t행\t접수일시\t")
    assert '"theme_id"' in json.text
    assert "담당부서" not in json.text


def test_rejected_rows_alone_get_korean_headings_too(voc: Voc) -> None:
    voc.write("a.csv", "번호,내용\n1,\n2,\n")
    run = voc("analyze", "a.csv", "-o", "out", "--text-column", "내용", "--headers", "ko")
    assert run.code == ExitCode.INPUT
    assert (voc.folder / "out" / "rejected.csv").read_text(encoding="utf-8-sig").startswith("파일,행,까닭,내용\n")


def test_groups_are_told_in_the_report_and_kept_with_it(stored: Voc) -> None:
    runs = stored.each(["report", "few"], ["report", "few", "--format", "md"], ["report", "plain", "--format", "md"])
    assert "\n상품별 불만 ─" in runs[0].text
    assert "\n## 상품별 불만\n" in runs[1].text
    assert "(적히지 않음): 기록 " in runs[1].text
    assert "상품별 불만" not in runs[2].text
