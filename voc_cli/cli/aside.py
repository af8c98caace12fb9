"""A second process that makes tables and the workbook, while the first one finds and tells the rest.

Once all texts are annotated a run is plain Python, which uses one core. Where the system can copy a process the second
one is a copy: it has imported all that it needs, and the tables lie in its memory. Locks of other threads are copied as
well, see ``forked``. Elsewhere it is a fresh process that is told everything.
"""

from __future__ import annotations

import multiprocessing
import os
import pickle
import queue
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Literal, Self

from voc_cli.cli.forked import Forked, clear_away, is_at_work
from voc_cli.cli.memory import keep_memory
from voc_cli.engine import worker
from voc_cli.engine.hands import Here, Later, known
from voc_cli.messages import Language, current_language, set_language

if TYPE_CHECKING:
    import pandas as pd

MIN_RECORDS: Final = 20_000  # below, the process would take longer to start than its work
_PROTOCOL: Final = 5
_SHORT: Final = 0.0002  # seconds that a task keeps the interpreter while a message comes in
_TASK: Final = b"!"  # what a message with a task begins with; any other is the number of a result that is wanted
_USED: Final = (
    "scipy.optimize", "threadpoolctl", "voc_cli.sentiment.learning", "voc_cli.text.duplicates",
    "scipy.cluster.hierarchy", "voc_cli.themes.identity", "voc_cli.themes.issues", "voc_cli.themes.praise_blame",
    "voc_cli.io.write", "voc_cli.report.headings", "voc_cli.report.xlsx",
)  # fmt: skip


class Aside:
    """Does what it is asked in a process of its own, once ``begin`` was called; without it, or should it fail, here.

    What it is given travels between two processes of one user and lies nowhere on the way.

    Args:
        copies: The process is a copy of this one, made at the first thing that is asked once a table is held; what is
            asked before is done in a copy each. ``begin`` is not called then.
    """

    def __init__(self, *, copies: Forked | None = None) -> None:
        self._copies = copies
        self._is_copy = copies is not None
        self._process: BaseProcess | None = None
        self._line: Connection | None = None
        self._held: list[tuple[pd.DataFrame, _There]] = []
        self._n_given = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._copies is not None:
            self._copies.__exit__(kind, error, at)
        self._end()

    def begin(self) -> None:
        """Start the process, so that it has imported what it needs when it is asked; once is enough."""
        if self._line is None:
            self._start("spawn", {})

    def _copy(self) -> None:
        """Start a copy of this process, which has the tables that are held."""
        self._copies = None
        held = {later.number: frame for frame, later in self._held}
        try:
            self._start("fork", held)
        except OSError:  # no room for another process
            self._end()

    def _start(self, way: Literal["spawn", "fork"], held: dict[int, pd.DataFrame]) -> None:
        context: Any = multiprocessing.get_context(way)
        self._line, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs, current_language(), held), daemon=True)
        with _ctrl_c_waits():
            self._process.start()
        theirs.close()

    def hold(self, frame: pd.DataFrame) -> Later:
        """See ``engine.hands.Hand``."""
        for held, later in self._held:
            if held is frame:
                return later
        # Column by column, because a pickler that remembers every cell of a large table grows slow.
        columns = () if self._line is None else tuple((name, _pickled(frame[name].array)) for name in frame.columns)
        later = self._given(_built, (frame.index, columns), lambda: frame)
        self._held.append((frame, later))
        return later

    def ask(self, function: Callable[..., Any], *given: object) -> Later:
        """See ``engine.hands.Hand``; a result that is asked for travels back, one that is only given on does not."""
        if self._copies is not None and not self._held:
            return self._copies.ask(function, *given)
        if self._copies is not None:
            self._copy()
        return self._given(function, given, lambda: function(*map(known, given)))

    def _given(self, function: Callable[..., Any], given: tuple[object, ...], here: Callable[[], Any]) -> _There:
        number, self._n_given = self._n_given, self._n_given + 1
        if self._line is not None:
            named = tuple(_Place(one.number) if isinstance(one, _There) else one for one in given)
            self._send(_TASK + _pickled(_Task(number, function, named)))
        return _There(number, self, here)

    def receive(self, number: int) -> object:
        """The result of a task; None where there is no process, or it could not do it."""
        self._send(str(number).encode())
        if self._line is None:
            return None
        try:
            # A fresh process has no locks but its own; what it is doing only Linux tells.
            if not self._is_copy or (self._process is not None and is_at_work(self._line, self._process.pid)):
                return self._line.recv()
        except (EOFError, OSError):
            pass
        self._end()
        return None

    def _send(self, message: bytes) -> None:
        if self._line is not None:
            try:
                self._line.send_bytes(message)
            except OSError:
                self._end()

    def _end(self) -> None:
        if self._line is not None:
            self._line.close()
        if self._process is not None and self._process.pid is not None:
            self._process.kill()
            clear_away(self._process.join)
        self._line = self._process = None


