"""Blocks of bytes to pieces of text, each of whole lines, by the encoding that was found before; see ``encoding``."""

from __future__ import annotations

import codecs
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import AnyStr

from voc_cli import messages
from voc_cli.io.encoding import (
    CP949,
    UTF8,
    UTF8_BOM,
    UTF16_MARKS,
    Decoded,
    Signs,
    decode_line,
    is_undecodable,
    line_notes,
    refuse_unknown,
    wide_codec,
)


@dataclass(frozen=True, slots=True)
class Encoding:
    """How the bytes of a file become text."""

    name: str  # "utf-8+cp949" where lines differ
    codec: str  # of all lines, or the one to try first
    is_mixed: bool = False  # lines are known to differ


@dataclass(slots=True, eq=False)
class Tally:
    """What was met on the way."""

    lines: Counter[str] = field(default_factory=Counter)  # not ASCII, of each encoding, where they were read one by one
    n_undecodable: int = 0
    n_nul: int = 0
    is_utf16_broken: bool = False

    def notes(self) -> list[str]:
        """What the user should know."""
        notes = line_notes(self.lines, self.n_undecodable)
        if self.is_utf16_broken:
            notes.append(messages.text("io.utf16_broken"))
        if self.n_nul:
            notes.append(messages.text("io.nul_removed", count=self.n_nul))
        return notes


def find_encoding(seen: Callable[[], Iterable[bytes]], *, first: bytes, is_whole: bool, name: str) -> Encoding:
    """The encoding of a file, by strict trial of all that can be seen of it.

    Args:
        seen: Gives the blocks of the file, or as much of it as can be looked at; called once or twice.
        first: Its first part.
        is_whole: Whether ``seen`` gives the whole file; else it may end within a character.
        name: Of the file, for messages.

    Raises:
        InputError: The bytes are no text, or most lines fit no encoding.
    """
    wide = wide_codec(first if is_whole else first[: len(first) // 2 * 2], name=name)
    if wide is not None:
        return Encoding("utf-16", wide)
    unicode_name = UTF8_BOM if first.startswith(codecs.BOM_UTF8) else UTF8
    signs = Signs(unicode_name)
    for lines in whole_lines(_without_mark(seen(), codecs.BOM_UTF8), drop_last=not is_whole):
        signs.look(lines)
    if signs.encoding is not None:
        return Encoding(signs.encoding, CP949 if signs.encoding == CP949 else UTF8)
    tally = Tally()
    for lines in whole_lines(_without_mark(seen(), codecs.BOM_UTF8), drop_last=not is_whole):
        _by_line(lines, UTF8, tally)
    refuse_unknown(tally.lines, tally.n_undecodable, name=name)
    names = [unicode_name if codec == UTF8 else codec for codec, _ in tally.lines.most_common()]
    return Encoding("+".join(names) or unicode_name, UTF8, is_mixed=True)


def read_texts(
    blocks: Iterable[bytes], encoding: Encoding, tally: Tally, *, name: str, drop_last: bool = False
) -> Iterator[Decoded]:
    """The text of ``blocks`` in pieces of whole lines, without byte order mark and NUL; "" where a block is empty.

    Lines of another encoding than the one found, which only a pipe can bring, are read by the one that explains them.

    Args:
        drop_last: Whether to leave out a line that does not end.

    Raises:
        InputError: More lines than not fit no encoding.
    """
    bare = _without_mark(blocks, UTF16_MARKS.get(encoding.codec, codecs.BOM_UTF8))
    if encoding.codec in UTF16_MARKS:
        pieces = whole_lines(_utf16(bare, encoding.codec, tally), drop_last=drop_last)
    else:
        pieces = (_decoded(lines, encoding, tally, name) for lines in whole_lines(bare, drop_last=drop_last))
    for text in pieces:
        n_nul = text.count("\0")
        tally.n_nul += n_nul
        yield Decoded(text.replace("\0", "") if n_nul else text, encoding.name, is_undecodable(text))


def whole_lines(blocks: Iterable[AnyStr], *, drop_last: bool = False) -> Iterator[AnyStr]:
    """``blocks`` cut behind the last line that ends in them; what is left comes with the next, or last of all.

    Args:
        drop_last: Whether to leave out a line that does not end.
    """
    waiting: list[AnyStr] = []
    for block in blocks:
        cut = _last_end(block)
        if cut:
            waiting.append(block[:cut])
            yield block[:0].join(waiting)
            waiting = []
        elif not block:
            yield block
        if len(block) > cut:
            waiting.append(block[cut:])
    if waiting and not drop_last:
        yield waiting[0][:0].join(waiting)


def _last_end(block: str | bytes) -> int:
    """Where the last line of ``block`` that ends there ends; 0 where none does."""
    # A carriage return at the very end may belong to a newline that comes.
    if isinstance(block, str):
        return max(block.rfind("\n"), block.rfind("\r", 0, -1)) + 1
    return max(block.rfind(b"\n"), block.rfind(b"\r", 0, -1)) + 1


def _without_mark(blocks: Iterable[bytes], mark: bytes) -> Iterator[bytes]:
    is_first = True
    for block in blocks:
        yield block.removeprefix(mark) if is_first else block
        is_first = is_first and not block


def _utf16(blocks: Iterable[bytes], codec: str, tally: Tally) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(codec)("surrogatepass")
    for block in blocks:
        text = decoder.decode(block)
        tally.is_utf16_broken |= is_undecodable(text)
        yield text
    try:
        text = decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        text = "\udcff"  # a transfer that broke off leaves half a character
    tally.is_utf16_broken |= is_undecodable(text)
    yield text


def _decoded(lines: bytes, encoding: Encoding, tally: Tally, name: str) -> str:
    if not encoding.is_mixed:
        try:
            return lines.decode(encoding.codec)
        except UnicodeDecodeError:
            pass
    text = _by_line(lines, encoding.codec, tally)
    refuse_unknown(tally.lines, tally.n_undecodable, name=name)
    return text


def _by_line(lines: bytes, codec: str, tally: Tally) -> str:
    """Each line by ``codec`` or else the other one."""
    texts = []
    for line in lines.splitlines(keepends=True):
        text, found = decode_line(line, codec)
        texts.append(text)
        if not found:
            tally.n_undecodable += 1
        elif not line.isascii():
            tally.lines[found] += 1
    return "".join(texts)
