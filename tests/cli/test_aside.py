"""The workbook of a second process is the one that this process would make, and nobody stays behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any, ClassVar, cast

import pandas as pd
import pytest

from tests.cli.support import ROOT
from tests.engine.test_local import wait_until_gone
from tests.report import made_up
from tests.report.support import report
from voc_cli import schema
from voc_cli.cli import aside, forked
from voc_cli.cli.aside import Aside
from voc_cli.cli.forked import Forked
from voc_cli.cli.output import write_folder
from voc_cli.cli.parts import Begun
from voc_cli.config import Settings
from voc_cli.engine.hands import Hand, Later, OwnHand
from voc_cli.errors import OutputError
from voc_cli.messages import set_language
from voc_cli.report.formats import Screen, renderer
from voc_cli.report.rows import Rows


def begin(hand: Hand) -> Begun:
    """What a run asks for, when it has related its records and when it has its themes."""
    analysis, settings = made_up.analysis(), Settings()
    themes = analysis.themes[schema.THEME_ID].tolist()
    return Begun.of(analysis.documents, analysis.clauses, themes, settings, hand)


def render(aside: Aside) -> Callable[[], bytes]:
    """As a run does: the tables first, the report when it is made."""
    return cast(Callable[[], bytes], begin(aside).workbook(report()))


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


def no_room(what: str) -> None:
    raise OutputError("report.xlsx", what, mend="비우십시오.")


def double(value: Any) -> Any:
    return value * 2


def process_of(_: Any) -> int:
    return os.getpid()


def test_what_the_second_process_could_not_do_is_told_by_the_first() -> None:
    with Aside() as aside:
        aside.begin()
        later = aside.ask(no_room, "자리가 없습니다")
        with pytest.raises(OutputError, match="자리가 없습니다"):
            later()


def test_a_task_that_fails_spoils_no_other() -> None:
    with Aside() as aside:
        aside.begin()
        first = aside.ask(double, 2)
        broken = aside.ask(no_room, "자리가 없습니다")
        later = aside.ask(double, first)
        assert later() == 8
        assert first() == 4
        with pytest.raises(OutputError):
            broken()


def test_what_is_given_on_never_comes_back_and_is_done_elsewhere() -> None:
    with Aside() as aside:
        aside.begin()
        there = aside.ask(process_of, aside.ask(double, 1))
        assert there() == worker(aside) != os.getpid()
        assert there() == worker(aside)


def test_a_table_that_is_held_is_the_same_there() -> None:
    with Aside() as aside:
        aside.begin()
        analysis = made_up.analysis()
        for frame in (analysis.documents, analysis.clauses, analysis.themes):
            held = aside.hold(frame)
            assert aside.hold(frame) is held
            pd.testing.assert_frame_equal(aside.ask(pd.DataFrame.copy, held)(), frame)


linux = pytest.mark.skipif(sys.platform != "linux", reason="processes are copied on Linux alone")


@linux
def test_a_copy_is_made_at_the_first_thing_asked_once_a_table_is_held() -> None:
    with Aside(copies=Forked()) as aside:
        before = aside.ask(process_of, 1)
        assert aside._process is None
        analysis = made_up.analysis()
        held = [aside.hold(frame) for frame in (analysis.documents, analysis.clauses)]
        assert aside._process is None
        there = [aside.ask(process_of, each) for each in held]
        process = worker(aside)
        assert len({os.getpid(), before(), process}) == 3
        assert [one() for one in there] == [process, process]
        for each, frame in zip(held, (analysis.documents, analysis.clauses), strict=True):
            pd.testing.assert_frame_equal(aside.ask(pd.DataFrame.copy, each)(), frame)
    assert wait_until_gone(process)
    assert wait_until_gone(before())


@linux
def test_a_copy_makes_the_same_workbook() -> None:
    with Aside(copies=Forked()) as aside:
        later = render(aside)
        assert worker(aside) != os.getpid()
        assert later() == here()


@linux
@pytest.mark.parametrize("way", ["no room", "ended", "stuck"])
def test_without_a_copy_that_works_all_is_done_here(monkeypatch: pytest.MonkeyPatch, way: str) -> None:
    def full() -> int:
        raise OSError

    monkeypatch.setattr(forked, "_PATIENCE", 0.1)
    if way == "no room":
        monkeypatch.setattr(os, "fork", full)
    with Aside(copies=Forked()) as aside:
        held = aside.hold(made_up.analysis().clauses)
        first = aside.ask(process_of, held)
        if way != "no room":
            os.kill(worker(aside), signal.SIGKILL if way == "ended" else signal.SIGSTOP)
        assert first() == os.getpid()
        assert aside.ask(process_of, held)() == os.getpid()


def test_a_long_answer_and_a_long_task_do_not_wait_for_each_other() -> None:
    with Aside() as aside:
        aside.begin()
        answer = aside.ask(double, b"x" * 5_000_000)
        tasks = [aside.ask(len, b"x" * 5_000_000) for _ in range(3)]
        assert [task() for task in tasks] == [5_000_000] * 3
        assert len(answer()) == 10_000_000


def test_two_threads_that_meet_at_a_result_wait_for_the_same_one(monkeypatch: pytest.MonkeyPatch) -> None:
    results: dict[int, Future[object]] = {}
    other: list[Future[object]] = []

    class Interrupted(Future[object]):
        """Another thread comes while this one makes it."""

        def __init__(self) -> None:
            super().__init__()
            monkeypatch.setattr(aside, "Future", Future)
            other.append(aside._promised(results, 1))

    monkeypatch.setattr(aside, "Future", Interrupted)
    assert aside._promised(results, 1) is other[0] is results[1]


def test_an_error_of_the_run_ends_the_second_process() -> None:
    aside = Aside()
    with pytest.raises(KeyboardInterrupt), aside:
        aside.begin()
        process = worker(aside)
        raise KeyboardInterrupt
    assert wait_until_gone(process)


def test_a_folder_holds_what_was_made_aside(tmp_path: Path) -> None:
    class Noting(OwnHand):
        asked: ClassVar[list[str]] = []

        def ask(self, function: Callable[..., Any], *given: object) -> Later:
            self.asked.append(function.__name__)
            return super().ask(function, *given)

    analysis, shown = made_up.analysis(), rows()
    write_folder(tmp_path / "here", analysis, report(), shown, Settings())
    write_folder(tmp_path / "aside", analysis, report(), shown, Settings(), begun=begin(Noting()))
    assert Noting.asked == ["encoded_table", "encoded_table", "rows_of", "packed_page", "prepared_sheet", "workbook"]
    for path in (tmp_path / "here").iterdir():
        assert (tmp_path / "aside" / path.name).read_bytes() == path.read_bytes(), path.name


WAITING_RUN = """
import sys, time
import pandas as pd
from voc_cli.cli.aside import Aside
from voc_cli.cli.forked import Forked

if __name__ == "__main__":
    with Aside(copies=Forked() if sys.argv[1] == "copied" else None) as aside:
        if sys.argv[1] == "copied":
            aside.ask(len, aside.hold(pd.DataFrame({"said": ["늦다"]})))
        else:
            aside.begin()
        print(aside._process.pid, flush=True)
        time.sleep(60)
"""


@pytest.mark.parametrize("way", ["fresh", pytest.param("copied", marks=linux)])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_run_that_is_ended_leaves_no_second_process(tmp_path: Path, number: signal.Signals, way: str) -> None:
    script = tmp_path / "waiting_run.py"
    script.write_text(WAITING_RUN, encoding="utf-8")
    with subprocess.Popen(
        [sys.executable, str(script), way],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    ) as run:
        assert run.stdout is not None
        process = int(run.stdout.readline())
        # Ctrl-C in a terminal goes to all processes, a kill to one.
        os.killpg(run.pid, number) if number == signal.SIGINT else run.send_signal(number)
        _, errors = run.communicate(timeout=30)
    assert wait_until_gone(process)
    assert errors.count(b"Traceback") == (number == signal.SIGINT)
