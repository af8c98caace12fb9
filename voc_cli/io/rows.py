"""A delimited file kept row by row, so that it can be written back with columns behind and nothing lost.

It is never in memory as a whole: what is told by its layout is found first, from all of a file or the first part of a
pipe (``survey``), and then its rows come piece by piece.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, BinaryIO, Final, Self

from voc_cli import messages, schema
from voc_cli.errors import InputError
from voc_cli.io import workbook
from voc_cli.io.columns import find_name
from voc_cli.io.delimited import NO_DELIMITER, GridReader, Layout, find_layout
from voc_cli.io.encoding import UTF8, UTF8_BOM, Decoded
from voc_cli.io.grid import Grid, Reason
from voc_cli.io.headers import Header, count_headers, is_plain_text
from voc_cli.io.inputs import empty_file, one_input, where_of
from voc_cli.io.pieces import Encoding, Tally, find_encoding, read_texts
from voc_cli.io.records import Mask, align, short_notes, without_bad_texts
from voc_cli.io.sources import Source, open_source
from voc_cli.io.survey import Survey, every_row, filled, survey
from voc_cli.io.tables import ChosenTable, check_asked, choose_grids, holds_anything, refuse_other_text
from voc_cli.io.write import Encoded, rows_bytes

_RENAMED: Final = "_voc"
# Rows of which nobody knows what stands in which cell.
_SLIPPED: Final = (Reason.TOO_MANY_CELLS, Reason.UNCLOSED_QUOTE, Reason.BROKEN_QUOTE, Reason.UNDECODABLE)


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """Some rows of a file, one after the other, also those that are no records."""

    cells: list[Sequence[str]]  # () is an empty line
    texts: list[str]  # of each row; "" where there is none, or none that can be read
    channels: list[str]  # of each row, "" where there is no such column
    products: list[str]

    @classmethod
    def none(cls) -> Self:
        """No rows."""
        return cls([], [], [], [])

    def __len__(self) -> int:
        return len(self.cells)

    def extend(self, rows: Rows) -> None:
        """Put further rows behind these."""
        for mine, further in zip(self._columns(), rows._columns(), strict=True):
            mine.extend(further)

    def take(self, n: int) -> Rows:
        """Cut the first ``n`` rows off."""
        taken = Rows(*(column[:n] for column in self._columns()))
        for column in self._columns():
            del column[:n]
        return taken

    def _columns(self) -> tuple[list[Any], ...]:
        return self.cells, self.texts, self.channels, self.products


@dataclass(slots=True, eq=False)
class KeptFile:
    """A file, its layout known and its rows to come."""

    name: str
    above: list[Sequence[str]]  # what stands above the header: titles, empty lines
    header: list[str]  # as wide as the widest row that was seen; a file without header gets one
    text: int  # index of the column of text
    channel: int | None  # and of those of channel and product, where there are such
    product: int | None
    sample: list[str]  # texts, evenly spaced
    notes: tuple[str, ...]
    n_seen: int | None  # rows that hold anything; None where a pipe may bring others
    n_rows: int | None  # of all kinds
    layout: Layout
    _header: Header
    _read_as: Encoding
    _source: Source
    _hide: Mask | None
    _max_characters: int
    n_records: int = 0  # rows that held anything, of those that came
    reasons: Counter[Reason] = field(default_factory=Counter)  # why rows had no text
    n_surplus: int = 0  # rows that are wider than the header
    _n_short: int = 0
    _tally: Tally = field(default_factory=Tally)

    @property
    def read_as(self) -> str:
        """The encoding of the file."""
        return self._read_as.name

    @property
    def encoding(self) -> str:
        """The encoding to write back in: with a byte order mark if the file had one, or was no UTF-8."""
        return UTF8 if self._read_as.name == UTF8 else UTF8_BOM

    def batches(self, size: int) -> Iterator[Rows]:
        """All rows in order, at most ``size`` at once; none where nothing comes for a while. Once only.

        Raises:
            InputError: The file cannot be read any more.
        """
        held = Rows.none()
        for grid in _grids(self._source, self._read_as, self._tally, self.layout, is_all=True):
            held.extend(self._rows(grid))
            while len(held) >= size:
                yield held.take(size)
            if not (grid.rows or grid.bad or grid.blank):
                if len(held):
                    yield held.take(size)
                yield Rows.none()
        if len(held):
            yield held

    def late_notes(self) -> list[str]:
        """What is known only when all rows have come."""
        notes = [*self._tally.notes(), *short_notes(self._n_short)]
        if is_plain_text(self._header):
            notes.insert(0, messages.text("io.plain_text", lines=self.n_records))
        if self.n_surplus:
            notes.append(messages.text("io.surplus", count=self.n_surplus))
        return notes

    def _rows(self, grid: Grid) -> Rows:
        """The rows of ``grid`` that stand below the header."""
        header = self._header
        first = header.line + 1 if header.line else header.first
        every = [(line, row) for line, row in every_row(grid, width=len(header.names)) if line >= first]
        # Each piece is a table of its own, under the same header.
        titles = [[*self.header[: len(header.names)]]] if header.line else []
        held = [(line, row) for line, row in zip(grid.lines, grid.rows, strict=True) if line >= first]
        below = replace(
            grid,
            rows=[*titles, *(row for _, row in held)],
            lines=[*(0 for _ in titles), *(line for line, _ in held)],
            bad=[bad for bad in grid.bad if bad.line >= first],
        )
        aligned = align(below, Header(header.names, len(titles), 0))
        table = without_bad_texts(aligned, self.text, max_characters=self._max_characters)
        reasons = {bad.line: bad.reason for bad in table.bad}

        def column(number: int | None) -> list[str]:
            cells = {} if number is None else dict(zip(table.lines, table.columns[number], strict=True))
            return [cells.get(line, "") for line, _ in every]

        texts = column(self.text)
        self._n_short += table.n_short
        self.reasons.update(reasons[line] for line, _ in every if line in reasons)
        self.n_records += len(reasons) + sum(map(bool, texts))
        self.n_surplus += sum(filled(row) > len(self.header) for _, row in every)
        hide = self._hide
        return Rows(
            [
                [hide(cell) for cell in row] if hide is not None and reasons.get(line) in _SLIPPED else row
                for line, row in every
            ],
            texts,
            column(self.channel),
            column(self.product),
        )


def read_rows(
    name: str,
    *,
    columns: Mapping[str, str],
    mask: Mask,
    stdin: BinaryIO | None = None,
    max_characters: int = 100_000,
    hide_slipped: bool = False,
) -> KeptFile:
    """Look over one delimited file, its column of text found as for documents; the rows are read when asked for.

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
    where = where_of(file)
    source = open_source(file, stdin=stdin)
    if workbook.is_workbook(source.first):
        raise InputError(where, messages.text("io.not_delimited"), mend=messages.text("io.not_delimited_mend"))
    refuse_other_text(source.first, where=where)
    read_as = find_encoding(source.seen, first=source.first, is_whole=source.is_all_seen, name=where)
    sample = next(text for text in _texts(source, read_as, Tally(), is_all=False) if text.text)
    layout = find_layout(sample.text, count_headers=count_headers)
    seen = survey(_grids(source, read_as, Tally(), layout, is_all=False))
    if seen is None or not holds_anything(seen.grid):
        raise empty_file(where)
    chosen = choose_grids(file, [seen.grid], asked=columns, mask=mask, max_characters=max_characters)
    check_asked({schema.TEXT: columns[schema.TEXT]} if schema.TEXT in columns else {}, chosen)
    return _kept(chosen[0], seen, source, read_as, layout, max_characters, mask if hide_slipped else None)


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


