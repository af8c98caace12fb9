"""The workbook in a second process, while this one writes everything else.

Once all texts are annotated a run is plain Python, which uses one core; the workbook is the longest single part of what
is left. A fresh process instead of a fork, because this one may hold threads whose locks a fork would copy.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Final, Self

from voc_cli.engine import worker
from voc_cli.errors import VocError
from voc_cli.messages import Language, current_language, set_language
from voc_cli.report.formats import Screen, renderer

if TYPE_CHECKING:
    from voc_cli.report.model import Report
    from voc_cli.report.rows import Rows

MIN_RECORDS: Final = 20_000  # below, the process would take longer to start than the workbook to write
_FORMAT: Final = "xlsx"


class Aside:
    """Renders the workbook in a process of its own, once ``begin`` was called; without it, or should it fail, here."""

    format = _FORMAT

    def __init__(self) -> None:
        self._process: BaseProcess | None = None
        self._line: Connection | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._end()

    def begin(self) -> None:
        """Start the process, so that it has imported what it needs when the report is made; once is enough."""
        if self._line is not None:
            return
        context = multiprocessing.get_context("spawn")
        self._line, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs, current_language()), daemon=True)
        with _ctrl_c_waits():
            self._process.start()
        theirs.close()

    def prepare(self, rows: Rows) -> None:
        """Send ``rows`` ahead of the report that ``render`` is to show with them."""
        self._send(rows)

    def render(self, report: Report, screen: Screen, rows: Rows) -> Callable[[], str | bytes]:
        """Begin with the workbook; what is given back waits for it and gives its bytes. ``prepare`` goes before.

        Raises (when it is called):
            OutputError: As the renderer itself.
        """
        self._send((report, screen))

        def rendered() -> str | bytes:
            answer = self._receive()
            if isinstance(answer, VocError):
                raise answer
            # A process that the system ended, as for want of memory, has cost time and nothing else.
            return answer if isinstance(answer, bytes) else renderer(_FORMAT)(report, screen, rows)

        return rendered

    def _send(self, task: Rows | tuple[Report, Screen]) -> None:
        if self._line is not None:
            try:
                self._line.send(task)
            except OSError:
                self._end()

    def _receive(self) -> object:
        if self._line is None:
            return None
        try:
            return self._line.recv()
        except (EOFError, OSError):
            return None
        finally:
            self._end()

    def _end(self) -> None:
        if self._line is not None:
            self._line.close()
        if self._process is not None:
            self._process.kill()
            self._process.join()
        self._line = self._process = None


@contextmanager
def _ctrl_c_waits() -> Iterator[None]:
    """Ctrl-C reaches the whole group: a process started within is deaf to it, the first one hears it a moment later."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _serve(line: Connection, language: Language) -> None:
    """The life of the second process: one workbook."""
    worker.begin()
    # What fails here is done again by the first process, which then says why.
    sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115  for as long as the process lives
    set_language(language)
    # Imported while the first process finds themes.
    from voc_cli.report import xlsx

    rows = line.recv()
    xlsx.prepare(rows)
    report, screen = line.recv()
    try:
        line.send(xlsx.render(report, screen, rows))
    except VocError as error:
        line.send(error)
