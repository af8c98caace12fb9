"""The scheduled job: what it writes, what it refuses, and what may happen to a machine meanwhile."""

from __future__ import annotations

import json
import os
import re
import resource
import shutil
import signal
import socket
import sys
import time
from pathlib import Path

import duckdb
import pytest
from filelock import FileLock

from tests.cli.support import Run, Voc, assert_refused
from tests.cli.weekly import CONFIG, HEADER, content, files_of, week
from tests.test_notify import hook as listening
from voc_cli import __version__
from voc_cli.errors import ExitCode


@pytest.fixture
def job(voc: Voc) -> Voc:
    """Two weeks of exports and their settings."""
    voc.write("voc.toml", CONFIG)
    voc.write("in/w1.csv", week(1))
    voc.write("in/w2.csv", week(2))
    return voc


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


def test_an_alert_that_nobody_was_told_of_is_told_by_the_next_run(job: Voc) -> None:
    job.write("in/w2.csv", week(2).replace("포장 좋다", "소비자원 신고하다"))
    told = [line for line in job("run").err.splitlines() if line.startswith("알림")]
    assert told
    with duckdb.connect(str(job.folder / "voc.duckdb")) as history:
        history.execute("DELETE FROM alerts")  # killed after the report, before anybody was told
    runs = job.each(["run"], ["run"])
    assert [[line for line in run.err.splitlines() if line.startswith("알림")] for run in runs] == [told, []]


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


def test_a_second_run_ends_at_once_and_says_who_holds_the_history(job: Voc) -> None:
    facts = {"pid": 4321, "host": socket.gethostname(), "since": "2024-01-15 06:00:00"}
    job.write(".voc.duckdb.run", json.dumps(facts))
    with FileLock(job.folder / ".voc.duckdb.lock"):
        refused = job("run")
    assert_refused(refused, ExitCode.LOCKED, where="voc.duckdb", what="4321", mend="끝난 뒤")
    assert "2024-01-15 06:00:00" in refused.err
    # What a killed run leaves behind holds nobody up.
    assert job("run").code == ExitCode.DONE
    assert not (job.folder / ".voc.duckdb.run").exists()


def test_a_history_that_somebody_has_open_is_said_to_be(job: Voc) -> None:
    with duckdb.connect(str(job.folder / "voc.duckdb")):
        refused = job("run")
    assert_refused(refused, ExitCode.LOCKED, where="voc.duckdb", what="열어 두고", mend="닫고")


def test_a_run_that_is_killed_leaves_a_history_that_the_next_one_sets_right(ran: Voc) -> None:
    wanted = content(ran.folder / "voc.duckdb")
    (ran.folder / "voc.duckdb").unlink()
    start = time.perf_counter()
    assert ran("run").code == ExitCode.DONE
    whole = time.perf_counter() - start
    (ran.folder / "voc.duckdb").unlink()
    for part in (0.6, 0.8, 0.9):
        process = ran.start("run")
        time.sleep(part * whole)
        process.send_signal(signal.SIGKILL)
        process.communicate()
    done = ran("run")
    assert done.code == ExitCode.DONE, done.err
    assert content(ran.folder / "voc.duckdb") == wanted


def limited() -> None:
    """The disk is full after some kilobytes of any file."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (4_000, 4_000))


def test_a_full_disk_leaves_the_history_as_it_was(ran: Voc) -> None:
    before = content(ran.folder / "voc.duckdb")
    ran.write("in/w3.csv", week(3))
    # A module that is compiled now would be cut off as well.
    refused = ran("run", "--no-cache", before=limited, env={"PYTHONDONTWRITEBYTECODE": "1"})
    assert refused.code == ExitCode.INPUT, refused.err
    assert re.search("공간이 없어|쓸 수 없습니다", refused.err)
    assert "Traceback" not in refused.err
    assert content(ran.folder / "voc.duckdb") == before
    assert ran("run").code == ExitCode.DONE


def strict() -> None:
    """What is written is its owner's alone."""
    os.umask(0o077)


