"""A delimited file kept row by row, so that it can be written back with columns behind and nothing lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import BinaryIO, Final

from voc_cli import messages, schema
from voc_cli.errors import InputError
from voc_cli.io.columns import find_name
from voc_cli.io.delimited import NO_DELIMITER
from voc_cli.io.encoding import UTF8, UTF8_BOM
from voc_cli.io.grid import Grid, Reason
from voc_cli.io.inputs import one_input, where_of
from voc_cli.io.records import Mask
from voc_cli.io.tables import ChosenTable, check_asked, choose_tables
from voc_cli.io.write import Encoded, rows_bytes

_RENAMED: Final = "_voc"
# Rows of which nobody knows what stands in which cell.
_SLIPPED: Final = (Reason.TOO_MANY_CELLS, Reason.UNCLOSED_QUOTE, Reason.BROKEN_QUOTE, Reason.UNDECODABLE)


@dataclass(frozen=True, slots=True, eq=False)
class KeptRows:
    """Every row of a file, also those that are no records."""

    above: list[Sequence[str]]  # what stands above the header: titles, empty lines
    header: list[str]  # as wide as the widest row; a file without header gets one
    rows: list[Sequence[str]]  # below the header; () is an empty line
    texts: list[str]  # of each row; "" where there is none, or none that can be read
    text: int  # index of the column of text
    channels: list[str]  # of each row, "" where there is no such column
    products: list[str]
    reasons: dict[int, Reason]  # number of the row -> why it has no text
    grid: Grid
    name: str
    notes: tuple[str, ...]

    @property
    def n_records(self) -> int:
        """Rows that hold anything."""
        return len(self.reasons) + sum(map(bool, self.texts))

    @property
    def encoding(self) -> str:
        """The encoding to write back in: with a byte order mark if the file had one, or was no UTF-8."""
        return UTF8 if self.grid.encoding == UTF8 else UTF8_BOM


def read_rows(
    name: str,
    *,
    columns: Mapping[str, str],
    mask: Mask,
    stdin: BinaryIO | None = None,
    max_characters: int = 100_000,
    hide_slipped: bool = False,
) -> KeptRows:
    """Read one delimited file, its column of text found as for documents.

    Args:
        name: A path, or "-" for standard input.
        columns: role -> header, as the user said.
        mask: Hides personal data in what an error shows.
        stdin: What "-" reads.
        max_characters: Longer texts are not scored.
        hide_slipped: Mask every cell of the rows whose cells may have slipped.

    Raises:
        InputError: The file is missing, is no delimited text, or holds no column of text.
        UsageError: ``name`` stands for several files.
    """
    file = one_input(name)
    chosen = choose_tables(file, asked=columns, mask=mask, stdin=stdin, max_characters=max_characters)
    if not chosen[0].table.grid.line_end:
        raise InputError(where_of(file), messages.text("io.not_delimited"), mend=messages.text("io.not_delimited_mend"))
    text = {schema.TEXT: columns[schema.TEXT]} if schema.TEXT in columns else {}
    check_asked(text, chosen)
    return _kept(chosen[0], hide=mask if hide_slipped else None)


def added_names(header: Sequence[str], names: Sequence[str]) -> list[str]:
    """``names`` so that none is the name of a column of ``header`` already."""
    taken = [" ".join(name.split()) for name in header]
    added = []
    for name in names:
        free, number = name, 1
        while find_name(free, taken) is not None:
            free = name + _RENAMED + (f"_{number}" if number > 1 else "")
            number += 1
        taken.append(free)
        added.append(free)
    return added


def head_bytes(kept: KeptRows, added: Sequence[str], *, encoding: str) -> Encoded:
    """The file down to its header, with the names ``added`` behind."""
    told = [[f"sep={kept.grid.delimiter}"]] if kept.grid.tells_delimiter else []
    # By the rules of CSV the line would be quoted, and Excel would not know it again.
    first = rows_bytes(told, encoding=encoding, separator=NO_DELIMITER, line_end=kept.grid.line_end, begins=True)
    rest = _bytes(kept, [*kept.above, [*kept.header, *added]], encoding)
    return Encoded(first.data + rest.data, first.n_replaced + rest.n_replaced)


def body_bytes(
    kept: KeptRows, first: int, added: Sequence[Sequence[str]], *, encoding: str, texts: Sequence[str] | None = None
) -> Encoded:
    """The rows from ``first`` on, each with its cells of ``added`` behind.

    Args:
        texts: Takes the place of the text of each row, where it has one.
    """
    width = len(kept.header)
    rows: list[Sequence[str]] = []
    for number, cells in enumerate(added):
        row = list(kept.rows[first + number][:width])
        if texts is not None and kept.texts[first + number]:
            row[kept.text] = texts[number]
        rows.append([*row, *[""] * (width - len(row)), *cells] if row else row)
    return _bytes(kept, rows, encoding)


def _bytes(kept: KeptRows, rows: Sequence[Sequence[str]], encoding: str) -> Encoded:
    return rows_bytes(rows, encoding=encoding, separator=kept.grid.delimiter or ",", line_end=kept.grid.line_end)


def _kept(chosen: ChosenTable, *, hide: Mask | None) -> KeptRows:
    table = chosen.table
    grid, header, text = table.grid, table.header, chosen.choice.roles[schema.TEXT]
    names = list(grid.rows[header.first - 1]) if header.line else list(header.names)
    reasons = {bad.line: bad.reason for bad in table.bad}
    texts = dict(zip(table.lines, table.columns[text], strict=True))
    # Without a header all that is no title is a record, also a broken line above the first whole one.
    first = header.line or (grid.lines[header.first] if header.first else 0)
    every = _every_row(grid, width=len(names))
    below = [(line, row) for line, row in every if line > header.line and line >= first]
    n_cells = max((_filled(row) for _, row in below), default=0)
    names += [messages.text("io.numbered_column", number=number + 1) for number in range(len(names), n_cells)]
    return KeptRows(
        above=[row for line, row in every if line < first],
        header=names,
        rows=[
            [hide(cell) for cell in row] if hide is not None and reasons.get(line) in _SLIPPED else row
            for line, row in below
        ],
        texts=[texts.get(line, "") for line, _ in below],
        text=text,
        channels=_cells(chosen, schema.CHANNEL, below),
        products=_cells(chosen, schema.PRODUCT, below),
        reasons={number: reasons[line] for number, (line, _) in enumerate(below) if line in reasons},
        grid=grid,
        name=chosen.source_file,
        notes=(*chosen.notes, *table.notes, *chosen.choice.notes),
    )


def _cells(chosen: ChosenTable, role: str, below: Sequence[tuple[int, Sequence[str]]]) -> list[str]:
    """The cell of each row in the column that plays ``role``."""
    column = chosen.choice.roles.get(role)
    if column is None:
        return [""] * len(below)
    cells = dict(zip(chosen.table.lines, chosen.table.columns[column], strict=True))
    return [cells.get(line, "") for line, _ in below]


def _every_row(grid: Grid, *, width: int) -> list[tuple[int, Sequence[str]]]:
    """Line and cells of each row of the file, in order."""
    delimiter = grid.delimiter or ","
    rows: list[tuple[int, Sequence[str]]] = list(zip(grid.lines, grid.rows, strict=True))
    for bad in grid.bad:
        # A line with a broken quote was cut at every delimiter; what is too much is most likely text with commas.
        whole = bad.reason is Reason.UNDECODABLE or len(bad.cells) <= width
        cells = bad.cells if whole else (*bad.cells[: width - 1], delimiter.join(bad.cells[width - 1 :]))
        rows.append((bad.line, cells))
    rows += [(blank.line, [""] * blank.n_cells) for blank in grid.blank]
    return sorted(rows, key=lambda row: row[0])


def _filled(row: Sequence[str]) -> int:
    """Number of cells up to the last one that holds anything."""
    return next((place for place in range(len(row), 0, -1) if row[place - 1].strip()), 0)
