"""Names and roles as they are written in a text, and whether they act there: by spelling and particle, no analyser.

"택배사가 던졌어요" has the courier do something; in "택배사에 맡겼어요" somebody else does.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate, groupby
from operator import itemgetter
from typing import Final, NamedTuple

_SHORT: Final = 2  # letters; a shorter word counts only where a word begins ("사원" is not in "신입사원증")
_BETWEEN: Final = "\0"  # in no spelling
_PLAIN: Final = r"(?:(?:\s?(?:들|측|쪽)|님|분)(?![가-힣]{3}))*"
# fmt: off
_LONG_PARTICLES: Final = (
    "한테서", "에게서", "한테", "에게", "께서", "으로", "에서", "이나", "이랑", "하고", "이라", "라서", "라고",
    "인데", "이고", "처럼", "보다", "까지", "마다", "부터", "입니", "이에", "예요", "이네", "이었", "였", "때문",
    "만의", "과의", "와의", "라는",
)
_SHORT_PARTICLES: Final = "이가은는도의에만로을를와과랑께라인"
# What stands behind a name without a blank and still speaks of it.
_FOLLOWERS: Final = (
    "기사", "직원", "배송", "택배", "상담", "담당", "고객", "결제", "할인", "잘못", "과실", "문제", "탓", "책임",
    "하면", "하는", "하니", "하려", "해도", "했", "되면", "되는",
    "태도", "관리", "대응", "응대", "답변", "연락", "사장", "교육", "서비스", "친절", "불친절", "최고", "최악", "전화",
    "배달",
)
_NOT_ACTING: Final = frozenset((
    "한테서", "에게서", "한테", "에게", "으로", "이랑", "하고", "보다", "처럼", "까지", "과의", "와의",
    *"로을를와과랑께에",
))
# fmt: on


class Mention(NamedTuple):
    """One place where an entry is named: its number, characters of the text, and whether it acts there."""

    entry: int
    start: int
    end: int
    is_actor: bool


class MentionFinder:
    """Finds entries by their spellings, the longest first where two begin at one place.

    Args:
        words: The spellings of each entry; letter case does not matter.
        counters: For each entry, what takes it away where it stands in the text.
    """

    def __init__(self, words: Sequence[Sequence[str]], counters: Sequence[Sequence[str]]) -> None:
        self._counters = [tuple(counter) for counter in counters]
        self._entry_of: dict[str, int] = {}
        for number, spellings in enumerate(words):
            for word in spellings:
                self._entry_of.setdefault(word.lower(), number)
        self._pattern = re.compile(_tree(sorted(self._entry_of))) if self._entry_of else None

    def holding(self, texts: Sequence[str]) -> list[int]:
        """Numbers of the texts that may hold a mention, ascending; all others hold none. One pass over a batch."""
        if self._pattern is None:
            return []
        joined = _BETWEEN.join(texts).lower()
        ends = list(accumulate(len(text) + 1 for text in texts))
        if not ends or len(joined) + 1 != ends[-1]:
            return list(range(len(texts)))  # a letter that grows in lower case moves all that follow
        found: list[int] = []
        place = 0
        # From one hit on to the end of its text: what else it holds is for ``find``.
        while (match := self._pattern.search(joined, place)) is not None:
            number = bisect_right(ends, match.start())
            found.append(number)
            place = ends[number]
        return found

    def find(self, text: str) -> list[Mention]:
        """The mentions in ``text``, from left to right."""
        lowered = text.lower()
        if self._pattern is None or len(lowered) != len(text):
            return []
        found = []
        for match in self._pattern.finditer(lowered):
            behind = _BEHIND.match(lowered, match.end())
            if behind is None or not _has_room(lowered, match.start(), match.end()):
                continue
            number = self._entry_of[match[0]]
            if not any(counter in lowered for counter in self._counters[number]):
                found.append(Mention(number, *match.span(), behind["particle"] not in _NOT_ACTING))
        return found


def _tree(words: Sequence[str]) -> str:
    """A pattern that finds the longest of ``words`` (sorted): shared beginnings are tried once, not once a word."""
    branches = [
        re.escape(letter) + _tree([word[1:] for word in group])
        for letter, group in ((key, list(found)) for key, found in groupby(filter(None, words), key=itemgetter(0)))
    ]
    if not branches:
        return ""
    # An empty word ends here: what is longer goes first, and need not be.
    return f"(?:{'|'.join(branches)}){'?' if not words[0] else ''}"


def _has_room(lowered: str, start: int, end: int) -> bool:
    """Whether what stands beside a short or foreign word leaves it one of its own ("cu" is not in "cucumber")."""
    word = lowered[start:end]
    if (len(word) <= _SHORT or word.isascii()) and _LETTER.match(lowered[max(start - 1, 0) : start]):
        return False
    return not (word[-1].isascii() and _LATIN.match(lowered, end))


_LETTER: Final = re.compile("[가-힣a-z0-9]")
_LATIN: Final = re.compile("[a-z0-9]")
_BEHIND: Final = re.compile(
    rf"{_PLAIN}(?P<particle>{'|'.join(_LONG_PARTICLES)}|[{_SHORT_PARTICLES}](?![가-힣])|(?=[^가-힣]|$)"
    rf"|(?={'|'.join(_FOLLOWERS)}))"
)
