"""Batches on a Dask cluster (the extra ``cluster``): the annotator travels out, results come back in order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from voc_cli.annotate import Annotated, Annotator
from voc_cli.engine import Batch
from voc_cli.errors import ConfigError
from voc_cli.messages import text

_AHEAD: Final = 64  # batches under way at once, so that a long input is never all on the scheduler


class ClusterEngine:
    """Runs batches on the workers behind a Dask scheduler.

    Args:
        address: Of the scheduler, as ``tcp://host:8786``.

    Raises:
        ConfigError: The extra is not installed, or nobody answers at the address.
    """

    def __init__(self, address: str) -> None:
        try:
            from distributed import Client
        except ImportError as error:
            raise ConfigError(address, text("engine.no_extra"), mend=text("engine.no_extra_mend")) from error
        try:
            self._client: Any = Client(address, timeout="10s", set_as_default=False)
        except (OSError, ValueError) as error:
            raise ConfigError(address, text("engine.no_answer"), mend=text("engine.no_answer_mend")) from error

    def begin(self) -> None:
        """The workers are there already."""

    def end(self) -> None:
        """They stay for others."""

    def run(self, annotator: Annotator, batches: Iterable[Batch]) -> Iterator[Annotated]:
        """One result a batch, in order."""
        waiting: list[Any] = []
        for batch in batches:
            waiting.append(self._client.submit(annotator, list(batch), pure=False))
            while len(waiting) > (_AHEAD if batch else 0):
                yield waiting.pop(0).result()
        while waiting:
            yield waiting.pop(0).result()
