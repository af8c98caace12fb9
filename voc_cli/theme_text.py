"""The text of the file of decisions about themes: written in one order, with the comments that a person wrote."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from pydantic import BaseModel

from voc_cli.messages import in_every_language, text
from voc_cli.theme_edits import STRING_OR_COMMENT, ThemeEdits

Lines = tuple[str, ...]
Place = tuple[str, str]  # table or list, and what the entry in it is known by; "" for the list itself
_TABLE: Final = re.compile(r"\s*\[\[\s*(\w+)\s*\]\]")
_LIST: Final = re.compile(r"\s*(pin|ignore)\s*=")
_NAMED: Final = re.compile(r"\s*(?:theme|into)\s*=")
_STRING: Final = "\0"  # stands for any string; no TOML holds it
_LONG_STRINGS: Final = ('"""', "'''")


@dataclass(frozen=True, slots=True)
class Comments:
    """Whole lines, without what stands before the mark."""

    head: Lines = ()  # of the file
    above: dict[Place, Lines] = field(default_factory=dict)  # the entry that follows
    tail: Lines = ()  # below the last entry


def read_comments(written: str, edits: ThemeEdits) -> Comments:
    """What a person wrote beside the entries; names of themes that stand behind ids are not among it.

    A comment inside an entry, or behind one of its lines, counts as standing above it.

    Args:
        written: Text of the file that gave ``edits``.
        edits: In the order of the file.
    """
    ours = {line for head in in_every_language("themes.file_head") for line in head.splitlines()}
    head, *rest = re.split(r"\n[ \t]*(?:\n|$)", written.lstrip("\ufeff\n"), maxsplit=1)
    lines = head.splitlines()
    has_head = all(line.lstrip().startswith("#") for line in lines)
    body = (rest[0] if rest else "") if has_head else written
    if any(mark in written for mark in _LONG_STRINGS):
        body = ""  # what looks like a comment may stand in a string
    above: dict[Place, list[str]] = {}
    waiting: list[str] = []
    reader = _Reader(edits)
    for line in body.splitlines():
        parts = STRING_OR_COMMENT.findall(line)
        comment = parts[-1] if parts and parts[-1].startswith("#") else ""
        code = STRING_OR_COMMENT.sub(lambda part: "" if part[0].startswith("#") else _STRING, line)
        place = reader.place(code) if code.strip() else None
        if comment and comment.strip() not in ours and not (place and reader.is_named(code)):
            waiting.append(comment.strip())
        if place:
            above.setdefault(place, []).extend(waiting)
            waiting = []
    return Comments(
        head=tuple(line.strip() for line in lines if line.strip() not in ours) if has_head else (),
        above={place: tuple(lines) for place, lines in above.items() if lines},
        tail=tuple(waiting),
    )


@dataclass(slots=True)
class _Reader:
    """Tells which entry each line of the file belongs to."""

    edits: ThemeEdits
    seen: Counter[str] = field(default_factory=Counter)  # entries of each table or list so far
    now: Place = ("", "")
    listing: str = ""  # the list that the line is inside of

    def place(self, code: str) -> Place:
        """The entry that ``code``, the next line without its strings, belongs to."""
        if (table := _TABLE.match(code)) is not None:
            self.listing, entry = "", getattr(self.edits, table[1])[self.seen[table[1]]]
            self.seen[table[1]] += 1
            self.now = table[1], _key(table[1], entry)
        elif (begun := _LIST.match(code)) is not None:
            self.listing, self.now = begun[1], (begun[1], "")
            self.seen[begun[1]] += code.count(_STRING)
        elif self.listing and _STRING in code:
            self.now = self.listing, getattr(self.edits, self.listing)[self.seen[self.listing]]
            self.seen[self.listing] += code.count(_STRING)
        return self.now

    def is_named(self, code: str) -> bool:
        """Whether the name of a theme stands behind the line."""
        return bool(self.listing and self.now[1]) or _NAMED.match(code) is not None


def _key(table: str, entry: Any) -> str:
    """What an entry is known by, whatever else of it changes."""
    names = {"rename": "theme", "merge": "into", "split": "id"}
    return str(getattr(entry, names[table])) if table in names else repr(entry)


def edits_text(edits: ThemeEdits, names: Mapping[str, str], comments: Comments | None = None) -> str:
    """The file's text: sections and entries in one fixed order, so that a change is a small difference in git.

    Args:
        names: Name of each theme, written beside its id as a comment.
        comments: What a person wrote beside the entries of an earlier text, as ``read_comments`` gives it.
    """
    comments = comments or Comments()
    above = dict(comments.above)
    parts = [text("themes.file_head") + _lines(comments.head)]
    lists = [(key, sorted(getattr(edits, key))) for key in ("pin", "ignore")]
    parts += [_list(key, ids, names, above) for key, ids in lists if ids]
    for key, order in _TABLES.items():
        # Of two splits of one theme the one above takes first.
        listed: Iterable[Any] = edits.splits if key == "split" else getattr(edits, key)
        entries = sorted(listed, key=lambda entry, order=order: _order(entry, order))  # type: ignore[misc]
        # Two entries of one key had their comments read as one.
        parts += [_lines(above.pop((key, _key(key, entry)), ())) + _table(key, entry, names) for entry in entries]
    parts += [_lines(comments.tail)] if comments.tail else []
    return "\n".join(parts)


_TABLES: Final = {
    "rename": ("theme",),
    "merge": ("into", "themes"),
    "split": (),
    "actions": ("date", "theme", "what"),
    "goals": ("since", "theme", "text"),
}


def _order(entry: BaseModel, fields: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(str(getattr(entry, field)) for field in fields)


def _list(key: str, ids: Sequence[str], names: Mapping[str, str], above: Mapping[Place, Lines]) -> str:
    lines = "".join(
        _lines(above.get((key, theme), ()), "    ") + f"    {_value(theme)},{_comment(theme, names)}\n" for theme in ids
    )
    return _lines(above.get((key, ""), ())) + f"{key} = [\n{lines}]\n"


def _lines(lines: Lines, indent: str = "") -> str:
    return "".join(f"{indent}{line}\n" for line in lines)


def _table(key: str, entry: BaseModel, names: Mapping[str, str]) -> str:
    lines = [f"[[{key}]]"]
    for name, value in entry.model_dump(mode="json", exclude_defaults=True).items():
        comment = _comment(value, names) if name in ("theme", "into") else ""
        is_date = name in ("date", "since", "until")
        lines.append(f"{name} = {value if is_date else _value(value)}{comment}")
    return "\n".join(lines) + "\n"


def _value(value: object) -> str:
    # A JSON string, number or list of strings is one of TOML too, but for the delete character.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _comment(theme: object, names: Mapping[str, str]) -> str:
    # TOML allows no control characters in a comment.
    name = "".join(letter for letter in " ".join(names.get(str(theme), "").split()) if letter.isprintable())
    return f"  # {name}" if name else ""
