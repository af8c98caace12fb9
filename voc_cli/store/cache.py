"""Annotations of earlier runs in a DuckDB file of their own for each version of everything that could change them.

Only masked texts are kept; a raw text is known by a keyed hash. Losing the folder costs time and nothing else, so that
whatever is wrong with it is said once and the run goes on without.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from voc_cli import schema
from voc_cli.annotate import Annotated, count_masks
from voc_cli.engine.cached import Known
from voc_cli.messages import text
from voc_cli.store.database import connect, is_lock, move_aside

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MAX_BYTES: Final = 2**30  # of the whole folder: some million reviews
_PENDING: Final = 16_000  # texts in memory before they are written; what is left at the end nobody else can wait for
_PATIENCE: Final = 3.0  # seconds to wait for another run; a look-up takes less
_KEY_BYTES: Final = 64  # the longest key of BLAKE2b
_FRAMES: Final = {"texts": schema.ANNOTATED_TEXTS, "clauses": schema.ANNOTATED_CLAUSES}


class AnnotationCache:
    """One file of annotations.

    Args:
        folder: Made if need be, for its owner alone.
        version: Of everything that could change an annotation (``version.annotation_version``).
        key: Of the hashes of the raw texts.
        say: Takes a sentence for the user where the cache cannot be used.
        max_bytes: Of the folder; the version that was not written for longest goes first.
    """

    def __init__(
        self, folder: Path, *, version: str, key: bytes, say: Callable[[str], None], max_bytes: int = MAX_BYTES
    ) -> None:
        self._path = folder / f"annotations-{version}.duckdb"
        self._key = blake2b(key).digest()[:_KEY_BYTES]
        self._say = say
        self._max_bytes = max_bytes
        self._pending: list[tuple[Sequence[str], Annotated]] = []
        self._is_off = False

    def find(self, texts: Sequence[str]) -> Known:
        """What earlier runs said of ``texts``, which are distinct."""
        connection = self._open() if self._path.exists() else None
        if connection is None:
            return _nothing()
        import duckdb

        wanted = self._hashes(texts)
        try:
            with connection:
                return _look_up(connection, wanted)
        except duckdb.Error:
            with suppress(OSError):  # another run has put it aside, or nobody may
                move_aside(self._path)
            self._say(text("store.cache_damaged", path=self._path))
            return _nothing()

    def keep(self, texts: Sequence[str], annotated: Annotated) -> None:
        """Remember what was said of ``texts``; written in bulk, now and then and at the end."""
        if self._is_off:
            return
        self._pending.append((texts, annotated))
        if sum(len(held) for held, _ in self._pending) >= _PENDING:
            self.close()

    def close(self) -> None:
        """Write what is in memory, and drop old versions where the folder has grown too large."""
        pending, self._pending = self._pending, []
        if self._is_off or not pending:
            return
        self._prune()
        connection = self._open()
        if connection is None:
            return
        import duckdb

        try:
            with connection:
                self._write(connection, pending)
        except duckdb.Error as error:
            self._switch_off(text("store.cache_unwritable", path=self._path, why=_first_line(error)))

    def _open(self) -> DuckDBPyConnection | None:
        import duckdb

        if self._is_off:
            return None
        deadline = time.monotonic() + _PATIENCE
        while True:
            try:
                self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                return connect(self._path)
            except OSError as error:
                self._switch_off(text("store.cache_unwritable", path=self._path, why=error.strerror))
                return None
            except duckdb.Error as error:
                if not is_lock(error):
                    return self._without_damage(error)
                if time.monotonic() > deadline:
                    self._switch_off(text("store.cache_locked", path=self._path))
                    return None
                time.sleep(0.1)

    def _without_damage(self, error: Exception) -> DuckDBPyConnection | None:
        """A fresh file where the one that is there cannot be read."""
        import duckdb

        try:
            if self._path.exists():
                move_aside(self._path)
                self._say(text("store.cache_damaged", path=self._path))
                return connect(self._path)
        except (OSError, duckdb.Error):
            pass
        self._switch_off(text("store.cache_unwritable", path=self._path, why=_first_line(error)))
        return None

    def _switch_off(self, reason: str) -> None:
        self._is_off = True
        self._say(reason)

    def _hashes(self, texts: Sequence[str]) -> pd.DataFrame:
        """Two halves of 128 bits for each text."""
        data = b"".join(
            blake2b(said.encode("utf-8", "surrogatepass"), digest_size=16, key=self._key).digest() for said in texts
        )
        halves: NDArray[np.uint64] = np.frombuffer(data, dtype=np.uint64).reshape(-1, 2)
        return pd.DataFrame({"number": np.arange(len(texts)), "high": halves[:, 0], "low": halves[:, 1]})

    def _write(self, connection: DuckDBPyConnection, pending: Sequence[tuple[Sequence[str], Annotated]]) -> None:
        raw = [said for texts, _ in pending for said in texts]
        first_of = np.cumsum([0, *(len(texts) for texts, _ in pending)])
        texts = pd.concat([part.texts for _, part in pending], ignore_index=True)
        clauses = pd.concat(
            [
                part.clauses.assign(**{schema.TEXT_NO: part.clauses[schema.TEXT_NO] + first})
                for first, (_, part) in zip(first_of.tolist(), pending, strict=False)
            ],
            ignore_index=True,
        )
        connection.execute("BEGIN")
        is_new = not _has_tables(connection)
        chunk = 0
        if not is_new:
            ((last,),) = connection.execute("SELECT coalesce(max(chunk), -1) FROM texts").fetchall()
            chunk = int(last) + 1
        hashes = self._hashes(raw).rename(columns={"number": schema.TEXT_NO})
        frames = {"texts": pd.concat([hashes, texts], axis=1), "clauses": clauses}
        for name, frame in frames.items():
            connection.register("frame", frame)
            verb = f"CREATE TABLE {name} AS" if is_new else f"INSERT INTO {name}"
            connection.execute(f"{verb} SELECT CAST({chunk} AS INTEGER) AS chunk, * FROM frame")
            connection.unregister("frame")
        connection.execute("COMMIT")

    def _prune(self) -> None:
        """Let the oldest versions go until the folder is small enough, this one last."""
        try:
            files = sorted(self._path.parent.glob("annotations-*"), key=lambda path: path.stat().st_mtime)
            total = sum(path.stat().st_size for path in files)
            for path in sorted(files, key=lambda path: path.name.startswith(self._path.name)):
                if total <= self._max_bytes:
                    return
                total -= path.stat().st_size
                path.unlink()
        except OSError:
            return  # another run prunes as well, or the folder cannot be written, which is told elsewhere


def _look_up(connection: DuckDBPyConnection, wanted: pd.DataFrame) -> Known:
    if not _has_tables(connection):
        return _nothing()  # the run that made the file was killed before it wrote
    connection.register("wanted", wanted)
    # Two runs at once may have kept the same text twice.
    connection.execute(
        "CREATE TEMP TABLE found AS SELECT number, min((chunk, text_no)) AS place"
        " FROM wanted JOIN texts USING (high, low) GROUP BY number"
    )
    texts = _rows_of(connection, "texts", schema.ANNOTATED_TEXTS, order="number")
    clauses = _rows_of(connection, "clauses", schema.ANNOTATED_CLAUSES[1:], order="number, clause_no")
    numbers = texts.pop("number").to_numpy(dtype=np.int64)
    of_text = np.searchsorted(numbers, clauses.pop("number").to_numpy(dtype=np.int64))
    clauses.insert(0, schema.TEXT_NO, of_text)
    return Known(numbers, Annotated(texts, clauses, count_masks(texts[schema.MASKED])))


def _rows_of(connection: DuckDBPyConnection, table: str, columns: Sequence[str], *, order: str) -> pd.DataFrame:
    chosen = ", ".join(f't."{name}"' for name in columns)
    return connection.execute(
        f"SELECT number, {chosen} FROM found JOIN {table} t ON t.chunk = place[1] AND t.text_no = place[2]"
        f" ORDER BY {order}"
    ).df()


def _has_tables(connection: DuckDBPyConnection) -> bool:
    found = connection.execute("SELECT count(*) FROM duckdb_tables() WHERE table_name IN ('texts', 'clauses')")
    return found.fetchall() == [(2,)]


def _nothing() -> Known:
    empty = {name: pd.DataFrame(columns=list(columns)) for name, columns in _FRAMES.items()}
    return Known(np.zeros(0, dtype=np.int64), Annotated(empty["texts"], empty["clauses"], Counter()))


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0] if str(error) else type(error).__name__
