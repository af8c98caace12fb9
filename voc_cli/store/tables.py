"""The tables of a history, and how an older history becomes one of this version.

``docs/history.md`` explains them to whoever opens the file with ``duckdb``.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from voc_cli.errors import ConfigError
from voc_cli.messages import text

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

VERSION: Final = 4  # of the tables; a step in MIGRATIONS leads to each version from the one before

_TABLES: Final = """
CREATE TABLE meta (key VARCHAR PRIMARY KEY, value VARCHAR NOT NULL);
CREATE TABLE files (
    name VARCHAR PRIMARY KEY, digest VARCHAR NOT NULL, until TIMESTAMP, source VARCHAR NOT NULL
);
CREATE TABLE records (
    doc_key VARCHAR NOT NULL, doc_id VARCHAR NOT NULL, source_file VARCHAR NOT NULL, source_row BIGINT NOT NULL,
    received_at TIMESTAMP, closed_at TIMESTAMP, channel VARCHAR NOT NULL, product VARCHAR NOT NULL,
    segment VARCHAR NOT NULL, customer VARCHAR NOT NULL, rating DOUBLE, text VARCHAR NOT NULL,
    polarity DOUBLE NOT NULL, sentiment VARCHAR NOT NULL, intent VARCHAR NOT NULL, stages VARCHAR NOT NULL,
    signals VARCHAR NOT NULL, masked VARCHAR NOT NULL, carried VARCHAR NOT NULL,
    annotation VARCHAR NOT NULL, until TIMESTAMP
);
CREATE TABLE record_clauses (
    doc_key VARCHAR NOT NULL, clause_no BIGINT NOT NULL, start BIGINT NOT NULL, "end" BIGINT NOT NULL,
    text VARCHAR NOT NULL, polarity DOUBLE NOT NULL, sentiment VARCHAR NOT NULL, intent VARCHAR NOT NULL,
    stage VARCHAR NOT NULL, owner VARCHAR NOT NULL, signals VARCHAR NOT NULL, evidence VARCHAR NOT NULL,
    aspect VARCHAR NOT NULL, lemmas VARCHAR NOT NULL, partner VARCHAR NOT NULL, staff VARCHAR NOT NULL,
    promise VARCHAR NOT NULL, act INTEGER NOT NULL
);
CREATE TABLE rejected (
    source_file VARCHAR NOT NULL, source_row BIGINT NOT NULL, reason VARCHAR NOT NULL, raw VARCHAR NOT NULL
);
CREATE TABLE marks (doc_key VARCHAR NOT NULL, theme_ids VARCHAR NOT NULL, duplicate_of VARCHAR NOT NULL);
CREATE TABLE clause_themes (doc_key VARCHAR NOT NULL, clause_no BIGINT NOT NULL, theme_id VARCHAR NOT NULL);
CREATE TABLE themes (
    theme_id VARCHAR NOT NULL, name VARCHAR NOT NULL, stage VARCHAR NOT NULL, owner VARCHAR NOT NULL,
    n_clauses BIGINT NOT NULL, n_documents BIGINT NOT NULL, first_seen TIMESTAMP, last_seen TIMESTAMP
);
CREATE TABLE volume (
    unit VARCHAR NOT NULL, period DATE NOT NULL, channel VARCHAR NOT NULL, n_documents BIGINT NOT NULL
);
CREATE TABLE theme_periods (
    unit VARCHAR NOT NULL, period DATE NOT NULL, channel VARCHAR NOT NULL, theme_id VARCHAR NOT NULL,
    n_documents BIGINT NOT NULL
);
CREATE TABLE alerts (
    alert_id VARCHAR PRIMARY KEY, period VARCHAR NOT NULL, level VARCHAR NOT NULL, sentence VARCHAR NOT NULL,
    run_no BIGINT
);
CREATE TABLE urgent_arrivals (doc_key VARCHAR PRIMARY KEY, told_with VARCHAR);
CREATE TABLE rejected_arrivals (source_file VARCHAR PRIMARY KEY, told_with VARCHAR);
CREATE TABLE runs (
    run_no BIGINT PRIMARY KEY, started_at TIMESTAMP NOT NULL, ended_at TIMESTAMP NOT NULL, host VARCHAR NOT NULL,
    voc_version VARCHAR NOT NULL, annotation VARCHAR NOT NULL, n_files BIGINT NOT NULL, n_new BIGINT NOT NULL,
    n_replaced BIGINT NOT NULL, n_removed BIGINT NOT NULL, n_rejected BIGINT NOT NULL, n_records BIGINT NOT NULL
);
CREATE VIEW documents AS
    SELECT r.doc_id, source_file, source_row, received_at, closed_at, channel, product, segment, customer, rating,
        text, polarity, sentiment, intent, stages, m.theme_ids, signals, m.duplicate_of, carried, r.doc_key
    FROM records r LEFT JOIN marks m USING (doc_key) ORDER BY received_at, r.doc_key;
