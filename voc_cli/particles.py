"""Korean particles that go by the last sound of the word before them."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

# As a catalogue writes them: behind a consonant, then in brackets behind a vowel.
_PAIRS: Final = {
    "을(를)": ("을", "를"),
    "이(가)": ("이", "가"),
    "은(는)": ("은", "는"),
    "과(와)": ("과", "와"),
    "(으)로": ("으로", "로"),
}
_PAIR: Final = re.compile("|".join(map(re.escape, _PAIRS)))
_SILENT: Final = re.compile(r"[\s\"'`’”」』)\]}]+$")  # what nobody reads aloud
_FIRST, _LAST, _FINALS, _RIEUL = ord("가"), ord("힣"), 28, 8
_DIGITS: Final = "영일이삼사오육칠팔구"
_SIGNS: Final = {"%": "퍼센트", "℃": "도"}


@cache
def split_pairs(sentence: str) -> tuple[str, ...]:
    """``sentence`` cut around its pairs of particles: text at even places, pairs at odd ones."""
    return tuple(re.split(f"({_PAIR.pattern})", sentence))


def particle(pair: str, before: str) -> str:
    """The one of ``pair`` that goes behind ``before``; ``pair`` itself where it cannot be known how that is read."""
    word = _SILENT.sub("", before)[-1:]
    sound = _DIGITS[int(word)] if word.isascii() and word.isdigit() else _SIGNS.get(word, word)[-1:]
    if not sound or not _FIRST <= ord(sound) <= _LAST:
        return pair
    final = (ord(sound) - _FIRST) % _FINALS
    closed, opened = _PAIRS[pair]
    return opened if not final or (final == _RIEUL and opened == "로") else closed
