"""Alerts of ``voc analyze``: files, stderr, exit code."""

from __future__ import annotations

import csv
import io
import json

import pytest

from tests.cli.support import Voc
from voc_cli.errors import ExitCode

# One row in three is too long for its header, which is no reason to stop but one to be told of.
REJECTED = "접수번호,내용\n1,배송 늦다\n2,배송 빠르다\n3,포장 나쁘다,남는 칸,또\n"
SENTENCE = "제외된 행이 1건으로 33.3%입니다(기준 5.0%): 칸 수가 맞지 않음 1."


@pytest.fixture
def calls(voc: Voc) -> Voc:
    voc.write("calls.csv", REJECTED)
    return voc


def test_an_alert_is_on_stderr_in_the_report_and_in_both_files(calls: Voc) -> None:
    run = calls("analyze", "calls.csv", "-o", "out")
    assert run.code == ExitCode.DONE
    assert f"알림[주의] {SENTENCE}" in run.err.splitlines()
    folder = calls.folder / "out"
    (row,) = csv.DictReader(io.StringIO((folder / "alerts.csv").read_text(encoding="utf-8-sig")))
    assert (row["rule"], row["level"], row["sentence"], row["limit"]) == ("rejected", "warning", SENTENCE, "0.05")
    (alert,) = json.loads((folder / "alerts.json").read_text(encoding="utf-8"))
    assert (alert["alert_id"], alert["value"]) == ("rejected::", pytest.approx(1 / 3, abs=1e-4))
    report = (folder / "report.txt").read_text(encoding="utf-8")
    assert report.index(SENTENCE) < report.index("고객 기록 2건")


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (["--fail-on", "warning"], ExitCode.ALERT),
        (["--fail-on", "critical"], ExitCode.DONE),
        (["--fail-on", "warning", "--max-rejected", "0.1"], ExitCode.TOO_MANY_REJECTED),
    ],
)
def test_an_alert_ends_with_its_exit_code_where_that_is_asked_for(
    calls: Voc, options: list[str], code: ExitCode
) -> None:
    run = calls("analyze", "calls.csv", *options)
    assert run.code == code
    assert "고객 기록 2건" in run.text


def test_a_rule_that_is_off_raises_nothing(calls: Voc) -> None:
    calls.write("voc.toml", "[alerts.rejected]\non = false\n")
    run = calls("analyze", "calls.csv", "--fail-on", "warning", "--table", "alerts")
    assert (run.code, run.text.splitlines()[1:]) == (ExitCode.DONE, [])
    assert "알림[" not in run.err


def test_a_week_is_compared_where_that_is_asked_for(voc: Voc) -> None:
    weeks = [f"2024-{month:02}-{day:02}" for month, day in [(5, 27), (6, 3), (6, 10), (6, 17), (6, 24), (7, 1)]]
    rows = []
    for week in weeks:
        n_late = 12 if week == weeks[-1] else 2
        rows += [f"{week}-{n},{week},{'배송 늦다' if n < n_late else '포장 좋다'} {n}" for n in range(30)]
    voc.write("a.csv", "접수번호,접수일,내용\n" + "\n".join(rows) + "\n")
    run = voc("analyze", "a.csv", "--compare", "week", "--format", "json")
    assert run.code == ExitCode.DONE
    said = json.loads(run.text)
    assert "2024-07-01~2024-07-07 한 주" in said["verdict"][0]
    assert "그 앞 5주" in said["verdict"][0]
