"""The tables of one analysis as they leave the program: schema columns only, several values in one cell joined."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import astuple
from typing import Final

import pandas as pd

from voc_cli import schema
from voc_cli.schema import Analysis

NAMES: Final = schema.TABLES
# Tables that are empty where nothing could be compared, with their columns.
_SIDE_TABLES: Final[dict[str, tuple[Callable[[Analysis], pd.DataFrame | None], tuple[str, ...]]]] = {
    "changes": (lambda analysis: analysis.comparison and analysis.comparison.changes, schema.CHANGES),
    "channels": (lambda analysis: analysis.comparison and analysis.comparison.channels, schema.CHANNELS),
    "goals": (lambda analysis: analysis.goals, schema.GOALS),
    "alerts": (
        lambda analysis: pd.DataFrame(map(astuple, analysis.alerts), columns=list(schema.ALERTS)),
        schema.ALERTS,
    ),
}
_LISTS: Final = (schema.KEYWORDS, schema.QUOTES)
_JOINED: Final = (schema.STAGES, schema.THEME_IDS, schema.SIGNALS, schema.EVIDENCE)


def table(analysis: Analysis, name: str) -> pd.DataFrame:
    """The table ``name`` with one text a cell, for CSV."""
    frame = _columns(analysis, name)
    if name != "themes":
        return frame
    joined = {column: [_join(cell) for cell in frame[column]] for column in _LISTS}
    return frame.assign(**joined)


def records(analysis: Analysis, name: str) -> list[dict[str, object]]:
    """The table ``name`` as one mapping a row, several values as lists, for JSON."""
    frame = _columns(analysis, name)
    split = {
        column: [cell.split(schema.SEPARATOR) if cell else [] for cell in frame[column]]
        for column in _JOINED
        if column in frame.columns
    }
    return [{str(key): value for key, value in row.items()} for row in frame.assign(**split).to_dict("records")]


def _columns(analysis: Analysis, name: str) -> pd.DataFrame:
    if name in _SIDE_TABLES:
        found, columns = _SIDE_TABLES[name]
        side = found(analysis)
        return pd.DataFrame(columns=list(columns)) if side is None else side
    frame: pd.DataFrame = getattr(analysis, name)
    return frame[list(schema.CLAUSES)] if name == "clauses" else frame


def _join(values: list[str]) -> str:
    # The separator inside a value would make two of it.
    return schema.SEPARATOR.join(value.replace(schema.SEPARATOR, ",") for value in values)
