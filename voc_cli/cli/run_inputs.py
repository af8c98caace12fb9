"""The exports of a scheduled job, by their paths from the folder of its settings."""

from __future__ import annotations

import glob
import json
import os
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from voc_cli.errors import InputError, VocError
from voc_cli.io.inputs import find_inputs
from voc_cli.messages import text

_WILD: Final = frozenset("*?[")
_DICTIONARY: Final = "dictionary.xlsx"  # what voc init puts beside the settings
_SHOWN: Final = 3  # names of files in one line
_SUMMARY: Final = frozenset({"schema_version", "voc_version"})


@dataclass(frozen=True, slots=True)
class Own:
    """What a job has beside its exports, as its settings say it."""

    dictionary: str = ""
    output: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """What is behind the inputs of a job."""

    files: dict[str, Path]  # by their names
    own: tuple[str, ...]  # names of what this program wrote, which is no export
    missing: tuple[VocError, ...]  # patterns and names that ought to have led to a file


def find_files(inputs: Sequence[str], folder: Path, *, own: Own | None = None, is_first: bool) -> Found:
    """The files behind ``inputs``.

    Args:
        is_first: No run has filled the history.

    Raises:
        InputError: Nothing is there, and nothing ever was.
    """
    found: dict[str, Path] = {}
    written: dict[str, Path] = {}
    missing: dict[str, VocError] = {}
    for pattern in inputs:
        try:
            behind = {name: (path, is_ours) for name, path, is_ours in _behind(pattern, folder, own or Own())}
            written |= {name: path for name, (path, is_ours) in behind.items() if is_ours}
            exports = {name: path for name, (path, is_ours) in behind.items() if not is_ours}
            if not exports:
                raise InputError(pattern, text("io.empty_glob"), mend=text("io.empty_glob_mend"))
            found |= {name: path for name, path in exports.items() if name not in found}
        except InputError as error:
            missing[pattern] = error
    if not found and missing and is_first:
        raise next(iter(missing.values()))
    # Of several patterns one may match nothing: exports come as CSV or as workbooks. Alerts tell of less input.
    told = (error for pattern, error in missing.items() if not (found and _WILD.intersection(pattern)))
    return Found(found, tuple(sorted(written.keys() - found.keys())), tuple(told))


def listed(names: Sequence[str]) -> str:
    """The first few of ``names``."""
    return ", ".join(names[:_SHOWN]) + (", …" if len(names) > _SHOWN else "")


def names_of(inputs: Sequence[str], folder: Path, *, own: Own | None = None) -> set[str]:
    """The names of the files behind ``inputs``, as far as there are any."""
    return {_name(path, folder) for path in paths_of(inputs, folder, own=own)}


def paths_of(inputs: Sequence[str], folder: Path, *, own: Own | None = None) -> list[Path]:
    """The files behind ``inputs``, as far as there are any."""
    found: list[Path] = []
    for pattern in inputs:
        with suppress(VocError):
            found += [path for _, path, is_ours in _behind(pattern, folder, own or Own()) if not is_ours]
    return found


def _behind(pattern: str, folder: Path, own: Own) -> Iterator[tuple[str, Path, bool]]:
    """Name and path of each file, and whether this program wrote it; a file that is named is what its owner says."""
    # The folder is meant as it is called ("[마케팅] VOC"), whatever its settings ask for inside.
    is_pattern = bool(_WILD.intersection(pattern)) and not (folder / pattern).exists()
    item = Path(glob.escape(str(folder)), pattern) if is_pattern else folder / pattern
    is_named = not is_pattern and not item.is_dir()
    for file in find_inputs([str(item)]):
        if file.path is not None:
            yield _name(file.path, folder), file.path, not is_named and _is_ours(file.path.resolve(), folder, own)


def _is_ours(path: Path, folder: Path, own: Own) -> bool:
    if path in {(folder / name).resolve() for name in (_DICTIONARY, own.dictionary) if name}:
        return True
    # By its name as well: reports may be written to the folder of the exports.
    return path.name in _written() and (_is_below(path, folder, own.output) or _holds_results(path.parent))


def _is_below(path: Path, folder: Path, output: str) -> bool:
    """Whether ``path`` lies where reports go, also that of a run that was killed before its report was whole."""
    above = output.partition("%")[0].rpartition("/")[0] if "%" in output else output
    return bool(above) and path.is_relative_to((folder / above).resolve())


@cache
def _written() -> frozenset[str]:
    """The names of the tables that this program writes."""
    from voc_cli.report.formats import FORMATS
    from voc_cli.schema import TABLES
    from voc_cli.store.tables import EXPORTED

    return frozenset(
        {*(f"{name}.csv" for name in (*TABLES, *EXPORTED)), *(each.file_name for each in FORMATS.values())}
    )


@cache
def _holds_results(folder: Path) -> bool:
    """Whether ``voc analyze``, ``voc run`` or ``voc history export`` has written into ``folder``."""
    if all((folder / f"{name}.csv").exists() for name in ("volume", "theme_periods")):
        return True
    with suppress(OSError, ValueError):
        summary = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
        return isinstance(summary, dict) and summary.keys() >= _SUMMARY
    return False


def _name(path: Path, folder: Path) -> str:
    name = Path(os.path.relpath(path.resolve(), folder)).as_posix()
    return unicodedata.normalize("NFC", name).encode("utf-8", errors="replace").decode("utf-8")
