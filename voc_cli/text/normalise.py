"""Texts made fit for masking and for the tokenizer."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

# A mask such as [전화번호] holds nouns that nobody said.
_LABEL: Final = re.compile(
    r"\[(?:이메일|주민등록번호|카드번호|운전면허번호|여권번호|전화번호|계좌번호|주소|차량번호|이름)\]"
)
_FILLER: Final = "○"


def composed(text: str) -> str:
    """``text`` with Hangul in syllables (NFC): macOS writes file contents in letters, which hide every word."""
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def without_labels(text: str) -> str:
    """``text`` of the same length with the labels of masked data as circles, so that offsets stay true."""
    return _LABEL.sub(lambda match: _FILLER * len(match[0]), text) if "[" in text else text
