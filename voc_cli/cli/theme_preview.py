"""What a decision about themes would move in the result of an earlier run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from voc_cli import schema
from voc_cli.cli.theme_files import FOLLOWS, Result, read_known
from voc_cli.known_themes import KnownThemes
from voc_cli.messages import text
from voc_cli.theme_edits import ThemeEdits
from voc_cli.themes.editing import Edited, Theme, apply_edits, themes_of_aspects
from voc_cli.themes.following import follow, leaders
from voc_cli.valuechain.taxonomy import load_taxonomy


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """The clauses of a result and its themes, as they were before any decision."""

    ids: list[str]
    now: list[str]  # ids as the result shows them
    texts: list[str]
    records: list[str]
    leads: list[int]  # row of the complaint that each goes on with, see themes.following.leaders
    themes: dict[str, Theme]  # by id; found in this result
    absent: dict[str, Theme]  # found by earlier runs, or of aspects that this one did not find

    @classmethod
    def of(cls, result: Result, edits: ThemeEdits) -> Found:
        """Read it from ``result``.

        Args:
            edits: Tell what was split off in a result that does not tell itself what was found.
        Raises:
            InputError: The memory of themes beside it is damaged.
        """
        names = (schema.FOUND_ID, schema.THEME_ID, schema.TEXT, schema.DOC_ID)
        ids, now, texts, records = (result.clauses[name].tolist() for name in names)
        shown = {
            row["theme_id"]: Theme(row["theme_id"], row["name"], row["stage"], row["owner"])
            for row in result.themes.to_dict("records")
        }
        known = (read_known(result.folder) or KnownThemes()).by_id()
        earlier = {key: Theme(key, theme.name, theme.stage, theme.owner) for key, theme in known.items()}
        own = {**themes_of_aspects(load_taxonomy()), **earlier}
        ids = _joined(ids, own, edits)
        themes, held = {**shown, **own}, set(ids)
        absent = {key: theme for key, theme in themes.items() if key not in held}
        leads = leaders(ids, records, result.clauses[FOLLOWS].tolist())
        return cls(ids, now, texts, records, leads, {key: themes[key] for key in sorted(held) if key in themes}, absent)

    @property
    def names(self) -> dict[str, str]:
        """Name of each theme that was found, by id."""
        return {identity: theme.name for identity, theme in self.themes.items()}

    @property
    def absent_names(self) -> dict[str, str]:
        """Name of each further theme that a decision may name, by id."""
        return {identity: theme.name for identity, theme in self.absent.items()}

    def after(self, edits: ThemeEdits) -> Edited:
        """What ``edits`` make of it."""
        edited = apply_edits(self.ids, self.texts, self.themes, edits, absent=self.absent)
        return replace(edited, ids=follow(edited.ids, self.texts, self.leads, edits))

    def n_records(self, ids: Sequence[str]) -> dict[str, int]:
        """Records of each theme, where each clause has the theme of ``ids``."""
        held: dict[str, set[str]] = {}
        for identity, record in zip(ids, self.records, strict=True):
            held.setdefault(identity, set()).add(record)
        return {identity: len(records) for identity, records in held.items() if identity}


def _joined(ids: list[str], own: Mapping[str, Theme], edits: ThemeEdits) -> list[str]:
    """``ids`` with the theme that each was split off, for those that no run finds on its own."""
    by_name = {theme.name: identity for identity, theme in own.items()}
    parents = {s.id: by_name.get(s.theme, s.theme) for s in edits.split if s.id not in own}

    def root(identity: str) -> str:
        while identity in parents:
            identity = parents[identity]
        return identity

    roots = {identity: root(identity) for identity in set(ids)}
    return [roots[identity] for identity in ids]


def preview(found: Found, edits: ThemeEdits, changed: ThemeEdits) -> list[str]:
    """A line for each theme that has other records or another name by ``changed`` than by ``edits``."""
    old, new = found.after(edits), found.after(changed)
    before, after = found.n_records(old.ids), found.n_records(new.ids)
    names, named = _names(found, old, edits), _names(found, new, changed)
    lines = []
    for theme in sorted({*before, *after, *_renamed(edits), *_renamed(changed)}):
        counts = before.get(theme, 0), after.get(theme, 0)
        is_left = theme in old.themes and theme not in new.themes
        was, now = names.get(theme), names.get(theme) if is_left else named.get(theme)
        if counts[0] != counts[1] or (was and now and was != now):
            lines.append(_line(theme, was or now or theme, now or was or theme, *counts))
    pending = [text("themes.preview_pending")] if lines and old.ids != found.now else []
    return [*lines, *pending] or [text("themes.preview_none")]


def _line(theme: str, was: str, now: str, before: int, after: int) -> str:
    """What becomes of one theme."""
    if was == now:
        return text("themes.preview_line", theme=theme, name=now, before=before, after=after)
    if before == after:
        return text("themes.preview_renamed", theme=theme, old=was, name=now, n=after)
    return text("themes.preview_renamed_moved", theme=theme, old=was, name=now, before=before, after=after)


def _renamed(edits: ThemeEdits) -> dict[str, str]:
    """The name that a person gave each theme, by id."""
    return {entry.theme: entry.name for entry in edits.rename}


def _names(found: Found, edited: Edited, edits: ThemeEdits) -> dict[str, str]:
    """The name of each theme by ``edits``, whether this result has it or not."""
    own = {key: theme.name for key, theme in edited.themes.items()}
    return {**found.absent_names, **found.names, **_renamed(edits), **own}
