"""The tables of a file that hold what customers wrote, and which column plays which role."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import BinaryIO, Final

from voc_cli import messages, schema
from voc_cli.errors import InputError, NoRecordsError
from voc_cli.io import aliases, workbook
from voc_cli.io.columns import Choice, choose_columns, find_name
from voc_cli.io.delimited import read_delimited
from voc_cli.io.encoding import decode
from voc_cli.io.grid import Grid
from voc_cli.io.headers import count_headers, find_header, is_plain_text
from voc_cli.io.inputs import InputFile, empty_file, read_bytes, where_of
from voc_cli.io.records import Mask, Table, align, without_bad_texts, without_repeated_texts

_MARKUP: Final = (b"<html", b"<!doctype", b"<table", b"<?xml", b"<meta", b"<head", b"<div")
_JSON: Final = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:\[\s*)?\{\s*\"[^\"]+\"\s*:")
_SHOWN_NAMES: Final = 15
_LINES_OF_A_COVER: Final = 5


@dataclass(frozen=True, slots=True, eq=False)
class ChosenTable:
    """A table with the roles of its columns."""

    file: InputFile
    source_file: str
    table: Table
    choice: Choice
    notes: tuple[str, ...] = ()


def choose_tables(
    file: InputFile, *, asked: Mapping[str, str], mask: Mask, stdin: BinaryIO | None, max_characters: int
) -> list[ChosenTable]:
    """The tables of one file that hold a column of text.

    Args:
        file: CSV, TSV, Excel or ODS, also gzipped; its content decides what it is, not its name.
        asked: role -> header, as the user said.
        mask: Hides personal data in what an error shows.
        stdin: What standard input reads.
        max_characters: Longer texts are rejected.

    Raises:
        InputError: The file cannot be read, is no table, or holds no column of text.
        NoRecordsError: It holds headers alone, and none that is known for one of texts.
    """
    grids = _load(file, stdin=stdin)
    return choose_grids(file, grids, asked=asked, mask=mask, max_characters=max_characters)


def choose_grids(
    file: InputFile, grids: Sequence[Grid], *, asked: Mapping[str, str], mask: Mask, max_characters: int
) -> list[ChosenTable]:
    """As ``choose_tables``, of grids that have been read."""
    used: list[ChosenTable] = []
    passed_over: list[str] = []
    seen: list[str] = []
    n_lines = 0
    for grid in grids:
        header = find_header(grid, asked=asked.values()) if grid.rows else None
        if header is None:
            passed_over.append(grid.name)
            continue
        table = align(grid, header)
        choice = choose_columns(header.names, table.columns, asked=asked, mask=mask)
        seen.extend(header.names)
        n_lines += len(table.lines)
        if schema.TEXT not in choice.roles:
            passed_over.append(grid.name)
            continue
        table = without_repeated_texts(table, choice.roles[schema.TEXT])
        table = without_bad_texts(table, choice.roles[schema.TEXT], max_characters=max_characters)
        used.append(ChosenTable(file, file.name, table, choice))
    covers = _covers(used)
    passed_over += [one.table.grid.name for one in covers]
    used = [one for one in used if one not in covers]
    if not used and seen and not n_lines:
        raise no_records(file)
    if not used:
        raise _no_text(file, seen, asked=asked, mask=mask)
    if len(used) > 1:
        used = [replace(one, source_file=f"{file.name}#{mask(one.table.grid.name)}") for one in used]
    if passed_over:
        note = messages.text("io.other_sheets", sheets=", ".join(passed_over))
        used[0] = replace(used[0], notes=(note,))
    return used


def no_records(file: InputFile) -> NoRecordsError:
    """What is wrong with a file of a header alone."""
    return NoRecordsError(where_of(file), messages.text("io.header_only"), mend=messages.text("io.header_only_mend"))


def _covers(used: Sequence[ChosenTable]) -> list[ChosenTable]:
    """Sheets of bare sentences, or of a title and a few lines, beside real tables: they tell what the workbook is."""
    has_table = any(one.table.header.line and not _is_title(one.table) for one in used)
    return [one for one in used if has_table and (is_plain_text(one.table.header) or _is_title(one.table))]


def _is_title(table: Table) -> bool:
    """Whether what passes for a header is the only cell of its row, and no usual name, above a few lines."""
    named = [name for name in table.header.names if name]
    return len(named) == 1 and len(table.lines) <= _LINES_OF_A_COVER and not aliases.is_known(named[0])


def check_asked(asked: Mapping[str, str], chosen: Sequence[ChosenTable]) -> None:
    """Files of several layouts may lack a header that others have; one that no file has is a slip of the pen.

    Raises:
        InputError: No table has the header that was named for a role.
    """
    for role, header in asked.items():
        if all(role in one.choice.missing for one in chosen):
            names = [name for one in chosen for name in one.table.header.names]
            raise _no_header(where_of(chosen[0].file), role, header, names)


def _load(file: InputFile, *, stdin: BinaryIO | None) -> list[Grid]:
    """The grids of a file."""
    data = read_bytes(file, stdin=stdin)
    where = where_of(file)
    if workbook.is_workbook(data):
        grids = workbook.read_workbook(data, where=where)
        hidden = workbook.hidden_sheets(data)
        if grids and hidden:
            grids[0] = replace(grids[0], notes=(messages.text("io.hidden_sheets", sheets=", ".join(hidden)),))
    else:
        refuse_other_text(data, where=where)
        decoded = decode(data, name=where)
        grids = [read_delimited(decoded, name=file.name, count_headers=count_headers)]
    grids = [grid for grid in grids if holds_anything(grid)]
    if not grids:
        raise empty_file(where)
    return grids


def refuse_other_text(data: bytes, *, where: str) -> None:
    """Stop at text that is no table.

    Raises:
        InputError: ``data`` begins as a web page or JSON does.
    """
    if data[:256].lstrip(b"\xef\xbb\xbf \r\n\t").lower().startswith(_MARKUP):
        raise InputError(where, messages.text("io.markup"), mend=messages.text("io.markup_mend"))
    if _JSON.match(data[:256]):
        raise InputError(where, messages.text("io.json"), mend=messages.text("io.json_mend"))


def holds_anything(grid: Grid) -> bool:
    """Whether any cell of ``grid`` is more than blanks."""
    return any(cell.strip() for row in grid.rows for cell in row) or bool(grid.bad)


def _no_text(file: InputFile, names: Sequence[str], *, asked: Mapping[str, str], mask: Mask) -> InputError:
    where = where_of(file)
    wanted = asked.get(schema.TEXT)
    if wanted is not None and find_name(wanted, names) is None:
        return _no_header(where, schema.TEXT, wanted, names, mask=mask)
    if not any(names):
        return InputError(where, messages.text("io.no_table"), mend=messages.text("io.no_table_mend"))
    shown = mask(", ".join(filter(None, names[:_SHOWN_NAMES])))
    return InputError(where, messages.text("io.no_text", headers=shown), mend=messages.text("io.no_text_mend"))


def _no_header(where: str, role: str, header: str, names: Sequence[str], *, mask: Mask | None = None) -> InputError:
    own = list(dict.fromkeys(filter(None, names)))
    near = ", ".join(difflib.get_close_matches(header, own, n=3, cutoff=0.3) or own[:_SHOWN_NAMES])
    what = messages.text("io.no_header_named", role=role, header=header)
    return InputError(where, what, mend=messages.text("io.no_header_named_mend", headers=mask(near) if mask else near))
