"""Clauses that count with the complaint beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voc_cli import schema

if TYPE_CHECKING:
    import pandas as pd


def is_following(clauses: pd.DataFrame) -> pd.Series[bool]:
    """Which clauses are of a theme by no word of theirs, but as they go on with a complaint beside them.

    Args:
        clauses: Columns found_id, typical, pair.
    """
    by_no_word = (clauses[schema.TYPICAL] == 0) & (clauses[schema.PAIR] == "")
    return (clauses[schema.FOUND_ID] != "") & by_no_word
