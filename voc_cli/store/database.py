"""DuckDB files: how they are opened, and what their errors mean."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

# Extensions are looked for on the network otherwise.
_SETTINGS: Final = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}


def connect(path: Path, *, read_only: bool = False) -> DuckDBPyConnection:
    """The database at ``path``, made where it is missing.

    Raises:
        duckdb.Error: Another process holds it, it is damaged, or the place cannot be written.
    """
    import duckdb

    return duckdb.connect(str(path), read_only=read_only, config=dict(_SETTINGS))


def is_lock(error: Exception) -> bool:
    """Whether another process holds the file that could not be opened."""
    said = str(error)
    # Unix and Windows say it differently, and DuckDB has no error class for it.
    return "Could not set lock" in said or "being used by another process" in said


def is_full(error: Exception) -> bool:
    """Whether the disk is what stood in the way."""
    said = str(error)
    return "No space left" in said or "disk space" in said or "File too large" in said


def move_aside(path: Path) -> Path:
    """Rename a damaged database and its log so that a new one can take the place; the new name.

    Only the last damaged file is kept.

    Raises:
        OSError: The folder cannot be written.
    """
    aside = path.with_name(path.name + ".damaged")
    path.replace(aside)
    log = path.with_name(path.name + ".wal")
    log.unlink(missing_ok=True)  # it belongs to the damaged file and would spoil the next
    return aside