def test_a_damaged_history_is_refused_and_can_be_made_anew(ran: Voc) -> None:
    wanted = content(ran.folder / "voc.duckdb")
    damaged = b"\0" * 30_000
    ran.write("voc.duckdb", damaged)
    assert_refused(ran("run"), ExitCode.CONFIG, where="voc.duckdb", what="손상", mend="--rebuild")
    assert ran("run", "--rebuild").code == ExitCode.DONE
    assert content(ran.folder / "voc.duckdb") == wanted
    assert (ran.folder / "voc.duckdb.damaged").read_bytes() == damaged


@pytest.mark.parametrize(
    ("history", "mend"),
    [
        ("in/w1.csv", "다른 파일 이름"),
        ("voc.toml", "다른 파일 이름"),
        ("in", "파일 이름을 적어"),
        ("", "파일 이름을 적어"),
    ],
)
def test_rebuild_sets_nothing_aside_that_is_no_history(job: Voc, history: str, mend: str) -> None:
    job.write("voc.toml", f'{CONFIG}history = "{history}"\n')
    before = files_of(job.folder)
    assert_refused(job("run", "--rebuild"), ExitCode.CONFIG, where="", what="", mend=mend)
    kept = {name: said for name, said in files_of(job.folder).items() if not name.startswith("home/")}
    assert {name: said for name, said in kept.items() if not name.endswith(".lock")} == before


def test_without_a_home_a_run_goes_on_without_a_cache(job: Voc) -> None:
    done = job("run", env={"HOME": "/dev/null/nobody"})
    assert done.code == ExitCode.DONE
    assert done.err.count("임시 저장") == 1


def nobody(arguments: str) -> tuple[str, ...]:
    """The program as a user of whom the system knows nothing runs it (docker run --user)."""
    return (
        sys.executable,
        "-c",
        "import pwd, sys; from tests.cli.plain_voc import use_words; use_words()\n"
        "def unknown(uid): raise KeyError(uid)\n"
        "pwd.getpwuid = unknown\n"
        f"from voc_cli.cli.main import run; sys.exit(run({arguments}))",
    )


def test_a_user_without_an_entry_and_a_home_goes_on_without_a_cache(job: Voc) -> None:
    done = job(program=nobody("['run']"), env={"HOME": None})
    assert done.code == ExitCode.DONE, done.err
    assert done.err.count("임시로 저장할 곳이 없어") == 1
    checked = job(program=nobody("['doctor']"), env={"HOME": None})
    assert checked.code == ExitCode.DONE, checked.text
    assert "! 임시 저장과 열쇠: " in checked.text


def test_a_job_without_a_place_for_its_key_is_refused_at_once(job: Voc) -> None:
    places = {"HOME": None, "VOC_CUSTOMER_KEY": None, "VOC_CACHE_DIR": str(job.folder / "cache")}
    for _ in range(2):
        refused = job(program=nobody("['run']"), env=places)
        assert_refused(refused, ExitCode.CONFIG, where="customer.key", what="열쇠", mend="VOC_CUSTOMER_KEY")
    assert not (job.folder / "voc.duckdb").exists()
    kept = job("run", env={"VOC_CUSTOMER_KEY": None})
    assert kept.code == ExitCode.DONE, kept.err


def test_another_key_is_noticed_before_it_spoils_the_history(ran: Voc) -> None:
    before = content(ran.folder / "voc.duckdb")
    refused = ran("run", env={"VOC_CUSTOMER_KEY": "another"})
    assert_refused(refused, ExitCode.CONFIG, where="voc.duckdb", what="열쇠", mend="VOC_CUSTOMER_KEY")
    assert content(ran.folder / "voc.duckdb") == before


def test_input_that_nobody_may_write_and_a_strict_umask_are_kept_to(job: Voc) -> None:
    for path in (job.folder / "in").iterdir():
        path.chmod(0o444)
    done = job("run", before=strict)
    assert done.code == ExitCode.DONE
    written = [*(job.folder / "보고서").rglob("*"), job.folder / "voc.duckdb"]
    assert [path.name for path in written if path.stat().st_mode & 0o077] == []
    assert {path.stat().st_mode & 0o777 for path in (job.folder / "in").iterdir()} == {0o444}


