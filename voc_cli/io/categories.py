"""Categories that agents gave to records: one cell of several levels to columns, and a file to compare with."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import BinaryIO, Final

from voc_cli import messages
from voc_cli.errors import InputError
from voc_cli.io.pairs import read_pairs
from voc_cli.io.records import Mask
from voc_cli.roles import CATEGORY

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
    """Read one file with a column of categories; rows without one are left out.

    Raises:
        InputError: As read_pairs, or no row has a category.
        UsageError: ``name`` stands for several files.
    """
    pairs = read_pairs(
        name, role=CATEGORY, header=category, columns=columns, mask=mask, stdin=stdin, max_characters=max_characters
    )
    named = [levels(cell) for cell in pairs.cells]
    kept = [place for place, parts in enumerate(named) if parts]
    if not kept:
        what = messages.text("evaluate.no_category", header=category)
        raise InputError(pairs.where, what, mend=messages.text("evaluate.no_category_mend"))
    return Categorised(
        name=pairs.name,
        text_header=pairs.text_header,
        category_header=pairs.header,
        texts=[pairs.texts[place] for place in kept],
        categories=[named[place] for place in kept],
        source_files=[pairs.source_files[place] for place in kept],
        source_rows=[pairs.source_rows[place] for place in kept],
        n_missing=len(named) - len(kept),
        n_rejected=pairs.n_rejected,
        notes=pairs.notes,
    )
