"""Rows of text to their sentiment, intent, stages and signals: the first half of the road, in batches as they come."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from voc_cli import schema
from voc_cli.annotate import Annotated, Annotator
from voc_cli.engine import Engine
from voc_cli.engine.cached import BATCH, Progress
from voc_cli.hinted import with_hints
from voc_cli.schema import Sentiment
from voc_cli.valuechain.hints import Hint

if TYPE_CHECKING:
    import pandas as pd

INTENSITY: Final = "intensity"
SCORES: Final = (schema.POLARITY, schema.SENTIMENT, INTENSITY, schema.INTENT, schema.STAGES, schema.SIGNALS)
NO_TEXT: Final = -1  # in place of a text's number
STRONG: Final = 0.8  # absolute polarity from which a text is very positive or very negative


class Intensity(StrEnum):
    """The five steps of polarity, worst first."""

    VERY_NEGATIVE = "very_negative"
    NEGATIVE = "negative"
    NEUTRAL = "neutral"
    POSITIVE = "positive"
    VERY_POSITIVE = "very_positive"


_STRONGER: Final = {
    Sentiment.NEGATIVE.value: Intensity.VERY_NEGATIVE.value,
    Sentiment.POSITIVE.value: Intensity.VERY_POSITIVE.value,
}


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """Some rows, one after the other, each distinct text of them annotated once."""

    numbers: NDArray[np.int64]  # of the text of each row in ``annotated``, or NO_TEXT
    annotated: Annotated


def annotate_rows(
    texts: Sequence[str], *, annotator: Annotator, engine: Engine, progress: Progress | None = None
) -> Iterator[Batch]:
    """The batches that ``texts`` make, in order; an empty text is not annotated."""
    batches = (texts[first : first + BATCH] for first in range(0, len(texts), BATCH))
    return annotate_batches(batches, len(texts), annotator=annotator, engine=engine, progress=progress)


def annotate_batches(
    batches: Iterable[Sequence[str]],
    n_rows: int | None,
    *,
    annotator: Annotator,
    engine: Engine,
    progress: Progress | None = None,
) -> Iterator[Batch]:
    """As ``annotate_rows``, of batches that may still be on their way; behind an empty one nothing is held back.

    Args:
        n_rows: In all batches; None where nobody knows, and no progress is told.
    """
    waiting: deque[NDArray[np.int64]] = deque()

    def distinct() -> Iterator[Sequence[str]]:
        for texts in batches:
            numbers, found = _distinct(texts)
            waiting.append(numbers)
            yield found

    done = 0
    for annotated in engine.run(annotator, distinct()):
        numbers = waiting.popleft()
        yield Batch(numbers, annotated)
        done += len(numbers)
        if progress is not None and n_rows is not None:
            progress(done, n_rows)


def as_hinted(batch: Batch, hints: Sequence[Hint | None], annotator: Annotator) -> Batch:
    """``batch`` with each row brought to what its channel and product say of its stage (valuechain.hints)."""
    annotated, numbers = with_hints(batch.annotated, batch.numbers, hints, annotator)
    return Batch(numbers, annotated)


def score_table(batch: Batch) -> pd.DataFrame:
    """schema.TEXT (masked) and SCORES as text, one row a row of the batch; "" where there was no text."""
    import pandas as pd

    texts = batch.annotated.texts
    columns: dict[str, list[str]] = {name: texts[name].tolist() for name in (schema.TEXT, *SCORES) if name in texts}
    # Zero has no sign here, although a rounded -0.00001 keeps one.
    columns[schema.POLARITY] = [repr(value + 0.0) for value in texts[schema.POLARITY].tolist()]
    columns[INTENSITY] = intensities(texts[schema.POLARITY], texts[schema.SENTIMENT])
    # NO_TEXT takes the last row, which is empty.
    table = pd.DataFrame({name: [*columns[name], ""] for name in (schema.TEXT, *SCORES)}, dtype="object")
    return table.take(batch.numbers).reset_index(drop=True)


def intensities(polarity: pd.Series[Any], sentiment: pd.Series[Any]) -> list[str]:
    """The step of each text: its sentiment, and very much so where the polarity is STRONG."""
    strong = (polarity.abs() >= STRONG).tolist()
    return [
        _STRONGER.get(label, label) if is_strong else str(label)
        for label, is_strong in zip(sentiment.tolist(), strong, strict=True)
    ]


def _distinct(texts: Sequence[str]) -> tuple[NDArray[np.int64], list[str]]:
    """The number of each row's text, and the distinct texts in order of first sight."""
    distinct: dict[str, int] = {}
    numbers = [distinct.setdefault(text, len(distinct)) if text else NO_TEXT for text in texts]
    return np.array(numbers, dtype=np.int64), list(distinct)
