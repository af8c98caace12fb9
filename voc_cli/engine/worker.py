"""The second process of the local engine: masks and tokenises, and imports no more than that takes."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
from collections.abc import Sequence

from voc_cli.text.prepare import Parcel, Preparer


class _Worker:
    """What the second process keeps between batches."""

    preparer: Preparer
    n_sent: int = 0  # pairs of the vocabulary that the other side has


def begin(preparer: Preparer) -> None:
    """Make this process ready for ``prepare``."""
    # Ctrl-C reaches the whole group of processes; the first one decides what becomes of the batch at hand.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Tokens hold no cycles; looking for some among a million of them would cost a tenth of the work.
    gc.disable()
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _Worker.preparer = preparer


def _end_with_parent() -> None:
    """A run that was killed leaves nobody behind who holds half a gigabyte and waits."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def prepare(batch: Sequence[str]) -> Parcel:
    """The next batch, on its way back."""
    prepared = _Worker.preparer(batch)
    parcel = Parcel.pack(prepared, n_known=_Worker.n_sent)
    _Worker.n_sent = len(_Worker.preparer.vocabulary)
    return parcel