def test_a_file_that_is_no_table_ends_the_run_with_its_code_after_the_report(job: Voc) -> None:
    job.write("in/broken.csv", b"PK\x03\x04 cut off")
    done = job("run")
    assert done.code == ExitCode.INPUT
    assert "broken.csv" in done.err
    assert (job.folder / "보고서" / "2024-W02" / "report.txt").exists()


def test_an_alert_is_told_once_and_the_code_stands_as_long_as_it_does(job: Voc) -> None:
    job.write("in/w2.csv", week(2, texts=("배송 늦다", "소비자원 신고하다")))
    first, second = job("run", "--fail-on", "critical"), job("run", "--fail-on", "critical")
    assert (first.code, second.code) == (ExitCode.ALERT, ExitCode.ALERT)
    assert "알림[심각]" in first.err
    assert "알림[심각]" not in second.err
    assert job("run").code == ExitCode.DONE  # as a job that runs each day may be started, see docs/run.md
    alerts = json.loads((job.folder / "보고서" / "2024-W02" / "alerts.json").read_text(encoding="utf-8"))
    assert {alert["rule"] for alert in alerts} == {"urgent"}


def told_of(run: Run) -> list[str]:
    return [line for line in run.err.splitlines() if line.startswith("알림")]


def test_a_case_of_an_earlier_week_that_comes_late_is_told_once_with_the_next_report(job: Voc) -> None:
    legal = HEADER + "{},2024-01-{:02} 09:00,전화,소비자원 신고하다\n"
    job.write("in/w1.csv", week(1, texts=("배송 늦다", "소비자원 신고하다")))
    assert told_of(job("run")) == []  # a first run over old exports raises none of theirs
    job.write("in/late.csv", legal.format("00091", 3))
    first, second = job("run", "--fail-on", "warning"), job("run", "--fail-on", "warning")
    assert [first.code, second.code] == [ExitCode.ALERT, ExitCode.ALERT]
    (line,) = told_of(first)
    assert "00091(2024-01-03)" in line and "기간 밖" in line
    assert told_of(second) == []
    report = job.folder / "보고서" / "2024-W02"
    alerts = json.loads((report / "alerts.json").read_text(encoding="utf-8"))
    assert [alert["subject"] for alert in alerts] == ["00091"]
    assert "00091" in (report / "report.txt").read_text(encoding="utf-8")
    assert "00091" not in (report / "documents.csv").read_text(encoding="utf-8-sig")
    # Another late one joins it there, and the next report tells of neither.
    job.write("in/later.csv", legal.format("00092", 4))
    assert "00092" in "".join(told_of(job("run")))
    job.write("in/w3.csv", week(3))
    assert told_of(job("run")) == []
    alerts = json.loads((job.folder / "보고서" / "2024-W03" / "alerts.json").read_text(encoding="utf-8"))
    assert alerts == []


def test_cases_of_old_exports_that_are_added_are_told_in_one_line(ran: Voc) -> None:
    days = [f"2023-{month:02}-{day:02}" for month in (10, 11) for day in range(1, 16)]
    rows = [f"9{n:04},{day} 09:00,전화,소비자원 신고하다 {n}번째" for n, day in enumerate(days)]
    ran.write("in/old.csv", HEADER + "\n".join(rows) + "\n")
    ran.write(
        "in/w3.csv",
        week(3, texts=("포장 좋다", "배송 늦다", "배송 늦다", "연기", "배송 늦다", "포장 좋다", "배송 늦다")),
    )
    first, second = ran("run"), ran("run")
    now, late = told_of(first)
    assert "안전" in now
    assert "2023-10-01~2023-11-15" in late and "30건" in late
    assert told_of(second) == []
    alerts = json.loads((ran.folder / "보고서" / "2024-W03" / "alerts.json").read_text(encoding="utf-8"))
    assert len(alerts) == 31


