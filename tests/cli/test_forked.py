"""What a copy of this process makes is what this one would make, whatever becomes of the copy."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from tests.cli.support import ROOT
from tests.engine.test_local import wait_until_gone
from voc_cli.cli import forked
from voc_cli.cli.forked import Forked
from voc_cli.engine.hands import Later

linux = pytest.mark.skipif(sys.platform != "linux", reason="processes are copied on Linux alone")


def ask(hand: Forked, function: Callable[..., object], *given: object) -> Later:
    return hand.ask(function, *given)


@linux
def test_a_copy_gives_what_it_found_and_ends() -> None:
    frame = pd.DataFrame({"said": ["늦다", None]})
    with Forked() as hand:
        later = ask(hand, lambda held: (os.getpid(), held.assign(n=1)), hand.hold(frame))
        process, found = later()
        assert later()[1] is found
    assert process != os.getpid()
    pd.testing.assert_frame_equal(found, frame.assign(n=1))
    assert wait_until_gone(process)


def test_where_no_copy_may_be_made_the_work_is_done_here() -> None:
    with Forked(may=False) as hand:
        assert ask(hand, os.getpid)() == os.getpid()


def test_where_the_system_has_no_room_the_work_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    def full() -> int:
        raise OSError

    monkeypatch.setattr(os, "fork", full)
    with Forked() as hand:
        assert ask(hand, os.getpid)() == os.getpid()


def test_what_is_wrong_with_the_work_is_told() -> None:
    with Forked() as hand:
        later = ask(hand, int, "늦다")
        with pytest.raises(ValueError, match="늦다"):
            later()


def fail_elsewhere(here: int, harm: Callable[[], object]) -> int:
    if os.getpid() != here:
        harm()
    return os.getpid()


@linux
@pytest.mark.parametrize("harm", [lambda: os._exit(1), lambda: os.kill(os.getpid(), signal.SIGKILL), signal.pause])
def test_a_copy_that_ends_or_waits_for_ever_costs_time_alone(
    monkeypatch: pytest.MonkeyPatch, harm: Callable[[], object]
) -> None:
    # The alarm of a copy ends its pause, and without it nothing does.
    monkeypatch.setattr(forked, "_end_with", lambda _: None)
    monkeypatch.setattr(forked, "_PATIENCE", 0.1)
    with Forked() as hand:
        assert ask(hand, fail_elsewhere, os.getpid(), harm)() == os.getpid()
        assert not hand._copies


def spin(seconds: float) -> int:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        pass
    return os.getpid()


@linux
def test_a_copy_that_works_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forked, "_PATIENCE", 0.3)
    with Forked() as hand:
        assert ask(hand, spin, 1.2)() != os.getpid()


@linux
def test_nobody_stays_who_is_not_asked() -> None:
    with Forked() as hand:
        ask(hand, time.sleep, 60)
        ((process, _),) = hand._copies
    assert wait_until_gone(process)


@linux
def test_a_copy_leaves_with_a_first_process_that_was_killed_and_holds_none_of_its_locks(tmp_path: Path) -> None:
    program = (
        "import sys, time; from filelock import FileLock; from voc_cli.cli.forked import Forked\n"
        "FileLock(sys.argv[1]).acquire(); hand = Forked(); hand.ask(time.sleep, 60)\n"
        "print(hand._copies[0][0], flush=True); time.sleep(60)"
    )
    lock = tmp_path / "lock"
    with subprocess.Popen([sys.executable, "-c", program, str(lock)], cwd=ROOT, stdout=subprocess.PIPE) as first:
        assert first.stdout is not None
        process = int(first.stdout.readline())
        time.sleep(0.2)
        first.kill()
    from filelock import FileLock

    FileLock(lock, timeout=0).acquire()
    assert wait_until_gone(process)
