"""The workbook of a second process is the one that this process would make, and nobody stays behind."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import cast

import pytest

from tests.cli.support import ROOT
from tests.engine.test_local import wait_until_gone
from tests.report import made_up
from tests.report.support import report
from voc_cli.cli.aside import Aside
from voc_cli.cli.output import write_folder
from voc_cli.config import Settings
from voc_cli.errors import OutputError
from voc_cli.messages import set_language
from voc_cli.report.formats import Screen, renderer
from voc_cli.report.model import Report
from voc_cli.report.rows import Rows


def render(aside: Aside) -> Callable[[], str | bytes]:
    """As a run does: the rows first, the report when it is made."""
    listed = rows()
    aside.prepare(listed)
    return aside.render(report(), Screen(), listed)


def rows() -> Rows:
    return Rows.of(made_up.analysis())


def here() -> bytes:
    return cast(bytes, renderer("xlsx")(report(), Screen(), rows()))


def worker(aside: Aside) -> int:
    assert aside._process is not None
    assert aside._process.pid is not None
    return aside._process.pid


def test_a_second_process_makes_the_same_workbook_and_ends() -> None:
    with Aside() as aside:
        aside.begin()
        process = worker(aside)
        later = render(aside)
        assert later() == here()
    assert wait_until_gone(process)


def test_the_second_process_speaks_the_language_of_the_first() -> None:
    set_language("en")
    try:
        with Aside() as aside:
            aside.begin()
            assert render(aside)() == here()
    finally:
        set_language(None)


def test_without_a_second_process_the_workbook_is_made_here() -> None:
    with Aside() as aside:
        assert render(aside)() == here()


@pytest.mark.parametrize("is_sent", [False, True])
def test_a_second_process_that_the_system_ends_costs_no_workbook(is_sent: bool) -> None:
    with Aside() as aside:
        aside.begin()
        if is_sent:
            later = render(aside)
        os.kill(worker(aside), signal.SIGKILL)
        assert wait_until_gone(worker(aside))
        if not is_sent:
            later = render(aside)
        assert later() == here()


def test_what_the_second_process_could_not_write_is_told() -> None:
    with Aside() as aside:
        aside._line, theirs = multiprocessing.Pipe()
        later = render(aside)
        theirs.send(OutputError("report.xlsx", "자리가 없습니다", mend="비우십시오."))
        with pytest.raises(OutputError, match="자리가 없습니다"):
            later()


def test_an_error_of_the_run_ends_the_second_process() -> None:
    aside = Aside()
    with pytest.raises(KeyboardInterrupt), aside:
        aside.begin()
        process = worker(aside)
        raise KeyboardInterrupt
    assert wait_until_gone(process)


class Prepared:
    """Stands for Aside; the workbook is one word."""

    format = "xlsx"

    def render(self, report: Report, screen: Screen, rows: Rows) -> Callable[[], bytes]:
        del report, screen, rows
        return lambda: b"aside"


def test_a_folder_holds_the_workbook_that_was_made_aside(tmp_path: Path) -> None:
    aside = cast(Aside, Prepared())
    write_folder(tmp_path, made_up.analysis(), report(), rows(), Settings(), aside=aside)
    assert (tmp_path / "report.xlsx").read_bytes() == b"aside"
    assert (tmp_path / "report.html").stat().st_size > 10_000


WAITING_RUN = """
import sys, time
from voc_cli.cli.aside import Aside

if __name__ == "__main__":
    with Aside() as aside:
        aside.begin()
        print(aside._process.pid, flush=True)
        time.sleep(60)
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_run_that_is_ended_leaves_no_second_process(tmp_path: Path, number: signal.Signals) -> None:
    script = tmp_path / "waiting_run.py"
    script.write_text(WAITING_RUN, encoding="utf-8")
    with subprocess.Popen(
        [sys.executable, str(script)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),  # noqa: PLW1509  no threads here
    ) as run:
        assert run.stdout is not None
        process = int(run.stdout.readline())
        # Ctrl-C in a terminal goes to all processes, a kill to one.
        os.killpg(run.pid, number) if number == signal.SIGINT else run.send_signal(number)
        _, errors = run.communicate(timeout=30)
    assert wait_until_gone(process)
    assert errors.count(b"Traceback") == (number == signal.SIGINT)
