"""What scheduled runs remember: every record once, as its latest export tells it, and what follows from all of them.

The tables are a function of the files that were read and not of the order in which they came: a week that comes late,
an export that overlaps the last one and a run over everything at once end alike.
"""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self

from voc_cli import __version__, schema
from voc_cli.errors import ConfigError, LockedError, OutputError, VocError
from voc_cli.messages import text
from voc_cli.store import tables
from voc_cli.store.database import connect, is_damage, is_database, is_full, is_lock, is_of_another_kind
from voc_cli.store.statements import (
    ARRIVED,
    DOC_KEY,
    KEYED,
    LEAVING,
    LEFT,
    RENAME,
    RENAMED,
    TAKE_IN,
    WINNERS,
)

if TYPE_CHECKING:
    import pandas as pd
    from duckdb import DuckDBPyConnection

PRUNED: Final = "pruned_before"  # under which meta remembers what no file brings back
_GROWN: Final = 0.5  # share of a file's rows that its next version holds, if it is the same export corrected or grown


@dataclass(frozen=True, slots=True, eq=False)
class Incoming:
    """One file as it was read, its rows annotated."""

    name: str  # its path from the folder of the settings
    sheets: tuple[str, ...]  # what stands in source_file: the name, or one for each sheet
    digest: str  # of its bytes and of everything that could change what is made of them
    until: pd.Timestamp  # the last moment in it, of coming in or of closing; NaT without dates
    source: str  # schema.Source as JSON, one for each sheet
    records: pd.DataFrame  # RECORDS
    clauses: pd.DataFrame  # RECORD_CLAUSES, then source_file
    rejected: pd.DataFrame  # schema.REJECTED
    is_whole: bool = True  # else only the rows that another file has told until now
    old_name: str = ""  # under which the same bytes were read


@dataclass(frozen=True, slots=True)
class Merged:
    """What a run changed in the history."""

    n_new: int = 0
    n_replaced: int = 0  # with other content; one that only stands elsewhere by now is none of them
    n_removed: int = 0
    n_pruned: int = 0  # left out, because they came in before the day up to which the history was pruned
    n_outdone: int = 0  # told otherwise by an export that reaches further, and left as they are

    @property
    def changed(self) -> bool:
        """Whether anything did."""
        return bool(self.n_new or self.n_replaced or self.n_removed)


