"""What whole runs gave, by a digest of everything that could change it: a run with nothing new computes nothing.

One file an entry, which begins with the digest of the rest, so that a torn or damaged one is told at once. Only masked
texts may be kept. Losing the folder costs time and nothing else, so that nothing here ever fails.
"""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Final

from voc_cli.store.shelved import prune, write_whole

MAX_BYTES: Final = 2**28  # of all entries: a dozen runs over some ten thousand records
_PREFIX: Final = "result-"
_DIGEST: Final = 32
_LENGTH: Final = 8
LARGE: Final = 2**26  # bytes of one run from which its files are packed: below, that costs more time than it is worth
_FAST: Final = 1  # a stronger compression costs more time than writing what it would save
_PACKED: Final = b"PK"  # a workbook is an archive already


@dataclass(frozen=True, slots=True)
class Result:
    """What a run gave, to be given once more."""

    files: Mapping[str, bytes]  # by their names in the folder of the output
    printed: tuple[str | bytes, ...]  # on stdout
    notes: tuple[str, ...]  # on stderr
    code: int  # exit code


class Parcel:
    """The files of a run on their way into the store.

    Args:
        large: Bytes of all of them together from which they are packed.
    """

    def __init__(self, *, large: int = LARGE) -> None:
        self._large = large
        self._files: list[tuple[str, bytes]] = []

    def add(self, name: str, data: bytes) -> None:
        """Put one file in."""
        self._files.append((name, data))

    def packed(self) -> tuple[list[tuple[str, int, bool]], list[bytes]]:
        """Of each file its name, the length of its part and whether that is packed; and the parts."""
        packs = sum(len(data) for _, data in self._files) >= self._large
        names, parts = [], []
        for name, data in self._files:
            is_packed = packs and not data.startswith(_PACKED)
            part = zlib.compress(data, _FAST) if is_packed else data
            names.append((name, len(part), is_packed))
            parts.append(part)
        return names, parts


class Results:
    """The results in ``folder``, which is made if need be, for its owner alone.

    Args:
        max_bytes: Of all entries; the one that was not used for longest goes first.
    """

    def __init__(self, folder: Path, *, max_bytes: int = MAX_BYTES) -> None:
        self._folder = folder
        self._max_bytes = max_bytes

    def find(self, key: str) -> Result | None:
        """What the run with this key gave; None where none is kept whole."""
        path = self._path(key)
        try:
            data = path.read_bytes()
        except OSError:
            return None
        if len(data) < _DIGEST or blake2b(data[_DIGEST:], digest_size=_DIGEST).digest() != data[:_DIGEST]:
            with suppress(OSError):
                path.unlink()
            return None
        with suppress(OSError):
            os.utime(path)  # what is used stays longest
        return _unpacked(memoryview(data)[_DIGEST:])

    def keep(
        self, key: str, parcel: Parcel, *, printed: Sequence[str | bytes], notes: Sequence[str], code: int
    ) -> None:
        """Remember what a run gave."""
        shown = [(piece, "") if isinstance(piece, str) else ("", piece.hex()) for piece in printed]
        names, parts = parcel.packed()
        head = json.dumps({"files": names, "printed": shown, "notes": list(notes), "code": code}).encode()
        pieces = [len(head).to_bytes(_LENGTH, "big"), head, *parts]
        size = _DIGEST + sum(map(len, pieces))
        if size > self._max_bytes:
            return
        digest = blake2b(digest_size=_DIGEST)
        for piece in pieces:
            digest.update(piece)
        with suppress(OSError):  # the folder cannot be written or is full: the next run computes again
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            prune(self._entries(), self._max_bytes - size)
            write_whole(self._path(key), lambda file: file.writelines([digest.digest(), *pieces]))

    def _entries(self) -> list[Path]:
        return list(self._folder.glob(f"{_PREFIX}*"))

    def _path(self, key: str) -> Path:
        return self._folder / f"{_PREFIX}{key}"


def _unpacked(data: memoryview) -> Result:
    first = _LENGTH + int.from_bytes(data[:_LENGTH], "big")
    head = json.loads(bytes(data[_LENGTH:first]))
    files = {}
    for name, length, is_packed in head["files"]:
        part = data[first : first + length]
        files[name] = zlib.decompress(part) if is_packed else bytes(part)
        first += length
    printed = tuple(bytes.fromhex(raw) if raw else said for said, raw in head["printed"])
    return Result(files, printed, tuple(head["notes"]), int(head["code"]))
