"""How batches are run: in this process, or on a cluster. The results are the same, only the place differs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    # The second process of the local engine passes here and needs no dictionaries.
    from voc_cli.annotate import Annotated, Annotator

Batch = Sequence[str]


class Engine(Protocol):
    """Runs an annotator over batches."""

    def begin(self) -> None:
        """Get ready for ``run``, which does so itself where nobody did before."""
        ...

    def end(self) -> None:
        """Let go of what ``begin`` has made ready: there will be no ``run``."""
        ...

    def run(self, annotator: Annotator, batches: Iterable[Batch]) -> Iterator[Annotated]:
        """One result a batch, in the order of the batches; at an empty one all that came before is given at once.

        Raises:
            Exception: Whatever the annotator raised, in the caller's thread.
        """
        ...
