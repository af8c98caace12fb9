"""Small tables of clauses for the tests of themes."""

from __future__ import annotations

import pandas as pd

from voc_cli import schema
from voc_cli.schema import Sentiment, Stage


def clause(
    text_no: int,
    lemmas: str = "배송/N 늦/V",
    *,
    text: str = "배송이 늦어요",
    aspect: str = "배송 속도",
    stage: Stage = Stage.OUTBOUND,
    sentiment: Sentiment = Sentiment.NEGATIVE,
    polarity: float = -0.5,
    theme_id: str = "",
) -> dict[str, object]:
    """One row of clauses."""
    return {
        **dict.fromkeys(schema.ANNOTATED_CLAUSES, ""),
        schema.TEXT_NO: text_no,
        schema.CLAUSE_NO: 1,
        schema.TEXT: text,
        schema.LEMMAS: lemmas,
        schema.ASPECT: aspect,
        schema.STAGE: stage.value,
        schema.OWNER: "물류팀" if aspect else "",
        schema.SENTIMENT: sentiment,
        schema.POLARITY: polarity,
        schema.THEME_ID: theme_id,
    }


def clauses(*rows: dict[str, object]) -> pd.DataFrame:
    """The table of the rows."""
    return pd.DataFrame(list(rows), columns=[*schema.ANNOTATED_CLAUSES, schema.THEME_ID])


def unexplained(text_no: int, lemmas: str, **values: object) -> dict[str, object]:
    """A complaint that no aspect explains."""
    return {**clause(text_no, lemmas, aspect="", stage=Stage.NONE), **values}
