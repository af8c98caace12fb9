"""What a person decided, applied to what a run found."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha1
from types import MappingProxyType
from typing import Protocol, Self

from voc_cli.theme_edits import ThemeEdits, is_id
from voc_cli.themes.names import distinct


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


class Topic(Protocol):
    """What an aspect of the taxonomy tells its theme."""

    @property
    def name(self) -> str: ...
    @property
    def stage(self) -> str: ...
    @property
    def owner(self) -> str: ...
    @property
    def complaint_name(self) -> str: ...


def themes_of_aspects(aspects: Iterable[Topic]) -> dict[str, Theme]:
    """The theme that each aspect may give, by id."""
    themes = {}
    for aspect in aspects:
        if aspect.complaint_name:
            identity = theme_id(aspect.stage, aspect.name)
            themes[identity] = Theme(identity, aspect.complaint_name, aspect.stage, aspect.owner, is_seeded=True)
    return themes


@dataclass(frozen=True, slots=True, eq=False)
class Edited:
    """Theme of each complaint after the edits, and the themes that are left."""

    ids: list[str]
    themes: dict[str, Theme]
    n_ignored: int  # complaints whose theme is ignored


def apply_edits(
    ids: Sequence[str],
    texts: Sequence[str],
    themes: Mapping[str, Theme],
    edits: ThemeEdits,
    *,
    absent: Mapping[str, Theme] = MappingProxyType({}),
) -> Edited:
    """Split, merge, ignore, rename and pin, in this order.

    Ignored is what a theme was found with and what is merged into it; where it is merged itself, the target stays.

    Args:
        ids: Theme of each complaint, "" for none.
        texts: The complaints; a split takes those that hold one of its words, spaces left aside.
        themes: By id; edits of themes that this run did not find do nothing.
        absent: Further themes that an edit may name: what is merged into one of them has its name and stage.
    Raises:
        ConfigError: Two edits contradict each other, one by the id and one by the name of a theme.
    """
    absent = {identity: theme for identity, theme in absent.items() if identity not in themes}
    edits = edits.by_ids({identity: theme.name for identity, theme in (*themes.items(), *absent.items())})
    moved, left = _split(list(ids), texts, dict(themes), edits)
    into = {theme: edits.resolved(theme) for theme in edits.into if theme not in edits.ignore}
    may_be = {*left, *absent, *(split.id for split in edits.split)}
    # A name that nobody knows is a slip of the pen: no theme is made of it.
    into = {theme: target for theme, target in into.items() if target in may_be or is_id(target)}
    for identity, target in into.items():
        if identity in left and target not in left:
            left[target] = _absent(target, left[identity], {**absent, **themes}, edits)
    moved = [into.get(identity, identity) for identity in moved]
    ignored = set(edits.ignore)
    n_ignored = sum(identity in ignored for identity in moved)
    moved = ["" if identity in ignored else identity for identity in moved]
    left = {identity: theme for identity, theme in left.items() if identity not in ignored and identity not in into}
    names = {rename.theme: rename.name for rename in edits.rename}
    pinned = {edits.resolved(theme) for theme in edits.pin}
    left = {
        identity: replace(theme, name=names.get(identity, theme.name), is_pinned=identity in pinned)
        for identity, theme in left.items()
    }
    return Edited(moved, _told_apart(left, {*names, *(split.id for split in edits.split)}), n_ignored)


def _absent(identity: str, source: Theme, known: Mapping[str, Theme], edits: ThemeEdits) -> Theme:
    """A theme that this run did not find, but that complaints of ``source`` are merged into."""
    if identity in known:
        return known[identity]
    split = next((split for split in edits.split if split.id == identity), None)
    if split is None:
        return replace(source, theme_id=identity)
    return replace(known.get(split.theme, source), theme_id=identity, name=split.name, is_seeded=False)


def _told_apart(themes: dict[str, Theme], chosen: Collection[str]) -> dict[str, Theme]:
    """The themes with no two names alike: those whose names a person has ``chosen`` keep them."""
    ranked = sorted(themes.values(), key=lambda theme: (theme.theme_id not in chosen, theme.theme_id))
    names = distinct([(theme.theme_id, theme.name, ()) for theme in ranked])
    return {identity: theme.renamed(names[identity]) for identity, theme in themes.items()}


def _split(
    ids: list[str], texts: Sequence[str], themes: dict[str, Theme], edits: ThemeEdits
) -> tuple[list[str], dict[str, Theme]]:
    for split in edits.splits:
        if split.theme not in themes:
            continue
        rows = [
            row
            for row, identity in enumerate(ids)
            if identity == split.theme and any(holds(texts[row], word) for word in split.words)
        ]
        if rows:
            themes[split.id] = replace(themes[split.theme], theme_id=split.id, name=split.name, is_seeded=False)
        for row in rows:
            ids[row] = split.id
    return ids, themes


def holds(said: str, word: str) -> bool:
    """Whether a complaint holds a word of a split, spaces left aside."""
    return "".join(word.split()) in "".join(said.split())
