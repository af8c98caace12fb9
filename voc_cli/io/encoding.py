"""Bytes to text: the encoding is found by strict trial, never guessed from statistics alone."""

from __future__ import annotations

import codecs
import re
from collections import Counter
from dataclasses import dataclass
from typing import Final

from voc_cli import messages
from voc_cli.errors import InputError

UTF8: Final = "utf-8"
UTF8_BOM: Final = "utf-8-sig"
CP949: Final = "cp949"
UTF16_LE: Final = "utf-16-le"
UTF16_BE: Final = "utf-16-be"
UTF16_MARKS: Final = {UTF16_LE: codecs.BOM_UTF16_LE, UTF16_BE: codecs.BOM_UTF16_BE}

_SAMPLE: Final = 65_536
_NO_TEXT: Final = (
    b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"%PDF", b"\x7fELF", b"MZ\x90", b"Rar!", b"7z\xbc\xaf", b"SQLite format",
    b"PAR1", b"\xfd7zXZ", b"BZh", b"\x28\xb5\x2f\xfd",
)  # fmt: skip
_CONTROL: Final = bytes(code for code in range(1, 32) if code not in (9, 10, 11, 12, 13, 26, 27))
_THREE_BYTES: Final = re.compile(rb"[\xe0-\xff]")
_HANGUL: Final = re.compile(r"[가-힣]")
_SURROGATE: Final = re.compile(r"[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a file. Bytes that no encoding explains stand in it as lone surrogates (see ``is_undecodable``)."""

    text: str
    encoding: str  # "utf-8+cp949" where lines differ
    has_undecodable: bool = False
    notes: tuple[str, ...] = ()


def decode(data: bytes, *, name: str) -> Decoded:
    """The text in ``data``: UTF-8 with or without BOM, UTF-16, CP949, or line by line where a file mixes them.

    Raises:
        InputError: The bytes are no text, or most lines fit no encoding.
    """
    wide = wide_codec(data, name=name)
    if wide is not None:
        return _without_nul(_utf16(data.removeprefix(UTF16_MARKS[wide]), wide))
    has_bom = data.startswith(codecs.BOM_UTF8)
    body = data[3:] if has_bom else data
    unicode_name = UTF8_BOM if has_bom else UTF8
    return _without_nul(_strict(body, unicode_name) or _by_line(body, unicode_name, name=name))


def wide_codec(data: bytes, *, name: str) -> str | None:
    """UTF16_LE or UTF16_BE where the first part of a file, or all of it, shows that; else None.

    Raises:
        InputError: The bytes are no text.
    """
    if data.startswith(_NO_TEXT):
        raise _not_text(name)
    for codec, mark in UTF16_MARKS.items():
        if data.startswith(mark):
            return codec
    guessed = _utf16_without_bom(data)
    if guessed is None and _is_binary(data):
        raise _not_text(name)
    return guessed


def is_undecodable(cell: str) -> bool:
    """Whether ``cell`` holds bytes that no encoding explained."""
    return _SURROGATE.search(cell) is not None


def printable(cell: str) -> str:
    """``cell`` with undecodable bytes shown as U+FFFD, so that it can be written."""
    return _SURROGATE.sub("\ufffd", cell)


def _strict(body: bytes, unicode_name: str) -> Decoded | None:
    signs = Signs(unicode_name)
    signs.look(body)
    if signs.encoding is None:
        return None
    return Decoded(body.decode(CP949 if signs.encoding == CP949 else UTF8), signs.encoding)


class Signs:
    """Which encoding all bytes seen so far can be."""

    def __init__(self, unicode_name: str) -> None:
        self._unicode_name = unicode_name
        self._is_unicode, self._is_korean = True, unicode_name == UTF8
        # Some short CP949 words are valid UTF-8 by chance; they never use the three bytes that Hangul has in UTF-8.
        self._is_short, self._holds_hangul = unicode_name == UTF8, False

    def look(self, lines: bytes) -> None:
        """Take in the next bytes, which end with a whole character."""
        self._is_unicode = self._is_unicode and _try(lines, UTF8) is not None
        self._is_short = self._is_short and not _THREE_BYTES.search(lines)
        if self._is_korean and not lines.isascii():
            korean = _try(lines, CP949)
            self._is_korean = korean is not None
            self._holds_hangul |= self._is_short and korean is not None and _HANGUL.search(korean) is not None

    @property
    def encoding(self) -> str | None:
        """UTF8, UTF8_BOM or CP949; None where none of them fits all."""
        if self._is_unicode and not (self._is_short and self._is_korean and self._holds_hangul):
            return self._unicode_name
        return CP949 if self._is_korean else None


def _by_line(body: bytes, unicode_name: str, *, name: str) -> Decoded:
    lines: list[str] = []
    found: Counter[str] = Counter()
    n_undecodable = 0
    for line in body.splitlines(keepends=True):
        text, encoding = decode_line(line, UTF8)
        lines.append(text)
        if not encoding:
            n_undecodable += 1
        elif not line.isascii():
            found[encoding] += 1
    refuse_unknown(found, n_undecodable, name=name)
    names = [unicode_name if encoding == UTF8 else encoding for encoding, _ in found.most_common()]
    notes = tuple(line_notes(found, n_undecodable))
    return Decoded("".join(lines), "+".join(names) or unicode_name, n_undecodable > 0, notes)


def decode_line(line: bytes, first: str) -> tuple[str, str]:
    """The text of a line and its encoding: ``first`` or else the other one; "" where it is neither."""
    for encoding in (first, CP949 if first == UTF8 else UTF8):
        text = _try(line, encoding)
        if text is not None:
            return text, encoding
    return line.decode(UTF8, errors="surrogateescape"), ""


def refuse_unknown(found: Counter[str], n_undecodable: int, *, name: str) -> None:
    """Stop where most lines that are not ASCII fit no encoding.

    Raises:
        InputError: They do.
    """
    if n_undecodable > max(1, sum(found.values())):
        what = messages.text("io.encoding_unknown", lines=n_undecodable)
        raise InputError(name, what, mend=messages.text("io.encoding_unknown_mend"))


def line_notes(found: Counter[str], n_undecodable: int) -> list[str]:
    """What the user should know of lines that were read one by one."""
    notes = []
    if len(found) > 1:
        notes.append(messages.text("io.mixed_encodings", utf8=found[UTF8], cp949=found[CP949]))
    if n_undecodable:
        notes.append(messages.text("io.undecodable", lines=n_undecodable))
    return notes


def _utf16(body: bytes, encoding: str) -> Decoded:
    text = _try(body, encoding)
    if text is not None:
        return Decoded(text, "utf-16")
    even = body[: len(body) // 2 * 2]
    text = even.decode(encoding, errors="surrogatepass")
    # A transfer that broke off leaves half a character: the row that holds it must not pass as whole.
    broken_off = "\udcff" if len(body) % 2 else ""
    has_undecodable = bool(broken_off) or is_undecodable(text)
    return Decoded(text + broken_off, "utf-16", has_undecodable, (messages.text("io.utf16_broken"),))


def _utf16_without_bom(data: bytes) -> str | None:
    sample = data[:_SAMPLE]
    n_even, n_odd = sample[::2].count(0), sample[1::2].count(0)
    if len(data) % 2 or max(n_even, n_odd) < max(3, len(sample) // 40) or min(n_even, n_odd) > max(n_even, n_odd) // 50:
        return None
    encoding = UTF16_LE if n_odd > n_even else UTF16_BE
    text = _try(data, encoding)
    if text is None:
        return None
    head = text[:_SAMPLE]
    n_plausible = sum(char.isascii() or "가" <= char <= "힣" or "\u3131" <= char <= "\u318e" for char in head)
    # Two NUL bytes in a UTF-8 file must not turn its Hangul into Hanja.
    return encoding if n_plausible > 0.8 * len(head) else None


def _is_binary(data: bytes) -> bool:
    sample = data[:_SAMPLE]
    n_control = len(sample) - len(sample.translate(None, _CONTROL))
    return n_control > 0.05 * len(sample) or sample.count(0) > max(3, 0.2 * len(sample))


def _without_nul(decoded: Decoded) -> Decoded:
    n_nul = decoded.text.count("\0")
    if not n_nul:
        return decoded
    return Decoded(
        decoded.text.replace("\0", ""),
        decoded.encoding,
        decoded.has_undecodable,
        (*decoded.notes, messages.text("io.nul_removed", count=n_nul)),
    )


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _not_text(name: str) -> InputError:
    return InputError(name, messages.text("io.not_text"), mend=messages.text("io.not_text_mend"))
