"""One row a clause, for the sheet or list in which a reader looks a figure up: complaints first, theme by theme."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from voc_cli import schema
from voc_cli.messages import text
from voc_cli.report.sections import one_line
from voc_cli.schema import Analysis, Intent, Sentiment, Signal, Stage

if TYPE_CHECKING:
    import pandas as pd

_BATCH: Final = 5_000
_EXPORTED: Final = {
    "date": schema.RECEIVED_AT,
    "product": schema.PRODUCT,
    "channel": schema.CHANNEL,
    "rating": schema.RATING,
    "copy_of": schema.DUPLICATE_OF,
}
_OF_CLAUSES: Final = (
    schema.TEXT_NO, schema.TEXT, schema.THEME, schema.THEME_ID, schema.STAGE, schema.OWNER, schema.SENTIMENT,
    schema.POLARITY, schema.INTENT, schema.SIGNALS, schema.EVIDENCE,
)  # fmt: skip
_CODES: Final = {"stage": Stage, "sentiment": Sentiment, "intent": Intent, "signal": Signal}


@dataclass(frozen=True, slots=True)
class Span:
    """Where the rows of a theme stand among the rows shown, counted from 0."""

    first: int
    n: int


@dataclass(frozen=True, slots=True)
class RowBatch:
    """Some rows, column by column; every list is as long as ``text``. Codes come as names in the report's language."""

    theme: list[str]  # "" where the clause is in none
    theme_id: list[str]
    stage: list[str]
    stage_code: list[str]
    owner: list[str]
    sentiment: list[str]
    sentiment_code: list[str]
    polarity: list[float]
    intent: list[str]
    signals: list[str]
    text: list[str]  # one line, masked
    evidence: list[str]
    doc_id: list[str]
    date: list[str]  # ISO, "" where unknown
    product: list[str]
    channel: list[str]
    rating: list[float | None]
    copy_of: list[str]  # doc_id of the record that this one repeats, or ""


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """The rows that fit under a limit, in reading order."""

    order: NDArray[np.int64]  # row numbers of the clauses
    spans: dict[str, Span]  # theme_id to its rows; copies and clauses that do not complain stand elsewhere
    n_total: int  # rows that there are

    @property
    def n(self) -> int:
        """Rows shown."""
        return len(self.order)


