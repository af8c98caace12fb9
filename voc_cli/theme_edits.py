"""What a person decided about themes: a small file, plain enough to edit by hand and to keep in git."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from difflib import get_close_matches
from hashlib import sha1
from pathlib import Path
from typing import Annotated, Any, Final, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from voc_cli.actions import Action, Goal
from voc_cli.errors import ConfigError
from voc_cli.messages import text
from voc_cli.refusals import first_refused, rule_broken
from voc_cli.theme_conflicts import CONTRADICTION, refuse_contradictions

FILE_NAME: Final = "themes.toml"
_NOTED: Final = re.compile(r'"(T[0-9a-f]{7})",?[ \t]*#[ \t]*(.*\S)')
_PLACE: Final = re.compile(r"at line (\d+), column (\d+)")
STRING_OR_COMMENT: Final = re.compile(r'"(?:[^"\\]|\\.)*"|\'[^\']*\'|#.*')
_DIGITS: Final = 7  # hexadecimal ones of an id
_IS_ID: Final = re.compile(f"T[0-9a-f]{{{_DIGITS}}}")
LONGEST: Final = 200  # characters of a name or a word
Words = Annotated[str, Field(min_length=1, max_length=LONGEST)]


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Rename(_Entry):
    """A theme has another name in reports."""

    theme: Words
    name: Words


class Merge(_Entry):
    """The complaints of ``themes`` belong to ``into``."""

    into: Words
    themes: Annotated[tuple[Words, ...], Field(min_length=1)]


class Split(_Entry):
    """Complaints of ``theme`` that hold one of ``words`` are a theme of their own."""

    theme: Words
    name: Words
    words: Annotated[tuple[Words, ...], Field(min_length=1)]
    id: Words

    @model_validator(mode="before")
    @classmethod
    def _with_an_id(cls, entry: object) -> object:
        """Who writes by hand need not make one up: it follows from the theme and the name."""
        if isinstance(entry, Mapping) and "id" not in entry:
            theme, name = entry.get("theme"), entry.get("name")
            if isinstance(theme, str) and isinstance(name, str):
                return {**entry, "id": split_id(theme, name)}
        return entry


class ThemeEdits(BaseModel):
    """The whole file; entries name themes by their ids."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    rename: tuple[Rename, ...] = ()
    merge: tuple[Merge, ...] = ()
    split: tuple[Split, ...] = ()
    pin: tuple[Words, ...] = ()
    ignore: tuple[Words, ...] = ()
    actions: tuple[Action, ...] = ()
    goals: tuple[Goal, ...] = ()

    @model_validator(mode="after")
    def _no_contradiction(self) -> Self:
        refuse_contradictions(self)
        return self

    @property
    def into(self) -> dict[str, str]:
        """Theme to the theme that it is merged into."""
        return {theme: merge.into for merge in self.merge for theme in merge.themes}

    def resolved(self, theme: str) -> str:
        """The theme that ``theme`` ends up in: an ignored one goes nowhere, whatever it is merged into."""
        into, ignored = self.into, set(self.ignore)
        while theme in into and theme not in ignored:
            theme = into[theme]
        return theme

    @property
    def splits(self) -> tuple[Split, ...]:
        """As they are written, but what is split once more before what is split off it."""
        by_id, placed = {split.id: split for split in self.split}, dict[str, Split]()

        def place(split: Split) -> None:
            if split.theme in by_id and split.theme not in placed:
                place(by_id[split.theme])
            placed.setdefault(split.id, split)

        for split in self.split:
            place(split)
        return tuple(placed.values())

    def by_ids(self, names: Mapping[str, str]) -> ThemeEdits:
        """The same, with an id wherever a person wrote the name of a theme, and none of these ids given to a split.

        Args:
            names: Name of each theme by its id, before these edits; of two with one name the first is meant.

        Raises:
            ConfigError: Two entries turn out to contradict each other.
        """
        splits = [_with_own_id(split, names) for split in self.split]
        meant = {name: identity for identity, name in reversed(list(names.items()))}
        meant |= {split.name: split.id for split in splits}
        ids = {*names, *(split.id for split in splits)}

        def identity(theme: str) -> str:
            return theme if theme in ids else meant.get(theme, theme)

        rename = tuple(Rename(theme=identity(entry.theme), name=entry.name) for entry in self.rename)
        # A report shows the new name, so that it is what a person means by it from then on.
        meant |= {entry.name: entry.theme for entry in rename if entry.theme in ids}
        changed: dict[str, Any] = {
            "rename": rename,
            "merge": tuple(Merge(into=identity(m.into), themes=tuple(map(identity, m.themes))) for m in self.merge),
            "split": tuple(split.model_copy(update={"theme": identity(split.theme)}) for split in splits),
            "pin": tuple(map(identity, self.pin)),
            "ignore": tuple(map(identity, self.ignore)),
        }
        try:
            return ThemeEdits(**{**changed, "actions": self.actions, "goals": self.goals})
        except ValidationError as error:
            raise refusal(error, FILE_NAME) from error

    def __bool__(self) -> bool:
        return any((self.rename, self.merge, self.split, self.pin, self.ignore))


