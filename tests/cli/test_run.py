"""The scheduled job: what it reads and writes, and what it refuses."""

from __future__ import annotations

import json
import re
import shutil
import sys
from pathlib import Path

import duckdb
import pytest

from tests.cli.support import Run, Voc, assert_refused
from tests.cli.weekly import CONFIG, HEADER, content, files_of, week
from voc_cli import __version__
from voc_cli.errors import ExitCode


def test_the_last_whole_week_is_reported_under_its_date_and_again_with_the_same_bytes(job: Voc) -> None:
    job.write("in/w3.csv", HEADER + "00099,2024-01-15 09:00,전화,배송 늦다\n")
    first = job("run")
    assert (first.code, first.out) == (ExitCode.DONE, b""), first.err
    report = job.folder / "보고서" / "2024-W02"
    before = files_of(job.folder / "보고서")
    assert {"report.txt", "documents.csv", "alerts.json"} <= {path.name for path in report.iterdir()}
    assert "2024-01-08 ~ 2024-01-14 · 기록 7건" in (report / "report.txt").read_text(encoding="utf-8")
    documents = (report / "documents.csv").read_text(encoding="utf-8-sig").splitlines()
    assert len(documents) == 8
    held = content(job.folder / "voc.duckdb")
    # Another place, language and zone of the machine, and a clock far behind change nothing.
    second = job("run", env={"LC_ALL": "C", "LANG": None, "TZ": "America/Los_Angeles"})
    assert second.code == ExitCode.DONE, second.err
    assert "새 파일·바뀐 파일 0개" in second.err
    assert files_of(job.folder / "보고서") == before
    assert content(job.folder / "voc.duckdb") == held


def test_what_a_copy_of_the_process_derives_is_what_the_process_itself_would(job: Voc, tmp_path: Path) -> None:
    job.write("in/w3.csv", HEADER + "00099,2024-01-15 09:00,전화,배송 늦다\n")
    other = Voc(tmp_path / "copied")
    shutil.copytree(job.folder, other.folder)
    assert job("run").code == ExitCode.DONE
    copied = (
        "import sys; from tests.cli.plain_voc import use_words; from voc_cli.cli import aside, forked, telling;"
        "use_words(); aside.MIN_RECORDS = telling.MIN_RECORDS = 0; begun = forked.Forked._begun; n = [];"
        "forked.Forked._begun = lambda self, *given: n.append(given[0].__name__) or begun(self, *given);"
        "from voc_cli.cli.main import run; print(run(sys.argv[1:]), *n)"
    )
    done = other("run", program=(sys.executable, "-c", copied))
    assert done.text == "0 copies_of tables_of _rendered _rendered\n", done.err
    assert files_of(other.folder / "보고서") == files_of(job.folder / "보고서")
    assert content(other.folder / "voc.duckdb") == content(job.folder / "voc.duckdb")


def test_another_period_and_an_earlier_day_can_be_asked_for(ran: Voc) -> None:
    shutil.rmtree(ran.folder / "보고서")
    runs = ran.each(["run", "--period", "2024-W01"], ["run", "--until", "2024-01-10"], ["run", "--period", "2024-13"])
    assert [run.code for run in runs] == [ExitCode.DONE, ExitCode.DONE, ExitCode.USAGE]
    assert [path.name for path in (ran.folder / "보고서").iterdir()] == ["2024-W01"]
    assert_refused(runs[2], ExitCode.USAGE, where="--period", what="2024-13", mend="2024-W15")


def test_a_clock_that_went_back_is_told_and_changes_nothing(ran: Voc) -> None:
    held = content(ran.folder / "voc.duckdb")
    with duckdb.connect(str(ran.folder / "voc.duckdb")) as history:
        history.execute("UPDATE runs SET started_at = '2999-01-01 06:00:00'")
    (done,) = ran.each(["run"])
    assert done.code == ExitCode.DONE
    assert "시계가 뒤로 갔습니다: 지난 실행(2999-01-01 06:00:00 UTC)" in done.err
    assert content(ran.folder / "voc.duckdb") == held


def test_a_run_with_nothing_new_gives_the_same_report_without_making_it(ran: Voc) -> None:
    before = files_of(ran.folder / "보고서")
    shutil.rmtree(ran.folder / "보고서")
    told = (
        "import sys; from tests.cli.plain_voc import use_words; from voc_cli.cli.main import run; use_words();"
        "import voc_cli.scheduled as s, voc_cli.remembered as r; s.tell = r.recall = None; print(run(sys.argv[1:]));"
        "print({'kiwipiepy', 'sklearn', 'xlsxwriter', 'jinja2'} & set(sys.modules))"
    )
    again = ran("run", program=(sys.executable, "-c", told))
    assert again.text == "0\nset()\n", again.err
    assert files_of(ran.folder / "보고서") == before


