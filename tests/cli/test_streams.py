"""Pipes, terminals, locales and interruptions."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import pytest

from tests.cli.support import PLAIN, REAL, ROOT, Voc, assert_refused
from voc_cli.errors import ExitCode

SAMPLE = ROOT / "sample_data"
TEXTS = "접수번호,내용\n1,배송 늦다\n2,포장 좋다\n"
ESCAPE = b"\x1b"


def test_a_terminal_gets_progress_and_color(voc: Voc) -> None:
    voc.write("a.csv", TEXTS)
    code, shown = voc.on_terminal("analyze", "a.csv", env={"COLUMNS": "80"})
    assert code == ExitCode.DONE
    assert "읽는 중".encode() in shown
    assert b"\x1b[1m" in shown


@pytest.mark.parametrize("env", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_no_color_means_neither_color_nor_progress(voc: Voc, env: dict[str, str]) -> None:
    voc.write("a.csv", TEXTS)
    code, shown = voc.on_terminal("analyze", "a.csv", env=env)
    assert code == ExitCode.DONE
    assert ESCAPE not in shown
    assert "읽는 중".encode() not in shown
    assert "고객 기록 2건".encode() in shown


def test_a_pipe_gets_no_progress(voc: Voc) -> None:
    voc.write("a.csv", TEXTS)
    run = voc("analyze", "a.csv", env={"TERM": "xterm"})
    assert "읽는 중" not in run.err
    assert run.err.count("\n") == 1


@pytest.mark.skipif(not SAMPLE.is_dir(), reason="sample_data is not here")
def test_head_ends_it_quietly(voc: Voc) -> None:
    process = voc.start("analyze", SAMPLE, "--table", "clauses")
    assert process.stdout is not None
    assert process.stderr is not None
    with process:
        assert process.stdout.readline().startswith(b"\xef\xbb\xbfdoc_id,")
        process.stdout.close()
        said = process.stderr.read().decode()
    assert process.returncode == ExitCode.DONE
    # Only the lines about the sources, which a pipe always gets.
    assert "Traceback" not in said
    assert "Broken" not in said
    assert "오류" not in said


def test_closed_streams_do_no_harm(voc: Voc) -> None:
    voc.write("a.csv", TEXTS)
    closed = ("sh", "-c", 'exec "$@" <&- >&- 2>&-', "sh")
    run = voc("analyze", "a.csv", "-o", "out", program=(*closed, *PLAIN))
    assert run.code == ExitCode.DONE
    assert (voc.folder / "out" / "documents.csv").exists()


def fill() -> None:
    """What is written to stdout finds no place."""
    os.dup2(os.open("/dev/full", os.O_WRONLY), 1)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_full_disk_behind_stdout_is_said(voc: Voc) -> None:
    voc.write("a.csv", TEXTS)
    run = voc("analyze", "a.csv", before=fill)
    assert_refused(run, ExitCode.INPUT, where="표준 출력", what="결과를 쓰지 못했습니다", mend="-o")
    assert run.err.count("\n") == 3


def test_korean_is_written_under_a_c_locale_and_without_a_home(voc: Voc) -> None:
    voc.write("내역.csv", TEXTS)
    bare = {"LC_ALL": "C", "LANG": None, "HOME": None, "XDG_CONFIG_HOME": "/dev/null/none", "VOC_CUSTOMER_KEY": None}
    run = voc("analyze", "내역.csv", env={**bare, "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"})
    assert run.code == 0
    assert "고객 기록 2건 가운데 1건(50.0%)에 불만" in run.text
    assert "VOC_CUSTOMER_KEY" in run.err
    assert "기록 2건, 제외 0건" in run.err


@pytest.mark.skipif(sys.platform != "linux", reason="other systems allow only UTF-8 in names")
def test_a_file_name_that_is_no_text_is_shown_with_question_marks(voc: Voc) -> None:
    path = os.path.join(os.fsencode(voc.folder), b"voc\xb0\xa1\x1b[31m.csv")  # noqa: PTH118  bytes
    with open(path, "wb") as file:  # noqa: PTH123
        file.write(TEXTS.encode())
    run = voc("analyze", os.fsdecode(path), "-o", "out")
    assert run.code == 0
    assert run.err.startswith("voc???[31m.csv: 기록 2건")
    assert "voc??" in (voc.folder / "out" / "documents.csv").read_text(encoding="utf-8")


def test_ctrl_c_leaves_old_files_whole(voc: Voc) -> None:
    voc.write("a.csv", TEXTS)
    old = voc.write("out/documents.csv", "지난주 표")
    process = voc.start("analyze", "a.csv", "-o", "out", program=REAL)
    assert process.stderr is not None
    with process:
        # The line about the source is the last one before Kiwi is loaded, which takes seconds.
        first = process.stderr.readline().decode()
        process.send_signal(signal.SIGINT)
        rest = process.stderr.read().decode()
    assert first.startswith("a.csv: 기록 2건")
    said = "중단했습니다. 쓰던 파일은 이전 상태 그대로입니다."
    assert (process.returncode, rest.strip()) == (130, said)
    assert old.read_text(encoding="utf-8") == "지난주 표"
    assert [path.name for path in old.parent.iterdir()] == ["documents.csv"]


def test_debug_shows_where_it_went_wrong_and_keeps_the_exit_code(voc: Voc) -> None:
    quiet = voc("analyze", "none.csv", program=REAL)
    loud = voc("analyze", "none.csv", "--debug", program=REAL)
    assert "Traceback" not in quiet.err
    assert "Traceback (most recent call last)" in loud.err
    assert loud.err.endswith(quiet.err)
    assert (quiet.code, loud.code) == (ExitCode.INPUT, ExitCode.INPUT)