CREATE VIEW clauses AS
    SELECT r.doc_id, c.clause_no, c.start, c."end", c.text, c.polarity, c.sentiment, c.intent, c.stage, c.owner,
        coalesce(t.theme_id, '') AS theme_id, coalesce(n.name, '') AS theme, c.signals, c.evidence, r.received_at,
        c.doc_key
    FROM record_clauses c JOIN records r USING (doc_key)
    LEFT JOIN clause_themes t ON t.doc_key = c.doc_key AND t.clause_no = c.clause_no
    LEFT JOIN themes n ON n.theme_id = t.theme_id
    ORDER BY r.received_at, c.doc_key, c.clause_no;
"""
# version reached: statements that lead there from the one before
MIGRATIONS: Final[dict[int, str]] = {
    2: "ALTER TABLE record_clauses ALTER act TYPE INTEGER",
    3: "CREATE TABLE IF NOT EXISTS urgent_arrivals (doc_key VARCHAR PRIMARY KEY, told_with VARCHAR)",
    4: "CREATE TABLE IF NOT EXISTS rejected_arrivals (source_file VARCHAR PRIMARY KEY, told_with VARCHAR)",
}
# What one run and many runs over the same files leave alike; the others tell of the runs themselves.
CONTENT: Final = (
    "files", "records", "record_clauses", "rejected", "marks", "clause_themes", "themes", "volume", "theme_periods",
)  # fmt: skip
EXPORTED: Final = ("documents", "clauses", "themes", "theme_periods", "volume", "rejected", "alerts", "runs")


def prepare(connection: DuckDBPyConnection, path: Path, *, version: int = VERSION) -> None:
    """Make the tables where there are none, and lead older ones to ``version``, all inside one transaction.

    Raises:
        ConfigError: The file was written by a newer voc, or is the database of another program.
    """
    connection.execute("BEGIN")
    found = stored_version(connection, path)
    if found is None:
        connection.execute(_TABLES)
        found = VERSION
    if found > version:
        connection.execute("ROLLBACK")
        refuse_newer(found, path, version=version)
    for step in range(found + 1, version + 1):
        connection.execute(MIGRATIONS[step])
    connection.execute("INSERT OR REPLACE INTO meta VALUES ('schema_version', ?)", [str(version)])
    connection.execute("COMMIT")


def refuse_newer(found: int, path: Path, *, version: int = VERSION) -> None:
    """Stop where the tables at ``path`` are of a version that this program does not know.

    Raises:
        ConfigError: They are.
    """
    if found > version:
        what = text("store.newer", found=found, known=version)
        raise ConfigError(path, what, mend=text("store.newer_mend"))


def stored_version(connection: DuckDBPyConnection, path: Path) -> int | None:
    """Version of the tables in the file; None where it is empty.

    Raises:
        ConfigError: It is the database of another program.
    """
    names = {name for (name,) in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
    if not names:
        return None
    if "meta" not in names:
        raise ConfigError(path, text("store.foreign"), mend=text("store.foreign_mend"))
    rows = connection.execute("SELECT value FROM meta WHERE key = 'schema_version'").fetchall()
    return int(rows[0][0]) if rows else 0
