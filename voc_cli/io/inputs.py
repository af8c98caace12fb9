"""What the user named on the command line to the bytes of each file, every file once."""

from __future__ import annotations

import difflib
import glob
import gzip
import os
import re
import sys
import unicodedata
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, product
from pathlib import Path
from typing import BinaryIO, Final

from voc_cli import messages
from voc_cli.errors import InputError, UsageError

STDIN: Final = "-"
STDIN_NAME: Final = "stdin"
_TABLES: Final = (".csv", ".tsv", ".tab", ".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")
_TABLE_NAMES: Final = tuple(suffix + zipped for suffix in _TABLES for zipped in ("", ".gz"))
_FORMS: Final = ("NFC", "NFD")
_MOST_SPELLINGS: Final = 64  # of one path
GZIP: Final = b"\x1f\x8b"


@dataclass(frozen=True, slots=True)
class InputFile:
    """One file to read."""

    name: str  # as it stands in ``source_file``
    path: Path | None  # None: standard input


def find_inputs(inputs: Sequence[str]) -> list[InputFile]:
    """The files behind paths, globs, folders and "-", in the order given and each only once.

    A folder stands for the tables directly inside it, sorted by name; hidden files are left out.

    Raises:
        InputError: Something named is not there, or a folder or glob holds no table.
    """
    if not inputs:
        raise InputError(STDIN, messages.text("io.nothing_named"), mend=messages.text("io.nothing_named_mend"))
    paths: dict[object, Path | None] = {}
    for item in inputs:
        if item == STDIN:
            paths.setdefault(STDIN, None)
            continue
        for path in _expand(item):
            paths.setdefault(_identity(path), path)
    return _named(list(paths.values()))


def one_input(item: str) -> InputFile:
    """The single file behind ``item``.

    Raises:
        InputError: As ``find_inputs``.
        UsageError: It stands for several files.
    """
    files = find_inputs([item])
    if len(files) > 1:
        what = messages.text("io.several_files", count=len(files))
        raise UsageError(item, what, mend=messages.text("io.several_files_mend"))
    return files[0]


def read_bytes(file: InputFile, *, stdin: BinaryIO | None) -> bytes:
    """The bytes of ``file``, unpacked where they are gzip.

    Raises:
        InputError: The file cannot be opened, holds nothing, or is a broken archive.
    """
    where = where_of(file)
    try:
        data = (stdin or sys.stdin.buffer).read() if file.path is None else file.path.read_bytes()
        if data.startswith(GZIP):
            data = gzip.decompress(data)
    except PermissionError as error:
        raise unreadable(where, error) from error
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise InputError(where, messages.text("io.broken_gzip"), mend=messages.text("io.broken_gzip_mend")) from error
    except OSError as error:
        raise unreadable(where, error) from error
    if not data.strip():
        raise empty_file(where)
    return data


def empty_file(where: Path | str) -> InputError:
    """What is wrong with a file that holds nothing."""
    return InputError(where, messages.text("io.empty_file"), mend=messages.text("io.empty_file_mend"))


def unreadable(where: Path | str, error: OSError) -> InputError:
    """Why ``where`` cannot be read, and what to do."""
    if isinstance(error, PermissionError):
        return InputError(where, messages.text("io.no_permission"), mend=messages.text("io.no_permission_mend"))
    what = messages.text("io.unreadable", error=error.strerror or type(error).__name__)
    return InputError(where, what, mend=messages.text("io.unreadable_mend"))


def where_of(file: InputFile) -> str:
    """How an error names the place of ``file``."""
    return messages.text("io.stdin") if file.path is None else str(file.path)


def _expand(item: str) -> Iterable[Path]:
    path = next((path for path in map(Path, _spellings(item)) if os.path.lexists(path)), Path(item))
    try:
        if path.is_dir():
            return _tables_inside(path)
        if path.exists():
            return [path]
    except PermissionError as error:
        raise unreadable(item, error) from error
    if not glob.has_magic(item):
        raise InputError(item, messages.text("io.missing_file"), mend=_similar(path))
    # Path.glob takes no absolute pattern.
    names = {name for spelt in _spellings(item) for name in glob.glob(spelt, recursive=True)}  # noqa: PTH207
    found = [Path(name) for name in sorted(names)]
    tables = [found_path for found_path in found if _is_table(found_path) or found_path.suffix.casefold() == ".txt"]
    if not tables:
        raise InputError(item, messages.text("io.empty_glob"), mend=messages.text("io.empty_glob_mend"))
    return tables


def _spellings(item: str) -> Iterator[str]:
    """``item``, then with the Hangul of each name on the way put together or taken apart, as macOS writes it.

    They look alike, and a keyboard types one of them only.
    """
    parts = re.split(r"([\\/])", item)
    ways = [dict.fromkeys((part, *(unicodedata.normalize(form, part) for form in _FORMS))) for part in parts]
    yield from map("".join, islice(product(*ways), _MOST_SPELLINGS))


def _tables_inside(folder: Path) -> list[Path]:
    try:
        tables = sorted((path for path in folder.iterdir() if _is_table(path)), key=lambda path: path.name)
    except PermissionError as error:
        raise unreadable(folder, error) from error
    if not tables:
        raise InputError(
            folder, messages.text("io.no_tables"), mend=messages.text("io.no_tables_mend", kinds=", ".join(_TABLES))
        )
    return tables


def _is_table(path: Path) -> bool:
    # "~$" is what Excel puts beside a workbook while it is open.
    return path.name.casefold().endswith(_TABLE_NAMES) and not path.name.startswith((".", "~$")) and path.is_file()


def _identity(path: Path) -> object:
    stat = path.stat()
    return (stat.st_dev, stat.st_ino) if stat.st_ino else path.resolve()


def _similar(path: Path) -> str:
    try:
        names = [entry.name for entry in path.parent.iterdir() if not entry.name.startswith(".")]
    except OSError:
        names = []
    close = difflib.get_close_matches(path.name, names, n=3, cutoff=0.6)
    if close:
        return messages.text("io.missing_file_similar", names=", ".join(close))
    return messages.text("io.missing_file_mend")


def _named(paths: Sequence[Path | None]) -> list[InputFile]:
    """Names as Korean keyboards type them; files of one name in several folders are told apart by the folder."""
    names = [STDIN_NAME if path is None else path.name for path in paths]
    files = []
    for name, path in zip(names, paths, strict=True):
        shown = f"{path.resolve().parent.name}/{name}" if path is not None and names.count(name) > 1 else name
        # macOS hands out file names with Hangul taken apart into single letters.
        normal = unicodedata.normalize("NFC", shown)
        # Names from old Korean archives hold bytes that are no UTF-8, and no output file could be written with them.
        files.append(InputFile(normal.encode("utf-8", errors="replace").decode("utf-8"), path))
    return files
