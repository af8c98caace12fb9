"""All records of a history with their themes, as they are now or as they were on an earlier day."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from voc_cli import schema
from voc_cli.annotate import Annotated
from voc_cli.engine.hands import OWN, Hand
from voc_cli.pipeline import Related, distinct_texts, relate
from voc_cli.schema import Source
from voc_cli.store.history import History
from voc_cli.store.statements import CARRIED, DOC_KEY, HINTED, RECORD_CLAUSES
from voc_cli.text.duplicates import Copies, copies_of
from voc_cli.theme_edits import ThemeEdits
from voc_cli.themes.placing import Seeds
from voc_cli.trends.periods import UNITS

_HINT: Final = "hint"  # column of ``HINTED``
_ORDER: Final = "received_at NULLS LAST, doc_key"


@dataclass(frozen=True, slots=True, eq=False)
class Stored:
    """What the history holds of some records, in an order that does not depend on how they came in."""

    records: pd.DataFrame  # in ``_ORDER``, so that the records up to a day stand first
    clauses: pd.DataFrame  # of the distinct texts, numbered by first sight
    copies: Copies
    sources: tuple[Source, ...]

    def until(self, day: date | None) -> Stored | None:
        """The records up to ``day``: a text copies earlier ones only, so that what is known of these stays."""
        if day is None:
            return self
        moments = self.records[schema.RECEIVED_AT].to_numpy()
        n = int((moments < np.datetime64(day) + np.timedelta64(1, "D")).sum())
        if not n:
            return None
        records = self.records.iloc[:n]
        n_texts = int(_units(records).max()) + 1
        # They stand in the order of their texts.
        clauses = self.clauses.iloc[: int(self.clauses[schema.TEXT_NO].searchsorted(n_texts))]
        copies = replace(self.copies, of=self.copies.of[:n], near=self.copies.near[:n])
        return Stored(records, clauses, copies, self.sources)


@dataclass(frozen=True, slots=True, eq=False)
class Remembered:
    """All records of a history up to a day."""

    related: Related
    keys: list[str]  # of the records, by row
    masks: pd.Series[str]
    sources: tuple[Source, ...]


def recall(history: History, seeds: Seeds, *, edits: ThemeEdits | None = None) -> Remembered | None:
    """Everything that the history holds of all records; None of no record."""
    stored = read_stored(history)
    return relate_stored(stored, seeds, edits=edits) if stored is not None else None


def relate_stored(stored: Stored, seeds: Seeds, *, edits: ThemeEdits | None = None) -> Remembered:
    """The records with their themes, a function of ``stored`` alone."""
    records = stored.records.assign(**{schema.DOC_ID: _unique(stored.records)})
    numbers = _units(records)
    first = np.unique(numbers, return_index=True)[1]
    texts = records[list(schema.ANNOTATED_TEXTS)].take(first).reset_index(drop=True)
    read = records[[*schema.READ_COLUMNS, CARRIED]]
    for name in (schema.RECEIVED_AT, schema.CLOSED_AT):
        read = read.assign(**{name: read[name].astype("datetime64[ns]")})
    related = relate(
        read,
        Annotated(texts, stored.clauses, Counter()),
        numbers,
        seeds,
        edits=edits,
        copies=lambda: stored.copies,
        units=UNITS,
    )
    return Remembered(related, records[DOC_KEY].tolist(), records[schema.MASKED], stored.sources)


def read_stored(history: History, *, hand: Hand = OWN) -> Stored | None:
    """What the history holds of all records; None of no record.

    Args:
        hand: Looks for copies while the clauses are read.
    """
    records = history.frame(f"{HINTED} ORDER BY {_ORDER}")
    if records.empty:
        return None
    numbers = _units(records)
    first = np.unique(numbers, return_index=True)[1]
    texts = records[schema.TEXT].to_numpy()[first].tolist()
    copies = hand.ask(copies_of, texts, numbers, records[schema.RECEIVED_AT].to_numpy())
    wanted = pd.DataFrame({DOC_KEY: records[DOC_KEY].to_numpy()[first], schema.TEXT_NO: np.arange(len(first))})
    history.connection.register("wanted", wanted)
    names = ", ".join(f'c."{name}"' for name in RECORD_CLAUSES if name != DOC_KEY)
    clauses = history.frame(
        f"SELECT text_no, {names} FROM wanted JOIN record_clauses c USING (doc_key) ORDER BY text_no, clause_no"
    )
    history.connection.unregister("wanted")
    found = history.frame("SELECT source FROM files ORDER BY name")["source"]
    sources = tuple(_source(facts) for cell in found for facts in json.loads(cell))
    return Stored(records, clauses, copies(), sources)


def _units(records: pd.DataFrame) -> NDArray[np.int64]:
    """Number of the text of each record, by first sight; texts that a hint placed otherwise are others."""
    return distinct_texts(records[schema.TEXT] + "\0" + records[_HINT])[0]


def _unique(records: pd.DataFrame) -> list[str]:
    """Numbers that two systems share are told apart by their headers."""
    shared = records[schema.DOC_ID].duplicated(keep=False).tolist()
    pairs = zip(records[schema.DOC_ID].tolist(), records[DOC_KEY].tolist(), shared, strict=True)
    return [key[1:] if is_shared else name for name, key, is_shared in pairs]


def _source(facts: dict[str, object]) -> Source:
    listed = {name: tuple(value) if isinstance(value, list) else value for name, value in facts.items()}
    return Source(**listed)  # type: ignore[arg-type]
