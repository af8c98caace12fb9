"""The exports of a scheduled job, by their paths from the folder of its settings."""

from __future__ import annotations

import glob
import os
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from voc_cli.errors import InputError, VocError
from voc_cli.io.inputs import find_inputs

_WILD: Final = frozenset("*?[")


def find_files(inputs: Sequence[str], folder: Path, *, is_first: bool) -> tuple[dict[str, Path], tuple[VocError, ...]]:
    """The files behind ``inputs``, and what is wrong with the patterns and names that ought to have led to some.

    Args:
        is_first: No run has filled the history.

    Raises:
        InputError: Nothing is there, and nothing ever was.
    """
    found: dict[str, Path] = {}
    missing: dict[str, VocError] = {}
    for pattern in inputs:
        try:
            found |= {name: path for name, path in _behind(pattern, folder) if name not in found}
        except InputError as error:
            missing[pattern] = error
    if not found and missing and is_first:
        raise next(iter(missing.values()))
    # Of several patterns one may match nothing: exports come as CSV or as workbooks. Alerts tell of less input.
    told = (error for pattern, error in missing.items() if not (found and _WILD.intersection(pattern)))
    return found, tuple(told)


def names_of(inputs: Sequence[str], folder: Path) -> set[str]:
    """The names of the files behind ``inputs``, as far as there are any."""
    return {_name(path, folder) for path in paths_of(inputs, folder)}


def paths_of(inputs: Sequence[str], folder: Path) -> list[Path]:
    """The files behind ``inputs``, as far as there are any."""
    found: list[Path] = []
    for pattern in inputs:
        with suppress(VocError):
            found += [path for _, path in _behind(pattern, folder)]
    return found


def _behind(pattern: str, folder: Path) -> Iterator[tuple[str, Path]]:
    # The folder is meant as it is called ("[마케팅] VOC"), whatever its settings ask for inside.
    is_pattern = bool(_WILD.intersection(pattern)) and not (folder / pattern).exists()
    item = Path(glob.escape(str(folder)), pattern) if is_pattern else folder / pattern
    for file in find_inputs([str(item)]):
        if file.path is not None:
            yield _name(file.path, folder), file.path


def _name(path: Path, folder: Path) -> str:
    name = Path(os.path.relpath(path.resolve(), folder)).as_posix()
    return unicodedata.normalize("NFC", name).encode("utf-8", errors="replace").decode("utf-8")
