"""The columns of records and their clauses in a history, and the statements that take them in."""

from __future__ import annotations

from typing import Final

from voc_cli import schema
from voc_cli.marks import CHANNEL, PRODUCT

DOC_KEY: Final = "doc_key"
CARRIED: Final = "carried"  # the export's other columns, as JSON
ANNOTATION: Final = "annotation"  # version of what annotated the record
UNTIL: Final = "until"  # the last moment in the export that the record is told by, of coming in or of closing
RECORDS: Final = (
    DOC_KEY,
    *(name for name in schema.READ_COLUMNS),
    *(name for name in schema.ANNOTATED_TEXTS if name != schema.TEXT),
    CARRIED,
    ANNOTATION,
    UNTIL,
)
_OF_TEXTS: Final = (schema.TEXT_NO, schema.OPEN)  # columns that say nothing more once a clause is that of a record
RECORD_CLAUSES: Final = (DOC_KEY, *(name for name in schema.ANNOTATED_CLAUSES if name not in _OF_TEXTS))

_COLUMNS: Final = ", ".join(RECORDS)
_OF_CLAUSES: Final = ", ".join(f'"{name}"' for name in RECORD_CLAUSES)
_SAME: Final = " AND ".join(f"w.{name} IS NOT DISTINCT FROM r.{name}" for name in RECORDS)
# What the company wrote of a record; the rest is where it stood, and what voc makes of it.
_EXPORTED: Final = (
    "doc_id", "received_at", "closed_at", "channel", "product", "segment", "customer", "rating", "text",
)  # fmt: skip
_ALIKE: Final = " AND ".join(f"w.{name} IS NOT DISTINCT FROM r.{name}" for name in _EXPORTED)
# A record may stand in several exports: the one that reaches further in time was made later. A file that was read
# before wins over its own old version, whatever it reaches. What says otherwise and comes too late is outdone.
WINNERS: Final = f"""
CREATE OR REPLACE TEMP TABLE winners AS
WITH best AS (
    SELECT {_COLUMNS} FROM incoming_records
    QUALIFY row_number() OVER (PARTITION BY doc_key ORDER BY until DESC NULLS LAST, source_file DESC) = 1
)
SELECT w.*, CASE
    WHEN r.doc_key IS NULL THEN 'new'
    WHEN r.source_file <> w.source_file AND (coalesce(r.until, '0001-01-01'), r.source_file)
        > (coalesce(w.until, '0001-01-01'), w.source_file) THEN CASE WHEN {_ALIKE} THEN 'older' ELSE 'outdone' END
    WHEN {_SAME} THEN 'same' WHEN {_ALIKE} THEN 'moved' ELSE 'replaced' END AS fate
FROM best w LEFT JOIN records r USING (doc_key);
"""
_URGENT: Final = ", ".join(f"'{signal.value}'" for signal in schema.URGENT)
_IS_URGENT: Final = f"list_has_any(string_split({{}}.signals, '{schema.SEPARATOR}'), [{_URGENT}])"
# A record that is closed later is corrected as well, and was told of when it came.
ARRIVED: Final = f"""
INSERT OR IGNORE INTO urgent_arrivals SELECT w.doc_key, NULL FROM winners w LEFT JOIN records r USING (doc_key)
WHERE {_IS_URGENT.format("w")} AND (fate = 'new' OR (fate = 'replaced' AND NOT {_IS_URGENT.format("r")}))
"""
TAKE_IN: Final = f"""
DELETE FROM winners WHERE fate IN ('older', 'outdone', 'same');
DELETE FROM record_clauses WHERE doc_key IN (SELECT doc_key FROM winners);
DELETE FROM records WHERE doc_key IN (SELECT doc_key FROM winners);
INSERT INTO records ({_COLUMNS}) SELECT {_COLUMNS} FROM winners;
INSERT INTO record_clauses ({_OF_CLAUSES}) SELECT {", ".join(f'c."{name}"' for name in RECORD_CLAUSES)}
FROM incoming_clauses c JOIN winners w USING (doc_key) WHERE c.source_file = w.source_file;
DROP TABLE winners;
"""
# Equal bytes have equal rows. A record that the new name's series holds already is not held twice.
RENAMED: Final = """
CREATE OR REPLACE TEMP TABLE renamed AS
SELECT r.doc_key AS old_key, v.doc_key AS new_key, r.doc_id AS old_id, v.doc_id AS new_id, v.source_file
FROM records r JOIN version v USING (source_row)
WHERE list_contains($old, r.source_file) AND list_position($old, r.source_file) = list_position($new, v.source_file)
    AND (r.doc_key = v.doc_key OR v.doc_key NOT IN (SELECT doc_key FROM records))
"""
KEYED: Final = (
    "SELECT table_name FROM duckdb_columns() WHERE column_name = 'doc_key' AND table_name IN (SELECT"
    " table_name FROM duckdb_tables() WHERE NOT temporary)"
)
RENAME: Final = """
UPDATE records SET doc_id = new_id, source_file = renamed.source_file FROM renamed WHERE doc_key = new_key;
UPDATE alerts SET alert_id = left(alert_id, length(alert_id) - length(old_id)) || new_id
    FROM renamed WHERE old_id <> new_id AND ends_with(alert_id, ':' || old_id);
"""
# Keys without a number of the export's own begin with "#" (see ``identity``). What is older than the new version
# reaches back was cut off, not taken back; without times that may be any row of its first day.
_GONE: Final = """
FROM records r WHERE list_contains(?, r.source_file) AND r.doc_key LIKE '#%' AND (r.received_at IS NULL
    OR r.received_at >= (SELECT CASE WHEN bool_or(received_at > date_trunc('day', received_at))
        THEN min(received_at) ELSE date_trunc('day', min(received_at)) + INTERVAL 1 DAY END
        FROM version))
"""
LEFT: Final = f"SELECT count(*), count(*) FILTER (doc_key IN (SELECT doc_key FROM version)) {_GONE}"
LEAVING: Final = f"SELECT doc_key {_GONE} AND r.doc_key NOT IN (SELECT doc_key FROM version)"
# Equal texts are annotated alike but for what product or channel of a record moved, which the evidence names.
_IS_HINT: Final = " OR ".join(f"starts_with(part, '{mark}:')" for mark in (CHANNEL, PRODUCT))
HINTED: Final = f"""
SELECT r.*, coalesce(h.hint, '') AS hint FROM records r LEFT JOIN (
    SELECT doc_key, min(part) AS hint
    FROM (SELECT doc_key, unnest(string_split(evidence, '{schema.SEPARATOR}')) AS part FROM record_clauses
        WHERE contains(evidence, '{CHANNEL}:') OR contains(evidence, '{PRODUCT}:'))
    WHERE {_IS_HINT} GROUP BY doc_key
) h USING (doc_key)
"""