def test_what_could_change_the_report_makes_it_anew(ran: Voc) -> None:
    def n_kept() -> int:
        return len(list((ran.folder / "home" / ".cache" / "voc").glob("result-*")))

    assert n_kept() == 1
    ran.each(["run"])
    assert n_kept() == 1
    ran.each(["run", "--period", "2024-W01"])
    assert n_kept() == 2
    ran.write("voc.toml", 'title = "주간"\n' + CONFIG)
    ran.each(["run"])
    assert n_kept() == 3
    ran.write("in/w2.csv", week(2).replace("늦다 9", "늦다 99"))
    ran.each(["run"])
    assert n_kept() == 4
    ran.write("themes.toml", '[[actions]]\ntheme = "배송 속도 불만"\ndate = 2024-01-08\nwho = "물류"\nwhat = "증차"\n')
    ran.each(["run"])
    assert n_kept() == 5


REFUSED = [
    ('[run]\ninput = ["in"]\n', "run.input", "inputs"),
    ('[run]\ninputs = ["in"]\nperiod = "year"\n', "run.period", "month"),
    ('[run]\ninputs = ["in"]\nformats = ["markdwn", "md"]\n', "markdwn", "md"),
    ('[run]\ninputs = ["in"]\noutput = "%Q"\n', "%Q", "%Y"),
    ("[run]\n", "정해져 있지 않습니다", "voc init"),
]


def test_settings_that_cannot_be_meant_are_refused(voc: Voc) -> None:
    paths = [voc.write(f"{number}.toml", settings) for number, (settings, *_) in enumerate(REFUSED)]
    runs = voc.each(*[("run", "--config", path) for path in paths])
    for run, (_, what, mend) in zip(runs, REFUSED, strict=True):
        assert_refused(run, ExitCode.CONFIG, where="", what=what, mend=mend)
    assert not (voc.folder / "voc.duckdb").exists()


def test_paths_begin_at_the_settings_wherever_the_run_begins(job: Voc) -> None:
    other = job.folder / "elsewhere"
    other.mkdir()
    done = Voc(other)("run", "--config", job.folder / "voc.toml", env={"HOME": str(job.folder / "home")})
    assert done.code == ExitCode.DONE, done.err
    assert (job.folder / "보고서" / "2024-W02").is_dir()
    assert list(other.iterdir()) == []


def test_a_file_that_is_no_table_ends_the_run_with_its_code_after_the_report(job: Voc) -> None:
    job.write("in/broken.csv", b"PK\x03\x04 cut off")
    done = job("run")
    assert done.code == ExitCode.INPUT
    assert "broken.csv" in done.err
    assert (job.folder / "보고서" / "2024-W02" / "report.txt").exists()


def test_records_that_other_words_annotated_are_told_where_they_are_compared(job: Voc) -> None:
    assert "서로 다른 판" not in job("run").err
    (job.folder / "in" / "w1.csv").unlink()
    job.write("voc.toml", CONFIG.replace("[run]", 'pack = "food"\n[run]'))
    run = job("run")
    assert run.code == ExitCode.DONE, run.err
    (line,) = [line for line in run.err.splitlines() if "서로 다른 판" in line]
    assert "지금 판 7건, 앞선 판 7건(2024-01-01~2024-01-07)" in line
    folder = job.folder / "보고서" / "2024-W02"
    said = json.loads((folder / "summary.json").read_text(encoding="utf-8"))["annotations"]
    assert [(each["is_current"], each["n_documents"]) for each in said] == [(False, 7), (True, 7)]
    assert "앞선 판 7건" in (folder / "report.txt").read_text(encoding="utf-8").replace("\n", " ")


def anew(run: Run) -> list[str]:
    assert run.code == ExitCode.DONE, run.err
    return [line for line in run.err.splitlines() if "새로 읽고" in line or "read and annotated anew" in line]


def test_why_everything_is_read_anew_is_said_once(ran: Voc) -> None:
    english, again = ran.each(["--lang", "en", "run"], ["--lang", "en", "run"])
    (line,) = anew(english)
    assert line.endswith("because of what changed since the last run: the language (ko → en)")
    assert anew(again) == []
    ran.write("voc.toml", 'pack = "food"\nmask = false\n' + CONFIG)
    korean, again = ran.each(["run"], ["run"])
    (line,) = anew(korean)
    assert "언어(en → ko)가, 가리는 설정(mask, keep_staff_names)이 달라졌으므로" in line
    assert anew(again) == []


def test_another_version_is_said_to_be_the_reason_once(ran: Voc) -> None:
    with duckdb.connect(str(ran.folder / "voc.duckdb")) as connection:
        connection.execute("UPDATE runs SET voc_version = '0.0.1', annotation = 'another'")
        connection.execute("UPDATE files SET digest = 'another'")
        connection.execute("DELETE FROM meta WHERE key = 'reading'")  # as a voc that did not keep it left it
    first, second = ran.each(["run"], ["run"])
    (line,) = anew(first)
    assert f"voc의 판(0.0.1 → {__version__})이 달라졌으므로" in line
    assert anew(second) == []
    with duckdb.connect(str(ran.folder / "voc.duckdb")) as connection:
        connection.execute("UPDATE runs SET annotation = 'another'")
    assert "설치된 voc나 Python의 내용이" in anew(ran("run"))[0]