def head_bytes(kept: KeptFile, added: Sequence[str], *, encoding: str) -> Encoded:
    """The file down to its header, with the names ``added`` behind."""
    told = [[f"sep={kept.layout.delimiter}"]] if kept.layout.tells_delimiter else []
    # By the rules of CSV the line would be quoted, and Excel would not know it again.
    first = rows_bytes(told, encoding=encoding, separator=NO_DELIMITER, line_end=kept.layout.line_end, begins=True)
    rest = _bytes(kept, [*kept.above, [*kept.header, *added]], encoding)
    return Encoded(first.data + rest.data, first.n_replaced + rest.n_replaced)


def body_bytes(
    kept: KeptFile, rows: Rows, added: Sequence[Sequence[str]], *, encoding: str, texts: Sequence[str] | None = None
) -> Encoded:
    """``rows``, each with its cells of ``added`` behind.

    What is wider than the header, because a pipe brought it when that was out, stands behind these.

    Args:
        texts: Takes the place of the text of each row, where it has one.
    """
    width = len(kept.header)
    written: list[Sequence[str]] = []
    for number, cells in enumerate(added):
        row = list(rows.cells[number][:width])
        if texts is not None and rows.texts[number]:
            row[kept.text] = texts[number]
        surplus = rows.cells[number][width : filled(rows.cells[number])]
        written.append([*row, *[""] * (width - len(row)), *cells, *surplus] if row else row)
    return _bytes(kept, written, encoding)


