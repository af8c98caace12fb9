"""The rows of a page as JSON: column by column, with a table for what comes again, so that 20,000 fit in 3 MiB."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING, Final

from voc_cli.schema import SEPARATOR

if TYPE_CHECKING:
    from voc_cli.report.rows import RowBatch, Rows, Shown

N_ROWS: Final = 20_000
MOST_BYTES: Final = 2_500_000  # of UTF-8
_CODED: Final = ("theme", "stage", "owner", "sentiment")  # in the order of the rows nearly the same for long runs
_OF_RECORD: Final = ("date", "product", "channel")
_Record = tuple[str, str, str, str, float | None, int]  # id, date, product, channel, rating, whether it is a copy


@dataclass(slots=True)
class _Table:
    """The number of each distinct value, in order of first sight."""

    numbers: dict[str, int] = field(default_factory=dict)

    def number(self, value: str) -> int:
        return self.numbers.setdefault(value, len(self.numbers))

    def of(self, values: Iterable[str]) -> list[int]:
        return [self.number(value) for value in values]


@dataclass(slots=True)
class _Packed:
    """What all batches are packed into."""

    tables: dict[str, _Table] = field(default_factory=dict)
    runs: dict[str, list[int]] = field(default_factory=dict)
    rows: dict[str, list[object]] = field(default_factory=dict)
    records: dict[str, list[object]] = field(default_factory=dict)
    record_numbers: dict[_Record, int] = field(default_factory=dict)

    def table(self, name: str) -> _Table:
        return self.tables.setdefault(name, _Table())

    def add(self, batch: RowBatch) -> None:
        """Pack one more batch."""
        for name in _CODED:
            self._add_runs(name, getattr(batch, name), getattr(batch, f"{name}_id", getattr(batch, f"{name}_code", ())))
        columns: dict[str, Sequence[object]] = {
            "record": self._records(batch),
            "intent": self.table("intent").of(batch.intent),
            "signals": self.table("signals").of(batch.signals),
            "polarity": [round(100 * value) for value in batch.polarity],
            "evidence": [self.table("evidence").of(cell.split(SEPARATOR)) if cell else [] for cell in batch.evidence],
            "text": batch.text,
        }
        for name, values in columns.items():
            self.rows.setdefault(name, []).extend(values)

    def _add_runs(self, name: str, values: Sequence[str], codes: Sequence[str]) -> None:
        """Number and length in turn. A code and its name stand in the table together, a tab between them."""
        keys = [f"{code}\t{value}" for code, value in zip(codes, values, strict=True)] if codes else values
        runs = self.runs.setdefault(name, [])
        for number, group in groupby(self.table(name).of(keys)):
            runs += (number, len(list(group)))

    def _records(self, batch: RowBatch) -> list[int]:
        """The number of each row's record; what is said of a record is packed once."""
        ratings = [int(rating) if rating is not None and rating.is_integer() else rating for rating in batch.rating]
        is_copy = [int(doc_id != "") for doc_id in batch.copy_of]
        keys = list(zip(batch.doc_id, batch.date, batch.product, batch.channel, ratings, is_copy, strict=True))
        for key in dict.fromkeys(keys):
            if key not in self.record_numbers:
                self.record_numbers[key] = len(self.record_numbers)
                codes = (self.table(name).number(value) for name, value in zip(_OF_RECORD, key[1:4], strict=True))
                # Where the export has no numbers of its own they are file and row, and the file's name once is enough.
                file, colon, row = key[0].rpartition(":")
                values = (self.table("prefix").number(file + colon), row, *codes, *key[4:])
                told = zip(("prefix", "id", *_OF_RECORD, "rating", "is_copy"), values, strict=True)
                for name, value in told:
                    self.records.setdefault(name, []).append(value)
        return [self.record_numbers[key] for key in keys]


def pack(rows: Rows, *, most_bytes: int = MOST_BYTES) -> tuple[str, Shown]:
    """The rows as JSON that may stand in a script element, and which rows they are.

    Where nobody chose a number, it is 20,000 or as many as ``most_bytes`` hold.
    """
    limit = N_ROWS
    while True:
        shown = rows.shown(default=limit)
        packed = _pack(rows, shown)
        n_bytes = len(packed.encode())
        limit = int(0.97 * shown.n * most_bytes / n_bytes)
        # A number that the user chose does not move with the default, and is kept whatever it weighs.
        if n_bytes <= most_bytes or rows.shown(default=limit).n == shown.n:
            return packed, shown


def _pack(rows: Rows, shown: Shown) -> str:
    packed = _Packed()
    for batch in rows.batches(shown):
        packed.add(batch)
    return script_json({
        "n": shown.n,
        "n_total": shown.n_total,
        "tables": {name: list(table.numbers) for name, table in packed.tables.items()},
        "runs": packed.runs,
        "records": packed.records,
        "rows": packed.rows,
    })  # fmt: skip


def script_json(value: object) -> str:
    """``value`` as JSON without a character that could end a script element or a line of one."""
    said = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for mark in "<>&\u2028\u2029":
        said = said.replace(mark, f"\\u{ord(mark):04x}")
    return said
