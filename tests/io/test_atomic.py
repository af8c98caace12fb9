from __future__ import annotations

import errno
import os
import resource
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from voc_cli.errors import ExitCode, OutputError
from voc_cli.io.atomic import atomic_file, folders_at_the_end
from voc_cli.io.write import write_text


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A result of an earlier run."""
    path = tmp_path / "report.md"
    path.write_text("old", encoding="utf-8")
    return path


def alone(path: Path) -> bool:
    """Whether nothing but ``path`` lies in its folder."""
    return [entry.name for entry in path.parent.iterdir()] == [path.name]


def test_the_new_file_takes_the_place_of_the_old_one(old: Path) -> None:
    write_text("new", old)
    assert old.read_text(encoding="utf-8") == "new"
    assert alone(old)


def test_folders_are_made(tmp_path: Path) -> None:
    write_text("new", tmp_path / "a" / "b" / "c.md")
    assert (tmp_path / "a" / "b" / "c.md").read_text(encoding="utf-8") == "new"


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, SystemExit])
def test_whatever_stops_the_writing_leaves_the_old_file_whole(old: Path, error: type[BaseException]) -> None:
    with pytest.raises(error), atomic_file(old) as file:
        file.write(b"half")
        raise error
    assert old.read_text(encoding="utf-8") == "old"
    assert alone(old)


@contextmanager
def umask(value: int) -> Iterator[None]:
    before = os.umask(value)
    try:
        yield
    finally:
        os.umask(before)


def test_the_umask_decides_who_may_read_a_new_file(tmp_path: Path) -> None:
    with umask(0o027):
        write_text("new", tmp_path / "a.md")
    assert stat.S_IMODE((tmp_path / "a.md").stat().st_mode) == 0o640


def test_a_file_that_was_private_stays_private(old: Path) -> None:
    old.chmod(0o600)
    write_text("new", old)
    assert stat.S_IMODE(old.stat().st_mode) == 0o600


def test_a_link_stays_a_link(old: Path) -> None:
    link = old.parent / "latest.md"
    link.symlink_to(old.name)
    write_text("new", link)
    assert link.is_symlink()
    assert old.read_text(encoding="utf-8") == "new"


def refused(path: Path, text: str = "new") -> OutputError:
    with pytest.raises(OutputError) as caught:
        write_text(text, path)
    assert caught.value.exit_code == ExitCode.INPUT
    assert caught.value.where == str(path)
    assert caught.value.mend
    return caught.value


def test_a_folder_in_the_place_of_the_file(tmp_path: Path) -> None:
    assert "폴더가 있습니다" in refused(tmp_path).what


def test_a_file_in_the_place_of_the_folder(old: Path) -> None:
    assert "쓸 수 없는 곳" in refused(old / "a.md").what


def test_a_folder_that_may_not_be_written(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def deny(*_: object) -> int:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(os, "open", deny)
    assert "쓸 수 없는 곳" in refused(old).what
    assert old.read_text(encoding="utf-8") == "old"


def test_a_full_device() -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full on this machine")
    assert "공간이 없어" in refused(Path("/dev/full")).what


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT])
def test_a_disk_that_fills_up_at_the_last_moment(old: Path, monkeypatch: pytest.MonkeyPatch, code: int) -> None:
    def fill(_: int) -> None:
        raise OSError(code, "No space left on device")

    monkeypatch.setattr(os, "fsync", fill)
    assert "공간이 없어" in refused(old).what
    assert old.read_text(encoding="utf-8") == "old"
    assert alone(old)


def test_a_disk_that_fills_up_while_writing(old: Path) -> None:
    # The limit on a file's size stops the writing in the kernel, as a full disk does.
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, hard))
    try:
        error = refused(old, "x" * 1_000_000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert "공간이 없어" in error.what
    assert old.read_text(encoding="utf-8") == "old"
    assert alone(old)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_killed_run_leaves_the_old_file_whole_and_nothing_else(old: Path, number: signal.Signals) -> None:
    script = (
        "import sys, time; from pathlib import Path; from voc_cli.io.atomic import atomic_file\n"
        "with atomic_file(Path(sys.argv[1])) as file:\n"
        "    file.write(b'half'); print('ready', flush=True); time.sleep(60)\n"
    )
    root = Path(__file__).parents[2]
    process = subprocess.Popen(
        [sys.executable, "-c", script, str(old)], cwd=root, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    with process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        assert len(list(old.parent.iterdir())) == 2
        process.send_signal(number)
        deadline = time.monotonic() + 20
        assert process.wait(timeout=20) != 0
        assert time.monotonic() < deadline
    assert old.read_text(encoding="utf-8") == "old"
    assert alone(old)


def test_signals_are_as_they_were_afterwards(old: Path) -> None:
    before = signal.getsignal(signal.SIGTERM)
    write_text("new", old)
    assert signal.getsignal(signal.SIGTERM) == before


def test_the_folders_of_many_files_are_synced_once_behind_them_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[str] = []

    def sync(handle: int) -> None:
        real = Path(f"/proc/self/fd/{handle}").readlink()
        synced.append(real.name if real.is_dir() else real.suffix)

    if not Path("/proc/self/fd").exists():
        pytest.skip("only Linux tells the file of a handle")
    monkeypatch.setattr(os, "fsync", sync)
    one, two = tmp_path / "one", tmp_path / "two"
    with pytest.raises(ValueError, match="in between"), folders_at_the_end():
        for path in (two / "a", one / "b", two / "c"):
            write_text("new", path)
            assert path.read_text(encoding="utf-8") == "new"
        raise ValueError("in between")
    assert synced == [".tmp", ".tmp", ".tmp", "one", "two"]
    write_text("newer", one / "b")
    assert synced[5:] == [".tmp", "one"]
