"""Texts whose sentiment somebody has labelled, to measure against."""

from __future__ import annotations

import math
import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import BinaryIO, Final

from voc_cli import messages, resources
from voc_cli.errors import InputError
from voc_cli.io.pairs import Pairs, read_pairs
from voc_cli.io.ratings import Scale, parse_ratings
from voc_cli.io.records import Mask
from voc_cli.schema import Sentiment

LABEL: Final = "label"  # role of the column of labels
_NUMBER: Final = re.compile(r"[+-]?\d+(?:\.\d+)?")
_NO_WORD: Final = re.compile(r"[\W_]+")
BAD_RATING: Final = 2.0  # of 1 to 5: at most
GOOD_RATING: Final = 4.0  # at least
_TOLERATED: Final = 0.02  # share of other numbers that may be slips of the hand
_SHOWN: Final = 5
_SHOWN_CHARACTERS: Final = 20


@dataclass(frozen=True, slots=True)
class Labels:
    """A column of labels."""

    values: list[Sentiment | None]  # None where there is none, or none that could be read
    n_missing: int  # empty cells
    n_between: int  # ratings that are neither good nor bad
    unreadable: tuple[str, ...]  # what could not be read, each spelling once, most frequent first
    n_unreadable: int
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Labelled:
    """The rows of a file that hold a text and a column of labels; lists of equal length."""

    name: str
    text_header: str
    label_header: str
    texts: list[str]
    labels: Labels
    source_files: list[str]
    source_rows: list[int]
    n_rejected: int  # rows without a text that could be read
    notes: tuple[str, ...]


def read_labelled(
    name: str,
    *,
    label: str,
    columns: Mapping[str, str],
    is_rating: bool,
    mask: Mask,
    stdin: BinaryIO | None = None,
    max_characters: int = 100_000,
) -> Labelled:
    """Read one file with a column of labels, or of ratings where ``is_rating``.

    Raises:
        InputError: As read_pairs, or none of its labels can be read.
        UsageError: ``name`` stands for several files.
    """
    pairs = read_pairs(
        name, role=LABEL, header=label, columns=columns, mask=mask, stdin=stdin, max_characters=max_characters
    )
    if is_rating:
        labels = read_ratings(pairs.cells, header=pairs.header)
    else:
        labels = read_labels(pairs.cells, where=pairs.where)
    _check_any(labels, pairs, mask)
    return Labelled(
        name=pairs.name,
        text_header=pairs.text_header,
        label_header=pairs.header,
        texts=pairs.texts,
        labels=labels,
        source_files=pairs.source_files,
        source_rows=pairs.source_rows,
        n_rejected=pairs.n_rejected,
        notes=pairs.notes,
    )


def read_labels(cells: Sequence[str], *, where: str) -> Labels:
    """The sentiment that each cell names, in words or as -1, 0 and 1.

    Where no number is -1, 0 stands for negative: with two classes people count from zero.

    Raises:
        InputError: The numbers look like ratings.
    """
    counts = Counter(cell.strip() for cell in cells)
    n_missing = counts.pop("", 0)
    numbers = {cell: float(_plain(cell)) for cell in counts if _NUMBER.fullmatch(_plain(cell))}
    n_other = sum(counts[cell] for cell, value in numbers.items() if value not in (-1, 0, 1))
    if n_other > _TOLERATED * sum(counts[cell] for cell in numbers):
        raise InputError(
            where, messages.text("evaluate.like_ratings"), mend=messages.text("evaluate.like_ratings_mend")
        )
    of_number = {1.0: Sentiment.POSITIVE, 0.0: Sentiment.NEUTRAL, -1.0: Sentiment.NEGATIVE}
    notes: tuple[str, ...] = ()
    if 0.0 in numbers.values() and -1.0 not in numbers.values():
        of_number[0.0] = Sentiment.NEGATIVE
        notes = (messages.text("evaluate.zero_is_negative"),)
    meant = {
        cell: of_number.get(numbers[cell]) if cell in numbers else _words().get(_NO_WORD.sub("", _plain(cell)))
        for cell in counts
    }
    unreadable = [(cell, n) for cell, n in counts.most_common() if meant[cell] is None]
    return Labels(
        values=[meant.get(cell.strip()) for cell in cells],
        n_missing=n_missing,
        n_between=0,
        unreadable=tuple(cell for cell, _ in unreadable),
        n_unreadable=sum(n for _, n in unreadable),
        notes=notes,
    )


def read_ratings(cells: Sequence[str], *, header: str) -> Labels:
    """The sentiment behind ratings, brought to 1 to 5: up to 2 is negative, from 4 on positive, between is left out."""
    ratings = parse_ratings(cells, header=header)
    values: list[Sentiment | None] = []
    unreadable: Counter[str] = Counter()
    n_missing = n_between = 0
    for cell, rating in zip(cells, ratings.values.tolist(), strict=True):
        if rating <= BAD_RATING:
            values.append(Sentiment.NEGATIVE)
        elif rating >= GOOD_RATING:
            values.append(Sentiment.POSITIVE)
        else:
            values.append(None)
            if not math.isnan(rating):
                n_between += 1
            elif cell.strip():
                unreadable[cell.strip()] += 1
            else:
                n_missing += 1
    notes: tuple[str, ...] = ()
    if ratings.scale is not Scale.FIVE and cells:
        notes = (messages.text(f"io.scale_{ratings.scale.name.lower()}", header=header),)
    return Labels(
        values=values,
        n_missing=n_missing,
        n_between=n_between,
        unreadable=tuple(cell for cell, _ in unreadable.most_common()),
        n_unreadable=unreadable.total(),
        notes=notes,
    )


def show_unreadable(labels: Labels, mask: Mask) -> str:
    """A few of the labels that could not be read, short and masked: the wrong column may hold anything."""
    shown = [mask(cell)[:_SHOWN_CHARACTERS] for cell in labels.unreadable[:_SHOWN]]
    return ", ".join(shown) + (" …" if len(labels.unreadable) > _SHOWN else "")


def _check_any(labels: Labels, pairs: Pairs, mask: Mask) -> None:
    if any(labels.values):
        return
    what = messages.text("evaluate.unread_labels", header=pairs.header, shown=show_unreadable(labels, mask))
    raise InputError(pairs.where, what, mend=messages.text("evaluate.unread_labels_mend"))


def _plain(cell: str) -> str:
    # Spreadsheets and word processors write another minus.
    return unicodedata.normalize("NFKC", cell).replace("\u2212", "-").strip().casefold()


@cache
def _words() -> dict[str, Sentiment]:
    table = tomllib.loads(resources.read_text("labels.toml"))
    return {_NO_WORD.sub("", word): Sentiment(name) for name, words in table.items() for word in words}
