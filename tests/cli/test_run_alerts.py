"""What a scheduled job alerts, to whom, and how often."""

from __future__ import annotations

import json
import socket

import duckdb

from tests.cli.support import Run, Voc
from tests.cli.weekly import CONFIG, HEADER, files_of, week
from tests.test_notify import hook as listening
from voc_cli.dictionary import tables
from voc_cli.errors import ExitCode
from voc_cli.schema import Signal
from voc_cli.signals.urgent import Rule


def test_an_alert_that_nobody_was_told_of_is_told_by_the_next_run(job: Voc) -> None:
    job.write("in/w2.csv", week(2).replace("포장 좋다", "소비자원 신고하다"))
    told = [line for line in job("run").err.splitlines() if line.startswith("알림")]
    assert told
    with duckdb.connect(str(job.folder / "voc.duckdb")) as history:
        history.execute("DELETE FROM alerts")  # killed after the report, before anybody was told
    runs = job.each(["run"], ["run"])
    assert [[line for line in run.err.splitlines() if line.startswith("알림")] for run in runs] == [told, []]


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


def let_people_leave() -> None:
    """The rules know an accusation and a departure."""
    rules = Rule(Signal.LEGAL, "비난", 1, ("사기",), ()), Rule(Signal.CHURN, "탈퇴", 3, ("탈퇴하다",), ())
    vars(tables).update(load_rules=lambda: rules)


def test_a_departure_makes_no_grave_case_of_an_accusation(job: Voc) -> None:
    job.write("in/w2.csv", week(2, texts=("사기 나쁘다 탈퇴하다", "배송 늦다")))
    done = job("run", before=let_people_leave)
    assert done.code == ExitCode.DONE, done.err
    assert "알림[심각]" not in done.err
    report = json.loads((job.folder / "보고서" / "2024-W02" / "report.json").read_text(encoding="utf-8"))
    assert {(case["severity"], case["kinds"]) for case in report["urgent"]} == {(1, "비난:사기")}