def is_id(theme: str) -> bool:
    """Whether a person means a theme by its id, and not by its name."""
    return _IS_ID.fullmatch(theme) is not None


def split_id(theme: str, name: str) -> str:
    """Id of what is split off ``theme`` and called ``name``."""
    return "T" + sha1(f"{theme}/{name}".encode()).hexdigest()[:_DIGITS]


def _with_own_id(split: Split, names: Mapping[str, str]) -> Split:
    """``split``; with another id, where another theme has the one that it was given."""
    return split.model_copy(update={"id": split_id(split.theme, split.name)}) if split.id in names else split


def load_edits(path: Path) -> ThemeEdits:
    """The edits in ``path``; none where the file is missing.

    Raises:
        ConfigError: No TOML, an unknown key, or two entries that contradict each other.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return ThemeEdits()
    except OSError as error:
        raise ConfigError(
            path, text("themes.unreadable", why=error.strerror), mend=text("themes.unreadable_mend")
        ) from error
    try:
        written = data.decode("utf-8-sig")
        return ThemeEdits(**tomllib.loads(written))
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ConfigError(path, text("themes.not_utf8", line=line), mend=text("themes.not_utf8_mend")) from error
    except tomllib.TOMLDecodeError as error:
        what = text("themes.not_toml", error=_toml_place(error, written))
        raise ConfigError(path, what, mend=text("themes.not_toml_mend")) from error
    except ValidationError as error:
        raise refusal(error, path) from error


def _toml_place(error: tomllib.TOMLDecodeError, written: str) -> str:
    """Where the file stops being TOML; what is never closed is seen only at its end, so that its beginning is told."""
    place = _PLACE.search(str(error))
    if place is not None:
        return text("themes.toml_place", line=place[1], column=place[2])
    opened = _last_opened(written)
    return text("themes.toml_unclosed", line=opened) if opened else text("themes.toml_end")


def _last_opened(written: str) -> int:
    """Line of the last list that is not closed; 0 where none is."""
    opened: list[int] = []
    for number, line in enumerate(written.splitlines(), start=1):
        for sign in STRING_OR_COMMENT.sub("", line):
            if sign == "[":
                opened.append(number)
            elif sign == "]" and opened:
                opened.pop()
    return opened[-1] if opened else 0


def refusal(error: ValidationError, path: Path | str) -> ConfigError:
    """What is wrong in the file, and how to mend it."""
    first = first_refused(error)
    if first["type"] == CONTRADICTION:
        return ConfigError(path, first["ctx"]["what"], mend=first["ctx"]["mend"])
    what = text("themes.bad_entry", where=_place(first["loc"]) or "-", why=rule_broken(first))
    return ConfigError(path, what, mend=text("themes.bad_entry_mend", known=_near(first["loc"])))


def _place(loc: tuple[int | str, ...]) -> str:
    """Where in the file, as a person counts: "[[merge]] 2 themes"."""
    parts = [str(part + 1) if isinstance(part, int) else part for part in loc]
    return " ".join([f"[[{parts[0]}]]", *parts[1:]]) if len(loc) > 1 and loc[0] in _ENTRIES else " ".join(parts)


def _near(place: tuple[int | str, ...]) -> str:
    """The key that was meant at ``place``, or all that may stand there."""
    table: type[BaseModel] = _ENTRIES.get(str(place[0]), ThemeEdits) if len(place) > 1 else ThemeEdits
    names = list(table.model_fields)
    return ", ".join(get_close_matches(str(place[-1]), names, n=1) if place else names) or ", ".join(names)


def noted_names(path: Path) -> dict[str, str]:
    """Names that stand beside ids in the file as comments: what is ignored has its name nowhere else.

    Empty where the file cannot be read.
    """
    try:
        return dict(_NOTED.findall(path.read_text(encoding="utf-8-sig")))
    except (OSError, UnicodeDecodeError):
        return {}


_ENTRIES: Final[dict[str, type[BaseModel]]] = {
    "rename": Rename,
    "merge": Merge,
    "split": Split,
    "actions": Action,
    "goals": Goal,
}
