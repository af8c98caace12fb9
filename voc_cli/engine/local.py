"""Batches on this machine: a second process masks and tokenises ahead while this one judges.

Kiwi works outside Python, but to hand its results over it needs the interpreter, and one interpreter lets one thread
run at a time: in a single process a core in four stands idle.
"""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from voc_cli.engine import Batch, worker
from voc_cli.errors import VocError
from voc_cli.messages import text

if TYPE_CHECKING:
    # It begins before anything heavy is imported.
    from voc_cli.annotate import Annotated, Annotator
    from voc_cli.text.prepare import Parcel

_FAREWELL: Final = 2.0  # seconds
_AHEAD: Final = 4  # batches tokenised ahead; more would only hold memory
# Kiwi looks up places all over its model, most of them behind a page that the processor does not remember: on pages of
# two megabytes it takes a twelfth less time, and a run of all formats a hundredth. Told to glibc, which heeds it when a
# process starts; others ignore it.
_TUNABLES: Final = "GLIBC_TUNABLES"
_LARGE_PAGES: Final = "glibc.malloc.hugetlb=1"


class LocalEngine:
    """Runs batches on this machine, with one process that tokenises ahead."""

    def __init__(self) -> None:
        self._ahead: ProcessPoolExecutor | None = None

    def begin(self) -> None:
        """Start the second process before ``run``, so that its analyser loads while the caller reads."""
        if self._ahead is None:
            self._ahead = _second_process()
            with _large_pages():
                self._ahead.submit(worker.load_ahead)

    def end(self) -> None:
        """Stop the second process, whatever it is loading."""
        pool, self._ahead = self._ahead, None
        if pool is not None:
            _stop(pool)

    def run(self, annotator: Annotator, batches: Iterable[Batch]) -> Iterator[Annotated]:
        """One result a batch, in order.

        Raises:
            VocError: The second process ended, as when the system ran out of memory.
        """
        waiting: deque[Future[Parcel]] = deque()
        pool, self._ahead = self._ahead or _second_process(), None
        manager: Any = None
        try:
            with _large_pages():
                taken = pool.submit(worker.take, annotator.preparer)
            manager = pool._executor_manager_thread
            for batch in batches:
                waiting.append(pool.submit(worker.prepare, batch))
                annotator.warm_up()
                # An empty batch is a pause in what comes: what is under way is wanted now.
                while len(waiting) > (_AHEAD if batch else 0):
                    taken.result()
                    yield _finish(annotator, waiting.popleft().result())
            taken.result()
            while waiting:
                parcel = waiting.popleft().result()
                if not waiting:
                    _stop(pool)
                yield _finish(annotator, parcel)
        except BrokenProcessPool as error:
            raise VocError("voc", text("engine.worker_died"), mend=text("engine.worker_died_mend")) from error
        finally:
            # After Ctrl-C nobody wants the batches that have not begun.
            _stop(pool)
            if manager is not None:
                # Python would wake it when the program ends, and complain where it is just leaving.
                manager.join(_FAREWELL)


def _second_process() -> ProcessPoolExecutor:
    # One worker only: the vocabulary is filled by a single writer, in the order of the batches. A fresh process
    # instead of a fork, because this one may hold threads whose locks a fork would copy.
    return ProcessPoolExecutor(max_workers=1, mp_context=multiprocessing.get_context("spawn"), initializer=worker.begin)


@contextmanager
def _large_pages() -> Iterator[None]:
    """A process that starts within asks for large pages, unless the user tells glibc something else."""
    if _TUNABLES in os.environ:
        yield
        return
    os.environ[_TUNABLES] = _LARGE_PAGES
    try:
        yield
    finally:
        del os.environ[_TUNABLES]


def _stop(pool: ProcessPoolExecutor) -> None:
    """End the second process at once: what it holds is half a gigabyte that takes a while to give back."""
    # From Python 3.14 on a pool can do this itself. One that was stopped before has none.
    processes = list((pool._processes or {}).values())
    results: Any = pool._result_queue
    pool.shutdown(wait=False, cancel_futures=True)
    for process in processes:
        process.kill()
    if results is not None:
        # A process killed in the middle of an answer leaves a thread of the pool waiting for the rest, and the program
        # for that thread, for ever: this process holds the other end of the line as well.
        results._writer.close()


def _finish(annotator: Annotator, parcel: Parcel) -> Annotated:
    return annotator.finish(parcel.unpack(annotator.preparer.vocabulary))
