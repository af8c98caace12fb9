"""What the commands of ``voc themes`` decide on: the result of an earlier run and what was decided before."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click
from pydantic import ValidationError

from voc_cli.cli.streams import note
from voc_cli.cli.theme_doubts import say_doubtful_decisions
from voc_cli.cli.theme_files import Result, edits_path, read_result
from voc_cli.cli.theme_preview import Found, preview
from voc_cli.errors import ExitCode, UsageError
from voc_cli.messages import text
from voc_cli.theme_edits import LONGEST, ThemeEdits, load_edits, noted_names, refusal
from voc_cli.theme_text import edits_text, read_comments

if TYPE_CHECKING:
    from voc_cli.config import Settings

_N_NEAR: Final = 3


@dataclass(eq=False)
class Deciding:
    """One command at work."""

    path: Path  # of the decisions
    result: Result
    found: Found
    edits: ThemeEdits  # as they stand in the file, but themes by their ids

    @classmethod
    def on(cls, folder: Path, settings: Settings) -> Deciding:
        """Read the result in ``folder`` and the decisions.

        Raises:
            ConfigError: The decisions cannot be understood.
            InputError: The folder holds no result, or what it holds is damaged.
        """
        path, result = edits_path(settings), read_result(folder)
        written = load_edits(path)
        found = Found.of(result, written)
        say_doubtful_decisions(written, found.names, found.absent_names)
        return cls(path, result, found, written.by_ids({**found.names, **found.absent_names}))

    @cached_property
    def shown(self) -> dict[str, str]:
        """Name of each theme as the next report will show it, by id."""
        return {identity: theme.name for identity, theme in self.found.after(self.edits).themes.items()}

    def names(self, edits: ThemeEdits) -> dict[str, str]:
        """Name of each theme that may stand in the file, by id."""
        own = {split.id: split.name for split in edits.split} | {entry.theme: entry.name for entry in edits.rename}
        earlier = {**self.found.absent_names, **noted_names(self.path), **self.found.names, **self.result.names()}
        return {**earlier, **own}

    def identity(self, theme: str) -> str:
        """The id of the theme that is named by its id or its whole name; also of what was merged or left out.

        Raises:
            UsageError: There is none, or two have the name.
        """
        decided = {identity: name for identity, name in self.names(self.edits).items() if identity in self._decided}
        tables: list[Mapping[str, str]] = [self.shown, self.result.names(), self.found.names, decided]
        if any(theme in table for table in (*tables, self._decided)):
            return theme
        for table in tables:
            found = [identity for identity, name in table.items() if name == theme]
            if len(found) == 1:
                return found[0]
        near = get_close_matches(theme, [*self.shown.values(), *self.shown], n=_N_NEAR, cutoff=0.4)
        raise UsageError(theme, text("themes.unknown"), mend=text("themes.unknown_mend", near=", ".join(near) or "-"))

    @cached_property
    def _decided(self) -> frozenset[str]:
        """Ids that a decision names."""
        edits = self.edits
        merged = (theme for entry in edits.merge for theme in (entry.into, *entry.themes))
        split = (theme for entry in edits.split for theme in (entry.theme, entry.id))
        renamed = (entry.theme for entry in edits.rename)
        return frozenset((*merged, *split, *renamed, *edits.pin, *edits.ignore))

    def refuse_taken(self, name: str, identity: str) -> None:
        """See that no theme but ``identity`` is called ``name``, in the next report or by a decision.

        Raises:
            UsageError: One is.
        """
        decided = {entry.theme: entry.name for entry in self.edits.rename}
        decided = {split.id: split.name for split in self.edits.split} | decided
        if any(other == name for key, other in (*self.shown.items(), *decided.items()) if key != identity):
            raise UsageError(name, text("themes.name_taken"), mend=text("themes.name_taken_mend"))

    def named(self, identity: str) -> str:
        """Id and name, for who reads a sentence."""
        name = self.names(self.edits).get(identity, "")
        return f"{identity} {name}" if name else identity

    def taken_back(self, chosen: Iterable[str], decided: Iterable[str]) -> set[str]:
        """The ids of ``chosen``, each of which is among ``decided``.

        Raises:
            UsageError: One is not.
        """
        known = set(decided)
        ids = {theme: self.identity(theme) for theme in chosen}
        for theme, identity in ids.items():
            if identity not in known:
                raise UsageError(theme, text("themes.not_decided"), mend=text("themes.not_decided_mend"))
        return set(ids.values())

    def keep(self, *, yes: bool, **changes: Any) -> int:
        """Show what would move, and write the file once the person agrees.

        Raises:
            ConfigError: What is decided contradicts what was.
        """
        from voc_cli.io.write import write_text

        try:
            changed = ThemeEdits(**{**{key: getattr(self.edits, key) for key in ThemeEdits.model_fields}, **changes})
        except ValidationError as error:
            raise refusal(error, self.path) from error
        for line in preview(self.found, self.edits, changed):
            note(line)
        if not yes and not (sys.stdin.isatty() and click.confirm(text("themes.confirm", path=self.path), err=True)):
            note(text("themes.not_written"))
            return ExitCode.DONE
        written = self.path.read_text(encoding="utf-8-sig") if self.path.is_file() else ""
        write_text(edits_text(changed, self.names(changed), read_comments(written, self.edits)), self.path)
        note(text("themes.written", path=self.path))
        return ExitCode.DONE


def worded(value: str) -> str:
    """A name or a word on one line.

    Raises:
        UsageError: It is empty or too long.
    """
    said = " ".join(value.split())
    if not 0 < len(said) <= LONGEST:
        raise UsageError(said or "''", text("themes.no_words"), mend=text("themes.no_words_mend", n=LONGEST))
    return said
