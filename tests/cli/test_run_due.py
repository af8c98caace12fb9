"""Which periods a scheduled job tells of, and when."""

from __future__ import annotations

import json
from datetime import date
from functools import partial

import duckdb
import pytest

from tests.cli.support import Voc
from tests.cli.weekly import CONFIG, HEADER, files_of, week
from voc_cli.cli import due
from voc_cli.errors import ExitCode


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


def let_today_be(today: str) -> None:
    """The clock of the machine says so."""
    vars(due).update(today=lambda: date.fromisoformat(today))


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
    done = voc("run", "--fail-on", "critical", before=partial(let_today_be, today))
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
