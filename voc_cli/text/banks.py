"""How customers write a bank beside an account: 신한, 신한은행, 카뱅, NH농협."""

from __future__ import annotations

import re
from typing import Final

from voc_cli.text.privacy_words import alternation, words

_ENDINGS: Final = alternation(words("bank_endings"))
_NAME: Final = rf"(?<![가-힣A-Za-z])(?i:{alternation(words('bank_names'))})"
BANK: Final = rf"{_NAME}(?:\s?{_ENDINGS})?(?![가-힣A-Za-z])"
# A bank without a space before the holder: 신한김철수.
BANK_AHEAD: Final = rf"{_NAME}{_ENDINGS}?(?=[가-힣])"
# What may stand between a bank, a number and a name, and what must where nothing else parts them.
GAP: Final = r"[\s,/():\[\]\-·|]{0,3}"
BETWEEN: Final = r"[\s,/():\[\]\-·|]{1,3}"
_WHOLE: Final = re.compile(BANK)
_AHEAD: Final = re.compile(rf"({BANK_AHEAD})(?=[가-힣]{{3}})")
_APART: Final = re.compile(r"[\s,/():\[\]\-·|]+")
_REACH: Final = 24
_NO_WORD: Final = re.compile(r"[^가-힣A-Za-z\s,/():\[\]\-·|]")


def words_beside(text: str, start: int, end: int) -> list[str]:
    """The two words before ``start`` and the two behind ``end``, up to another number or the end of a line.

    A bank that a word begins with is a word of its own.
    """
    before = _NO_WORD.split(text[max(0, start - _REACH) : start])[-1].split("\n")[-1]
    behind = _NO_WORD.split(text[end : end + _REACH])[0].split("\n")[0]
    near = (_APART.split(before.rstrip(" ,/():[]-·|"))[-2:], _APART.split(behind.lstrip(" ,/():[]-·|"))[:2])
    return [part for side in near for word in side for part in _AHEAD.split(word, maxsplit=1) if part]


def is_bank(word: str) -> bool:
    """Whether ``word`` is a bank as it is written beside an account."""
    return _WHOLE.fullmatch(word) is not None
