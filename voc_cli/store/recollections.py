"""What earlier runs found of clauses by their lemmas alone, as arrays in files: large numbers are read as they lie.

Each run adds one file with what it found anew. Only lemmas of masked texts are kept. Losing the folder costs time and
nothing else, so that nothing here ever fails.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

from voc_cli.store.shelved import prune, write_whole

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Arrays = dict[str, NDArray[Any]]

MAX_BYTES: Final = 2**28  # of all files: some hundred thousand different clauses that complain
MAX_FILES: Final = 24  # of one kind and version; then one takes the place of all
_PREFIX: Final = "clauses-"
_MAGIC: Final = b"VOCQ1\n"


class Recollections:
    """The files in ``folder``, which is made if need be, for its owner alone.

    Args:
        version: Of everything that could change what is found (``version.recollection_version``).
        max_bytes: Of all files; the one that was written first goes first.
    """

    def __init__(self, folder: Path, *, version: str, max_bytes: int = MAX_BYTES) -> None:
        self._folder = folder
        self._version = version
        self._max_bytes = max_bytes

    def find(self, kind: str) -> Iterator[tuple[list[str], Arrays]]:
        """What each earlier run found of one ``kind``: lemmas of distinct clauses, and arrays of what belongs to them.

        The arrays are mapped instead of read: a run may want a small part of them.
        """
        for path in self._files(kind):
            try:
                with path.open("rb") as file:
                    found = _read(file)
            except (OSError, ValueError, EOFError):  # torn, or not written by us
                with suppress(OSError):
                    path.unlink()
                continue
            yield found

    def is_scattered(self, kind: str) -> bool:
        """Whether ``find`` reads so many files that they should become one."""
        return len(self._files(kind)) >= MAX_FILES

    def keep(self, kind: str, cells: Sequence[str], arrays: Arrays, *, is_all: bool = False) -> None:
        """Add what was found; with ``is_all`` it takes the place of what ``find`` gives."""
        size = sum(array.nbytes for array in arrays.values()) + sum(map(len, cells))
        if not cells or size > self._max_bytes:
            return
        with suppress(OSError):  # the folder cannot be written or is full: the next run asks again
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            old = self._files(kind) if is_all else []
            prune(self._folder.glob(f"{_PREFIX}*"), self._max_bytes - size)
            path = self._folder / f"{_PREFIX}{kind}-{self._version}-{secrets.token_hex(6)}"
            write_whole(path, lambda file: _pack(file, cells, arrays))
            for path in old:
                path.unlink(missing_ok=True)

    def _files(self, kind: str) -> list[Path]:
        try:
            found = [
                path
                for path in self._folder.glob(f"{_PREFIX}{kind}-{self._version}-*")
                if not path.name.endswith(".tmp")
            ]
            return sorted(found, key=lambda path: (path.stat().st_mtime, path.name))
        except OSError:
            return []


def _pack(file: IO[bytes], cells: Sequence[str], arrays: Arrays) -> None:
    import numpy as np

    file.write(_MAGIC)
    letters = "".join(cells).encode("utf-8", "surrogatepass")
    lengths = np.fromiter(map(len, cells), dtype=np.int32, count=len(cells))
    names = "\n".join(arrays).encode()
    for array in (np.frombuffer(letters, np.uint8), lengths, np.frombuffer(names, np.uint8), *arrays.values()):
        np.lib.format.write_array(file, np.ascontiguousarray(array), allow_pickle=False)


def _read(file: IO[bytes]) -> tuple[list[str], Arrays]:
    if file.read(len(_MAGIC)) != _MAGIC:
        raise ValueError("no file of recollections")
    letters, lengths, names = (_array(file) for _ in range(3))
    arrays = {name: _array(file) for name in names.tobytes().decode().split("\n") if name}
    return _cut(letters.tobytes().decode("utf-8", "surrogatepass"), lengths), arrays


def _array(file: IO[bytes]) -> NDArray[Any]:
    """The next array."""
    import numpy as np

    if np.lib.format.read_magic(file) != (1, 0):
        raise ValueError("another format of arrays")
    shape, _, dtype = np.lib.format.read_array_header_1_0(file)
    first, n_bytes = file.tell(), int(np.prod(shape)) * dtype.itemsize
    if file.seek(first + n_bytes) > os.fstat(file.fileno()).st_size or dtype.hasobject:
        raise ValueError("cut short")
    if not n_bytes:
        return np.zeros(shape, dtype=dtype)
    mapped = np.memmap(file, dtype=dtype, mode="r", offset=first, shape=shape)
    file.seek(first + n_bytes)  # mapping moves to the end
    return mapped.view(np.ndarray)


def _cut(letters: str, lengths: NDArray[np.int32]) -> list[str]:
    cells, first = [], 0
    for length in lengths.tolist():
        cells.append(letters[first : first + length])
        first += length
    if first != len(letters):
        raise ValueError("lengths that do not add up")
    return cells
