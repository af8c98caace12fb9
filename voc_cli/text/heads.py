"""Where the items of a list begin that runs on in one line: numbers, headings, bullets, emoji that lead."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np

from voc_cli.morphemes import IntArray, Morphemes
from voc_cli.text.marks import CIRCLED, Mark

_ALPHABETS: Final = ("가나다라마바사아자차카타파하", "ㄱㄴㄷㄹㅁㅂㅅㅇㅈㅊㅋㅌㅍㅎ", CIRCLED, "ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ")
_STATES: Final = Mark.VERDICT | Mark.ENDING


def list_heads(morphemes: Morphemes, marks: IntArray) -> dict[int, frozenset[int]]:
    """The first morphemes of the items of lists, by text; texts without a list are left out.

    An item begins a clause where a statement stands before it: "1) 배송 지연 2) 응대 불친절" are two clauses, while
    "1) 빨강 2) 파랑 샀어요" counts things of one statement.
    """
    bounds = morphemes.bounds
    found: dict[int, frozenset[int]] = {}
    for document in _documents_with_heads(bounds, marks):
        text = _Line.of(morphemes, marks, document)
        if heads := frozenset(text.numbered()) | frozenset(text.headed()) | frozenset(text.bulleted()):
            found[document] = heads
    return found


def _documents_with_heads(bounds: IntArray, marks: IntArray) -> list[int]:
    """Texts with two heads or more, and those that a bullet opens."""
    places = np.flatnonzero(marks & Mark.HEAD)
    n_heads = np.bincount(np.searchsorted(bounds, places, side="right") - 1, minlength=len(bounds) - 1)
    opened = np.zeros(len(bounds) - 1, dtype=bool)
    filled = np.flatnonzero(bounds[:-1] < bounds[1:])
    opened[filled] = marks[bounds[:-1][filled]] & Mark.BULLET > 0
    documents: list[int] = np.flatnonzero((n_heads > 1) | opened).tolist()
    return documents


@dataclass(frozen=True, slots=True)
class _Line:
    """The morphemes of one text: lists by place, of which the first is ``first``."""

    first: int
    text: str
    pairs: list[tuple[str, str]]
    marks: list[int]
    starts: list[int]
    ends: list[int]

    @classmethod
    def of(cls, morphemes: Morphemes, marks: IntArray, document: int) -> _Line:
        own = slice(*morphemes.bounds[document : document + 2].tolist())
        pairs = [morphemes.vocabulary.pairs[number] for number in morphemes.ids[own].tolist()]
        starts, ends = morphemes.starts[own].tolist(), morphemes.ends[own].tolist()
        return cls(own.start, morphemes.texts[document], pairs, marks[own].tolist(), starts, ends)

    def numbered(self) -> Iterator[int]:
        """Items whose number follows the one before: 1) ... 2) ..., ① ... ②, 가. ... 나."""
        numbers = [(i, *found) for i, (form, tag) in enumerate(self.pairs) if (found := _number(form, tag))]
        is_list = False  # as soon as one item states something, the others do
        for (_, kind, n), (b, next_kind, following) in pairwise(numbers):
            follows = (kind, n + 1) == (next_kind, following)
            is_list = follows and (is_list or self._states_before(b))
            if is_list and (self._states_before(b) or self._may_stop_before(b)):
                yield self.first + b

    def headed(self) -> Iterator[int]:
        """Items under a word of their own: 장점: ... 단점: ..."""
        heads = [i for i in range(len(self.pairs)) if self._is_heading(i)]
        for i in heads[1:]:
            begin = self._begin_of_heading(i)
            named = self.marks[i] & Mark.HEAD and not self.marks[i + 1] & Mark.BOUND
            if self._states_before(begin) or (named and self._may_stop_before(begin)):
                yield self.first + begin

    def bulleted(self) -> Iterator[int]:
        """Items under the symbol that opens the text, and emoji where one opens the text and none closes it."""
        first, pictures = self.pairs[0], ("W_EMOJI", "SW")
        if not self.marks[0] & Mark.BULLET or self.marks[-1] & Mark.BULLET:
            return
        for i in range(1, len(self.pairs)):
            is_picture = first[1] in pictures and self.pairs[i][1] in pictures and self.marks[i] & Mark.BULLET
            is_alike = is_picture or self.pairs[i] == first
            stands_free = self.starts[i] > self.ends[i - 1] and not self.marks[i - 1] & Mark.BULLET
            if is_alike and stands_free and self._states_before(i):
                yield self.first + i

    def _is_heading(self, i: int) -> bool:
        """Whether the noun here stands before a colon, or is one of the named headings before a dash or a topic."""
        if i + 1 >= len(self.pairs) or not self.pairs[i][1].startswith("N"):
            return False
        behind = self.pairs[i + 1]
        if behind == (":", "SP"):
            return True
        is_sign = (
            behind[1] == "SSC" or (behind[1] == "SO" and behind[0] == "-") or behind in {("은", "JX"), ("는", "JX")}
        )
        return bool(self.marks[i] & Mark.HEAD) and is_sign

    def _begin_of_heading(self, i: int) -> int:
        """The first morpheme of the word: "좋았던 점" begins at 좋, "[단점]" at its bracket."""
        while i > 0 and (self.ends[i - 1] == self.starts[i] or self.pairs[i - 1][1] == "ETM"):
            if self.marks[i - 1] & Mark.SYMBOL and not self.marks[i - 1] & Mark.OPEN:
                break
            i -= 1
        while i > 0 and self.pairs[i][1].startswith("E"):
            i -= 1
        return i

    def _states_before(self, i: int) -> bool:
        return bool(self._word_before(i) & _STATES)

    def _may_stop_before(self, i: int) -> bool:
        word = self._word_before(i)
        return bool(word) and not word & Mark.OPEN_END

    def _word_before(self, i: int) -> int:
        while i > 0 and self.marks[i - 1] & Mark.SYMBOL:
            i -= 1
        return self.marks[i - 1] if i else 0


def _number(form: str, tag: str) -> tuple[str, int] | None:
    """The way in which an item is numbered, and its number."""
    if tag in {"SB", "SN"} or form in CIRCLED:
        sign = form.strip("().[] ")
        if sign.isdecimal() and sign != form:
            return form.replace(sign, "1"), int(sign)
        for alphabet in _ALPHABETS:
            if len(sign) == 1 and sign in alphabet:
                return form.replace(sign, alphabet[0]), alphabet.index(sign)
    return None
