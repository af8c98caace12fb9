"""The analyser, which takes longest to load, begins before anything else is imported."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from voc_cli.engine import Engine
    from voc_cli.engine.local import LocalEngine

# The workbook is left out: a process of its own writes that of a large run.
_LATER: Final = (
    "scipy.cluster.hierarchy", "voc_cli.report.as_json", "voc_cli.report.markdown", "voc_cli.report.terminal",
)  # fmt: skip
_PAGE: Final = "voc_cli.report.html"
# As in config, which takes a fifth of a second to import.
SETTINGS_FILE: Final = "voc.toml"
HISTORY_FILE: Final = "voc.duckdb"
_LARGE: Final = 1_000_000  # bytes of exports from which a process more is worth starting


def begin_at_once(engine: Engine, paths: Iterable[str | Path]) -> None:
    """Let the analyser load while the annotations of earlier runs are looked up: no run has read these exports."""
    if _n_bytes(paths) >= _LARGE:
        engine.begin()


def begin_ahead(paths: Sequence[str]) -> LocalEngine | None:
    """The engine of this machine, its analyser loading.

    None where the exports are small, or none of them is younger than what earlier runs have left, so that no analyser
    may be needed.
    """
    left = _last_change(cache_folder())
    return _begun() if _n_bytes(path for path in paths if _changed(path) > left) >= _LARGE else None


def begin_job_ahead(settings: Path | None) -> LocalEngine | None:
    """As ``begin_ahead``, for the exports of a scheduled job and its history.

    Args:
        settings: Its voc.toml, if it was named. What is wrong with it is found out later.
    """
    import tomllib

    settings = settings or Path(SETTINGS_FILE)
    folder = settings.resolve().parent
    with suppress(OSError, ValueError, LookupError, TypeError, AttributeError):
        job = tomllib.loads(settings.read_text(encoding="utf-8-sig"))["run"]
        from voc_cli.cli.run_inputs import Own, paths_of

        own = Own(output=job.get("output", ""))
        told = _changed(folder / job.get("history", HISTORY_FILE))
        if any(_changed(path) > told for path in paths_of(job["inputs"], folder, own=own)):
            return _begun()
    return None


@contextmanager
def let_go(engine: LocalEngine | None) -> Iterator[LocalEngine | None]:
    """``engine``, ended behind the block: the program would wait for what it loads, though nobody may have asked it."""
    try:
        yield engine
    finally:
        if engine is not None:
            engine.end()


def _begun() -> LocalEngine:
    from voc_cli.engine.local import LocalEngine

    engine = LocalEngine()
    engine.begin()
    return engine


def import_ahead(*, page: bool = True) -> None:
    """Import what the rest of a large run will use, while the analyser loads and nothing else can be done.

    Args:
        page: Also what the page is made with, which a scheduled run leaves to a copy of the process.
    """
    for name in _LATER:
        import_module(name)
    if not page:
        return
    import_module(_PAGE)
    from voc_cli.report.templating import compile_ours

    compile_ours()


def cache_folder() -> Path | None:
    """VOC_CACHE_DIR, else the user's own folder for caches."""
    given = os.environ.get("VOC_CACHE_DIR")
    if given:
        return Path(given)
    base = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    # Path.expanduser raises for a user of whom the system knows nothing; this leaves "~" as it is.
    folder = Path(base or os.path.expanduser("~/.cache"))  # noqa: PTH111
    return folder / "voc" if folder.is_absolute() else None


def _n_bytes(paths: Iterable[str | Path]) -> int:
    total = 0
    for path in paths:
        # What is wrong with a path, reading tells.
        with suppress(OSError, ValueError):
            total += Path(path).stat().st_size
    return total


def _last_change(folder: Path | None) -> float:
    """When anything in ``folder`` was written last, in seconds; 0 where there is nothing."""
    with suppress(OSError):
        return max(map(_changed, folder.iterdir()), default=0.0) if folder is not None else 0.0
    return 0.0


def _changed(path: str | Path) -> float:
    with suppress(OSError, ValueError):
        return Path(path).stat().st_mtime
    return 0.0
