"""Texts that were annotated before are looked up; the engine runs over the others only."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final, Protocol

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from voc_cli import schema
from voc_cli.annotate import Annotated, Annotator, count_masks
from voc_cli.engine import Engine

BATCH: Final = 1_000  # texts; large enough for columns to pay, small enough to show progress
_LARGEST: Final = 4  # batches in one while much is left, because each costs some milliseconds whatever it holds;
_STEPS: Final = 4  # smaller ones towards the end, where the engine has no more to do and waits for the last,
_FIRST: Final = 4  # and a part of one first, twice as much each time: until it is tokenised there is nothing to judge
Progress = Callable[[int, int], None]  # texts done, texts in all
Meanwhile = Callable[[Annotated | None], None]  # told what is known of some texts already
_HANDED: Final = 4  # batches that the engine takes before anybody waits for it


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """What a cache holds of some texts."""

    numbers: NDArray[np.int64]  # of the texts that it knows, ascending
    annotated: Annotated  # of these texts, in this order


class Cache(Protocol):
    """Annotations of earlier runs. It never fails: what it cannot find or keep is annotated again."""

    def find(self, texts: Sequence[str]) -> Known:
        """What is known of ``texts``."""
        ...

    def keep(self, texts: Sequence[str], annotated: Annotated) -> None:
        """Remember what the engine said of a batch of ``texts``."""
        ...

    def close(self) -> None:
        """Write what is still in memory."""
        ...


def annotate_all(
    texts: Sequence[str],
    annotator: Annotator,
    engine: Engine,
    *,
    cache: Cache | None = None,
    progress: Progress | None = None,
    meanwhile: Meanwhile | None = None,
    heed: Callable[[Annotated], None] | None = None,
) -> Annotated:
    """All ``texts`` as if one batch had held them; text_no counts over all of them.

    The result is the same with and without a cache, whatever it holds.

    Args:
        meanwhile: Called once while the engine gets ready, where anything is left for it to do.
        heed: Given each batch that the engine said something of, while it works on others.
    """
    known = cache.find(texts) if cache is not None else None
    parts: list[tuple[NDArray[np.int64], Annotated]] = []
    missing = np.arange(len(texts))
    if known is not None and len(known.numbers):
        parts.append((known.numbers, known.annotated))
        missing = np.delete(missing, known.numbers)
    if not len(missing):
        engine.end()
    done = len(texts) - len(missing)
    batches = list(_cut(missing))
    waiting = partial(meanwhile, parts[0][1] if parts else None) if meanwhile is not None else None
    for numbers, part in _annotate_missing(texts, batches, annotator, engine, cache=cache, meanwhile=waiting):
        parts.append((numbers, part))
        if heed is not None:
            heed(part)
        done += len(numbers)
        if progress is not None:
            progress(done, len(texts))
    return _joined(parts)


def _cut(numbers: NDArray[np.int64]) -> Iterator[NDArray[np.int64]]:
    """``numbers`` in batches: small ones first, then large ones, and small ones in the end."""
    most = BATCH // _FIRST
    while len(numbers):
        n = min(max(len(numbers) // _STEPS, BATCH), _LARGEST * BATCH, max(most, 1))
        yield numbers[:n]
        numbers, most = numbers[n:], most * 2


def _annotate_missing(
    texts: Sequence[str],
    batches: Sequence[NDArray[np.int64]],
    annotator: Annotator,
    engine: Engine,
    *,
    cache: Cache | None,
    meanwhile: Callable[[], None] | None,
) -> Iterator[tuple[NDArray[np.int64], Annotated]]:
    if not batches:
        return  # an engine that starts would load the analyser
    said = engine.run(annotator, _handed(texts, batches, meanwhile))
    for batch, part in zip(batches, said, strict=True):
        if cache is not None:
            cache.keep([texts[number] for number in batch], part)
        yield batch, part
    if cache is not None:
        cache.close()


def _handed(
    texts: Sequence[str], batches: Sequence[NDArray[np.int64]], meanwhile: Callable[[], None] | None
) -> Iterator[list[str]]:
    """The texts of each batch; ``meanwhile`` is called when the engine has enough of them to be busy."""
    for n_handed, batch in enumerate(batches, start=1):
        yield [texts[number] for number in batch]
        if meanwhile is not None and n_handed == min(_HANDED, len(batches)):
            meanwhile()


def _joined(parts: Sequence[tuple[NDArray[np.int64], Annotated]]) -> Annotated:
    """The parts in the order of the texts."""
    numbers = np.concatenate([numbers for numbers, _ in parts])
    clauses = [part.clauses.assign(**{schema.TEXT_NO: own[part.clauses[schema.TEXT_NO]]}) for own, part in parts]
    texts = pd.concat([part.texts for _, part in parts], ignore_index=True)
    every = pd.concat(clauses, ignore_index=True)
    if (np.diff(numbers) < 0).any():
        texts = texts.take(np.argsort(numbers)).reset_index(drop=True)
        every = every.take(np.argsort(every[schema.TEXT_NO], kind="stable")).reset_index(drop=True)
    return Annotated(texts, every, count_masks(texts[schema.MASKED]))
