"""The analyser, which takes longest to load, begins before anything else is imported."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from voc_cli.engine import Engine
    from voc_cli.engine.local import LocalEngine

# The workbook is left out: a process of its own writes that of a large run.
_LATER: Final = (
    "scipy.cluster.hierarchy", "scipy.optimize", "threadpoolctl", "holidays", "holidays.countries.south_korea",
    "voc_cli.report.as_json", "voc_cli.report.html", "voc_cli.report.markdown", "voc_cli.report.terminal",
)  # fmt: skip
_LARGE: Final = 1_000_000  # bytes of exports from which a process more is worth starting


def begin_at_once(engine: Engine, paths: Iterable[str | Path]) -> None:
    """Let the analyser load while the annotations of earlier runs are looked up: no run has read these exports."""
    if _n_bytes(paths) >= _LARGE:
        engine.begin()


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


def import_ahead() -> None:
    """Import what the rest of a large run will use, while the analyser loads and nothing else can be done."""
    for name in _LATER:
        import_module(name)
    from voc_cli.report.templating import compile_ours

    compile_ours()


def cache_folder() -> Path | None:
    """VOC_CACHE_DIR, else the user's own folder for caches."""
    given = os.environ.get("VOC_CACHE_DIR")
    if given:
        return Path(given)
    base = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    folder = Path(base) if base else Path("~/.cache").expanduser()
    return folder / "voc" if folder.is_absolute() else None


def _n_bytes(paths: Iterable[str | Path]) -> int:
    total = 0
    for path in paths:
        # What is wrong with a path, reading tells.
        with suppress(OSError, ValueError):
            total += Path(path).stat().st_size
    return total


def _has_annotations() -> bool:
    folder = cache_folder()
    return folder is not None and folder.is_dir() and any(folder.iterdir())
