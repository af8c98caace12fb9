"""Decisions about themes that may not do what a person meant, as notes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Final

from voc_cli.cli.streams import note
from voc_cli.messages import text
from voc_cli.theme_edits import ThemeEdits

_N_NEAR: Final = 3


def say_doubtful_decisions(edits: ThemeEdits, found: Mapping[str, str], absent: Mapping[str, str]) -> None:
    """Note what in ``edits`` has no effect, or another one than it seems to.

    Args:
        edits: As they stand in the file.
        found: Name of each theme that the run found, by id, before any decision.
        absent: The same of themes that other runs found or may find.
    """
    if not edits:
        return
    names = {**absent, **found}
    meant = edits.by_ids({**found, **absent})
    for written, split in zip(edits.split, meant.split, strict=True):
        if written.id != split.id:
            note(text("themes.split_id_taken", id=written.id, name=names[written.id], split=split.name, new=split.id))
    known = {*names, *(split.id for split in meant.split)}
    titles = sorted({*names.values(), *(split.name for split in meant.split)})
    for table, theme in dict.fromkeys(_mentions(meant)):
        if theme not in known:
            near = get_close_matches(theme, titles, n=_N_NEAR, cutoff=0.4)
            note(text("themes.unknown_decision", table=table, theme=theme) + nearly(near))
    for rename in meant.rename:
        target = meant.resolved(rename.theme)
        if target != rename.theme:
            note(text("themes.idle_rename", theme=rename.theme, name=rename.name, into=target))
    for name in _doubled(meant, found):
        note(text("themes.name_twice", name=name))


def nearly(names: Sequence[str]) -> str:
    """What may have been meant, to stand behind a remark; "" where nothing is near."""
    return " " + text("themes.perhaps", near=", ".join(names)) if names else ""


def _mentions(edits: ThemeEdits) -> Iterator[tuple[str, str]]:
    """Where each theme is named, and how."""
    for rename in edits.rename:
        yield "[[rename]]", rename.theme
    for merge in edits.merge:
        yield from (("[[merge]]", theme) for theme in (merge.into, *merge.themes))
    for split in edits.split:
        yield "[[split]]", split.theme
    yield from (("pin", theme) for theme in edits.pin)
    yield from (("ignore", theme) for theme in edits.ignore)


def _doubled(edits: ThemeEdits, found: Mapping[str, str]) -> list[str]:
    """Names that a person gave and that more than one theme of a report would have."""
    names = {**found, **{split.id: split.name for split in edits.split}}
    names |= {rename.theme: rename.name for rename in edits.rename if rename.theme in names}
    left = {key: name for key, name in names.items() if edits.resolved(key) == key and key not in edits.ignore}
    given = {*(split.name for split in edits.split), *(rename.name for rename in edits.rename)}
    return sorted(name for name, n in Counter(left.values()).items() if n > 1 and name in given)
