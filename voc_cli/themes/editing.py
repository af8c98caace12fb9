"""What a person decided, applied to what a run found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha1
from typing import Self

from voc_cli.theme_edits import ThemeEdits


def theme_id(stage: str, key: str) -> str:
    """A short id that is the same on every machine and in every run."""
    return "T" + sha1(f"{stage}/{key}".encode()).hexdigest()[:7]


@dataclass(frozen=True, slots=True)
class Theme:
    """Identity and name of a theme; the id depends on what the theme is, never on the data of one run."""

    theme_id: str
    name: str
    stage: str
    owner: str
    is_seeded: bool = False  # from an aspect of the taxonomy
    is_pinned: bool = False  # a person wants to see it first

    def renamed(self, name: str) -> Self:
        """The same theme under another name."""
        return replace(self, name=name)


@dataclass(frozen=True, slots=True, eq=False)
class Edited:
    """Theme of each complaint after the edits, and the themes that are left."""

    ids: list[str]
    themes: dict[str, Theme]
    n_ignored: int  # complaints whose theme is ignored


def apply_edits(ids: Sequence[str], texts: Sequence[str], themes: dict[str, Theme], edits: ThemeEdits) -> Edited:
    """Split, merge, ignore, rename and pin, in this order.

    Ignored is what a theme was found with and what is merged into it; where it is merged itself, the target stays.

    Args:
        ids: Theme of each complaint, "" for none.
        texts: The complaints; a split takes those that hold one of its words, spaces left aside.
        themes: By id; edits of themes that this run did not find do nothing.
    """
    moved, left = _split(list(ids), texts, dict(themes), edits)
    into = {theme: edits.resolved(theme) for theme in edits.into if theme not in edits.ignore}
    for identity, target in into.items():
        if identity in left and target not in left:
            left[target] = replace(left[identity], theme_id=target)
    moved = [into.get(identity, identity) for identity in moved]
    ignored = set(edits.ignore)
    n_ignored = sum(identity in ignored for identity in moved)
    moved = ["" if identity in ignored else identity for identity in moved]
    left = {identity: theme for identity, theme in left.items() if identity not in ignored and identity not in into}
    names = {rename.theme: rename.name for rename in edits.rename}
    pinned = {edits.resolved(theme) for theme in edits.pin}
    return Edited(
        moved,
        {
            identity: replace(theme, name=names.get(identity, theme.name), is_pinned=identity in pinned)
            for identity, theme in left.items()
        },
        n_ignored,
    )


def _split(
    ids: list[str], texts: Sequence[str], themes: dict[str, Theme], edits: ThemeEdits
) -> tuple[list[str], dict[str, Theme]]:
    for split in edits.split:
        if split.theme not in themes:
            continue
        words = ["".join(word.split()) for word in split.words]
        rows = [
            row
            for row, identity in enumerate(ids)
            if identity == split.theme and any(word in "".join(texts[row].split()) for word in words)
        ]
        if rows:
            themes[split.id] = replace(themes[split.theme], theme_id=split.id, name=split.name, is_seeded=False)
        for row in rows:
            ids[row] = split.id
    return ids, themes