def test_an_alert_that_no_server_took_is_sent_by_a_later_run_without_customers_words(job: Voc) -> None:
    with socket.create_server(("127.0.0.1", 0)) as place:
        port = place.getsockname()[1]
    hook = f'[notify.webhook]\nurl = "http://127.0.0.1:{port}/services/t0ken"\nretries = 0\ntimeout = 5\n'
    job.write("voc.toml", CONFIG + hook)
    job.write("in/w2.csv", week(2, texts=("배송 늦다", "소비자원 신고하다")))
    env = {"no_proxy": "127.0.0.1", "VOC_MAIL_PASSWORD": "pa55word"}
    failed = job("run", env=env)
    assert failed.code == ExitCode.DONE
    assert "notify.webhook.url" in failed.err and "다음 실행" in failed.err
    with listening(port=port) as (server, _):
        # A run with nothing new, and one whose report is made anew.
        assert job("run", env=env).code == ExitCode.DONE
        assert job("run", "--no-cache", env=env).code == ExitCode.DONE
    (body,) = server.bodies
    alerts = json.loads((job.folder / "보고서" / "2024-W02" / "alerts.json").read_text(encoding="utf-8"))
    assert [alert["alert_id"] for alert in body["alerts"]] == [alert["alert_id"] for alert in alerts]
    assert "신고하다" not in json.dumps(body, ensure_ascii=False)
    written = b"".join(files_of(job.folder / "보고서").values())
    assert b"t0ken" not in written and b"pa55word" not in written + failed.err.encode()
    assert "t0ken" not in failed.err


def test_a_case_of_the_running_week_is_told_at_once_and_stands_in_its_own_report(ran: Voc) -> None:
    ran.write("in/w3.csv", HEADER + "00015,2024-01-15 09:00,전화,소비자원 신고하다\n")
    early = ran("run")
    assert "00015(2024-01-15)" in "".join(told_of(early))
    ran.write("in/w3.csv", week(3, texts=("포장 좋다", "소비자원 신고하다")))
    whole = ran("run")
    assert len(told_of(whole)) == 3 and "00015" not in "".join(told_of(whole))
    alerts = json.loads((ran.folder / "보고서" / "2024-W03" / "alerts.json").read_text(encoding="utf-8"))
    assert "00015" in {alert["subject"] for alert in alerts}


def test_a_case_is_told_of_where_no_period_is(voc: Voc) -> None:
    voc.write("voc.toml", CONFIG)
    voc.write("in/a.csv", "접수번호,상담내용\n1,배송 늦다\n")
    assert voc("run").code == ExitCode.DONE
    voc.write("in/a.csv", "접수번호,상담내용\n1,배송 늦다\n2,소비자원 신고하다\n")
    first, second = voc("run", "--fail-on", "critical"), voc("run", "--fail-on", "critical")
    assert [first.code, second.code] == [ExitCode.ALERT, ExitCode.DONE]
    assert "2(날짜 모름)" in "".join(told_of(first))
    assert told_of(second) == []


def test_the_share_of_rejected_rows_is_that_of_the_period(voc: Voc) -> None:
    voc.write("voc.toml", CONFIG)
    # One export that grows: a row of each week is empty, and half of the last one's are.
    empty = "{:05},2024-01-{:02} 09:00,전화,\n"
    weeks = [empty.format(80, 1) + week(1), *(week(n) + empty.format(80 + n, 7 * n) for n in (2, 3))]
    voc.write("in/all.csv", HEADER + "".join(rows.replace(HEADER, "") for rows in weeks))
    few = voc("run")
    assert "제외된 행이 1건으로 12.5%" in few.err
    rejected = (voc.folder / "보고서" / "2024-W03" / "rejected.csv").read_text(encoding="utf-8-sig")
    assert [line.split(",")[1] for line in rejected.splitlines()[1:]] == ["25"]
    half = "".join(empty.format(90 + n, 22 + n) for n in range(7))
    voc.write("in/all.csv", HEADER + "".join(rows.replace(HEADER, "") for rows in (*weeks, week(4), half)))
    assert "제외된 행이 7건으로 50.0%" in voc("run").err
    first = voc("run", "--period", "2024-W01")
    assert "제외된 행이 1건으로 12.5%" in first.err


