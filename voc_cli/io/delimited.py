"""Delimited text to cells. A broken quote costs its own line, never the rest of the file."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from voc_cli.io.encoding import Decoded, is_undecodable, printable
from voc_cli.io.grid import BadRow, BlankRow, Grid, Reason

DELIMITERS: Final = (",", "\t", ";", "|")
# A file of one column still honours quotes, and its commas are text: no export holds this character.
NO_DELIMITER: Final = "\x1f"
_FIELD_LIMIT: Final = 2**31 - 1
_SAMPLE_CHARACTERS: Final = 131_072
_SAMPLE_ROWS: Final = 60
# An unclosed quote reads on to the end of the file; this bounds what every such line can cost.
_RECORD_LINES: Final = 20_000
_LONG_RECORD: Final = 1 << 18  # characters
_WINDOWS_LINE: Final = re.compile(r"[^\r\n]*\r\n")
_SEPARATOR_LINE: Final = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)


@dataclass(slots=True, eq=False)
class _Cells:
    rows: list[list[str]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    bad: list[BadRow] = field(default_factory=list)
    blank: list[BlankRow] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Layout:
    """How lines are cut into cells."""

    delimiter: str  # "" for a single column
    width: int  # the usual number of cells
    line_end: str
    tells_delimiter: bool  # a first line "sep=;" stands above the rows


def read_delimited(decoded: Decoded, *, name: str, count_headers: Callable[[Sequence[str]], int]) -> Grid:
    """The cells of a delimited text, the delimiter found from its first records.

    Args:
        decoded: The text of the file.
        name: The file's name, for messages.
        count_headers: How many of a row's cells are known names of columns; decides between delimiters.
    """
    layout = find_layout(decoded.text, count_headers=count_headers)
    return GridReader(layout, name=name).read(decoded, is_last=True)


def find_layout(text: str, *, count_headers: Callable[[Sequence[str]], int]) -> Layout:
    """The layout of a file, found from its first records."""
    delimiter, width = sniff_delimiter(text, count_headers=count_headers)
    line_end = "\r\n" if _WINDOWS_LINE.match(text) else "\n"
    return Layout(delimiter, width, line_end, tells_delimiter=_SEPARATOR_LINE.match(text) is not None)


class GridReader:
    """Cuts the text of a file into cells piece by piece; a record may begin in one piece and end in another."""

    def __init__(self, layout: Layout, *, name: str) -> None:
        self._layout = layout
        self._name = name
        self._held: list[str] = []  # lines of a record that has not ended
        self._fresh: list[Decoded] = []  # pieces that came behind them
        self._n_lines = 0  # above these
        self._has_undecodable = False

    def read(self, piece: Decoded, *, is_last: bool = False) -> Grid:
        """The records that end in ``piece``, which is whole lines; all that are left if it is the last one."""
        layout = self._layout
        if not is_last and self._is_too_early(piece):
            return Grid(self._name, piece.encoding, layout.delimiter, [], [], line_end=layout.line_end)
        fresh, self._fresh = [*self._fresh, piece], []
        lines = [*self._held, *io.StringIO("".join(one.text for one in fresh), newline="")]
        has_undecodable = self._has_undecodable and bool(self._held)
        self._has_undecodable = has_undecodable or any(one.has_undecodable for one in fresh)
        cells, n_read = _cut(lines, layout.delimiter or NO_DELIMITER, width=layout.width, is_last=is_last)
        if layout.tells_delimiter and not self._n_lines:
            del cells.rows[:1], cells.lines[:1]
        if self._has_undecodable:
            cells = _without_undecodable(cells)
        above, self._n_lines, self._held = self._n_lines, self._n_lines + n_read, lines[n_read:]
        return Grid(
            name=self._name,
            encoding=piece.encoding,
            delimiter=layout.delimiter,
            rows=cells.rows,
            lines=[above + line for line in cells.lines] if above else cells.lines,
            bad=[replace(bad, line=above + bad.line) for bad in cells.bad],
            notes=piece.notes,
            blank=[replace(blank, line=above + blank.line) for blank in cells.blank],
            line_end=layout.line_end,
            tells_delimiter=layout.tells_delimiter,
        )

    def _is_too_early(self, piece: Decoded) -> bool:
        """Whether to wait for more: cutting a long record anew for every piece would take for ever."""
        n_held = sum(map(len, self._held))
        if n_held < _LONG_RECORD:
            return False
        self._fresh.append(piece)
        if sum(len(one.text) for one in self._fresh) < n_held:
            return True
        self._fresh.pop()
        return False


def sniff_delimiter(text: str, *, count_headers: Callable[[Sequence[str]], int]) -> tuple[str, int]:
    """The delimiter ("" for a single column) and the usual number of cells.

    The delimiter that makes known column names out of a row wins; then the one that cuts rows into equally many cells.
    """
    told = _SEPARATOR_LINE.match(text)
    candidates = (told.group(1),) if told else DELIMITERS
    sample = _sample(text)
    best: tuple[tuple[int, float], str, int] | None = None
    for delimiter in candidates:
        rows = _parse(sample, delimiter, width=0).rows[:_SAMPLE_ROWS]
        width, share = _usual_width(rows)
        if width < 2 and not told:
            continue
        score = (max((count_headers(row) for row in rows[:20] if len(row) > 1), default=0), share)
        if best is None or score > best[0]:
            best = (score, delimiter, width)
    if best is None:
        return "", 1
    (n_headers, share), delimiter, width = best
    if not told and n_headers < 2 and (share < 0.6 or _is_single_column(sample, count_headers)):
        return "", 1
    return delimiter, width


def _is_single_column(sample: str, count_headers: Callable[[Sequence[str]], int]) -> bool:
    """Whether the first line is one known header as a whole, above lines whose commas are text."""
    rows = _parse(sample, NO_DELIMITER, width=0).rows[:1]
    return bool(rows) and not any(mark in rows[0][0] for mark in DELIMITERS) and count_headers(rows[0]) == 1


def _sample(text: str) -> str:
    if len(text) <= _SAMPLE_CHARACTERS:
        return text
    cut = text.rfind("\n", 0, _SAMPLE_CHARACTERS)
    return text[: cut + 1] if cut > 0 else text[:_SAMPLE_CHARACTERS]


def _usual_width(rows: Sequence[Sequence[str]]) -> tuple[int, float]:
    widths = Counter(len(row) for row in rows)
    if not widths:
        return 0, 0.0
    width, count = max(widths.items(), key=lambda item: (item[1], item[0]))
    return width, count / len(rows)


def _parse(text: str, delimiter: str, *, width: int) -> _Cells:
    return _cut(list(io.StringIO(text, newline="")), delimiter, width=width, is_last=True)[0]


def _cut(physical: Sequence[str], delimiter: str, *, width: int, is_last: bool) -> tuple[_Cells, int]:
    """Cells by the rules of CSV, strictly; a line whose quotes are broken is rejected and reading goes on below it.

    Returns:
        The cells, and the number of lines that they were cut from: where others are to come, not those of a record
        that may end there.
    """
    csv.field_size_limit(_FIELD_LIMIT)
    cells = _Cells()
    start = 0

    def feed(position: int) -> Iterator[str]:
        for index in range(position, len(physical)):
            if index - start > _RECORD_LINES:
                return
            yield physical[index]

    position = 0
    while position < len(physical):
        start = position
        reader = csv.reader(feed(position), delimiter=delimiter, strict=True)
        reason = Reason.UNCLOSED_QUOTE
        try:
            for row in reader:
                end = position + reader.line_num
                if end - start > 1 and _swallows_rows(row, physical[start + 1 : end], delimiter, width):
                    break
                if any(row):
                    cells.rows.append(row)
                    cells.lines.append(start + 1)
                else:
                    cells.blank.append(BlankRow(start + 1, len(row)))
                start = end
            else:
                return cells, len(physical)
        except csv.Error as error:
            reason = Reason.UNCLOSED_QUOTE if "end of data" in str(error) else Reason.BROKEN_QUOTE
            if reason is Reason.UNCLOSED_QUOTE and not is_last and len(physical) - start <= _RECORD_LINES:
                return cells, start
        line = physical[start].rstrip("\r\n")
        cells.bad.append(BadRow(start + 1, reason, tuple(line.split(delimiter))))
        position = start + 1
    return cells, len(physical)


def _swallows_rows(row: Sequence[str], inner: Sequence[str], delimiter: str, width: int) -> bool:
    """Whether a record of several lines is an unclosed quote that ate whole records until another quote stopped it."""
    if width < 2:
        return False
    if len(row) != width:
        return any(line.count(delimiter) >= width - 1 and _width(line, delimiter) == width for line in inner)
    between = [line for line in inner[:-1] if line.strip()]
    # A customer who writes three lines and more, each with just as many commas as the table has, is not to be expected.
    return width > 2 and len(between) >= 3 and all(_width(line, delimiter) == width for line in between)


def _width(line: str, delimiter: str) -> int:
    return len(next(csv.reader([line], delimiter=delimiter), []))


def _without_undecodable(cells: _Cells) -> _Cells:
    kept = _Cells(
        bad=[BadRow(bad.line, bad.reason, tuple(map(printable, bad.cells))) for bad in cells.bad], blank=cells.blank
    )
    for row, line in zip(cells.rows, cells.lines, strict=True):
        if any(map(is_undecodable, row)):
            kept.bad.append(BadRow(line, Reason.UNDECODABLE, tuple(map(printable, row))))
        else:
            kept.rows.append(row)
            kept.lines.append(line)
    return kept
