"""How well the sentiment agrees with labels that somebody gave by hand."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from voc_cli import schema
from voc_cli.schema import Sentiment
from voc_cli.scoring import NO_TEXT, Batch

if TYPE_CHECKING:
    import pandas as pd

TRUTH: Final = "label"
PREDICTED: Final = "predicted"
MISSES: Final = (
    schema.SOURCE_FILE,
    schema.SOURCE_ROW,
    TRUTH,
    PREDICTED,
    schema.POLARITY,
    schema.TEXT,
    schema.EVIDENCE,
)
_TWO: Final = (Sentiment.NEGATIVE, Sentiment.POSITIVE)
_THREE: Final = (Sentiment.NEGATIVE, Sentiment.NEUTRAL, Sentiment.POSITIVE)
_CONFIDENCE: Final = 0.95


@dataclass(frozen=True, slots=True)
class ClassScore:
    """How well one sentiment was met; None where the share is of nothing."""

    sentiment: Sentiment
    n: int  # rows with this label
    precision: float | None
    recall: float | None
    f1: float | None


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Agreement with the labels, on ``n`` rows."""

    n: int
    accuracy: float
    interval: tuple[float, float]  # 95% of the accuracy (Wilson, 1927)
    balanced_accuracy: float  # mean recall of the sentiments that were labelled
    classes: tuple[ClassScore, ...]
    confusion: tuple[tuple[int, ...], ...]  # row: label, column: prediction, both in the order of ``classes``
    has_neutral: bool  # False: nobody labelled neutral, so the sign of the polarity decides


def judge(batches: Iterable[Batch]) -> pd.DataFrame:
    """schema.TEXT (masked), POLARITY, SENTIMENT and EVIDENCE, one row a row; every row has a text."""
    import pandas as pd

    return pd.concat([_judged(batch) for batch in batches], ignore_index=True)


def predict(judged: pd.DataFrame, *, has_neutral: bool) -> pd.Series[str]:
    """The sentiment of each row; without neutral labels it is positive where the polarity is above zero."""
    if has_neutral:
        return judged[schema.SENTIMENT]
    return (judged[schema.POLARITY] > 0).map({True: Sentiment.POSITIVE.value, False: Sentiment.NEGATIVE.value})


def evaluate(truth: Sequence[Sentiment], judged: pd.DataFrame) -> Evaluation:
    """Measure ``judged`` against the labels ``truth``, row by row; at least one row."""
    from sklearn.metrics import confusion_matrix, precision_recall_fscore_support

    has_neutral = Sentiment.NEUTRAL in truth
    classes = _THREE if has_neutral else _TWO
    labels = [sentiment.value for sentiment in truth]
    predicted = predict(judged, has_neutral=has_neutral).tolist()
    names = [sentiment.value for sentiment in classes]
    confusion = confusion_matrix(labels, predicted, labels=names)
    precision, recall, f1, n = precision_recall_fscore_support(labels, predicted, labels=names, zero_division=np.nan)
    n_right = int(np.trace(confusion))
    return Evaluation(
        n=len(labels),
        accuracy=n_right / len(labels),
        interval=_interval(n_right, len(labels)),
        balanced_accuracy=float(np.nanmean(recall)),
        classes=tuple(
            ClassScore(sentiment, int(count), *map(_share, shares))
            for sentiment, count, *shares in zip(classes, n, precision, recall, f1, strict=True)
        ),
        confusion=tuple(tuple(map(int, row)) for row in confusion),
        has_neutral=has_neutral,
    )


def find_misses(truth: Sequence[Sentiment], judged: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    """MISSES: the rows whose prediction is not their label, the surest of them first.

    Args:
        truth: Labels, one a row.
        judged: As ``judge`` gives it.
        sources: schema.SOURCE_FILE and SOURCE_ROW of each row.
    """
    import pandas as pd

    predicted = predict(judged, has_neutral=Sentiment.NEUTRAL in truth)
    labels = pd.Series([sentiment.value for sentiment in truth])
    table = pd.concat([sources.reset_index(drop=True), judged], axis=1).assign(**{TRUTH: labels, PREDICTED: predicted})
    polarity = table[schema.POLARITY]
    # How far the polarity lies on the wrong side of what was labelled.
    wrong = polarity.abs().mask(labels == Sentiment.POSITIVE, -polarity).mask(labels == Sentiment.NEGATIVE, polarity)
    order = wrong[labels != predicted].sort_values(ascending=False, kind="stable").index
    return table.loc[order, list(MISSES)].reset_index(drop=True)


def _judged(batch: Batch) -> pd.DataFrame:
    if (batch.numbers == NO_TEXT).any():
        raise ValueError("a row without text cannot be judged")
    texts, clauses = batch.annotated.texts, batch.annotated.clauses
    words: list[dict[str, None]] = [{} for _ in range(len(texts))]
    for number, evidence in zip(clauses[schema.TEXT_NO].tolist(), clauses[schema.EVIDENCE].tolist(), strict=True):
        words[number].update(dict.fromkeys(filter(None, evidence.split(schema.SEPARATOR))))
    table = texts[[schema.TEXT, schema.POLARITY, schema.SENTIMENT]].assign(
        **{schema.EVIDENCE: [schema.SEPARATOR.join(found) for found in words]}
    )
    return table.take(batch.numbers)


def _interval(n_right: int, n: int) -> tuple[float, float]:
    from scipy.stats import binomtest

    found = binomtest(n_right, n).proportion_ci(_CONFIDENCE, method="wilson")
    return float(found.low), float(found.high)


def _share(value: Any) -> float | None:
    return None if math.isnan(value) else float(value)