def test_a_file_of_which_nothing_could_be_read_is_told_with_the_report_that_follows(ran: Voc) -> None:
    broken = "".join(f"{n},2024-01-1{n} 09:00,전화,배송 늦다,남는 칸,또\n" for n in range(5))
    ran.write("in/other.csv", HEADER + broken)
    first, second = ran("run"), ran("run")
    (line,) = told_of(first)
    assert "제외된 행이 5건으로 41.7%" in line
    assert told_of(second) == []
    folder = ran.folder / "보고서"
    assert "other.csv" in (folder / "2024-W02" / "rejected.csv").read_text(encoding="utf-8-sig")
    # It is told of once: the next week holds none of it, and a file that is small among others is told by its name.
    ran.write("in/w3.csv", week(3))
    assert told_of(ran("run")) == []
    assert "other.csv" not in (folder / "2024-W03" / "rejected.csv").read_text(encoding="utf-8-sig")
    ran.write("voc.toml", CONFIG + "[alerts.rejected]\nshare = 0.5\n")
    ran.write("in/third.csv", HEADER + broken.replace("늦다", "좋다"))
    (line,) = told_of(ran("run"))
    assert "third.csv의 5행이 모두 제외" in line


def test_a_first_file_of_which_nothing_could_be_read_is_told_without_a_report(voc: Voc) -> None:
    voc.write("voc.toml", CONFIG)
    voc.write("in/a.csv", HEADER + "1,2024-01-02,전화,배송 늦다,남는 칸,또\n")
    first, second = voc("run"), voc("run")
    (line,) = told_of(first)
    assert "a.csv의 1행이 모두 제외" in line
    assert told_of(second) == []


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


def test_weeks_that_no_run_told_of_are_told_of_together_with_their_alerts(ran: Voc) -> None:
    ran.write("in/w3.csv", week(3, texts=("배송 늦다", "소비자원 신고하다")))
    ran.write("in/w4.csv", week(4))
    late, again = ran.each(["run"], ["run"])
    assert (late.code, again.code) == (ExitCode.DONE, ExitCode.DONE), late.err
    assert sorted(path.name for path in (ran.folder / "보고서").iterdir()) == ["2024-W02", "2024-W03", "2024-W04"]
    assert "보고하지 않은 기간을 함께 보고합니다: 2024-W03, 2024-W04" in late.err
    assert "보고하지 않은 기간" not in again.err
    alerts = json.loads((ran.folder / "보고서" / "2024-W03" / "alerts.json").read_text(encoding="utf-8"))
    assert {alert["rule"] for alert in alerts} == {"urgent"}
    assert late.err.count("알림[심각] 법적 위험이 의심되는 기록") == len(alerts) > 0
    report = (ran.folder / "보고서" / "2024-W03" / "report.txt").read_text(encoding="utf-8")
    assert "2024-01-15 ~ 2024-01-21 · 기록 7건" in report


def test_a_period_that_was_asked_for_is_still_due(ran: Voc) -> None:
    ran.write("in/w3.csv", week(3))
    ran.write("in/w4.csv", week(4))
    asked, due = ran.each(["run", "--period", "2024-W04"], ["run"])
    assert "함께 보고합니다" not in asked.err
    assert "함께 보고합니다: 2024-W03, 2024-W04" in due.err


# Days of one machine: the week of 8 January ends on the 14th, a Sunday.
@pytest.mark.parametrize(
    ("today", "told", "silence"),
    [
        ("2024-01-13", "2024-W01", ""),  # Saturday: the week is not over
        ("2024-01-15", "2024-W02", ""),  # Monday at six, though nothing came in since Friday
        ("2024-01-22", "2024-W01", "2024-01-15부터 2024-01-21까지 들어온 기록이 하나도 없습니다"),
        ("2024-06-03", "2024-W01", ""),  # exports of a time gone by
    ],
)
def test_the_clock_tells_that_a_week_is_over_and_that_nothing_came(
    voc: Voc, today: str, told: str, silence: str
) -> None:
    voc.write("voc.toml", CONFIG)
    voc.write("in/w1.csv", week(1))
    voc.write("in/w2.csv", "".join(week(2).splitlines(keepends=True)[:6]))  # to Friday
    program = (
        "import sys; from datetime import date; from tests.cli.plain_voc import use_words; use_words();"
        f"import voc_cli.cli.due as due; due.today = lambda: date.fromisoformat('{today}');"
        "from voc_cli.cli.main import run; sys.exit(run(sys.argv[1:]))"
    )
    done = voc("run", "--fail-on", "critical", program=(sys.executable, "-c", program))
    assert done.code == (ExitCode.ALERT if silence else ExitCode.DONE), done.err
    assert [path.name for path in (voc.folder / "보고서").iterdir()] == [told]
    assert ("알림[심각]" in done.err) == bool(silence)
    assert silence in (voc.folder / "보고서" / told / "report.txt").read_text(encoding="utf-8")