class Rows:
    """The clauses of one analysis as rows for a reader.

    Args:
        documents: schema.DOCUMENTS, one row a record.
        clauses: schema.CLAUSES with schema.TEXT_NO, the row number of the record.
        themes: Their order, theme_id.
        max_rows: How many rows a renderer may show; None leaves it to the renderer.
    """

    def __init__(
        self, documents: pd.DataFrame, clauses: pd.DataFrame, themes: list[str], *, max_rows: int | None = None
    ) -> None:
        self._documents = documents
        self._clauses = clauses
        self._themes = themes
        self._max_rows = max_rows
        self._shown: dict[int, Shown] = {}

    @classmethod
    def of(cls, analysis: Analysis, *, max_rows: int | None = None) -> Rows:
        """The rows of ``analysis``."""
        themes = analysis.themes[schema.THEME_ID].tolist()
        return cls(shown_of(analysis.documents), analysis.clauses[list(_OF_CLAUSES)], themes, max_rows=max_rows)

    def __len__(self) -> int:
        return len(self._clauses)

    def knows(self, column: str) -> bool:
        """Whether any record has a value in ``column`` of a batch that comes from the export: date, product ..."""
        values = self._documents[_EXPORTED[column]]
        return bool((values.notna() & (values.astype(object) != "")).any())

    def shown(self, *, default: int, most: int | None = None) -> Shown:
        """The rows to show where at most ``max_rows``, or ``default`` where nobody chose, may be shown.

        ``most`` is what the place can hold whatever was chosen.

        Complaints come first, theme by theme in the order of the report and the most negative on top, then those
        without a theme by stage, then neutral and positive clauses. Under a limit every theme keeps its first rows.
        """
        limit = default if self._max_rows is None else self._max_rows
        limit = limit if most is None else min(limit, most)
        if limit not in self._shown:
            self._shown[limit] = self._under(limit)
        return self._shown[limit]

    def _under(self, limit: int) -> Shown:
        groups = self._groups
        polarity = self._clauses[schema.POLARITY].to_numpy()
        order = np.lexsort((polarity, groups))
        if len(order) > limit:
            order = order[self._kept(groups[order], limit)]
        return Shown(order, self._spans(groups[order]), len(self))

    @cached_property
    def _groups(self) -> NDArray[np.int64]:
        """The place of each clause: its theme's, or behind all themes by sentiment and stage."""
        clauses = self._clauses
        themes = {identity: rank for rank, identity in enumerate(self._themes)}
        stages = {stage.value: rank for rank, stage in enumerate(Stage)}
        sentiments = {sentiment.value: rank for rank, sentiment in enumerate(Sentiment)}
        sentiment = clauses[schema.SENTIMENT].map(sentiments).to_numpy()
        behind = len(themes) + len(stages) * sentiment + clauses[schema.STAGE].map(stages).to_numpy()
        theme = clauses[schema.THEME_ID].map(themes).fillna(-1).to_numpy().astype(np.int64)
        originals = (self._documents[schema.DUPLICATE_OF] == "").to_numpy()[clauses[schema.TEXT_NO].to_numpy()]
        # A copy does not count for its theme, so it stands behind: the rows of a theme are as many as its report says.
        return np.where((theme >= 0) & originals, theme, behind).astype(np.int64)

    def _kept(self, groups: NDArray[np.int64], limit: int) -> NDArray[np.int64]:
        """Which of the ordered rows fit: complaints before all others, and of each group its first ones."""
        n_complaining = len(self._themes) + len(Stage)
        firsts = np.searchsorted(groups, groups, side="left")
        within = np.arange(len(groups)) - firsts
        ranked = np.lexsort((within, groups >= n_complaining))
        return np.sort(ranked[:limit])

    def _spans(self, groups: NDArray[np.int64]) -> dict[str, Span]:
        firsts = np.searchsorted(groups, np.arange(len(self._themes)), side="left").tolist()
        ends = np.searchsorted(groups, np.arange(len(self._themes)), side="right").tolist()
        return {
            identity: Span(first, end - first)
            for identity, first, end in zip(self._themes, firsts, ends, strict=True)
            if end > first
        }

    def batches(self, shown: Shown) -> Iterator[RowBatch]:
        """The rows of ``shown`` in order, some thousand at a time."""
        for first in range(0, shown.n, _BATCH):
            yield self._batch(shown.order[first : first + _BATCH])

    def _batch(self, numbers: NDArray[np.int64]) -> RowBatch:
        clauses = self._clauses.iloc[numbers]
        documents = self._documents.iloc[clauses[schema.TEXT_NO].to_numpy()]
        stage, sentiment, intent, signal = (_names(kind, codes) for kind, codes in _CODES.items())
        stages, sentiments = clauses[schema.STAGE].tolist(), clauses[schema.SENTIMENT].tolist()
        ratings, is_rated = documents[schema.RATING].tolist(), documents[schema.RATING].notna().tolist()
        return RowBatch(
            theme=clauses[schema.THEME].tolist(),
            theme_id=clauses[schema.THEME_ID].tolist(),
            stage=[stage[code] for code in stages],
            stage_code=stages,
            owner=clauses[schema.OWNER].tolist(),
            sentiment=[sentiment[code] for code in sentiments],
            sentiment_code=sentiments,
            polarity=clauses[schema.POLARITY].tolist(),
            intent=[intent[code] for code in clauses[schema.INTENT].tolist()],
            signals=[_joined(cell, signal) for cell in clauses[schema.SIGNALS].tolist()],
            text=_lines(clauses[schema.TEXT]),
            evidence=_lines(clauses[schema.EVIDENCE]),
            doc_id=_lines(documents[schema.DOC_ID]),
            date=_days(documents[schema.RECEIVED_AT]),
            product=_lines(documents[schema.PRODUCT]),
            channel=_lines(documents[schema.CHANNEL]),
            rating=[rating if known else None for rating, known in zip(ratings, is_rated, strict=True)],
            copy_of=_lines(documents[schema.DUPLICATE_OF]),
        )


def shown_of(documents: pd.DataFrame) -> pd.DataFrame:
    """What rows show of records, and no more."""
    return documents[[schema.DOC_ID, *_EXPORTED.values()]]


def _lines(cells: pd.Series[str]) -> list[str]:
    return [one_line(said) for said in cells.tolist()]


def _names(kind: str, codes: type[StrEnum]) -> dict[str, str]:
    return {code.value: text(f"report.{kind}_{code}") for code in codes}


def _joined(cell: str, names: Mapping[str, str]) -> str:
    return ", ".join(names[code] for code in cell.split(schema.SEPARATOR)) if cell else ""


def _days(moments: pd.Series[pd.Timestamp]) -> list[str]:
    days: list[str] = np.datetime_as_string(moments.to_numpy().astype("datetime64[D]")).tolist()
    return ["" if day == "NaT" else day for day in days]
