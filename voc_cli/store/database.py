"""DuckDB files: how they are opened, and what their errors mean."""

from __future__ import annotations

from itertools import chain, count
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

# Extensions are looked for on the network otherwise.
_SETTINGS: Final = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}
_MAGIC: Final = b"DUCK"
_AT: Final = 8  # where it stands, behind a checksum
_FIRST: Final = 4096  # bytes of the first header
# Workbooks of both kinds, text in UTF-16, gzip, Parquet, SQLite: they have zeros, as a DuckDB file has.
_OTHERS: Final = (
    b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\xff\xfe", b"\xfe\xff", b"\x1f\x8b", b"PAR1", b"SQLite format",
)  # fmt: skip


def connect(path: Path, *, read_only: bool = False) -> DuckDBPyConnection:
    """The database at ``path``, made where it is missing.

    Raises:
        duckdb.Error: Another process holds it, it is damaged, or the place cannot be written.
    """
    import duckdb

    return duckdb.connect(str(path), read_only=read_only, config=dict(_SETTINGS))


def is_of_another_kind(path: Path) -> bool:
    """Whether an existing file is an export, a settings file or the like, and was never a DuckDB database.

    Raises:
        OSError: The file cannot be read.
    """
    first = _first_of(path)
    return not _has_magic(first) and bool(first) and (first.startswith(_OTHERS) or b"\0" not in first)


def is_database(path: Path) -> bool:
    """Whether an existing file begins as a DuckDB database does; of others DuckDB opens some, as a table.

    Raises:
        OSError: The file cannot be read.
    """
    return _has_magic(_first_of(path))


def _first_of(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_FIRST)


def _has_magic(first: bytes) -> bool:
    return first[_AT : _AT + len(_MAGIC)] == _MAGIC


def is_lock(error: Exception) -> bool:
    """Whether another process holds the file that could not be opened."""
    said = str(error)
    # Unix and Windows say it differently, and DuckDB has no error class for it.
    return "Could not set lock" in said or "being used by another process" in said


def is_full(error: Exception) -> bool:
    """Whether the disk is what stood in the way."""
    said = str(error)
    return "No space left" in said or "disk space" in said or "File too large" in said


def is_damage(error: Exception) -> bool:
    """Whether the file is not what was once written to it."""
    import duckdb

    # A block that does not match its checksum is told by the class of all errors.
    said, kinds = str(error), (duckdb.FatalException, duckdb.InternalException, duckdb.SerializationException)
    return isinstance(error, kinds) or "Corrupt database" in said or "checksum" in said or "Could not read" in said


def put_aside(path: Path) -> Path:
    """Rename a database and its log so that a new one can take the place; the new name, one that none has yet.

    Raises:
        OSError: The folder cannot be written.
    """
    first = path.with_name(path.name + ".damaged")
    others = (first.with_name(f"{first.name}-{number}") for number in count(2))
    aside = next(name for name in chain([first], others) if not name.exists())
    path.replace(aside)
    log = _log_of(path)
    if log.exists():
        log.replace(_log_of(aside))
    return aside


def move_aside(path: Path) -> Path:
    """As ``put_aside``, for a database that only saves time: the last damaged file is kept, without its log.

    Raises:
        OSError: The folder cannot be written.
    """
    aside = path.with_name(path.name + ".damaged")
    path.replace(aside)
    _log_of(path).unlink(missing_ok=True)  # it belongs to the damaged file and would spoil the next
    return aside


def _log_of(path: Path) -> Path:
    return path.with_name(path.name + ".wal")
