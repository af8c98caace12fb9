"""Files that hold beside each text what somebody said of it: a label, a rating, a category."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import BinaryIO

from voc_cli import schema
from voc_cli.io.inputs import one_input, where_of
from voc_cli.io.records import Mask
from voc_cli.io.tables import check_asked, choose_tables


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """The rows of a file that hold a text; lists of equal length."""

    name: str
    where: str  # how an error names the file
    text_header: str
    header: str  # of the other column
    texts: list[str]
    cells: list[str]  # of the other column, as they stand
    source_files: list[str]
    source_rows: list[int]
    n_rejected: int  # rows without a text that could be read
    notes: tuple[str, ...]


def read_pairs(
    name: str,
    *,
    role: str,
    header: str,
    columns: Mapping[str, str],
    mask: Mask,
    stdin: BinaryIO | None = None,
    max_characters: int = 100_000,
) -> Pairs:
    """Read one file with a column ``header`` beside its texts.

    Args:
        name: CSV, TSV, Excel or ODS; "-" for standard input.
        role: What the column is.
        header: Its header; tables of the file that lack it are left out.
        columns: role -> header, as the user said.
        mask: Hides personal data in what an error or note shows.
        stdin: What "-" reads.
        max_characters: Longer texts are left out.

    Raises:
        InputError: The file is missing, is no table, or lacks a column.
        UsageError: ``name`` stands for several files.
    """
    file = one_input(name)
    asked = {**columns, role: header}
    chosen = choose_tables(file, asked=asked, mask=mask, stdin=stdin, max_characters=max_characters)
    check_asked({wanted: asked[wanted] for wanted in (schema.TEXT, role) if wanted in asked}, chosen)
    chosen = [one for one in chosen if role in one.choice.roles]
    texts, cells = (
        [cell for one in chosen for cell in one.table.columns[one.choice.roles[wanted]]]
        for wanted in (schema.TEXT, role)
    )
    first = chosen[0]
    return Pairs(
        name=file.name,
        where=where_of(file),
        text_header=first.table.header.names[first.choice.roles[schema.TEXT]],
        header=first.table.header.names[first.choice.roles[role]],
        texts=texts,
        cells=cells,
        source_files=[one.source_file for one in chosen for _ in one.table.lines],
        source_rows=[line for one in chosen for line in one.table.lines],
        n_rejected=sum(len(one.table.bad) for one in chosen),
        notes=tuple(note for one in chosen for note in (*one.notes, *one.table.notes, *one.choice.notes)),
    )