def test_nothing_with_a_date_is_nothing_to_tell(voc: Voc) -> None:
    voc.write("voc.toml", CONFIG)
    voc.write("in/a.csv", "접수번호,상담내용\n1,배송 늦다\n")
    done = voc("run")
    assert (done.code, done.out) == (ExitCode.DONE, b"")
    assert "기간이 아직 없습니다" in done.err


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


@pytest.mark.parametrize("options", [("2020-W10",), ("2031-W10",), ("2024-W02", "--until", "2024-01-07")])
def test_a_period_without_a_record_is_said_to_have_none(ran: Voc, options: tuple[str, ...]) -> None:
    before = files_of(ran.folder / "보고서")
    asked = ran("run", "--period", *options)
    assert asked.code == ExitCode.DONE
    assert f"{options[0]} 기간에는" in asked.err
    assert files_of(ran.folder / "보고서") == before


def test_a_day_that_has_yet_to_come_is_said_and_keeps_no_week_from_being_told(ran: Voc) -> None:
    ran.write("in/w3.csv", week(3) + "00099,2062-11-07 09:00,전화,배송 늦다\n")
    done = ran("run")
    assert done.code == ExitCode.DONE
    assert done.err.count("2062-11-07") == 1
    assert sorted(path.name for path in (ran.folder / "보고서").iterdir()) == ["2024-W02", "2024-W03"]
    # What an earlier version told of such a day holds nothing up either.
    with duckdb.connect(str(ran.folder / "voc.duckdb")) as history:
        history.execute("UPDATE meta SET value = '2062-11-01' WHERE key = 'told week'")
    ran.write("in/w4.csv", week(4))
    ran.each(["run"])
    names = sorted(path.name for path in (ran.folder / "보고서").iterdir())
    assert names[:3] == ["2024-W02", "2024-W03", "2024-W04"] and not any("2062" in name for name in names)


def test_a_silent_week_is_told_also_when_the_next_one_has_begun(ran: Voc) -> None:
    ran.write("in/w4.csv", HEADER + "00099,2024-01-22 09:00,전화,배송 늦다\n")
    done = ran("run")
    assert [path.name for path in (ran.folder / "보고서").iterdir()] == ["2024-W02"]
    assert "2024-01-15부터 2024-01-21까지 들어온 기록이 하나도 없습니다" in done.err


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


def test_a_departure_makes_no_grave_case_of_an_accusation(job: Voc) -> None:
    rules = 'Rule(Signal.LEGAL, "비난", 1, ("사기",), ()), Rule(Signal.CHURN, "탈퇴", 3, ("탈퇴하다",), ())'
    program = (
        "import sys; from tests.cli.plain_voc import use_words; use_words(); from voc_cli.dictionary import tables;"
        "from voc_cli.schema import Signal; from voc_cli.signals.urgent import Rule;"
        f"tables.load_rules = lambda: ({rules});"
        "from voc_cli.cli.main import run; sys.exit(run(sys.argv[1:]))"
    )
    job.write("in/w2.csv", week(2, texts=("사기 나쁘다 탈퇴하다", "배송 늦다")))
    done = job("run", program=(sys.executable, "-c", program))
    assert done.code == ExitCode.DONE, done.err
    assert "알림[심각]" not in done.err
    report = json.loads((job.folder / "보고서" / "2024-W02" / "report.json").read_text(encoding="utf-8"))
    assert {(case["severity"], case["kinds"]) for case in report["urgent"]} == {(1, "비난:사기")}
