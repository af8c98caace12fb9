"""Records that say the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voc_cli import schema

if TYPE_CHECKING:
    import pandas as pd


def shared_texts(documents: pd.DataFrame) -> pd.Series[str]:
    """The doc_id of the first record that said what each record says, its own where it copies none; by row.

    Args:
        documents: schema.DOC_ID and schema.DUPLICATE_OF. The first record may lie outside.
    """
    first: pd.Series[str] = documents[schema.DUPLICATE_OF]
    return first.where(first != "", documents[schema.DOC_ID])
