"""The second process of the local engine: masks and tokenises, and imports no more than that takes."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    # The first process passes here before anything heavy is imported.
    from voc_cli.text.prepare import Parcel, Preparer


class _Worker:
    """What the second process keeps between batches."""

    preparer: Preparer
    n_sent: int = 0  # pairs of the vocabulary that the other side has


def begin() -> None:
    """Make this process one that works for another."""
    # Ctrl-C reaches the whole group of processes; the first one decides what becomes of the batch at hand.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Tokens hold no cycles; looking for some among a million of them would cost a tenth of the work.
    gc.disable()
    threading.Thread(target=_end_with_parent, daemon=True).start()


def load_ahead() -> None:
    """Load what takes longest before anybody knows which words the user has added."""
    from voc_cli.text.tokenise import load_spare

    load_spare()


def take(preparer: Preparer) -> None:
    """What ``prepare`` uses from here on."""
    _Worker.preparer, _Worker.n_sent = preparer, 0


def _end_with_parent() -> None:
    """A run that was killed leaves nobody behind who holds half a gigabyte and waits."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def prepare(batch: Sequence[str]) -> Parcel:
    """The next batch, on its way back."""
    from voc_cli.text.prepare import Parcel

    prepared = _Worker.preparer(batch)
    parcel = Parcel.pack(prepared, n_known=_Worker.n_sent)
    _Worker.n_sent = len(_Worker.preparer.vocabulary)
    return parcel
