"""What the columns of the tables are called: their own names, or Korean headings (``resources/headings.toml``)."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Final, Literal, cast

from voc_cli import resources, schema

if TYPE_CHECKING:
    import pandas as pd

Headers = Literal["en", "ko"]
HEADERS: Final[tuple[Headers, ...]] = ("en", "ko")
COLUMNS: Final = {
    "documents": schema.DOCUMENTS,
    "clauses": schema.WRITTEN_CLAUSES,
    "themes": (*schema.THEMES, *schema.THEME_FACTS),
    "rejected": schema.REJECTED,
    "changes": schema.CHANGES,
    "channels": schema.CHANNELS,
    "goals": schema.GOALS,
    "alerts": schema.ALERTS,
    **dict.fromkeys(("partners", "products", "staff"), schema.PRAISE_BLAME),
}


def korean(table: str, column: str) -> str:
    """The Korean heading of ``column`` in ``table``.

    Raises:
        KeyError: No table has such a column.
    """
    return _headings().get(table, {}).get(column) or _headings()["columns"][column]


def with_headings(frame: pd.DataFrame, table: str, headers: Headers) -> pd.DataFrame:
    """``frame`` under the headings asked for; columns that were carried from the export keep their own."""
    if headers == "en":
        return frame
    n_own = len(COLUMNS[table])
    own, carried = list(frame.columns[:n_own]), [str(name) for name in frame.columns[n_own:]]
    return frame.set_axis([*_told_apart([korean(table, name) for name in own], carried), *carried], axis=1)


def is_heading_of(table: str, column: str, found: str) -> bool:
    """Whether ``found`` heads ``column`` in a file that this program wrote."""
    return found == column or found in {korean(table, column), _ours(korean(table, column))}


def _told_apart(headings: Sequence[str], carried: Sequence[str]) -> list[str]:
    """``headings``, marked where the export has a column of the same name."""
    taken = set(carried)
    return [_ours(heading) if heading in taken else heading for heading in headings]


def _ours(heading: str) -> str:
    return f"{heading} (voc)"


@cache
def _headings() -> dict[str, dict[str, str]]:
    return cast("dict[str, dict[str, str]]", tomllib.loads(resources.read_text("headings.toml")))