def _bytes(kept: KeptFile, rows: Sequence[Sequence[str]], encoding: str) -> Encoded:
    return rows_bytes(rows, encoding=encoding, separator=kept.layout.delimiter or ",", line_end=kept.layout.line_end)


def _texts(source: Source, read_as: Encoding, tally: Tally, *, is_all: bool) -> Iterator[Decoded]:
    """The text of what can be seen of ``source``, or of all of it."""
    blocks = source.blocks() if is_all else source.seen()
    drop_last = not is_all and not source.is_all_seen
    return read_texts(blocks, read_as, tally, name=where_of(source.file), drop_last=drop_last)


def _grids(source: Source, read_as: Encoding, tally: Tally, layout: Layout, *, is_all: bool) -> Iterator[Grid]:
    """The rows of ``_texts``, those that end in a piece together."""
    reader = GridReader(layout, name=source.file.name)
    for piece in _texts(source, read_as, tally, is_all=is_all):
        yield reader.read(piece)
    if is_all or source.is_all_seen:
        yield reader.read(Decoded("", read_as.name), is_last=True)


def _kept(
    chosen: ChosenTable,
    seen: Survey,
    source: Source,
    read_as: Encoding,
    layout: Layout,
    max_characters: int,
    hide: Mask | None,
) -> KeptFile:
    table = chosen.table
    grid, header, text = seen.grid, table.header, chosen.choice.roles[schema.TEXT]
    names = list(grid.rows[header.first - 1]) if header.line else list(header.names)
    # Without a header all that is no title is a record, also a broken line above the first whole one.
    first = header.line or (grid.lines[header.first] if header.first else 0)
    every = every_row(grid, width=len(names))
    n_cells = max([seen.widest, *(filled(row) for line, row in every if line > header.line and line >= first)])
    names += [messages.text("io.numbered_column", number=number + 1) for number in range(len(names), n_cells)]
    above = [row for line, row in every if line < first]
    n_above = len(above) + bool(header.line)
    n_titles = sum(any(map(str.strip, row)) for row in above) + bool(header.line)
    return KeptFile(
        name=chosen.source_file,
        above=above,
        header=names,
        text=text,
        channel=chosen.choice.roles.get(schema.CHANNEL),
        product=chosen.choice.roles.get(schema.PRODUCT),
        sample=list(table.columns[text]),
        notes=(*chosen.notes, *(() if is_plain_text(header) else header.notes), *chosen.choice.notes),
        n_seen=seen.n_filled - n_titles if source.is_all_seen else None,
        n_rows=seen.n_rows - n_above if source.is_all_seen else None,
        layout=layout,
        _header=replace(header, first=first),
        _read_as=read_as,
        _source=source,
        _hide=hide,
        _max_characters=max_characters,
    )
