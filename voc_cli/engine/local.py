"""Batches on this machine: a second process masks and tokenises ahead while this one judges.

Kiwi works outside Python, but to hand its results over it needs the interpreter, and one interpreter lets one thread
run at a time: in a single process a core in four stands idle.
"""

from __future__ import annotations

import multiprocessing
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Final

from voc_cli.annotate import Annotated, Annotator
from voc_cli.engine import Batch, worker
from voc_cli.errors import VocError
from voc_cli.messages import text
from voc_cli.text.prepare import Parcel

_AHEAD: Final = 4  # batches tokenised ahead; more would only hold memory


class LocalEngine:
    """Runs batches on this machine, with one process that tokenises ahead."""

    def run(self, annotator: Annotator, batches: Iterable[Batch]) -> Iterator[Annotated]:
        """One result a batch, in order.

        Raises:
            VocError: The second process ended, as when the system ran out of memory.
        """
        waiting: deque[Future[Parcel]] = deque()
        # One worker only: the vocabulary is filled by a single writer, in the order of the batches. A fresh process
        # instead of a fork, because this one may hold threads whose locks a fork would copy.
        pool = ProcessPoolExecutor(
            max_workers=1,
            mp_context=multiprocessing.get_context("spawn"),
            initializer=worker.begin,
            initargs=(annotator.preparer,),
        )
        try:
            for batch in batches:
                waiting.append(pool.submit(worker.prepare, batch))
                annotator.warm_up()
                if len(waiting) > _AHEAD:
                    yield _finish(annotator, waiting.popleft())
            while waiting:
                yield _finish(annotator, waiting.popleft())
        except BrokenProcessPool as error:
            raise VocError("voc", text("engine.worker_died"), mend=text("engine.worker_died_mend")) from error
        finally:
            # After Ctrl-C nobody wants the batches that have not begun.
            pool.shutdown(wait=False, cancel_futures=True)


def _finish(annotator: Annotator, parcel: Future[Parcel]) -> Annotated:
    return annotator.finish(parcel.result().unpack(annotator.preparer.vocabulary))
