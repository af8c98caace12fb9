"""A copy of this process makes one thing while this one makes another: the copy has all that is in memory already.

A fresh process would have to be told all that it needs, which takes as long as some work. But a copy has the locks of
threads that are gone: it must do with Python and NumPy alone: it touches no
database, closes every file, writes nothing but its answer, and where it gets stuck all the same, the work is done here.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import pickle
import signal
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, NoReturn, Self

from voc_cli.engine.hands import Here, Later, known

if TYPE_CHECKING:
    import pandas as pd

_PROTOCOL: Final = 5
_PATIENCE: Final = 5.0  # seconds in which a copy that works has used the processor
_LOOKS_UP: Final = 0.5  # seconds, in which a copy looks whether the first process is still there
_MOST_FILES: Final = 4_096


class Forked:
    """Does each thing that it is asked in a copy of this process, where the system can copy one; else here.

    Args:
        may: Whether it may; copying pays for work of half a second or more.
    """

    def __init__(self, *, may: bool = True) -> None:
        # Elsewhere libraries of the system itself hold threads, or a process cannot be copied.
        self._may = may and sys.platform == "linux"
        self._copies: list[tuple[int, Connection]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for process, line in [*self._copies]:
            self._end(process, line)

    def hold(self, frame: pd.DataFrame) -> Later:
        """See ``engine.hands.Hand``."""
        return Here(lambda: frame)

    def ask(self, function: Callable[..., Any], *given: object) -> Later:
        """See ``engine.hands.Hand``; the copy is made, and begins, at once."""
        begun = self._begun(function, given) if self._may else None
        if begun is None:
            return Here(lambda: function(*map(known, given)))
        return Here(lambda: self._answer(*begun, lambda: function(*map(known, given))))

    def _begun(self, function: Callable[..., Any], given: tuple[object, ...]) -> tuple[int, Connection] | None:
        ours, theirs = multiprocessing.Pipe(duplex=False)
        first = os.getpid()
        try:
            process = os.fork()
        except OSError:  # no room for another process
            ours.close()
            theirs.close()
            return None
        if not process:
            _serve(theirs, first, lambda: function(*map(known, given)))
        theirs.close()
        self._copies.append((process, ours))
        return process, ours

    def _answer(self, process: int, line: Connection, here: Callable[[], Any]) -> Any:
        try:
            return pickle.loads(line.recv_bytes()) if is_at_work(line, process) else here()
        except (EOFError, OSError):  # it failed, or the system ended it: what is wrong with the work shows here
            return here()
        finally:
            self._end(process, line)

    def _end(self, process: int, line: Connection) -> None:
        if (process, line) in self._copies:
            self._copies.remove((process, line))
            line.close()
            with suppress(OSError):
                os.kill(process, signal.SIGKILL)
                clear_away(partial(os.waitpid, process, 0))


def _serve(line: Connection, first: int, work: Callable[[], Any]) -> NoReturn:
    """The life of a copy."""
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        _end_with(first)
        gc.disable()
        # A lock on a file would outlive the first process, if that were killed.
        os.closerange(3, line.fileno())
        os.closerange(line.fileno() + 1, _MOST_FILES)
        line.send_bytes(pickle.dumps(work(), protocol=_PROTOCOL))
    finally:
        os._exit(0)  # without a word: a copy has half of what the first process would tidy up


def _end_with(first: int) -> None:
    """Leave as soon as the first process is gone."""

    def look_up(*_: object) -> None:
        if os.getppid() != first:
            os._exit(0)

    signal.signal(signal.SIGALRM, look_up)
    signal.setitimer(signal.ITIMER_REAL, _LOOKS_UP, _LOOKS_UP)


def clear_away(wait: Callable[[], object]) -> None:
    """Let ``wait`` wait for a process that was killed, and nobody for ``wait``: the system takes as long to give back
    the memory of a copy as to copy it."""
    threading.Thread(target=wait, daemon=True).start()


def is_at_work(line: Connection, process: int | None) -> bool:
    """Wait until something comes down the ``line``, and as long as the ``process`` at its end works; whether it came.

    Raises:
        OSError: The process is gone, or nothing is known of it.
    """
    used = -1
    while not line.poll(_PATIENCE):
        before, used = used, _time_used(process)
        if before == used:
            return False
    return True


def _time_used(process: int | None) -> int:
    """By the processor, in ticks of the clock."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])
