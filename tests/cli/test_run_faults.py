"""What may happen to a machine while a scheduled job runs, and to what it keeps."""

from __future__ import annotations

import json
import os
import pwd
import re
import resource
import signal
import socket
import sys
import time

import duckdb
import pytest
from filelock import FileLock

from tests.cli.support import Voc, assert_refused
from tests.cli.weekly import CONFIG, content, files_of, week
from voc_cli.errors import ExitCode


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
    sys.dont_write_bytecode = True  # a module that is compiled now would be cut off as well
    resource.setrlimit(resource.RLIMIT_FSIZE, (4_000, 4_000))


def test_a_full_disk_leaves_the_history_as_it_was(ran: Voc) -> None:
    before = content(ran.folder / "voc.duckdb")
    ran.write("in/w3.csv", week(3))
    refused = ran("run", "--no-cache", before=limited)
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


def nobody() -> None:
    """The user is one of whom the system knows nothing (docker run --user)."""

    def unknown(uid: int) -> None:
        raise KeyError(uid)

    vars(pwd).update(getpwuid=unknown)


def test_a_user_without_an_entry_and_a_home_goes_on_without_a_cache(job: Voc) -> None:
    done = job("run", before=nobody, env={"HOME": None})
    assert done.code == ExitCode.DONE, done.err
    assert done.err.count("임시로 저장할 곳이 없어") == 1
    checked = job("doctor", before=nobody, env={"HOME": None})
    assert checked.code == ExitCode.DONE, checked.text
    assert "! 임시 저장과 열쇠: " in checked.text


def test_a_job_without_a_place_for_its_key_is_refused_at_once(job: Voc) -> None:
    places = {"HOME": None, "VOC_CUSTOMER_KEY": None, "VOC_CACHE_DIR": str(job.folder / "cache")}
    for _ in range(2):
        refused = job("run", before=nobody, env=places)
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
