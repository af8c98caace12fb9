"""Files that only save time: for their owner alone, whole or not there, and no more bytes than allowed."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import IO


def write_whole(path: Path, write: Callable[[IO[bytes]], object]) -> None:
    """Let ``write`` fill a file that takes the place of ``path`` when it is done.

    Raises:
        OSError: The folder cannot be written, or is full.
    """
    temporary = path.with_name(f"{path.name}.{secrets.token_hex(4)}.tmp")
    try:
        with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            write(file)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def prune(paths: Iterable[Path], allowed: int) -> None:
    """Let the oldest of ``paths`` go until no more than ``allowed`` bytes remain.

    Raises:
        OSError: One of them cannot be looked at or removed.
    """
    entries = []
    for path in paths:
        with suppress(FileNotFoundError):  # another run prunes as well
            found = path.stat()
            entries.append((found.st_mtime, found.st_size, path))
    total = sum(size for _, size, _ in entries)
    for _, size, path in sorted(entries):
        if total <= allowed:
            return
        path.unlink(missing_ok=True)
        total -= size
