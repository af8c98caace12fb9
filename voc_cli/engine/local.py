"""Batches in this process: Kiwi's threads tokenise the next batch while Python works on the last one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Final

from voc_cli.annotate import Annotated, Annotator, Prepared
from voc_cli.engine import Batch

_AHEAD: Final = 3  # batches tokenised ahead; more would only hold memory


class LocalEngine:
    """Runs batches on this machine, with one thread that tokenises ahead."""

    def run(self, annotator: Annotator, batches: Iterable[Batch]) -> Iterator[Annotated]:
        """One result a batch, in order."""
        waiting: list[Future[Prepared]] = []
        # One worker only: the vocabulary is filled by a single writer, in the order of the batches.
        with ThreadPoolExecutor(max_workers=1, thread_name_prefix="voc-tokenise") as pool:
            try:
                for batch in batches:
                    waiting.append(pool.submit(annotator.prepare, batch))
                    annotator.warm_up()
                    if len(waiting) > _AHEAD:
                        yield annotator.finish(waiting.pop(0).result())
                while waiting:
                    yield annotator.finish(waiting.pop(0).result())
            finally:
                # After Ctrl-C nobody wants the batches that have not begun.
                pool.shutdown(wait=True, cancel_futures=True)