class _There(Here):
    """A result that the second process has, or is making."""

    def __init__(self, number: int, aside: Aside, here: Callable[[], Any]) -> None:
        self.number = number
        super().__init__(lambda: self._received(aside, here))

    def _received(self, aside: Aside, here: Callable[[], Any]) -> Any:
        answer = aside.receive(self.number)
        # A process that the system ended, as for want of memory, has cost time and nothing else.
        return answer.value if isinstance(answer, _Done) else here()


@dataclass(frozen=True, slots=True, eq=False)
class _Place:
    """Stands for the result of a task."""

    number: int


@dataclass(frozen=True, slots=True, eq=False)
class _Task:
    number: int
    function: Callable[..., Any]
    given: tuple[object, ...]


@dataclass(frozen=True, slots=True, eq=False)
class _Done:
    value: object


def _pickled(value: object) -> bytes:
    return pickle.dumps(value, protocol=_PROTOCOL)


def _built(index: pd.Index[Any], columns: tuple[tuple[str, bytes], ...]) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame({name: pickle.loads(cells) for name, cells in columns}, index=index, copy=False)


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


def _serve(line: Connection, language: Language, held: dict[int, pd.DataFrame]) -> None:
    """The life of the second process: task by task, in order. A task that fails ends it, and the first one goes on.

    Args:
        held: Results that it has from the start, by number.
    """
    worker.begin()
    keep_memory()
    sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115  for as long as the process lives
    set_language(language)
    # A large message arrives in hundreds of pieces, and the first process waits until the last one was taken.
    sys.setswitchinterval(_SHORT)
    tasks: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    results: dict[int, Future[object]] = {}
    for number, frame in held.items():
        _promised(results, number).set_result(frame)
    # The first process must never wait until this one has time to listen.
    threading.Thread(target=_listen, args=(line, tasks, results), daemon=True).start()
    for name in () if held else _USED:  # before anything is asked
        import_module(name)
    while message := tasks.get():
        task: _Task = pickle.loads(message)
        given = (_promised(results, one.number).result() if isinstance(one, _Place) else one for one in task.given)
        _promised(results, task.number).set_result(task.function(*given))


def _promised(results: dict[int, Future[object]], number: int) -> Future[object]:
    """The one result of a task, whichever thread speaks of it first."""
    # A defaultdict would now and then give each of two threads its own, and one of them would wait for ever.
    return results.setdefault(number, Future())


def _listen(line: Connection, tasks: queue.SimpleQueue[bytes], results: dict[int, Future[object]]) -> None:
    """Take tasks in and give results out, until the first process hangs up."""
    try:
        while True:
            message = line.recv_bytes()
            if message.startswith(_TASK):
                tasks.put(message[len(_TASK) :])
            else:
                line.send(_Done(_promised(results, int(message)).result()))
    except (EOFError, OSError):
        tasks.put(b"")
