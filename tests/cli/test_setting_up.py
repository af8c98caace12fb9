"""``voc init``, ``voc doctor`` and ``voc history``."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import duckdb
import pytest
from filelock import FileLock

from tests.cli.support import PLAIN, ROOT, Voc, assert_refused, bound_by_permissions
from tests.cli.weekly import CONFIG, content, week
from voc_cli.cli.checks import schedule_lines
from voc_cli.cli.dated import Unit, shared_folders
from voc_cli.config import load_settings
from voc_cli.errors import ExitCode

_SQL = re.compile(r"^```sql\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("language", ["ko", "en"])
def test_what_init_writes_is_a_settings_file_whose_comments_hold_the_defaults(voc: Voc, language: str) -> None:
    assert voc("init", "new", env={"VOC_LANG": language}).code == ExitCode.DONE
    path = voc.folder / "new" / "voc.toml"
    written = path.read_text(encoding="utf-8")
    settings = load_settings(path, {}, environment={})
    assert settings.lang == language
    assert settings.run.inputs
    lines = [line.removeprefix("# ") if "=" in line.partition("#")[2] else line for line in written.splitlines()]
    shown = [line for line in lines if line.startswith(("[", "title", "lang")) or (" = " in line and line[0].islower())]
    (voc.folder / "all.toml").write_text("\n".join(shown), encoding="utf-8")
    assert tomllib.loads("\n".join(shown))["alerts"]["urgent"]["severity"] == 3
    assert load_settings(voc.folder / "all.toml", {}, environment={}).alerts == settings.alerts


def test_init_overwrites_only_when_it_is_told_to(voc: Voc) -> None:
    voc.write("voc.toml", "title = '내 것'\n")
    assert_refused(voc("init"), ExitCode.USAGE, where="voc.toml", what="이미 있는", mend="--force")
    assert (voc.folder / "voc.toml").read_text(encoding="utf-8") == "title = '내 것'\n"
    assert voc("init", "--force").code == ExitCode.DONE
    assert "[run]" in (voc.folder / "voc.toml").read_text(encoding="utf-8")


def test_doctor_finds_a_sound_job_sound_and_shows_the_lines_to_paste(voc: Voc) -> None:
    voc.write("voc.toml", CONFIG)
    voc.write("in/w1.csv", week(1))
    done = voc("doctor")
    assert done.code == ExitCode.DONE, done.text
    assert "✗" not in done.text
    assert "내용=상담내용" in done.text
    assert f"run --config {voc.folder / 'voc.toml'} --fail-on critical" in done.text
    assert "OnCalendar=Mon 06:00" in done.text
    # Without it a timer of a user runs only while that user is logged in.
    assert "loginctl enable-linger" in done.text
    assert not (voc.folder / "voc.duckdb").exists()


WRONG = [
    ("[run]\ninputz = []\n", "설정", "inputs"),
    ('[run]\ninputs = ["none/*.csv"]\n', "입력", "*.csv"),
    ('[run]\ninputs = ["undated.csv"]\n', "최근 파일", "received_at"),
    ('[run]\ninputs = ["undated.csv"]\nhistory = "undated.csv"\n', "이력", "다른 파일 이름"),
    ('[run]\ninputs = ["undated.csv"]\nhistory = "home"\n', "설정", "파일 이름을 적어 주십시오"),
]


def test_doctor_names_what_is_wrong_and_how_to_mend_it(voc: Voc) -> None:
    voc.write("undated.csv", "번호,내용\n1,배송 늦다\n2,포장 좋다\n")
    paths = [voc.write(f"{number}.toml", settings) for number, (settings, *_) in enumerate(WRONG)]
    runs = voc.each(*[("doctor", "--config", path) for path in [*paths, voc.folder / "none.toml"]])
    for run, (name, mend) in zip(runs, [*((name, mend) for _, name, mend in WRONG), ("설정", "voc init")], strict=True):
        assert run.code == ExitCode.CONFIG
        lines = run.text.splitlines()
        places = [place for place, line in enumerate(lines) if line.startswith(f"✗ {name}:")]
        assert places, run.text
        assert any(mend in lines[place] + lines[place + 1] for place in places)


def test_a_history_is_listed_exported_and_sound(ran: Voc) -> None:
    before = content(ran.folder / "voc.duckdb")
    listed, checked, *exported = ran.each(
        ["history", "list"],
        ["history", "check"],
        ["history", "export", "out", "--format", "csv"],
        ["history", "export", "out"],
    )
    assert "기록 14건 (2024-01-01 ~ 2024-01-14), 파일 2개" in listed.text
    assert "새 기록 14" in listed.text
    assert checked.code == ExitCode.DONE, checked.text
    assert [run.code for run in exported] == [ExitCode.DONE, ExitCode.DONE]
    assert (ran.folder / "out" / "documents.parquet").read_bytes().startswith(b"PAR1")
    lines = (ran.folder / "out" / "documents.csv").read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == 15
    assert content(ran.folder / "voc.duckdb") == before


def test_each_query_that_the_docs_show_is_answered(ran: Voc) -> None:
    blocks = [found for page in (ROOT / "docs").glob("*.md") for found in _SQL.findall(page.read_text("utf-8"))]
    queries = [query for block in blocks for query in block.split(";") if query.strip()]
    assert len(queries) >= 2
    with duckdb.connect(str(ran.folder / "voc.duckdb"), read_only=True) as connection:
        answers = [connection.execute(query).fetchall() for query in queries]
    assert all(answers)


def test_the_docs_tell_each_column_and_each_value_that_a_history_holds(ran: Voc) -> None:
    page = (ROOT / "docs" / "history.md").read_text(encoding="utf-8")
    rows = [line for line in page.splitlines() if line.startswith("| `")]
    told = {
        name: set(re.findall("`([^`]+)`", row)) for row in rows for name in re.findall("`([^`]+)`", row.split("|")[1])
    }
    with duckdb.connect(str(ran.folder / "voc.duckdb"), read_only=True) as connection:
        columns = connection.execute(
            "SELECT table_name, column_name FROM duckdb_columns() WHERE NOT internal"
        ).fetchall()
        values = {key for (key,) in connection.execute("SELECT key FROM meta").fetchall()}
    # The views are made of the tables below them, and their columns are those of the tables that the guide explains.
    in_views = {column for table, column in columns if table in ("documents", "clauses")} | {"owner", "key", "value"}
    missing = [(table, name) for table, name in columns if name not in told.get(table, set()) | in_views]
    assert missing == []
    assert values and {key.replace(" week", " …") for key in values} <= told["meta"]


def test_what_is_pruned_stays_out_also_when_its_file_is_read_again(ran: Voc) -> None:
    assert ran("history", "prune", "--before", "2024-01-08").code == ExitCode.DONE
    assert len(content(ran.folder / "voc.duckdb")["records"]) == 7
    ran.write("in/w1.csv", week(1, texts=("포장 나쁘다",)))
    assert ran("run").code == ExitCode.DONE
    assert len(content(ran.folder / "voc.duckdb")["records"]) == 7
    assert ran("history", "check").code == ExitCode.DONE


def test_a_run_says_how_many_records_stay_out_since_they_were_pruned(ran: Voc) -> None:
    assert ran("history", "prune", "--before", "2024-01-08").code == ExitCode.DONE
    ran.write("in/w1.csv", week(1, texts=("포장 나쁘다",)))
    ran.write("in/w1 (1).csv", week(1))
    again, still = ran.each(["run"], ["run"])
    assert "이력에서 지운 기간(2024-01-08 전)의 기록 7건은 넣지 않았습니다" in again.err
    assert "지운 기간" not in still.err


def test_a_day_to_come_prunes_nothing(ran: Voc) -> None:
    held = content(ran.folder / "voc.duckdb")
    refused = ran("history", "prune", "--before", "2999-12-01")
    assert_refused(refused, ExitCode.USAGE, where="--before", what="2999-12-01", mend="연도")
    assert content(ran.folder / "voc.duckdb") == held


def test_doctor_says_what_a_history_without_records_is(ran: Voc) -> None:
    assert ran("history", "prune", "--before", "2024-12-01").code == ExitCode.DONE
    with duckdb.connect(str(ran.folder / "voc.duckdb")) as history:
        history.execute("UPDATE meta SET value = '2999-12-01' WHERE key = 'pruned_before'")
    said = ran("doctor").text
    assert "NaT" not in said
    lines = said.splitlines()
    place = next(place for place, line in enumerate(lines) if line.startswith("! 이력:"))
    assert "기록 0건" in lines[place]
    assert "2999-12-01" in lines[place]
    assert "--rebuild" in lines[place + 1]


def test_a_history_that_contradicts_itself_is_found_out(ran: Voc) -> None:
    with duckdb.connect(str(ran.folder / "voc.duckdb")) as connection:
        connection.execute("DELETE FROM records WHERE doc_id = '00003'")
    done = ran("history", "check")
    assert done.code == ExitCode.CONFIG
    assert "기록이 없는 의견" in done.text
    assert "--rebuild" in done.err


def of_version(history: Path, version: str) -> None:
    with duckdb.connect(str(history)) as connection:
        connection.execute("UPDATE meta SET value = ? WHERE key = 'schema_version'", [version])


def test_a_history_of_another_version_is_told_by_its_side(ran: Voc) -> None:
    history = ran.folder / "voc.duckdb"
    with duckdb.connect(str(history)) as connection:
        connection.execute("ALTER TABLE record_clauses ALTER act TYPE SMALLINT")
    of_version(history, "1")
    for command in ("list", "check"):
        refused = ran("history", command)
        assert_refused(refused, ExitCode.CONFIG, where="voc.duckdb", what="옛 판", mend="voc run")
    doubted = ran("doctor")
    assert doubted.code == ExitCode.DONE, doubted.text
    assert any(line.startswith("! 이력:") and "옛 판" in line for line in doubted.text.splitlines())
    migrated, listed = ran.each(["run"], ["history", "list"])
    assert [migrated.code, listed.code] == [ExitCode.DONE, ExitCode.DONE]
    of_version(history, "99")
    refused, bad = ran.each(["history", "list"], ["doctor"])
    assert_refused(refused, ExitCode.CONFIG, where="voc.duckdb", what="더 새로운 판", mend="새 판")
    assert bad.code == ExitCode.CONFIG
    assert any(line.startswith("✗ 이력:") and "더 새로운 판" in line for line in bad.text.splitlines())


def test_doctor_finds_a_history_that_may_not_be_written(ran: Voc) -> None:
    (ran.folder / "voc.duckdb").chmod(0o444)
    found = ran("doctor", program=(*bound_by_permissions(), *PLAIN))
    assert found.code == ExitCode.CONFIG
    assert f"✗ 이력: 쓸 수 없습니다: {ran.folder / 'voc.duckdb'}" in found.text


def test_there_must_be_a_history(voc: Voc) -> None:
    voc.write("voc.toml", CONFIG)
    assert_refused(voc("history", "list"), ExitCode.INPUT, where="voc.duckdb", what="아직 없습니다", mend="voc run")


def test_doctor_reads_the_dictionary_and_the_decisions_and_needs_only_one_pattern_to_match(voc: Voc) -> None:
    assert voc("init").code == ExitCode.DONE
    settings = CONFIG.replace('inputs = ["in/*.csv"]', 'inputs = ["in/*.csv", "in/*.xlsx"]')
    voc.write("voc.toml", 'dictionary = "dictionary.xlsx"\n' + settings)
    voc.write("in/w1.csv", week(1))
    goal = '[[goals]]\ntheme = "배송 지연"\ntext = "절반"\ntarget = 0.5\nsince = 2024-01-08\n'
    voc.write("themes.toml", goal)
    sound = voc("doctor")
    assert sound.code == ExitCode.DONE, sound.text
    assert "! 입력: " in sound.text
    assert "dictionary.xlsx: 고치거나 더한 행 0개" in sound.text
    assert "themes.toml: 조치 0개, 목표 1개" in sound.text
    voc.write("themes.toml", goal.replace("goals", "goal"))
    voc.write("dictionary.xlsx", b"PK cut off")
    wrong = voc("doctor")
    assert wrong.code == ExitCode.CONFIG
    bad = [line for line in wrong.text.splitlines() if line.startswith("✗")]
    assert [line.split(":")[0] for line in bad] == ["✗ 사용자 사전", "✗ 주제 결정"]
    assert "goals" in wrong.text


@pytest.mark.parametrize(
    ("pattern", "unit", "shared"),
    [
        ("보고서/%G-W%V", "week", None),
        ("보고서/%Y-%m-%d", "week", None),
        ("보고서/%Y-%m", "week", ("2024-W01", "2024-W02")),
        ("보고서/%Y-%m", "month", None),
        ("보고서/%G-W%V", "month", None),
        ("보고서/%Y", "month", ("2024-01", "2024-02")),
    ],
)
def test_periods_that_share_a_folder_are_found(pattern: str, unit: Unit, shared: tuple[str, str] | None) -> None:
    assert shared_folders(pattern, unit) == shared


def test_doctor_doubts_a_folder_in_which_reports_replace_each_other(voc: Voc) -> None:
    voc.write("voc.toml", CONFIG.replace("%G-W%V", "%Y-%m"))
    voc.write("in/w1.csv", week(1))
    done = voc("doctor")
    assert done.code == ExitCode.DONE, done.text
    assert "! 출력 폴더: 보고서/%Y-%m: 2024-W01과 2024-W02의 보고서가 같은 폴더에" in done.text


@pytest.mark.parametrize("command", [("list",), ("check",), ("export", "tables")])
def test_a_run_that_holds_the_history_is_named(ran: Voc, command: tuple[str, ...]) -> None:
    facts = {"pid": 4321, "host": "office", "since": "2024-01-15 06:00:00"}
    with duckdb.connect(str(ran.folder / "voc.duckdb")):
        ran.write(".voc.duckdb.run", json.dumps(facts))
        other = ran("history", *command)
        with FileLock(ran.folder / ".voc.duckdb.lock"):
            held = ran("history", *command)
            doctor = ran("doctor")
    # What a killed run has left behind is no run.
    assert_refused(other, ExitCode.LOCKED, where="voc.duckdb", what="다른 프로그램", mend="닫고")
    assert_refused(held, ExitCode.LOCKED, where="voc.duckdb", what="프로세스 4321, office", mend="끝난 뒤")
    assert "프로세스 4321, office" in doctor.text


def test_what_is_special_to_systemd_is_written_so_that_a_path_stays_itself(tmp_path: Path) -> None:
    lines = schedule_lines(tmp_path / "50% 할인's $HOME" / "voc.toml").splitlines()
    (started,) = [line.strip() for line in lines if "ExecStart=" in line]
    assert f'--config "{tmp_path}/50%% 할인\'s $$HOME/voc.toml" --fail-on critical' in started
    (cron,) = [line for line in lines if line.startswith("  0 6 * * 1")]
    assert r"50\% 할인" in cron
