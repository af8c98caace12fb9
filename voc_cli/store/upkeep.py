"""What a person does with a history now and then: thin it out, and see that it is sound."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Final

import pandas as pd

from voc_cli.store.database import connect
from voc_cli.store.history import PRUNED, History, unusable
from voc_cli.store.tables import CONTENT

_CHECKS: Final = {
    "twice": "SELECT count(*) - count(DISTINCT doc_key) FROM records",
    "orphans": "SELECT count(*) FROM record_clauses WHERE doc_key NOT IN (SELECT doc_key FROM records)",
    "offsets": "SELECT count(*) FROM record_clauses c JOIN records r USING (doc_key)"
    ' WHERE substr(r.text, CAST(c.start AS BIGINT) + 1, CAST(c."end" - c.start AS BIGINT)) <> c.text',
    "unmarked": "SELECT count(*) FROM records WHERE doc_key NOT IN (SELECT doc_key FROM marks)",
    "themeless": "SELECT count(*) FROM clause_themes WHERE theme_id NOT IN (SELECT theme_id FROM themes)",
}


def prune(history: History, *, before: date) -> int:
    """Take out the records that came in before a day, for good; how many there were.

    The files that brought them are still known, and what they hold of that time stays out. Tables that follow from
    the records must be made anew. To be called in a transaction.
    """
    records = history.frame("DELETE FROM records WHERE received_at < ? RETURNING doc_key", [before])
    history.connection.execute("DELETE FROM record_clauses WHERE doc_key NOT IN (SELECT doc_key FROM records)")
    history.connection.execute("DELETE FROM urgent_arrivals WHERE doc_key NOT IN (SELECT doc_key FROM records)")
    history.connection.execute("DELETE FROM alerts WHERE period <> '' AND period < ?", [before.isoformat()])
    history.remember(PRUNED, max(before.isoformat(), history.meta(PRUNED) or ""))
    return len(records)


def compact(path: Path) -> None:
    """Write a closed history anew without the room that deleted rows leave; the old file stays until the new is whole.

    Raises:
        duckdb.Error: The disk is full, or the file cannot be read; it is as it was.
    """
    import duckdb

    fresh = path.with_name(f".{path.name}.compact")
    fresh.unlink(missing_ok=True)
    try:
        with connect(Path(":memory:")) as connection:
            connection.execute(f"ATTACH {_quoted(path)} AS old (READ_ONLY)")
            connection.execute(f"ATTACH {_quoted(fresh)} AS fresh")
            connection.execute("COPY FROM DATABASE old TO fresh")
            connection.execute("DETACH fresh")
            connection.execute("DETACH old")
        fresh.chmod(path.stat().st_mode & 0o777)
        with fresh.open("rb") as file:
            os.fsync(file.fileno())
        fresh.replace(path)
    except duckdb.Error as error:
        raise unusable(path, error) from error
    finally:
        fresh.unlink(missing_ok=True)


def faults(history: History, derived: Mapping[str, pd.DataFrame] | None) -> dict[str, int]:
    """Rows that contradict each other, by kind of fault; empty where the history is sound.

    Args:
        derived: What follows from the records when it is made anew, to be compared with what the file holds.
    """
    for name in (*CONTENT, "alerts", "runs", "meta"):
        history.count(f"SELECT count(hash(t)) FROM {name} t")  # damage shows where a block is read
    found = {name: history.count(query) for name, query in _CHECKS.items()}
    for name, frame in (derived or {}).items():
        found[f"stale_{name}"] = _n_different(history, name, frame)
    return {name: n for name, n in found.items() if n}


def _n_different(history: History, name: str, frame: pd.DataFrame) -> int:
    columns = ", ".join(f'"{column}"' for column in frame.columns)
    history.connection.register("anew", frame)
    history.connection.execute(f"CREATE OR REPLACE TEMP TABLE anew_rows AS SELECT {columns} FROM {name} LIMIT 0")
    history.connection.execute(f"INSERT INTO anew_rows SELECT {columns} FROM anew")
    history.connection.unregister("anew")
    query = (
        f"SELECT (SELECT count(*) FROM (SELECT {columns} FROM {name} EXCEPT ALL SELECT {columns} FROM anew_rows))"
        f" + (SELECT count(*) FROM (SELECT {columns} FROM anew_rows EXCEPT ALL SELECT {columns} FROM {name}))"
    )
    return history.count(query)


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"
