"""What is told of a delimited file by looking over its rows: evenly spaced ones, how wide and how many they are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from voc_cli.io.grid import Grid, Reason

_HEAD: Final = 200  # rows at the top that are all kept: titles and header are among them
_SPACED: Final = 4_000  # rows below that are kept at least, where they are so many
_CHARACTERS: Final = 16_000_000  # that they may hold


@dataclass(frozen=True, slots=True, eq=False)
class Survey:
    """A look over some grids that follow one another."""

    grid: Grid  # the rows at the top, with what is broken or blank among them, and evenly spaced ones below
    n_rows: int  # of all kinds
    n_filled: int  # that hold anything
    widest: int  # cells up to the last one that holds anything, of the rows below the top


def survey(grids: Iterable[Grid]) -> Survey | None:
    """A look over ``grids``; None where there is none."""
    top: Grid | None = None
    spaced = _Spaced()
    n_rows = n_filled = widest = 0
    for grid in grids:
        n_rows += len(grid.rows) + len(grid.bad) + len(grid.blank)
        n_filled += len(grid.bad) + sum(any(map(str.strip, row)) for row in grid.rows)
        n_top = max(_HEAD - len(top.rows), 0) if top is not None else _HEAD
        widest = max([widest, *map(filled, grid.rows[n_top:])])
        widest = max([widest, *(filled(bad.cells) for bad in grid.bad if bad.reason is Reason.UNDECODABLE)])
        if n_top:
            top = _joined(top, grid, n_top)
        spaced.add(grid.rows[n_top:], grid.lines[n_top:])
    if top is None:
        return None
    whole = replace(top, rows=[*top.rows, *spaced.rows], lines=[*top.lines, *spaced.lines])
    return Survey(whole, n_rows, n_filled, widest)


def every_row(grid: Grid, *, width: int) -> list[tuple[int, Sequence[str]]]:
    """Line and cells of each row of ``grid``, in order."""
    delimiter = grid.delimiter or ","
    rows: list[tuple[int, Sequence[str]]] = list(zip(grid.lines, grid.rows, strict=True))
    for bad in grid.bad:
        # A line with a broken quote was cut at every delimiter; what is too much is most likely text with commas.
        whole = bad.reason is Reason.UNDECODABLE or len(bad.cells) <= width
        cells = bad.cells if whole else (*bad.cells[: width - 1], delimiter.join(bad.cells[width - 1 :]))
        rows.append((bad.line, cells))
    rows += [(blank.line, [""] * blank.n_cells) for blank in grid.blank]
    return sorted(rows, key=lambda row: row[0])


def filled(row: Sequence[str]) -> int:
    """Number of cells up to the last one that holds anything."""
    return next((place for place in range(len(row), 0, -1) if row[place - 1].strip()), 0)


def _joined(top: Grid | None, grid: Grid, n: int) -> Grid:
    """``top`` with the first ``n`` rows of ``grid``, and with what is broken or blank above these."""
    last = grid.lines[n] if len(grid.lines) > n else None
    bad = [one for one in grid.bad if last is None or one.line < last][:_HEAD]
    blank = [one for one in grid.blank if last is None or one.line < last][:_HEAD]
    part = replace(grid, rows=grid.rows[:n], lines=grid.lines[:n], bad=bad, blank=blank)
    if top is None:
        return part
    joined = {name: getattr(top, name) + getattr(part, name) for name in ("rows", "lines", "bad", "blank")}
    return replace(top, **joined)


class _Spaced:
    """Every row, then every second one, every fourth: as many as memory allows, evenly over all that came."""

    def __init__(self) -> None:
        self.rows: list[list[str]] = []
        self.lines: list[int] = []
        self._step, self._skip, self._n_characters = 1, 0, 0

    def add(self, rows: Sequence[list[str]], lines: Sequence[int]) -> None:
        """Take in the next rows."""
        taken = rows[self._skip :: self._step]
        self.rows += taken
        self.lines += lines[self._skip :: self._step]
        self._skip = (self._skip - len(rows)) % self._step
        self._n_characters += sum(len(cell) for row in taken for cell in row)
        while len(self.rows) > 2 * _SPACED or (self._n_characters > _CHARACTERS and len(self.rows) > _HEAD):
            # What comes next must keep the step from the last row that stays.
            self._skip += 0 if len(self.rows) % 2 == 0 else self._step
            self._step *= 2
            self.rows, self.lines = self.rows[::2], self.lines[::2]
            self._n_characters = sum(len(cell) for row in self.rows for cell in row)
