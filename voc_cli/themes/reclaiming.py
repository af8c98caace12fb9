"""Themes of the last run that this one would miss though customers say the same as then.

What else an export speaks of moves a complaint from one theme to another, and a small theme may lose all it had. A
theme is gone where nobody tells its troubles any more: so what is told in the pairs that it is remembered by stays in
it, as far as these were its own rather than another theme's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from voc_cli.known_themes import KnownTheme, KnownThemes
from voc_cli.themes.complaints import Complaints
from voc_cli.themes.editing import Theme
from voc_cli.themes.pairs import Pair


def reclaim(
    ids: list[str],
    told: Complaints,
    pairs: Sequence[Pair | None],
    known: KnownThemes,
    could_be: Mapping[str, Theme],
) -> frozenset[str]:
    """Give themes that were there in the last run, and that no complaint has now, those of their remembered pairs.

    Args:
        ids: Theme of each complaint, "" for none; those that are reclaimed are changed.
        pairs: What each complaint is remembered by.
        known: Themes of earlier runs.
        could_be: The themes that there may be, by id.

    Returns:
        The ids of the themes that were missed.
    """
    there = set(ids)
    missing = {theme.theme_id for theme in known.themes if theme.is_present} - there
    if not missing:
        return frozenset()
    owners = _owners(known)
    found = set()
    for row, (pair, natural) in enumerate(zip(pairs, told.pairs, strict=True)):
        if told.leans[row]:
            continue
        keys = (one.key for one in (pair, natural) if one is not None and one.tells)
        owner = next((owners[key] for key in keys if key in owners), "")
        if owner in missing and owner in could_be:
            ids[row] = owner
            found.add(owner)
    return frozenset(found)


def _owners(known: KnownThemes) -> dict[str, str]:
    """The theme whose records told each pair most often."""
    most: dict[str, tuple[float, KnownTheme]] = {}
    for theme in known.themes:
        for key, share in theme.pairs:
            n = share * theme.n_documents
            if key not in most or n > most[key][0]:
                most[key] = n, theme
    return {key: theme.theme_id for key, (_, theme) in most.items()}