def test_a_pattern_that_matches_nothing_is_no_error_beside_one_that_does_and_a_name_is(job: Voc) -> None:
    settings = (job.folder / "voc.toml").read_text(encoding="utf-8")
    job.write("voc.toml", re.sub(r"inputs = .*", 'inputs = ["in/*.csv", "in/*.xlsx", "없는 파일.csv"]', settings))
    run = job("run")
    assert "in/*.xlsx" not in run.err
    assert "없는 파일.csv" in run.err
    # What is named is meant: the run ends with its code, the report is there.
    assert run.code == ExitCode.INPUT, run.err
    assert (job.folder / "보고서" / "2024-W02" / "report.txt").exists()


def test_an_export_without_a_record_is_one_of_none(job: Voc) -> None:
    job.write("in/w3.csv", HEADER)
    job.write("in/무명.csv", "가,나,다\n")
    first, second = job.each(["run"], ["run"])
    assert first.code == ExitCode.DONE, first.err
    assert "in/w3.csv: 머리글만 있고 그 아래 기록이 한 건도 없습니다" in first.err
    assert "새 파일·바뀐 파일 4개, 새 기록 14건" in first.err
    assert (second.code, "새 파일·바뀐 파일 0개" in second.err) == (ExitCode.DONE, True), second.err
    job.write("in/w3.csv", week(3))
    filled = job("run")
    assert "새 파일·바뀐 파일 1개, 새 기록 7건" in filled.err, filled.err
    job.write("in/w3.csv", HEADER)
    assert job("run").code == ExitCode.DONE
    checked = job("doctor")
    assert "✗ 최근 파일" not in checked.text, checked.text


def test_a_run_does_not_read_what_it_wrote(job: Voc) -> None:
    assert job("init", "--force").code == ExitCode.DONE
    job.write("voc.toml", CONFIG.replace('"in/*.csv"', '"**/*.csv", "."'))
    job.write("w0.csv", HEADER + "00099,2024-01-02 09:00,전화,배송 늦다\n")
    first, second = job.each(["run"], ["run"])
    assert "새 기록 15건" in first.err, first.err
    assert first.err.count("dictionary.xlsx") == 1
    assert "새 파일·바뀐 파일 0개" in second.err, second.err
    assert second.err.count("보고서/2024-W02/alerts.csv") == 1  # the first of many
    checked = job("doctor")
    assert checked.code == ExitCode.DONE, checked.text
    assert "! 입력" not in checked.text


def test_rows_that_a_later_export_tells_otherwise_are_said_to_be_left_as_they_are(ran: Voc) -> None:
    ran.write("in/fix.csv", HEADER + "00001,2024-01-01 09:00,전화,포장 좋다 고침\n")
    done = ran("run")
    assert done.code == ExitCode.DONE
    assert "더 나중까지 담은 다른 파일과 내용이 다른 기록 1건" in done.err
    assert "더 나중까지" not in ran("run").err


def test_a_run_that_finds_no_export_says_so_with_its_code(job: Voc) -> None:
    shutil.move(job.folder / "in", job.folder / "elsewhere")
    never = job("run")
    assert (never.code, never.out) == (ExitCode.INPUT, b"")
    assert "in/*.csv" in never.err
    shutil.move(job.folder / "elsewhere", job.folder / "in")
    assert job("run").code == ExitCode.DONE
    shutil.rmtree(job.folder / "in")
    gone = job("run")
    assert gone.code == ExitCode.INPUT
    assert "in/*.csv" in gone.err


@pytest.mark.parametrize("rating", ["", "5"])
def test_records_without_number_and_rating_are_known_again(voc: Voc, rating: str) -> None:
    voc.write("voc.toml", CONFIG)
    rows = f"2024-01-02,배송이 늦어요,\n2024-01-03,좋아요,{rating}\n,배송 늦다,\n2024-01-15,배송 늦다,\n"
    voc.write("in/w1.csv", "접수일,내용,평점\n" + rows)
    first = voc("run")
    assert first.code == ExitCode.DONE, first.err
    assert "새 기록 4건" in first.err
    voc.write("in/w1.csv", "접수일,내용,평점\n" + rows + "2024-01-16,배송 늦다,\n")
    second = voc("run")
    assert "새 기록 1건, 고쳐진 기록 0건, 빠진 기록 0건" in second.err, second.err


def test_a_goal_for_a_theme_that_nobody_knows_is_told_with_the_nearest_names(ran: Voc) -> None:
    goal = '[[goals]]\ntheme = "{}"\ntext = "절반"\ntarget = 0.5\nsince = 2024-01-08\n'
    for theme, told in (("배송 지언", True), ("배송 지연", False), ("T0000000", False)):
        ran.write("themes.toml", goal.format(theme))
        run = ran("run")
        assert run.code == ExitCode.DONE, run.err
        assert ("없는 이름입니다. 혹시: 배송 지연" in run.err) == told, run.err
