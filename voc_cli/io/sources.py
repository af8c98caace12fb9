"""The bytes of a file or pipe in blocks: a first part to look at, then everything, in constant memory."""

from __future__ import annotations

import os
import sys
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain
from queue import Empty, Queue
from typing import BinaryIO, Final

from voc_cli import messages
from voc_cli.errors import InputError
from voc_cli.io.inputs import GZIP, InputFile, empty_file, unreadable, where_of

FIRST: Final = 1 << 20  # bytes that tell encoding, delimiter and header
_BLOCK: Final = 1 << 20
_CHUNK: Final = 1 << 16  # of a pipe
_CHUNKS_AHEAD: Final = 16  # that wait in memory
_PAUSE: Final = 0.25  # seconds without anything new, after which what has come is worked on
_QUIET: Final = 4  # pauses after which the first part is what has come
_PATIENCE: Final = 3.0  # seconds after which it is, however fast more is coming
_FEWEST_LINES: Final = 2  # a header and a record
_UNZIP: Final = 31  # zlib's own code for the format of gzip


@dataclass(slots=True, eq=False)
class Source:
    """The bytes of one input, unpacked where they are gzip."""

    file: InputFile
    first: bytes  # at most FIRST of them, unless a line is longer
    is_whole: bool  # there are no others
    can_repeat: bool  # a file can be read again, a pipe cannot
    _open: Callable[[], Iterator[bytes]]
    _rest: Iterator[bytes] = field(default_factory=lambda: iter(()))

    def seen(self) -> Iterator[bytes]:
        """All that can be looked at before anything is written: of a pipe the first part alone."""
        return self.blocks() if self.can_repeat else iter([self.first])

    @property
    def is_all_seen(self) -> bool:
        """Whether ``seen`` gives everything."""
        return self.is_whole or self.can_repeat

    def blocks(self) -> Iterator[bytes]:
        """Everything, the first part first; b"" where nothing comes for a while. Of a pipe only once.

        Raises:
            InputError: The bytes cannot be read, or are a broken archive.
        """
        if self.is_whole or not self.can_repeat:
            return chain([self.first], self._rest)
        first, rest, _ = _cut(self._open())
        return chain([first], rest)


def open_source(file: InputFile, *, stdin: BinaryIO | None) -> Source:
    """The bytes of ``file``, of which the first part has been read.

    Raises:
        InputError: The file cannot be opened, holds nothing, or is a broken archive.
    """
    with _reading(file):
        handle = (stdin or sys.stdin.buffer) if file.path is None else file.path.open("rb")
        can_repeat = handle.seekable()
    blocks = _from_start(file, handle) if can_repeat else _from_pipe(file, handle)
    first, rest, is_whole = _cut(blocks())
    if is_whole and not first.strip():
        raise empty_file(where_of(file))
    return Source(file, first, is_whole, can_repeat, blocks, iter(()) if can_repeat else rest)


def _from_start(file: InputFile, handle: BinaryIO) -> Callable[[], Iterator[bytes]]:
    start = handle.tell()

    def read() -> Iterator[bytes]:
        handle.seek(start)
        while block := handle.read(_BLOCK):
            yield block

    return lambda: _checked(file, _unzipped(read()))


def _from_pipe(file: InputFile, handle: BinaryIO) -> Callable[[], Iterator[bytes]]:
    return lambda: _checked(file, _unzipped(_arriving(handle)))


def _arriving(handle: BinaryIO) -> Iterator[bytes]:
    """What comes through a pipe as it comes, b"" for every pause."""
    queue: Queue[bytes | OSError] = Queue(_CHUNKS_AHEAD)

    def fetch() -> None:
        # Past Python's own buffer: a thread that waits in there would keep the program from ending.
        try:
            while chunk := os.read(handle.fileno(), _CHUNK):
                queue.put(chunk)
            queue.put(b"")
        except OSError as error:
            queue.put(error)

    threading.Thread(target=fetch, daemon=True).start()
    while True:
        try:
            chunk = queue.get(timeout=_PAUSE)
        except Empty:
            yield b""
            continue
        if isinstance(chunk, OSError):
            raise chunk
        if not chunk:
            return
        yield chunk


def _cut(blocks: Iterator[bytes]) -> tuple[bytes, Iterator[bytes], bool]:
    """The first part, what comes behind it, and whether that is nothing."""
    first, n_quiet, began = bytearray(), 0, 0.0
    for block in blocks:
        began = began or (time.monotonic() if block else 0.0)
        n_quiet = 0 if block else n_quiet + 1
        first += block
        if len(first) < FIRST and n_quiet < _QUIET and (not began or time.monotonic() - began < _PATIENCE):
            continue
        if first.count(b"\n") + first.count(b"\r") >= _FEWEST_LINES:
            whole, rest = bytes(first[:FIRST]), bytes(first[FIRST:])
            if whole.count(b"\n") + whole.count(b"\r") < _FEWEST_LINES:
                whole, rest = bytes(first), b""
            return whole, chain([rest] if rest else [], blocks), False
    return bytes(first), iter(()), True


def _unzipped(blocks: Iterator[bytes]) -> Iterator[bytes]:
    """``blocks`` as they are, or the bytes of the gzip archive that they are."""
    begin = b""
    for block in blocks:
        begin += block
        if len(begin) >= len(GZIP):
            break
    if not begin.startswith(GZIP):
        yield begin
        yield from blocks
        return
    archive = zlib.decompressobj(_UNZIP)
    for block in chain([begin], blocks):
        yield b""
        left = block
        while left:
            if archive.eof:
                # Archives may stand one behind the other, and zeros behind the last one.
                left = left.lstrip(b"\0")
                archive = zlib.decompressobj(_UNZIP) if left else archive
            else:
                yield archive.decompress(left, _BLOCK)
                left = archive.unconsumed_tail or archive.unused_data
    if not archive.eof:
        raise EOFError


def _checked(file: InputFile, blocks: Iterator[bytes]) -> Iterator[bytes]:
    with _reading(file):
        yield from blocks


@contextmanager
def _reading(file: InputFile) -> Iterator[None]:
    """Errors of reading as those of the input."""
    where = where_of(file)
    try:
        yield
    except OSError as error:
        raise unreadable(where, error) from error
    except (EOFError, zlib.error) as error:
        raise InputError(where, messages.text("io.broken_gzip"), mend=messages.text("io.broken_gzip_mend")) from error
