"""Which row of a grid names the columns."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from voc_cli import messages
from voc_cli.io import aliases
from voc_cli.io.grid import Grid

_SEARCHED_ROWS: Final = 20
_VALUE: Final = re.compile(
    r"[\s\d.,:/%+\-()~오전후년월일시분초점★☆]*\d[\s\d.,:/%+\-()~오전후년월일시분초점TZ★☆]*|★[★☆]*"
)
_HANGUL: Final = re.compile(r"[가-힣]")
_PLAIN_TEXT: Final = "text"  # the name under which lines without a header are read
_MANY_HANGUL: Final = 5


@dataclass(frozen=True, slots=True)
class Header:
    """The names of a grid's columns and where its records begin."""

    names: tuple[str, ...]  # unique; "" where a column has neither name nor cells
    first: int  # index in ``Grid.rows`` of the first record
    line: int  # 1-based row of the header in the file, 0 where there is none
    notes: tuple[str, ...] = ()


def count_headers(row: Sequence[str]) -> int:
    """How many cells of ``row`` are known names of columns."""
    return sum(map(aliases.is_known, row))


def find_header(grid: Grid, *, asked: Collection[str] = ()) -> Header | None:
    """The header of ``grid``, title rows above it survived; None where the grid holds no row that could be one.

    Args:
        grid: At least one row.
        asked: Headers that the user named; a row that holds one of them is the header.
    """
    wanted = {aliases.label(name).whole for name in asked}
    head = [[cell.strip() for cell in row] for row in grid.rows[:_SEARCHED_ROWS]]
    best = _best_row(head, wanted)
    if best is None and _holds_lines(grid):
        return Header((_PLAIN_TEXT,), 0, 0, (messages.text("io.plain_text", lines=len(grid.rows)),))
    if best is None:
        return _by_shape(grid, head)
    notes = (messages.text("io.title_rows", count=best),) if best else ()
    return Header(_unique(grid, best), best + 1, grid.lines[best], notes)


def is_plain_text(header: Header) -> bool:
    """Whether the grid holds lines of text and no header."""
    return not header.line and header.names == (_PLAIN_TEXT,)


def _best_row(head: Sequence[Sequence[str]], wanted: Collection[str]) -> int | None:
    best: int | None = None
    best_score = 0.0
    widest_above = 0
    usual = Counter(sum(map(bool, row)) for row in head).most_common(1)[0][0]
    for index, row in enumerate(head):
        filled = [cell for cell in row if cell]
        if wanted and any(aliases.label(cell).whole in wanted for cell in filled):
            return index
        # Titles are narrower than the table; a lone known word among wide rows is a value, not a name.
        # Survey forms ask whole sentences in their header, so a long cell says little against it; a number says much.
        score = count_headers(row) - 2 * sum(map(_is_value, filled)) - sum(map(_is_long, filled)) / 4
        is_wide = 2 * len(filled) >= usual and (score > 1 or len(filled) >= widest_above)
        if is_wide and score > best_score and (best is None or score >= best_score + 2):
            best, best_score = index, score
        widest_above = max(widest_above, len(filled))
    return best


def _is_value(cell: str) -> bool:
    return not _is_long(cell) and _VALUE.fullmatch(cell) is not None


def _is_long(cell: str) -> bool:
    return len(cell) > aliases.LONGEST_HEADER


def _by_shape(grid: Grid, head: Sequence[Sequence[str]]) -> Header | None:
    """A header of unknown names: the first full row without values; numbered names where even that row holds values."""
    width = Counter(len([cell for cell in row if cell]) for row in head).most_common(1)[0][0]
    index = next((i for i, row in enumerate(head) if len([cell for cell in row if cell]) >= width), None)
    if index is None or len(grid.rows[index]) < 2:
        short = (
            bool(head)
            and len(head[0]) == 1
            and not _is_value(head[0][0])
            and not _is_long(head[0][0])
            and " " not in head[0][0]
        )
        return Header(_unique(grid, 0), 1, grid.lines[0]) if short else None
    if not any(_is_value(cell) or _is_long(cell) for cell in head[index]):
        return Header(_unique(grid, index), index + 1, grid.lines[index])
    names = tuple(messages.text("io.numbered_column", number=number) for number in range(1, len(head[index]) + 1))
    return Header(names, index, 0, (messages.text("io.no_header"),))


def _holds_lines(grid: Grid) -> bool:
    """Whether the grid is lines of Korean text and nothing else."""
    sample = grid.rows[:200]
    if any(len(row) != 1 for row in sample):
        return False
    counts = [len(_HANGUL.findall(row[0])) for row in sample]
    return counts[0] >= _MANY_HANGUL and sum(counts) >= _MANY_HANGUL * len(counts)


def _unique(grid: Grid, index: int) -> tuple[str, ...]:
    """The header's names without a twin; a column without a name gets a number when it holds anything."""
    row = grid.rows[index]
    names: list[str] = []
    taken: set[str] = set()
    for position, cell in enumerate(row):
        name = " ".join(cell.replace("\ufeff", "").split())
        if not name and any(len(below) > position and below[position].strip() for below in grid.rows[index + 1 :]):
            name = messages.text("io.numbered_column", number=position + 1)
        base, number = name, 2
        while name and name in taken:
            name, number = f"{base}_{number}", number + 1
        taken.add(name)
        names.append(name)
    return tuple(names)
