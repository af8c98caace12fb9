"""A file that is replaced whole or not at all."""

from __future__ import annotations

import errno
import os
import secrets
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from pathlib import Path
from types import FrameType
from typing import BinaryIO, Final

from voc_cli import messages
from voc_cli.errors import OutputError

_changed: Final[ContextVar[set[Path] | None]] = ContextVar("changed", default=None)  # folders to be synced later
_FULL: Final = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


@contextmanager
def atomic_file(target: Path) -> Iterator[BinaryIO]:
    """A file that takes the place of ``target`` when the block ends well, and leaves no trace when it does not.

    Folders above ``target`` are made. A device or pipe is written directly.

    Raises:
        OutputError: The place cannot be written, or the disk is full.
    """
    real = Path(os.path.realpath(target))  # a link keeps being one: what it points to is replaced
    try:
        if real.is_dir():
            raise OutputError(
                target, messages.text("io.target_is_folder"), mend=messages.text("io.target_is_folder_mend")
            )
        if real.exists() and not real.is_file():
            with real.open("wb") as device:
                yield device
            return
        real.parent.mkdir(parents=True, exist_ok=True)
        with _temporary(real) as file:
            yield file
    except OutputError:
        raise
    except OSError as error:
        raise _output_error(target, error) from error


@contextmanager
def _temporary(real: Path) -> Iterator[BinaryIO]:
    temporary = real.with_name(f".voc-{secrets.token_hex(8)}.tmp")
    with _signals_raise():
        try:
            # Made by os.open, not tempfile: the user's umask decides who may read the result.
            handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
            with os.fdopen(handle, "wb") as file:
                if real.exists():
                    temporary.chmod(real.stat().st_mode & 0o777)
                yield file
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(real)
        finally:
            with suppress(FileNotFoundError):
                temporary.unlink()
    _sync_folder(real.parent)


@contextmanager
def _signals_raise() -> Iterator[None]:
    """Let a polite kill unwind the stack, so that the temporary file goes; only where nobody else handles it."""
    numbers = [number for name in ("SIGTERM", "SIGHUP") if (number := getattr(signal, name, None)) is not None]
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    ours = [number for number in numbers if signal.getsignal(number) == signal.SIG_DFL]
    for number in ours:
        signal.signal(number, _leave)
    try:
        yield
    finally:
        for number in ours:
            signal.signal(number, signal.SIG_DFL)


def _leave(number: int, _frame: FrameType | None) -> None:
    raise SystemExit(128 + number)


@contextmanager
def folders_at_the_end() -> Iterator[None]:
    """Write down once, behind the block, which files a folder holds instead of after each file that is replaced in it.

    The files themselves are on the disk before they take their places all the same.
    """
    changed: set[Path] = set()
    token = _changed.set(changed)
    try:
        yield
    finally:
        _changed.reset(token)
        for folder in sorted(changed):
            _sync_folder(folder)


def _sync_folder(folder: Path) -> None:
    changed = _changed.get()
    if changed is not None:
        changed.add(folder)
        return
    # Not every file system lets a folder be synced; the file itself already is.
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _output_error(target: Path, error: OSError) -> OutputError:
    if error.errno in _FULL:
        return OutputError(target, messages.text("io.disk_full"), mend=messages.text("io.disk_full_mend"))
    reason = error.strerror or type(error).__name__
    return OutputError(
        target, messages.text("io.cannot_write", error=reason), mend=messages.text("io.cannot_write_mend")
    )
