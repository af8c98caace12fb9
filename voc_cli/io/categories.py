"""Categories that agents gave to records: one cell of several levels to columns, and a file to compare with."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import BinaryIO, Final

from voc_cli import messages, schema
from voc_cli.errors import InputError
from voc_cli.io.columns import CATEGORY
from voc_cli.io.inputs import one_input, where_of
from voc_cli.io.records import Mask
from voc_cli.io.tables import check_asked, choose_tables

LEVELS: Final = ("대", "중", "소")
_MARK: Final = re.compile(r"\s*(?:>|＞|›|»|→|▶|▷)\s*")
_MOST: Final = 0.5  # share of the written cells that must hold a mark before a column is one of levels


@dataclass(frozen=True, slots=True, eq=False)
class Categorised:
    """The rows of a file that hold a text and a category; lists of equal length."""

    name: str
    text_header: str
    category_header: str
    texts: list[str]
    categories: list[tuple[str, ...]]  # levels from the broad one down, one where the cell names one
    source_files: list[str]
    source_rows: list[int]
    n_missing: int  # rows without a category
    n_rejected: int  # rows without a text that could be read
    notes: tuple[str, ...]


def levels(cell: str) -> tuple[str, ...]:
    """The levels that a cell names ("배송 > 지연 > 택배사"); what goes deeper than three stays in the third."""
    parts = [part for part in _MARK.split(cell.strip()) if part]
    return (*parts[:2], " > ".join(parts[2:])) if len(parts) > len(LEVELS) else tuple(parts)


def level_columns(header: str, cells: Sequence[str]) -> dict[str, list[str]]:
    """A column for each level of ``cells``, by header; none where few cells hold more than one level."""
    written = [cell for cell in cells if cell.strip()]
    if not written or sum(_MARK.search(cell.strip()) is not None for cell in written) < _MOST * len(written):
        return {}
    split = [levels(cell) for cell in cells]
    deepest = max(map(len, split))
    return {
        f"{header}_{name}": [parts[depth] if depth < len(parts) else "" for parts in split]
        for depth, name in enumerate(LEVELS[:deepest])
    }


def read_categorised(
    name: str,
    *,
    category: str,
    columns: Mapping[str, str],
    mask: Mask,
    stdin: BinaryIO | None = None,
    max_characters: int = 100_000,
) -> Categorised:
    """Read one file with a column of categories.

    Args:
        name: CSV, TSV, Excel or ODS; "-" for standard input.
        category: Header of the column of categories.
        columns: role -> header, as the user said.
        mask: Hides personal data in what an error or note shows.
        stdin: What "-" reads.
        max_characters: Longer texts are left out.

    Raises:
        InputError: The file is missing, is no table, lacks a column, or no row has a category.
        UsageError: ``name`` stands for several files.
    """
    file = one_input(name)
    asked = {**columns, CATEGORY: category}
    chosen = choose_tables(file, asked=asked, mask=mask, stdin=stdin, max_characters=max_characters)
    check_asked({role: asked[role] for role in (schema.TEXT, CATEGORY) if role in asked}, chosen)
    chosen = [one for one in chosen if CATEGORY in one.choice.roles]
    rows = [
        (text, levels(cell), one.source_file, line)
        for one in chosen
        for text, cell, line in zip(
            one.table.columns[one.choice.roles[schema.TEXT]],
            one.table.columns[one.choice.roles[CATEGORY]],
            one.table.lines,
            strict=True,
        )
    ]
    kept = [row for row in rows if row[1]]
    if not kept:
        what = messages.text("evaluate.no_category", header=category)
        raise InputError(where_of(file), what, mend=messages.text("evaluate.no_category_mend"))
    first = chosen[0]
    return Categorised(
        name=file.name,
        text_header=first.table.header.names[first.choice.roles[schema.TEXT]],
        category_header=first.table.header.names[first.choice.roles[CATEGORY]],
        texts=[row[0] for row in kept],
        categories=[row[1] for row in kept],
        source_files=[row[2] for row in kept],
        source_rows=[row[3] for row in kept],
        n_missing=len(rows) - len(kept),
        n_rejected=sum(len(one.table.bad) for one in chosen),
        notes=tuple(note for one in chosen for note in (*one.notes, *one.table.notes, *one.choice.notes)),
    )
