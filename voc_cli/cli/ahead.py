"""The analyser, which takes longest to load, begins before anything else is imported."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from voc_cli.engine.local import LocalEngine

_LARGE: Final = 1_000_000  # bytes of exports from which a process more is worth starting


def begin_ahead(paths: Sequence[str]) -> LocalEngine | None:
    """The engine of this machine, its analyser loading.

    None where the exports are small or an earlier run has left annotations, so that no analyser may be needed.
    """
    if _n_bytes(paths) < _LARGE or _has_annotations():
        return None
    from voc_cli.engine.local import LocalEngine

    engine = LocalEngine()
    engine.begin()
    return engine


def cache_folder() -> Path | None:
    """VOC_CACHE_DIR, else the user's own folder for caches."""
    given = os.environ.get("VOC_CACHE_DIR")
    if given:
        return Path(given)
    base = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    folder = Path(base) if base else Path("~/.cache").expanduser()
    return folder / "voc" if folder.is_absolute() else None


def _n_bytes(paths: Sequence[str]) -> int:
    total = 0
    for path in paths:
        # What is wrong with a path, reading tells.
        with suppress(OSError, ValueError):
            total += Path(path).stat().st_size
    return total


def _has_annotations() -> bool:
    folder = cache_folder()
    return folder is not None and folder.is_dir() and any(folder.iterdir())
