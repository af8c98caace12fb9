"""A grid with known columns to records: what can become a document, and what is rejected with its reason."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from voc_cli import messages, schema
from voc_cli.io.columns import Choice
from voc_cli.io.grid import BadRow, Grid, Reason
from voc_cli.io.headers import Header

Mask = Callable[[str], str]

_RENAMED: Final = "_원본"
_LONGEST_RAW: Final = 32_000  # characters; a cell of Excel holds 32,767
_NULL: Final = r"\N"  # what MySQL and PostgreSQL dump where there is no value; nobody types it
_TOTAL: Final = re.compile(r"(?:총\s?|누적\s?)?합\s?계|[총누소]\s?계|(?:grand |sub)?totals?", re.IGNORECASE)
_AMOUNT: Final = re.compile(r"[\d.,:%\s\-]*\d[\d.,:%\s]*(?:건|개|명|원|점|회|행|rows?|records?)?", re.IGNORECASE)
# A sentence, a number of six digits whatever stands between them, or a short cell of a name with 님 or of a password.
_UNSAFE: Final = re.compile(
    r"[@＠]|\d(?:[^0-9A-Za-z가-힣]{0,5}\d){5}|[가-힣].{8}|[가-힣]{2}\s?[님씨]|[⓪①-⑨]{3}|비번|비밀번호|현관|아이디|카톡|인스타",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """The records of a grid as columns of equal length."""

    grid: Grid
    header: Header
    columns: list[Sequence[str]]
    lines: Sequence[int]
    bad: list[BadRow]
    notes: tuple[str, ...]
    n_short: int = 0  # rows that were filled up


def align(grid: Grid, header: Header) -> Table:
    """The rows below ``header`` cut to its width.

    Shorter rows are filled up, longer ones rejected unless what is too much is empty. A cell that a database left
    without a value (``\\N``) is empty.
    """
    width = len(header.names)
    titles = grid.rows[header.first - 1] if header.first else None
    rows: list[list[str]] = []
    lines: list[int] = []
    bad = list(grid.bad)
    n_short = 0
    for row, line in zip(grid.rows[header.first :], grid.lines[header.first :], strict=True):
        if row == titles:
            bad.append(BadRow(line, Reason.REPEATED_HEADER, tuple(row)))
        elif _is_total(row):
            bad.append(BadRow(line, Reason.TOTAL_ROW, tuple(row)))
        elif len(row) == width:
            rows.append(row)
            lines.append(line)
        elif len(row) < width:
            n_short += 1
            rows.append(row + [""] * (width - len(row)))
            lines.append(line)
        elif any(cell.strip() for cell in row[width:]):
            bad.append(BadRow(line, Reason.TOO_MANY_CELLS, tuple(row)))
        else:
            rows.append(row[:width])
            lines.append(line)
    columns: list[Sequence[str]] = [_valued(cells) for cells in zip(*rows, strict=True)] if rows else [()] * width
    notes = (*grid.notes, *header.notes, *short_notes(n_short))
    return Table(grid, header, columns, lines, bad, notes, n_short)


def short_notes(n_short: int) -> list[str]:
    """What the user should know of rows that were filled up."""
    return [messages.text("io.short_rows", count=n_short)] if n_short else []


def _is_total(row: Sequence[str]) -> bool:
    """Whether ``row`` is a sum that a spreadsheet put under the records ("합계", "", "200건")."""
    filled = [cell.strip() for cell in row if cell and not cell.isspace()]
    return len(filled) > 1 and _TOTAL.fullmatch(filled[0]) is not None and all(map(_AMOUNT.fullmatch, filled[1:]))


def _valued(cells: tuple[str, ...]) -> Sequence[str]:
    return ["" if cell == _NULL else cell for cell in cells] if _NULL in cells else cells


def without_repeated_texts(table: Table, text: int) -> Table:
    """The table with an empty text where the cell is merged with the one above: one text is one record."""
    if not table.grid.repeated:
        return table
    cells = zip(table.lines, table.columns[text], strict=True)
    columns = list(table.columns)
    columns[text] = ["" if (line, text) in table.grid.repeated else cell for line, cell in cells]
    return replace(table, columns=columns)


def without_bad_texts(table: Table, text: int, *, max_characters: int) -> Table:
    """The table without the records whose text is empty or too long; wholly blank rows are no records."""
    cells = table.columns[text]
    out = [place for place, cell in enumerate(cells) if len(cell) > max_characters or not cell.strip()]
    if not out:
        return table
    bad = list(table.bad)
    for place in out:
        row = tuple(column[place] for column in table.columns)
        if not any(cell.strip() for cell in row):
            continue
        reason = Reason.TEXT_TOO_LONG if row[text].strip() else Reason.EMPTY_TEXT
        bad.append(BadRow(table.lines[place], reason, row))
    dropped = set(out)
    kept = [place for place in range(len(cells)) if place not in dropped]
    columns: list[Sequence[str]] = [[column[place] for place in kept] for column in table.columns]
    return replace(table, columns=columns, lines=[table.lines[place] for place in kept], bad=bad)


def raw_rows(table: Table, choice: Choice, *, source_file: str, mask: Mask) -> list[tuple[str, int, str, str]]:
    """One ``schema.REJECTED`` row for each bad row, by line; personal columns stand in it by their name only."""
    delimiter = table.grid.delimiter or ","
    rows = []
    for bad in sorted(table.bad, key=lambda one: one.line):
        raw = mask(delimiter.join(_without_personal(bad.cells, table.header.names, choice.hidden)))
        if len(raw) > _LONGEST_RAW:
            raw = raw[:_LONGEST_RAW] + messages.text("io.cut", characters=len(raw))
        rows.append((source_file, bad.line, str(bad.reason), raw))
    return rows


def carried_columns(table: Table, choice: Choice, *, mask: Mask) -> dict[str, list[str]]:
    """The columns that no column of documents takes the place of, by the header they are written under.

    Their cells are unchanged but for personal data inside longer text.
    """
    replaced = (schema.DOC_ID, schema.CHANNEL, schema.PRODUCT, schema.SEGMENT, schema.TEXT)
    left_out = {choice.roles[role] for role in replaced if role in choice.roles} | set(choice.hidden)
    measured = {choice.roles.get(role) for role in (schema.RECEIVED_AT, schema.CLOSED_AT, schema.RATING)}
    carried: dict[str, list[str]] = {}
    for index, name in enumerate(table.header.names):
        if index in left_out or not name:
            continue
        cells = table.columns[index]
        carried[carried_name(name)] = list(cells) if index in measured else masked_cells(cells, mask)
    return carried


def carried_name(header: str) -> str:
    """The name under which the column ``header`` of an export stands in documents."""
    return header + _RENAMED if header in schema.DOCUMENTS else header


def masked_cells(cells: Sequence[str], mask: Mask) -> list[str]:
    """``cells`` masked, each distinct one once, and only those that can hold a number, an address or a sentence."""
    masked: Mapping[str, str] = {cell: mask(cell) if _UNSAFE.search(cell) else cell for cell in set(cells)}
    return [masked[cell] for cell in cells]


def _without_personal(cells: Sequence[str], names: Sequence[str], hidden: Sequence[int]) -> list[str]:
    """The cells with personal columns replaced; where cells have slipped, also everywhere they can have slipped to."""
    shown = list(cells)
    slipped = max(0, len(cells) - len(names))
    for index in hidden:
        for place in range(index, min(index + slipped + 1, len(shown))):
            if shown[place].strip():
                shown[place] = f"[{names[index]}]"
    return shown
