"""Things as customers write them: the analyser cuts a new word in pieces, and the pieces make no name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Self

# fmt: off
PARTICLES: Final = frozenset([
    "이나", "나", "이", "가", "은", "는", "을", "를", "에", "의", "도", "만", "으로",
    "로", "와", "과", "이랑", "랑", "에서", "에게", "한테", "에는", "에도", "에서는", "으로는", "로는",
    "까지", "부터", "마저", "조차", "때문에", "이라서", "라서", "인데", "이라고", "라고", "하고", "보다",
])
# Syllables that begin what stands behind a noun without a space and is no end of it: 하다, 되다, 이다, adverbs, titles.
_NO_NOUNS: Final = frozenset("하한할함해했되된될됨돼됐시임인일입이였좀왜안못더다또꼭참요님들씨측쪽때전후중분께서")
# fmt: on
_ENDINGS: Final = frozenset("요다죠네데고면서니지자까음임함됨나")  # last syllables of what ends a sentence or a clause
_BOX: Final = "함"  # of 하다, or a box where a particle stands behind it
_MOST: Final = 0.6  # share of the texts with a thing that write more of it,
_FEWEST: Final = 2  # and how many
_LONGEST: Final = 4  # syllables behind a thing that belong to it
_BETWEEN: Final = r"[가-힣]{0,2} ?"  # what the analyser took for a particle between two pieces


def whole_word(thing: str, texts: Iterable[str]) -> str:
    """``thing`` with what most of ``texts`` write without a space before it ("새벽" of "새벽루트택배"), between its
    pieces ("이" of "바람돌이택배") and behind it ("판" of "회전판")."""
    said = list(texts)
    form = re.compile(_BETWEEN.join(re.escape(piece) for piece in thing.split()), re.IGNORECASE)
    found = [_Use.of(text, match.start(), match.end()) for text in said if (match := form.search(text))]
    if found and all(use.core != thing for use in found):
        thing = _usual((use.core for use in found), len(found)) or thing
    before = _usual((use.before for use in found), len(found))
    is_box = any(use.behind[:1] == _BOX and use.behind[1:] in PARTICLES for use in found) or _MOST * len(found) <= sum(
        use.behind == _BOX and use.goes_on for use in found
    )
    behind = _usual((_end_of_noun(use.behind, is_box=is_box) for use in found), len(found))
    return " ".join(_bare(piece, said) for piece in (before + thing + behind).split(" "))


@dataclass(frozen=True, slots=True)
class _Use:
    """How one text writes a thing."""

    before: str  # letters right before it
    core: str
    behind: str
    goes_on: bool  # whether more words stand behind

    @classmethod
    def of(cls, text: str, start: int, end: int) -> Self:
        first, last = start, end
        while first and text[first - 1].isalnum():
            first -= 1
        while last < len(text) and text[last].isalnum():
            last += 1
        return cls(text[first:start], text[start:end], text[end:last], bool(text[last:].strip()))


def _usual(parts: Iterable[str], n: int) -> str:
    counts = Counter(filter(None, parts))
    part, count = min(counts.items(), key=lambda item: (-item[1], item[0]), default=("", 0))
    return part if count >= max(_MOST * n, _FEWEST) else ""


def _end_of_noun(rest: str, *, is_box: bool) -> str:
    """The syllables that ``rest``, what stands behind a noun, begins with, where they still belong to the noun."""
    if not rest or rest in PARTICLES or not re.fullmatch("[가-힣]+", rest):
        return ""
    if rest[0] in _NO_NOUNS:
        return _BOX if is_box and rest[0] == _BOX and rest[1:] in PARTICLES | {""} else ""
    ends = range(1, min(len(rest), _LONGEST) + 1)
    whole = rest if len(rest) <= _LONGEST and rest[-1] not in _ENDINGS else ""
    return next((rest[:end] for end in ends if rest[end:] in PARTICLES), whole)


def _bare(word: str, texts: Iterable[str]) -> str:
    """``word`` without a last syllable that is a particle: others write the word without it."""
    stem = word[:-1]
    if word[-1:] not in PARTICLES or len(stem) < _FEWEST:
        return word
    without = re.compile(rf"(?<![가-힣]){re.escape(stem)}(?!{re.escape(word[-1])})")
    return stem if sum(without.search(text) is not None for text in texts) >= _FEWEST else word
