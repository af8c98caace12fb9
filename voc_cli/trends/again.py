"""How a theme was dealt with: who comes again with it (재접수), and how long a record stays open (처리시간)."""

from __future__ import annotations

import numpy as np
import pandas as pd

from voc_cli import schema


def n_again(documents: pd.DataFrame, members: pd.DataFrame, *, days: int) -> pd.Series[int]:
    """Records of each theme whose customer came with the same theme up to ``days`` days before, by theme_id.

    The same moment twice is one record exported twice, and no second visit. Without customers or dates the result
    is empty.

    Args:
        documents: customer and received_at, by row.
        members: schema.TEXT_NO (row of a record) and schema.THEME_ID, once for each theme of a record.
    """
    numbers = members[schema.TEXT_NO].to_numpy()
    visits = pd.DataFrame(
        {
            schema.THEME_ID: members[schema.THEME_ID].to_numpy(),
            schema.CUSTOMER: documents[schema.CUSTOMER].to_numpy()[numbers],
            schema.RECEIVED_AT: documents[schema.RECEIVED_AT].to_numpy()[numbers],
        }
    )
    known = visits[(visits[schema.CUSTOMER] != "") & visits[schema.RECEIVED_AT].notna()]
    ordered = known.drop_duplicates().sort_values(list(known.columns), kind="stable", ignore_index=True)
    visitor = ordered[[schema.THEME_ID, schema.CUSTOMER]]
    is_same = (visitor == visitor.shift()).all(axis=1)
    again = is_same & (ordered[schema.RECEIVED_AT].diff() <= pd.Timedelta(days=days))
    return again.groupby(ordered[schema.THEME_ID]).sum().astype(int)


def hours_to_close(documents: pd.DataFrame, members: pd.DataFrame) -> pd.Series[float]:
    """Median hours from received_at to closed_at of the closed records of each theme, by theme_id.

    Records that were closed before they came in are left out. Arguments as for n_again.
    """
    numbers = members[schema.TEXT_NO].to_numpy()
    spent = (documents[schema.CLOSED_AT] - documents[schema.RECEIVED_AT]).dt.total_seconds().to_numpy() / 3600
    hours = pd.Series(np.where(spent >= 0, spent, np.nan)[numbers])
    return hours.groupby(members[schema.THEME_ID].to_numpy()).median().dropna().round(1)
