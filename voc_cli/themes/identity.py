"""Themes of a run matched with those of earlier runs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Final

from voc_cli import schema
from voc_cli.known_themes import KnownTheme, KnownThemes, State, ThemeMatch, likeness, signature
from voc_cli.theme_edits import ThemeEdits
from voc_cli.themes.editing import Theme

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

_OF_CLAUSES: Final = (schema.FOUND_ID, schema.TEXT_NO, schema.PAIR)
_DECIMALS: Final = 3


def described(
    clauses: pd.DataFrame,
    which: NDArray[np.bool_],
    received: pd.Series[pd.Timestamp],
    themes: Mapping[str, Theme],
) -> list[KnownTheme]:
    """``describe`` of ``which`` of the clauses."""
    return describe(clauses.loc[which, list(_OF_CLAUSES)], received, themes)


def describe(clauses: pd.DataFrame, received: pd.Series[pd.Timestamp], themes: Mapping[str, Theme]) -> list[KnownTheme]:
    """What is worth remembering of the themes of one run as they were found, before a person's edits: by id.

    Args:
        clauses: One row a clause that counts, with found_id, pair and the row number of its record.
        received: When the records came, by row number.
        themes: As found, by id.
    """
    found = []
    told = clauses.loc[clauses[schema.FOUND_ID] != "", list(_OF_CLAUSES)]
    for identity, group in told.groupby(schema.FOUND_ID, sort=True):
        theme = themes[str(identity)]
        records = group[schema.TEXT_NO].unique()
        days = received.iloc[records]
        found.append(
            KnownTheme(
                theme_id=theme.theme_id,
                name=theme.name,
                stage=theme.stage,
                owner=theme.owner,
                is_seeded=theme.is_seeded,
                pairs=signature(Counter(group.loc[group[schema.PAIR] != "", schema.PAIR].tolist())),
                first_seen=_day(days.min()),
                last_seen=_day(days.max()),
                n_documents=len(records),
            )
        )
    return found


def match(seen: Iterable[KnownTheme], known: KnownThemes, edits: ThemeEdits | None = None) -> tuple[ThemeMatch, ...]:
    """What became of each theme: those of this run, by id, then those that the last run saw and this one did not, most
    records first.

    Args:
        known: Themes of earlier runs; one that the last of them did not see is back, or is not told of again.
        edits: What a person decided: a theme that is ignored, or merged into one that is here, is not missed.
    """
    edits, before = edits or ThemeEdits(), known.by_id()
    names = {entry.theme: entry.name for entry in edits.rename}
    matches = []
    for theme in seen:
        state, score = _became(theme, before.pop(theme.theme_id, None))
        matches.append(ThemeMatch(theme.theme_id, names.get(theme.theme_id, theme.name), state, score))
    shown = {edits.resolved(found.theme_id) for found in matches} | set(edits.ignore)
    missed = [old for old in before.values() if old.is_present and edits.resolved(old.theme_id) not in shown]
    missed.sort(key=lambda old: (-old.n_documents, old.theme_id))
    gone = [ThemeMatch(old.theme_id, names.get(old.theme_id, old.name), "gone", 0.0) for old in missed]
    return (*matches, *gone)


def _became(theme: KnownTheme, old: KnownTheme | None) -> tuple[State, float | None]:
    if old is None:
        return "new", 0.0
    return "kept" if old.is_present else "back", round(likeness(old.pairs, theme.pairs), _DECIMALS) or None


def _day(moment: object) -> str:
    import pandas as pd

    return moment.date().isoformat() if isinstance(moment, pd.Timestamp) else ""
