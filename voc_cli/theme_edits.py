"""What a person decided about themes: a small file, plain enough to edit by hand and to keep in git."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Final, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import PydanticCustomError

from voc_cli.actions import Action, Goal
from voc_cli.errors import ConfigError
from voc_cli.messages import text
from voc_cli.refusals import first_refused, rule_broken

FILE_NAME: Final = "themes.toml"
_NOTED: Final = re.compile(r'"(T[0-9a-f]{7})",?[ \t]*#[ \t]*(.*\S)')
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
    def _no_circles(self) -> Self:
        into = self.into
        for start in into:
            seen, theme = {start}, into[start]
            while theme in into:
                if theme in seen:
                    raise PydanticCustomError("circle", "merge goes round in circles: {theme}", {"theme": theme})
                seen.add(theme)
                theme = into[theme]
            if theme in seen:
                raise PydanticCustomError("circle", "merge goes round in circles: {theme}", {"theme": theme})
        return self

    @property
    def into(self) -> dict[str, str]:
        """Theme to the theme that it is merged into."""
        return {theme: merge.into for merge in self.merge for theme in merge.themes}

    def resolved(self, theme: str) -> str:
        """The theme that ``theme`` ends up in."""
        into = self.into
        while theme in into:
            theme = into[theme]
        return theme

    def __bool__(self) -> bool:
        return any((self.rename, self.merge, self.split, self.pin, self.ignore))


def load_edits(path: Path) -> ThemeEdits:
    """The edits in ``path``; none where the file is missing.

    Raises:
        ConfigError: No TOML, an unknown key, or a merge that goes round in circles.
    """
    try:
        return ThemeEdits(**tomllib.loads(path.read_text(encoding="utf-8-sig")))
    except FileNotFoundError:
        return ThemeEdits()
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(path, text("themes.not_toml", error=error), mend=text("themes.not_toml_mend")) from error
    except OSError as error:
        raise ConfigError(
            path, text("themes.unreadable", why=error.strerror), mend=text("themes.unreadable_mend")
        ) from error
    except ValidationError as error:
        first = first_refused(error)
        where = ".".join(str(part) for part in first["loc"])
        what = text("themes.bad_entry", where=where or "-", why=rule_broken(first))
        raise ConfigError(path, what, mend=text("themes.bad_entry_mend", known=_near(first["loc"]))) from error


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


def edits_text(edits: ThemeEdits, names: dict[str, str]) -> str:
    """The file's text: sections and entries in one fixed order, so that a change is a small difference in git.

    Args:
        names: Name of each theme, written beside its id as a comment.
    """
    parts = [text("themes.file_head")]
    lists = [(key, sorted(getattr(edits, key))) for key in ("pin", "ignore")]
    parts += [_list(key, ids, names) for key, ids in lists if ids]
    for key, order in _TABLES.items():
        entries: Iterable[Any] = sorted(getattr(edits, key), key=lambda entry, order=order: _order(entry, order))  # type: ignore[misc]
        parts += [_table(key, entry, names) for entry in entries]
    return "\n".join(parts)


_ENTRIES: Final[dict[str, type[BaseModel]]] = {
    "rename": Rename,
    "merge": Merge,
    "split": Split,
    "actions": Action,
    "goals": Goal,
}
_TABLES: Final = {
    "rename": ("theme",),
    "merge": ("into", "themes"),
    "split": ("theme", "id"),
    "actions": ("date", "theme", "what"),
    "goals": ("since", "theme", "text"),
}


def _order(entry: BaseModel, fields: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(str(getattr(entry, field)) for field in fields)


def _list(key: str, ids: list[str], names: dict[str, str]) -> str:
    lines = "".join(f"    {_value(theme)},{_comment(theme, names)}\n" for theme in ids)
    return f"{key} = [\n{lines}]\n"


def _table(key: str, entry: BaseModel, names: dict[str, str]) -> str:
    lines = [f"[[{key}]]"]
    for field, value in entry.model_dump(mode="json", exclude_defaults=True).items():
        comment = _comment(value, names) if field in ("theme", "into") else ""
        is_date = field in ("date", "since", "until")
        lines.append(f"{field} = {value if is_date else _value(value)}{comment}")
    return "\n".join(lines) + "\n"


def _value(value: object) -> str:
    # A JSON string, number or list of strings is one of TOML too, but for the delete character.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _comment(theme: object, names: dict[str, str]) -> str:
    # TOML allows no control characters in a comment.
    name = "".join(letter for letter in " ".join(names.get(str(theme), "").split()) if letter.isprintable())
    return f"  # {name}" if name else ""
