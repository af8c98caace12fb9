"""One run at a time: a lock beside the history that the system lets go of, however a run ends, and who holds it."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from voc_cli.errors import LockedError, OutputError
from voc_cli.messages import text


@contextmanager
def only_run(history: Path) -> Iterator[None]:
    """Hold the history at ``history`` while the block runs.

    Raises:
        LockedError: Another run holds it; says which process, where, and since when.
        OutputError: The folder cannot be written.
    """
    lock, holder = _beside(history, "lock"), _beside(history, "run")
    try:
        history.parent.mkdir(parents=True, exist_ok=True)
        held = FileLock(lock, timeout=0)
        held.acquire()
    except Timeout as error:
        raise _held(history) from error
    except OSError as error:
        what = text("store.unwritable", why=error.strerror or type(error).__name__)
        raise OutputError(history, what, mend=text("store.unwritable_mend")) from error
    try:
        facts = {"pid": os.getpid(), "host": socket.gethostname(), "since": datetime.now().isoformat(" ", "seconds")}
        with suppress(OSError):  # a full disk is told where it matters
            holder.write_text(json.dumps(facts), encoding="utf-8")
        yield
    finally:
        with suppress(OSError):
            holder.unlink(missing_ok=True)
        held.release()


def running(history: Path) -> LockedError | None:
    """What another run that holds the history at ``history`` is told as; None where none does."""
    try:
        with FileLock(_beside(history, "lock"), timeout=0):
            return None
    except Timeout:
        return _held(history)
    except OSError:
        return None  # nobody can hold what cannot be written


def _held(history: Path) -> LockedError:
    return LockedError(history, _who(_beside(history, "run")), mend=text("store.locked_mend"))


def _beside(history: Path, suffix: str) -> Path:
    return history.with_name(f".{history.name}.{suffix}")


def _who(holder: Path) -> str:
    try:
        facts = json.loads(holder.read_text(encoding="utf-8"))
        return text("store.locked", pid=facts["pid"], host=facts["host"], since=facts["since"])
    except (OSError, ValueError, KeyError, TypeError):
        return text("store.locked_unknown")  # it began a moment ago