class History:
    """An open history; ``open_history`` makes it."""

    def __init__(self, connection: DuckDBPyConnection, path: Path) -> None:
        self.connection = connection
        self.path = path

    def digests(self) -> dict[str, str]:
        """Digest of the last version read of each file."""
        return dict(self._rows("SELECT name, digest FROM files"))

    def copies(self) -> set[str]:
        """Names of the files that hold the bytes of another one, and are not counted."""
        return {name for (name,) in self._rows("SELECT name FROM files WHERE source = '[]'")}

    def sheets(self, name: str) -> list[str]:
        """What stands in source_file for the records of a file."""
        rows = self._rows("SELECT source FROM files WHERE name = ?", [name])
        return [source["name"] for source in json.loads(rows[0][0])] if rows else []

    def keys_of(self, name: str) -> set[str]:
        """Keys of the records without a number that a file tells."""
        query = "SELECT doc_key FROM records WHERE list_contains(?, source_file) AND doc_key LIKE '#%'"
        return {str(key) for (key,) in self._rows(query, [self.sheets(name)])}

    def meta(self, key: str) -> str | None:
        """A remembered word, None where there is none."""
        rows = self._rows("SELECT value FROM meta WHERE key = ?", [key])
        return str(rows[0][0]) if rows else None

    def remember(self, key: str, value: str) -> None:
        """Keep a word under ``key``."""
        self.connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", [key, value])

    @contextmanager
    def transaction(self) -> Iterator[Self]:
        """All that is done inside, or nothing.

        Raises:
            OutputError: The file cannot be written, or the disk is full; the history is as it was.
            ConfigError: The file is damaged.
        """
        import duckdb

        try:
            self.connection.execute("BEGIN")
            yield self
            self.connection.execute("COMMIT")
        except duckdb.Error as error:
            # Whatever else is wrong is a fault of ours, and no file the user could mend.
            outside = (duckdb.OperationalError, duckdb.FatalException, duckdb.PermissionException)
            if isinstance(error, outside) or is_damage(error):
                raise unusable(self.path, error) from error
            raise

    def merge(self, files: Sequence[Incoming]) -> Merged:
        """Take in files; where records meet, the export that reaches further wins, and a file over its old self."""
        # Columns of a table without a row have no type that could be compared with anything.
        empty, files = [file for file in files if not len(file.records)], [file for file in files if len(file.records)]
        for file in files:
            if file.old_name:
                self._rename(file)
        for file in empty:
            if file.is_whole:
                self._note_file(file)
        if not files:
            return Merged()
        import pandas as pd

        gone = {key for file in files if file.is_whole for key in self._remove_what_left(file)}
        brought = pd.concat([file.records for file in files], ignore_index=True)
        records = self._kept(brought)
        clauses = pd.concat([file.clauses for file in files], ignore_index=True)
        self.connection.register("incoming_records", records)
        self.connection.register("incoming_clauses", clauses)
        self.connection.execute(WINNERS)
        counts = dict(self._rows("SELECT fate, count(*) FROM winners GROUP BY fate"))
        n_kept = len(gone & {key for (key,) in self._rows("SELECT doc_key FROM winners")})  # other files hold them
        # A first run over years of exports would raise every case there ever was.
        if self.count("SELECT count(*) FROM records"):
            self.connection.execute(ARRIVED)
        self.connection.execute(TAKE_IN)
        for name in ("incoming_records", "incoming_clauses"):
            self.connection.unregister(name)
        for file in files:
            if file.is_whole:
                self._note_file(file)
        n_new, n_replaced = int(counts.get("new", 0)) - n_kept, int(counts.get("replaced", 0))
        n_pruned = brought[DOC_KEY].nunique() - records[DOC_KEY].nunique()
        return Merged(n_new, n_replaced, len(gone) - n_kept, n_pruned, int(counts.get("outdone", 0)))

    def _kept(self, records: pd.DataFrame) -> pd.DataFrame:
        """``records`` without those that ``prune`` would take out again."""
        import pandas as pd

        first = self.meta(PRUNED)
        return records if first is None else records[~(records[schema.RECEIVED_AT] < pd.Timestamp(first))]

    def _rename(self, file: Incoming) -> None:
        """Let the records of a file stand under its new name, so that it finds them as its own."""
        old, new = self.sheets(file.old_name), list(file.sheets)
        self.connection.register("version", file.records)
        self.connection.execute(RENAMED, {"old": old, "new": new})
        self.connection.unregister("version")
        for (table,) in self._rows(KEYED):
            self.connection.execute(
                f"UPDATE {table} SET doc_key = new_key FROM renamed WHERE doc_key = old_key AND old_key <> new_key"
            )
        self.connection.execute(RENAME)
        for table in ("records", "rejected"):
            self.connection.execute(f"DELETE FROM {table} WHERE list_contains(?, source_file)", [old])
        self.connection.execute("DELETE FROM record_clauses WHERE doc_key NOT IN (SELECT doc_key FROM records)")
        self.connection.execute("DELETE FROM files WHERE name = ?", [file.old_name])

    def leaving(self, sheets: Sequence[str], version: pd.DataFrame) -> set[str]:
        """Keys of the rows without a number that a file has told, and its next version, corrected, no longer holds.

        Args:
            version: Its rows by now: DOC_KEY and received_at.
        """
        self.connection.register("version", version)
        rows = self._rows(LEFT, [list(sheets)])
        n_held, n_kept = (int(n) for n in rows[0])
        keys = set[str]()
        if n_held and n_kept >= _GROWN * n_held:
            keys = {str(key) for (key,) in self._rows(LEAVING, [list(sheets)])}
        self.connection.unregister("version")
        return keys

    def _remove_what_left(self, file: Incoming) -> set[str]:
        keys = self.leaving(file.sheets, file.records)
        if keys:
            for table in ("records", "record_clauses"):
                self.connection.execute(f"DELETE FROM {table} WHERE list_contains(?, doc_key)", [sorted(keys)])
        return keys

    def _note_file(self, file: Incoming) -> None:
        import pandas as pd

        values = [file.name, file.digest, None if pd.isna(file.until) else file.until, file.source]
        self.connection.execute("INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?)", values)
        sheets = [*file.sheets, *file.rejected[schema.SOURCE_FILE].unique().tolist()]
        for table in ("rejected", "rejected_arrivals"):
            self.connection.execute(f"DELETE FROM {table} WHERE list_contains(?, source_file)", [sheets])
        if len(file.rejected):
            self._insert("rejected", file.rejected)
            self._insert("rejected_arrivals", file.rejected[[schema.SOURCE_FILE]].drop_duplicates())

    def replace_tables(self, frames: Mapping[str, pd.DataFrame]) -> None:
        """Fill tables that follow from the records anew."""
        for name, frame in frames.items():
            self.connection.execute(f"DELETE FROM {name}")
            if len(frame):
                self._insert(name, frame)

    def note_run(self, started: datetime, facts: Mapping[str, object], merged: Merged) -> None:
        """Enter the run at hand; ``facts``: n_files, n_rejected, annotation."""
        last = self.count("SELECT coalesce(max(run_no), 0) FROM runs")
        row = {
            "run_no": last + 1,
            "started_at": started,
            "ended_at": datetime.now(UTC).replace(tzinfo=None),
            "host": socket.gethostname(),
            "voc_version": __version__,
            **facts,
            "n_new": merged.n_new,
            "n_replaced": merged.n_replaced,
            "n_removed": merged.n_removed,
            "n_records": self.count("SELECT count(*) FROM records"),
        }
        self.connection.execute(
            f"INSERT INTO runs ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})", list(row.values())
        )

    def last_start(self) -> datetime | None:
        """When the latest run began, in UTC; None before the first."""
        ((latest,),) = self._rows("SELECT max(started_at) FROM runs")
        return latest if isinstance(latest, datetime) else None

    def raised_alerts(self) -> set[str]:
        """Ids of the alerts that a run has told of."""
        return {identity for (identity,) in self._rows("SELECT alert_id FROM alerts")}

    def remember_alerts(self, alerts: Sequence[schema.Alert]) -> None:
        """Note that these have been told of."""
        for alert in alerts:
            self.connection.execute(
                "INSERT OR IGNORE INTO alerts SELECT ?, ?, ?, ?, max(run_no) FROM runs",
                [alert.alert_id, alert.period, alert.level, alert.sentence],
            )

    def fingerprint(self) -> str:
        """A word that changes with every file, record, clause and rejected row, whatever order they stand in."""
        parts = [
            self._rows(f"SELECT count(*), bit_xor(hash(t)), sum(CAST(hash(t) AS HUGEINT)) FROM {name} t")
            for name in ("files", "records", "record_clauses", "rejected")
        ]
        return repr(parts)

    def days(self, *, until: date | None = None) -> list[date]:
        """The days on which a record came in, in order, up to ``until``."""
        query = "SELECT DISTINCT CAST(received_at AS DATE) AS day FROM records WHERE day <= ? ORDER BY day"
        return [day for (day,) in self._rows(query, [until or date.max])]

    def frame(self, query: str, values: Sequence[object] = ()) -> pd.DataFrame:
        """The answer to ``query``."""
        return self.connection.execute(query, list(values)).df()

    def count(self, query: str) -> int:
        """The one number that ``query`` asks for."""
        ((n,),) = self._rows(query)
        return int(n)

    def theme_names(self) -> dict[str, str]:
        """Name of each theme that it holds, by its id."""
        return {str(identity): str(name) for identity, name in self._rows("SELECT theme_id, name FROM themes")}

    def write_parquet(self, table: str, target: Path) -> None:
        """``table`` as a Parquet file, which takes the place of an older one when it is whole.

        Raises:
            OutputError: The place cannot be written.
        """
        import duckdb

        temporary = target.with_name(f".{target.name}.tmp")
        quoted = str(temporary).replace("'", "''")
        try:
            self.connection.execute(f"COPY (SELECT * FROM {table}) TO '{quoted}' (FORMAT parquet)")
            temporary.replace(target)
        except (duckdb.Error, OSError) as error:
            if is_damage(error):
                raise  # it is not the place that is wrong
            raise _unwritable(target, error) from error
        finally:
            temporary.unlink(missing_ok=True)

    def _insert(self, table: str, frame: pd.DataFrame) -> None:
        names = ", ".join(f'"{name}"' for name in frame.columns)
        self.connection.register("frame", frame)
        self.connection.execute(f"INSERT INTO {table} ({names}) SELECT {names} FROM frame")
        self.connection.unregister("frame")

    def _rows(self, query: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        return self.connection.execute(query, list(values)).fetchall()


@contextmanager
def open_history(path: Path, *, read_only: bool = False) -> Iterator[History]:
    """The history at ``path``, made where there is none.

    Raises:
        ConfigError: The file is damaged, written by a newer voc, or of another program.
        OutputError: The place cannot be written.
        LockedError: Another program has it open.
    """
    import duckdb

    refuse_other_kinds(path)
    try:
        if not read_only:
            path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() and not is_database(path):
            raise _damaged(path, ValueError(text("store.no_database")))  # DuckDB would open some as a table
        connection = connect(path, read_only=read_only)
    except OSError as error:
        raise OutputError(
            path, text("store.unwritable", why=error.strerror), mend=text("store.unwritable_mend")
        ) from error
    except duckdb.Error as error:
        raise _unopened(path, error) from error
    with connection:
        try:
            if read_only:
                tables.refuse_newer(tables.stored_version(connection, path) or 0, path)
            else:
                tables.prepare(connection, path)
        except duckdb.Error as error:
            raise _unopened(path, error) from error
        try:
            yield History(connection, path)
        except duckdb.Error as error:
            # Damage shows where a block is read. Anything else is a mistake of this program.
            if is_damage(error):
                raise unusable(path, error) from error
            raise


def refuse_other_kinds(path: Path) -> None:
    """Stop where a file at ``path`` was never a history: DuckDB would open an export as a table.

    Raises:
        ConfigError: It is of another kind, or a folder.
        OutputError: It cannot be read.
    """
    try:
        if path.exists() and (not path.is_file() or is_of_another_kind(path)):
            raise ConfigError(path, text("store.foreign"), mend=text("store.foreign_mend"))
    except OSError as error:
        raise _unwritable(path, error) from error


def _unopened(path: Path, error: Exception) -> VocError:
    if is_lock(error):
        return LockedError(path, text("store.open_elsewhere"), mend=text("store.open_elsewhere_mend"))
    said = str(error)
    if "Permission denied" in said or "Read-only" in said or is_full(error):
        return _unwritable(path, error)
    return _damaged(path, error)


def unusable(path: Path, error: Exception) -> VocError:
    """What it means that DuckDB could not go on with the open history at ``path``."""
    return _damaged(path, error) if is_damage(error) and not is_full(error) else _unwritable(path, error)


def _damaged(path: Path, error: Exception) -> ConfigError:
    first = next(iter(str(error).splitlines()), type(error).__name__)
    return ConfigError(path, text("store.damaged", why=first), mend=text("store.damaged_mend"))


def _unwritable(path: Path, error: Exception) -> OutputError:
    if is_full(error):
        return OutputError(path, text("store.full"), mend=text("store.full_mend"))
    first = next(iter(str(error).splitlines()), type(error).__name__)
    return OutputError(path, text("store.unwritable", why=first), mend=text("store.unwritable_mend"))
