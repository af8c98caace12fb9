"""The tables of one analysis as they leave the program: schema columns only, several values in one cell joined."""

from __future__ import annotations

from dataclasses import astuple
from typing import TYPE_CHECKING, Final

from voc_cli import schema
from voc_cli.schema import Analysis

if TYPE_CHECKING:
    import pandas as pd

PRAISE_BLAME: Final = ("partners", "products", "staff")
NAMES: Final = schema.TABLES
# Tables that are empty where nothing could be compared, with their columns.
_SIDE_TABLES: Final = {
    "changes": schema.CHANGES,
    "channels": schema.CHANNELS,
    "goals": schema.GOALS,
    "alerts": schema.ALERTS,
}
_LISTS: Final = (schema.KEYWORDS, schema.QUOTES)
_JOINED: Final = (schema.STAGES, schema.THEME_IDS, schema.SIGNALS, schema.EVIDENCE, schema.PARTNER)


def table(analysis: Analysis, name: str) -> pd.DataFrame:
    """The table ``name`` with one text a cell, for CSV."""
    frame = _columns(analysis, name)
    joined = {
        column: [_join(cell) for cell in frame[column]]
        for column in _LISTS
        if column in frame.columns and name in ("themes", *PRAISE_BLAME)
    }
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
    import pandas as pd

    if name in _SIDE_TABLES:
        side = _side_table(analysis, name)
        return pd.DataFrame(columns=list(_SIDE_TABLES[name])) if side is None else side
    frame: pd.DataFrame = getattr(analysis, name)
    return frame[list(schema.WRITTEN_CLAUSES)] if name == "clauses" else frame


def _side_table(analysis: Analysis, name: str) -> pd.DataFrame | None:
    import pandas as pd

    if name == "alerts":
        return pd.DataFrame(map(astuple, analysis.alerts), columns=list(schema.ALERTS)) if analysis.alerts else None
    if name == "goals":
        return analysis.goals
    comparison = analysis.comparison
    return None if comparison is None else comparison.changes if name == "changes" else comparison.channels


def _join(values: list[str]) -> str:
    # The separator inside a value would make two of it.
    return schema.SEPARATOR.join(value.replace(schema.SEPARATOR, ",") for value in values)
