"""dictionary.xlsx to rows of cells, and every mistake in it at once."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from voc_cli.dictionary.sheets import CUES, MARK, SHEETS, USE, Cells, Sheet, mark
from voc_cli.errors import ConfigError, InputError
from voc_cli.io.grid import Grid
from voc_cli.io.workbook import is_workbook, read_workbook
from voc_cli.messages import in_every_language, text
from voc_cli.patterns import JOIN
from voc_cli.schema import SEPARATOR
from voc_cli.text.entries import TAGS

EMPTIED: Final = "-"  # a cell that takes the default away
_BREAKS: Final = re.compile(r"[;；\n\r]+")
_LISTS: Final = (*CUES, "words", "alike")
_NEEDED: Final = {
    "aspects": ("aspect",),
    "owners": ("owner",),
    "signals": ("signal", "kind"),
    "partners": ("partner",),
    "synonyms": ("stand", "alike"),
    "stop_words": ("word",),
    "user_words": ("word",),
}
_HEADINGS: Final = 2  # of a known sheet from which another one must be that sheet
_SHOWN: Final = 60  # mistakes in one message


@dataclass(frozen=True, slots=True)
class Mistake:
    """Something in one row that cannot be used."""

    sheet: str
    row: int  # as Excel counts
    what: str
    mend: str


@dataclass(frozen=True, slots=True)
class Row:
    """One row that says something: cells by column, choices as codes, lists joined by schema.SEPARATOR."""

    number: int  # as Excel counts
    cells: Cells

    @property
    def is_new(self) -> bool:
        """Whether somebody typed it: rows that voc wrote bear its mark."""
        return MARK not in self.cells

    @property
    def is_off(self) -> bool:
        """Whether the row is switched off."""
        return self.cells.get(USE) == "no"

    def list(self, key: str) -> tuple[str, ...]:
        """The entries of a cell, each once."""
        return tuple(dict.fromkeys(filter(None, self.cells.get(key, "").split(SEPARATOR))))


@dataclass(slots=True)
class Rows:
    """The rows of every sheet by its key, and what is wrong with them."""

    of: dict[str, list[Row]] = field(default_factory=dict)
    untouched: dict[str, list[Row]] = field(default_factory=dict)  # which say nothing, but stand there
    mistakes: list[Mistake] = field(default_factory=list)

    def complain(
        self, sheet: Sheet, row: int, key: str, mend: dict[str, object] | None = None, **values: object
    ) -> None:
        """Note a mistake by its message key."""
        mended = text(f"dictionary.{key}_mend", **(mend or {}))
        self.mistakes.append(Mistake(sheet.name, row, text(f"dictionary.{key}", **values), mended))


def read_rows(path: Path) -> Rows:
    """The rows that somebody edited; rows that still are what voc wrote say nothing.

    Raises:
        ConfigError: There is no such file, or it is no workbook.
    """
    rows = Rows()
    grids = _grids(path)
    found = [(sheet, grid) for grid in grids if (sheet := _sheet_of(grid.name)) is not None]
    _check_names(grids, [sheet for sheet, _ in found], rows)
    if not found and not rows.mistakes:
        names = ", ".join(sheet.name for sheet in SHEETS)
        raise ConfigError(path, text("dictionary.no_sheet"), mend=text("dictionary.no_sheet_mend", names=names))
    for sheet, grid in found:
        rows.of.setdefault(sheet.key, []).extend(_rows(sheet, grid, rows))
    return rows


def refuse(path: Path, mistakes: Sequence[Mistake]) -> None:
    """Report every mistake together.

    Raises:
        ConfigError: There is one.
    """
    if not mistakes:
        return
    order = {sheet.name: place for place, sheet in enumerate(SHEETS)}
    mistakes = sorted(mistakes, key=lambda mistake: (order.get(mistake.sheet, len(order)), mistake.row))
    lines = [text("dictionary.mistake", sheet=m.sheet, row=m.row, what=m.what, mend=m.mend) for m in mistakes[:_SHOWN]]
    if len(mistakes) > _SHOWN:
        lines.append(text("dictionary.more_mistakes", n=len(mistakes) - _SHOWN))
    what = text("dictionary.mistakes", n=len(mistakes), lines="".join(f"\n{line}" for line in lines))
    raise ConfigError(path, what, mend=text("dictionary.mistakes_mend"))


def _grids(path: Path) -> list[Grid]:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ConfigError(path, text("dictionary.missing"), mend=text("dictionary.missing_mend")) from error
    if not is_workbook(data):
        raise ConfigError(path, text("dictionary.not_workbook"), mend=text("dictionary.not_workbook_mend"))
    try:
        return read_workbook(data, where=str(path))
    except InputError as error:
        # To the exit code a dictionary is a setting, not an input.
        raise ConfigError(path, text("dictionary.not_workbook"), mend=text("dictionary.not_workbook_mend")) from error


def _sheet_of(name: str) -> Sheet | None:
    wanted = _plain(name)
    for sheet in SHEETS:
        if wanted in {_plain(one) for one in in_every_language(f"dictionary.sheet_{sheet.key}")}:
            return sheet
    return None


def _check_names(grids: Sequence[Grid], found: Sequence[Sheet], rows: Rows) -> None:
    """Complain of a sheet that is one of ours under another name: its rows would be lost in silence."""
    missing = [sheet for sheet in SHEETS if sheet not in found]
    for grid in grids:
        if _sheet_of(grid.name) is None and _plain(grid.name) not in _guides():
            sheet = _renamed(grid, missing)
            if sheet is not None:
                mend = text("dictionary.unknown_sheet_mend", name=sheet.name)
                line = grid.lines[0] if grid.lines else 1
                rows.mistakes.append(Mistake(grid.name, line, text("dictionary.unknown_sheet"), mend))


def _guides() -> set[str]:
    return {_plain(name) for name in in_every_language("dictionary.sheet_guide")}


def _renamed(grid: Grid, missing: Sequence[Sheet]) -> Sheet | None:
    """Which of the missing sheets ``grid`` most likely is: by its name, else by its headings."""
    names = {_plain(name): sheet for sheet in missing for name in in_every_language(f"dictionary.sheet_{sheet.key}")}
    if near := difflib.get_close_matches(_plain(grid.name), names, n=1):
        return names[near[0]]
    cells = {_plain(cell) for cell in grid.rows[0]} if grid.rows else set()
    for sheet in missing:
        known = [{_plain(name) for name in in_every_language(f"dictionary.col_{c.key}")} for c in sheet.columns]
        if sum(bool(cells & names_of) for names_of in known) >= _HEADINGS and _holds(cells, sheet):
            return sheet
    return None


def _holds(cells: set[str], sheet: Sheet) -> bool:
    needed = _NEEDED[sheet.key]
    return all(cells & {_plain(name) for name in in_every_language(f"dictionary.col_{key}")} for key in needed)


def _plain(name: str) -> str:
    return "".join(name.split()).casefold()


def _rows(sheet: Sheet, grid: Grid, rows: Rows) -> Iterator[Row]:
    """The edited rows of one sheet, checked cell by cell."""
    if not grid.rows:
        return
    keys = _headings(sheet, grid, rows)
    if keys is None:
        return
    for line, cells in zip(grid.lines[1:], grid.rows[1:], strict=True):
        found: Cells = {}
        for key, cell in zip(keys, cells, strict=False):
            if key and cell.strip():
                found[key] = _value(sheet, line, key, cell.strip(), rows)
        if not any(value for key, value in found.items() if key not in {USE, MARK, "note"}):
            continue
        edited = found.get(MARK) != mark({key: value for key, value in found.items() if key != USE})
        if edited or found.get(USE) == "no":
            _check_needed(sheet, line, found, rows)
            yield Row(line, found)
        else:
            rows.untouched.setdefault(sheet.key, []).append(Row(line, found))


def _headings(sheet: Sheet, grid: Grid, rows: Rows) -> list[str] | None:
    """The key of each column of ``grid``, "" for one to ignore; None where a needed one is missing."""
    known = {_plain(name): c.key for c in sheet.columns for name in in_every_language(f"dictionary.col_{c.key}")}
    keys = [known.get(_plain(cell), "") for cell in grid.rows[0]]
    for cell, key in zip(grid.rows[0], keys, strict=True):
        if cell.strip() and not key:
            names = [text(f"dictionary.col_{column.key}") for column in sheet.columns if not column.is_hidden]
            near = difflib.get_close_matches(cell.strip(), names, n=1) or names
            rows.complain(sheet, grid.lines[0], "unknown_column", {"known": ", ".join(near)}, column=cell.strip())
    missing = [key for key in _NEEDED[sheet.key] if key not in keys]
    for key in missing:
        rows.complain(sheet, grid.lines[0], "no_column", column=text(f"dictionary.col_{key}"))
    return None if missing else keys


def _value(sheet: Sheet, line: int, key: str, cell: str, rows: Rows) -> str:
    column = sheet.column(key)
    heading = text(f"dictionary.col_{key}")
    if key == MARK or cell == EMPTIED:
        return cell
    if column.choices:
        code = column.code(cell)
        if code is None:
            choices = ", ".join(column.written(choice) for choice in column.choices)
            rows.complain(sheet, line, "bad_choice", {"choices": choices}, column=heading, value=cell)
            return ""
        return code
    if key not in _LISTS:
        return cell
    parts = [" ".join(part.split()) for part in _BREAKS.split(cell)]
    entries = [part for part in parts if part]
    if key in CUES and sheet.key in {"aspects", "signals"}:
        for entry in entries:
            _check_cue(sheet, line, heading, entry, rows)
    return SEPARATOR.join(dict.fromkeys(entries))


def _check_cue(sheet: Sheet, line: int, heading: str, entry: str, rows: Rows) -> None:
    for part in entry.split(JOIN):
        word, slash, tag = part.rpartition("/")
        if not part.strip() or (slash and not word.strip()):
            rows.complain(sheet, line, "bad_cue", column=heading, value=entry)
            return
        # "a/s" is a word of its own; a part of speech is written in Korean.
        if slash and tag.strip() not in TAGS and re.fullmatch(r"\s*[가-힣]+\s*", tag):
            rows.complain(sheet, line, "bad_tag", {"tags": ", ".join(TAGS)}, column=heading, value=entry)
            return


def _check_needed(sheet: Sheet, line: int, found: Cells, rows: Rows) -> None:
    for key in _NEEDED[sheet.key]:
        # A value that was no choice has been complained of already.
        if key not in found or found[key] == EMPTIED:
            rows.complain(sheet, line, "empty", column=text(f"dictionary.col_{key}"))
