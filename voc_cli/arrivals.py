"""What is told by when it came in, not by its own day: none that comes late, or has no day, goes untold.

The history notes each safety or legal case that comes in after its first run, each file with rejected rows, and with
the report of which period these were told.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import numpy as np
import pandas as pd

from voc_cli import schema
from voc_cli.store.history import History
from voc_cli.store.statements import DOC_KEY
from voc_cli.trends.alerts import UrgentCase, urgent_cases
from voc_cli.trends.periods import Unit, last_day

_UNREPORTED: Final = "-"  # told while no period was there to report
_INSIDE: Final = "coalesce(CAST(r.received_at AS DATE) BETWEEN ? AND ?, FALSE)"
# Numbers that two systems share are told apart as ``remembered`` does.
_DOCUMENTS: Final = f"""
SELECT r.doc_key, received_at, customer, coalesce(m.duplicate_of, '') AS duplicate_of,
    CASE WHEN (SELECT count(*) FROM records o WHERE o.doc_id = r.doc_id) > 1 THEN substr(r.doc_key, 2) ELSE r.doc_id END
    AS doc_id
FROM urgent_arrivals a JOIN records r USING (doc_key) LEFT JOIN marks m USING (doc_key)
WHERE (a.told_with = ? OR (? AND a.told_with IS NULL)) AND NOT {_INSIDE} ORDER BY received_at NULLS LAST, r.doc_key
"""
_CLAUSES: Final = """
SELECT doc_key, text, signals, evidence FROM record_clauses WHERE list_contains(?, doc_key) ORDER BY doc_key, clause_no
"""
# Where no row of a file has a date, its rejected rows have none that they could be thought to be of.
_REJECTED: Final = """
SELECT source_file, source_row, reason, raw FROM rejected JOIN rejected_arrivals a USING (source_file)
WHERE (a.told_with = ? OR (? AND a.told_with IS NULL))
    AND source_file NOT IN (SELECT source_file FROM records WHERE received_at IS NOT NULL)
ORDER BY source_file, source_row
"""
_TELL_REJECTED: Final = "UPDATE rejected_arrivals SET told_with = ? WHERE told_with IS NULL"
_TELL: Final = f"""
UPDATE urgent_arrivals SET told_with = ? WHERE told_with IS NULL
    AND (? OR doc_key IN (SELECT doc_key FROM records r WHERE {_INSIDE}))
"""


@dataclass(frozen=True, slots=True, eq=False)
class Arrivals:
    """Records that a report tells of beside those of its period."""

    documents: pd.DataFrame  # DOC_KEY, doc_id, received_at, customer, duplicate_of
    clauses: pd.DataFrame  # schema.TEXT_NO (row in ``documents``), doc_id, text, signals, evidence

    @property
    def keys(self) -> tuple[str, ...]:
        """What the history knows the records by."""
        return tuple(self.documents[DOC_KEY])

    def cases(self, *, severity_of: Mapping[str, int]) -> tuple[UrgentCase, ...]:
        """See ``urgent_cases``."""
        every = np.ones(len(self.documents), dtype=bool)
        found = urgent_cases(self.documents, self.clauses, every, severity_of=severity_of)
        return tuple(replace(case, is_outside=True) for case in found)


def find_arrivals(history: History, unit: Unit, first: date | None, *, takes_new: bool) -> Arrivals:
    """What the report of the period that begins on ``first`` tells of beside its own records.

    Args:
        first: None where there is no period to tell of.
        takes_new: Whether it is the one to tell of what was not told of yet.
    """
    # Without a report there is nothing that they would stand in until the next one.
    told_with = None if first is None else _name(unit, first)
    values = [told_with, takes_new, *_stretch(unit, first)]
    documents = history.frame(_DOCUMENTS, values)
    clauses = history.frame(_CLAUSES, [documents[DOC_KEY].tolist()])
    rows = pd.Index(documents[DOC_KEY]).get_indexer(pd.Index(clauses[DOC_KEY]))
    names = documents[schema.DOC_ID].to_numpy()[rows]
    return Arrivals(documents, clauses.assign(**{schema.TEXT_NO: rows, schema.DOC_ID: names}))


def find_rejected(history: History, unit: Unit, first: date | None, *, takes_new: bool) -> pd.DataFrame:
    """schema.REJECTED of files without a date that the report of the period tells of; see ``find_arrivals``."""
    return history.frame(_REJECTED, [None if first is None else _name(unit, first), takes_new])


def remember_arrivals(history: History, unit: Unit, first: date | None, *, takes_new: bool) -> None:
    """Note that the cases of this period were told of, and where it ``takes_new`` all the others as well."""
    with history.transaction():
        history.connection.execute(_TELL, [_name(unit, first), takes_new, *_stretch(unit, first)])
        if takes_new:
            history.connection.execute(_TELL_REJECTED, [_name(unit, first)])


def _name(unit: Unit, first: date | None) -> str:
    return _UNREPORTED if first is None else f"{unit} {first.isoformat()}"


def _stretch(unit: Unit, first: date | None) -> tuple[date, date] | tuple[None, None]:
    return (None, None) if first is None else (first, last_day(first, unit))
