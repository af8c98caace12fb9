"""What goes on with a complaint ("확인 부탁드립니다") goes with it to the theme that a person split off."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from voc_cli import schema
from voc_cli.beside import is_following
from voc_cli.schema import Unthemed
from voc_cli.theme_edits import ThemeEdits
from voc_cli.themes.editing import holds

if TYPE_CHECKING:
    from voc_cli.known_themes import Coverage
    from voc_cli.themes.discover import Discovery

NONE: Final = -1


def leaders(found: Sequence[str], records: Sequence[Hashable], follows: Sequence[bool]) -> list[int]:
    """Row of the complaint that each clause goes on with, NONE for those that follow none.

    That is the one of the same theme before it in its record, or else behind it.

    Args:
        found: Theme of each clause before a person's edits, "" for none; clauses of a record stand together.
        records: That each is of.
        follows: As ``is_following`` tells it.
    """
    leads = [NONE] * len(found)
    rows = range(len(found))
    for way in (rows, reversed(rows)):
        last: dict[str, int] = {}
        record: Hashable = None
        for row in way:
            if records[row] != record:
                record, last = records[row], {}
            if not follows[row]:
                last[found[row]] = row
            elif leads[row] == NONE:
                leads[row] = last.get(found[row], NONE)
    return leads


def follow(ids: Sequence[str], texts: Sequence[str], leads: Sequence[int], edits: ThemeEdits) -> list[str]:
    """Theme of each clause after the edits, where it goes on with another: that of the other.

    Args:
        ids: As ``apply_edits`` gives them.
        texts: The clauses; one that holds a word of a split itself goes where that says.
        leads: As ``leaders`` gives them.
    """
    words = [word for split in edits.split for word in split.words]
    moved = list(ids)
    for row, lead in enumerate(leads) if words else ():
        if lead != NONE and ids[lead] != ids[row] and not any(holds(texts[row], word) for word in words):
            moved[row] = ids[lead]
    return moved


def followed(found: Discovery, edits: ThemeEdits | None) -> Discovery:
    """``found`` with what goes on with a complaint of a split in the theme of that complaint."""
    if not edits or not edits.split:
        return found
    clauses = found.clauses
    follows = is_following(clauses).tolist()
    leads = leaders(clauses[schema.FOUND_ID].tolist(), clauses[schema.TEXT_NO].tolist(), follows)
    before = clauses[schema.THEME_ID].tolist()
    after = follow(before, clauses[schema.TEXT].tolist(), leads, edits)
    moved = [row for row, (old, new) in enumerate(zip(before, after, strict=True)) if old != new]
    if not moved:
        return found
    names, why = clauses[schema.THEME].tolist(), clauses[schema.UNTHEMED].tolist()
    for row in moved:
        names[row] = found.themes[after[row]].name if after[row] else ""
        why[row] = "" if after[row] else Unthemed.IGNORED.value
    filled = clauses.assign(**{schema.THEME_ID: after, schema.THEME: names, schema.UNTHEMED: why})
    return replace(found, clauses=filled, coverage=_covered(found.coverage, before, after))


def _covered(coverage: Coverage, before: Sequence[str], after: Sequence[str]) -> Coverage:
    """``coverage`` with those that came out of an ignored theme, or into one."""
    n_more = Counter(map(bool, after))[True] - Counter(map(bool, before))[True]
    return replace(coverage, n_themed=coverage.n_themed + n_more, n_ignored=coverage.n_ignored - n_more)
