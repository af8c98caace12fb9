"""Things as customers write them: the analyser cuts a new word in pieces, and one piece makes no name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Final

# fmt: off
PARTICLES: Final = frozenset([
    "이나", "나", "이", "가", "은", "는", "을", "를", "에", "의", "도", "만", "으로",
    "로", "와", "과", "이랑", "랑", "에서", "에게", "한테", "에는", "에도", "에서는", "으로는", "로는",
    "까지", "부터", "마저", "조차", "때문에", "이라서", "라서", "인데", "이라고", "라고", "하고", "보다",
])
# Syllables that stand behind a noun without a space and are no end of it: of 하다, 되다 and 이다, adverbs, titles.
_NO_NOUNS: Final = frozenset("하한할함해했되된될됨돼됐시임인일좀왜안못더다또꼭참요님들씨측쪽때전후중분께서")
# fmt: on
_MOST: Final = 0.6  # share of the texts with a thing that write more of it,
_FEWEST: Final = 2  # and how many
_LETTERS: Final = r"[가-힣A-Za-z0-9]*"


def whole_word(thing: str, texts: Iterable[str]) -> str:
    """``thing`` with what most of ``texts`` write before it ("새벽" of "새벽루트택배") or, one syllable, behind it
    ("판" of "회전판") without a space."""
    form = re.compile(rf"({_LETTERS}){re.escape(thing)}({_LETTERS})", re.IGNORECASE)
    found = [match.groups() for text in texts if (match := form.search(text))]
    before = _usual((first for first, _ in found), len(found))
    behind = _usual((_end_of_noun(last) for _, last in found), len(found))
    return before + thing + behind


def _usual(parts: Iterable[str], n: int) -> str:
    counts = Counter(filter(None, parts))
    part, count = min(counts.items(), key=lambda item: (-item[1], item[0]), default=("", 0))
    return part if count >= max(_MOST * n, _FEWEST) else ""


def _end_of_noun(rest: str) -> str:
    """The syllable that ``rest``, what stands behind a noun, begins with, where it still belongs to the noun."""
    if not rest or rest in PARTICLES or rest[0] in _NO_NOUNS or not "가" <= rest[0] <= "힣":
        return ""
    return rest[0] if rest[1:] in PARTICLES | {""} else ""
