"""A file or sheet cut into cells, before anyone knows what its columns mean."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Reason(StrEnum):
    """Why a row was rejected; written to ``rejected.reason`` and never renamed."""

    EMPTY_TEXT = "empty_text"
    TEXT_TOO_LONG = "text_too_long"
    TOO_MANY_CELLS = "too_many_cells"
    UNCLOSED_QUOTE = "unclosed_quote"
    BROKEN_QUOTE = "broken_quote"
    UNDECODABLE = "undecodable"
    REPEATED_HEADER = "repeated_header"
    TOTAL_ROW = "total_row"


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that cannot become a document."""

    line: int  # 1-based, where the row begins
    reason: Reason
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BlankRow:
    """A row whose cells are all empty: no record, but a part of the file."""

    line: int  # 1-based
    n_cells: int  # 0 for an empty line


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """Cells as text, one list a row; blank rows stand apart."""

    name: str
    encoding: str
    delimiter: str
    rows: list[list[str]]
    lines: list[int]  # 1-based, where each row begins in its file or sheet
    bad: list[BadRow] = field(default_factory=list)
    notes: tuple[str, ...] = ()
    blank: list[BlankRow] = field(default_factory=list)  # of delimited text only
    line_end: str = ""  # "" in a workbook
    tells_delimiter: bool = False  # a first line "sep=;" stands above the rows
    repeated: frozenset[tuple[int, int]] = frozenset()  # (line, column) of cells that are merged with the one above
