from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import cast

import pandas as pd
import pytest

from voc_cli import schema, scoring
from voc_cli.annotate import Annotated, Annotator
from voc_cli.engine import Batch as Texts
from voc_cli.scoring import INTENSITY, NO_TEXT, SCORES, Batch, Intensity, annotate_rows, intensities, score_table

POLARITY = {"최악": -0.95, "늦다": -0.5, "그냥": 0.0, "괜찮다": 0.5, "최고": 0.95}
ANNOTATOR = cast(Annotator, None)  # the engine of these tests asks nobody


def annotated(texts: Sequence[str]) -> Annotated:
    """Texts of one word, scored by the table above and masked by a star."""
    values = [POLARITY[text] for text in texts]
    table = pd.DataFrame(
        {
            schema.TEXT: [text + "*" for text in texts],
            schema.POLARITY: values,
            schema.SENTIMENT: ["negative" if v < 0 else "positive" if v > 0 else "neutral" for v in values],
            schema.INTENT: ["complaint" if v < 0 else "other" for v in values],
            schema.STAGES: ["outbound;service" if v < 0 else "" for v in values],
            schema.SIGNALS: [""] * len(values),
        }
    )
    return Annotated(table, pd.DataFrame(), Counter())


class Recorder:
    """An engine that remembers the batches it was given."""

    def __init__(self) -> None:
        self.batches: list[list[str]] = []

    def begin(self) -> None:
        """There is nothing to get ready."""

    def end(self) -> None:
        """Nor anything to let go of."""

    def run(self, annotator: Annotator, batches: Iterable[Texts]) -> Iterator[Annotated]:
        """One result a batch, the next batch asked for before the last one is handed out."""
        del annotator
        waiting: list[list[str]] = []
        for batch in batches:
            self.batches.append(list(batch))
            waiting.append(list(batch))
            if len(waiting) > 1:
                yield annotated(waiting.pop(0))
        yield from map(annotated, waiting)


def scored(texts: Sequence[str], engine: Recorder | None = None) -> pd.DataFrame:
    batches = annotate_rows(texts, annotator=ANNOTATOR, engine=engine or Recorder())
    return pd.concat(map(score_table, batches), ignore_index=True)


def test_each_row_gets_its_scores_in_order_and_a_row_without_text_none() -> None:
    table = scored(["최고", "", "늦다", "최고"])
    assert list(table.columns) == [schema.TEXT, *SCORES]
    assert table.to_numpy().tolist() == [
        ["최고*", "0.95", "positive", "very_positive", "other", "", ""],
        [""] * 7,
        ["늦다*", "-0.5", "negative", "negative", "complaint", "outbound;service", ""],
        ["최고*", "0.95", "positive", "very_positive", "other", "", ""],
    ]


def test_a_text_is_annotated_once_a_batch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scoring, "BATCH", 3)
    engine = Recorder()
    texts = ["최고", "최고", "늦다", "최고", "", "최고", "그냥"]
    assert scored(texts, engine)[schema.TEXT].tolist() == [text and text + "*" for text in texts]
    assert engine.batches == [["최고", "늦다"], ["최고"], ["그냥"]]


def test_a_batch_without_any_text_keeps_its_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scoring, "BATCH", 2)
    assert scored(["", "", "최고"])[schema.POLARITY].tolist() == ["", "", "0.95"]


def test_no_rows_give_no_batch() -> None:
    assert list(annotate_rows([], annotator=ANNOTATOR, engine=Recorder())) == []


def test_progress_counts_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scoring, "BATCH", 2)
    told: list[tuple[int, int]] = []
    batches = annotate_rows(
        ["최고", "", "늦다"], annotator=ANNOTATOR, engine=Recorder(), progress=lambda done, n: told.append((done, n))
    )
    assert len(list(batches)) == 2
    assert told == [(2, 3), (3, 3)]


def test_the_numbers_of_a_batch_name_its_distinct_texts() -> None:
    batch = next(annotate_rows(["늦다", "", "최고", "늦다"], annotator=ANNOTATOR, engine=Recorder()))
    assert batch.numbers.tolist() == [0, NO_TEXT, 1, 0]


def test_intensity_has_five_steps_and_never_contradicts_the_sentiment() -> None:
    table = annotated(list(POLARITY)).texts
    assert intensities(table[schema.POLARITY], table[schema.SENTIMENT]) == [step.value for step in Intensity]


def test_a_neutral_text_has_no_strength() -> None:
    assert intensities(pd.Series([0.99]), pd.Series(["neutral"])) == ["neutral"]


def test_zero_is_written_without_a_sign() -> None:
    batch = next(annotate_rows(["그냥"], annotator=ANNOTATOR, engine=Recorder()))
    batch.annotated.texts[schema.POLARITY] = [-0.0]
    table = score_table(Batch(batch.numbers, batch.annotated))
    assert table[[schema.POLARITY, INTENSITY]].to_numpy().tolist() == [["0.0", "neutral"]]
